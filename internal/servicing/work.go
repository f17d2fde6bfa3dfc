package servicing

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/money"
)

// Work is something that waits for the caller's organisation.
type Work struct {
	Kind    string        `json:"kind"`
	Subject string        `json:"subject" doc:"what it is about: application/…, contract/…, loan/…, lien/…"`
	Title   string        `json:"title" doc:"name of the data, where it is public"`
	With    desk.Party    `json:"with" doc:"the other side"`
	Due     daycount.Date `json:"due,omitzero" doc:"last day"`
	Amount  money.Fen     `json:"amount_fen,omitzero"`
	Urgent  bool          `json:"urgent" doc:"late, or a warning"`
	Since   time.Time     `json:"since,omitzero"`
}

// The kinds of work of this package.
const (
	WorkConfirm    = "confirm_payment"   // lender: the borrower says it paid
	WorkEnforce    = "may_enforce"       // lender: the loan is in default
	WorkRelease    = "release_lien"      // lender: the loan is settled
	WorkSilent     = "data_silent"       // lender: no heartbeat
	WorkExistence  = "data_not_proved"   // lender: the agent failed a challenge about the pledged data
	WorkCallOpen   = "margin_call_open"  // lender: a call runs
	WorkCall       = "margin_call"       // borrower: deposit or repay by the deadline
	WorkPay        = "pay_instalment"    // borrower: due soon, due, or overdue
	WorkMargin     = "initial_margin"    // borrower: deposit before disbursement
	WorkHeartbeat  = "send_heartbeat"    // borrower: the lender was warned of silence
	WorkAskRelease = "ask_lien_released" // borrower: the loan is settled
)

// soonDays is how many days ahead an instalment shows in the borrower's work list.
const soonDays = 10

// maxWork bounds a work list; a desk with more looks at its lists.
const maxWork = 500

// Waiting lists what waits for the caller's organisation on its loans.
func (s *Service) Waiting(ctx context.Context) ([]Work, error) {
	out := []Work{}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return out, err
	}
	var loans []*Loan
	var calls []*Call
	paid := map[string][]Payment{}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		loans, err = pick(ctx, tx, "(lender = ? OR borrower = ?) AND state NOT IN (?, ?)",
			[]any{p.Org, p.Org, string(Released), string(Void)}, maxWork)
		if err != nil {
			return err
		}
		if calls, err = callsOf(ctx, tx, loans); err != nil {
			return err
		}
		for _, l := range loans {
			if p.Org == l.Lender {
				if paid[l.ID], err = payments(ctx, tx, l.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	for i, l := range loans {
		if p.Org == l.Borrower {
			out = append(out, s.borrowers(ctx, l, calls[i])...)
		} else {
			out = append(out, s.lenders(ctx, l, calls[i], paid[l.ID])...)
		}
	}
	return out, nil
}

func (s *Service) work(ctx context.Context, kind string, l *Loan, with string) Work {
	w := Work{Kind: kind, Subject: "loan/" + l.ID, With: s.organisation(ctx, with)}
	if s.Title != nil {
		w.Title = s.Title(ctx, l.Certificate)
	}
	return w
}

func (s *Service) lenders(ctx context.Context, l *Loan, c *Call, pays []Payment) (out []Work) {
	for _, p := range pays {
		if p.State == Announced {
			w := s.work(ctx, WorkConfirm, l, l.Borrower)
			w.Amount, w.Since, w.Due = p.Amount, instant(p.At), p.Date
			out = append(out, w)
		}
	}
	if l.State == Active && l.inDefault(c) {
		w := s.work(ctx, WorkEnforce, l, l.Borrower)
		w.Amount, w.Urgent = l.Seen.Overdue, true
		if c != nil && c.State == CallFailed {
			w.Amount, w.Since = max(w.Amount, c.Shortfall), instant(c.RaisedAt)
		}
		out = append(out, w)
	}
	if l.State.owes() && c != nil && c.State == CallOpen {
		w := s.work(ctx, WorkCallOpen, l, l.Borrower)
		w.Due, w.Amount, w.Since = c.Deadline, c.Shortfall, instant(c.RaisedAt)
		out = append(out, w)
	}
	if l.State.owes() && !l.Silent.IsZero() {
		w := s.work(ctx, WorkSilent, l, l.Borrower)
		w.Urgent, w.Since = true, l.Silent.Time().UTC()
		out = append(out, w)
	}
	if l.State.owes() && !l.Broken.IsZero() {
		w := s.work(ctx, WorkExistence, l, l.Borrower)
		w.Urgent, w.Since = true, l.Broken.Time().UTC()
		out = append(out, w)
	}
	if l.State == Settled {
		w := s.work(ctx, WorkRelease, l, l.Borrower)
		w.Since, w.Urgent = l.Ended.Time().UTC(), l.Asked
		out = append(out, w)
	}
	return out
}

func (s *Service) borrowers(ctx context.Context, l *Loan, c *Call) (out []Work) {
	today := s.today()
	if l.State == Signed && l.Margin < l.Terms.InitialMargin {
		w := s.work(ctx, WorkMargin, l, l.Lender)
		w.Due, w.Amount, w.Since = l.Terms.Contract.Drawdown, l.Terms.InitialMargin-l.Margin, instant(l.SignedAt)
		out = append(out, w)
	}
	if l.State.owes() && c != nil && c.State != CallCured {
		w := s.work(ctx, WorkCall, l, l.Lender)
		w.Due, w.Amount, w.Since, w.Urgent = c.Deadline, c.Shortfall, instant(c.RaisedAt), c.State == CallFailed
		out = append(out, w)
	}
	switch {
	case l.State.owes() && l.Seen.Due > 0:
		w := s.work(ctx, WorkPay, l, l.Lender)
		w.Amount, w.Urgent, w.Due = l.Seen.Due, l.Seen.Overdue > 0, today
		out = append(out, w)
	case l.State.owes() && !l.Seen.NextDue.IsZero() && !l.Seen.NextDue.After(today.AddDays(soonDays)):
		w := s.work(ctx, WorkPay, l, l.Lender)
		w.Amount, w.Due = l.Seen.NextFen, l.Seen.NextDue
		out = append(out, w)
	}
	if l.State.owes() && !l.Silent.IsZero() {
		w := s.work(ctx, WorkHeartbeat, l, l.Lender)
		w.Urgent, w.Since = true, l.Silent.Time().UTC()
		out = append(out, w)
	}
	if l.State == Settled && !l.Asked {
		out = append(out, s.work(ctx, WorkAskRelease, l, l.Lender))
	}
	return out
}
