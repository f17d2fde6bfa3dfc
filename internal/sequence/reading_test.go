package sequence

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

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
