package sketch

import (
	"encoding/binary"
	"math/bits"
)

// spread is the finaliser of MurmurHash3.
func spread(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// role is what a cell may do for a row.
type role uint8

const (
	idle    role = iota
	aPart        // with a time, select the row
	aKey         // select the row
	aMoment      // be the time
)

// maxKey is the longest cell that selects rows, in bytes: a longer one is prose.
const maxKey = 96

// selector hashes cells that may select rows. Ordinary forms take a short way that gives the same as the normal form.
type selector struct {
	buf [maxKey + 16]byte
}

// hash returns the hash of the cell's normal form and what it may do; hash is of interest only if it may do anything.
func (s *selector) hash(cell []byte) (uint64, role) {
	n := len(cell)
	if n < 3 || n > maxKey {
		return 0, idle
	}
	if n == 6 && cell[0] >= 0xE4 && ideographs(cell) {
		if isNull(cell) {
			return 0, idle
		}
		return hashText(cell), aPart
	}
	if n >= 8 && cell[0] >= 0xE4 {
		if ideographs(cell) {
			return hashText(cell), asHan(n)
		}
		if f := s.han(cell); f != nothing {
			if f == plate {
				return hashText(s.buf[:n]), aKey
			}
			return hashText(s.buf[:n]), asHan(n)
		}
	} else if n >= 8 && n <= 32 {
		if c := cell[0]; c >= '0' && c <= '9' {
			if n == 10 || n == 19 {
				if h, ok := s.stamp(cell); ok {
					return h, aMoment
				}
			}
			if h, r, ok := s.digits(cell); ok {
				return h, r
			}
		} else if c < 0x80 {
			if s.ascii(cell) {
				return hashText(s.buf[:n]), asKey(n)
			}
		}
	}
	return s.slow(cell)
}

func asKey(n int) role {
	if n >= minCode {
		return aKey
	}
	return aPart
}

func asHan(n int) role {
	if n >= minHan {
		return aKey
	}
	return aPart
}

func (s *selector) slow(cell []byte) (uint64, role) {
	if n := len(cell); n <= shortDigits && cell[n-1] >= '0' && cell[n-1] <= '9' && cell[0] >= '0' && cell[0] <= '9' {
		if plainNumber(cell) {
			return 0, idle
		}
	}
	v := normalise(s.buf[:0], cell)
	switch v.form {
	case date, moment:
		return hashText(v.text), aMoment
	default:
		switch n := len(v.text); {
		case v.form.key(n):
			return hashText(v.text), aKey
		case v.form.part(n):
			return hashText(v.text), aPart
		}
	}
	return 0, idle
}

// plainNumber says whether a short cell has digits and at most one point: the usual amounts and counts.
func plainNumber(b []byte) bool {
	points := 0
	for _, c := range b {
		if c == '.' {
			points++
		} else if c < '0' || c > '9' {
			return false
		}
	}
	return points <= 1
}

const ones = 0x0101010101010101

// alnum says which of eight bytes are ASCII digits, and whether all are ASCII letters or digits.
func alnum(x uint64) (digit uint64, all bool) {
	const high = 0x80 * ones
	y := x | 0x20*ones
	digit = (x + (0x80-'0')*ones) &^ (x + (0x80-'9'-1)*ones) & high
	letter := (y + (0x80-'a')*ones) &^ (y + (0x80-'z'-1)*ones) & high
	return digit, x&high == 0 && digit|letter == high
}

// ascii lowers a cell of 8 to 32 ASCII letters and digits that begins with a letter into buf.
func (s *selector) ascii(cell []byte) bool {
	n := len(cell)
	for i := 0; i < n; i += 8 {
		at := min(i, n-8)
		x := binary.LittleEndian.Uint64(cell[at:])
		if _, all := alnum(x); !all {
			return false
		}
		binary.LittleEndian.PutUint64(s.buf[at:], x|0x20*ones)
	}
	return true
}

// digits takes cells of 8 to 32 bytes that begin with a digit: decimals are nothing, whole numbers and codes are keys.
func (s *selector) digits(cell []byte) (uint64, role, bool) {
	n := len(cell)
	if n > 8 && cell[8]|0x20 == 't' {
		return 0, idle, false // 20060102T150405
	}
	number := true
	for i := 0; i < n; i += 8 {
		at := min(i, n-8)
		x := binary.LittleEndian.Uint64(cell[at:])
		digit, all := alnum(x)
		if !all {
			return 0, idle, n <= 20 && decimalNumber(cell)
		}
		number = number && digit == 0x80*ones
		binary.LittleEndian.PutUint64(s.buf[at:], x|0x20*ones)
	}
	if number && (n == 8 || n == 13 || n == 14 || cell[0] == '0') {
		return 0, idle, false // a date, a country code or zeros may be in it
	}
	return hashText(s.buf[:n]), aKey, true
}

// decimalNumber recognises digits with one point, of which a fraction is left when zeros are dropped.
func decimalNumber(b []byte) bool {
	points, fraction := 0, false
	for _, c := range b {
		switch {
		case c == '.':
			points++
		case c < '0' || c > '9':
			return false
		case points > 0 && c != '0':
			fraction = true
		}
	}
	return points == 1 && fraction
}

// ideographs says whether a cell of at least six bytes is UTF-8 of common ideographs only.
func ideographs(cell []byte) bool {
	n := len(cell)
	if n%3 != 0 {
		return false
	}
	i := 0
	for ; i+8 <= n; i += 6 { // two at a time
		w := binary.LittleEndian.Uint64(cell[i:])
		if w&0xC0C0F0C0C0F0 != 0x8080E08080E0 || !common(uint16(w)) || !common(uint16(w>>24)) {
			return false
		}
	}
	for ; i < n; i += 3 {
		if !ideograph(cell[i], cell[i+1], cell[i+2]) {
			return false
		}
	}
	return true
}

// common says whether the first two bytes of a character, the first one lower, begin one of U+4E00 to U+9FFF.
func common(x uint16) bool { return bits.ReverseBytes16(x)-0xE4B8 <= 0xE9BF-0xE4B8 }

func ideograph(a, b, c byte) bool {
	return common(uint16(a)|uint16(b)<<8) && b&0xC0 == 0x80 && c&0xC0 == 0x80
}

// han lowers a cell of common ideographs, ASCII letters and digits that begins with an ideograph into buf: addresses,
// names of models, number plates. 元 is a mark of currency and is left to [normalise].
func (s *selector) han(cell []byte) form {
	if string(cell[:3]) == "元" {
		return nothing
	}
	n, found := len(cell), 0
	for i := 0; i < n; {
		switch c := cell[i]; {
		case c >= 0xE4:
			if i+3 > n || !ideograph(c, cell[i+1], cell[i+2]) {
				return nothing
			}
			s.buf[i], s.buf[i+1], s.buf[i+2] = c, cell[i+1], cell[i+2]
			i += 3
			found++
			continue
		case c >= '0' && c <= '9':
			s.buf[i] = c
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			s.buf[i] = c | 0x20
		default:
			return nothing
		}
		i++
	}
	if found == 1 && isPlate(s.buf[:n]) {
		return plate
	}
	return han
}

// stamp takes 2006-01-02 and 2006-01-02 15:04:05, the separators of the date being - or /.
func (s *selector) stamp(cell []byte) (uint64, bool) {
	sep := cell[4]
	if sep != '-' && sep != '/' || cell[7] != sep {
		return 0, false
	}
	d := func(i int) int {
		a, b := cell[i]-'0', cell[i+1]-'0'
		if a > 9 || b > 9 {
			return 1 << 20
		}
		return int(a)*10 + int(b)
	}
	century, y, m, day := d(0), d(2), d(5), d(8)
	if century < 18 || century > 21 || y > 99 || !dayOf(m, day) {
		return 0, false
	}
	if y > m {
		y, m = m, y
	}
	if m > day {
		m, day = day, m
	}
	if y > m {
		y, m = m, y
	}
	out := append(s.buf[:0], 'd', byte(y), byte(m), byte(day))
	if len(cell) == 19 {
		h, mi, sec := d(11), d(14), d(17)
		if c := cell[10]; c != ' ' && c != 'T' || cell[13] != ':' || cell[16] != ':' || h > 24 || mi > 59 || sec > 60 {
			return 0, false
		}
		if t := h*3600 + mi*60 + sec; t != 0 {
			out = append(out, byte(t>>16), byte(t>>8), byte(t))
		}
	}
	return hashText(out), true
}
