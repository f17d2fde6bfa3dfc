// Package valuation values data assets by the three approaches and follows a value between two appraisals.
//
//	file, err := valuation.Decode(bytes, "asset.yaml")   // strict; faults name file, line and field
//	report, err := valuation.Value(file)                 // derivation, conclusion, range, sensitivity
//	now, err := valuation.Follow(report.ValueFen, atAppraisal, today)
//
// A [File] is everything a valuation rests on: purpose, type of value, valuation date, and one or more approaches, each
// with its inputs and their sources. A [Report] follows from the file alone, the same on every machine to the
// last digit, and has a [Report.Digest] that can be signed and registered. Whoever has the file can check the
// report by running it again.
//
// The methods: replacement cost and expert guidance no. 9 (cost); relief from royalty, excess earnings and incremental
// income (income); comparison by five corrections (market). Each is one file of this package that implements the method
// interface. Beside them stand [Quality] and [AHP], from which factors and weights come.
//
// # Numbers
//
// Inputs are decimals as written, money to the fen. Every computation carries 50 digits ([Precision]), half to
// even, and is rounded to the fen once, at each approach's value. The conclusion is made of those rounded values,
// so that it can be redone with a pocket calculator. Lines of the derivation are rounded for reading only;
// re-adding them may differ in the last place shown. No floats, no clock, no I/O, no map order.
//
// # Range and sensitivity
//
// An approach's range is the lowest and highest value that one-at-a-time moves of its drivers give (by default 10 % of
// each, cut off where the driver loses its meaning), or the lowest and highest corrected price of the market
// approach. The conclusion's range weighs these as it weighs the values. It shows how far the number depends on
// its inputs; it is not a confidence interval.
//
// Cost: a royalty file of five years with its sensitivity takes under a millisecond; limits on periods and lists
// keep the worst file well under a second.
package valuation

import (
	"cmp"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Report is a valuation's result. Its canonical JSON is what is signed and stored.
type Report struct {
	Version       int       `json:"version"`
	Asset         string    `json:"asset"`
	Certificate   string    `json:"certificate,omitzero"`
	Purpose       Purpose   `json:"purpose"`
	ValueType     ValueType `json:"value_type"`
	ValuationDate Date      `json:"valuation_date"`
	ValidUntil    Date      `json:"valid_until"`
	CurrencyUnit  Unit      `json:"currency_unit"`
	// FileDigest is the SHA-256 of the file's canonical JSON, in hexadecimal: the inputs this report follows from.
	FileDigest string           `json:"file_digest"`
	Approaches []ApproachReport `json:"approaches"`
	ValueFen   money.Fen        `json:"value_fen"`
	LowFen     money.Fen        `json:"low_fen"`
	HighFen    money.Fen        `json:"high_fen"`
	// Sensitivity is in order of falling swing: drawn as bars it is a tornado.
	Sensitivity []Sensitivity `json:"sensitivity"`
	Notes       []Text        `json:"notes"`
}

// ApproachReport is one approach's derivation and value.
type ApproachReport struct {
	Kind     Kind      `json:"kind"`
	Method   Method    `json:"method"`
	Title    Text      `json:"title"`
	Weight   Decimal   `json:"weight"`
	Rows     []Row     `json:"rows"`
	ValueFen money.Fen `json:"value_fen"`
	LowFen   money.Fen `json:"low_fen"`
	HighFen  money.Fen `json:"high_fen"`
	// Sources repeats the file's, in order of name.
	Sources []Source `json:"sources"`
}

// Source says where an input comes from.
type Source struct {
	Input string `json:"input"`
	Text  string `json:"text"`
}

// Sensitivity is what the conclusion becomes when one driver of one approach moves down and up by the step.
type Sensitivity struct {
	Approach int       `json:"approach"` // index into Approaches
	Driver   string    `json:"driver"`
	Label    Text      `json:"label"`
	Base     string    `json:"base"`
	Down     string    `json:"down"`
	Up       string    `json:"up"`
	DownFen  money.Fen `json:"down_fen"`
	UpFen    money.Fen `json:"up_fen"`
	SwingFen money.Fen `json:"swing_fen"`
}

// move is a sensitivity in the making: what the approach alone becomes.
type move struct {
	Sensitivity
	down, up money.Fen
}

// Digest is the SHA-256 of the report's canonical JSON.
func (r Report) Digest() [32]byte { return canon.Digest(r) }

// JSON is the report's canonical JSON.
func (r Report) JSON() []byte { return canon.Must(r) }

// ErrNotPositive says that the inputs lead to no value at all.
var ErrNotPositive = fault.Define("valuation.not_positive", fault.Invalid,
	"按所列参数，{method_zh}的评估值为 {value} 元，不为正", "with these inputs the value by {method} is CNY {value}: it is not positive").
	Hint("请检查收益预测和贡献资产回报", "check the forecast and the contributory charges")

var defaultStep = dec("0.10")

// Value derives a report from a file. The file is validated first; an invalid one gives its first fault.
func Value(f File) (Report, error) {
	if err := f.Validate(); err != nil {
		return Report{}, err
	}
	digest, err := canon.Marshal(f)
	if err != nil {
		return Report{}, err
	}
	r := Report{Version: 1, Asset: f.Asset, Certificate: f.Certificate, Purpose: f.Purpose, ValueType: f.ValueType,
		ValuationDate: f.ValuationDate, ValidUntil: f.ValidUntil, CurrencyUnit: f.CurrencyUnit, FileDigest: canon.Hex(digest)}
	if r.ValidUntil.IsZero() {
		r.ValidUntil = Date{longest(f.ValuationDate.Date)}
	}
	step := f.SensitivityStep
	if step.IsZero() {
		step = defaultStep
	}
	var all []move
	for i, a := range f.Approaches {
		part, moves, err := a.value(f.CurrencyUnit, step)
		if err != nil {
			return Report{}, fault.From(err).At(sub(item("approaches", i), string(a.method().name())))
		}
		for _, m := range moves {
			m.Approach = i
			all = append(all, m)
		}
		r.Approaches = append(r.Approaches, part)
	}
	r.Notes = notes(f)
	return r, r.conclude(all)
}

// value derives one approach, its range and the moves of its drivers.
func (a Approach) value(u Unit, step Decimal) (ApproachReport, []move, error) {
	m := a.method()
	w := worksheet{unit: u}
	exact := m.derive(&w)
	v := w.fen(exact, u)
	p := ApproachReport{Kind: m.kind(), Method: m.name(), Title: m.title(), Weight: a.weight(), Rows: w.rows,
		ValueFen: v, LowFen: v, HighFen: v}
	for _, name := range sortedKeys(a.Sources) {
		p.Sources = append(p.Sources, Source{name, a.Sources[name]})
	}
	if w.Err != nil {
		return p, nil, w.Err
	}
	if v <= 0 {
		return p, nil, ErrNotPositive.With("method_zh", m.title().ZH, "method", m.title().EN, "value", v)
	}
	if b, ok := m.(ranger); ok {
		low, high := b.bounds(&w.arith, u)
		p.LowFen, p.HighFen = w.fen(low, u), w.fen(high, u)
		return p, nil, w.Err
	}
	moves, err := moves(m, u, step)
	for _, s := range moves {
		// An asset is never worth less than nothing to who may leave it alone.
		p.LowFen = max(0, min(p.LowFen, s.down, s.up))
		p.HighFen = max(p.HighFen, s.down, s.up)
	}
	return p, moves, err
}

// moves computes the method again with each driver moved down and up.
func moves(m method, u Unit, step Decimal) ([]move, error) {
	var a arith
	var out []move
	at := func(d driver, x Decimal) money.Fen {
		w := worksheet{unit: u}
		v := w.fen(d.with(x).derive(&w), u)
		if a.Err == nil {
			a.Err = w.Err
		}
		return v
	}
	for _, d := range m.drivers(&a) {
		delta := a.Mul(d.value, step)
		down, up := d.span.clamp(a.Sub(d.value, delta)), d.span.clamp(a.Add(d.value, delta))
		out = append(out, move{Sensitivity{Driver: string(m.name()) + "." + d.name, Label: d.label, Base: d.value.Short(6),
			Down: down.Short(6), Up: up.Short(6)}, at(d, down), at(d, up)})
	}
	return out, a.Err
}

// conclude weighs the approaches and brings the moves to the conclusion.
func (r *Report) conclude(moves []move) error {
	var a arith
	weigh := func(pick func(i int, p ApproachReport) money.Fen) money.Fen {
		total := integer(0)
		for i, p := range r.Approaches {
			total = a.Add(total, a.Mul(p.Weight, a.Quo(integer(int64(pick(i, p))), integer(100))))
		}
		return a.fen(total, UnitYuan)
	}
	r.ValueFen = weigh(func(_ int, p ApproachReport) money.Fen { return p.ValueFen })
	r.LowFen = weigh(func(_ int, p ApproachReport) money.Fen { return p.LowFen })
	r.HighFen = weigh(func(_ int, p ApproachReport) money.Fen { return p.HighFen })
	for _, m := range moves {
		s := m.Sensitivity
		with := func(v money.Fen) money.Fen {
			return weigh(func(i int, p ApproachReport) money.Fen {
				if i == s.Approach {
					return v
				}
				return p.ValueFen
			})
		}
		s.DownFen, s.UpFen = with(m.down), with(m.up)
		s.SwingFen = max(s.DownFen, s.UpFen) - min(s.DownFen, s.UpFen)
		r.Sensitivity = append(r.Sensitivity, s)
	}
	slices.SortStableFunc(r.Sensitivity, func(x, y Sensitivity) int { return cmp.Compare(y.SwingFen, x.SwingFen) })
	return a.Err
}

// notes says what a reader of the conclusion should know about the file.
func notes(f File) []Text {
	var out []Text
	say := func(when bool, zh, en string) {
		if n := (Text{zh, en}); when && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	say(len(f.Approaches) == 1, "仅采用一种评估方法；条件允许时应采用两种以上方法并综合确定结论。",
		"Only one method was used; where possible, use two or more and reconcile them.")
	for _, a := range f.Approaches {
		say(a.Market != nil && len(a.Market.Comparables) < 3, "市场法可比案例少于三个，结论的代表性有限。",
			"The market approach has fewer than three comparables, which limits what it can say.")
		say(a.Royalty != nil && a.Royalty.TaxRate.IsZero(), "许可费节省法按税前口径计算。", "Relief from royalty is computed before tax.")
	}
	return out
}
