package daycount

import (
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/internal/reference"
)

func TestStubsGoWhereThePlanSays(t *testing.T) {
	from, to := MustDate("2026-01-31"), MustDate("2026-06-15")
	for _, c := range []struct {
		name string
		plan Plan
		want string
	}{
		{"short back", Plan{Months: 1}, "01-31 02-28 03-31 04-30 05-31 06-15"},
		{"long back", Plan{Months: 1, Stub: LongBack}, "01-31 02-28 03-31 04-30 06-15"},
		{"short front", Plan{Months: 1, Stub: ShortFront}, "01-31 02-15 03-15 04-15 05-15 06-15"},
		{"long front", Plan{Months: 1, Stub: LongFront}, "01-31 03-15 04-15 05-15 06-15"},
		{"first", Plan{Months: 2, First: MustDate("2026-02-10")}, "01-31 02-10 04-10 06-10 06-15"},
		{"next to last", Plan{Months: 2, NextToLast: MustDate("2026-05-20")}, "01-31 03-20 05-20 06-15"},
		{"both", Plan{Months: 1, First: MustDate("2026-03-01"), NextToLast: MustDate("2026-05-01")}, "01-31 03-01 04-01 05-01 06-15"},
		{"days", Plan{Days: 60}, "01-31 04-01 05-31 06-15"},
		{"rolled", Plan{Months: 1, Roll: ModifiedFollowing, Calendar: Weekdays()}, "01-30 02-27 03-31 04-30 05-29 06-15"},
	} {
		c.plan.From, c.plan.To = from, to
		dates, err := c.plan.Dates()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var text []string
		for _, d := range dates {
			text = append(text, d.String()[5:])
		}
		if got := strings.Join(text, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if _, err := (Plan{From: from, To: to, Months: 1, Stub: NoStub}).Dates(); err == nil {
		t.Error("an odd period was accepted without a stub")
	}
	if _, err := (Plan{From: to, To: from, Months: 1}).Dates(); err == nil {
		t.Error("an end before the start was accepted")
	}
}

func TestEndOfMonthKeepsLastDaysOnlyIfTheAnchorIsOne(t *testing.T) {
	p := Plan{From: MustDate("2026-02-28"), To: MustDate("2026-05-31"), Months: 1, EndOfMonth: true}
	dates, err := p.Dates()
	if err != nil || len(dates) != 4 || dates[1] != MustDate("2026-03-31") {
		t.Errorf("%v %v", dates, err)
	}
	p.EndOfMonth = false
	if dates, _ = p.Dates(); dates[1] != MustDate("2026-03-28") {
		t.Errorf("%v", dates)
	}
}

func TestMarketCalendarsAgreeWithThePublishedDaysOnEveryDay(t *testing.T) {
	var ref struct {
		Exchange []Date `json:"SSE_weekday_holidays"`
		Weekends []Date `json:"IB_working_weekends"`
	}
	reference.Load(t, "calendar/china.json", &ref)
	closed, open := map[Date]bool{}, map[Date]bool{}
	for _, d := range ref.Exchange {
		closed[d] = true
	}
	for _, d := range ref.Weekends {
		open[d] = true
	}
	for d := MustDate("2014-01-01"); d.Year() < 2027; d = d.AddDays(1) {
		trading := !weekend(d) && !closed[d]
		if Exchange().IsWorkingDay(d) != trading {
			t.Errorf("exchange on %s: %v", d, !trading)
		}
		if interbank := trading || open[d]; Interbank().IsWorkingDay(d) != interbank {
			t.Errorf("interbank on %s: %v", d, !interbank)
		}
	}
	if !StateCouncil().IsWorkingDay(MustDate("2024-02-09")) {
		t.Error("2024-02-09 is a legal working day")
	}
}

func TestCivilAgreesWithPackageTimeOverTheWholeRange(t *testing.T) {
	for d := MustDate("0001-01-01"); d.Year() < 9999; d = d.AddDays(97) {
		y, m, day := d.civil()
		u := d.utc()
		if y != u.Year() || time.Month(m) != u.Month() || day != u.Day() || newCivil(y, m, day) != d {
			t.Fatalf("%s: %d-%d-%d", u, y, m, day)
		}
	}
}
