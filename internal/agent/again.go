package agent

import (
	"fmt"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent/keep"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/quality"
)

// kept is a measurement as its site keeps it, to be taken up again when the data has not changed. It holds what the profile
// shows the owner of values, and no sample of rows.
type kept struct {
	Settings string
	M        Measurement
}

// settings are what a measurement depends on beside the data and the day. More is what the caller knows: the sheet of a
// workbook, the pattern of a folder.
func (o Options) settings(more string) string {
	t := o.Table
	return fmt.Sprintf("%s %d %v %+v %q", Version, o.PeriodDays, o.weights(), t, more)
}

// Keep writes the measurement down for [Again]. Under rules of the owner's own nothing is kept: nil.
func (m *Measurement) Keep(o Options, more string) ([]byte, error) {
	if err := o.check(); err != nil || o.Rules != nil {
		return nil, err
	}
	k := kept{Settings: o.settings(more), M: *m}
	k.M.Sample = nil
	return keep.Encode(&k)
}

// Again makes of a measurement that was kept the one that measuring the same data now would give, byte for byte; nil if
// only measuring can tell. digest is the data's, as it is now: whoever calls has read it.
//
// What depends on the day is reckoned anew: how old the newest record is, and the score of timeliness. Where dates lie
// after the day of the first measurement, or persons are found, whose age counts, the data is measured anew on another
// day.
func Again(b []byte, digest [32]byte, o Options, more string) *Measurement {
	if o.Rules != nil || o.check() != nil {
		return nil
	}
	k := new(kept)
	if keep.Decode(b, k) != nil || k.Settings != o.settings(more) || k.M.Fact.FileDigest != fmt.Sprintf("%x", digest) {
		return nil
	}
	m := &k.M
	at := o.MeasuredAt.UnixMilli()
	before, now := registry.Day(m.Fact.MeasuredAt), daycount.DateOf(o.MeasuredAt)
	if now.Before(before) {
		return nil
	}
	if now != before {
		if m.Scan.Grade != scan.None {
			return nil
		}
		for i := range m.Full.Columns {
			if t := m.Full.Columns[i].Time; t != nil && (t.Future > 0 || t.Latest != t.Newest) {
				return nil
			}
		}
		m.Input.AsOf = int64(now.Sub(epoch))
		m.Quality = quality.Evaluate(m.Rules, m.Input, m.counts, o.weights())
	}
	m.Fact.MeasuredAt, m.Fact.QualityPPM = at, m.Quality.TotalPPM
	m.Fact.StaleDays = int(min(m.Input.Stale(), maxStaleDays))
	return m
}
