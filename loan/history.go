package loan

import (
	"math/big"
	"slices"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

// History is what has happened to a loan besides its schedule.
type History struct {
	Payments []Payment
	Moves    []Move   // principal drawn and prepaid after the first drawdown
	Charges  []Charge // fees that fall due with an instalment
	Rates    []RateFrom
	Late     LateFee
}

// Move is principal lent (positive) or prepaid (negative) on a day.
type Move struct {
	Date   daycount.Date
	Amount money.Fen
}

// Charge is a fee that falls due with instalment No.
type Charge struct {
	No     int       `json:"no"`
	Kind   string    `json:"kind"`
	Amount money.Fen `json:"amount_fen"`
}

// RateFrom is the yearly rate from a day on, for what is overdue. Before the first one the contract's rate holds.
type RateFrom struct {
	On   daycount.Date
	Rate udecimal.Decimal
}

// LateFee is charged once for an instalment that is not paid within its days of grace.
type LateFee struct {
	Amount money.Fen `json:"amount_fen,omitzero"`
	BP     int64     `json:"bp,omitzero"` // of its unpaid principal and interest
}

// belongs holds a schedule against the contract and its moves of principal.
func (h History) belongs(c Contract, schedule []Instalment) error {
	balance, repaid := c.Principal, c.Principal
	for _, m := range h.Moves {
		repaid += m.Amount
	}
	for _, in := range schedule {
		if in.Opening != balance || in.Principal < 0 || in.Interest < 0 {
			return ErrSchedule.With()
		}
		balance = in.Closing
		repaid -= in.Principal
	}
	if balance != 0 || repaid != 0 {
		return ErrSchedule.With()
	}
	return nil
}

func (h History) fees(no int) (sum money.Fen) {
	for _, c := range h.Charges {
		if c.No == no {
			sum += c.Amount
		}
	}
	return sum
}

// move brings the outstanding principal up to the moves of a day.
func (r *replay) move(day daycount.Date) {
	for ; r.moved < len(r.history.Moves) && !r.history.Moves[r.moved].Date.After(day); r.moved++ {
		r.pos.Outstanding += r.history.Moves[r.moved].Amount
	}
}

// close notes the day on which nothing is owed any more and nothing will be.
func (r *replay) close(rest []Instalment, day daycount.Date) {
	open := func(in Instalment) bool { return in.Payment > 0 || r.history.fees(in.No) > 0 }
	if r.pos.Closed.IsZero() && r.pos.Outstanding == 0 && !slices.ContainsFunc(rest, open) {
		if dues, err := r.owed(day); err == nil && len(dues) == 0 {
			r.pos.Closed = day
		}
	}
}

// rateDays is rate × days from day a to day b after a due date, over the rates that held.
func (r *replay) rateDays(due daycount.Date, a, b int) *big.Int {
	sum, rate, from := new(big.Int), scaled(r.contract.Rate), a
	for _, x := range r.history.Rates {
		at := min(max(r.contract.DayCount.Days(due, x.On), from), b)
		sum.Add(sum, big.NewInt(rate*int64(at-from)))
		rate, from = scaled(x.Rate), at
	}
	return sum.Add(sum, big.NewInt(rate*int64(b-from)))
}

// lateFee charges an item that is unpaid when its grace ends. Payments come in order of time, so what is unpaid at the
// first look after that day is what was unpaid on it.
func (r *replay) lateFee(it *item, day daycount.Date) error {
	f := r.history.Late
	unpaid := it.due.Interest + it.due.Principal
	if it.late || !day.After(it.due.Date.AddDays(r.contract.GraceDays)) {
		return nil
	}
	it.late = true
	if unpaid == 0 || f == (LateFee{}) {
		return nil
	}
	share, err := roundProduct(unpaid, f.BP, 10000, r.contract.Rounding)
	it.due.Fees += f.Amount + share
	return err
}

// Share is amount × bp × days ÷ (basis × 10,000), rounded by the contract's rule: a yearly fee for a period.
func (c Contract) Share(amount money.Fen, bp int64, days int) (money.Fen, error) {
	return roundProduct(amount, bp*int64(days), int64(c.DayCount.Basis())*10000, c.Rounding)
}

// Part is amount × bp ÷ 10,000, rounded by the contract's rule: a fee charged once.
func (c Contract) Part(amount money.Fen, bp int64) (money.Fen, error) {
	return roundProduct(amount, bp, 10000, c.Rounding)
}
