package quality

import (
	"regexp"

	"shurong.org/shurong/identifier"
)

// Kind is what a cell is, as the profile reads it.
type Kind uint8

// Kinds of cells.
const (
	Missing Kind = iota // nothing, white space only, or a word for nothing
	Integer
	Decimal
	Date
	DateTime
	Clock
	Boolean
	Code
	Text
)

// Value is a cell's reading.
type Value struct {
	Kind   Kind
	Number float64 // of Integer and Decimal
	// Timed says that Seconds, since 1970 as written, is the cell's date; an integer like 20260301 may be one too.
	Timed   bool
	Seconds int64
}

// Reader reads a cell. The profile's is used, so that a rule and the profile never disagree about what a cell is.
type Reader func(cell []byte) Value

// fits says whether a value is of a type.
func (v Value) fits(t string) bool {
	switch t {
	case "integer":
		return v.Kind == Integer
	case "decimal":
		return v.Kind == Integer || v.Kind == Decimal
	case "date", "datetime":
		return v.Timed && v.Kind != Clock
	case "time":
		return v.Kind == Clock
	case "boolean":
		return v.Kind == Boolean
	case "code":
		return v.Kind == Code || v.Kind == Integer
	}
	return true
}

func (v Value) numeric() bool { return v.Kind == Integer || v.Kind == Decimal }

var (
	emailForm = regexp.MustCompile(`^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$`)
	isoForm   = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)
)

// holds says whether a text has a format.
func (f Format) holds(s []byte) bool {
	switch f {
	case CreditCode:
		return identifier.IsUSCC(string(s))
	case ResidentID:
		return identifier.IsResidentID(string(s))
	case BankCard:
		return identifier.IsBankCard(string(s))
	case Certificate:
		return identifier.IsCertificateCode(string(s))
	case Mobile:
		return identifier.IsMobile(string(s))
	case Email:
		return emailForm.Match(s)
	case ISODate:
		return isoForm.Match(s)
	}
	return false
}
