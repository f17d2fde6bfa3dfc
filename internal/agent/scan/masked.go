package scan

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// maskedKinds says what a masked value was: 138****1234, 3201**********123X, 6222 **** **** 1234, 王*, 王小*,
// z***@example.com, 苏A****5.
func maskedKinds(cell []byte) (set kindSet) {
	var open, stars, han, letters int
	var first rune
	for i := 0; i < len(cell); {
		r, size := utf8.DecodeRune(cell[i:])
		if i == 0 {
			first = r
		}
		i += size
		switch {
		case r == '*' || r == '＊':
			stars++
		case r >= '0' && r <= '9':
			open++
		case unicode.Is(unicode.Han, r):
			han++
		case r == ' ' || r == '-':
		default:
			letters++
		}
	}
	switch {
	case bytes.IndexByte(cell, '@') > 0:
		set.add(email)
	case han == 0 && letters <= 1 && first >= '0' && first <= '9':
		switch n := open + stars + letters; {
		case n == 11 && first == '1' && open >= 4:
			set.add(mobile)
		case n >= 15 && n <= 18 && (first == '1' || first >= '1' && first <= '8') && (letters == 1 || n == 18 ||
			n == 15):
			set.add(residentID)
			if n >= 16 && first >= '3' && letters == 0 {
				set.add(bankCard)
			}
		case n >= 12 && n <= 19 && letters == 0:
			set.add(bankCard)
		}
	case unicode.Is(unicode.Han, first) && open == 0 && letters == 0 && han <= 2 && stars <= 3:
		set.add(name)
	case unicode.Is(unicode.Han, first) && han == 1 && letters >= 1 && open+letters+stars <= 8:
		set.add(plate)
	case unicode.Is(unicode.Han, first) && han >= 4:
		set.add(address)
	}
	return set
}
