package servicing

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// PaymentKind says what money is for.
type PaymentKind string

// The kinds.
const (
	Repayment PaymentKind = "repayment" // dues, the oldest first; more waits as an advance
	Payoff    PaymentKind = "payoff"    // closes the loan today
	Deposit   PaymentKind = "margin"
	Applied   PaymentKind = "margin_applied" // margin pays dues
)

// PaymentState is where a payment stands.
type PaymentState string

// The states.
const (
	Announced PaymentState = "announced" // the borrower says it sent it; the lender has not seen it
	Posted    PaymentState = "posted"
	Rejected  PaymentState = "rejected" // the lender did not receive it
)

// NewPayment is money sent or received.
type NewPayment struct {
	Kind      PaymentKind `json:"kind" enum:"repayment,payoff,margin"`
	Amount    money.Fen   `json:"amount_fen" minimum:"1"`
	Reference string      `json:"reference,omitempty" maxLength:"64" doc:"the payer's bank reference"`
}

// Pay records money: at once by the lender, who received it; as an announcement by the borrower, until the lender
// confirms.
func (s *Service) Pay(ctx context.Context, id string, in NewPayment) (Detail, error) {
	p, err := s.party(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	pay := &Payment{Kind: in.Kind, State: Announced, Date: s.today(), Amount: in.Amount,
		Reference: strings.TrimSpace(in.Reference), By: p.Org,
		At: s.clock.Now().UnixMilli()}
	return s.settleAfter(ctx, id, func(tx *db.Tx, cal *daycount.Calendar) error {
		_, err := s.books(ctx, tx, id, func(b *ledger) error {
			if err := b.acceptable(pay); err != nil {
				return err
			}
			if p.Org == b.l.Lender {
				if err := b.take(pay, b.open(s.today()), cal); err != nil {
					return err
				}
			}
			return putPayment(ctx, tx, id, pay)
		})
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "loan.pay", Subject: "loan/" + id, After: pay})
	})
}

// Confirm posts a payment that the borrower announced, on the day the lender has seen it.
func (s *Service) Confirm(ctx context.Context, id string, n int) (Detail, error) {
	if err := s.lender(ctx, id); err != nil {
		return Detail{}, err
	}
	return s.settleAfter(ctx, id, func(tx *db.Tx, cal *daycount.Calendar) error {
		pay, err := announced(ctx, tx, id, n)
		if err != nil {
			return err
		}
		_, err = s.books(ctx, tx, id, func(b *ledger) error {
			if err := b.acceptable(&pay); err != nil {
				return err
			}
			if err := b.take(&pay, b.open(s.today()), cal); err != nil {
				return err
			}
			return putPayment(ctx, tx, id, &pay)
		})
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "loan.confirm", Subject: "loan/" + id, After: pay})
	})
}

// Reject says that an announced payment did not arrive.
func (s *Service) Reject(ctx context.Context, id string, n int, reason string) (Detail, error) {
	if err := s.lender(ctx, id); err != nil {
		return Detail{}, err
	}
	if err := checkReason(&reason); err != nil {
		return Detail{}, err
	}
	err := s.store.Tx(ctx, func(tx *db.Tx) error {
		pay, err := announced(ctx, tx, id, n)
		if err != nil {
			return err
		}
		pay.State, pay.Reason = Rejected, reason
		if err := putPayment(ctx, tx, id, &pay); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "loan.reject", Subject: "loan/" + id, After: pay})
	})
	if err != nil {
		return Detail{}, err
	}
	return s.Get(ctx, id)
}

func announced(ctx context.Context, tx *db.Tx, id string, n int) (Payment, error) {
	all, err := payments(ctx, tx, id)
	if err != nil {
		return Payment{}, err
	}
	for _, p := range all {
		if p.N == n && p.State != Announced {
			return p, ErrPayment.With("n", n, "state", p.State)
		}
		if p.N == n {
			return p, nil
		}
	}
	return Payment{}, notFound("款项", "payment", id+"/"+strconv.Itoa(n))
}

// acceptable refuses money that the loan cannot take now.
func (b *ledger) acceptable(p *Payment) error {
	if p.Amount <= 0 || p.Amount > money.Max {
		return ErrAmount.With("have", p.Amount, "most", money.Max).At("body.amount_fen")
	}
	if p.Kind == Deposit {
		if b.l.State != Signed && !b.l.State.owes() {
			return ErrState.With("loan", b.l.ID, "state", b.l.State, "zh", "存入保证金", "en", "given margin")
		}
		if most := b.l.Terms.Contract.Principal - b.l.Margin; p.Amount > most {
			return ErrAmount.With("have", p.Amount, "most", most).At("body.amount_fen")
		}
		return nil
	}
	if !b.l.State.owes() {
		return ErrState.With("loan", b.l.ID, "state", b.l.State, "zh", "还款", "en", "repaid")
	}
	return nil
}

// take posts a payment on a day and judges the loan's security anew.
func (b *ledger) take(p *Payment, day daycount.Date, cal *daycount.Calendar) error {
	p.State, p.Date = Posted, day
	if p.Kind == Deposit {
		if err := b.owing(day); err != nil {
			return err
		}
		if err := b.deposit(day, p.Amount); err != nil {
			return err
		}
		return b.weighAgain(day, cal)
	}
	if err := b.to(day); err != nil {
		return err
	}
	quote, err := loan.Payoff(b.l.Terms.Contract, b.l.Schedule, b.payments, day)
	if err != nil {
		return err
	}
	switch {
	case p.Kind == Payoff && p.Amount != quote.Total:
		return ErrPayoffAmount.With("want", quote.Total, "have", p.Amount).At("body.amount_fen")
	case p.Amount > quote.Total:
		return ErrAmount.With("have", p.Amount, "most", quote.Total).At("body.amount_fen")
	case p.Kind == Payoff || p.Amount == quote.Total && day.After(b.l.Disbursed):
		// Who pays all that is owed today means to end the loan, by whatever name.
		if err := b.callIn(day); err != nil {
			return err
		}
	}
	split, err := b.receive(day, p.Amount, books.KindRepayment, books.Repayment)
	if err != nil {
		return err
	}
	p.setSplit(split)
	return b.weighAgain(day, cal)
}

// owing brings a disbursed loan to a day before margin is put up for it: the test that follows is of what is owed then,
// not of what was owed when somebody last looked. An advance may have ended the loan in between.
func (b *ledger) owing(day daycount.Date) error {
	if !b.l.State.owes() {
		return nil
	}
	if err := b.to(day); err != nil {
		return err
	}
	if err := b.look(day); err != nil || b.l.State.owes() {
		return err
	}
	return ErrState.With("loan", b.l.ID, "state", b.l.State, "zh", "存入保证金", "en", "given margin")
}

func (p *Payment) setSplit(s books.Split) {
	p.Paid, p.Surplus = Sums{Interest: s.Interest, Penalty: s.Penalty, Principal: s.Principal}, s.Surplus
}

// settleAfter runs a transaction that moves money, tells the registry if that repaid the loan, and answers with the
// loan.
func (s *Service) settleAfter(ctx context.Context, id string, fn func(*db.Tx, *daycount.Calendar) error) (Detail,
	error) {
	cal, err := s.calendar(ctx)
	if err != nil {
		return Detail{}, err
	}
	if err := s.store.Tx(ctx, func(tx *db.Tx) error { return fn(tx, cal) }); err != nil {
		return Detail{}, err
	}
	// The money has moved, whatever happens now: what cannot be told today is told by the day's end.
	if err := s.settle(ctx, id); err != nil {
		s.log.WarnContext(ctx, "a repaid loan is not settled in the registry yet", "loan", id, "error", err.Error())
	}
	return s.Get(ctx, id)
}

// settle tells the registry, once, that a loan was repaid.
func (s *Service) settle(ctx context.Context, id string) error {
	var l *Loan
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		l, err = load(ctx, tx, id)
		return err
	})
	if err != nil || l.State != Repaid {
		return err
	}
	receipt, err := s.keys.SubmitOnce(ctx, "loan/"+id+"/settle", l.Lender, &registry.LoanSettle{Loan: l.Note})
	if err != nil {
		return err
	}
	if err := s.dir.Wait(ctx, receipt.Index+1); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := s.books(ctx, tx, id, func(b *ledger) error {
			if b.l.State == Repaid {
				b.l.State = Settled
			}
			return nil
		})
		return err
	})
}

// Quote is what closes a loan today.
type Quote struct {
	AsOf      daycount.Date `json:"as_of"`
	Total     money.Fen     `json:"total_fen"`
	Principal money.Fen     `json:"principal_fen"`
	Interest  money.Fen     `json:"interest_fen"`
	Penalty   money.Fen     `json:"penalty_fen"`
	Advance   money.Fen     `json:"advance_fen" doc:"paid ahead, deducted"`
	Margin    money.Fen     `json:"margin_fen" doc:"goes back when the loan is repaid"`
	Refund    money.Fen     `json:"refund_fen"`
}

// Quote returns what closes a loan today.
func (s *Service) Quote(ctx context.Context, id string) (Quote, error) {
	if _, err := s.party(ctx, id); err != nil {
		return Quote{}, err
	}
	var q Quote
	err := s.store.View(ctx, func(tx *db.Tx) error {
		l, err := load(ctx, tx, id)
		if err != nil {
			return err
		}
		if !l.State.owes() {
			return ErrState.With("loan", id, "state", l.State, "zh", "报价结清", "en", "paid off")
		}
		paid, err := posted(ctx, tx, id)
		if err != nil {
			return err
		}
		r, err := loan.Payoff(l.Terms.Contract, l.Schedule, paid, s.today())
		q = Quote{AsOf: r.AsOf, Total: r.Total, Principal: r.Principal, Interest: r.Interest, Penalty: r.Penalty,
			Advance: r.Advance,
			Margin:  l.Margin, Refund: r.Refund}
		return err
	})
	return q, err
}

// party returns the caller if its organisation is a side of the loan.
func (s *Service) party(ctx context.Context, id string) (auth.Principal, error) {
	_, p, err := s.theirs(ctx, id)
	return p, err
}

func (s *Service) theirs(ctx context.Context, id string) (l *Loan, p auth.Principal, err error) {
	if p, err = auth.Must(ctx); err != nil {
		return nil, p, err
	}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		l, err = load(ctx, tx, id)
		return err
	})
	if err == nil && (p.Org == "" || p.Org != l.Lender && p.Org != l.Borrower) {
		err = notFound("贷款", "loan", id)
	}
	return l, p, err
}

func (s *Service) lender(ctx context.Context, id string) error {
	l, p, err := s.theirs(ctx, id)
	if err == nil && p.Org != l.Lender {
		err = ErrParty.With("zh", "贷款人", "en", "lender")
	}
	return err
}

func checkReason(reason *string) error {
	*reason = strings.TrimSpace(*reason)
	if n := utf8.RuneCountInString(*reason); n < 2 || n > 1000 {
		return ErrReason.With()
	}
	return nil
}
