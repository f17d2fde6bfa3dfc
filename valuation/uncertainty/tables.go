package uncertainty

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/simulation"
)

// Places is how many decimals an input is shown with, and used with where the value at it is computed.
func Places(u formula.Unit) int32 {
	if u == formula.Currency {
		return 2
	}
	return 6
}

// level is a number of an input as it is shown: rounded to [Places], and within what the input may be.
func level(x float64, q formula.Quantity) decimal.Decimal {
	const most = 1e14
	d := decimal.Must(strconv.FormatFloat(max(-most, min(most, x)), 'f', int(Places(q.Unit)), 64))
	return q.Span.Clamp(d)
}

func show(x float64, q formula.Quantity) string { return level(x, q).Short(Places(q.Unit)) }

// exact is the value with some inputs replaced, by the exact reading of the graph.
func (p *prepared) exact(replaced ...formula.Replacement) (money.Fen, error) {
	v, err := p.t.Graph.Eval([]formula.ID{p.t.Value}, replaced...)
	if err != nil {
		return 0, err
	}
	var a decimal.Arith
	fen, ok := a.Round(a.Mul(v[0], decimal.Int(p.t.FenPerUnit)), 0).Int64()
	if a.Err != nil || !ok || fen > int64(money.Max) || fen < -int64(money.Max) {
		return 0, decimal.ErrArithmetic.With()
	}
	return money.Fen(fen), nil
}

// tables does what is computed exactly.
func (p *prepared) tables(r *Report) error {
	for i, q := range p.inputs {
		s, err := p.swing(i, q)
		if err != nil {
			return fault.From(err).At(item("inputs", i))
		}
		r.Tornado = append(r.Tornado, s)
	}
	slices.SortStableFunc(r.Tornado, func(x, y Swing) int { return cmp.Compare(y.SwingFen, x.SwingFen) })
	for i, e := range p.b.BreakEven {
		b, err := p.breakEven(e)
		if err != nil {
			return fault.From(err).At(item("break_even", i))
		}
		r.BreakEven = append(r.BreakEven, b)
	}
	for i, w := range p.b.TwoWay {
		t, err := p.table(w)
		if err != nil {
			return fault.From(err).At(item("two_way", i))
		}
		r.TwoWay = append(r.TwoWay, t)
	}
	return nil
}

func (p *prepared) swing(i int, q formula.Quantity) (Swing, error) {
	lo, hi := level(p.dists[i].Quantile(0.05), q), level(p.dists[i].Quantile(0.95), q)
	atLow, err := p.exact(formula.Replacement{Node: q.Node, Value: lo})
	if err != nil {
		return Swing{}, err
	}
	atHigh, err := p.exact(formula.Replacement{Node: q.Node, Value: hi})
	if err != nil {
		return Swing{}, err
	}
	places := Places(q.Unit)
	return Swing{Input: q.Name, Label: q.Label, Low: lo.Short(places), High: hi.Short(places),
		LowFen: atLow, HighFen: atHigh, SwingFen: max(atLow, atHigh) - min(atLow, atHigh)}, nil
}

func (p *prepared) breakEven(e BreakEven) (BreakEvenReport, error) {
	q, unknown := p.find(e.Input)
	if unknown != nil {
		return BreakEvenReport{}, unknown
	}
	prog, reached := program(p.t.Graph, []formula.ID{q.Node}, []formula.ID{p.t.Value})
	if !reached[0] {
		return BreakEvenReport{}, ErrNoInfluence.With("name", e.Input)
	}
	base := p.t.Graph.Value(q.Node)
	from, to := searched(e, q, base.Float64())
	if from.Cmp(to) >= 0 {
		return BreakEvenReport{}, ErrRange.With("name", "high", "value", to, "range", "("+from.String()+", )")
	}
	places := Places(q.Unit)
	target := e.Target.Float64()
	r := BreakEvenReport{Input: q.Name, Label: q.Label, TargetFen: p.fen(target), Written: base.Short(places),
		From: from.Short(places), To: to.Short(places)}
	x, ok := simulation.BreakEven(prog, target, from.Float64(), to.Float64(), base.Float64())
	if !ok {
		return r, nil
	}
	at := level(x, q)
	r.Level = at.Short(places)
	var err error
	r.ValueFen, err = p.exact(formula.Replacement{Node: q.Node, Value: at})
	return r, err
}

// searched is where a break-even point is looked for.
func searched(e BreakEven, q formula.Quantity, base float64) (from, to decimal.Decimal) {
	reach := 10 * math.Abs(base)
	if reach == 0 {
		reach = 1
	}
	from, to = level(base-reach, q), level(base+reach, q)
	if !e.Low.IsZero() {
		from = q.Span.Clamp(e.Low)
	}
	if !e.High.IsZero() {
		to = q.Span.Clamp(e.High)
	}
	return from, to
}

// levels are those of one side of a table.
func (p *prepared) levels(q formula.Quantity, given []decimal.Decimal) []decimal.Decimal {
	if len(given) > 0 {
		return given
	}
	d := p.dists[p.b.index(q.Name)]
	var out []decimal.Decimal
	for _, u := range []float64{0.05, 0.25, 0.50, 0.75, 0.95} {
		// A discrete distribution has fewer different levels.
		if x := level(d.Quantile(u), q); len(out) == 0 || x.Cmp(out[len(out)-1]) != 0 {
			out = append(out, x)
		}
	}
	return out
}

func (p *prepared) table(w TwoWay) (Table, error) {
	rows, unknown := p.find(w.Rows)
	if unknown != nil {
		return Table{}, unknown
	}
	columns, unknown := p.find(w.Columns)
	if unknown != nil {
		return Table{}, unknown
	}
	t := Table{Rows: rows.Name, RowLabel: rows.Label, Columns: columns.Name, ColumnLabel: columns.Label}
	down, across := p.levels(rows, w.RowLevels), p.levels(columns, w.ColumnLevels)
	for _, c := range across {
		t.ColumnLevels = append(t.ColumnLevels, c.Short(Places(columns.Unit)))
	}
	for _, y := range down {
		t.RowLevels = append(t.RowLevels, y.Short(Places(rows.Unit)))
		var line []money.Fen
		for _, x := range across {
			v, err := p.exact(formula.Replacement{Node: rows.Node, Value: y}, formula.Replacement{Node: columns.Node, Value: x})
			if err != nil {
				return Table{}, err
			}
			line = append(line, v)
		}
		t.ValueFen = append(t.ValueFen, line)
	}
	return t, nil
}
