package simulation

import "math/bits"

// permutation is a keyed bijection of 0 … n−1 that needs no memory: a Feistel network on the smallest number of bits
// that hold n, walked until the image is under n (cycle walking; Black and Rogaway, “Ciphers with arbitrary finite
// domains”, CT-RSA 2002). At most every second step is a walk. Latin hypercubes use it to tell draw i its stratum
// without knowing the other draws' strata.
type permutation struct {
	n          uint64
	low        uint   // bits of the right half
	right      uint64 // masks of the halves
	left       uint64
	keys       [feistelRounds]uint64
	leftShift  uint
	rightShift uint
}

// feistelRounds: four rounds of a good function are a pseudo-random permutation (Luby and Rackoff 1988).
const feistelRounds = 4

func newPermutation(n uint64, p *Philox, stream uint64) permutation {
	width := uint(max(bits.Len64(n-1), 2))
	low := (width + 1) / 2
	high := width - low
	q := permutation{n: n, low: low, right: 1<<low - 1, left: 1<<high - 1, leftShift: 64 - high, rightShift: 64 - low}
	for i := range q.keys {
		q.keys[i], _ = p.Words(uint64(i), stream)
	}
	return q
}

// at is the image of i < n.
func (q *permutation) at(i uint64) uint64 {
	for {
		l, r := i>>q.low, i&q.right
		l ^= mix(r^q.keys[0]) >> (q.leftShift & 63)
		r ^= mix(l^q.keys[1]) >> (q.rightShift & 63)
		l ^= mix(r^q.keys[2]) >> (q.leftShift & 63)
		r ^= mix(l^q.keys[3]) >> (q.rightShift & 63)
		if i = l<<q.low | r; i < q.n {
			return i
		}
	}
}

// mix spreads a half over 64 bits, of which the top ones are used.
func mix(x uint64) uint64 {
	h, l := bits.Mul64(x, philoxMultiplier)
	return (h ^ l) * philoxWeyl
}
