package auth

import (
	"context"
	"log/slog"
	"time"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
)

// Lifetimes, by the machine's clock.
const (
	DefaultSessionIdle = 2 * time.Hour  // a working session, with lunch
	DefaultSessionLife = 12 * time.Hour // a working day
	DefaultLinkLife    = time.Hour      // long enough to hand over, short enough to lose
	InviteLife         = 72 * time.Hour // reaches a colleague over a weekend
)

// Options are what a service works with. Zero values mean the defaults.
type Options struct {
	Wall        clock.Clock // the machine's clock; nil is clock.System
	Log         *slog.Logger
	SessionIdle time.Duration
	SessionLife time.Duration
	SetupLife   time.Duration
	Secure      bool // cookies are for HTTPS only, since a proxy in front speaks it
	Cost        HashCost
}

// Service keeps organisations, users, sessions, tokens and links in the node store.
type Service struct {
	store  *db.DB
	opts   Options
	hasher *hasher
	limits *limiter
}

// New returns a service over the node store.
func New(store *db.DB, opts Options) *Service {
	if opts.Wall == nil {
		opts.Wall = clock.System{}
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.SessionIdle <= 0 {
		opts.SessionIdle = DefaultSessionIdle
	}
	if opts.SessionLife <= 0 {
		opts.SessionLife = DefaultSessionLife
	}
	if opts.SetupLife <= 0 {
		opts.SetupLife = DefaultLinkLife
	}
	return &Service{store: store, opts: opts, hasher: newHasher(opts.Cost), limits: newLimiter()}
}

func (s *Service) now() time.Time { return s.opts.Wall.Now() }

// tx runs fn in a writing transaction of the node store.
func (s *Service) tx(ctx context.Context, fn func(tx *db.Tx) error) error { return s.store.Tx(ctx, fn) }

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
