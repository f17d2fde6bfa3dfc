package loan

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Accrual is the interest of a loan up to a day, since drawdown. The books post the difference to what they hold.
type Accrual struct {
	AsOf    daycount.Date `json:"as_of"`
	Earned  money.Fen     `json:"earned_fen"`  // contractual interest, due or not
	Penalty money.Fen     `json:"penalty_fen"` // penalty interest charged
	Paid    money.Fen     `json:"paid_fen"`    // of both, received
}

// Accrued is the interest earned up to a day (that day itself not counted), paid or not.
func Accrued(c Contract, schedule []Instalment, payments []Payment, asOf daycount.Date) (Accrual, error) {
	pos, err := PositionAt(c, schedule, payments, asOf)
	if err != nil {
		return Accrual{}, err
	}
	c, err = c.Normal()
	if err != nil {
		return Accrual{}, err
	}
	out := Accrual{AsOf: asOf}
	for _, in := range schedule {
		n, err := c.earned(in, asOf)
		if err != nil {
			return Accrual{}, err
		}
		out.Earned += n
	}
	for _, d := range pos.Dues {
		out.Penalty += d.Penalty
	}
	for _, a := range pos.Allocations {
		out.Penalty += a.Sum(Penalty)
		out.Paid += a.Sum(Penalty) + a.Sum(Interest)
	}
	return out, nil
}

// Quote is what closes a loan on a day.
type Quote struct {
	AsOf      daycount.Date `json:"as_of"`
	Principal money.Fen     `json:"principal_fen"`
	Interest  money.Fen     `json:"interest_fen"` // due and unpaid, and running
	Penalty   money.Fen     `json:"penalty_fen"`
	Advance   money.Fen     `json:"advance_fen"` // paid already, to be deducted
	Total     money.Fen     `json:"total_fen"`   // never negative; a larger advance is to be returned
	Refund    money.Fen     `json:"refund_fen"`
}

// Payoff is what closes the loan on a day: all principal, interest to that day and penalty, less what was paid ahead.
func Payoff(c Contract, schedule []Instalment, payments []Payment, asOf daycount.Date) (Quote, error) {
	pos, err := PositionAt(c, schedule, payments, asOf)
	if err != nil {
		return Quote{}, err
	}
	q := Quote{AsOf: asOf, Principal: pos.Outstanding, Interest: pos.Running, Advance: pos.Advance}
	for _, d := range pos.Dues {
		q.Interest += d.Interest
		q.Penalty += d.Penalty
	}
	owed := q.Principal + q.Interest + q.Penalty
	q.Total = max(0, owed-q.Advance)
	q.Refund = max(0, q.Advance-owed)
	return q, nil
}

// ErrCallIn says that a loan cannot be called in on a day.
var ErrCallIn = fault.Define("loan.call_in", fault.Invalid,
	"提前到期日 {date} 应晚于放款日且早于到期日", "{date} is not a day between drawdown and maturity")

// CallIn brings all principal that is not due yet, with interest to that day, due on a day: early repayment in full at the
// borrower's wish, or acceleration (宣布提前到期) on default. It returns the new schedule; instalments that ended before stay.
func CallIn(c Contract, schedule []Instalment, on daycount.Date) ([]Instalment, error) {
	c, err := c.Normal()
	if err != nil {
		return nil, err
	}
	if err := belongs(c, schedule); err != nil {
		return nil, err
	}
	var out []Instalment
	for _, in := range schedule {
		if in.From.Before(on) && in.To.After(on) {
			days := c.runningDays(in, on)
			interest, err := c.earned(in, on)
			if err != nil {
				return nil, err
			}
			return append(out, Instalment{No: in.No, From: in.From, To: on, Due: on, Days: days, Opening: in.Opening,
				Interest: interest, Principal: in.Opening, Payment: in.Opening + interest}), nil
		}
		if in.To == on && in.Closing > 0 {
			in.Due, in.Principal, in.Payment, in.Closing = on, in.Opening, in.Opening+in.Interest, 0
			return append(out, in), nil
		}
		out = append(out, in)
	}
	return nil, ErrCallIn.With("date", on).At("date")
}
