package sequence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

func TestEntriesFactsAndAbsenceAreProvableAtOneCheckpoint(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		parties := w.admit("p", 6)
		before := proof.Checkpoint{}
		for round := range 3 {
			w.traffic(parties, 5)
			w.view(func(s *Snapshot) error {
				cp, err := proof.ParseCheckpoint(s.Checkpoint(), w.VerifierKey())
				if err != nil {
					return err
				}
				if cp.Size != s.Size() || cp.Size != w.Size() || cp.Size != uint64(7+30*(round+1)) {
					t.Errorf("sizes: checkpoint %d, snapshot %d, ledger %d", cp.Size, s.Size(), w.Size())
				}
				checkEntries(t, s, cp)
				path, err := s.Consistency(before.Size)
				if err != nil {
					return err
				}
				if before.Size == 0 {
					before.Root = proof.EmptyLog()
				}
				if err := proof.VerifyConsistency(before.Size, cp.Size, path, before.Root, cp.Root); err != nil {
					t.Error(err)
				}
				before = cp
				return nil
			})
		}
	})
}

func checkEntries(t *testing.T, s *Snapshot, cp proof.Checkpoint) {
	t.Helper()
	for i := range cp.Size {
		leaf, err := s.Entry(i)
		if err != nil {
			t.Fatal(err)
		}
		path, err := s.Inclusion(i)
		if err != nil {
			t.Fatal(err)
		}
		if err := proof.VerifyInclusion(leaf, i, cp.Size, path, cp.Root); err != nil {
			t.Errorf("entry %d: %v", i, err)
		}
		var e registry.Entry
		if err := canon.UnmarshalExact(leaf, &e); err != nil || !bytes.Equal(canon.Must(e), leaf) {
			t.Errorf("entry %d is not the canonical JSON of an Entry: %v\n%s", i, err, leaf)
		}
	}
	if _, err := s.Entry(cp.Size); !errors.Is(err, ErrNoEntry) {
		t.Errorf("an entry beyond the log: %v", err)
	}
	for after, n := "", 0; ; n++ {
		page, err := s.Scan("", after, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			if n < 2 {
				t.Error("no facts")
			}
			break
		}
		for _, f := range page {
			if f.Key <= after {
				t.Errorf("%q comes after %q", f.Key, after)
			}
			after = f.Key
			proveFact(t, s, cp, f.Key, f.Value)
			proveFact(t, s, cp, f.Key+"x", nil)
		}
	}
}

func proveFact(t *testing.T, s *Snapshot, cp proof.Checkpoint, key string, value []byte) {
	t.Helper()
	got, err := s.Get(key)
	if err != nil || !bytes.Equal(got, value) || (got == nil) != (value == nil) {
		t.Errorf("%s = %s, %v", key, got, err)
	}
	p, err := s.ProveKey(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := proof.VerifyMap(p, key, value, cp.State); err != nil {
		t.Errorf("%s: %v", key, err)
	}
}

func TestTheSameBytesGetTheOriginalReceipt(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		farm := w.admit("farm", 1)[0]
		second := &party{org: farm.org, priv: seedKey("second")}
		add := keyAdd("second")
		add.Purpose = registry.PurposeOrganisation
		w.must(farm.sign(add))
		raw := second.sign(keyAdd("third"))
		size := w.Size()
		receipts := make([]*Receipt, 32)
		var wg sync.WaitGroup
		for i := range receipts {
			wg.Go(func() {
				r, err := w.Submit(context.Background(), raw)
				if err != nil {
					t.Error(err)
				}
				receipts[i] = r
			})
		}
		wg.Wait()
		if got := w.Size(); got != size+1 {
			t.Fatalf("the log grew by %d", got-size)
		}
		again := func(when string) {
			t.Helper()
			if diff := cmp.Diff(receipts[0], w.must(raw)); diff != "" {
				t.Errorf("%s:\n%s", when, diff)
			}
		}
		for _, r := range receipts {
			if diff := cmp.Diff(receipts[0], r); diff != "" {
				t.Error(diff)
			}
		}
		if receipts[0].Index != size || len(receipts[0].Events) != 1 {
			t.Errorf("receipt %+v", receipts[0])
		}
		again("right after")
		w.must(second.sign(keyAdd("fourth")))
		again("after a later command of the same key")
		w.must(farm.sign(&registry.KeyRevoke{Key: registry.KeyID(second.pub())}))
		again("after its key was revoked")
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		w.open()
		again("after a restart")
	})
}

// TestOfConflictingCommandsExactlyOneWins: 64 goroutines admit the same organisation under 64 keys, every time.
func TestOfConflictingCommandsExactlyOneWins(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		keys := make([]*party, 64)
		for i := range keys {
			keys[i] = &party{org: w.registrar.org, priv: seedKey(fmt.Sprint("officer", i))}
			add := keyAdd(fmt.Sprint("officer", i))
			add.Purpose = registry.PurposeOrganisation
			w.must(w.registrar.sign(add))
		}
		for round := range 5 {
			subject := newParty(fmt.Sprint("contested", round))
			size := w.Size()
			var won, lost atomic.Int32
			var wg sync.WaitGroup
			for _, k := range keys {
				raw := k.sign(admission(subject))
				wg.Go(func() {
					_, err := w.Submit(context.Background(), raw)
					switch {
					case err == nil:
						won.Add(1)
					case errors.Is(err, registry.ErrExists):
						lost.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if won.Load() != 1 || lost.Load() != 63 || w.Size() != size+1 {
				t.Errorf("%d won, %d lost, the log grew by %d", won.Load(), lost.Load(), w.Size()-size)
			}
		}
	})
}

func TestRefusedCommandsLeaveNothing(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		farm := w.admit("farm", 1)[0]
		var before []byte
		w.view(func(s *Snapshot) error { before = s.Checkpoint(); return nil })
		stranger := newParty("stranger")
		for name, c := range map[string]struct {
			raw  []byte
			want error
		}{
			"not JSON":         {[]byte("{"), canon.ErrMalformed},
			"nothing":          {nil, canon.ErrMalformed},
			"unknown key":      {stranger.sign(keyAdd("x")), registry.ErrUnknownKey},
			"wrong role":       {farm.sign(admission(stranger)), registry.ErrRole},
			"wrong signature":  {bytes.Replace(farm.sign(keyAdd("x")), []byte(`"nonce":`), []byte(`"nonce":9`), 1), registry.ErrSignature},
			"second genesis":   {stranger.signAt(1, genesis(stranger)), registry.ErrGenesis},
			"nonce of nothing": {farm.signAt(0, keyAdd("x")), registry.ErrNonce},
		} {
			if _, err := w.Submit(context.Background(), c.raw); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		w.view(func(s *Snapshot) error {
			if !bytes.Equal(s.Checkpoint(), before) {
				t.Error("the checkpoint changed")
			}
			return nil
		})
	})
}

func TestTimeFollowsTheClockAndNeverDecreases(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t, Migrations()))
	start := w.clock.Now().UnixMilli()
	next := func() int64 { return w.must(w.registrar.sign(admission(newParty(fmt.Sprint(w.Size()))))).Time }
	if got := next(); got != start {
		t.Errorf("time %d, want the clock's %d", got, start)
	}
	w.clock.move(time.Hour)
	if got := next(); got != start+3_600_000 {
		t.Errorf("after the clock moved: %d", got-start)
	}
	w.clock.move(-2 * time.Hour)
	if got := next(); got != start+3_600_000 {
		t.Errorf("after the clock went back: %d", got-start)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.open()
	if got := next(); got != start+3_600_000 {
		t.Errorf("after a restart with a clock behind: %d", got-start)
	}
}

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

func TestScanPagesThroughAPrefix(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.admit("p", 5)
		w.view(func(s *Snapshot) error {
			all, err := s.Scan(registry.PrefixOrg, "", 100)
			if err != nil {
				return err
			}
			if len(all) != 6 {
				t.Errorf("%d organisations", len(all))
			}
			first, err := s.Scan(registry.PrefixOrg, "", 4)
			if err != nil {
				return err
			}
			rest, err := s.Scan(registry.PrefixOrg, first[3].Key, 4)
			if err != nil {
				return err
			}
			if diff := cmp.Diff(all, append(first, rest...)); diff != "" {
				t.Error(diff)
			}
			none, err := s.Scan("zzz\xff", "", 4)
			if err != nil || len(none) != 0 {
				t.Errorf("%v, %v", none, err)
			}
			return nil
		})
	})
}

func TestFollowersWaitAndReadInOrder(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t, Migrations()))
	parties := w.admit("p", 4)
	want := w.Size() + 40
	got := make(chan uint64)
	go func() {
		at := uint64(0)
		for at < want {
			if err := w.Wait(context.Background(), at+1); err != nil {
				t.Error(err)
				break
			}
			entries, err := w.Entries(context.Background(), at, 7)
			if err != nil || len(entries) == 0 {
				t.Errorf("%d entries, %v", len(entries), err)
				break
			}
			for _, e := range entries {
				if e.Index != at {
					t.Errorf("entry %d where %d was due", e.Index, at)
				}
				at++
			}
		}
		got <- at
	}()
	w.traffic(parties, 10)
	if at := <-got; at != want {
		t.Errorf("followed to %d of %d", at, want)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := w.Wait(ctx, want+1); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that is broken off: %v", err)
	}
	if beyond, err := w.Entries(context.Background(), want+5, 10); err != nil || len(beyond) != 0 {
		t.Errorf("%d entries beyond the end, %v", len(beyond), err)
	}
}

func TestEverySnapshotIsABatchBoundary(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		parties := w.admit("p", 8)
		stop := make(chan struct{})
		var readers sync.WaitGroup
		for range 2 {
			readers.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					w.view(func(s *Snapshot) error {
						cp, err := proof.ParseCheckpoint(s.Checkpoint(), w.VerifierKey())
						if err != nil {
							return err
						}
						last, err := s.Entry(cp.Size - 1)
						if err != nil {
							return err
						}
						path, err := s.Inclusion(cp.Size - 1)
						if err != nil {
							return err
						}
						if err := proof.VerifyInclusion(last, cp.Size-1, cp.Size, path, cp.Root); err != nil {
							return err
						}
						key := registry.PrefixNonce + registry.KeyID(parties[0].pub())
						v, err := s.Get(key)
						if err != nil {
							return err
						}
						p, err := s.ProveKey(key)
						if err != nil {
							return err
						}
						return proof.VerifyMap(p, key, v, cp.State)
					})
				}
			})
		}
		w.traffic(parties, 25)
		close(stop)
		readers.Wait()
	})
}
