package beat

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"time"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/registry"
)

// Options of an agent. Now is required; the rest has good zero values.
type Options struct {
	Log  *slog.Logger                               // nil: none
	Now  func() time.Time                           // the clock
	Wait func(context.Context, time.Duration) error // nil: sleeps
	Rand io.Reader                                  // nil: crypto/rand

	// Look opens the state folder to look at it: beside a running agent, changing nothing. Only [Agent.Preview] is for it.
	Look bool

	tries int // of a request before the agent turns to something else; 0: two
}

// Agent is a running agent. It holds the state folder's lock until [Agent.Close].
type Agent struct {
	cfg     *Config
	o       Options
	store   *store
	box     *outbox
	client  *agent.Client
	key     ed25519.PrivateKey
	log     *slog.Logger
	status  Status
	release func() error

	failures int                  // deliveries in a row that failed
	retryAt  time.Time            // when to try again
	broken   map[string]int       // measurements in a row that failed, by source
	mendAt   map[string]time.Time // when to try again
}

// retry is how long the agent leaves a node alone that did not answer, at first and at most; mend the same for a
// source that could not be read.
const (
	retryFirst, retryMost = 5 * time.Second, 15 * time.Minute
	mendFirst, mendMost   = time.Minute, time.Hour
)

// Open takes the state folder and reads the key. Errors: [ErrRunning], [ErrState], those of agent.LoadKey.
func Open(cfg *Config, o Options) (_ *Agent, err error) {
	a := &Agent{cfg: cfg, o: o, log: o.Log, broken: map[string]int{}, mendAt: map[string]time.Time{}}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if a.o.Wait == nil {
		a.o.Wait = sleep
	}
	if a.o.Rand == nil {
		a.o.Rand = rand.Reader
	}
	if a.key, err = agent.LoadKey(cfg.Key); err != nil {
		return nil, err
	}
	if a.client, err = agent.NewClient(cfg.Node); err != nil {
		return nil, err
	}
	a.client.Tries = cmp.Or(o.tries, 2)
	if o.Look {
		a.store, a.release = &store{cfg.State}, func() error { return nil }
		a.box = &outbox{s: a.store}
		a.status = Status{Sources: make([]SourceStatus, len(cfg.Sources))}
		return a, nil
	}
	if a.store, err = openStore(cfg.State); err != nil {
		return nil, err
	}
	if a.release, err = a.store.lock(); err != nil {
		return nil, err
	}
	if a.box, err = openOutbox(a.store); err == nil {
		err = a.beginStatus()
	}
	if err != nil {
		return nil, errors.Join(err, a.release())
	}
	return a, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Close gives the state folder back.
func (a *Agent) Close() error {
	a.status.State = "stopped"
	return errors.Join(a.say(), a.release())
}

// KeyID names the agent's key.
func (a *Agent) KeyID() string { return registry.KeyID(a.key.Public().(ed25519.PublicKey)) }

// Run measures and sends until ctx ends, and returns nil then. A failure of a source or of the network does not end it;
// that of the state folder does.
func (a *Agent) Run(ctx context.Context) error {
	a.log.Info("the agent runs", "node", a.cfg.Node, "key", a.KeyID(), "sources", len(a.cfg.Sources))
	for {
		next, err := a.round(ctx, false)
		if ctx.Err() != nil {
			a.log.Info("the agent stops")
			return nil //nolint:nilerr // it is to stop; what failed, failed for that
		}
		if err != nil {
			return err
		}
		a.status.State, a.status.NextAt = "waiting", next.UnixMilli()
		if err := a.say(); err != nil {
			return err
		}
		if err := a.o.Wait(ctx, max(next.Sub(a.o.Now()), 0)); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// Once measures what is due, all sources if all is set, sends what there is, and returns. The first failure is returned
// after everything was tried.
func (a *Agent) Once(ctx context.Context, all bool) error {
	a.client.Tries = cmp.Or(a.o.tries, 4)
	if _, err := a.round(ctx, all); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range a.status.Sources {
		if err := a.status.Sources[i].err; err != nil {
			return err
		}
	}
	if a.status.err != nil {
		return a.status.err
	}
	if n := a.status.Outbox; n > 0 {
		return ErrUnsent.With("n", n)
	}
	return nil
}

// round measures what is due and sends what there is, and returns when there is something to do again. Errors are those
// of the state folder; others are in the status.
func (a *Agent) round(ctx context.Context, all bool) (next time.Time, err error) {
	items, err := a.box.items("outbox")
	if err != nil {
		return next, err
	}
	queued := slots(items)
	next = a.o.Now().Add(24 * time.Hour)
	for i := range a.cfg.Sources {
		s := &a.cfg.Sources[i]
		again, err := a.turn(ctx, i, queued[s.Name], all)
		if err != nil || ctx.Err() != nil {
			return next, err
		}
		if again.Before(next) {
			next = again
		}
	}
	if now := a.o.Now(); all || !now.Before(a.retryAt) {
		if err := a.deliver(ctx); err != nil {
			return next, err
		}
	}
	if a.status.Outbox > 0 && a.retryAt.Before(next) {
		next = a.retryAt
	}
	return next, nil
}

// turn measures a source if it is due, and returns when it is due next.
func (a *Agent) turn(ctx context.Context, i int, queued int64, all bool) (time.Time, error) {
	s, now := &a.cfg.Sources[i], a.o.Now()
	m, err := a.memory(s.Name)
	if err != nil {
		return now, err
	}
	if queued > m.Slot { // died between outbox and memory
		m.Slot = queued
	}
	var last time.Time
	if m.Slot != 0 {
		last = time.UnixMilli(m.Slot)
	}
	slot, next, due := s.due(last, now)
	if mend := a.mendAt[s.Name]; due && now.Before(mend) && !all {
		due, next = false, mend
	}
	a.status.Sources[i].NextRun = next.UnixMilli()
	if !due && !all {
		return next, nil
	}
	if all {
		slot = now // a round that was asked for is a slot of its own
	}
	err = a.measure(ctx, i, m, slot, now)
	if ctx.Err() != nil || storeFailed(err) {
		return now, err
	}
	a.status.Sources[i].fail(err, now)
	if err != nil {
		a.broken[s.Name]++
		wait := mendFirst/2 + agent.FullJitter(agent.Backoff(a.broken[s.Name], mendFirst, mendMost)/2)
		a.mendAt[s.Name], next = now.Add(wait), now.Add(wait)
		a.log.Warn("a source could not be measured", "source", s.Name, "error", err.Error(), "again_in", wait.String())
	} else {
		delete(a.broken, s.Name)
		delete(a.mendAt, s.Name)
		_, next, _ = s.due(slot, a.o.Now())
	}
	a.status.Sources[i].NextRun = next.UnixMilli()
	return next, a.say()
}

// storeFailed reports whether an error is the state folder's: then nothing can be promised any more.
func storeFailed(err error) bool { return errors.Is(err, ErrState) }
