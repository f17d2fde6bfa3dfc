package sketch

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// form is what a cell's value is, as far as it can be told from the value alone.
type form uint8

const (
	nothing form = iota
	short        // a whole number of at most seven digits, or yes and no
	long         // a whole number of eight digits or more
	decimal      // a number with a fraction
	date         // a day
	moment       // a day with a time
	code         // letters and digits
	word         // letters
	han          // text with Chinese characters
	mobile       // from here on what names a person, a vehicle or a company
	resident
	card
	credit
	email
	plate
	forms // their number
)

// shortDigits: numbers of up to so many digits are found in tables that have nothing to do with each other.
const shortDigits = 7

// value is a cell's normal form.
type value struct {
	text   []byte  // what is hashed
	day    [8]byte // yyyymmdd of a date, to recognise it within a key
	number float64 // of numbers and dates (days), for the shape of the column
	form   form
	flag   bool // yes or no
}

// normalise brings a cell to its normal form, written to dst[:0].
//
// The forms brought together: full width and half width; upper and lower case; blanks and punctuation anywhere;
// thousands separators, signs, currency marks, zeros before and behind, percent, exponents; dates in any order, with
// separators, in Chinese or with English months, with a time in any of its forms (date.go); +86, 0086, 86 before a
// mobile number; separators within any number; usual spellings of yes, no and nothing.
func normalise(dst, cell []byte) value {
	folded := fold(dst[:0], cell)
	if len(folded) == 0 || isNull(folded) {
		return value{text: folded[:0]}
	}
	if v, ok := flagOf(folded); ok {
		return v
	}
	digits, marks, at := 0, 0, false
	for _, c := range folded {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '@':
			at = true
		case c < utf8.RuneSelf && (c < 'a' || c > 'z'):
			marks++
		}
	}
	if digits > 0 {
		if digits == len(folded) {
			return whole(folded)
		}
		if digits >= 3 && digits <= 23 && len(folded) <= 48 {
			if v, ok := parseDate(folded); ok {
				return v
			}
		}
		if len(folded) <= 48 {
			if v, ok := number(folded); ok {
				return v
			}
		}
		if digits > shortDigits && digits+marks == len(folded) {
			return whole(keepDigits(folded))
		}
	}
	return text(folded, at)
}

// fold lowers case and width and squeezes blanks.
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
		case r == 0xFFE5:
			r = '¥'
		case r == 0x3000 || r == 0xA0:
			r = ' '
		case r == 0xFEFF || r == 0x200B:
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
	if len(b) > 6 {
		return false
	}
	switch string(b) {
	case "-", "--", "—", "——", "/", "na", "n/a", "#n/a", "nan", "null", "none", "nil", `\n`, "无", "空", "不详", "未知":
		return true
	}
	return false
}

func flagOf(b []byte) (value, bool) {
	if len(b) > 5 {
		return value{}, false
	}
	switch string(b) {
	case "是", "y", "yes", "t", "true", "√":
		return value{text: append(b[:0], '1'), form: short, flag: true, number: 1}, true
	case "否", "n", "no", "f", "false", "×":
		return value{text: append(b[:0], '0'), form: short, flag: true}, true
	case "0", "1":
		return value{text: b, form: short, flag: true, number: float64(b[0] - '0')}, true
	}
	return value{}, false
}

// keepDigits drops what is not a digit.
func keepDigits(b []byte) []byte {
	out := b[:0]
	for _, c := range b {
		if c >= '0' && c <= '9' {
			out = append(out, c)
		}
	}
	return out
}

// whole is the normal form of a run of digits: a compact date, a mobile number without its country code, or a number
// without leading zeros.
func whole(b []byte) value {
	if len(b) == 8 || len(b) == 14 {
		if v, ok := compactDate(b); ok {
			return v
		}
	}
	b = bytes.TrimLeft(b, "0")
	if len(b) == 0 {
		return value{text: append(b, '0'), form: short, flag: true}
	}
	if len(b) == 13 && b[0] == '8' && b[1] == '6' && isMobile(b[2:]) {
		b = b[2:]
	}
	v := value{text: b, form: short}
	for _, c := range b {
		v.number = v.number*10 + float64(c-'0')
	}
	if len(b) > shortDigits {
		v.form = numberForm(b)
	} else if len(b) == 1 && b[0] == '1' {
		v.flag = true
	}
	return v
}

// text keeps letters and digits only: separators come and go in codes and names.
func text(folded []byte, at bool) value {
	out := folded[:0]
	letters, digits, ideographs := 0, 0, 0
	for i := 0; i < len(folded); {
		c := folded[i]
		if c < utf8.RuneSelf {
			i++
			if c >= 'a' && c <= 'z' {
				letters++
			} else if c >= '0' && c <= '9' {
				digits++
			} else {
				continue
			}
			out = append(out, c)
			continue
		}
		r, n := utf8.DecodeRune(folded[i:])
		switch {
		case r >= 0x4E00 && r <= 0x9FFF:
			ideographs++
		case unicode.IsLetter(r):
			letters++
		case unicode.IsNumber(r):
			digits++
		default:
			i += n
			continue
		}
		out = append(out, folded[i:i+n]...)
		i += n
	}
	if len(out) == 0 {
		return value{text: out}
	}
	v := value{text: out, form: word}
	switch {
	case at:
		v.form = email
	case ideographs > 0:
		v.form = han
		if ideographs == 1 && isPlate(out) {
			v.form = plate
		}
	case digits > 0 && letters == 0:
		v.form = short
		if len(out) > shortDigits {
			v.form = numberForm(out)
		}
	case digits > 0:
		v.form = codeForm(out)
	}
	return v
}
