package sequence

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/proof"
)

func mustCheck(t testing.TB, d *db.DB, vkeys ...string) Report {
	t.Helper()
	r, err := Check(context.Background(), d, dbtest.SQLite(t, Migrations()), vkeys...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// filled is a ledger with some hundreds of entries in many batches at several times.
func filled(t testing.TB, d *db.DB) *world {
	w := newWorld(t, d)
	parties := w.admit("p", 8)
	for range 3 {
		w.traffic(parties, 30)
		w.clock.move(time.Minute)
	}
	return w
}

func TestReplayReachesTheSameRootsOnEitherEngine(t *testing.T) {
	ctx := context.Background()
	first := filled(t, dbtest.SQLite(t, Migrations()))
	want := mustCheck(t, first.store, first.VerifierKey()).Checkpoint
	opts := Options{Origin: testOrigin, Signer: seedKey("log"), Clock: newClock()}
	var from Ledger = first.Solo
	for i, into := range []*db.DB{dbtest.Postgres(t, Migrations()), dbtest.SQLite(t, Migrations())} {
		got, err := Replay(ctx, from, into, opts)
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Fatalf("replay %d reached %+v, want %+v", i+1, got, want)
		}
		next, err := Open(ctx, into, opts)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = next.Close() }()
		if checked := mustCheck(t, into, next.VerifierKey()).Checkpoint; checked != want {
			t.Errorf("the check of replay %d reached %+v", i+1, checked)
		}
		from = next
	}
	// The copy goes on where the original stood.
	raw := first.registrar.sign(admission(newParty("after replay")))
	r, err := from.Submit(ctx, raw)
	if err != nil || r.Index != want.Size {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := Replay(ctx, first, first.store, opts); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a store that is not empty: %v", err)
	}
}

func TestAReplayWithoutTheKeyIsSignedWhenOpened(t *testing.T) {
	w := filled(t, dbtest.SQLite(t, Migrations()))
	into := dbtest.SQLite(t, Migrations())
	got, err := Replay(context.Background(), w, into, Options{Origin: testOrigin})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.store = into
	w.open()
	w.view(func(s *Snapshot) error {
		cp, err := proof.ParseCheckpoint(s.Checkpoint(), w.VerifierKey())
		if cp != got {
			t.Errorf("%+v, want %+v", cp, got)
		}
		return err
	})
}

// altered is a source that changes one leaf.
type altered struct {
	Source
	index  uint64
	change func(*RawEntry)
}

func (a altered) Entries(ctx context.Context, from uint64, limit int) ([]RawEntry, error) {
	out, err := a.Source.Entries(ctx, from, limit)
	for i := range out {
		if out[i].Index == a.index {
			a.change(&out[i])
		}
	}
	return out, err
}

func TestReplayRefusesAnAlteredLog(t *testing.T) {
	w := filled(t, dbtest.SQLite(t, Migrations()))
	for name, change := range map[string]func(*RawEntry){
		"a byte of an event": func(e *RawEntry) {
			e.Bytes = []byte(string(e.Bytes[:len(e.Bytes)-60]) + "x" + string(e.Bytes[len(e.Bytes)-59:]))
		},
		"not an entry":         func(e *RawEntry) { e.Bytes = []byte("{}") },
		"another index":        func(e *RawEntry) { e.Index++ },
		"a time before":        func(e *RawEntry) { e.Time = 1 },
		"a time that is later": func(e *RawEntry) { e.Time += 1000 },
	} {
		_, err := Replay(context.Background(), altered{w, 100, change}, dbtest.SQLite(t, Migrations()), Options{Origin: testOrigin})
		if !errors.Is(err, ErrDiverged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCheckFindsAnyDamagedRow(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		w := filled(t, d)
		report := mustCheck(t, d, w.VerifierKey())
		if report.Checkpoint.Size != w.Size() || report.Facts < 700 || report.Batches < 4 || report.Tiles < 100 {
			t.Errorf("%+v", report)
		}
		if _, err := Check(ctx, d, dbtest.SQLite(t, Migrations()), newSigner(t, "stranger")); !errors.Is(err, ErrDamaged) {
			t.Errorf("checkpoints of another key: %v", err)
		}
		blob := func(hex string) string {
			if d.Postgres() {
				return `'\x` + hex + `'::bytea`
			}
			return "x'" + hex + "'"
		}
		any := func(table, key string) string {
			return fmt.Sprintf("%s = (SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET 5)", key, key, table, key)
		}
		for _, damage := range []string{
			"UPDATE state SET value = " + blob("7b7d") + " WHERE " + any("state", "key"),
			"DELETE FROM state WHERE " + any("state", "key"),
			"INSERT INTO state (key, value) VALUES (" + blob("6c69656e") + ", " + blob("7b7d") + ")",
			"UPDATE entry SET leaf = " + blob("7b7d") + " WHERE idx = 20",
			"UPDATE entry SET digest = " + blob("00") + " WHERE idx = 20",
			"UPDATE entry SET time = time + 1 WHERE idx = 20",
			"DELETE FROM entry WHERE idx = 20",
			"DELETE FROM entry WHERE idx = (SELECT MAX(idx) FROM entry)",
			"UPDATE map_tile SET body = " + blob("01") + " WHERE " + any("map_tile", "id"),
			"DELETE FROM map_tile WHERE " + any("map_tile", "id"),
			"UPDATE log_tile SET hashes = " + blob("00") + " WHERE level = 0 AND n = 0",
			"DELETE FROM log_tile WHERE level = 1",
			"UPDATE batch SET map_root = log_root WHERE " + any("batch", "size"),
			"UPDATE batch SET time = time + 1 WHERE " + any("batch", "size"),
			"UPDATE batch SET checkpoint = (SELECT checkpoint FROM batch WHERE size = 0) WHERE " + any("batch", "size"),
			"DELETE FROM batch WHERE " + any("batch", "size"),
			"DELETE FROM batch WHERE size = (SELECT MAX(size) FROM batch)",
		} {
			// The damage is done and looked at in one transaction that is rolled back.
			rollback := errors.New("roll back")
			err := d.Tx(ctx, func(tx *db.Tx) error {
				if _, err := tx.Exec(ctx, damage); err != nil {
					return err
				}
				_, err := checkIn(ctx, tx, dbtest.SQLite(t, Migrations()), []string{w.VerifierKey()})
				if f := fault.From(err); err == nil || (!errors.Is(err, ErrDamaged) && !errors.Is(err, ErrDiverged)) {
					t.Errorf("%s: %v", damage, f)
				}
				return rollback
			})
			if !errors.Is(err, rollback) {
				t.Errorf("%s: %v", damage, err)
			}
		}
	})
}

func newSigner(t *testing.T, name string) (vkey string) {
	s, err := proof.NewSigner(testOrigin, seedKey(name))
	if err != nil {
		t.Fatal(err)
	}
	return s.VerifierKey()
}
