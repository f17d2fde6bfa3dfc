package web

import (
	"crypto/rand"
	"encoding/base64"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
)

const requestIDHeader = "X-Request-ID"

var validRequestID = regexp.MustCompile(`^[A-Za-z0-9_.-]{8,64}$`)

// withOrigin gives the request its identifier and the address it really comes from. The times are set where the clocks
// are known, by package api.
func (s *Server) withOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, proxied := s.clientAddress(r)
		id := r.Header.Get(requestIDHeader)
		if !proxied || !validRequestID.MatchString(id) {
			id = rand.Text()
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(audit.WithOrigin(r.Context(), audit.Origin{Request: id, Address: address})))
	})
}

// clientAddress returns the address of the client, and whether the connection comes from a proxy that is believed. A
// proxy appends the address it saw, so the last entry that is not itself a believed proxy is the client's; what is left
// of it was written by the client and proves nothing.
func (s *Server) clientAddress(r *http.Request) (address string, proxied bool) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if !s.believed(host) {
		return host, false
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(chain) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(chain[i]))
		if err != nil {
			break
		}
		host = hop.Unmap().String()
		if !s.believed(host) {
			break
		}
	}
	return host, true
}

func (s *Server) believed(host string) bool {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range s.opts.Proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// observe measures and logs the request, and answers for a handler that panicked.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// How long a request took is for operators; no rule depends on it, so it is read here and not from a clock.
		began := time.Now()
		out := &counting{ResponseWriter: w}
		s.metrics.inFlight.Inc()
		defer func() {
			s.metrics.inFlight.Dec()
			broken := recover()
			half := out.status != 0
			if broken != nil && broken != http.ErrAbortHandler { //nolint:errorlint // the very value is thrown
				s.opts.Log.ErrorContext(r.Context(), "a handler panicked", "request", w.Header().Get(requestIDHeader),
					"panic", broken, "stack", string(debug.Stack()))
				if !half {
					api.WriteProblem(out, r, errPanic.With())
				}
			}
			s.finish(out, r, time.Since(began))
			if broken != nil && (broken == http.ErrAbortHandler || half) { //nolint:errorlint // as above
				panic(http.ErrAbortHandler) // the answer is half-written: only a broken connection says so
			}
		}()
		next.ServeHTTP(out, r)
	})
}

// finish counts and logs one request. r.Pattern is the route that the inner ServeMux chose.
func (s *Server) finish(out *counting, r *http.Request, took time.Duration) {
	status := out.status
	if status == 0 {
		status = http.StatusOK
	}
	route := routeOf(r)
	s.metrics.observe(r.Method, route, status, took)
	s.opts.Log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "route", route,
		"status", status,
		"bytes", out.bytes, "ms", took.Milliseconds(), "address", addressOf(r), "request", out.Header().Get(requestIDHeader))
}

func addressOf(r *http.Request) string {
	o, _ := audit.OriginFrom(r.Context())
	return o.Address
}

// routeOf names a request's route for metrics: patterns are few, paths are not.
func routeOf(r *http.Request) string {
	pattern := r.Pattern
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	if pattern == "" {
		return "refused"
	}
	return pattern
}

// counting remembers status and size of an answer.
type counting struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (c *counting) WriteHeader(status int) {
	if c.status == 0 && status >= http.StatusOK {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (c *counting) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counting) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// withHeaders sets the headers that every answer carries. An API answer is never stored by caches in between; files of
// the interface say otherwise for themselves.
func (s *Server) withHeaders(next http.Handler) http.Handler {
	https := s.opts.CertFile != "" || strings.HasPrefix(s.opts.PublicURL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policyFor(""))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// policyFor is the content security policy: everything from the node itself, no inline script, no frame around us. A
// nonce admits the style elements that the component library makes; style attributes are allowed since charts write
// their tooltips with them, and an attribute can neither load nor run anything under this policy.
func policyFor(nonce string) string {
	style := "style-src 'self'; "
	if nonce != "" {
		style = "style-src 'self' 'nonce-" + nonce + "'; style-src-attr 'unsafe-inline'; "
	}
	return "default-src 'none'; script-src 'self'; " + style +
		"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

func newNonce() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return base64.StdEncoding.EncodeToString(b)
}

func denyCrossOrigin(w http.ResponseWriter, r *http.Request) {
	api.WriteProblem(w, r, ErrCrossOrigin.With())
}
