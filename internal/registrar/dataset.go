package registrar

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

// Upload is what an agent measured, as it comes from the owner's site: the facts that are shared, the content sketch that
// the registrar compares, and what stays with the two parties: profile, scan and quality.
type Upload struct {
	Measurement registry.Measurement `json:"measurement"`
	Sketch      jsontext.Value       `json:"sketch,omitempty" doc:"content sketch, as the agent wrote it"`
	Profile     jsontext.Value       `json:"profile,omitempty" doc:"profile, as the agent wrote it"`
	Scan        jsontext.Value       `json:"scan,omitempty" doc:"result of the scan, as the agent wrote it"`
	Quality     jsontext.Value       `json:"quality,omitempty" doc:"result of the quality rules, as the agent wrote it"`
}

// NewDataset takes a data set in stock.
type NewDataset struct {
	Name string `json:"name" minLength:"1" maxLength:"100"`
	Upload
}

// Dataset is data an organisation took stock of.
type Dataset struct {
	ID        string       `json:"id"`
	Org       string       `json:"org"`
	Name      string       `json:"name"`
	CreatedAt time.Time    `json:"created_at"`
	Latest    Measured     `json:"latest"`
	Stage     string       `json:"stage" enum:"inventory,proposed,registering,registered" doc:"how far towards a certificate"`
	Cases     []DatasetRef `json:"cases" doc:"registrations of it, newest first"`
	seq       int64
}

// DatasetRef is a registration of a data set.
type DatasetRef struct {
	Case         string              `json:"case"`
	Status       registry.CaseStatus `json:"status"`
	Title        string              `json:"title"`
	Certificates []string            `json:"certificates"`
}

// Measured is one measurement as it is shown.
type Measured struct {
	N             int64     `json:"n" doc:"number of the measurement, from 1"`
	ReceivedAt    time.Time `json:"received_at"`
	MeasuredAt    time.Time `json:"measured_at"`
	Rows          int64     `json:"rows"`
	Columns       int       `json:"columns"`
	QualityPPM    int64     `json:"quality_ppm"`
	StaleDays     int       `json:"stale_days"`
	PersonalData  string    `json:"personal_data" enum:"none,personal,sensitive"`
	FileDigest    string    `json:"file_digest"`
	SchemaDigest  string    `json:"schema_digest"`
	ProfileDigest string    `json:"profile_digest"`
	SketchDigest  string    `json:"sketch_digest"`
	AgentVersion  string    `json:"agent_version"`
	HasSketch     bool      `json:"has_sketch"`
	HasProfile    bool      `json:"has_profile"`
}

// measurement is one as it is stored.
type measurement struct {
	N           int64
	Measurement registry.Measurement
	received    int64
	sketch      string // digest, or empty
	profile     bool
}

func (m *measurement) show() Measured {
	v := ShowMeasurement(m.Measurement)
	v.N, v.ReceivedAt, v.HasSketch, v.HasProfile = m.N, desk.Instant(m.received), m.sketch != "", m.profile
	return v
}

// ShowMeasurement is a shared measurement in the form of the HTTP API.
func ShowMeasurement(m registry.Measurement) Measured {
	return Measured{
		MeasuredAt: desk.Instant(m.MeasuredAt), Rows: m.Rows, Columns: m.Columns, QualityPPM: m.QualityPPM, StaleDays: m.StaleDays,
		PersonalData: m.PersonalData, FileDigest: m.FileDigest, SchemaDigest: m.SchemaDigest, ProfileDigest: m.ProfileDigest,
		SketchDigest: m.SketchDigest, AgentVersion: m.AgentVersion,
	}
}

// maxProfile bounds a profile in bytes: that of five thousand columns with histograms takes 6.5 MB.
const maxProfile = 16 << 20

// open checks an upload against its own digests and returns the canonical bytes of sketch and profile, each nil if
// absent.
func (u *Upload) open(ctx context.Context, policy func(ctx context.Context, domain string) error) (sk, profile []byte, err error) {
	if policy == nil {
		policy = func(context.Context, string) error { return nil }
	}
	u.Measurement.Postings = nil // made here of the sketch
	if len(u.Sketch) > 0 && string(u.Sketch) != "null" {
		v := u.Sketch.Clone()
		if err := v.Canonicalize(); err != nil {
			return nil, nil, sketch.ErrMalformed.With("why", "JSON").At("body.sketch")
		}
		parsed, err := sketch.Decode(v)
		if err != nil {
			return nil, nil, at(err, "body.sketch")
		}
		if err := policy(ctx, parsed.Domain); err != nil {
			return nil, nil, at(err, "body.sketch")
		}
		if sk = parsed.Encode(); canon.Hex(sk) != u.Measurement.SketchDigest {
			return nil, nil, ErrDigest.At("body.sketch")
		}
		u.Measurement.Postings = protocol.PostingsOf(parsed)
	}
	if len(u.Profile) > 0 && string(u.Profile) != "null" {
		v := u.Profile.Clone()
		if len(v) > maxProfile || v.Canonicalize() != nil || canon.Hex(v) != u.Measurement.ProfileDigest {
			return nil, nil, ErrDigest.At("body.profile")
		}
		profile = v
	}
	return sk, profile, nil
}

// AddDataset takes a data set in stock with its first measurement.
func (s *Service) AddDataset(ctx context.Context, in NewDataset) (Dataset, error) {
	p, err := auth.Check(ctx, auth.AssetDescribe)
	if err != nil {
		return Dataset{}, err
	}
	if err := length(in.Name, 1, 100, "body.name"); err != nil {
		return Dataset{}, err
	}
	sk, profile, err := in.open(ctx, s.Admits)
	if err != nil {
		return Dataset{}, err
	}
	more, err := in.openDetail()
	if err != nil {
		return Dataset{}, err
	}
	id := db.NewID("DS")
	now := s.Clock.Now()
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO registrar_dataset (id, seq, org, name, created, measured)
			SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, 0 FROM registrar_dataset`, id, p.Org, in.Name, now.UnixMilli())
		if err != nil {
			return err
		}
		if err := addMeasurement(ctx, tx, id, 1, now, &in.Upload, sk, profile); err != nil {
			return err
		}
		if err := more.add(ctx, tx, id, 1); err != nil {
			return err
		}
		after := map[string]any{"name": in.Name, "measurement": in.Measurement}
		return audit.Record(ctx, tx, audit.Entry{Action: "dataset.add", Subject: "dataset/" + id, After: after})
	})
	if err != nil {
		return Dataset{}, err
	}
	return s.Dataset(ctx, id)
}

// Measure adds a measurement to a data set.
func (s *Service) Measure(ctx context.Context, id string, in Upload) (Dataset, error) {
	_, last, err := s.ownLatestAny(ctx, id)
	if err != nil {
		return Dataset{}, err
	}
	sk, profile, err := in.open(ctx, s.Admits)
	if err != nil {
		return Dataset{}, err
	}
	more, err := in.openDetail()
	if err != nil {
		return Dataset{}, err
	}
	if in.Measurement.MeasuredAt < last.Measurement.MeasuredAt {
		return Dataset{}, ErrOlder.At("body.measurement.measured_at")
	}
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		var n int64
		if err := tx.QueryRow(ctx, "SELECT measured FROM registrar_dataset WHERE id = ?", id).Scan(&n); err != nil {
			return err
		}
		if err := addMeasurement(ctx, tx, id, n+1, s.Clock.Now(), &in, sk, profile); err != nil {
			return err
		}
		if err := more.add(ctx, tx, id, n+1); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			Action: "dataset.measure", Subject: "dataset/" + id, Before: last.Measurement, After: in.Measurement,
		})
	})
	if err != nil {
		return Dataset{}, err
	}
	return s.Dataset(ctx, id)
}

func addMeasurement(
	ctx context.Context, tx *db.Tx, id string, n int64, now time.Time, u *Upload, sk, profile []byte,
) error {
	digest := ""
	if sk != nil {
		digest = u.Measurement.SketchDigest
		if _, err := tx.Exec(ctx, `INSERT INTO registrar_sketch (digest, body) VALUES (?, ?)
			ON CONFLICT (digest) DO NOTHING`, digest, sk); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `INSERT INTO registrar_measurement (dataset, n, received, measurement, sketch, profile)
		VALUES (?, ?, ?, ?, ?, ?)`,
		id, n, now.UnixMilli(), string(canon.Must(u.Measurement)), digest, string(profile)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE registrar_dataset SET measured = ? WHERE id = ?", n, id)
	return err
}

// ownLatest returns a data set of the caller's organisation and its latest measurement, which must have a sketch.
func (s *Service) ownLatest(ctx context.Context, id string) (*Dataset, *measurement, error) {
	d, m, err := s.ownLatestAny(ctx, id)
	if err == nil && m.sketch == "" {
		return nil, nil, ErrNoSketch.With("dataset", d.Name).At("body.dataset")
	}
	return d, m, err
}

func (s *Service) ownLatestAny(ctx context.Context, id string) (*Dataset, *measurement, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, nil, err
	}
	var d *Dataset
	var m *measurement
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		rows, err := datasets(ctx, tx, "WHERE id = ? AND org = ?", id, p.Org)
		if err != nil || len(rows) == 0 {
			return errors.Join(err, ErrNotFound.With("what", "dataset").At("body.dataset"))
		}
		d = rows[0]
		m, err = measurementOf(ctx, tx, id, d.Latest.N)
		return err
	})
	return d, m, err
}

// datasets reads data sets without their measurements and cases; Latest.N is set.
func datasets(ctx context.Context, tx *db.Tx, where string, args ...any) (out []*Dataset, err error) {
	err = tx.Each(ctx, func(rows *sql.Rows) error {
		d := &Dataset{Cases: []DatasetRef{}}
		var created int64
		if err := rows.Scan(&d.ID, &d.seq, &d.Org, &d.Name, &created, &d.Latest.N); err != nil {
			return err
		}
		d.CreatedAt = desk.Instant(created)
		out = append(out, d)
		return nil
	}, "SELECT id, seq, org, name, created, measured FROM registrar_dataset "+where, args...)
	return out, err
}

func measurementOf(ctx context.Context, tx *db.Tx, dataset string, n int64) (*measurement, error) {
	all, err := measurements(ctx, tx, "WHERE dataset = ? AND n = ?", dataset, n)
	if err != nil || len(all) == 0 {
		return nil, errors.Join(err, ErrNotFound.With("what", "measurement "+strconv.FormatInt(n, 10)))
	}
	return all[0], nil
}

func measurements(ctx context.Context, tx *db.Tx, where string, args ...any) (out []*measurement, err error) {
	err = tx.Each(ctx, func(rows *sql.Rows) error {
		m := new(measurement)
		var text string
		var profile int64
		if err := rows.Scan(&m.N, &m.received, &text, &m.sketch, &profile); err != nil {
			return err
		}
		m.profile = profile > 0
		out = append(out, m)
		return canon.Unmarshal([]byte(text), &m.Measurement)
	}, "SELECT n, received, measurement, sketch, LENGTH(profile) FROM registrar_measurement "+where, args...)
	return out, err
}

func at(err error, field string) error {
	if err == nil {
		return nil
	}
	return fault.From(err).At(field)
}

// Datasets lists the data sets of the caller's organisation, newest first.
func (s *Service) Datasets(ctx context.Context, page api.Paging) (api.Page[Dataset], error) {
	none := api.Page[Dataset]{Items: []Dataset{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return none, err
	}
	before, err := page.Before()
	if err != nil {
		return none, err
	}
	var rows []*Dataset
	err = s.Store.View(ctx, func(tx *db.Tx) (err error) {
		rows, err = datasets(ctx, tx, "WHERE org = ? AND seq < ? ORDER BY seq DESC LIMIT ?", p.Org, before, page.Size()+1)
		return err
	})
	if err != nil {
		return none, err
	}
	out := api.Numbered(rows, page.Size(), func(d *Dataset) int64 { return d.seq })
	items, err := s.complete(ctx, out.Items)
	return api.Page[Dataset]{Items: items, NextCursor: out.NextCursor}, err
}

// Dataset returns one of the caller's organisation's.
func (s *Service) Dataset(ctx context.Context, id string) (Dataset, error) {
	d, _, err := s.ownLatestAny(ctx, id)
	if err != nil {
		return Dataset{}, err
	}
	all, err := s.complete(ctx, []*Dataset{d})
	if err != nil {
		return Dataset{}, err
	}
	return all[0], nil
}
