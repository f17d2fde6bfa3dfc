package servicing_test

import (
	"context"
	"testing"

	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/money"
)

func each(t *testing.T, test func(t *testing.T, d *ct.Desk)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, ct.New(t, node)) })
}

const yuan = money.Yuan

// called makes a loan of 3,000,000 on 10,000,000 and degrades the data until its value is 7,000,000: a shortfall of
// 900,000.
func called(d *ct.Desk) (code, id string) {
	d.T.Helper()
	code, id = d.Loan(ct.Farm, ct.Bank, ct.Terms(3_000_000))
	d.Days(1)
	d.Beat(ct.Farm, code, 7_000, 960_000, 0)
	v := d.See(ct.Bank, id)
	if v.Call == nil || v.Call.State != servicing.CallOpen || v.Call.Called != 900_000*yuan || v.Drop != 3000 ||
		v.Value != 7_000_000*yuan {
		d.T.Fatalf("after the fall: %+v %+v", v.Item, v.Call)
	}
	return code, id
}

func waiting(d *ct.Desk, org, kind string) *servicing.Work {
	d.T.Helper()
	work, err := d.Loans.Waiting(ct.As(org))
	d.OK(err)
	for _, w := range work {
		if w.Kind == kind {
			return &w
		}
	}
	return nil
}

func TestAFallOfMoreThanAFifthCallsForMargin(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(3_000_000))
		d.Days(1)
		d.Beat(ct.Farm, code, 8_000, 960_000, 0)
		if v := d.See(ct.Bank, id); v.Call != nil || v.Drop != 2000 || len(v.Values) != 2 {
			t.Fatalf("a fall of exactly a fifth: %+v", v.Item)
		}
		d.Beat(ct.Farm, code, 7_999, 960_000, 0)
		v := d.See(ct.Farm, id)
		if v.Call == nil || v.Call.WorkingDaysLeft != 5 || v.Values[2].Factors == nil ||
			v.Values[2].Factors.RowsPPM != 799_900 {
			t.Fatalf("a fall of more than a fifth: %+v", v.Item)
		}
		w := waiting(d, ct.Farm, servicing.WorkCall)
		if w == nil || w.Due != v.Call.Deadline || w.Amount != v.Call.Shortfall {
			t.Errorf("the borrower is told %+v", w)
		}
		if waiting(d, ct.Bank, servicing.WorkCallOpen) == nil {
			t.Error("the bank is not told")
		}
	})
}

func TestACallIsCuredByADeposit(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := called(d)
		if v := d.Pay(ct.Bank, id, servicing.Deposit, 899_999*yuan); v.Call == nil || v.Call.Shortfall != yuan {
			t.Fatalf("after a deposit that is one yuan short: %+v", v.Call)
		}
		v := d.Pay(ct.Bank, id, servicing.Deposit, yuan)
		if v.Call != nil || v.Calls[0].State != servicing.CallCured || v.Margin != 900_000*yuan {
			t.Fatalf("after the whole deposit: %+v", v.Item)
		}
		d.Days(30)
		d.Night()
		if _, err := d.Loans.Enforce(ct.As(ct.Bank), id, "价值下降"); err == nil {
			t.Error("a cured call was enforced")
		}
		if waiting(d, ct.Farm, servicing.WorkCall) != nil {
			t.Error("a cured call is still in the work list")
		}
	})
}

func TestADepositIsTestedAgainstWhatIsOwedOnItsDay(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := called(d)
		d.Pay(ct.Bank, id, servicing.Repayment, 300_000*yuan) // waits for the first instalment, which takes interest out of it
		d.To(d.See(ct.Bank, id).Schedule[0].Due.AddDays(1))
		v := d.Pay(ct.Bank, id, servicing.Deposit, 600_000*yuan)
		if v.Call == nil || v.SeenOn != d.Today() || v.Call.Shortfall != v.Schedule[0].PaidInterest {
			t.Errorf("after a deposit that would have done the day before: %+v %+v", v.Item, v.Call)
		}
		d.Balanced()
	})
}

func TestACallIsCuredByPrepayment(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := called(d)
		v := d.Pay(ct.Bank, id, servicing.Repayment, 900_000*yuan)
		if v.Call != nil || v.Advance != 900_000*yuan {
			t.Fatalf("after prepayment: %+v", v.Item)
		}
		d.Balanced()
	})
}

func TestACallThatIsNotAnsweredOpensEnforcement(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, id := called(d)
		deadline := d.See(ct.Bank, id).Call.Deadline
		d.To(deadline)
		d.Night()
		_, err := d.Loans.Enforce(ct.As(ct.Bank), id, "未按期补足保证金")
		d.Fails(err, servicing.ErrNoDefault)
		d.To(deadline.AddDays(1))
		d.Beat(ct.Farm, code, 6_900, 960_000, 0)
		d.Night()
		v := d.See(ct.Bank, id)
		if v.Call == nil || v.Call.State != servicing.CallFailed || len(v.Calls) != 1 {
			t.Fatalf("after the deadline: %+v", v.Calls)
		}
		if waiting(d, ct.Bank, servicing.WorkEnforce) == nil {
			t.Error("the bank is not told that it may enforce")
		}
		_, err = d.Loans.Enforce(ct.As(ct.Farm), id, "自己处置")
		d.Fails(err, servicing.ErrParty)
		p, err := d.Loans.Enforce(ct.As(ct.Bank), id, "未按期补足保证金")
		d.OK(err)
		d.Approve(ct.Bank, p.Approval)
		v = d.See(ct.Bank, id)
		if v.State != servicing.Enforcing || v.Due < 3_000_000*yuan || v.CalledIn != d.Today() {
			t.Fatalf("after enforcement: %+v", v.Item)
		}
		row, err := d.Dir.Lien(context.Background(), v.Lien)
		d.OK(err)
		if row.Fact.Status != registry.LienEnforcing {
			t.Errorf("the lien is %s", row.Fact.Status)
		}
		d.Balanced()

		// The proceeds close the loan, and the lien can be released.
		q, err := d.Loans.Quote(ct.As(ct.Bank), id)
		d.OK(err)
		if v = d.Pay(ct.Bank, id, servicing.Repayment, q.Total); v.State != servicing.Settled {
			t.Fatalf("after the proceeds: %+v", v.Item)
		}
		p, err = d.Loans.Release(ct.As(ct.Bank), id)
		d.OK(err)
		d.Approve(ct.Bank, p.Approval)
		d.Balanced()
	})
}

func TestAFailedCallThatIsPaidAfterAllIsCured(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := called(d)
		d.Days(20)
		d.Night()
		if v := d.Pay(ct.Bank, id, servicing.Deposit, 900_000*yuan); v.Call != nil {
			t.Fatalf("after the late deposit: %+v", v.Call)
		}
		_, err := d.Loans.Enforce(ct.As(ct.Bank), id, "逾期补足")
		d.Fails(err, servicing.ErrNoDefault)
	})
}

func TestANewAppraisalIsAValuePoint(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, id := called(d)
		d.Value(ct.Farm, code, "1200")
		d.OK(d.Loans.CatchUp(context.Background()))
		v := d.See(ct.Bank, id)
		last := v.Values[len(v.Values)-1]
		if v.Call != nil || v.Value != 12_000_000*yuan || last.Source != servicing.ByValuation || v.Drop != -2000 {
			t.Fatalf("after the appraisal: %+v %+v", v.Item, last)
		}
		// The next heartbeat is held against the new appraisal's own measurement.
		d.Beat(ct.Farm, code, 7_000, 960_000, 0)
		if v = d.See(ct.Bank, id); v.Value != 12_000_000*yuan {
			t.Errorf("the value is %s", v.Value)
		}
	})
}

func TestSilentDataIsWarnedOf(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		d.Days(10)
		d.Night()
		if v := d.See(ct.Bank, id); !v.SilentSince.IsZero() {
			t.Fatalf("warned on %s", v.SilentSince)
		}
		d.Days(1)
		d.Night()
		if v := d.See(ct.Bank, id); v.SilentSince != d.Today() || waiting(d, ct.Bank,
			servicing.WorkSilent) == nil || waiting(d, ct.Farm, servicing.WorkHeartbeat) == nil {
			t.Fatalf("no warning after eleven days: %+v", v.Item)
		}
		d.Beat(ct.Farm, code, 10_000, 960_000, 0)
		if v := d.See(ct.Bank, id); !v.SilentSince.IsZero() || v.LastHeartbeat != d.Today() {
			t.Errorf("still warned after a heartbeat: %+v", v.Item)
		}
	})
}

func TestMonitoringGoesOnWhereItWas(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := called(d)
		points, calls := len(d.See(ct.Bank, id).Values), len(d.See(ct.Bank, id).Calls)
		d.Restart(d.Ledger)
		for range 3 {
			d.OK(d.Loans.CatchUp(context.Background()))
			d.Night()
		}
		v := d.See(ct.Bank, id)
		if len(v.Values) != points || len(v.Calls) != calls {
			t.Errorf("%d points and %d calls became %d and %d", points, calls, len(v.Values), len(v.Calls))
		}
	})
}
