package sketch

import (
	"cmp"
	"math"
	"slices"
)

const (
	// K is the number of rows that a key selects.
	K = 256
	// heavy is the number of rows from which a key is a default or a category: its rows are not kept.
	heavy = 5
)

// cell is what is kept of a selected row's cell.
type cell struct {
	column  int
	value   uint64 // hash of the normal form
	number  float64
	form    form
	flag    bool
	derived bool // the value is part of the key, or the key of it
}

// entry is a selected key with its rows.
type entry struct {
	hash   uint64
	count  uint64 // rows
	prefix uint64 // hash of what precedes the last run of digits in the key
	tail   uint64 // the last run of digits as a number
	form   form
	lead   uint16 // the first two bytes of the key
	size   int    // bytes of the key's normal form
	rows   [][]cell
}

// reservoir keeps the K smallest distinct key hashes of a stream with their rows. A hash that is among the final K was
// never dropped, so its count and rows are complete, in whatever order and however many parts the rows came.
type reservoir struct {
	seen    uint64 // rows that had a key
	bound   uint64 // hashes ≥ bound are of no interest; 0 while none was dropped
	slots   []int32
	entries []entry
}

// interested says whether a key's hash is still of interest.
func (r *reservoir) interested(h uint64) bool { return h < r.bound || r.bound == 0 }

// last is the greatest hash that is of interest.
func (r *reservoir) last() uint64 {
	if r == nil {
		return math.MaxUint64
	}
	return r.bound - 1 // of 0 that is all
}

// add counts a row of a key and says whether the row is to be kept, in which entry.
func (r *reservoir) add(h, n uint64) (e *entry, keep bool) {
	if len(r.slots) == 0 {
		r.slots = make([]int32, 64)
	}
	mask := uint64(len(r.slots) - 1)
	i := h & mask
	for ; r.slots[i] != 0; i = (i + 1) & mask {
		e := &r.entries[r.slots[i]-1]
		if e.hash != h {
			continue
		}
		e.count += n
		if e.count >= heavy {
			e.rows = nil
		}
		return e, e.count < heavy
	}
	if len(r.entries) == 2*K {
		r.cut(K)
		if !r.interested(h) {
			return nil, false
		}
		return r.add(h, n)
	}
	r.entries = append(r.entries, entry{hash: h, count: n})
	r.slots[i] = int32(len(r.entries))
	if 2*len(r.entries) > len(r.slots) {
		r.index(2 * len(r.slots))
	}
	return &r.entries[len(r.entries)-1], n < heavy
}

// cut keeps the n smallest.
func (r *reservoir) cut(n int) {
	slices.SortFunc(r.entries, func(a, b entry) int { return cmp.Compare(a.hash, b.hash) })
	if len(r.entries) > n {
		r.bound = r.entries[n-1].hash + 1
		clear(r.entries[n:])
		r.entries = r.entries[:n]
	}
	r.index(len(r.slots))
}

func (r *reservoir) index(size int) {
	r.slots = make([]int32, size)
	mask := uint64(size - 1)
	for n := range r.entries {
		i := r.entries[n].hash & mask
		for r.slots[i] != 0 {
			i = (i + 1) & mask
		}
		r.slots[i] = int32(n + 1)
	}
}

// merge adds the rows of another part of the same table.
func (r *reservoir) merge(o *reservoir) {
	r.seen += o.seen
	if o.bound != 0 && (r.bound == 0 || o.bound < r.bound) {
		r.bound = o.bound
	}
	for i := range o.entries {
		from := &o.entries[i]
		if !r.interested(from.hash) {
			continue
		}
		e, keep := r.add(from.hash, from.count)
		if e == nil {
			continue
		}
		e.prefix, e.tail, e.form, e.lead, e.size = from.prefix, from.tail, from.form, from.lead, from.size
		if keep {
			e.rows = append(e.rows, from.rows...)
		}
	}
}

// final returns the selected keys in ascending order of their hashes, and whether they are all there are.
func (r *reservoir) final() (kept []entry, whole bool) {
	kept = slices.Clone(r.entries)
	slices.SortFunc(kept, func(a, b entry) int { return cmp.Compare(a.hash, b.hash) })
	if r.bound != 0 {
		for len(kept) > 0 && kept[len(kept)-1].hash >= r.bound {
			kept = kept[:len(kept)-1]
		}
	}
	whole = r.bound == 0 && len(kept) <= K
	kept = kept[:min(len(kept), K)]
	for i := range kept {
		rows := slices.Clone(kept[i].rows)
		slices.SortFunc(rows, compareRows)
		kept[i].rows = rows
	}
	return kept, whole
}

func compareRows(a, b []cell) int {
	return slices.CompareFunc(a, b, func(x, y cell) int {
		return cmp.Or(cmp.Compare(x.column, y.column), cmp.Compare(x.value, y.value))
	})
}
