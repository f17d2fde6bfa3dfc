package identifier

import (
	"strings"

	"shurong.org/shurong/fault"
)

// USCC is a unified social credit code by GB 32100-2015, known to be well formed when it comes from [ParseUSCC] or
// [MakeUSCC]: registering authority (1), category (1), region (6 digits), organisation code (9), check character (1).
type USCC string

// The 31 characters of the code, in the order of their values: digits and capitals without I, O, S, V and Z.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Lengths of the code with and without its check character.
const (
	usccLength = 18
	usccPrefix = 17
)

var usccKind = kind{"统一社会信用代码", "credit code"}

// ErrUSCCCheck says that the 18th character does not follow from the first 17.
var ErrUSCCCheck = fault.Define("identifier.uscc_check", fault.Invalid,
	"统一社会信用代码 {code} 的校验位应为 {want}，实际为 {got}",
	"credit code {code}: the check character should be {want}, not {got}").
	Hint("请对照营业执照逐位核对；错位或错字都会使校验位不符",
		"compare every character with the business licence; a slip anywhere makes the check character wrong")

// usccValue maps a byte to its value, or to 255.
var usccValue = func() (t [256]byte) {
	for i := range t {
		t[i] = 255
	}
	for i := 0; i < len(usccAlphabet); i++ {
		t[usccAlphabet[i]] = byte(i)
	}
	return t
}()

// usccWeight is 3^(i-1) mod 31 for position i.
var usccWeight = func() (w [usccPrefix]int) {
	n := 1
	for i := range w {
		w[i] = n
		n = n * 3 % 31
	}
	return w
}()

// usccCheck computes the check character of 17 characters that are known to be of the alphabet:
// 31 minus the weighted sum mod 31, where 31 counts as 0.
func usccCheck(s string) byte {
	sum := 0
	for i, w := range usccWeight {
		sum += w * int(usccValue[s[i]])
	}
	return usccAlphabet[(31-sum%31)%31]
}

// usccBad returns the index of the first byte of s that cannot stand there, or -1.
func usccBad(s string) int {
	for i := 0; i < len(s); i++ {
		if usccValue[s[i]] == 255 || i >= 2 && i < 8 && s[i] > '9' {
			return i
		}
	}
	return -1
}

// IsUSCC reports whether s is a well-formed credit code.
func IsUSCC(s string) bool {
	return len(s) == usccLength && usccBad(s) < 0 && usccCheck(s) == s[usccPrefix]
}

// ParseUSCC checks a credit code. Of a wrong check character the fault's argument "want" is the right one.
func ParseUSCC(s string) (USCC, error) {
	if err := usccForm(s, usccLength); err != nil {
		return "", err
	}
	if want := usccCheck(s); s[usccPrefix] != want {
		return "", ErrUSCCCheck.With("code", s, "want", string(want), "got", s[usccPrefix:])
	}
	return USCC(s), nil
}

// MakeUSCC completes 17 characters with their check character, for examples and tests: who has a code has 18.
func MakeUSCC(prefix string) (USCC, error) {
	if err := usccForm(prefix, usccPrefix); err != nil {
		return "", err
	}
	return USCC(prefix + string(usccCheck(prefix))), nil
}

func usccForm(s string, length int) error {
	if len(s) != length && ascii(s) {
		return usccKind.length(length, s)
	}
	switch i := usccBad(s); {
	case i < 0:
	case i >= 2 && i < 8:
		return usccKind.character(runeIndex(s, i), "数字", "a digit")
	default:
		return usccKind.character(runeIndex(s, i), "数字或大写字母（不含 I、O、S、V、Z）", "a digit or a capital letter other than I, O, S, V and Z")
	}
	if len(s) != length {
		return usccKind.length(length, s)
	}
	return nil
}

// Authority is the registering authority's character: 9 market regulation, 5 civil affairs, 1 establishment, …
func (u USCC) Authority() string { return u.part(0, 1) }

// Category is the kind of organisation within its authority: 91 is an enterprise, 93 a farmers' cooperative.
func (u USCC) Category() string { return u.part(1, 2) }

// Region is the GB/T 2260 code of the place of registration, six digits; the first two are the province.
func (u USCC) Region() string { return u.part(2, 8) }

// Organisation is the nine-character organisation code (GB 11714) inside.
func (u USCC) Organisation() string { return u.part(8, usccPrefix) }

// part is empty for a USCC that was not parsed and is too short.
func (u USCC) part(from, to int) string {
	if len(u) < to {
		return ""
	}
	return string(u[from:to])
}

// UnmarshalText reads a code strictly where JSON or YAML holds one.
func (u *USCC) UnmarshalText(b []byte) error {
	v, err := ParseUSCC(strings.ToValidUTF8(string(b), "?"))
	if err != nil {
		return err
	}
	*u = v
	return nil
}
