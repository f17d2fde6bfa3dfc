package table

// maxBatchCells bounds a batch of a wide table.
const maxBatchCells = 640 << 10

// span is where a cell lies in a batch's text; end < start is no value.
type span struct{ start, end uint32 }

var noValue = span{1, 0}

// Batch is a run of rows. Cells point into one buffer that is reused. They lie column by column, since that is how they
// are read, or row by row where a reader does not know how many rows will come.
//
// A reader of another format fills one by [Batch.Reset] and then, cell by cell and row by row, [Batch.Append] and
// [Batch.Missing].
type Batch struct {
	rows, cols       int
	text             []byte
	cells            []span // row r of column c is at r × rowStep + c × colStep
	rowStep, colStep int
	looks            []looks // by column; empty until asked for
	line             Row     // for Source.Next
}

// Reset empties the batch for rows of so many columns.
func (b *Batch) Reset(cols int) {
	b.rows, b.cols = 0, cols
	b.text, b.cells = b.text[:0], b.cells[:0]
	b.rowStep, b.colStep = cols, 1
	for i := range b.looks {
		b.looks[i].hashes = b.looks[i].hashes[:0]
	}
}

// byColumns makes room for the cells of so many rows, to be filled in any order. Columns begin an odd number of cache
// lines apart: a power of two would bring all cells of a row to the same few places of the cache.
func (b *Batch) byColumns(rows, cols int) {
	const line = 64 / 8
	step := (rows+line-1)/line | 1
	b.rowStep, b.colStep = 1, step*line
	if n := b.colStep * cols; cap(b.cells) < n {
		b.cells = make([]span, n)
	} else {
		b.cells = b.cells[:n]
	}
}

// Append adds the next cell, a copy of these bytes; they must be valid UTF-8. nil or no bytes is no value.
func (b *Batch) Append(cell []byte) {
	if len(cell) == 0 {
		b.Missing()
		return
	}
	start := len(b.text)
	b.text = append(b.text, cell...)
	b.put(span{uint32(start), uint32(len(b.text))})
}

// AppendText adds the next cell as what write appends to the buffer that it is given.
func (b *Batch) AppendText(write func(dst []byte) []byte) {
	start := len(b.text)
	b.text = write(b.text)
	if len(b.text) == start {
		b.Missing()
		return
	}
	b.put(span{uint32(start), uint32(len(b.text))})
}

// Missing adds a cell without a value.
func (b *Batch) Missing() { b.put(noValue) }

func (b *Batch) put(s span) {
	b.cells = append(b.cells, s)
	if len(b.cells) == (b.rows+1)*b.cols {
		b.rows++
	}
}

// Full reports whether the batch holds as much as one should: a reader then ends it at the next whole row.
func (b *Batch) Full() bool { return len(b.text) >= blockSize || len(b.cells) >= maxBatchCells }

// Rows is how many whole rows the batch holds.
func (b *Batch) Rows() int { return b.rows }

// Bytes is how much text the batch holds, separators included where it was text.
func (b *Batch) Bytes() int { return len(b.text) }

// Cols is how many columns.
func (b *Batch) Cols() int { return b.cols }

// Cell is the cell of row r in column c, both from 0; nil is no value.
func (b *Batch) Cell(r, c int) []byte {
	s := b.cells[r*b.rowStep+c*b.colStep]
	if s.end < s.start {
		return nil
	}
	return b.text[s.start:s.end:s.end]
}

// Column gives access to one column's cells, row by row.
func (b *Batch) Column(c int) Cells {
	at := min(c*b.colStep, len(b.cells)) // without rows there may be no cells
	return Cells{b.text, b.cells[at:], b.rowStep}
}

// Cells are the cells of one column of a batch.
type Cells struct {
	text  []byte
	cells []span
	step  int
}

// At is the cell of row r; nil is no value.
func (c *Cells) At(r int) []byte {
	s := c.cells[r*c.step]
	if s.end < s.start {
		return nil
	}
	return c.text[s.start:s.end:s.end]
}

// Cells sets dst to the cells of column c from row from on; nil is no value.
func (b *Batch) Cells(dst [][]byte, c, from int) {
	text, step := b.text, b.rowStep
	if len(dst) == 0 {
		return
	}
	spans := b.cells[from*step+c*b.colStep:]
	for i := range dst {
		s := spans[0]
		if s.end < s.start {
			dst[i] = nil
		} else {
			dst[i] = text[s.start:s.end:s.end]
		}
		spans = spans[min(step, len(spans)):]
	}
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
