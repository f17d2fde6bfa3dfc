package profile

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"shurong.org/shurong/internal/table"
)

// Sizes of the sample of rows: as many rows, if their cells are no more than sampleCells, but at least sampleLeast. A
// cell is cut so that sampleBytes are never exceeded.
const (
	sampleRows  = 65_536
	sampleLeast = 1_000
	sampleCells = 2 << 20
	sampleBytes = 96 << 20
	sampleCell  = 1024
)

// rowSample draws rows evenly from the table: those of least hash of block and row. The same table gives the same
// sample, whoever reads which block.
type rowSample struct {
	size, cell int
	under      atomic.Uint64 // hashes from here on are not wanted

	mu   sync.Mutex
	rows []sampledRow
}

type sampledRow struct {
	hash       uint64
	block, row uint32
	cells      []byte // each cell's length and one more as uvarint, 0 for no value, and the cell
}

func newRowSample(columns int) *rowSample {
	s := &rowSample{size: min(max(sampleCells/columns, sampleLeast), sampleRows)}
	s.cell = min(max(sampleBytes/(s.size*columns), 16), sampleCell)
	s.under.Store(math.MaxUint64)
	return s
}

// expect sets the bar for a table of about so many rows: three times as many pass it as will be kept, so that a guess
// that is much too high does no harm.
func (s *rowSample) expect(rows int64) {
	if share := 3 * float64(s.size) / float64(max(rows, 1)); share < 1 {
		s.under.Store(uint64(share * (1 << 64)))
	}
}

// rowHash is that of splitmix64 over block and row.
func rowHash(block, row int) uint64 {
	z := uint64(block)<<32 + uint64(row) + 0x9e3779b97f4a7c15
	z *= 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// take looks at the rows of a block.
func (s *rowSample) take(block int, b *table.Batch) {
	var found []sampledRow
	under := s.under.Load()
	for r := range b.Rows() {
		if h := rowHash(block, r); h < under {
			found = append(found, sampledRow{h, uint32(block), uint32(r), s.pack(b, r)})
		}
	}
	if found == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows = append(s.rows, found...)
	if len(s.rows) >= s.size+s.size/2 {
		s.cut()
	}
}

func (s *rowSample) cut() {
	if len(s.rows) > s.size {
		slices.SortFunc(s.rows, func(a, b sampledRow) int { return cmp.Compare(a.hash, b.hash) })
		clear(s.rows[s.size:])
		s.rows = s.rows[:s.size]
		s.under.Store(s.rows[s.size-1].hash)
	}
}

func (s *rowSample) pack(b *table.Batch, r int) []byte {
	n := 0
	for c := range b.Cols() {
		n += min(len(b.Cell(r, c)), s.cell) + 2
	}
	out := make([]byte, 0, n)
	for c := range b.Cols() {
		cell := b.Cell(r, c)
		if cell == nil {
			out = append(out, 0)
			continue
		}
		cell = clipTo(cell, s.cell)
		out = append(binary.AppendUvarint(out, uint64(len(cell))+1), cell...)
	}
	return out
}

// Sample is the drawn rows in the order of the table. Its cells lie column by column, since that is how they are read.
type Sample struct {
	rows, cols int
	numbers    []int64 // of the rows in the table, from 1
	text       []byte
	cells      []sampleSpan // row r of column c is at c × rows + r
}

// sampleSpan is where a cell lies in the text; to < from is no value.
type sampleSpan struct{ from, to uint32 }

// finish puts the drawn rows into the order of the table.
func (s *rowSample) finish(columns int, starts []int64) *Sample {
	s.cut()
	slices.SortFunc(s.rows, func(a, b sampledRow) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.row, b.row))
	})
	n, size := len(s.rows), 0
	for _, r := range s.rows {
		size += len(r.cells)
	}
	out := &Sample{rows: n, cols: columns, numbers: make([]int64, n), text: make([]byte, 0, size),
		cells: make([]sampleSpan, n*columns)}
	rest := make([][]byte, n)
	for i, r := range s.rows {
		out.numbers[i], rest[i] = starts[r.block]+int64(r.row)+1, r.cells
	}
	for c := range columns {
		for r := range rest {
			size, k := binary.Uvarint(rest[r])
			if size == 0 {
				out.cells[c*n+r] = sampleSpan{1, 0}
			} else {
				from := len(out.text)
				out.text = append(out.text, rest[r][k:k+int(size)-1]...)
				out.cells[c*n+r] = sampleSpan{uint32(from), uint32(len(out.text))}
				k += int(size) - 1
			}
			rest[r] = rest[r][k:]
		}
	}
	s.rows = nil
	return out
}

// Rows is how many rows were drawn.
func (s *Sample) Rows() int { return s.rows }

// Cols is how many columns they have.
func (s *Sample) Cols() int { return s.cols }

// Cell is the cell of drawn row r in column c; nil is no value. Long cells are cut.
func (s *Sample) Cell(r, c int) []byte {
	p := s.cells[c*s.rows+r]
	if p.to < p.from {
		return nil
	}
	return s.text[p.from:p.to:p.to]
}

// RowNumber is the number of drawn row r in the table, from 1.
func (s *Sample) RowNumber(r int) int64 { return s.numbers[r] }

// duplicates looks for rows that repeat an earlier one, by their hashes.
type duplicates struct {
	values
}

// rowsCompared is up to how many rows all are compared.
const rowsCompared = 1 << 20

// rowsEnough is how many rows of a larger table are compared: repeats of one row in a thousand are known within a tenth.
const rowsEnough = 1 << 18

// expect begins with a sample if there will be one.
func (d *duplicates) expect(rows int64) {
	if rows <= rowsCompared*3/2 {
		return
	}
	for rows>>d.level > rowsEnough {
		d.level++
	}
	d.asked.Store(uint32(d.level))
}

func (d *duplicates) take(rows []uint64) {
	level := d.asked.Load()
	n := 0
	for _, h := range rows {
		h ^= h >> 32
		h *= 0xff51afd7ed558ccd
		h ^= h >> 29
		if h>>(64-level) == 0 {
			rows[n] = h
			n++
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, h := range rows[:n] {
		d.add(h, nil, 1)
	}
	d.asked.Store(uint32(d.level))
}
