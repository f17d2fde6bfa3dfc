package credit_test

import (
	"context"
	"testing"

	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/credit"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/money"
)

func each(t *testing.T, test func(t *testing.T, d *ct.Desk)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, ct.New(t, node)) })
}

func lien(d *ct.Desk, id string) *registry.Lien {
	d.T.Helper()
	row, err := d.Dir.Lien(context.Background(), id)
	d.OK(err)
	if row == nil {
		d.T.Fatalf("no lien %s", id)
	}
	return &row.Fact
}

func TestTheWholeChainFromRegistrationToRelease(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(2_000_000))
		d.Balanced()
		v := d.See(ct.Bank, id)
		if v.State != servicing.Active || v.Outstanding != 2_000_000*money.Yuan || v.Value != 10_000_000*money.Yuan ||
			v.LTV != 2000 || v.Note == "" {
			t.Fatalf("after disbursement: %+v", v.Item)
		}
		if len(v.Schedule) != 12 || len(v.Values) != 1 {
			t.Fatalf("%d instalments, %d points", len(v.Schedule), len(v.Values))
		}
		for _, in := range v.Schedule {
			d.To(in.Due)
			d.Beat(ct.Farm, code, 10_500, 960_000, 0)
			d.Night()
			d.Pay(ct.Bank, id, servicing.Repayment, in.Payment)
			d.Balanced()
		}
		v = d.See(ct.Farm, id)
		if v.State != servicing.Settled || v.Outstanding != 0 || v.Class != "normal" {
			t.Fatalf("after the last instalment: %+v", v.Item)
		}
		_, err := d.Loans.AskRelease(ct.As(ct.Farm), id)
		d.OK(err)
		p, err := d.Loans.Release(ct.As(ct.Bank), id)
		d.OK(err)
		d.Approve(ct.Bank, p.Approval)
		if l := lien(d, v.Lien); l.Status != registry.LienReleased {
			t.Errorf("the lien is %s", l.Status)
		}
		err = d.Ledger.View(context.Background(), func(s *sequence.Snapshot) error {
			enc, err := s.Get(registry.PrefixEncumbrance + code)
			if enc != nil {
				t.Errorf("the certificate is still encumbered: %s", enc)
			}
			return err
		})
		d.OK(err)
		if v = d.See(ct.Bank, id); v.State != servicing.Released {
			t.Errorf("the loan is %s", v.State)
		}
	})
}

func TestTheLimitIsTheSmallerOfRequestAndCap(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		v := d.Apply(ct.Farm, ct.Bank, code, 5_000_000)
		if v.Assessment.Limit != 3_000_000*money.Yuan || len(v.Assessment.Blocking) != 0 {
			t.Fatalf("assessment: %+v", v.Assessment)
		}
		_, err := d.Credit.Approve(ct.As(ct.Bank), v.ID, ct.Terms(3_000_001))
		d.Fails(err, credit.ErrOverLimit)
		terms := ct.Terms(3_500_000)
		terms.CapBP = 5001
		if _, err = d.Credit.Approve(ct.As(ct.Bank), v.ID, terms); err == nil {
			t.Error("a cap over the hard cap was taken")
		}
		terms.CapBP = 4000
		d.Grant(ct.Bank, v.ID, terms)
		got, err := d.Credit.Get(ct.As(ct.Farm), v.ID)
		d.OK(err)
		if got.State != credit.Approved || got.Amount != 3_500_000*money.Yuan ||
			got.Decision.Assessment.Limit != 4_000_000*money.Yuan {
			t.Errorf("decision: %+v", got)
		}
	})
}

func TestALimitThatFellBetweenProposalAndApprovalIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		v := d.Apply(ct.Farm, ct.Bank, code, 5_000_000)
		p, err := d.Credit.Approve(ct.As(ct.Bank), v.ID, ct.Terms(3_000_000))
		d.OK(err)
		d.Value(ct.Farm, code, "900")
		_, err = d.Approvals.Approve(ct.Checker(ct.Bank), p.Approval)
		d.Fails(err, credit.ErrOverLimit)
		if got, _ := d.Credit.Get(ct.As(ct.Bank), v.ID); got.State != credit.Submitted {
			t.Errorf("the application is %s", got.State)
		}
	})
}

func TestWhoProposedDoesNotDecide(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		p, err := d.Credit.Approve(ct.As(ct.Bank), v.ID, ct.Terms(1_000_000))
		d.OK(err)
		_, err = d.Approvals.Approve(ct.As(ct.Bank), p.Approval)
		d.Fails(err, approval.ErrOwn)
		_, err = d.Approvals.Approve(ct.Checker(ct.Second), p.Approval)
		d.Fails(err, approval.ErrNotFound)
		d.Approve(ct.Bank, p.Approval)
	})
}

func TestNobodySeesOthersCredit(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
		app := d.See(ct.Bank, id).Application
		for _, stranger := range []string{ct.Second, ct.Other, ct.Regulator} {
			_, err := d.Credit.Get(ct.As(stranger), app)
			d.Fails(err, credit.ErrNotFound)
			_, err = d.Credit.Contract(ct.As(stranger), id)
			d.Fails(err, credit.ErrNotFound)
			_, err = d.Loans.Get(ct.As(stranger), id)
			d.Fails(err, servicing.ErrNotFound)
			_, err = d.Loans.Statement(ct.As(stranger), id, "", 10)
			d.Fails(err, servicing.ErrNotFound)
			_, err = d.Loans.Pay(ct.As(stranger), id, servicing.NewPayment{Kind: servicing.Repayment, Amount: 1})
			d.Fails(err, servicing.ErrNotFound)
			_, err = d.Loans.Release(ct.As(stranger), id)
			d.Fails(err, servicing.ErrNotFound)
		}
		nobody := auth.With(context.Background(), auth.Principal{User: "u_admin", Admin: true})
		_, err := d.Loans.Get(nobody, id)
		d.Fails(err, servicing.ErrNotFound)
		for _, stranger := range []string{ct.Second, ct.Other} {
			page, err := d.Loans.Loans(ct.As(stranger), servicing.Query{}, paging())
			d.OK(err)
			if len(page.Items) != 0 {
				t.Errorf("%s sees %d loans", stranger, len(page.Items))
			}
		}
	})
}
