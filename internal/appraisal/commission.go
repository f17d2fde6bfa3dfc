package appraisal

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/valuation"
)

// State is where a commission stands.
type State string

// The states.
const (
	Open      State = "open"      // the appraiser works on it
	Submitted State = "submitted" // a report waits for the appraiser's second person
	Reported  State = "reported"  // the report is on record
	Declined  State = "declined"  // by the appraiser
	Cancelled State = "cancelled" // by who asked
)

// NewCommission asks for an appraisal.
type NewCommission struct {
	Certificate     string            `json:"certificate" minLength:"15" maxLength:"15"`
	Appraiser       string            `json:"appraiser" maxLength:"18" doc:"credit code of the appraiser"`
	Purpose         valuation.Purpose `json:"purpose" enum:"pledge,transfer,licence,contribution,disclosure,enforcement"`
	UpdateEveryDays int               `json:"update_every_days,omitempty" minimum:"0" maximum:"36500" doc:"how often the data is to change, in days; 0: on demand, never late"`
	Note            string            `json:"note,omitempty" maxLength:"500"`
}

// Commission is an appraiser's task.
type Commission struct {
	ID              string            `json:"id"`
	Client          desk.Party        `json:"client" doc:"who asked: the holder or a bank"`
	Holder          desk.Party        `json:"holder"`
	Appraiser       desk.Party        `json:"appraiser"`
	Certificate     string            `json:"certificate"`
	Title           string            `json:"title" doc:"name of the data, where it is public"`
	Purpose         valuation.Purpose `json:"purpose" enum:"pledge,transfer,licence,contribution,disclosure,enforcement"`
	UpdateEveryDays int               `json:"update_every_days"`
	Note            string            `json:"note"`
	State           State             `json:"state" enum:"open,submitted,reported,declined,cancelled"`
	Reason          string            `json:"reason,omitempty" doc:"why it was declined or cancelled"`
	CreatedAt       time.Time         `json:"created_at"`
	UpdatedAt       time.Time         `json:"updated_at"`
	HasDraft        bool              `json:"has_draft"`
	Approval        string            `json:"approval,omitempty" doc:"request that waits for a second person; appraiser only"`
	Valuation       string            `json:"valuation,omitempty" doc:"of the report on record"`
	Draft           *Draft            `json:"draft,omitempty" doc:"appraiser only, not in lists"`
	seq             int64
}

// Commission commissions an appraisal, by the certificate's holder or a bank.
func (s *Service) Commission(ctx context.Context, in NewCommission) (Commission, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Commission{}, err
	}
	if p.Org == "" {
		return Commission{}, auth.ErrMayNot.With("action", auth.ValuationCommission)
	}
	cert, err := s.certificate(ctx, in.Certificate)
	if err != nil {
		return Commission{}, err
	}
	appraiser, err := s.Dir.Organisation(ctx, in.Appraiser)
	if err != nil {
		return Commission{}, err
	}
	switch {
	case appraiser == nil || !appraiser.Fact.Has(registry.RoleAppraiser):
		return Commission{}, ErrAppraiser.With("org", in.Appraiser).At("body.appraiser")
	case in.Appraiser == cert.Holder || in.Appraiser == p.Org:
		return Commission{}, ErrStake.With("org", in.Appraiser).At("body.appraiser")
	case p.Org != cert.Holder && !p.Has(auth.Bank) && !p.Has(auth.Guarantor):
		return Commission{}, ErrRole.With("zh", "权利人或银行", "en", "holder or a bank")
	}
	if err := s.independent(ctx, in.Appraiser, in.Certificate, s.Today().Year()); err != nil {
		return Commission{}, fault.From(err).At("body.appraiser")
	}
	now := s.Clock.Now().UnixMilli()
	r := row{
		ID: db.NewID("AC"), Client: p.Org, Holder: cert.Holder, Appraiser: in.Appraiser, Certificate: cert.Code,
		Purpose: in.Purpose, Note: strings.TrimSpace(in.Note), EveryDays: in.UpdateEveryDays, State: Open,
		Created: now, Updated: now,
	}
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		if err := r.insert(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "valuation.commission", Subject: "commission/" + r.ID,
			After: in})
	})
	if err != nil {
		return Commission{}, err
	}
	return s.show(ctx, &r, p), nil
}

// show turns a row into what the caller may see of it.
func (s *Service) show(ctx context.Context, r *row, p auth.Principal) Commission {
	c := Commission{
		ID: r.ID, Client: s.Party(ctx, r.Client), Holder: s.Party(ctx, r.Holder), Appraiser: s.Party(ctx, r.Appraiser),
		Certificate: r.Certificate, Title: s.title(ctx,
			r.Certificate), Purpose: r.Purpose, UpdateEveryDays: r.EveryDays, Note: r.Note,
		State: r.State, Reason: r.Reason, CreatedAt: desk.Instant(r.Created), UpdatedAt: desk.Instant(r.Updated),
		HasDraft:  r.Draft != "",
		Valuation: r.Valuation, seq: r.Seq,
	}
	if p.Org == r.Appraiser {
		c.Approval = r.Approval
	}
	return c
}

func (s *Service) title(ctx context.Context, code string) string {
	if s.Title == nil {
		return ""
	}
	return s.Title(ctx, code)
}

// theirs loads a commission the caller's organisation is a party of.
func (s *Service) theirs(ctx context.Context, id string) (r row, p auth.Principal, err error) {
	if p, err = auth.Must(ctx); err != nil {
		return r, p, err
	}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		r, err = loadRow(ctx, tx, id)
		return err
	})
	if err == nil && (p.Org == "" || p.Org != r.Client && p.Org != r.Holder && p.Org != r.Appraiser) {
		err = notFound("委托", "commission", id)
	}
	return r, p, err
}

// appraisers loads a commission for the appraiser to work on.
func (s *Service) appraisers(ctx context.Context, id string) (row, auth.Principal, error) {
	r, p, err := s.theirs(ctx, id)
	switch {
	case err != nil:
	case p.Org != r.Appraiser:
		err = ErrRole.With("zh", "承办的评估机构", "en", "appraiser")
	case r.State == Submitted:
		err = ErrProposed.With("id", id, "approval", r.Approval)
	case r.State != Open:
		err = ErrClosed.With("id", id, "state", r.State)
	}
	return r, p, err
}

func notFound(zh, en, id string) error { return ErrNotFound.With("zh", zh, "en", en, "id", id) }

// Get returns a commission; the appraiser gets its draft with it.
func (s *Service) Get(ctx context.Context, id string) (Commission, error) {
	r, p, err := s.theirs(ctx, id)
	if err != nil {
		return Commission{}, err
	}
	c := s.show(ctx, &r, p)
	if p.Org == r.Appraiser && r.Draft != "" {
		d := draftOf(&r)
		c.Draft = &d
	}
	return c, nil
}

// Commissions lists those that the caller's organisation is a party of, newest first.
func (s *Service) Commissions(ctx context.Context, q CommissionQuery, page api.Paging) (api.Page[Commission], error) {
	out := api.Page[Commission]{Items: []Commission{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return out, err
	}
	rows, err := s.rows(ctx, p.Org, q, page)
	if err != nil {
		return out, err
	}
	items := make([]Commission, len(rows))
	for i := range rows {
		items[i] = s.show(ctx, &rows[i], p)
	}
	return api.Numbered(items, page.Size(), func(c Commission) int64 { return c.seq }), nil
}

// Decline ends a commission by its appraiser, Cancel by who asked.
func (s *Service) Decline(ctx context.Context, id, reason string) (Commission, error) {
	return s.end(ctx, id, reason, Declined)
}

// Cancel ends a commission by who asked.
func (s *Service) Cancel(ctx context.Context, id, reason string) (Commission, error) {
	return s.end(ctx, id, reason, Cancelled)
}

func (s *Service) end(ctx context.Context, id, reason string, to State) (Commission, error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < 2 || n > 500 {
		return Commission{}, ErrReason.At("body.reason")
	}
	r, p, err := s.theirs(ctx, id)
	if err != nil {
		return Commission{}, err
	}
	if to == Declined && p.Org != r.Appraiser {
		return Commission{}, ErrRole.With("zh", "承办的评估机构", "en", "appraiser")
	}
	if to == Cancelled && p.Org != r.Client {
		return Commission{}, ErrRole.With("zh", "委托人", "en", "client")
	}
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		if r, err = loadRow(ctx, tx, id); err != nil {
			return err
		}
		switch r.State {
		case Open:
		case Submitted:
			return ErrProposed.With("id", id, "approval", r.Approval)
		default:
			return ErrClosed.With("id", id, "state", r.State)
		}
		r.State, r.Reason, r.Updated = to, reason, s.Clock.Now().UnixMilli()
		if err := r.save(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "valuation." + string(to), Subject: "commission/" + id,
			After: map[string]string{"reason": reason}})
	})
	return s.show(ctx, &r, p), err
}
