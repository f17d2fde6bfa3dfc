package uncertainty

import (
	"fmt"
	"math"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/simulation"
	"shurong.org/shurong/valuation/strict"
)

// Distribution is exactly one of the forms, cut at min and max where they are given.
type Distribution struct {
	Uniform    *Range      `json:"uniform,omitzero"`
	Triangular *Triangular `json:"triangular,omitzero"`
	Normal     *Normal     `json:"normal,omitzero"`
	// Lognormal is given by mean and sd, or by p5 and p95.
	Lognormal *Lognormal `json:"lognormal,omitzero"`
	Beta      *Beta      `json:"beta,omitzero"`
	PERT      *PERT      `json:"pert,omitzero"`
	// Empirical draws between observations, Discrete only the values themselves.
	Empirical *Values         `json:"empirical,omitzero"`
	Discrete  *Values         `json:"discrete,omitzero"`
	Min       decimal.Decimal `json:"min,omitzero"`
	Max       decimal.Decimal `json:"max,omitzero"`
}

// Range is an interval.
type Range struct {
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
}

// Triangular has its most likely value between its ends.
type Triangular struct {
	Low  decimal.Decimal `json:"low"`
	Mode decimal.Decimal `json:"mode"`
	High decimal.Decimal `json:"high"`
}

// Normal is a mean and a standard deviation.
type Normal struct {
	Mean decimal.Decimal `json:"mean"`
	SD   decimal.Decimal `json:"sd"`
}

// Lognormal is a mean and a standard deviation, or two quantiles.
type Lognormal struct {
	Mean decimal.Decimal `json:"mean,omitzero"`
	SD   decimal.Decimal `json:"sd,omitzero"`
	P5   decimal.Decimal `json:"p5,omitzero"`
	P95  decimal.Decimal `json:"p95,omitzero"`
}

// Beta is the beta distribution of two shapes between its ends, 0 and 1 by default.
type Beta struct {
	Alpha decimal.Decimal `json:"alpha"`
	Beta  decimal.Decimal `json:"beta"`
	Low   decimal.Decimal `json:"low,omitzero"`
	High  decimal.Decimal `json:"high,omitzero"`
}

// PERT is a beta distribution by its ends and its mode, which counts weight times, 4 by default.
type PERT struct {
	Low    decimal.Decimal `json:"low"`
	Mode   decimal.Decimal `json:"mode"`
	High   decimal.Decimal `json:"high"`
	Weight decimal.Decimal `json:"weight,omitzero"`
}

// Values are numbers with weights, all alike where none are given.
type Values struct {
	Values  []decimal.Decimal `json:"values"`
	Weights []decimal.Decimal `json:"weights,omitzero"`
}

// ErrOneForm says that a distribution is given by none or by several forms.
var ErrOneForm = fault.Define("uncertainty.one_form", fault.Invalid,
	"distribution 应且只应填写以下之一：{choices}", "distribution: give exactly one of {choices}")

// form is a distribution's form with its parameters in order.
type form struct {
	key    string
	name   formula.Text
	params []param
	make   maker
}

type param struct {
	name  string
	value decimal.Decimal
	// without is what the parameter is where it is not given; zero: it must be given.
	without decimal.Decimal
}

// maker makes a distribution of its parameters, or of lists that it holds.
type maker func(x []float64) (simulation.Distribution, error)

func two(f func(a, b float64) (simulation.Distribution, error)) maker {
	return func(x []float64) (simulation.Distribution, error) { return f(x[0], x[1]) }
}

func three(f func(a, b, c float64) (simulation.Distribution, error)) maker {
	return func(x []float64) (simulation.Distribution, error) { return f(x[0], x[1], x[2]) }
}

func four(f func(a, b, c, d float64) (simulation.Distribution, error)) maker {
	return func(x []float64) (simulation.Distribution, error) { return f(x[0], x[1], x[2], x[3]) }
}

func (v Values) lists(f func(values, weights []float64) (simulation.Distribution, error)) maker {
	return func([]float64) (simulation.Distribution, error) { return f(floats(v.Values), floats(v.Weights)) }
}

var none decimal.Decimal

// forms are the forms that are given.
func (d Distribution) forms() []form {
	var out []form
	add := func(key, zh string, make maker, params ...param) {
		out = append(out, form{key, formula.Text{ZH: zh, EN: key}, params, make})
	}
	if v := d.Uniform; v != nil {
		add("uniform", "均匀分布", two(simulation.Uniform), param{"low", v.Low, none}, param{"high", v.High, none})
	}
	if v := d.Triangular; v != nil {
		add("triangular", "三角分布", three(simulation.Triangular), param{"low", v.Low, none}, param{"mode", v.Mode, none},
			param{"high", v.High, none})
	}
	if v := d.Normal; v != nil {
		add("normal", "正态分布", two(simulation.Normal), param{"mean", v.Mean, none}, param{"sd", v.SD, none})
	}
	if v := d.Lognormal; v != nil {
		if !v.P5.IsZero() || !v.P95.IsZero() {
			add("lognormal", "对数正态分布", two(simulation.LognormalByP5P95), param{"p5", v.P5, none}, param{"p95", v.P95, none})
		}
		if !v.Mean.IsZero() || !v.SD.IsZero() || len(out) == 0 {
			add("lognormal", "对数正态分布", two(simulation.Lognormal), param{"mean", v.Mean, none}, param{"sd", v.SD, none})
		}
	}
	if v := d.Beta; v != nil {
		add("beta", "贝塔分布", four(simulation.Beta), param{"alpha", v.Alpha, none}, param{"beta", v.Beta, none},
			param{"low", v.Low, decimal.Int(0)}, param{"high", v.High, decimal.Int(1)})
	}
	if v := d.PERT; v != nil {
		add("pert", "PERT 分布", four(simulation.PERT), param{"low", v.Low, none}, param{"mode", v.Mode, none},
			param{"high", v.High, none}, param{"weight", v.Weight, decimal.Int(4)})
	}
	if v := d.Empirical; v != nil {
		add("empirical", "经验分布", v.lists(simulation.Empirical))
	}
	if v := d.Discrete; v != nil {
		add("discrete", "离散分布", v.lists(simulation.Discrete))
	}
	return out
}

func floats(ds []decimal.Decimal) []float64 {
	out := make([]float64, 0, len(ds))
	for _, d := range ds {
		out = append(out, d.Float64())
	}
	return out
}

// build makes the distribution. Faults name the field within it.
func (d Distribution) build() (simulation.Distribution, error) {
	forms := d.forms()
	if len(forms) != 1 {
		return nil, ErrOneForm.With("choices",
			"uniform, triangular, normal, lognormal (mean+sd / p5+p95), beta, pert, empirical, discrete")
	}
	f := forms[0]
	var x []float64
	for _, p := range f.params {
		switch {
		case !p.value.IsZero():
			x = append(x, p.value.Float64())
		case !p.without.IsZero():
			x = append(x, p.without.Float64())
		default:
			return nil, strict.ErrMissing.With("name", p.name).At(f.key + "." + p.name)
		}
	}
	dist, err := f.make(x)
	if err != nil {
		e := fault.From(err)
		return nil, e.At(f.key + "." + e.Field)
	}
	if d.Min.IsZero() && d.Max.IsZero() {
		return dist, nil
	}
	lo, hi := math.Inf(-1), math.Inf(1)
	at := "min"
	if !d.Min.IsZero() {
		lo = d.Min.Float64()
	}
	if !d.Max.IsZero() {
		hi = d.Max.Float64()
		at = "max"
	}
	dist, err = simulation.Truncated(dist, lo, hi)
	if err != nil {
		return nil, fault.From(err).At(at)
	}
	return dist, nil
}

// Text describes the distribution with the numbers as written: “triangular(0.1, 0.12, 0.2)”.
func (d Distribution) Text() formula.Text {
	forms := d.forms()
	if len(forms) == 0 {
		return formula.Text{}
	}
	f := forms[0]
	var list []string
	for _, p := range f.params {
		if !p.value.IsZero() {
			list = append(list, p.name+" "+p.value.String())
		}
	}
	for _, v := range []*Values{d.Empirical, d.Discrete} {
		if v != nil {
			list = append(list, fmt.Sprintf("n %d", len(v.Values)))
		}
	}
	if !d.Min.IsZero() {
		list = append(list, "min "+d.Min.String())
	}
	if !d.Max.IsZero() {
		list = append(list, "max "+d.Max.String())
	}
	s := "(" + strings.Join(list, ", ") + ")"
	return formula.Text{ZH: f.name.ZH + s, EN: f.name.EN + s}
}
