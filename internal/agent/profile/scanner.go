package profile

import "bytes"

// scanner reads a date from left to right.
type scanner struct {
	b []byte
	i int
}

// digits reads one to most digits.
func (s *scanner) digits(most int) (n, count int) {
	for s.i < len(s.b) && count < most && s.b[s.i] >= '0' && s.b[s.i] <= '9' {
		n = n*10 + int(s.b[s.i]-'0')
		s.i++
		count++
	}
	return n, count
}

func (s *scanner) take(word string) bool {
	if bytes.HasPrefix(s.b[s.i:], []byte(word)) {
		s.i += len(word)
		return true
	}
	return false
}

func (s *scanner) blanks() {
	for s.i < len(s.b) && s.b[s.i] == ' ' {
		s.i++
	}
}

// gap passes over a mark, blanks, or both, and reports whether there was any: DEC12 is a code.
func (s *scanner) gap(mark string) bool {
	from := s.i
	s.take(mark)
	s.blanks()
	return s.i > from
}

func (s *scanner) done() bool { return s.i == len(s.b) }

// clock reads 8:30, 08:30:15.123, 8:30 PM, 8时30分15秒.
func (s *scanner) clock() (sec int64, ok bool) {
	h, k := s.digits(2)
	if k == 0 {
		return 0, false
	}
	han := s.take("时") || s.take("点")
	if !han && !s.take(":") {
		return 0, false
	}
	m, k := s.digits(2)
	if k == 0 && !han || !han && k != 2 {
		return 0, false
	}
	x := 0
	if han {
		if k > 0 && !s.take("分") {
			return 0, false
		}
		if x, k = s.digits(2); k > 0 && !s.take("秒") {
			return 0, false
		}
	} else if s.take(":") {
		if x, k = s.digits(2); k != 2 {
			return 0, false
		}
		if s.take(".") || s.take(",") {
			if _, k = s.digits(9); k == 0 {
				return 0, false
			}
		}
	}
	mark := s.i
	s.blanks()
	switch {
	case s.take("PM") || s.take("pm"):
		if h > 12 {
			return 0, false
		}
		h = h%12 + 12
	case s.take("AM") || s.take("am"):
		if h > 12 {
			return 0, false
		}
		h %= 12
	default:
		s.i = mark
	}
	if h > 24 || m > 59 || x > 60 || h == 24 && m+x > 0 {
		return 0, false
	}
	return int64(h*3600 + m*60 + x), true
}

// zone passes over Z, UTC, +08:00 and +0800.
func (s *scanner) zone() {
	mark := s.i
	s.blanks()
	if s.take("Z") || s.take("UTC") || s.take("GMT") {
		return
	}
	if s.take("+") || s.take("-") {
		if _, k := s.digits(2); k == 2 {
			s.take(":")
			if _, k := s.digits(2); k == 2 {
				return
			}
		}
	}
	s.i = mark
}
