package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/formula"
)

// ExcessEarnings is the multi-period excess earnings method (超额收益法, MPEEM): what the business earns after tax, less a
// fair return on every other asset that contributes: F_t = EBIT_t·(1−T) − Σ (value_i·rate_i + amortisation_i).
type ExcessEarnings struct {
	EBIT         Forecast       `json:"ebit"`
	TaxRate      Decimal        `json:"tax_rate"`     // T, [0, 1)
	Contributory []Contributory `json:"contributory"` // 1 to 50
	Income       `json:",inline" yaml:",inline"`
}

// Contributory is an asset other than the data that the earnings need. Its value is one for all years, or one a year. The
// charge is a return on it; for assets that are used up, return_of is the return of it, an amount a year.
type Contributory struct {
	Name string `json:"name"`
	// Class is working_capital, fixed, intangible or workforce. A report notes classes that were not looked at.
	Class    string   `json:"class,omitzero"`
	Value    Amount   `json:"value,omitzero"`
	Values   []Amount `json:"values,omitzero"`
	Rate     Decimal  `json:"rate"` // [0, 1]
	ReturnOf Amount   `json:"return_of,omitzero"`
}

var classes = []choice{
	{"working_capital", Text{ZH: "营运资金", EN: "working capital"}},
	{"fixed", Text{ZH: "固定资产", EN: "fixed assets"}},
	{"intangible", Text{ZH: "其他无形资产", EN: "other intangible assets"}},
	{"workforce", Text{ZH: "人力资源", EN: "assembled workforce"}},
}

// ErrLength says that two lists that go together differ in length.
var ErrLength = fault.Define("valuation.length", fault.Invalid,
	"{name} 有 {count} 期，应与 {other} 的 {want} 期一致", "{name} has {count} periods; it should have as many as {other}: {want}")

// maxAssets bounds the contributory assets of one business.
const maxAssets = 50

func (m ExcessEarnings) kind() Kind   { return IncomeApproach }
func (m ExcessEarnings) name() Method { return ExcessEarningsMethod }
func (m ExcessEarnings) title() Text {
	return Text{ZH: "收益法（超额收益法）", EN: "income approach: multi-period excess earnings"}
}

func (m ExcessEarnings) inputs() []string {
	return append([]string{"ebit", "tax_rate", "contributory"}, incomeInputs...)
}

func (m ExcessEarnings) check(c *check, field string) {
	m.EBIT.check(c, sub(field, "ebit"))
	c.within(sub(field, "tax_rate"), m.TaxRate, lossRate)
	at := sub(field, "contributory")
	c.count(at, len(m.Contributory), maxAssets)
	for i, a := range m.Contributory {
		a.check(c, item(at, i), m.EBIT.periods())
	}
	m.Income.check(c, field, AfterTax, m.EBIT.periods())
}

func (a Contributory) check(c *check, at string, periods int) {
	c.text(sub(at, "name"), a.Name, true)
	if a.Class != "" {
		c.choice(sub(at, "class"), a.Class, classes)
	}
	switch {
	case len(a.Values) == 0:
		c.amount(sub(at, "value"), a.Value)
	case a.Value != "":
		c.fail(ErrExclusive.With("name", "contributory", "choices", "value, values"), at)
	case len(a.Values) != periods:
		c.fail(ErrLength.With("name", "values", "count", len(a.Values), "other", "ebit", "want", periods), sub(at, "values"))
	}
	for i, v := range a.Values {
		c.amount(item(sub(at, "values"), i), v)
	}
	c.within(sub(at, "rate"), a.Rate, premiumSpan)
	if a.ReturnOf != "" {
		c.amount(sub(at, "return_of"), a.ReturnOf)
	}
}

func (m ExcessEarnings) build(s *sheet) formula.ID {
	amounts := m.EBIT.build(s, "ebit", "EBIT", Text{ZH: "息税前利润", EN: "EBIT"})
	charges := m.charges(s, len(amounts))
	p := m.schedule(s, len(amounts))
	tax := s.keep(m.TaxRate, true)
	flows := make([]formula.ID, len(amounts))
	for i, x := range amounts {
		t := strconv.Itoa(i + 1)
		flows[i] = s.money("flow", "F_t", Text{ZH: "第 " + t + " 年超额收益", EN: "excess earnings, year " + t},
			s.g.Sub(s.g.Mul(x, tax.keep), charges[i]), sym("EBIT_t", x), sym("T", tax.rate), sym("C", charges[i]))
	}
	return p.discount(s, flows)
}

// charges are the contributory charges of each year. Where no asset's value changes they are one line.
func (m ExcessEarnings) charges(s *sheet, periods int) []formula.ID {
	yearly, seen := false, map[string]bool{}
	for _, a := range m.Contributory {
		yearly, seen[a.Class] = yearly || len(a.Values) > 0, true
	}
	for _, k := range classes {
		if !seen[k.word] && !seen[""] {
			s.state("贡献资产中未列“"+k.text.ZH+"”", "no "+k.text.EN+" among the contributory assets")
		}
	}
	lines := make([][]formula.ID, periods)
	for i, a := range m.Contributory {
		at := item("contributory", i)
		rate := s.ratio(sub(at, "rate"), Text{ZH: a.Name + "回报率", EN: "return on " + a.Name}, a.Rate, premiumSpan, "0")
		back := none
		if a.ReturnOf != "" {
			back = s.amount(sub(at, "return_of"), Text{ZH: a.Name + "本金收回", EN: "return of " + a.Name}, a.ReturnOf)
		}
		var one formula.ID
		for t := range periods {
			if len(a.Values) == 0 && t > 0 {
				lines[t] = append(lines[t], one)
				continue
			}
			label, name, amount := Text{ZH: "贡献资产回报：" + a.Name, EN: "contributory charge: " + a.Name}, sub(at, "value"), a.Value
			if len(a.Values) > 0 {
				year := strconv.Itoa(t + 1)
				label.ZH, label.EN = label.ZH+"，第 "+year+" 年", label.EN+", year "+year
				name, amount = item(sub(at, "values"), t), a.Values[t]
			}
			v := s.amount(name, Text{ZH: a.Name, EN: a.Name}, amount)
			node, in := s.g.Mul(v, rate), []formula.Symbol{sym("V_i", v), sym("r_i", rate)}
			if back != none {
				node, in = s.g.Add(node, back), append(in, sym("A_i", back))
			}
			one = s.money("charge", "C_i", label, node, in...)
			lines[t] = append(lines[t], one)
		}
	}
	out := make([]formula.ID, periods)
	for t := range out {
		if t > 0 && !yearly {
			out[t] = out[0]
			continue
		}
		label := Text{ZH: "贡献资产回报合计", EN: "contributory charges"}
		if yearly {
			label = Text{ZH: label.ZH + "，第 " + strconv.Itoa(t+1) + " 年", EN: label.EN + ", year " + strconv.Itoa(t+1)}
		}
		out[t] = s.money("charges", "C", label, s.g.Sum(lines[t]...))
	}
	return out
}
