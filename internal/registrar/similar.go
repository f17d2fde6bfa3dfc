package registrar

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/sketch"
)

// maxFindings bounds the findings of a case: what a review can disclose. The strongest are kept.
const maxFindings = 100

// Finding tells that a case's data shares content with another's.
type Finding struct {
	Case        string               `json:"case"`
	Applicant   string               `json:"applicant"`
	Grade       sketch.Grade         `json:"grade" enum:"amber,red"`
	Basis       sketch.Basis         `json:"basis" enum:"rows,columns"`
	HereInThere int64                `json:"here_in_there_ppm" doc:"share of this data found in the other"`
	ThereInHere int64                `json:"there_in_here_ppm" doc:"share of the other found in this data"`
	HereLow     int64                `json:"here_in_there_low_ppm" doc:"95 % interval"`
	HereHigh    int64                `json:"here_in_there_high_ppm"`
	ThereLow    int64                `json:"there_in_here_low_ppm"`
	ThereHigh   int64                `json:"there_in_here_high_ppm"`
	RowsMatched int                  `json:"rows_matched" doc:"sampled rows found in both"`
	Columns     []sketch.ColumnMatch `json:"columns" doc:"corresponding columns, most telling first"`
}

func (f *Finding) strength() int64 { return max(f.HereInThere, f.ThereInHere) }

// compare finds the pending and registered cases filed before a case whose data is similar, once per case. Repeating it is
// free.
func (s *Service) compare(ctx context.Context, id string) error {
	done, err := s.compared(ctx, id)
	if err != nil || done {
		return err
	}
	row, err := s.Dir.Case(ctx, id)
	if err != nil || row == nil {
		return errors.Join(err, ErrNotFound.With("what", "case"))
	}
	if row.Fact.Type != registry.TypeInitial || row.Fact.Recognised != nil {
		return nil // the data was compared when it was registered first
	}
	mine, err := s.sketchOf(ctx, row.Fact.FormCommitment)
	if err != nil || mine == nil {
		return err // filed from another node: nothing to compare here
	}
	r, err := s.rules(ctx)
	if err != nil {
		return err
	}
	cases, amber, err := s.candidates(ctx, row, mine, r)
	if err != nil {
		return err
	}
	var found []Finding
	for i := range cases {
		f, err := s.match(ctx, mine, &cases[i])
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		if amber[f.Case] {
			f.Grade = sketch.Amber
		}
		found = append(found, *f)
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(b.strength(), a.strength()) })
	return s.keepFindings(ctx, id, found[:min(len(found), maxFindings)], len(cases))
}

// match compares a sketch with a case's, nil if they are not similar or cannot be compared.
func (s *Service) match(ctx context.Context, mine *sketch.Sketch, c *registry.Case) (*Finding, error) {
	other, err := s.sketchIn(ctx, c.FormCommitment, mine.Domain)
	if err != nil || other == nil {
		return nil, err
	}
	m, err := sketch.Compare(mine, other)
	if errors.Is(err, sketch.ErrDomain) || errors.Is(err, sketch.ErrVersion) {
		return nil, nil
	}
	if err != nil || m.Grade == sketch.None {
		return nil, err
	}
	ab, ba := m.ContainmentAB, m.ContainmentBA
	return &Finding{
		Case: c.ID, Applicant: c.Applicant, Grade: m.Grade, Basis: m.Basis, RowsMatched: m.RowsMatched, Columns: m.Columns,
		HereInThere: int64(ab.Value), HereLow: int64(ab.Low), HereHigh: int64(ab.High),
		ThereInHere: int64(ba.Value), ThereLow: int64(ba.Low), ThereHigh: int64(ba.High),
	}, nil
}

func (s *Service) compared(ctx context.Context, id string) (done bool, err error) {
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT COUNT(*) > 0 FROM registrar_compared WHERE case_id = ?", id).Scan(&done)
	})
	return done, err
}

func (s *Service) keepFindings(ctx context.Context, id string, found []Finding, against int) error {
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		for _, f := range found {
			_, err := tx.Exec(ctx, `INSERT INTO registrar_finding (case_id, other, finding) VALUES (?, ?, ?)
				ON CONFLICT (case_id, other) DO NOTHING`,
				id, f.Case, string(canon.Must(f)))
			if err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO registrar_compared (case_id, against) VALUES (?, ?)
			ON CONFLICT (case_id) DO NOTHING`, id, against)
		return err
	})
}

// findings returns a case's findings, the strongest first.
func (s *Service) findings(ctx context.Context, id string) ([]Finding, error) {
	out := []Finding{}
	err := s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			var f Finding
			err := canon.Unmarshal([]byte(text), &f)
			out = append(out, f)
			return err
		}, "SELECT finding FROM registrar_finding WHERE case_id = ? ORDER BY other", id)
	})
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(b.strength(), a.strength()) })
	return out, err
}

// sketchOf returns the sketch of the measurement that a form was filed with, nil if it is not kept here.
func (s *Service) sketchOf(ctx context.Context, form string) (*sketch.Sketch, error) {
	var digest string
	err := s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT m.sketch FROM desk_words w
			JOIN registrar_measurement m ON m.dataset = w.about AND m.n = w.n WHERE w.commitment = ?`, form).Scan(&digest)
	})
	if errors.Is(err, sql.ErrNoRows) || digest == "" && err == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.sketch(ctx, digest)
}

// sketch reads a sketch, nil if it is not kept here or of a version that cannot be compared any more.
func (s *Service) sketch(ctx context.Context, digest string) (*sketch.Sketch, error) {
	var body []byte
	err := s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT body FROM registrar_sketch WHERE digest = ?", digest).Scan(&body)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sk, err := sketch.Decode(body)
	if errors.Is(err, sketch.ErrVersion) {
		return nil, nil
	}
	return sk, err
}
