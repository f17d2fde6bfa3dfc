// Package web is the HTTP server: it puts the API, the server-rendered public pages, the embedded interface, health and
// metrics behind one set of middleware and one address, and stops without cutting anybody off.
//
// A request passes, from the outside in: a measured and logged shell that turns a panic into a problem document; its
// origin (request identifier and client address) for the audit trail; security headers; the cross-origin check that
// protects cookies from other sites' pages; then the routes:
//
//	/api/…                 the API (package api)
//	Options.Pages          pages rendered by the server (/verify, /public/…)
//	/healthz, /metrics     for operators
//	anything else          the interface: a file of the build, or its index page, whose router reads the path
//
// No page loads anything from outside the node, and the content security policy says so. The log names a request's path
// and never its query: links and forms put into queries what nobody meant to keep.
package web

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os/signal"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Time limits of connections. Reading a body of a few megabytes over a bad line takes a minute; an export may take two.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 60 * time.Second
	writeTimeout  = 150 * time.Second
	idleTimeout   = 120 * time.Second
	maxHeader     = 32 << 10 // bytes

	// DefaultStop is how long a stopping server waits for requests under way.
	DefaultStop = 20 * time.Second
)

// Check is one thing whose failure makes the node unhealthy.
type Check struct {
	Name  string
	Check func(context.Context) error
}

// Options are the parts of a server.
type Options struct {
	API    http.Handler            // serves /api/
	Pages  map[string]http.Handler // by ServeMux pattern: "GET /verify", "/public/"
	Checks []Check
	Log    *slog.Logger
	Assets fs.FS // the built interface; nil is the embedded one

	PublicURL    string         // scheme and host as users see them, if a proxy in front changes them; may be empty
	Proxies      []netip.Prefix // whose X-Forwarded-For and X-Request-ID are believed
	MetricsToken string         // bearer token for /metrics; empty lets in the machine itself only
	CertFile     string         // with KeyFile: serve HTTPS
	KeyFile      string
	Stop         time.Duration // 0 is DefaultStop
}

// Server serves a node.
type Server struct {
	opts    Options
	handler http.Handler
	metrics *metrics
}

// New assembles a server. Errors: [ErrPublicURL].
func New(opts Options) (*Server, error) {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Stop <= 0 {
		opts.Stop = DefaultStop
	}
	s := &Server{opts: opts, metrics: newMetrics()}
	assets, err := newInterface(opts.Assets)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	if opts.API != nil {
		mux.Handle("/api/", opts.API)
	}
	for pattern, page := range opts.Pages {
		mux.Handle(pattern, page)
	}
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /metrics", s.serveMetrics)
	mux.Handle("/", assets)

	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(denyCrossOrigin))
	if opts.PublicURL != "" {
		if err := cross.AddTrustedOrigin(opts.PublicURL); err != nil {
			return nil, ErrPublicURL.With("url", opts.PublicURL).Because(err)
		}
	}
	s.handler = s.withOrigin(s.observe(s.withHeaders(cross.Handler(mux))))
	return s, nil
}

// ServeHTTP serves one request, for tests and for embedding.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Registry is where other parts of a node register metrics of their own.
func (s *Server) Registry() *prometheus.Registry { return s.metrics.registry }

// Listen opens the address, so that it can be printed before it is served: with port 0 the system chooses. Errors:
// [ErrListen].
func Listen(ctx context.Context, address string) (net.Listener, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, ErrListen.With("address", address).Because(err)
	}
	return ln, nil
}

// Signals returns a context that ends when the system or a person asks the program to stop. A second signal ends the
// program at once.
func Signals(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// Serve serves until ctx ends, then takes no new requests and waits for those under way, for Options.Stop at most. It
// returns nil after an orderly stop.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	srv := &http.Server{
		Handler: s, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(s.opts.Log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() {
		if s.opts.CertFile != "" {
			ended <- srv.ServeTLS(ln, s.opts.CertFile, s.opts.KeyFile)
			return
		}
		ended <- srv.Serve(ln)
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	s.opts.Log.Info("stopping", "wait", s.opts.Stop.String())
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opts.Stop)
	defer cancel()
	err := srv.Shutdown(stopping)
	if err != nil {
		s.opts.Log.Warn("requests under way were cut off", "err", err.Error())
		err = errors.Join(ErrStop.Because(err), srv.Close())
	}
	<-ended //nolint:errcheck // it says that the server was closed
	return err
}
