package profile

import "bytes"

// instant is a date, with or without a time of day, in seconds since 1970 as written: no zone is applied, so what
// people see in the table is what is reported. swapped is the other reading of a date like 03/04/2026.
type instant struct {
	sec, swapped int64
	timed        bool
	monthFirst   bool // sec could be read month first
	dayFirst     bool // swapped could be read day first
}

// form is how a date is written.
type form uint8

const (
	noForm      form = iota
	dashForm         // 2026-03-01
	slashForm        // 2026/3/1
	dotForm          // 2026.3.1
	hanForm          // 2026年3月1日
	compactForm      // 20260301
	monthForm        // 2026-03
	shortForm        // 3/1/2026 or 1/3/2026
	nameForm         // 1 Mar 2026, March 1, 2026, Sun Mar 01 08:00:00 +0000 2026
	clockForm        // 08:30
	forms       = iota
)

var formNames = [forms]string{"", "yyyy-mm-dd", "yyyy/mm/dd", "yyyy.mm.dd", "yyyy年mm月dd日", "yyyymmdd", "yyyy-mm",
	"d/m/yyyy", "month by name", "hh:mm"}

const daySeconds = 86400

// days is the number of days from 1970-01-01 to a date that exists, or false.
func days(y, m, d int) (int64, bool) {
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > monthDays(y, m) {
		return 0, false
	}
	// Howard Hinnant, chrono-compatible low-level date algorithms: the year begins in March.
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	return int64(era)*146097 + int64(yoe*365+yoe/4-yoe/100+doy) - 719468, true
}

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// parseInstant reads a date or time in one of many forms. The whole cell must be one.
func parseInstant(b []byte) (instant, form, bool) {
	if len(b) < 4 || len(b) > 48 {
		return instant{}, 0, false
	}
	s := scanner{b: b}
	if b[0] > '9' {
		return s.monthNamed()
	}
	n, count := s.digits(5)
	if s.done() {
		return instant{}, 0, false
	}
	switch {
	case count == 4:
		return s.yearFirst(n)
	case count > 2:
		return instant{}, 0, false
	}
	switch c := s.b[s.i]; c {
	case ':':
		s.i = 0
		if sec, ok := s.clock(); ok && s.done() {
			return instant{sec: sec, swapped: sec, timed: true}, clockForm, true
		}
	case '/', '-', '.', ' ':
		s.i++
		return s.yearLast(n, c)
	}
	return instant{}, 0, false
}

func (s *scanner) yearFirst(y int) (w instant, f form, ok bool) {
	sep := s.b[s.i]
	switch {
	case sep == '-':
		f = dashForm
	case sep == '/':
		f = slashForm
	case sep == '.':
		f = dotForm
	case s.take("年"):
		f = hanForm
	default:
		return w, 0, false
	}
	if f != hanForm {
		s.i++
	}
	m, k := s.digits(2)
	if k == 0 {
		return w, 0, false
	}
	d, has := 1, true
	switch {
	case f == hanForm:
		if !s.take("月") {
			return w, 0, false
		}
		if d, k = s.digits(2); k == 0 {
			d, has = 1, false
		} else if !s.take("日") && !s.take("号") {
			return w, 0, false
		}
	case !s.done() && s.b[s.i] == sep:
		s.i++
		if d, k = s.digits(2); k == 0 {
			return w, 0, false
		}
	case f == dotForm || !s.done(): // 2026.03 is a number
		return w, 0, false
	default:
		has = false
	}
	if !has && s.done() {
		f = monthForm
	}
	return s.rest(y, m, d, f)
}

// yearLast reads d/m/y and m/d/y: both readings are kept, the column decides. With a month's name there is one.
func (s *scanner) yearLast(first int, sep byte) (w instant, f form, ok bool) {
	if sep == '-' || sep == ' ' {
		if m := s.monthName(); m > 0 {
			if s.done() || s.b[s.i] != sep {
				return w, 0, false
			}
			s.i++
			y, k := s.digits(4)
			if y, ok = century(y, k); !ok {
				return w, 0, false
			}
			return s.rest(y, m, first, nameForm)
		}
	}
	if sep == ' ' {
		return w, 0, false
	}
	second, k := s.digits(2)
	if k == 0 || s.done() || s.b[s.i] != sep {
		return w, 0, false
	}
	s.i++
	y, k := s.digits(4)
	if y, ok = century(y, k); !ok || k == 2 && sep == '.' {
		return w, 0, false
	}
	mark := s.i
	us, _, usOK := s.rest(y, first, second, shortForm)
	s.i = mark
	eu, _, euOK := s.rest(y, second, first, shortForm)
	switch {
	case usOK && euOK:
		us.swapped, us.monthFirst, us.dayFirst = eu.sec, true, true
		return us, shortForm, true
	case usOK:
		us.swapped, us.monthFirst = us.sec, true
		return us, shortForm, true
	case euOK:
		eu.swapped, eu.dayFirst = eu.sec, true
		return eu, shortForm, true
	}
	return w, 0, false
}

func century(y, digits int) (int, bool) {
	switch {
	case digits == 4:
		return y, true
	case digits == 2 && y < 70:
		return 2000 + y, true
	case digits == 2:
		return 1900 + y, true
	}
	return 0, false
}

var monthNames = [12]string{"january", "february", "march", "april", "may", "june", "july", "august", "september",
	"october", "november", "december"}
var weekdayNames = [7]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// name reads a word that is one of names, whole or its first three letters, and returns its number from 1.
func (s *scanner) name(names []string) int {
	j := s.i
	for j < len(s.b) && s.b[j]|0x20 >= 'a' && s.b[j]|0x20 <= 'z' {
		j++
	}
	if j-s.i < 3 || j-s.i > 9 {
		return 0
	}
	word := bytes.ToLower(s.b[s.i:j])
	for k, n := range names {
		if string(word) == n || string(word) == n[:3] || string(word) == "sept" && n == "september" {
			s.i = j
			return k + 1
		}
	}
	return 0
}

func (s *scanner) monthName() int { return s.name(monthNames[:]) }

// monthNamed reads March 1, 2026 and Sun Mar 01 08:00:00 +0000 2026.
func (s *scanner) monthNamed() (w instant, f form, ok bool) {
	if s.name(weekdayNames[:]) > 0 {
		if !s.gap(",") {
			return w, 0, false
		}
		if d, k := s.digits(2); k > 0 && s.gap("") { // Sun, 01 Mar 2026
			return s.yearLast(d, ' ')
		}
	}
	m := s.monthName()
	if m == 0 || !s.gap(".") {
		return w, 0, false
	}
	d, k := s.digits(2)
	if k == 0 || !s.gap(",") {
		return w, 0, false
	}
	mark := s.i
	if sec, ok := s.clock(); ok { // … 08:00:00 +0000 2026
		s.zone()
		s.blanks()
		y, k := s.digits(4)
		n, exists := days(y, m, d)
		if k != 4 || !exists || !s.done() {
			return w, 0, false
		}
		n = n*daySeconds + sec
		return instant{sec: n, swapped: n, timed: true}, nameForm, true
	}
	s.i = mark
	y, k := s.digits(4)
	if k != 4 {
		return w, 0, false
	}
	return s.rest(y, m, d, nameForm)
}

// rest reads the time of day, if there is one, to the end.
func (s *scanner) rest(y, m, d int, f form) (w instant, _ form, ok bool) {
	n, ok := days(y, m, d)
	if !ok {
		return w, 0, false
	}
	w.sec = n * daySeconds
	if !s.done() {
		if s.b[s.i] != ' ' && s.b[s.i] != 'T' && f != hanForm {
			return w, 0, false
		}
		s.take("T")
		s.blanks()
		sec, ok := s.clock()
		if !ok {
			return w, 0, false
		}
		s.zone()
		if !s.done() {
			return w, 0, false
		}
		w.sec += sec
		w.timed = true
	}
	w.swapped = w.sec
	return w, f, true
}

// parseCompact reads 20260301 and 20260301083000, from 1900 to 2100: other eight digits are numbers.
func parseCompact(b []byte) (w instant, f form, ok bool) {
	two := func(i int) int { return int(b[i]-'0')*10 + int(b[i+1]-'0') }
	y := two(0)*100 + two(2)
	n, ok := days(y, two(4), two(6))
	if !ok || y < 1900 || y > 2100 {
		return w, 0, false
	}
	w.sec = n * daySeconds
	if len(b) == 14 {
		h, m, s := two(8), two(10), two(12)
		if h > 23 || m > 59 || s > 59 {
			return w, 0, false
		}
		w.sec += int64(h*3600 + m*60 + s)
		w.timed = true
	}
	w.swapped = w.sec
	return w, compactForm, true
}
