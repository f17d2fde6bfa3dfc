package formula

import "shurong.org/shurong/valuation/decimal"

// Span is an interval of numbers. An end that is not given (the zero Decimal) is open and endless.
type Span struct {
	Lo, Hi         decimal.Decimal
	LoOpen, HiOpen bool
}

// MustSpan reads "[0, 1]" or "(0, 10)" written in source code; an empty end is endless: "[0, )".
func MustSpan(s string) Span {
	last := len(s) - 1
	sp := Span{LoOpen: s[0] == '(', HiOpen: s[last] == ')'}
	for i := 1; i < last; i++ {
		if s[i] != ',' {
			continue
		}
		if lo := s[1:i]; lo != "" {
			sp.Lo = decimal.Must(lo)
		}
		if hi := s[i+2 : last]; hi != "" {
			sp.Hi = decimal.Must(hi)
		}
	}
	return sp
}

// String is the interval in the notation of mathematics.
func (s Span) String() string {
	left, right, lo, hi := "[", "]", s.Lo.String(), s.Hi.String()
	if s.LoOpen {
		left = "("
	}
	if s.HiOpen {
		right = ")"
	}
	if lo == "" {
		left, lo = "(", "−∞"
	}
	if hi == "" {
		right, hi = ")", "∞"
	}
	return left + lo + ", " + hi + right
}

// Holds reports whether a number lies in the interval.
func (s Span) Holds(d decimal.Decimal) bool {
	if !s.Lo.IsZero() {
		if c := d.Cmp(s.Lo); c < 0 || c == 0 && s.LoOpen {
			return false
		}
	}
	if !s.Hi.IsZero() {
		if c := d.Cmp(s.Hi); c > 0 || c == 0 && s.HiOpen {
			return false
		}
	}
	return true
}

var near = decimal.Must("0.00001")

// Clamp moves a number into the interval: an open end is approached to a thousandth of a percent.
func (s Span) Clamp(d decimal.Decimal) decimal.Decimal {
	var a decimal.Arith
	if lo := s.Lo; !lo.IsZero() {
		if s.LoOpen {
			lo = a.Add(lo, near)
		}
		if d.Cmp(lo) < 0 {
			return lo
		}
	}
	if hi := s.Hi; !hi.IsZero() {
		if s.HiOpen {
			hi = a.Sub(hi, near)
		}
		if d.Cmp(hi) > 0 {
			return hi
		}
	}
	return d
}
