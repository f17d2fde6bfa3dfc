package spreadsheet

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
)

// merge is a merged range, corners included; rows and columns count from 1.
type merge struct {
	top, bottom int64
	left, right int
	value       []byte // of its first cell
}

func (m *merge) String() string {
	return cellName(m.left, m.top) + ":" + cellName(m.right, m.bottom)
}

// readMerges reads the sheet once to its end, which checks the part's checksum, and keeps the merged ranges.
func (s *sheet) readMerges() error {
	r, err := s.part.Open()
	if err != nil {
		return s.damaged(s.name, 0, err)
	}
	defer func() { _ = r.Close() }() // reading only
	const word = "mergeCells"
	window, found := make([]byte, 0, pieceSize+64), false
	for {
		n := len(window)
		if n == cap(window) {
			if found {
				if n > maxPart {
					return ErrBomb.With("file", s.file.Name(), "what", word)
				}
				window = slices.Grow(window, n)
			} else {
				n = copy(window, window[n-64:])
			}
		}
		k, err := r.Read(window[n:cap(window)])
		window = window[:n+k]
		if !found {
			for at := 0; ; {
				i := bytes.Index(window[at:], []byte(word))
				if i < 0 {
					break
				}
				if at += i; at > 0 && (window[at-1] == '<' || window[at-1] == ':') {
					found = true
					window = append(make([]byte, 0, pieceSize), window[at-1:]...)
					break
				}
				at += len(word)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s.damaged(s.name, 0, err)
		}
	}
	if !found {
		return nil
	}
	window[0] = '<' // where a namespace stood
	return s.parseMerges(window)
}

func (s *sheet) parseMerges(text []byte) error {
	scan := scanner{b: text}
	for {
		t, err := scan.next()
		if err != nil || t.kind == 0 {
			return s.damaged(s.name, 0, err)
		}
		switch {
		case t.kind == '/' && string(t.name) == "mergeCells", t.empty && string(t.name) == "mergeCells":
			slices.SortStableFunc(s.merges, func(a, b merge) int { return int(a.top - b.top) })
			return nil
		case t.kind == '<' && string(t.name) == "mergeCell":
			m, ok := parseRange(t.attr("ref"))
			if !ok {
				return s.damaged(s.name, 0, errors.New("range of merged cells"))
			}
			if m.top != m.bottom || m.left != m.right {
				s.merges = append(s.merges, m)
			}
			if len(s.merges) > maxMerges {
				return ErrBomb.With("file", s.file.Name(), "what", "mergeCells")
			}
		}
	}
}

func parseRange(ref []byte) (m merge, ok bool) {
	from, to, two := bytes.Cut(ref, []byte(":"))
	if !two {
		to = from
	}
	var ok1, ok2 bool
	m.left, m.top, ok1 = parseCell(from)
	m.right, m.bottom, ok2 = parseCell(to)
	return m, ok1 && ok2 && m.left <= m.right && m.top <= m.bottom
}

// The largest sheet there can be.
const (
	maxSheetColumns = 16_384
	maxSheetRows    = 1_048_576
)

// parseCell reads a name such as BC23, with or without dollar signs.
func parseCell(name []byte) (col int, row int64, ok bool) {
	i := 0
	for ; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '$':
			continue
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' {
			break
		}
		if col = col*26 + int(c-'A') + 1; col > maxSheetColumns {
			return 0, 0, false
		}
	}
	for ; i < len(name); i++ {
		c := name[i]
		if c == '$' {
			continue
		}
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		if row = row*10 + int64(c-'0'); row > maxSheetRows {
			return 0, 0, false
		}
	}
	return col, row, col > 0 && row > 0
}

func cellName(col int, row int64) string {
	var letters []byte
	for ; col > 0; col = (col - 1) / 26 {
		letters = append(letters, byte('A'+(col-1)%26))
	}
	slices.Reverse(letters)
	return string(letters) + strconv.FormatInt(row, 10)
}
