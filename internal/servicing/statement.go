package servicing

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// Statement is a loan in the books of the caller's organisation.
type Statement struct {
	Loan       Item            `json:"loan"`
	AsOf       daycount.Date   `json:"as_of"`
	Schedule   []Line          `json:"schedule" doc:"as agreed, against what was paid"`
	Payments   []PaymentView   `json:"payments"`
	AccruedTo  daycount.Date   `json:"accrued_to,omitzero"`
	Accrued    Sums            `json:"accrued" doc:"interest and penalty ever accrued"`
	Paid       Sums            `json:"paid" doc:"ever paid"`
	Advance    money.Fen       `json:"advance_fen"`
	Margin     money.Fen       `json:"margin_fen"`
	Balances   []books.Balance `json:"balances" doc:"accounts of this loan in one's own books"`
	Entries    []books.Posted  `json:"entries" doc:"one's own books, newest first"`
	NextCursor string          `json:"next_cursor,omitempty" doc:"of entries"`
}

// Statement returns the statement of a loan with a page of entries.
func (s *Service) Statement(ctx context.Context, id, cursor string, limit int) (Statement, error) {
	l, p, err := s.theirs(ctx, id)
	if err != nil {
		return Statement{}, err
	}
	d, err := s.Get(ctx, id)
	if err != nil {
		return Statement{}, err
	}
	out := Statement{Loan: d.Item, AsOf: s.today(), Schedule: d.Schedule, Payments: d.Payments, AccruedTo: l.AccruedTo,
		Accrued: l.Accrued,
		Paid:    l.Paid, Advance: l.Advance, Margin: l.Margin}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		if out.Balances, err = books.Balances(ctx, tx, books.Query{Org: p.Org, Contract: id}); err != nil {
			return err
		}
		out.Entries, out.NextCursor, err = books.Journal(ctx, tx, books.JournalQuery{Org: p.Org, Contract: id,
			Cursor: cursor, Limit: limit})
		return err
	})
	return out, err
}

// check compares a loan with the books of both sides.
func check(ctx context.Context, tx *db.Tx, l *Loan) error {
	for _, c := range []struct {
		account books.Account
		mirror  books.Account
		want    money.Fen
	}{
		{books.LoanPrincipal, books.Borrowings, outstanding(l)},
		{books.InterestReceivable, books.InterestPayable, l.Accrued.Interest - l.Paid.Interest},
		{books.PenaltyReceivable, books.PenaltyPayable, l.Accrued.Penalty - l.Paid.Penalty},
		{books.MarginDeposits, books.MarginPaid, l.Margin},
		{books.Payables, books.OtherReceivables, l.Advance},
		{books.InterestIncome, books.InterestExpense, l.Accrued.Interest},
		{books.PenaltyIncome, books.PenaltyExpense, l.Accrued.Penalty},
	} {
		for org, account := range map[string]books.Account{l.Lender: c.account, l.Borrower: c.mirror} {
			have, err := books.Net(ctx, tx, books.Query{Org: org, Account: account, Contract: l.ID})
			if err != nil {
				return err
			}
			if have != c.want {
				return ErrBooks.With("loan", l.ID, "why",
					string(account)+" holds "+have.String()+", the loan says "+c.want.String())
			}
		}
	}
	return nil
}

// outstanding is the principal the books should hold.
func outstanding(l *Loan) money.Fen {
	if l.Note == "" {
		return 0
	}
	return l.Terms.Contract.Principal - l.Paid.Principal
}

// Verify checks every loan against both books and walks both sides' journals. It returns how many loans it looked at.
func (s *Service) Verify(ctx context.Context) (int, error) {
	n := 0
	err := s.store.View(ctx, func(tx *db.Tx) error {
		loans, err := pick(ctx, tx, "1 = 1", nil, 1<<31-1)
		if err != nil {
			return err
		}
		orgs := map[string]bool{}
		for _, l := range loans {
			if err := check(ctx, tx, l); err != nil {
				return err
			}
			orgs[l.Lender], orgs[l.Borrower] = true, true
			n++
		}
		for org := range orgs {
			if _, err := books.Verify(ctx, tx, org); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}
