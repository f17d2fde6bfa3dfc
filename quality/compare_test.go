package quality

import (
	"math"
	"testing"
)

func near(a, b PPM) bool { return a-b <= 2 && b-a <= 2 }

func even(from, to float64, bins int, count int64) (out []Bin) {
	w := (to - from) / float64(bins)
	for i := range bins {
		out = append(out, Bin{from + w*float64(i), from + w*float64(i+1), count})
	}
	return out
}

func TestPSIOfShiftedUniformIsTheClosedForm(t *testing.T) {
	// U(0,10) against U(5,15): ten classes of a tenth; five lose all (a floor of 0.0001), four keep a tenth, and the last
	// takes the tenth it had and the half beyond.
	want := 5*(0.0001-0.1)*math.Log(0.0001/0.1) + 0 + (0.6-0.1)*math.Log(6)
	if got := PSIBins(even(0, 10, 40, 25), even(5, 15, 20, 50)); !near(got, PPM(math.Round(want*1e6))) {
		t.Errorf("%d, want %.6f", got, want)
	}
	if got := PSIBins(even(0, 10, 40, 25), even(0, 10, 7, 100)); got > 2 {
		t.Errorf("same distribution in other bins: %d", got)
	}
}

func TestKSOfUniformsIsTheClosedForm(t *testing.T) {
	for _, c := range []struct {
		a, b []Bin
		want PPM
	}{
		{even(0, 10, 20, 5), even(5, 15, 10, 9), 500_000}, // shifted by half
		{even(0, 10, 20, 5), even(0, 20, 10, 9), 500_000}, // twice as wide: at 10, 1 against 0.5
		{even(0, 1, 4, 1), even(2, 3, 4, 1), 1_000_000},   // apart
		{even(0, 1, 4, 1), even(0, 1, 13, 1), 0},          // the same
		{[]Bin{{3, 3, 10}}, []Bin{{3, 3, 99}}, 0},         // a constant
		{[]Bin{{3, 3, 10}}, []Bin{{4, 4, 99}}, 1_000_000}, // another constant
		{[]Bin{{0, 1, 10}}, []Bin{{0, 1, 5}, {1, 2, 5}}, 500_000},
	} {
		if got := KS(c.a, c.b); !near(got, c.want) {
			t.Errorf("%v %v: %d, want %d", c.a, c.b, got, c.want)
		}
	}
	if got := ksCritical(100, 100); got != 230_234 { // 1.628·√(2/100)
		t.Errorf("critical %d", got)
	}
}

func kinds(list []Change) (out []string) {
	for _, c := range list {
		out = append(out, c.Kind+" "+c.Column+" "+string(c.Severity))
	}
	return out
}

func TestCompareNamesWhatChanged(t *testing.T) {
	before := Snapshot{Rows: 1000, TotalPPM: 950_000, MeasuredAt: 20500, PeriodDays: 30, Columns: []SnapColumn{
		{Name: "a", Type: "integer", Values: 1000, Distinct: 10, Bins: even(0, 10, 10, 100)},
		{Name: "b", Type: "date", Values: 990, Missing: 10, Distinct: 500, Newest: 20490},
		{Name: "c", Type: "text", Values: 1000, Distinct: 4, Categories: []Share{{"x", 500}, {"y", 500}}},
		{Name: "phone", Type: "code", Values: 1000, Distinct: 990, MinLength: 11, MaxLength: 11, Patterns: []Share{{"9{11}", 1000}}},
		{Name: "gone", Type: "boolean", Values: 1000, Distinct: 2},
	}}
	after := Snapshot{Rows: 700, TotalPPM: 800_000, MeasuredAt: 20540, PeriodDays: 30, Columns: []SnapColumn{
		{Name: "b", Type: "text", Values: 560, Missing: 140, Distinct: 330, Newest: 20490},
		{Name: "a", Type: "integer", Values: 700, Distinct: 10, Bins: even(5, 15, 10, 70)},
		{Name: "c", Type: "text", Values: 700, Distinct: 3, Categories: []Share{{"x", 600}, {"z", 100}}},
		{Name: "mobile", Type: "code", Values: 700, Distinct: 693, MinLength: 11, MaxLength: 11, Patterns: []Share{{"9{11}", 700}}},
		{Name: "new", Type: "integer", Values: 700, Distinct: 7},
	}}
	want := []string{
		"rows  serious", "quality  serious", "fresh  serious", "type b serious", "missing b serious",
		"distribution a serious", "categories c serious", "column_removed gone serious", "column_renamed mobile warning",
		"column_added new info",
	}
	got := Compare(before, after)
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || kinds(got)[i] != want[i] {
			t.Fatalf("%q\nwant %q", kinds(got), want)
		}
	}
	says := map[string][2]string{
		"rows":           {"行数由 1000 变为 700（-30.0%）", "rows went from 1,000 to 700 (-30.0%)"},
		"fresh":          {"最新记录没有推进，距测量日 50 天", "no newer record has come; the newest is 50 days old"},
		"column_renamed": {"列“phone”似已改名为“mobile”", "column “phone” seems to be called “mobile” now"},
		"missing":        {"列“b”的缺失率由 1.0% 变为 20.0%", "missing values of “b” went from 1.0% to 20.0%"},
	}
	for _, c := range got {
		if s, ok := says[c.Kind]; ok && (c.ZH != s[0] || c.EN != s[1]) {
			t.Errorf("%s: %s / %s", c.Kind, c.ZH, c.EN)
		}
		if c.ZH == "" || c.EN == "" {
			t.Errorf("%s says nothing", c.Kind)
		}
	}
	if same := Compare(before, before); len(same) != 0 {
		t.Errorf("nothing changed: %+v", same)
	}
}

func TestGrowthIsNoAlarm(t *testing.T) {
	col := func(rows int64, newest int64) SnapColumn {
		return SnapColumn{Name: "d", Type: "date", Values: rows, Distinct: rows / 10, Newest: newest}
	}
	got := Compare(Snapshot{Rows: 1000, MeasuredAt: 20500, PeriodDays: 30, Columns: []SnapColumn{col(1000, 20499)}},
		Snapshot{Rows: 1100, MeasuredAt: 20530, PeriodDays: 30, Columns: []SnapColumn{col(1100, 20529)}})
	for _, c := range got {
		if c.Severity != Info {
			t.Errorf("%+v", c)
		}
	}
	if len(got) != 2 {
		t.Errorf("%q", kinds(got))
	}
}

func TestCountsAreWrittenAsReadersCount(t *testing.T) {
	for n, want := range map[int64]string{999: "999", 10_000: "1.00 万", 1_234_567: "123.5 万", 99_999_999: "1.00 亿",
		-20_000: "-2.00 万"} {
		if got := Han(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for ppm, want := range map[PPM]string{0: "0%", 999: "<0.1%", 12_345: "1.2%", one: "100%", one - 1: ">99.9%"} {
		if got := Percent(ppm); got != want {
			t.Errorf("%d: %s, want %s", ppm, got, want)
		}
	}
}
