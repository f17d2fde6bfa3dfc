package table

import "shurong.org/shurong/internal/traits"

// looks are what package traits says of the cells of one column.
type looks struct {
	hashes  []uint64
	classes []traits.Class
}

// Looked are the hashes and classes of a column's cells, 0 where there is no value. A column is looked at once in each
// block, when first asked for: by the goroutine that decoded the block, and valid until its next.
func (b *Batch) Looked(c int) (hashes []uint64, classes []traits.Class) {
	if len(b.looks) < b.cols {
		b.looks = append(b.looks, make([]looks, b.cols-len(b.looks))...)
	}
	l := &b.looks[c]
	if len(l.hashes) == b.rows {
		return l.hashes, l.classes
	}
	if cap(l.hashes) < b.rows {
		room := b.rows + b.rows/8
		l.hashes, l.classes = make([]uint64, room), make([]traits.Class, room)
	}
	l.hashes, l.classes = l.hashes[:b.rows], l.classes[:b.rows]
	cells := b.Column(c)
	hashes, classes = l.hashes, l.classes[:len(l.hashes)]
	for r := range hashes {
		if cell := cells.At(r); len(cell) > 0 {
			hashes[r], classes[r] = traits.Of(cell)
		} else {
			hashes[r], classes[r] = 0, 0
		}
	}
	return hashes, classes
}
