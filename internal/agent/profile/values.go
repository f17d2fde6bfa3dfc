package profile

import (
	"math"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// values counts the different values of a column by their hashes.
//
// It holds all of them up to limit. Beyond, it lets go of every value whose hash does not begin with a zero bit, then
// with two, and so on: what is held is always all occurrences of a sample of the values (Gibbons' distinct sampling).
// Which values these are depends on the set of hashes alone, not on their order.
//
// With limit 65,536 at least half as many are held, and the number of different values is known with a standard error
// of 0.55 %.
//
// All workers put what they find into one table per column, a block at a time.
type values struct {
	mu    sync.Mutex
	asked atomic.Uint32 // level, for who does not hold mu
	limit int
	level uint   // leading zero bits that a held hash has
	slots []slot // open addressing; count 0 is free
	held  int
	texts []byte     // while level is 0: each text's length in a byte, and the text, cut to topBytes
	plain bool       // texts are not wanted
	near  uint32     // keeps what fetch reads from being left out
	many  *registers // from level 1 on, where limit is small
}

type slot struct {
	hash  uint64
	count uint32
	text  uint32 // where in texts
}

// topBytes is how much of a value is kept for showing it.
const topBytes = 64

// occurrence is n cells of one value, on their way into the table.
type occurrence struct {
	hash uint64
	cell []byte
	n    uint32
}

// take adds what a worker found in a block.
func (t *values) take(found []occurrence) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(found) > 0 {
		n := min(len(found), fetched)
		t.fetch(found[:n])
		for i := range found[:n] {
			t.add(found[i].hash, found[i].cell, found[i].n)
		}
		found = found[n:]
	}
	t.asked.Store(uint32(t.level))
}

// fetched is how many slots are brought near before they are looked at.
const fetched = 128

// fetch reads the slots that occurrences will be looked for in, one after the other and with nothing in between, so that
// the processor waits for many of them at once: the table is larger than its caches.
func (t *values) fetch(found []occurrence) {
	if len(t.slots) == 0 {
		return
	}
	mask, sum := uint64(len(t.slots)-1), uint32(0)
	for i := range found {
		sum += t.slots[found[i].hash&mask].count
	}
	t.near = sum
}

// add counts n occurrences of a value.
func (t *values) add(h uint64, cell []byte, n uint32) {
	if t.many != nil {
		t.many.add(h)
	}
	if h>>(64-t.level) != 0 { // a shift by 64 gives 0
		return
	}
	if t.slots == nil {
		t.slots = make([]slot, 64)
	}
	mask := uint64(len(t.slots) - 1)
	i := h & mask
	for t.slots[i].count != 0 {
		if t.slots[i].hash == h {
			t.slots[i].count += n
			return
		}
		i = (i + 1) & mask
	}
	t.insert(i, h, cell, n)
}

func (t *values) insert(i uint64, h uint64, cell []byte, n uint32) {
	if t.held >= t.limit {
		t.raise(t.level + 1)
		t.add(h, cell, n)
		return
	}
	if 4*(t.held+1) > 3*len(t.slots) {
		t.rebuild(2 * len(t.slots))
		t.add(h, cell, n)
		return
	}
	s := slot{hash: h, count: n}
	if t.level == 0 && !t.plain {
		s.text = uint32(len(t.texts))
		cell = clip(cell)
		t.texts = append(append(t.texts, byte(len(cell))), cell...)
	}
	t.slots[i] = s
	t.held++
}

// sampled reports whether the table is so small that registers count what it lets go of.
func (t *values) sampled() bool { return t.limit < valuesOfColumn }

// raise lets go of the values whose hashes begin with fewer zero bits.
func (t *values) raise(level uint) {
	if t.level == 0 && t.sampled() && !t.plain {
		t.many = new(registers)
		for _, s := range t.slots {
			if s.count > 0 {
				t.many.add(s.hash)
			}
		}
	}
	t.level = level
	t.rebuild(max(len(t.slots), 64))
}

// rebuild moves what is to be held to a table of n slots.
func (t *values) rebuild(n int) {
	old := t.slots
	t.slots, t.held = make([]slot, n), 0
	if t.level > 0 {
		t.texts = nil
	}
	mask := uint64(n - 1)
	for _, s := range old {
		if s.count == 0 || s.hash>>(64-t.level) != 0 {
			continue
		}
		i := s.hash & mask
		for t.slots[i].count != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
		t.held++
	}
}

// text is a value, cut to topBytes; nil if texts are not held.
func (t *values) text(s slot) []byte {
	if t.texts == nil {
		return nil
	}
	n := uint32(t.texts[s.text])
	return t.texts[s.text+1 : s.text+1+n]
}

// exact reports whether all values are held.
func (t *values) exact() bool { return t.level == 0 }

// different is the number of different values among so many. Where nine in ten differ, what share of the sample's cells
// are repeats tells it best; else the size of the sample does.
func (t *values) different(all int64) int64 {
	seen := int64(0)
	for _, s := range t.slots {
		seen += int64(s.count)
	}
	switch {
	case t.level == 0:
		return int64(t.held)
	case int64(t.held)*10 >= seen*9:
		return all - int64(math.Round(float64(all)*float64(seen-int64(t.held))/float64(seen)))
	case t.many != nil:
		return min(t.many.estimate(), all)
	}
	return min(int64(t.held)<<t.level, all)
}

// repeats estimates how many values repeat an earlier one; it is exact while level is 0.
func (t *values) repeats() int64 {
	n := int64(0)
	for _, s := range t.slots {
		if s.count > 1 {
			n += int64(s.count - 1)
		}
	}
	return n << t.level
}

// entropy is that of the distribution of values, in bits. Of a sample of values it is reckoned up.
func (t *values) entropy() float64 {
	total := 0.0
	classes := map[uint32]int{} // summed by count, in order of count, so that the order of slots does not show
	most := uint32(0)
	for _, s := range t.slots {
		if s.count > 0 {
			total += float64(s.count)
			classes[s.count]++
			most = max(most, s.count)
		}
	}
	if total == 0 {
		return 0
	}
	h := 0.0
	for _, c := range sortedKeys(classes) {
		p := float64(c) / total
		h -= float64(classes[c]) * p * math.Log2(p)
	}
	return h + float64(t.level)
}

// clip cuts a value at a character.
func clip(cell []byte) []byte { return clipTo(cell, topBytes) }

func clipTo(cell []byte, n int) []byte {
	if len(cell) <= n {
		return cell
	}
	for n > 0 && !utf8.RuneStart(cell[n]) {
		n--
	}
	return cell[:n]
}
