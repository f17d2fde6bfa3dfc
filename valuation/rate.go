package valuation

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// Basis says whether a cash flow or a rate is before or after income tax. The two must match.
type Basis string

// The two bases.
const (
	PreTax   Basis = "pre_tax"
	AfterTax Basis = "after_tax"
)

// DiscountRate is given directly, built up from a risk-free rate and premiums (累加法), the cost of equity by CAPM, or a
// weighted average cost of capital with equity by CAPM. Exactly one of the four. The result lies in (0, 1].
type DiscountRate struct {
	// Basis is required but for CAPM and WACC, which are after tax by their formulas.
	Basis   Basis    `json:"basis,omitzero"`
	Rate    Decimal  `json:"rate,omitzero"` // (0, 1]
	BuildUp *BuildUp `json:"build_up,omitzero"`
	CAPM    *CAPM    `json:"capm,omitzero"`
	WACC    *WACC    `json:"wacc,omitzero"`
}

// BuildUp is r = risk-free + premiums for management, circulation, data security and regulation. A premium not
// given is 0.
type BuildUp struct {
	RiskFree    Decimal `json:"risk_free"`            // each in [0, 1]
	Management  Decimal `json:"management,omitzero"`  // 管理风险
	Circulation Decimal `json:"circulation,omitzero"` // 流通风险
	Security    Decimal `json:"security,omitzero"`    // 数据安全风险
	Regulation  Decimal `json:"regulation,omitzero"`  // 监管风险
}

// CAPM is Ke = risk-free + β·ERP + α, where α is the premium specific to data assets.
type CAPM struct {
	RiskFree      Decimal `json:"risk_free"`         // [0, 1]
	Beta          Decimal `json:"beta"`              // [0, 10]
	EquityPremium Decimal `json:"equity_premium"`    // ERP, [0, 1]
	Specific      Decimal `json:"specific,omitzero"` // α, [0, 1]
}

// WACC is r = E·Ke + (1−E)·Kd·(1−T) with Ke by CAPM. The share of equity E is given, or follows from the value itself
// where debt is given instead: E = (V−D)/V, which makes r and V depend on each other (see circular.go).
type WACC struct {
	RiskFree      Decimal `json:"risk_free"`             // [0, 1]
	Beta          Decimal `json:"beta"`                  // [0, 10]
	EquityPremium Decimal `json:"equity_premium"`        // ERP, [0, 1]
	Specific      Decimal `json:"specific,omitzero"`     // α, [0, 1]
	EquityShare   Decimal `json:"equity_share,omitzero"` // E, [0, 1]
	Debt          Amount  `json:"debt,omitzero"`         // D, under the value; in place of E
	DebtCost      Decimal `json:"debt_cost,omitzero"`    // Kd before tax, [0, 1]
	TaxRate       Decimal `json:"tax_rate,omitzero"`     // T, [0, 1)
}

func (w WACC) capm() CAPM { return CAPM{w.RiskFree, w.Beta, w.EquityPremium, w.Specific} }

// ErrBasis says that a discount rate before tax meets cash flows after tax, or the other way round.
var ErrBasis = fault.Define("valuation.tax_basis", fault.Invalid,
	"折现率口径为 {rate}，现金流口径为 {flow}，二者应一致", "the discount rate is {rate}, the cash flow is {flow}; they must match").
	Hint("税后现金流配税后折现率，税前配税前；许可费节省法填写 tax_rate 即为税后",
		"after-tax flows take an after-tax rate; giving tax_rate makes royalty flows after tax")

var (
	premiumSpan = formula.MustSpan("[0, 1]")
	betaSpan    = formula.MustSpan("[0, 10]")
)

func (r DiscountRate) check(c *check, field string, flow Basis) {
	ways := 0
	for _, given := range []bool{!r.Rate.IsZero(), r.BuildUp != nil, r.CAPM != nil, r.WACC != nil} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		c.fail(ErrExclusive.With("name", last(field), "choices", "rate, build_up, capm, wacc"), field)
		return
	}
	c.optional(sub(field, "rate"), r.Rate, rateSpan)
	if b := r.BuildUp; b != nil {
		at := sub(field, "build_up")
		c.within(sub(at, "risk_free"), b.RiskFree, premiumSpan)
		c.optional(sub(at, "management"), b.Management, premiumSpan)
		c.optional(sub(at, "circulation"), b.Circulation, premiumSpan)
		c.optional(sub(at, "security"), b.Security, premiumSpan)
		c.optional(sub(at, "regulation"), b.Regulation, premiumSpan)
	}
	if r.CAPM != nil {
		r.CAPM.check(c, sub(field, "capm"))
	}
	if w := r.WACC; w != nil {
		at := sub(field, "wacc")
		w.capm().check(c, at)
		if given := w.Debt != ""; given == !w.EquityShare.IsZero() {
			c.fail(ErrExclusive.With("name", "wacc", "choices", "equity_share, debt"), at)
		} else if given {
			c.amount(sub(at, "debt"), w.Debt)
		}
		c.optional(sub(at, "equity_share"), w.EquityShare, share)
		c.optional(sub(at, "debt_cost"), w.DebtCost, premiumSpan)
		c.optional(sub(at, "tax_rate"), w.TaxRate, lossRate)
	}
	r.checkBasis(c, field, flow)
	if c.err != nil || r.circular() {
		return
	}
	// What is built up from good parts can still be nothing, or too much.
	s := sheet{g: formula.New(), part: &ApproachReport{}}
	if v := s.g.Value(r.build(&s)); s.g.Err() == nil && !rateSpan.Holds(v) {
		c.fail(ErrOutOfRange.With("name", last(field), "value", v.Short(6), "range", rateSpan), field)
	}
}

func (m CAPM) check(c *check, at string) {
	c.within(sub(at, "risk_free"), m.RiskFree, premiumSpan)
	c.within(sub(at, "beta"), m.Beta, betaSpan)
	c.within(sub(at, "equity_premium"), m.EquityPremium, premiumSpan)
	c.optional(sub(at, "specific"), m.Specific, premiumSpan)
}

// taxed reports whether the way itself is after tax.
func (r DiscountRate) taxed() bool { return r.WACC != nil || r.CAPM != nil }

func (r DiscountRate) circular() bool { return r.WACC != nil && r.WACC.Debt != "" }

func (r DiscountRate) checkBasis(c *check, field string, flow Basis) {
	at := sub(field, "basis")
	switch b := r.basis(); b {
	case "":
		c.fail(ErrMissing.With("name", "basis"), at)
	case PreTax, AfterTax:
		if r.taxed() && b != AfterTax || b != flow {
			if r.taxed() {
				b = AfterTax
			}
			c.fail(ErrBasis.With("rate", b, "flow", flow), at)
		}
	default:
		c.fail(ErrChoice.With("name", "basis", "value", clip(string(b)), "choices", "pre_tax, after_tax"), at)
	}
}

func (r DiscountRate) basis() Basis {
	if r.taxed() && r.Basis == "" {
		return AfterTax
	}
	return r.Basis
}

var rateLabel = Text{ZH: "折现率 r", EN: "discount rate r"}

// build writes how the rate comes about and returns it, as the quantity discount_rate. A circular rate is an input for
// now: [sheet.solve] gives it its value.
func (r DiscountRate) build(s *sheet) formula.ID {
	q := s.quantity("discount_rate", rateLabel, formula.Ratio, rateSpan)
	q.Driver = true
	const at = "discount_rate."
	named := func(name string, label Text, d Decimal) formula.ID {
		return s.ratio(at+name, label, d, premiumSpan, "0")
	}
	switch {
	case r.BuildUp != nil:
		b := r.BuildUp
		parts := []formula.Symbol{
			sym("rf", named("risk_free", Text{ZH: "无风险利率", EN: "risk-free rate"}, b.RiskFree)),
			sym("m", named("management", Text{ZH: "管理风险报酬率", EN: "management premium"}, b.Management)),
			sym("c", named("circulation", Text{ZH: "流通风险报酬率", EN: "circulation premium"}, b.Circulation)),
			sym("s", named("security", Text{ZH: "数据安全风险报酬率", EN: "security premium"}, b.Security)),
			sym("g", named("regulation", Text{ZH: "监管风险报酬率", EN: "regulation premium"}, b.Regulation)),
		}
		sum := make([]formula.ID, len(parts))
		for i, p := range parts {
			sum[i] = p.Node
		}
		return s.g.Name(s.factor("discount_rate", "r", rateLabel, s.g.Sum(sum...), parts...), q)
	case r.CAPM != nil:
		return s.g.Name(r.CAPM.build(s, "discount_rate", "r", rateLabel), q)
	case r.circular():
		return s.g.Input(q, integer(0))
	case r.WACC != nil:
		w := r.WACC
		ke := w.equity(s)
		e := s.ratio(at+"equity_share", Text{ZH: "权益比重 E", EN: "share of equity E"}, w.EquityShare, share, "0")
		return s.g.Name(w.average(s, ke, e), q)
	}
	q.Written = r.Rate.String()
	return s.factor("discount_rate", "r", rateLabel, s.g.Input(q, r.Rate))
}

func (m CAPM) build(s *sheet, key, symbol string, label Text) formula.ID {
	const at = "discount_rate."
	rf := s.ratio(at+"risk_free", Text{ZH: "无风险利率", EN: "risk-free rate"}, m.RiskFree, premiumSpan, "0")
	beta := s.ratio(at+"beta", Text{ZH: "贝塔系数 β", EN: "beta β"}, m.Beta, betaSpan, "0")
	erp := s.ratio(at+"equity_premium", Text{ZH: "市场风险溢价 ERP", EN: "equity risk premium ERP"}, m.EquityPremium, premiumSpan, "0")
	alpha := s.ratio(at+"specific", Text{ZH: "特有风险报酬率 α", EN: "specific premium α"}, m.Specific, premiumSpan, "0")
	return s.factor(key, symbol, label, s.g.Sum(rf, s.g.Mul(beta, erp), alpha),
		sym("rf", rf), sym("β", beta), sym("ERP", erp), sym("α", alpha))
}

func (w WACC) equity(s *sheet) formula.ID {
	return w.capm().build(s, "cost_of_equity", "Ke", Text{ZH: "权益资本成本 Ke", EN: "cost of equity Ke"})
}

// average is E·Ke + (1−E)·Kd·(1−T).
func (w WACC) average(s *sheet, ke, e formula.ID) formula.ID {
	const at = "discount_rate."
	kd := s.ratio(at+"debt_cost", Text{ZH: "债务资本成本 Kd", EN: "cost of debt Kd"}, w.DebtCost, premiumSpan, "0")
	tax := s.ratio(at+"tax_rate", Text{ZH: "所得税率 T", EN: "tax rate T"}, w.TaxRate, lossRate, "0")
	one := s.one()
	return s.factor("discount_rate", "r", rateLabel,
		s.g.Add(s.g.Mul(e, ke), s.g.Mul(s.g.Sub(one, e), kd, s.g.Sub(one, tax))),
		sym("E", e), sym("Ke", ke), sym("Kd", kd), sym("T", tax))
}

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
