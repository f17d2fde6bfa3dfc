package statemap

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"shurong.org/shurong/proof"
)

// million is a map of 10^6 facts, built once.
var million = sync.OnceValue(func() memory {
	store := memory{}
	for lo := 0; lo < 1_000_000; lo += 100_000 {
		batch := make([]Change, 100_000)
		for i := range batch {
			batch[i] = Change{Key: proof.MapKey(fmt.Sprint("fact/", lo+i)), Value: proof.MapValue(fmt.Append(nil, i))}
		}
		_, writes, err := Update(store, batch)
		if err != nil {
			panic(err)
		}
		store.apply(writes)
	}
	return store
})

// BenchmarkUpdate changes facts of a map of 10^6, half of them new ones, in memory. An operation is one changed key.
func BenchmarkUpdate(b *testing.B) {
	store := million()
	for _, size := range []int{1, 64, 256, 1024, 4096} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, uint64(size)))
			tiles, bytes, keys := 0, 0, 0
			for b.Loop() {
				if keys%size != 0 { // one loop pass is one key; the work is done a batch at a time
					keys++
					continue
				}
				batch := make([]Change, 0, size)
				seen := map[proof.Hash]bool{}
				for len(batch) < size {
					k := proof.MapKey(fmt.Sprint("fact/", rng.IntN(2_000_000)))
					if !seen[k] {
						seen[k] = true
						batch = append(batch, Change{Key: k, Value: proof.MapValue(fmt.Append(nil, rng.Uint64()))})
					}
				}
				_, writes, err := Update(store, batch)
				if err != nil {
					b.Fatal(err)
				}
				tiles += len(writes)
				for _, w := range writes {
					bytes += len(w.Body)
				}
				keys++
			}
			done := float64((keys + size - 1) / size * size)
			b.ReportMetric(float64(tiles)/done, "tiles/key")
			b.ReportMetric(float64(bytes)/done, "B/key")
		})
	}
}

// BenchmarkProve makes and, beside it, verifies proofs in a map of 10^6 facts, in memory.
func BenchmarkProve(b *testing.B) {
	store := million()
	root, err := Root(store)
	if err != nil {
		b.Fatal(err)
	}
	key := func(i int) string { return fmt.Sprint("fact/", i%2_000_000) }
	b.Run("prove", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, _, err := Prove(store, key(i*7919)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		k := key(1_999_999)
		p, _, err := Prove(store, k)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if err := proof.VerifyMap(p, k, nil, root); err != nil {
				b.Fatal(err)
			}
		}
	})
}
