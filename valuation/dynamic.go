package valuation

import (
	"strconv"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// Dynamic is the rule set by which a value follows measurements between two appraisals: which measured quantities move
// which inputs. The platform runs the valuation again with every heartbeat ([Rerun]); nothing else of the file changes.
type Dynamic struct {
	Rules []Rule `json:"rules"`
}

// Rule moves one quantity of the valuation by one measured ratio: x becomes x·ratio^elasticity. Several rules may move
// the same quantity; their factors multiply.
//
//	rows        min(1, rows now/then)
//	quality     min(1, quality now/then)
//	timeliness  2^(−late/half_life_days), late as in [Follow]
//	elapsed     x becomes x − years since the appraisal: for a life
//
// With upside the first two ratios may exceed 1; the value then may exceed the appraised one, which otherwise it never
// does. A negative elasticity is for what rises as the data gets worse, as a discount rate.
type Rule struct {
	Measure    Measure `json:"measure"`
	Moves      string  `json:"moves"`               // the name of a quantity: royalty.revenue.level
	Elasticity Decimal `json:"elasticity,omitzero"` // [-10, 10], 1 by default
	HalfLife   int     `json:"half_life,omitzero"`  // days, for timeliness; 180 by default
	Upside     bool    `json:"upside,omitzero"`
	Reason     string  `json:"reason"`
}

// Measure is what a heartbeat measures.
type Measure string

// The measures.
const (
	MeasureRows       Measure = "rows"
	MeasureQuality    Measure = "quality"
	MeasureTimeliness Measure = "timeliness"
	MeasureElapsed    Measure = "elapsed"
)

var (
	// ErrNoQuantity says that a rule moves something that the valuation does not have.
	ErrNoQuantity = fault.Define("valuation.no_quantity", fault.Invalid,
		"“{name}” 不是该评估的参数", "“{name}” is no quantity of this valuation").
		Hint("参数按“方法.路径”命名，例如 royalty.royalty_rate、royalty.revenue.level", "quantities are named method.path: royalty.royalty_rate, royalty.revenue.level")
	// ErrOrder says that observations are not in the order of time.
	ErrOrder = fault.Define("valuation.order", fault.Invalid,
		"{date} 早于前一次测量，应按时间先后排列", "{date} is before the measurement before it: they go in the order of time")
	// ErrOtherFile says that a report does not follow from the file beside it.
	ErrOtherFile = fault.Define("valuation.other_file", fault.Conflict,
		"评估报告不是由该评估文件得出的", "the report does not follow from this file")
)

const maxRules = 20

var elasticitySpan = formula.MustSpan("[-10, 10]")

func (d Dynamic) check(c *check, field string) {
	at := sub(field, "rules")
	c.count(at, len(d.Rules), maxRules)
	for i, r := range d.Rules {
		at := item(at, i)
		c.choice(sub(at, "measure"), string(r.Measure), []choice{{word: string(MeasureRows)}, {word: string(MeasureQuality)},
			{word: string(MeasureTimeliness)}, {word: string(MeasureElapsed)}})
		c.text(sub(at, "moves"), r.Moves, true)
		c.optional(sub(at, "elasticity"), r.Elasticity, elasticitySpan)
		if r.HalfLife < 0 || r.HalfLife > 36500 {
			c.fail(ErrOutOfRange.With("name", "half_life", "value", r.HalfLife, "range", daysSpan), sub(at, "half_life"))
		}
		c.text(sub(at, "reason"), r.Reason, true)
	}
}

// known holds the rules against the graph.
func (d Dynamic) known(g *formula.Graph) error {
	for i, r := range d.Rules {
		if _, ok := g.Find(r.Moves); !ok {
			return ErrNoQuantity.With("name", clip(r.Moves)).At("dynamic." + item("rules", i) + ".moves")
		}
	}
	return nil
}

// Observation is a measurement and its day.
type Observation struct {
	Date        Date        `json:"date"`
	Measurement Measurement `json:"measurement"`
}

// Revaluation is the value at an observation and what drove it there.
type Revaluation struct {
	Date         Date      `json:"date"`
	AppraisedFen money.Fen `json:"appraised_fen"`
	ValueFen     money.Fen `json:"value_fen"`
	// Drivers are the rules in their order. TogetherFen is what they do together beyond the sum of what each does alone.
	Drivers     []Driver  `json:"drivers"`
	TogetherFen money.Fen `json:"together_fen"`
}

// Driver is one rule's part.
type Driver struct {
	Measure Measure `json:"measure"`
	Moves   string  `json:"moves"`
	Label   Text    `json:"label"`
	// Ratio is what was measured, down to a millionth; for elapsed, the years.
	Ratio string `json:"ratio"`
	From  string `json:"from"`
	To    string `json:"to"`
	// EffectFen is what the value would change by if this were the only rule.
	EffectFen money.Fen `json:"effect_fen"`
}

// FellMoreThan reports whether the value is more than so many millionths under the appraised value, exactly.
func (r Revaluation) FellMoreThan(dropPPM int64) bool {
	return FollowResult{AppraisedFen: r.AppraisedFen, ValueFen: r.ValueFen}.FellMoreThan(dropPPM)
}

// Rerun gives the value of a report at each observation: a pure function of the report, its file and the measurements.
// Then is what was measured at the appraisal. A file without rules follows by [Follow]'s fixed form. A value is never
// under zero.
func Rerun(f File, r Report, then Observation, now ...Observation) ([]Revaluation, error) {
	digest, err := canon.Marshal(f)
	if err != nil {
		return nil, err
	}
	if canon.Hex(digest) != r.FileDigest {
		return nil, ErrOtherFile.With()
	}
	if err := then.Measurement.check("then", 1); err != nil {
		return nil, err
	}
	var m *Model
	if f.Dynamic != nil {
		if m, err = Build(f); err != nil {
			return nil, err
		}
	}
	out := make([]Revaluation, 0, len(now))
	for i, o := range now {
		if err := o.Measurement.check(item("now", i), 0); err != nil {
			return nil, err
		}
		var v Revaluation
		if m == nil {
			v, err = fixedForm(r.ValueFen, then, o)
		} else {
			v, err = m.again(*f.Dynamic, r.ValueFen, then, o)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// fixedForm is Follow as a revaluation: its factors move the conclusion itself.
func fixedForm(appraised money.Fen, then, now Observation) (Revaluation, error) {
	f, err := Follow(appraised, then.Measurement, now.Measurement)
	v := Revaluation{Date: now.Date, AppraisedFen: appraised, ValueFen: f.ValueFen}
	alone := money.Fen(0)
	var w arith
	for _, d := range []struct {
		measure Measure
		label   Text
		ppm     int64
	}{
		{MeasureRows, Text{ZH: "数据量系数", EN: "rows"}, f.RowsPPM},
		{MeasureQuality, Text{ZH: "质量系数", EN: "quality"}, f.QualityPPM},
		{MeasureTimeliness, Text{ZH: "时效系数", EN: "timeliness"}, f.TimelinessPPM},
	} {
		to := money.Fen(w.Floor(w.Quo(w.Mul(integer(int64(appraised)), integer(d.ppm)), integer(ppm))))
		v.Drivers = append(v.Drivers, Driver{Measure: d.measure, Moves: "value", Label: d.label, Ratio: millionths(d.ppm),
			From: appraised.String(), To: to.String(), EffectFen: to - appraised})
		alone += to - appraised
	}
	v.TogetherFen = f.ValueFen - appraised - alone
	return v, firstOf(err, w.Err)
}

// again runs the graph with every rule's quantity moved, and with each alone.
func (m *Model) again(d Dynamic, appraised money.Fen, then, now Observation) (Revaluation, error) {
	v := Revaluation{Date: now.Date, AppraisedFen: appraised}
	moved := map[formula.ID]Decimal{}
	upside, alone := false, money.Fen(0)
	for _, r := range d.Rules {
		q, _ := m.Graph.Find(r.Moves)
		before, ok := moved[q.Node]
		if !ok {
			before = m.Graph.Value(q.Node)
		}
		ratio, after, err := r.apply(before, q.Span, then, now)
		if err != nil {
			return v, err
		}
		moved[q.Node] = after
		_, single, err := r.apply(m.Graph.Value(q.Node), q.Span, then, now)
		if err != nil {
			return v, err
		}
		value, err := m.valueWith(map[formula.ID]Decimal{q.Node: single})
		if err != nil {
			return v, err
		}
		upside = upside || r.Upside
		v.Drivers = append(v.Drivers, Driver{Measure: r.Measure, Moves: r.Moves, Label: q.Label, Ratio: ratio,
			From: m.Graph.Value(q.Node).Short(6), To: single.Short(6), EffectFen: value - appraised})
		alone += value - appraised
	}
	value, err := m.valueWith(moved)
	if err != nil {
		return v, err
	}
	if !upside {
		value = min(value, appraised)
	}
	v.ValueFen = max(0, value)
	v.TogetherFen = v.ValueFen - appraised - alone
	return v, nil
}

func (m *Model) valueWith(moved map[formula.ID]Decimal) (money.Fen, error) {
	replaced := make([]formula.Replacement, 0, len(moved))
	for id, v := range moved { // the order of replacements does not matter
		replaced = append(replaced, formula.Replacement{Node: id, Value: v})
	}
	got, err := m.Graph.Eval([]formula.ID{m.Value}, replaced...)
	if err != nil {
		return 0, err
	}
	var a arith
	v := a.fen(got[0], m.Unit)
	return v, a.Err
}

// apply is the rule's ratio and what it makes of a value, within what the quantity may be.
func (r Rule) apply(x Decimal, in formula.Span, then, now Observation) (string, Decimal, error) {
	var w arith
	var ratio int64
	was, is := then.Measurement, now.Measurement
	switch r.Measure {
	case MeasureElapsed:
		days := max(0, now.Date.Sub(then.Date.Date))
		years := w.Quo(integer(int64(days)), integer(365))
		return years.Fixed(6), in.Clamp(w.Sub(x, years)), w.Err
	case MeasureTimeliness:
		half := r.HalfLife
		if half == 0 {
			half = HalfLifeDays
		}
		late := w.Quo(integer(int64(lateDays(was, is))), integer(int64(half)))
		ratio = w.Floor(w.Mul(w.Pow(dec("0.5"), late), integer(ppm)))
	case MeasureRows:
		ratio = w.grown(is.Rows, was.Rows, r.Upside)
	default:
		ratio = w.grown(is.QualityPPM, was.QualityPPM, r.Upside)
	}
	elasticity := r.Elasticity
	if elasticity.IsZero() {
		elasticity = integer(1)
	}
	// A ratio of nothing counts as a millionth: powers below zero stay finite.
	by := w.Pow(w.Quo(integer(max(ratio, 1)), integer(ppm)), elasticity)
	return millionths(ratio), in.Clamp(w.Mul(x, by)), w.Err
}

// grown is now/then in millionths, rounded down, and at most 1 unless upside counts.
func (w *arith) grown(now, then int64, upside bool) int64 {
	if !upside {
		return w.ratio(now, then)
	}
	return w.Floor(w.Quo(w.Mul(integer(now), integer(ppm)), integer(then)))
}

// text says a rule in one sentence.
func (r Rule) text() Text {
	e := or1(r.Elasticity)
	half := strconv.Itoa(r.HalfLife)
	if r.HalfLife == 0 {
		half = strconv.Itoa(HalfLifeDays)
	}
	switch r.Measure {
	case MeasureElapsed:
		return Text{ZH: r.Moves + " 随时间推移按年减少：" + r.Reason, EN: r.Moves + " shortens as years go by: " + r.Reason}
	case MeasureTimeliness:
		return Text{ZH: r.Moves + " 随时效（半衰期 " + half + " 天）变动，弹性 " + e + "：" + r.Reason,
			EN: r.Moves + " follows timeliness (half-life " + half + " days), elasticity " + e + ": " + r.Reason}
	case MeasureRows:
		return Text{ZH: r.Moves + " 随数据量变动，弹性 " + e + "：" + r.Reason, EN: r.Moves + " follows rows, elasticity " + e + ": " + r.Reason}
	}
	return Text{ZH: r.Moves + " 随质量变动，弹性 " + e + "：" + r.Reason, EN: r.Moves + " follows quality, elasticity " + e + ": " + r.Reason}
}

func or1(d Decimal) string {
	if d.IsZero() {
		return decimal.Int(1).String()
	}
	return d.String()
}
