package sketch

import (
	"bytes"
	"strconv"
)

// number reads [currency][sign]digits[,ddd…][.digits][e±dd][%|元] or the same in parentheses, which is negative, and
// writes it plainly, without zeros before or behind.
func number(b []byte) (value, bool) {
	neg := false
	if n := len(b); n > 2 && b[0] == '(' && b[n-1] == ')' {
		neg, b = true, b[1:n-1]
	}
	b = trimCurrency(b)
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		neg, b = neg != (b[0] == '-'), trimCurrency(b[1:])
	}
	exponent := 0
	if n := len(b); n > 1 && b[n-1] == '%' {
		exponent, b = -2, bytes.TrimRight(b[:n-1], " ")
	}
	if i := bytes.IndexByte(b, 'e'); i > 0 {
		sign := i+1 < len(b) && (b[i+1] == '+' || b[i+1] == '-')
		if !sign && bytes.IndexByte(b[:i], '.') < 0 {
			return value{}, false // 12e45 may be a code; programs write 1.2e45 or 12e+45
		}
		e, err := strconv.Atoi(string(b[i+1:]))
		if err != nil || e > 40 || e < -40 {
			return value{}, false
		}
		exponent, b = exponent+e, b[:i]
	}
	var digits [96]byte // the significant digits; the point stands after the first point of them
	n, point, group, commas := 0, -1, 0, 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			if n == 48 {
				return value{}, false
			}
			digits[n] = c
			n++
			group++
		case c == ',' && point < 0 && n > 0 && (group == 3 || commas == 0 && group < 3):
			commas++
			group = 0
		case c == '.' && point < 0 && (commas == 0 || group == 3):
			point, commas = n, 0
		default:
			return value{}, false
		}
	}
	if n == 0 || commas > 0 && group != 3 {
		return value{}, false
	}
	if point < 0 {
		point = n
	}
	point += exponent
	for ; point > n; n++ {
		digits[n] = '0'
	}
	return plain(b[:0], digits[:n], point, neg)
}

// plain writes digits with a point after the first point of them, which may lie before them.
func plain(dst, digits []byte, point int, neg bool) (value, bool) {
	if point < -40 || point > 60 {
		return value{}, false
	}
	head, tail := digits[:max(point, 0)], digits[max(point, 0):]
	head, tail = bytes.TrimLeft(head, "0"), bytes.TrimRight(tail, "0")
	if len(tail) == 0 && !neg {
		return whole(append(dst, head...)), true
	}
	out := make([]byte, 0, 112)
	if neg && len(head)+len(tail) > 0 {
		out = append(out, '-')
	}
	if len(head) == 0 {
		out = append(out, '0')
	}
	out = append(out, head...)
	v := value{form: short}
	if len(tail) > 0 {
		v.form = decimal
		out = append(out, '.')
		for range max(-point, 0) {
			out = append(out, '0')
		}
		out = append(out, tail...)
	} else if len(head) > shortDigits {
		v.form = long
	}
	v.number, _ = strconv.ParseFloat(string(out), 64)
	v.text = append(dst, out...)
	return v, true
}

// trimCurrency drops a mark of currency before or behind.
func trimCurrency(b []byte) []byte {
	for _, m := range [...]string{"¥", "$", "€", "元"} {
		if rest, ok := bytes.CutPrefix(b, []byte(m)); ok {
			return bytes.TrimLeft(rest, " ")
		}
		if rest, ok := bytes.CutSuffix(b, []byte(m)); ok {
			return bytes.TrimRight(rest, " ")
		}
	}
	return b
}
