package credit

import (
	"context"
	"encoding/hex"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/money"
)

// PledgeContract is what the commitment of a lien is to.
type PledgeContract struct {
	V           int       `json:"v"`
	Application string    `json:"application"`
	Pledgor     string    `json:"pledgor"`
	Pledgee     string    `json:"pledgee"`
	Certificate string    `json:"certificate"`
	Right       string    `json:"right"` // what is pledged: the right to operate
	Secured     money.Fen `json:"secured_fen"`
	NoFurther   bool      `json:"no_further"`
	Terms       Terms     `json:"terms"` // of the credit it secures
}

// pledging is the payload of a request to propose a pledge.
type pledging struct {
	Application string                  `json:"application"`
	Contract    PledgeContract          `json:"contract"`
	Salt        string                  `json:"salt"`
	Command     *registry.PledgePropose `json:"command"`
}

// accepting is the payload of a request to accept one.
type accepting struct {
	Application string                 `json:"application"`
	Command     *registry.PledgeAccept `json:"command"`
}

// ProposePledge proposes to pledge the right to operate for an approved application. The lien has its rank from the
// moment the registry has it.
func (s *Service) ProposePledge(ctx context.Context, id string) (desk.Proposed, error) {
	a, err := s.borrowers(ctx, id, "发起质押", "a pledge", Approved)
	if err != nil {
		return desk.Proposed{}, err
	}
	if err := s.noLienYet(ctx, a); err != nil {
		return desk.Proposed{}, err
	}
	t := *a.Decision.Terms
	k := PledgeContract{V: 1, Application: id, Pledgor: a.Borrower, Pledgee: a.Lender, Certificate: a.Certificate,
		Right:   string(registry.Operating),
		Secured: t.Secured, NoFurther: t.NoFurther, Terms: t}
	commitment, salt := keyring.Commit(canon.Must(k))
	command := &registry.PledgePropose{Certificate: a.Certificate, Pledgee: a.Lender, SecuredFen: int64(t.Secured),
		NoFurther: t.NoFurther, Contract: commitment}
	if err := s.Keys.Try(ctx, a.Borrower, command, s.Clock.Now()); err != nil {
		return desk.Proposed{}, err
	}
	name := s.Dir.Name(ctx, a.Lender)
	return desk.Answer(s.Approvals.Propose(ctx, KindPropose, "application/"+id, approval.Text{
		ZH: "将凭证 " + a.Certificate + " 的数据经营权质押给" + name,
		EN: "Pledge the right to operate of " + a.Certificate + " to " + name,
	}, pledging{Application: id, Contract: k, Salt: hex.EncodeToString(salt), Command: command}))
}

func (s *Service) noLienYet(ctx context.Context, a *Application) error {
	l, err := s.lienOf(ctx, a)
	if err == nil && l != nil && l.Status.Live() {
		err = ErrLienOpen.With("id", a.ID, "lien", l.ID, "status", l.Status)
	}
	return err
}

func (s *Service) proposePledge(ctx context.Context, r approval.Request) error {
	var p pledging
	if err := r.Into(&p); err != nil {
		return err
	}
	// An application may have ended while the request waited. What the registry may have already is finished.
	sent, err := s.Keys.Sent(ctx, r.Ref())
	if err != nil {
		return err
	}
	if !sent {
		a, err := s.mine(ctx, r, p.Application)
		if err == nil {
			err = a.in("发起质押", "a pledge", Approved)
		}
		if err != nil {
			return err
		}
	}
	receipt, err := s.once(ctx, r, p.Command)
	if err != nil {
		return err
	}
	l, err := eventOf[registry.Lien](receipt, "pledge.proposed")
	if err != nil {
		return err
	}
	return s.change(ctx, p.Application, func(_ *db.Tx, a *Application) error {
		a.Lien, a.Pledge = l.ID, &Pledge{Document: string(canon.Must(p.Contract)), Salt: p.Salt,
			Commitment: p.Command.Contract}
		return nil
	})
}

// Acceptance is the pledgee's word on a pledge: what it has seen ahead of it, and where it filed.
type Acceptance struct {
	FilingNo string   `json:"filing_no" maxLength:"30" doc:"number in the PBOC unified register (动产融资统一登记), 8 to 30 digits"`
	Seen     []string `json:"seen" maxItems:"100" doc:"the live liens ahead, in rank order, as disclosed"`
}

// AcceptPledge proposes to accept the pledge of an application.
func (s *Service) AcceptPledge(ctx context.Context, id string, in Acceptance) (desk.Proposed, error) {
	a, err := s.lenders(ctx, id, "接受质押", "acceptance of a pledge", Approved)
	if err != nil {
		return desk.Proposed{}, err
	}
	if a.Lien == "" {
		return desk.Proposed{}, ErrNoLien.With("id", id)
	}
	if in.Seen == nil {
		in.Seen = []string{}
	}
	command := &registry.PledgeAccept{Lien: a.Lien, Seen: in.Seen, FilingNo: in.FilingNo}
	if err := s.Keys.Try(ctx, a.Lender, command, s.Clock.Now()); err != nil {
		return desk.Proposed{}, err
	}
	name := s.Dir.Name(ctx, a.Borrower)
	return desk.Answer(s.Approvals.Propose(ctx, KindAccept, "lien/"+a.Lien, approval.Text{
		ZH: "接受" + name + "的质押 " + a.Lien + "（登记编号 " + in.FilingNo + "）",
		EN: "Accept lien " + a.Lien + " of " + name + " (filing " + in.FilingNo + ")",
	}, accepting{Application: id, Command: command}))
}

func (s *Service) acceptPledge(ctx context.Context, r approval.Request) error {
	var p accepting
	if err := r.Into(&p); err != nil {
		return err
	}
	_, err := s.once(ctx, r, p.Command)
	return err
}

// Acknowledge is an earlier pledgee's word that a later lien was disclosed to it.
func (s *Service) Acknowledge(ctx context.Context, lien string) (LienView, error) {
	return s.onLien(ctx, lien, &registry.PledgeAcknowledge{Lien: lien})
}

// Effect makes an accepted lien effective after the earlier pledgees' notice ran out.
func (s *Service) Effect(ctx context.Context, lien string) (LienView, error) {
	return s.onLien(ctx, lien, &registry.PledgeEffect{Lien: lien})
}

// DeclinePledge ends a lien that is not effective yet, by the pledgee.
func (s *Service) DeclinePledge(ctx context.Context, lien string) (LienView, error) {
	return s.onLien(ctx, lien, &registry.PledgeDecline{Lien: lien})
}

// WithdrawPledge ends a lien that was not accepted yet, by the pledgor.
func (s *Service) WithdrawPledge(ctx context.Context, lien string) (LienView, error) {
	return s.onLien(ctx, lien, &registry.PledgeWithdraw{Lien: lien})
}

func (s *Service) onLien(ctx context.Context, lien string, command registry.Command) (LienView, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return LienView{}, err
	}
	if p.Org == "" {
		return LienView{}, notFound("质押", "lien", lien)
	}
	if err := s.Perform(ctx, "lien/"+lien, command); err != nil {
		return LienView{}, err
	}
	return s.Lien(ctx, lien)
}
