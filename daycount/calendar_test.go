package daycount

import (
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/internal/reference"
)

// The exchange closes on weekday holidays and never works a weekend; the interbank market follows the State Council. So
// both lists together must give our legal calendar, day by day, but for one date.
func TestLegalWorkingDaysAgreeWithTheMarkets(t *testing.T) {
	var ref struct {
		Holidays []Date `json:"SSE_weekday_holidays"`
		Weekends []Date `json:"IB_working_weekends"`
	}
	reference.Load(t, "calendar/china.json", &ref)
	off, on := map[Date]bool{}, map[Date]bool{}
	for _, d := range ref.Holidays {
		off[d] = true
	}
	for _, d := range ref.Weekends {
		on[d] = true
	}
	// New Year's Eve 2024: exchanges closed, but the notice only encouraged leave, so it was a legal working day.
	delete(off, MustDate("2024-02-09"))
	c := StateCouncil()
	for d := MustDate("2014-01-01"); !d.After(MustDate("2026-12-31")); d = d.AddDays(1) {
		want := !weekend(d) && !off[d] || on[d]
		if got := c.IsWorkingDay(d); got != want {
			t.Errorf("%s is working: %v, want %v", d, got, want)
		}
	}
}

func TestWorkingDayTerms(t *testing.T) {
	c := StateCouncil()
	for _, tc := range []struct {
		from string
		n    int
		want string
		why  string
	}{
		{"2024-02-08", 1, "2024-02-09", "New Year's Eve 2024 was a legal working day"},
		{"2024-02-09", 1, "2024-02-18", "the Sunday after the holiday was worked"},
		{"2026-09-30", 1, "2026-10-08", "National Day week"},
		{"2026-09-30", 5, "2026-10-13", "Saturday the 10th is worked"},
		{"2026-10-08", -1, "2026-09-30", "counting back"},
		{"2026-11-21", 3, "2026-11-25", "from a Saturday"},
		{"2026-11-21", 0, "2026-11-21", "no days is the day itself"},
		{"2027-10-01", 1, "2027-10-04", "a year without a notice knows weekends only"},
	} {
		if got := c.AddWorkingDays(MustDate(tc.from), tc.n).String(); got != tc.want {
			t.Errorf("%s plus %d working days = %s, want %s: %s", tc.from, tc.n, got, tc.want, tc.why)
		}
	}
}

func TestUnknownYearsSaySo(t *testing.T) {
	c := StateCouncil()
	for year := 2014; year <= 2026; year++ {
		if !c.Known(year) {
			t.Errorf("%d should be known", year)
		}
	}
	if c.Known(2013) || c.Known(2027) {
		t.Error("2013 and 2027 have no file and must not be known")
	}
}

func TestCountingUndoesAdding(t *testing.T) {
	c := StateCouncil()
	rapid.Check(t, func(t *rapid.T) {
		d := MustDate("2014-01-01").AddDays(rapid.IntRange(0, 4700).Draw(t, "day"))
		n := rapid.IntRange(-60, 60).Draw(t, "n")
		e := c.AddWorkingDays(d, n)
		if got := c.WorkingDaysBetween(d, e); got != n {
			t.Fatalf("%s to %s counts %d working days, want %d", d, e, got, n)
		}
	})
}

func TestCalendarYearsThatContradictThemselvesAreErrors(t *testing.T) {
	for name, years := range map[string][]Year{
		"holiday on a Sunday":      {{Year: 2026, Holidays: []Date{MustDate("2026-01-04")}}},
		"working weekend a Monday": {{Year: 2026, WorkingWeekends: []Date{MustDate("2026-01-05")}}},
		"date of another year":     {{Year: 2026, Holidays: []Date{MustDate("2025-01-01")}}},
		"repeated date":            {{Year: 2026, Holidays: []Date{MustDate("2026-01-01"), MustDate("2026-01-01")}}},
		"repeated year":            {{Year: 2026}, {Year: 2026}},
		"no date":                  {{Year: 2026, Holidays: []Date{{}}}},
	} {
		if _, err := NewCalendar(years...); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
