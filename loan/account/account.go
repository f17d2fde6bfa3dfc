// Package account runs a loan: a contract with its fees, credit line and floating rate, and the dated transactions on it,
// become a schedule, a position, postings and the borrower's yearly cost as of any day.
//
// Everything is one pure function, [Run], of a [File] and a day: no state is kept. Transactions are put in order of
// their days (and within a day by kind and amount) and replayed from the first, so that one recorded late gives exactly
// what it would have given in time, and the order of recording does not matter. Transactions after the day asked for do not count.
//
// Package loan does the arithmetic: terms become [loan.Change]s for [loan.Replan], payments a [loan.History] for
// [loan.Replay]. A run costs one schedule and one replay, and a replay more per prepayment: well under a millisecond.
package account

import (
	"slices"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// File is all that is agreed and all that has happened.
type File struct {
	Contract       loan.Contract  `json:"contract"`
	Currency       string         `json:"currency"`                 // CNY
	Limit          money.Fen      `json:"limit_fen,omitzero"`       // the line; default: the contract's principal, no more
	Revolving      bool           `json:"revolving,omitempty"`      // repaid principal may be drawn again
	AvailableUntil daycount.Date  `json:"available_until,omitzero"` // the last day of drawing; default: maturity
	Floating       *loan.Floating `json:"floating,omitempty"`
	Fees           []Fee          `json:"fees,omitempty"`
	Transactions   []Transaction  `json:"transactions,omitempty"`
}

// Statement is a loan as of a day.
type Statement struct {
	AsOf         daycount.Date     `json:"as_of"`
	Position     loan.Position     `json:"position"`
	Undrawn      money.Fen         `json:"undrawn_fen"`
	Schedule     []loan.Instalment `json:"schedule"`
	Charges      []loan.Charge     `json:"charges"`
	Postings     []Posting         `json:"postings"`
	Flows        []loan.Flow       `json:"flows"`
	AnnualCost   *udecimal.Decimal `json:"annual_cost,omitempty"` // absent where the flows have no single rate
	CurrentRate  udecimal.Decimal  `json:"current_rate"`
	MaturityDate daycount.Date     `json:"maturity"`
}

// run is the state of one run.
type run struct {
	File
	asOf    daycount.Date
	tx      []Transaction
	changes []loan.Change
	history loan.History
	once    []once // fees paid on the day they arise
	plan    []loan.Instalment
	last    daycount.Date // maturity with all extensions
	rate    udecimal.Decimal
}

// once is a fee paid when it arises.
type once struct {
	date   daycount.Date
	kind   Kind
	amount money.Fen
}

// Run replays a file up to and including a day.
func Run(f File, asOf daycount.Date) (Statement, error) {
	if err := f.normal(); err != nil {
		return Statement{}, err
	}
	r := run{File: f, asOf: asOf, last: f.Contract.Maturity, rate: f.Contract.Rate}
	r.tx = slices.Clone(f.Transactions)
	slices.SortStableFunc(r.tx, inTime)
	for _, x := range r.tx {
		if err := x.check(f); err != nil {
			return Statement{}, x.at(err)
		}
	}
	r.tx = slices.DeleteFunc(r.tx, func(x Transaction) bool { return x.Date.After(asOf) })
	if err := r.terms(); err != nil {
		return Statement{}, err
	}
	var err error
	if r.plan, err = loan.Replan(r.Contract, r.changes); err != nil {
		return Statement{}, r.blame(err)
	}
	if err := r.charge(); err != nil {
		return Statement{}, err
	}
	return r.state()
}

// terms turns transactions and the floating rate into changes of the contract and movements of principal.
func (r *run) terms() error {
	latest := loan.LatestExtension(r.Contract)
	if err := r.upfront(); err != nil {
		return err
	}
	for _, x := range r.tx {
		if x.Kind == Pay || x.Kind == Charge {
			if x.Kind == Pay {
				r.history.Payments = append(r.history.Payments, loan.Payment{Date: x.Date, Amount: x.Amount})
			}
			continue
		}
		c := loan.Change{On: x.Date}
		switch x.Kind {
		case Draw:
			c.Draw = x.Amount
			r.history.Moves = append(r.history.Moves, loan.Move{Date: x.Date, Amount: x.Amount})
		case Prepay:
			c.Prepay, c.Effect = x.Amount, x.Effect
			if err := r.prepayment(x); err != nil {
				return x.at(err)
			}
			r.history.Moves = append(r.history.Moves, loan.Move{Date: x.Date, Amount: -x.Amount})
		case Extend:
			if x.Maturity.After(latest) {
				return x.at(loan.ErrExtension.With("to", x.Maturity, "latest", latest).At("maturity"))
			}
			if !x.Maturity.After(r.last) {
				return x.at(ErrEarlier.With("to", x.Maturity, "now", r.last).At("maturity"))
			}
			c.Maturity, c.Rate = x.Maturity, x.Rate
		case Restructure:
			c.Maturity, c.Rate, c.Method, c.Every, c.DueDay, c.DueDates = x.Maturity, x.Rate, x.Method, x.Every, x.DueDay, x.DueDates
		case Reprice:
			c.Rate = x.Rate
		case Postpone:
			c.Later = x.Days
		case Close:
			c.End = true
		}
		if !c.Maturity.IsZero() {
			r.last = c.Maturity
		}
		r.changes = append(r.changes, c)
	}
	if r.Floating != nil {
		c := r.Contract
		c.Maturity = r.last
		set, err := r.Floating.Changes(c, r.asOf)
		if err != nil {
			return err
		}
		r.changes = append(set, r.changes...) // what was agreed for a day goes before what was announced for it
	}
	slices.SortStableFunc(r.changes, func(a, b loan.Change) int { return a.On.Compare(b.On) })
	if i := slices.IndexFunc(r.changes, func(c loan.Change) bool { return c.End }); i >= 0 {
		r.changes = r.changes[:i+1] // repricings after the end
	}
	for _, c := range r.changes {
		if c.Rate != nil {
			r.rate = *c.Rate
			r.history.Rates = append(r.history.Rates, loan.RateFrom{On: c.On, Rate: *c.Rate})
		}
	}
	return r.line()
}

// line holds what is drawn against the credit line, day by day.
func (r *run) line() error {
	used := r.Contract.Principal
	for _, x := range r.tx {
		switch {
		case x.Kind == Draw:
			if used += x.Amount; used > r.Limit {
				return x.at(ErrLimit.With("amount", x.Amount, "left", r.Limit-used+x.Amount).At("amount"))
			}
		case x.Kind == Prepay && r.Revolving:
			used -= x.Amount
		}
	}
	return nil
}

// blame names the transaction whose day a fault of the schedule names.
func (r *run) blame(err error) error {
	on := fault.From(err).Args()["on"]
	for _, x := range r.tx {
		if x.Kind != Pay && x.Date.String() == on {
			return x.at(err)
		}
	}
	for _, x := range slices.Backward(r.tx) {
		if x.Kind != Pay && x.Kind != Charge {
			return x.at(err)
		}
	}
	return err
}

func (r *run) state() (Statement, error) {
	if err := r.ahead(); err != nil {
		return Statement{}, err
	}
	pos, err := loan.Replay(r.Contract, r.plan, r.history, r.asOf)
	if err != nil {
		return Statement{}, err
	}
	for _, x := range r.tx {
		if !pos.Closed.IsZero() && x.Date.After(pos.Closed) {
			return Statement{}, x.at(ErrClosed.With("date", x.Date, "closed", pos.Closed).At("date"))
		}
	}
	if pos.Running, err = r.running(); err != nil {
		return Statement{}, err
	}
	s := Statement{AsOf: r.asOf, Position: pos, Schedule: r.plan, Charges: r.history.Charges, CurrentRate: r.rate, MaturityDate: r.last}
	s.Undrawn = r.undrawn(r.asOf)
	if r.asOf.After(r.AvailableUntil) || !pos.Closed.IsZero() {
		s.Undrawn = 0
	}
	s.Postings = r.postings(pos)
	s.Flows = r.flows()
	if cost, err := loan.IRR(s.Flows); err == nil {
		s.AnnualCost = &cost
	}
	return s, nil
}

// running is the interest of the present period: what it would be if the loan ended today.
func (r *run) running() (money.Fen, error) {
	i := slices.IndexFunc(r.plan, func(in loan.Instalment) bool { return in.To.After(r.asOf) && in.From.Before(r.asOf) })
	if i < 0 {
		return 0, nil
	}
	ended := slices.DeleteFunc(slices.Clone(r.changes), func(c loan.Change) bool { return c.On == r.asOf })
	plan, err := loan.Replan(r.Contract, append(ended, loan.Change{On: r.asOf, End: true}))
	if err != nil || i >= len(plan) {
		return 0, err
	}
	return plan[i].Interest, nil
}

// undrawn is what is left of the line at the end of a day.
func (r *run) undrawn(day daycount.Date) money.Fen {
	left := r.Limit - r.Contract.Principal
	for _, x := range r.tx {
		switch {
		case x.Date.After(day):
		case x.Kind == Draw:
			left -= x.Amount
		case x.Kind == Prepay && r.Revolving:
			left += x.Amount
		}
	}
	return max(0, left)
}
