package quality

import (
	"github.com/zeebo/xxh3"
)

// pairTable remembers, of the pairs (determinant, dependent) of a rule, those whose determinant's hash begins with as
// many zero bits as it takes to hold limit pairs (Gibbons' distinct sampling). Which are kept depends on the values
// alone, so the table is the same whatever the order of rows and however they were shared among workers: while level is
// 0 it holds all. For uniqueness the dependent is 0, and a determinant that comes twice is a repetition.
type pairTable struct {
	limit int
	level uint
	pairs map[pair]*met
}

type pair struct{ key, dependent uint64 }

// met is how often a pair came, and its first two rows.
type met struct {
	count         int64
	first, second place
	example       []byte
}

// pairLimit shares 2¹⁸ pairs, about 24 MB a worker, among the rules that remember values.
func pairLimit(rules int) int { return min(max((1<<18)/max(rules, 1), 1<<10), 1<<16) }

// remember takes in one row for a rule of uniqueness or dependency. Rows in which a determinant is missing do not count.
func (c *Counter) remember(j *jointRule, at place, rows Rows) {
	t := &c.pairs[j.memory]
	key := uint64(0)
	for _, col := range j.columns {
		cell := rows.Cell(at.row, col)
		if len(cell) == 0 || c.plan.read(cell).Kind == Missing {
			return
		}
		key = mix(key, xxh3.Hash(cell))
	}
	if key>>(64-t.level) != 0 {
		return
	}
	p := pair{key: key}
	if j.check == CheckDependency {
		p.dependent = xxh3.Hash(rows.Cell(at.row, j.target)) | 1
	}
	t.add(p, met{count: 1, first: at, second: none, example: rows.Cell(at.row, j.columns[0])})
}

// none is after every row.
var none = place{block: 1 << 62}

func mix(h, next uint64) uint64 {
	h = (h<<7 | h>>57) ^ next
	h *= 0x9fb21c651e98df25
	h ^= h >> 32
	h *= 0xff51afd7ed558ccd
	return h ^ h>>29
}

func (t *pairTable) add(p pair, m met) {
	if p.key>>(64-t.level) != 0 { // a shift by 64 gives 0
		return
	}
	if t.pairs == nil {
		t.pairs = map[pair]*met{}
	}
	e := t.pairs[p]
	if e == nil {
		m.example = append([]byte(nil), m.example[:min(len(m.example), exampleBytes)]...)
		t.pairs[p] = &m
		for len(t.pairs) > t.limit && t.level < 64 {
			t.level++
			for k := range t.pairs {
				if k.key>>(64-t.level) != 0 {
					delete(t.pairs, k)
				}
			}
		}
		return
	}
	e.count += m.count
	for _, at := range []place{m.first, m.second} {
		switch {
		case at.less(e.first):
			e.first, e.second = at, e.first
		case at.less(e.second):
			e.second = at
		}
	}
}

func (t *pairTable) merge(o *pairTable) {
	for t.level < o.level {
		t.level++
	}
	for k := range t.pairs {
		if k.key>>(64-t.level) != 0 {
			delete(t.pairs, k)
		}
	}
	for k, m := range o.pairs {
		t.add(k, *m)
	}
}

// unique is how many different keys there are, and rows with one. Every second row of a key fails.
func (t *pairTable) unique(fail func(place, []byte)) (a, b int64) {
	for _, m := range t.pairs {
		a++
		b += m.count
		if m.count > 1 {
			fail(m.second, m.example)
		}
	}
	return a, b
}

// dependency is how many rows have their determinant's commonest dependent, of equals the one that comes first. The
// first row of every other fails.
func (t *pairTable) dependency(fail func(place, []byte)) (a, b int64) {
	best := map[uint64]*met{}
	for k, m := range t.pairs {
		b += m.count
		if o := best[k.key]; o == nil || m.count > o.count || m.count == o.count && m.first.less(o.first) {
			best[k.key] = m
		}
	}
	for k, m := range t.pairs {
		if best[k.key] == m {
			a += m.count
		} else {
			fail(m.first, m.example)
		}
	}
	return a, b
}
