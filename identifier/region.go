package identifier

// provinceCodes are the first two digits of GB/T 2260, of which resident numbers, credit codes and the like begin:
// 81 to 83 are the residence permits for people of Hong Kong, Macau and Taiwan.
var provinceCodes = func() (t [100]bool) {
	for _, n := range []int{
		11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
		50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
	} {
		t[n] = true
	}
	return t
}()

// IsProvinceCode reports whether s begins with the two digits of a province, by GB/T 2260.
func IsProvinceCode(s string) bool {
	return len(s) >= 2 && digits(s[:2]) < 0 && provinceCodes[number(s[:2])]
}

// IsResidentID15 reports whether s has the form of the old resident number of 15 digits, in force until 2013: region,
// date of birth with a year of two digits, sequence. It has no check digit.
func IsResidentID15(s string) bool {
	if len(s) != 15 || digits(s) >= 0 || !IsProvinceCode(s) {
		return false
	}
	m, d := number(s[8:10]), number(s[10:12])
	return m >= 1 && m <= 12 && d >= 1 && d <= monthDays(1900+number(s[6:8]), m)
}
