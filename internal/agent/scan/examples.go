package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Examples are up to n values of the sample for each finding of a result, masked. They stay with who has the data: they
// are no part of a result.
func Examples(in Input, r Result, n int) [][]string {
	out := make([][]string, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		k, ok := byCode(f.Category)
		if !ok || f.Index < 0 || in.Sample == nil {
			continue
		}
		seen := map[string]bool{}
		for row := 0; row < in.Sample.Rows() && len(out[i]) < n; row++ {
			cell := in.Sample.Cell(row, f.Index)
			if len(cell) == 0 {
				continue
			}
			l := examine(cell)
			// What is decided by names or by several columns has no form of its own.
			if k <= creditCode && k != birthDate && !l.valid.has(k) && !l.masked.has(k) && f.State != Hashed {
				continue
			}
			if s := mask(strings.TrimSpace(string(cell))); !seen[s] {
				seen[s] = true
				out[i] = append(out[i], s)
			}
		}
	}
	return out
}

// mask leaves the first and last characters of a value: a quarter of it at most, and no more than three at an end.
func mask(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "?")
	}
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:2]) + "…" + "*"
	}
	keep := min(3, len(r)/4)
	head, tail := keep, keep
	if len(r) > 0 && unicode.Is(unicode.Han, r[0]) && len(r) <= 4 {
		head, tail = 1, 0
	}
	for i := head; i < len(r)-tail; i++ {
		if unicode.IsLetter(r[i]) || unicode.IsDigit(r[i]) {
			r[i] = '*'
		}
	}
	return string(r)
}
