// Package loan turns a loan contract into money: what is paid when, what has been earned, what is overdue, what closes it.
//
// A [Contract] and nothing else goes into [Schedule], which returns one [Instalment] per period; [Replan] does the same
// after dated changes: new rates ([LPR]), drawdowns, prepayments, later due dates. Everything after that
// is a pure function of contract, schedule, payments and a date the caller names: [PositionAt] replays payments against
// dues and answers what is unpaid, how many days past due and in which of the five classes; [Accrued] answers what the
// books should have earned; [Payoff] answers what closes the loan. [CreditLimit] and [MarginTest] are the two rules that
// tie a loan to the value of what is pledged. [Flows] is the loan as dated amounts, from which [IRR] computes the
// yearly cost that the borrower is shown.
//
// # Rounding
//
// One rule, stated in the contract, brings exact ratios of whole numbers to fen; no division happens before it, and no
// float exists here. Interest of a period is balance × rate × days ÷ basis, rounded once. The level instalment of
// 等额本息 is solved exactly and rounded once (see [Schedule]). The last instalment repays whatever principal is left, so
// that the principal parts add up to the principal to the fen, always.
//
// # Dates
//
// A period includes its first day and excludes its last: interest for the day of drawdown is owed, for the day of
// repayment it is not. A payment on the due date is on time. 结息日 20 with 付息日 21 is a due day of 20 here: days are
// counted to the 20th.
//
// # Limits and cost
//
// Up to [MaxInstalments] instalments and [MaxYears] years. A schedule costs a few big-integer operations per
// instalment: about half a millisecond for 360 months; a position one such operation per overdue instalment and event;
// the yearly cost of 360 months about 10 ms, of twelve under one.
package loan

import (
	"math/big"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

// rateDecimals is how fine a yearly rate may be, and rateScale the whole number it becomes. With eight decimals the
// rounding of any interest is provably that of the exact ratio.
const (
	rateDecimals = 8
	rateScale    = 100_000_000
)

// scaled is a yearly rate in units of 1/rateScale. The contract has been checked: it is whole and in range.
func scaled(rate udecimal.Decimal) int64 {
	n, err := rate.Mul(udecimal.MustFromInt64(rateScale, 0)).Int64()
	if err != nil {
		return 0
	}
	return n
}

// interest is balance × rate × days ÷ basis, rounded once by the contract's rule.
func (c Contract) interest(balance money.Fen, days int) (money.Fen, error) {
	return roundProduct(balance, scaled(c.Rate)*int64(days), int64(c.DayCount.Basis())*rateScale, c.Rounding)
}

// roundRatio brings the exact ratio num/den of fen to whole fen by a rule. num is not negative, den is positive.
// It is [money.Rounding.Fen] for ratios that no decimal can hold.
func roundRatio(num, den *big.Int, rule money.Rounding) (money.Fen, error) {
	q, rest := new(big.Int).QuoRem(num, den, new(big.Int))
	half := rest.Lsh(rest, 1).Cmp(den)
	switch {
	case rule == money.Truncate:
	case half > 0, half == 0 && (rule == money.HalfUp || q.Bit(0) == 1):
		q.Add(q, big.NewInt(1))
	}
	if !q.IsInt64() || q.Int64() > int64(money.Max) {
		yuan := q.String() // over 10¹⁵ fen, so it has digits enough
		return 0, money.ErrRange.With("text", yuan[:len(yuan)-2]+"."+yuan[len(yuan)-2:])
	}
	return money.Fen(q.Int64()), nil
}

// runningDays counts the days of a period that have passed at asOf: never more than the period holds, which matters
// under 30/360, where a whole month is 30 days however long it is.
func (c Contract) runningDays(in Instalment, asOf daycount.Date) int {
	switch {
	case !asOf.After(in.From):
		return 0
	case !asOf.Before(in.To):
		return in.Days
	}
	return min(in.Days, c.DayCount.Days(in.From, asOf))
}
