package valuation

import "strconv"

// Royalty is relief from royalty (许可费节省法, 分成收益): F_t = R_t·k, less tax where a tax rate is given; P = Σ F_t/(1+r)^t.
type Royalty struct {
	Revenue     Forecast `json:"revenue"`
	RoyaltyRate Decimal  `json:"royalty_rate"`
	// TaxRate makes the flows after tax; without it they are before tax. The discount rate's basis must match.
	TaxRate Decimal `json:"tax_rate,omitzero"`
	Income  `json:",inline" yaml:",inline"`
}

func (m Royalty) kind() Kind   { return IncomeApproach }
func (m Royalty) name() Method { return ReliefFromRoyalty }
func (m Royalty) title() Text {
	return Text{"收益法（许可费节省法）", "income approach: relief from royalty"}
}

func (m Royalty) inputs() []string {
	return append([]string{"revenue", "royalty_rate", "tax_rate"}, incomeInputs...)
}

func (m Royalty) flow() Basis {
	if m.TaxRate.IsZero() {
		return PreTax
	}
	return AfterTax
}

func (m Royalty) check(c *check, field string) {
	m.Revenue.check(c, sub(field, "revenue"))
	c.within(sub(field, "royalty_rate"), m.RoyaltyRate, partial)
	c.optional(sub(field, "tax_rate"), m.TaxRate, lossRate)
	m.Income.check(c, field, m.flow(), m.Revenue.periods())
}

func (m Royalty) derive(w *worksheet) Decimal {
	flows := m.Revenue.flows(w)
	keep := w.Sub(integer(1), m.TaxRate)
	for i, r := range flows {
		flows[i] = w.Mul(r, m.RoyaltyRate)
		formula, in := "F_t = R_t·k", []string{"R_t", r.Fixed(2), "k", m.RoyaltyRate.String()}
		if !m.TaxRate.IsZero() {
			flows[i] = w.Mul(flows[i], keep)
			formula, in = "F_t = R_t·k·(1−T)", append(in, "T", m.TaxRate.String())
		}
		t := strconv.Itoa(i + 1)
		w.amountRow("flow", Text{"第 " + t + " 年分成收益", "royalty saved, year " + t}, formula, flows[i], in...)
	}
	return m.discount(w, flows)
}

func (m Royalty) drivers(a *arith) []driver {
	return []driver{
		{"discount_rate", rateLabel, m.rate(a), rateSpan,
			func(r Decimal) method { v := m; v.Income = m.withRate(r); return v }},
		{"royalty_rate", Text{"分成率 k", "royalty rate k"}, m.RoyaltyRate, partial,
			func(k Decimal) method { v := m; v.RoyaltyRate = k; return v }},
	}
}
