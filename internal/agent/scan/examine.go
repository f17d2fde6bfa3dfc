package scan

import (
	"bytes"
	"net/netip"
	"unicode/utf8"

	"shurong.org/shurong/identifier"
)

// look is what one value could be.
type look struct {
	form   kindSet // it has the form
	valid  kindSet // it passes every rule of the kind
	masked kindSet // it is a masked value of the kind: 138****1234
	digest bool    // hexadecimal digits of a digest's length
	// compact is the value without separators, in half width: what check digits are computed from.
	compact []byte
}

func (l *look) set(k kind, valid bool) {
	l.form.add(k)
	if valid {
		l.valid.add(k)
	}
}

// compactLength bounds what is read as a number with separators.
const compactLength = 40

// examine looks at one value in all ways. It takes 50 to 400 ns: it is for the sample, not for every cell.
func examine(cell []byte) (l look) {
	cell = unwrap(bytes.TrimSpace(cell))
	if len(cell) < 3 {
		return l
	}
	if bytes.IndexByte(cell, '*') >= 0 || bytes.Contains(cell, []byte("＊")) {
		l.masked = maskedKinds(cell)
		return l
	}
	switch c := cell[0]; {
	case c >= '0' && c <= '9', c == '+', c == '(', c == 0xef:
		l.numbers(cell)
	case c >= utf8.RuneSelf:
		l.chinese(cell)
	}
	if l.compact == nil && cell[0] < utf8.RuneSelf {
		l.compact = cell
	}
	l.codes(cell)
	if at := bytes.IndexByte(cell, '@'); at > 0 {
		l.form.add(email)
		if isEmail(cell, at) {
			l.valid.add(email)
		}
	}
	return l
}

// unwrap takes off what programs put around a number to keep its digits, or by mistake: '3201…, ="3201…", "138…",
// 13812345678.0.
func unwrap(cell []byte) []byte {
	cell = bytes.TrimPrefix(cell, []byte("="))
	if n := len(cell); n > 2 && cell[0] == '"' && cell[n-1] == '"' {
		cell = cell[1 : n-1]
	}
	cell = bytes.TrimPrefix(cell, []byte("'"))
	if n := len(cell); n >= 13 && cell[n-1] == '0' && cell[n-2] == '.' && cell[n-3] >= '0' && cell[n-3] <= '9' &&
		dots(cell) == 1 {
		cell = cell[:n-2]
	}
	return cell
}

// numbers reads digits as people write them: 138-1234-5678, +86 138 1234 5678, 6222 0200 1234 5678 901, （010）12345678.
func (l *look) numbers(cell []byte) {
	d, separated := digitsOf(cell)
	if d == nil {
		return
	}
	l.compact = d
	s := string(d)
	phone := s
	if cell[0] == '+' || len(d) == 13 || len(d) == 15 {
		for _, prefix := range []string{"0086", "86"} {
			if len(phone) > len(prefix) && phone[:len(prefix)] == prefix && phone[len(prefix)] == '1' {
				phone = phone[len(prefix):]
				break
			}
		}
	}
	switch n := len(s); {
	case len(phone) == 11 && phone[0] == '1':
		l.set(mobile, identifier.IsAllocatedMobile(phone))
	case n >= 11 && n <= 12 && s[0] == '0':
		// Without a separator any code that begins with 0 would do.
		if identifier.IsLandline(s) {
			l.set(landline, separated)
		}
	case n == 18 && residentForm(d):
		l.set(residentID, identifier.IsResidentID(s))
	case n == 15 && identifier.IsResidentID15(s):
		l.set(resident15, true)
	}
	if n := len(s); n >= 15 && n <= 19 && s[n-1] <= '9' && identifier.IsCardPrefix(s) {
		l.set(bankCard, identifier.IsBankCard(s))
	}
	if n := len(s); n == 15 && (s[:2] == "35" || s[:2] == "86" || s[:2] == "01" || s[:2] == "99") ||
		(n == 19 || n == 20) && s[:4] == "8986" {
		l.set(imei, n == 19 || luhnPasses(s))
	}
}

// digitsOf returns the digits of a cell that is nothing but digits and separators, X at the end included; full-width
// digits count. nil if it is anything else or has fewer than 8 digits.
func digitsOf(cell []byte) (d []byte, separated bool) {
	if len(cell) > compactLength*3 {
		return nil, false
	}
	d = make([]byte, 0, compactLength)
	for i := 0; i < len(cell); i++ {
		c := cell[i]
		if c == 0xef && i+2 < len(cell) && cell[i+1] == 0xbc { // full width: ０–９, （ ）, －, ＋
			switch f := cell[i+2]; {
			case f >= 0x90 && f <= 0x99:
				c = f - 0x60
			case f == 0x88 || f == 0x89 || f == 0x8d || f == 0x8b:
				c = '-'
			default:
				return nil, false
			}
			i += 2
		}
		switch {
		case c >= '0' && c <= '9':
			d = append(d, c)
		case (c == 'X' || c == 'x') && i == len(cell)-1 && len(d) == 17:
			d = append(d, 'X')
		case c == ' ' || c == '-' || c == '(' || c == ')' || c == '+' && i == 0:
			separated = true
		default:
			return nil, false
		}
		if len(d) > compactLength {
			return nil, false
		}
	}
	if len(d) < 8 {
		return nil, false
	}
	return d, separated
}

// residentForm reports whether 18 characters look like a resident number before the check: a province, and a birthday
// between 1900 and 2099.
func residentForm(d []byte) bool {
	if len(d) != 18 || !identifier.IsProvinceCode(string(d[:2])) {
		return false
	}
	century := string(d[6:8])
	m, day := int(d[10]-'0')*10+int(d[11]-'0'), int(d[12]-'0')*10+int(d[13]-'0')
	return (century == "19" || century == "20") && m >= 1 && m <= 12 && day >= 1 && day <= 31
}

func luhnPasses(s string) bool {
	sum := 0
	for i := len(s) - 1; i >= 0; i-- {
		d := int(s[i] - '0')
		if (len(s)-1-i)%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// codes looks for what is written with letters, points and colons: travel documents, credit codes, addresses of
// machines.
func (l *look) codes(cell []byte) {
	switch len(cell) {
	case 18:
		if s := string(cell); usccForm(s) {
			l.set(creditCode, identifier.IsUSCC(s))
		}
	case 9, 11:
		s := string(cell)
		if identifier.IsPassport(s) {
			l.set(passport, true)
		}
		if identifier.IsHomeReturnPermit(s) || identifier.IsExitPermit(s) {
			l.set(permit, true)
		}
	}
	if n := len(cell); n == 32 || n == 40 || n == 64 || n == 96 || n == 128 {
		l.digest = hexadecimal(cell)
	}
	if n := len(cell); n == 17 && isMAC(cell) {
		l.set(mac, true)
	} else if n >= 7 && n <= 15 && dots(cell) == 3 {
		if a, err := netip.ParseAddr(string(cell)); err == nil {
			// A version like 2.10.0.3 has no large part; of random addresses 98 % have one.
			v4 := a.As4()
			l.set(ip, max(v4[0], v4[1], v4[2], v4[3]) >= 100)
		}
	} else if n <= 45 && bytes.Count(cell, []byte(":")) >= 3 {
		if a, err := netip.ParseAddr(string(cell)); err == nil && a.Is6() {
			l.set(ip, true)
		}
	}
}

// usccForm reports whether 18 characters begin as credit codes do by GB 32100: a registering authority, a category and
// a province.
func usccForm(s string) bool {
	switch s[0] {
	case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'N', 'G', 'J', 'Y':
	default:
		return false
	}
	if s[1] < '1' || s[1] > '9' || !identifier.IsProvinceCode(s[2:]) && s[2:4] != "10" {
		return false
	}
	for i := 4; i < 18; i++ {
		c := s[i]
		if i < 8 && (c < '0' || c > '9') {
			return false
		}
		if (c < '0' || c > '9') && (c < 'A' || c > 'Y' || c == 'I' || c == 'O' || c == 'S' || c == 'V') {
			return false
		}
	}
	return true
}

func dots(cell []byte) int { return bytes.Count(cell, []byte(".")) }

func hexadecimal(cell []byte) bool {
	for _, c := range cell {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

// isMAC reports whether 17 bytes are six pairs of hexadecimal digits with one kind of separator.
func isMAC(cell []byte) bool {
	if s := cell[2]; s != ':' && s != '-' {
		return false
	}
	for i := range cell {
		if i%3 == 2 {
			if cell[i] != cell[2] {
				return false
			}
		} else if !hexadecimal(cell[i : i+1]) {
			return false
		}
	}
	return true
}

func isEmail(cell []byte, at int) bool {
	local, domain := cell[:at], cell[at+1:]
	if len(local) > 64 || len(domain) < 4 || bytes.IndexByte(domain, '@') >= 0 {
		return false
	}
	for _, c := range local {
		if !alnum(c) && c != '.' && c != '_' && c != '-' && c != '+' {
			return false
		}
	}
	dot := bytes.LastIndexByte(domain, '.')
	if dot <= 0 || len(domain)-dot < 3 {
		return false
	}
	for i, c := range domain {
		if !alnum(c) && c != '.' && c != '-' || i > dot && c <= '9' {
			return false
		}
	}
	return true
}

func alnum(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
