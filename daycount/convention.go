package daycount

import "shurong.org/shurong/fault"

// DayCount is a convention that turns two dates into a fraction of a year. Its value is its name in contracts.
type DayCount string

const (
	// Act360 counts actual days over 360: loans of banks in China quote it (annual rate / 360 = daily rate).
	Act360 DayCount = "ACT/360"
	// Act365F counts actual days over 365, leap year or not.
	Act365F DayCount = "ACT/365F"
	// Thirty360 counts months of 30 days: ISDA 2006 4.16(f), "bond basis". A 31st becomes a 30th at the start, and at
	// the end if the start fell on the 30th or 31st.
	Thirty360 DayCount = "30/360"
)

// ErrDayCount says that a day count is not one of those known.
var ErrDayCount = fault.Define("daycount.convention", fault.Invalid,
	"计息基准 {name} 不支持", "day count {name} is not supported").
	Hint("可用：ACT/360、ACT/365F、30/360", "use ACT/360, ACT/365F or 30/360")

// Valid returns an error for a convention that is not known.
func (c DayCount) Valid() error {
	switch c {
	case Act360, Act365F, Thirty360:
		return nil
	}
	return ErrDayCount.With("name", quote(string(c)))
}

// UnmarshalText refuses unknown conventions where they enter.
func (c *DayCount) UnmarshalText(b []byte) error {
	v := DayCount(b)
	if err := v.Valid(); err != nil {
		return err
	}
	*c = v
	return nil
}

// Days counts from from (included) to to (excluded) by the convention.
func (c DayCount) Days(from, to Date) int {
	if c != Thirty360 {
		return to.Sub(from)
	}
	d1, d2 := from.Day(), to.Day()
	if d1 == 31 {
		d1 = 30
	}
	if d2 == 31 && d1 == 30 {
		d2 = 30
	}
	return 360*(to.Year()-from.Year()) + 30*int(to.Month()-from.Month()) + d2 - d1
}

// Basis is the number of days in the convention's year.
func (c DayCount) Basis() int {
	if c == Act365F {
		return 365
	}
	return 360
}

// Fraction is the year fraction as an exact ratio of whole numbers. Callers multiply before they divide, and round once.
func (c DayCount) Fraction(from, to Date) (num, den int64) {
	return int64(c.Days(from, to)), int64(c.Basis())
}
