package index

import (
	"bufio"
	"encoding/binary"
	"io"

	"github.com/zeebo/xxh3"
)

// posting is a key held by an asset.
type posting struct {
	key   uint64
	asset uint32
}

// stream yields postings by key, and by asset where keys are equal; ok is false at the end.
type stream func() (p posting, ok bool)

// section writes one section of a file and sums it.
type section struct {
	w   *bufio.Writer
	sum *xxh3.Hasher
}

func newSection(dst io.WriterAt, at int) *section {
	return &section{w: bufio.NewWriterSize(io.NewOffsetWriter(dst, int64(at)), 1<<18), sum: xxh3.New()}
}

// write never fails before [section.end]: a buffered writer keeps its first error.
func (s *section) write(b []byte) {
	_, _ = s.w.Write(b)
	_, _ = s.sum.Write(b)
}

func (s *section) end(sums []byte) ([]byte, error) {
	return binary.LittleEndian.AppendUint64(sums, s.sum.Sum64()), s.w.Flush()
}

// writeSegment writes a segment of h.values postings from a stream. positions are those of its assets.
func writeSegment(dst io.WriterAt, h header, positions func(i uint32) uint64, next stream) error {
	h.bits = directoryBits(h.values)
	h = h.layout()
	rest, width := keyBits-h.bits, h.width()
	mask := uint64(1)<<rest - 1
	values, assets := newSection(dst, h.value), newSection(dst, h.asset)
	directory := make([]uint32, 1<<h.bits+1)
	var buf [8]byte
	at, n := uint64(0), uint32(0)
	for p, ok := next(); ok; p, ok = next() {
		for at < p.key>>rest {
			at++
			directory[at] = n
		}
		binary.LittleEndian.PutUint64(buf[:], p.key&mask)
		values.write(buf[:width])
		binary.LittleEndian.PutUint32(buf[:], p.asset)
		assets.write(buf[:4])
		n++
	}
	for at+1 < uint64(len(directory)) {
		at++
		directory[at] = n
	}
	if uint64(n) != h.values {
		return ErrFile.With("why", "number of postings")
	}
	return writeRest(dst, h, positions, directory, values, assets)
}

// writeRest writes what is known once all postings have passed.
func writeRest(
	dst io.WriterAt, h header, positions func(i uint32) uint64, directory []uint32, values, assets *section,
) error {
	var buf [8]byte
	pos, dir := newSection(dst, h.positions), newSection(dst, h.directory)
	for i := range h.assets {
		binary.LittleEndian.PutUint64(buf[:], positions(i))
		pos.write(buf[:])
	}
	for _, d := range directory {
		binary.LittleEndian.PutUint32(buf[:], d)
		dir.write(buf[:4])
	}
	var sums []byte
	var err error
	for _, s := range []*section{pos, dir, values, assets} {
		if sums, err = s.end(sums); err != nil {
			return err
		}
	}
	if _, err := dst.WriteAt(h.encode(), 0); err != nil {
		return err
	}
	_, err = dst.WriteAt(trailer(h, sums), int64(h.trailer))
	return err
}

// postings streams a segment.
func (s *segment) postings() stream {
	rest := keyBits - s.bits
	at, i := uint64(0), uint32(0)
	end := s.directoryAt(1)
	return func() (posting, bool) {
		if uint64(i) == s.values {
			return posting{}, false
		}
		for i == end {
			at++
			end = s.directoryAt(at + 1)
		}
		p := posting{at<<rest | s.valueAt(i), s.assetAt(i)}
		i++
		return p, true
	}
}

// merged streams two segments, the older first where keys are equal: its assets have the lower numbers.
func merged(older, newer stream) stream {
	a, okA := older()
	b, okB := newer()
	return func() (p posting, ok bool) {
		switch {
		case okA && (!okB || a.key <= b.key):
			p, ok = a, true
			a, okA = older()
		case okB:
			p, ok = b, true
			b, okB = newer()
		}
		return p, ok
	}
}

// mergeSegments writes two neighbours as one.
func mergeSegments(dst io.WriterAt, older, newer *segment) error {
	return writeSegment(dst, mergedHeader(older, newer), func(i uint32) uint64 {
		if i < older.assets {
			return older.position(i)
		}
		return newer.position(i - older.assets)
	}, merged(older.postings(), newer.postings()))
}

func mergedHeader(older, newer *segment) header {
	h := header{
		values: older.values + newer.values, first: older.first, assets: older.assets + newer.assets,
		size: newer.size, leaf: newer.leaf,
	}
	h.bits = directoryBits(h.values)
	return h.layout()
}

// memory is a segment that is kept in memory only.
type memory []byte

// WriteAt implements io.WriterAt within the length it was made with.
func (m memory) WriteAt(b []byte, at int64) (int, error) {
	if at < 0 || int(at)+len(b) > len(m) {
		return 0, io.ErrShortWrite
	}
	return copy(m[at:], b), nil
}
