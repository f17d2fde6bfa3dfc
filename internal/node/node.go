package node

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/api/base"
	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/certificate"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/credit"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/filing"
	"shurong.org/shurong/internal/gateway"
	"shurong.org/shurong/internal/heartbeat"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/oversight"
	"shurong.org/shurong/internal/portal"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/translog/c2sp"
	"shurong.org/shurong/internal/vault"
	"shurong.org/shurong/internal/web"
	"shurong.org/shurong/internal/witness"
)

// ErrDataDir says that the data directory cannot be used.
var ErrDataDir = fault.Define("node.data_dir", fault.Internal,
	"无法使用数据目录 {dir}", "the data directory {dir} cannot be used").
	Hint("请检查权限与磁盘空间", "check permissions and free space")

// ExampleStart is where the worked example's clock begins: Monday 6 July 2026, nine in the morning in China.
var ExampleStart = time.Date(2026, 7, 6, 9, 0, 0, 0, daycount.China)

// Node is a running node's parts. Those that are exported are for the commands that drive a node from inside.
type Node struct {
	cfg config.Config
	log *slog.Logger

	registry, store *db.DB
	Ledger          *sequence.Solo
	Clock           clock.Clock
	Example         *clock.Example // nil outside the worked example
	Auth            *auth.Service
	Keys            *keyring.Keys
	Directory       *directory.Directory
	Approvals       *approval.Service
	Registrar       *registrar.Service
	Vault           *vault.Service
	Filing          *filing.Service
	Certificates    *certificate.Service
	Appraisal       *appraisal.Service
	Servicing       *servicing.Service
	Heartbeats      *heartbeat.Service
	Credit          *credit.Service
	Similarity      *similarity.Service
	Witnesses       *witness.Feeder

	api    *api.API
	server *web.Server
}

// Open opens a node. Close it after use.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger, version string) (*Node, error) {
	n := &Node{cfg: cfg, log: log}
	if err := n.open(ctx, version); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

func (n *Node) open(ctx context.Context, version string) (err error) {
	if err := os.MkdirAll(n.cfg.DataDir, 0o700); err != nil {
		return ErrDataDir.With("dir", n.cfg.DataDir).Because(err)
	}
	if n.registry, err = db.Open(ctx, n.cfg.RegistryStore(), sequence.Schema, sequence.Migrations()); err != nil {
		return err
	}
	if n.store, err = db.Open(ctx, n.cfg.NodeStore(), db.NodeSchema, db.NodeMigrations()); err != nil {
		return err
	}
	n.Clock = clock.System{}
	if n.cfg.Example {
		if n.Example, err = clock.NewExample(ctx, n.store, ExampleStart); err != nil {
			return err
		}
		n.Clock = n.Example
	}
	signer, err := logKey(filepath.Join(n.cfg.DataDir, "log.key"))
	if err != nil {
		return err
	}
	if n.Ledger, err = sequence.Open(ctx, n.registry, sequence.Options{Origin: n.cfg.Origin, Signer: signer, Clock: n.Clock, Log: n.log}); err != nil {
		return err
	}
	if n.Keys, err = keyring.Open(ctx, n.store, n.Ledger, filepath.Join(n.cfg.DataDir, "node.key")); err != nil {
		return err
	}
	if n.Directory, err = directory.Open(ctx, n.store, n.Ledger); err != nil {
		return err
	}
	n.Auth = auth.New(n.store, auth.Options{
		Log: n.log, SessionIdle: n.cfg.SessionIdle, SessionLife: n.cfg.SessionLife, SetupLife: n.cfg.SetupLinkLife, Secure: n.cfg.HTTPS(),
	})
	n.Approvals = approval.New(n.store, n.Clock, n.log)
	if n.Similarity, err = n.openSimilarity(ctx); err != nil {
		return err
	}
	return n.desks(version)
}

// desks makes the capabilities and the server around them.
func (n *Node) desks(version string) error {
	n.Vault = vault.New(n.store, n.Ledger, n.Keys, n.Directory, n.Clock)
	n.Registrar = registrar.New(n.store, n.Ledger, n.Keys, n.Directory, n.Approvals, n.Clock, n.Vault)
	n.Filing = filing.New(n.store, n.Ledger, n.Keys, n.Directory, n.Approvals, n.Clock, n.Vault)
	n.Appraisal = appraisal.New(n.store, n.Ledger, n.Keys, n.Directory, n.Approvals, n.Clock)
	n.Servicing = servicing.New(n.store, n.Ledger, n.Keys, n.Directory, n.Approvals, n.Clock, n.log)
	n.Heartbeats = heartbeat.New(n.store, n.Ledger, n.Keys, n.Directory, n.Approvals, n.Clock, n.log)
	n.Credit = credit.New(n.store, n.Ledger, n.Keys, n.Directory, n.Approvals, n.Servicing, n.Clock, n.log)
	n.Filing.Serviced = n.Servicing.Open
	n.Appraisal.Title, n.Servicing.Title, n.Credit.Title = n.title, n.title, n.title
	n.joinSimilarity()
	n.Certificates = certificate.New(n.Ledger, n.Keys, n.Directory, forms{n.Registrar}, n.Clock, n.PublicURL())
	n.Certificates.Authorised = func(ctx context.Context, code, org string) (bool, error) {
		return n.Vault.Authorised(ctx, code, org, vault.ScopeSummary)
	}
	n.Certificates.Later = n.Registrar.Later
	n.api = api.New(api.Config{
		Store: n.store, Auth: n.Auth, Clock: n.Clock, Log: n.log, Version: version,
		MaxBody: n.cfg.MaxBody, MutationTimeout: n.cfg.MutationTimeout, AnswerLife: n.cfg.AnswerLife,
	})
	plumbing := &base.Service{
		Store: n.store, Auth: n.Auth, Clock: n.Clock, Version: version, Origin: n.cfg.Origin, Example: n.Example, IsDemo: n.cfg.Example,
		Moved: n.DayEnd,
	}
	routes(n.api, plumbing, n.Approvals, n.Registrar, n.Vault, n.Filing, n.Certificates, n.Appraisal, n.Credit, n.Servicing,
		books.NewDesk(n.store), oversight.New(n.store, n.Ledger, n.Keys, n.Directory, n.Approvals, n.Clock), n.commands(),
		n.Heartbeats, n.Similarity)
	pages := portal.New(n.Certificates, n.Registrar, n.Vault, n.Ledger, n.Clock, n.log).Pages()
	maps.Copy(pages, n.Certificates.Pages())
	peers := make([]witness.Peer, len(n.cfg.Witnesses))
	for i, w := range n.cfg.Witnesses {
		var err error
		if peers[i], err = witness.ParsePeer(w); err != nil {
			return err
		}
	}
	n.Witnesses = witness.NewFeeder(n.Ledger, n.store, peers, n.log)
	maps.Copy(pages, c2sp.New(n.Ledger, n.Witnesses).Pages())
	server, err := web.New(web.Options{
		API: n.api, Pages: pages, Log: n.log, PublicURL: n.cfg.PublicURL, Proxies: n.cfg.TrustedProxies,
		MetricsToken: n.cfg.MetricsToken, CertFile: n.cfg.TLSCert, KeyFile: n.cfg.TLSKey, Stop: n.cfg.StopTimeout,
		Checks: []web.Check{{Name: "registry", Check: n.registry.Ping}, {Name: "node", Check: n.store.Ping}},
	})
	if err != nil {
		return err
	}
	n.server = server
	n.measure(server.Registry())
	return nil
}

// commands is the door for commands that were signed elsewhere, with what this node's books are in the way of.
func (n *Node) commands() *gateway.Service {
	door := gateway.New(n.Ledger)
	door.Guards = map[string]func(context.Context, registry.Command) error{
		"lien.assign": func(ctx context.Context, body registry.Command) error {
			return n.Filing.MayAssign(ctx, body.(*registry.LienAssign).Lien)
		},
	}
	return door
}

// forms gives certificates the public part of registered forms.
type forms struct{ desk *registrar.Service }

// PublicForm implements certificate.Forms.
func (f forms) PublicForm(ctx context.Context, caseID string) (*credential.Form, error) {
	return f.desk.CertifiedForm(ctx, caseID)
}

// title names the data of a certificate, empty where its name is not public.
func (n *Node) title(ctx context.Context, code string) string {
	name, err := n.Certificates.Title(ctx, code)
	if err != nil {
		n.log.WarnContext(ctx, "the title of a certificate could not be read", "code", code, "error", err.Error())
	}
	return name
}

// capability is what has routes.
type capability interface{ Routes(a *api.API) }

// routes registers every capability on an API, in the order of the description.
func routes(a *api.API, capabilities ...capability) {
	for _, c := range capabilities {
		c.Routes(a)
	}
}

// Spec is the OpenAPI description of a node with everything on.
func Spec(version string) []byte {
	return api.Spec(version, func(a *api.API) {
		routes(a, &base.Service{IsDemo: true}, &approval.Service{}, &registrar.Service{}, &vault.Service{}, &filing.Service{}, &certificate.Service{}, &appraisal.Service{},
			&credit.Service{}, &servicing.Service{}, &books.Desk{}, &oversight.Service{}, &gateway.Service{}, &heartbeat.Service{},
			&similarity.Service{})
	})
}

// PublicURL is the node's address as users see it.
func (n *Node) PublicURL() string { return n.cfg.Address() }

// Handler serves requests without a listener.
func (n *Node) Handler() http.Handler { return n.server }

// Serve runs the node on a listener until ctx ends.
func (n *Node) Serve(ctx context.Context, ln net.Listener) error {
	if err := n.Directory.CatchUp(ctx); err != nil {
		return err
	}
	if err := n.Approvals.Resume(ctx); err != nil {
		// They stay open for a person to look at; the node is useful without them.
		n.log.WarnContext(ctx, "some approved requests could not be carried out; they are listed as executing", "error", err.Error())
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return n.follow(ctx, "directory", n.Directory.Run) })
	g.Go(func() error { return n.follow(ctx, "servicing", n.Servicing.Run) })
	g.Go(func() error { return n.follow(ctx, "heartbeats", n.Heartbeats.Run) })
	g.Go(func() error { return n.follow(ctx, "similarity", n.Similarity.Run) })
	g.Go(func() error { return n.follow(ctx, "witnesses", n.Witnesses.Run) })
	g.Go(func() error { return n.days(ctx) })
	g.Go(func() error { return n.server.Serve(ctx, ln) })
	return g.Wait()
}

// Close closes what Open opened, in reverse.
func (n *Node) Close() error {
	var errs []error
	if n.Similarity != nil {
		errs = append(errs, n.Similarity.Close())
	}
	if n.Ledger != nil {
		errs = append(errs, n.Ledger.Close())
	}
	for _, d := range []*db.DB{n.store, n.registry} {
		if d != nil {
			errs = append(errs, d.Close())
		}
	}
	return errors.Join(errs...)
}
