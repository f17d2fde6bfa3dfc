package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/uncertainty"
)

// Model is a valuation as formulas: the file's one expression graph, ready to be read exactly, as columns of draws, or as
// a spreadsheet.
//
// Quantities are named by the method and the path in the file: royalty.royalty_rate, royalty.discount_rate (also where
// it is built up: then its parts are royalty.discount_rate.risk_free …), royalty.revenue.first, royalty.revenue.growth,
// royalty.revenue.amounts[0], royalty.revenue.level (1 as given: moves the forecast as a whole), royalty.life. A method
// used a second time is royalty_2, a third time royalty_3. The quality is quality.score and quality.scores.accuracy …;
// the weights of the approaches are weights[0], … .
//
// On the graph, through min, max or if: the share of the last period within a life with a fraction, contract payments
// after it, weights of comparables, rounding. Structure, fixed by the file: the number of periods, lives in whole years,
// which comparables are outliers, scores of experts, the weights of capital of a circular WACC.
type Model struct {
	Graph *formula.Graph
	// Value is the conclusion in the currency unit, rounded to the fen.
	Value      formula.ID
	Unit       Unit
	Approaches []Part
	report     Report
	quality    *QualityReport
}

// Part is one approach of a model.
type Part struct {
	Prefix string // of its quantities: "royalty"
	Kind   Kind
	Method Method
	// Value is the approach's value rounded to the fen, Exact before rounding, Low and High the ends of its range where
	// the data gives one (-1 where the sensitivity does).
	Value, Exact, Low, High formula.ID
}

// places is the number of decimals that a fen is in a unit.
func (u Unit) places() int32 {
	if u == UnitWan {
		return 6
	}
	return 2
}

// Build writes a file's formulas on one graph. The file is validated first; faults carry their line where the file was
// read by [Decode].
func Build(f File) (*Model, error) {
	if err := f.Validate(); err != nil {
		return nil, f.place(err)
	}
	m, err := f.build()
	return m, f.place(err)
}

// place gives a fault its line, where the file is known.
func (f File) place(err error) error {
	if err == nil || f.doc == nil {
		return err
	}
	return f.doc.Place(err)
}

func (f File) build() (*Model, error) {
	g := formula.New()
	m := &Model{Graph: g, Unit: f.CurrencyUnit}
	var q *graded
	if f.Quality != nil {
		s := &sheet{g: g, prefix: "quality", section: -1, unit: f.CurrencyUnit, date: f.ValuationDate.Date}
		q = f.Quality.build(s)
		m.quality = &QualityReport{From: f.Quality.From, Asset: f.Quality.Asset, LogPosition: f.Quality.LogPosition,
			Profile: f.Quality.Profile, Reason: f.Quality.Reason, Score: g.Value(q.score).Fixed(6)}
	}
	seen := map[Method]int{}
	for i, a := range f.Approaches {
		method := a.method()
		seen[method.name()]++
		prefix := string(method.name())
		if n := seen[method.name()]; n > 1 {
			prefix += "_" + strconv.Itoa(n)
		}
		part := ApproachReport{Kind: method.kind(), Method: method.name(), Title: method.title(), Weight: a.weight(), Reason: a.Reason}
		s := &sheet{g: g, prefix: prefix, section: i, unit: f.CurrencyUnit, date: f.ValuationDate.Date, sources: a.Sources,
			quality: q, part: &part}
		p := Part{Prefix: prefix, Kind: method.kind(), Method: method.name(), Low: none, High: none}
		p.Exact = method.build(s)
		if c, ok := method.(discounted); ok {
			c.rate().solve(s, p.Exact)
			c.settled(s)
		}
		p.Value = g.Round(p.Exact, f.CurrencyUnit.places())
		if b, ok := method.(ranger); ok && s.err == nil {
			p.Low, p.High = b.bounds(s)
		}
		if err := firstOf(s.err, g.Err()); err != nil {
			return nil, under(err, sub(item("approaches", i), string(method.name())))
		}
		for _, name := range sortedKeys(a.Sources) {
			part.Sources = append(part.Sources, Source{name, a.Sources[name]})
		}
		m.Approaches = append(m.Approaches, p)
		m.report.Approaches = append(m.report.Approaches, part)
	}
	m.conclude(f)
	if f.Dynamic != nil {
		if err := f.Dynamic.known(g); err != nil {
			return nil, err
		}
	}
	if f.Sector != nil {
		if err := m.holdAgainst(*f.Sector); err != nil {
			return nil, err
		}
	}
	if f.Uncertainty != nil {
		if err := f.Uncertainty.Check(m.Target()); err != nil {
			return nil, under(err, "uncertainty")
		}
	}
	return m, g.Err()
}

// Target is the model as a simulation takes it.
func (m *Model) Target() uncertainty.Target {
	t := uncertainty.Target{Graph: m.Graph, Value: m.Value, FenPerUnit: int64(m.Unit.fen())}
	for _, p := range m.Approaches {
		t.Parts = append(t.Parts, p.Value)
	}
	return t
}

// discounted is a method with a discount rate, which may depend on its value: it is settled once that is known.
type discounted interface {
	rate() DiscountRate
	settled(s *sheet)
}

func (in Income) rate() DiscountRate   { return in.DiscountRate }
func (m Contracts) rate() DiscountRate { return m.Rate }
func (m Contracts) settled(*sheet)     {}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// under puts a fault's field beneath another.
func under(err error, field string) error {
	e := fault.From(err)
	if e.Field != "" {
		field = sub(field, e.Field)
	}
	return e.At(field)
}

// conclude writes the weighted conclusion.
func (m *Model) conclude(f File) {
	g := m.Graph
	parts := make([]formula.ID, len(f.Approaches))
	for i, p := range m.Approaches {
		title := m.report.Approaches[i].Title
		v := g.Row(formula.Row{Key: "approach", Symbol: "V_i", Label: title, Node: p.Value, Section: conclusion,
			Inputs: []formula.Symbol{sym("P", p.Exact)}})
		w := g.Input(formula.Quantity{Name: item("weights", i), Unit: formula.Ratio, Span: share, Written: f.Approaches[i].weight().String(),
			Label: Text{ZH: title.ZH + "权重", EN: "weight of " + title.EN}}, f.Approaches[i].weight())
		parts[i] = g.Row(formula.Row{Key: "part", Symbol: "w_i·V_i", Label: title, Section: conclusion, Aux: true,
			Node: g.Mul(w, v), Inputs: []formula.Symbol{sym("w_i", w), sym("V_i", v)}})
	}
	m.Value = g.Row(formula.Row{Key: "conclusion", Symbol: "V", Label: Text{ZH: "评估结论", EN: "concluded value"}, Section: conclusion,
		Node: g.Round(g.Sum(parts...), m.Unit.places())})
}

// conclusion is the section of the lines that belong to no approach.
const conclusion = -1

// fen is a node's exact value as money.
func (m *Model) fen(id formula.ID) (money.Fen, error) {
	var a arith
	v := a.fen(m.Graph.Value(id), m.Unit)
	return v, a.Err
}
