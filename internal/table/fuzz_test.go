package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"shurong.org/shurong/fault"
)

func mustBeFault(t *testing.T, err error) {
	t.Helper()
	var f *fault.Error
	if err != nil && !errors.As(err, &f) {
		t.Errorf("not a fault: %v", err)
	}
}

// FuzzOpen: whatever the bytes, the outcome is rows of one width in valid UTF-8, or a fault.
func FuzzOpen(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a;b\r\n\"x\"\"y\";2\r\n", "\xef\xbb\xbf编号\t名称\n1\t二\n",
		"\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00",
		"\xb1\xe0\xba\xc5,\xc3\xfb\xb3\xc6\n1,\xb6\xfe\n", "\x1f\x8b\x08", "\x28\xb5\x2f\xfd", "PAR1", "\"",
		"a,b\n\"1,2", "\n\n,\n", "a\rb\r",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		path := write(t, "a", b)
		cols, rows, s, err := readAll(path, Options{})
		mustBeFault(t, err)
		for _, r := range rows {
			if len(r) != len(cols) {
				t.Fatalf("%d cells in %d columns", len(r), len(cols))
			}
			for _, c := range r {
				if !utf8.ValidString(c) {
					t.Fatalf("cell %q", c)
				}
			}
		}
		if err == nil && int64(len(rows)) != s.Tally().Rows {
			t.Errorf("%d rows handed out, %d counted", len(rows), s.Tally().Rows)
		}
	})
}

// FuzzSplit: what encoding/csv writes is read back the same.
func FuzzSplit(f *testing.F) {
	f.Add("a,b", "c\"d", "e\nf", "", 2)
	f.Add("'", "\r", " ", "编号", 9)
	f.Fuzz(func(t *testing.T, a, b, c, d string, n int) {
		cells := []string{a, b, c, d}
		for i, s := range cells {
			s = strings.ToValidUTF8(s, "?")
			// A lone CR is a line end to one reader and a character to the other; NUL is no text.
			cells[i] = strings.NewReplacer("\r", "", "\x00", "").Replace(s)
		}
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		_ = w.Write([]string{"c1", "c2", "c3", "c4"})
		n = 1 + max(n, -n)%20
		for range n {
			_ = w.Write(cells)
		}
		w.Flush()
		text := buf.Bytes()
		split := splitter{dialect: dialect{sep: ',', quote: '"', newline: '\n'}, cols: len(cells), opts: Options{}.withDefaults(),
			line: 1}
		rows := 0
		for cut := len(text) / (1 + n%5); len(text) > 0; {
			// A part of the text is cut after whole rows; the cut must be one that the splitter agrees with.
			end := split.wholeRows(text[:min(cut, len(text))])
			if end == 0 {
				if cut *= 2; cut < 2*len(text) || cut == 0 {
					cut++
					continue
				}
				end = len(text)
			}
			s := split
			s.eof = end == len(text)
			batch := Batch{text: bytes.Clone(text[:end])}
			used, err := s.scan(&batch, math.MaxInt)
			if err != nil || used != end {
				t.Fatalf("%d of %d bytes, %v", used, end, err)
			}
			text = text[end:]
			for r := range batch.Rows() {
				if rows++; rows == 1 {
					continue
				}
				for i := range cells {
					if got := string(batch.Cell(r, i)); got != cells[i] {
						t.Fatalf("row %d cell %d: %q, want %q", rows, i, got, cells[i])
					}
				}
			}
		}
		if rows != n+1 {
			t.Fatalf("%d rows, want %d", rows, n+1)
		}
	})
}
