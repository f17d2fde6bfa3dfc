package disposal

import (
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// model writes the formulas of the package comment on a graph.
type model struct {
	g  *formula.Graph
	p  Parameters
	in map[string]formula.ID
}

// results are the nodes that a view reads.
type results struct{ forced, prudent, late, supported, pledge, loan formula.ID }

func (m *model) input(name string, label formula.Text, unit formula.Unit, span formula.Span, v valuation.Decimal, source string) formula.ID {
	return m.g.Input(formula.Quantity{Name: "disposal." + name, Label: label, Unit: unit, Span: span, Written: v.String(),
		Source: source}, v)
}

func (m *model) row(key, symbol, zh, en string, node formula.ID, show formula.Show, in ...formula.Symbol) formula.ID {
	return m.g.Row(formula.Row{Key: key, Symbol: symbol, Label: formula.Text{ZH: zh, EN: en}, Node: node, Inputs: in, Show: show})
}

func sym(name string, id formula.ID) formula.Symbol { return formula.Symbol{Name: name, Node: id} }

func (m *model) build(appraised money.Fen) results {
	g := m.g
	var a decimal.Arith
	v := g.Input(formula.Quantity{Name: "disposal.appraised", Label: formula.Text{ZH: "评估值 V（元）", EN: "appraised value V (CNY)"},
		Unit: formula.Currency, Written: appraised.String()}, a.Quo(decimal.Int(int64(appraised)), decimal.Int(100)))
	m.in = map[string]formula.ID{}
	for _, x := range parameters {
		if x.of != nil {
			m.in[x.name] = m.input(x.name, x.label, x.unit, x.span, x.of(m.p), m.p.Sources[x.name])
		}
	}
	one := g.Int(1)
	twelve := g.Int(12)
	rho := m.row("monthly_rate", "ρ", "月贴现强度", "discount rate a month", g.Quo(g.Ln(g.Add(one, m.in["rate"])), twelve),
		formula.ShowFactor, sym("r", m.in["rate"]))
	decay := m.row("decay", "λ", "时效衰减强度（月）", "decay of timeliness a month", g.Quo(g.Ln(g.Int(2)), m.in["half_life"]),
		formula.ShowFactor, sym("H", m.in["half_life"]))
	s := m.row("rate_and_decay", "s", "贴现与衰减合计", "discount and decay together", g.Add(rho, decay), formula.ShowFactor)
	t := m.time()
	ls := m.row("delay", "L(s)", "变现时间折减 E[e^(−sT)]", "what waiting leaves, E[e^(−sT)]", t.laplace(s), formula.ShowFactor, t.symbols...)
	lr := m.row("delay_rate", "L(ρ)", "保管期贴现 E[e^(−ρT)]", "discounting alone, E[e^(−ρT)]", t.laplace(rho), formula.ShowFactor, t.symbols...)
	keeping := m.row("keeping", "K", "保管费用现值", "keeping, present value",
		g.Quo(g.Mul(m.in["costs.monthly"], g.Sub(one, lr)), rho), formula.ShowMoney, sym("h", m.in["costs.monthly"]))
	forced := m.recovered("forced", "R", "快速变现值（评估基准日起处置）", "forced-sale value, sold from the valuation date", v, ls, keeping)

	p := m.p.Quantile
	if p.IsZero() {
		p = decimal.Must("0.9")
	}
	quantile := m.input("quantile", formula.Text{ZH: "变现时间分位数 p", EN: "quantile of the time to sell p"}, formula.Ratio, midSpan, p, "")
	tp := m.row("long_time", "T_p", "审慎变现时间（月）", "prudent time to sell (months)", t.quantile(quantile), formula.ShowFactor,
		append([]formula.Symbol{sym("p", quantile)}, t.symbols...)...)
	lp := m.row("long_delay", "L_p", "审慎时间折减", "what the prudent wait leaves", g.Exp(g.Sub(g.Int(0), g.Mul(s, tp))), formula.ShowFactor)
	kp := m.row("long_keeping", "K_p", "审慎保管费用现值", "keeping over the prudent wait", g.Quo(g.Mul(m.in["costs.monthly"],
		g.Sub(one, g.Exp(g.Sub(g.Int(0), g.Mul(rho, tp))))), rho), formula.ShowMoney, sym("h", m.in["costs.monthly"]))
	prudent := m.recovered("prudent", "R_p", "审慎快速变现值", "prudent forced-sale value", v, lp, kp)

	tau := m.row("latest", "τ", "最迟处置启动（月）", "latest enforcement (months)", g.Add(m.in["loan.term"], m.in["loan.enforcement"]),
		formula.ShowFactor, sym("term", m.in["loan.term"]), sym("enforcement", m.in["loan.enforcement"]))
	aged := m.row("aged", "V_τ", "届时资产价值", "value of the asset by then", g.Mul(v, g.Exp(g.Sub(g.Int(0), g.Mul(decay, tau)))),
		formula.ShowMoney, sym("V", v))
	late := m.recovered("late", "R_τ", "届时审慎快速变现值", "prudent forced-sale value by then", aged, lp, kp)
	owed := m.row("owed", "E", "每元贷款的债权", "owed a yuan lent", g.Add(one, g.Quo(g.Mul(m.in["loan.interest_rate"],
		m.in["loan.unpaid_months"]), twelve)), formula.ShowFactor, sym("i", m.in["loan.interest_rate"]), sym("u", m.in["loan.unpaid_months"]))
	supported := m.row("supported", "k", "处置回收可支撑的质押率", "pledge rate the recovery carries", g.Quo(late, g.Mul(v, owed)),
		formula.ShowFactor, sym("V", v))
	pledge := m.row("pledge", "k*", "建议最高质押率", "highest pledge rate", g.Min(supported, m.in["cap"]), formula.ShowFactor,
		sym("cap", m.in["cap"]))
	loan := m.row("loan", "B", "对应最高贷款额", "largest loan", g.Mul(v, pledge), formula.ShowMoney, sym("V", v))
	return results{forced, prudent, late, supported, pledge, loan}
}

// recovered is the price after discount, failed sales, waiting and costs, never below nothing: the lender may leave the
// asset alone.
func (m *model) recovered(key, symbol, zh, en string, v, delay, keeping formula.ID) formula.ID {
	g, one := m.g, m.g.Int(1)
	asset := "V"
	if r, ok := g.RowOf(v); ok {
		asset = r.Symbol
	}
	price := g.Mul(v, g.Sub(one, m.in["discount"]), g.Sub(one, m.in["no_sale"]), g.Sub(one, m.in["costs.share"]), delay)
	return m.row(key, symbol, zh, en, g.Max(g.Int(0), g.Sub(g.Sub(price, m.in["costs.fixed"]), keeping)), formula.ShowMoney,
		sym(asset, v), sym("d", m.in["discount"]), sym("q", m.in["no_sale"]), sym("c", m.in["costs.share"]),
		sym("F", m.in["costs.fixed"]))
}

// waiting is a distribution of the time to sell: its Laplace transform and its quantile, in closed form.
type waiting struct {
	laplace, quantile func(x formula.ID) formula.ID
	symbols           []formula.Symbol
}

func (m *model) time() waiting {
	g := m.g
	in := func(name, zh, en string, d valuation.Decimal) formula.ID {
		return m.input("time_to_sell."+name, formula.Text{ZH: "变现时间：" + zh, EN: "time to sell: " + en}, formula.Count, monthSpan, d,
			m.p.Sources["time_to_sell"])
	}
	minus := func(x, y formula.ID) formula.ID { return g.Exp(g.Sub(g.Int(0), g.Mul(x, y))) } // e^(−xy)
	switch t := m.p.Time; {
	case t.Uniform != nil:
		a, b := in("uniform.low", "最短", "low", t.Uniform.Low), in("uniform.high", "最长", "high", t.Uniform.High)
		return waiting{
			laplace:  func(s formula.ID) formula.ID { return g.Quo(g.Sub(minus(s, a), minus(s, b)), g.Mul(s, g.Sub(b, a))) },
			quantile: func(p formula.ID) formula.ID { return g.Add(a, g.Mul(p, g.Sub(b, a))) },
			symbols:  []formula.Symbol{sym("a", a), sym("b", b)}}
	case t.Triangular != nil:
		a, c, b := in("triangular.low", "最短", "low", t.Triangular.Low), in("triangular.mode", "最可能", "mode", t.Triangular.Mode),
			in("triangular.high", "最长", "high", t.Triangular.High)
		return waiting{
			laplace: func(s formula.ID) formula.ID {
				up := g.Sub(g.Add(g.Mul(g.Sub(b, c), minus(s, a)), g.Mul(g.Sub(c, a), minus(s, b))), g.Mul(g.Sub(b, a), minus(s, c)))
				return g.Quo(g.Mul(g.Int(2), up), g.Mul(s, s, g.Sub(b, a), g.Sub(c, a), g.Sub(b, c)))
			},
			quantile: func(p formula.ID) formula.ID {
				low := g.Add(a, g.Sqrt(g.Mul(p, g.Sub(b, a), g.Sub(c, a))))
				high := g.Sub(b, g.Sqrt(g.Mul(g.Sub(g.Int(1), p), g.Sub(b, a), g.Sub(b, c))))
				return g.IfLE(p, g.Quo(g.Sub(c, a), g.Sub(b, a)), low, high)
			},
			symbols: []formula.Symbol{sym("a", a), sym("m", c), sym("b", b)}}
	case !t.Exponential.IsZero():
		mean := in("exponential", "平均", "mean", t.Exponential)
		return waiting{
			laplace:  func(s formula.ID) formula.ID { return g.Quo(g.Int(1), g.Add(g.Int(1), g.Mul(s, mean))) },
			quantile: func(p formula.ID) formula.ID { return g.Sub(g.Int(0), g.Mul(mean, g.Ln(g.Sub(g.Int(1), p)))) },
			symbols:  []formula.Symbol{sym("μ", mean)}}
	}
	fixed := in("fixed", "固定", "fixed", m.p.Time.Fixed)
	return waiting{laplace: func(s formula.ID) formula.ID { return minus(s, fixed) },
		quantile: func(formula.ID) formula.ID { return fixed }, symbols: []formula.Symbol{sym("T", fixed)}}
}
