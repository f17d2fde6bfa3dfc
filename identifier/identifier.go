// Package identifier reads, checks and makes the identifiers that data asset financing meets: the unified social credit
// code of an organisation (统一社会信用代码), the resident identity number, the bank card number, the mobile number, and
// the code of a registration certificate.
//
// Each kind has two ways in. Parse… returns the parts, or a fault that says which rule is broken and, where there is a
// check character, what it should be. Is… answers yes or no without allocating, for scanners that try every cell of a
// table: about 20 to 60 ns a cell.
//
// Kinds that have no check digit are recognised by form alone (Is… without Parse…): landline, number plate, passport and
// travel permits, the old resident number of 15 digits, issuers' prefixes of cards, allocated segments of mobile numbers.
//
// Texts are taken as they stand: no trimming, no full-width digits, no change of case (but for the resident number's
// final x, which people write either way). Whoever reads a form decides what to forgive.
//
// Faults about a person's identifiers (resident number, bank card, mobile) never quote the number, because they end up in
// logs; they name the rule and the position.
//
// A number that passes here is well formed. Whether it was ever issued, only its issuer can say. Region codes are checked
// for form, not against a list, since counties come and go and old numbers keep old codes.
package identifier

import (
	"strings"
	"unicode/utf8"

	"shurong.org/shurong/fault"
)

// ErrLength says that an identifier has the wrong number of characters.
var ErrLength = fault.Define("identifier.length", fault.Invalid,
	"{what_zh}应为 {want} 位，实际 {got} 位", "{what}: {want} characters are expected, {got} were given").
	Hint("请检查是否有空格、缺位或多位", "check for blanks, missing or extra characters")

// ErrCharacter says that a character cannot stand where it stands.
var ErrCharacter = fault.Define("identifier.character", fault.Invalid,
	"{what_zh}第 {position} 位的字符不符合规则，该位应为{allowed_zh}",
	"{what}: the character at position {position} is not allowed there; it should be {allowed}").
	Hint("请使用半角字符，对照证件原件逐位核对", "use half-width characters and compare with the original, position by position")

// kind names an identifier in both languages for the shared faults.
type kind struct{ zh, en string }

func (k kind) length(want any, s string) error {
	return ErrLength.With("what_zh", k.zh, "what", k.en, "want", want, "got", utf8.RuneCountInString(s))
}

func (k kind) character(i int, zh, en string) error {
	return ErrCharacter.With("what_zh", k.zh, "what", k.en, "position", i+1, "allowed_zh", zh, "allowed", en)
}

// digits returns the index of the first byte that is no ASCII digit, or -1.
func digits(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return -1
}

// ascii reports whether every byte of s is a character of its own.
func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// runeIndex turns the index of a byte into the index of its character.
func runeIndex(s string, i int) int { return utf8.RuneCountInString(s[:i]) }

// clip bounds a text from outside before it goes into a fault.
func clip(s string) string {
	const most = 32
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
