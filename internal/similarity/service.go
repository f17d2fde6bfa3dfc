package similarity

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"time"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/similarity/index"
	"shurong.org/shurong/sketch"
)

// Limits bound what is evaluated within 24 hours, in elements. A sketch has up to 1,536.
type Limits struct {
	Subject int // for one draft, data set, case or certificate
	Org     int // for one organisation
}

// DefaultLimits let a data set be sealed five times a day and an organisation seal twenty. Trying all mobile numbers of
// one operator's prefix (10⁸) against one known value would take an organisation nine years.
var DefaultLimits = Limits{Subject: 5 * sketch.MaxTags, Org: 20 * sketch.MaxTags}

// window is what limits are counted over.
const window = 24 * time.Hour

// Options are what a service works with.
type Options struct {
	Store    *db.DB
	Ledger   sequence.Ledger
	Clock    clock.Clock
	Log      *slog.Logger
	Keys     *Keyset
	IndexDir string // where the index's files are; empty keeps it in memory
	Limits   Limits // zero is the default

	// Holders are the addresses of bodies that keep a share and no registry (package holder); they are given tickets that
	// Tickets signs.
	Holders []string
	Tickets ed25519.PrivateKey
}

// Service is the similarity service of a node. Its functions for what other desks know are set before it is used; each may
// be left nil, which knows of nothing.
type Service struct {
	store  *db.DB
	ledger sequence.Ledger
	clock  clock.Clock
	log    *slog.Logger
	keys   *Keyset
	limits Limits

	holders []string
	tickets ed25519.PrivateKey

	desk  *desk.Desk // where a key's publication is proposed; nil: nowhere
	index *index.Index
	turn  chan struct{} // holds a value while nobody is taking entries in

	// Sketch returns the sketch that a filing was made with, nil if it is not kept here.
	Sketch func(ctx context.Context, c *registry.Case) (*sketch.Sketch, error)
	// Dataset returns the organisation whose data set it is, empty if there is none of that name.
	Dataset func(ctx context.Context, id string) (org string, err error)
	// Findings returns what a case's comparison found; done is false before it was made.
	Findings func(ctx context.Context, caseID string) (found []Finding, done bool, err error)
	// Lends reports whether an organisation lends to another, or is deciding about it.
	Lends func(ctx context.Context, lender, borrower string) (bool, error)
}

// New opens the service with its index, which does not follow the log before [Service.Run].
func New(ctx context.Context, o Options) (*Service, error) {
	s := &Service{
		store: o.Store, ledger: o.Ledger, clock: o.Clock, log: o.Log, keys: o.Keys, limits: o.Limits,
		holders: o.Holders, tickets: o.Tickets,
		turn: make(chan struct{}, 1),
	}
	if s.limits == (Limits{}) {
		s.limits = DefaultLimits
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.turn <- struct{}{}
	return s, s.openIndex(ctx, o.IndexDir)
}

// Close writes the index out.
func (s *Service) Close() error { return s.index.Close() }
