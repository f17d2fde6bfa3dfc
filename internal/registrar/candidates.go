package registrar

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/sketch"
)

// lookedAt is how many of a registrar's latest cases are compared in full beside those that the index names. Values that
// were salted or jittered leave no tag in common; only how the columns look can ring then (sketch.ByColumns).
const lookedAt = 200

// Candidate is a case that may be similar to another's data.
type Candidate struct {
	Case      string
	AmberOnly bool // what they have in common, too many others have too
}

// candidates are the cases to compare a new one with, as of today, each once: those that [Service.Similar] names of all
// that were filed before, anywhere, and the same registrar's latest. Where nobody names any, all of the same registrar.
func (s *Service) candidates(
	ctx context.Context, row *directory.Row[registry.Case], mine *sketch.Sketch, r rules,
) (cases []registry.Case, amber map[string]bool, err error) {
	amber = map[string]bool{}
	seen := map[string]bool{row.Fact.ID: true}
	take := func(c *registry.Case) {
		if seen[c.ID] {
			return
		}
		seen[c.ID] = true
		if now := c.AsOf(r.Cal, r.Today, r.Profile); !ended(now.Status) {
			cases = append(cases, now)
		}
	}
	limit := 0
	if s.Similar != nil {
		limit = lookedAt
		named, err := s.Similar(ctx, mine, row.Index)
		if err != nil {
			return nil, nil, err
		}
		for _, n := range named {
			other, err := s.Dir.Case(ctx, n.Case)
			if err != nil {
				return nil, nil, err
			}
			if other != nil {
				amber[n.Case] = n.AmberOnly
				take(&other.Fact)
			}
		}
	}
	for page, n := (directory.Page{Before: row.Index, Limit: directory.DefaultLimit}), 0; ; {
		others, err := s.Dir.Cases(ctx, directory.CaseFilter{Registrar: row.Fact.Registrar}, page)
		if err != nil {
			return nil, nil, err
		}
		for i := range others {
			take(&others[i].Fact)
		}
		n += len(others)
		if len(others) < directory.DefaultLimit || limit > 0 && n >= limit {
			return cases, amber, nil
		}
		if page.Before = others[len(others)-1].Index; page.Before == 0 {
			return cases, amber, nil
		}
	}
}

// Compared returns what a case's comparison found, the strongest first; done is false where there was none.
func (s *Service) Compared(ctx context.Context, id string) (found []Finding, done bool, err error) {
	if done, err = s.compared(ctx, id); err != nil || !done {
		return nil, false, err
	}
	found, err = s.findings(ctx, id)
	return found, true, err
}

// Later names the cases filed after one that were found similar to it, at most as many as a review can disclose.
func (s *Service) Later(ctx context.Context, id string) ([]string, error) {
	var out []string
	err := s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var c string
			err := rows.Scan(&c)
			out = append(out, c)
			return err
		}, "SELECT case_id FROM registrar_finding WHERE other = ? ORDER BY case_id LIMIT ?", id, maxFindings)
	})
	return out, err
}

// SketchOf returns the sketch that a case was filed with, nil if it is not kept here.
func (s *Service) SketchOf(ctx context.Context, c *registry.Case) (*sketch.Sketch, error) {
	return s.sketchOf(ctx, c.FormCommitment)
}

// resealed is how many of a data set's latest sketches are looked through for one of a domain.
const resealed = 4

// sketchIn returns the sketch that a form was filed with, or, if that is of another domain, the latest of the same data
// set's that is of this one: data is sealed again when a key was rolled. It is nil if there is none here.
func (s *Service) sketchIn(ctx context.Context, form, domain string) (*sketch.Sketch, error) {
	filed, err := s.sketchOf(ctx, form)
	if err != nil || filed == nil || filed.Domain == domain {
		return filed, err
	}
	var digests []string
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var d string
			err := rows.Scan(&d)
			digests = append(digests, d)
			return err
		}, `SELECT m.sketch FROM desk_words w JOIN registrar_measurement m ON m.dataset = w.about
			WHERE w.commitment = ? AND m.sketch <> '' ORDER BY m.n DESC LIMIT ?`, form, resealed)
	})
	if err != nil {
		return nil, err
	}
	for _, d := range digests {
		if sk, err := s.sketch(ctx, d); err != nil || sk != nil && sk.Domain == domain {
			return sk, err
		}
	}
	return filed, nil
}

// OwnerOf returns the organisation whose data set it is, empty if there is none.
func (s *Service) OwnerOf(ctx context.Context, dataset string) (org string, err error) {
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT org FROM registrar_dataset WHERE id = ?", dataset).Scan(&org)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return org, err
}
