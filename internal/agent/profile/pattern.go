package profile

import (
	"strconv"
	"unicode"
	"unicode/utf8"
)

// appendPattern appends how a cell is written.
func appendPattern(dst, cell []byte) []byte {
	last, run, length := rune(-1), 0, 0
	flush := func() {
		switch {
		case run == 0:
		case run > longRun:
			dst = append(strconv.AppendInt(append(utf8.AppendRune(dst, last), '{'), int64(run), 10), '}')
		default:
			for range run {
				dst = utf8.AppendRune(dst, last)
			}
		}
	}
	for len(cell) > 0 {
		r, size := rune(cell[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(cell)
		}
		cell = cell[size:]
		if c := classOf(r); c == last {
			run++
		} else {
			flush()
			last, run = c, 1
			if length++; length > patternLength {
				return append(dst, "…"...)
			}
		}
	}
	flush()
	return dst
}

func classOf(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return '9'
	case r >= 'a' && r <= 'z':
		return 'a'
	case r >= 'A' && r <= 'Z':
		return 'A'
	case r < utf8.RuneSelf:
		return r
	case r >= 0x4e00 && r <= 0x9fff || unicode.Is(unicode.Han, r):
		return '汉'
	case unicode.IsUpper(r):
		return 'A'
	case unicode.IsLetter(r):
		return 'a'
	case unicode.IsDigit(r):
		return '9'
	}
	return r
}
