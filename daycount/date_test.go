package daycount

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDatesThatDoNotExistAreErrors(t *testing.T) {
	for _, s := range []string{"2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "2026-01-01T00:00:00Z",
		"0000-01-01", "10000-01-01", " 2026-01-01", "2026-01-01\n", "二〇二六年"} {
		if d, err := ParseDate(s); !errors.Is(err, ErrDate) {
			t.Errorf("ParseDate(%q) = %v, %v; want ErrDate", s, d, err)
		}
	}
}

func TestDateOfIsTheCivilDateInChina(t *testing.T) {
	for in, want := range map[string]string{
		"2026-01-01T15:59:59Z":      "2026-01-01",
		"2026-01-01T16:00:00Z":      "2026-01-02", // midnight in China
		"2026-01-01T23:00:00-08:00": "2026-01-02",
	} {
		at, err := time.Parse(time.RFC3339, in)
		if err != nil {
			t.Fatal(err)
		}
		if got := DateOf(at).String(); got != want {
			t.Errorf("DateOf(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestMonthsEndIsClipped(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-01-31", 2, "2026-03-31"},
		{"2026-12-15", 1, "2027-01-15"}, {"2026-03-31", -1, "2026-02-28"}, {"2024-02-29", 12, "2025-02-28"},
	} {
		if got := MustDate(c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s plus %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestDateAgreesWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secs := rapid.Int64Range(-60_000_000_000, 250_000_000_000).Draw(t, "seconds")
		at := time.Unix(secs, 0).In(China)
		d := DateOf(at)
		if d.String() != at.Format(time.DateOnly) || d.Weekday() != at.Weekday() || d.Day() != at.Day() || d.Month() != at.Month() {
			t.Fatalf("%v became %v %v", at, d, d.Weekday())
		}
		if back, err := ParseDate(d.String()); err != nil || back != d || DateOf(d.Time()) != d {
			t.Fatalf("%v does not survive its text or its instant: %v %v", d, back, err)
		}
		n := rapid.IntRange(-1000, 1000).Draw(t, "days")
		if e := d.AddDays(n); e.Sub(d) != n || e.Compare(d) != sign(n) || e.After(d) != (n > 0) || e.Before(d) != (n < 0) {
			t.Fatalf("%v plus %d days is %v", d, n, e)
		}
	})
}

func sign(n int) int { return min(1, max(-1, n)) }

func TestNoDateIsEmptyText(t *testing.T) {
	b, err := json.Marshal(Date{})
	if err != nil || string(b) != `""` {
		t.Fatalf("no date is %s, %v", b, err)
	}
	d := MustDate("2026-01-01")
	if err := json.Unmarshal(b, &d); err != nil || !d.IsZero() {
		t.Fatalf("empty text became %v, %v", d, err)
	}
	var scanned Date
	if err := scanned.Scan(nil); err != nil || !scanned.IsZero() {
		t.Fatalf("NULL became %v, %v", scanned, err)
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2024-02-29")
	f.Add("9999-12-31")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err == nil && d.String() != s {
			t.Fatalf("%q was read as %s", s, d)
		}
	})
}
