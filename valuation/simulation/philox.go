package simulation

import "math/bits"

// Philox is the counter-based generator Philox2x64-10 of Salmon, Moraes, Dror and Shaw, “Parallel random numbers: as
// easy as 1, 2, 3” (SC 2011): a bijection of 128-bit counters, keyed by the seed, that passes TestU01's BigCrush.
//
// Why this one: any draw can be had without those before it, so that blocks go to any worker; a stream is the upper
// half of the counter, so that 2^64 streams cannot overlap, with no jump-ahead to get wrong; it is one widening
// multiplication a round, the same on every 64-bit machine; and it has published test vectors.
type Philox struct{ keys [10]uint64 }

// NewPhilox is the generator of a seed.
func NewPhilox(seed uint64) Philox {
	var p Philox
	for i := range p.keys {
		p.keys[i] = seed
		seed += philoxWeyl
	}
	return p
}

const (
	philoxMultiplier = 0xD2B74407B1CE6E93
	philoxWeyl       = 0x9E3779B97F4A7C15 // the golden ratio
)

// Words are the two 64-bit words of a counter.
func (p *Philox) Words(low, high uint64) (uint64, uint64) {
	// Written out: half the time of a loop.
	h, l := bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[0]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[1]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[2]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[3]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[4]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[5]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[6]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[7]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[8]^high, l
	h, l = bits.Mul64(philoxMultiplier, low)
	low, high = h^p.keys[9]^high, l
	return low, high
}

// Uniforms fills dst with draws first, first+1, … of a stream: numbers of the open interval (0, 1), each of 52 random
// bits and a last bit 1, so that neither end is ever met and u and 1−u are equally likely and equally exact.
func (p *Philox) Uniforms(dst []float64, stream, first uint64) {
	i := 0
	if first&1 == 1 && len(dst) > 0 {
		_, w := p.Words(first>>1, stream)
		dst[0] = unit(w)
		first, i = first+1, 1
	}
	counter := first >> 1
	for ; i+1 < len(dst); i += 2 {
		a, b := p.Words(counter, stream)
		dst[i], dst[i+1] = unit(a), unit(b)
		counter++
	}
	if i < len(dst) {
		a, _ := p.Words(counter, stream)
		dst[i] = unit(a)
	}
}

// unit is (⌊w/2^12⌋ + ½)·2^−52, exactly.
func unit(w uint64) float64 { return float64(int64(w>>12)<<1|1) * 0x1p-53 }
