package sketch

import (
	"math/rand/v2"
	"testing"

	"github.com/zeebo/xxh3"
)

func TestHashesAreThoseOfXXH3(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for n := range 200 {
		for range 200 {
			b := make([]byte, n)
			for i := range b {
				b[i] = byte(rng.Uint32())
			}
			if got, want := hashText(b), xxh3.HashSeed(b, seed); got != want {
				t.Fatalf("%d bytes %x: %x, not %x", n, b, got, want)
			}
		}
	}
}
