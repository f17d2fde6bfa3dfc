package credit

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"unicode/utf8"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/servicing"
)

// The kinds of request.
const (
	KindApprove  = "credit.approve"
	KindDecline  = "credit.decline"
	KindPropose  = "pledge.propose"
	KindAccept   = "pledge.accept"
	KindSign     = "contract.sign"
	KindDisburse = "loan.disburse"
)

// Service is the desk.
type Service struct {
	// Title, if set, names the data of a certificate.
	Title func(ctx context.Context, certificate string) string

	*desk.Desk
	loans *servicing.Service
	log   *slog.Logger
}

// New returns the desk and registers its kinds of request. log may be nil.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory,
	approvals *approval.Service, loans *servicing.Service,
	c clock.Clock, log *slog.Logger) *Service {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		Desk:  &desk.Desk{Store: store, Ledger: ledger, Keys: keys, Dir: dir, Approvals: approvals, Clock: c},
		loans: loans, log: log,
	}
	for _, k := range []struct {
		kind    string
		action  auth.Action
		zh, en  string
		execute func(context.Context, approval.Request) error
	}{
		{KindApprove, auth.ApplicationDecide, "批准融资", "Approve credit", s.approve},
		{KindDecline, auth.ApplicationDecide, "拒绝融资", "Decline credit", s.decline},
		{KindPropose, auth.PledgePropose, "发起质押", "Propose a pledge", s.proposePledge},
		{KindAccept, auth.PledgeAccept, "接受质押", "Accept a pledge", s.acceptPledge},
		{KindSign, auth.ContractSign, "签署合同", "Sign a contract", s.sign},
		{KindDisburse, auth.LoanDisburse, "放款", "Disburse a loan", s.disburse},
	} {
		approvals.Handle(k.kind, approval.Handler{Title: approval.Text{ZH: k.zh, EN: k.en}, Action: k.action,
			Execute: k.execute})
	}
	return s
}

func (s *Service) title(ctx context.Context, code string) string {
	if s.Title == nil {
		return ""
	}
	return s.Title(ctx, code)
}

func notFound(zh, en, id string) error { return ErrNotFound.With("zh", zh, "en", en, "id", id) }

// text bounds what a person writes.
func text(s *string, least, most int, field string) error {
	*s = strings.TrimSpace(*s)
	if n := utf8.RuneCountInString(*s); n < least || n > most {
		return ErrText.With("least", least, "most", most).At(field)
	}
	return nil
}

// once sends an approved request's command and waits until the screens show what it did.
func (s *Service) once(ctx context.Context, r approval.Request, body registry.Command) (*sequence.Receipt, error) {
	receipt, err := s.Keys.SubmitOnce(ctx, r.Ref(), r.Org, body)
	if err != nil {
		return nil, err
	}
	return receipt, s.Dir.Wait(ctx, receipt.Index+1)
}

// eventOf returns the body of a receipt's event of a kind.
func eventOf[T any](r *sequence.Receipt, kind string) (*T, error) {
	for _, e := range r.Events {
		if e.Kind == kind {
			v := new(T)
			return v, canon.Unmarshal(e.Body, v)
		}
	}
	return nil, fault.From(errors.New("no event " + kind))
}
