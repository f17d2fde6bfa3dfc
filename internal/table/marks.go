package table

import "encoding/binary"

// window is how many bytes are looked at together: one bit of a word stands for each.
const window = 64

// marks finds separators, line ends and quotes, 64 bytes at a time. A cell costs one step over a set bit, whatever its
// length, where a search byte by byte or word by word costs a wrong guess of the processor for most cells.
type marks struct {
	sep, newline uint64 // in all eight bytes
	quote        uint64
	quotes       bool // else there are none in the text
}

const (
	eachByte = 0x0101010101010101
	lowBits  = 0x7f * eachByte
	topBits  = 0x80 * eachByte
	gather   = 0x0102040810204080 // brings the lowest bits of eight bytes together in the highest byte
)

// in has a bit for each byte that is a mark.
func (m *marks) in(w *[window]byte) uint64 {
	a, b := m.sep, m.newline
	found := either(w[0:8], a, b)>>56 | either(w[8:16], a, b)>>48&(0xff<<8) | either(w[16:24], a, b)>>40&(0xff<<16) |
		either(w[24:32], a, b)>>32&(0xff<<24) | either(w[32:40], a, b)>>24&(0xff<<32) |
		either(w[40:48], a, b)>>16&(0xff<<40) | either(w[48:56], a, b)>>8&(0xff<<48) | either(w[56:64], a, b)&(0xff<<56)
	if m.quotes {
		q := m.quote
		for k := 0; k < window; k += 8 {
			found |= either(w[k:k+8], q, q) >> 56 << k
		}
	}
	return found
}

// either has in its highest byte a bit for each of eight bytes that is one of two of ASCII.
func either(w []byte, a, b uint64) uint64 {
	x := binary.LittleEndian.Uint64(w)
	low := x & lowBits
	// Seven bits, with 0x7f added, do not reach the top bit exactly where they are zero.
	return (topBits &^ ((low^a+lowBits)&(low^b+lowBits) | x)) >> 7 * gather
}

func spread(c byte) uint64 { return uint64(c) * eachByte }
