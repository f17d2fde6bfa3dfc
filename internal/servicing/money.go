package servicing

import (
	"context"
	"fmt"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// ledger is a loan with its payments in one transaction: what moves it and both books together.
type ledger struct {
	ctx      context.Context
	tx       *db.Tx
	l        *Loan
	payments []loan.Payment // posted ones, in order
	now      int64          // Unix milliseconds: the time entries are stamped with
}

// post writes an entry into the lender's books and its mirror into the borrower's. An entry of nothing is none.
func (b *ledger) post(kind books.Kind, day daycount.Date, make func(books.Head) books.Entry) error {
	ref := fmt.Sprintf("%s/%04d/%s", b.l.ID, b.l.Entries+1, kind)
	e := make(books.Head{Org: b.l.Lender, Contract: b.l.ID, Ref: ref, Date: day, Time: b.now})
	if len(e.Lines) == 0 {
		return nil
	}
	b.l.Entries++
	if err := books.Post(b.ctx, b.tx, e); err != nil {
		return err
	}
	return books.Post(b.ctx, b.tx, books.Mirror(e, b.l.Borrower))
}

func (b *ledger) position(day daycount.Date) (loan.Position, error) {
	return loan.PositionAt(b.l.Terms.Contract, b.l.Schedule, b.payments, day)
}

// open is the day on which something that happens on a day is booked: that day, or the latest that the books were
// brought to. A machine's clock that is set back over midnight, or an act that is taken up again after a crash, must
// not reach into days that are closed.
func (b *ledger) open(day daycount.Date) daycount.Date {
	if day.Before(b.l.AccruedTo) {
		return b.l.AccruedTo
	}
	return day
}

// to brings the books to a day: through every checkpoint, in order.
func (b *ledger) to(day daycount.Date) error {
	for _, d := range checkpoints(b.l.Schedule, b.l.AccruedTo, day) {
		if err := b.upTo(d); err != nil {
			return err
		}
	}
	return nil
}

// upTo accrues to a day exactly, and lets what was paid ahead pay what has fallen due.
func (b *ledger) upTo(day daycount.Date) error {
	if day.Before(b.l.AccruedTo) {
		return nil
	}
	a, err := loan.Accrued(b.l.Terms.Contract, b.l.Schedule, b.payments, day)
	if err != nil {
		return err
	}
	interest, penalty := a.Earned-b.l.Accrued.Interest, a.Penalty-b.l.Accrued.Penalty
	if interest < 0 || penalty < 0 {
		return ErrBooks.With("loan", b.l.ID, "why", "less is earned than was accrued")
	}
	err = b.post(books.KindAccrual, day, func(h books.Head) books.Entry { return books.Accrual(h, interest, penalty) })
	if err != nil {
		return err
	}
	b.l.AccruedTo, b.l.Accrued.Interest, b.l.Accrued.Penalty = day, a.Earned, a.Penalty
	pos, err := b.position(day)
	if err != nil {
		return err
	}
	paid := sumsOf(pos).minus(b.l.Paid)
	if used := b.l.Advance - pos.Advance; used != paid.total() || used < 0 {
		return ErrBooks.With("loan", b.l.ID, "why", "what was paid ahead does not add up")
	}
	err = b.post(books.KindAdvanceApplied, day, func(h books.Head) books.Entry {
		return books.AdvanceApplied(h,
			paid.split(0))
	})
	b.l.Paid, b.l.Advance = sumsOf(pos), pos.Advance
	return err
}

func (s Sums) split(surplus money.Fen) books.Split {
	return books.Split{Penalty: s.Penalty, Interest: s.Interest, Principal: s.Principal, Surplus: surplus}
}

// receive takes in a payment on a day: by instalment, the oldest first, by the contract's order; what is more than
// was owed waits as an advance. The recipe says where the money comes from.
func (b *ledger) receive(day daycount.Date, amount money.Fen, kind books.Kind, recipe func(books.Head,
	books.Split) books.Entry) (books.Split, error) {
	if err := b.reach(day); err != nil {
		return books.Split{}, err
	}
	b.payments = append(b.payments, loan.Payment{Date: day, Amount: amount})
	pos, err := b.position(day)
	if err != nil {
		return books.Split{}, err
	}
	split := sumsOf(pos).minus(b.l.Paid).split(pos.Advance - b.l.Advance)
	if split.Total() != amount || split.Surplus < 0 {
		return split, ErrBooks.With("loan", b.l.ID, "why", "a payment does not add up")
	}
	if err := b.post(kind, day, func(h books.Head) books.Entry { return recipe(h, split) }); err != nil {
		return split, err
	}
	b.l.Paid, b.l.Advance = sumsOf(pos), pos.Advance
	return split, b.look(day)
}

// reach brings the books through all checkpoints and to the day itself.
func (b *ledger) reach(day daycount.Date) error {
	if err := b.to(day); err != nil {
		return err
	}
	return b.upTo(day)
}

// callIn makes everything due on a day, if it is not already.
func (b *ledger) callIn(day daycount.Date) error {
	if n := len(b.l.Schedule); n == 0 || !b.l.Schedule[n-1].Due.After(day) {
		return nil
	}
	if err := b.reach(day); err != nil {
		return err
	}
	schedule, err := loan.CallIn(b.l.Terms.Contract, b.l.Schedule, day)
	if err != nil {
		return err
	}
	b.l.Schedule, b.l.CalledIn = schedule, day
	return b.upTo(day)
}

// look writes down where the loan stands at the end of a day, and ends it when nothing is owed any more: surplus
// and margin go back in the same transaction.
func (b *ledger) look(day daycount.Date) error {
	pos, err := b.position(day)
	if err != nil {
		return err
	}
	b.l.Seen = seeing(pos, b.l.Schedule)
	if !b.l.State.owes() || pos.Outstanding != 0 || len(pos.Dues) != 0 {
		return nil
	}
	advance, margin := b.l.Advance, b.l.Margin
	if err := b.post(books.KindRefund, day, func(h books.Head) books.Entry {
		return books.Refund(h,
			advance)
	}); err != nil {
		return err
	}
	if err := b.post(books.KindMarginRelease, day, func(h books.Head) books.Entry {
		return books.MarginRelease(h,
			margin)
	}); err != nil {
		return err
	}
	b.l.Advance, b.l.Margin, b.l.State, b.l.Ended = 0, 0, Repaid, day
	return b.closeCall(day)
}

// deposit takes in margin on a day.
func (b *ledger) deposit(day daycount.Date, amount money.Fen) error {
	b.l.Margin += amount
	return b.post(books.KindMarginDeposit, day, func(h books.Head) books.Entry {
		return books.MarginDeposit(h,
			amount)
	})
}

// returnMargin gives all margin back.
func (b *ledger) returnMargin(day daycount.Date) error {
	amount := b.l.Margin
	b.l.Margin = 0
	return b.post(books.KindMarginRelease, day, func(h books.Head) books.Entry {
		return books.MarginRelease(h,
			amount)
	})
}

// disburse pays the loan out.
func (b *ledger) disburse(day daycount.Date) error {
	amount := b.l.Terms.Contract.Principal
	b.l.State, b.l.Disbursed, b.l.AccruedTo = Active, day, day
	err := b.post(books.KindDisbursement, day, func(h books.Head) books.Entry { return books.Disbursement(h, amount) })
	if err != nil {
		return err
	}
	return b.look(day)
}
