package appraisal

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/valuation"
)

// ReportItem is a report on record in a list.
type ReportItem struct {
	Valuation   string              `json:"valuation" doc:"identifier in the registry"`
	Commission  string              `json:"commission"`
	Certificate string              `json:"certificate"`
	Title       string              `json:"title"`
	Appraiser   desk.Party          `json:"appraiser"`
	Purpose     valuation.Purpose   `json:"purpose"`
	ValueType   valuation.ValueType `json:"value_type"`
	Date        daycount.Date       `json:"date" doc:"评估基准日"`
	ValidUntil  daycount.Date       `json:"valid_until"`
	ValueFen    int64               `json:"value_fen"`
	LowFen      int64               `json:"low_fen"`
	HighFen     int64               `json:"high_fen"`
	Valid       bool                `json:"valid" doc:"today is within its term"`
	RecordedAt  time.Time           `json:"recorded_at"`
	Index       int64               `json:"index" doc:"log position"`
	seq         int64
}

// Report is a report whole: what it rests on, how it follows, and what it takes to check it against the log.
type Report struct {
	ReportItem
	State      string           `json:"state" enum:"submitted,recorded"`
	Commitment string           `json:"commitment" doc:"SHA-256(salt ‖ document) as it stands in the log"`
	Salt       string           `json:"salt" doc:"hexadecimal"`
	Document   string           `json:"document" doc:"canonical JSON that the commitment is to"`
	File       valuation.File   `json:"file"`
	Report     valuation.Report `json:"report"`
	Base       Base             `json:"base"`
}

func (s *Service) item(ctx context.Context, r *reportRow) (ReportItem, document, error) {
	var d document
	if err := canon.Unmarshal([]byte(r.Body), &d); err != nil {
		return ReportItem{}, d, err
	}
	v := d.Report
	it := ReportItem{
		Valuation: r.Valuation, Commission: r.Commission, Certificate: r.Certificate, Title: s.title(ctx,
			r.Certificate),
		Appraiser: s.Party(ctx,
			r.Appraiser), Purpose: v.Purpose, ValueType: v.ValueType, Date: v.ValuationDate.Date, ValidUntil: v.ValidUntil.Date,
		ValueFen: int64(v.ValueFen), LowFen: int64(v.LowFen), HighFen: int64(v.HighFen),
		Valid: !s.Today().After(v.ValidUntil.Date),
		Index: r.Index, seq: r.Seq,
	}
	if r.Recorded != 0 {
		it.RecordedAt = desk.Instant(r.Recorded)
	}
	return it, d, nil
}

// Report returns a report by its valuation, or, for the appraiser before it is on record, by its commitment.
func (s *Service) Report(ctx context.Context, id string) (Report, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Report{}, err
	}
	var r reportRow
	var may bool
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		if r, err = reportBy(ctx, tx, id); err != nil {
			return err
		}
		var n int
		err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM appraisal_reader WHERE org = ? AND commitment = ?", p.Org,
			r.Commitment).Scan(&n)
		may = p.Org != "" && (n > 0 || p.Org == r.Appraiser)
		return err
	})
	if err == nil && !may {
		err = notFound("评估报告", "report", id)
	}
	if err != nil {
		return Report{}, err
	}
	it, d, err := s.item(ctx, &r)
	out := Report{ReportItem: it, State: "submitted", Commitment: r.Commitment, Salt: hex.EncodeToString(r.Salt),
		Document: r.Body,
		File:     d.File, Report: d.Report, Base: d.Base}
	if r.Valuation != "" {
		out.State = "recorded"
	}
	return out, err
}

// Reports lists the reports on record that the caller's organisation may read, newest first.
func (s *Service) Reports(ctx context.Context, certificate string, page api.Paging) (api.Page[ReportItem], error) {
	out := api.Page[ReportItem]{Items: []ReportItem{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return out, err
	}
	before, err := page.Before()
	if err != nil {
		return out, err
	}
	query, args := "", []any{p.Org, before}
	if certificate != "" {
		query, args = " AND r.certificate = ?", append(args, certificate)
	}
	var rows []reportRow
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			var r reportRow
			if err := r.scan(rs); err != nil {
				return err
			}
			rows = append(rows, r)
			return nil
		}, "SELECT "+reportColumns+` FROM appraisal_reader a JOIN appraisal_report r ON r.commitment = a.commitment
			WHERE a.org = ? AND a.seq < ?`+query+" ORDER BY a.seq DESC LIMIT ?", append(args, page.Size()+1)...)
	})
	if err != nil {
		return out, err
	}
	items := make([]ReportItem, 0, len(rows))
	for i := range rows {
		it, _, err := s.item(ctx, &rows[i])
		if err != nil {
			return out, err
		}
		items = append(items, it)
	}
	return api.Numbered(items, page.Size(), func(it ReportItem) int64 { return it.seq }), nil
}

// BaseOf returns the measurement that a valuation rests on; ok is false where its report is not kept on this node.
func BaseOf(ctx context.Context, tx *db.Tx, valuation string) (b Base, ok bool, err error) {
	r, err := reportBy(ctx, tx, valuation)
	if errors.Is(err, ErrNotFound) {
		return b, false, nil
	}
	if err != nil {
		return b, false, err
	}
	var d document
	err = canon.Unmarshal([]byte(r.Body), &d)
	return d.Base, err == nil, err
}
