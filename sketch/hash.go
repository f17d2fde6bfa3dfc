package sketch

import (
	"encoding/binary"
	"math/bits"

	"github.com/zeebo/xxh3"
)

// seed separates this method's hashes from all others'.
const seed = 0x7368757274_6b3202

// hashText is XXH3 of a normal form, 64 bits. Up to 32 bytes, as nearly all are, it is written out here with what
// depends on the seed alone reckoned beforehand: a key is hashed for every cell of a table.
func hashText(b []byte) uint64 {
	h := xxh(b)
	if h == 0 {
		return 1 // 0 means no value
	}
	return h
}

// XXH3's secret with the seed taken into it, as the lengths of input want it; a test holds them against the library.
const (
	flip4  = 0x55e0936e5181a3a0 // 4 to 8 bytes
	flipLo = 0xdaeae8ee5ead6bbb // 9 to 16
	flipHi = 0x3bee46c8952b2038
	wideA  = 0x31b41995add830ba // 17 to 32
	wideB  = 0xa944ac84b815cf7a
	wideC  = 0x4f0005f65dd906e0
	wideD  = 0xabff3e4530390e70

	prime1  = 0x9e3779b185ebca87
	primeMX = 0x165667919e3779f9
	primeM2 = 0x9fb21c651e98df25
)

func xxh(b []byte) uint64 {
	n := len(b)
	switch {
	case n > 32 || n < 4:
		return xxh3.HashSeed(b, seed)
	case n > 16:
		b, e := b[:16], b[n-16:]
		return avalanche(uint64(n)*prime1 +
			product(binary.LittleEndian.Uint64(b)^wideA, binary.LittleEndian.Uint64(b[8:])^wideB) +
			product(binary.LittleEndian.Uint64(e)^wideC, binary.LittleEndian.Uint64(e[8:])^wideD))
	case n > 8:
		lo, hi := binary.LittleEndian.Uint64(b)^flipLo, binary.LittleEndian.Uint64(b[n-8:])^flipHi
		return avalanche(uint64(n) + bits.ReverseBytes64(lo) + hi + product(lo, hi))
	}
	x := uint64(binary.LittleEndian.Uint32(b[n-4:])) + uint64(binary.LittleEndian.Uint32(b))<<32 ^ flip4
	x ^= bits.RotateLeft64(x, 49) ^ bits.RotateLeft64(x, 24)
	x *= primeM2
	x ^= x>>35 + uint64(n)
	x *= primeM2
	return x ^ x>>28
}

// product folds the 128 bits of a product into 64.
func product(x, y uint64) uint64 {
	hi, lo := bits.Mul64(x, y)
	return hi ^ lo
}

func avalanche(x uint64) uint64 {
	x ^= x >> 37
	x *= primeMX
	return x ^ x>>32
}
