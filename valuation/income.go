package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
)

// MaxPeriods is the longest forecast in years. A registered right lasts at most five years at a time (Guide Art.
// 26) and can be renewed; no data keeps its economic life for fifty.
const MaxPeriods = 50

// Forecast is one amount a year: listed, or a first year that grows at a constant rate. Data assets have an end,
// so there is no terminal value.
type Forecast struct {
	Amounts []Amount `json:"amounts,omitzero"`
	First   Amount   `json:"first,omitzero"`
	Growth  Decimal  `json:"growth,omitzero"`
	Periods int      `json:"periods,omitzero"`
}

// Life is the terms in years that end the income, whichever comes first: n = min of those given.
type Life struct {
	Right    int `json:"right,omitzero"`    // what is left of the registered right
	Contract int `json:"contract,omitzero"` // what is left of the contracts the income rests on
	Economic int `json:"economic,omitzero"` // how long the data stays useful
}

// Timing says when in a year its flow is received.
type Timing string

// End discounts the flow of year t by t years, Mid by t−0.5. The default is End; a report always says which.
const (
	End Timing = "end"
	Mid Timing = "mid"
)

// Income is what the income methods share.
type Income struct {
	DiscountRate DiscountRate `json:"discount_rate"`
	Timing       Timing       `json:"timing,omitzero"`
	Life         *Life        `json:"life,omitzero"`
}

// ErrLife says that a forecast runs past the end of the income.
var ErrLife = fault.Define("valuation.life", fault.Invalid,
	"预测 {periods} 年，超过收益期 {life} 年（法定、合同、经济年限中最短者）",
	"the forecast has {periods} years, "+
		"but the income ends after {life} (the shortest of right, contract and economic life)").
	Hint("请缩短预测期，或说明权利续期并调整年限", "shorten the forecast, or extend the term if the right will be renewed")

func (f Forecast) check(c *check, field string) {
	if listed, grown := len(f.Amounts) > 0, f.First != "" || !f.Growth.IsZero() || f.Periods != 0; listed && grown {
		c.fail(ErrExclusive.With("name", last(field), "choices", "amounts, first+growth+periods"), field)
		return
	} else if grown {
		c.signed(sub(field, "first"), f.First)
		c.within(sub(field, "growth"), f.Growth, growthSpan)
		c.count(sub(field, "periods"), max(f.Periods, 0), MaxPeriods)
		return
	}
	c.count(sub(field, "amounts"), len(f.Amounts), MaxPeriods)
	for i, a := range f.Amounts {
		c.signed(item(sub(field, "amounts"), i), a)
	}
}

func (f Forecast) periods() int {
	if len(f.Amounts) > 0 {
		return len(f.Amounts)
	}
	return f.Periods
}

// flows are the amounts in the currency unit.
func (f Forecast) flows(w *worksheet) []Decimal {
	out := make([]Decimal, 0, f.periods())
	if len(f.Amounts) > 0 {
		for _, a := range f.Amounts {
			out = append(out, w.amount(a, w.unit))
		}
		return out
	}
	x, g := w.amount(f.First, w.unit), w.Add(integer(1), f.Growth)
	for range f.Periods {
		out = append(out, x)
		x = w.Mul(x, g)
	}
	return out
}

func (in Income) check(c *check, field string, flow Basis, periods int) {
	in.DiscountRate.check(c, sub(field, "discount_rate"), flow)
	if in.Timing != "" && in.Timing != End && in.Timing != Mid {
		c.fail(ErrChoice.With("name", "timing", "value", clip(string(in.Timing)), "choices", "end, mid"), sub(field,
			"timing"))
	}
	if in.Life == nil {
		return
	}
	at := sub(field, "life")
	for _, y := range []struct {
		name  string
		years int
	}{{"right", in.Life.Right}, {"contract", in.Life.Contract}, {"economic", in.Life.Economic}} {
		if y.years < 0 || y.years > MaxPeriods {
			c.fail(ErrOutOfRange.With("name", y.name, "value", y.years, "range", "[1, 50]"), sub(at, y.name))
		}
	}
	switch n := in.Life.years(); {
	case n == 0:
		c.fail(ErrEmptyList.With("name", "life"), at)
	case periods > n:
		c.fail(ErrLife.With("periods", periods, "life", n), at)
	}
}

func (l Life) years() int {
	n := 0
	for _, y := range []int{l.Right, l.Contract, l.Economic} {
		if y > 0 && (n == 0 || y < n) {
			n = y
		}
	}
	return n
}

// discount writes one line per year and the sum, and returns the sum.
func (in Income) discount(w *worksheet, flows []Decimal) Decimal {
	if in.Life != nil {
		l := *in.Life
		w.countRow("life", Text{"收益期 n（年）", "economic life n (years)"}, "n = min(right, contract, economic)", l.years(),
			"right", years(l.Right), "contract", years(l.Contract), "economic", years(l.Economic))
	}
	r := in.DiscountRate.resolve(w)
	growth := w.Add(integer(1), r)
	// Mid-year: 1/(1+r)^(t−½) = √(1+r) / (1+r)^t.
	formula, compound := "PV_t = F_t/(1+r)^t", integer(1)
	if in.Timing == Mid {
		formula, compound = "PV_t = F_t/(1+r)^(t−0.5)", w.Quo(integer(1), w.Sqrt(growth))
	}
	total := integer(0)
	for i, f := range flows {
		compound = w.Mul(compound, growth)
		factor := w.Quo(integer(1), compound)
		pv := w.Mul(f, factor)
		total = w.Add(total, pv)
		t := strconv.Itoa(i + 1)
		w.amountRow("pv", Text{"第 " + t + " 年现值", "present value, year " + t}, formula, pv,
			"t", t, "F_t", f.Fixed(2), "factor", factor.Fixed(6))
	}
	w.amountRow("value", Text{"评估值", "value"}, "P = Σ PV_t", total, "n", strconv.Itoa(len(flows)))
	return total
}

func years(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}

// withRate is the same income at another rate.
func (in Income) withRate(r Decimal) Income {
	in.DiscountRate = DiscountRate{Basis: in.DiscountRate.basis(), Rate: r}
	return in
}

// rate is the resolved rate without lines.
func (in Income) rate(a *arith) Decimal {
	var w worksheet
	r := in.DiscountRate.resolve(&w)
	if a.Err == nil {
		a.Err = w.Err
	}
	return r
}

var incomeInputs = []string{"discount_rate", "timing", "life"}

var rateLabel = Text{"折现率 r", "discount rate r"}
