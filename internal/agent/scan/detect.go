package scan

import (
	"bytes"
	"unicode/utf8"

	"shurong.org/shurong/identifier"
)

// markedTextFrom is the length in bytes from which a cell is also searched for numbers inside it.
const markedTextFrom = 20

// Detect looks at one cell. It allocates nothing and takes 10 to 200 ns.
func Detect(cell []byte) Marks {
	cell = bytes.TrimSpace(cell)
	if len(cell) < 6 {
		return 0
	}
	var m Marks
	switch c := cell[0]; {
	case c >= utf8.RuneSelf:
		m = chinese(cell)
	case c >= '0' && c <= '9' || c == '+' || c == '(':
		m = number(cell)
	}
	if c := cell[0]; c < utf8.RuneSelf && len(cell) == 18 && identifier.IsUSCC(string(cell)) {
		m |= CreditCode
	}
	if at := bytes.IndexByte(cell, '@'); at > 0 && m == 0 && isEmail(cell, at) {
		m |= Email
	}
	if m == 0 && len(cell) >= markedTextFrom && holdsIdentifier(cell) {
		m |= TextMark
	}
	return m
}

// number reads digits as people write them: 138-1234-5678, +86 138 1234 5678, 6222 0200 1234 5678 901, 010-12345678.
func number(cell []byte) (m Marks) {
	if len(cell) > 32 {
		return 0
	}
	var buf [32]byte
	d := buf[:0]
	for i, c := range cell {
		switch {
		case c >= '0' && c <= '9', (c == 'X' || c == 'x') && i == len(cell)-1:
			d = append(d, c)
		case c == ' ' || c == '-' || c == '+' && i == 0 || c == '(' || c == ')':
		default:
			return 0
		}
	}
	if len(d) < 10 {
		return 0
	}
	phone := d
	if cell[0] == '+' || len(d) == 13 || len(d) == 15 {
		phone = bytes.TrimPrefix(bytes.TrimPrefix(phone, []byte("00")), []byte("86"))
	}
	if identifier.IsMobile(string(phone)) {
		return Mobile
	}
	if len(d) == 18 && identifier.IsResidentID(string(d)) {
		m |= ResidentID
	}
	// Issuers' numbers begin with 3 (American), 4 and 5 (international), 6 (UnionPay).
	if d[0] >= '3' && d[0] <= '6' && len(d) >= 15 && identifier.IsBankCard(string(d)) {
		m |= BankCard
	}
	if d[0] == '0' && d[len(d)-1] <= '9' && len(d) >= 10 && len(d) <= 12 && d[1] != '0' && len(d) < len(cell) {
		m |= Landline
	}
	return m
}

// holdsIdentifier looks for a mobile number, a resident number or an e-mail address that stands free in a text.
func holdsIdentifier(cell []byte) bool {
	for i := 0; i < len(cell); {
		if c := cell[i]; c < '0' || c > '9' {
			i++
			continue
		}
		j := i
		for j < len(cell) && cell[j] >= '0' && cell[j] <= '9' {
			j++
		}
		// as in an address of the web
		free := i == 0 || !alnum(cell[i-1]) && bytes.IndexByte([]byte(".-/=_#&"), cell[i-1]) < 0
		switch n := j - i; {
		case !free:
		case n == 11 && identifier.IsMobile(string(cell[i:j])):
			return true
		case n == 18 && identifier.IsResidentID(string(cell[i:j])):
			return true
		case n == 17 && j < len(cell) && cell[j]|0x20 == 'x' && identifier.IsResidentID(string(cell[i:j+1])):
			return true
		}
		i = j
	}
	at := bytes.IndexByte(cell, '@')
	if at <= 0 || at+1 >= len(cell) {
		return false
	}
	from, to := at, at+1
	for from > 0 && (alnum(cell[from-1]) || bytes.IndexByte([]byte("._-+"), cell[from-1]) >= 0) {
		from--
	}
	for to < len(cell) && (alnum(cell[to]) || cell[to] == '.' || cell[to] == '-') {
		to++
	}
	return from < at && isEmail(bytes.TrimRight(cell[from:to], "."), at-from)
}
