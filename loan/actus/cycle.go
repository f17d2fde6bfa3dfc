package actus

import (
	"strings"

	"shurong.org/shurong/daycount"
)

// Cycle is a length of time, with the standard's mark for the odd period at the end of a schedule: a long stub joins it
// to the period before.
type Cycle struct {
	months, days int
	long         bool
}

// IsZero reports that there is no cycle.
func (c Cycle) IsZero() bool { return c == Cycle{} }

// parseCycle reads P1ML0, P10DL1, P1Y or P0D; L0 is the long stub. The stub may be missing. Zero days are a length too,
// for notice and settlement periods; ok is false for what is no such length.
func parseCycle(s string) (c Cycle, ok bool) {
	body, stub, marked := strings.Cut(s, "L")
	if marked && stub != "0" && stub != "1" || len(body) < 3 || body[0] != 'P' {
		return c, false
	}
	c.long = marked && stub == "0"
	n, seen := 0, false
	for _, r := range body[1:] {
		if r >= '0' && r <= '9' {
			if n = n*10 + int(r-'0'); n > 100_000 {
				return c, false
			}
			seen = true
			continue
		}
		if !seen {
			return c, false
		}
		switch r {
		case 'D':
			c.days += n
		case 'W':
			c.days += 7 * n
		case 'M':
			c.months += n
		case 'Q':
			c.months += 3 * n
		case 'H':
			c.months += 6 * n
		case 'Y':
			c.months += 12 * n
		default:
			return c, false
		}
		n, seen = 0, false
	}
	return c, !seen && c.months <= 12_000
}

// positive reports a cycle that moves forward, as a schedule needs.
func (c Cycle) positive() bool { return c.months > 0 || c.days > 0 }

// lastDate is as far as a schedule can go.
var lastDate = daycount.MustDate("9998-12-31")

const lastYear = 9998

// after is k cycles after t, on the last of the month if the end-of-month convention binds and t is one.
func (c Cycle) after(t Time, k int, eom bool) Time {
	d := t.date()
	if c.months > 0 {
		if m := k * c.months; m > 12*(lastYear-int(t>>1)/365-1) { // no year is shorter than 365 days
			return at(lastDate)
		}
		end := eom && c.days == 0 && d.IsMonthEnd()
		if d = d.AddMonths(k * c.months); end {
			d = d.MonthEnd()
		}
	}
	if c.days > 0 {
		if k*c.days > lastDate.Sub(d) {
			return at(lastDate)
		}
		d = d.AddDays(k * c.days)
	}
	return t.on(d)
}

// maxEvents bounds the times of one schedule: a day's cycle over a lifetime.
const maxEvents = 40_000

// schedule appends the times from start, every cycle, before end; and end itself if asked. A long stub drops the last
// time before end where the cycle does not meet end. Without a cycle there is start alone.
func schedule(dst []Time, start, end Time, c Cycle, eom, addEnd bool) []Time {
	first := len(dst)
	if !c.positive() {
		if start < end {
			dst = append(dst, start)
		}
		if addEnd {
			dst = append(dst, end)
		}
		return dst
	}
	t := start
	for k := 1; t < end && len(dst)-first < maxEvents; k++ {
		dst = append(dst, t)
		t = c.after(start, k, eom)
	}
	if c.long && len(dst)-first > 1 && t != end {
		dst = dst[:len(dst)-1]
	}
	if addEnd {
		dst = append(dst, end)
	}
	return dst
}

// Convention says where a time goes that is no business day, and whether interest is counted to the moved date.
type Convention struct {
	roll      daycount.Roll
	calcFirst bool // CS…: calculate on the date before it is moved
	calendar  *daycount.Calendar
}

// shift returns the event's time and the time that interest is counted to.
func (v *Convention) shift(t Time) (event, calc Time) {
	if v.calendar == nil || v.roll == daycount.Unadjusted {
		return t, t
	}
	event = t.on(v.roll.Adjust(t.date(), v.calendar))
	if v.calcFirst {
		return event, t
	}
	return event, event
}

// basis is a day count of the standard.
type basis uint8

const (
	basisA365 basis = iota
	basisA360
	basisAA
	basis30E360
	basis30E360ISDA
	basis28E336
	basisB252
)

// years is the fraction of a year between two times. maturity is where 30E/360 ISDA leaves the last of February alone.
func (b basis) years(from, to Time, calendar *daycount.Calendar, maturity Time) float64 {
	switch b {
	case basisA365:
		return float64((to+1)>>1-(from+1)>>1) / 365
	case basisA360:
		return float64((to+1)>>1-(from+1)>>1) / 360
	}
	f, t := from.day(), to.day()
	switch b {
	case basis30E360:
		return float64(daycount.ThirtyE360.Days(f, t)) / 360
	case basis28E336:
		return float64(336*(t.Year()-f.Year())+28*int(t.Month()-f.Month())+min(t.Day(), 28)-min(f.Day(), 28)) / 336
	}
	convention := daycount.ActActISDA
	switch b {
	case basis30E360ISDA:
		convention = daycount.ThirtyE360ISDA
	case basisB252:
		convention = daycount.Bus252
	}
	if calendar == nil {
		calendar = daycount.Weekdays()
	}
	num, den, err := convention.FractionIn(f, t, daycount.Reference{Termination: maturity.day(), Calendar: calendar})
	if err != nil {
		return 0
	}
	return float64(num) / float64(den)
}
