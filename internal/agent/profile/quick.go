package profile

import (
	"encoding/binary"
	"math/bits"

	"shurong.org/shurong/internal/traits"
)

// quick reads the cells that most tables are made of: plain integers and decimals, dates and instants in the commonest
// form, Chinese texts, and codes that begin with a letter. What it does not know it leaves to [read], with which it
// agrees wherever it answers.
func quick(b []byte, class traits.Class, r *reading) bool {
	switch c := b[0]; {
	case class == traits.Digit:
		return quickDigits(b, r)
	case c-'0' < 10:
		if len(b) == 19 && b[10] == ' ' || len(b) == 10 && b[4] == '-' {
			return quickInstant(b, r)
		}
		if class == traits.Digit|traits.Mark {
			return quickDecimal(b, r)
		}
		return class == traits.Digit|traits.Upper && quickChecked(b, r)
	case c >= 0xe4 && c <= 0xe9:
		return quickChinese(b, class, r)
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return quickCode(b, class, r)
	}
	return false
}

// quickDigits reads digits: integers, and what are too many for one.
func quickDigits(b []byte, r *reading) bool {
	n := len(b)
	r.chars = int32(n)
	if n >= longNumber || b[0] == '0' && n > 1 {
		r.kind = Code
		return n <= 30
	}
	r.kind, r.num = Integer, float64(digitsOf(b))
	if n == 8 || n == 14 {
		if w, f, ok := parseCompact(b); ok {
			r.compact, r.when, r.form = true, w, f
		}
	}
	return true
}

// digitsOf is the number that up to sixteen digits are.
func digitsOf(b []byte) (m uint64) {
	switch n := uint(len(b)); {
	case n >= 8:
		first, last := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
		return eightDigits(first<<(8*(16-n)))*1e8 + eightDigits(last) // a shift by 64 gives 0
	case n >= 4:
		return eightDigits(few(b) << (8 * (8 - n)))
	}
	for _, c := range b {
		m = m*10 + uint64(c-'0')
	}
	return m
}

// few are four to eight bytes as one word; they overlap in the middle, where they agree.
func few(b []byte) uint64 {
	n := len(b)
	return uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[n-4:]))<<(8*(n-4))
}

// eightDigits is the number that eight digits are; bytes of zero count as digits of zero.
func eightDigits(w uint64) uint64 {
	const pairs = 0x000000ff000000ff
	w &= 0x0f0f0f0f0f0f0f0f
	w = w*10 + w>>8 // each second byte is now two digits
	return (w&pairs*(100+1_000_000<<32) + w>>16&pairs*(1+10_000<<32)) >> 32
}

// quickDecimal reads digits with a point among them, up to fifteen.
func quickDecimal(b []byte, r *reading) bool {
	n := len(b)
	if n > longNumber {
		return false
	}
	var m uint64
	point := -1
	if n >= 4 && n <= 8 {
		w := few(b)
		t := w ^ '.'*ones
		at := ((t - ones) &^ t & (ones << 7)) << (8 * (8 - n)) >> (8 * (8 - n)) // no byte before the first is wrong
		if at == 0 {
			return false
		}
		point = bits.TrailingZeros64(at) / 8
		below := uint64(1)<<(8*point) - 1
		w = w&below | w>>8&^below // without the point
		d := w << (8 * (9 - n))
		if ((d&high^digit0)|((d+6*ones)&high^digit0))>>(8*(9-n)) != 0 {
			return false
		}
		m = eightDigits(d)
	} else {
		for i, c := range b {
			if d := c - '0'; d < 10 {
				m = m*10 + uint64(d)
			} else if c == '.' && point < 0 {
				point = i
			} else {
				return false
			}
		}
	}
	r.kind, r.num, r.chars = Decimal, float64(m)/powers[n-1-point], int32(n)
	return true
}

const (
	ones   = 0x0101010101010101
	high   = 0xf0 * ones // the upper half of a byte, which of digits is 3
	digit0 = 0x30 * ones
)

// quickChecked reads digits and an X behind them: resident numbers.
func quickChecked(b []byte, r *reading) bool {
	n := len(b)
	if n <= longNumber || n > 30 || b[n-1] != 'X' {
		return false
	}
	for _, c := range b[:n-1] {
		if c-'0' >= 10 {
			return false
		}
	}
	r.kind, r.chars = Code, int32(n)
	return true
}

// quickInstant reads 2026-03-01 and 2026-03-01 08:30:00 from 1900 to 2100.
func quickInstant(b []byte, r *reading) bool {
	const digits, marks = 0x00f0f000f0f0f0f0, 0xff0000ff00000000
	w := binary.LittleEndian.Uint64(b)
	if w&digits != 0x0030300030303030 || w&marks != 0x2d00002d00000000 ||
		(w+0x0606060606060606)&digits != 0x0030300030303030 {
		return false
	}
	w &= 0x000f0f000f0f0f0f
	w = w*10 + w>>8
	y, m := int(w&0xff)*100+int(w>>16&0xff), int(w>>40&0xff)
	d1, d2 := b[8]-'0', b[9]-'0'
	d := int(d1)*10 + int(d2)
	if d1 > 9 || d2 > 9 || y < firstYear || y > lastYear || m-1 > 11 || m < 1 || d < 1 {
		return false
	}
	at := &monthTable[(y-firstYear)*12+m-1]
	if d > int(at.days) {
		return false
	}
	sec := (int64(at.first) + int64(d-1)) * daySeconds
	r.kind, r.form, r.chars = Date, dashForm, int32(len(b))
	if len(b) == 19 {
		t := binary.LittleEndian.Uint64(b[11:])
		const digits = 0xf0f000f0f000f0f0
		if t&digits != 0x3030003030003030 || (t+0x0606060606060606)&digits != 0x3030003030003030 || b[13] != ':' ||
			b[16] != ':' {
			return false
		}
		t &= 0x0f0f000f0f000f0f
		t = t*10 + t>>8
		h, mi, s := int64(t&0xff), int64(t>>24&0xff), int64(t>>48&0xff)
		if h > 23 || mi > 59 || s > 59 {
			return false
		}
		sec += h*3600 + mi*60 + s
		r.kind, r.when.timed = DateTime, true
	}
	r.when.sec, r.when.swapped = sec, sec
	return true
}

// quickChinese reads what begins with a Chinese character, is no word for nothing and too long to be one for yes, and
// does not end in anything that could be a blank.
func quickChinese(b []byte, class traits.Class, r *reading) bool {
	n := len(b)
	if n < 6 || n == 6 && (string(b) == "不详" || string(b) == "未知") {
		return false
	}
	if class&traits.Han != 0 {
		r.kind, r.chars = Text, int32(n/3)
		return true
	}
	if b[n-1] <= ' ' || b[n-1] >= 0x80 && (b[n-3] < 0xe4 || b[n-3] > 0xe9) {
		return false
	}
	r.kind, r.chars = Text, int32(characters(b))
	return true
}

// quickCode reads letters and digits, of which a digit comes so early that it cannot be the name of a month.
func quickCode(b []byte, class traits.Class, r *reading) bool {
	if len(b) < 4 || len(b) > codeLength || class&traits.Digit == 0 || letter(b[0]) && letter(b[1]) && letter(b[2]) {
		return false
	}
	if !class.In(traits.Digit | traits.Letter) {
		for _, c := range b {
			if c-'0' >= 10 && !letter(c) && c != '-' && c != '_' {
				return false
			}
		}
	}
	r.kind, r.chars = Code, int32(len(b))
	return true
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// characters counts the characters of valid UTF-8: the bytes that continue none.
func characters(b []byte) int {
	n, i := len(b), 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		n -= bits.OnesCount64(w & (^w << 1) & 0x8080808080808080) // top bit set, next one clear
	}
	for ; i < len(b); i++ {
		if b[i]&0xc0 == 0x80 {
			n--
		}
	}
	return n
}

// The years that dates are looked up in.
const (
	firstYear = 1900
	lastYear  = 2100
)

type month struct {
	first int32 // its first day, from 1970
	days  uint8
}

var monthTable = func() (t [(lastYear - firstYear + 1) * 12]month) {
	for i := range t {
		y, m := firstYear+i/12, i%12+1
		first, _ := days(y, m, 1)
		t[i] = month{int32(first), uint8(monthDays(y, m))}
	}
	return t
}()
