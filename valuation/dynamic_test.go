package valuation

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// ruled is a royalty of 100, 100, … over ten years whose level, rate and life follow rules; 10 % a year.
const ruled = `  - sources: {revenue: a}
    royalty:
      revenue: {first: 1000, growth: 0, periods: 10}
      royalty_rate: 0.1
      life: {half_life: {days: 1825, floor: 0.25}}
      discount_rate: {rate: 0.1, basis: pre_tax}
dynamic:
  rules:
`

func observed(date string, rows, quality int64, stale int) Observation {
	return Observation{Date{daycount.MustDate(date)}, Measurement{Rows: rows, QualityPPM: quality, StaleDays: stale, UpdateEveryDays: 7}}
}

func rerun(t *testing.T, rules string, now ...Observation) (Report, []Revaluation) {
	t.Helper()
	f, err := Decode([]byte(fileOf(ruled+rules)), "f.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Value(f)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Rerun(f, r, observed("2026-03-31", 100_000, 960_000, 0), now...)
	if err != nil {
		t.Fatal(err)
	}
	return r, out
}

func TestRulesMoveInputsByWhatWasMeasured(t *testing.T) {
	annuity := growing(100, 0, 0.1, 10)
	life := func(years float64) float64 {
		whole := math.Floor(years)
		return growing(100, 0, 0.1, int(whole)) + 100*(years-whole)*math.Pow(1.1, -years)
	}
	for _, c := range []struct {
		name, rules string
		now         Observation
		want        float64
	}{
		{"nothing changed", "    - {measure: rows, moves: royalty.revenue.level, reason: a}\n", observed("2026-06-30", 100_000, 960_000, 0), annuity},
		{"half the rows", "    - {measure: rows, moves: royalty.revenue.level, reason: a}\n", observed("2026-06-30", 50_000, 960_000, 0), annuity / 2},
		{"a quarter of the rows by the root", "    - {measure: rows, moves: royalty.revenue.level, elasticity: 0.5, reason: a}\n", observed("2026-06-30", 25_000, 960_000, 0), annuity / 2},
		{"more rows are worth nothing", "    - {measure: rows, moves: royalty.revenue.level, reason: a}\n", observed("2026-06-30", 200_000, 960_000, 0), annuity},
		{"… unless the rule says so", "    - {measure: rows, moves: royalty.revenue.level, upside: true, reason: a}\n", observed("2026-06-30", 200_000, 960_000, 0), 2 * annuity},
		{"worse quality, a higher rate", "    - {measure: quality, moves: royalty.discount_rate, elasticity: -1, reason: a}\n", observed("2026-06-30", 100_000, 768_000, 0), growing(100, 0, 0.125, 10)},
		{"half a life of lateness", "    - {measure: timeliness, moves: royalty.royalty_rate, half_life: 60, reason: a}\n", observed("2026-06-30", 100_000, 960_000, 67), annuity / 2},
		{"a year and a half gone by", "    - {measure: elapsed, moves: royalty.life, reason: a}\n", observed("2027-09-30", 100_000, 960_000, 0), life(10 - 548/365.0)},
		{"two rules on one quantity", "    - {measure: rows, moves: royalty.revenue.level, reason: a}\n    - {measure: quality, moves: royalty.revenue.level, reason: a}\n",
			observed("2026-06-30", 50_000, 480_000, 0), annuity / 4},
	} {
		r, out := rerun(t, c.rules, c.now)
		near(t, "appraised", float64(r.ValueFen)/1e6, annuity)
		near(t, c.name, float64(out[0].ValueFen)/1e6, c.want)
		sum := out[0].TogetherFen
		for _, d := range out[0].Drivers {
			sum += d.EffectFen
		}
		if sum != out[0].ValueFen-out[0].AppraisedFen {
			t.Errorf("%s: the drivers add up to %s of %s", c.name, sum, out[0].ValueFen-out[0].AppraisedFen)
		}
	}
}

func TestAFileWithoutRulesFollowsTheFixedForm(t *testing.T) {
	b, err := os.ReadFile("../examples/valuation/royalty.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f, err := Decode(b, "royalty.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Value(f)
	if err != nil {
		t.Fatal(err)
	}
	then, now := observed("2026-03-31", 100_000, 960_000, 0), observed("2026-09-30", 80_000, 900_000, 50)
	out, err := Rerun(f, r, then, now)
	want, _ := Follow(r.ValueFen, then.Measurement, now.Measurement)
	if err != nil || out[0].ValueFen != want.ValueFen || len(out[0].Drivers) != 3 || !out[0].FellMoreThan(200_000) {
		t.Errorf("%+v, %v; want %s", out, err, want.ValueFen)
	}
	f.Asset += "?"
	if _, err := Rerun(f, r, then, now); !errors.Is(err, ErrOtherFile) {
		t.Errorf("another file: %v", err)
	}
	f.Asset = strings.TrimSuffix(f.Asset, "?")
	now.Measurement.QualityPPM = -1
	if _, err := Rerun(f, r, then, now); !errors.Is(err, ErrMeasurement) || fault.From(err).Field != "now[0].quality_ppm" {
		t.Errorf("a measurement that cannot be: %v", err)
	}
}

// TestARerunIsAPureFunctionThatFallsAsDataGetsWorse: the same series twice, and worse data is never worth more.
func TestARerunIsAPureFunctionThatFallsAsDataGetsWorse(t *testing.T) {
	f, err := Decode([]byte(fileOf(ruled+`    - {measure: rows, moves: royalty.revenue.level, elasticity: 0.7, reason: a}
    - {measure: quality, moves: royalty.discount_rate, elasticity: -0.5, reason: a}
    - {measure: timeliness, moves: royalty.royalty_rate, reason: a}
    - {measure: elapsed, moves: royalty.life, reason: a}
`)), "f.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Value(f)
	if err != nil {
		t.Fatal(err)
	}
	then := observed("2026-03-31", 100_000, 960_000, 0)
	rapid.Check(t, func(t *rapid.T) {
		rows, quality, stale := rapid.Int64Range(0, 200_000).Draw(t, "rows"), rapid.Int64Range(0, ppm).Draw(t, "quality"), rapid.IntRange(0, 900).Draw(t, "stale")
		now := observed("2027-03-31", rows, quality, stale)
		worse := observed("2027-05-31", rows-rapid.Int64Range(0, rows).Draw(t, "lost"), quality-rapid.Int64Range(0, quality).Draw(t, "worse"),
			stale+rapid.IntRange(0, 100).Draw(t, "later"))
		a, err := Rerun(f, r, then, now, worse)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Rerun(f, r, then, worse)
		if err != nil || b[0].ValueFen != a[1].ValueFen || a[0].ValueFen > r.ValueFen || a[1].ValueFen > a[0].ValueFen || a[1].ValueFen < money.Fen(0) {
			t.Fatalf("%+v\n%+v\n%v", a, b, err)
		}
	})
}

func FuzzDecodeObservations(f *testing.F) {
	b, err := os.ReadFile("../examples/valuation/measured/bicycles.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("then: {date: 2026-01-01, rows: 1, quality_ppm: 1}\nnow: []\n"))
	f.Add([]byte("now: [{rows: -1}]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		then, now, err := DecodeObservations(b, "f.yaml")
		if err != nil {
			if e := fault.From(err); e.Kind() == fault.Internal || e.Line < 1 {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, o := range append(now, then) {
			if o.Date.IsZero() || o.Date.Before(then.Date.Date) {
				t.Fatalf("%+v", o)
			}
		}
	})
}
