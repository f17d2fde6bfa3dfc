package vault

import (
	"context"
	"database/sql"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// What an authorisation lets somebody see of an unpublished registration.
const (
	ScopeSummary = "summary" // holder, rights, terms, public part of the form
	ScopePapers  = "papers"  // that, and the papers handed in
)

// allRows reads a person's few cases and certificates in one page.
var allRows = directory.Page{Limit: directory.MaxLimit}

func directoryApplies(org string) directory.CaseFilter { return directory.CaseFilter{Applies: org} }
func directoryHeld(org string) directory.CertificateFilter {
	return directory.CertificateFilter{Holder: org}
}

func at(err error, field string) error {
	if err == nil {
		return nil
	}
	return fault.From(err).At(field)
}

// Grant is a holder's authorisation.
type Grant struct {
	ID          string        `json:"id"`
	Certificate string        `json:"certificate"`
	Holder      string        `json:"holder"`
	Grantee     string        `json:"grantee"`
	GranteeName string        `json:"grantee_name"`
	Scope       string        `json:"scope" enum:"summary,papers"`
	Until       daycount.Date `json:"until" doc:"last day"`
	CreatedAt   time.Time     `json:"created_at"`
	RevokedAt   *time.Time    `json:"revoked_at,omitempty"`
	Active      bool          `json:"active"`
}

// NewGrant is an authorisation to be given.
type NewGrant struct {
	Grantee string        `json:"grantee" maxLength:"18"`
	Scope   string        `json:"scope" enum:"summary,papers"`
	Until   daycount.Date `json:"until"`
}

// Authorise lets another organisation see more of an unpublished registration of the caller's.
func (s *Service) Authorise(ctx context.Context, code string, in NewGrant) (Grant, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Grant{}, err
	}
	row, err := s.dir.Certificate(ctx, code)
	if err != nil {
		return Grant{}, err
	}
	if row == nil || p.Org == "" || row.Fact.Holder != p.Org {
		return Grant{}, ErrNotFound.With("what", "certificate")
	}
	other, err := s.dir.Organisation(ctx, in.Grantee)
	if err != nil {
		return Grant{}, err
	}
	today := s.today()
	switch {
	case other == nil || in.Grantee == p.Org:
		return Grant{}, ErrGrant.With("why", "grantee").At("body.grantee")
	case in.Scope != ScopeSummary && in.Scope != ScopePapers:
		return Grant{}, ErrGrant.With("why", "scope").At("body.scope")
	case in.Until.Before(today) || in.Until.After(today.AddMonths(12)):
		return Grant{}, ErrGrant.With("why", "from today to a year").At("body.until")
	}
	id := db.NewID("GR")
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO vault_grant (id, seq, certificate, holder, grantee, scope, until, created, revoked)
			SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, 0 FROM vault_grant`,
			id, code, p.Org, in.Grantee, in.Scope, in.Until.String(), s.clock.Now().UnixMilli())
		if err != nil {
			return err
		}
		if err := s.note(ctx, tx, p.Org, "certificate/"+code, "authorise", in.Grantee); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "grant.add", Subject: "certificate/" + code, After: in})
	})
	if err != nil {
		return Grant{}, err
	}
	return s.grant(ctx, id)
}

func (s *Service) today() daycount.Date { return registry.Day(s.clock.Now().UnixMilli()) }

const grantColumns = "id, certificate, holder, grantee, scope, until, created, revoked"

func (s *Service) scanGrant(ctx context.Context, scan func(...any) error) (Grant, error) {
	var g Grant
	var created, revoked int64
	var until string
	err := scan(&g.ID, &g.Certificate, &g.Holder, &g.Grantee, &g.Scope, &until, &created, &revoked)
	if err != nil {
		return g, err
	}
	if g.Until, err = daycount.ParseDate(until); err != nil {
		return g, err
	}
	g.CreatedAt = time.UnixMilli(created).UTC()
	if revoked != 0 {
		t := time.UnixMilli(revoked).UTC()
		g.RevokedAt = &t
	}
	g.Active = revoked == 0 && !s.today().After(g.Until)
	return g, nil
}

func (s *Service) grant(ctx context.Context, id string) (Grant, error) {
	var g Grant
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		g, err = s.scanGrant(ctx, tx.QueryRow(ctx, "SELECT "+grantColumns+" FROM vault_grant WHERE id = ?", id).Scan)
		return none(err, "authorisation")
	})
	g.GranteeName = s.dir.Name(ctx, g.Grantee)
	return g, err
}

// Grants lists the authorisations a holder gave on a certificate, newest first.
func (s *Service) Grants(ctx context.Context, code string) ([]Grant, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []Grant{}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			g, err := s.scanGrant(ctx, rows.Scan)
			out = append(out, g)
			return err
		}, "SELECT "+grantColumns+" FROM vault_grant WHERE certificate = ? AND (holder = ? OR grantee = ?) ORDER BY seq DESC LIMIT 200",
			code, p.Org, p.Org)
	})
	for i := range out {
		out[i].GranteeName = s.dir.Name(ctx, out[i].Grantee)
	}
	return out, err
}

// Revoke ends an authorisation. What was seen stays seen, and stays in the log.
func (s *Service) Revoke(ctx context.Context, id string) (Grant, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Grant{}, err
	}
	g, err := s.grant(ctx, id)
	if err != nil {
		return Grant{}, err
	}
	if p.Org == "" || g.Holder != p.Org {
		return Grant{}, ErrNotFound.With("what", "authorisation")
	}
	if g.RevokedAt != nil {
		return g, nil
	}
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE vault_grant SET revoked = ? WHERE id = ?", s.clock.Now().UnixMilli(), id); err != nil {
			return err
		}
		if err := s.note(ctx, tx, p.Org, "certificate/"+g.Certificate, "revoke", g.Grantee); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "grant.revoke", Subject: "certificate/" + g.Certificate, Before: g})
	})
	if err != nil {
		return Grant{}, err
	}
	return s.grant(ctx, id)
}

// Authorised reports whether an organisation may see so much of a certificate's registration today.
func (s *Service) Authorised(ctx context.Context, code, org, scope string) (bool, error) {
	ok := false
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			g, err := s.scanGrant(ctx, rows.Scan)
			ok = ok || err == nil && g.Active && (scope == ScopeSummary || g.Scope == scope)
			return err
		}, "SELECT "+grantColumns+" FROM vault_grant WHERE certificate = ? AND grantee = ?", code, org)
	})
	return ok, err
}

// Searched writes down that somebody used an authorisation on a certificate of a holder's.
func (s *Service) Searched(ctx context.Context, holder, code, purpose string) error {
	return s.store.Tx(ctx, func(tx *db.Tx) error { return s.note(ctx, tx, holder, "certificate/"+code, "search", purpose) })
}
