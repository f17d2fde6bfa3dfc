package profile

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// Kind is what one cell is.
type Kind uint8

// Kinds of cells. The first three hold no value.
const (
	Null     Kind = iota // nothing between two separators, or a null of Parquet
	Marker               // a word that stands for nothing: NULL, N/A, 不详, -
	Blank                // white space only
	Integer              // 42, -7, 1,234
	Decimal              // 3.5, 1e-3, 12%
	Date                 // 2026-03-01, 2026年3月1日, 20260301 …
	DateTime             // with a time of day
	Clock                // a time of day alone
	Boolean              // true, false, 是, 否, yes, no
	Code                 // an identifier: no blanks, digits in it, or a long or zero-led number
	Text                 // anything else
	kinds    = iota
)

var kindNames = [kinds]string{"null", "marker", "blank", "integer", "decimal", "date", "datetime", "time", "boolean",
	"code", "text"}

// reading is all that a cell tells, apart from the cell itself.
type reading struct {
	kind    Kind
	padded  bool // white space around it
	compact bool // an integer of 8 or 14 digits that is a date: the column decides
	epoch   bool // an integer that is an instant, since its column holds instants
	form    form
	chars   int32
	num     float64
	when    instant
}

// longNumber is the number of digits from which a number is an identifier: no count and no amount has as many, and a
// float64 would round it.
const longNumber = 16

// codeLength is the longest cell that is a code, in bytes.
const codeLength = 64

// read classifies a cell. nil is no value.
func read(cell []byte) (r reading) {
	if len(cell) == 0 {
		return r
	}
	body := trim(cell)
	r.padded = len(body) != len(cell)
	r.chars = int32(utf8.RuneCount(body))
	if len(body) == 0 {
		r.kind = Blank
		return r
	}
	if isMarker(body) {
		r.kind = Marker
		return r
	}
	c := body[0]
	if c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if r.number(body) {
			return r
		}
	}
	if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' {
		if w, f, ok := parseInstant(body); ok {
			r.when, r.form = w, f
			r.kind = Date
			switch {
			case f == clockForm:
				r.kind = Clock
			case w.timed:
				r.kind = DateTime
			}
			return r
		}
	}
	switch {
	case isBoolean(body):
		r.kind = Boolean
	case isCode(body):
		r.kind = Code
	default:
		r.kind = Text
	}
	return r
}

// trim removes blanks around a cell, the ideographic one too.
func trim(b []byte) []byte {
	if c := b[0]; c > ' ' && c != 0xe3 && c < 0xc0 {
		if c := b[len(b)-1]; c > ' ' && c < 0x80 {
			return b
		}
	}
	return bytes.TrimSpace(b)
}

// isMarker knows the usual ways of writing nothing. 无 is not among them: it mostly says that there is none, which is a
// value.
func isMarker(b []byte) bool {
	if len(b) > 6 {
		return false
	}
	switch string(b) {
	case "-", "--", "—", "——", "/", "空", "不详", "未知", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN",
		"NULL", "null", "Null", "None", "none", "nil", `\N`:
		return true
	}
	return false
}

// number reads an integer or a decimal; commas may group digits by three, a percent sign may follow.
func (r *reading) number(b []byte) bool {
	i, n := 0, len(b)
	if b[0] == '-' || b[0] == '+' {
		i++
	}
	start := i
	var mantissa uint64
	digits, point, commas, sinceComma := 0, -1, 0, 0
	for ; i < n; i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			if digits < 19 {
				mantissa = mantissa*10 + uint64(c-'0')
			}
			digits++
			sinceComma++
		case c == '.' && point < 0:
			if commas > 0 && sinceComma != 3 {
				return false
			}
			point = digits
		case c == ',' && point < 0:
			if digits == 0 || commas == 0 && digits > 3 || commas > 0 && sinceComma != 3 {
				return false
			}
			commas++
			sinceComma = 0
		case (c == 'e' || c == 'E') && digits > 0 && i+1 < n && commas == 0:
			return r.exponent(b)
		case c == '%' && i == n-1 && digits > 0:
		default:
			return false
		}
	}
	if digits == 0 || commas > 0 && point < 0 && sinceComma != 3 {
		return false
	}
	percent := b[n-1] == '%'
	if point < 0 && !percent {
		signed := start > 0
		if digits >= longNumber || b[start] == '0' && digits > 1 && !signed && commas == 0 {
			r.kind = Code
			return true
		}
		r.kind = Integer
		if !signed && commas == 0 && (digits == 8 || digits == 14) {
			if w, f, ok := parseCompact(b); ok {
				r.compact, r.when, r.form = true, w, f
			}
		}
		r.num = float64(mantissa)
	} else {
		r.kind = Decimal
		if digits > 19 {
			f, err := strconv.ParseFloat(string(bytes.ReplaceAll(bytes.TrimSuffix(b, []byte("%")), []byte(","), nil)),
				64)
			if err != nil {
				return false
			}
			r.num = f
			return true
		}
		r.num = float64(mantissa)
		if point >= 0 {
			r.num /= powers[digits-point]
		}
		if percent {
			r.num /= 100
		}
	}
	if b[0] == '-' {
		r.num = -r.num
	}
	return true
}

func (r *reading) exponent(b []byte) bool {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return false
	}
	r.kind, r.num = Decimal, f
	return true
}

var powers = [20]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
	1e17, 1e18, 1e19}

func isBoolean(b []byte) bool {
	if len(b) > 5 {
		return false
	}
	switch string(b) {
	case "true", "false", "True", "False", "TRUE", "FALSE", "yes", "no", "Yes", "No", "YES", "NO", "Y", "N", "y", "n",
		"T", "F", "t", "f", "是", "否":
		return true
	}
	return false
}

// isCode reports whether a cell is an identifier: printable ASCII without blanks, at least one digit in it.
func isCode(b []byte) bool {
	if len(b) > codeLength {
		return false
	}
	digit := false
	for _, c := range b {
		if c <= ' ' || c > '~' || c == ',' || c == ';' {
			return false
		}
		digit = digit || c >= '0' && c <= '9'
	}
	return digit
}
