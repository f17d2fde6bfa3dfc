package protocol

import (
	"encoding/binary"

	"shurong.org/shurong/sketch"
)

// Postings reads postings as a measurement carries them in the log: big-endian, 8 bytes each. What is malformed is none.
func Postings(b []byte) []uint64 {
	if len(b)%8 != 0 || len(b) > 8*sketch.MaxPostings {
		return nil
	}
	out := make([]uint64, 0, len(b)/8)
	for ; len(b) > 0; b = b[8:] {
		out = append(out, binary.BigEndian.Uint64(b))
	}
	return out
}

// EncodePostings is the reverse of [Postings].
func EncodePostings(p []uint64) []byte {
	out := make([]byte, 0, 8*len(p))
	for _, t := range p {
		out = binary.BigEndian.AppendUint64(out, t)
	}
	return out
}

// PostingsOf are a sketch's postings as they go into the log: none of a sketch in the public domain, whose hashes anyone
// could try guesses against, for ever.
func PostingsOf(s *sketch.Sketch) []byte {
	if s.Domain == sketch.Public {
		return nil
	}
	return EncodePostings(sketch.Postings(s))
}
