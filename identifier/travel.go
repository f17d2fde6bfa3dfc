package identifier

// IsPassport reports whether s has the form of a passport of the People's Republic: ordinary E and eight digits, or E,
// a letter (not I, O) and seven digits, or the older G and eight digits; official (S, P, D and a second letter E, D or
// C) and seven digits. There is no check digit in the number.
func IsPassport(s string) bool {
	if len(s) != 9 || digits(s[2:]) >= 0 {
		return false
	}
	second := s[1]
	switch s[0] {
	case 'E':
		return second >= '0' && second <= '9' || second >= 'A' && second <= 'Z' && second != 'I' && second != 'O'
	case 'G':
		return second >= '0' && second <= '9'
	case 'S', 'P', 'D':
		return second == 'E' || second == 'D' || second == 'C'
	}
	return false
}

// IsHomeReturnPermit reports whether s has the form of the permit by which people of Hong Kong (H) and Macau (M) travel
// to the mainland: eight digits, or ten on older cards.
func IsHomeReturnPermit(s string) bool {
	return (len(s) == 9 || len(s) == 11) && (s[0] == 'H' || s[0] == 'M') && digits(s[1:]) < 0
}

// IsExitPermit reports whether s has the form of the permit by which mainland people travel to Hong Kong and Macau (C,
// older W) or to Taiwan (L, older T): the letter, a digit or a letter, seven digits.
func IsExitPermit(s string) bool {
	if len(s) != 9 || digits(s[2:]) >= 0 {
		return false
	}
	second := s[1] >= '0' && s[1] <= '9' || s[1] >= 'A' && s[1] <= 'Z'
	return second && (s[0] == 'C' || s[0] == 'W' || s[0] == 'L' || s[0] == 'T')
}

// IsTaiwanPermit reports whether s has the form of the permit by which people of Taiwan travel to the mainland: eight
// digits on the present card. Any number of eight digits has it: without a column's name it means nothing.
func IsTaiwanPermit(s string) bool { return len(s) == 8 && digits(s) < 0 }
