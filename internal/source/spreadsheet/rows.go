package spreadsheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"shurong.org/shurong/internal/table"
)

// cell is a cell of the present row: text[from:to].
type cell struct {
	col      int // from 1
	from, to int
}

// begin opens the rows and finds the one that names the columns.
func (s *sheet) begin(header int) error {
	r, err := s.part.Open()
	if err != nil {
		return s.damaged(s.name, 0, err)
	}
	s.in, s.pieces = r, pieces{in: r, end: "row>"}
	for {
		err := s.next()
		if errors.Is(err, io.EOF) {
			return table.ErrEmpty.With("file", s.file.Name())
		}
		if err != nil {
			return err
		}
		if len(s.cells) == 0 || header > 0 && s.row < int64(header) || header == 0 && s.isTitle() {
			continue
		}
		break
	}
	last := s.cells[len(s.cells)-1].col
	if last > table.MaxColumns {
		return table.ErrTooManyColumns.With("limit", table.MaxColumns)
	}
	raw := make([]string, last)
	if header < 0 {
		s.ahead = true
	} else {
		for i := range s.merges {
			if m := &s.merges[i]; m.top <= s.row && m.bottom >= s.row && m.left <= last {
				return ErrMergedHeader.With("sheet", s.name, "range", m)
			}
		}
		for _, c := range s.cells {
			raw[c.col-1] = string(s.text[c.from:c.to])
		}
	}
	s.names = names(raw)
	s.tally = table.Tally{InvalidBytes: s.tally.InvalidBytes}
	return nil
}

// isTitle reports whether the row is a caption above the table: one text over several columns.
func (s *sheet) isTitle() bool {
	col := s.cells[0].col
	for i := range s.merges {
		m := &s.merges[i]
		if m.top <= s.row && m.bottom >= s.row && m.left <= col && m.right >= col && m.right > m.left {
			return s.cells[len(s.cells)-1].col <= m.right
		}
	}
	return false
}

// names makes every name usable: trimmed, on one line, not empty, not repeated, at most 200 characters.
func names(raw []string) []string {
	seen := map[string]bool{}
	for i, n := range raw {
		n = strings.Join(strings.Fields(n), " ")
		if r := []rune(n); len(r) > 200 {
			n = string(r[:200])
		}
		if n == "" {
			n = table.Unnamed(i)
		}
		base := n
		for k := 2; seen[n]; k++ {
			n = base + "_" + strconv.Itoa(k)
		}
		seen[n] = true
		raw[i] = n
	}
	return raw
}

// Fill implements [table.Producer].
func (s *sheet) Fill(b *table.Batch) error {
	b.Reset(len(s.names))
	for !b.Full() && !s.done {
		if !s.ahead {
			err := s.next()
			if errors.Is(err, io.EOF) {
				s.done = true
				break
			}
			if err != nil {
				return err
			}
		}
		s.ahead = false
		if err := s.put(b); err != nil {
			return err
		}
	}
	if b.Rows() == 0 {
		return io.EOF
	}
	return nil
}

// put adds the present row to the batch.
func (s *sheet) put(b *table.Batch) error {
	switch {
	case len(s.cells) == 0:
		s.tally.BlankLines++
		return nil
	case s.cells[len(s.cells)-1].col > len(s.names):
		if s.tally.Ragged++; s.tally.FirstRagged == 0 {
			s.tally.FirstRagged = s.row
		}
		return nil
	}
	at := 1
	for _, c := range s.cells {
		if c.to-c.from > table.MaxField {
			return table.ErrFieldTooLong.With("line", s.row, "column", c.col, "name", s.names[c.col-1], "limit",
				table.MaxField)
		}
		for ; at < c.col; at++ {
			b.Missing()
		}
		b.Append(s.text[c.from:c.to])
		at++
	}
	for ; at <= len(s.names); at++ {
		b.Missing()
	}
	s.tally.Rows++
	return nil
}

// next reads the next row of the sheet into cells: those with a value, in order.
func (s *sheet) next() error {
	for {
		t, err := s.scan.next()
		if err != nil {
			return s.damaged(s.name, s.row, err)
		}
		switch {
		case t.kind == 0:
			piece, err := s.pieces.next()
			s.read.Store(s.pieces.read)
			if errors.Is(err, io.EOF) {
				if !bytes.Contains(s.pieces.tail, []byte("worksheet>")) {
					return s.damaged(s.name, s.row, io.ErrUnexpectedEOF)
				}
				return io.EOF
			}
			if errors.Is(err, errTooLong) {
				return table.ErrRowTooLong.With("line", s.row+1, "limit", maxRowXML)
			}
			if err != nil {
				return s.damaged(s.name, s.row, err)
			}
			s.scan = scanner{b: piece}
		case t.kind == '<' && string(t.name) == "row":
			if err := s.startRow(t); err != nil {
				return err
			}
			if !t.empty {
				if err := s.readRow(); err != nil {
					return s.damaged(s.name, s.row, err)
				}
			}
			s.spread()
			return nil
		}
	}
}

func (s *sheet) startRow(t token) error {
	s.cells, s.text = s.cells[:0], s.text[:0]
	n := s.row + 1
	if r := t.attr("r"); r != nil {
		var err error
		if n, err = strconv.ParseInt(string(r), 10, 64); err != nil || n <= s.row || n > maxSheetRows {
			return s.damaged(s.name, s.row, errors.New("row numbers"))
		}
	}
	s.row = n
	return nil
}

// readRow reads cells until the row's end.
func (s *sheet) readRow() error {
	col := 0
	for {
		t, err := s.scan.next()
		if err != nil {
			return err
		}
		switch {
		case t.kind == 0:
			return errXML
		case t.kind == '/' && string(t.name) == "row":
			return nil
		case t.kind == '<' && string(t.name) == "c":
			if r := t.attr("r"); r != nil {
				c, row, ok := parseCell(r)
				if !ok || c <= col || row != s.row {
					return errors.New("cell names")
				}
				col = c
			} else if col++; col > maxSheetColumns {
				return errors.New("too many cells")
			}
			if t.empty {
				continue
			}
			from := len(s.text)
			if err := s.readCell(t, col); err != nil {
				return err
			}
			if len(s.text) > from {
				s.cells = append(s.cells, cell{col, from, len(s.text)})
			}
		}
	}
}

// readCell appends a cell's text.
func (s *sheet) readCell(c token, col int) error {
	kind := string(c.attr("t"))
	style := 0
	if v := c.attr("s"); v != nil {
		n, err := strconv.Atoi(string(v))
		if err != nil {
			return errors.New("style of a cell")
		}
		style = n
	}
	from := len(s.text)
	value, formula, inText, phonetic, valued := false, false, false, false, false
	for {
		t, err := s.scan.next()
		if err != nil {
			return err
		}
		name := string(t.name)
		switch {
		case t.kind == 0:
			return errXML
		case t.kind == 't':
			if value || inText && !phonetic {
				s.text = t.appendText(s.text, &s.tally.InvalidBytes)
			}
		case t.kind == '/' && name == "c":
			if formula && !valued {
				return ErrNotComputed.With("sheet", s.name, "cell", cellName(col, s.row))
			}
			return s.finishCell(kind, style, from)
		case name == "c", name == "row":
			return errXML
		case name == "v":
			value = t.kind == '<' && !t.empty
			valued = true
		case name == "f":
			formula = true
		case name == "t":
			inText = t.kind == '<' && !t.empty
		case name == "rPh":
			phonetic = t.kind == '<' && !t.empty
		}
	}
}

// finishCell turns what the file stores in text[from:] into the cell's text.
func (s *sheet) finishCell(kind string, style, from int) error {
	stored := s.text[from:]
	switch kind {
	case "s":
		if len(stored) == 0 {
			return nil
		}
		n, err := strconv.Atoi(string(bytes.TrimSpace(stored)))
		text, ok := s.strings.get(n)
		if err != nil || !ok {
			return errors.New("number of a shared string")
		}
		s.text = append(s.text[:from], text...)
	case "b":
		word := "false"
		if string(stored) == "1" || string(stored) == "true" {
			word = "true"
		}
		if len(stored) > 0 {
			s.text = append(s.text[:from], word...)
		}
	case "d": // ISO 8601
		text := strings.Replace(strings.TrimSuffix(string(stored), "Z"), "T", " ", 1)
		s.text = append(s.text[:from], strings.TrimSuffix(text, " 00:00:00")...)
	case "", "n":
		if stored = bytes.TrimSpace(stored); len(stored) > 0 {
			number := append([]byte(nil), stored...)
			s.text = s.appendNumber(s.text[:from], number, style)
		}
	}
	return nil
}

// spread gives the cells of merged ranges their range's value.
func (s *sheet) spread() {
	for ; s.nextM < len(s.merges) && s.merges[s.nextM].top <= s.row; s.nextM++ {
		s.active = append(s.active, &s.merges[s.nextM])
	}
	kept := s.active[:0]
	for _, m := range s.active {
		if m.bottom < s.row {
			continue
		}
		kept = append(kept, m)
		if m.top == s.row {
			for _, c := range s.cells {
				if c.col == m.left {
					m.value = append([]byte(nil), s.text[c.from:c.to]...)
				}
			}
		}
		if len(m.value) == 0 {
			continue
		}
		from := len(s.text)
		s.text = append(s.text, m.value...)
		for col := m.left; col <= m.right; col++ {
			if m.top != s.row || col != m.left {
				s.set(col, from, len(s.text))
			}
		}
	}
	s.active = kept
}

// set places a value at a column of the present row.
func (s *sheet) set(col, from, to int) {
	i := len(s.cells)
	for i > 0 && s.cells[i-1].col > col {
		i--
	}
	if i > 0 && s.cells[i-1].col == col {
		s.cells[i-1] = cell{col, from, to}
		return
	}
	s.cells = append(s.cells, cell{})
	copy(s.cells[i+1:], s.cells[i:])
	s.cells[i] = cell{col, from, to}
}
