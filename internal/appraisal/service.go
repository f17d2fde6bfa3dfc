package appraisal

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
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

	store     *db.DB
	ledger    sequence.Ledger
	keys      *keyring.Keys
	dir       *directory.Directory
	approvals *approval.Service
	clock     clock.Clock
}

// New returns the desk and registers its kind of request.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory,
	approvals *approval.Service, c clock.Clock) *Service {
	s := &Service{store: store, ledger: ledger, keys: keys, dir: dir, approvals: approvals, clock: c}
	approvals.Handle(KindRecord, approval.Handler{
		Title: approval.Text{ZH: "出具评估报告", EN: "Issue an appraisal report"}, Action: auth.ValuationSubmit,
		Execute: s.record, Closed: s.dropped,
	})
	return s
}

func (s *Service) today() daycount.Date { return daycount.DateOf(s.clock.Now()) }

// Party is an organisation as a screen names it.
type Party struct {
	USCC string `json:"uscc"`
	Name string `json:"name"`
}

func (s *Service) party(ctx context.Context, uscc string) Party {
	return Party{USCC: uscc, Name: s.dir.Name(ctx, uscc)}
}

// certificate returns a certificate that proves its rights today.
func (s *Service) certificate(ctx context.Context, code string) (*registry.Certificate, error) {
	c, err := sequence.Find[registry.Certificate](ctx, s.ledger, registry.PrefixCertificate+code)
	if err == nil && (c == nil || !c.Live(s.today())) {
		return nil, ErrCertificate.With("code", code).At("body.certificate")
	}
	return c, err
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// Proposed is the answer to an act that waits for a second person.
type Proposed struct {
	Approval string `json:"approval" doc:"identifier of the request"`
	State    string `json:"state" enum:"pending,executing,done,rejected,withdrawn"`
}
