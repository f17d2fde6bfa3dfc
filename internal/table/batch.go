package table

// maxBatchCells bounds a batch of a wide table.
const maxBatchCells = 640 << 10

// span is where a cell lies in a batch's text; end < start is no value.
type span struct{ start, end uint32 }

var noValue = span{1, 0}

// Batch is a run of rows. Cells lie row by row and point into one buffer that is reused.
type Batch struct {
	rows, cols int
	text       []byte
	cells      []span
	line       Row // for Source.Next
}

func (b *Batch) reset(cols int) {
	b.rows, b.cols = 0, cols
	b.text, b.cells = b.text[:0], b.cells[:0]
}

// Rows is how many rows the batch holds.
func (b *Batch) Rows() int { return b.rows }

// Cell is the cell of row r in column c, both from 0; nil is no value.
func (b *Batch) Cell(r, c int) []byte {
	s := b.cells[r*b.cols+c]
	if s.end < s.start {
		return nil
	}
	return b.text[s.start:s.end:s.end]
}

// Row appends the cells of row r to dst[:0]. Several goroutines may read a batch, each with a dst of its own.
func (b *Batch) Row(dst Row, r int) Row {
	dst = dst[:0]
	for c := range b.cols {
		dst = append(dst, b.Cell(r, c))
	}
	return dst
}

func (b *Batch) row(r int) Row {
	b.line = b.Row(b.line, r)
	return b.line
}
