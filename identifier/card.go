package identifier

import "shurong.org/shurong/fault"

// Lengths of a bank card number (ISO/IEC 7812; UnionPay cards have 16 to 19 digits, others 13 to 19).
const (
	cardMin = 13
	cardMax = 19
)

var cardKind = kind{"银行卡号", "bank card number"}

// ErrCardCheck says that the last digit does not follow from the others by Luhn's formula.
var ErrCardCheck = fault.Define("identifier.card_check", fault.Invalid,
	"银行卡号的校验位应为 {want}", "bank card number: the check digit should be {want}").
	Hint("请对照银行卡逐位核对", "compare every digit with the card")

// IsBankCard reports whether s has 13 to 19 digits, not all alike, and passes Luhn's formula. One random number in ten passes: a
// scanner needs context besides.
func IsBankCard(s string) bool {
	return len(s) >= cardMin && len(s) <= cardMax && digits(s) < 0 && !uniform(s) && luhn(s[:len(s)-1]) == s[len(s)-1]
}

// ParseBankCard checks a bank card number.
func ParseBankCard(s string) (string, error) {
	if i := digits(s); i >= 0 {
		return "", cardKind.character(runeIndex(s, i), "数字", "a digit")
	}
	if len(s) < cardMin || len(s) > cardMax {
		return "", cardKind.length("13–19", s)
	}
	if want := luhn(s[:len(s)-1]); s[len(s)-1] != want || uniform(s) {
		return "", ErrCardCheck.With("want", string(want))
	}
	return s, nil
}

// MakeBankCard completes 12 to 18 digits with their check digit, for examples and tests.
func MakeBankCard(prefix string) (string, error) {
	if i := digits(prefix); i >= 0 {
		return "", cardKind.character(runeIndex(prefix, i), "数字", "a digit")
	}
	if len(prefix) < cardMin-1 || len(prefix) > cardMax-1 {
		return "", cardKind.length("12–18", prefix)
	}
	return prefix + string(luhn(prefix)), nil
}

// luhn is the check digit of digits: from the right, every first digit doubled (less nine when over nine), all added up.
func luhn(s string) byte {
	sum := 0
	for i := len(s) - 1; i >= 0; i-- {
		d := int(s[i] - '0')
		if (len(s)-1-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}

// uniform reports whether all characters are alike, as in a placeholder of zeros, which Luhn's formula lets pass.
func uniform(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			return false
		}
	}
	return true
}
