package valuation

import (
	"strconv"

	"shurong.org/shurong/valuation/formula"
)

// Royalty is relief from royalty (许可费节省法, 分成收益). By revenue (收入分成): F_t = R_t·k; by profit (利润分成): F_t = E_t·k,
// less tax where a tax rate is given; P = Σ F_t/(1+r)^t. The rate k is given, or lies in a range where a score puts it:
// k = low + (high−low)·score.
type Royalty struct {
	Revenue     Forecast `json:"revenue,omitzero"`
	RoyaltyRate Decimal  `json:"royalty_rate,omitzero"` // k of revenue, (0, 1]
	Profit      Forecast `json:"profit,omitzero"`
	ProfitShare Decimal  `json:"profit_share,omitzero"` // k of profit, (0, 1]
	// RateRange stands for royalty_rate or profit_share.
	RateRange *ScoredRange `json:"rate_range,omitzero"`
	// TaxRate makes the flows after tax; without it they are before tax. The discount rate's basis must match.
	TaxRate Decimal `json:"tax_rate,omitzero"`
	Income  `json:",inline" yaml:",inline"`
}

func (m Royalty) kind() Kind   { return IncomeApproach }
func (m Royalty) name() Method { return ReliefFromRoyalty }
func (m Royalty) title() Text {
	if m.Profit.given() {
		return Text{ZH: "收益法（利润分成）", EN: "income approach: share of profit"}
	}
	return Text{ZH: "收益法（许可费节省法）", EN: "income approach: relief from royalty"}
}

func (m Royalty) inputs() []string {
	return append([]string{"revenue", "royalty_rate", "profit", "profit_share", "rate_range", "tax_rate"}, incomeInputs...)
}

// flowBasis is after tax where a tax rate is given.
func flowBasis(tax Decimal) Basis {
	if tax.IsZero() {
		return PreTax
	}
	return AfterTax
}

func (m Royalty) check(c *check, field string) {
	base, rate, at := m.Revenue, m.RoyaltyRate, "royalty_rate"
	if m.Profit.given() || !m.ProfitShare.IsZero() {
		if m.Revenue.given() || !m.RoyaltyRate.IsZero() {
			c.fail(ErrExclusive.With("name", last(field), "choices", "revenue+royalty_rate, profit+profit_share"), field)
			return
		}
		base, rate, at = m.Profit, m.ProfitShare, "profit_share"
		base.check(c, sub(field, "profit"))
	} else {
		base.check(c, sub(field, "revenue"))
	}
	switch {
	case m.RateRange == nil:
		c.within(sub(field, at), rate, partial)
	case !rate.IsZero():
		c.fail(ErrExclusive.With("name", last(field), "choices", at+", rate_range"), field)
	default:
		m.RateRange.check(c, sub(field, "rate_range"), partial)
	}
	c.optional(sub(field, "tax_rate"), m.TaxRate, lossRate)
	m.Income.check(c, field, flowBasis(m.TaxRate), base.periods())
}

func (m Royalty) build(s *sheet) formula.ID {
	base, rate, name, at, symbol := m.Revenue, m.RoyaltyRate, "royalty_rate", "revenue", "R"
	label := Text{ZH: "收入", EN: "revenue"}
	rateLabel := Text{ZH: "分成率 k", EN: "royalty rate k"}
	if m.Profit.given() {
		base, rate, name, at, symbol = m.Profit, m.ProfitShare, "profit_share", "profit", "E"
		label, rateLabel = Text{ZH: "利润", EN: "profit"}, Text{ZH: "利润分成率 k", EN: "share of profit k"}
	}
	var k formula.ID
	if m.RateRange != nil {
		k = m.RateRange.build(s, "rate_range", name, rateLabel, "k", partial)
	} else {
		k = s.driver(name, rateLabel, rate, partial)
	}
	amounts := base.build(s, at, symbol, label)
	p := m.schedule(s, len(amounts))
	tax := s.keep(m.TaxRate, false)
	flows := make([]formula.ID, len(amounts))
	for i, x := range amounts {
		t := strconv.Itoa(i + 1)
		node, in := s.g.Mul(x, k), []formula.Symbol{sym(symbol+"_t", x), sym("k", k)}
		if tax.keep != none {
			node, in = s.g.Mul(x, k, tax.keep), append(in, sym("T", tax.rate))
		}
		flows[i] = s.money("flow", "F_t", Text{ZH: "第 " + t + " 年分成收益", EN: "royalty saved, year " + t}, node, in...)
	}
	return p.discount(s, flows)
}

// taxed is a tax rate and what it leaves; none of either where there is no tax.
type taxed struct{ rate, keep formula.ID }

// keep is 1−T. Where the method is always after tax, T moves in the sensitivity.
func (s *sheet) keep(tax Decimal, driver bool) taxed {
	if tax.IsZero() {
		return taxed{none, none}
	}
	label := Text{ZH: "所得税率 T", EN: "tax rate T"}
	var rate formula.ID
	if driver {
		rate = s.driver("tax_rate", label, tax, lossRate)
	} else {
		rate = s.ratio("tax_rate", label, tax, lossRate, "0")
	}
	return taxed{rate, s.g.Sub(s.one(), rate)}
}
