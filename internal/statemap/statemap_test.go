package statemap

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shurong.org/shurong/proof"
)

// memory is a store of tiles.
type memory map[ID][]byte

func (m memory) Tiles(ids []ID) ([][]byte, error) {
	out := make([][]byte, len(ids))
	for i, id := range ids {
		out[i] = m[id]
	}
	return out, nil
}

func (m memory) apply(writes []Write) {
	for _, w := range writes {
		if w.Body == nil {
			delete(m, w.ID)
		} else {
			m[w.ID] = w.Body
		}
	}
}

func (m memory) update(t testing.TB, changes []Change) proof.Hash {
	t.Helper()
	root, writes, err := Update(m, changes)
	if err != nil {
		t.Fatal(err)
	}
	m.apply(writes)
	return root
}

// twin is the same map built the obvious way: a set of leaves, split bit by bit.
type twin map[proof.Hash]proof.Hash

func twinRoot(leaves []proof.MapLeaf, depth int) proof.Hash {
	switch len(leaves) {
	case 0:
		return proof.EmptyMap()
	case 1:
		return leaves[0].Hash()
	}
	var side [2][]proof.MapLeaf
	for _, l := range leaves {
		side[l.KeyHash.Bit(depth)] = append(side[l.KeyHash.Bit(depth)], l)
	}
	return proof.MapNode(twinRoot(side[0], depth+1), twinRoot(side[1], depth+1))
}

func (m twin) root() proof.Hash {
	var leaves []proof.MapLeaf
	for k, v := range m {
		leaves = append(leaves, proof.MapLeaf{KeyHash: k, ValueHash: v})
	}
	return twinRoot(leaves, 0)
}

func (m twin) apply(changes []Change) {
	for _, c := range changes {
		if c.Delete {
			delete(m, c.Key)
		} else {
			m[c.Key] = c.Value
		}
	}
}

// rebuilt is the store after putting everything at once into an empty one.
func (m twin) rebuilt(t testing.TB) memory {
	var all []Change
	for k, v := range m {
		all = append(all, Change{Key: k, Value: v})
	}
	out := memory{}
	out.update(t, all)
	return out
}

// places draws key hashes that often share long prefixes, as no honest key would, down to the last bit.
func places() *rapid.Generator[proof.Hash] {
	return rapid.Custom(func(t *rapid.T) proof.Hash {
		var h proof.Hash
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			h = proof.MapKey(fmt.Sprint(rapid.IntRange(0, 50).Draw(t, "key")))
		case 1: // all zero but for one bit
			bit := rapid.IntRange(0, proof.MapDepth).Draw(t, "bit")
			if bit < proof.MapDepth {
				h[bit/8] |= 0x80 >> (bit % 8)
			}
		case 2: // crowded in one tile
			h[0], h[1] = byte(rapid.IntRange(0, 7).Draw(t, "a")), byte(rapid.IntRange(0, 255).Draw(t, "b"))
		case 3: // differing in the last byte only
			h[31] = rapid.Byte().Draw(t, "last")
		}
		return h
	})
}

func batches() *rapid.Generator[[]Change] {
	return rapid.Custom(func(t *rapid.T) []Change {
		var out []Change
		for _, k := range rapid.SliceOfNDistinct(places(), 0, 30, rapid.ID).Draw(t, "keys") {
			out = append(out, Change{
				Key: k, Value: proof.MapValue([]byte{rapid.ByteRange(0, 3).Draw(t, "value")}),
				Delete: rapid.IntRange(0, 2).Draw(t, "delete") == 0,
			})
		}
		return out
	})
}

func TestAnyBatchesGiveTheRootOfTheNaiveTree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store, model := memory{}, twin{}
		for i, batch := range rapid.SliceOfN(batches(), 1, 8).Draw(rt, "batches") {
			model.apply(batch)
			root := store.update(t, batch)
			if root != model.root() {
				rt.Fatalf("batch %d: root %s, want %s", i, root, model.root())
			}
			if stored, err := Root(store); err != nil || stored != root {
				rt.Fatalf("batch %d: stored root %s, %v", i, stored, err)
			}
			if diff := cmp.Diff(map[ID][]byte(model.rebuilt(t)), map[ID][]byte(store)); diff != "" {
				rt.Fatalf("batch %d: the tiles depend on history (-rebuilt +stored):\n%s", i, diff)
			}
		}
	})
}

func TestProofsAreTheNaiveTrees(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store, model := memory{}, twin{}
		batch := batches().Draw(rt, "batch")
		model.apply(batch)
		root := store.update(t, batch)
		place := places().Draw(rt, "place")
		p, held, err := prove(store, place)
		if err != nil {
			rt.Fatal(err)
		}
		want, present := model[place]
		if present != (held != nil) || (present && *held != want) {
			rt.Fatalf("held %v, want %v", held, want)
		}
		end := proof.EmptyMap()
		if present {
			end = proof.MapLeaf{KeyHash: place, ValueHash: want}.Hash()
		} else if p.Leaf != nil {
			end = p.Leaf.Hash()
			if _, ok := model[p.Leaf.KeyHash]; !ok {
				rt.Fatal("the other leaf is not in the map")
			}
		}
		for i, s := range p.Siblings {
			if place.Bit(len(p.Siblings)-1-i) == 0 {
				end = proof.MapNode(end, s)
			} else {
				end = proof.MapNode(s, end)
			}
		}
		if end != root {
			rt.Fatal("the path does not lead to the root")
		}
	})
}

func TestOrderAndGroupingDoNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		keys := rapid.SliceOfNDistinct(places(), 1, 40, rapid.ID).Draw(rt, "keys")
		all := make([]Change, len(keys))
		for i, k := range keys {
			all[i] = Change{Key: k, Value: proof.MapValue(k[:])}
		}
		once, oneByOne := memory{}, memory{}
		want := once.update(t, slices.Clone(all))
		var got proof.Hash
		for _, i := range rapid.Permutation(upTo(len(all))).Draw(rt, "order") {
			got = oneByOne.update(t, []Change{all[i]})
		}
		if got != want || !maps.EqualFunc(once, oneByOne, bytes.Equal) {
			rt.Fatal("roots or tiles differ")
		}
	})
}

func TestDeletingWhatWasPutRestoresRootAndTiles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store, model := memory{}, twin{}
		base := batches().Draw(rt, "base")
		model.apply(base)
		before := store.update(t, base)
		tiles := maps.Clone(store)
		var put, undo []Change
		for _, c := range batches().Draw(rt, "batch") {
			if old, ok := model[c.Key]; ok {
				put = append(put, Change{Key: c.Key, Delete: true})
				undo = append(undo, Change{Key: c.Key, Value: old})
			} else {
				put = append(put, Change{Key: c.Key, Value: c.Value})
				undo = append(undo, Change{Key: c.Key, Delete: true})
			}
		}
		store.update(t, put)
		if after := store.update(t, undo); after != before || !maps.EqualFunc(tiles, store, bytes.Equal) {
			rt.Fatal("something was left behind")
		}
	})
}

func TestNoChangeWritesNothing(t *testing.T) {
	store := memory{}
	change := func() []Change {
		return []Change{{Key: proof.MapKey("a"), Value: proof.MapValue([]byte("1"))}, {Key: proof.MapKey("b"), Delete: true}}
	}
	store.update(t, change())
	if _, writes, err := Update(store, change()); err != nil || len(writes) != 0 {
		t.Errorf("%d writes, %v", len(writes), err)
	}
}

func TestAKeyTwiceInABatchIsRefused(t *testing.T) {
	c := Change{Key: proof.MapKey("a")}
	if _, _, err := Update(memory{}, []Change{c, c}); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v", err)
	}
}

func TestProofsVerifyAndAlteredFactsDoNot(t *testing.T) {
	store := memory{}
	var all []Change
	for i := range 3000 {
		all = append(all, Change{Key: proof.MapKey(fmt.Sprint("key/", i)), Value: proof.MapValue(fmt.Appendf(nil, "value %d", i))})
	}
	root := store.update(t, all)
	for i := range 3200 {
		key, value := fmt.Sprint("key/", i), fmt.Appendf(nil, "value %d", i)
		opposite := []byte(nil)
		if i >= 3000 {
			value, opposite = nil, []byte("value")
		}
		p, held, err := Prove(store, key)
		if err != nil || (held != nil) != (value != nil) {
			t.Fatalf("%s: held %v, %v", key, held, err)
		}
		if err := proof.VerifyMap(p, key, value, root); err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if proof.VerifyMap(p, key, opposite, root) == nil || proof.VerifyMap(p, key+"x", value, root) == nil {
			t.Fatalf("%s: an altered statement passed", key)
		}
		if n := len(p.Siblings); n > 30 {
			t.Fatalf("%s: %d siblings for 3000 facts", key, n)
		}
	}
}

// TestPublishedVectorsComeOutOfTheTiles: the published map vectors were made without tiles.
func TestPublishedVectorsComeOutOfTheTiles(t *testing.T) {
	raw, err := os.ReadFile("../../proof/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Map []struct {
			Name, Key string
			Value     *string
			Proof     proof.MapProof
			Root      proof.Hash
			Fault     string
		}
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	all := []Change{
		{Key: proof.MapKey("org/91370200MA3C000001"), Value: proof.MapValue([]byte(`{"name":"青岛示例数据有限公司"}`))},
		{Key: proof.MapKey("empty/value"), Value: proof.MapValue([]byte{})},
	}
	for i := range 40 {
		all = append(all, Change{Key: proof.MapKey(fmt.Sprintf("asset/%02d", i)), Value: proof.MapValue(fmt.Appendf(nil, `{"n":%d}`, i))})
	}
	store := memory{}
	root := store.update(t, all)
	checked := 0
	for _, c := range v.Map {
		if c.Fault != "" || c.Root != root {
			continue
		}
		checked++
		got, _, err := Prove(store, c.Key)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.Proof, got); diff != "" {
			t.Errorf("%s (-published +tiles):\n%s", c.Name, diff)
		}
	}
	if checked < 5 {
		t.Errorf("only %d vectors were compared", checked)
	}
}

func TestDamagedTilesAreNoticed(t *testing.T) {
	store := memory{}
	var all []Change
	for i := range 500 {
		all = append(all, Change{Key: proof.MapKey(fmt.Sprint(i)), Value: proof.MapValue(nil)})
	}
	store.update(t, all)
	for id := range store {
		if id.Level == 1 {
			delete(store, id)
		}
	}
	if _, _, err := Prove(store, "1"); !errors.Is(err, ErrDamaged) {
		t.Errorf("a missing tile: %v", err)
	}
	if _, _, err := Update(store, all[:1]); !errors.Is(err, ErrDamaged) {
		t.Errorf("a missing tile under an update: %v", err)
	}
}

func FuzzTile(f *testing.F) {
	store, model := memory{}, twin{}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		var h proof.Hash
		h[0], h[rng.IntN(32)] = byte(i), byte(rng.IntN(256))
		model[h] = h
	}
	maps.Copy(store, model.rebuilt(f))
	n := 0
	for id, body := range store {
		if n++; n < 20 {
			f.Add(id.Level, id.Prefix[:], body)
		}
	}
	f.Add(uint8(51), make([]byte, 32), append([]byte{1, childFlag}, make([]byte, 32)...))
	f.Fuzz(func(t *testing.T, level uint8, prefix, body []byte) {
		if int(level)*Span >= proof.MapDepth || len(prefix) != proof.HashSize {
			return
		}
		id := ID{Level: level, Prefix: proof.Hash(prefix)}
		items, err := decode(id, body)
		if err != nil {
			return
		}
		if !bytes.Equal(encode(items), body) {
			t.Error("a tile has two encodings")
		}
		subtree(items, 0, id.width())
	})
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
