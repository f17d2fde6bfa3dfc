package sequence

import (
	"context"
	"errors"
	"testing"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/proof"
)

func TestAnEmptyLogCanStillBeNamed(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		for _, origin := range []string{"first.example/registry", "second.example/registry"} {
			s, err := Open(context.Background(), d, Options{Origin: origin, Signer: seedKey("log")})
			if err != nil {
				t.Fatal(err)
			}
			err = s.View(context.Background(), func(snap *Snapshot) error {
				_, err := proof.ParseCheckpoint(snap.Checkpoint(), s.VerifierKey())
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if got, err := OriginOf(context.Background(), d); err != nil || got != origin {
				t.Errorf("the store says %s, %v", got, err)
			}
		}
	})
}

func TestRebuildReachesTheSameRootsAndRefusesAFullStore(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.admit("p", 5)
		var want proof.Checkpoint
		w.view(func(s *Snapshot) (err error) {
			want, err = proof.ParseCheckpoint(s.Checkpoint(), w.VerifierKey())
			return err
		})
		into := dbtest.SQLite(t, Migrations())
		got, err := Rebuild(context.Background(), d, into)
		if err != nil || got != want {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
		if _, err := Rebuild(context.Background(), d, into); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("a full store: %v", err)
		}
	})
}
