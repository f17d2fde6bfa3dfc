package identifier

// IsLandline reports whether s, digits only, is a mainland telephone number with its area code: 010 and 02x with eight
// digits, 03xx to 09xx with seven or eight; no number begins with 0 or 1 (a 9 is rare but exists).
func IsLandline(s string) bool {
	if len(s) < 11 || len(s) > 12 || s[0] != '0' || digits(s) >= 0 {
		return false
	}
	switch s[1] {
	case '1':
		return s[2] == '0' && len(s) == 11 && s[3] >= '2'
	case '2':
		return len(s) == 11 && s[2] != '6' && s[3] >= '2'
	case '0':
		return false
	}
	return s[2] != '0' && s[4] >= '2'
}

// IsServiceNumber reports whether s, digits only, is a number of an organisation by its form: 400, 800, 95xxx, 96xxx.
func IsServiceNumber(s string) bool {
	if len(s) < 5 || digits(s) >= 0 {
		return false
	}
	return len(s) == 10 && (s[:3] == "400" || s[:3] == "800") ||
		(s[:2] == "95" || s[:2] == "96") && len(s) >= 5 && len(s) <= 6
}
