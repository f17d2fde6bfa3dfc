package servicing

import (
	"context"
	"encoding/hex"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/money"
)

// Grounds are why enforcement is opened, as committed to in the log.
type Grounds struct {
	V    int    `json:"v"`
	Loan string `json:"loan"`
	Text string `json:"text"`
}

// enforcement is the payload of a request to enforce: the grounds with the salt of their commitment.
type enforcement struct {
	Loan    string                  `json:"loan"`
	Grounds Grounds                 `json:"grounds"`
	Salt    string                  `json:"salt"`
	Command *registry.PledgeEnforce `json:"command"`
}

// released is the payload of a request to release.
type released struct {
	Loan    string                  `json:"loan"`
	Command *registry.PledgeRelease `json:"command"`
}

// application is the payload of a request to apply margin.
type application struct {
	Loan   string    `json:"loan"`
	Amount money.Fen `json:"amount_fen"`
}

// Enforce proposes to open enforcement: the loan is in default.
func (s *Service) Enforce(ctx context.Context, id, text string) (desk.Proposed, error) {
	l, p, err := s.theirs(ctx, id)
	if err != nil {
		return desk.Proposed{}, err
	}
	if err := checkReason(&text); err != nil {
		return desk.Proposed{}, err
	}
	if err := s.mayEnforce(ctx, l, p); err != nil {
		return desk.Proposed{}, err
	}
	g := Grounds{V: 1, Loan: id, Text: text}
	commitment, salt := keyring.Commit(canon.Must(g))
	command := &registry.PledgeEnforce{Lien: l.Lien, Grounds: commitment}
	return s.propose(ctx, KindEnforce, l, command, approval.Text{
		ZH: "对" + s.dir.Name(ctx, l.Borrower) + "的贷款启动处置", EN: "Open enforcement of the loan to " + s.dir.Name(ctx,
			l.Borrower),
	}, enforcement{Loan: id, Grounds: g, Salt: hex.EncodeToString(salt), Command: command})
}

func (s *Service) mayEnforce(ctx context.Context, l *Loan, p auth.Principal) error {
	if p.Org != l.Lender {
		return ErrParty.With("zh", "贷款人", "en", "lender")
	}
	if l.State != Active {
		return ErrState.With("loan", l.ID, "state", l.State, "zh", "启动处置", "en", "enforced")
	}
	var c *Call
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		c, err = lastCall(ctx, tx, l.ID)
		return err
	})
	if err == nil && !l.inDefault(c) {
		err = ErrNoDefault.With("loan", l.ID)
	}
	return err
}

// propose asks a colleague; the command is tried first.
func (s *Service) propose(ctx context.Context, kind string, l *Loan, command registry.Command, summary approval.Text,
	payload any) (desk.Proposed, error) {
	if command != nil {
		if err := s.keys.Try(ctx, l.Lender, command, s.clock.Now()); err != nil {
			return desk.Proposed{}, err
		}
	}
	r, err := s.approvals.Propose(ctx, kind, "loan/"+l.ID, summary, payload)
	return desk.Proposed{Approval: r.ID, State: string(r.State)}, err
}

// enforce opens enforcement and calls the loan in.
func (s *Service) enforce(ctx context.Context, r approval.Request) error {
	var p enforcement
	if err := r.Into(&p); err != nil {
		return err
	}
	l, caller, err := s.theirs(ctx, p.Loan)
	if err != nil || l.State == Enforcing {
		return err
	}
	// Once the registry has the command, what changed since does not matter any more; before, it does.
	lien, err := s.lien(ctx, l.Lien)
	if err != nil {
		return err
	}
	if lien != registry.LienEnforcing {
		if err := s.mayEnforce(ctx, l, caller); err != nil {
			return err
		}
	}
	receipt, err := s.keys.SubmitOnce(ctx, r.Ref(), r.Org, p.Command)
	if err != nil {
		return err
	}
	if err := s.dir.Wait(ctx, receipt.Index+1); err != nil {
		return err
	}
	cal, err := s.calendar(ctx)
	if err != nil {
		return err
	}
	return s.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := s.books(ctx, tx, p.Loan, func(b *ledger) error {
			if b.l.State != Active {
				return nil
			}
			b.l.State = Enforcing
			day := b.open(registry.Day(receipt.Time))
			if err := b.callIn(day); err != nil {
				return err
			}
			if err := b.look(day); err != nil {
				return err
			}
			return b.weighAgain(day, cal)
		})
		return err
	})
}

func (s *Service) lien(ctx context.Context, id string) (registry.LienStatus, error) {
	row, err := s.dir.Lien(ctx, id)
	if err != nil || row == nil {
		return "", err
	}
	return row.Fact.Status, nil
}

// Release proposes to end the lien of a settled loan.
func (s *Service) Release(ctx context.Context, id string) (desk.Proposed, error) {
	l, p, err := s.theirs(ctx, id)
	switch {
	case err != nil:
		return desk.Proposed{}, err
	case p.Org != l.Lender:
		return desk.Proposed{}, ErrParty.With("zh", "质权人", "en", "pledgee")
	case l.State != Settled:
		return desk.Proposed{}, ErrState.With("loan", id, "state", l.State, "zh", "解除质押", "en", "released")
	}
	command := &registry.PledgeRelease{Lien: l.Lien}
	return s.propose(ctx, KindRelease, l, command, approval.Text{
		ZH: "解除" + s.dir.Name(ctx,
			l.Borrower) + "的质押 " + l.Lien, EN: "Release lien " + l.Lien + " of " + s.dir.Name(ctx, l.Borrower),
	}, released{Loan: id, Command: command})
}

func (s *Service) release(ctx context.Context, r approval.Request) error {
	var p released
	if err := r.Into(&p); err != nil {
		return err
	}
	receipt, err := s.keys.SubmitOnce(ctx, r.Ref(), r.Org, p.Command)
	if err != nil {
		return err
	}
	if err := s.dir.Wait(ctx, receipt.Index+1); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := s.books(ctx, tx, p.Loan, func(b *ledger) error {
			b.l.State = Released
			return nil
		})
		return err
	})
}

// AskRelease is the borrower's word that it waits for the lien to end.
func (s *Service) AskRelease(ctx context.Context, id string) (Detail, error) {
	l, p, err := s.theirs(ctx, id)
	switch {
	case err != nil:
		return Detail{}, err
	case p.Org != l.Borrower:
		return Detail{}, ErrParty.With("zh", "出质人", "en", "pledgor")
	case l.State != Settled && l.State != Repaid:
		return Detail{}, ErrState.With("loan", id, "state", l.State, "zh", "申请解除质押", "en", "released")
	}
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := s.books(ctx, tx, id, func(b *ledger) error {
			b.l.Asked = true
			return nil
		})
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "lien.ask_release", Subject: "loan/" + id})
	})
	if err != nil {
		return Detail{}, err
	}
	return s.Get(ctx, id)
}

// ApplyMargin proposes that margin pays what is due: amount, or as much as there is and is due if it is 0.
func (s *Service) ApplyMargin(ctx context.Context, id string, amount money.Fen) (desk.Proposed, error) {
	l, p, err := s.theirs(ctx, id)
	if err != nil {
		return desk.Proposed{}, err
	}
	if p.Org != l.Lender {
		return desk.Proposed{}, ErrParty.With("zh", "贷款人", "en", "lender")
	}
	most, err := l.applicable()
	if err != nil {
		return desk.Proposed{}, err
	}
	if amount == 0 {
		amount = most
	}
	if amount < 0 || amount > most {
		return desk.Proposed{}, ErrAmount.With("have", amount, "most", most).At("body.amount_fen")
	}
	return s.propose(ctx, KindApply, l, nil, approval.Text{
		ZH: "以保证金 " + amount.Grouped() + " 元抵偿" + s.dir.Name(ctx, l.Borrower) + "的到期款项",
		EN: "Apply margin of CNY " + amount.Grouped() + " to what " + s.dir.Name(ctx, l.Borrower) + " owes",
	}, application{Loan: id, Amount: amount})
}

// applicable is how much margin can pay of what is due: only after default, for until then it is the borrower's.
func (l *Loan) applicable() (money.Fen, error) {
	if !l.State.owes() {
		return 0, ErrState.With("loan", l.ID, "state", l.State, "zh", "以保证金抵偿", "en", "paid from margin")
	}
	most := min(l.Margin, l.Seen.Due)
	if l.State == Active && l.Seen.Overdue == 0 || most == 0 {
		return 0, ErrNothingOwed.With("loan", l.ID)
	}
	return most, nil
}

// applyMargin is made once: the payment it leaves carries the request's reference.
func (s *Service) applyMargin(ctx context.Context, r approval.Request) error {
	var p application
	if err := r.Into(&p); err != nil {
		return err
	}
	_, err := s.settleAfter(ctx, p.Loan, func(tx *db.Tx, cal *daycount.Calendar) error {
		done, err := payments(ctx, tx, p.Loan)
		if err != nil {
			return err
		}
		for _, d := range done {
			if d.Kind == Applied && d.Reference == r.ID {
				return nil
			}
		}
		_, err = s.books(ctx, tx, p.Loan, func(b *ledger) error {
			day := b.open(s.today())
			if err := b.to(day); err != nil {
				return err
			}
			if err := b.look(day); err != nil {
				return err
			}
			most, err := b.l.applicable()
			if err != nil {
				return err
			}
			if p.Amount > most {
				return ErrAmount.With("have", p.Amount, "most", most)
			}
			b.l.Margin -= p.Amount
			split, err := b.receive(day, p.Amount, books.KindMarginApplied, books.MarginApplied)
			if err != nil {
				return err
			}
			pay := &Payment{Kind: Applied, State: Posted, Date: day, Amount: p.Amount, Reference: r.ID, By: r.Org,
				At: b.now}
			pay.setSplit(split)
			if err := putPayment(ctx, tx, p.Loan, pay); err != nil {
				return err
			}
			return b.weighAgain(day, cal)
		})
		return err
	})
	return err
}
