package valuation

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

var atAppraisal = Measurement{Rows: 100_000, QualityPPM: 960_000, StaleDays: 2, UpdateEveryDays: 7}

func TestFollowScalesByRowsQualityAndLateness(t *testing.T) {
	const value = 1_000_000 * money.Yuan
	for _, c := range []struct {
		name                  string
		now                   Measurement
		rows, quality, timely int64
		want                  money.Fen
	}{
		{"nothing changed", atAppraisal, ppm, ppm, ppm, value},
		{"more and better is not worth more", Measurement{200_000, 990_000, 0, 7}, ppm, ppm, ppm, value},
		{"a quarter of the rows gone", Measurement{75_000, 960_000, 2, 7}, 750_000, ppm, ppm, 750_000 * money.Yuan},
		{"quality from 0.96 to 0.72", Measurement{100_000, 720_000, 2, 7}, ppm, 750_000, ppm, 750_000 * money.Yuan},
		{"both", Measurement{75_000, 720_000, 2, 7}, 750_000, 750_000, ppm, 562_500 * money.Yuan},
		{"a third of the rows, rounded down", Measurement{33_333, 960_000, 2, 7}, 333_330, ppm, ppm, 333_330 * money.Yuan},
		{"stale but within the frequency", Measurement{100_000, 960_000, 7, 7}, ppm, ppm, ppm, value},
		{"a day late", Measurement{100_000, 960_000, 8, 7}, ppm, ppm, 996_156, 996_156 * money.Yuan},
		{"half a year late", Measurement{100_000, 960_000, 187, 7}, ppm, ppm, 500_000, 500_000 * money.Yuan},
		{"a year late", Measurement{100_000, 960_000, 367, 7}, ppm, ppm, 250_000, 250_000 * money.Yuan},
		{"a slower frequency stated later excuses nothing", Measurement{100_000, 960_000, 187, 365}, ppm, ppm, 500_000,
			500_000 * money.Yuan},
		{"a hundred years late", Measurement{100_000, 960_000, 36_500, 7}, ppm, ppm, 0, 0},
		{"the data is gone", Measurement{0, 0, 2, 7}, 0, 0, ppm, 0},
	} {
		f, err := Follow(value, atAppraisal, c.now)
		if err != nil || f.RowsPPM != c.rows || f.QualityPPM != c.quality || f.TimelinessPPM != c.timely || f.ValueFen != c.want {
			t.Errorf("%s: %+v, %v", c.name, f, err)
		}
		if len(f.Rows) != 4 || f.Rows[3].Result != f.ValueFen.String() {
			t.Errorf("%s: the factors are not shown: %+v", c.name, f.Rows)
		}
	}
	f, err := Follow(1, atAppraisal, Measurement{99_999, 960_000, 2, 7})
	if err != nil || f.ValueFen != 0 {
		t.Errorf("what is under a fen is dropped: %v, %v", f.ValueFen, err)
	}
	onDemand := Measurement{Rows: 1, QualityPPM: 1}
	if f, err := Follow(value, onDemand, Measurement{Rows: 1, QualityPPM: 1,
		StaleDays: 1000}); err != nil || f.ValueFen != value {
		t.Errorf("on demand is never late: %v, %v", f.ValueFen, err)
	}
	stale := Measurement{Rows: 1, QualityPPM: 1, StaleDays: 100, UpdateEveryDays: 10}
	if f, err := Follow(value, stale, stale); err != nil || f.LateDays != 0 || f.ValueFen != value {
		t.Errorf("lateness the appraiser knew of does not count again: %+v, %v", f, err)
	}
}

func TestADropIsOverItsLimitOnlyWhenItIs(t *testing.T) {
	for rows, want := range map[int64]bool{80_000: false, 79_999: true, 80_001: false, 100_000: false} {
		now := atAppraisal
		now.Rows = rows
		f, err := Follow(12_345_678*money.Yuan, atAppraisal, now)
		if err != nil || f.FellMoreThan(200_000) != want {
			t.Errorf("%d rows: fell more than 20 %%: %v, %v", rows, !want, err)
		}
	}
}

func TestFollowRefusesMeasurementsThatCannotBe(t *testing.T) {
	for field, c := range map[string]struct {
		value     money.Fen
		then, now Measurement
	}{
		"appraised_fen":         {0, atAppraisal, atAppraisal},
		"then.rows":             {1, Measurement{QualityPPM: 1}, atAppraisal},
		"then.quality_ppm":      {1, Measurement{Rows: 1}, atAppraisal},
		"now.rows":              {1, atAppraisal, Measurement{Rows: -1}},
		"now.quality_ppm":       {1, atAppraisal, Measurement{QualityPPM: 1_000_001}},
		"now.stale_days":        {1, atAppraisal, Measurement{StaleDays: -1}},
		"now.update_every_days": {1, atAppraisal, Measurement{UpdateEveryDays: -1}},
	} {
		_, err := Follow(c.value, c.then, c.now)
		if !errors.Is(err, ErrMeasurement) || fault.From(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func measurement(t *rapid.T, name string, least int64) Measurement {
	return Measurement{
		Rows:            rapid.Int64Range(least, 1<<40).Draw(t, name+".rows"),
		QualityPPM:      rapid.Int64Range(least, ppm).Draw(t, name+".quality"),
		StaleDays:       rapid.IntRange(0, 3000).Draw(t, name+".stale"),
		UpdateEveryDays: rapid.IntRange(0, 400).Draw(t, name+".every"),
	}
}

func TestFollowedValueNeverExceedsTheAppraisedAndFallsWithEachFactor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := money.Fen(rapid.Int64Range(1, int64(money.Max)).Draw(t, "value"))
		then, now := measurement(t, "then", 1), measurement(t, "now", 0)
		f, err := Follow(value, then, now)
		if err != nil || f.ValueFen < 0 || f.ValueFen > value {
			t.Fatalf("%+v, %v", f, err)
		}
		worse := now
		worse.Rows -= rapid.Int64Range(0, worse.Rows).Draw(t, "rows lost")
		worse.QualityPPM -= rapid.Int64Range(0, worse.QualityPPM).Draw(t, "quality lost")
		worse.StaleDays += rapid.IntRange(0, 3000).Draw(t, "days")
		g, err := Follow(value, then, worse)
		if err != nil || g.ValueFen > f.ValueFen {
			t.Fatalf("%+v is worth %s, and %+v %s, %v", now, f.ValueFen, worse, g.ValueFen, err)
		}
		var back FollowResult
		if err := canon.UnmarshalExact(canon.Must(g), &back); err != nil || back.ValueFen != g.ValueFen {
			t.Fatal(err)
		}
	})
}

func BenchmarkFollow(b *testing.B) {
	now := Measurement{90_000, 900_000, 100, 7}
	for b.Loop() {
		if _, err := Follow(money.Wan, atAppraisal, now); err != nil {
			b.Fatal(err)
		}
	}
}
