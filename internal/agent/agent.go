// Package agent works at the data owner's site: it reads the data where it lies and sends out measurements, never
// data.
//
//	m, err := agent.Measure(ctx, "trips.csv", agent.Options{MeasuredAt: now})
//	m.Fact                                  // what is signed and made known to all: counts, scores, digests
//	m.Profile, m.Scan, m.Quality, m.Sketch  // what the owner hands to registrar and appraiser; Fact holds their digests
//	m.Local                                 // values: shown to the owner, never sent
//
// One pass over the source feeds everything. One goroutine reads and digests it and cuts it into blocks; workers decode
// a block and hand it to the profile, the scan, the sketch and the quality rules, each with a state of its own that is
// merged at the end. What joins columns, and the decisions of the scan, rest on a sample of rows. Two runs over the same
// source give the same bytes, whatever the number of workers.
//
// What leaves the site holds no value of the data: extremes of columns with personal data are withheld, and columns
// whose hashes could be undone by trying all values (mobile numbers, identity numbers, cards) are left out of the
// sketch.
//
// [Client] carries a measurement to a node as a heartbeat: the body names its predecessor's digest, the agent's key
// signs it, and it is sent until it is known to be recorded. The agent holds no other key than its own, which can sign
// nothing else.
//
// # What it costs
//
// Ten million rows of ten mixed Chinese columns, 1.3 GB, take 9.9 core-seconds, 5.2 s and 150 MB resident on two
// idle cores (make bench; bench/profile; as Parquet 12.7, 6.8 s and 305 MB), where DuckDB's SUMMARIZE alone
// takes 12.8 and is off by up to 19 % in counting different values. Where they go, by pprof: the profile a third, in
// which no step is over 8 % (counting, reading, hash, table of values); the sketch 27 %, of which 8 % hash the normal
// form of every cell that could be a key; splitting text 10 % and checking its UTF-8 6 %; reading and SHA-256 11 %;
// texts searched by the scan 4 %; what is decided at the end 2 %. Reading is one goroutine's work and would bound the
// whole from about eight cores on. Of Parquet the unpacking of pages is one goroutine's, a sixth of the whole.
package agent

import (
	"context"
	"time"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
	"shurong.org/shurong/sketch"
)

// Version is recorded with every measurement: figures of different versions are not compared digit by digit.
const Version = "shurong-agent/2"

// DefaultPeriodDays is how often data is taken to be renewed where nobody says: monthly.
const DefaultPeriodDays = 30

// Options of a measurement. MeasuredAt is required; the rest has good zero values.
type Options struct {
	MeasuredAt time.Time
	PeriodDays int64           // renewal period that timeliness is judged by; 0: DefaultPeriodDays
	Weights    quality.Weights // nil: those of the rules, or the default ones
	Rules      *quality.Rules  // nil: they are inferred from the data
	Table      table.Options
	Workers    int            // cores; 0: all, at most eight
	Progress   func(Progress) // called now and then, by one goroutine at a time
	Resume     *Resume        // nil: a pass that is broken off begins anew
}

// Progress is how far a measurement has come. Total is 0 where the source does not know.
type Progress struct {
	Read  int64 `json:"read"`
	Total int64 `json:"total"`
	Rows  int64 `json:"rows"`
}

// Measurement is what one pass found out. Its canonical JSON may leave the site.
type Measurement struct {
	Fact    registry.Measurement `json:"fact"`
	Profile profile.Profile      `json:"profile"`
	Scan    scan.Result          `json:"scan"`
	Quality quality.Result       `json:"quality"`
	Input   quality.Input        `json:"quality_input"`
	Sketch  *sketch.Sketch       `json:"sketch"`

	// What follows stays at the site: the profile with nothing withheld, its values, the sketch before its tags are
	// made, and what judging the quality left.
	Full   profile.Profile `json:"-"`
	Local  profile.Local   `json:"-"`
	Hashes *sketch.Local   `json:"-"`
	Judged `json:"-"`
}

// Measure reads the file at path once and measures it. On any error nothing was kept.
func Measure(ctx context.Context, path string, o Options) (*Measurement, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s, err := table.OpenStream(path, o.Table)
	if err != nil {
		return nil, err
	}
	return MeasureStream(ctx, s, o)
}

// MeasureStream measures any source, once, and closes it.
func MeasureStream(ctx context.Context, s table.Stream, o Options) (*Measurement, error) {
	defer func() { _ = s.Close() }() // reading only
	if err := o.check(); err != nil {
		return nil, err
	}
	p := newPass(s, o)
	if err := p.takeUp(s); err != nil {
		return nil, err
	}
	if err := p.run(ctx, s); err != nil {
		return nil, err
	}
	p.done()
	return p.finish(s)
}

func (o *Options) check() error {
	if o.PeriodDays <= 0 {
		o.PeriodDays = DefaultPeriodDays
	}
	return o.weights().Check()
}
