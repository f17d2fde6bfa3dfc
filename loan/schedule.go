package loan

import (
	"math/big"
	"slices"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Instalment is one line of a repayment schedule.
type Instalment struct {
	No        int           `json:"no"`   // from 1
	From      daycount.Date `json:"from"` // first day that bears interest
	To        daycount.Date `json:"to"`   // first day that no longer does
	Due       daycount.Date `json:"due"`  // To, or the working day it rolls to
	Days      int           `json:"days"` // by the contract's day count
	Opening   money.Fen     `json:"opening_fen"`
	Interest  money.Fen     `json:"interest_fen"`
	Principal money.Fen     `json:"principal_fen"`
	Payment   money.Fen     `json:"payment_fen"` // Interest + Principal
	Closing   money.Fen     `json:"closing_fen"` // Opening − Principal
}

// ErrInstalment says that a level instalment does not even pay a period's interest, so that the debt would grow.
var ErrInstalment = fault.Define("loan.instalment", fault.Invalid,
	"等额本息每期应还 {payment} 元，不足以支付第 {no} 期利息 {interest} 元",
	"a level instalment of {payment} does not cover the interest {interest} of period {no}").
	Hint("请缩短首期、缩短期限或改用等额本金", "shorten the first period or the term, or repay by equal principal")

// Schedule is the contract's repayment schedule.
//
// The level instalment A of 等额本息 solves P·Πf = A·Σₖ Π(after k) f with the factor f = 1 + rate × days ÷ basis of each
// period by the contract's own day count. Under 30/360 and whole months that is the textbook formula; under ACT/360 the
// periods differ in length and it is the one payment that would end the loan at exactly zero if nothing were rounded. It
// is solved in whole numbers, without iteration, and rounded once. Each period's interest is then computed on the rounded
// balance, and the last instalment repays what is left: it differs from A by the rounding of the others.
//
// Equal principal is the principal over the number of periods, rounded once.
//
// The parts of principal are never negative, add up to the principal, and the last closing balance is zero. With a
// principal so small that an instalment rounds to nothing, the last instalment repays all.
func Schedule(c Contract) ([]Instalment, error) {
	c, err := c.Normal()
	if err != nil {
		return nil, err
	}
	plan, err := periods(c)
	if err != nil {
		return nil, err
	}
	level, err := c.level(plan)
	if err != nil {
		return nil, err
	}
	if err := c.fill(plan, level); err != nil {
		return nil, err
	}
	if c.Residue == ResidueSpread && c.Method == EqualInstalment {
		return c.spread(plan, level), nil
	}
	return plan, nil
}

// spread moves the level instalment by its share of what the last one is off, if that brings the last one closer.
func (c Contract) spread(plan []Instalment, level money.Fen) []Instalment {
	off := plan[len(plan)-1].Payment - level
	n := money.Fen(len(plan))
	share := (2*off + n) / (2 * n)
	if off < 0 {
		share = -((-2*off + n) / (2 * n))
	}
	moved := slices.Clone(plan)
	if share == 0 || c.fill(moved, level+share) != nil { // an instalment that no longer covers interest stays as it was
		return plan
	}
	if left := moved[len(plan)-1].Payment - level - share; max(left, -left) < max(off, -off) {
		return moved
	}
	return plan
}

// fill computes the lines of a plan with a level instalment.
func (c Contract) fill(plan []Instalment, level money.Fen) (err error) {
	balance := c.Principal
	for i := range plan {
		in := &plan[i]
		in.Opening = balance
		if in.Interest, err = c.interest(balance, in.Days); err != nil {
			return err
		}
		switch {
		case i == len(plan)-1:
			in.Principal = balance
		case c.Method == EqualInstalment:
			in.Principal = level - in.Interest
			if in.Principal < 0 && balance > 0 {
				return ErrInstalment.With("payment", level, "no", in.No, "interest", in.Interest)
			}
		case c.Method == EqualPrincipal:
			in.Principal = level
		}
		in.Principal = max(0, min(in.Principal, balance))
		in.Payment = in.Interest + in.Principal
		balance -= in.Principal
		in.Closing = balance
	}
	return nil
}

// level is what every instalment but the last repays: payment for equal instalments, principal for equal principal.
func (c Contract) level(plan []Instalment) (money.Fen, error) {
	switch c.Method {
	case EqualPrincipal:
		return roundProduct(c.Principal, 1, int64(len(plan)), c.Rounding)
	case EqualInstalment:
		return c.annuity(big.NewInt(int64(c.Principal)), big.NewInt(1), plan, false)
	}
	return 0, nil
}

// periods cuts the term at its due dates.
func periods(c Contract) ([]Instalment, error) {
	ends, err := dueDates(c)
	if err != nil {
		return nil, err
	}
	plan := make([]Instalment, len(ends))
	from := c.Drawdown
	for i, to := range ends {
		due := to
		if i < len(ends)-1 {
			due = to.AddDays(c.PayAfter)
		}
		if c.Roll == RollFollowing {
			due = roll(to)
		}
		plan[i] = Instalment{No: i + 1, From: from, To: to, Due: due, Days: c.days(from, to)}
		from = to
	}
	return plan, nil
}

// days counts a period. Under 30/360 whole months from due day to due day are 30 days each even where the due day falls
// on the end of a short month: a monthly instalment is a twelfth of a year, as the textbook has it.
func (c Contract) days(from, to daycount.Date) int {
	if c.DayCount == daycount.Thirty360 && c.DueDay > 0 && from == dueIn(from, c.DueDay) && to == dueIn(to, c.DueDay) {
		return 30 * (12*(to.Year()-from.Year()) + int(to.Month()-from.Month()))
	}
	return c.DayCount.Days(from, to)
}

func dueDates(c Contract) ([]daycount.Date, error) {
	step := 1
	switch c.Every {
	case AtMaturity:
		return []daycount.Date{c.Maturity}, nil
	case OnDates:
		if len(c.DueDates) > MaxInstalments {
			return nil, ErrTooMany.With("max", MaxInstalments).At("due_dates")
		}
		return c.DueDates, nil
	case Quarterly:
		step = 3
	}
	month := c.FirstDue
	if month.IsZero() {
		month = c.Drawdown
		if c.Every == Quarterly {
			// The quarter's last month: March, June, September, December.
			month = daycount.NewDate(month.Year(), (month.Month()+2)/3*3, 1)
		}
	}
	month = daycount.NewDate(month.Year(), month.Month(), 1)
	var out []daycount.Date
	for ; ; month = month.AddMonths(step) {
		d := dueIn(month, c.DueDay)
		if !d.After(c.Drawdown) {
			continue
		}
		if !d.Before(c.Maturity) {
			break
		}
		out = append(out, d)
	}
	out = append(out, c.Maturity)
	if len(out) > MaxInstalments {
		return nil, ErrTooMany.With("max", MaxInstalments).At("maturity")
	}
	return out, nil
}

// dueIn is the due day in the month of d: its last day where the month is shorter.
func dueIn(d daycount.Date, day int) daycount.Date {
	first := daycount.NewDate(d.Year(), d.Month(), 1)
	return first.AddDays(min(day, lastDay(d.Year(), d.Month())) - 1)
}

func lastDay(y int, m time.Month) int {
	return daycount.NewDate(y, m, 1).AddMonths(1).AddDays(-1).Day()
}

// roll moves a date that is not a legal working day to the next one. In a year whose holidays are not announced yet only
// weekends are known (see package daycount).
func roll(d daycount.Date) daycount.Date {
	cal := daycount.StateCouncil()
	if cal.IsWorkingDay(d) {
		return d
	}
	return cal.AddWorkingDays(d, 1)
}
