package profile

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// topCapacity is how many values are followed, in a wide table topWide. A value that makes up more than twice
// 1/topCapacity of the cells is never missed, and its count is at most that much too low (Misra and Gries).
const (
	topCapacity = 512
	topWide     = 64
)

// topBytes is how much of a value is kept for showing it.
const topBytes = 64

// topTable counts the most frequent values of a column, by their hash, in bounded memory.
//
// When it is full, the median count is subtracted from all and what falls to zero leaves: constant work a cell, over
// time.
type topTable struct {
	limit   int
	slots   []topSlot // open addressing; count 0 is free
	used    int
	lost    int64 // subtracted from every count so far; 0 means that the counts are exact
	scratch []int64
	spare   []topSlot
	buffers [][]byte // of values that left
}

type topSlot struct {
	hash  uint64
	count int64
	value []byte
}

func (t *topTable) add(hash uint64, cell []byte, n int64) {
	if t.slots == nil {
		t.slots = make([]topSlot, 32)
	}
	for {
		mask := uint64(len(t.slots) - 1)
		i := hash & mask
		for t.slots[i].count > 0 && t.slots[i].hash != hash {
			i = (i + 1) & mask
		}
		s := &t.slots[i]
		if s.count > 0 {
			s.count += n
			return
		}
		if t.used < t.limit && t.used*4 < len(t.slots)*3 {
			s.hash, s.count = hash, n
			if k := len(t.buffers); k > 0 {
				s.value, t.buffers = t.buffers[k-1], t.buffers[:k-1]
			}
			s.value = append(s.value[:0], clip(cell)...)
			t.used++
			return
		}
		if len(t.slots) < 2*t.limit {
			t.rebuild(2*len(t.slots), 0)
			continue
		}
		t.purge()
	}
}

func (t *topTable) purge() {
	t.scratch = t.scratch[:0]
	for i := range t.slots {
		if c := t.slots[i].count; c > 0 {
			t.scratch = append(t.scratch, c)
		}
	}
	slices.Sort(t.scratch)
	median := t.scratch[len(t.scratch)/2]
	t.lost += median
	t.rebuild(len(t.slots), median)
}

// rebuild moves the slots to a table of n, less what is subtracted.
func (t *topTable) rebuild(n int, less int64) {
	old := t.slots
	if len(t.spare) == n {
		t.slots = t.spare
	} else {
		t.slots = make([]topSlot, n)
	}
	t.used = 0
	mask := uint64(n - 1)
	for k, s := range old {
		if s.count == 0 {
			continue
		}
		old[k] = topSlot{}
		if s.count -= less; s.count <= 0 {
			t.buffers = append(t.buffers, s.value)
			continue
		}
		i := s.hash & mask
		for t.slots[i].count > 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
		t.used++
	}
	t.spare = old
}

// clip cuts a value at a character.
func clip(cell []byte) []byte {
	if len(cell) <= topBytes {
		return cell
	}
	n := topBytes
	for n > 0 && !utf8.RuneStart(cell[n]) {
		n--
	}
	return cell[:n]
}

// TopValue is a frequent value, cut to 64 bytes.
type TopValue struct {
	Value string `json:"value"`
	Count int64  `json:"count"`
}

// most returns the n most frequent values, the most frequent first, of equals the lesser text first. A value that may
// owe more than half of its frequency to what was subtracted is not worth showing.
func (t *topTable) most(n int) []TopValue {
	all := []TopValue{}
	for _, s := range t.slots {
		if s.count > t.lost {
			all = append(all, TopValue{Value: string(s.value), Count: s.count})
		}
	}
	slices.SortFunc(all, func(a, b TopValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return all[:min(n, len(all))]
}
