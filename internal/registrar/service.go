package registrar

import (
	"context"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registrar/admission"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/throttle"
	"shurong.org/shurong/internal/vault"
	"shurong.org/shurong/sketch"
)

// Service is the desk.
type Service struct {
	*desk.Desk
	vault     *vault.Service
	strangers *throttle.Throttle
	Admission *admission.Service

	// Admits says whether a sketch of a domain is taken, by a fault if it is not. It is set before the desk is used; nil takes
	// all.
	Admits func(ctx context.Context, domain string) error

	// Similar names the cases filed below a log position whose data may be similar to a sketch, wherever they were filed. It
	// is set before the desk is used; nil leaves all cases of the same registrar to be compared.
	Similar func(ctx context.Context, mine *sketch.Sketch, below uint64) ([]Candidate, error)
}

// New returns the desk and registers its kinds of request.
func New(
	store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory, approvals *approval.Service, c clock.Clock,
	papers *vault.Service,
) *Service {
	s := &Service{
		Desk: &desk.Desk{Store: store, Ledger: ledger, Keys: keys, Dir: dir, Approvals: approvals, Clock: c}, vault: papers,
		strangers: throttle.New(rememberedPlaces, strangerRates...),
	}
	s.Follow = s.follow
	s.Admission = admission.New(s.Desk)
	papers.Forgets(desk.Forget)
	desk.Handle[registry.CaseFile](s.Desk, KindFile, auth.CaseFile, approval.Text{ZH: "提交登记申请", EN: "File a registration"})
	desk.Handle[registry.CaseResubmit](s.Desk, KindResubmit, auth.CaseFile, approval.Text{ZH: "提交补正材料", EN: "Resubmit a corrected form"})
	desk.Handle[registry.CaseReview](s.Desk, KindReview, auth.CaseReview, approval.Text{ZH: "审查结论", EN: "Conclude the review"})
	desk.Handle[registry.CaseDecline](s.Desk, KindDecline, auth.CaseReview, approval.Text{ZH: "不予登记", EN: "Refuse the registration"})
	desk.Handle[registry.ObjectionResolve](s.Desk, KindResolve, auth.ObjectionResolve, approval.Text{ZH: "异议处理结论", EN: "Resolve an objection"})
	desk.Handle[registry.CertificateIssue](s.Desk, KindIssue, auth.CertificateIssue, approval.Text{ZH: "核发登记凭证", EN: "Issue a certificate"})
	desk.Handle[registry.TransferFile](s.Desk, KindTransfer, auth.CaseFile, approval.Text{ZH: "申请转让登记", EN: "Apply for a transfer"})
	desk.Handle[registry.ChangeFile](s.Desk, KindChange, auth.CaseFile, approval.Text{ZH: "申请变更登记", EN: "Apply for a change"})
	desk.Handle[registry.RenewalFile](s.Desk, KindRenewal, auth.CaseFile, approval.Text{ZH: "申请续期登记", EN: "Apply for a renewal"})
	desk.Handle[registry.CancellationFile](s.Desk, KindCancellation, auth.CaseFile, approval.Text{ZH: "申请注销登记", EN: "Apply for cancellation"})
	desk.Handle[registry.CaseConsent](s.Desk, KindConsent, auth.CaseConsent, approval.Text{ZH: "同意共同申请", EN: "Consent to an application"})
	desk.Handle[registry.CaseConclude](s.Desk, KindConclude, auth.CertificateIssue, approval.Text{ZH: "办结登记", EN: "Conclude a registration"})
	desk.Handle[registry.ProfileAdopt](s.Desk, KindAdopt, auth.ProfileAdopt, approval.Text{ZH: "采用登记规则", EN: "Adopt a rule profile"})
	s.handleImport()
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

	KindTransfer     = "transfer.file"
	KindChange       = "change.file"
	KindRenewal      = "renewal.file"
	KindCancellation = "cancellation.file"
	KindConsent      = "case.consent"
	KindConclude     = "case.conclude"
	KindAdopt        = "profile.adopt"
	KindImport       = "certificate.recognise"
)

// rules are what a case is read by.
type rules struct{ desk.Terms }

func (s *Service) rules(ctx context.Context) (rules, error) {
	t, err := s.Terms(ctx)
	return rules{t}, err
}

// follow compares the data of a first registration with what is registered, once it is filed.
func (s *Service) follow(ctx context.Context, receipt *sequence.Receipt) error {
	for _, e := range receipt.Events {
		if e.Kind != "case.filed" {
			continue
		}
		var c registry.Case
		if err := canon.Unmarshal(e.Body, &c); err != nil {
			return err
		}
		if c.Type == registry.TypeInitial {
			if err := s.compare(ctx, c.ID); err != nil {
				return err
			}
		}
	}
	return nil
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
	c, err := sequence.Find[registry.Case](ctx, s.Ledger, registry.PrefixCase+id)
	if err != nil {
		return nil, r, err
	}
	if c == nil || p.Org == "" || !c.Party(p.Org) && p.Org != c.Registrar {
		return nil, r, ErrNotFound.With("what", "case")
	}
	now := c.AsOf(r.Cal, r.Today, r.Profile)
	return &now, r, nil
}
