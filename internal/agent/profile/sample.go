package profile

// hashSample keeps, of a stream of hashes, those that begin with as many zero bits as it takes to hold at most limit distinct
// ones. Which are kept depends on the hashes alone, so of a repeated value either all occurrences are seen or none, and what
// holds for the sample holds for the stream (Gibbons' distinct sampling). While level is 0 the sample is everything.
type hashSample struct {
	limit    int
	level    uint
	keys     []uint64 // open addressing; 0 is free, hash 0 is kept as 1
	distinct int
	seen     int64 // hashes in the sample, repeats included
}

// add reports whether the hash is in the sample and was there before.
func (s *hashSample) add(h uint64) (repeated bool) {
	if h>>(64-s.level) != 0 { // a shift by 64 gives 0
		return false
	}
	s.seen++
	if h == 0 {
		h = 1
	}
	if (s.distinct+1)*4 > len(s.keys)*3 {
		s.grow()
	}
	mask := uint64(len(s.keys) - 1)
	i := h & mask
	for s.keys[i] != 0 {
		if s.keys[i] == h {
			return true
		}
		i = (i + 1) & mask
	}
	s.keys[i] = h
	s.distinct++
	return false
}

func (s *hashSample) grow() {
	if len(s.keys) == 0 {
		s.keys = make([]uint64, 64)
		return
	}
	old, n := s.keys, 2*len(s.keys)
	for s.distinct >= s.limit {
		// Half of the hashes leave; the repeats among seen leave in proportion.
		s.level++
		kept := 0
		for i, h := range old {
			if h>>(64-s.level) != 0 {
				old[i] = 0
			} else if h != 0 {
				kept++
			}
		}
		s.seen = s.seen * int64(kept) / int64(s.distinct)
		s.distinct = kept
		n = len(old)
	}
	s.keys = make([]uint64, n)
	mask := uint64(n - 1)
	for _, h := range old {
		if h == 0 {
			continue
		}
		i := h & mask
		for s.keys[i] != 0 {
			i = (i + 1) & mask
		}
		s.keys[i] = h
	}
}

// repeats estimates how many hashes of the stream were repeats of an earlier one; it is exact while level is 0.
func (s *hashSample) repeats() int64 { return (s.seen - int64(s.distinct)) << s.level }
