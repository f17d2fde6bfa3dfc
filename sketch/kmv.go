package sketch

import (
	"math/big"
	"math/bits"
	"slices"
)

// kmv keeps the k smallest distinct hashes of a stream and how often each came. A hash that is among the final k was
// never evicted, so its count is exact.
type kmv struct {
	k     int
	bound uint64 // hashes ≥ bound are of no interest; 0 while fewer than k distinct were evicted
	slots []slot // open addressing, linear probing; hash 0 marks a free slot
	used  int
	seen  uint64 // how many were added, kept or not
}

type slot struct{ hash, n uint64 }

// startSlots keeps thousands of idle columns cheap.
const startSlots = 32

func newKMV(k int) kmv { return kmv{k: k, slots: make([]slot, startSlots)} }

// add counts one occurrence of h.
func (s *kmv) add(h uint64) {
	s.seen++
	if h >= s.bound && s.bound != 0 {
		return
	}
	s.put(h, 1)
}

func (s *kmv) put(h, n uint64) {
	if h == 0 {
		h = 1
	}
	mask := uint64(len(s.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch s.slots[i].hash {
		case h:
			s.slots[i].n += n
			return
		case 0:
			s.slots[i] = slot{h, n}
			s.used++
			if s.used*2 >= len(s.slots) {
				s.grow()
			}
			return
		}
	}
}

// grow doubles the table up to the size for 2k hashes, and from then on cuts back to the k smallest.
func (s *kmv) grow() {
	kept := s.sorted()
	size := len(s.slots)
	if s.used >= 2*s.k {
		kept = kept[:s.k]
		s.bound = kept[s.k-1].hash + 1
	} else {
		size *= 2
	}
	s.slots = make([]slot, size)
	s.used = 0
	for _, e := range kept {
		s.put(e.hash, e.n)
	}
}

func (s *kmv) sorted() []slot {
	out := make([]slot, 0, s.used)
	for _, e := range s.slots {
		if e.hash != 0 {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b slot) int {
		if a.hash < b.hash {
			return -1
		}
		return 1
	})
	return out
}

// merge adds another stream's sample. Both have the same k.
func (s *kmv) merge(o *kmv) {
	s.seen += o.seen
	for _, e := range o.sorted() {
		if s.bound == 0 || e.hash < s.bound {
			s.put(e.hash, e.n)
		}
	}
	if o.bound != 0 && (s.bound == 0 || o.bound < s.bound) {
		s.bound = o.bound
	}
}

// final returns the sample in ascending order, and whether it is the whole set.
func (s *kmv) final() (kept []slot, whole bool) {
	kept = s.sorted()
	if s.bound != 0 {
		// A merge may have left hashes above the other stream's bound, of which that stream forgot others.
		n := 0
		for n < len(kept) && kept[n].hash < s.bound {
			n++
		}
		kept = kept[:n]
	}
	whole = s.bound == 0 && len(kept) <= s.k
	if len(kept) > s.k {
		kept = kept[:s.k]
	}
	return kept, whole
}

// distinct estimates the number of distinct hashes from a sample: exact if whole, else (n−1)/(largest ÷ 2^64), which
// has a standard error of 1/√n.
func distinct(hashes []uint64, whole bool) uint64 {
	n := uint64(len(hashes))
	if whole || n < 2 {
		return n
	}
	top := hashes[n-1]
	if top <= n { // not reached by honest hashes; keeps Div64 from overflowing on forged ones
		return 1 << 53
	}
	q, _ := bits.Div64(n-1, 0, top)
	return min(max(q, n+1), 1<<53)
}

// collision estimates, in parts per billion, the probability that two cells of the column drawn at random are equal:
// Σ c(c−1) ÷ n(n−1), the sum scaled from the sample to all distinct values.
func collision(kept []slot, distinct, n uint64) int64 {
	if n < 2 || len(kept) == 0 {
		return 0
	}
	sum, t := new(big.Int), new(big.Int)
	for _, e := range kept {
		sum.Add(sum, t.Mul(t.SetUint64(e.n), new(big.Int).SetUint64(e.n-1)))
	}
	sum.Mul(sum, t.SetUint64(distinct))
	sum.Mul(sum, big.NewInt(1e9))
	all := new(big.Int).SetUint64(n)
	all.Mul(all, t.SetUint64(n-1))
	all.Mul(all, big.NewInt(int64(len(kept))))
	sum.Div(sum, all)
	return min(sum.Int64(), 1e9)
}
