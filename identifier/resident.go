package identifier

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// ResidentID is the content of an 18-character resident identity number (公民身份号码, GB 11643-1999): region (6), date
// of birth (8), sequence (3, odd for men), check character. The 15-digit form ended in 2013 and is not read.
type ResidentID struct {
	Region string
	Birth  daycount.Date
	// Sequence tells apart people of one region and one birthday.
	Sequence int
}

// Male reports whether the sequence is odd.
func (r ResidentID) Male() bool { return r.Sequence%2 == 1 }

const residentLength = 18

var residentKind = kind{"公民身份号码", "resident number"}

var (
	// ErrResidentDate says that positions 7 to 14 are not a date that exists.
	ErrResidentDate = fault.Define("identifier.resident_date", fault.Invalid,
		"公民身份号码第 7–14 位不是有效的出生日期", "resident number: positions 7 to 14 are not a date of birth that exists").
		Hint("请对照身份证核对出生日期", "compare the date of birth with the card")
	// ErrResidentCheck says that the 18th character does not follow from the first 17.
	ErrResidentCheck = fault.Define("identifier.resident_check", fault.Invalid,
		"公民身份号码的校验位应为 {want}", "resident number: the check character should be {want}").
		Hint("请对照身份证逐位核对", "compare every digit with the card")
)

// Weights of the first 17 digits (2^(18-i) mod 11), and the check characters by the weighted sum mod 11.
var residentWeight = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const residentChecks = "10X98765432"

// IsResidentID reports whether s is a well-formed resident number with a date of birth from 1900 on.
func IsResidentID(s string) bool {
	if len(s) != residentLength || digits(s[:17]) >= 0 {
		return false
	}
	return residentCheck(s) == upperX(s[17]) && residentDay(s) > 0
}

// ParseResidentID reads a resident number. A final x may be of either case. Whether the birthday lies in the future is
// for the caller, who knows the day.
func ParseResidentID(s string) (ResidentID, error) {
	if len(s) != residentLength && ascii(s) {
		return ResidentID{}, residentKind.length(residentLength, s)
	}
	body := s[:min(len(s), 17)]
	if i := digits(body); i >= 0 {
		return ResidentID{}, residentKind.character(runeIndex(s, i), "数字", "a digit")
	}
	if len(s) != residentLength && ascii(s[len(body):]) {
		return ResidentID{}, residentKind.length(residentLength, s)
	}
	last := upperX(s[17])
	if len(s) != residentLength || last != 'X' && digits(s[17:]) >= 0 {
		return ResidentID{}, residentKind.character(17, "数字或 X", "a digit or X")
	}
	day := residentDay(s)
	if day == 0 {
		return ResidentID{}, ErrResidentDate.With()
	}
	if want := residentCheck(s); last != want {
		return ResidentID{}, ErrResidentCheck.With("want", string(want))
	}
	birth, err := daycount.ParseDate(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
	if err != nil {
		return ResidentID{}, ErrResidentDate.With()
	}
	return ResidentID{Region: s[:6], Birth: birth, Sequence: number(s[14:17])}, nil
}

func upperX(b byte) byte {
	if b == 'x' {
		return 'X'
	}
	return b
}

func residentCheck(s string) byte {
	sum := 0
	for i, w := range residentWeight {
		sum += w * int(s[i]-'0')
	}
	return residentChecks[sum%11]
}

// residentDay is the day of the month of birth, or 0 where the date does not exist or lies before 1900.
func residentDay(s string) int {
	y, m, d := number(s[6:10]), number(s[10:12]), number(s[12:14])
	if y < 1900 || m < 1 || m > 12 || d < 1 || d > monthDays(y, m) {
		return 0
	}
	return d
}

func monthDays(y, m int) int {
	switch {
	case m == 2 && (y%4 == 0 && y%100 != 0 || y%400 == 0):
		return 29
	case m == 2:
		return 28
	case m == 4, m == 6, m == 9, m == 11:
		return 30
	}
	return 31
}

// number reads digits that are known to be digits and few.
func number(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// MakeResidentID completes 17 digits with their check character, for examples and tests.
func MakeResidentID(prefix string) (string, error) {
	if i := digits(prefix); i >= 0 {
		return "", residentKind.character(runeIndex(prefix, i), "数字", "a digit")
	}
	if len(prefix) != residentLength-1 {
		return "", residentKind.length(residentLength-1, prefix)
	}
	if residentDay(prefix+"0") == 0 {
		return "", ErrResidentDate.With()
	}
	return prefix + string(residentCheck(prefix)), nil
}
