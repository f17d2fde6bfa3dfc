package oversight

import (
	"context"
	"slices"
	"strconv"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// Scorecards lists the registrars by credit code with how they keep their terms.
func (s *Service) Scorecards(ctx context.Context, page api.Paging) (api.Page[Scorecard], error) {
	none := api.Page[Scorecard]{Items: []Scorecard{}}
	after, err := page.After(1)
	if err != nil {
		return none, err
	}
	t, err := s.count(ctx)
	if err != nil {
		return none, err
	}
	rows := make([]Scorecard, 0, len(t.registrars))
	for uscc, c := range t.registrars {
		if after == nil || uscc > after[0] {
			rows = append(rows, *c)
		}
	}
	slices.SortFunc(rows, func(a, b Scorecard) int { return compare(a.Registrar.USCC, b.Registrar.USCC) })
	out := api.NewPage(rows, page.Size(), func(c Scorecard) []string { return []string{c.Registrar.USCC} })
	for i := range out.Items {
		out.Items[i].Registrar = s.Party(ctx, out.Items[i].Registrar.USCC)
	}
	return out, nil
}

// Beat is a heartbeat as it was recorded.
type Beat struct {
	Certificate string     `json:"certificate"`
	Holder      desk.Party `json:"holder"`
	Seq         uint64     `json:"seq"`
	At          time.Time  `json:"at" doc:"when it was recorded"`
	Rows        int64      `json:"rows"`
	QualityPPM  int64      `json:"quality_ppm"`
	StaleDays   int        `json:"stale_days"`
	Index       uint64     `json:"index"`
}

// Heartbeats lists the latest heartbeats of all data, newest first.
func (s *Service) Heartbeats(ctx context.Context, page api.Paging) (api.Page[Beat], error) {
	none := api.Page[Beat]{Items: []Beat{}}
	at, err := desk.PageOf(page)
	if err != nil {
		return none, err
	}
	rows, err := s.Dir.Heartbeats(ctx, "", at)
	if err != nil {
		return none, err
	}
	items := make([]Beat, len(rows))
	for i, r := range rows {
		m := &r.Fact.Measurement
		items[i] = Beat{
			Certificate: r.Fact.Certificate, Seq: r.Fact.Seq, At: time.UnixMilli(r.At).UTC(), Rows: m.Rows,
			QualityPPM: m.QualityPPM,
			StaleDays:  m.StaleDays, Index: r.Index,
		}
		cert, err := s.Dir.Certificate(ctx, r.Fact.Certificate)
		if err != nil {
			return none, err
		}
		if cert != nil {
			items[i].Holder = s.Party(ctx, cert.Fact.Holder)
		}
	}
	return api.Numbered(items, page.Size(), func(b Beat) uint64 { return b.Index }), nil
}

// CaseObjections is a case with the objections to it.
type CaseObjections struct {
	Case       string      `json:"case"`
	Applicant  desk.Party  `json:"applicant"`
	Registrar  desk.Party  `json:"registrar"`
	Status     string      `json:"status"`
	FiledAt    time.Time   `json:"filed_at" doc:"the case"`
	Objections []Objection `json:"objections"`
	Index      uint64      `json:"index"`
}

// Objection is one objection. Its grounds are between objector and registrar.
type Objection struct {
	ID       string        `json:"id"`
	By       desk.Party    `json:"by" doc:"who filed it; the registrar, for a person without an organisation"`
	Filed    daycount.Date `json:"filed"`
	Late     bool          `json:"late" doc:"after registration (Guide Art. 29)"`
	Resolved bool          `json:"resolved"`
	Upheld   bool          `json:"upheld"`
	On       daycount.Date `json:"on,omitzero" doc:"day of the conclusion"`
}

// maxLooked bounds how many cases one request reads in search of objections, which are rare. A page that ends there has
// fewer rows and a cursor.
const maxLooked = 5000

// Objections lists cases with objections, newest case first; with open, only those with one still open.
func (s *Service) Objections(ctx context.Context, onlyOpen bool, page api.Paging) (api.Page[CaseObjections], error) {
	out := api.Page[CaseObjections]{Items: []CaseObjections{}}
	at, err := desk.PageOf(page)
	if err != nil {
		return out, err
	}
	at.Limit = directory.MaxLimit
	for looked := 0; ; looked += at.Limit {
		rows, err := s.Dir.Cases(ctx, directory.CaseFilter{}, at)
		if err != nil {
			return out, err
		}
		for i := range rows {
			c := &rows[i].Fact
			if !slices.ContainsFunc(c.Objections, func(o registry.Objection) bool { return !onlyOpen || !o.Resolved }) {
				continue
			}
			if len(out.Items) == page.Size() {
				out.NextCursor = api.Cursor(strconv.FormatUint(out.Items[len(out.Items)-1].Index, 10))
				return out, nil
			}
			out.Items = append(out.Items, s.objections(ctx, &rows[i]))
		}
		if len(rows) < at.Limit {
			return out, nil
		}
		at.Before = rows[len(rows)-1].Index
		if looked+at.Limit >= maxLooked {
			out.NextCursor = api.Cursor(strconv.FormatUint(at.Before, 10))
			return out, nil
		}
	}
}

func (s *Service) objections(ctx context.Context, row *directory.Row[registry.Case]) CaseObjections {
	c := &row.Fact
	out := CaseObjections{
		Case: c.ID, Applicant: s.Party(ctx, c.Applicant), Registrar: s.Party(ctx, c.Registrar),
		Status:  string(c.Status),
		FiledAt: time.UnixMilli(row.At).UTC(), Objections: []Objection{}, Index: row.Index,
	}
	for _, o := range c.Objections {
		out.Objections = append(out.Objections, Objection{
			ID: o.ID, By: s.Party(ctx, o.By), Filed: o.Filed, Late: o.Late, Resolved: o.Resolved, Upheld: o.Upheld,
			On: o.On,
		})
	}
	return out
}
