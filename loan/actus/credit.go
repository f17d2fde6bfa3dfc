package actus

import (
	"math"
	"slices"
)

// enhancement projects a guarantee or collateral. It covers, at any time, a share of what the covered contracts owe; a
// credit event of the kind covered, before maturity, fixes that amount, which is settled after the settlement period.
// What a CEC pays is never more than what its collateral is worth.
func (p *Projector) enhancement() ([]Event, error) {
	c := p.c
	covered, end, err := p.coveredEvents()
	if err != nil {
		return nil, err
	}
	called, isCalled := p.creditEvent(end)
	p.plan = p.plan[:0]
	if c.Purchase > c.Status {
		p.put(PRD, c.Purchase, 0)
	}
	if c.Fee.any() {
		p.cyclic(FP, p.repeat(c.Fee, end, true), 0)
	}
	p.put(MD, end, 0)
	p.order()
	paid := max(c.Status, c.Fee.Anchor) // fees are paid up to here
	for _, e := range p.plan {
		if e.at <= c.Status || p.m.Until != 0 && e.at > p.m.Until {
			continue
		}
		if isCalled && called < e.at {
			return p.settle(covered, called, paid)
		}
		event := Event{Time: e.at, Kind: e.kind, Notional: p.exposure(covered, e.at)}
		switch e.kind {
		case PRD:
			event.Payoff = -c.Role * c.PriceBought.or(0)
		case FP:
			event.Payoff = p.fee(paid, e.calc, event.Notional)
			paid = e.calc
		case MD:
			event.Notional = 0
		}
		p.events = append(p.events, event)
	}
	return p.events, nil
}

// fee is an absolute amount, or a rate on what is covered.
func (p *Projector) fee(from, to Time, notional float64) float64 {
	if p.c.FeeAbsolute {
		return p.c.Role * p.c.FeeRate.or(0)
	}
	return p.c.years(from, to) * p.c.FeeRate.or(0) * notional
}

// settle appends exercise and settlement. Fees are paid up to paid.
func (p *Projector) settle(covered [][]Event, called, paid Time) ([]Event, error) {
	c := p.c
	amount := p.exposure(covered, called)
	if c.Type == CEC {
		worth, err := p.collateral(called)
		if err != nil {
			return nil, err
		}
		amount = c.Role * math.Min(math.Abs(amount), worth)
	}
	fee := 0.0
	switch {
	case !c.Fee.any() || !c.FeeRate.Set:
	case c.FeeAbsolute && c.Fee.Cycle.positive() && called > paid:
		// The part of a whole cycle's fee that is earned at exercise: whole units, as the standard's cases have it.
		cycle := c.years(paid, c.Fee.Cycle.after(paid, 1, c.eom))
		fee = c.Role * math.Trunc(c.FeeRate.V*c.years(paid, called)/cycle)
	case !c.FeeAbsolute:
		fee = p.fee(paid, called, amount)
	}
	settled, _ := c.convention.shift(c.Notice.after(called, 1, false))
	p.events = append(p.events,
		Event{Time: called, Kind: XD, Notional: amount, Exercised: called, ExerciseAmount: amount},
		Event{Time: settled, Kind: STD, Payoff: amount + fee, Exercised: called, ExerciseAmount: amount})
	return p.events, nil
}

// coveredEvents projects the covered contracts, and finds when the cover ends: with the last of them if the terms do not say.
func (p *Projector) coveredEvents() (covered [][]Event, end Time, err error) {
	end = p.c.Maturity
	market := Market{Series: p.m.Series}
	for _, c := range p.c.Covered {
		q := Projector{}
		events, err := q.Events(c, &market)
		if err != nil {
			return nil, 0, err
		}
		covered = append(covered, events)
		if n := len(events); n > 0 && p.c.Maturity == 0 {
			end = max(end, events[n-1].Time)
		}
	}
	if end == 0 {
		return nil, 0, ErrMissing.With("term", "maturityDate").At("maturityDate")
	}
	return covered, end, nil
}

// creditEvent is the first event of the kind covered that hits a covered contract while the cover runs.
func (p *Projector) creditEvent(end Time) (t Time, ok bool) {
	for _, h := range p.m.Events {
		if h.Type == "CE" && h.Performance == p.c.CreditEvent && slices.Contains(p.c.coveredIDs, h.Contract) &&
			h.Time > p.c.Status && h.Time < end && (!ok || h.Time < t) {
			t, ok = h.Time, true
		}
	}
	return t, ok
}

// exposure is what is covered at t: the covered share of what the contracts owe then, or of the amount the terms name.
func (p *Projector) exposure(covered [][]Event, t Time) float64 {
	c := p.c
	sum := 0.0
	for i, events := range covered {
		sum += owed(c.Covered[i], events, t, c.WithInterest)
	}
	if c.Notional.Set {
		sum = c.Notional.V
	}
	return c.Role * c.Coverage.or(1) * sum
}

// owed is the notional of a contract at t, and the interest accrued on it if asked.
func owed(c *Contract, events []Event, t Time, interest bool) float64 {
	e := Event{Time: c.Status}
	if c.Exchange <= c.Status {
		e.Notional, e.Rate = c.Role*c.Notional.V, c.Rate.V
	}
	for _, next := range events {
		if next.Time > t {
			break
		}
		e = next
	}
	sum := e.Notional
	if interest {
		sum += e.Accrued + c.years(e.Time, t)*e.Rate*e.Notional
	}
	return math.Abs(sum)
}

// collateral is what the collateral is worth at t.
func (p *Projector) collateral(t Time) (float64, error) {
	sum := 0.0
	market := Market{Series: p.m.Series}
	for _, c := range p.c.Collateral {
		if c.Type != COM {
			q := Projector{}
			events, err := q.Events(c, &market)
			if err != nil {
				return 0, err
			}
			sum += owed(c, events, t, true)
			continue
		}
		price, ok := p.m.Series[c.MarketCode].at(t, t)
		if !ok {
			if !c.MarketValue.Set {
				return 0, ErrObserved.With("code", c.MarketCode, "date", t).At("marketObjectCode")
			}
			price = c.MarketValue.V
		}
		sum += price * c.Quantity.or(1)
	}
	return sum, nil
}
