package identifier

const mobileLength = 11

var mobileKind = kind{"手机号码", "mobile number"}

// IsMobile reports whether s is a mainland mobile number: 11 digits, the first 1, the second 3 to 9.
func IsMobile(s string) bool {
	return len(s) == mobileLength && digits(s) < 0 && s[0] == '1' && s[1] >= '3'
}

// ParseMobile checks a mainland mobile number, without country code or blanks.
func ParseMobile(s string) (string, error) {
	if i := digits(s); i >= 0 {
		return "", mobileKind.character(runeIndex(s, i), "数字", "a digit")
	}
	switch {
	case len(s) != mobileLength:
		return "", mobileKind.length(mobileLength, s)
	case s[0] != '1':
		return "", mobileKind.character(0, " 1", "1")
	case s[1] < '3':
		return "", mobileKind.character(1, " 3–9", "3 to 9")
	}
	return s, nil
}
