// Package api is the HTTP edge of every capability: one way to register a route, one shape of answer, one of error.
//
// A capability registers its routes on an [API], in its http.go:
//
//	func (s *Service) Routes(a *api.API) {
//		api.Register(a, api.Op{
//			Method: "POST", Path: "/cases", ID: "file-case", Action: auth.CaseFile,
//			Tag: "registration", Summary: "File a registration case",
//		}, s.file)
//	}
//
//	func (s *Service) file(ctx context.Context, in *struct{ Body NewCase }) (*api.Out[Case], error)
//
// What happens to a request, in order: it gets an origin (request identifier, address, times) for the audit trail; the
// session or token becomes an auth.Principal in the context; the action is checked against the policy; the body is read
// within its limit; a mutation's idempotency key is looked up ([once]); huma decodes and validates the input against
// the schema made from the Go type; the handler runs; its fault becomes a problem document (RFC 9457) in both
// languages.
//
// Invariants:
//
//   - Every route names a known action or says that it is public; [Register] panics at start otherwise.
//   - Every mutation carries an Idempotency-Key, is carried out at most once for it, and answers a repetition with the
//     same bytes; it leaves an audit entry, by its handler or, failing that, by this package.
//   - A mutation that has begun is finished although its client goes away, within [Config.MutationTimeout].
//   - JSON is strict in both directions: unknown and repeated names and invalid UTF-8 are refused, lists are
//     never null.
//
// Two things to know when writing input and output types: a type embedded in an input is exported, since huma passes over
// others; and a number or boolean that may be left out is tagged omitzero, since omitempty only leaves out empty texts,
// lists and objects.
//
// Paths are relative to [Base]. The description of the whole (OpenAPI 3.1) is at /api/openapi.json and, without a
// running node, from [Spec].
package api

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
)

// Base is where every path of the API begins.
const Base = "/api/v1"

const (
	// DefaultMaxBody bounds a request's body unless its route says otherwise. Forms are a few kilobytes; a profile of
	// five thousand columns is about one megabyte.
	DefaultMaxBody = 2 << 20
	// DefaultMutationTimeout is how long a mutation may run: an approval may wait for the log and draw a document.
	DefaultMutationTimeout = 60 * time.Second
	// DefaultAnswerLife is how long a mutation's answer is kept for repetitions. A client that retries for longer than
	// two days has lost its key as well.
	DefaultAnswerLife = 48 * time.Hour
)

// Authenticator turns a request's session cookie or token into a principal. It returns a fault that matches
// auth.ErrSignIn when there is none or it is no longer good. *auth.Service implements it.
type Authenticator interface {
	Authenticate(r *http.Request) (auth.Principal, error)
}

// Config is what an API works with. Zero values of limits mean the defaults.
type Config struct {
	Store   *db.DB // the node store
	Auth    Authenticator
	Clock   clock.Clock // the node's, by which rules are judged
	Wall    clock.Clock // the machine's; nil is clock.System
	Log     *slog.Logger
	Version string // of the program, for the description

	MaxBody         int64
	MutationTimeout time.Duration
	AnswerLife      time.Duration
}

// API collects routes and serves them. Registration ends before the first request.
type API struct {
	cfg    Config
	huma   huma.API
	mux    *http.ServeMux
	routes []Op
	ids    map[string]bool
	once   *once
	spec   func() []byte
}

// New returns an API without routes.
func New(cfg Config) *API {
	adapt.Do(adaptHuma)
	if cfg.Wall == nil {
		cfg.Wall = clock.System{}
	}
	if cfg.Clock == nil {
		cfg.Clock = cfg.Wall
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.MaxBody = orElse(cfg.MaxBody, DefaultMaxBody)
	cfg.MutationTimeout = orElse(cfg.MutationTimeout, DefaultMutationTimeout)
	cfg.AnswerLife = orElse(cfg.AnswerLife, DefaultAnswerLife)
	a := &API{cfg: cfg, mux: http.NewServeMux(), ids: map[string]bool{}}
	a.once = newOnce(cfg.Store, cfg.Wall, cfg.AnswerLife, cfg.Log)
	a.huma = humago.New(a.mux, humaConfig(cfg.Version))
	a.spec = sync.OnceValue(a.describe)
	a.mux.HandleFunc("GET /api/openapi.json", a.serveSpec)
	a.mux.HandleFunc("/", a.notFound)
	return a
}

// ServeHTTP serves everything under /api/.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// Routes returns the registered routes in order of registration, for documentation and tests.
func (a *API) Routes() []Op { return append([]Op(nil), a.routes...) }

func orElse[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}
