package index

import (
	"cmp"
	"slices"
)

// tail is the newest part of the index: postings in the order in which they came, and a table of them.
type tail struct {
	first     uint32 // number of the first asset
	positions []uint64
	postings  []posting
	next      []int32          // the next posting of the same key, or −1
	chains    map[uint64]chain // of the first len(next) postings
}

// chain is a key's first and last posting.
type chain struct{ head, last int32 }

func newTail(first uint32) tail { return tail{first: first, chains: map[uint64]chain{}} }

func (t *tail) add(position uint64, keys []uint64) {
	asset := t.first + uint32(len(t.positions))
	t.positions = append(t.positions, position)
	for _, k := range keys {
		t.postings = append(t.postings, posting{k, asset})
	}
}

// ready reports whether every posting is in the table. It is filled when somebody asks, since an index that is being
// built is not asked.
func (t *tail) ready() bool { return len(t.next) == len(t.postings) }

func (t *tail) prepare() {
	for i := int32(len(t.next)); int(i) < len(t.postings); i++ {
		k := t.postings[i].key
		t.next = append(t.next, -1)
		c, ok := t.chains[k]
		if ok {
			t.next[c.last] = i
		} else {
			c.head = i
		}
		c.last = i
		t.chains[k] = c
	}
}

// find is that of a segment.
func (t *tail) find(k uint64, end uint32, limit int, out []uint32) []uint32 {
	c, ok := t.chains[k]
	if !ok {
		return out
	}
	for i := c.head; i >= 0 && limit > 0; i = t.next[i] {
		if t.postings[i].asset >= end {
			break
		}
		out = append(out, t.postings[i].asset)
		limit--
	}
	return out
}

// sorted streams the postings in a segment's order. The tail keeps its own.
func (t *tail) sorted() stream {
	// By the top bits first, keeping the order of assets: groups are then small enough for the processor's cache.
	const top = 16
	var starts [1<<top + 1]int
	for i := range t.postings {
		starts[t.postings[i].key>>(keyBits-top)+1]++
	}
	for i := range 1 << top {
		starts[i+1] += starts[i]
	}
	out := make([]posting, len(t.postings))
	at := starts
	for _, p := range t.postings {
		g := p.key >> (keyBits - top)
		out[at[g]] = p
		at[g]++
	}
	for i := range 1 << top {
		if group := out[starts[i]:starts[i+1]]; len(group) > 1 {
			slices.SortFunc(group, func(a, b posting) int {
				return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.asset, b.asset))
			})
		}
	}
	i := 0
	return func() (p posting, ok bool) {
		if i == len(out) {
			return p, false
		}
		i++
		return out[i-1], true
	}
}
