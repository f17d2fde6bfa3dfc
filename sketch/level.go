package sketch

import (
	"math"
	"math/bits"
)

// A threshold is the share of all key hashes that lie below it, on a grid of 64 steps an octave: 4096 is everything, 64
// less is half of it. The exact threshold is the hash of one key and would give that key away; the grid, an error of
// one in a hundred at most, gives away nothing.
const (
	everything = 64 * 64
	stepBits   = 6
)

// step is the grid step that h lies in.
func step(h uint64) int {
	if h == 0 {
		return 0
	}
	octave := 63 - bits.LeadingZeros64(h)
	mantissa := int(h << (63 - octave) >> (63 - stepBits)) // 64 … 127
	return octave<<stepBits + mantissa - 64
}

// bound is the smallest threshold above h.
func bound(h uint64) int { return min(step(h)+1, everything) }

// share is what part of all hashes lies below a threshold.
func share(step int) float64 {
	if step <= 0 {
		return 0
	}
	return math.Ldexp(float64(64+step&63), step>>stepBits-stepBits-64)
}

// A row's level is how many quarters of an octave its key's hash lies below the sketch's threshold. Four bits of
// entropy, that is what a sketch tells of a key's hash; it is enough to count the rows below another's threshold.
const (
	maxLevel  = 31
	levelBits = stepBits - 2 // grid steps in a level, as a power of two
)

func level(h uint64, bound int) int {
	return min(max((bound-1)>>levelBits-step(h)>>levelBits, 0), maxLevel)
}

// below is the expected part of the rows of a level that lie below another threshold.
func below(level, own, other int) float64 {
	if other >= own {
		return 1
	}
	band := (own-1)>>levelBits - level
	low, high := share(band<<levelBits), min(share((band+1)<<levelBits), share(own))
	if level == maxLevel || band <= 0 {
		low = 0
	}
	if high <= low {
		return 0
	}
	return min(max((share(other)-low)/(high-low), 0), 1)
}
