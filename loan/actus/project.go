package actus

import "math"

// Projector projects contracts one after another with buffers it keeps. It is not safe for concurrent use; the events it
// returns are valid until its next call.
type Projector struct {
	c      *Contract
	m      *Market
	plan   []entry
	spare  []entry // what order merges into
	times  []Time
	events []Event
	end    Time
	called bool
	many   bool // a schedule hit its bound
	s      state
}

// state is the contract's state after an event.
type state struct {
	at                 Time
	notional, rate     float64
	accrued, fee, base float64
	scaleN, scaleI     float64
	redemption         float64
}

// Events projects a contract from its status date on.
func (p *Projector) Events(c *Contract, m *Market) ([]Event, error) {
	p.c, p.m, p.events = c, m, p.events[:0]
	switch c.Type {
	case CEG, CEC:
		return p.enhancement()
	case CSH:
		return p.cash(), nil
	case COM:
		return nil, nil
	}
	if err := p.layout(); err != nil {
		return nil, err
	}
	p.start()
	for i := range p.plan {
		e := &p.plan[i]
		if e.at <= c.Status {
			continue
		}
		p.accrue(e.calc)
		payoff, err := p.apply(e)
		if err != nil {
			return nil, err
		}
		if m.Until != 0 && e.at > m.Until && e.kind != IPX && e.kind != STD {
			break
		}
		shown := p.s.accrued
		if e.kind == XD && c.Notice.positive() {
			shown = 0 // with notice, what had accrued is part of what settles
		}
		p.events = append(p.events, Event{Time: e.at, Kind: e.kind, Payoff: payoff, Notional: p.s.notional, Rate: p.s.rate,
			Accrued: shown})
		if e.kind == TD || e.kind == MD || e.kind == STD {
			break
		}
	}
	return p.bought(), nil
}

// bought leaves out what happened before the contract was purchased.
func (p *Projector) bought() []Event {
	if p.c.Purchase == 0 {
		return p.events
	}
	for i, e := range p.events {
		if e.Kind == PRD {
			return p.events[i:]
		}
	}
	return p.events
}

func (p *Projector) cash() []Event {
	for _, h := range p.m.Events {
		if h.Type == "AD" && h.Time > p.c.Status && (p.m.Until == 0 || h.Time <= p.m.Until) {
			p.events = append(p.events, Event{Time: h.Time, Kind: AD, Notional: p.c.Role * p.c.Notional.V})
		}
	}
	return p.events
}

// start is the state at the status date.
func (p *Projector) start() {
	c := p.c
	p.s = state{at: c.Status, scaleN: 1, scaleI: 1}
	if c.ScaleNotional {
		p.s.scaleN = c.NotionalScale.or(1)
	}
	if c.ScaleInterest {
		p.s.scaleI = c.InterestScale.or(1)
	}
	p.s.fee = c.Role * c.FeeAccrued.or(0)
	p.s.redemption = c.Role * p.levelPrincipal()
	if c.Exchange > c.Status {
		return
	}
	p.exchange()
	switch {
	case c.Accrued.Set:
		p.s.accrued = c.Role * c.Accrued.V
	case !c.callable() && c.Interest.any():
		last := c.Exchange
		for _, e := range p.plan {
			if e.at <= c.Status && (e.kind == IP || e.kind == IPCI) && e.calc > last {
				last = e.calc
			}
		}
		p.s.accrued = c.years(last, c.Status) * p.s.rate * p.s.base
	}
	p.openAnnuity(c.Status + 1)
}

// levelPrincipal is what a redemption pays: by the terms, or for an LAM the principal over the number of redemptions.
func (p *Projector) levelPrincipal() float64 {
	c := p.c
	if c.NextRedemption.Set || c.Type != LAM {
		return c.NextRedemption.V
	}
	n := 1 // maturity
	for _, e := range p.plan {
		if e.kind == PR && e.at > c.Status {
			n++
		}
	}
	return c.Notional.V / float64(n)
}

// exchange is the state right after principal was paid out.
func (p *Projector) exchange() {
	c := p.c
	p.s.notional = c.Role * c.Notional.V
	p.s.rate = c.Rate.or(0)
	p.s.base = p.s.notional
	if c.base != baseNotional {
		p.s.base = c.Role * c.BaseAmount.or(c.Notional.V)
	}
}

// openAnnuity fixes the amount of an annuity at once, for redemptions at from or later, where the day before its first
// redemption has passed.
func (p *Projector) openAnnuity(from Time) {
	if p.c.Type != ANN || p.c.NextRedemption.Set {
		return
	}
	for _, e := range p.plan {
		if e.kind == PRF && e.at > p.s.at {
			if !p.c.Reset.any() || e.at < p.firstRedemption() {
				return
			}
		}
	}
	p.s.redemption = p.annuity(p.s.at, from)
}

func (p *Projector) firstRedemption() Time {
	for _, e := range p.plan {
		if e.kind == PR && e.at > p.s.at {
			return e.at
		}
	}
	return p.end
}

// accrue brings interest and fees up to t.
func (p *Projector) accrue(t Time) {
	if t <= p.s.at {
		return
	}
	if p.s.notional != 0 {
		y := p.c.years(p.s.at, t)
		p.s.accrued += y * p.s.rate * p.s.base
		if p.c.FeeRate.Set && !p.c.FeeAbsolute {
			p.s.fee += y * p.s.notional * p.c.FeeRate.V
		}
	}
	p.s.at = t
}

// apply is the pay-off and the state transition of one event; interest has accrued to it.
func (p *Projector) apply(e *entry) (float64, error) {
	c, s := p.c, &p.s
	switch e.kind {
	case IED:
		p.exchange()
		s.accrued = p.initialInterest()
		if c.Type == ANN {
			p.openAnnuity(c.Exchange)
		}
		return -c.Role * (c.Notional.V + c.Premium.or(0)), nil
	case PR:
		return s.scaleN * p.redeem(e), nil
	case PI:
		p.move(c.Role * e.value)
		return -c.Role * e.value * s.scaleN, nil
	case PP:
		paid := math.Min(e.value, math.Abs(s.notional))
		p.move(-c.Role * paid)
		return c.Role * paid, nil
	case IP, IPX:
		paid := s.scaleI * s.accrued
		s.accrued = 0
		return paid, nil
	case IPCI:
		interest := s.accrued
		s.accrued = 0
		p.move(interest)
	case FP:
		paid := s.fee
		if c.FeeAbsolute {
			paid = c.Role * c.FeeRate.V
		}
		s.fee = 0
		return paid, nil
	case RRF:
		s.rate = e.value
	case RR:
		return 0, p.reset(e)
	case PRF:
		s.redemption = p.annuity(e.calc, e.calc+1)
	case PRD:
		return -c.Role * (c.PriceBought.or(0) + s.accrued), nil
	case TD:
		paid := c.Role * (c.PriceTerminated.or(0) + s.accrued)
		s.notional, s.base, s.accrued = 0, 0, 0
		return paid, nil
	case SC:
		return 0, p.scale(e)
	case IPCB:
		s.base = s.notional
	case MD, STD:
		paid := s.scaleN * s.notional
		s.notional, s.base, s.accrued = 0, 0, 0
		return paid, nil
	case XD:
		held := s.notional
		s.base, s.notional = 0, held // nothing accrues between call and settlement
	}
	return 0, nil
}

// initialInterest is what has accrued when principal is paid out: by the terms, or from an interest anchor before it.
func (p *Projector) initialInterest() float64 {
	c := p.c
	if c.Accrued.Set {
		return c.Role * c.Accrued.V
	}
	if a := c.Interest.Anchor; a != 0 && a < c.Exchange {
		return c.years(a, c.Exchange) * p.s.rate * p.s.base
	}
	return 0
}

// move changes the notional, and the interest base with it where interest is counted on the notional.
func (p *Projector) move(by float64) {
	p.s.notional += by
	if p.c.base == baseNotional {
		p.s.base = p.s.notional
	}
}

// redeem repays principal: an amount, less the interest it also pays for NAM and ANN, never more than is left.
func (p *Projector) redeem(e *entry) float64 {
	c, s := p.c, &p.s
	due := c.Role * s.redemption
	switch c.Type {
	case NAM, ANN:
		due = c.Role * (s.redemption - s.accrued)
	case LAX:
		due = e.value
	}
	due -= math.Max(0, due-math.Abs(s.notional))
	p.move(-c.Role * due)
	return c.Role * due
}

// reset takes the market's rate, times the multiplier, plus the spread, within the period's and the life's bounds.
func (p *Projector) reset(e *entry) error {
	c, s := p.c, &p.s
	v, ok := p.m.Series[c.ResetCode].at(e.base, e.at)
	if !ok {
		return ErrObserved.With("code", c.ResetCode, "date", e.base).At("marketObjectCodeOfRateReset")
	}
	change := v*c.Multiplier.or(1) + e.value - s.rate
	change = math.Min(math.Max(change, c.PeriodFloor.or(math.Inf(-1))), c.PeriodCap.or(math.Inf(1)))
	s.rate = math.Min(math.Max(s.rate+change, c.LifeFloor.or(math.Inf(-1))), c.LifeCap.or(math.Inf(1)))
	return nil
}

// scale takes the scaling index over its value at the contract's deal.
func (p *Projector) scale(e *entry) error {
	c, s := p.c, &p.s
	v, ok := p.m.Series[c.ScalingCode].at(e.base, e.at)
	if !ok || c.ScalingBase == 0 {
		return ErrObserved.With("code", c.ScalingCode, "date", e.base).At("marketObjectCodeOfScalingIndex")
	}
	if c.ScaleNotional {
		s.scaleN = c.NotionalScale.or(1) * v / c.ScalingBase
	}
	if c.ScaleInterest {
		s.scaleI = c.InterestScale.or(1) * v / c.ScalingBase
	}
	return nil
}

// annuity is the level amount A that, paid at each redemption at from or later and at the end, repays the notional n with what
// will have accrued at the first of them, a: A = (n + a)·∏f ÷ (1 + Σⱼ ∏ₖ≥ⱼ f), f = 1 + rate × year fraction of a period.
// The products are built from the end, in one pass.
func (p *Projector) annuity(t, from Time) float64 {
	c, s := p.c, &p.s
	end := p.end
	if c.Amortized != 0 {
		end = c.Amortized
	}
	times := p.repeat(c.Redemption, end, true)
	for len(times) > 1 && times[0] < from {
		times = times[1:]
	}
	product, sum := 1.0, 1.0
	for i := len(times) - 2; i >= 0; i-- {
		product *= 1 + s.rate*c.years(times[i], times[i+1])
		sum += product
	}
	accrued := s.accrued + c.years(t, times[0])*s.rate*s.base
	return (s.notional + accrued) * product / sum
}
