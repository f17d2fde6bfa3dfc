package sketch

import (
	"encoding/binary"

	"shurong.org/shurong/internal/traits"
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

// hash returns the hash of the cell's normal form and what it may do; hash is of interest only if it may do anything. raw
// and class are those of the cell as it stands: of most cells that is the normal form.
func (s *selector) hash(cell []byte, raw uint64, class traits.Class) (uint64, role) {
	n := len(cell)
	if n < 3 || n > maxKey {
		return 0, idle
	}
	if class&traits.Han != 0 && n >= 6 {
		if n == 6 && isNull(cell) {
			return 0, idle
		}
		return raw, asHan(n)
	}
	if n >= 8 && cell[0] >= 0xE4 {
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
			if h, r, ok := s.digits(cell, raw, class); ok {
				return h, r
			}
		} else if class.In(traits.Digit | traits.Letter) {
			return s.word(cell, raw, class), asKey(n)
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

// word is the hash of a cell of 8 to 32 ASCII letters and digits, its letters small.
func (s *selector) word(cell []byte, raw uint64, class traits.Class) uint64 {
	if class&traits.Upper == 0 {
		return raw
	}
	n := len(cell)
	for i := 0; i < n; i += 8 {
		at := min(i, n-8)
		binary.LittleEndian.PutUint64(s.buf[at:], binary.LittleEndian.Uint64(cell[at:])|0x20*ones)
	}
	return hashText(s.buf[:n])
}

// digits takes cells of 8 to 32 bytes that begin with a digit: decimals are nothing, whole numbers and codes are keys.
func (s *selector) digits(cell []byte, raw uint64, class traits.Class) (uint64, role, bool) {
	n := len(cell)
	if n > 8 && cell[8]|0x20 == 't' {
		return 0, idle, false // 20060102T150405
	}
	if !class.In(traits.Digit | traits.Letter) {
		return 0, idle, n <= 20 && decimalNumber(cell)
	}
	if class == traits.Digit && (n == 8 || n == 13 || n == 14 || cell[0] == '0') {
		return 0, idle, false // a date, a country code or zeros may be in it
	}
	return s.word(cell, raw, class), aKey, true
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
			if i+3 > n || !traits.Ideograph(c, cell[i+1], cell[i+2]) {
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
