package traits

import (
	"encoding/binary"
	"math/bits"

	"github.com/zeebo/xxh3"
)

// Seed separates these hashes from all others'.
const Seed = 0x7368757274_6b3202

// Hash is XXH3 of a cell, 64 bits; 0 means no bytes, and stands for no value. From 4 to 64 bytes, as nearly all cells
// are, it is written out here with what depends on the seed alone reckoned beforehand.
func Hash(b []byte) uint64 {
	switch n := len(b); {
	case n == 0:
		return 0
	case n > 64 || n < 4:
		return some(xxh3.HashSeed(b, Seed))
	case n > 32:
		return hash64((*[32]byte)(b), (*[32]byte)(b[n-32:]), n)
	case n > 16:
		return hash32((*[16]byte)(b), (*[16]byte)(b[n-16:]), n)
	case n > 8:
		return hash16(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:]), n)
	default:
		return hash8(binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[n-4:]), n)
	}
}

// some keeps 0 for no value.
func some(h uint64) uint64 {
	if h == 0 {
		return 1
	}
	return h
}

// XXH3's secret with the seed taken into it, as the lengths of input want it; a test holds them against the library.
const (
	flip4  = 0x55e0936e5181a3a0 // 4 to 8 bytes
	flipLo = 0xdaeae8ee5ead6bbb // 9 to 16
	flipHi = 0x3bee46c8952b2038
	wideA  = 0x31b41995add830ba // 17 and more
	wideB  = 0xa944ac84b815cf7a
	wideC  = 0x4f0005f65dd906e0
	wideD  = 0xabff3e4530390e70
	wideE  = 0xec4e363ec351abcd // 33 and more
	wideF  = 0xae0a8a5a09652880
	wideG  = 0x018cb969e8b13aba
	wideH  = 0xd8bdc50f722503de

	prime1  = 0x9e3779b185ebca87
	primeMX = 0x165667919e3779f9
	primeM2 = 0x9fb21c651e98df25
)

func hash64(b, e *[32]byte, n int) uint64 {
	return avalanche(uint64(n)*prime1 +
		product(word(b[16:24])^wideE, word(b[24:32])^wideF) + product(word(e[0:8])^wideG, word(e[8:16])^wideH) +
		product(word(b[0:8])^wideA, word(b[8:16])^wideB) + product(word(e[16:24])^wideC, word(e[24:32])^wideD))
}

func hash32(b, e *[16]byte, n int) uint64 {
	return avalanche(uint64(n)*prime1 +
		product(word(b[0:8])^wideA, word(b[8:16])^wideB) + product(word(e[0:8])^wideC, word(e[8:16])^wideD))
}

// hash16 is that of 9 to 16 bytes, from the first and the last eight.
func hash16(x, y uint64, n int) uint64 {
	lo, hi := x^flipLo, y^flipHi
	return avalanche(uint64(n) + bits.ReverseBytes64(lo) + hi + product(lo, hi))
}

// hash8 is that of 4 to 8 bytes, from the first and the last four.
func hash8(p, q uint32, n int) uint64 {
	x := uint64(q) + uint64(p)<<32 ^ flip4
	x ^= bits.RotateLeft64(x, 49) ^ bits.RotateLeft64(x, 24)
	x *= primeM2
	x ^= x>>35 + uint64(n)
	x *= primeM2
	return some(x ^ x>>28)
}

func word(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// product folds the 128 bits of a product into 64.
func product(x, y uint64) uint64 {
	hi, lo := bits.Mul64(x, y)
	return hi ^ lo
}

func avalanche(x uint64) uint64 {
	x ^= x >> 37
	x *= primeMX
	return some(x ^ x>>32)
}
