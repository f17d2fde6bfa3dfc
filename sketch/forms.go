package sketch

import "shurong.org/shurong/identifier"

// personal says that values of the form name a person, a vehicle or a company outside the table.
func (f form) personal() bool { return f >= mobile && f < forms }

// entity says that a key of the form stands for something that other tables are about as well: people, companies,
// places. Tables over the same entities share keys and whatever the entity alone decides.
func (f form) entity() bool { return f.personal() || f == word || f == han }

// key says whether a value may select a row by itself. Its length is that of the normal form.
func (f form) key(size int) bool {
	switch f {
	case long:
		return true
	case code, word:
		return size >= minCode
	case han:
		return size >= minHan
	}
	return f.personal()
}

// part says whether a value together with a time may select a row.
func (f form) part(size int) bool {
	return f.key(size) || (f == code || f == word) && size >= 3 || f == han && size >= 6
}

const (
	minCode = 7  // shorter codes are repeated in unrelated tables
	minHan  = 15 // five characters: shorter are names of people and kinds of things
)

// isMobile says whether 11 digits are a mainland mobile number.
func isMobile(b []byte) bool {
	return len(b) == 11 && b[0] == '1' && b[1] >= '3' && b[1] <= '9'
}

// numberForm tells the kinds of long numbers apart by their check digits: a column is one if most of its values are.
func numberForm(b []byte) form {
	switch n := len(b); {
	case isMobile(b):
		return mobile
	case n == 18 && identifier.IsResidentID(string(b)):
		return resident
	case n >= 15 && n <= 19 && identifier.IsBankCard(string(b)):
		return card
	case n == 18 && identifier.IsUSCC(string(b)):
		return credit
	}
	return long
}

func codeForm(b []byte) form {
	if len(b) != 18 {
		return code
	}
	upper := make([]byte, 18)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		upper[i] = c
	}
	switch s := string(upper); {
	case identifier.IsResidentID(s):
		return resident
	case identifier.IsUSCC(s):
		return credit
	}
	return code
}

// isPlate takes a Chinese character, a letter and five or six letters or digits for a number plate.
func isPlate(b []byte) bool {
	if n := len(b); n < 9 || n > 11 || b[0] < 0x80 || b[3] < 'a' || b[3] > 'z' {
		return false
	}
	for _, c := range b[4:] {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
