package quality

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/zeebo/xxh3"
)

// firstFailures is how many failing rows of a rule are kept.
const firstFailures = 20

// exampleBytes is how much of a failing cell is kept.
const exampleBytes = 64

// Counter counts rules over blocks of rows. Each worker has one; it sees every block once, in any order, and the
// counters are merged in any order: the counts and the first failing rows are the same.
type Counter struct {
	plan   *Plan
	blocks map[int]int // rows of each block seen
	a, b   []int64
	first  []failures
	memo   [][]remembered // by plan.simple
	pairs  []pairTable
	values []Value // of a row, for joint rules
}

// memoSize is how many recent values of a column are remembered with their verdict, 32 KiB a column; in a wide table it
// is memoWide.
const (
	memoSize = 1024
	memoWide = 32
)

// remembered is a recent cell: which rules apply to it (a bit each), which it breaks, and how often it came since it
// was remembered.
type remembered struct {
	hash           uint64
	applies, fails uint64
	seen           int64
}

// Counter makes an empty counter.
func (p *Plan) Counter() *Counter {
	n := len(p.rules.List)
	c := &Counter{plan: p, blocks: map[int]int{}, a: make([]int64, n), b: make([]int64, n), first: make([]failures, n),
		memo: make([][]remembered, len(p.simple)), pairs: make([]pairTable, p.pairs)}
	size := memoSize
	if len(p.simple) > 100 {
		size = memoWide
	}
	for i := range c.memo {
		c.memo[i] = make([]remembered, size)
	}
	for i := range c.pairs {
		c.pairs[i].limit = pairLimit(p.pairs)
	}
	return c
}

// place is a row by its block and its number in the block, both from 0.
type place struct{ block, row int }

func (p place) less(o place) bool { return p.block < o.block || p.block == o.block && p.row < o.row }

// Block counts one block of rows. index numbers the blocks of the source from 0.
func (c *Counter) Block(index int, rows Rows) {
	n := rows.Rows()
	c.blocks[index] += n
	for i := range c.plan.simple {
		c.column(i, index, rows, n)
	}
	for i := range c.plan.joint {
		j := &c.plan.joint[i]
		for r := range n {
			c.row(j, place{index, r}, rows)
		}
	}
}

// column counts the rules of one column over a block.
func (c *Counter) column(i, index int, rows Rows, n int) {
	s := &c.plan.simple[i]
	memo := c.memo[i]
	for r := range n {
		cell := rows.Cell(r, s.column)
		h := xxh3.Hash(cell) | 1 // 0 is a free place
		// Two places a value: a new one moves the later of them out.
		at := (h >> 8) % uint64(len(memo)) &^ 1
		m, other := &memo[at], &memo[at|1]
		switch h {
		case m.hash:
		case other.hash:
			m = other
		default:
			c.forget(i, other)
			*other = *m
			*m = remembered{hash: h}
			m.applies, m.fails = c.judge(s, cell)
		}
		m.seen++
		if m.fails == 0 {
			continue
		}
		for k, rule := range s.rules {
			if m.fails>>k&1 != 0 {
				c.first[rule].add(place{index, r}, cell)
			}
		}
	}
}

func (c *Counter) judge(s *columnTests, cell []byte) (applies, fails uint64) {
	v := c.plan.read(cell)
	for k, t := range s.tests {
		switch a, ok := t(cell, v); {
		case a && ok:
			applies |= 1 << k
		case a:
			applies |= 1 << k
			fails |= 1 << k
		}
	}
	return applies, fails
}

// forget adds what is remembered of a cell to the counts.
func (c *Counter) forget(i int, m *remembered) {
	if m.seen == 0 {
		return
	}
	for k, rule := range c.plan.simple[i].rules {
		if m.applies>>k&1 != 0 {
			c.b[rule] += m.seen
			if m.fails>>k&1 == 0 {
				c.a[rule] += m.seen
			}
		}
	}
	m.seen = 0
}

// settle adds all that is remembered to the counts.
func (c *Counter) settle() {
	for i := range c.memo {
		for k := range c.memo[i] {
			c.forget(i, &c.memo[i][k])
		}
	}
}

// row counts a rule over several columns, or under a condition, in one row.
func (c *Counter) row(j *jointRule, at place, rows Rows) {
	if j.when >= 0 && !j.is[string(bytes.TrimSpace(rows.Cell(at.row, j.when)))] {
		return
	}
	switch {
	case j.memory >= 0:
		c.remember(j, at, rows)
		return
	case j.test != nil:
		cell := rows.Cell(at.row, j.columns[0])
		if applies, ok := j.test(cell, c.plan.read(cell)); applies {
			c.verdict(j.rule, ok, at, cell)
		}
		return
	}
	c.values = c.values[:0]
	for _, col := range j.columns {
		v := c.plan.read(rows.Cell(at.row, col))
		if v.Kind == Missing || j.check == CheckOrder && !v.Timed {
			return
		}
		c.values = append(c.values, v)
	}
	ok := true
	for i := 1; i < len(j.columns) && ok; i++ {
		a, b := rows.Cell(at.row, j.columns[i-1]), rows.Cell(at.row, j.columns[i])
		switch j.check {
		case CheckEqual:
			ok = bytes.Equal(bytes.TrimSpace(a), bytes.TrimSpace(b))
		case CheckOrder:
			ok = c.values[i-1].Seconds <= c.values[i].Seconds
		default:
			sign, comparable := compare(c.values[i-1], c.values[i])
			if !comparable {
				sign = bytes.Compare(bytes.TrimSpace(a), bytes.TrimSpace(b))
			}
			ok = j.op == "<" && sign < 0 || j.op == "<=" && sign <= 0 || j.op == "=" && sign == 0 || j.op == "!=" &&
				sign != 0
		}
	}
	c.verdict(j.rule, ok, at, rows.Cell(at.row, j.columns[0]))
}

// compare orders two values of which both are numbers or both are times.
func compare(a, b Value) (int, bool) {
	switch {
	case a.numeric() && b.numeric():
		return cmp.Compare(a.Number, b.Number), true
	case a.Timed && b.Timed:
		return cmp.Compare(a.Seconds, b.Seconds), true
	}
	return 0, false
}

func (c *Counter) verdict(rule int, ok bool, at place, cell []byte) {
	c.b[rule]++
	if ok {
		c.a[rule]++
		return
	}
	c.first[rule].add(at, cell)
}

// Merge takes in what another counter of the same plan counted.
func (c *Counter) Merge(o *Counter) {
	o.settle()
	for k, n := range o.blocks {
		c.blocks[k] += n
	}
	for i := range o.a {
		c.a[i] += o.a[i]
		c.b[i] += o.b[i]
		for _, f := range o.first[i] {
			c.first[i].add(f.place, f.example)
		}
	}
	for i := range o.pairs {
		c.pairs[i].merge(&o.pairs[i])
	}
}

// failure is a row that breaks a rule, with the beginning of the cell that does.
type failure struct {
	place
	example []byte
}

// failures are the first so many failing rows in the order of the table, whatever the order in which they were met.
type failures []failure

func (f *failures) add(at place, cell []byte) {
	list := *f
	if len(list) == firstFailures && !at.less(list[len(list)-1].place) {
		return
	}
	i, _ := slices.BinarySearchFunc(list, at, func(x failure, p place) int {
		return cmp.Or(cmp.Compare(x.block, p.block), cmp.Compare(x.row, p.row))
	})
	n := len(cell)
	for n > exampleBytes || n > 0 && n < len(cell) && cell[n]&0xc0 == 0x80 {
		n--
	}
	list = slices.Insert(list, i, failure{at, bytes.Clone(cell[:n])})
	*f = list[:min(len(list), firstFailures)]
}
