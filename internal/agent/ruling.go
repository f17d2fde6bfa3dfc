package agent

import (
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
)

// Judged is what holding the data against rules left at the site: it names values.
type Judged struct {
	Rules   quality.Rules     // those of [Options.Rules], or inferred
	Failing []quality.Failing // rules that rows break, with the first rows
	Absent  []quality.Rule    // rules about columns that the table does not have
	Sample  *profile.Sample   // rows drawn evenly from the table; nil where an earlier measurement was taken up

	counts *quality.Counts
}

// ruling holds blocks against the rules of a file while they are read. Without such rules it does nothing: what is
// inferred is known only at the end and is then held against the sample.
type ruling struct {
	plan     *quality.Plan
	counters []*quality.Counter // one a worker
}

func newRuling(rules *quality.Rules, columns []string, workers int) *ruling {
	if rules == nil {
		return nil
	}
	r := &ruling{plan: rules.Plan(columns, profile.Value)}
	for range workers {
		r.counters = append(r.counters, r.plan.Counter())
	}
	return r
}

// block counts a block of rows. A worker counts one at a time.
func (r *ruling) block(worker, index int, b *table.Batch) {
	if r != nil {
		r.counters[worker].Block(index, b)
	}
}

// judge scores the measurement under the rules of the options, which counted every row, or under rules read off the data,
// which are held against the sample.
func (m *Measurement) judge(r *ruling, o Options, sample *profile.Sample) {
	m.Sample = sample
	var counts *quality.Counts
	if r != nil {
		for _, c := range r.counters[1:] {
			r.counters[0].Merge(c)
		}
		m.Rules, m.Absent = *o.Rules, r.plan.Absent()
		counts = r.counters[0].Counts(quality.All, nil)
	} else {
		m.Rules = quality.Infer(m.Input, sample, profile.Value)
		counts = m.sampled(sample)
	}
	m.Failing, m.counts = counts.Failing(), counts.Bare()
	m.Quality = quality.Evaluate(m.Rules, m.Input, counts, o.weights())
}

// sampled holds the sample of rows against inferred rules.
func (m *Measurement) sampled(sample *profile.Sample) *quality.Counts {
	names := make([]string, len(m.Full.Columns))
	for i, c := range m.Full.Columns {
		names[i] = c.Name
	}
	c := m.Rules.Doubtful(m.Input, names, profile.Value).Counter()
	c.Block(0, sample)
	return c.Counts(quality.Sample, func(_, row int) int64 { return sample.RowNumber(row) })
}

// weights are those of the options, else of the rules, else the default ones.
func (o Options) weights() quality.Weights {
	switch {
	case o.Weights != nil:
		return o.Weights
	case o.Rules != nil && o.Rules.Weights != nil:
		return o.Rules.Weights
	}
	return quality.DefaultWeights()
}
