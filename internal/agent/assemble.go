package agent

import (
	"encoding/hex"
	"runtime"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
)

// finish puts together what the workers found.
func (p *pass) finish(s table.Stream) (*Measurement, error) {
	first := p.workers[0]
	for _, w := range p.workers[1:] {
		first.scan.Merge(w.scan)
		if err := first.sketch.Merge(w.sketch); err != nil {
			return nil, err
		}
	}
	found := p.profile.Finish(s.Format(), s.Tally())
	p.release()
	m := &Measurement{Full: found.Profile, Local: found.Local}
	m.Scan = scan.Decide(p.scanned(m, found.Sample, first.scan))
	personal := personalColumns(m.Scan)
	m.Profile = m.Full.Withhold(personal)
	omit := make([]string, len(personal))
	for i, c := range personal {
		omit[i] = p.columns[c]
	}
	m.Hashes = first.sketch.Local(omit...)
	m.Sketch = m.Hashes.Open()
	m.Input = qualityInput(m, p.o)
	m.describe(&m.Input)
	m.judge(p.ruling, p.o, found.Sample)
	digest := s.Digest()
	m.Fact = registry.Measurement{
		MeasuredAt: p.o.MeasuredAt.UnixMilli(), Rows: m.Profile.Rows, Columns: len(p.columns),
		QualityPPM: m.Quality.TotalPPM, StaleDays: int(min(m.Input.Stale(), maxStaleDays)),
		PersonalData: string(m.Scan.Grade), AgentVersion: Version,
		FileDigest: hex.EncodeToString(digest[:]), SchemaDigest: schemaDigest(m.Profile),
		ProfileDigest: canon.Hex(canon.Must(m.Profile)),
		SketchDigest:  canon.Hex(m.Sketch.Encode()),
	}
	return m, nil
}

// release lets go of what the profile counted in. Of a wide table that is most of the memory, and what comes next needs
// as much again.
func (p *pass) release() {
	p.profile = nil
	for _, w := range p.workers {
		w.profile, w.batch = nil, table.Batch{}
	}
	if len(p.columns) > manyColumns {
		runtime.GC()
	}
}

func (p *pass) scanned(m *Measurement, sample *profile.Sample, d *scan.Detector) scan.Input {
	in := scan.Input{Rows: m.Full.Rows, Sample: sample, Detector: d, At: daycount.DateOf(p.o.MeasuredAt)}
	for _, c := range m.Full.Columns {
		in.Columns = append(in.Columns, scan.ColumnInfo{Name: c.Name, Type: c.Type, Values: c.Values, Distinct: c.Distinct})
	}
	return in
}

// maxStaleDays is what the registry takes at most.
const maxStaleDays = 200 * 366

func personalColumns(r scan.Result) (indexes []int) {
	for _, f := range r.Findings {
		if f.Index >= 0 && f.Grade != scan.None && !slices.Contains(indexes, f.Index) {
			indexes = append(indexes, f.Index)
		}
	}
	return indexes
}

// schemaDigest is the digest of the columns' names and types in their order.
func schemaDigest(p profile.Profile) string {
	type column struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	schema := make([]column, len(p.Columns))
	for i, c := range p.Columns {
		schema[i] = column{c.Name, c.Type}
	}
	return canon.Hex(canon.Must(schema))
}

var epoch = daycount.MustDate("1970-01-01")

// qualityInput translates the profile into what the indicators are computed from.
func qualityInput(m *Measurement, o Options) quality.Input {
	p := m.Full
	in := quality.Input{
		Rows: p.Rows, Ragged: p.Tally.Ragged, Repeated: p.Duplicate.Rows, InvalidBytes: p.Tally.InvalidBytes,
		AsOf: int64(daycount.DateOf(o.MeasuredAt).Sub(epoch)), PeriodDays: o.PeriodDays,
		Standard: p.Format.Kind == "parquet" ||
			slices.Contains([]string{table.ASCII, table.UTF8, table.GBK, table.GB18030}, p.Format.Encoding),
	}
	for _, c := range p.Columns {
		q := quality.Column{
			Name: c.Name, Type: c.Type, Named: c.Named, Values: c.Values, Missing: c.Missing, Fitting: c.Fitting,
			Padded:   c.Padded,
			Distinct: c.Distinct, Key: c.Key != "" && c.Type != "text",
		}
		if c.Key == "unique" {
			q.Distinct = c.Values
		}
		if latest, ok := c.Latest(); ok {
			q.Dates, q.InForm, q.Newest, q.Future = c.Fitting, c.Time.InForm, floorDay(latest), c.Time.Future
		}
		in.Columns = append(in.Columns, q)
	}
	for _, f := range m.Scan.Findings {
		if f.Index < 0 {
			continue
		}
		c := &in.Columns[f.Index]
		if f.Check && f.Confidence != scan.Low {
			c.Checked, c.Correct = c.Values, f.Matching
		}
		c.Personal = c.Personal || f.Grade != scan.None && f.State == scan.Plain && f.Confidence != scan.Low
	}
	return in
}

func floorDay(sec int64) int64 {
	if sec < 0 {
		sec -= 86399
	}
	return sec / 86400
}
