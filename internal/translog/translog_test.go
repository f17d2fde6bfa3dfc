package translog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/transparency-dev/merkle/rfc6962"
	merkletest "github.com/transparency-dev/merkle/testonly"
	"pgregory.net/rapid"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/proof"
)

// memory is a store of tiles.
type memory map[ID][]byte

func (m memory) LogTile(id ID) ([]byte, error) { return m[id], nil }

func (m memory) store(tiles []Tile) {
	for _, t := range tiles {
		m[t.ID] = t.Hashes
	}
}

func leaf(i uint64) []byte { return fmt.Appendf(nil, `{"index":%d}`, i) }

// grown is a stored log of n entries and another project's tree of the same.
func grown(t testing.TB, n uint64) (memory, *merkletest.Tree) {
	store, tree := memory{}, merkletest.New(rfc6962.DefaultHasher)
	e, err := Load(store, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		e.Append(proof.LeafHash(leaf(i)))
		tree.AppendData(leaf(i))
	}
	store.store(e.Take())
	return store, tree
}

func TestRootsAndPathsAgreeWithAnotherImplementation(t *testing.T) {
	const n = 70_000 // three levels of tiles
	store, tree := grown(t, n)
	rapid.Check(t, func(rt *rapid.T) {
		near := rapid.SampledFrom([]uint64{1, 2, 255, 256, 257, 511, 512, 65535, 65536, 65537, n})
		size := rapid.OneOf(near, rapid.Uint64Range(1, n)).Draw(rt, "size")
		index := rapid.Uint64Range(0, size-1).Draw(rt, "index")
		old := rapid.Uint64Range(0, size).Draw(rt, "old")
		root, err := Root(store, size)
		if err != nil || !bytes.Equal(root[:], tree.HashAt(size)) {
			rt.Fatalf("root at %d: %v", size, err)
		}
		in, err := Inclusion(store, index, size)
		if err != nil {
			rt.Fatal(err)
		}
		if err := proof.VerifyInclusion(leaf(index), index, size, in, root); err != nil {
			rt.Fatal(err)
		}
		want, err := tree.InclusionProof(index, size)
		if err != nil || len(want) != len(in) {
			rt.Fatalf("path of %d hashes, want %d (%v)", len(in), len(want), err)
		}
		con, err := Consistency(store, old, size)
		if err != nil {
			rt.Fatal(err)
		}
		if err := proof.VerifyConsistency(old, size, con, [32]byte(tree.HashAt(old)), root); err != nil {
			rt.Fatal(err)
		}
	})
}

func TestBatchesLeaveNoTrace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store := memory{}
		size := uint64(0)
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 300), 1, 8).Draw(rt, "batches") {
			e, err := Load(store, size) // as after a restart
			if err != nil {
				rt.Fatal(err)
			}
			for range n {
				e.Append(proof.LeafHash(leaf(size)))
				size++
			}
			root, err := e.Root()
			if err != nil {
				rt.Fatal(err)
			}
			store.store(e.Take())
			if stored, err := Root(store, size); err != nil || stored != root {
				rt.Fatalf("the edge's root is not the store's at %d: %v", size, err)
			}
		}
		if once, _ := grown(t, size); !maps.EqualFunc(once, store, bytes.Equal) {
			rt.Fatal("tiles depend on the batches")
		}
	})
}

func TestOnlyChangedTilesAreTaken(t *testing.T) {
	e, _ := Load(memory{}, 0)
	for i := range uint64(300) {
		e.Append(proof.LeafHash(leaf(i)))
	}
	if got := len(e.Take()); got != 3 { // the full tile, the one begun, and one hash of the level above
		t.Errorf("%d tiles", got)
	}
	e.Append(proof.LeafHash(leaf(300)))
	if got := e.Take(); len(got) != 1 || got[0].ID != (ID{0, 1}) {
		t.Errorf("%v", got)
	}
	if got := e.Take(); len(got) != 0 {
		t.Errorf("%d tiles without an entry", len(got))
	}
}

func TestImpossibleAndDamagedAreErrors(t *testing.T) {
	store, _ := grown(t, 300)
	for what, err := range map[string]error{
		"index":       second(Inclusion(store, 300, 300)),
		"older":       second(Consistency(store, 301, 300)),
		"huge":        second(Inclusion(store, 0, proof.MaxSize+1)),
		"huge root":   second(Root(store, proof.MaxSize+1)),
		"huge growth": second(Consistency(store, 0, proof.MaxSize+1)),
	} {
		if !errors.Is(err, proof.ErrRange) {
			t.Errorf("%s: %v", what, err)
		}
	}
	store[ID{0, 0}] = store[ID{0, 0}][:64]
	if _, err := Inclusion(store, 5, 300); !errors.Is(err, ErrDamaged) {
		t.Errorf("a cut tile: %v", err)
	}
	delete(store, ID{0, 1})
	if _, err := Load(store, 300); !errors.Is(err, ErrDamaged) {
		t.Errorf("a missing edge: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

var tables = fstest.MapFS{"00001_log_tile.sql": {Data: []byte(`-- +goose Up
CREATE TABLE log_tile (level BIGINT NOT NULL, n BIGINT NOT NULL, hashes BYTEA NOT NULL, PRIMARY KEY (level, n));
`)}}

func TestStoredLogProvesWithAndWithoutCache(t *testing.T) {
	dbtest.Each(t, tables, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		const n = 700
		var size uint64
		for _, batch := range []int{1, 300, 399} {
			err := d.Tx(ctx, func(tx *db.Tx) error {
				e, err := Load(NewTable(ctx, tx, nil), size)
				if err != nil {
					return err
				}
				for range batch {
					e.Append(proof.LeafHash(leaf(size)))
					size++
				}
				return Write(ctx, tx, e.Take())
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		cache := NewFull(2)
		err := d.View(ctx, func(tx *db.Tx) error {
			plain, cached := NewTable(ctx, tx, nil), NewTable(ctx, tx, cache)
			root, err := Root(plain, n)
			if err != nil {
				return err
			}
			for i := range uint64(n) {
				a, err := Inclusion(plain, i, n)
				if err != nil {
					return err
				}
				b, err := Inclusion(cached, i, n)
				if err != nil {
					return err
				}
				if fmt.Sprint(a) != fmt.Sprint(b) {
					t.Fatalf("entry %d: the cache gives another path", i)
				}
				if err := proof.VerifyInclusion(leaf(i), i, n, b, root); err != nil {
					t.Fatal(err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	e, _ := Load(memory{}, 0)
	body := bytes.Repeat([]byte("x"), 1000)
	for b.Loop() {
		e.Append(proof.LeafHash(body))
		if e.Size()%64 == 0 {
			if _, err := e.Root(); err != nil {
				b.Fatal(err)
			}
			e.Take()
		}
	}
}
