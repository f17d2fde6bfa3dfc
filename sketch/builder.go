package sketch

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/traits"
)

// Limits of what is looked at in very wide tables.
const (
	// maxCandidates is how many columns, from the first, may select rows.
	maxCandidates = 128
	// maxParts is how many columns, from the first, may select rows together with a time, or be the time.
	maxParts = 24
	// maxCells is how many cells of a selected row are kept: of a wider row those of smallest rank.
	maxCells = 48
	// chunk is how many rows are hashed column by column before they are looked at row by row.
	chunk = 1024
	// maxName is the longest column name kept, in bytes.
	maxName = 90
)

// ErrNoColumns says that a table without columns was to be sketched.
var ErrNoColumns = fault.Define("sketch.no_columns", fault.Invalid,
	"没有列，无法生成内容指纹", "a table without columns cannot be sketched").
	Hint("请检查表头与分隔符", "check the header and the separator")

// ErrMerge says that two parts do not belong to one table.
var ErrMerge = fault.Define("sketch.merge", fault.Invalid,
	"两部分的列不同，不能合并：{a} 与 {b}", "the two parts have different columns and cannot be merged: {a} and {b}").
	Hint("请确认两部分属于同一张表，列名与顺序一致", "make sure that both are parts of one table, with the same columns in the same order")

// Options are what a builder may be told. The zero value is right for registration.
type Options struct {
	// Omit names columns to leave out of [Builder.Sketch] altogether. Where tags are made by an oblivious function,
	// [Builder.Local] and [Seal], nothing need be left out.
	Omit []string
}

// Rows is a block of rows. A cell is UTF-8; nil or empty is no value.
type Rows interface {
	Rows() int
	Cell(row, column int) []byte
}

// Columnar are rows that hand out a run of a column's cells at once, which is faster.
type Columnar interface {
	Rows
	// Cells sets dst to the column's cells from a row on.
	Cells(dst [][]byte, column, from int)
}

// looked are rows whose cells were looked at already, for others as well.
type looked interface {
	Columnar
	Looked(column int) (hashes []uint64, classes []traits.Class)
}

// Builder reads a table's rows, in any order, and makes its sketch. It is not safe for concurrent use: parts of a table
// are read by one builder each and merged.
type Builder struct {
	names  []string
	omit   []string
	count  uint64
	single []*reservoir       // by column; nil until the column has a key
	double map[int]*reservoir // by part × maxParts + time

	sel    selector
	cells  [][]byte // of one column of the chunk at hand
	raw    []uint64 // their hashes and classes as they stand, where nobody else looked
	class  []traits.Class
	hashes [][]uint64 // of the chunk at hand, by column: of what may be a key or a part, spread
	roles  [][]role
	usable []bool // has the chunk's column any key, part or time?
	offers []offer
	taken  []cell
	texts  []span
	bytes  []byte
}

// span is where a cell's normal form lies in Builder.bytes.
type span struct {
	from, to int
	day      [8]byte
}

// NewBuilder starts a sketch of a table with these columns.
func NewBuilder(columns []string, o Options) (*Builder, error) {
	if len(columns) == 0 {
		return nil, ErrNoColumns.With()
	}
	n := min(len(columns), maxCandidates)
	b := &Builder{names: slices.Clone(columns), omit: slices.Clone(o.Omit), single: make([]*reservoir, n),
		double: map[int]*reservoir{}, cells: make([][]byte, chunk),
		raw: make([]uint64, chunk), class: make([]traits.Class, chunk),
		hashes: make([][]uint64, n), roles: make([][]role, n), usable: make([]bool, n)}
	for i := range n {
		b.hashes[i], b.roles[i] = make([]uint64, chunk), make([]role, chunk)
	}
	return b, nil
}

// Block reads a block of rows. Nothing of the block is kept but hashes and numbers of a few rows.
func (b *Builder) Block(rows Rows) {
	for from := 0; from < rows.Rows(); from += chunk {
		b.chunk(rows, from, min(chunk, rows.Rows()-from))
	}
}

// Add reads one row: Block for those who have rows and not blocks.
func (b *Builder) Add(row [][]byte) { b.Block(oneRow(row)) }

type oneRow [][]byte

func (r oneRow) Rows() int { return 1 }
func (r oneRow) Cell(_, c int) []byte {
	if c >= len(r) {
		return nil
	}
	return r[c]
}

func (b *Builder) chunk(rows Rows, from, n int) {
	b.count += uint64(n)
	for c := range b.hashes {
		cells, raw, classes := b.look(rows, c, from, n)
		hashes, roles := b.hashes[c][:n], b.roles[c][:n]
		may := idle
		for i, cell := range cells {
			h, r := b.sel.hash(cell, raw[i], classes[i])
			if r != aMoment {
				h = spread(h)
			}
			hashes[i], roles[i] = h, r
			may |= r
		}
		b.usable[c] = may != idle
	}
	clear(b.cells)
	for c := range b.hashes {
		if b.usable[c] {
			b.singles(from, n, c)
		}
	}
	for t := range min(len(b.hashes), maxParts) {
		if b.usable[t] && slices.Contains(b.roles[t][:n], aMoment) {
			for c := range min(len(b.hashes), maxParts) {
				if b.usable[c] && c != t {
					b.doubles(from, n, c, t)
				}
			}
		}
	}
	b.settle(rows)
}

// look returns the cells of a column with their hashes and classes.
func (b *Builder) look(rows Rows, c, from, n int) ([][]byte, []uint64, []traits.Class) {
	cells, raw, classes := b.cells[:n], b.raw[:n], b.class[:n]
	if columnar, ok := rows.(Columnar); ok {
		columnar.Cells(cells, c, from)
	} else {
		for i := range cells {
			cells[i] = rows.Cell(from+i, c)
		}
	}
	if l, ok := rows.(looked); ok {
		raw, classes = l.Looked(c)
		return cells, raw[from : from+n], classes[from : from+n]
	}
	for i := range cells {
		raw[i], classes[i] = traits.Of(cells[i])
	}
	return cells, raw, classes
}

// singles finds the keys of a column.
func (b *Builder) singles(from, n, c int) {
	r := b.single[c]
	hashes, roles := b.hashes[c][:n], b.roles[c][:n]
	last, seen := r.last(), uint64(0)
	for i, h := range hashes {
		if roles[i] != aKey {
			continue
		}
		seen++
		if h <= last {
			if r == nil {
				r = new(reservoir)
				b.single[c] = r
			}
			b.offers = append(b.offers, offer{r, h, from + i, c, -1})
		}
	}
	if seen > 0 {
		r.seen += seen
	}
}

// doubles finds what a column's values and a column of times are together.
func (b *Builder) doubles(from, n, c, t int) {
	r := b.double[c*maxParts+t]
	hashes, roles, moments, times := b.hashes[c][:n], b.roles[c][:n], b.hashes[t][:n], b.roles[t][:n]
	last, seen := r.last(), uint64(0)
	for i, h := range hashes {
		if p := roles[i]; p != aKey && p != aPart || times[i] != aMoment {
			continue
		}
		seen++
		if h = spread(h + moments[i]); h <= last {
			if r == nil {
				r = new(reservoir)
				b.double[c*maxParts+t] = r
			}
			b.offers = append(b.offers, offer{r, h, from + i, c, t})
		}
	}
	if seen > 0 {
		r.seen += seen
	}
}

// offer is a row that a key may select.
type offer struct {
	to        *reservoir
	hash      uint64
	row, c, t int
}

// settle takes the rows offered into their reservoirs, row by row, so that a row is brought to its normal form once.
func (b *Builder) settle(rows Rows) {
	slices.SortFunc(b.offers, func(x, y offer) int { return cmp.Compare(x.row, y.row) })
	taken := -1
	for _, o := range b.offers {
		if !o.to.interested(o.hash) {
			continue
		}
		e, keep := o.to.add(o.hash, 1)
		if !keep {
			continue
		}
		if taken != o.row {
			b.take(rows, o.row)
			taken = o.row
		}
		key := b.text(o.c)
		if e.count == 1 {
			e.describe(key)
			e.form = b.formOf(o.c)
		}
		e.rows = append(e.rows, b.kept(o.hash, key, o.c, o.t))
	}
	b.offers = b.offers[:0]
}

// take brings all cells of a row to their normal form.
func (b *Builder) take(rows Rows, row int) {
	b.taken, b.texts, b.bytes = b.taken[:0], b.texts[:0], b.bytes[:0]
	for c := range b.names {
		raw := rows.Cell(row, c)
		at := len(b.bytes)
		if len(raw) == 0 {
			b.texts = append(b.texts, span{at, at, [8]byte{}})
			continue
		}
		b.bytes = slices.Grow(b.bytes, 2*len(raw)+128)
		v := normalise(b.bytes[at:at:cap(b.bytes)], raw)
		if v.form == nothing && len(v.text) > 0 || len(v.text) == 0 {
			b.texts = append(b.texts, span{at, at, [8]byte{}})
			continue
		}
		b.bytes = append(b.bytes, v.text...) // which may overlap it: v.text is of no use from here on
		b.texts = append(b.texts, span{at, len(b.bytes), v.day})
		b.taken = append(b.taken, cell{column: c, value: hashText(b.bytes[at:]), number: v.number, form: v.form,
			flag: v.flag})
	}
}

func (b *Builder) text(c int) []byte { return b.bytes[b.texts[c].from:b.texts[c].to] }

func (b *Builder) formOf(c int) form {
	for i := range b.taken {
		if b.taken[i].column == c {
			return b.taken[i].form
		}
	}
	return nothing
}

// kept copies the cells of the taken row that a key of columns c and t selects it with.
func (b *Builder) kept(h uint64, key []byte, c, t int) []cell {
	out := make([]cell, 0, min(len(b.taken), maxCells+1))
	if len(b.taken) > maxCells {
		out = make([]cell, 0, len(b.taken))
	}
	for _, x := range b.taken {
		if x.column == c || x.column == t {
			continue
		}
		s := b.texts[x.column]
		x.derived = within(key, b.bytes[s.from:s.to], s.day)
		out = append(out, x)
	}
	if len(out) > maxCells {
		slices.SortFunc(out, func(x, y cell) int {
			return cmp.Or(cmp.Compare(min(x.form, long), min(y.form, long))*-1,
				cmp.Compare(rank(h, x.value), rank(h, y.value)), cmp.Compare(x.column, y.column))
		})
		out = slices.Clone(out[:maxCells])
		slices.SortFunc(out, func(x, y cell) int { return cmp.Compare(x.column, y.column) })
	}
	return out
}

// rank orders the values of a row in a way that depends on nothing but key and value, so that two sketches keep the
// same.
func rank(key, value uint64) uint64 { return spread(key ^ value*0x9e3779b97f4a7c15) }

// within says whether a value can be read off the key or the key off the value: an order's date within its number.
func within(key, text []byte, day [8]byte) bool {
	if day[0] != 0 {
		return bytes.Contains(key, day[2:])
	}
	return len(text) >= 4 && bytes.Contains(key, text) || len(key) >= 4 && bytes.Contains(text, key)
}

// describe notes how the key begins, and what tells a sequence: the last run of digits, and what precedes it.
func (e *entry) describe(key []byte) {
	e.size = len(key)
	if len(key) > 1 {
		e.lead = uint16(key[0])<<8 | uint16(key[1])
	}
	end := len(key)
	for end > 0 && (key[end-1] < '0' || key[end-1] > '9') {
		end--
	}
	start := end
	for start > 0 && end-start < 18 && key[start-1] >= '0' && key[start-1] <= '9' {
		start--
	}
	for _, c := range key[start:end] {
		e.tail = e.tail*10 + uint64(c-'0')
	}
	e.prefix = xxh3.Hash(binary.BigEndian.AppendUint64(append([]byte(nil), key[:start]...), uint64(len(key)-end)))
}

// Merge adds the rows that another builder of the same columns has read.
func (b *Builder) Merge(o *Builder) error {
	if !slices.Equal(b.names, o.names) {
		return ErrMerge.With("a", clip(strings.Join(b.names, ", "), maxName), "b", clip(strings.Join(o.names,
			", "), maxName))
	}
	b.count += o.count
	for c, r := range o.single {
		if r != nil {
			if b.single[c] == nil {
				b.single[c] = new(reservoir)
			}
			b.single[c].merge(r)
		}
	}
	for k, r := range o.double {
		if b.double[k] == nil {
			b.double[k] = new(reservoir)
		}
		b.double[k].merge(r)
	}
	return nil
}

// clip bounds a name and makes it printable UTF-8: a control character would take six bytes in JSON.
func clip(name string, size int) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, strings.TrimSpace(name))
	for len(name) > size {
		_, last := utf8.DecodeLastRuneInString(name)
		name = strings.TrimSpace(name[:len(name)-last])
	}
	return name
}
