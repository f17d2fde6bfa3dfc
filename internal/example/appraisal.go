package example

import (
	"fmt"
	"strings"

	"shurong.org/shurong/daycount"
)

// Appraisal holds the inputs of a company's appraisal in 万元: income by relief from royalty (weight 0.6), replacement
// cost (0.2), and three sales of like data (0.2).
type Appraisal struct {
	Revenue      [5]string     `json:"revenue"` // a year each, from the valuation date
	RoyaltyRate  string        `json:"royalty_rate"`
	DiscountRate string        `json:"discount_rate"` // before tax
	Preliminary  string        `json:"preliminary"`
	Direct       string        `json:"direct"`
	Indirect     string        `json:"indirect"`
	Taxes        string        `json:"taxes"`
	ProfitRate   string        `json:"profit_rate"`
	Quality      string        `json:"quality"`
	Scenario     string        `json:"scenario"`
	Scarcity     string        `json:"scarcity"` // the market's adjustment in the cost approach
	Comparables  [3]Comparable `json:"comparables"`
}

// Comparable is a made-up sale of like data and its five corrections: quality, supply and demand, date, volume, other.
type Comparable struct {
	Name        string    `json:"name"`
	Price       string    `json:"price"`
	Corrections [5]string `json:"corrections"`
}

// ValuationYAML writes the appraisal as a file that package valuation and `shurong value` read.
func (c Company) ValuationYAML(on daycount.Date) []byte {
	a := c.Appraisal
	var b strings.Builder
	fmt.Fprintf(&b, "# %s：虚构的示例数据，金额单位万元\nversion: 1\nasset: %s\npurpose: pledge\nvalue_type: market\n", c.Name.ZH, c.Title)
	fmt.Fprintf(&b, "valuation_date: %s\ncurrency_unit: 万元\napproaches:\n", on)
	fmt.Fprintf(&b, `  - weight: 0.6
    sources:
      revenue: 已签数据服务合同与续约预测
      royalty_rate: 同行业数据许可案例
      discount_rate: 无风险利率加风险报酬
    royalty:
      revenue:
        amounts: [%s]
      royalty_rate: %s
      discount_rate:
        basis: pre_tax
        rate: %s
      timing: mid
`, strings.Join(a.Revenue[:], ", "), a.RoyaltyRate, a.DiscountRate)
	fmt.Fprintf(&b, `  - weight: 0.2
    sources:
      costs: 项目辅助账与采购合同
      profit_rate: 同行业成本利润率
      adjustment: 质量评价报告与场景访谈
    cost:
      costs:
        preliminary: %s
        direct: %s
        indirect: %s
        taxes: %s
      profit_rate: %s
      adjustment:
        quality: %s
        scenario: %s
        market: %s
`, a.Preliminary, a.Direct, a.Indirect, a.Taxes, a.ProfitRate, a.Quality, a.Scenario, a.Scarcity)
	b.WriteString("  - weight: 0.2\n    sources:\n      comparables: 数据交易所成交记录（示例）\n    market:\n      take: median\n      comparables:\n")
	for _, k := range a.Comparables {
		fmt.Fprintf(&b, "        - {name: %s, price: %s, quality: %s, supply_demand: %s, date: %s, volume: %s, other: %s}\n",
			k.Name, k.Price, k.Corrections[0], k.Corrections[1], k.Corrections[2], k.Corrections[3], k.Corrections[4])
	}
	return []byte(b.String())
}
