package profile

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Rows are counted by day up to dailySpan days, by month up to monthlySpan, by year beyond.
const (
	dailySpan   = 62
	monthlySpan = 30 * 366
	gapsShown   = 20
)

// grow fills in rows by period, up to the day of measurement, and the gaps between them.
func (t *Time) grow(d *dayCounts, today int64) {
	t.Growth, t.Gaps, t.Future = []Period{}, []Gap{}, d.later
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for i, n := range d.counts {
		if day := d.from + int64(i); n > 0 && day <= today {
			from, to = min(from, day), max(to, day)
		}
	}
	layout, next := "2006", func(at time.Time) time.Time { return at.AddDate(1, 0, 0) }
	switch span := to - from; {
	case span <= dailySpan:
		t.Unit, layout, next = "day", time.DateOnly, func(at time.Time) time.Time { return at.AddDate(0, 0, 1) }
	case span <= monthlySpan:
		t.Unit, layout, next = "month", "2006-01", func(at time.Time) time.Time { return at.AddDate(0, 1, 0) }
	default:
		t.Unit = "year"
	}
	for i, n := range d.counts {
		if n == 0 {
			continue
		}
		day := d.from + int64(i)
		if day > today {
			t.Future += int64(n)
			continue
		}
		name := time.Unix(day*daySeconds, 0).UTC().Format(layout)
		if k := len(t.Growth); k > 0 && t.Growth[k-1].Period == name {
			t.Growth[k-1].Rows += int64(n)
		} else {
			t.Growth = append(t.Growth, Period{name, int64(n)})
		}
	}
	t.gaps(layout, next)
}

func (t *Time) gaps(layout string, next func(time.Time) time.Time) {
	for i := 1; i < len(t.Growth); i++ {
		at, err := time.Parse(layout, t.Growth[i-1].Period)
		if err != nil {
			continue
		}
		g := Gap{}
		for at = next(at); at.Format(layout) < t.Growth[i].Period; at = next(at) {
			if g.Periods == 0 {
				g.From = at.Format(layout)
			}
			g.To = at.Format(layout)
			g.Periods++
		}
		if g.Periods > 0 {
			t.Gaps = append(t.Gaps, g)
		}
	}
	slices.SortStableFunc(t.Gaps, func(a, b Gap) int { return cmp.Compare(b.Periods, a.Periods) })
	t.Gaps = t.Gaps[:min(len(t.Gaps), gapsShown)]
}
