package identifier

// IsCardPrefix reports whether a number of digits begins as cards begin that are issued in China, and has their length:
// UnionPay 62 (16 to 19 digits), older domestic ranges (60, 68, 9558, 95595–95599, 9400 …, 16 to 19), Visa 4,
// MasterCard 51–55 and 2221–2720, JCB 35 (all 16) and American Express 34, 37 (15). The ranges are wide: which bank
// issued a card is not asked.
func IsCardPrefix(s string) bool {
	n := len(s)
	if n < 15 || n > cardMax || digits(s) >= 0 {
		return false
	}
	two := number(s[:2])
	switch {
	case two == 62:
		return n >= 16
	case n == 15:
		return two == 34 || two == 37
	case two == 60 || two == 68 || two == 69:
		return n >= 16 && domestic[s[:4]]
	case two == 95:
		return n == 19 && s[2] == '5' && (s[3] == '8' && s[4] == '8' || s[3] == '9' && s[4] >= '5') // 95588, 95595 …
	case n != 16:
		return false
	case s[0] == '4', two >= 51 && two <= 55, two == 35:
		return true
	}
	four := number(s[:4])
	return four >= 2221 && four <= 2720
}

// domestic are older ranges of Chinese banks outside 62, by their first four digits.
var domestic = map[string]bool{
	"6013": true, "6014": true, "6015": true, "6029": true, "6035": true, "6036": true, "6038": true, "6039": true,
	"6045": true, "6091": true, "6858": true, "6886": true, "6887": true, "6904": true, "6907": true,
}
