package auth

import (
	"database/sql"
	"errors"
	"net/http"
	"strings"
)

// Names of the session cookie. With HTTPS it carries the __Host- prefix, by which browsers refuse it from other hosts,
// other paths and plain HTTP.
const (
	cookieName       = "shurong_session"
	secureCookieName = "__Host-shurong_session"
)

func (s *Service) secure(r *http.Request) bool { return s.opts.Secure || r.TLS != nil }

func (s *Service) cookie(secure bool) *http.Cookie {
	c := &http.Cookie{Name: cookieName, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if secure {
		c.Name, c.Secure = secureCookieName, true
	}
	return c
}

// Cookie returns the cookie that carries an opened session. It has no expiry of its own: it ends with the browser or
// with the session, whichever is sooner.
func (s *Service) Cookie(secure bool, o Opened) *http.Cookie {
	c := s.cookie(secure)
	c.Value = o.Secret
	return c
}

// NoCookie returns the cookie that removes a session's.
func (s *Service) NoCookie(secure bool) *http.Cookie {
	c := s.cookie(secure)
	c.MaxAge = -1
	return c
}

// Secure reports whether a request's cookies are for HTTPS only.
func (s *Service) Secure(r *http.Request) bool { return s.secure(r) }

// Authenticate returns who a request comes from, by its Authorization header or else its session cookie. Errors:
// [ErrSignIn].
func (s *Service) Authenticate(r *http.Request) (Principal, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(secret, tokenPrefix) {
			return Principal{}, ErrSignIn.With()
		}
		return s.byToken(r.Context(), secret)
	}
	c, err := r.Cookie(s.cookie(s.secure(r)).Name)
	if err != nil || c.Value == "" {
		return Principal{}, ErrSignIn.With()
	}
	return s.bySecret(r.Context(), digestOf(c.Value))
}

func isNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }
