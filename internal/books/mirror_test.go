package books_test

import (
	"context"
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/money"
)

func TestTheBorrowersBooksMirrorTheLenders(t *testing.T) {
	ctx := context.Background()
	store := dbtest.Node(t)
	const bank, borrower = "91320100BANK000001", "91320100CORP000001"
	n := 0
	head := func() books.Head {
		n++
		return books.Head{Org: bank, Contract: "LC-1", Ref: "LC-1/" + string(rune('a'+n)), Date: daycount.MustDate("2026-03-02"), Time: int64(n)}
	}
	entries := []books.Entry{
		books.MarginDeposit(head(), 5_000),
		books.Disbursement(head(), 100_000),
		books.Accrual(head(), 700, 30),
		books.Repayment(head(), books.Split{Penalty: 30, Interest: 600, Principal: 40_000, Surplus: 200}),
		books.AdvanceApplied(head(), books.Split{Interest: 100, Principal: 50}),
		books.Refund(head(), 50),
		books.MarginApplied(head(), books.Split{Principal: 2_000}),
		books.MarginRelease(head(), 3_000),
	}
	err := store.Tx(ctx, func(tx *db.Tx) error {
		for _, e := range entries {
			if err := books.Post(ctx, tx, e); err != nil {
				return err
			}
			if err := books.Post(ctx, tx, books.Mirror(e, borrower)); err != nil {
				t.Errorf("%s: %v", e.Kind, err)
			}
		}
		for lender, own := range map[books.Account]books.Account{
			books.LoanPrincipal: books.Borrowings, books.InterestReceivable: books.InterestPayable, books.PenaltyReceivable: books.PenaltyPayable,
			books.MarginDeposits: books.MarginPaid, books.Payables: books.OtherReceivables, books.InterestIncome: books.InterestExpense,
		} {
			a, err := books.Net(ctx, tx, books.Query{Org: bank, Account: lender, Contract: "LC-1"})
			if err != nil {
				return err
			}
			b, err := books.Net(ctx, tx, books.Query{Org: borrower, Account: own, Contract: "LC-1"})
			if err != nil {
				return err
			}
			if a != b {
				t.Errorf("lender's %s is %d, borrower's %s is %d", lender, a, own, b)
			}
		}
		cash, err := books.Net(ctx, tx, books.Query{Org: borrower, Account: books.BankDeposits, Contract: "LC-1"})
		if want := money.Fen(-5_000 + 100_000 - 40_830 + 50 + 3_000); err == nil && cash != want {
			t.Errorf("the borrower's money moved by %d, want %d", cash, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
