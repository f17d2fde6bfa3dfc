package sketch

import (
	"bytes"
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

// columnar hands out a table's cells by column.
type columnar struct{ *table }

func (c columnar) Cells(dst [][]byte, column, from int) {
	for i := range dst {
		dst[i] = c.Cell(from+i, column)
	}
}

func TestRowsHandedOutByColumnGiveTheSameBytes(t *testing.T) {
	a := newWorld(7, 800).orders("NJ", 2500)
	b, err := NewBuilder(a.names, Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.Block(columnar{a})
	if !bytes.Equal(b.Sketch().Encode(), a.sketch(t).Encode()) {
		t.Error("they differ")
	}
}
