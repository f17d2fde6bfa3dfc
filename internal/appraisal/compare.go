package appraisal

import (
	"context"
	"slices"
	"strings"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// Comparison holds two reports on one asset against each other, input by input.
type Comparison struct {
	A       ReportItem   `json:"a"`
	B       ReportItem   `json:"b"`
	GapFen  int64        `json:"gap_fen" doc:"B less A"`
	GapBP   int64        `json:"gap_bp" doc:"of A"`
	Values  []ValuePair  `json:"values" doc:"approach by approach"`
	Inputs  []InputPair  `json:"inputs" doc:"those that differ or stand on one side only first, then the equal ones"`
	Differ  int          `json:"differ" doc:"how many inputs differ"`
	Quality *QualityPair `json:"quality,omitempty"`
}

// ValuePair is one method's value in both reports. An absent side has no weight.
type ValuePair struct {
	Method  valuation.Method `json:"method"`
	Title   valuation.Text   `json:"title"`
	AFen    int64            `json:"a_fen"`
	BFen    int64            `json:"b_fen"`
	AWeight string           `json:"a_weight,omitempty"`
	BWeight string           `json:"b_weight,omitempty"`
}

// InputPair is one input in both reports, each with its source. Money is in yuan.
type InputPair struct {
	Name    string         `json:"name"`
	Label   valuation.Text `json:"label"`
	Unit    string         `json:"unit,omitempty" doc:"currency: yuan"`
	A       string         `json:"a,omitempty" doc:"absent: not an input of A"`
	B       string         `json:"b,omitempty"`
	ASource string         `json:"a_source,omitempty"`
	BSource string         `json:"b_source,omitempty"`
	Equal   bool           `json:"equal"`
	// EffectFen is what A's conclusion would become, less what it is, with B's input alone in its place.
	EffectFen *int64 `json:"effect_fen,omitempty" doc:"A's value with B's input in its place, less A's value"`
}

// QualityPair is the quality that both rest on.
type QualityPair struct {
	A string `json:"a,omitempty"`
	B string `json:"b,omitempty"`
}

// side is a report with its graph and its inputs by name.
type side struct {
	item   ReportItem
	file   valuation.File
	report valuation.Report
	model  *valuation.Model
	inputs map[string]formula.Quantity
}

func (s *Service) side(ctx context.Context, id string) (out side, err error) {
	r, err := s.Report(ctx, id)
	if err != nil {
		return out, err
	}
	out = side{item: r.ReportItem, file: r.File, report: r.Report, inputs: map[string]formula.Quantity{}}
	if out.model, err = valuation.Build(r.File); err != nil {
		return out, err
	}
	for _, q := range out.model.Graph.Quantities() {
		if q.Leaf {
			out.inputs[q.Name] = q
		}
	}
	return out, nil
}

// Compare holds two reports the caller may read against each other. They are about the same asset: the same
// certificate, or another one of the same data.
func (s *Service) Compare(ctx context.Context, a, b string) (Comparison, error) {
	x, err := s.side(ctx, a)
	if err != nil {
		return Comparison{}, err
	}
	y, err := s.side(ctx, b)
	if err != nil {
		return Comparison{}, err
	}
	same, err := s.sameAsset(ctx, x.item.Certificate, y.item.Certificate)
	if err == nil && !same {
		err = ErrOtherAsset.With("a", x.item.Certificate, "b", y.item.Certificate).At("query.with")
	}
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{A: x.item, B: y.item, GapFen: y.item.ValueFen - x.item.ValueFen}
	var ar decimal.Arith
	c.GapBP, _ = ar.Round(ar.Quo(ar.Mul(decimal.Int(c.GapFen), decimal.Int(10_000)), decimal.Int(x.item.ValueFen)), 0).Int64()
	c.Values = pairs(x.report, y.report)
	if c.Inputs, err = inputPairs(x, y); err != nil {
		return c, err
	}
	for _, p := range c.Inputs {
		if !p.Equal {
			c.Differ++
		}
	}
	if x.report.Quality != nil || y.report.Quality != nil {
		c.Quality = &QualityPair{}
		if q := x.report.Quality; q != nil {
			c.Quality.A = q.Score
		}
		if q := y.report.Quality; q != nil {
			c.Quality.B = q.Score
		}
	}
	return c, nil
}

func pairs(a, b valuation.Report) []ValuePair {
	out := []ValuePair{}
	for _, p := range a.Approaches {
		out = append(out, ValuePair{Method: p.Method, Title: p.Title, AFen: int64(p.ValueFen), AWeight: p.Weight.String()})
	}
	for _, p := range b.Approaches {
		i := slices.IndexFunc(out, func(v ValuePair) bool { return v.Method == p.Method && v.BWeight == "" })
		if i < 0 {
			out = append(out, ValuePair{Method: p.Method, Title: p.Title})
			i = len(out) - 1
		}
		out[i].BFen, out[i].BWeight = int64(p.ValueFen), p.Weight.String()
	}
	return out
}

// inputPairs puts side by side what the two graphs take as inputs.
func inputPairs(x, y side) ([]InputPair, error) {
	names := map[string]formula.Quantity{}
	for n, q := range y.inputs {
		names[n] = q
	}
	for n, q := range x.inputs {
		names[n] = q
	}
	out := make([]InputPair, 0, len(names))
	for n, q := range names {
		p := InputPair{Name: n, Label: q.Label, Unit: string(q.Unit)}
		qa, inA := x.inputs[n]
		qb, inB := y.inputs[n]
		if inA {
			p.A, p.ASource = x.shown(qa), qa.Source
		}
		if inB {
			p.B, p.BSource = y.shown(qb), qb.Source
		}
		p.Equal = inA && inB && x.level(qa).Cmp(y.level(qb)) == 0
		if inA && inB && !p.Equal {
			effect, err := x.with(qa, qb, y)
			if err == nil {
				p.EffectFen = &effect
			}
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b InputPair) int {
		if a.Equal != b.Equal {
			if a.Equal {
				return 1
			}
			return -1
		}
		if d := size(b.EffectFen) - size(a.EffectFen); d != 0 {
			return int(max(-1, min(1, d)))
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out, nil
}

func size(n *int64) int64 {
	if n == nil {
		return -1
	}
	return max(*n, -*n)
}

// level is a quantity, money in yuan.
func (s side) level(q formula.Quantity) decimal.Decimal {
	v := s.model.Graph.Value(q.Node)
	if q.Unit == formula.Currency && s.model.Unit == valuation.UnitWan {
		var a decimal.Arith
		return a.Mul(v, decimal.Int(10_000))
	}
	return v
}

func (s side) shown(q formula.Quantity) string {
	if q.Unit == formula.Currency {
		return s.level(q).Fixed(2)
	}
	return s.level(q).Short(6)
}

// with is what the conclusion moves by when one input is the other side's.
func (s side) with(q, other formula.Quantity, of side) (int64, error) {
	v := of.level(other)
	var a decimal.Arith
	if q.Unit == formula.Currency && s.model.Unit == valuation.UnitWan {
		v = a.Quo(v, decimal.Int(10_000))
	}
	got, err := s.model.Graph.Eval([]formula.ID{s.model.Value}, formula.Replacement{Node: q.Node, Value: v})
	if err != nil {
		return 0, err
	}
	unit := decimal.Int(100)
	if s.model.Unit == valuation.UnitWan {
		unit = decimal.Int(int64(money.Wan))
	}
	return a.Floor(a.Mul(got[0], unit)) - int64(s.report.ValueFen), a.Err
}

// Rivals lists the reports on the same asset that the caller may read: what a report can be compared with.
func (s *Service) Rivals(ctx context.Context, id string) ([]ReportItem, error) {
	r, err := s.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	asset, err := s.certificatesOf(ctx, r.Certificate)
	if err != nil {
		return nil, err
	}
	out := []ReportItem{}
	for _, code := range asset {
		page, err := s.Reports(ctx, code, api.Paging{Limit: 200})
		if err != nil {
			return nil, err
		}
		for _, it := range page.Items {
			if it.Valuation != r.Valuation {
				out = append(out, it)
			}
		}
	}
	return out, nil
}
