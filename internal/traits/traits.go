// Package traits says of a cell what all who look at a table want to know first: which kinds of characters are in it,
// and a hash.
//
//	hash, class := traits.Of(bytes)
//	sum := traits.Hash(bytes)         // the hash alone
//
// A cell goes bytes → [Of] → profile (reads it by its class, counts it by its hash), scan (passes over what its class
// rules out) and sketch (selects rows by hashes of normal forms: of most cells that is the cell as it stands, so its
// hash serves). package table keeps what Of says of a column of a block until the next block.
//
// Eight bytes are looked at together. A cell of up to 16 bytes takes two loads for class and hash, 4 to 7 ns; a longer
// one 2 ns for eight bytes more.
//
// Invariants: the cell is valid UTF-8; the same bytes give the same hash and class. The hash is XXH3 with a seed of its
// own (hash.go), which published sketches rest on: it must not change.
package traits

import "encoding/binary"

// Class is a set of kinds of characters.
type Class uint8

// Kinds of characters. A cell of no bytes has none. Where something is beyond ASCII, nothing is said of the rest.
const (
	Digit  Class = 1 << iota // 0 to 9
	Lower                    // a to z
	Upper                    // A to Z
	Mark                     // any other of ASCII, blanks and controls included
	Beyond                   // beyond ASCII
	Han                      // every character is an ideograph, U+4E00 to U+9FFF; Beyond is set too

	Letter = Lower | Upper
)

// In reports whether a cell of this class has no characters but those of the set.
func (c Class) In(set Class) bool { return c&^set == 0 }

const (
	ones = 0x0101010101010101
	top  = 0x80 * ones
)

// Of is the cell's hash and class.
func Of(b []byte) (uint64, Class) {
	n := len(b)
	switch {
	case n > 16:
		return Hash(b), long(b)
	case n > 8:
		x, y := word(b[:8]), word(b[n-8:])
		return hash16(x, y, n), short(b, x, y)
	case n >= 4:
		p, q := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[n-4:])
		x := uint64(p) | uint64(q)<<32
		return hash8(p, q, n), short(b, x, x)
	case n > 0:
		x := ones * uint64(b[0]) // what is left over repeats the first
		x = x&^0xffff00 | uint64(b[n/2])<<8 | uint64(b[n-1])<<16
		return Hash(b), short(b, x, x)
	}
	return 0, 0
}

// short is the class of a cell whose bytes are all in two words, some of them perhaps twice.
func short(b []byte, x, y uint64) Class {
	if (x|y)&top != 0 {
		return beyond(b)
	}
	var s set
	s.add(x)
	s.add(y)
	return s.class()
}

// long is that of a cell of at least eight bytes.
func long(b []byte) Class {
	n := len(b)
	last := word(b[n-8:])
	all := last
	for i := 0; i+8 < n; i += 8 {
		all |= word(b[i : i+8])
	}
	if all&top != 0 {
		return beyond(b)
	}
	var s set
	for i := 0; i+8 < n; i += 8 {
		s.add(word(b[i : i+8]))
	}
	s.add(last)
	return s.class()
}

func beyond(b []byte) Class {
	if b[0] >= 0xe4 && ideographs(b) {
		return Beyond | Han
	}
	return Beyond
}

// set gathers kinds of characters of ASCII in the top bits of bytes.
type set struct{ digit, letter, upper, other uint64 }

func (s *set) add(x uint64) {
	l := x | 0x20*ones
	// The first sum of a pair reaches the top bit from the first of the range on, the second beyond the last.
	digit := (x + (0x80-'0')*ones) ^ (x + (0x80-'9'-1)*ones)
	letter := (l + (0x80-'a')*ones) ^ (l + (0x80-'z'-1)*ones)
	s.digit |= digit
	s.letter |= letter & (x << 2)
	s.upper |= letter &^ (x << 2)
	s.other |= ^(digit | letter)
}

func (s *set) class() (c Class) {
	if s.digit&top != 0 {
		c = Digit
	}
	if s.other&top != 0 {
		c |= Mark
	}
	if s.letter&top != 0 {
		c |= Lower
	}
	if s.upper&top != 0 {
		c |= Upper
	}
	return c
}

// ideographs says whether a cell is common ideographs only.
func ideographs(b []byte) bool {
	n := len(b)
	if n%3 != 0 {
		return false
	}
	i := 0
	for ; i+8 <= n; i += 6 { // two at a time
		w := binary.LittleEndian.Uint64(b[i:])
		if w&0xC0C0F0C0C0F0 != 0x8080E08080E0 || !common(uint16(w)) || !common(uint16(w>>24)) {
			return false
		}
	}
	for ; i < n; i += 3 {
		if !Ideograph(b[i], b[i+1], b[i+2]) {
			return false
		}
	}
	return true
}

// common says whether the first two bytes of a character, the first one lower, begin one of U+4E00 to U+9FFF.
func common(x uint16) bool { return x>>8|x<<8-0xE4B8 <= 0xE9BF-0xE4B8 }

// Ideograph says whether three bytes are a character of U+4E00 to U+9FFF.
func Ideograph(a, b, c byte) bool {
	return common(uint16(a)|uint16(b)<<8) && b&0xC0 == 0x80 && c&0xC0 == 0x80
}
