package sequence

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/proof"
)

// blockWriter holds the store's one writer until the returned function is called.
func blockWriter(t *testing.T, d *db.DB) (release func()) {
	held, free, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		if err := d.Tx(context.Background(), func(*db.Tx) error { close(held); <-free; return nil }); err != nil {
			t.Error(err)
		}
	}()
	<-held
	return func() { close(free); <-done }
}

// inFlight spins until n commands are between Submit and durable.
func (w *world) inFlight(n int) {
	for {
		w.mu.Lock()
		have := len(w.pending)
		w.mu.Unlock()
		if have == n {
			return
		}
		runtime.Gosched()
	}
}

func TestACallerWhoGivesUpDoesNotLoseTheCommand(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		raw := w.registrar.sign(admission(newParty("late")))
		release := blockWriter(t, d)
		ctx, cancel := context.WithCancel(context.Background())
		answered := make(chan error)
		go func() {
			_, err := w.Submit(ctx, raw)
			answered <- err
		}()
		w.inFlight(1)
		cancel()
		err := <-answered
		if !errors.Is(err, ErrGaveUp) || !errors.Is(err, context.Canceled) || fault.From(err).Kind() != fault.Unavailable {
			t.Errorf("error = %v", err)
		}
		release()
		if err := w.Wait(context.Background(), 2); err != nil {
			t.Fatal(err)
		}
		if r := w.must(raw); r.Index != 1 || w.Size() != 2 {
			t.Errorf("receipt %+v, size %d", r, w.Size())
		}
	})
}

func TestOverTheBoundCommandsAreRefusedWithNothingDone(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t, Migrations()), func(o *Options) { o.InFlight = 4 })
	parties := w.admit("p", 5)
	size := w.Size()
	release := blockWriter(t, w.store)
	var wg sync.WaitGroup
	for _, p := range parties[:4] {
		wg.Go(func() {
			if _, err := w.Submit(context.Background(), p.sign(keyAdd(p.org))); err != nil {
				t.Error(err)
			}
		})
	}
	w.inFlight(4)
	extra := parties[4].sign(keyAdd("extra"))
	_, err := w.Submit(context.Background(), extra)
	if !errors.Is(err, ErrBusy) || fault.From(err).Kind() != fault.Unavailable {
		t.Errorf("error = %v", err)
	}
	release()
	wg.Wait()
	w.must(extra)
	if w.Size() != size+5 {
		t.Errorf("the log grew by %d", w.Size()-size)
	}
}

func TestClosingFinishesWhatIsInFlightAndTakesNothingNew(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t, Migrations()))
	p := w.admit("p", 2)
	release := blockWriter(t, w.store)
	first := make(chan error)
	go func() {
		_, err := w.Submit(context.Background(), p[0].sign(keyAdd("a")))
		first <- err
	}()
	w.inFlight(1)
	closed := make(chan error)
	go func() { closed <- w.Close() }()
	for {
		w.mu.Lock()
		closing := w.closed
		w.mu.Unlock()
		if closing {
			break
		}
		runtime.Gosched()
	}
	if _, err := w.Submit(context.Background(), p[1].sign(keyAdd("b"))); !errors.Is(err, ErrClosing) {
		t.Errorf("error = %v", err)
	}
	release()
	if err := errors.Join(<-first, <-closed); err != nil {
		t.Error(err)
	}
}

func TestAFailedCommitIsUnavailableAndTheLedgerRecovers(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		parties := w.admit("p", 8)
		size := w.Size()
		rename := func(from, to string) {
			t.Helper()
			err := d.Tx(context.Background(), func(tx *db.Tx) error {
				_, err := tx.Exec(context.Background(), "ALTER TABLE "+from+" RENAME TO "+to)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, table := range []string{"log_tile", "map_tile", "batch", "state", "entry"} {
			rename(table, "away")
			raws := make([][]byte, len(parties))
			var wg sync.WaitGroup
			for i, p := range parties {
				raws[i] = p.sign(keyAdd(table + p.org))
				wg.Go(func() {
					if _, err := w.Submit(context.Background(), raws[i]); fault.From(err).Kind() != fault.Unavailable {
						t.Errorf("without %s: %v", table, err)
					}
				})
			}
			wg.Wait()
			rename("away", table)
			for _, raw := range raws {
				w.must(raw)
			}
			size += uint64(len(parties))
			if w.Size() != size {
				t.Errorf("without %s: size %d, want %d", table, w.Size(), size)
			}
		}
		mustCheck(t, d, w.VerifierKey())
	})
}

func TestASecondWriterIsNoticed(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.Solo
		p := w.admit("p", 2)
		w.open()
		b := w.Solo
		if _, err := a.Submit(context.Background(), p[0].sign(keyAdd("a"))); err != nil {
			t.Fatal(err)
		}
		raw := p[1].sign(keyAdd("b"))
		if _, err := b.Submit(context.Background(), raw); !errors.Is(err, ErrOtherWriter) {
			t.Errorf("error = %v", err)
		}
		w.must(raw) // b has looked again
		mustCheck(t, d, w.VerifierKey())
	})
}

func TestAStoreKeepsItsOriginAndANewKeySignsAnew(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		old := w.VerifierKey()
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := Open(context.Background(), d, Options{Origin: "other.example/registry", Signer: seedKey("log")})
		if !errors.Is(err, ErrOrigin) {
			t.Errorf("error = %v", err)
		}
		if _, err := Open(context.Background(), d, Options{Origin: testOrigin}); err == nil {
			t.Error("opened without a key")
		}
		w.open(func(o *Options) { o.Signer = seedKey("new log key") })
		w.view(func(s *Snapshot) error {
			if _, err := proof.ParseCheckpoint(s.Checkpoint(), w.VerifierKey()); err != nil {
				t.Error(err)
			}
			return nil
		})
		if old == w.VerifierKey() {
			t.Fatal("the key did not change")
		}
		mustCheck(t, d, old, w.VerifierKey())
	})
}
