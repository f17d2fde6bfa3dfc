// Package daycount counts days: civil dates of China, working days by the State Council's yearly notices, and the
// day-count conventions of loans and bonds, and schedules of dates.
//
// Nothing here reads a clock. A [Date] is a civil date in China time (UTC+8), four bytes, comparable and usable as a
// map key; "today" is [DateOf] applied to an instant the caller was given. Legal terms ("10 working days from
// acceptance") go through a [Calendar]; interest goes through a [DayCount], which returns an exact fraction rather than
// a rounded number, so that money is rounded once, by the caller, and nowhere else.
//
// A [Roll] moves a date that is no business day by a calendar: [StateCouncil] for law and loans, [Exchange] and
// [Interbank] for markets. A [Plan] makes the dates of periods, with every kind of stub and the end-of-month rule.
//
// The calendar is data: one file per year under data/, holding the weekday holidays and the working weekends. For a year
// without a file the calendar knows weekends only and says so ([Calendar.Known]); a term that reaches into such a year
// must be recomputed once the notice is out, usually in November of the year before.
package daycount

import (
	"database/sql/driver"
	"time"

	"shurong.org/shurong/fault"
)

// China is the civil time of China. It has had no daylight saving since 1992, so a fixed zone is exact for every date
// this program meets and needs no time zone database.
var China = time.FixedZone("CST", 8*3600)

// ErrDate says that a text is not a date that exists.
var ErrDate = fault.Define("daycount.date", fault.Invalid,
	"{text} 不是有效日期", "{text} is not a date that exists").
	Hint("请按 2026-03-20 的格式填写", "write it as 2026-03-20")

// Years a Date can hold. Four digits is what the text form can carry.
const (
	minYear = 1
	maxYear = 9999
)

// Date is a civil date. The zero Date is no date at all (IsZero), its text is empty.
type Date struct {
	n int32 // days since 31 December of year 0; 1 is 0001-01-01
}

// NewDate returns the date of a year, month and day, normalising as time.Date does (31 April is 1 May). Input from
// outside goes through [ParseDate], which refuses such dates.
func NewDate(y int, m time.Month, d int) Date {
	return fromUTC(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads YYYY-MM-DD. Dates that do not exist, such as 2026-02-30, are errors.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < minYear || len(s) != len(time.DateOnly) {
		return Date{}, ErrDate.With("text", quote(s))
	}
	return fromUTC(t), nil
}

// MustDate is ParseDate for dates written in source code. It panics on a date that does not exist.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf returns the civil date in China of an instant.
func DateOf(t time.Time) Date {
	t = t.In(China)
	return NewDate(t.Year(), t.Month(), t.Day())
}

// Seconds of 0001-01-01 00:00 UTC on the Unix scale, and of a day.
const (
	dayOneUnix = -62135596800
	daySeconds = 86400
)

func fromUTC(t time.Time) Date {
	if y := t.Year(); y < minYear || y > maxYear {
		panic("daycount: year out of range")
	}
	return Date{int32((t.Unix()-dayOneUnix)/daySeconds) + 1}
}

func (d Date) utc() time.Time { return time.Unix(dayOneUnix+int64(d.n-1)*daySeconds, 0).UTC() }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.n == 0 }

// Year is the year of the date.
func (d Date) Year() int {
	y, _, _ := d.civil()
	return y
}

// Month is the month of the date.
func (d Date) Month() time.Month {
	_, m, _ := d.civil()
	return time.Month(m)
}

// Day is the day of the month.
func (d Date) Day() int {
	_, _, day := d.civil()
	return day
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.n % 7) } // 0001-01-01 was a Monday

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date { return Date{d.n + int32(n)} }

// AddMonths returns the same day n months later, or that month's last day where it is shorter: a loan drawn on
// 31 January falls due on 28 February, then on 31 March if counted from the draw, as a schedule must.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.civil()
	months := y*12 + m - 1 + n
	y, m = floorDiv(months, 12), months-12*floorDiv(months, 12)+1
	if y < minYear || y > maxYear {
		panic("daycount: year out of range")
	}
	return newCivil(y, m, min(day, monthDays(y, m)))
}

// Sub returns the days from o to d, negative if d is earlier.
func (d Date) Sub(o Date) int { return int(d.n - o.n) }

// Before, After and Compare order dates in time; no date comes before every date.
func (d Date) Before(o Date) bool { return d.n < o.n }
func (d Date) After(o Date) bool  { return d.n > o.n }
func (d Date) Compare(o Date) int {
	switch {
	case d.n < o.n:
		return -1
	case d.n > o.n:
		return 1
	}
	return 0
}

// Time is the instant the date begins in China.
func (d Date) Time() time.Time {
	return time.Unix(dayOneUnix+int64(d.n-1)*daySeconds-8*3600, 0).In(China)
}

// String is YYYY-MM-DD, or empty for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// MarshalText and UnmarshalText make the text form the JSON and YAML form. Empty text is no date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD or nothing.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	p, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = p
	return nil
}

// Value stores the date as TEXT in a database.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads what Value stored; NULL is no date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case time.Time:
		*d = NewDate(v.Year(), v.Month(), v.Day())
		return nil
	}
	return ErrDate.With("text", "?")
}

// quote shows the start of a text from outside, bounded so that an error never carries a document.
func quote(s string) string {
	const most = 32
	r := []rune(s)
	if len(r) > most {
		r = append(r[:most], '…')
	}
	return "“" + string(r) + "”"
}
