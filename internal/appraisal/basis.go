package appraisal

import (
	"context"
	"strconv"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/standard"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/sector"
)

// Basis is what the platform knows that a valuation can rest on: the latest measurement with its place in the log, other
// recorded values of data of the same industry, and what is typical of the sector.
type Basis struct {
	Quality     QualityBasis    `json:"quality"`
	Sector      *SectorBasis    `json:"sector,omitempty"`
	Comparables []RecordedValue `json:"comparables" doc:"latest values on record of other data of the same industry, newest first"`
}

// QualityBasis is the latest measurement as a quality to cite.
type QualityBasis struct {
	Asset       string    `json:"asset"`
	LogPosition uint64    `json:"log_position"`
	Profile     string    `json:"profile" doc:"digest of the profile kept at the site"`
	Score       string    `json:"score" doc:"[0, 1]"`
	Rows        int64     `json:"rows"`
	StaleDays   int       `json:"stale_days"`
	MeasuredAt  time.Time `json:"measured_at"`
	Heartbeat   uint64    `json:"heartbeat" doc:"its number; 0: measured at registration"`
}

// SectorBasis is the sector's template: typical ranges, each with what it rests on.
type SectorBasis struct {
	Name     string            `json:"name"`
	Title    valuation.Text    `json:"title"`
	Version  int               `json:"version"`
	Required []sector.Required `json:"required"`
	Ranges   []TypicalRange    `json:"ranges"`
}

// TypicalRange is where a value typically lies. Outside, the file says why.
type TypicalRange struct {
	Input  string `json:"input"`
	Low    string `json:"low"`
	High   string `json:"high"`
	Basis  string `json:"basis" doc:"published, secondary, memory, judgement"`
	Source string `json:"source"`
}

// RecordedValue is another value on record, which a comparison may start from.
type RecordedValue struct {
	Valuation   string `json:"valuation"`
	Certificate string `json:"certificate"`
	Title       string `json:"title"`
	Date        string `json:"date"`
	ValueFen    int64  `json:"value_fen"`
	Rows        int64  `json:"rows"`
	QualityPPM  int64  `json:"quality_ppm"`
	LogPosition uint64 `json:"log_position"`
	// Comparable is the entry of a valuation file; four of its corrections are the appraiser's to judge.
	Comparable valuation.Comparable `json:"comparable"`
}

const maxComparables = 20

// Basis gathers what the platform knows for a commission, for its appraiser.
func (s *Service) Basis(ctx context.Context, id string) (Basis, error) {
	b := Basis{Comparables: []RecordedValue{}}
	r, p, err := s.theirs(ctx, id)
	if err != nil {
		return b, err
	}
	if p.Org != r.Appraiser {
		return b, ErrRole.With("zh", "承办的评估机构", "en", "appraiser")
	}
	asset, err := s.asset(ctx, r.Certificate)
	if err != nil || asset == nil {
		return b, err
	}
	if b.Quality, err = s.qualityBasis(ctx, r.Certificate, asset); err != nil {
		return b, err
	}
	if t, err := sector.Find(standard.SectorOf("", asset.Industry)); err == nil {
		b.Sector = sectorBasis(t)
	}
	b.Comparables, err = s.comparables(ctx, asset, valuation.UnitWan)
	return b, err
}

func sectorBasis(t sector.Template) *SectorBasis {
	out := &SectorBasis{Name: t.Sector, Title: t.Name, Version: t.Version, Required: t.Required, Ranges: []TypicalRange{}}
	for _, r := range t.Ranges {
		out.Ranges = append(out.Ranges, TypicalRange{Input: r.Input, Low: r.Low.String(), High: r.High.String(),
			Basis: string(r.Basis), Source: r.Source})
	}
	return out
}

// Sectors are the templates of all sectors.
func Sectors() ([]SectorBasis, error) {
	all, err := sector.All()
	out := make([]SectorBasis, 0, len(all))
	for _, t := range all {
		out = append(out, *sectorBasis(t))
	}
	return out, err
}

func (s *Service) qualityBasis(ctx context.Context, code string, a *registry.Asset) (q QualityBasis, err error) {
	q.Asset = a.ID
	m := a.Measurement
	beat, err := sequence.Find[registry.Heartbeat](ctx, s.Ledger, registry.PrefixHeartbeat+code)
	if err != nil {
		return q, err
	}
	if beat != nil {
		m, q.Heartbeat, q.LogPosition = beat.Measurement, beat.Seq, beat.Index
	} else if row, err := s.Dir.Certificate(ctx, code); err != nil {
		return q, err
	} else if row != nil {
		q.LogPosition = row.Index
	}
	q.Profile, q.Rows, q.StaleDays, q.MeasuredAt = m.ProfileDigest, m.Rows, m.StaleDays, desk.Instant(m.MeasuredAt)
	q.Score = millionths(m.QualityPPM)
	return q, nil
}

// millionths shows millionths as a decimal.
func millionths(n int64) string {
	digits := strconv.FormatInt(1_000_000+n%1_000_000, 10)
	return strconv.FormatInt(n/1_000_000, 10) + "." + digits[1:]
}

// comparables are the latest values of other data of the same industry, one a certificate.
func (s *Service) comparables(ctx context.Context, a *registry.Asset, u valuation.Unit) ([]RecordedValue, error) {
	out := []RecordedValue{}
	rows, err := s.Dir.Valuations(ctx, directory.ValuationFilter{}, directory.Page{Limit: 200})
	if err != nil {
		return out, err
	}
	seen := map[string]bool{}
	for _, row := range rows {
		v := row.Fact
		if seen[v.Certificate] || len(out) == maxComparables {
			continue
		}
		seen[v.Certificate] = true
		other, err := s.asset(ctx, v.Certificate)
		if err != nil {
			return out, err
		}
		if other == nil || other.ID == a.ID || other.Industry != a.Industry {
			continue
		}
		m := other.Measurement
		name := s.title(ctx, v.Certificate)
		if name == "" {
			name = v.Certificate
		}
		out = append(out, RecordedValue{Valuation: v.ID, Certificate: v.Certificate, Title: name, Date: v.Date.String(),
			ValueFen: v.ValueFen, Rows: m.Rows, QualityPPM: m.QualityPPM, LogPosition: v.Index,
			Comparable: valuation.FromTrade(valuation.Trade{ID: v.ID, Name: name, PriceFen: money.Fen(v.ValueFen),
				Date: valuation.Date{Date: v.Date}, LogPosition: v.Index, QualityPPM: m.QualityPPM}, u)})
	}
	return out, nil
}

// Point is what a report's value is by one measurement since, and what drove it there.
type Point struct {
	Heartbeat uint64 `json:"heartbeat"`
	Index     uint64 `json:"index"`
	valuation.Revaluation
}

// Series is a report's value run again with every measurement since, by the report's own rules; without rules, by the fixed
// form (valuation.Follow).
type Series struct {
	Rules  bool    `json:"rules" doc:"the report has a rule set of its own"`
	Points []Point `json:"points" doc:"oldest first; the latest heartbeats only where there are many"`
}

// Series runs a report again.
func (s *Service) Series(ctx context.Context, id string) (Series, error) {
	out := Series{Points: []Point{}}
	r, err := s.Report(ctx, id)
	if err != nil {
		return out, err
	}
	out.Rules = r.File.Dynamic != nil
	rows, err := s.Dir.Heartbeats(ctx, r.Certificate, directory.Page{Limit: 366})
	if err != nil {
		return out, err
	}
	then := valuation.Observation{Date: valuation.Date{Date: registry.Day(r.Base.Measurement.MeasuredAt)},
		Measurement: r.Base.Follow()}
	var now []valuation.Observation
	for i := len(rows) - 1; i >= 0; i-- {
		b := rows[i].Fact
		if b.Seq <= r.Base.Heartbeat {
			continue
		}
		m := Following(b.Measurement)
		m.UpdateEveryDays = r.Base.UpdateEveryDays
		now = append(now, valuation.Observation{Date: valuation.Date{Date: registry.Day(b.Measurement.MeasuredAt)}, Measurement: m})
		out.Points = append(out.Points, Point{Heartbeat: b.Seq, Index: rows[i].Index})
	}
	if len(now) == 0 {
		return out, nil
	}
	again, err := valuation.Rerun(r.File, r.Report, then, now...)
	if err != nil {
		return out, err
	}
	for i := range again {
		out.Points[i].Revaluation = again[i]
	}
	return out, nil
}

// enter puts a report's value into the public statistics, in the transaction that puts it on record. The method is the one
// that weighs most, the first of equals.
func enter(ctx context.Context, tx *db.Tx, r *reportRow, a *registry.Asset) error {
	var d document
	if err := canon.Unmarshal([]byte(r.Body), &d); err != nil {
		return err
	}
	v := standard.Value{ValueType: string(d.Report.ValueType), Year: d.Report.ValuationDate.Year(),
		ValueFen: int64(d.Report.ValueFen), Rows: d.Base.Measurement.Rows, QualityPPM: d.Base.Measurement.QualityPPM}
	template := ""
	if d.Report.Sector != nil {
		template = d.Report.Sector.Sector
	}
	if a != nil {
		v.Sector, v.Region = standard.SectorOf(template, a.Industry), a.Region
	} else {
		v.Sector = standard.SectorOf(template, "")
	}
	heaviest := d.Report.Approaches[0]
	for _, p := range d.Report.Approaches[1:] {
		if p.Weight.Cmp(heaviest.Weight) > 0 {
			heaviest = p
		}
	}
	v.Method = string(heaviest.Method)
	return standard.Enter(ctx, tx, v)
}

// Standard is the public statistics of values.
func (s *Service) Standard(ctx context.Context, q standard.Query) (standard.Table, error) {
	return standard.Read(ctx, s.Store, q)
}
