package registrar

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/throttle"
)

// PublicObjection is what a person without an organisation writes on the publicity board. It waits for the registrar, who
// files it on the person's behalf, or says why it cannot be taken; the day it was written counts as the day of objection.
type PublicObjection struct {
	ID        string    `json:"id"`
	Case      string    `json:"case"`
	Title     string    `json:"title"`
	Name      string    `json:"name,omitempty" doc:"removed once it is filed or dismissed"`
	Contact   string    `json:"contact,omitempty"`
	Text      string    `json:"text,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	State     string    `json:"state" enum:"open,filed,dismissed"`
	Reason    string    `json:"reason,omitempty"`
	seq       int64
}

// NewPublicObjection is the form on the page.
type NewPublicObjection struct {
	Name    string `json:"name" maxLength:"60"`
	Contact string `json:"contact" maxLength:"100" doc:"telephone or e-mail, seen by the registrar only"`
	Text    string `json:"text" maxLength:"4000"`
}

// PublicReceipt is what the writer keeps.
type PublicReceipt struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
}

// maxStrangers bounds the open public objections to a case: more are one campaign, and the registrar has seen it.
const maxStrangers = 50

// Objections that are taken from one place: a household or an office has few, and a flood is one campaign.
var strangerRates = []throttle.Rate{{Most: 5, Window: time.Hour}, {Most: 20, Window: 24 * time.Hour}}

// rememberedPlaces bounds the memory that counting takes, at some three megabytes.
const rememberedPlaces = 20_000

// throttled refuses a public objection from a place that sent many. Its address is nowhere written down.
func (s *Service) throttled(ctx context.Context) error {
	o, ok := audit.OriginFrom(ctx)
	if !ok || o.Address == "" {
		return nil // from within the program
	}
	if wait, ok := s.strangers.Take(s.Clock.Now(), o.Address); !ok {
		return ErrOften.With("retry_after", int(wait/time.Second)+1)
	}
	return nil
}

// ObjectInPublic takes an objection to a posted or registered case from anybody.
func (s *Service) ObjectInPublic(ctx context.Context, id string, in NewPublicObjection) (PublicReceipt, error) {
	row, err := s.Dir.Case(ctx, id)
	if err != nil {
		return PublicReceipt{}, err
	}
	if row == nil {
		return PublicReceipt{}, ErrNotFound.With("what", "case")
	}
	r, err := s.rules(ctx)
	if err != nil {
		return PublicReceipt{}, err
	}
	c := row.Fact.AsOf(r.Cal, r.Today, r.Profile)
	if !public(&c) {
		return PublicReceipt{}, ErrNotFound.With("what", "case")
	}
	switch c.Status {
	case registry.CasePublicity, registry.CaseObjected, registry.CaseDeposited, registry.CaseCertified:
	default:
		return PublicReceipt{}, registry.ErrCaseStatus.With("case", id, "status", c.Status, "kind", "objection.file")
	}
	if err := length(in.Name, 2, 60, "body.name"); err != nil {
		return PublicReceipt{}, err
	}
	if err := errors.Join(length(in.Contact, 5, 100, "body.contact"), length(in.Text, 10, maxText, "body.text")); err != nil {
		return PublicReceipt{}, err
	}
	if err := s.throttled(ctx); err != nil {
		return PublicReceipt{}, err
	}
	out := PublicReceipt{ID: db.NewID("PO"), CreatedAt: s.Clock.Now().UTC()}
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		var n int64
		if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM registrar_public_objection WHERE case_id = ? AND state = 'open'", id).Scan(&n); err != nil {
			return err
		}
		if n >= maxStrangers {
			return ErrStrangers.With("most", maxStrangers)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO registrar_public_objection (id, seq, case_id, name, contact, body, created, state, reason)
			SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, 'open', '' FROM registrar_public_objection`,
			out.ID, id, in.Name, in.Contact, in.Text, out.CreatedAt.UnixMilli()); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Org: c.Registrar, Action: "objection.public", Subject: "case/" + id})
	})
	return out, err
}

// PublicObjections lists what strangers wrote about the caller's cases, newest first.
func (s *Service) PublicObjections(ctx context.Context, state string, before int64, limit int) ([]PublicObjection, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []PublicObjection{}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			o, err := scanStranger(rows.Scan)
			out = append(out, o)
			return err
		}, `SELECT o.id, o.seq, o.case_id, o.name, o.contact, o.body, o.created, o.state, o.reason
			FROM registrar_public_objection o JOIN directory_case c ON c.id = o.case_id
			WHERE c.registrar = ? AND (? = '' OR o.state = ?) AND o.seq < ? ORDER BY o.seq DESC LIMIT ?`, p.Org, state, state, before, limit)
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		if row, err := s.Dir.Case(ctx, out[i].Case); err == nil && row != nil {
			out[i].Title = s.title(ctx, &row.Fact)
		}
	}
	return out, nil
}

func scanStranger(scan func(...any) error) (PublicObjection, error) {
	var o PublicObjection
	var created int64
	err := scan(&o.ID, &o.seq, &o.Case, &o.Name, &o.Contact, &o.Text, &created, &o.State, &o.Reason)
	o.CreatedAt = desk.Instant(created)
	return o, err
}

// stranger loads an open public objection to a case of the caller's.
func (s *Service) stranger(ctx context.Context, id string) (PublicObjection, error) {
	var o PublicObjection
	err := s.Store.View(ctx, func(tx *db.Tx) (err error) {
		o, err = scanStranger(tx.QueryRow(ctx, `SELECT id, seq, case_id, name, contact, body, created, state, reason
			FROM registrar_public_objection WHERE id = ?`, id).Scan)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return o, ErrNotFound.With("what", "objection")
	}
	if err != nil {
		return o, err
	}
	p, err := auth.Must(ctx)
	if err != nil {
		return o, err
	}
	c, _, err := s.theCase(ctx, o.Case)
	if err == nil && c.Registrar != p.Org {
		err = ErrNotFound.With("what", "objection")
	}
	return o, err
}

// FilePublicObjection files a stranger's objection on that person's behalf.
func (s *Service) FilePublicObjection(ctx context.Context, id string) (Case, error) {
	o, err := s.stranger(ctx, id)
	if err != nil {
		return Case{}, err
	}
	if o.State == "open" {
		if err := s.Object(ctx, o.Case, Grounds{Text: o.Text, OnBehalf: o.Name + "（" + o.Contact + "）"}); err != nil {
			return Case{}, err
		}
		if err := s.settleStranger(ctx, o, "filed", ""); err != nil {
			return Case{}, err
		}
	}
	return s.Get(ctx, o.Case)
}

// DismissPublicObjection says why a stranger's objection cannot be taken, such as material that stays incomplete.
func (s *Service) DismissPublicObjection(ctx context.Context, id, reason string) (PublicObjection, error) {
	if err := length(reason, 4, maxText, "body.reason"); err != nil {
		return PublicObjection{}, err
	}
	o, err := s.stranger(ctx, id)
	if err != nil {
		return o, err
	}
	if o.State == "open" {
		if err := s.settleStranger(ctx, o, "dismissed", reason); err != nil {
			return o, err
		}
	}
	return s.stranger(ctx, id)
}

// settleStranger ends a public objection and removes who wrote it: a filed one has it in the registrar's words.
func (s *Service) settleStranger(ctx context.Context, o PublicObjection, state, reason string) error {
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE registrar_public_objection SET state = ?, reason = ?, name = '', contact = '' WHERE id = ?",
			state, reason, o.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "objection.public_" + state, Subject: "case/" + o.Case})
	})
}
