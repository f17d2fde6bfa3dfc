package table

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// dialect is how a text table is written.
type dialect struct {
	sep, quote, newline byte // quote 0 is none
	header              bool
}

// splitter cuts UTF-8 text into rows.
//
// It follows RFC 4180 where the text does, and where it does not it takes the text as it stands: a quote inside an
// unquoted field is a character, and what follows a closing quote belongs to the field.
type splitter struct {
	dialect
	cols  int // 0 until the first row is read: then any number up to MaxColumns is taken
	names []string
	opts  Options

	eof   bool  // nothing comes after the text
	line  int64 // line that the next row begins on, from 1
	tal   Tally
	found int // cells of the first ragged row
}

// pad is how many bytes past the end the scanner may look at.
const pad = 8

// flag marks a cell whose doubled quotes are still to be undone; offsets stay below it since a block is under 2 GiB.
const flag = 1 << 31

// scan cuts whole rows from the start of b.text and returns how many bytes they took.
func (s *splitter) scan(b *Batch, maxRows int) (used int, err error) {
	n := len(b.text)
	text := append(b.text, make([]byte, pad)...)[:n+pad]
	b.text = text[:n]
	sepWord, nlWord := spread(s.sep), spread(s.newline)
	for i := 0; i < n; {
		if b.rows >= maxRows {
			return i, nil
		}
		rowStart, fields, base := i, 0, len(b.cells)
		lines, quoted := int64(1), false
		for done := false; !done; {
			start := i
			cell := noValue
			if s.quote != 0 && i < n && text[i] == s.quote {
				end, next, doubled, ok := s.quoted(text[:n], i)
				if !ok {
					if len(text[:n])-start > s.opts.MaxField {
						return 0, s.tooLong(fields, start, rowStart, text)
					}
					if !s.eof {
						b.cells = b.cells[:base]
						return rowStart, s.rowLimit(n - rowStart)
					}
					return 0, ErrQuoteUnclosed.With("line", s.line+newlines(text[rowStart:start]), "column", fields+1)
				}
				cell = span{uint32(start + 1), uint32(end)}
				if doubled {
					cell.end |= flag
					quoted = true
				}
				lines += newlines(text[start:next])
				i = next
			} else {
				i = nextEither(text, i, n, sepWord, nlWord)
				end := i
				if end > start && text[end-1] == '\r' && (i == n || text[i] == s.newline) {
					end--
				}
				if end > start {
					cell = span{uint32(start), uint32(end)}
				}
			}
			if size := int(cell.end&^flag) - int(cell.start); size > s.opts.MaxField {
				return 0, s.tooLong(fields, start, rowStart, text)
			}
			switch {
			case i >= n:
				if !s.eof {
					b.cells = b.cells[:base]
					return rowStart, s.rowLimit(n - rowStart)
				}
				done = true
			case text[i] == s.newline:
				i++
				done = true
			default:
				i++
			}
			if s.cols == 0 && fields >= MaxColumns {
				return 0, ErrTooManyColumns.With("limit", MaxColumns)
			}
			if s.cols == 0 || fields < s.cols {
				b.cells = append(b.cells, cell)
			}
			fields++
		}
		s.endRow(b, fields, base, lines, quoted)
	}
	return n, nil
}

// endRow keeps a row of the right number of cells and counts any other.
func (s *splitter) endRow(b *Batch, fields, base int, lines int64, quoted bool) {
	line := s.line
	s.line += lines
	switch {
	case fields == 1 && b.cells[base] == noValue:
		b.cells = b.cells[:base]
		s.tal.BlankLines++
		return
	case s.cols == 0:
		s.cols, b.cols = fields, fields
	case fields != s.cols:
		b.cells = b.cells[:base]
		if s.tal.Ragged == 0 {
			s.tal.FirstRagged, s.found = line, fields
		}
		s.tal.Ragged++
		return
	}
	if quoted {
		for i, c := range b.cells[base:] {
			if c.end >= c.start && c.end&flag != 0 {
				end := undouble(b.text[c.start:c.end&^flag], s.quote)
				b.cells[base+i].end = c.start + uint32(end)
			}
		}
	}
	b.rows++
	s.tal.Rows++
}

// quoted reads the field that opens at text[i]: end is where its content ends, next where its separator or line end is.
func (s *splitter) quoted(text []byte, i int) (end, next int, doubled, ok bool) {
	for j := i + 1; ; {
		k := bytes.IndexByte(text[j:], s.quote)
		if k < 0 {
			return 0, 0, false, false
		}
		j += k + 1
		switch {
		case j >= len(text):
			// The end of the block may hide a second quote; the end of the file may not.
			return j - 1, j, doubled, s.eof
		case text[j] == s.quote:
			doubled = true
			j++
		case text[j] == s.sep || text[j] == s.newline:
			return j - 1, j, doubled, true
		case text[j] == '\r' && j+1 < len(text) && text[j+1] == s.newline:
			return j - 1, j + 1, doubled, true
		case text[j] == '\r' && j+1 >= len(text):
			return j - 1, j + 1, doubled, s.eof
		}
		// Anything else after a quote: the quote was a character of the text, and the field goes on.
	}
}

func (s *splitter) tooLong(field, start, rowStart int, text []byte) error {
	name := "?"
	if field < len(s.names) {
		name = s.names[field]
	}
	return ErrFieldTooLong.With("line", s.line+newlines(text[rowStart:start]), "column", field+1, "name", name,
		"limit", s.opts.MaxField)
}

func (s *splitter) rowLimit(size int) error {
	if size > s.opts.MaxRow {
		return ErrRowTooLong.With("line", s.line, "limit", s.opts.MaxRow)
	}
	return nil
}

func newlines(b []byte) int64 { return int64(bytes.Count(b, []byte{'\n'})) }

// undouble makes one quote of two, in place, and returns the new length.
func undouble(b []byte, quote byte) int {
	n := 0
	for i := 0; i < len(b); i++ {
		b[n] = b[i]
		n++
		if b[i] == quote && i+1 < len(b) && b[i+1] == quote {
			i++
		}
	}
	return n
}

func spread(c byte) uint64 { return uint64(c) * 0x0101010101010101 }

// nextEither finds the first of two bytes in text[i:n], eight at a time; n if neither is there. text has pad bytes
// past n.
func nextEither(text []byte, i, n int, a, b uint64) int {
	const low7 = 0x7f7f7f7f7f7f7f7f
	for i < n {
		w := binary.LittleEndian.Uint64(text[i : i+pad])
		x, y := w^a, w^b
		// A byte is zero exactly where neither its low seven bits, with 0x7f added, nor itself reaches the top bit.
		hit := ^((x&low7 + low7 | x) & (y&low7 + low7 | y)) &^ uint64(low7)
		if hit != 0 {
			return min(i+bits.TrailingZeros64(hit)/8, n)
		}
		i += pad
	}
	return n
}
