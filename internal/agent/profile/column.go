package profile

import (
	"math"

	"github.com/axiomhq/hyperloglog"
	"github.com/zeebo/xxh3"

	"shurong.org/shurong/internal/table"
)

// precision of HyperLogLog: 2^14 registers, standard error 0.8 %.
const precision = 14

// missing stands for a cell without a value in the hash of a row.
const missing = 0x9e3779b97f4a7c15

// Wide is the number of columns from which each gets less memory.
const Wide = 500

// memoSize is how many recent values of a column are remembered with their reading. Most columns repeat themselves; a
// remembered cell costs a comparison.
const memoSize = 256

type memo struct {
	hash  uint64
	seen  int64 // since it was remembered, not yet in the table of frequent values
	value []byte
	reading
}

// column gathers one column. It sees the cells in order, so its figures do not depend on how many columns are worked
// on at once.
type column struct {
	name string
	mark func([]byte) uint16

	counts     [kinds]int64
	forms      [forms]int64
	marks      [16]int64
	padded     int64
	compact    int64
	distinct   *hyperloglog.Sketch
	sample     hashSample
	repeated   bool // a value came again soon after
	top        topTable
	topSkipped bool
	memo       []memo

	chars            int64
	minChars         int32
	maxChars         int32
	minText, maxText []byte // of the column's codes and texts

	number numbers
	times  times
}

func newColumn(name string, columns int, mark func([]byte) uint16) *column {
	c := &column{name: name, mark: mark, minChars: math.MaxInt32}
	c.sample.limit, c.top.limit = 4096, topCapacity
	size := memoSize
	if columns > Wide {
		size, c.sample.limit, c.top.limit = 32, 512, topWide
	}
	c.memo = make([]memo, size)
	c.distinct, _ = hyperloglog.NewSketch(precision, false) // the error is for another precision
	return c
}

// observe reads the column's cells of a batch and leaves their hashes in hashes[r*stride+index] for the row's.
func (c *column) observe(b *table.Batch, index, stride int, hashes []uint64) {
	for r := range b.Rows() {
		cell := b.Cell(r, index)
		if len(cell) == 0 {
			c.counts[Null]++
			hashes[r*stride+index] = missing
			continue
		}
		h := xxh3.Hash(cell)
		hashes[r*stride+index] = h
		m := &c.memo[h%uint64(len(c.memo))]
		if m.hash == h && m.seen > 0 {
			m.seen++
			if m.kind > Blank {
				c.repeated = true
				c.sample.add(h)
			}
			c.count(&m.reading)
			continue
		}
		c.forget(m)
		m.hash, m.seen, m.value = h, 1, append(m.value[:0], clip(cell)...)
		m.reading = read(cell)
		if m.kind > Blank {
			if c.mark != nil {
				m.marks = c.mark(cell)
			}
			c.fresh(h, cell, m.kind)
		}
		c.count(&m.reading)
	}
}

// forget moves what is remembered of a value to the table of frequent values.
func (c *column) forget(m *memo) {
	if m.seen == 0 || m.kind <= Blank {
		return
	}
	if c.repeated || c.sample.level == 0 {
		c.top.add(m.hash, m.value, m.seen)
	} else {
		c.topSkipped = true
	}
	m.seen = 0
}

// topExact reports whether the table of frequent values holds all values with their counts.
func (c *column) topExact() bool { return c.top.lost == 0 && !c.topSkipped }

// frequent lists the most frequent values; none of a column in which no value was met twice. One that has not repeated
// itself is not searched for them once the sample of its values is full.
func (c *column) frequent() []TopValue {
	if c.sample.repeats() == 0 && !c.repeated {
		return []TopValue{}
	}
	return c.top.most(topShown)
}

// fresh takes in a value that is not remembered.
func (c *column) fresh(h uint64, cell []byte, k Kind) {
	c.distinct.InsertHash(h)
	c.sample.add(h)
	if k >= Code {
		if c.minText == nil || string(cell) < string(c.minText) {
			c.minText = append(c.minText[:0], clip(cell)...)
		}
		if string(cell) > string(c.maxText) {
			c.maxText = append(c.maxText[:0], clip(cell)...)
		}
	}
}

// count takes in one cell's reading.
func (c *column) count(r *reading) {
	c.counts[r.kind]++
	if r.padded {
		c.padded++
	}
	if r.kind <= Blank {
		return
	}
	c.chars += int64(r.chars)
	c.minChars, c.maxChars = min(c.minChars, r.chars), max(c.maxChars, r.chars)
	for i, m := 0, r.marks; m != 0; i, m = i+1, m>>1 {
		if m&1 != 0 {
			c.marks[i]++
		}
	}
	switch r.kind {
	case Integer:
		c.number.add(r.num)
		if r.compact {
			c.compact++
			c.forms[r.form]++
			c.times.add(&r.when)
		}
	case Decimal:
		c.number.add(r.num)
	case Date, DateTime:
		c.forms[r.form]++
		c.times.add(&r.when)
	}
}

func (c *column) values() (n int64) {
	for k := Blank + 1; k < kinds; k++ {
		n += c.counts[k]
	}
	return n
}

// numbers gathers moments around the first value, which keeps the digits of large numbers that differ little.
type numbers struct {
	n, zeros, negatives int64
	base, sum, squares  float64
	least, greatest     float64
}

func (s *numbers) add(x float64) {
	if s.n == 0 {
		s.base, s.least, s.greatest = x, x, x
	}
	s.n++
	d := x - s.base
	s.sum += d
	// The conversion forbids a fused operation, so that every processor gives the same digits.
	s.squares += float64(d * d)
	s.least, s.greatest = min(s.least, x), max(s.greatest, x)
	if x == 0 {
		s.zeros++
	} else if x < 0 {
		s.negatives++
	}
}

// times gathers instants under both readings of dates like 03/04/2026.
type times struct {
	n                            int64
	first, last                  int64
	swappedFirst, swappedLast    int64
	onlyMonthFirst, onlyDayFirst int64
	timed                        int64
}

func (t *times) add(w *instant) {
	if t.n == 0 {
		t.first, t.last, t.swappedFirst, t.swappedLast = w.sec, w.sec, w.swapped, w.swapped
	}
	t.n++
	t.first, t.last = min(t.first, w.sec), max(t.last, w.sec)
	t.swappedFirst, t.swappedLast = min(t.swappedFirst, w.swapped), max(t.swappedLast, w.swapped)
	switch {
	case w.monthFirst && !w.dayFirst:
		t.onlyMonthFirst++
	case w.dayFirst && !w.monthFirst:
		t.onlyDayFirst++
	}
	if w.timed {
		t.timed++
	}
}
