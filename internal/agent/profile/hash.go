package profile

import (
	"encoding/binary"
	"math/bits"

	"github.com/zeebo/xxh3"
)

// hash is that of a cell, 64 bits. Up to 16 bytes, as most cells have, it is wyhash's way (two loads, two
// multiplications), beyond xxh3. It is used within one pass and never stored.
func hash(b []byte) uint64 {
	const s0, s1, s2 = 0xa0761d6478bd642f, 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3
	n := len(b)
	var x, y uint64
	switch {
	case n > 16:
		return xxh3.Hash(b)
	case n >= 8:
		x, y = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		x, y = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	case n > 0:
		x = uint64(b[0])<<16 | uint64(b[n/2])<<8 | uint64(b[n-1])
	}
	hi, lo := bits.Mul64(x^s0, y^s1)
	hi, lo = bits.Mul64(hi^s2^uint64(n), lo^s1)
	return hi ^ lo
}
