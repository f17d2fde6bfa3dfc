package loan

import (
	"math/big"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Payment is money received from the borrower. Payments need not be in order; those of one day stay in theirs.
type Payment struct {
	Date   daycount.Date `json:"date"`
	Amount money.Fen     `json:"amount_fen"`
}

// Position is where a loan stands at the end of a day.
type Position struct {
	AsOf        daycount.Date `json:"as_of"`
	Outstanding money.Fen     `json:"outstanding_fen"` // principal not repaid, due or not
	Dues        []Due         `json:"dues"`            // fallen due and unpaid, oldest first
	Overdue     money.Fen     `json:"overdue_fen"`     // unpaid after its due date and the days of grace, penalty included
	Running     money.Fen     `json:"running_fen"`     // interest of the present period, not yet due
	Advance     money.Fen     `json:"advance_fen"`     // paid and not yet owed; goes to the next dues by itself
	DaysPastDue int           `json:"days_past_due"`
	Closed      daycount.Date `json:"closed,omitzero"` // the day of the payment that ended the loan
	Class       Class         `json:"class"`           // the best class that the days past due allow
	Allocations []Allocation  `json:"allocations"`
}

// ErrSchedule says that a schedule is not that of the contract's principal.
var ErrSchedule = fault.Define("loan.schedule", fault.Invalid,
	"还款计划与合同不符", "the schedule does not belong to the contract").
	Hint("请用 Schedule 由合同生成", "make it from the contract by Schedule")

// PositionAt replays payments against a schedule up to and including a day.
//
// What is unpaid after its due date bears penalty interest at the contract's rate × PenaltyBP on unpaid principal (罚息)
// and on unpaid interest (复利; 银发〔2003〕251号), by the contract's day count, from the due date until it is paid; penalty
// itself bears none. Nothing is charged on what is paid within the days of grace; what is still unpaid after them is
// charged from its due date. The amount is money × days accumulated exactly and rounded once, so that it does not
// depend on how often anyone looks.
//
// A payment on a due date is on time. Money beyond what is owed waits as an advance and pays the next dues on their
// dates; it does not reduce the running interest: early repayment of principal is [CallIn].
func PositionAt(c Contract, schedule []Instalment, payments []Payment, asOf daycount.Date) (Position, error) {
	if err := belongs(c, schedule); err != nil {
		if _, bad := c.Normal(); bad != nil {
			return Position{}, bad
		}
		return Position{}, err
	}
	return Replay(c, schedule, History{Payments: payments}, asOf)
}

// Replay is [PositionAt] of a loan with more behind it than payments. The schedule is that of [Replan] with the same
// changes. Running interest is exact only where nothing changed within the present period.
func Replay(c Contract, schedule []Instalment, h History, asOf daycount.Date) (Position, error) {
	c, err := c.Normal()
	if err != nil {
		return Position{}, err
	}
	if err := h.belongs(c, schedule); err != nil {
		return Position{}, err
	}
	payments := slices.Clone(h.Payments)
	slices.SortStableFunc(payments, func(a, b Payment) int { return a.Date.Compare(b.Date) })
	r := replay{contract: c, history: h}
	r.pos = Position{AsOf: asOf, Outstanding: c.Principal, Dues: []Due{}, Allocations: []Allocation{}}
	for _, p := range payments {
		if p.Amount <= 0 || p.Amount > money.Max || p.Date.Before(c.Drawdown) {
			return Position{}, ErrPayment.With("date", p.Date, "amount", p.Amount)
		}
		if p.Date.After(asOf) {
			break
		}
		r.move(p.Date)
		if schedule, err = r.fallDue(schedule, p.Date); err != nil {
			return Position{}, err
		}
		if err := r.pay(p.Date, p.Amount); err != nil {
			return Position{}, err
		}
		r.close(schedule, p.Date)
	}
	r.move(asOf)
	if schedule, err = r.fallDue(schedule, asOf); err != nil {
		return Position{}, err
	}
	return r.finish(schedule)
}

func belongs(c Contract, schedule []Instalment) error {
	balance := c.Principal
	for _, in := range schedule {
		if in.Opening != balance || in.Principal < 0 || in.Interest < 0 || in.Opening-in.Principal != in.Closing {
			return ErrSchedule.With()
		}
		balance = in.Closing
	}
	if balance != 0 {
		return ErrSchedule.With()
	}
	return nil
}

// item is one instalment that has fallen due, with what its penalty is made of.
type item struct {
	due                 Due     // Penalty and Compound are unused here: they follow from what is below
	principal, interest big.Int // fen × days × rate on each
	days                int     // counted so far from the due date
	penaltyPaid         money.Fen
	compoundPaid        money.Fen
	late                bool // the fee for being late has been charged
}

type replay struct {
	contract Contract
	history  History
	moved    int // of history.Moves
	items    []item
	pos      Position
}

// fallDue lets every instalment due by a day fall due, paying it from the advance, and returns the rest.
func (r *replay) fallDue(schedule []Instalment, day daycount.Date) ([]Instalment, error) {
	for len(schedule) > 0 && !schedule[0].Due.After(day) {
		in := schedule[0]
		schedule = schedule[1:]
		r.items = append(r.items, item{
			due: Due{No: in.No, Date: in.Due, Fees: r.history.fees(in.No), Interest: in.Interest, Principal: in.Principal},
		})
		if advance := r.pos.Advance; advance > 0 {
			r.pos.Advance = 0
			if err := r.pay(in.Due, advance); err != nil {
				return nil, err
			}
		}
	}
	return schedule, nil
}

// pay divides an amount over what is owed on a day.
func (r *replay) pay(day daycount.Date, amount money.Fen) error {
	dues, err := r.owed(day)
	if err != nil {
		return err
	}
	a := allocate(amount, dues, r.contract.Order)
	a.Date = day
	for _, p := range a.Parts {
		it := r.item(p.No)
		switch p.Component {
		case Penalty:
			it.penaltyPaid += p.Amount
		case Compound:
			it.compoundPaid += p.Amount
		case Fees:
			it.due.Fees -= p.Amount
		case Interest:
			it.due.Interest -= p.Amount
		case Principal:
			it.due.Principal -= p.Amount
			r.pos.Outstanding -= p.Amount
		}
	}
	r.pos.Advance += a.Left
	if len(a.Parts) > 0 {
		r.pos.Allocations = append(r.pos.Allocations, a)
	}
	return nil
}

func (r *replay) item(no int) *item {
	i := slices.IndexFunc(r.items, func(it item) bool { return it.due.No == no })
	return &r.items[i]
}

// owed is what is unpaid on a day, oldest first; instalments with nothing unpaid are left out.
func (r *replay) owed(day daycount.Date) ([]Due, error) {
	dues := []Due{}
	for i := range r.items {
		it := &r.items[i]
		penalty, compound, err := r.penalty(it, day)
		if err == nil {
			err = r.lateFee(it, day)
		}
		if err != nil {
			return nil, err
		}
		d := it.due
		d.Penalty, d.Compound = penalty-it.penaltyPaid, compound-it.compoundPaid
		if d.Total() > 0 {
			dues = append(dues, d)
		}
	}
	return dues, nil
}

// penalty brings an item's penalty up to a day and returns all that was ever charged.
func (r *replay) penalty(it *item, day daycount.Date) (penalty, compound money.Fen, err error) {
	c := r.contract
	if !day.After(it.due.Date.AddDays(c.GraceDays)) {
		return 0, 0, nil
	}
	days := c.DayCount.Days(it.due.Date, day)
	rate := r.rateDays(it.due.Date, it.days, days)
	it.principal.Add(&it.principal, new(big.Int).Mul(big.NewInt(int64(it.due.Principal)), rate))
	it.interest.Add(&it.interest, new(big.Int).Mul(big.NewInt(int64(it.due.Interest)), rate))
	it.days = days
	charged := func(sum *big.Int, bp int64) (money.Fen, error) {
		den := big.NewInt(int64(c.DayCount.Basis()) * rateScale)
		return roundRatio(new(big.Int).Mul(sum, big.NewInt(bp)), den.Mul(den, big.NewInt(10000)), c.Rounding)
	}
	if c.CompoundBP == 0 {
		penalty, err = charged(new(big.Int).Add(&it.principal, &it.interest), c.PenaltyBP)
		return penalty, 0, err
	}
	if penalty, err = charged(&it.principal, c.PenaltyBP); err != nil {
		return 0, 0, err
	}
	compound, err = charged(&it.interest, c.CompoundBP)
	return penalty, compound, err
}

func (r *replay) finish(rest []Instalment) (Position, error) {
	p, asOf := r.pos, r.pos.AsOf
	dues, err := r.owed(asOf)
	if err != nil {
		return Position{}, err
	}
	p.Dues = dues
	for _, d := range dues {
		past := asOf.Sub(d.Date)
		if past <= r.contract.GraceDays {
			continue
		}
		p.Overdue += d.Total()
		if d.Interest+d.Principal > 0 {
			p.DaysPastDue = max(p.DaysPastDue, past)
		}
	}
	p.Class = Classify(p.DaysPastDue)
	for _, in := range rest {
		earned, err := r.contract.earned(in, asOf)
		if err != nil {
			return Position{}, err
		}
		p.Running += earned
	}
	return p, nil
}

// earned is the interest of an instalment that has been earned by a day.
func (c Contract) earned(in Instalment, asOf daycount.Date) (money.Fen, error) {
	if !asOf.Before(in.To) {
		return in.Interest, nil
	}
	return c.interest(in.Opening, c.runningDays(in, asOf))
}
