package credit

import (
	"context"

	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/loan"
)

// decision is the payload of a request to approve or decline.
type decision struct {
	Application string `json:"application"`
	Terms       *Terms `json:"terms,omitempty"`
	Reason      string `json:"reason,omitempty"`
}

// Assessment assesses an application as of today, with its own term and the given cap (0: the default).
func (s *Service) Assessment(ctx context.Context, id string, capBP int64, months int) (Assessment, error) {
	a, _, err := s.theirs(ctx, id)
	if err != nil {
		return Assessment{}, err
	}
	t := Terms{CapBP: capBP, TermMonths: months, HeartbeatDays: defaultHeartbeatDays}
	if d := a.Decision; d != nil && d.Terms != nil && capBP == 0 {
		t.CapBP, t.HeartbeatDays, t.DropBP = d.Terms.CapBP, d.Terms.HeartbeatDays, d.Terms.DropBP
	}
	if t.CapBP == 0 {
		t.CapBP = loan.DefaultCapBP
	}
	if t.TermMonths == 0 {
		t.TermMonths = a.TermMonths
	}
	if err := loan.CheckCap(t.CapBP); err != nil {
		return Assessment{}, err
	}
	return s.assess(ctx, a, t)
}

// Approve proposes to approve an application on terms. Checks and limit are looked at now and again when a
// colleague agrees.
func (s *Service) Approve(ctx context.Context, id string, t Terms) (desk.Proposed, error) {
	a, err := s.lenders(ctx, id, "批准", "approval", Submitted)
	if err != nil {
		return desk.Proposed{}, err
	}
	if t, err = t.normal(a, s.Today()); err != nil {
		return desk.Proposed{}, err
	}
	as, err := s.assess(ctx, a, t)
	if err != nil {
		return desk.Proposed{}, err
	}
	if err := as.Approvable(t.Amount); err != nil {
		return desk.Proposed{}, err
	}
	name := s.Dir.Name(ctx, a.Borrower)
	return desk.Answer(s.Approvals.Propose(ctx, KindApprove, "application/"+id, approval.Text{
		ZH: "批准向" + name + "融资 " + t.Amount.Grouped() + " 元", EN: "Approve CNY " + t.Amount.Grouped() + " for " + name,
	}, decision{Application: id, Terms: &t}))
}

// Decline proposes to decline an application.
func (s *Service) Decline(ctx context.Context, id, reason string) (desk.Proposed, error) {
	a, err := s.lenders(ctx, id, "拒绝", "a refusal", Submitted)
	if err != nil {
		return desk.Proposed{}, err
	}
	if err := text(&reason, 2, 500, "body.reason"); err != nil {
		return desk.Proposed{}, err
	}
	name := s.Dir.Name(ctx, a.Borrower)
	return desk.Answer(s.Approvals.Propose(ctx, KindDecline, "application/"+id, approval.Text{
		ZH: "拒绝" + name + "的融资申请", EN: "Decline the application of " + name,
	}, decision{Application: id, Reason: reason}))
}

func (s *Service) approve(ctx context.Context, r approval.Request) error {
	var d decision
	if err := r.Into(&d); err != nil {
		return err
	}
	a, err := s.mine(ctx, r, d.Application)
	if err != nil || a.State == Approved {
		return err
	}
	t, err := d.Terms.normal(a, s.Today())
	if err != nil {
		return err
	}
	as, err := s.assess(ctx, a, t)
	if err != nil {
		return err
	}
	if err := as.Approvable(t.Amount); err != nil {
		return err
	}
	return s.change(ctx, a.ID, func(_ *db.Tx, a *Application) error {
		if err := a.in("批准", "approval", Submitted); err != nil {
			return err
		}
		a.State, a.Decision = Approved, &Decision{On: as.AsOf, By: checker(ctx), Terms: &t, Assessment: &as}
		return nil
	})
}

func (s *Service) decline(ctx context.Context, r approval.Request) error {
	var d decision
	if err := r.Into(&d); err != nil {
		return err
	}
	a, err := s.mine(ctx, r, d.Application)
	if err != nil || a.State == Declined {
		return err
	}
	return s.change(ctx, a.ID, func(_ *db.Tx, a *Application) error {
		if err := a.in("拒绝", "a refusal", Submitted); err != nil {
			return err
		}
		a.State, a.Decision = Declined, &Decision{On: s.Today(), By: checker(ctx), Reason: d.Reason}
		return nil
	})
}

// mine loads the application of a request that is carried out; it is one of the request's organisation.
func (s *Service) mine(ctx context.Context, r approval.Request, id string) (a *Application, err error) {
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		a, err = loadApplication(ctx, tx, id)
		return err
	})
	if err == nil && r.Org != a.Lender && r.Org != a.Borrower {
		err = notFound("申请", "application", id)
	}
	return a, err
}

// checker is the name of who carries a request out.
func checker(ctx context.Context) string {
	p, _ := auth.From(ctx)
	return p.Name
}
