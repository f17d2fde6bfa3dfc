package valuation

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// A circular WACC takes its weights from the value it discounts to: E = (V−D)/V, r = E·Ke + (1−E)·Kd·(1−T), V = V(r).
//
// It is solved by repetition, r ← r(V(r)), from the rate without debt. Since V falls as r rises, r(V(r)) falls as r
// rises, so that there is one solution at most; the repetition contracts by about (D/V)·(Ke−Kd·(1−T))·duration a step,
// which is well under 1 unless debt nearly is the value. It ends when a step moves r by at most circularStop; where it
// does not end within maxSteps, or the debt reaches the value, that is a fault.
//
// On the graph the solved rate is an input, and the line of its difference from r(V) stands beside it. Replacing
// another input does not solve it again: the weights of capital are those of the file's own value.
const (
	circularStop  = "0.000000000001" // squared: the 12 places of a written decimal stand for 24
	circularSteps = 200
)

var (
	// ErrCircular says that the weights of a circular WACC do not settle.
	ErrCircular = fault.Define("valuation.circular_rate", fault.Invalid,
		"以评估值自身确定资本结构的 WACC 迭代 {steps} 步未收敛",
		"the WACC whose weights come from the value itself did not settle within {steps} steps").
		Hint("付息债务接近评估值时资本结构不稳定，请改填目标权益比重 equity_share",
			"with debt close to the value the weights are unstable; give the target equity_share instead")
	// ErrDebt says that debt is not under the value.
	ErrDebt = fault.Define("valuation.debt_over_value", fault.Invalid,
		"付息债务 {debt} 不小于评估值 {value}", "the debt of {debt} is not under the value of {value}").
		Hint("请改填目标权益比重 equity_share", "give the target equity_share instead")
)

// solve gives a circular rate its value and writes the lines that show it. The value is the node of the method's value
// before rounding.
func (r DiscountRate) solve(s *sheet, value formula.ID) formula.ID {
	if !r.circular() || s.err != nil || s.g.Err() != nil {
		return value
	}
	w := r.WACC
	rate, _ := s.g.Find(sub(s.prefix, "discount_rate"))
	ke := w.equity(s)
	debt := s.amount("discount_rate.debt", Text{ZH: "付息债务 D", EN: "debt D"}, w.Debt)
	e := s.factor("equity_share", "E", Text{ZH: "权益比重 E", EN: "share of equity E"}, s.g.Quo(s.g.Sub(value, debt), value),
		sym("V", value), sym("D", debt))
	again := w.average(s, ke, e)
	var a decimal.Arith
	stop := a.Mul(dec(circularStop), dec(circularStop))
	at := s.g.Value(ke)
	for range circularSteps {
		got, err := s.g.Eval([]formula.ID{again, value}, formula.Replacement{Node: rate.Node, Value: at})
		if err != nil {
			s.fail(err)
			return value
		}
		if got[1].Cmp(s.g.Value(debt)) <= 0 {
			s.fail(ErrDebt.With("debt", w.Debt, "value", got[1].Fixed(2)).At("discount_rate.wacc.debt"))
			return value
		}
		if a.Abs(a.Sub(got[0], at)).Cmp(stop) <= 0 {
			s.g.Set(rate.Node, at)
			s.state("折现率与评估值相互决定：以评估值自身的资本结构迭代求解 WACC，容差 1e-24",
				"the discount rate and the value depend on each other: WACC with the value's own weights, solved to 1e-24")
			if v := s.g.Value(rate.Node); !rateSpan.Holds(v) {
				s.fail(ErrOutOfRange.With("name", "discount_rate", "value", v.Short(6), "range", rateSpan).At("discount_rate"))
			}
			return value
		}
		at = got[0]
	}
	s.fail(ErrCircular.With("steps", circularSteps).At("discount_rate.wacc.debt"))
	return value
}
