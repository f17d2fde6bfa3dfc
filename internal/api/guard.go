package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
)

const keyHeader = "Idempotency-Key"

var validKey = regexp.MustCompile(`^[A-Za-z0-9_.:-]{8,128}$`)

// guard is what every request of a route passes before its input is decoded.
func (a *API) guard(op Op) func(huma.Context, func(huma.Context)) {
	maxBody := orElse(op.MaxBody, a.cfg.MaxBody)
	return func(hc huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(hc)
		ctx := context.WithValue(a.origin(r), langKey{}, LangOf(r))
		ctx = context.WithValue(ctx, requestKey{}, r)
		ctx, err := a.authorise(ctx, op, r)
		if err != nil {
			a.write(ctx, w, err)
			return
		}
		if err := checkAddress(r); err != nil {
			a.write(ctx, w, err)
			return
		}
		if !op.Mutates() {
			next(humago.NewContext(hc.Operation(), r.WithContext(ctx), w))
			return
		}
		body, err := readBody(w, r, maxBody)
		if err == nil {
			err = checkTexts(body)
		}
		if err != nil {
			a.write(ctx, w, err)
			return
		}
		run := func(ctx context.Context) *answer {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.cfg.MutationTimeout)
			defer cancel()
			inner := r.WithContext(ctx)
			inner.Body = io.NopCloser(bytes.NewReader(body))
			rec := newRecorder()
			next(humago.NewContext(hc.Operation(), inner, rec))
			return rec.answer()
		}
		if op.NoReplay {
			run(ctx).writeTo(w)
			return
		}
		a.replayable(ctx, op, r, body, run, w)
	}
}

type requestKey struct{}

// HTTPRequest returns the request that ctx belongs to, nil outside of one. It is for what only the session routes need:
// whether the connection is encrypted. Inputs are declared in the handler's input type.
func HTTPRequest(ctx context.Context) *http.Request {
	r, _ := ctx.Value(requestKey{}).(*http.Request)
	return r
}

// replayable carries out a mutation under its idempotency key.
func (a *API) replayable(
	ctx context.Context, op Op, r *http.Request, body []byte, run func(context.Context) *answer, w http.ResponseWriter,
) {
	key := r.Header.Get(keyHeader)
	if key == "" {
		a.write(ctx, w, ErrKeyMissing.At("header."+keyHeader))
		return
	}
	if !validKey.MatchString(key) {
		a.write(ctx, w, ErrKeyForm.At("header."+keyHeader))
		return
	}
	p, _ := auth.From(ctx)
	id := digest("idempotency key v1", p.User, op.ID, key)
	ans, replayed, err := a.once.do(ctx, attempt{id: id, body: requestDigest(r, body), op: op}, run)
	if err != nil {
		a.write(ctx, w, err)
		return
	}
	if replayed {
		w.Header().Set("Idempotency-Replayed", "true")
	}
	ans.writeTo(w)
}

// authorise puts the principal into the context and checks the route's action.
func (a *API) authorise(ctx context.Context, op Op, r *http.Request) (context.Context, error) {
	p, err := a.cfg.Auth.Authenticate(r)
	switch {
	case err == nil:
		ctx = auth.With(ctx, p)
	case errors.Is(err, auth.ErrSignIn) && op.Public:
		return ctx, nil
	default:
		return ctx, err
	}
	if p.Scope.ReadOnly && op.Mutates() {
		return ctx, ErrReadOnly.With()
	}
	if !op.Public && !p.Can(op.Action) {
		return ctx, auth.ErrMayNot.With("action", op.Action)
	}
	return ctx, nil
}

// origin returns a context with the request's origin; the server in front may have put it there already.
func (a *API) origin(r *http.Request) context.Context {
	ctx := r.Context()
	o, ok := audit.OriginFrom(ctx)
	if !ok {
		o.Request = rand.Text()
		o.Address, _, _ = net.SplitHostPort(r.RemoteAddr)
	}
	o.Node, o.Wall = a.cfg.Clock.Now(), a.cfg.Wall.Now()
	return audit.WithOrigin(ctx, o)
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, ErrBodyTooLarge.With("limit", limit)
	case err != nil:
		return nil, ErrBodyRead.Because(err)
	}
	return body, nil
}

// requestDigest is what makes two requests the same: where they go and what they carry.
func requestDigest(r *http.Request, body []byte) string {
	return digest("idempotent request v1", r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(body))
}

// WriteProblem writes a fault as a problem document, for handlers outside this package's routes.
func WriteProblem(w http.ResponseWriter, r *http.Request, e *fault.Error) {
	ctx := context.WithValue(r.Context(), langKey{}, LangOf(r))
	writeProblem(w, NewProblem(ctx, e))
}

func (a *API) write(ctx context.Context, w http.ResponseWriter, err error) {
	writeProblem(w, a.problem(ctx, err))
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	for k, v := range p.header {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = strict.Marshal(w, p)
}

// notFound answers what no route takes: with the methods that this path does take, or as not found.
func (a *API) notFound(w http.ResponseWriter, r *http.Request) {
	var allow []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		probe := r.Clone(r.Context())
		probe.Method = m
		if _, pattern := a.mux.Handler(probe); pattern != "/" {
			allow = append(allow, m)
		}
	}
	ctx := context.WithValue(a.origin(r), langKey{}, LangOf(r))
	if len(allow) == 0 {
		a.write(ctx, w, ErrNoRoute.With("path", r.URL.Path))
		return
	}
	w.Header().Set("Allow", strings.Join(allow, ", "))
	a.write(ctx, w, ErrMethod.With("method", r.Method, "allow", strings.Join(allow, ", ")))
}

// digest is SHA-256 over length-prefixed parts, so that no two lists of parts collide.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		writePart(h, p)
	}
	return hexSum(h)
}
