package valuation

import "shurong.org/shurong/fault"

// Basis says whether a cash flow or a rate is before or after income tax. The two must match.
type Basis string

// The two bases.
const (
	PreTax   Basis = "pre_tax"
	AfterTax Basis = "after_tax"
)

// DiscountRate is given directly, or built up from a risk-free rate and premiums (累加法), or as a weighted average cost
// of capital with equity by CAPM. Exactly one of the three.
type DiscountRate struct {
	// Basis is required but for WACC, which is after tax by its formula.
	Basis   Basis    `json:"basis,omitzero"`
	Rate    Decimal  `json:"rate,omitzero"`
	BuildUp *BuildUp `json:"build_up,omitzero"`
	WACC    *WACC    `json:"wacc,omitzero"`
}

// BuildUp is r = risk-free + premiums for management, circulation, data security and regulation. A premium not
// given is 0.
type BuildUp struct {
	RiskFree    Decimal `json:"risk_free"`
	Management  Decimal `json:"management,omitzero"`
	Circulation Decimal `json:"circulation,omitzero"`
	Security    Decimal `json:"security,omitzero"`
	Regulation  Decimal `json:"regulation,omitzero"`
}

// WACC is r = E·Ke + (1−E)·Kd·(1−T) with Ke = risk-free + β·ERP + α, where α is the premium specific to data assets.
type WACC struct {
	RiskFree      Decimal `json:"risk_free"`
	Beta          Decimal `json:"beta"`
	EquityPremium Decimal `json:"equity_premium"`
	Specific      Decimal `json:"specific,omitzero"`
	EquityShare   Decimal `json:"equity_share"`
	DebtCost      Decimal `json:"debt_cost,omitzero"`
	TaxRate       Decimal `json:"tax_rate,omitzero"`
}

// ErrBasis says that a discount rate before tax meets cash flows after tax, or the other way round.
var ErrBasis = fault.Define("valuation.tax_basis", fault.Invalid,
	"折现率口径为 {rate}，现金流口径为 {flow}，二者应一致", "the discount rate is {rate}, the cash flow is {flow}; they must match").
	Hint("税后现金流配税后折现率，税前配税前；许可费节省法填写 tax_rate 即为税后",
		"after-tax flows take an after-tax rate; giving tax_rate makes royalty flows after tax")

var (
	premiumSpan = span{lo: "0", hi: "1"}
	betaSpan    = span{lo: "0", hi: "10"}
)

func (r DiscountRate) check(c *check, field string, flow Basis) {
	ways := 0
	for _, given := range []bool{!r.Rate.IsZero(), r.BuildUp != nil, r.WACC != nil} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		c.fail(ErrExclusive.With("name", last(field), "choices", "rate, build_up, wacc"), field)
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
	if w := r.WACC; w != nil {
		at := sub(field, "wacc")
		c.within(sub(at, "risk_free"), w.RiskFree, premiumSpan)
		c.within(sub(at, "beta"), w.Beta, betaSpan)
		c.within(sub(at, "equity_premium"), w.EquityPremium, premiumSpan)
		c.optional(sub(at, "specific"), w.Specific, premiumSpan)
		c.within(sub(at, "equity_share"), w.EquityShare, share)
		c.optional(sub(at, "debt_cost"), w.DebtCost, premiumSpan)
		c.optional(sub(at, "tax_rate"), w.TaxRate, lossRate)
	}
	r.checkBasis(c, field, flow)
	if c.err != nil {
		return
	}
	// What is built up from good parts can still be nothing, or too much.
	var ws worksheet
	if v := r.resolve(&ws); ws.Err == nil && !rateSpan.holds(v) {
		c.fail(ErrOutOfRange.With("name", last(field), "value", v.Short(6), "range", rateSpan), field)
	}
}

func (r DiscountRate) checkBasis(c *check, field string, flow Basis) {
	at := sub(field, "basis")
	switch b := r.basis(); b {
	case "":
		c.fail(ErrMissing.With("name", "basis"), at)
	case PreTax, AfterTax:
		if r.WACC != nil && b != AfterTax || b != flow {
			if r.WACC != nil {
				b = AfterTax
			}
			c.fail(ErrBasis.With("rate", b, "flow", flow), at)
		}
	default:
		c.fail(ErrChoice.With("name", "basis", "value", clip(string(b)), "choices", "pre_tax, after_tax"), at)
	}
}

func (r DiscountRate) basis() Basis {
	if r.WACC != nil && r.Basis == "" {
		return AfterTax
	}
	return r.Basis
}

// resolve computes the rate and writes how.
func (r DiscountRate) resolve(w *worksheet) Decimal {
	label := Text{"折现率 r", "discount rate r"}
	switch {
	case r.BuildUp != nil:
		b := r.BuildUp
		v := w.Sum([]Decimal{b.RiskFree, b.Management, b.Circulation, b.Security, b.Regulation})
		w.factorRow("discount_rate", label, "r = rf + m + c + s + g", v, "rf", b.RiskFree.String(), "m", or0(b.Management),
			"c", or0(b.Circulation), "s", or0(b.Security), "g", or0(b.Regulation))
		return v
	case r.WACC != nil:
		b := r.WACC
		ke := w.Add(w.Add(b.RiskFree, w.Mul(b.Beta, b.EquityPremium)), b.Specific)
		w.factorRow("cost_of_equity", Text{"权益资本成本 Ke", "cost of equity Ke"}, "Ke = rf + β·ERP + α", ke,
			"rf", b.RiskFree.String(), "β", b.Beta.String(), "ERP", b.EquityPremium.String(), "α", or0(b.Specific))
		one := integer(1)
		v := w.Add(w.Mul(b.EquityShare, ke), w.Mul(w.Sub(one, b.EquityShare), b.DebtCost, w.Sub(one, b.TaxRate)))
		w.factorRow("discount_rate", label, "r = E·Ke + (1−E)·Kd·(1−T)", v, "E", b.EquityShare.String(),
			"Ke", ke.Short(6), "Kd", or0(b.DebtCost), "T", or0(b.TaxRate))
		return v
	}
	w.factorRow("discount_rate", label, "r", r.Rate, "r", r.Rate.String())
	return r.Rate
}

// or0 shows a number that was not given as 0.
func or0(d Decimal) string {
	if d.IsZero() {
		return "0"
	}
	return d.String()
}
