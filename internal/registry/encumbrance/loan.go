package encumbrance

import (
	"cmp"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// LoanDisburse tells that credit was paid out on an effective lien. By the lien's pledgee. It is refused while the
// borrower is on the joint sanction list: ordered in the log, so a sanction and a disbursement cannot miss each other.
type LoanDisburse struct {
	Lien     string `json:"lien"`
	Contract string `json:"contract"`
}

func (*LoanDisburse) Kind() string { return "loan.disburse" }

func (m *LoanDisburse) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienEffective)
	if err != nil {
		return err
	}
	if err := cmp.Or(c.Party(l.Pledgee), act.Digest(m.Contract, "body.contract")); err != nil {
		return err
	}
	if _, err := c.Live(l.Certificate, "body.lien"); err != nil {
		return err
	}
	s, err := act.Find[facts.Sanction](c, facts.PrefixSanction+l.Pledgor)
	if err != nil {
		return err
	}
	if s != nil && s.Bars(c.Today()) {
		return ErrSanctioned.With("org", l.Pledgor, "until", s.Until).At("body.lien")
	}
	open, err := act.Find[facts.LoanRef](c, facts.PrefixLienLoan+l.ID)
	if err != nil {
		return err
	}
	if open != nil {
		return ErrLoanExists.With("lien", l.ID, "loan", open.Loan).At("body.lien")
	}
	n := &facts.LoanNote{ID: act.NewID(act.IDLoan, c.Sum), Lender: c.Org, Borrower: l.Pledgor, Lien: l.ID, Contract: m.Contract, Index: c.Index}
	if act.Exists(c, facts.PrefixLoan+n.ID) {
		return act.ErrExists.With("what", n.ID)
	}
	act.Put(c, facts.PrefixLoan+n.ID, n)
	act.Put(c, facts.PrefixLienLoan+l.ID, &facts.LoanRef{Loan: n.ID})
	c.Emit("loan.disbursed", n)
	return nil
}

// LoanSettle tells that a loan was repaid in full. By the lender.
type LoanSettle struct {
	Loan string `json:"loan"`
}

func (*LoanSettle) Kind() string { return "loan.settle" }

func (m *LoanSettle) Apply(c *act.Context) error {
	n, err := act.Load[facts.LoanNote](c, facts.PrefixLoan+m.Loan, "body.loan")
	if err != nil {
		return err
	}
	if c.Org != n.Originator || n.Originator == "" {
		if err := c.Party(n.Lender); err != nil {
			return err
		}
	}
	if n.Settled {
		return act.ErrExists.With("what", n.ID).At("body.loan")
	}
	n.Settled = true
	act.Put(c, facts.PrefixLoan+n.ID, n)
	c.Delete(facts.PrefixLienLoan + n.Lien)
	c.Emit("loan.settled", n)
	return nil
}

// Faults of loans.
var (
	ErrLoanExists = fault.Define("loan.exists", fault.Conflict,
		"质押 {lien} 已有未结清的贷款 {loan}", "lien {lien} already secures the open loan {loan}")
	ErrSanctioned = fault.Define("sanction.barred", fault.Conflict,
		"机构 {org} 在联合惩戒名单内，至 {until}，不得放款", "organisation {org} is on the joint sanction list until {until}: no disbursement to it").
		Hint("请待惩戒期满或移出名单后再办理", "wait until the entry ends or is lifted")
)
