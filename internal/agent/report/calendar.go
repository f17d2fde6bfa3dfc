package report

import (
	"time"

	"shurong.org/shurong/internal/agent/profile"
)

// mostPeriods bounds a calendar: a stray date in the year 1 must not make a million bars.
const mostPeriods = 20_000

// calendar spreads periods over time with a zero for each that has no row, so that gaps show as gaps.
func calendar(g []profile.Period, unit string) []int64 {
	layout := map[string]string{"year": "2006", "month": "2006-01", "day": time.DateOnly}[unit]
	plain := make([]int64, len(g))
	for i := range g {
		plain[i] = g[i].Rows
	}
	if layout == "" {
		return plain
	}
	var out []int64
	next := time.Time{}
	for i, p := range g {
		at, err := time.Parse(layout, p.Period)
		if err != nil {
			return plain
		}
		for ; i > 0 && next.Before(at); next = after(next, unit) {
			if out = append(out, 0); len(out) > mostPeriods {
				return plain
			}
		}
		out = append(out, p.Rows)
		next = after(at, unit)
	}
	return out
}

func after(t time.Time, unit string) time.Time {
	switch unit {
	case "year":
		return t.AddDate(1, 0, 0)
	case "month":
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(0, 0, 1)
}
