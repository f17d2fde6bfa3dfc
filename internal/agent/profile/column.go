package profile

import (
	"bytes"
	"encoding/binary"
	"math"

	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/internal/traits"
)

// missing stands for a cell without a value in the hash of a row.
const missing = 0x9e3779b97f4a7c15

// A memo remembers how recent values of a column were read, and how often each came in the present block. It is used
// while it saves work: after a block in which fewer than one cell in four was remembered it rests for memoRest blocks.
const (
	memoSize = 512
	memoWide = 32
	memoRest = 32
)

type memo struct {
	hash  uint64
	count uint32 // cells of this block not yet counted
	known bool
	cell  []byte // in the present block
	reading
}

// column is what one worker gathers of one column. Everything in it is a count, an extreme or a sample that depends on
// the set of cells alone; what depends on their order goes into the block's [part].
type column struct {
	plan *plan // shared by all workers

	counts  [kinds]int64
	forms   [forms]int64
	padded  int64
	compact int64
	epochs  int64

	values *values      // shared by all workers
	small  bool         // its table
	level  uint         // of values when the block was begun
	found  []occurrence // in this block
	many   *registers

	chars            int64
	minChars         int32
	maxChars         int32
	minText, maxText []byte // of the column's codes and texts

	minPrefix, maxPrefix uint64

	number numbers
	times  times

	memo    []memo
	touched []uint16 // of memo in this block
	rest    int      // blocks for which the memo is not used
	order   order
}

// plan is what the first block decides for all of a column.
type plan struct {
	name   string
	base   float64 // moments are taken around it
	epoch  int64   // units of an integer in a second, if the column's integers are instants; 0: they are not
	until  int64   // the last second of the day of measurement
	wide   bool
	values *values
}

func newColumn(p *plan) *column {
	c := &column{plan: p, minChars: math.MaxInt32, minPrefix: math.MaxUint64, values: p.values, small: p.values.sampled()}
	n := memoSize
	if p.wide {
		n = memoWide
	}
	c.memo = make([]memo, n)
	return c
}

// observe reads the column's cells of a block and mixes their hashes into those of the rows.
func (c *column) observe(b *table.Batch, index int, rows []uint64, p *part) {
	c.level, c.found = uint(c.values.asked.Load()), c.found[:0]
	if c.rest > 0 {
		c.rest--
		c.observeAll(b, index, rows, p)
	} else {
		c.observeKnown(b, index, rows, p)
	}
	c.values.take(c.found)
	c.counts[Null] += p.nothing
	p.end(&c.order)
}

// observeKnown is observe with the memo.
func (c *column) observeKnown(b *table.Batch, index int, rows []uint64, p *part) {
	hits, cells := 0, b.Column(index)
	hashes, classes := b.Looked(index)
	for r, h := range hashes {
		if h == 0 {
			p.nothing++
			rows[r] = mix(rows[r], missing)
			continue
		}
		rows[r] = mix(rows[r], h)
		i := h & uint64(len(c.memo)-1)
		m := &c.memo[i]
		if m.hash == h && m.known {
			hits++
		} else {
			c.settle(m)
			m.hash, m.known, m.reading = h, true, c.read(cells.At(r), classes[r])
		}
		if m.count == 0 {
			c.touched = append(c.touched, uint16(i))
			m.cell = cells.At(r)
		}
		m.count++
		c.inOrder(&m.reading, m.cell, p)
	}
	for _, i := range c.touched {
		c.settle(&c.memo[i])
	}
	c.touched = c.touched[:0]
	if hits*4 < len(rows) {
		c.rest = memoRest
	}
}

// observeAll is observe without a memo.
func (c *column) observeAll(b *table.Batch, index int, rows []uint64, p *part) {
	var r reading
	cells := b.Column(index)
	hashes, classes := b.Looked(index)
	for i, h := range hashes {
		if h == 0 {
			p.nothing++
			rows[i] = mix(rows[i], missing)
			continue
		}
		cell := cells.At(i)
		rows[i] = mix(rows[i], h)
		r.padded, r.compact, r.epoch, r.when.timed = false, false, false, false // quick sets the rest of what its kind has
		if !quick(cell, classes[i], &r) {
			r = c.read(cell, classes[i])
		} else if c.plan.epoch > 0 {
			c.instant(&r)
		}
		c.count(&r, cell, h, 1)
		c.inOrder(&r, cell, p)
	}
}

// mix takes a cell's hash into its row's. Rows are told apart by the order of their cells.
func mix(row, cell uint64) uint64 { return (row<<7|row>>57)*0x9fb21c651e98df25 ^ cell }

func (c *column) read(cell []byte, class traits.Class) (r reading) {
	if !quick(cell, class, &r) {
		r = read(cell)
	}
	if c.plan.epoch > 0 {
		c.instant(&r)
	}
	return r
}

// instant reads an integer as seconds or milliseconds since 1970, of a column that was found to hold them.
func (c *column) instant(r *reading) {
	if sec := r.num / float64(c.plan.epoch); r.kind == Integer && plausibleEpoch(sec) {
		s := int64(sec) + chinaOffset
		r.epoch, r.when = true, instant{sec: s, swapped: s, timed: true}
	}
}

// settle counts what a memo has gathered in this block.
func (c *column) settle(m *memo) {
	if m.count > 0 {
		c.count(&m.reading, m.cell, m.hash, m.count)
		m.count = 0
	}
}

// count takes in n cells of one value.
func (c *column) count(r *reading, cell []byte, h uint64, n uint32) {
	k := int64(n)
	c.counts[r.kind] += k
	if r.padded {
		c.padded += k
	}
	if r.kind <= Blank {
		return
	}
	if h>>(64-c.level) == 0 || c.small && c.plan.wide {
		c.found = append(c.found, occurrence{h, cell, n})
	} else if c.small {
		if c.many == nil {
			c.many = new(registers)
		}
		c.many.add(h)
	}
	c.chars += int64(r.chars) * k
	c.minChars, c.maxChars = min(c.minChars, r.chars), max(c.maxChars, r.chars)
	switch r.kind {
	case Integer:
		c.number.add(r.num, k)
		if r.compact {
			c.compact += k
			c.forms[r.form] += k
			c.times.add(&r.when, k, false, c.plan.until)
		} else if r.epoch {
			c.epochs += k
			c.times.add(&r.when, k, false, c.plan.until)
		}
	case Decimal:
		c.number.add(r.num, k)
	case Date, DateTime:
		c.forms[r.form] += k
		c.times.add(&r.when, k, r.form == shortForm, c.plan.until)
	case Code, Text:
		if p := prefix(cell); p <= c.minPrefix || p >= c.maxPrefix {
			c.extremes(cell, p)
		}
	}
}

// extremes takes in a text that may be the least or the greatest, and its prefix: where prefixes differ they decide.
func (c *column) extremes(cell []byte, p uint64) {
	if len(cell) > topBytes {
		cell = clip(cell)
	}
	if p <= c.minPrefix && (c.minText == nil || p < c.minPrefix || bytes.Compare(cell, c.minText) < 0) {
		c.minText, c.minPrefix = append(c.minText[:0], cell...), p
	}
	if p >= c.maxPrefix && (p > c.maxPrefix || bytes.Compare(cell, c.maxText) > 0) {
		c.maxText, c.maxPrefix = append(c.maxText[:0], cell...), p
	}
}

// prefix orders texts by their first eight bytes.
func prefix(b []byte) uint64 {
	if len(b) >= 8 {
		return binary.BigEndian.Uint64(b)
	}
	p := uint64(0)
	for i, c := range b {
		p |= uint64(c) << (56 - 8*i)
	}
	return p
}

// inOrder takes in what depends on the order of cells.
func (c *column) inOrder(r *reading, cell []byte, p *part) {
	switch r.kind {
	case Integer, Decimal:
		p.moments.add(r.num - c.plan.base)
		if !c.order.broken() {
			c.order.number(r.num)
		}
	case Date, DateTime:
		if !c.order.broken() {
			c.order.number(float64(r.when.sec))
		}
	case Null, Marker, Blank:
		p.missing++
	default:
		if !c.order.broken() {
			c.order.text(cell)
		}
	}
}

func (c *column) valueCount() (n int64) {
	for k := Blank + 1; k < kinds; k++ {
		n += c.counts[k]
	}
	return n
}

// merge takes in what another worker gathered of the column.
func (c *column) merge(o *column) {
	for i, n := range o.counts {
		c.counts[i] += n
	}
	for i, n := range o.forms {
		c.forms[i] += n
	}
	c.padded += o.padded
	c.compact += o.compact
	c.epochs += o.epochs
	if o.many != nil {
		if c.many == nil {
			c.many = new(registers)
		}
		c.many.merge(o.many)
	}
	c.chars += o.chars
	c.minChars, c.maxChars = min(c.minChars, o.minChars), max(c.maxChars, o.maxChars)
	if o.minText != nil {
		c.extremes(o.minText, o.minPrefix)
		c.extremes(o.maxText, o.maxPrefix)
	}
	c.number.merge(&o.number)
	c.times.merge(&o.times)
}
