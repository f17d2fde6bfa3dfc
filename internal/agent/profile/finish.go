package profile

import (
	"time"

	"shurong.org/shurong/internal/table"
)

// fitPPM is the share of values that makes a column a type; the rest is dirt.
const fitPPM = 950_000

// Result is all that a pass found out. Sample holds values and stays at the site, as Local does.
type Result struct {
	Profile Profile
	Local   Local
	Sample  *Sample
}

// Finish sums up, after all workers are done. The builder is spent.
func (b *Builder) Finish(f table.Format, t table.Tally) *Result {
	all := b.merged()
	sample := b.sample.finish(len(b.plans), b.sequence.starts)
	p := Profile{Version: Version, Format: f, Tally: t, Rows: b.sequence.rows, Columns: make([]Column, len(all)),
		SampleRows: int64(sample.Rows())}
	local := Local{Columns: make([]LocalColumn, len(all))}
	for i, c := range all {
		p.Columns[i] = c.finish(p.Rows, &b.sequence.columns[i])
		p.Columns[i].Named = f.Header && c.plan.name != table.Unnamed(i)
		local.Columns[i] = LocalColumn{Name: c.plan.name, TopExact: c.values.exact(), MinText: string(c.minText),
			MaxText: string(c.maxText)}
		l := &local.Columns[i]
		if l.TopExact {
			l.Top = c.values.most()
		}
	}
	p.Duplicate = Duplicates{Rows: b.duplicates.repeats(), Exact: b.duplicates.exact(),
		SampledBits: int(b.duplicates.level)}
	b.relate(&p, &local, all, sample)
	return &Result{p, local, sample}
}

// merged is every column as a whole.
func (b *Builder) merged() []*column {
	if len(b.workers) == 0 {
		b.Worker()
	}
	all := b.workers[0].columns
	for _, w := range b.workers[1:] {
		for i, c := range w.columns {
			all[i].merge(c)
			w.columns[i] = nil
		}
	}
	return all
}

// finish sums the column up.
func (c *column) finish(rows int64, p *part) Column {
	if c.many != nil && c.values.many != nil {
		c.values.many.merge(c.many)
	}
	out := Column{
		Name: c.plan.name, Evidence: map[string]int64{}, Values: c.valueCount(), Padded: c.padded, Patterns: []Pattern{},
		Null: c.counts[Null] + c.counts[Marker], Blank: c.counts[Blank], EntropyBits: fixed(c.values.entropy()),
	}
	out.Missing = out.Null + out.Blank
	for k, n := range c.counts {
		if n > 0 {
			out.Evidence[kindNames[k]] = n
		}
	}
	out.Type, out.Fitting = c.decide(out.Values)
	out.Distinct, out.Exact = c.values.different(out.Values), c.values.exact()
	switch {
	case out.Values < 2 || out.Type != "integer" && out.Type != "code" && out.Type != "text":
	case out.Missing == 0 && c.values.repeats() == 0:
		out.Key = "unique"
		out.Distinct = out.Values
	case out.Distinct*100 >= rows*98:
		out.Key = "nearly"
	}
	if out.Values > 0 {
		out.Lengths = &Lengths{Min: c.minChars, Max: c.maxChars, Mean: decimal(float64(c.chars) / float64(out.Values))}
	}
	out.Monotone = p.run.name(out.Values)
	switch out.Type {
	case "integer", "decimal":
		out.Number = c.number.finish(&p.moments, c.plan.base)
		out.Binary = !c.number.bits
	case "date", "datetime":
		out.Time = c.times.finish(out.Type, c)
	}
	return out
}

// decide chooses the narrowest type that fits 95 % of the values.
func (c *column) decide(values int64) (string, int64) {
	n := &c.counts
	fits := func(k int64) bool { return k > 0 && k*1_000_000 >= values*fitPPM }
	dates := n[Date] + n[DateTime] + c.compact + c.epochs
	switch {
	case values == 0:
		return "empty", 0
	case fits(n[Boolean]):
		return "boolean", n[Boolean]
	case fits(dates) && c.times.timed*2 > dates:
		return "datetime", dates
	case fits(dates):
		return "date", dates
	case fits(n[Integer]) && c.fixedNumber():
		return "code", n[Integer] + n[Code]
	case fits(n[Integer]):
		return "integer", n[Integer]
	case fits(n[Integer] + n[Decimal]):
		return "decimal", n[Integer] + n[Decimal]
	case fits(n[Clock]):
		return "time", n[Clock]
	case fits(n[Code] + n[Integer]):
		return "code", n[Code] + n[Integer]
	}
	return "text", values
}

// fixedNumber reports whether a column's integers are identifiers: all of one length, at least eight digits, none
// negative.
func (c *column) fixedNumber() bool {
	return c.minChars == c.maxChars && c.minChars >= 8 && c.number.negatives == 0
}

func (s *numbers) finish(m *moments, base float64) *Number {
	mean, deviation, skew, kurtosis := m.standard(base)
	return &Number{Min: plain(s.least), Max: plain(s.greatest), Zeros: s.zeros, Negatives: s.negatives,
		Mean: decimal(mean), StdDev: decimal(deviation), Skewness: fixed(skew), Kurtosis: fixed(kurtosis)}
}

func layoutOf(kind string) string {
	if kind == "datetime" {
		return time.DateTime
	}
	return time.DateOnly
}

func (t *times) finish(kind string, c *column) *Time {
	out := &Time{}
	first, last, newest, short := t.first, t.last, t.newest, &t.monthFirst
	if c.forms[shortForm] > 0 {
		switch {
		case t.onlyMonthFirst > 0:
			out.DayOrder = "month_first"
		case t.onlyDayFirst > 0:
			out.DayOrder = "day_first"
			first, last, newest = t.swappedFirst, t.swappedLast, t.swappedNewest
			short = &t.dayFirst
		default:
			out.DayOrder = "unknown"
		}
	}
	layout := layoutOf(kind)
	show := func(sec int64) string { return time.Unix(sec, 0).UTC().Format(layout) }
	out.Earliest, out.Latest = show(first), show(last)
	out.latest = last
	if newest >= first {
		out.Newest = show(newest)
	}
	for f, n := range c.forms {
		if n > out.InForm {
			out.Form, out.InForm = formNames[f], n
		}
	}
	if c.epochs > out.InForm {
		out.Form, out.InForm = "seconds since 1970", c.epochs
		if c.plan.epoch == 1000 {
			out.Form = "milliseconds since 1970"
		}
	}
	t.days.merge(short)
	out.grow(&t.days, floorDay(c.plan.until))
	return out
}
