package registrar

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/vault"
	"shurong.org/shurong/sketch"
)

// Service is the desk.
type Service struct {
	store     *db.DB
	ledger    sequence.Ledger
	keys      *keyring.Keys
	dir       *directory.Directory
	approvals *approval.Service
	clock     clock.Clock
	vault     *vault.Service

	// Admits says whether a sketch of a domain is taken, by a fault if it is not. It is set before the desk is used; nil takes
	// all.
	Admits func(domain string) error

	// Similar names the cases filed below a log position whose data may be similar to a sketch, wherever they were filed. It
	// is set before the desk is used; nil leaves all cases of the same registrar to be compared.
	Similar func(ctx context.Context, mine *sketch.Sketch, below uint64) ([]Candidate, error)
}

// New returns the desk and registers its kinds of request.
func New(
	store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory, approvals *approval.Service, c clock.Clock,
	papers *vault.Service,
) *Service {
	s := &Service{store: store, ledger: ledger, keys: keys, dir: dir, approvals: approvals, clock: c, vault: papers}
	papers.Forgets(forgetWords)
	handle[registry.CaseFile](s, KindFile, auth.CaseFile, approval.Text{ZH: "提交登记申请", EN: "File a registration"})
	handle[registry.CaseResubmit](s, KindResubmit, auth.CaseFile, approval.Text{ZH: "提交补正材料", EN: "Resubmit a corrected form"})
	handle[registry.CaseReview](s, KindReview, auth.CaseReview, approval.Text{ZH: "审查结论", EN: "Conclude the review"})
	handle[registry.CaseDecline](s, KindDecline, auth.CaseReview, approval.Text{ZH: "不予登记", EN: "Refuse the registration"})
	handle[registry.ObjectionResolve](s, KindResolve, auth.ObjectionResolve, approval.Text{ZH: "异议处理结论", EN: "Resolve an objection"})
	handle[registry.CertificateIssue](s, KindIssue, auth.CertificateIssue, approval.Text{ZH: "核发登记凭证", EN: "Issue a certificate"})
	handle[registry.TransferFile](s, KindTransfer, auth.CaseFile, approval.Text{ZH: "申请转让登记", EN: "Apply for a transfer"})
	handle[registry.ChangeFile](s, KindChange, auth.CaseFile, approval.Text{ZH: "申请变更登记", EN: "Apply for a change"})
	handle[registry.RenewalFile](s, KindRenewal, auth.CaseFile, approval.Text{ZH: "申请续期登记", EN: "Apply for a renewal"})
	handle[registry.CancellationFile](s, KindCancellation, auth.CaseFile, approval.Text{ZH: "申请注销登记", EN: "Apply for cancellation"})
	handle[registry.CaseConsent](s, KindConsent, auth.CaseConsent, approval.Text{ZH: "同意共同申请", EN: "Consent to an application"})
	handle[registry.CaseConclude](s, KindConclude, auth.CertificateIssue, approval.Text{ZH: "办结登记", EN: "Conclude a registration"})
	handle[registry.ProfileAdopt](s, KindAdopt, auth.ProfileAdopt, approval.Text{ZH: "采用登记规则", EN: "Adopt a rule profile"})
	s.handleImport()
	handle[registry.KeyAdd](s, KindAddKey, auth.CommandSubmit, approval.Text{ZH: "登记机构密钥", EN: "Add an organisation key"})
	return s
}

// The kinds of request. A kind is that of the command it carries.
const (
	KindFile     = "case.file"
	KindResubmit = "case.resubmit"
	KindReview   = "case.review"
	KindDecline  = "case.decline"
	KindResolve  = "objection.resolve"
	KindIssue    = "certificate.issue"
	KindAddKey   = "key.add"

	KindTransfer     = "transfer.file"
	KindChange       = "change.file"
	KindRenewal      = "renewal.file"
	KindCancellation = "cancellation.file"
	KindConsent      = "case.consent"
	KindConclude     = "case.conclude"
	KindAdopt        = "profile.adopt"
	KindImport       = "certificate.recognise"
)

// proposal is the payload of a request: the command to send, and the words that belong to it.
type proposal struct {
	Command jsontext.Value `json:"command"`
	Words   []string       `json:"words"`
}

// handle registers a kind whose execution sends a command C.
func handle[C any, P interface {
	*C
	registry.Command
}](s *Service, kind string, action auth.Action, title approval.Text) {
	s.approvals.Handle(kind, approval.Handler{
		Title: title, Action: action,
		Execute: func(ctx context.Context, r approval.Request) error {
			var p proposal
			if err := r.Into(&p); err != nil {
				return err
			}
			receipt, err := keyring.CarryOut[C, P](ctx, s.keys, r.Ref(), r.Org, p.Command)
			if err != nil {
				return err
			}
			return s.settled(ctx, receipt)
		},
		Closed: func(ctx context.Context, tx *db.Tx, r approval.Request) error {
			var p proposal
			if err := r.Into(&p); err != nil {
				return err
			}
			return unsay(ctx, tx, p.Words)
		},
	})
}

// settled waits until the screens show what a command did, and does what follows from a filing. Its failure is never a
// refusal, whatever its cause: the command was accepted, and the act is to be finished, not decided again.
func (s *Service) settled(ctx context.Context, receipt *sequence.Receipt) error {
	err := s.dir.Wait(ctx, receipt.Index+1)
	for _, e := range receipt.Events {
		if err == nil && e.Kind == "case.filed" {
			var c registry.Case
			if err = canon.Unmarshal(e.Body, &c); err == nil && c.Type == registry.TypeInitial {
				err = s.compare(ctx, c.ID)
			}
		}
	}
	if err != nil {
		return ErrUnfinished.With("index", receipt.Index).Because(err)
	}
	return nil
}

// propose asks a colleague to have a command sent. It is tried against the registry first.
func (s *Service) propose(
	ctx context.Context, subject string, summary approval.Text, body registry.Command, all ...words,
) (approval.Request, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return approval.Request{}, err
	}
	if err := s.keys.Try(ctx, p.Org, body, s.clock.Now()); err != nil {
		return approval.Request{}, err
	}
	var r approval.Request
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		if err := keep(ctx, tx, "", all); err != nil {
			return err
		}
		payload := proposal{Command: canon.Must(body), Words: commitmentsOf(all)}
		r, err = s.approvals.ProposeTx(ctx, tx, body.Kind(), subject, summary, payload)
		return err
	})
	return r, err
}

// perform sends a command at once, for an act that needs no second person. ref is [actOf] the request.
func (s *Service) perform(ctx context.Context, ref, subject string, body registry.Command, all ...words) error {
	return s.performThen(ctx, ref, subject, body, nil, all...)
}

// performThen also runs then, if it is not nil, in the transaction that writes the act into the audit trail.
func (s *Service) performThen(
	ctx context.Context, ref, subject string, body registry.Command, then func(*db.Tx) error, all ...words,
) error {
	p, err := auth.Must(ctx)
	if err != nil {
		return err
	}
	if len(all) > 0 {
		if err := s.store.Tx(ctx, func(tx *db.Tx) error { return keep(ctx, tx, ref, all) }); err != nil {
			return err
		}
	}
	var receipt *sequence.Receipt
	if ref == "" {
		receipt, err = s.keys.Submit(ctx, p.Org, body)
	} else {
		receipt, err = s.keys.SubmitOnce(ctx, ref, p.Org, body)
	}
	if err != nil {
		if keyring.Refused(err) && len(all) > 0 {
			kept := context.WithoutCancel(ctx)
			gone := s.store.Tx(kept, func(tx *db.Tx) error { return unsay(kept, tx, commitmentsOf(all)) })
			err = errors.Join(err, gone)
		}
		return err
	}
	if err := s.settled(ctx, receipt); err != nil {
		return err
	}
	// After the command, since the entry also tells the HTTP edge that the request was carried out.
	return s.store.Tx(ctx, func(tx *db.Tx) error {
		if then != nil {
			if err := then(tx); err != nil {
				return err
			}
		}
		after := sent{Index: receipt.Index, Command: canon.Must(body)}
		return audit.Record(ctx, tx, audit.Entry{Action: body.Kind(), Subject: subject, After: after})
	})
}

// sent is what the audit trail keeps of a command: its place in the log and its body, which holds commitments only.
type sent struct {
	Index   uint64         `json:"index"`
	Command jsontext.Value `json:"command"`
}

// actOf names what one HTTP request does, so that repeating it does it once; empty outside a request with a key.
func actOf(ctx context.Context) string {
	if o, ok := audit.OriginFrom(ctx); ok && o.Once != "" {
		return "request/" + o.Once
	}
	return ""
}

// rules are what a case is read by.
type rules struct {
	profile registry.Profile
	cal     *daycount.Calendar
	today   daycount.Date
}

func (s *Service) rules(ctx context.Context) (r rules, err error) {
	r.today = registry.Day(s.clock.Now().UnixMilli())
	r.profile, r.cal, err = sequence.Rules(ctx, s.ledger)
	return r, err
}

// theCase returns a case as of today from the ledger itself, for acting on it, if the caller's organisation is a party.
func (s *Service) theCase(ctx context.Context, id string) (*registry.Case, rules, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, rules{}, err
	}
	r, err := s.rules(ctx)
	if err != nil {
		return nil, r, err
	}
	c, err := sequence.Find[registry.Case](ctx, s.ledger, registry.PrefixCase+id)
	if err != nil {
		return nil, r, err
	}
	if c == nil || p.Org == "" || !c.Party(p.Org) && p.Org != c.Registrar {
		return nil, r, ErrNotFound.With("what", "case")
	}
	now := c.AsOf(r.cal, r.today, r.profile)
	return &now, r, nil
}
