package credit

import (
	"context"
	"errors"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/money"
)

// disbursing is the payload of a request to disburse.
type disbursing struct {
	Contract string                 `json:"contract"`
	Command  *registry.LoanDisburse `json:"command"`
}

// Disburse proposes to pay a signed contract out.
func (s *Service) Disburse(ctx context.Context, id string) (desk.Proposed, error) {
	c, p, err := s.theirContract(ctx, id)
	if err != nil {
		return desk.Proposed{}, err
	}
	if p.Org != c.Lender {
		return desk.Proposed{}, ErrParty.With("zh", "贷款银行", "en", "bank")
	}
	d, err := c.document()
	if err != nil {
		return desk.Proposed{}, err
	}
	command := &registry.LoanDisburse{Lien: d.Lien, Contract: c.Commitment}
	if err := s.mayDisburse(ctx, c, &d, command); err != nil {
		return desk.Proposed{}, err
	}
	name, amount := s.Dir.Name(ctx, c.Borrower), d.Terms.Contract.Principal.Grouped()
	return desk.Answer(s.Approvals.Propose(ctx, KindDisburse, "contract/"+id, approval.Text{
		ZH: "向" + name + "放款 " + amount + " 元", EN: "Disburse CNY " + amount + " to " + name,
	}, disbursing{Contract: id, Command: command}))
}

// mayDisburse looks at everything that has to be so before the registry is asked: the day, the margin, the lien,
// the checks and the limit of the decision, which may have changed since, and what the registry would answer now.
func (s *Service) mayDisburse(ctx context.Context, c *contractRow, d *Document, command *registry.LoanDisburse) error {
	if c.State != Signed {
		return ErrState.With("id", c.ID, "state", c.State, "zh", "放款", "en", "disbursement")
	}
	if today, day := s.Today(), d.Terms.Contract.Drawdown; day != today {
		return ErrDrawdown.With("date", day, "today", today)
	}
	err := s.Store.View(ctx, func(tx *db.Tx) error {
		_, t, margin, err := servicing.Margin(ctx, tx, c.ID)
		if err == nil && money.Fen(margin) < t.InitialMargin {
			err = ErrMarginShort.With("want", t.InitialMargin, "have", money.Fen(margin))
		}
		return err
	})
	if err != nil {
		return err
	}
	err = s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		sanction, err := registry.Find[registry.Sanction](snap, registry.PrefixSanction+c.Borrower)
		if err == nil && sanction != nil && sanction.Bars(s.Today()) {
			return registry.ErrSanctioned.With("org", c.Borrower, "until", sanction.Until)
		}
		if err != nil {
			return err
		}
		l, err := registry.Find[registry.Lien](snap, registry.PrefixLien+d.Lien)
		if err == nil && (l == nil || l.Status != registry.LienEffective) {
			status := registry.LienStatus("none")
			if l != nil {
				status = l.Status
			}
			return ErrNotEffective.With("lien", d.Lien, "status", status)
		}
		return err
	})
	if err != nil {
		return err
	}
	var a *Application
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		a, err = loadApplication(ctx, tx, c.Application)
		return err
	})
	if err != nil {
		return err
	}
	as, err := s.assess(ctx, a, *a.Decision.Terms)
	if err == nil {
		err = as.Approvable(d.Terms.Contract.Principal)
	}
	if err != nil {
		return err
	}
	return s.Keys.Try(ctx, c.Lender, command, s.Clock.Now())
}

// disburse pays out, in three steps that each find out whether they were done. See the package comment.
func (s *Service) disburse(ctx context.Context, r approval.Request) error {
	var p disbursing
	if err := r.Into(&p); err != nil {
		return err
	}
	paid, err := s.beginDisbursement(ctx, r, &p)
	if err != nil || paid {
		return err
	}
	receipt, err := s.Keys.SubmitOnce(ctx, r.Ref(), r.Org, p.Command)
	if err != nil {
		if keyring.Refused(err) {
			s.log.WarnContext(ctx, "the registry refused a disbursement", "contract", p.Contract, "error", err.Error())
			err = errors.Join(err, s.abandon(context.WithoutCancel(ctx), r, p.Contract))
		}
		return err
	}
	note, err := eventOf[registry.LoanNote](receipt, "loan.disbursed")
	if err != nil {
		return err
	}
	_, cal, err := sequence.Rules(ctx, s.Ledger)
	if err != nil {
		return err
	}
	if err := s.bookDisbursement(ctx, p.Contract, note, cal); err != nil {
		return err
	}
	return s.Dir.Wait(ctx, receipt.Index+1)
}

// beginDisbursement takes the contract from signed to disbursing for one request. A contract that this request is
// disbursing already goes on without a second look: the registry may have accepted it.
func (s *Service) beginDisbursement(ctx context.Context, r approval.Request, p *disbursing) (paid bool, err error) {
	var c *contractRow
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		c, err = loadContract(ctx, tx, p.Contract)
		return err
	})
	if err != nil {
		return false, err
	}
	if r.Org != c.Lender {
		return false, ErrParty.With("zh", "贷款银行", "en", "bank")
	}
	if c.Progress.Request == r.ID && (c.State == Disbursing || c.State == Paid) {
		return c.State == Paid, nil
	}
	if c.State == Disbursing {
		return false, ErrOtherRequest.With("id", c.ID, "request", c.Progress.Request)
	}
	d, err := c.document()
	if err != nil {
		return false, err
	}
	if err := s.mayDisburse(ctx, c, &d, p.Command); err != nil {
		return false, err
	}
	return false, s.Store.Tx(ctx, func(tx *db.Tx) error {
		c, err := loadContract(ctx, tx, p.Contract)
		if err != nil {
			return err
		}
		if c.State != Signed {
			return ErrState.With("id", c.ID, "state", c.State, "zh", "放款", "en", "disbursement")
		}
		c.State, c.Progress.Request = Disbursing, r.ID
		return c.save(ctx, tx)
	})
}

// abandon takes a contract that the registry refused to disburse back to signed.
func (s *Service) abandon(ctx context.Context, r approval.Request, id string) error {
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		c, err := loadContract(ctx, tx, id)
		if err != nil || c.State != Disbursing || c.Progress.Request != r.ID {
			return err
		}
		c.State, c.Progress.Request = Signed, ""
		return c.save(ctx, tx)
	})
}

// bookDisbursement makes the loan active and books it on both sides, in one transaction, once.
func (s *Service) bookDisbursement(ctx context.Context, id string, note *registry.LoanNote,
	cal *daycount.Calendar) error {
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		c, err := loadContract(ctx, tx, id)
		if err != nil || c.State == Paid {
			return err
		}
		if err := s.loans.Disburse(ctx, tx, id, note.ID, note.Index, cal); err != nil {
			return err
		}
		a, err := loadApplication(ctx, tx, c.Application)
		if err != nil {
			return err
		}
		a.State, a.Updated = Disbursed, s.Clock.Now().UnixMilli()
		if err := a.save(ctx, tx); err != nil {
			return err
		}
		c.State, c.Progress.Note, c.Progress.Index = Paid, note.ID, note.Index
		return c.save(ctx, tx)
	})
}
