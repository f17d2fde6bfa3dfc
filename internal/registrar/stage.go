package registrar

import (
	"context"
	"database/sql"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/sketch"
)

// complete adds latest measurement, cases and stage to data sets.
func (s *Service) complete(ctx context.Context, all []*Dataset) ([]Dataset, error) {
	out := make([]Dataset, len(all))
	if len(all) == 0 {
		return out, nil
	}
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	for i, d := range all {
		forms := map[string]string{} // commitment -> title
		err := s.Store.View(ctx, func(tx *db.Tx) error {
			m, err := measurementOf(ctx, tx, d.ID, d.Latest.N)
			if err != nil {
				return err
			}
			d.Latest = m.show()
			return tx.Each(ctx, func(rows *sql.Rows) error {
				var commitment, title string
				err := rows.Scan(&commitment, &title)
				forms[commitment] = title
				return err
			}, "SELECT commitment, title FROM desk_words WHERE about = ?", d.ID)
		})
		if err != nil {
			return nil, err
		}
		if err := s.casesOf(ctx, d, forms, r); err != nil {
			return nil, err
		}
		out[i] = *d
	}
	return out, nil
}

// casesOf fills in what became of the forms that were filed for a data set.
func (s *Service) casesOf(ctx context.Context, d *Dataset, forms map[string]string, r rules) error {
	d.Stage = "inventory"
	cases, err := s.Dir.CasesByForm(ctx, keysOf(forms))
	if err != nil {
		return err
	}
	for _, row := range cases {
		c := row.Fact.AsOf(r.Cal, r.Today, r.Profile)
		ref := DatasetRef{Case: c.ID, Status: c.Status, Title: forms[c.FormCommitment], Certificates: c.Certificates}
		if ref.Certificates == nil {
			ref.Certificates = []string{}
		}
		d.Cases = append(d.Cases, ref)
		switch {
		case c.Status == registry.CaseCertified:
			d.Stage = "registered"
		case !ended(c.Status) && d.Stage != "registered":
			d.Stage = "registering"
		}
	}
	if d.Stage == "inventory" && len(forms) > len(cases) {
		open := approval.Filter{View: approval.All, State: approval.Pending, Subject: "dataset/" + d.ID}
		page, err := s.Approvals.List(ctx, open)
		if err != nil {
			return err
		}
		if len(page.Items) > 0 {
			d.Stage = "proposed"
		}
	}
	return nil
}

// ended reports whether a proceeding is over without a registration.
func ended(st registry.CaseStatus) bool {
	return st == registry.CaseNotFiled || st == registry.CaseRefused || st == registry.CaseWithdrawn
}

func keysOf(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

// DatasetDetail is a data set with all that its owner can see of it.
type DatasetDetail struct {
	Dataset
	Measurements []Measured     `json:"measurements" doc:"newest first, at most 100"`
	Profile      jsontext.Value `json:"profile,omitempty" doc:"of the latest measurement"`
	Sketch       *SketchSummary `json:"sketch,omitempty" doc:"of the latest measurement"`
}

// SketchSummary tells what a sketch covers.
type SketchSummary struct {
	Digest  string   `json:"digest"`
	Rows    int64    `json:"rows"`
	Columns []string `json:"columns" doc:"columns kept in the sketch"`
}

// DatasetDetail returns one of the caller's organisation's with its history.
func (s *Service) DatasetDetail(ctx context.Context, id string) (DatasetDetail, error) {
	d, err := s.Dataset(ctx, id)
	if err != nil {
		return DatasetDetail{}, err
	}
	out := DatasetDetail{Dataset: d, Measurements: []Measured{}}
	var digest string
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		all, err := measurements(ctx, tx, "WHERE dataset = ? ORDER BY n DESC LIMIT 100", id)
		if err != nil {
			return err
		}
		for _, m := range all {
			out.Measurements = append(out.Measurements, m.show())
		}
		var profile string
		err = tx.QueryRow(ctx, "SELECT sketch, profile FROM registrar_measurement WHERE dataset = ? AND n = ?", id, d.Latest.N).
			Scan(&digest, &profile)
		if profile != "" {
			out.Profile = jsontext.Value(profile)
		}
		return err
	})
	if err != nil || digest == "" {
		return out, err
	}
	sk, err := s.sketch(ctx, digest)
	if err != nil || sk == nil {
		return out, err
	}
	out.Sketch = &SketchSummary{Digest: digest, Rows: sk.RowCount, Columns: columnNames(sk)}
	return out, nil
}

func columnNames(sk *sketch.Sketch) []string {
	out := make([]string, len(sk.Columns))
	for i, c := range sk.Columns {
		out[i] = c.Name
	}
	return out
}

// optional is an instant that may be absent.
func optional(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := desk.Instant(ms)
	return &t
}
