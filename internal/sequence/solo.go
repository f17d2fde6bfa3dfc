package sequence

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"log/slog"
	"sync"
	"sync/atomic"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/statemap"
	"shurong.org/shurong/internal/translog"
	"shurong.org/shurong/proof"
)

// Bounds that [Options] may lower or raise.
const (
	// defaultInFlight commands may be between Submit and durable: about 64 MiB at 8 kB each, half a second's work.
	defaultInFlight = 8192
	// defaultBatch commands are committed at once at most: keeps a batch under a quarter of a second.
	defaultBatch = 1024
	// batchBytes of leaves close a batch whatever its count.
	batchBytes = 8 << 20
	// defaultFacts cached, at about 0.5 kB each: 32 MiB.
	defaultFacts = 64 << 10
	// defaultTiles of the map cached, at about 3 kB each: 128 MiB, all tiles of a million facts, and of larger maps the
	// upper ones with those of the hot facts.
	defaultTiles = 40 << 10
	// fullTiles of the log cached with their inner hashes, 16 kB each: 16 MiB, paths within 262,144 entries.
	fullTiles = 1024
	// batchStaleness, in milliseconds, is how old the time of an open batch may be for a command to still join it. A clock
	// moved by hand jumps further, so a command submitted after the jump gets the new time.
	batchStaleness = 20
)

// Options say whose log it is. Zero bounds mean the defaults.
type Options struct {
	Origin string             // the log's name, also the name of its checkpoint key
	Signer ed25519.PrivateKey // signs checkpoints
	Clock  clock.Clock
	Log    *slog.Logger // nil is silent

	InFlight int // commands between Submit and durable
	Batch    int // commands committed at once
	Facts    int // cached facts
	Tiles    int // cached map tiles
}

// Solo is the ledger of one operator on one store. It is safe for concurrent use; one Solo writes a store.
type Solo struct {
	core     *core
	facts    *facts
	full     *translog.Full
	opts     Options
	vkey     string
	queue    chan *pending
	size     atomic.Uint64
	inside   sync.WaitGroup // commands in flight
	finished chan struct{}  // the ordering goroutine has ended

	mu      sync.Mutex
	pending map[[32]byte]*pending // in flight, by digest
	closed  bool
	grown   chan struct{} // closed and replaced whenever size grows
}

var _ Ledger = (*Solo)(nil)

// pending is a command in flight, shared by all who submitted the same bytes.
type pending struct {
	digest  [32]byte
	cmd     *registry.Checked
	done    chan struct{} // closed when receipt or err stands
	receipt *Receipt
	err     error
}

// Open starts the ledger of a migrated store (see [Migrations]). The store stays the caller's to close, after Close.
// Faults: [ErrOrigin], [ErrDamaged], those of package proof for the origin.
func Open(ctx context.Context, store *db.DB, opts Options) (*Solo, error) {
	if opts.Signer == nil {
		return nil, proof.ErrVerifierKey.With()
	}
	c, err := newCore(store, &opts)
	if err != nil {
		return nil, err
	}
	if err := c.begin(ctx); err != nil {
		return nil, err
	}
	s := &Solo{
		core: c, facts: newFacts(store, opts.Facts), full: translog.NewFull(fullTiles), opts: opts,
		vkey: c.signer.VerifierKey(), queue: make(chan *pending, opts.InFlight),
		finished: make(chan struct{}), pending: map[[32]byte]*pending{}, grown: make(chan struct{}),
	}
	s.size.Store(c.at.size)
	go s.order()
	return s, nil
}

// newCore fills in defaults.
func newCore(store *db.DB, opts *Options) (*core, error) {
	var signer *proof.Signer
	if opts.Signer != nil {
		var err error
		if signer, err = proof.NewSigner(opts.Origin, opts.Signer); err != nil {
			return nil, err
		}
	}
	for _, d := range []struct {
		value *int
		def   int
	}{{&opts.InFlight, defaultInFlight}, {&opts.Batch, defaultBatch}, {&opts.Facts, defaultFacts}, {&opts.Tiles, defaultTiles}} {
		if *d.value <= 0 {
			*d.value = d.def
		}
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Clock == nil {
		opts.Clock = clock.System{}
	}
	return &core{store: store, origin: opts.Origin, signer: signer, tiles: statemap.NewCache(opts.Tiles)}, nil
}

// Close refuses new commands, waits until those in flight are answered, and stops.
func (s *Solo) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		<-s.finished
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.inside.Wait()
	close(s.queue)
	<-s.finished
	return nil
}

// Origin implements [Ledger].
func (s *Solo) Origin() string { return s.opts.Origin }

// VerifierKey implements [Ledger].
func (s *Solo) VerifierKey() string { return s.vkey }

// Size implements [Ledger].
func (s *Solo) Size() uint64 { return s.size.Load() }

// Submit implements [Ledger].
func (s *Solo) Submit(ctx context.Context, raw []byte) (*Receipt, error) {
	p, mine, err := s.enter(sha256.Sum256(raw))
	if err != nil {
		return nil, err
	}
	if mine {
		// On the caller's core: the costly checks that need no order.
		p.cmd, err = registry.Precheck(s.facts, append([]byte(nil), raw...))
		if err != nil {
			s.refuse(p, err)
		} else {
			s.queue <- p // has room for all that may be in flight
		}
	}
	select {
	case <-p.done:
		return p.receipt, p.err
	case <-ctx.Done():
		return nil, ErrGaveUp.Because(ctx.Err())
	}
}

// enter joins the command in flight that has the same bytes, or begins one.
func (s *Solo) enter(digest [32]byte) (p *pending, mine bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.pending[digest]; ok {
		return p, false, nil
	}
	switch {
	case s.closed:
		return nil, false, ErrClosing.With()
	case len(s.pending) >= s.opts.InFlight:
		return nil, false, ErrBusy.With("n", len(s.pending))
	}
	p = &pending{digest: digest, done: make(chan struct{})}
	s.pending[digest] = p
	s.inside.Add(1)
	return p, true, nil
}

// refuse answers a refused command, unless it is the replay of an accepted one: that gets its original receipt.
func (s *Solo) refuse(p *pending, why error) {
	receipt, err := original(context.Background(), s.core.store, p.digest)
	switch {
	case err != nil:
		s.answer(p, nil, err)
	case receipt != nil:
		s.answer(p, receipt, nil)
	default:
		s.answer(p, nil, why)
	}
}

func (s *Solo) answer(p *pending, r *Receipt, err error) {
	p.receipt, p.err = r, err
	s.mu.Lock()
	delete(s.pending, p.digest)
	s.mu.Unlock()
	close(p.done)
	s.inside.Done()
}

// Wait implements [Ledger].
func (s *Solo) Wait(ctx context.Context, size uint64) error {
	for {
		s.mu.Lock()
		grown := s.grown
		s.mu.Unlock()
		if s.Size() >= size {
			return nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return ErrGaveUp.Because(ctx.Err())
		}
	}
}

// publish makes a new durable size known.
func (s *Solo) publish(size uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.size.Store(size)
	close(s.grown)
	s.grown = make(chan struct{})
}
