package servicing_test

import (
	"context"
	"errors"
	"testing"

	"shurong.org/shurong/internal/approval"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/servicing"
)

func TestASettlementTheRegistryDidNotHearOfIsToldAtTheDaysEnd(t *testing.T) {
	for name, around := range map[string]ct.Around{"lost": ct.Lost, "unanswered": ct.Unanswered} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, d *ct.Desk) {
				_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(1_000_000))
				d.Pay(ct.Bank, id, servicing.Deposit, 1000*yuan)
				f := &ct.Faulty{Ledger: d.Ledger, Kind: "loan.settle", Around: around}
				d.Restart(f)
				d.Days(5)
				q, err := d.Loans.Quote(ct.As(ct.Bank), id)
				d.OK(err)
				v := d.Pay(ct.Bank, id, servicing.Payoff, q.Total)
				if v.State != servicing.Repaid || v.Margin != 0 {
					t.Fatalf("after payoff: %s with a margin of %s", v.State, v.Margin)
				}
				d.Balanced()
				_, err = d.Loans.Release(ct.As(ct.Bank), id)
				d.Fails(err, servicing.ErrState)
				f.Around = nil
				d.Days(1)
				d.Restart(f)
				d.Night()
				if v = d.See(ct.Bank, id); v.State != servicing.Settled {
					t.Fatalf("after the day's end: %s", v.State)
				}
				d.Night()
			})
		})
	}
}

func TestEnforcementAndReleaseSurviveACrashBetweenRegistryAndStore(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		_, id := called(d)
		d.Days(20)
		d.Night()
		p, err := d.Loans.Enforce(ct.As(ct.Bank), id, "未按期补足保证金")
		d.OK(err)
		f := &ct.Faulty{Ledger: d.Ledger}
		d.Restart(f)
		crash := func(kind, request string) {
			t.Helper()
			ctx, cancel := context.WithCancel(ct.Checker(ct.Bank))
			defer cancel()
			f.Kind, f.Around = kind, ct.Cancelled(cancel)
			if _, err := d.Approvals.Approve(ctx, request); !errors.Is(err, approval.ErrUnfinished) {
				t.Fatalf("%s: the crash was reported as %v", kind, err)
			}
			d.Balanced()
			f.Around = nil
			d.Days(1)
			d.Restart(f)
			d.OK(d.Approvals.Resume(context.Background()))
			d.Night()
		}
		crash("pledge.enforce", p.Approval)
		v := d.See(ct.Bank, id)
		if v.State != servicing.Enforcing || v.CalledIn.IsZero() {
			t.Fatalf("after the resumed enforcement: %+v", v.Item)
		}
		q, err := d.Loans.Quote(ct.As(ct.Bank), id)
		d.OK(err)
		d.Pay(ct.Bank, id, servicing.Payoff, q.Total)
		p, err = d.Loans.Release(ct.As(ct.Bank), id)
		d.OK(err)
		crash("pledge.release", p.Approval)
		row, err := d.Dir.Lien(context.Background(), v.Lien)
		d.OK(err)
		if got := d.See(ct.Bank, id); got.State != servicing.Released || row.Fact.Status != registry.LienReleased {
			t.Errorf("loan %s, lien %s", got.State, row.Fact.Status)
		}
	})
}
