package sketch

import (
	"bytes"
	"slices"
)

// civil is a date as it was written: the order of its parts may be unknown.
type civil struct {
	part     [3]int // year, month and day, in the order they were written
	width    [3]int // their digits; 0: the name of a month
	seconds  int    // of the day
	fraction []byte
	timed    bool
}

// value is the date's normal form: the two last digits of the year, month and day in ascending order, so that 3/5/2026,
// 5/3/2026 and 26-03-05 are one, then the second of the day if it is not midnight. Exports write a date either way, and
// nobody can tell which; two bits of information are a small price. Zones are left out for the same reason.
func (c *civil) value(dst []byte) (value, bool) {
	year := slices.Index(c.width[:], 4)
	y, p, q := 0, 0, 0
	switch year {
	case 0:
		y, p, q = c.part[0], c.part[1], c.part[2]
	case 2:
		y, p, q = c.part[2], c.part[0], c.part[1]
	case -1: // any order; as in China, or as in America if the last part can be no day
		y, p, q = c.part[0], c.part[1], c.part[2]
		if !dayOf(p, q) {
			y, p, q = c.part[2], c.part[0], c.part[1]
		}
	default:
		return value{}, false
	}
	if c.width[1] == 0 && year != 0 { // 5-Mar-2026
		p, q = q, p
	}
	if !dayOf(p, q) {
		p, q = q, p
	}
	if !dayOf(p, q) || year >= 0 && (y < 1800 || y > 2199) || y < 0 {
		return value{}, false
	}
	sorted := [3]int{y % 100, p, q}
	slices.Sort(sorted[:])
	v := value{form: date, number: float64(y*372+p*31+q) + float64(c.seconds)/86400}
	if year < 0 {
		y += 2000
	}
	for i, n := range [4]int{y / 100, y % 100, p, q} {
		v.day[2*i], v.day[2*i+1] = byte('0'+n/10), byte('0'+n%10)
	}
	v.text = append(dst, 'd', byte(sorted[0]), byte(sorted[1]), byte(sorted[2]))
	if c.timed {
		v.form = moment
	}
	fraction := bytes.TrimRight(c.fraction, "0")
	if c.seconds != 0 || len(fraction) > 0 {
		v.text = append(v.text, byte(c.seconds>>16), byte(c.seconds>>8), byte(c.seconds))
		v.text = append(v.text, fraction...)
	}
	return v, true
}

func dayOf(month, day int) bool { return month >= 1 && month <= 12 && day >= 1 && day <= 31 }

// compactDate reads yyyymmdd and yyyymmddhhmmss.
func compactDate(b []byte) (value, bool) {
	n := func(from, to int) (x int) {
		for _, c := range b[from:to] {
			x = x*10 + int(c-'0')
		}
		return x
	}
	c := civil{part: [3]int{n(0, 4), n(4, 6), n(6, 8)}, width: [3]int{4, 2, 2}}
	if c.part[0] < 1900 || c.part[0] > 2099 || !dayOf(c.part[1], c.part[2]) {
		return value{}, false
	}
	if len(b) == 14 {
		h, m, s := n(8, 10), n(10, 12), n(12, 14)
		if h > 23 || m > 59 || s > 59 {
			return value{}, false
		}
		c.timed, c.seconds = true, h*3600+m*60+s
	}
	return c.value(b[:0])
}

// dateReader walks through a text.
type dateReader struct{ rest []byte }

func (r *dateReader) digits() (n, width int) {
	for width < len(r.rest) && r.rest[width] >= '0' && r.rest[width] <= '9' {
		if width < 9 {
			n = n*10 + int(r.rest[width]-'0')
		}
		width++
	}
	r.rest = r.rest[width:]
	return n, width
}

func (r *dateReader) skip(words ...string) bool {
	for _, w := range words {
		if rest, ok := bytes.CutPrefix(r.rest, []byte(w)); ok {
			r.rest = rest
			return true
		}
	}
	return false
}

// word reads letters.
func (r *dateReader) word() []byte {
	i := 0
	for i < len(r.rest) && r.rest[i] >= 'a' && r.rest[i] <= 'z' {
		i++
	}
	w := r.rest[:i]
	r.rest = r.rest[i:]
	return w
}

var (
	months   = [...]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	weekdays = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

// parseDate reads a day in any of its usual forms, with or without a time.
func parseDate(b []byte) (value, bool) {
	r := dateReader{rest: b}
	var c civil
	if !c.readDay(&r) || !c.readTime(&r) || len(r.rest) > 0 {
		return value{}, false
	}
	return c.value(b[:0])
}

func (c *civil) readDay(r *dateReader) bool {
	named, dotted, spaced, chinese := false, false, true, false
	for i := 0; i < 3; i++ {
		if w := r.word(); len(w) >= 3 {
			if len(w) <= 9 && slices.Contains(weekdays[:], string(w[:3])) && i == 0 && !named {
				for r.skip(",", " ", ".") {
				}
				i--
				named = true // a second weekday is no date
				continue
			}
			m := slices.Index(months[:], string(w[:3]))
			if m < 0 || i > 1 || len(w) > 9 {
				return false
			}
			c.part[i], spaced = m+1, false
		} else if len(w) > 0 {
			return false
		} else {
			n, width := r.digits()
			if width == 8 && i == 0 {
				c.part, c.width = [3]int{n / 10000, n / 100 % 100, n % 100}, [3]int{4, 2, 2}
				return len(r.rest) > 1 && (r.rest[0] == ' ' || r.rest[0] == 't')
			}
			if width != 1 && width != 2 && width != 4 {
				return false
			}
			c.part[i], c.width[i] = n, width
		}
		if i == 2 {
			break
		}
		if r.skip("年", "月") {
			chinese, spaced = true, false
			continue
		}
		seps := 0
		for r.skip(" ", ",") {
			seps++
		}
		if r.skip("-", "/") {
			spaced = false
			seps++
		} else if r.skip(".") {
			dotted = true
			seps++
		}
		for r.skip(" ", ",") {
			seps++
		}
		if seps == 0 || seps > 3 {
			return false
		}
	}
	if chinese {
		r.skip("日", "号")
	}
	if dotted {
		return c.width[0] == 4 || c.width[2] == 4 || c.width[0] == 0 || c.width[1] == 0
	}
	return !spaced
}

func (c *civil) readTime(r *dateReader) bool {
	if len(r.rest) == 0 {
		return true
	}
	for r.skip(" ", ",", "t") {
	}
	morning, afternoon := r.skip("上午", "am"), r.skip("下午", "晚上", "pm")
	for r.skip(" ") {
	}
	h, width := r.digits()
	m, s := 0, 0
	switch width {
	case 6:
		h, m, s = h/10000, h/100%100, h%100
	case 4:
		h, m = h/100, h%100
	case 1, 2:
		if !r.skip(":", "时", "点") {
			return false
		}
		if m, width = r.digits(); width == 0 && len(r.rest) > 0 || width > 2 {
			return false
		}
		if r.skip(":", "分") {
			if s, width = r.digits(); width > 2 {
				return false
			}
			r.skip("秒")
		}
	default:
		return false
	}
	if r.skip(".") {
		i := 0
		for i < len(r.rest) && r.rest[i] >= '0' && r.rest[i] <= '9' {
			i++
		}
		if i > 12 {
			return false
		}
		c.fraction, r.rest = r.rest[:i], r.rest[i:]
	}
	for r.skip(" ") {
	}
	morning, afternoon = morning || r.skip("am", "a.m."), afternoon || r.skip("pm", "p.m.")
	if afternoon && h < 12 {
		h += 12
	} else if morning && h == 12 {
		h = 0
	}
	if h > 24 || m > 59 || s > 60 {
		return false
	}
	c.timed, c.seconds = true, h*3600+m*60+s
	return r.zone()
}

// zone passes over a time zone.
func (r *dateReader) zone() bool {
	r.skip(" ")
	if r.skip("utc", "gmt", "cst", "z") && len(r.rest) == 0 {
		return true
	}
	if r.skip("+", "-") {
		_, width := r.digits()
		if r.skip(":") {
			_, width = r.digits()
		}
		return width == 2 || width == 4
	}
	return true
}
