package statemap

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestACacheOfAnySizeGivesTheSameRootsAndTiles runs batches through a cache that holds few tiles, some of them committed
// together, some thrown away, beside the naive tree.
func TestACacheOfAnySizeGivesTheSameRootsAndTiles(outer *testing.T) {
	rapid.Check(outer, func(t *rapid.T) {
		store, facts := memory{}, twin{}
		cache := NewCache(rapid.SampledFrom([]int{1, 3, 1000}).Draw(t, "tiles"))
		pending := maps.Clone(facts)
		for _, batch := range rapid.SliceOfN(batches(), 1, 6).Draw(t, "transactions") {
			root, err := cache.Update(store, slices.Clone(batch))
			if err != nil {
				t.Fatal(err)
			}
			pending.apply(batch)
			if root != pending.root() {
				t.Fatal("root differs from the naive tree's")
			}
			switch rapid.IntRange(0, 3).Draw(t, "end") {
			case 0: // the transaction goes on
			case 1:
				cache.Clear()
				pending = maps.Clone(facts)
			default:
				store.apply(clone(cache.Writes()))
				cache.Committed()
				facts = maps.Clone(pending)
			}
		}
		store.apply(clone(cache.Writes()))
		if want := pending.rebuilt(outer); !cmp.Equal(store, want) {
			t.Error("the tiles differ from those of a map built at once")
		}
	})
}

// clone copies writes, whose bodies are the cache's.
func clone(writes []Write) []Write {
	for i := range writes {
		writes[i].Body = slices.Clone(writes[i].Body)
	}
	return writes
}
