// Package agent works at the data owner's site: it reads the data where it lies and sends out measurements, never
// data.
//
//	m, err := agent.Measure(ctx, "trips.csv", agent.Options{MeasuredAt: now})
//	m.Fact                                  // what is signed and made known to all: counts, scores, digests
//	m.Profile, m.Scan, m.Quality, m.Sketch  // what the owner hands to registrar and appraiser; Fact holds their digests
//	m.Local                                 // values: shown to the owner, never sent
//
// One pass over the file feeds everything. A goroutine of package table fills the next batch of rows; meanwhile the
// columns of the present one (package profile, which asks package scan about every new value) and its rows (package
// sketch) are tasks that the cores share. Two runs over the same file give the same bytes, whatever the number of
// cores.
//
// What leaves the site holds no value of the data: extremes of columns with personal data are withheld, and columns
// whose hashes could be undone by trying all values (mobile numbers, identity numbers, cards) are left out of the
// sketch.
//
// [Client] carries a measurement to a node as a heartbeat: the body names its predecessor's digest, the agent's key
// signs it, and it is sent until it is known to be recorded. The agent holds no other key than its own, which can sign
// nothing else.
//
// Figures, two cores, 1 million rows × 10 mixed Chinese columns, 124 MB: see BenchmarkMeasure.
package agent

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
	"shurong.org/shurong/sketch"
)

// Version is recorded with every measurement: figures of different versions are not compared digit by digit.
const Version = "shurong-agent/1"

// DefaultPeriodDays is how often data is taken to be renewed where nobody says: monthly.
const DefaultPeriodDays = 30

// Options of a measurement. MeasuredAt is required; the rest has good zero values.
type Options struct {
	MeasuredAt time.Time
	PeriodDays int64           // renewal period that timeliness is judged by; 0: DefaultPeriodDays
	Weights    quality.Weights // nil: the default ones
	Table      table.Options
	Workers    int // cores; 0: all, at most four
}

// Measurement is what one pass found out. Its canonical JSON may leave the site.
type Measurement struct {
	Fact    registry.Measurement `json:"fact"`
	Profile profile.Profile      `json:"profile"`
	Scan    scan.Result          `json:"scan"`
	Quality quality.Result       `json:"quality"`
	Input   quality.Input        `json:"quality_input"`
	Sketch  *sketch.Sketch       `json:"sketch"`

	// Full is the profile with nothing withheld, Local its values. Both stay at the site.
	Full  profile.Profile `json:"-"`
	Local profile.Local   `json:"-"`
}

// Measure reads the file once and measures it. On any error nothing was kept.
func Measure(ctx context.Context, path string, o Options) (*Measurement, error) {
	if o.PeriodDays <= 0 {
		o.PeriodDays = DefaultPeriodDays
	}
	if o.Weights == nil {
		o.Weights = quality.DefaultWeights()
	}
	if err := o.Weights.Check(); err != nil {
		return nil, err
	}
	src, err := table.Open(path, o.Table)
	if err != nil {
		return nil, err
	}
	defer func() { _ = src.Close() }()
	p := newPass(src.Columns(), o)
	for {
		batch, err := src.NextBatch()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.take(batch)
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
	}
	return p.finish(src, o)
}

// pass is one reading of a file.
type pass struct {
	o        Options
	columns  []string
	profile  *profile.Builder
	sketches []*sketch.Builder // one a core, merged at the end
	omitted  []int
	workers  int
}

func newPass(columns []string, o Options) *pass {
	p := &pass{o: o, columns: columns, workers: o.Workers}
	if p.workers <= 0 {
		p.workers = min(runtime.GOMAXPROCS(0), 4)
	}
	p.profile = profile.NewBuilder(columns, func(cell []byte) uint16 { return uint16(scan.Detect(cell)) })
	return p
}

// take reads one batch. The first decides which columns the sketch leaves out.
func (p *pass) take(b *table.Batch) error {
	p.profile.Begin(b)
	column := func(c int) { p.profile.Column(c, b) }
	if p.sketches == nil {
		p.share(len(p.columns), column)
		if err := p.beginSketch(); err != nil {
			return err
		}
		p.share(len(p.sketches), func(i int) { p.sketchPart(i, b) })
	} else {
		// The sketches' parts are the largest tasks: they go first.
		k := len(p.sketches)
		p.share(k+len(p.columns), func(i int) {
			if i < k {
				p.sketchPart(i, b)
			} else {
				column(i - k)
			}
		})
	}
	p.profile.End(b)
	return nil
}

// sketchPart feeds the i-th part of the batch's rows to the i-th builder. The merged sketch does not depend on the cut.
func (p *pass) sketchPart(i int, b *table.Batch) {
	n := b.Rows()
	var row table.Row
	for r := i * n / len(p.sketches); r < (i+1)*n/len(p.sketches); r++ {
		row = b.Row(row, r)
		p.sketches[i].Add(row)
	}
}

// beginSketch leaves out the columns that by their content are of an enumerable kind. Content alone decides, not
// names, so that a renamed copy leaves out the same and its rows still meet the original's.
func (p *pass) beginSketch() error {
	var o sketch.Options
	for i, c := range p.scanned() {
		if c.Enumerable() {
			p.omitted = append(p.omitted, i)
			o.Omit = append(o.Omit, c.Name)
		}
	}
	parts := p.workers
	if len(p.columns) > profile.Wide { // each part takes memory by columns
		parts = 1
	}
	for range parts {
		s, err := sketch.NewBuilder(p.columns, o)
		if err != nil {
			return err
		}
		p.sketches = append(p.sketches, s)
	}
	return nil
}

func (p *pass) scanned() []scan.Column {
	out := make([]scan.Column, len(p.columns))
	for i, name := range p.columns {
		c := p.profile.Marks(i)
		out[i] = scan.Column{Name: name, Values: c.Values, Distinct: c.Distinct, Counts: scan.Counts(c.Marks)}
	}
	return out
}

// share runs n independent tasks on the cores and waits for all.
func (p *pass) share(n int, task func(int)) {
	if p.workers == 1 {
		for i := range n {
			task(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(p.workers, n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				task(i)
			}
		})
	}
	wg.Wait()
}

func (p *pass) finish(src *table.Source, o Options) (*Measurement, error) {
	m := &Measurement{Scan: scan.Judge(p.scanned())}
	m.Full, m.Local = p.profile.Finish(src.Format(), src.Tally())
	personal := personalColumns(m.Scan)
	m.Profile = m.Full.Withhold(personal)
	for _, s := range p.sketches[1:] {
		if err := p.sketches[0].Merge(s); err != nil {
			return nil, err
		}
	}
	// What was found only later than in the first batch, or by its name, is left out too.
	late := make([]string, len(personal))
	for i, c := range personal {
		late[i] = p.columns[c]
	}
	m.Sketch = p.sketches[0].Sketch(late...)
	m.Input = qualityInput(m, o)
	m.Quality = quality.Score(m.Input, o.Weights)
	digest := src.Digest()
	m.Fact = registry.Measurement{
		MeasuredAt: o.MeasuredAt.UnixMilli(), Rows: m.Profile.Rows, Columns: len(p.columns),
		QualityPPM: m.Quality.TotalPPM, StaleDays: int(min(m.Input.Stale(),
			maxStaleDays)), PersonalData: string(m.Scan.Grade), AgentVersion: Version,
		FileDigest: hex.EncodeToString(digest[:]), SchemaDigest: schemaDigest(m.Profile),
		ProfileDigest: canon.Hex(canon.Must(m.Profile)),
		SketchDigest:  canon.Hex(m.Sketch.Encode()),
	}
	return m, nil
}

// maxStaleDays is what the registry takes at most.
const maxStaleDays = 200 * 366

func personalColumns(r scan.Result) (indexes []int) {
	for _, f := range r.Findings {
		if f.Grade != scan.None && !slices.Contains(indexes, f.Index) {
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
			q.Dates, q.InForm, q.Newest = c.Fitting, c.Time.InForm, floorDay(latest)
		}
		in.Columns = append(in.Columns, q)
	}
	for _, f := range m.Scan.Findings {
		if f.Check && f.Confidence != scan.Low {
			c := &in.Columns[f.Index]
			c.Checked, c.Correct = c.Values, f.Matching
		}
	}
	return in
}

func floorDay(sec int64) int64 {
	if sec < 0 {
		sec -= 86399
	}
	return sec / 86400
}
