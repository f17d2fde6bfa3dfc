package books

import (
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

var day = daycount.MustDate

const bank = "91330100MA2CCCCC1X"

func head(ref, date string) Head {
	return Head{Org: bank, Contract: "L-1", Ref: ref, Date: day(date), Time: 1_767_000_000_000}
}

func dr(a Account, n money.Fen) Line { return Line{Account: a, Contract: "L-1", Debit: n} }
func cr(a Account, n money.Fen) Line { return Line{Account: a, Contract: "L-1", Credit: n} }

func TestEachRecipeDebitsAndCreditsTheRightAccounts(t *testing.T) {
	h := head("r", "2026-03-20")
	all := Split{Fees: 1, Penalty: 2, Interest: 30, Principal: 400, Surplus: 5000}
	due := Split{Interest: 30, Principal: 400}
	for name, k := range map[string]struct {
		got  Entry
		want []Line
	}{
		"disbursement": {Disbursement(h, 100), []Line{dr(LoanPrincipal, 100), cr(Clearing, 100)}},
		"accrual": {Accrual(h, 30, 2), []Line{dr(InterestReceivable, 30), dr(PenaltyReceivable, 2), cr(InterestIncome, 30),
			cr(PenaltyIncome, 2)}},
		"accrual without penalty": {Accrual(h, 30, 0), []Line{dr(InterestReceivable, 30), cr(InterestIncome, 30)}},
		"accrual of nothing":      {Accrual(h, 0, 0), nil},
		"repayment": {Repayment(h, all), []Line{dr(Clearing, 5433), cr(FeeIncome, 1), cr(PenaltyReceivable, 2),
			cr(InterestReceivable, 30), cr(LoanPrincipal, 400), cr(Payables, 5000)}},
		"repayment as due": {Repayment(h, due), []Line{dr(Clearing, 430), cr(InterestReceivable, 30), cr(LoanPrincipal, 400)}},
		"advance applied":  {AdvanceApplied(h, due), []Line{dr(Payables, 430), cr(InterestReceivable, 30), cr(LoanPrincipal, 400)}},
		"refund":           {Refund(h, 7), []Line{dr(Payables, 7), cr(Clearing, 7)}},
		"margin deposit":   {MarginDeposit(h, 50), []Line{dr(MarginAccount, 50), cr(MarginDeposits, 50)}},
		"margin release":   {MarginRelease(h, 50), []Line{dr(MarginDeposits, 50), cr(MarginAccount, 50)}},
		"margin applied": {MarginApplied(h, due), []Line{dr(MarginDeposits, 430), cr(InterestReceivable, 30), cr(LoanPrincipal, 400),
			dr(Clearing, 430), cr(MarginAccount, 430)}},
		"reversal": {Reversal(h, Disbursement(h, 100)), []Line{cr(LoanPrincipal, 100), dr(Clearing, 100)}},
	} {
		t.Run(name, func(t *testing.T) {
			if len(k.got.Lines) != len(k.want) {
				t.Fatalf("%+v", k.got.Lines)
			}
			for i := range k.want {
				if k.got.Lines[i] != k.want[i] {
					t.Errorf("line %d: %+v, want %+v", i+1, k.got.Lines[i], k.want[i])
				}
			}
			if err := k.got.check(); k.want != nil && err != nil {
				t.Error(err)
			}
		})
	}
}

func TestASplitIsAnAllocationAddedUp(t *testing.T) {
	a, err := loan.Allocate(1000, []loan.Due{{No: 1, Penalty: 5, Interest: 10, Principal: 100}, {No: 2, Fees: 1, Interest: 20, Principal: 200}}, loan.Order{})
	if err != nil {
		t.Fatal(err)
	}
	if s := SplitOf(a); s != (Split{Fees: 1, Penalty: 5, Interest: 30, Principal: 300, Surplus: 664}) || s.Total() != 1000 {
		t.Errorf("%+v", s)
	}
}

func TestTheChartNamesEveryAccountOnceInBothLanguages(t *testing.T) {
	seen := map[Account]bool{}
	for _, a := range Chart {
		if seen[a.Code] || a.Name.ZH == "" || a.Name.EN == "" || a.Side != DebitSide && a.Side != CreditSide {
			t.Errorf("%+v", a)
		}
		seen[a.Code] = true
	}
}
