package valuation

import "shurong.org/shurong/valuation/formula"

// Cost is replacement cost with adjustment (成本法): P = C·(1+p)·δ, C the five kinds of cost of the appraisal guidance
// (中评协〔2023〕17号), δ the product of the adjustments for quality, scenario and market.
type Cost struct {
	Costs      CostItems   `json:"costs"`
	ProfitRate Decimal     `json:"profit_rate,omitzero"` // p, [0, 1]
	Adjustment Adjustments `json:"adjustment"`
}

// CostItems are the kinds of cost (前期费用、直接成本、间接成本、机会成本、相关税费). Those not given are 0; one must be given.
type CostItems struct {
	Preliminary Amount `json:"preliminary,omitzero"` // 前期费用: planning, compliance
	Direct      Amount `json:"direct,omitzero"`      // 直接成本: collection, processing, labelling
	Indirect    Amount `json:"indirect,omitzero"`    // 间接成本: share of platforms and staff
	Opportunity Amount `json:"opportunity,omitzero"` // 机会成本
	Taxes       Amount `json:"taxes,omitzero"`       // 相关税费
}

// Adjustments are the factors of δ, each in (0, 10]. Those not given are 1. In place of a typed quality factor,
// quality_range takes it from the file's quality score: low + (high−low)·score.
type Adjustments struct {
	Quality      Decimal `json:"quality,omitzero"`
	QualityRange *Range  `json:"quality_range,omitzero"`
	Scenario     Decimal `json:"scenario,omitzero"`
	Market       Decimal `json:"market,omitzero"`
}

func (m Cost) kind() Kind   { return CostApproach }
func (m Cost) name() Method { return ReplacementCost }
func (m Cost) title() Text {
	return Text{ZH: "成本法（重置成本）", EN: "cost approach: replacement cost"}
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
		{"preliminary", Text{ZH: "前期费用", EN: "preliminary cost"}, c.Preliminary},
		{"direct", Text{ZH: "直接成本", EN: "direct cost"}, c.Direct},
		{"indirect", Text{ZH: "间接成本", EN: "indirect cost"}, c.Indirect},
		{"opportunity", Text{ZH: "机会成本", EN: "opportunity cost"}, c.Opportunity},
		{"taxes", Text{ZH: "相关税费", EN: "taxes"}, c.Taxes},
	}
}

type adjustment struct {
	name  string
	label Text
	value Decimal
}

func (a Adjustments) list() []adjustment {
	return []adjustment{
		{"quality", Text{ZH: "质量调整系数", EN: "quality adjustment"}, a.Quality},
		{"scenario", Text{ZH: "场景调整系数", EN: "scenario adjustment"}, a.Scenario},
		{"market", Text{ZH: "市场调整系数", EN: "market adjustment"}, a.Market},
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
	at = sub(field, "adjustment")
	for _, a := range m.Adjustment.list() {
		c.optional(sub(at, a.name), a.value, factorSpan)
	}
	c.quality(sub(at, "quality"), m.Adjustment.Quality, sub(at, "quality_range"), m.Adjustment.QualityRange, factorSpan)
}

func (m Cost) build(s *sheet) formula.ID {
	var parts []formula.ID
	for _, i := range m.Costs.list() {
		if i.amount != "" {
			v := s.amount("costs."+i.name, i.label, i.amount)
			parts = append(parts, s.money(i.name, "C_i", i.label, v))
		}
	}
	total := s.money("total_cost", "C", Text{ZH: "重置成本 C", EN: "replacement cost C"}, s.g.Sum(parts...))
	var factors []formula.ID
	var in []formula.Symbol
	for _, a := range m.Adjustment.list() {
		var f formula.ID
		switch {
		case a.name == "quality" && m.Adjustment.QualityRange != nil:
			f = s.ranged("adjustment.quality", a.label, "δ_q", *m.Adjustment.QualityRange, factorSpan)
		case a.value.IsZero():
			continue
		default:
			f = s.driver("adjustment."+a.name, a.label, a.value, factorSpan)
		}
		factors, in = append(factors, f), append(in, sym(a.name, f))
	}
	if len(factors) == 0 {
		factors = append(factors, s.one())
	}
	product := s.g.Mul(factors[0], factors[1:]...)
	if len(factors) == 1 {
		product = s.g.Sum(factors...) // a line of its own
	}
	delta := s.factor("delta", "δ", Text{ZH: "价值调整系数 δ", EN: "adjustment δ"}, product, in...)
	label := Text{ZH: "合理利润率 p", EN: "profit on cost p"}
	profit := formula.ID(0)
	if m.ProfitRate.IsZero() {
		profit = s.ratio("profit_rate", label, m.ProfitRate, markupSpan, "0")
	} else {
		profit = s.driver("profit_rate", label, m.ProfitRate, markupSpan)
	}
	value := s.g.Mul(total, s.g.Add(s.one(), profit), delta)
	return s.money("value", "P", valueLabel, value, sym("C", total), sym("p", profit), sym("δ", delta))
}

var valueLabel = Text{ZH: "评估值", EN: "value"}

// CostExpert9 is the cost method of the appraisal association's expert guidance no. 9 (资产评估专家指引第9号, 2020):
// P = TC·(1+R)·U, U = α·β·(1+l)·(1−r), β = spread·circulable/total. The formula is quoted from secondary sources.
type CostExpert9 struct {
	TotalCost  Amount  `json:"total_cost"`       // TC
	Return     Decimal `json:"return"`           // R, return on the investment, [0, 1]
	Quality    Decimal `json:"quality,omitzero"` // α, (0, 1]; left out, the file's quality score is used
	Spread     Decimal `json:"spread"`           // how far one circulated unit spreads, (0, 10]
	Circulable Decimal `json:"circulable"`       // volume that can circulate, at most total
	Total      Decimal `json:"total"`            // total volume, in the unit of circulable
	Scarcity   Decimal `json:"scarcity"`         // l, [0, 1]
	Risk       Decimal `json:"risk"`             // r, the risk that the value is not realised, [0, 1)
}

func (m CostExpert9) kind() Kind   { return CostApproach }
func (m CostExpert9) name() Method { return CostByExpert9 }
func (m CostExpert9) title() Text {
	return Text{ZH: "成本法（专家指引第9号）", EN: "cost approach: expert guidance no. 9"}
}

func (m CostExpert9) inputs() []string {
	return []string{"total_cost", "return", "quality", "spread", "circulable", "total", "scarcity", "risk"}
}

func (m CostExpert9) check(c *check, field string) {
	c.amount(sub(field, "total_cost"), m.TotalCost)
	c.within(sub(field, "return"), m.Return, markupSpan)
	if !c.graded || !m.Quality.IsZero() {
		c.within(sub(field, "quality"), m.Quality, partial)
		c.quality(sub(field, "quality"), m.Quality, "", nil, partial)
	}
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

func (m CostExpert9) build(s *sheet) formula.ID {
	spread := s.ratio("spread", Text{ZH: "传播系数 s", EN: "spread s"}, m.Spread, factorSpan, "1")
	part := s.count("circulable", Text{ZH: "可流通数据量 q", EN: "circulable volume q"}, m.Circulable, formula.Count)
	total := s.count("total", Text{ZH: "数据总量 Q", EN: "total volume Q"}, m.Total, formula.Count)
	beta := s.factor("beta", "β", Text{ZH: "流通系数 β", EN: "circulation β"}, s.g.Quo(s.g.Mul(spread, part), total),
		sym("s", spread), sym("q", part), sym("Q", total))
	ret := s.driver("return", Text{ZH: "投资回报率 R", EN: "return R"}, m.Return, markupSpan)
	var alpha formula.ID
	if label := (Text{ZH: "质量系数 α", EN: "quality α"}); m.Quality.IsZero() {
		alpha = s.score()
	} else {
		alpha = s.driver("quality", label, m.Quality, partial)
	}
	scarcity := s.driver("scarcity", Text{ZH: "稀缺系数 l", EN: "scarcity l"}, m.Scarcity, share)
	risk := s.driver("risk", Text{ZH: "实现风险 r", EN: "realisation risk r"}, m.Risk, lossRate)
	u := s.factor("utility", "U", Text{ZH: "数据效用 U", EN: "utility U"},
		s.g.Mul(alpha, beta, s.g.Add(s.one(), scarcity), s.g.Sub(s.one(), risk)),
		sym("α", alpha), sym("β", beta), sym("l", scarcity), sym("r", risk))
	cost := s.amount("total_cost", Text{ZH: "总成本 TC", EN: "total cost TC"}, m.TotalCost)
	return s.money("value", "P", valueLabel, s.g.Mul(cost, s.g.Add(s.one(), ret), u),
		sym("TC", cost), sym("R", ret), sym("U", u))
}
