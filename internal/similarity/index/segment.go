package index

import (
	"encoding/binary"
	"math/bits"

	"github.com/zeebo/xxh3"
)

const (
	// keyBits of a tag are kept: see the package comment.
	keyBits = 56
	// perRange is how many values a range of the directory has on average: 16 of 4 bytes are a cache line.
	perRange = 16
	// scanned is the longest range that is read through rather than searched by halving.
	scanned = 32
	// maxValues bounds a segment: the directory counts in 32 bits. 2³² tags are 67 million assets.
	maxValues = 1<<32 - 1

	magic       = "SRSIMIX1"
	headerSize  = 80
	trailerSize = 48 // four sums of sections, one of header and sums, and a spare word that lets values be read 8 bytes wide
)

// key is what is kept of a tag.
func key(tag uint64) uint64 { return tag >> (64 - keyBits) }

// header is what a segment says of itself. Its bytes are little-endian, as everything in the file.
type header struct {
	bits      int    // b: bits of a key that the directory resolves
	values    uint64 // tags
	first     uint32 // number of the first asset
	assets    uint32
	size      uint64 // entries of the log that were taken in when it was written
	leaf      [32]byte
	positions int // offsets of the sections
	directory int
	value     int
	asset     int
	trailer   int
}

// layout fills in where the sections are.
func (h header) layout() header {
	h.positions = headerSize
	h.directory = h.positions + 8*int(h.assets)
	h.value = h.directory + 4*(1<<h.bits+1)
	h.asset = h.value + h.width()*int(h.values)
	h.trailer = h.asset + 4*int(h.values)
	return h
}

// width is the size of a value in bytes.
func (h header) width() int { return (keyBits - h.bits + 7) / 8 }

// directoryBits chooses b for a number of values.
func directoryBits(values uint64) int { return min(max(bits.Len64(values/perRange), 8), 28) }

func (h header) encode() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint64(b, uint64(h.bits))
	b = binary.LittleEndian.AppendUint64(b, h.values)
	b = binary.LittleEndian.AppendUint64(b, uint64(h.first))
	b = binary.LittleEndian.AppendUint64(b, uint64(h.assets))
	b = binary.LittleEndian.AppendUint64(b, h.size)
	b = append(b, h.leaf[:]...)
	return b
}

// parseHeader reads a header and holds it against the file's size.
func parseHeader(b []byte) (h header, ok bool) {
	if len(b) < headerSize+trailerSize || string(b[:8]) != magic {
		return h, false
	}
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8+8*i:]) }
	first, assets := word(2), word(3)
	h.values = word(1)
	if h.values > maxValues || first+assets > 1<<32-1 || first > 1<<32-1 || assets > 1<<32-1 ||
		word(0) != uint64(directoryBits(h.values)) {
		return h, false
	}
	h.bits, h.first, h.assets, h.size = int(word(0)), uint32(first), uint32(assets), word(4)
	copy(h.leaf[:], b[48:])
	h = h.layout()
	return h, len(b) == h.trailer+trailerSize
}

// segment is a whole, immutable part of the index.
type segment struct {
	header
	data  []byte // the file
	mask  uint64 // of a value
	close func() error
	path  string
}

// openSegment reads a segment and checks its sums.
func openSegment(data []byte) (*segment, bool) {
	h, ok := parseHeader(data)
	if !ok {
		return nil, false
	}
	s := &segment{header: h, data: data, mask: 1<<(keyBits-h.bits) - 1}
	return s, s.whole()
}

// whole checks the sums and what searching relies on: a directory that never decreases and ends at the last value.
func (s *segment) whole() bool {
	sections := [...][2]int{{s.positions, s.directory}, {s.directory, s.value}, {s.value, s.asset}, {s.asset, s.trailer}}
	sums := make([]byte, 0, 8*len(sections))
	for _, x := range sections {
		sums = binary.LittleEndian.AppendUint64(sums, xxh3.Hash(s.data[x[0]:x[1]]))
	}
	if string(s.data[s.trailer:s.trailer+trailerSize]) != string(trailer(s.header, sums)) {
		return false
	}
	last := uint32(0)
	for i := range 1<<s.bits + 1 {
		at := s.directoryAt(uint64(i))
		if at < last {
			return false
		}
		last = at
	}
	return s.directoryAt(0) == 0 && uint64(last) == s.values
}

// trailer is the last bytes of a file: the sums of its sections, and one of these with the header.
func trailer(h header, sums []byte) []byte {
	all := append(h.encode(), sums...)
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(sums, xxh3.Hash(all)), 0)
}

func (s *segment) directoryAt(i uint64) uint32 {
	return binary.LittleEndian.Uint32(s.data[s.directory+4*int(i):])
}

// valueAt reads eight bytes whatever the width: there is always something behind a value.
func (s *segment) valueAt(i uint32) uint64 {
	return binary.LittleEndian.Uint64(s.data[s.value+s.width()*int(i):]) & s.mask
}

func (s *segment) assetAt(i uint32) uint32 {
	return binary.LittleEndian.Uint32(s.data[s.asset+4*int(i):])
}

// position is the log position of an asset, counted within the segment.
func (s *segment) position(i uint32) uint64 {
	return binary.LittleEndian.Uint64(s.data[s.positions+8*int(i):])
}

// span is where a key's values may lie.
type span struct{ lo, hi uint32 }

// spans finds where keys may lie. Looking up one key after another would wait for memory at every step; here the
// directory is read for all keys, then the first value of each, and the processor has many reads under way at once.
func (s *segment) spans(keys []uint64) []span {
	rest := keyBits - s.bits
	out := make([]span, len(keys))
	for i, k := range keys {
		out[i] = span{s.directoryAt(k >> rest), s.directoryAt(k>>rest + 1)}
	}
	for i, k := range keys {
		// The range's middle or its first value: either tells whether there is anything to find.
		if x := out[i]; x.hi-x.lo > scanned {
			out[i].lo = s.lowest(x, k&s.mask)
		} else if x.lo < x.hi && s.valueAt(x.lo) > k&s.mask {
			out[i].hi = x.lo
		}
	}
	return out
}

// lowest finds the first value of a long range that is not less than v, or one at most [scanned] before it.
func (s *segment) lowest(x span, v uint64) uint32 {
	for lo, hi := x.lo, x.hi; ; {
		if hi-lo <= scanned {
			return lo
		}
		if mid := lo + (hi-lo)/2; s.valueAt(mid) < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
}

// find appends the assets that hold a key, in order, below number end, at most limit; x is the key's span.
func (s *segment) find(x span, k uint64, end uint32, limit int, out []uint32) []uint32 {
	v := k & s.mask
	for i := x.lo; i < x.hi && limit > 0; i++ {
		switch w := s.valueAt(i); {
		case w > v:
			return out
		case w == v:
			a := s.assetAt(i)
			if a >= end {
				return out
			}
			out = append(out, a)
			limit--
		}
	}
	return out
}

// drop ends the use of a segment's memory.
func (s *segment) drop() error {
	if s.close == nil {
		return nil
	}
	return s.close()
}
