package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// Timing says when in a year its flow is received.
type Timing string

// End discounts the flow of year t by t years, Mid by t−0.5. The default is End; a report always says which.
const (
	End Timing = "end"
	Mid Timing = "mid"
)

// Income is what the income methods share: how flows are timed, how long they last and at what rate they are discounted.
type Income struct {
	DiscountRate DiscountRate `json:"discount_rate"`
	Timing       Timing       `json:"timing,omitzero"` // end (the default) or mid: when in a period its flow is received
	Life         *Life        `json:"life,omitzero"`
	// FirstPeriod is a first period shorter than a year, from the valuation date.
	FirstPeriod *FirstPeriod `json:"first_period,omitzero"`
	// Tail continues the flow after the forecast for some years. Data assets have an end: there is no endless tail.
	Tail *Tail `json:"tail,omitzero"`
	// TaxAmortisation adds what the buyer of the asset saves in tax by amortising it.
	TaxAmortisation *TaxAmortisation `json:"tax_amortisation,omitzero"`
}

// FirstPeriod ends on a date less than a year after the valuation date, usually the end of the business year; the periods
// after it are years. Amount says what the forecast's first amount is: the whole year's, of which the period gets
// its share by days, or that of the remaining period alone.
type FirstPeriod struct {
	End    Date   `json:"end"`    // after the valuation date, within a year
	Amount string `json:"amount"` // whole_year or remaining
}

// The two meanings of the first amount.
const (
	wholeYear = "whole_year"
	remaining = "remaining"
)

// Tail is a finite continuation: F_(n+j) = F_n·(1+g)^j for j = 1 … years, declining or growing, always slower than the
// discount rate.
type Tail struct {
	Years  int     `json:"years"`  // with the forecast at most 50
	Growth Decimal `json:"growth"` // a year, (-1, 1], under the discount rate
}

// TaxAmortisation is the benefit of amortising the asset for tax in so many years: P = PV/(1 − T/N·Σ d_j), where d_j
// discounts year j as the flows are.
type TaxAmortisation struct {
	Years   int     `json:"years"`    // N, 1 to 50
	TaxRate Decimal `json:"tax_rate"` // T, [0, 1)
}

var (
	// ErrGrowth says that a flow would grow as fast as it is discounted.
	ErrGrowth = fault.Define("valuation.growth", fault.Invalid,
		"后续期增长率 {growth} 不低于折现率 {rate}", "the tail grows at {growth}, which is not under the discount rate {rate}").
		Hint("请降低后续期增长率，或把高增长年份列入明确预测期", "lower the growth of the tail, or list the years of high growth in the forecast")
	// ErrFirstPeriod says that a first period is not shorter than a year.
	ErrFirstPeriod = fault.Define("valuation.first_period", fault.Invalid,
		"首期止于 {end}，应在评估基准日 {base} 之后且不足一年", "the first period ends on {end}: it should be after the valuation date {base} and shorter than a year")
)

func (in Income) check(c *check, field string, flow Basis, periods int) {
	in.DiscountRate.check(c, sub(field, "discount_rate"), flow)
	if in.Timing != "" && in.Timing != End && in.Timing != Mid {
		c.fail(ErrChoice.With("name", "timing", "value", clip(string(in.Timing)), "choices", "end, mid"), sub(field,
			"timing"))
	}
	if p := in.FirstPeriod; p != nil {
		at := sub(field, "first_period")
		switch {
		case p.End.IsZero():
			c.fail(ErrMissing.With("name", "end"), sub(at, "end"))
		case !p.End.After(c.date) || !p.End.Before(c.date.AddMonths(12)):
			c.fail(ErrFirstPeriod.With("end", p.End, "base", c.date), sub(at, "end"))
		}
		c.choice(sub(at, "amount"), p.Amount, []choice{{word: wholeYear}, {word: remaining}})
	}
	if t := in.Tail; t != nil {
		at := sub(field, "tail")
		c.count(sub(at, "years"), max(t.Years, 0), MaxPeriods)
		c.within(sub(at, "growth"), t.Growth, growthSpan)
		periods += t.Years
		if periods > MaxPeriods {
			c.fail(ErrTooMany.With("name", "years", "count", periods, "limit", MaxPeriods), sub(at, "years"))
		}
	}
	if t := in.TaxAmortisation; t != nil {
		at := sub(field, "tax_amortisation")
		c.count(sub(at, "years"), max(t.Years, 0), MaxPeriods)
		c.within(sub(at, "tax_rate"), t.TaxRate, lossRate)
		if flow != AfterTax {
			c.fail(ErrBasis.With("rate", "tax_amortisation", "flow", flow), at)
		}
	}
	if in.Life == nil {
		return
	}
	at := sub(field, "life")
	in.Life.check(c, at)
	if n := in.Life.whole(); n > 0 && !in.Life.live() && in.FirstPeriod == nil && periods > n {
		c.fail(ErrLife.With("periods", periods, "life", n), at)
	}
}

// schedule is how the periods of an income are discounted and how much of each counts.
type schedule struct {
	in     Income
	rate   formula.ID
	v      formula.ID
	root   formula.ID // √v, for mid-year flows of whole years
	first  formula.ID // the length of the first period, where it is shorter than a year
	life   formula.ID // where the life is on the graph
	starts []formula.ID
}

const none = formula.ID(-1)

// schedule writes the life and the rate.
func (in Income) schedule(s *sheet, periods int) *schedule {
	p := &schedule{in: in, first: none, life: none, root: none}
	if f := in.FirstPeriod; f != nil {
		q := s.quantity("first_period", Text{ZH: "首期长度（年）", EN: "first period (years)"}, formula.Years, share)
		q.Written = f.End.String()
		p.first = s.g.Input(q, yearsUntil(s.date, f.End.Date))
		s.state("首期自基准日至 "+f.End.String()+"，为 "+s.g.Value(p.first).Short(6)+" 年",
			"the first period runs to "+f.End.String()+": "+s.g.Value(p.first).Short(6)+" years")
	}
	if in.Life != nil {
		n := in.Life.build(s)
		if in.Life.live() {
			p.life = n
		}
		p.within(s, n, periods)
	}
	p.rate = in.DiscountRate.build(s)
	p.v = s.cell("v", "v", Text{ZH: "一年折现系数 v", EN: "discount factor of a year v"},
		s.g.Quo(s.one(), s.g.Add(s.one(), p.rate)), formula.ShowFactor, sym("r", p.rate))
	if in.Timing == Mid {
		s.state("现金流按年中折现", "flows are discounted from mid-year")
	} else {
		s.state("现金流按年末折现", "flows are discounted from the end of the year")
	}
	if in.DiscountRate.basis() == PreTax {
		s.state("现金流与折现率均为税前口径", "cash flow and discount rate are before tax")
	} else {
		s.state("现金流与折现率均为税后口径", "cash flow and discount rate are after tax")
	}
	return p
}

// within holds the last period against the life.
func (p *schedule) within(s *sheet, n formula.ID, periods int) {
	total := periods
	if p.in.Tail != nil {
		total += p.in.Tail.Years
	}
	var a decimal.Arith
	until := integer(int64(total)) // the end of the last period
	if p.first != none {
		until = a.Add(integer(int64(total-1)), s.g.Value(p.first))
	}
	if p.life != none { // a started year may be cut
		until = a.Sub(until, integer(1))
		if c := until.Cmp(s.g.Value(n)); c < 0 || until.Sign() <= 0 {
			return
		}
	} else if until.Cmp(s.g.Value(n)) <= 0 {
		return
	}
	s.fail(ErrLife.With("periods", total, "life", s.g.Value(n).Short(4)).At("life"))
}

// start is where a period begins, in years from the valuation date; t counts from 0.
func (p *schedule) start(s *sheet, t int) formula.ID {
	if p.first == none || t == 0 {
		return s.g.Int(int64(t))
	}
	return s.g.Add(p.first, s.g.Int(int64(t-1)))
}

// length is how much of a period lies within the life, in years; none is a whole year.
func (p *schedule) length(s *sheet, t int) formula.ID {
	whole := none
	if t == 0 {
		whole = p.first
	}
	if p.life == none {
		return whole
	}
	year := whole
	if year == none {
		year = s.one()
	}
	return s.g.Max(s.g.Int(0), s.g.Min(year, s.g.Sub(p.life, p.start(s, t))))
}

// share is what part of a period's amount counts; none is all of it.
func (p *schedule) share(s *sheet, t int, length formula.ID) formula.ID {
	first := t == 0 && p.first != none
	switch {
	case first && p.in.FirstPeriod.Amount == wholeYear:
		return length
	case p.life == none:
		return none
	case first:
		return s.g.Quo(length, p.first)
	}
	return length
}

// discount takes the full flows of the forecast's periods, called F_t or by the name given, continues them by the tail,
// takes of each what counts, discounts, adds up, and returns the sum.
func (p *schedule) discount(s *sheet, flows []formula.ID) formula.ID {
	flows = p.continued(s, flows)
	pvs := make([]formula.ID, len(flows))
	ends := none
	for i, f := range flows {
		t := strconv.Itoa(i + 1)
		length := p.length(s, i)
		if length != none {
			length = s.cell("length", "L_"+t, Text{ZH: "第 " + t + " 期长度（年）", EN: "length of period " + t + " (years)"}, length,
				formula.ShowFactor, sym("n", p.life), sym("L", p.first))
		}
		if part := p.share(s, i, length); part != none {
			f = s.money("counted", "F_t", Text{ZH: "第 " + t + " 期计入收益", EN: "flow that counts, period " + t},
				s.g.Mul(f, part), sym("t", s.g.Int(int64(i+1))), sym("F", f), sym("s_t", part))
		}
		var d formula.ID
		d, ends = p.factor(s, t, length, ends)
		pvs[i] = s.money("pv", "PV_t", Text{ZH: "第 " + t + " 年现值", EN: "present value, year " + t}, s.g.Mul(f, d),
			sym("t", s.g.Int(int64(i+1))), sym("F_t", f), sym("d_t", d))
	}
	total := s.g.Sum(pvs...)
	if p.in.TaxAmortisation == nil {
		return s.money("value", "P", valueLabel, total, sym("n", s.g.Int(int64(len(flows)))))
	}
	total = s.money("pv_total", "PV", Text{ZH: "现值合计", EN: "present values"}, total)
	return p.in.TaxAmortisation.build(s, p, total)
}

// factor is the discount factor of a period and that of its end.
func (p *schedule) factor(s *sheet, t string, length, before formula.ID) (factor, end formula.ID) {
	step := p.v
	if length != none {
		step = s.g.Pow(p.v, length)
	}
	chained := func(x formula.ID) formula.ID {
		if before == none {
			return x
		}
		return s.g.Mul(before, x)
	}
	label := Text{ZH: "第 " + t + " 期折现系数", EN: "discount factor, period " + t}
	in := []formula.Symbol{sym("v", p.v)}
	if before != none {
		n, _ := strconv.Atoi(t)
		in = append(in, sym("d_"+strconv.Itoa(n-1), before))
	}
	if length != none {
		in = append(in, sym("L_"+t, length))
	}
	end = s.cell("factor", "d_"+t, label, chained(step), formula.ShowFactor, in...)
	if p.in.Timing != Mid {
		return end, end
	}
	var middle formula.ID
	if length != none {
		middle = s.g.Pow(p.v, s.g.Quo(length, s.g.Int(2)))
	} else {
		if p.root == none {
			p.root = s.cell("root", "√v", Text{ZH: "半年折现系数", EN: "discount factor of half a year"}, s.g.Sqrt(p.v),
				formula.ShowFactor, sym("v", p.v))
		}
		middle = p.root
	}
	return s.cell("factor_mid", "m_"+t, label, chained(middle), formula.ShowFactor, in...), end
}

// continued adds the tail's flows.
func (p *schedule) continued(s *sheet, flows []formula.ID) []formula.ID {
	tail := p.in.Tail
	if tail == nil {
		return flows
	}
	growth := s.ratio("tail.growth", Text{ZH: "后续期增长率 g", EN: "growth of the tail g"}, tail.Growth, growthSpan, "0")
	step := s.g.Add(s.one(), growth)
	for range tail.Years {
		t := strconv.Itoa(len(flows) + 1)
		before := flows[len(flows)-1]
		flows = append(flows, s.money("tail", "F_t", Text{ZH: "后续期第 " + t + " 年收益", EN: "flow of the tail, year " + t},
			s.g.Mul(before, step), sym("F_(t−1)", before), sym("g", growth)))
	}
	s.state("明确预测期之后另计 "+strconv.Itoa(tail.Years)+" 年，年增长率 "+tail.Growth.String(),
		"the forecast is continued for "+strconv.Itoa(tail.Years)+" years, growing at "+tail.Growth.String()+" a year")
	return flows
}

// settled holds the tail against the rate, once that is known.
func (in Income) settled(s *sheet) {
	q, ok := s.g.Find(sub(s.prefix, "discount_rate"))
	if !ok || in.Tail == nil {
		return
	}
	if r := s.g.Value(q.Node); in.Tail.Growth.Cmp(r) >= 0 {
		s.fail(ErrGrowth.With("growth", in.Tail.Growth, "rate", r.Short(6)).At("tail.growth"))
	}
}

func (t TaxAmortisation) build(s *sheet, p *schedule, total formula.ID) formula.ID {
	rate := s.ratio("tax_amortisation.tax_rate", Text{ZH: "摊销抵税税率 T", EN: "tax rate of amortisation T"}, t.TaxRate, lossRate, "0")
	years := s.count("tax_amortisation.years", Text{ZH: "摊销年限 N", EN: "years of amortisation N"}, integer(int64(t.Years)), formula.Years)
	sums := make([]formula.ID, t.Years)
	for i := range sums {
		at := s.g.Int(int64(i + 1))
		if p.in.Timing == Mid {
			at = s.g.Sub(at, s.g.Const(dec("0.5")))
		}
		sums[i] = s.g.Pow(p.v, at)
	}
	annuity := s.factor("annuity", "A", Text{ZH: "摊销年金现值系数 A", EN: "annuity of amortisation A"}, s.g.Sum(sums...), sym("v", p.v))
	benefit := s.factor("tab_factor", "B", Text{ZH: "税收摊销收益系数 B", EN: "factor of the tax amortisation benefit B"},
		s.g.Quo(s.one(), s.g.Sub(s.one(), s.g.Quo(s.g.Mul(rate, annuity), years))), sym("T", rate), sym("A", annuity), sym("N", years))
	return s.money("value", "P", valueLabel, s.g.Mul(total, benefit), sym("PV", total), sym("B", benefit))
}

// incomeInputs are the inputs of every income method of which a source may be given.
var incomeInputs = []string{"discount_rate", "timing", "life", "first_period", "tail", "tax_amortisation"}
