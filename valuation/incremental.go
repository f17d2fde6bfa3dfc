package valuation

import (
	"strconv"

	"shurong.org/shurong/valuation/formula"
)

// Incremental is incremental income (增量收益法, with-and-without): F_t = gain_t·(1−T), where the gain is income added or
// cost saved: given as such, or as what the business earns with the data less what it earns without.
type Incremental struct {
	Gain    Forecast `json:"gain,omitzero"`
	With    Forecast `json:"with,omitzero"`
	Without Forecast `json:"without,omitzero"`
	TaxRate Decimal  `json:"tax_rate"` // T, [0, 1)
	Income  `json:",inline" yaml:",inline"`
}

func (m Incremental) kind() Kind   { return IncomeApproach }
func (m Incremental) name() Method { return IncrementalIncome }
func (m Incremental) title() Text {
	if m.With.given() {
		return Text{ZH: "收益法（有无对比法）", EN: "income approach: with and without"}
	}
	return Text{ZH: "收益法（增量收益法）", EN: "income approach: incremental income"}
}

func (m Incremental) inputs() []string {
	return append([]string{"gain", "with", "without", "tax_rate"}, incomeInputs...)
}

// sameLength requires two forecasts to have as many periods.
func (c *check) sameLength(field, name string, f Forecast, other string, g Forecast) {
	if f.periods() != g.periods() {
		c.fail(ErrLength.With("name", other, "count", g.periods(), "other", name, "want", f.periods()), sub(field, other))
	}
}

func (m Incremental) check(c *check, field string) {
	periods := m.Gain.periods()
	if m.With.given() || m.Without.given() {
		if m.Gain.given() {
			c.fail(ErrExclusive.With("name", last(field), "choices", "gain, with+without"), field)
			return
		}
		m.With.check(c, sub(field, "with"))
		m.Without.check(c, sub(field, "without"))
		c.sameLength(field, "with", m.With, "without", m.Without)
		periods = m.With.periods()
	} else {
		m.Gain.check(c, sub(field, "gain"))
	}
	c.within(sub(field, "tax_rate"), m.TaxRate, lossRate)
	m.Income.check(c, field, AfterTax, periods)
}

func (m Incremental) build(s *sheet) formula.ID {
	label := Text{ZH: "增量收益", EN: "incremental income"}
	var gains []formula.ID
	if m.Gain.given() {
		gains = m.Gain.build(s, "gain", "G", label)
	} else {
		with := m.With.build(s, "with", "A", Text{ZH: "使用数据的收益", EN: "income with the data"})
		without := m.Without.build(s, "without", "B", Text{ZH: "不使用数据的收益", EN: "income without the data"})
		gains = make([]formula.ID, len(with))
		for i := range with {
			t := strconv.Itoa(i + 1)
			gains[i] = s.money("gain", "G_t", Text{ZH: "第 " + t + " 年" + label.ZH, EN: label.EN + ", year " + t},
				s.g.Sub(with[i], without[i]), sym("A_t", with[i]), sym("B_t", without[i]))
		}
	}
	p := m.schedule(s, len(gains))
	tax := s.keep(m.TaxRate, true)
	flows := make([]formula.ID, len(gains))
	for i, x := range gains {
		t := strconv.Itoa(i + 1)
		flows[i] = s.money("flow", "F_t", Text{ZH: "第 " + t + " 年税后" + label.ZH, EN: label.EN + " after tax, year " + t},
			s.g.Mul(x, tax.keep), sym("G_t", x), sym("T", tax.rate))
	}
	return p.discount(s, flows)
}
