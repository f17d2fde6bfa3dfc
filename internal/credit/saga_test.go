package credit_test

import (
	"context"
	"errors"
	"testing"

	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/credit"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/money"
)

// signed takes a contract up to the approval of its disbursement, which the test carries out.
func signed(d *ct.Desk) (contract, request string) {
	d.T.Helper()
	code := d.Register(ct.Farm)
	d.Value(ct.Farm, code, "1000")
	v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
	d.Grant(ct.Bank, v.ID, ct.Terms(1_000_000))
	d.Pledge(ct.Farm, v.ID)
	d.Accept(ct.Bank, v.ID)
	contract = d.Contract(ct.Farm, ct.Bank, v.ID)
	p, err := d.Credit.Disburse(ct.As(ct.Bank), contract)
	d.OK(err)
	return contract, p.Approval
}

func loansInTheLog(d *ct.Desk) int {
	d.T.Helper()
	d.OK(d.Dir.CatchUp(context.Background()))
	rows, err := d.Dir.Loans(context.Background(), directory.LoanFilter{}, directory.Page{})
	d.OK(err)
	return len(rows)
}

// paidOnce requires one loan in the log and its money in both books, dated as agreed.
func paidOnce(d *ct.Desk, contract, application string) {
	d.T.Helper()
	d.Balanced()
	v := d.See(ct.Bank, contract)
	if v.State != servicing.Active || v.Outstanding != 1_000_000*money.Yuan || loansInTheLog(d) != 1 {
		d.T.Errorf("state %s, outstanding %s, %d loans in the log", v.State, v.Outstanding, loansInTheLog(d))
	}
	st, err := d.Loans.Statement(ct.As(ct.Farm), contract, "", 10)
	d.OK(err)
	if len(st.Entries) != 1 || st.Entries[0].Date != v.Drawdown {
		d.T.Errorf("the borrower's books hold %d entries", len(st.Entries))
	}
	c, err := d.Credit.Contract(ct.As(ct.Bank), contract)
	d.OK(err)
	a, err := d.Credit.Get(ct.As(ct.Bank), application)
	d.OK(err)
	if c.State != credit.Paid || a.State != credit.Disbursed {
		d.T.Errorf("contract %s, application %s", c.State, a.State)
	}
}

func TestADisbursementSurvivesACrashAtEveryStep(t *testing.T) {
	for _, step := range []struct {
		name  string
		inLog int
		crash func(cancel func()) ct.Around
	}{
		{"before the registry was asked", 0, func(func()) ct.Around { return ct.Lost }},
		{"before the registry's answer arrived", 1, func(func()) ct.Around { return ct.Unanswered }},
		{"between registry and books", 1, ct.Cancelled},
	} {
		t.Run(step.name, func(t *testing.T) {
			each(t, func(t *testing.T, d *ct.Desk) {
				contract, request := signed(d)
				application := d.See(ct.Bank, contract).Application
				ctx, cancel := context.WithCancel(ct.Checker(ct.Bank))
				defer cancel()
				f := &ct.Faulty{Ledger: d.Ledger, Kind: "loan.disburse", Around: step.crash(cancel)}
				d.Restart(f)
				if _, err := d.Approvals.Approve(ctx, request); !errors.Is(err, approval.ErrUnfinished) {
					t.Fatalf("the crash was reported as %v", err)
				}
				d.Balanced()
				if got := loansInTheLog(d); got != step.inLog {
					t.Fatalf("%d loans in the log", got)
				}
				if v := d.See(ct.Bank, contract); v.State != servicing.Signed {
					t.Fatalf("money moved: %s", v.State)
				}
				if _, err := d.Credit.Void(ct.As(ct.Bank), contract); !errors.Is(err, credit.ErrState) {
					t.Errorf("a contract that is being disbursed was voided: %v", err)
				}
				f.Around = nil
				d.Days(step.inLog) // what the registry has is finished on another day, too
				d.Restart(f)
				d.OK(d.Approvals.Resume(context.Background()))
				paidOnce(d, contract, application)
			})
		})
	}
}

func TestADisbursementCarriedOutTwiceIsOne(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		contract, request := signed(d)
		application := d.See(ct.Bank, contract).Application
		d.Approve(ct.Bank, request)
		d.OK(d.Node.Tx(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), "UPDATE approval SET state = 'executing' WHERE id = ?", request)
			return err
		}))
		d.OK(d.Approvals.Resume(context.Background()))
		paidOnce(d, contract, application)
	})
}

func TestASanctionThatArrivesFirstStopsTheDisbursement(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		contract, request := signed(d)
		plain := d.Keys
		f := &ct.Faulty{Ledger: d.Ledger, Kind: "loan.disburse"}
		// The desk has looked and found nothing; the sanction is ordered right before the disbursement.
		f.Around = func(ctx context.Context, raw []byte, submit ct.Submit) (*sequence.Receipt, error) {
			_, err := plain.Submit(ctx, ct.USCC(ct.Regulator), &registry.SanctionList{Subject: ct.USCC(ct.Farm),
				Grounds: "misuse", Until: d.Today().AddMonths(1), Decision: hash})
			d.OK(err)
			return submit(ctx, raw)
		}
		d.Restart(f)
		_, err := d.Approvals.Approve(ct.Checker(ct.Bank), request)
		d.Fails(err, registry.ErrSanctioned)
		c, err := d.Credit.Contract(ct.As(ct.Bank), contract)
		d.OK(err)
		if c.State != credit.Signed || loansInTheLog(d) != 0 {
			t.Errorf("contract %s, %d loans in the log", c.State, loansInTheLog(d))
		}
		d.Balanced()
	})
}

const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func TestAContractIsDrawnOnItsDayWithItsMarginInPlace(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Value(ct.Farm, code, "1000")
		terms := ct.Terms(1_000_000)
		terms.InitialMargin = 50_000 * money.Yuan
		v := d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		d.Grant(ct.Bank, v.ID, terms)
		d.Pledge(ct.Farm, v.ID)
		d.Accept(ct.Bank, v.ID)
		contract := d.Contract(ct.Farm, ct.Bank, v.ID)
		_, err := d.Credit.Disburse(ct.As(ct.Bank), contract)
		d.Fails(err, credit.ErrMarginShort)
		d.Pay(ct.Bank, contract, servicing.Deposit, 50_000*money.Yuan)
		d.Balanced()
		d.Days(1)
		_, err = d.Credit.Disburse(ct.As(ct.Bank), contract)
		d.Fails(err, credit.ErrDrawdown)

		_, err = d.Credit.Void(ct.As(ct.Bank), contract)
		d.OK(err)
		d.Balanced()
		if got := d.See(ct.Bank, contract); got.State != servicing.Void || got.Margin != 0 {
			t.Errorf("after voiding: %s with a margin of %s", got.State, got.Margin)
		}
		again := d.Contract(ct.Farm, ct.Bank, v.ID)
		d.Pay(ct.Bank, again, servicing.Deposit, 50_000*money.Yuan)
		d.Disburse(ct.Bank, again)
		d.Balanced()
	})
}
