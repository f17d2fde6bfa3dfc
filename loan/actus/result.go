package actus

// Result is an event with the field names of the standard's cases.
type Result struct {
	EventDate           string   `json:"eventDate"`
	EventType           string   `json:"eventType"`
	Payoff              float64  `json:"payoff"`
	Currency            string   `json:"currency"`
	NotionalPrincipal   float64  `json:"notionalPrincipal"`
	NominalInterestRate *float64 `json:"nominalInterestRate,omitempty"`
	AccruedInterest     *float64 `json:"accruedInterest,omitempty"`
	ExerciseAmount      *float64 `json:"exerciseAmount,omitempty"`
	ExerciseDate        string   `json:"exerciseDate,omitempty"`
}

// Events projects the case. Faults name the file, and the case and term.
func (c *Case) Events(file string) ([]Result, error) {
	var p Projector
	events, err := p.Events(&c.Contract, &c.Market)
	if err != nil {
		return nil, place(err, file, c.ID)
	}
	out := make([]Result, len(events))
	for i := range events {
		e := &events[i]
		r := Result{EventDate: e.Time.String(), EventType: e.Kind.String(), Payoff: clean(e.Payoff),
			Currency: c.Contract.Currency, NotionalPrincipal: clean(e.Notional)}
		if t := c.Contract.Type; t == CEG || t == CEC {
			amount := clean(e.ExerciseAmount)
			r.ExerciseAmount = &amount
			if e.Exercised != 0 {
				r.ExerciseDate = e.Exercised.String()
			}
		} else {
			rate, accrued := clean(e.Rate), clean(e.Accrued)
			r.NominalInterestRate, r.AccruedInterest = &rate, &accrued
		}
		out[i] = r
	}
	return out, nil
}

// clean makes −0 a 0.
func clean(v float64) float64 { return v + 0 }
