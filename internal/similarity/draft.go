package similarity

import (
	"context"
	"database/sql"
	"errors"
	"time"
	"unicode/utf8"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
)

const (
	// draftLife is how long a draft is open: from measuring to taking in stock.
	draftLife = 30 * 24 * time.Hour
	// maxDrafts bounds an organisation's open drafts.
	maxDrafts = 50
)

// ErrName says that a draft has no name, or too long a one.
var ErrName = fault.Define("similarity.name", fault.Invalid,
	"名称应为 1 至 100 个字符", "a name has 1 to 100 characters")

// Draft is data that an organisation is about to take in stock. Its sketch is sealed before there is a data set, since a
// data set begins with its measurement.
type Draft struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Subject string    `json:"subject" doc:"what evaluations for it name"`
	Created time.Time `json:"created_at"`
	Until   time.Time `json:"until"`
}

// AddDraft opens a draft.
func (s *Service) AddDraft(ctx context.Context, name string) (*Draft, error) {
	p, err := auth.Check(ctx, auth.SimilaritySeal)
	if err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(name); n == 0 || n > 100 {
		return nil, ErrName.At("body.name")
	}
	now := s.clock.Now()
	d := &Draft{ID: db.NewID("SD"), Name: name, Created: now, Until: now.Add(draftLife)}
	d.Subject = "draft/" + d.ID
	return d, s.store.Tx(ctx, func(tx *db.Tx) error {
		var open int
		err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM similarity_draft WHERE org = ? AND until > ?", p.Org, now.UnixMilli()).Scan(&open)
		if err != nil {
			return err
		}
		if open >= maxDrafts {
			return ErrDrafts.With("max", maxDrafts)
		}
		_, err = tx.Exec(ctx, `INSERT INTO similarity_draft (id, seq, org, name, created, until)
			SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ? FROM similarity_draft`,
			d.ID, p.Org, name, now.UnixMilli(), d.Until.UnixMilli())
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "similarity.draft", Subject: d.Subject, After: d})
	})
}

// Drafts lists the open drafts of the caller's organisation, the newest first.
func (s *Service) Drafts(ctx context.Context) ([]Draft, error) {
	p, err := auth.Check(ctx, auth.SimilaritySeal)
	if err != nil {
		return nil, err
	}
	out := []Draft{}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var d Draft
			var created, until int64
			err := rows.Scan(&d.ID, &d.Name, &created, &until)
			d.Subject, d.Created, d.Until = "draft/"+d.ID, time.UnixMilli(created).UTC(), time.UnixMilli(until).UTC()
			out = append(out, d)
			return err
		}, "SELECT id, name, created, until FROM similarity_draft WHERE org = ? AND until > ? ORDER BY seq DESC LIMIT 50",
			p.Org, s.clock.Now().UnixMilli())
	})
	return out, err
}

// draftOwner is whose open draft it is, empty if there is none.
func (s *Service) draftOwner(ctx context.Context, id string) (org string, err error) {
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT org FROM similarity_draft WHERE id = ? AND until > ?", id, s.clock.Now().UnixMilli()).Scan(&org)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return org, err
}
