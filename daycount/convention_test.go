package daycount

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/internal/reference"
)

func TestEveryPublishedYearFractionAndDayCountIsReproduced(t *testing.T) {
	var ref struct {
		Cases []struct {
			Convention  string `json:"convention"`
			Start       Date   `json:"start"`
			End         Date   `json:"end"`
			RefStart    Date   `json:"refStart"`
			RefEnd      Date   `json:"refEnd"`
			Termination Date   `json:"terminationDate"`
			Days        *int   `json:"days"`
			Fraction    string `json:"yearFraction"`
			Tolerance   string `json:"tolerance"`
			Schedule    struct {
				Frequency  int
				First      Date
				NextToLast Date `json:"nextToLast"`
				EndOfMonth bool `json:"endOfMonth"`
			} `json:"schedule"`
		} `json:"cases"`
	}
	reference.Load(t, "daycount/quantlib-daycount.json", &ref)
	ours := map[string]DayCount{"30/360 Bond Basis (ISDA 2006 4.16(f))": Thirty360, "30E/360 Eurobond Basis": ThirtyE360,
		"BUS/252 (calendar Brazil Settlement)": Bus252}
	passed := map[string]int{}
	for i, c := range ref.Cases {
		dc, ok := ours[c.Convention]
		if !ok {
			dc = DayCount(c.Convention)
		}
		r := Reference{Termination: c.Termination, Calendar: brazil(t)}
		switch {
		case !c.RefStart.IsZero(): // the reference period is one coupon period, or the whole of several months
			r.Anchor, r.Frequency = c.RefStart, max(1, 12/max(1, monthsBetween(c.RefStart, c.RefEnd)))
		case c.Schedule.Frequency > 0:
			r.Anchor, r.Frequency, r.EndOfMonth = c.Schedule.NextToLast, c.Schedule.Frequency, c.Schedule.EndOfMonth
			if r.Anchor.IsZero() {
				r.Anchor = c.Schedule.First
			}
		}
		num, den, err := dc.FractionIn(c.Start, c.End, r)
		if err != nil {
			t.Errorf("case %d: %v", i, err)
			continue
		}
		if c.Days != nil {
			if num != int64(*c.Days) {
				t.Errorf("%s from %s to %s: %d days, want %d", dc, c.Start, c.End, num, *c.Days)
				continue
			}
		} else if got, want := float64(num)/float64(den), fraction(t, c.Fraction); math.Abs(got-want) > fraction(t, c.Tolerance) {
			t.Errorf("%s from %s to %s: %v, want %v", dc, c.Start, c.End, got, want)
			continue
		}
		passed[c.Convention]++
	}
	sum := 0
	for _, n := range passed {
		sum += n
	}
	if sum == 0 {
		t.Error("no case was checked")
	}
	t.Logf("%d of %d cases: %v", sum, len(ref.Cases), passed)
}

// fraction reads a decimal or a sum of ratios such as 91/364+61/368.
func fraction(t *testing.T, s string) float64 {
	t.Helper()
	sum := 0.0
	for _, term := range strings.Split(s, "+") {
		a, b, ratio := strings.Cut(term, "/")
		x, err := strconv.ParseFloat(a, 64)
		if err != nil {
			t.Fatal(err)
		}
		if ratio {
			y, err := strconv.ParseFloat(b, 64)
			if err != nil {
				t.Fatal(err)
			}
			x /= y
		}
		sum += x
	}
	return sum
}

// brazil is the settlement calendar of Brazil, 1999 to 2030, which the published BUS/252 figures rest on.
func brazil(t *testing.T) *Calendar {
	t.Helper()
	var years []Year
	for y := 1999; y <= 2030; y++ {
		a, b, c := y%19, y/100, y%100 // Easter by the anonymous Gregorian rule
		h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
		l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
		m := h + l - 7*((a+11*h+22*l)/451) + 114
		easter := NewDate(y, time.Month(m/31), m%31+1)
		days := []Date{NewDate(y, 1, 1), NewDate(y, 4, 21), NewDate(y, 5, 1), NewDate(y, 9, 7), NewDate(y, 10, 12),
			NewDate(y, 11, 2), NewDate(y, 11, 15), NewDate(y, 12, 25),
			easter.AddDays(-48), easter.AddDays(-47), easter.AddDays(-2), easter.AddDays(60)}
		if y >= 2024 { // Consciência Negra, national since Law 14.759/2023
			days = append(days, NewDate(y, 11, 20))
		}
		year := Year{Year: y}
		for _, d := range days {
			if !weekend(d) && !slices.Contains(year.Holidays, d) {
				year.Holidays = append(year.Holidays, d)
			}
		}
		years = append(years, year)
	}
	c, err := NewCalendar(years...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAFBCountsWholeYearsBackAndTheLeapDayInTheRest(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     *big.Rat
	}{
		{"2008-02-28", "2009-02-28", big.NewRat(366, 365)},
		{"2004-01-01", "2004-03-01", big.NewRat(60, 366)},
		{"2003-06-01", "2004-02-29", big.NewRat(273, 365)},
		{"2003-11-01", "2004-05-01", big.NewRat(182, 366)},
	} {
		num, den := ActActAFB.Fraction(MustDate(c.from), MustDate(c.to))
		if got := big.NewRat(num, den); got.Cmp(c.want) != 0 {
			t.Errorf("%s to %s: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestActualDaysAndFractions(t *testing.T) {
	for _, c := range []struct {
		dc       DayCount
		from, to string
		days     int
		want     *big.Rat
	}{
		{Act360, "2026-01-10", "2026-03-20", 69, big.NewRat(69, 360)},
		{Act365F, "2026-01-10", "2026-03-20", 69, big.NewRat(69, 365)},
		{Act365F, "2024-01-01", "2025-01-01", 366, big.NewRat(366, 365)},
		{Act360, "2026-03-20", "2026-01-10", -69, big.NewRat(-69, 360)},
		{Thirty360, "2026-01-31", "2026-03-31", 60, big.NewRat(1, 6)},
	} {
		from, to := MustDate(c.from), MustDate(c.to)
		num, den := c.dc.Fraction(from, to)
		if c.dc.Days(from, to) != c.days || big.NewRat(num, den).Cmp(c.want) != 0 {
			t.Errorf("%s %s..%s: %d days, %d/%d; want %d, %s", c.dc, c.from, c.to, c.dc.Days(from, to), num, den, c.days, c.want)
		}
	}
}

func TestUnknownDayCountIsAnError(t *testing.T) {
	var dc DayCount
	if err := dc.UnmarshalText([]byte("ACT/ACT")); !errors.Is(err, ErrDayCount) {
		t.Fatalf("got %v", err)
	}
	if err := DayCount("").Valid(); err == nil {
		t.Fatal("an empty day count must not pass as one")
	}
}

func TestBrazilianAmortisingBondPaysItsPublishedCoupons(t *testing.T) {
	var ref struct {
		Bond struct {
			Issue     Date     `json:"issue"`
			Rate      string   `json:"rate"`
			Tolerance string   `json:"tolerance"`
			Notionals []string `json:"notionals"`
			Coupons   []string `json:"expected_coupons"`
		} `json:"brazil_RISF11"`
	}
	reference.Load(t, "daycount/quantlib-amortizing.json", &ref)
	b, calendar := ref.Bond, brazil(t)
	wrong := 0
	for k, want := range b.Coupons {
		from := Following.Adjust(b.Issue.AddMonths(k), calendar)
		to := Following.Adjust(b.Issue.AddMonths(k+1), calendar)
		num, den, err := Bus252.FractionIn(from, to, Reference{Calendar: calendar})
		if err != nil {
			t.Fatal(err)
		}
		got := fraction(t, b.Notionals[k]) * (math.Pow(1+fraction(t, b.Rate), float64(num)/float64(den)) - 1)
		if math.Abs(got-fraction(t, want)) > fraction(t, b.Tolerance) {
			wrong++
			t.Errorf("coupon %d, %s to %s, %d business days: %.8f, want %s", k+1, from, to, num, got, want)
		}
	}
	t.Logf("%d of %d coupons", len(b.Coupons)-wrong, len(b.Coupons))
}
