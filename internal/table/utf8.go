package table

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// validUTF8 is utf8.Valid, eight bytes at a time and without branches, for text that is ASCII and characters of three
// bytes, as Chinese is: wherever else, the library is asked. It says the same in a third of the time.
func validUTF8(b []byte) bool {
	due, wrong := uint64(0), uint64(0) // continuations that the next word must begin with; what is not as expected
	rest := b
	for len(rest) >= 16 {
		p := (*[16]byte)(rest)
		rest = rest[16:]
		v, w := binary.LittleEndian.Uint64(p[:8]), binary.LittleEndian.Uint64(p[8:])
		vHigh, wHigh := v&topBits, w&topBits
		vLeads, wLeads := vHigh&(v<<1), wHigh&(w<<1) // 11xxxxxx
		vThree, wThree := vLeads&(v<<2), wLeads&(w<<2)
		wrong |= (vThree ^ vLeads) | vThree&(v<<3) | (vHigh ^ vLeads ^ (vLeads<<8 | vLeads<<16 | due))
		due = vLeads>>56 | vLeads>>48
		wrong |= (wThree ^ wLeads) | wThree&(w<<3) | (wHigh ^ wLeads ^ (wLeads<<8 | wLeads<<16 | due))
		due = wLeads>>56 | wLeads>>48
	}
	// Not all continuations are allowed after 0xe0 and 0xed.
	if wrong != 0 || bytes.IndexByte(b, 0xe0) >= 0 || bytes.IndexByte(b, 0xed) >= 0 {
		return utf8.Valid(b)
	}
	if due != 0 { // the last word broke off a character
		at := len(b) - len(rest)
		for at--; b[at]&0xc0 == 0x80; at-- {
		}
		rest = b[at:]
	}
	return utf8.Valid(rest)
}

// zeroBytes sets the top bit of every byte that is zero.
func zeroBytes(x uint64) uint64 { return topBits &^ (x&lowBits + lowBits | x) }
