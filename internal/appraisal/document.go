package appraisal

import (
	"context"
	_ "embed"
	"time"

	paper "shurong.org/shurong/internal/document"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/disposal"
	"shurong.org/shurong/valuation/workbook"
)

// LenderExample is a lender's parameters to start from: those of examples/disposal, each with what it rests on.
//
//go:embed lender.yaml
var LenderExample string

// download is a report as a file.
type download struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// Document draws a report the caller may read: a workbook whose figures are live formulas, or a document to print.
func (s *Service) Document(ctx context.Context, id, format, lang string) (*download, error) {
	r, err := s.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	model, err := valuation.Build(r.File)
	if err != nil {
		return nil, err
	}
	name := r.Valuation
	if name == "" {
		name = r.Commission
	}
	l := valuation.Lang(lang)
	if format == "xlsx" {
		b, err := workbook.Write(workbook.Content{File: r.File, Model: model, Report: r.Report, Lang: l})
		return &download{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			`attachment; filename="` + name + `.xlsx"`, b}, err
	}
	d := paper.Appraisal{Model: model, Report: r.Report, Lang: l, Made: r.Report.ValuationDate.Time()}
	if r.State == "recorded" {
		d.Appraiser, d.Made = r.Appraiser.Name, r.RecordedAt
		day := r.RecordedAt.In(time.FixedZone("CST", 8*3600)).Format(time.DateOnly)
		if l == valuation.EN {
			d.Signed = []string{"Report " + r.Valuation + ", agreed to by a second person and put on record on " + day,
				"Commitment in the log: " + r.Commitment}
		} else {
			d.Signed = []string{"报告 " + r.Valuation + "，经第二人复核，于 " + day + " 入册", "登记日志中的承诺值：" + r.Commitment}
		}
	}
	b, err := d.PDF()
	return &download{"application/pdf", `inline; filename="` + name + `.pdf"`, b}, err
}

// Lender is the lender's view beside the appraiser's value.
type Lender struct {
	Text string        `json:"text" doc:"the lender's parameters, YAML"`
	View disposal.View `json:"view"`
}

// Lender derives what a forced sale would bring, by the lender's own parameters. Without them, by the example's, which
// are nobody's advice and say of each figure what it rests on. Nothing is kept.
func (s *Service) Lender(ctx context.Context, id, text string) (Lender, error) {
	r, err := s.Report(ctx, id)
	if err != nil {
		return Lender{}, err
	}
	if text == "" {
		text = LenderExample
	}
	p, err := disposal.Decode([]byte(text), "lender.yaml")
	if err != nil {
		return Lender{}, err
	}
	v, err := disposal.Of(p, r.Report.ValueFen)
	return Lender{Text: text, View: v}, err
}
