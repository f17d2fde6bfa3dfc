package sketch

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// kind says how much a cell's value can tell about where it comes from.
type kind uint8

const (
	null   kind = iota // nothing there
	text               // words, codes, long numbers
	common             // a date, a time, a number of at most six significant digits: many unrelated tables hold it
)

// shortDigits: two tables of amounts with two decimals below ten thousand share a large part of their values by chance.
const shortDigits = 6

// normal writes the cell's normal form to dst[:0] and says its kind. integer is the value of an integer of up to 18
// digits.
//
// The forms brought together: full-width and half-width characters and blanks; upper and lower case; runs of blanks;
// 1,234.50 and +1234.5; 2026-3-5, 2026/03/05, 2026.03.05, 20260305 and 2026年3月5日, with or without a time; +86 before
// a mobile number; and the usual spellings of nothing.
func normal(dst, cell []byte) (out []byte, k kind, integer int64, isInt bool) {
	out = fold(dst[:0], cell)
	if len(out) == 0 || isNull(out) {
		return out, null, 0, false
	}
	c := out[0]
	if c < '0' || c > '9' {
		if c != '+' && c != '-' && c != '.' {
			return out, text, 0, false
		}
		if rest, ok := mobile(out); ok {
			return number(rest)
		}
		return number(out)
	}
	if len(out) >= 8 {
		if n, ok := date(out); ok {
			return n, common, 0, false
		}
	}
	return number(out)
}

// fold lowers case and width, and squeezes blanks.
func fold(dst, cell []byte) []byte {
	blank := true // swallow leading blanks
	for i := 0; i < len(cell); {
		c := cell[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == ' ' || (c >= '\t' && c <= '\r'):
				if !blank {
					dst, blank = append(dst, ' '), true
				}
				continue
			case c >= 'A' && c <= 'Z':
				c += 'a' - 'A'
			}
			dst, blank = append(dst, c), false
			continue
		}
		r, n := utf8.DecodeRune(cell[i:])
		i += n
		switch {
		case r >= 0x4E00 && r <= 0x9FFF: // the common case: ideographs have neither case nor width
			dst, blank = append(dst, cell[i-n:i]...), false
			continue
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r == 0x3000 || r == 0xA0:
			r = ' '
		case r == 0xFEFF:
			continue
		}
		if r == ' ' {
			if !blank {
				dst, blank = append(dst, ' '), true
			}
			continue
		}
		dst, blank = utf8.AppendRune(dst, unicode.ToLower(r)), false
	}
	if n := len(dst); n > 0 && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}

func isNull(b []byte) bool {
	switch string(b) {
	case "-", "--", "—", "——", "/", "na", "n/a", "#n/a", "nan", "null", "none", "nil", `\n`, "无", "空", "不详", "未知":
		return true
	}
	return false
}

// mobile strips the country code of a mainland mobile number.
func mobile(b []byte) ([]byte, bool) {
	rest, ok := bytes.CutPrefix(b, []byte("+86"))
	if !ok {
		return nil, false
	}
	rest = bytes.TrimLeft(rest, " -")
	if len(rest) != 11 || rest[0] != '1' {
		return nil, false
	}
	for _, c := range rest {
		if c < '0' || c > '9' {
			return nil, false
		}
	}
	return rest, true
}

// number recognises [+-]digits[,ddd…][.digits] and rewrites it in place; anything else is text. Leading zeros stay:
// they make a code.
func number(b []byte) (out []byte, k kind, integer int64, isInt bool) {
	w, i := 0, 0 // the written form never overtakes the read one
	neg := b[0] == '-'
	if neg || b[0] == '+' {
		i++
	}
	var digits, significant, group, commas int
	start := i
	for ; i < len(b); i++ {
		if c := b[i]; c >= '0' && c <= '9' {
			digits++
			group++
			if significant > 0 || c != '0' {
				significant++
			}
			integer = integer*10 + int64(c-'0')
		} else if c == ',' && digits > 0 && (group == 3 || commas == 0 && group < 3) {
			commas++
			group = 0
		} else {
			break
		}
	}
	if commas > 0 && group != 3 {
		return b, text, 0, false
	}
	end, point, size := i, i, digits
	if i < len(b) && b[i] == '.' {
		trailing := 0
		for i++; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
			digits++
			if significant > 0 || b[i] != '0' {
				significant++
			}
			if b[i] == '0' {
				trailing++
			} else {
				trailing = 0
			}
		}
		point = i - trailing
		if point == end+1 {
			point = end
		}
		significant -= min(trailing, significant)
	}
	if i != len(b) || digits == 0 || digits > 40 {
		return b, text, 0, false
	}
	whole := point == end
	if neg {
		b[0] = '-'
		w = 1
	}
	for j := start; j < point; j++ {
		if b[j] != ',' {
			b[w] = b[j]
			w++
		}
	}
	out = b[:w]
	if start == end { // ".5"
		out = append(b[:0], leadingZero(b[:w], neg)...)
	}
	if string(out) == "-0" {
		out = out[1:]
	}
	k = text
	if significant <= shortDigits {
		k = common
	}
	if neg {
		integer = -integer
	}
	return out, k, integer, whole && size <= 18
}

// leadingZero writes the zero that a number without an integer part leaves out.
func leadingZero(b []byte, neg bool) []byte {
	out := make([]byte, 0, len(b)+1)
	if neg {
		out, b = append(out, '-'), b[1:]
	}
	return append(append(out, '0'), b...)
}

// date recognises a civil date, with or without a time, and writes it as 2006-01-02[ 15:04:05[.fff]][zone].
func date(b []byte) ([]byte, bool) {
	year, rest, ok := digits(b, 4, 4)
	if !ok || year < 1800 || year > 2199 || len(rest) == 0 {
		return nil, false
	}
	var month, day int
	if rest[0] >= '0' && rest[0] <= '9' {
		if month, rest, ok = digits(rest, 2, 2); !ok {
			return nil, false
		}
		if day, rest, ok = digits(rest, 2, 2); !ok {
			return nil, false
		}
		if len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' && len(rest) != 6 {
			return nil, false // a long number that happens to begin like a date
		}
	} else {
		sep := rest[0]
		chinese := bytes.HasPrefix(rest, []byte("年"))
		if !chinese && sep != '-' && sep != '/' && sep != '.' {
			return nil, false
		}
		if rest = rest[1:]; chinese {
			rest = rest[2:]
		}
		if month, rest, ok = digits(rest, 1, 2); !ok || len(rest) == 0 {
			return nil, false
		}
		if chinese {
			if rest, ok = bytes.CutPrefix(rest, []byte("月")); !ok {
				return nil, false
			}
		} else if rest[0] != sep {
			return nil, false
		} else {
			rest = rest[1:]
		}
		if day, rest, ok = digits(rest, 1, 2); !ok {
			return nil, false
		}
		if chinese {
			rest, _ = bytes.CutPrefix(rest, []byte("日"))
		}
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return nil, false
	}
	var buf [64]byte
	out := append(buf[:0], byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-')
	out = append(out, byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
	if len(rest) > 0 {
		if out, ok = clock(out, rest); !ok {
			return nil, false
		}
	}
	return append(b[:0], out...), true // at most 32 bytes more than read; append grows if it must
}

// clock reads a time of day after a date. Midnight is left out: exports write a date either way.
func clock(out, b []byte) ([]byte, bool) {
	if b[0] == ' ' || b[0] == 't' {
		b = b[1:]
	}
	compact := len(b) == 6 && bytes.IndexByte(b, ':') < 0
	var part [3]int
	var ok bool
	for i := range part {
		lo := 1
		if i > 0 || compact {
			lo = 2
		}
		if part[i], b, ok = digits(b, lo, 2); !ok {
			return nil, false
		}
		if i == 1 && len(b) == 0 {
			break // no seconds
		}
		if i < 2 && !compact {
			if len(b) == 0 || b[0] != ':' {
				if i == 1 {
					break
				}
				return nil, false
			}
			b = b[1:]
		}
	}
	if part[0] > 24 || part[1] > 59 || part[2] > 60 {
		return nil, false
	}
	var fraction []byte
	if len(b) > 1 && b[0] == '.' {
		n := 1
		for n < len(b) && b[n] >= '0' && b[n] <= '9' {
			n++
		}
		fraction, b = bytes.TrimRight(b[1:n], "0"), b[n:]
	}
	if len(b) > 6 || len(fraction) > 9 {
		return nil, false // longer than any zone: a text that begins like a time
	}
	if part != [3]int{} || len(fraction) > 0 {
		out = append(out, ' ', byte('0'+part[0]/10), byte('0'+part[0]%10), ':', byte('0'+part[1]/10),
			byte('0'+part[1]%10), ':', byte('0'+part[2]/10), byte('0'+part[2]%10))
		if len(fraction) > 0 {
			out = append(append(out, '.'), fraction...)
		}
	}
	return append(out, b...), true
}

// digits reads between lo and hi decimal digits.
func digits(b []byte, lo, hi int) (value int, rest []byte, ok bool) {
	i := 0
	for i < len(b) && i < hi && b[i] >= '0' && b[i] <= '9' {
		value = value*10 + int(b[i]-'0')
		i++
	}
	return value, b[i:], i >= lo
}
