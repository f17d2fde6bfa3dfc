package filing_test

import (
	"context"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/filing"
	"shurong.org/shurong/internal/vault"
)

func TestALienIsNotAssignedWhileItsLoanIsServicedHere(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) {
		d := ct.New(t, node)
		papers := vault.New(node, d.Ledger, d.Keys, d.Dir, d.Clock)
		desk := filing.New(node, d.Ledger, d.Keys, d.Dir, d.Approvals, d.Clock, papers)
		desk.Serviced = d.Loans.Open
		_, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(2_000_000))
		v := d.See(ct.Bank, id)
		grounds := filing.Grounds{Text: "债权及质权转让协议"}
		_, err := desk.Assign(ct.As(ct.Bank), v.Lien, ct.USCC(ct.Second), grounds)
		if f := fault.From(err); err == nil || f.Code() != "filing.serviced" || !strings.Contains(f.EN(), id) {
			t.Fatalf("assigning the lien of an open loan: %v", err)
		}
		for _, in := range v.Schedule {
			d.To(in.Due)
			d.Night()
			d.Pay(ct.Bank, id, "repayment", in.Payment)
		}
		if open, err := d.Loans.Open(context.Background(), v.Lien); err != nil || open != "" {
			t.Fatalf("after the last instalment the loan %q is open, %v", open, err)
		}
		if _, err := desk.Assign(ct.As(ct.Bank), v.Lien, ct.USCC(ct.Second), grounds); err != nil {
			t.Errorf("after the last instalment: %v", err)
		}
	})
}
