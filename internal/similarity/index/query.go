package index

import (
	"cmp"
	"slices"
)

const (
	// RareList is the longest list of assets whose common tag is evidence; see the package comment.
	RareList = 100
	// CommonList is the longest list that is followed at all.
	CommonList = 1000
	// commonBudget bounds the assets of common tags that one query looks at, the shortest lists first.
	commonBudget = 20_000
	// MaxHits bounds an answer: what a registration can have compared in full, at 0.2 ms each.
	MaxHits = 256
	// minCommon is how many common tags an asset must share to be found by them alone.
	minCommon = 4
)

// Hit is an asset that has tags in common with the query.
type Hit struct {
	Position uint64 `json:"position"` // of its filing in the log
	Rare     int    `json:"rare"`     // tags in common that at most RareList assets hold
	Common   int    `json:"common"`   // other tags in common
}

// AmberOnly reports whether only common tags were found, which is no ground for more than a person's look.
func (h Hit) AmberOnly() bool { return h.Rare == 0 }

// Answer is what was found.
type Answer struct {
	Hits    []Hit `json:"hits"`    // the most telling first, at most MaxHits
	Found   int   `json:"found"`   // before the bound
	Skipped int   `json:"skipped"` // tags that too many assets hold to be followed
}

// Query finds the assets below a log position that share tags with a sketch. It takes all of a sketch's tags, not only
// those it would be entered with.
func (ix *Index) Query(tags []uint64, below uint64) Answer {
	keys := keysOf(tags)
	ix.mu.RLock()
	for !ix.tail.ready() {
		ix.mu.RUnlock()
		ix.mu.Lock()
		ix.tail.prepare()
		ix.mu.Unlock()
		ix.mu.RLock()
	}
	defer ix.mu.RUnlock()
	q := query{ix: ix, end: ix.number(below)}
	for _, s := range ix.segments {
		q.spans = append(q.spans, s.spans(keys))
	}
	for i, k := range keys {
		q.look(i, k)
	}
	return q.answer()
}

// query is one under way. The caller holds the lock.
type query struct {
	ix      *Index
	end     uint32   // number of the first asset that is too late
	spans   [][]span // of every segment, by key
	list    []uint32 // of the present tag
	rare    []uint32 // assets of rare tags, one for each tag
	common  [][]uint32
	skipped int
}

// look finds the assets that hold key number i. Segments and tail are in the order of assets, so what is cut off at a bound
// does not depend on where one ends.
func (q *query) look(i int, k uint64) {
	q.list = q.list[:0]
	for n, s := range q.ix.segments {
		if s.first >= q.end || len(q.list) > CommonList {
			break
		}
		q.list = s.find(q.spans[n][i], k, q.end, CommonList+1-len(q.list), q.list)
	}
	q.list = q.ix.tail.find(k, q.end, CommonList+1-len(q.list), q.list)
	switch {
	case len(q.list) > CommonList:
		q.skipped++
	case len(q.list) > RareList:
		q.common = append(q.common, slices.Clone(q.list))
	default:
		q.rare = append(q.rare, q.list...)
	}
}

// answer counts by asset.
func (q *query) answer() Answer {
	// Shortest first; lists of one length in the order of their keys, which the sort keeps.
	slices.SortStableFunc(q.common, func(a, b []uint32) int { return cmp.Compare(len(a), len(b)) })
	var common []uint32
	for _, l := range q.common {
		if len(common)+len(l) > commonBudget {
			q.skipped++
			continue
		}
		common = append(common, l...)
	}
	slices.Sort(q.rare)
	slices.Sort(common)
	type count struct {
		asset        uint32
		rare, common int
	}
	var found []count
	i, j := 0, 0
	for i < len(q.rare) || j < len(common) {
		var c count
		if j == len(common) || i < len(q.rare) && q.rare[i] <= common[j] {
			c.asset = q.rare[i]
		} else {
			c.asset = common[j]
		}
		for ; i < len(q.rare) && q.rare[i] == c.asset; i++ {
			c.rare++
		}
		for ; j < len(common) && common[j] == c.asset; j++ {
			c.common++
		}
		if c.rare > 0 || c.common >= minCommon {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b count) int {
		return cmp.Or(cmp.Compare(b.rare, a.rare), cmp.Compare(b.common, a.common), cmp.Compare(a.asset, b.asset))
	})
	out := Answer{Hits: []Hit{}, Found: len(found), Skipped: q.skipped}
	for _, c := range found[:min(len(found), MaxHits)] {
		out.Hits = append(out.Hits, Hit{Position: q.ix.position(c.asset), Rare: c.rare, Common: c.common})
	}
	return out
}

// position is an asset's place in the log. The caller holds the lock.
func (ix *Index) position(asset uint32) uint64 {
	if asset >= ix.tail.first {
		if i := int(asset - ix.tail.first); i < len(ix.tail.positions) {
			return ix.tail.positions[i]
		}
		return 0
	}
	i, found := slices.BinarySearchFunc(ix.segments, asset, func(s *segment, a uint32) int {
		switch {
		case a < s.first:
			return 1
		case a >= s.first+s.assets:
			return -1
		}
		return 0
	})
	if !found {
		return 0
	}
	return ix.segments[i].position(asset - ix.segments[i].first)
}

// number is how many assets were filed below a log position. The caller holds the lock.
func (ix *Index) number(below uint64) uint32 {
	lo, hi := uint32(0), ix.assets()
	for lo < hi {
		if mid := lo + (hi-lo)/2; ix.position(mid) < below {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
