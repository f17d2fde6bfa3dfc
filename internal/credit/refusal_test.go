package credit_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/credit"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/money"
)

func paging() api.Paging { return api.Paging{Limit: 50} }

func TestASecondLienIsDisclosedToBothPledgeesBeforeItTakesEffect(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, first := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		ahead := d.See(ct.Bank, first).Lien
		v := d.Apply(ct.Farm, ct.Second, code, 1_000_000)
		if v.Assessment.Ahead != 1_000_000*money.Yuan || result(v.Assessment, "liens_ahead") != credit.Warn {
			t.Fatalf("assessment: %+v", v.Assessment)
		}
		d.Grant(ct.Second, v.ID, ct.Terms(1_000_000))
		behind := d.Pledge(ct.Farm, v.ID)
		_, err := d.Credit.AcceptPledge(ct.As(ct.Second), v.ID, credit.Acceptance{FilingNo: "202603020002"})
		d.Fails(err, registry.ErrDisclosure)
		d.Accept(ct.Second, v.ID, ahead)
		if l := lien(d, behind); l.Status != registry.LienAccepted {
			t.Fatalf("before the earlier pledgee answered the lien is %s", l.Status)
		}
		contract := d.Contract(ct.Farm, ct.Second, v.ID)
		_, err = d.Credit.Disburse(ct.As(ct.Second), contract)
		d.Fails(err, credit.ErrNotEffective)

		work, err := d.Credit.Work(ct.As(ct.Bank))
		d.OK(err)
		if !has(work, credit.WorkAcknowledge, "lien/"+behind) {
			t.Fatalf("the earlier pledgee is not told: %+v", work.Items)
		}
		_, err = d.Credit.Acknowledge(ct.As(ct.Second), behind)
		d.Fails(err, registry.ErrNotAhead)
		seen, err := d.Credit.Acknowledge(ct.As(ct.Bank), behind)
		d.OK(err)
		if seen.Status != registry.LienEffective || seen.Rank != 2 || !seen.Ahead[0].Informed {
			t.Errorf("after the acknowledgement: %+v", seen)
		}
		d.Disburse(ct.Second, contract)
		d.Balanced()
	})
}

func TestASecondLienTakesEffectWhenTheNoticeRanOut(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, first := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		v := d.Apply(ct.Farm, ct.Second, code, 500_000)
		d.Grant(ct.Second, v.ID, ct.Terms(500_000))
		behind := d.Pledge(ct.Farm, v.ID)
		d.Accept(ct.Second, v.ID, d.See(ct.Bank, first).Lien)
		_, err := d.Credit.Effect(ct.As(ct.Second), behind)
		d.Fails(err, registry.ErrNoticeRuns)
		d.Days(10)
		l, err := d.Credit.Effect(ct.As(ct.Second), behind)
		d.OK(err)
		if l.Status != registry.LienEffective {
			t.Errorf("the lien is %s", l.Status)
		}
	})
}

func TestACovenantForbidsALaterPledge(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		terms := ct.Terms(1_000_000)
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		// The second bank approves before the covenant exists, so only the registry is left to refuse.
		late := d.Apply(ct.Farm, ct.Second, code, 1_000_000)
		d.Grant(ct.Second, late.ID, terms)
		terms.NoFurther = true
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		d.Grant(ct.Bank, v.ID, terms)
		d.Pledge(ct.Farm, v.ID)
		_, err := d.Credit.ProposePledge(ct.As(ct.Farm), late.ID)
		d.Fails(err, registry.ErrCovenant)

		third := d.Apply(ct.Farm, ct.Second, code, 100_000)
		if got := result(third.Assessment, "liens_ahead"); got != credit.Fail {
			t.Errorf("liens_ahead is %s", got)
		}
		_, err = d.Credit.Approve(ct.As(ct.Second), third.ID, ct.Terms(100_000))
		d.Fails(err, credit.ErrBlocked)
	})
}

func TestOfManyPledgesAtOnceUnderACovenantExactlyOneWins(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		const n = 64
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		requests := make([]string, n)
		terms := ct.Terms(100_000)
		terms.NoFurther = true
		for i := range requests {
			bank := []string{ct.Bank, ct.Second}[i%2]
			v := d.Apply(ct.Farm, bank, code, 100_000)
			d.Grant(bank, v.ID, terms)
			p, err := d.Credit.ProposePledge(ct.As(ct.Farm), v.ID)
			d.OK(err)
			requests[i] = p.Approval
		}
		errs := make([]error, n)
		var wg sync.WaitGroup
		for i, id := range requests {
			wg.Go(func() { _, errs[i] = d.Approvals.Approve(ct.Checker(ct.Farm), id) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, registry.ErrCovenant):
				t.Errorf("a loser was told %v", err)
			}
		}
		liens, err := d.Credit.Liens(ct.As(ct.Farm), credit.LienQuery{Certificate: code}, paging())
		d.OK(err)
		if won != 1 || len(liens.Items) != 1 || liens.Items[0].Rank != 1 {
			t.Errorf("%d of %d pledges won, %d liens", won, n, len(liens.Items))
		}
	})
}

func TestASanctionedBorrowerIsRefusedEarlyAndAtLast(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		d.Grant(ct.Bank, v.ID, ct.Terms(1_000_000))
		d.Pledge(ct.Farm, v.ID)
		d.Accept(ct.Bank, v.ID)
		contract := d.Contract(ct.Farm, ct.Bank, v.ID)
		p, err := d.Credit.Disburse(ct.As(ct.Bank), contract)
		d.OK(err)
		until := d.Today().AddMonths(6)
		d.Sanction(ct.Farm, until)

		_, err = d.Approvals.Approve(ct.Checker(ct.Bank), p.Approval)
		d.Fails(err, registry.ErrSanctioned)
		_, err = d.Credit.Disburse(ct.As(ct.Bank), contract)
		d.Fails(err, registry.ErrSanctioned)
		_, err = d.Credit.Apply(ct.As(ct.Farm), credit.NewApplication{Certificate: code, Lender: ct.USCC(ct.Bank),
			Requested: 1000, Purpose: "周转", TermMonths: 6, Method: "bullet_all"})
		d.Fails(err, registry.ErrSanctioned)
		// The registry itself, whatever the desk thinks.
		_, err = d.Keys.Submit(context.Background(), ct.USCC(ct.Bank), &registry.LoanDisburse{Lien: mustView(d,
			v.ID).Lien, Contract: canon.Hex([]byte("x"))})
		d.Fails(err, registry.ErrSanctioned)
		if got := d.See(ct.Bank, contract); got.State != servicing.Signed || got.Outstanding != 0 {
			t.Errorf("money moved: %+v", got.Item)
		}
		d.Balanced()
	})
}

func TestACertificateThatEndsBeforeTheLoanBlocksIt(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Days(59*30 - 200)
		d.Value(ct.Farm, code, "1000")
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		if result(v.Assessment, "validity") != credit.Fail {
			t.Fatalf("assessment: %+v", v.Assessment)
		}
		_, err := d.Credit.Approve(ct.As(ct.Bank), v.ID, ct.Terms(1_000_000))
		d.Fails(err, credit.ErrBlocked)
	})
}

func TestDataThatIsNotAppraisedGetsNoCredit(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		if v.Assessment.Limit != 0 || result(v.Assessment, "valuation") != credit.Fail {
			t.Fatalf("assessment: %+v", v.Assessment)
		}
		_, err := d.Credit.Apply(ct.As(ct.Other), credit.NewApplication{Certificate: code, Lender: ct.USCC(ct.Bank),
			Requested: 1000, Purpose: "周转", TermMonths: 6, Method: "bullet_all"})
		d.Fails(err, credit.ErrHolder)
	})
}

func TestDataThatLostItsValueSinceTheAppraisalBlocksCredit(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		d.Beat(ct.Farm, code, 7_999, 960_000, 0)
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		if result(v.Assessment, "value_now") != credit.Fail || result(v.Assessment, "heartbeat") != credit.Pass {
			t.Fatalf("assessment: %+v", v.Assessment)
		}
	})
}

func mustView(d *ct.Desk, id string) credit.View {
	d.T.Helper()
	v, err := d.Credit.Get(ct.As(ct.Bank), id)
	d.OK(err)
	return v
}

func result(a *credit.Assessment, code string) credit.Result {
	for _, c := range a.Checks {
		if c.Code == code {
			return c.Result
		}
	}
	return ""
}

func has(w credit.WorkList, kind, subject string) bool {
	for _, it := range w.Items {
		if it.Kind == kind && it.Subject == subject {
			return true
		}
	}
	return false
}

func TestWhatChangedSinceTheApprovalStopsTheDisbursement(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		d.Grant(ct.Bank, v.ID, ct.Terms(1_000_000))
		d.Pledge(ct.Farm, v.ID)
		d.Accept(ct.Bank, v.ID)
		contract := d.Contract(ct.Farm, ct.Bank, v.ID)
		d.Beat(ct.Farm, code, 5_000, 960_000, 0)
		_, err := d.Credit.Disburse(ct.As(ct.Bank), contract)
		d.Fails(err, credit.ErrBlocked)
		d.Beat(ct.Farm, code, 10_000, 960_000, 0)
		d.Submit(ct.Second, &registry.ObjectionFile{Case: caseOf(d, code), Grounds: hash})
		_, err = d.Credit.Disburse(ct.As(ct.Bank), contract)
		d.Fails(err, credit.ErrBlocked)
	})
}

func caseOf(d *ct.Desk, code string) string {
	d.T.Helper()
	row, err := d.Dir.Certificate(context.Background(), code)
	d.OK(err)
	return row.Fact.Case
}

func TestAPledgeIsNotProposedForAnApplicationThatWasWithdrawnMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		d.Grant(ct.Bank, v.ID, ct.Terms(1_000_000))
		p, err := d.Credit.ProposePledge(ct.As(ct.Farm), v.ID)
		d.OK(err)
		_, err = d.Credit.Withdraw(ct.As(ct.Farm), v.ID)
		d.OK(err)
		_, err = d.Approvals.Approve(ct.Checker(ct.Farm), p.Approval)
		d.Fails(err, credit.ErrState)
		liens, err := d.Credit.Liens(ct.As(ct.Farm), credit.LienQuery{As: "pledgor"}, paging())
		d.OK(err)
		if len(liens.Items) != 0 {
			t.Errorf("the registry has %+v", liens.Items)
		}
	})
}

func TestNobodyBorrowsFromItself(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		const group = "group" // an enterprise that is a bank as well
		d.Admit(group, registry.RoleEnterprise, registry.RoleBank)
		d.OK(d.Dir.CatchUp(context.Background()))
		_, err := d.Credit.Apply(ct.As(group), credit.NewApplication{Certificate: "SJ3212026030001", Lender: ct.USCC(group),
			Requested: money.Yuan, Purpose: "收购粮食", TermMonths: 12, Method: "bullet_all"})
		d.Fails(err, credit.ErrOwnBank)
	})
}
