package uncertainty

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/simulation"
	"shurong.org/shurong/valuation/strict"
)

// Target is the value that is uncertain.
type Target struct {
	Graph *formula.Graph
	// Value is the node of the value, in the currency unit; Parts are what it is made of (the approaches' values).
	Value formula.ID
	Parts []formula.ID
	// FenPerUnit is 100 for 元 and 1,000,000 for 万元.
	FenPerUnit int64
}

// prepared is a block that was checked and brought together with its graph.
type prepared struct {
	t       Target
	b       Block
	inputs  []formula.Quantity
	dists   []simulation.Distribution
	program *simulation.Program // of the inputs, for Value and then Parts
	sampler *simulation.Sampler
}

// prepare checks everything that needs no draw.
func (b Block) prepare(t Target) (*prepared, error) {
	p := &prepared{t: t, b: b}
	for i, in := range b.Inputs {
		if err := p.input(i, in); err != nil {
			return nil, err
		}
	}
	ids := make([]formula.ID, len(p.inputs))
	for i, q := range p.inputs {
		ids[i] = q.Node
	}
	var reached []bool
	p.program, reached = program(t.Graph, ids, append([]formula.ID{t.Value}, t.Parts...))
	for i, ok := range reached {
		if !ok {
			return nil, ErrNoInfluence.With("name", b.Inputs[i].Input).At(item("inputs", i) + ".input")
		}
	}
	if work := p.work(); work > maxWork {
		const million = 1_000_000
		return nil, ErrWork.With("draws", b.draws(), "inputs", len(b.Inputs), "work", work/million, "limit", maxWork/million).
			At("draws")
	}
	if err := p.correlate(); err != nil {
		return nil, err
	}
	for i, e := range b.BreakEven {
		if _, err := p.find(e.Input); err != nil {
			return nil, err.At(item("break_even", i) + ".input")
		}
		if e.Target.IsZero() {
			return nil, strict.ErrMissing.With("name", "target").At(item("break_even", i) + ".target")
		}
	}
	for i, w := range b.TwoWay {
		if err := p.checkTable(w); err != nil {
			return nil, err.At(item("two_way", i) + "." + err.Field)
		}
	}
	return p, nil
}

// work is about how many operations the draws and Sobol's indices take; drawing a number counts as 20.
func (p *prepared) work() int64 {
	const draw = 20
	d, operations := int64(len(p.inputs)), int64(p.program.Operations())
	each := int64(p.b.draws()) * (operations + draw*d)
	samples := d + 2
	if len(p.b.Correlations) > 0 {
		samples += d
	}
	return each + int64(min(p.b.draws(), maxSobol))*samples*(operations+2*draw)
}

// input makes one distribution and sees that its draws stay within what the quantity may be.
func (p *prepared) input(i int, in Input) error {
	at := item("inputs", i)
	q, unknown := p.find(in.Input)
	switch {
	case unknown != nil:
		return unknown.At(at + ".input")
	case p.b.index(in.Input) < i:
		return ErrRepeated.With("name", in.Input).At(at + ".input")
	}
	d, err := in.Distribution.build()
	if err != nil {
		e := fault.From(err)
		return e.At(strings.TrimSuffix(at+".distribution."+e.Field, "."))
	}
	lo, hi := d.Support()
	if s := q.Span; !s.Lo.IsZero() && lo < s.Lo.Float64() || !s.Hi.IsZero() && hi > s.Hi.Float64() {
		return ErrSupport.With("name", in.Input, "low", bound(lo), "high", bound(hi), "range", s).At(at + ".distribution")
	}
	p.inputs, p.dists = append(p.inputs, q), append(p.dists, d)
	return nil
}

// bound writes the end of an interval.
func bound(x float64) string {
	switch {
	case math.IsInf(x, -1):
		return "−∞"
	case math.IsInf(x, 1):
		return "∞"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// find is the quantity of a name.
func (p *prepared) find(name string) (formula.Quantity, *fault.Error) {
	if q, ok := p.t.Graph.Find(name); ok {
		return q, nil
	}
	const most = 30
	var names []string
	for _, q := range p.t.Graph.Quantities() {
		if len(names) == most {
			names = append(names, "…")
			break
		}
		names = append(names, q.Name)
	}
	return formula.Quantity{}, ErrUnknownInput.With("name", strict.Clip(name), "choices", strings.Join(names, ", "))
}

// correlate makes the sampler.
func (p *prepared) correlate() error {
	var list []simulation.Correlation
	for i, c := range p.b.Correlations {
		at := item("correlations", i)
		pair := [2]int{p.b.index(c.A), p.b.index(c.B)}
		for k, name := range []string{c.A, c.B} {
			if pair[k] < 0 {
				return ErrCertain.With("name", strict.Clip(name)).At(at + "." + string("ab"[k]))
			}
		}
		if c.Value.IsZero() {
			return strict.ErrMissing.With("name", "value").At(at + ".value")
		}
		list = append(list, simulation.Correlation{A: pair[0], B: pair[1], Value: c.Value.Float64()})
	}
	s, err := simulation.NewSampler(simulation.Options{Seed: uint64(p.b.Seed), Draws: p.b.draws(), Design: p.b.design()},
		p.dists, list)
	var blame *simulation.Blame
	if errors.As(err, &blame) {
		return fault.From(blame.Err).At(item("correlations", blame.Index))
	}
	p.sampler = s
	return err
}

// checkTable checks a two-way table; the fault's field is within it.
func (p *prepared) checkTable(w TwoWay) *fault.Error {
	if w.Rows == w.Columns {
		return ErrRepeated.With("name", strict.Clip(w.Rows)).At("columns")
	}
	for _, side := range []struct {
		field, levelField, name string
		levels                  []decimal.Decimal
	}{{"rows", "row_levels", w.Rows, w.RowLevels}, {"columns", "column_levels", w.Columns, w.ColumnLevels}} {
		q, unknown := p.find(side.name)
		switch {
		case unknown != nil:
			return unknown.At(side.field)
		case len(side.levels) == 0 && p.b.index(side.name) < 0:
			return ErrCertain.With("name", side.name).At(side.field)
		case len(side.levels) > MaxLevels:
			return ErrCount.With("name", side.levelField, "count", len(side.levels), "least", 1, "most", MaxLevels).
				At(side.levelField)
		}
		for _, d := range side.levels {
			if !q.Span.Holds(d) {
				return ErrRange.With("name", side.name, "value", d, "range", q.Span).At(side.levelField)
			}
		}
	}
	return nil
}
