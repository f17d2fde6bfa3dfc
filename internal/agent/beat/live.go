package beat

import (
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/quality"
	"shurong.org/shurong/sketch"
)

// base is what later measurements are held against: the data as it was when the agent first saw it. The digest of its
// sketch stands in the heartbeat of then, so that a lender sees what retention is measured from.
type base struct {
	V       int             `json:"v"`
	Sketch  []byte          `json:"sketch"`
	Schema  string          `json:"schema"`
	Profile profile.Profile `json:"profile"`
}

func baseOf(m *agent.Measurement) *base {
	return &base{V: 1, Sketch: m.Sketch.Encode(), Schema: m.Fact.SchemaDigest, Profile: m.Profile}
}

// base reads a source's base; the first measurement makes it.
func (a *Agent) base(source string, now *agent.Measurement) (*base, error) {
	b := new(base)
	ok, err := a.store.getJSON("sources/"+source+".base", b)
	if err != nil || ok {
		return b, err
	}
	b = baseOf(now)
	if a.o.Look {
		return b, nil
	}
	return b, a.store.putJSON("sources/"+source+".base", b)
}

// snapshot is a profile as packages compare it. Its size is left out: data is meant to grow.
func snapshot(p profile.Profile) quality.Snapshot {
	s := agent.SnapshotOf(p, profile.Local{}, quality.Result{}, time.Time{}, 0)
	for i, c := range s.Columns {
		var shown int64
		for _, way := range c.Patterns {
			shown += way.Count
		}
		if shown*2 < min(c.Values, p.SampleRows) { // the commonest ways of writing say little of a column of random codes
			s.Columns[i].Patterns = nil
		}
	}
	return s
}

// live holds a measurement against the base.
func (b *base) live(m *agent.Measurement) *registry.Live {
	l := &registry.Live{SchemaChange: b.Schema != m.Fact.SchemaDigest, Baseline: canon.Hex(b.Sketch)}
	drifted := map[string]bool{}
	for _, c := range quality.Compare(snapshot(b.Profile), snapshot(m.Profile)) {
		if c.Column == "" {
			continue
		}
		drifted[c.Column] = true
		l.DriftPPM = max(l.DriftPPM, c.PSI, c.DeltaPPM, -c.DeltaPPM)
	}
	l.Drifted, l.DriftPPM = len(drifted), min(l.DriftPPM, maxDrift)
	l.Retained, l.Sampled = retained(b.Sketch, m.Sketch)
	if l.Sampled > 0 {
		l.RetentionPPM = l.Retained * 1_000_000 / l.Sampled
	}
	for i := range m.Profile.Columns {
		if sec, ok := m.Full.Columns[i].Latest(); ok {
			if day := daycount.DateOf(time.Unix(sec, 0).UTC()); day.After(l.Newest) && !day.After(Today(m)) {
				l.Newest = day
			}
		}
	}
	return l
}

// maxDrift is what the registry takes at most.
const maxDrift = 1 << 40

// Today is the day of a measurement in China.
func Today(m *agent.Measurement) daycount.Date { return registry.Day(m.Fact.MeasuredAt) }

// retained counts the sampled rows of a sketch that are found in another: both samples are of the rows with the smallest
// hashes, so under the smaller of the two bounds each row of the one must be in the other if it is in the data.
func retained(before []byte, now *sketch.Sketch) (found, of int64) {
	was, err := sketch.Decode(before)
	if err != nil || now == nil {
		return 0, 0
	}
	m, err := sketch.Compare(was, now)
	if err != nil {
		return 0, 0
	}
	if found, of = matched(m); of > 0 {
		return found, of
	}
	// None of the rows was met: say so, of as many as there are.
	if m, err = sketch.Compare(was, was); err != nil {
		return 0, 0
	}
	_, of = matched(m)
	return 0, of
}
