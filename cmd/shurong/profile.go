package main

import (
	"context"
	"path"
	"strings"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/source/progress"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
)

// sourceFlags say how a data file is read and judged; what is not said is found out.
type sourceFlags struct {
	Separator string    `help:"Separator of a text table, one character; found out if not given." placeholder:"CHAR"`
	Encoding  string    `help:"Encoding of a text table: utf-8, gbk, gb18030, utf-16le, utf-16be, windows-1252; found out if not given." placeholder:"NAME"`
	Header    string    `enum:"auto,yes,no" default:"auto" help:"Whether the first row names the columns: auto, yes or no."`
	Period    int64     `help:"Days after which the data is renewed; timeliness is judged by it." default:"30" placeholder:"DAYS"`
	At        time.Time `help:"Instant of the measurement (RFC 3339); now if not given." placeholder:"TIME"`
}

func (f sourceFlags) options() (agent.Options, error) {
	o := agent.Options{MeasuredAt: f.At, PeriodDays: f.Period}
	if o.MeasuredAt.IsZero() {
		o.MeasuredAt = clock.System{}.Now()
	}
	o.Table.Encoding = f.Encoding
	o.Table.Header = map[string]table.HeaderMode{"auto": table.HeaderAuto, "yes": table.HeaderPresent,
		"no": table.HeaderAbsent}[f.Header]
	switch f.Separator {
	case "":
	case `\t`, "tab":
		o.Table.Separator = '\t'
	default:
		if len(f.Separator) != 1 {
			return o, errUsage.With("why", "--separator takes one character, or tab")
		}
		o.Table.Separator = f.Separator[0]
	}
	return o, nil
}

// profileCmd measures a source and prints what was found.
type profileCmd struct {
	Source      string `arg:"" help:"File (CSV, TSV, JSON lines, Parquet, XLSX; plain, gzip or zstd), folder of files, or location: postgres://, mysql://, s3://."`
	JSON        bool   `name:"json" help:"Print the measurement as canonical JSON: what may leave the site, and no more unless --values asks for it."`
	HTML        string `name:"html" help:"Write the report as a page to this file, and in the other language beside it." placeholder:"OUT.html"`
	Against     string `help:"Say what changed since an earlier measurement, printed by --json." placeholder:"OLD.json"`
	Rules       string `help:"Hold the data against this file of quality rules instead of inferred ones." placeholder:"FILE"`
	WriteRules  string `help:"Write the rules that the data was held against to this file, to be edited." placeholder:"FILE"`
	Values      bool   `help:"Show frequent values and failing cells too. They are the data's own: mind who is watching."`
	Sample      int    `help:"Show so many rows too, drawn evenly. They are the data itself." default:"0" placeholder:"N"`
	Match       string `help:"Of a folder or prefix: only files whose own name matches, such as *.csv." placeholder:"PATTERN"`
	Progress    string `enum:"auto,none,bar,json" default:"auto" help:"Progress on standard error: auto (a bar on a terminal), none, bar, or json for programs."`
	sourceFlags `embed:""`
	sealFlags   `embed:""`
}

// mostSample is how many rows are shown at most; a page with more is a copy of the data.
const mostSample = 1000

// Run measures, and prints or writes what was asked for.
func (c *profileCmd) Run(e *env) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	if c.Sample < 0 || c.Sample > mostSample {
		return errUsage.With("why", "--sample takes 0 to 1000")
	}
	if o.Rules, err = readRules(c.Rules); err != nil {
		return err
	}
	old, err := readOld(c.Against)
	if err != nil {
		return err
	}
	seal, err := c.sealer(e, c.name())
	if err != nil {
		return err
	}
	m, err := c.measure(e, o)
	if err != nil {
		return err
	}
	if seal != nil {
		if err := m.Seal(e.Context, seal.domain, seal.prf); err != nil {
			return err
		}
	}
	warnAbsent(e, m)
	if c.WriteRules != "" {
		rules := m.Rules
		if rules.Name == "" {
			rules.Name = c.name()
		}
		if err := writeNew(c.WriteRules, rules.YAML(quality.DefaultWeights())); err != nil {
			return err
		}
	}
	if c.HTML != "" {
		if err := c.page(e, m, old); err != nil {
			return err
		}
	}
	switch {
	case c.JSON:
		return c.json(e, m, old)
	case c.HTML != "" || c.WriteRules != "":
		return nil
	}
	printProfile(e, m, old)
	if c.Values {
		printValues(e, m)
		printFailing(e, m)
	}
	printSample(e, m, c.Sample)
	return nil
}

// name is what the source is called on a page: no folder, no password.
func (c *profileCmd) name() string { return nameOf(c.Source) }

// nameOf is what a source is called where others see it: no folder, no password.
func nameOf(location string) string {
	place, _, _ := strings.Cut(source.Redact(location), "?")
	return path.Base(strings.ReplaceAll(place, "\\", "/"))
}

// measure reads the source with its progress on standard error.
func (c *profileCmd) measure(e *env, o agent.Options) (*agent.Measurement, error) {
	mode, _ := progress.ParseMode(c.Progress) // one of the flag's values
	ctx, stop := context.WithCancel(e.Context)
	defer stop()
	s, err := source.Open(ctx, c.Source, source.Options{Table: o.Table, Match: c.Match})
	if err != nil {
		return nil, err
	}
	bar := progress.New(e.Err, mode, clock.System{})
	o.Progress = func(p agent.Progress) {
		bar.Update(progress.State{Read: p.Read, Total: p.Total, Unit: unitOf(c.Source), Rows: p.Rows})
	}
	m, err := agent.MeasureStream(ctx, s, o)
	if err != nil {
		bar.Stop()
		return nil, err
	}
	bar.Done()
	return m, nil
}

// measurementJSON is what --json prints. Without --values and --against it is the measurement alone.
type measurementJSON struct {
	*agent.Measurement
	Changes []quality.Change  `json:"changes,omitempty"`
	Local   *profile.Local    `json:"local,omitempty"`
	Failing []quality.Failing `json:"failing,omitempty"`
	Rows    [][]string        `json:"sample,omitempty"`
}

func (c *profileCmd) json(e *env, m *agent.Measurement, old *oldMeasurement) error {
	out := measurementJSON{Measurement: m, Changes: old.changes(m), Rows: sampleRows(m, c.Sample)}
	if c.Values {
		out.Local, out.Failing = &m.Local, m.Failing
	}
	b, err := canon.Marshal(out)
	if err != nil {
		return err
	}
	_, err = e.Out.Write(append(b, '\n'))
	return err
}

// sampleRows are n rows of the sample, evenly over the table.
func sampleRows(m *agent.Measurement, n int) [][]string {
	if m.Sample == nil || n <= 0 {
		return nil
	}
	n = min(n, m.Sample.Rows())
	out := make([][]string, 0, n)
	for i := range n {
		r := i * m.Sample.Rows() / n
		row := make([]string, m.Sample.Cols())
		for k := range row {
			row[k] = string(m.Sample.Cell(r, k))
		}
		out = append(out, row)
	}
	return out
}
