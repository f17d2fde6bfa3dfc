package servicing_test

import (
	"context"
	"slices"
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/books"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/money"
)

func entries(d *ct.Desk, org, id string) int {
	d.T.Helper()
	st, err := d.Loans.Statement(ct.As(org), id, "", 500)
	d.OK(err)
	return len(st.Entries)
}

func TestADayEndedTwiceAccruesOnce(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Days(40)
		d.Night()
		n := entries(d, ct.Bank, id)
		before, err := d.Loans.Statement(ct.As(ct.Bank), id, "", 500)
		d.OK(err)
		for range 3 {
			d.Night()
			d.OK(d.Loans.RunDay(context.Background(), d.Today().AddDays(-5)))
		}
		after, err := d.Loans.Statement(ct.As(ct.Bank), id, "", 500)
		d.OK(err)
		if entries(d, ct.Bank, id) != n || before.Accrued != after.Accrued || before.Accrued.Interest == 0 {
			t.Errorf("accrued %+v, then %+v, in %d and %d entries", before.Accrued, after.Accrued, n,
				len(after.Entries))
		}
	})
}

func TestBooksDoNotDependOnHowOftenTheDayIsEnded(t *testing.T) {
	type line struct {
		date          daycount.Date
		kind          books.Kind
		debit, credit money.Fen
	}
	run := func(nights func(*ct.Desk)) []line {
		d := ct.New(t, dbtest.Node(t))
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Pay(ct.Bank, id, servicing.Repayment,
			100_000*yuan) // waits as an advance for the first instalment, and part of the second
		nights(d)
		d.Night()
		st, err := d.Loans.Statement(ct.As(ct.Bank), id, "", 500)
		d.OK(err)
		var out []line
		for _, e := range st.Entries {
			for _, l := range e.Lines {
				out = append(out, line{e.Date, e.Kind, l.Debit, l.Credit})
			}
		}
		return out
	}
	daily := run(func(d *ct.Desk) {
		for range 100 {
			d.Days(1)
			d.OK(d.Loans.RunDay(context.Background(), d.Today()))
		}
	})
	jumped := run(func(d *ct.Desk) { d.Days(100) })
	if !slices.Equal(daily, jumped) {
		t.Errorf("day by day:\n%v\nat once:\n%v", daily, jumped)
	}
	if len(daily) < 12 {
		t.Errorf("only %d lines", len(daily))
	}
}

func TestWhatIsNotPaidBecomesOverdueAfterTheDaysOfGrace(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		terms := ct.Terms(1_000_000)
		terms.GraceDays = 3
		_, id := d.Loan(ct.Farm, ct.Bank, terms)
		first := d.See(ct.Bank, id).Schedule[0]
		for _, c := range []struct {
			day     daycount.Date
			overdue bool
			class   string
		}{
			{first.Due, false, "normal"}, {first.Due.AddDays(3), false, "normal"}, {first.Due.AddDays(4), true,
				"special_mention"},
			{first.Due.AddDays(91), true, "substandard"}, {first.Due.AddDays(271), true,
				"doubtful"}, {first.Due.AddDays(361), true, "loss"},
		} {
			d.To(c.day)
			d.Night()
			v := d.See(ct.Bank, id)
			if v.Overdue > 0 != c.overdue || string(v.Class) != c.class || v.Due == 0 {
				t.Errorf("on %s: overdue %s, class %s", c.day, v.Overdue, v.Class)
			}
		}
		p, err := d.Loans.Portfolio(ct.As(ct.Bank))
		d.OK(err)
		if p.Loans != 1 || p.ByClass[4].Loans != 1 || p.Overdue == 0 {
			t.Errorf("portfolio: %+v", p)
		}
		v := d.See(ct.Bank, id)
		st, err := d.Loans.Statement(ct.As(ct.Bank), id, "", 500)
		d.OK(err)
		if st.Accrued.Penalty == 0 || v.Schedule[0].Status != "overdue" {
			t.Errorf("penalty %s, first instalment %s", st.Accrued.Penalty, v.Schedule[0].Status)
		}
		q, err := d.Loans.Quote(ct.As(ct.Bank), id)
		d.OK(err)
		if got := d.Pay(ct.Bank, id, servicing.Repayment, q.Total); got.State != servicing.Settled {
			t.Errorf("after all was paid: %+v", got.Item)
		}
		d.Balanced()
	})
}

func TestALoanIsPaidOffOnAnyDayAndMarginGoesBack(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Pay(ct.Bank, id, servicing.Deposit, 100_000*yuan)
		d.Days(17)
		q, err := d.Loans.Quote(ct.As(ct.Farm), id)
		d.OK(err)
		if q.Principal != 1_000_000*yuan || q.Interest == 0 || q.Margin != 100_000*yuan {
			t.Fatalf("quote: %+v", q)
		}
		_, err = d.Loans.Pay(ct.As(ct.Bank), id, servicing.NewPayment{Kind: servicing.Payoff, Amount: q.Total - 1})
		d.Fails(err, servicing.ErrPayoffAmount)
		v := d.Pay(ct.Bank, id, servicing.Payoff, q.Total)
		if v.State != servicing.Settled || v.Margin != 0 || v.Outstanding != 0 {
			t.Fatalf("after payoff: %+v", v.Item)
		}
		d.Balanced()
	})
}

func TestABorrowersWordWaitsForTheLender(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Days(35)
		v, err := d.Loans.Pay(ct.As(ct.Farm), id, servicing.NewPayment{Kind: servicing.Repayment, Amount: 50_000 * yuan,
			Reference: "回单0001"})
		d.OK(err)
		if v.Advance != 0 || v.Payments[0].State != servicing.Announced {
			t.Fatalf("the borrower wrote into the books: %+v", v.Item)
		}
		if waiting(d, ct.Bank, servicing.WorkConfirm) == nil {
			t.Error("the bank is not told")
		}
		_, err = d.Loans.Confirm(ct.As(ct.Farm), id, 1)
		d.Fails(err, servicing.ErrParty)
		v, err = d.Loans.Confirm(ct.As(ct.Bank), id, 1)
		d.OK(err)
		if v.Payments[0].State != servicing.Posted || v.Payments[0].Paid.Interest == 0 {
			t.Errorf("after confirmation: %+v", v.Payments)
		}
		_, err = d.Loans.Confirm(ct.As(ct.Bank), id, 1)
		d.Fails(err, servicing.ErrPayment)
		_, err = d.Loans.Pay(ct.As(ct.Farm), id, servicing.NewPayment{Kind: servicing.Deposit, Amount: 1000})
		d.OK(err)
		v, err = d.Loans.Reject(ct.As(ct.Bank), id, 2, "未收到")
		d.OK(err)
		if v.Margin != 0 || v.Payments[1].State != servicing.Rejected {
			t.Errorf("after rejection: %+v", v.Payments)
		}
		d.Balanced()
	})
}

func TestMarginPaysWhatIsOverdueAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Pay(ct.Bank, id, servicing.Deposit, 50_000*yuan)
		_, err := d.Loans.ApplyMargin(ct.As(ct.Bank), id, 0)
		d.Fails(err, servicing.ErrNothingOwed)
		d.To(d.See(ct.Bank, id).Schedule[0].Due.AddDays(1))
		d.Night()
		p, err := d.Loans.ApplyMargin(ct.As(ct.Bank), id, 0)
		d.OK(err)
		d.Approve(ct.Bank, p.Approval)
		v := d.See(ct.Bank, id)
		if v.Margin != 0 || v.Payments[1].Kind != servicing.Applied || v.Payments[1].Surplus != 0 {
			t.Errorf("after application: %+v %+v", v.Item, v.Payments)
		}
		d.Balanced()
	})
}

func TestMarginIsAppliedThoughAPaymentBearsTheRequestsNumber(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Pay(ct.Bank, id, servicing.Deposit, 50_000*yuan)
		d.To(d.See(ct.Bank, id).Schedule[0].Due.AddDays(1))
		d.Night()
		p, err := d.Loans.ApplyMargin(ct.As(ct.Bank), id, 0)
		d.OK(err)
		_, err = d.Loans.Pay(ct.As(ct.Farm), id, servicing.NewPayment{Kind: servicing.Repayment, Amount: yuan,
			Reference: p.Approval})
		d.OK(err)
		d.Approve(ct.Bank, p.Approval)
		if v := d.See(ct.Bank, id); v.Margin != 0 || v.Payments[2].Kind != servicing.Applied {
			t.Errorf("after application: %+v %+v", v.Item, v.Payments)
		}
		d.Balanced()
	})
}

func TestMoneyIsNeverBookedIntoDaysThatAreClosed(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Pay(ct.Bank, id, servicing.Deposit, 50_000*yuan)
		d.To(d.See(ct.Bank, id).Schedule[0].Due.AddDays(5))
		d.Night()
		p, err := d.Loans.ApplyMargin(ct.As(ct.Bank), id, 10_000*yuan)
		d.OK(err)
		// As if the machine's clock were set back: the books have been brought past today, penalty and all.
		d.OK(d.Loans.RunDay(context.Background(), d.Today().AddDays(40)))
		d.Pay(ct.Bank, id, servicing.Repayment, 20_000*yuan)
		d.Approve(ct.Bank, p.Approval)
		for _, pay := range d.See(ct.Bank, id).Payments[1:] {
			if !pay.Date.After(d.Today()) {
				t.Errorf("%s was booked on %s", pay.Kind, pay.Date)
			}
		}
		d.Balanced()
		d.Days(80)
		d.Night()
	})
}

func TestMoneyThatALoanCannotTakeIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		for _, p := range []servicing.NewPayment{
			{Kind: servicing.Repayment, Amount: 0}, {Kind: servicing.Repayment, Amount: -1}, {Kind: servicing.Repayment,
				Amount: money.Max + 1},
			{Kind: servicing.Repayment, Amount: 1_000_001 * yuan}, {Kind: servicing.Deposit, Amount: 1_000_001 * yuan},
		} {
			_, err := d.Loans.Pay(ct.As(ct.Bank), id, p)
			d.Fails(err, servicing.ErrAmount)
		}
		d.Balanced()
	})
}
