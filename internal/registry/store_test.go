package registry_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"sync"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// clock shows what the play says.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// ledger opens a sequencer on a store and plays commands into it.
func ledger(t testing.TB, d *db.DB, log []registry.Recorded) (*sequence.Solo, *clock) {
	t.Helper()
	seed := sha256.Sum256([]byte("key of log"))
	c := &clock{now: log[0].Time}
	s, err := sequence.Open(context.Background(), d, sequence.Options{
		Origin: registry.TestLog, Signer: ed25519.NewKeyFromSeed(seed[:]), Clock: c,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for i, r := range log {
		c.set(r.Time)
		receipt, err := s.Submit(context.Background(), r.Raw)
		if err != nil {
			t.Fatalf("entry %d: %v", i, err)
		}
		if canon.Hex(canon.Must(receipt.Events)) != canon.Hex(canon.Must(r.Events)) {
			t.Fatalf("entry %d brings about other events than in memory", i)
		}
	}
	return s, c
}

// TestTheSameCommandsGiveTheSameRootOnEveryStore plays one seeded log, which has every kind of command, into SQLite and
// PostgreSQL.
func TestTheSameCommandsGiveTheSameRootOnEveryStore(t *testing.T) {
	log := registry.Play(t, 20260302, 400)
	t.Logf("%d commands accepted", len(log))
	roots := map[string]string{}
	dbtest.Each(t, sequence.Migrations(), func(t *testing.T, d *db.DB) {
		s, _ := ledger(t, d, log)
		err := s.View(context.Background(), func(snap *sequence.Snapshot) error {
			roots[t.Name()] = string(snap.Checkpoint())
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	first := ""
	for name, root := range roots {
		if first == "" {
			first = root
		}
		if root != first {
			t.Errorf("%s: %s\nanother store: %s", name, root, first)
		}
	}
	if len(roots) == 0 {
		t.Error("no store was tried")
	}
}
