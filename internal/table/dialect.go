package table

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// separators in the order that decides between equals. 0x01 is what Hive exports use.
var separators = []byte{',', '\t', ';', '|', 0x01}

// sampleRows is how many rows decide on the dialect.
const sampleRows = 200

// findDialect finds line end, quote and separator from the first block. whole says that it is all there is.
//
// The separator is the one that cuts most rows into the same number of cells, more than one; of two that do, the one
// with more cells. A table of one column has no separator, and a comma stands in.
func findDialect(sample []byte, o Options, whole bool) dialect {
	d := dialect{sep: o.Separator, newline: '\n', quote: '"'}
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		d.newline = '\r'
	}
	candidates := separators
	if d.sep != 0 {
		candidates = []byte{d.sep}
	}
	best := -1.0
	for _, quote := range []byte{'"', '\''} {
		if quote == '\'' && !singleQuoted(sample, candidates) {
			continue
		}
		for _, sep := range candidates {
			cols, same, rows := shape(sample, dialect{sep: sep, newline: d.newline, quote: quote}, whole)
			if cols < 2 || rows == 0 {
				continue
			}
			share := float64(same) / float64(rows)
			// Consistency first; the number of columns only decides among the consistent.
			if score := share*share*share*100 + min(float64(cols), 50)/10; score > best {
				best, d.sep, d.quote = score, sep, quote
			}
		}
	}
	if d.sep == 0 {
		d.sep = ','
	}
	return d
}

// singleQuoted reports whether apostrophes enclose fields and double quotes do not.
func singleQuoted(sample []byte, seps []byte) bool {
	count := func(q byte) (n int) {
		for _, sep := range seps {
			n += bytes.Count(sample, []byte{q, sep, q})
		}
		return n
	}
	return count('\'') > 4 && count('"') == 0
}

// shape cuts the sample and returns the commonest number of cells, how many rows have it, and how many rows there are.
func shape(sample []byte, d dialect, whole bool) (cols, same, rows int) {
	s := splitter{dialect: d, cols: -1, eof: whole, opts: Options{MaxField: len(sample) + 1, MaxRow: len(sample) + 1}}
	counts := map[int]int{}
	text := append([]byte(nil), sample...)
	for rest := text; len(rest) > 0 && rows < sampleRows; rows++ {
		n, used, ok := s.countCells(rest)
		if !ok {
			break
		}
		rest = rest[used:]
		if n == 0 {
			rows--
			continue
		}
		counts[n]++
	}
	for n, c := range counts {
		if c > same || c == same && n > cols {
			cols, same = n, c
		}
	}
	return cols, same, rows
}

// countCells counts the cells of the first row and how many bytes it takes; 0 cells is a blank line, false is no whole
// row.
func (s *splitter) countCells(text []byte) (cells, used int, ok bool) {
	i := 0
	for {
		cells++
		if i < len(text) && text[i] == s.quote {
			_, next, _, ok := s.quoted(text, i)
			if !ok {
				return 0, 0, false
			}
			i = next
		} else {
			for i < len(text) && text[i] != s.sep && text[i] != s.newline {
				i++
			}
		}
		switch {
		case i >= len(text):
			return cells, len(text), s.eof
		case text[i] == s.newline:
			if cells == 1 && len(bytes.TrimSpace(text[:i])) == 0 {
				cells = 0
			}
			return cells, i + 1, true
		}
		i++
	}
}

// looksLikeHeader decides whether the first row names the columns.
//
// Column by column: a text above numbers or dates speaks for a header, a number above numbers against it, and so does
// a first cell that occurs again below. Where nothing speaks, a first row of distinct texts is a header, since nearly
// all tables have one.
func looksLikeHeader(first []string, rows [][]string) bool {
	score, empty := 0, 0
	seen := map[string]bool{}
	for c, name := range first {
		if strings.TrimSpace(name) == "" {
			empty++
			continue
		}
		if utf8.RuneCountInString(name) > 200 {
			score--
		}
		if seen[name] {
			score--
		}
		seen[name] = true
		numbers, filled, again := 0, 0, false
		for _, r := range rows {
			if r[c] == "" {
				continue
			}
			filled++
			again = again || r[c] == name
			if numeric(r[c]) {
				numbers++
			}
		}
		switch {
		case isYear(name): // columns are often called by years, and years are often data
		case numeric(name) && (filled == 0 || numbers*2 > filled):
			score -= 2
		case filled > 0 && numbers*10 > filled*8:
			score += 2
		case again:
			score -= 2
		}
	}
	return score >= 0 && empty < len(first)
}

func isYear(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 1900 && n <= 2100
}

// numeric reports whether a cell is made of digits and the signs of numbers, dates and times.
func numeric(s string) bool {
	digits := 0
	for _, c := range strings.TrimSpace(s) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case strings.ContainsRune("+-.,/: %年月日TZ", c):
		default:
			return false
		}
	}
	return digits > 0
}

// Unnamed is what the column at index i, from 0, is called if the file does not name it.
func Unnamed(i int) string { return "column_" + strconv.Itoa(i+1) }

// uniqueNames makes every name usable: trimmed, not empty, not repeated, at most 200 characters.
func uniqueNames(raw []string) []string {
	names := make([]string, len(raw))
	seen := make(map[string]bool, len(raw))
	for i, n := range raw {
		n = strings.TrimSpace(strings.ToValidUTF8(n, "\uFFFD"))
		if r := []rune(n); len(r) > 200 {
			n = string(r[:200])
		}
		if n == "" {
			n = Unnamed(i)
		}
		base := n
		for k := 2; seen[n]; k++ {
			n = base + "_" + strconv.Itoa(k)
		}
		seen[n] = true
		names[i] = n
	}
	return names
}
