package daycount

import "shurong.org/shurong/fault"

// DayCount is a convention that turns two dates into a fraction of a year. Its value is its name in contracts.
type DayCount string

const (
	// Act360 counts actual days over 360: loans of banks in China quote it (annual rate / 360 = daily rate).
	Act360 DayCount = "ACT/360"
	// Act365F counts actual days over 365, leap year or not.
	Act365F DayCount = "ACT/365F"
	// Act36525 counts actual days over 365.25.
	Act36525 DayCount = "ACT/365.25"
	// Act366 counts actual days over 366.
	Act366 DayCount = "ACT/366"
	// Act364 counts actual days over 364, of which every week is the same part: loans paid by the week.
	Act364 DayCount = "ACT/364"
	// ActActISDA counts the days in leap years over 366 and the others over 365: ISDA 2006 4.16(b).
	ActActISDA DayCount = "ACT/ACT ISDA"
	// ActActICMA counts days over the coupon period they fall in, times periods a year: ICMA rule 251. It needs a
	// [Reference] with an anchor and a frequency.
	ActActICMA DayCount = "ACT/ACT ICMA"
	// ActActAFB counts whole years back from the end, and the rest over 366 if it holds a 29 February, else over 365.
	ActActAFB DayCount = "ACT/ACT AFB"
	// Thirty360 counts months of 30 days: ISDA 2006 4.16(f), "bond basis". A 31st becomes a 30th at the start, and at
	// the end if the start fell on the 30th or 31st.
	Thirty360 DayCount = "30/360"
	// Thirty360US is the bond basis with the last of February at the start counted as a 30th.
	Thirty360US DayCount = "30/360 US"
	// ThirtyE360 makes every 31st a 30th: ISDA 2006 4.16(g), "Eurobond basis".
	ThirtyE360 DayCount = "30E/360"
	// ThirtyE360ISDA makes every last day of a month a 30th, except the last of February where the loan ends on it:
	// ISDA 2006 4.16(h). The end is [Reference.Termination].
	ThirtyE360ISDA DayCount = "30E/360 ISDA"
	// Thirty365 counts months of 30 days over 365.
	Thirty365 DayCount = "30/365"
	// Bus252 counts business days over 252. It needs a [Reference] with a calendar.
	Bus252 DayCount = "BUS/252"
)

var (
	// ErrDayCount says that a day count is not one of those known.
	ErrDayCount = fault.Define("daycount.convention", fault.Invalid,
		"计息基准 {name} 不支持", "day count {name} is not supported").
		Hint("可用：ACT/360、ACT/365F、30/360 等", "use ACT/360, ACT/365F, 30/360 or another that the manual lists")
	// ErrReference says that a convention was asked without what it rests on.
	ErrReference = fault.Define("daycount.reference", fault.Invalid,
		"计息基准 {name} 需要{zh}", "day count {name} needs {en}")
)

// basis is the whole number of days in the year of the conventions that have one.
func (c DayCount) basis() int {
	switch c {
	case Act360, Thirty360, Thirty360US, ThirtyE360, ThirtyE360ISDA:
		return 360
	case Act365F, Thirty365:
		return 365
	case Act366:
		return 366
	case Act364:
		return 364
	case Bus252:
		return 252
	}
	return 0
}

// Known reports whether c is one of the conventions of this package.
func (c DayCount) Known() bool {
	switch c {
	case Act36525, ActActISDA, ActActICMA, ActActAFB:
		return true
	}
	return c.basis() != 0
}

// Valid returns an error for a convention that no loan contract can use: one not known, or one whose interest is not
// days over a fixed number of days and needs nothing but two dates.
func (c DayCount) Valid() error {
	switch c {
	case Act360, Act364, Act365F, Act366, Thirty360, Thirty360US, ThirtyE360, Thirty365:
		return nil
	}
	return ErrDayCount.With("name", quote(string(c)))
}

// UnmarshalText refuses unknown conventions where they enter.
func (c *DayCount) UnmarshalText(b []byte) error {
	v := DayCount(b)
	if !v.Known() {
		return ErrDayCount.With("name", quote(string(v)))
	}
	*c = v
	return nil
}

// Days counts from from (included) to to (excluded) by the convention. BUS/252 counts calendar days here, as business
// days need a calendar: see [DayCount.FractionIn].
func (c DayCount) Days(from, to Date) int {
	switch c {
	case Thirty360, Thirty360US, ThirtyE360, ThirtyE360ISDA, Thirty365:
		return c.thirty(from, to, Date{})
	}
	return to.Sub(from)
}

// Basis is the number of days in the convention's year, 0 where that is not one whole number.
func (c DayCount) Basis() int { return c.basis() }

// Fraction is the year fraction as an exact ratio of whole numbers. Callers multiply before they divide, and round once.
// For the conventions that need a [Reference] it is that of the actual days; use [DayCount.FractionIn].
func (c DayCount) Fraction(from, to Date) (num, den int64) {
	switch c {
	case Act36525:
		return 4 * int64(to.Sub(from)), 1461
	case ActActISDA:
		return actActISDA(from, to)
	case ActActAFB:
		return actActAFB(from, to)
	case ActActICMA:
		return int64(to.Sub(from)), 365
	}
	return int64(c.Days(from, to)), int64(max(1, c.basis()))
}

// thirty counts with months of 30 days.
func (c DayCount) thirty(from, to, termination Date) int {
	y1, m1, d1 := from.civil()
	y2, m2, d2 := to.civil()
	switch c {
	case ThirtyE360, Thirty365:
		d1, d2 = min(d1, 30), min(d2, 30)
	case ThirtyE360ISDA:
		if d1 == monthDays(y1, m1) {
			d1 = 30
		}
		if d2 == monthDays(y2, m2) && (m2 != 2 || to != termination) {
			d2 = 30
		}
	default:
		d1 = min(d1, 30)
		if c == Thirty360US && m1 == 2 && d1 == monthDays(y1, m1) {
			d1 = 30
			if m2 == 2 && d2 == monthDays(y2, m2) {
				d2 = 30
			}
		}
		if d2 == 31 && d1 == 30 {
			d2 = 30
		}
	}
	return 360*(y2-y1) + 30*(m2-m1) + d2 - d1
}
