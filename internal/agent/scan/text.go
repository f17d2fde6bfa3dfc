package scan

import (
	"bytes"

	"shurong.org/shurong/identifier"
)

// textKind is what is looked for inside longer texts, cell by cell.
type textKind uint8

const (
	textMobile textKind = iota
	textResident
	textCard
	textEmail
	textKinds = iota
)

// identifiers looks for numbers of persons that stand free in a text: no letter, digit or sign of an address of the web
// touches them. A cell that is nothing but the number or the address is a column's business, not the text's.
func (c *inText) identifiers(cell []byte, at bool) {
	var form, valid [textKinds]bool
	for i := 0; i < len(cell); {
		if b := cell[i]; b < '0' || b > '9' {
			i++
			continue
		}
		j := i + 1
		for j < len(cell) && cell[j] >= '0' && cell[j] <= '9' {
			j++
		}
		whole := i == 0 && j >= len(cell)-1
		if n := j - i; n >= 11 && n <= 19 && !whole && free(cell, i) && (j == len(cell) || !alnum(cell[j]) || n == 17) {
			freeNumber(cell, i, j, &form, &valid)
		}
		i = j
	}
	if at {
		for from := 0; ; {
			k := bytes.IndexByte(cell[from:], '@')
			if k < 0 {
				break
			}
			if from += k; freeEmail(cell, from) {
				form[textEmail], valid[textEmail] = true, true
				break
			}
			from++
		}
	}
	any := false
	for k := range form {
		if form[k] {
			any = true
			c.form[k]++
		}
		if valid[k] {
			c.valid[k]++
		}
	}
	if any {
		c.cells++
	}
}

func freeNumber(cell []byte, i, j int, form, valid *[textKinds]bool) {
	s := cell[i:j]
	set := func(k textKind, ok bool) { form[k], valid[k] = true, valid[k] || ok }
	switch n := j - i; {
	case n == 11 && s[0] == '1':
		set(textMobile, identifier.IsAllocatedMobile(string(s)))
	case n == 13 && s[0] == '8' && s[1] == '6':
		set(textMobile, identifier.IsAllocatedMobile(string(s[2:])))
	case n == 18 && residentForm(s):
		set(textResident, identifier.IsResidentID(string(s)))
	case n == 17 && j < len(cell) && cell[j]|0x20 == 'x' && (j+1 == len(cell) || !alnum(cell[j+1])):
		set(textResident, identifier.IsResidentID(string(cell[i:j+1])))
	case n >= 16 && identifier.IsCardPrefix(string(s)):
		set(textCard, identifier.IsBankCard(string(s)))
	}
}

// free reports whether a number may begin at i.
func free(cell []byte, i int) bool {
	if i == 0 {
		return true
	}
	switch b := cell[i-1]; b {
	case '.', '-', '/', '=', '_', '#', '&', '%':
		return false
	default:
		return !alnum(b)
	}
}

// localByte marks the bytes of which the part of an e-mail address before the @ is made.
var localByte = func() (t [256]bool) {
	for c := range t {
		t[c] = alnum(byte(c)) || c == '.' || c == '_' || c == '-' || c == '+'
	}
	return t
}()

// freeEmail reports whether an address stands around the @ at k, and the cell is more than the address.
func freeEmail(cell []byte, k int) bool {
	from, to := k, k+1
	for from > 0 && localByte[cell[from-1]] {
		from--
	}
	for to < len(cell) && (alnum(cell[to]) || cell[to] == '.' || cell[to] == '-') {
		to++
	}
	if from == 0 && to == len(cell) || from == k || from > 0 && (cell[from-1] == ':' || cell[from-1] == '/') {
		return false // the whole cell, or user:password@host of an address of the web
	}
	return isEmail(bytes.TrimRight(cell[from:to], ".-"), k-from)
}
