// Package base holds the routes of the plumbing itself: who is signed in, users, tokens, the policy, the audit trail
// and the node's particulars. They are here, and not beside what they serve, since package api itself needs auth and
// audit.
//
// Routes that take or give a secret are NoReplay: nothing of them is kept. A session's secret is only ever in the
// cookie, a link's only in the fragment of the address it is part of.
package base

import (
	"context"
	"time"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
)

// Service serves the routes. All fields but Example and Moved are needed, except for describing the API.
type Service struct {
	Store   *db.DB
	Auth    *auth.Service
	Clock   clock.Clock
	Version string
	Origin  string         // the log's name
	Example *clock.Example // nil outside the worked example
	IsDemo  bool           // registers the example's routes; set together with Example
	// Moved, if set, runs after the example's clock was moved: what falls due by time is done then.
	Moved func(ctx context.Context) error
}

const (
	tagSession = "session"
	tagUsers   = "users"
	tagNode    = "node"
	tagAudit   = "audit"
)

// Routes registers everything.
func (s *Service) Routes(a *api.API) {
	s.sessionRoutes(a)
	s.tokenRoutes(a)
	s.userRoutes(a)
	s.nodeRoutes(a)
	s.auditRoutes(a)
}

// address is where the request comes from, for limits and for the list of sessions.
func address(ctx context.Context) string {
	o, _ := audit.OriginFrom(ctx)
	return o.Address
}

// Instant is how times are given to screens that know only one.
type Instant struct {
	Now time.Time `json:"now"`
}
