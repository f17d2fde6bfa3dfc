package appraisal

import (
	"context"

	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// KindRecord is the kind of request that puts a report on record.
const KindRecord = "valuation.record"

// Service is the desk.
type Service struct {
	// Title, if set, names the data of a certificate. It fills the name into template files.
	Title func(ctx context.Context, certificate string) string

	*desk.Desk
}

// New returns the desk and registers its kind of request.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory,
	approvals *approval.Service, c clock.Clock) *Service {
	s := &Service{Desk: &desk.Desk{Store: store, Ledger: ledger, Keys: keys, Dir: dir, Approvals: approvals, Clock: c}}
	approvals.Handle(KindRecord, approval.Handler{
		Title: approval.Text{ZH: "出具评估报告", EN: "Issue an appraisal report"}, Action: auth.ValuationSubmit,
		Execute: s.record, Closed: s.dropped,
	})
	return s
}

// certificate returns a certificate that proves its rights today.
func (s *Service) certificate(ctx context.Context, code string) (*registry.Certificate, error) {
	c, err := sequence.Find[registry.Certificate](ctx, s.Ledger, registry.PrefixCertificate+code)
	if err == nil && (c == nil || !c.Live(s.Today())) {
		return nil, ErrCertificate.With("code", code).At("body.certificate")
	}
	return c, err
}
