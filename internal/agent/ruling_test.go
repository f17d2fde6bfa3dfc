package agent

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"shurong.org/shurong/quality"
)

// bookings has rows of which number 7,000 breaks a bound, 90,001 repeats a key and 120,000 turns two days round.
func bookings() string {
	var b strings.Builder
	b.WriteString("no,from,to,nights\n")
	for i := 1; i <= 150_000; i++ {
		no, to, nights := i, "2026-05-09", i%9
		switch i {
		case 7_000:
			nights = 99
		case 90_001:
			no = 90_000
		case 120_000:
			to = "2026-05-01"
		}
		b.WriteString("B" + strconv.Itoa(1_000_000+no) + ",2026-05-08," + to + "," + strconv.Itoa(nights) + "\n")
	}
	return b.String()
}

// The rows that break the owner's rules are found among all rows, whatever the number of workers.
func TestRulesOfAFileHoldEveryRow(t *testing.T) {
	rules, err := quality.ParseRules("r.yaml", []byte(`version: 1
weights: {normativity: 0, completeness: 0, accuracy: 1, consistency: 0, timeliness: 0, accessibility: 0}
rules:
  - {check: range, column: nights, min: 0, max: 60}
  - {check: pattern, column: no, matches: 'B\d{7}'}
  - {check: order, columns: [from, to]}
  - {check: not_null, column: gone}
`))
	if err != nil {
		t.Fatal(err)
	}
	path := file(t, bookings())
	var first *Measurement
	for _, workers := range []int{1, 3} {
		m := measure(t, path, Options{Rules: &rules, Workers: workers})
		rows := map[quality.Check]int64{}
		for _, f := range m.Failing {
			rows[f.Check] = f.First[0].Row
			if f.Count != 1 || f.Scope != quality.All {
				t.Errorf("%+v", f)
			}
		}
		if want := map[quality.Check]int64{quality.CheckRange: 7_000, quality.CheckOrder: 120_000}; !reflect.DeepEqual(rows,
			want) {
			t.Errorf("%d workers: %v", workers, rows)
		}
		if len(m.Absent) != 1 || m.Absent[0].Line != 7 || m.Quality.Dimensions[2].WeightPPM != 1_000_000 {
			t.Errorf("%+v", m.Absent)
		}
		if first == nil {
			first = m
		} else if !reflect.DeepEqual(m.Quality, first.Quality) || !reflect.DeepEqual(m.Failing, first.Failing) {
			t.Error("the number of workers changes the result")
		}
	}
}

// Without a file rules are inferred, and what leaves the site of them names columns and counts only.
func TestInferredRulesKeepValuesAtTheSite(t *testing.T) {
	text := "状态,金额\n" + strings.Repeat("已完成,12.5\n已取消,3\n", 40)
	m := measure(t, file(t, text), Options{})
	var open []string
	for i := range m.Rules.List {
		zh, _ := m.Rules.List[i].Sentence()
		open = append(open, zh)
	}
	if all := strings.Join(open, "；"); !strings.Contains(all, "已取消") || !strings.Contains(all, " 3 至 12.5") {
		t.Errorf("%s", all)
	}
	for _, r := range m.Quality.Rules {
		if strings.Contains(r.ZH+r.EN, "已取消") || strings.Contains(r.ZH+r.EN, "12.5") {
			t.Errorf("%s %s", r.ZH, r.EN)
		}
	}
}

// One wrong year does not make stale data fresh, nor fresh data unknown.
func TestAStrayFutureDateDoesNotHideFreshness(t *testing.T) {
	day := measuredAt.AddDate(0, 0, -40).Format("2006-01-02")
	m := measure(t, file(t, "no,day\n"+strings.Repeat("x1,"+day+"\n", 50)+"x2,2036-01-01\n"), Options{})
	if m.Fact.StaleDays != 40 {
		t.Errorf("stale for %d days", m.Fact.StaleDays)
	}
	for _, d := range m.Quality.Dimensions {
		for _, i := range d.Indicators {
			if i.Code == quality.Period && (i.A != 50 || i.B != 51) || i.Code == quality.Point && (i.A != 30 || i.B != 40) {
				t.Errorf("%s %d/%d", i.Code, i.A, i.B)
			}
		}
	}
}
