package valuation

import "strconv"

// ExcessEarnings is the multi-period excess earnings method (超额收益法, MPEEM): what the business earns after tax, less a
// fair return on every other asset that contributes: F_t = EBIT_t·(1−T) − Σ value_i·rate_i.
type ExcessEarnings struct {
	EBIT         Forecast       `json:"ebit"`
	TaxRate      Decimal        `json:"tax_rate"`
	Contributory []Contributory `json:"contributory"`
	Income       `json:",inline" yaml:",inline"`
}

// Contributory is an asset other than the data that the earnings need: working capital, fixed assets, workforce.
type Contributory struct {
	Name  string  `json:"name"`
	Value Amount  `json:"value"`
	Rate  Decimal `json:"rate"`
}

// maxAssets bounds the contributory assets of one business.
const maxAssets = 50

func (m ExcessEarnings) kind() Kind   { return IncomeApproach }
func (m ExcessEarnings) name() Method { return ExcessEarningsMethod }
func (m ExcessEarnings) title() Text {
	return Text{"收益法（超额收益法）", "income approach: multi-period excess earnings"}
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
		c.text(sub(item(at, i), "name"), a.Name, true)
		c.amount(sub(item(at, i), "value"), a.Value)
		c.within(sub(item(at, i), "rate"), a.Rate, premiumSpan)
	}
	m.Income.check(c, field, AfterTax, m.EBIT.periods())
}

func (m ExcessEarnings) derive(w *worksheet) Decimal {
	charges := integer(0)
	for _, a := range m.Contributory {
		v := w.amount(a.Value, w.unit)
		charge := w.Mul(v, a.Rate)
		charges = w.Add(charges, charge)
		w.amountRow("charge", Text{"贡献资产回报：" + a.Name, "contributory charge: " + a.Name}, "C_i = V_i·r_i", charge,
			"V_i", v.Fixed(2), "r_i", a.Rate.String())
	}
	w.amountRow("charges", Text{"贡献资产回报合计", "contributory charges"}, "C = Σ C_i", charges)
	flows := afterTax(w, m.EBIT.flows(w), m.TaxRate, charges, "EBIT_t", Text{"超额收益", "excess earnings"})
	return m.discount(w, flows)
}

func (m ExcessEarnings) drivers(a *arith) []driver {
	return []driver{
		{"discount_rate", rateLabel, m.rate(a), rateSpan,
			func(r Decimal) method { v := m; v.Income = m.withRate(r); return v }},
		{"tax_rate", Text{"所得税率 T", "tax rate T"}, m.TaxRate, lossRate,
			func(t Decimal) method { v := m; v.TaxRate = t; return v }},
	}
}

// Incremental is incremental income (增量收益法): with and without the data, F_t = gain_t·(1−T), where the gain is income
// added or cost saved.
type Incremental struct {
	Gain    Forecast `json:"gain"`
	TaxRate Decimal  `json:"tax_rate"`
	Income  `json:",inline" yaml:",inline"`
}

func (m Incremental) kind() Kind   { return IncomeApproach }
func (m Incremental) name() Method { return IncrementalIncome }
func (m Incremental) title() Text {
	return Text{"收益法（增量收益法）", "income approach: incremental income"}
}
func (m Incremental) inputs() []string { return append([]string{"gain", "tax_rate"}, incomeInputs...) }

func (m Incremental) check(c *check, field string) {
	m.Gain.check(c, sub(field, "gain"))
	c.within(sub(field, "tax_rate"), m.TaxRate, lossRate)
	m.Income.check(c, field, AfterTax, m.Gain.periods())
}

func (m Incremental) derive(w *worksheet) Decimal {
	flows := afterTax(w, m.Gain.flows(w), m.TaxRate, Decimal{}, "G_t", Text{"增量收益", "incremental income"})
	return m.discount(w, flows)
}

func (m Incremental) drivers(a *arith) []driver {
	return []driver{
		{"discount_rate", rateLabel, m.rate(a), rateSpan,
			func(r Decimal) method { v := m; v.Income = m.withRate(r); return v }},
		{"tax_rate", Text{"所得税率 T", "tax rate T"}, m.TaxRate, lossRate,
			func(t Decimal) method { v := m; v.TaxRate = t; return v }},
	}
}

// afterTax turns yearly amounts into flows after tax and, where there are any, charges.
func afterTax(w *worksheet, xs []Decimal, tax, charges Decimal, symbol string, label Text) []Decimal {
	keep := w.Sub(integer(1), tax)
	for i, x := range xs {
		xs[i] = w.Mul(x, keep)
		formula, in := "F_t = "+symbol+"·(1−T)", []string{symbol, x.Fixed(2), "T", tax.String()}
		if !charges.IsZero() {
			xs[i] = w.Sub(xs[i], charges)
			formula, in = formula+" − C", append(in, "C", charges.Fixed(2))
		}
		t := strconv.Itoa(i + 1)
		w.amountRow("flow", Text{"第 " + t + " 年" + label.ZH, label.EN + ", year " + t}, formula, xs[i], in...)
	}
	return xs
}
