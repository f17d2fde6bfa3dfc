package actus

import "math"

// entry is one event to come.
type entry struct {
	at    Time // when it happens
	calc  Time // the time interest is counted to
	base  Time // the time before it was moved to a business day: what market data is looked up by
	kind  Kind
	value float64 // amount of a step or of a happening
}

func (p *Projector) put(kind Kind, t Time, value float64) {
	p.plan = append(p.plan, entry{at: t, calc: t, base: t, kind: kind, value: value})
}

// cyclic adds times moved to business days.
func (p *Projector) cyclic(kind Kind, times []Time, value float64) {
	for _, t := range times {
		event, calc := p.c.convention.shift(t)
		p.plan = append(p.plan, entry{at: event, calc: calc, base: t, kind: kind, value: value})
	}
}

// repeat lays out one schedule from its anchor, or from the first cycle after initial exchange, up to end.
func (p *Projector) repeat(r Repeat, end Time, addEnd bool) []Time {
	start := r.Anchor
	if start == 0 {
		start = p.c.Exchange
		if r.Cycle.positive() {
			start = r.Cycle.after(start, 1, p.c.eom)
		}
	}
	p.times = schedule(p.times[:0], start, end, r.Cycle, p.c.eom, addEnd)
	p.many = p.many || len(p.times) >= maxEvents
	return p.times
}

// layout fills the plan of a loan.
func (p *Projector) layout() error {
	c := p.c
	p.plan, p.many = p.plan[:0], false
	end, err := p.maturity()
	if err != nil {
		return err
	}
	p.end = end
	if c.Exchange > c.Status {
		p.put(IED, c.Exchange, 0)
	}
	if !c.callable() {
		p.cyclic(MD, []Time{end}, 0)
	}
	p.interest(end)
	switch {
	case c.redeems():
		p.redemption(end)
	case c.Type == LAX:
		p.steps(end)
	}
	p.resets(end)
	if c.Fee.any() {
		p.cyclic(FP, p.repeat(c.Fee, end, !c.callable()), 0)
	}
	if c.Scaling.any() && (c.ScaleInterest || c.ScaleNotional) {
		p.cyclic(SC, p.repeat(c.Scaling, end, false), 0)
	}
	if c.base == baseLagged && c.Fixed.any() {
		p.cyclic(IPCB, p.repeat(c.Fixed, end, false), 0)
	}
	if c.Purchase != 0 {
		p.put(PRD, c.Purchase, 0)
	}
	if c.Terminated != 0 {
		p.put(TD, c.Terminated, 0)
	}
	p.happenings()
	if p.many {
		return ErrMany.With("most", maxEvents)
	}
	p.order()
	return nil
}

// interest lays out payments and capitalisations. A callable contract capitalises until it is called.
func (p *Projector) interest(end Time) {
	c := p.c
	if c.callable() {
		if c.Interest.any() {
			p.cyclic(IPCI, p.repeat(c.Interest, end, false), 0)
		}
		if c.Type == CLM && c.Maturity != 0 && !p.called {
			_, calc := c.convention.shift(end) // shown at maturity itself, but interest runs to the business day
			for _, kind := range [2]Kind{IP, MD} {
				p.plan = append(p.plan, entry{at: end, calc: calc, base: end, kind: kind})
			}
		}
		return
	}
	switch {
	case c.Type == LAX && len(c.InterestSteps) > 0:
		for i, s := range c.InterestSteps {
			p.cyclic(IP, p.segment(c.InterestSteps, i, s, end), 0)
		}
		p.cyclic(IP, []Time{end}, 0)
	case c.Interest.any():
		times := p.repeat(c.Interest, end, true)
		if c.Capitalized == 0 {
			p.cyclic(IP, times, 0)
			break
		}
		n := 0
		for n < len(times) && times[n] < c.Capitalized {
			n++
		}
		p.cyclic(IPCI, times[:n], 0)
		p.cyclic(IPCI, []Time{c.Capitalized}, 0)
		if n < len(times) && times[n] == c.Capitalized {
			n++
		}
		p.cyclic(IP, times[n:], 0)
	case c.Rate.Set:
		if c.Capitalized != 0 {
			p.cyclic(IPCI, []Time{c.Capitalized}, 0)
		}
		p.cyclic(IP, []Time{end}, 0)
	}
}

// redemption lays out what falls due of the principal, and the fixing of an annuity that the terms leave open: the day
// before the first redemption.
func (p *Projector) redemption(end Time) {
	c := p.c
	times := p.repeat(c.Redemption, end, false)
	p.cyclic(PR, times, 0)
	if c.Type == ANN && !c.NextRedemption.Set && len(times) > 0 {
		if t := times[0] - 2; t > c.Exchange && t > c.Status {
			p.put(PRF, t, 0)
		}
	}
}

// segment is the schedule of one line of arrays: until the next line begins.
func (p *Projector) segment(steps []Step, i int, s Step, end Time) []Time {
	stop := end
	if i+1 < len(steps) {
		stop = min(stop, steps[i+1].Anchor)
	}
	cycle := s.Cycle
	cycle.long = cycle.long && stop == end
	p.times = schedule(p.times[:0], s.Anchor, stop, cycle, p.c.eom, false)
	p.many = p.many || len(p.times) >= maxEvents
	return p.times
}

func (p *Projector) steps(end Time) {
	for i, s := range p.c.Steps {
		kind := PR
		if s.Increase {
			kind = PI
		}
		p.cyclic(kind, p.segment(p.c.Steps, i, s, end), s.Amount)
	}
	for i, s := range p.c.RateSteps {
		kind := RRF
		if s.Variable {
			kind = RR
		}
		p.cyclic(kind, p.segment(p.c.RateSteps, i, s, end), s.Amount)
	}
}

// resets lays out rate resets. The first one after the status date takes the next reset rate if the terms name it; an
// annuity is fixed anew after each.
func (p *Projector) resets(end Time) {
	c := p.c
	if !c.Reset.any() {
		return
	}
	first := len(p.plan)
	p.cyclic(RR, p.repeat(c.Reset, end, false), c.Spread.or(0))
	resets := p.plan[first:]
	if c.NextReset.Set {
		for i := range resets {
			if resets[i].at > c.Status {
				resets[i].kind, resets[i].value = RRF, c.NextReset.V
				break
			}
		}
	}
	if c.Type == ANN {
		for _, e := range resets {
			e.kind = PRF
			p.plan = append(p.plan, e)
		}
	}
}

// happenings adds what the world brings: prepayments, looks at the state, and the call of a callable contract.
func (p *Projector) happenings() {
	c := p.c
	for _, h := range p.m.Events {
		if h.Contract != "" && h.Contract != c.ID {
			continue
		}
		switch h.Type {
		case "AD":
			p.put(AD, h.Time, 0)
		case "PP":
			p.put(PP, h.Time, h.Value)
		case "XD":
			if !c.callable() || h.Time != p.end {
				continue
			}
			p.put(XD, h.Time, 0)
			settle, _ := c.convention.shift(c.Notice.after(h.Time, 1, false))
			p.put(IPX, settle, 0)
			p.put(STD, settle, 0)
		}
	}
}

// maturity is when the contract ends: by its terms, by its call, or when its redemptions have repaid the principal.
func (p *Projector) maturity() (Time, error) {
	c := p.c
	p.called = false
	if c.callable() {
		end := c.Maturity
		for _, h := range p.m.Events {
			if h.Type == "XD" && (h.Contract == "" || h.Contract == c.ID) && h.Time > c.Status && (end == 0 || h.Time < end) {
				end, p.called = h.Time, true
			}
		}
		if end == 0 {
			end = p.m.Until
		}
		if end == 0 {
			return 0, ErrMissing.With("term", "maturityDate").At("maturityDate")
		}
		return end, nil
	}
	switch {
	case c.Maturity != 0:
		return c.Maturity, nil
	case c.Type == ANN && c.Amortized != 0:
		return c.Amortized, nil
	case c.Type == LAX:
		return p.stepsEnd()
	case c.Type == PAM || !c.NextRedemption.Set || c.NextRedemption.V <= 0 || !c.Redemption.Cycle.positive():
		return 0, ErrMissing.With("term", "maturityDate").At("maturityDate")
	}
	first := c.Redemption.Anchor
	if first == 0 {
		first = c.Redemption.Cycle.after(c.Exchange, 1, c.eom)
	}
	for k, anchor := 1, first; first <= c.Status; k++ { // the principal is that of the status date
		first = c.Redemption.Cycle.after(anchor, k, c.eom)
	}
	each := c.NextRedemption.V
	if c.Type != LAM {
		each -= c.years(first, c.Redemption.Cycle.after(first, 1, c.eom)) * c.Rate.V * c.Notional.V
	}
	n := math.Ceil(c.Notional.V/each) - 1
	if each <= 0 || n > maxEvents {
		return 0, ErrEndless.With("amount", c.NextRedemption.V).At("nextPrincipalRedemptionPayment")
	}
	return c.Redemption.Cycle.after(first, max(0, int(n)), c.eom), nil
}

// stepsEnd walks the lines of an LAX until they have repaid the principal.
func (p *Projector) stepsEnd() (Time, error) {
	c := p.c
	left := c.Notional.V
	for i, s := range c.Steps {
		for k, t := 0, s.Anchor; k < maxEvents; k++ {
			if i+1 < len(c.Steps) && t >= c.Steps[i+1].Anchor || t >= at(lastDate) {
				break
			}
			if s.Increase {
				left += s.Amount
			} else {
				left -= s.Amount
			}
			if left <= 1e-9*c.Notional.V {
				return t, nil
			}
			if !s.Cycle.positive() {
				break
			}
			t = s.Cycle.after(s.Anchor, k+1, c.eom)
		}
	}
	return 0, ErrMissing.With("term", "maturityDate").At("maturityDate")
}
