package valuation

import (
	"strconv"

	"shurong.org/shurong/valuation/formula"
)

// Direct is direct income (直接收益预测): what the data itself earns less what earning it costs, F_t = (I_t − C_t)·(1−T),
// before tax where no tax rate is given; P = Σ F_t/(1+r)^t. Costs are a forecast of as many years, or a share of income.
type Direct struct {
	Earned    Forecast `json:"income"`
	Costs     Forecast `json:"costs,omitzero"`
	CostRatio Decimal  `json:"cost_ratio,omitzero"` // of income, [0, 1)
	TaxRate   Decimal  `json:"tax_rate,omitzero"`   // T, [0, 1); given, flows are after tax
	Flows     `json:",inline" yaml:",inline"`
}

// Flows is Income under a name that is no field of a file: a direct income has a key income of its own.
type Flows = Income

func (m Direct) kind() Kind   { return IncomeApproach }
func (m Direct) name() Method { return DirectIncome }
func (m Direct) title() Text {
	return Text{ZH: "收益法（直接收益预测）", EN: "income approach: direct income"}
}

func (m Direct) inputs() []string {
	return append([]string{"income", "costs", "cost_ratio", "tax_rate"}, incomeInputs...)
}

func (m Direct) check(c *check, field string) {
	m.Earned.check(c, sub(field, "income"))
	if m.Costs.given() {
		m.Costs.check(c, sub(field, "costs"))
		if !m.CostRatio.IsZero() {
			c.fail(ErrExclusive.With("name", last(field), "choices", "costs, cost_ratio"), sub(field, "cost_ratio"))
		}
		c.sameLength(field, "income", m.Earned, "costs", m.Costs)
	}
	c.optional(sub(field, "cost_ratio"), m.CostRatio, lossRate)
	c.optional(sub(field, "tax_rate"), m.TaxRate, lossRate)
	m.Flows.check(c, field, flowBasis(m.TaxRate), m.Earned.periods())
}

func (m Direct) build(s *sheet) formula.ID {
	amounts := m.Earned.build(s, "income", "I", Text{ZH: "收入", EN: "income"})
	var costs []formula.ID
	ratio := none
	switch {
	case m.Costs.given():
		costs = m.Costs.build(s, "costs", "C", Text{ZH: "成本", EN: "costs"})
	case !m.CostRatio.IsZero():
		ratio = s.driver("cost_ratio", Text{ZH: "成本率 c", EN: "costs to income c"}, m.CostRatio, lossRate)
	}
	p := m.schedule(s, len(amounts))
	tax := s.keep(m.TaxRate, false)
	flows := make([]formula.ID, len(amounts))
	for i, x := range amounts {
		t := strconv.Itoa(i + 1)
		node, in := x, []formula.Symbol{sym("I_t", x)}
		switch {
		case costs != nil:
			node, in = s.g.Sub(x, costs[i]), append(in, sym("C_t", costs[i]))
		case ratio != none:
			node, in = s.g.Mul(x, s.g.Sub(s.one(), ratio)), append(in, sym("c", ratio))
		}
		if tax.keep != none {
			node, in = s.g.Mul(node, tax.keep), append(in, sym("T", tax.rate))
		} else if node == x {
			node = s.g.Sum(x) // a line of its own
		}
		flows[i] = s.money("flow", "F_t", Text{ZH: "第 " + t + " 年净收益", EN: "net income, year " + t}, node, in...)
	}
	return p.discount(s, flows)
}
