package profile

// hashSample keeps, of a stream of hashes, those that begin with as many zero bits as it takes to hold about limit
// distinct ones, and how often each came. Which are kept depends on the hashes alone, so of a repeated value either
// all occurrences are counted or none, and what holds for the sample holds for the stream (Gibbons' distinct
// sampling). While level is 0 the sample is the whole stream.
type hashSample struct {
	limit    int
	level    uint
	keys     []uint64 // open addressing; 0 is free, hash 0 is kept as 1
	counts   []uint32 // parallel to keys
	distinct int
	seen     int64 // the sum of counts
}

// add takes in one hash.
func (s *hashSample) add(h uint64) {
	if h>>(64-s.level) != 0 { // a shift by 64 gives 0
		return
	}
	if (s.distinct+1)*4 > len(s.keys)*3 {
		s.grow()
		if h>>(64-s.level) != 0 {
			return
		}
	}
	if s.put(max(h, 1), 1) {
		s.distinct++
	}
	s.seen++
}

// put counts n occurrences of a key and reports whether it is new.
func (s *hashSample) put(h uint64, n uint32) bool {
	mask := uint64(len(s.keys) - 1)
	i := h & mask
	for s.keys[i] != 0 && s.keys[i] != h {
		i = (i + 1) & mask
	}
	fresh := s.keys[i] == 0
	s.keys[i] = h
	s.counts[i] += n
	return fresh
}

// grow doubles the room, or, if there is enough, lets half of the hashes go.
func (s *hashSample) grow() {
	n := max(64, 2*len(s.keys))
	if s.distinct >= s.limit {
		s.level++
		n = len(s.keys)
	}
	keys, counts := s.keys, s.counts
	s.keys, s.counts = make([]uint64, n), make([]uint32, n)
	s.distinct, s.seen = 0, 0
	for i, h := range keys {
		if h != 0 && h>>(64-s.level) == 0 {
			s.put(h, counts[i])
			s.distinct++
			s.seen += int64(counts[i])
		}
	}
}

// repeats estimates how many hashes of the stream were repeats of an earlier one; it is exact while level is 0.
func (s *hashSample) repeats() int64 { return (s.seen - int64(s.distinct)) << s.level }
