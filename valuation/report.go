package valuation

import (
	"cmp"
	"slices"
	"strings"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/uncertainty"
)

var defaultStep = dec("0.10")

// Value derives a report from a file. The file is validated first; an invalid one gives its first fault.
func Value(f File) (Report, error) {
	m, err := Build(f)
	if err != nil {
		return Report{}, err
	}
	r, err := m.Report(f)
	return r, f.place(err)
}

// Report reads the model exactly: derivation, values, ranges and sensitivity. The file is the one it was built from.
func (m *Model) Report(f File) (Report, error) {
	digest, err := canon.Marshal(f)
	if err != nil {
		return Report{}, err
	}
	r := Report{Version: 1, Asset: f.Asset, Certificate: f.Certificate, Purpose: f.Purpose, ValueType: f.ValueType,
		ValuationDate: f.ValuationDate, ValidUntil: f.ValidUntil, CurrencyUnit: f.CurrencyUnit, FileDigest: canon.Hex(digest),
		Reconciliation: f.Reconciliation, Assumptions: f.Assumptions, Limits: f.Limits, Dynamic: f.Dynamic,
		Sector: m.report.Sector}
	if r.ValidUntil.IsZero() {
		r.ValidUntil = Date{longest(f.ValuationDate.Date)}
	}
	step := f.SensitivityStep
	if step.IsZero() {
		step = defaultStep
	}
	if m.quality != nil {
		q := *m.quality
		q.Rows = m.rows(func(row formula.Row) bool {
			return row.Section == conclusion && row.Key != "approach" && row.Key != "conclusion"
		})
		r.Quality = &q
	}
	for i := range m.Approaches {
		part, err := m.approach(i)
		if err != nil {
			return Report{}, under(err, sub(item("approaches", i), string(m.Approaches[i].Method)))
		}
		r.Approaches = append(r.Approaches, part)
	}
	if err := m.sensitivity(&r, step); err != nil {
		return Report{}, err
	}
	if r.ValueFen, err = m.fen(m.Value); err != nil {
		return Report{}, err
	}
	if err := r.conclude(); err != nil {
		return Report{}, err
	}
	if f.Uncertainty != nil {
		u, err := uncertainty.Run(*f.Uncertainty, m.Target())
		if err != nil {
			return Report{}, under(err, "uncertainty")
		}
		r.Uncertainty = &u
	}
	r.Notes = notes(f, r)
	return r, nil
}

// approach is one approach's lines and value; its range is its value for now.
func (m *Model) approach(i int) (ApproachReport, error) {
	p, part := m.Approaches[i], m.report.Approaches[i]
	v, err := m.fen(p.Value)
	if err != nil {
		return part, err
	}
	if v <= 0 {
		return part, ErrNotPositive.With("method_zh", part.Title.ZH, "method", part.Title.EN, "value", v)
	}
	part.Rows = m.rows(func(r formula.Row) bool { return r.Section == i })
	part.ValueFen, part.LowFen, part.HighFen = v, v, v
	if p.Low != none {
		if part.LowFen, err = m.fen(p.Low); err == nil {
			part.HighFen, err = m.fen(p.High)
		}
	}
	return part, err
}

// rows are the lines as a report shows them.
func (m *Model) rows(keep func(formula.Row) bool) []Row {
	var out []Row
	for _, r := range m.Graph.Rows() {
		if r.Aux || !keep(r) {
			continue
		}
		row := Row{Key: r.Key, Label: r.Label, Formula: m.Graph.Text(r), Inputs: []Input{}, Result: m.show(r)}
		if r.Show == formula.ShowMoney {
			row.Unit = m.Unit
		}
		for _, s := range r.Inputs {
			row.Inputs = append(row.Inputs, Input{s.Name, m.input(s.Node)})
		}
		out = append(out, row)
	}
	return out
}

func (m *Model) show(r formula.Row) string {
	v := m.Graph.Value(r.Node)
	switch r.Show {
	case formula.ShowMoney:
		return v.Fixed(2)
	case formula.ShowFactor:
		return v.Factor()
	}
	return v.Short(6)
}

// input is a node's value as a line shows it: as written, or rounded like the line it comes from.
func (m *Model) input(id formula.ID) string {
	v := m.Graph.Value(id)
	if q, ok := m.Graph.Quantity(id); ok && q.Leaf {
		switch {
		case q.Unit == formula.Currency:
			return v.Fixed(2)
		case q.Written != "" && q.Unit != formula.Years:
			return q.Written
		}
		return v.Short(6)
	}
	if r, ok := m.Graph.RowOf(id); ok {
		return m.show(r)
	}
	return v.Short(6)
}

// sensitivity moves every driver of every approach down and up, one at a time.
func (m *Model) sensitivity(r *Report, step Decimal) error {
	for i, p := range m.Approaches {
		for _, q := range m.Graph.Quantities() {
			if !q.Driver || !strings.HasPrefix(q.Name, p.Prefix+".") {
				continue
			}
			s, err := m.swing(r, i, q, step)
			if err != nil {
				return under(err, sub(item("approaches", i), string(p.Method)))
			}
			r.Sensitivity = append(r.Sensitivity, s)
		}
	}
	slices.SortStableFunc(r.Sensitivity, func(x, y Sensitivity) int { return cmp.Compare(y.SwingFen, x.SwingFen) })
	return nil
}

// swing is one driver's: what the conclusion becomes. It widens the approach's range, unless the data gives one.
func (m *Model) swing(r *Report, i int, q formula.Quantity, step Decimal) (Sensitivity, error) {
	var a decimal.Arith
	base := m.Graph.Value(q.Node)
	delta := a.Mul(base, step)
	down, up := q.Span.Clamp(a.Sub(base, delta)), q.Span.Clamp(a.Add(base, delta))
	s := Sensitivity{Approach: i, Driver: q.Name, Label: q.Label, Base: base.Short(6), Down: down.Short(6), Up: up.Short(6)}
	part := &r.Approaches[i]
	for _, end := range []struct {
		at  Decimal
		out *money.Fen
	}{{down, &s.DownFen}, {up, &s.UpFen}} {
		got, err := m.Graph.Eval([]formula.ID{m.Approaches[i].Value, m.Value}, formula.Replacement{Node: q.Node, Value: end.at})
		if err != nil {
			return s, err
		}
		var x arith
		own := x.fen(got[0], m.Unit)
		*end.out = x.fen(got[1], m.Unit)
		if x.Err != nil {
			return s, x.Err
		}
		if m.Approaches[i].Low == none {
			// An asset is never worth less than nothing to who may leave it alone.
			part.LowFen, part.HighFen = max(0, min(part.LowFen, own)), max(part.HighFen, own)
		}
	}
	s.SwingFen = max(s.DownFen, s.UpFen) - min(s.DownFen, s.UpFen)
	return s, a.Err
}

// conclude weighs the ends of the ranges as the graph weighs the values, and says how far the approaches are apart.
func (r *Report) conclude() error {
	var a arith
	weigh := func(pick func(ApproachReport) money.Fen) money.Fen {
		total := integer(0)
		for _, p := range r.Approaches {
			total = a.Add(total, a.Mul(p.Weight, a.Quo(integer(int64(pick(p))), integer(100))))
		}
		return a.fen(total, UnitYuan)
	}
	r.LowFen = weigh(func(p ApproachReport) money.Fen { return p.LowFen })
	r.HighFen = weigh(func(p ApproachReport) money.Fen { return p.HighFen })
	if len(r.Approaches) > 1 && r.ValueFen > 0 {
		low, high := r.Approaches[0].ValueFen, r.Approaches[0].ValueFen
		for _, p := range r.Approaches {
			low, high = min(low, p.ValueFen), max(high, p.ValueFen)
		}
		r.Divergence = a.Quo(integer(int64(high-low)), integer(int64(r.ValueFen))).Fixed(4)
	}
	return a.Err
}

// notes says what a reader of the conclusion should know about the file.
func notes(f File, r Report) []Text {
	out := []Text{}
	say := func(when bool, zh, en string) {
		if n := (Text{ZH: zh, EN: en}); when && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	say(len(f.Approaches) == 1, "仅采用一种评估方法；条件允许时应采用两种以上方法并综合确定结论。",
		"Only one method was used; where possible, use two or more and reconcile them.")
	say(len(f.Approaches) > 1 && f.Reconciliation == "", "未说明各方法权重的理由。", "No reasons are given for the weights of the approaches.")
	for _, a := range f.Approaches {
		say(a.Market != nil && len(a.Market.Comparables) < leastEvidence, "市场法可比案例少于三个，结论的代表性有限。",
			"The market approach has fewer than three comparables, which limits what it can say.")
		say(a.Royalty != nil && a.Royalty.TaxRate.IsZero(), "许可费节省法按税前口径计算。", "Relief from royalty is computed before tax.")
		say(f.Quality == nil && a.typesQuality(), "质量系数为人工填写，未引用质量画像。", "A quality factor was typed by hand; no profile is referred to.")
	}
	if r.Quality != nil {
		t := r.Quality.text()
		say(true, t.ZH, t.EN)
	}
	if f.Dynamic != nil {
		for _, rule := range f.Dynamic.Rules {
			t := rule.text()
			say(true, "动态规则："+t.ZH, "Dynamic rule: "+t.EN)
		}
	}
	if r.Sector != nil {
		for _, t := range typical(*r.Sector) {
			say(true, t.ZH, t.EN)
		}
	}
	return out
}

// typesQuality reports whether a quality factor of the approach was typed.
func (a Approach) typesQuality() bool {
	return a.Cost != nil && !a.Cost.Adjustment.Quality.IsZero() || a.CostExpert9 != nil && !a.CostExpert9.Quality.IsZero()
}
