package valuation

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// Life is the terms that end the income, whichever comes first: n = min of those given, in years from the valuation
// date. A report shows each of them and says which one binds.
//
// Terms in whole years are structure: the forecast may not be longer. Dates and the half-life give a life with a
// fraction, which is on the graph: the last period counts for the share of it that lies within the life.
type Life struct {
	Right    int `json:"right,omitzero"`    // years left of the registered right
	Contract int `json:"contract,omitzero"` // years left of the contracts the income rests on
	Economic int `json:"economic,omitzero"` // years the data stays useful

	LegalUntil       Date `json:"legal_until,omitzero"`       // the end of the legal term
	CertificateUntil Date `json:"certificate_until,omitzero"` // the end of the registration certificate
	ContractUntil    Date `json:"contract_until,omitzero"`    // the end of the contracts

	HalfLife *HalfLife `json:"half_life,omitzero"`
}

// HalfLife is how fast the data ages: its usefulness falls as 2^(−t/H). H is given in days, or estimated from two scores
// of timeliness, H = between·ln2/ln(then/now). The data's economic life ends when its usefulness has fallen to floor:
// L = H·log2(1/floor)/365.
type HalfLife struct {
	Days        Decimal `json:"days,omitzero"`
	Then        Decimal `json:"then,omitzero"` // timeliness, (0, 1]
	Now         Decimal `json:"now,omitzero"`  // timeliness, (0, then)
	BetweenDays int     `json:"between_days,omitzero"`
	Floor       Decimal `json:"floor,omitzero"` // (0, 1), 0.25 by default: two half-lives
}

var (
	// ErrLife says that a forecast runs past the end of the income.
	ErrLife = fault.Define("valuation.life", fault.Invalid,
		"预测 {periods} 年，超过收益期 {life} 年（法定、凭证、合同、经济年限中最短者）",
		"the forecast has {periods} years, "+
			"but the income ends after {life} (the shortest of legal, certificate, contract and economic life)").
		Hint("请缩短预测期，或说明权利续期并调整年限", "shorten the forecast, or extend the term if the right will be renewed")
	// ErrPast says that a date that should follow the valuation date does not.
	ErrPast = fault.Define("valuation.past_date", fault.Invalid,
		"{name} 为 {date}，应在评估基准日 {base} 之后", "{name} is {date}; it should be after the valuation date {base}")
	// ErrNoDecay says that two scores of timeliness show no ageing.
	ErrNoDecay = fault.Define("valuation.no_decay", fault.Invalid,
		"时效性由 {then} 变为 {now}，未下降，无法估计半衰期",
		"timeliness went from {then} to {now}: it did not fall, so no half-life can be estimated").
		Hint("请改填 days，或只用其他年限", "give days instead, or rely on the other terms")
)

var (
	floorSpan = formula.MustSpan("(0, 1)")
	daysSpan  = formula.MustSpan("(0, 36500]")
)

func (c *check) future(field string, d Date) {
	if d.IsZero() {
		return
	}
	if !d.After(c.date) {
		c.fail(ErrPast.With("name", last(field), "date", d, "base", c.date), field)
	} else if d.After(lastDate) {
		c.fail(ErrOutOfRange.With("name", last(field), "value", d, "range", "["+firstDate.String()+", "+lastDate.String()+"]"), field)
	}
}

func (l Life) check(c *check, at string) {
	given := 0
	for _, y := range []struct {
		name  string
		years int
	}{{"right", l.Right}, {"contract", l.Contract}, {"economic", l.Economic}} {
		if y.years != 0 {
			given++
		}
		if y.years < 0 || y.years > MaxPeriods {
			c.fail(ErrOutOfRange.With("name", y.name, "value", y.years, "range", "[1, 50]"), sub(at, y.name))
		}
	}
	c.future(sub(at, "legal_until"), l.LegalUntil)
	c.future(sub(at, "certificate_until"), l.CertificateUntil)
	c.future(sub(at, "contract_until"), l.ContractUntil)
	if h := l.HalfLife; h != nil {
		h.check(c, sub(at, "half_life"))
	}
	if given == 0 && !l.live() {
		c.fail(ErrEmptyList.With("name", "life"), at)
	}
}

func (h HalfLife) check(c *check, at string) {
	estimated := !h.Then.IsZero() || !h.Now.IsZero() || h.BetweenDays != 0
	if estimated == !h.Days.IsZero() {
		c.fail(ErrExclusive.With("name", "half_life", "choices", "days, then+now+between_days"), at)
		return
	}
	c.optional(sub(at, "floor"), h.Floor, floorSpan)
	if !estimated {
		c.within(sub(at, "days"), h.Days, daysSpan)
		return
	}
	c.within(sub(at, "then"), h.Then, partial)
	c.within(sub(at, "now"), h.Now, partial)
	if h.BetweenDays <= 0 || h.BetweenDays > 36500 {
		c.fail(ErrOutOfRange.With("name", "between_days", "value", h.BetweenDays, "range", daysSpan), sub(at, "between_days"))
	}
	if h.Now.Cmp(h.Then) >= 0 {
		c.fail(ErrNoDecay.With("then", h.Then, "now", h.Now), sub(at, "now"))
	}
}

// live reports whether the life has a fraction, and so is on the graph.
func (l Life) live() bool {
	return !l.LegalUntil.IsZero() || !l.CertificateUntil.IsZero() || !l.ContractUntil.IsZero() || l.HalfLife != nil
}

// whole is the shortest of the terms in whole years, 0 where there is none.
func (l Life) whole() int {
	n := 0
	for _, y := range []int{l.Right, l.Contract, l.Economic} {
		if y > 0 && (n == 0 || y < n) {
			n = y
		}
	}
	return n
}

// LifeReport is the economic life: every term in years, and the one that ends the income.
type LifeReport struct {
	Years   string     `json:"years"`
	Binding string     `json:"binding"`
	Terms   []LifeTerm `json:"terms"`
}

// LifeTerm is one term in years, rounded to six decimals for reading.
type LifeTerm struct {
	Name  string `json:"name"`
	Label Text   `json:"label"`
	Years string `json:"years"`
}

// build writes n = min of the terms.
func (l Life) build(s *sheet) formula.ID {
	rep := LifeReport{}
	var in []formula.Symbol
	var nodes []formula.ID
	add := func(name string, label Text, id formula.ID) {
		in, nodes = append(in, sym(name, id)), append(nodes, id)
		rep.Terms = append(rep.Terms, LifeTerm{name, label, s.g.Value(id).Short(6)})
	}
	for _, y := range []struct {
		name  string
		label Text
		years int
	}{
		{"right", Text{ZH: "登记权利剩余年限", EN: "registered right"}, l.Right},
		{"contract", Text{ZH: "合同剩余年限", EN: "contract"}, l.Contract},
		{"economic", Text{ZH: "经济寿命", EN: "economic life"}, l.Economic},
	} {
		if y.years > 0 {
			add(y.name, y.label, s.count("life."+y.name, y.label, integer(int64(y.years)), formula.Years))
		}
	}
	for _, u := range []struct {
		name  string
		label Text
		until Date
	}{
		{"legal_until", Text{ZH: "法定期限", EN: "legal term"}, l.LegalUntil},
		{"certificate_until", Text{ZH: "登记凭证有效期", EN: "certificate"}, l.CertificateUntil},
		{"contract_until", Text{ZH: "合同期限", EN: "contract term"}, l.ContractUntil},
	} {
		if !u.until.IsZero() {
			q := s.quantity("life."+u.name, u.label, formula.Years, lifeSpan)
			q.Written = u.until.String()
			add(u.name, u.label, s.g.Input(q, yearsUntil(s.date, u.until.Date)))
		}
	}
	if l.HalfLife != nil {
		add("half_life", Text{ZH: "时效半衰期折算寿命", EN: "life by half-life"}, l.HalfLife.build(s))
	}
	q := s.quantity("life", Text{ZH: "收益期 n（年）", EN: "economic life n (years)"}, formula.Years, lifeSpan)
	q.Driver = l.live()
	n := s.g.Name(s.years("life", "n", q.Label, s.g.Min(nodes...), in...), q)
	for i, id := range nodes {
		if rep.Binding == "" && s.g.Value(id).Cmp(s.g.Value(n)) == 0 {
			rep.Binding = in[i].Name
			s.state("收益期 "+s.g.Value(n).Short(4)+" 年，由“"+rep.Terms[i].Label.ZH+"”决定",
				"the income ends after "+s.g.Value(n).Short(4)+" years, by "+rep.Terms[i].Label.EN)
		}
	}
	rep.Years = s.g.Value(n).Short(6)
	s.part.Life = &rep
	return n
}

func (h HalfLife) build(s *sheet) formula.ID {
	const at = "life.half_life."
	floor := s.ratio(at+"floor", Text{ZH: "效用下限", EN: "floor of usefulness"}, h.Floor, floorSpan, "0.25")
	var days formula.ID
	label := Text{ZH: "半衰期 H（天）", EN: "half-life H (days)"}
	if !h.Days.IsZero() {
		q := s.quantity(at+"days", label, formula.Days, daysSpan)
		q.Written = h.Days.String()
		days = s.g.Input(q, h.Days)
	} else {
		then := s.ratio(at+"then", Text{ZH: "前次时效性", EN: "timeliness then"}, h.Then, partial, "1")
		now := s.ratio(at+"now", Text{ZH: "本次时效性", EN: "timeliness now"}, h.Now, partial, "1")
		between := s.count(at+"between_days", Text{ZH: "间隔天数", EN: "days between"}, integer(int64(h.BetweenDays)), formula.Days)
		days = s.years("half_life_days", "H", label,
			s.g.Quo(s.g.Mul(between, s.g.Ln(s.g.Int(2))), s.g.Ln(s.g.Quo(then, now))),
			sym("between", between), sym("then", then), sym("now", now))
	}
	return s.years("half_life", "L", Text{ZH: "时效半衰期折算寿命 L（年）", EN: "life by half-life L (years)"},
		s.g.Quo(s.g.Mul(days, s.g.Ln(s.g.Quo(s.one(), floor))), s.g.Mul(s.g.Ln(s.g.Int(2)), s.g.Int(365))),
		sym("H", days), sym("floor", floor))
}

// yearsUntil counts whole years by the calendar, and the days that are left as a share of the year they lie in.
func yearsUntil(from, to daycount.Date) Decimal {
	whole := 0
	for !from.AddMonths(12 * (whole + 1)).After(to) {
		whole++
	}
	anniversary := from.AddMonths(12 * whole)
	var a decimal.Arith
	days, year := to.Sub(anniversary), from.AddMonths(12*(whole+1)).Sub(anniversary)
	return a.Add(decimal.Int(int64(whole)), a.Quo(decimal.Int(int64(days)), decimal.Int(int64(year))))
}
