package daycount

import (
	"embed"
	"slices"
	"sync"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
)

//go:embed data/*.json
var stateCouncilFiles embed.FS

// ErrYear says that a calendar year contradicts itself.
var ErrYear = fault.Define("daycount.year", fault.Invalid,
	"{year} 年日历有误：{date} {why}", "calendar of {year}: {date} {why}")

// Year is what a yearly notice of the State Council changes about the ordinary week: which weekdays are off and which
// weekend days are worked. Source names the notice.
type Year struct {
	Year            int    `json:"year"`
	Source          string `json:"source"`
	Holidays        []Date `json:"holidays"`         // Mondays to Fridays that are off
	WorkingWeekends []Date `json:"working_weekends"` // Saturdays and Sundays that are worked
}

// Calendar tells working days from other days. It is immutable and safe for concurrent use.
type Calendar struct {
	years      map[int]Year
	exceptions map[Date]bool // dates that differ from the ordinary week; true is a working day
}

// NewCalendar makes a calendar of the given years. A weekday holiday on a weekend, a working weekend on a weekday, a date
// of another year and a repeated year are errors.
func NewCalendar(years ...Year) (*Calendar, error) {
	c := &Calendar{years: make(map[int]Year, len(years)), exceptions: make(map[Date]bool)}
	for _, y := range years {
		if _, twice := c.years[y.Year]; twice {
			return nil, ErrYear.With("year", y.Year, "date", "", "why", "repeated")
		}
		c.years[y.Year] = y
		if err := c.add(y, y.Holidays, false); err != nil {
			return nil, err
		}
		if err := c.add(y, y.WorkingWeekends, true); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Calendar) add(y Year, dates []Date, working bool) error {
	for _, d := range dates {
		switch {
		case d.IsZero() || d.Year() != y.Year:
			return ErrYear.With("year", y.Year, "date", d, "why", "is not of that year")
		case weekend(d) != working:
			return ErrYear.With("year", y.Year, "date", d, "why", "is listed under the wrong kind of day")
		}
		if _, twice := c.exceptions[d]; twice {
			return ErrYear.With("year", y.Year, "date", d, "why", "is repeated")
		}
		c.exceptions[d] = working
	}
	return nil
}

// StateCouncil is the legal working calendar of mainland China from the embedded yearly files.
func StateCouncil() *Calendar { return stateCouncil() }

var stateCouncil = sync.OnceValue(func() *Calendar {
	files, err := stateCouncilFiles.ReadDir("data")
	if err != nil {
		panic(err)
	}
	years := make([]Year, len(files))
	for i, f := range files {
		b, err := stateCouncilFiles.ReadFile("data/" + f.Name())
		if err == nil {
			err = canon.Unmarshal(b, &years[i])
		}
		if err != nil {
			panic("daycount: " + f.Name() + ": " + err.Error())
		}
	}
	c, err := NewCalendar(years...)
	if err != nil {
		panic(err)
	}
	return c
})

func weekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// Known reports whether the year's notice is in the calendar; if not, only weekends are known to be off.
func (c *Calendar) Known(year int) bool {
	_, ok := c.years[year]
	return ok
}

// Years returns the years the calendar knows, in order.
func (c *Calendar) Years() []Year {
	out := make([]Year, 0, len(c.years))
	for _, y := range c.years {
		out = append(out, y)
	}
	slices.SortFunc(out, func(a, b Year) int { return a.Year - b.Year })
	return out
}

// IsWorkingDay reports whether d is a legal working day.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if working, ok := c.exceptions[d]; ok {
		return working
	}
	return !weekend(d)
}

// AddWorkingDays returns the n-th working day after d, or before d for negative n. d itself is not counted, as terms in
// days begin on the day after the event (Civil Code Art. 201). n = 0 returns d, working day or not.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.IsWorkingDay(d) {
			n--
		}
	}
	return d
}

// WorkingDaysBetween counts the working days after from up to and including to, so that it undoes AddWorkingDays; it is
// negative if to is before from, then counting the working days from to up to but not including from.
func (c *Calendar) WorkingDaysBetween(from, to Date) int {
	if to.Before(from) {
		n := 0
		for d := to; d.Before(from); d = d.AddDays(1) {
			if c.IsWorkingDay(d) {
				n--
			}
		}
		return n
	}
	n := 0
	for d := from; d.Before(to); {
		d = d.AddDays(1)
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n
}
