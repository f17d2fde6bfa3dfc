package sketch

import (
	"bytes"
	"testing"

	"shurong.org/shurong/internal/traits"
)

// columnar hands out a table's cells by column.
type columnar struct{ *table }

func (c columnar) Cells(dst [][]byte, column, from int) {
	for i := range dst {
		dst[i] = c.Cell(from+i, column)
	}
}

// seen are rows whose cells somebody looked at before.
type seen struct{ columnar }

func (s seen) Looked(column int) (hashes []uint64, classes []traits.Class) {
	for r := range s.Rows() {
		h, c := traits.Of(s.Cell(r, column))
		hashes, classes = append(hashes, h), append(classes, c)
	}
	return hashes, classes
}

func TestRowsHandedOutByColumnGiveTheSameBytes(t *testing.T) {
	a := newWorld(7, 800).orders("NJ", 2500)
	for _, rows := range []Rows{columnar{a}, seen{columnar{a}}} {
		b, err := NewBuilder(a.names, Options{})
		if err != nil {
			t.Fatal(err)
		}
		b.Block(rows)
		if !bytes.Equal(b.Sketch().Encode(), a.sketch(t).Encode()) {
			t.Errorf("%T: they differ", rows)
		}
	}
}
