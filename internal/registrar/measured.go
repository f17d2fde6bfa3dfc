package registrar

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/quality"
)

// ErrDetail says that a scan or quality result is not the one the measurement speaks of.
var ErrDetail = fault.Define("registrar.detail", fault.Invalid,
	"{what}与测量结果不符", "the {what} does not agree with the measurement").
	Hint("请上传同一次测量生成的全部文件", "upload all files of one and the same measurement")

// maxDetail bounds a scan or quality result in bytes: the rules of five thousand columns take 2.6 MB.
const maxDetail = 8 << 20

// MeasurementDetail is one measurement with everything that the agent handed over. It holds no value of the data but what
// the profile keeps of columns without personal data.
type MeasurementDetail struct {
	Dataset string `json:"dataset"`
	Name    string `json:"name"`
	Measured
	Profile jsontext.Value  `json:"profile,omitempty" doc:"as the agent wrote it"`
	Scan    *scan.Result    `json:"scan,omitempty" doc:"personal data and secrets, by column, with their cures"`
	Quality *quality.Result `json:"quality,omitempty" doc:"six dimensions, indicators and rules"`
	Sketch  *SketchSummary  `json:"sketch,omitempty"`
}

// Changes says how a measurement differs from an earlier one of the same data set.
type Changes struct {
	Since   Measured         `json:"since"`
	Until   Measured         `json:"until"`
	Changes []quality.Change `json:"changes" doc:"the gravest first"`
}

// QualityPoint is one measurement's quality by dimension.
type QualityPoint struct {
	N          int64            `json:"n"`
	MeasuredAt time.Time        `json:"measured_at"`
	Rows       int64            `json:"rows"`
	TotalPPM   int64            `json:"total_ppm"`
	Dimensions []DimensionScore `json:"dimensions" doc:"empty if the agent handed over no more than the total"`
}

// DimensionScore is the score of one of the six dimensions.
type DimensionScore struct {
	Dimension quality.Dimension `json:"dimension"`
	PPM       int64             `json:"ppm"`
}

// QualitySeries is the quality of a data set over its measurements.
type QualitySeries struct {
	Points []QualityPoint `json:"points" doc:"oldest first, at most the latest 100"`
}

// detail are scan and quality as they are stored.
type detail struct{ scan, quality jsontext.Value }

// openDetail checks what an agent found against the measurement's own figures and returns the canonical bytes.
func (u *Upload) openDetail() (d detail, err error) {
	if present(u.Scan) {
		var r scan.Result
		if d.scan, err = canonical(u.Scan, &r); err != nil || string(r.Grade) != u.Measurement.PersonalData {
			return detail{}, ErrDetail.With("what", "scan").At("body.scan")
		}
	}
	if present(u.Quality) {
		var r quality.Result
		if d.quality, err = canonical(u.Quality, &r); err != nil || r.TotalPPM != u.Measurement.QualityPPM {
			return detail{}, ErrDetail.With("what", "quality").At("body.quality")
		}
	}
	return d, nil
}

func present(v jsontext.Value) bool { return len(v) > 0 && string(v) != "null" }

func canonical(v jsontext.Value, into any) (jsontext.Value, error) {
	out := v.Clone()
	if len(out) > maxDetail {
		return nil, errors.New("too long")
	}
	return out, errors.Join(out.Canonicalize(), json.Unmarshal(out, into))
}

func (d detail) add(ctx context.Context, tx *db.Tx, dataset string, n int64) error {
	if d.scan == nil && d.quality == nil {
		return nil
	}
	_, err := tx.Exec(ctx, "INSERT INTO registrar_detail (dataset, n, scan, quality) VALUES (?, ?, ?, ?)",
		dataset, n, string(d.scan), string(d.quality))
	return err
}

// Measurement returns one measurement of a data set of the caller's organisation.
func (s *Service) Measurement(ctx context.Context, dataset string, n int64) (MeasurementDetail, error) {
	d, _, err := s.ownLatestAny(ctx, dataset)
	if err != nil {
		return MeasurementDetail{}, err
	}
	return s.whole(ctx, d.ID, d.Name, n)
}

// MeasurementOfCase returns the measurement that a case was filed with, for its parties and its registrar.
func (s *Service) MeasurementOfCase(ctx context.Context, id string) (MeasurementDetail, error) {
	none := ErrNotFound.With("what", "measurement")
	p, err := auth.Must(ctx)
	if err != nil {
		return MeasurementDetail{}, err
	}
	row, err := s.Dir.Case(ctx, id)
	if err != nil {
		return MeasurementDetail{}, err
	}
	if row == nil || p.Org == "" || !row.Fact.Party(p.Org) && p.Org != row.Fact.Registrar {
		return MeasurementDetail{}, none
	}
	var dataset, name string
	var n int64
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT d.id, d.name, w.n FROM desk_words w JOIN registrar_dataset d ON d.id = w.about
			WHERE w.commitment = ?`, row.Fact.FormCommitment).Scan(&dataset, &name, &n)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = none // filed from another node
	}
	if err != nil {
		return MeasurementDetail{}, err
	}
	return s.whole(ctx, dataset, name, n)
}

func (s *Service) whole(ctx context.Context, dataset, name string, n int64) (MeasurementDetail, error) {
	out := MeasurementDetail{Dataset: dataset, Name: name}
	m, text, d, err := s.stored(ctx, dataset, n)
	if err != nil {
		return out, err
	}
	out.Measured = m.show()
	if text != "" {
		out.Profile = jsontext.Value(text)
	}
	if d.scan != nil {
		out.Scan = new(scan.Result)
		err = json.Unmarshal(d.scan, out.Scan)
	}
	if d.quality != nil {
		out.Quality = new(quality.Result)
		err = errors.Join(err, json.Unmarshal(d.quality, out.Quality))
	}
	if err != nil || m.sketch == "" {
		return out, err
	}
	sk, err := s.sketch(ctx, m.sketch)
	if sk != nil {
		out.Sketch = &SketchSummary{Digest: m.sketch, Rows: sk.RowCount, Columns: columnNames(sk)}
	}
	return out, err
}

// stored reads a measurement with its profile and detail, each empty if it is not kept.
func (s *Service) stored(ctx context.Context, dataset string, n int64) (m *measurement, text string, d detail, err error) {
	err = s.Store.View(ctx, func(tx *db.Tx) (err error) {
		if m, err = measurementOf(ctx, tx, dataset, n); err != nil {
			return err
		}
		err = tx.QueryRow(ctx, "SELECT profile FROM registrar_measurement WHERE dataset = ? AND n = ?", dataset, n).Scan(&text)
		if err != nil {
			return err
		}
		var found, scored string
		err = tx.QueryRow(ctx, "SELECT scan, quality FROM registrar_detail WHERE dataset = ? AND n = ?", dataset, n).
			Scan(&found, &scored)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if found != "" {
			d.scan = jsontext.Value(found)
		}
		if scored != "" {
			d.quality = jsontext.Value(scored)
		}
		return err
	})
	return m, text, d, err
}

// Changes compares two measurements of a data set of the caller's organisation.
func (s *Service) Changes(ctx context.Context, dataset string, since, until int64) (Changes, error) {
	d, _, err := s.ownLatestAny(ctx, dataset)
	if err != nil {
		return Changes{}, err
	}
	before, was, err := s.snapshot(ctx, d.ID, since)
	if err != nil {
		return Changes{}, err
	}
	after, is, err := s.snapshot(ctx, d.ID, until)
	if err != nil {
		return Changes{}, err
	}
	return Changes{Since: was, Until: is, Changes: quality.Compare(before, after)}, nil
}

func (s *Service) snapshot(ctx context.Context, dataset string, n int64) (quality.Snapshot, Measured, error) {
	m, text, d, err := s.stored(ctx, dataset, n)
	if err != nil {
		return quality.Snapshot{}, Measured{}, err
	}
	if text == "" {
		return quality.Snapshot{}, Measured{}, ErrNotFound.With("what", "profile").At("path.n")
	}
	var p profile.Profile
	q := quality.Result{TotalPPM: m.Measurement.QualityPPM}
	err = json.Unmarshal([]byte(text), &p)
	if d.quality != nil {
		err = errors.Join(err, json.Unmarshal(d.quality, &q))
	}
	return agent.SnapshotOf(p, profile.Local{}, q, desk.Instant(m.Measurement.MeasuredAt), agent.DefaultPeriodDays), m.show(), err
}

// QualitySeries returns the quality of a data set of the caller's organisation over its measurements.
func (s *Service) QualitySeries(ctx context.Context, dataset string) (QualitySeries, error) {
	out := QualitySeries{Points: []QualityPoint{}}
	if _, _, err := s.ownLatestAny(ctx, dataset); err != nil {
		return out, err
	}
	err := s.Store.View(ctx, func(tx *db.Tx) error {
		all, err := measurements(ctx, tx, "WHERE dataset = ? ORDER BY n DESC LIMIT 100", dataset)
		if err != nil {
			return err
		}
		scored := map[int64][]DimensionScore{}
		err = tx.Each(ctx, func(rows *sql.Rows) error {
			var n int64
			var text string
			if err := rows.Scan(&n, &text); err != nil {
				return err
			}
			var r struct {
				Dimensions []quality.Assessment `json:"dimensions"`
			}
			err := json.Unmarshal([]byte(text), &r)
			for _, a := range r.Dimensions {
				if a.Assessed {
					scored[n] = append(scored[n], DimensionScore{Dimension: a.Dimension, PPM: a.PPM})
				}
			}
			return err
		}, "SELECT n, quality FROM registrar_detail WHERE dataset = ? AND quality <> '' ORDER BY n DESC LIMIT 100", dataset)
		for i := len(all) - 1; i >= 0; i-- {
			m := all[i]
			p := QualityPoint{N: m.N, MeasuredAt: desk.Instant(m.Measurement.MeasuredAt), Rows: m.Measurement.Rows,
				TotalPPM: m.Measurement.QualityPPM, Dimensions: scored[m.N]}
			if p.Dimensions == nil {
				p.Dimensions = []DimensionScore{}
			}
			out.Points = append(out.Points, p)
		}
		return err
	})
	return out, err
}
