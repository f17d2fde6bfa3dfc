package valuation

// Cost is replacement cost with adjustment (成本法): P = C·(1+profit)·δ, C the five kinds of cost of the appraisal
// guidance, δ the product of the adjustments for quality, scenario and market.
type Cost struct {
	Costs      CostItems   `json:"costs"`
	ProfitRate Decimal     `json:"profit_rate,omitzero"`
	Adjustment Adjustments `json:"adjustment"`
}

// CostItems are the kinds of cost (前期费用、直接成本、间接成本、机会成本、相关税费). Those not given are 0; one must be given.
type CostItems struct {
	Preliminary Amount `json:"preliminary,omitzero"`
	Direct      Amount `json:"direct,omitzero"`
	Indirect    Amount `json:"indirect,omitzero"`
	Opportunity Amount `json:"opportunity,omitzero"`
	Taxes       Amount `json:"taxes,omitzero"`
}

// Adjustments are the factors of δ. Those not given are 1.
type Adjustments struct {
	Quality  Decimal `json:"quality,omitzero"`
	Scenario Decimal `json:"scenario,omitzero"`
	Market   Decimal `json:"market,omitzero"`
}

func (m Cost) kind() Kind   { return CostApproach }
func (m Cost) name() Method { return ReplacementCost }
func (m Cost) title() Text {
	return Text{"成本法（重置成本）", "cost approach: replacement cost"}
}
func (m Cost) inputs() []string {
	return []string{"costs", "profit_rate", "adjustment"}
}

type costItem struct {
	name   string
	label  Text
	amount Amount
}

func (c CostItems) list() []costItem {
	return []costItem{
		{"preliminary", Text{"前期费用", "preliminary cost"}, c.Preliminary},
		{"direct", Text{"直接成本", "direct cost"}, c.Direct},
		{"indirect", Text{"间接成本", "indirect cost"}, c.Indirect},
		{"opportunity", Text{"机会成本", "opportunity cost"}, c.Opportunity},
		{"taxes", Text{"相关税费", "taxes"}, c.Taxes},
	}
}

func (a Adjustments) list() []driver {
	return []driver{
		{name: "quality", label: Text{"质量调整系数", "quality adjustment"}, value: a.Quality},
		{name: "scenario", label: Text{"场景调整系数", "scenario adjustment"}, value: a.Scenario},
		{name: "market", label: Text{"市场调整系数", "market adjustment"}, value: a.Market},
	}
}

func (m Cost) check(c *check, field string) {
	at, given := sub(field, "costs"), 0
	for _, i := range m.Costs.list() {
		if i.amount != "" {
			given++
			c.amount(sub(at, i.name), i.amount)
		}
	}
	c.count(at, given, 5)
	c.optional(sub(field, "profit_rate"), m.ProfitRate, markupSpan)
	for _, a := range m.Adjustment.list() {
		c.optional(sub(sub(field, "adjustment"), a.name), a.value, factorSpan)
	}
}

func (m Cost) derive(w *worksheet) Decimal {
	total := integer(0)
	for _, i := range m.Costs.list() {
		if i.amount != "" {
			v := w.amount(i.amount, w.unit)
			total = w.Add(total, v)
			w.amountRow(i.name, i.label, "C_i", v)
		}
	}
	w.amountRow("total_cost", Text{"重置成本 C", "replacement cost C"}, "C = Σ C_i", total)
	delta, in := integer(1), []string{}
	for _, a := range m.Adjustment.list() {
		if !a.value.IsZero() {
			delta = w.Mul(delta, a.value)
			in = append(in, a.name, a.value.String())
		}
	}
	w.factorRow("delta", Text{"价值调整系数 δ", "adjustment δ"}, "δ = Π δ_i", delta, in...)
	value := w.Mul(total, w.Add(integer(1), m.ProfitRate), delta)
	w.amountRow("value", Text{"评估值", "value"}, "P = C·(1+p)·δ", value,
		"C", total.Fixed(2), "p", or0(m.ProfitRate), "δ", delta.Short(6))
	return value
}

func (m Cost) drivers(*arith) []driver {
	var out []driver
	if !m.ProfitRate.IsZero() {
		out = append(out, driver{"profit_rate", Text{"合理利润率 p", "profit on cost p"}, m.ProfitRate, markupSpan,
			func(p Decimal) method { v := m; v.ProfitRate = p; return v }})
	}
	for i, a := range m.Adjustment.list() {
		if a.value.IsZero() {
			continue
		}
		a.name, a.span = "adjustment."+a.name, factorSpan
		a.with = func(f Decimal) method {
			v := m
			*[]*Decimal{&v.Adjustment.Quality, &v.Adjustment.Scenario, &v.Adjustment.Market}[i] = f
			return v
		}
		out = append(out, a)
	}
	return out
}

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
		c.fail(ErrOutOfRange.With("name", "circulable", "value", m.Circulable, "range", "(0, "+m.Total.String()+"]"),
			sub(field, "circulable"))
	}
	c.within(sub(field, "scarcity"), m.Scarcity, share)
	c.within(sub(field, "risk"), m.Risk, lossRate)
}

func (m CostExpert9) derive(w *worksheet) Decimal {
	one := integer(1)
	beta := w.Quo(w.Mul(m.Spread, m.Circulable), m.Total)
	w.factorRow("beta", Text{"流通系数 β", "circulation β"}, "β = s·q/Q", beta,
		"s", m.Spread.String(), "q", m.Circulable.String(), "Q", m.Total.String())
	u := w.Mul(m.Quality, beta, w.Add(one, m.Scarcity), w.Sub(one, m.Risk))
	w.factorRow("utility", Text{"数据效用 U", "utility U"}, "U = α·β·(1+l)·(1−r)", u,
		"α", m.Quality.String(), "β", beta.Short(6), "l", m.Scarcity.String(), "r", m.Risk.String())
	total := w.amount(m.TotalCost, w.unit)
	value := w.Mul(total, w.Add(one, m.Return), u)
	w.amountRow("value", Text{"评估值", "value"}, "P = TC·(1+R)·U", value,
		"TC", total.Fixed(2), "R", m.Return.String(), "U", u.Short(6))
	return value
}

func (m CostExpert9) drivers(*arith) []driver {
	return []driver{
		{"return", Text{"投资回报率 R", "return R"}, m.Return, markupSpan,
			func(d Decimal) method { v := m; v.Return = d; return v }},
		{"quality", Text{"质量系数 α", "quality α"}, m.Quality, partial,
			func(d Decimal) method { v := m; v.Quality = d; return v }},
		{"scarcity", Text{"稀缺系数 l", "scarcity l"}, m.Scarcity, share,
			func(d Decimal) method { v := m; v.Scarcity = d; return v }},
		{"risk", Text{"实现风险 r", "realisation risk r"}, m.Risk, lossRate,
			func(d Decimal) method { v := m; v.Risk = d; return v }},
	}
}
