package sequence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shurong.org/shurong/canon"
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
