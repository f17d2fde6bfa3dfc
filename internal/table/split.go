package table

import (
	"bytes"
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

// pad is how many bytes past the end of a text may be looked at.
const pad = window

// flag marks a cell whose doubled quotes are still to be undone; offsets stay below it since a block is under 2 GiB.
const flag = 1 << 31

// scan cuts whole rows from the start of b.text, at most maxRows, and returns how many bytes they took. Before the
// number of columns is known maxRows must be 1.
func (s *splitter) scan(b *Batch, maxRows int) (used int, err error) {
	n := len(b.text)
	text := append(b.text, make([]byte, pad)...)[:n+pad]
	b.text = text[:n]
	cols := s.layout(b, maxRows)
	m := marks{sep: spread(s.sep), newline: spread(s.newline), quote: spread(s.quote)}
	m.quotes = s.quote != 0 && bytes.IndexByte(text[:n], s.quote) >= 0
	base, found := 0, m.in((*[window]byte)(text)) // the window looked at, and its marks that are still to come
	rowStart, start, fields, at := 0, 0, 0, 0     // row, cell and where it goes
	lines, quoted := int64(1), false
	for b.rows < maxRows {
		for found == 0 && base+window < n {
			base += window
			found = m.in((*[window]byte)(text[base:]))
		}
		p := n
		if found != 0 {
			p = min(base+bits.TrailingZeros64(found), n)
			found &= found - 1
		}
		if p == n && fields == 0 && start == n {
			return n, nil
		}
		cell, c := span{uint32(start), uint32(p)}, text[p]
		if c == s.quote && p < n && s.quote != 0 {
			if p != start {
				continue // inside a cell it is a character
			}
			end, next, doubled, ok := s.quoted(text[:n], p)
			if !ok {
				switch {
				case n-start > s.opts.MaxField:
					return 0, s.tooLong(fields, start, rowStart, text)
				case !s.eof:
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
			p, c = next, text[next]
			base, found = next+1, 0
			if base < n {
				found = m.in((*[window]byte)(text[base:]))
			}
		} else {
			if p > start && text[p-1] == '\r' && (p == n || c == s.newline) {
				cell.end--
			}
			if cell.end == cell.start {
				cell = noValue
			}
		}
		if size := int(cell.end&^flag) - int(cell.start); size > s.opts.MaxField {
			return 0, s.tooLong(fields, start, rowStart, text)
		}
		if p == n && !s.eof {
			return rowStart, s.rowLimit(n - rowStart)
		}
		if fields < cols {
			b.cells[at] = cell
			at += b.colStep
		} else if s.cols == 0 {
			return 0, ErrTooManyColumns.With("limit", MaxColumns)
		}
		fields++
		start = min(p+1, n)
		if p == n || c == s.newline {
			s.endRow(b, fields, lines, quoted)
			rowStart, fields, at, lines, quoted = start, 0, b.rows, 1, false
		}
	}
	return rowStart, nil
}

// layout makes room for the cells of at most so many rows, column by column, and returns how many of a row there is
// room for. A row takes as many bytes as it has cells, which bounds the room by the text.
func (s *splitter) layout(b *Batch, maxRows int) (cols int) {
	if cols = s.cols; cols == 0 {
		cols = MaxColumns
	}
	b.byColumns(min(maxRows, len(b.text)/cols+1), cols)
	return cols
}

// endRow keeps a row of the right number of cells and counts any other.
func (s *splitter) endRow(b *Batch, fields int, lines int64, quoted bool) {
	line := s.line
	s.line += lines
	switch {
	case fields == 1 && b.cells[b.rows] == noValue:
		s.tal.BlankLines++
		return
	case s.cols == 0:
		s.cols, b.cols = fields, fields
	case fields != s.cols:
		if s.tal.Ragged == 0 {
			s.tal.FirstRagged, s.found = line, fields
		}
		s.tal.Ragged++
		return
	}
	if quoted {
		for i := b.rows; i < len(b.cells); i += b.colStep {
			if c := b.cells[i]; c.end >= c.start && c.end&flag != 0 {
				end := undouble(b.text[c.start:c.end&^flag], s.quote)
				b.cells[i].end = c.start + uint32(end)
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
