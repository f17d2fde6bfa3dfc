package agent

import (
	"cmp"
	"time"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/quality"
)

// SnapshotOf is the part of a measurement that another is compared with. local may be empty: then categories are not
// compared.
func SnapshotOf(p profile.Profile, local profile.Local, q quality.Result, measuredAt time.Time,
	periodDays int64) quality.Snapshot {
	s := quality.Snapshot{Rows: p.Rows, Repeated: p.Duplicate.Rows, TotalPPM: q.TotalPPM, PeriodDays: periodDays}
	if !measuredAt.IsZero() {
		s.MeasuredAt = day(measuredAt)
	}
	for i, c := range p.Columns {
		col := quality.SnapColumn{Name: c.Name, Type: c.Type, Values: c.Values, Missing: c.Missing, Distinct: c.Distinct,
			Exact: c.Exact}
		if c.Lengths != nil {
			col.MinLength, col.MaxLength = int64(c.Lengths.Min), int64(c.Lengths.Max)
		}
		if c.Number != nil && c.Histogram != nil {
			col.Bins = c.Histogram.Numbers()
		}
		for _, x := range c.Patterns {
			col.Patterns = append(col.Patterns, quality.Share{Value: x.Pattern, Count: x.Count})
		}
		if c.Time != nil {
			col.Newest, _ = newest(c.Time)
		}
		if i < len(local.Columns) && local.Columns[i].Name == c.Name && whole(&local.Columns[i], &c) {
			for _, top := range local.Columns[i].Top {
				col.Categories = append(col.Categories, quality.Share{Value: top.Value, Count: top.Count})
			}
		}
		s.Columns = append(s.Columns, col)
	}
	return s
}

// whole says that the frequent values are all values.
func whole(l *profile.LocalColumn, c *profile.Column) bool {
	return l.TopExact && len(l.Top) > 0 && int64(len(l.Top)) == c.Distinct
}

// Snapshot is this measurement's.
func (m *Measurement) Snapshot() quality.Snapshot {
	return SnapshotOf(m.Full, m.Local, m.Quality, time.UnixMilli(m.Fact.MeasuredAt), m.Input.PeriodDays)
}

func day(t time.Time) int64 { return floorDay(t.Unix()) }

// newest is the day of the newest date that does not lie after the measurement.
func newest(t *profile.Time) (int64, bool) {
	text := cmp.Or(t.Newest, t.Latest)
	for _, form := range []string{time.DateTime, time.DateOnly} {
		if at, err := time.Parse(form, text); err == nil {
			return day(at), true
		}
	}
	return 0, false
}
