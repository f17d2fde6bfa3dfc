package identifier

import (
	"strings"
	"unicode/utf8"
)

// plateProvinces are the first characters of civilian number plates; 使 is a diplomat's.
const plateProvinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// plateEnds are the last characters of plates for trailers, driving schools, police and cross-border cars.
const plateEnds = "挂学警港澳领"

// IsPlate reports whether s is a civilian number plate by GA 36-2018: the province, a letter, and five characters, or
// six for new energy, of digits and capitals without I and O; a dot, blank or hyphen may stand after the letter. A
// new-energy plate has its class letter (A–H, J, K) first or last.
func IsPlate(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	if first < utf8.RuneSelf || !strings.ContainsRune(plateProvinces, first) {
		return false
	}
	rest := s[size:]
	if len(rest) < 6 || rest[0] < 'A' || rest[0] > 'Z' || rest[0] == 'I' || rest[0] == 'O' {
		return false
	}
	rest = rest[1:]
	for _, dot := range []string{"·", "•", " ", "-", "."} {
		if after, ok := strings.CutPrefix(rest, dot); ok {
			rest = after
			break
		}
	}
	n, letters := 0, 0
	for n < len(rest) && (rest[n] >= '0' && rest[n] <= '9' || rest[n] >= 'A' && rest[n] <= 'Z' && rest[n] != 'I' &&
		rest[n] != 'O') {
		if rest[n] > '9' {
			letters++
		}
		n++
	}
	switch tail := rest[n:]; {
	case tail != "":
		return n == 4 && utf8.RuneCountInString(tail) == 1 && strings.Contains(plateEnds, tail)
	case n == 5:
		return letters <= 2
	case n == 6:
		return newEnergy(rest[0]) && digits(rest[2:]) < 0 || newEnergy(rest[5]) && digits(rest[:5]) < 0
	}
	return false
}

func newEnergy(b byte) bool { return b >= 'A' && b <= 'K' && b != 'I' }
