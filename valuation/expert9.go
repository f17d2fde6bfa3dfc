package valuation

// CostExpert9 is the cost method of the appraisal association's expert guidance no. 9 (资产评估专家指引第9号, 2020):
// P = TC·(1+R)·U, U = α·β·(1+l)·(1−r), β = spread·circulable/total. The formula is quoted from secondary sources.
type CostExpert9 struct {
	TotalCost  Amount  `json:"total_cost"`
	Return     Decimal `json:"return"`  // R, return on the investment
	Quality    Decimal `json:"quality"` // α
	Spread     Decimal `json:"spread"`  // how far one circulated unit spreads
	Circulable Decimal `json:"circulable"`
	Total      Decimal `json:"total"` // total volume, in the unit of circulable
	Scarcity   Decimal `json:"scarcity"`
	Risk       Decimal `json:"risk"` // r, the risk that the value is not realised
}

func (m CostExpert9) kind() Kind   { return CostApproach }
func (m CostExpert9) name() Method { return CostByExpert9 }
func (m CostExpert9) title() Text {
	return Text{"成本法（专家指引第9号）", "cost approach: expert guidance no. 9"}
}

func (m CostExpert9) inputs() []string {
	return []string{"total_cost", "return", "quality", "spread", "circulable", "total", "scarcity", "risk"}
}

func (m CostExpert9) check(c *check, field string) {
	c.amount(sub(field, "total_cost"), m.TotalCost)
	c.within(sub(field, "return"), m.Return, markupSpan)
	c.within(sub(field, "quality"), m.Quality, partial)
	c.within(sub(field, "spread"), m.Spread, factorSpan)
	c.within(sub(field, "circulable"), m.Circulable, volumeSpan)
	c.within(sub(field, "total"), m.Total, volumeSpan)
	if m.Circulable.Cmp(m.Total) > 0 {
		c.fail(ErrOutOfRange.With("name", "circulable", "value", m.Circulable, "range", "(0, "+m.Total.String()+"]"), sub(field, "circulable"))
	}
	c.within(sub(field, "scarcity"), m.Scarcity, share)
	c.within(sub(field, "risk"), m.Risk, lossRate)
}

func (m CostExpert9) derive(w *worksheet) Decimal {
	one := integer(1)
	beta := w.quo(w.mul(m.Spread, m.Circulable), m.Total)
	w.factorRow("beta", Text{"流通系数 β", "circulation β"}, "β = s·q/Q", beta,
		"s", m.Spread.String(), "q", m.Circulable.String(), "Q", m.Total.String())
	u := w.mul(m.Quality, beta, w.add(one, m.Scarcity), w.sub(one, m.Risk))
	w.factorRow("utility", Text{"数据效用 U", "utility U"}, "U = α·β·(1+l)·(1−r)", u, "α", m.Quality.String(), "β", beta.short(6),
		"l", m.Scarcity.String(), "r", m.Risk.String())
	total := w.amount(m.TotalCost, w.unit)
	value := w.mul(total, w.add(one, m.Return), u)
	w.amountRow("value", Text{"评估值", "value"}, "P = TC·(1+R)·U", value, "TC", total.Fixed(2), "R", m.Return.String(), "U", u.short(6))
	return value
}

func (m CostExpert9) drivers(*arith) []driver {
	return []driver{
		{"return", Text{"投资回报率 R", "return R"}, m.Return, markupSpan, func(d Decimal) method { v := m; v.Return = d; return v }},
		{"quality", Text{"质量系数 α", "quality α"}, m.Quality, partial, func(d Decimal) method { v := m; v.Quality = d; return v }},
		{"scarcity", Text{"稀缺系数 l", "scarcity l"}, m.Scarcity, share, func(d Decimal) method { v := m; v.Scarcity = d; return v }},
		{"risk", Text{"实现风险 r", "realisation risk r"}, m.Risk, lossRate, func(d Decimal) method { v := m; v.Risk = d; return v }},
	}
}
