package registrar

import (
	"context"
	"slices"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// PublicForm is what of a form is public once a case is posted, and stands on its certificate (Guide Art. 24, 27).
type PublicForm struct {
	Title           string        `json:"title"`
	Summary         string        `json:"summary"`
	RegionScope     string        `json:"region_scope"`
	SpanFrom        daycount.Date `json:"span_from,omitzero"`
	SpanTo          daycount.Date `json:"span_to,omitzero"`
	UpdateFrequency string        `json:"update_frequency"`
	Records         int64         `json:"records"`
	Bytes           int64         `json:"bytes"`
	Shapes          []string      `json:"shapes"`
	Structure       string        `json:"structure"`
	Restrictions    Restrictions  `json:"restrictions"`
}

func publicForm(f *Form) *PublicForm {
	return &PublicForm{
		Title: f.Title, Summary: f.Summary, RegionScope: f.RegionScope, SpanFrom: f.SpanFrom, SpanTo: f.SpanTo,
		UpdateFrequency: f.UpdateFrequency, Records: f.Records, Bytes: f.Bytes, Shapes: f.Shapes, Structure: f.Structure,
		Restrictions: f.Restrictions,
	}
}

// Posting is a case on the publicity board.
type Posting struct {
	Case       string              `json:"case"`
	Title      string              `json:"title"`
	Summary    string              `json:"summary"`
	Applicant  desk.Party          `json:"applicant"`
	Registrar  desk.Party          `json:"registrar"`
	Industry   string              `json:"industry"`
	Region     string              `json:"region"`
	Source     registry.SourceKind `json:"source"`
	Rights     []registry.Right    `json:"rights"`
	Status     registry.CaseStatus `json:"status" enum:"publicity,objected,cleared,deposited,certified"`
	Posted     daycount.Date       `json:"posted"`
	Until      daycount.Date       `json:"until" doc:"last day of publicity"`
	Open       bool                `json:"open" doc:"objections are taken in publicity"`
	Objections int                 `json:"objections"`
	FiledAt    time.Time           `json:"filed_at"`
	Index      uint64              `json:"index"`
}

// postedStatuses are those a public case can be stored in.
var postedStatuses = []registry.CaseStatus{
	registry.CasePublicity, registry.CaseObjected, registry.CaseCleared, registry.CaseDeposited, registry.CaseCertified,
}

// Postings is the publicity board, newest filing first: cases in publicity, or with all, every public one. A case whose
// publicity is withheld is never on it. It needs no caller: all of it is public.
func (s *Service) Postings(ctx context.Context, all bool, page api.Paging) (api.Page[Posting], error) {
	none := api.Page[Posting]{Items: []Posting{}}
	at, err := desk.PageOf(page)
	if err != nil {
		return none, err
	}
	f := directory.CaseFilter{Statuses: postedStatuses}
	if !all {
		f.Statuses = []registry.CaseStatus{registry.CasePublicity, registry.CaseObjected}
	}
	r, err := s.rules(ctx)
	if err != nil {
		return none, err
	}
	var rows []directory.Row[registry.Case]
	for {
		batch, err := s.Dir.Cases(ctx, f, at)
		if err != nil {
			return none, err
		}
		for _, row := range batch {
			c := row.Fact.AsOf(r.Cal, r.Today, r.Profile)
			if c.Publicity != nil && public(&c) && (all || c.Status == registry.CasePublicity || c.Status == registry.CaseObjected) {
				rows = append(rows, row)
			}
		}
		if len(batch) < at.Limit || len(rows) > page.Size() {
			break
		}
		at.Before = batch[len(batch)-1].Index
	}
	out := desk.Shown(rows, page)
	items, err := s.postings(ctx, out.Items, r)
	return api.Page[Posting]{Items: items, NextCursor: out.NextCursor}, err
}

// Posted returns one case of the publicity board. What is not public, or never was posted, is not found: a stranger does
// not learn which of the two. It needs no caller.
func (s *Service) Posted(ctx context.Context, id string) (Posting, error) {
	row, err := s.Dir.Case(ctx, id)
	if err != nil {
		return Posting{}, err
	}
	r, err := s.rules(ctx)
	if err != nil {
		return Posting{}, err
	}
	if row == nil {
		return Posting{}, ErrNotFound.With("what", "case")
	}
	if c := row.Fact.AsOf(r.Cal, r.Today, r.Profile); c.Publicity == nil || !public(&c) {
		return Posting{}, ErrNotFound.With("what", "case")
	}
	items, err := s.postings(ctx, []directory.Row[registry.Case]{*row}, r)
	if err != nil {
		return Posting{}, err
	}
	return items[0], nil
}

func (s *Service) postings(ctx context.Context, rows []directory.Row[registry.Case], r rules) ([]Posting, error) {
	forms := make([]string, len(rows))
	for i := range rows {
		forms[i] = rows[i].Fact.FormCommitment
	}
	all, err := s.Recall(ctx, forms...)
	if err != nil {
		return nil, err
	}
	out := make([]Posting, len(rows))
	for i := range rows {
		c := rows[i].Fact.AsOf(r.Cal, r.Today, r.Profile)
		publicity := registry.Clock{Since: c.Publicity.Posted, Days: c.Rules(r.Profile).PublicityDays}
		out[i] = Posting{
			Case: c.ID, Title: c.ID, Applicant: s.Party(ctx, c.Applicant), Registrar: s.Party(ctx, c.Registrar),
			Industry: c.Industry, Region: c.Region, Source: c.Source.Kind, Rights: []registry.Right{}, Status: c.Status,
			Posted: c.Publicity.Posted, Until: publicity.Until(r.Cal),
			Open:       slices.Contains([]registry.CaseStatus{registry.CasePublicity, registry.CaseObjected}, c.Status),
			Objections: len(c.Objections), FiledAt: desk.Instant(rows[i].At), Index: rows[i].Index,
		}
		for _, g := range c.Rights {
			out[i].Rights = append(out[i].Rights, g.Right)
		}
		if doc := desk.Read[document](all, c.FormCommitment); doc != nil {
			out[i].Title, out[i].Summary = doc.Form.Title, doc.Form.Summary
		}
	}
	return out, nil
}

// PublicForm returns what is public of the form under a commitment, nil if nothing is: the case is not posted, its
// publicity is withheld, or the form is not kept on this node. It needs no caller.
func (s *Service) PublicForm(ctx context.Context, commitment string) (*PublicForm, error) {
	rows, err := s.Dir.CasesByForm(ctx, []string{commitment})
	if err != nil || len(rows) == 0 || !public(&rows[0].Fact) {
		return nil, err
	}
	return s.CertificateForm(ctx, commitment)
}

// CertificateForm returns what stands of a form on its certificate, nil if the form is not kept on this node. The caller
// decides who may see it: where publicity was withheld it is for the holder and whoever the holder hands it to.
func (s *Service) CertificateForm(ctx context.Context, commitment string) (*PublicForm, error) {
	all, err := s.Recall(ctx, commitment)
	if err != nil {
		return nil, err
	}
	doc := desk.Read[document](all, commitment)
	if doc == nil {
		return nil, nil
	}
	return publicForm(doc.Form), nil
}
