package appraisal

import (
	"context"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/valuation"
)

// Draft is a valuation file in the making with what it leads to now: a report, or the first thing wrong with it.
type Draft struct {
	Text    string            `json:"text" doc:"YAML or JSON, as typed"`
	SavedAt time.Time         `json:"saved_at"`
	Report  *valuation.Report `json:"report,omitempty"`
	Problem *Problem          `json:"problem,omitempty"`
}

// Problem is what is wrong with a file, at its place.
type Problem struct {
	Code     string `json:"code"`
	Field    string `json:"field,omitempty"`
	Line     int    `json:"line,omitzero"`
	DetailZH string `json:"detail_zh"`
	DetailEN string `json:"detail_en"`
	HintZH   string `json:"hint_zh,omitempty"`
	HintEN   string `json:"hint_en,omitempty"`
}

func draftOf(r *row) Draft {
	d := Draft{Text: r.Draft, SavedAt: desk.Instant(r.Drafted)}
	report, err := compute(r, r.Draft)
	if err != nil {
		e := fault.From(err)
		d.Problem = &Problem{Code: e.Code(), Field: e.Field, Line: e.Line, DetailZH: e.ZH(), DetailEN: e.EN(),
			HintZH: e.HintZH(), HintEN: e.HintEN()}
		return d
	}
	d.Report = &report.Report
	return d
}

// fileName is how faults call a file that came without a name.
const fileName = "valuation.yaml"

// Preview computes a file: the report, or the first fault with its line. It keeps nothing.
func Preview(text string) (valuation.Report, error) {
	f, err := valuation.Decode([]byte(text), fileName)
	if err != nil {
		return valuation.Report{}, err
	}
	return valuation.Value(f)
}

// computed is a file with its report.
type computed struct {
	File   valuation.File
	Report valuation.Report
}

// compute computes a file and holds it against its commission. A file that names no certificate is about the
// commission's.
func compute(r *row, text string) (computed, error) {
	f, err := valuation.Decode([]byte(text), fileName)
	if err != nil {
		return computed{}, err
	}
	if f.Certificate == "" {
		f.Certificate = r.Certificate
	}
	if f.Certificate != r.Certificate {
		return computed{}, ErrOther.With("zh", "凭证编码", "en", "certificate", "have", f.Certificate, "want",
			r.Certificate).At("certificate").In(fileName, 0)
	}
	if f.Purpose != r.Purpose {
		return computed{}, ErrOther.With("zh", "评估目的", "en", "purpose", "have", f.Purpose, "want",
			r.Purpose).At("purpose").In(fileName, 0)
	}
	report, err := valuation.Value(f)
	return computed{f, report}, err
}

// PutDraft saves the appraiser's file, good or not, and says what it leads to.
func (s *Service) PutDraft(ctx context.Context, id, text string) (Draft, error) {
	if len(text) > valuation.MaxFile {
		return Draft{}, valuation.ErrFileSize.With("size", len(text), "limit", valuation.MaxFile).At("body.text")
	}
	if _, _, err := s.appraisers(ctx, id); err != nil {
		return Draft{}, err
	}
	var r row
	err := s.Store.Tx(ctx, func(tx *db.Tx) (err error) {
		if r, err = loadRow(ctx, tx, id); err != nil {
			return err
		}
		if r.State != Open {
			return ErrClosed.With("id", id, "state", r.State)
		}
		r.Draft, r.Drafted = text, s.Clock.Now().UnixMilli()
		r.Updated = r.Drafted
		if err := r.save(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "valuation.draft", Subject: "commission/" + id,
			After: map[string]string{"text": text}})
	})
	if err != nil {
		return Draft{}, err
	}
	return draftOf(&r), nil
}
