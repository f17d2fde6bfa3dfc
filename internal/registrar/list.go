package registrar

import (
	"cmp"
	"context"
	"slices"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// CaseQuery narrows a list of cases.
type CaseQuery struct {
	As     string              // applicant, registrar; empty: either
	Status registry.CaseStatus // as of today; empty: any
	View   string              // open, closed; empty: all
}

// openStatuses are those of proceedings that are not over.
var openStatuses = []registry.CaseStatus{
	registry.CaseConsenting, registry.CaseFiled, registry.CaseCorrecting, registry.CaseReviewing, registry.CaseReviewed, registry.CasePublicity,
	registry.CaseObjected, registry.CaseCleared, registry.CaseDeposited,
}

// storedAs lists the stored statuses that may read as a status today: terms that ran out move a case on without an entry.
func storedAs(st registry.CaseStatus) []registry.CaseStatus {
	switch st {
	case registry.CaseReviewing:
		return []registry.CaseStatus{st, registry.CaseFiled}
	case registry.CaseCleared:
		return []registry.CaseStatus{st, registry.CasePublicity}
	case registry.CaseNotFiled:
		return []registry.CaseStatus{st, registry.CaseCorrecting}
	}
	return []registry.CaseStatus{st}
}

// filter translates a query to the directory's, and gives the condition on the status of today.
func (q CaseQuery) filter(org string) (directory.CaseFilter, func(registry.CaseStatus) bool) {
	var f directory.CaseFilter
	switch q.As {
	case "applicant":
		f.Applies = org
	case "registrar":
		f.Registrar = org
	default:
		f.Party = org
	}
	open := func(st registry.CaseStatus) bool { return slices.Contains(openStatuses, st) }
	switch {
	case q.Status != "":
		f.Statuses = storedAs(q.Status)
		return f, func(st registry.CaseStatus) bool { return st == q.Status }
	case q.View == "open":
		f.Statuses = openStatuses
		return f, open
	case q.View == "closed":
		f.Statuses = append(storedAs(registry.CaseNotFiled), registry.CaseCertified, registry.CaseRefused, registry.CaseWithdrawn)
		return f, func(st registry.CaseStatus) bool { return !open(st) }
	}
	return f, func(registry.CaseStatus) bool { return true }
}

// Cases lists the cases that the caller's organisation is a party of, newest first.
func (s *Service) Cases(ctx context.Context, q CaseQuery, page api.Paging) (api.Page[CaseItem], error) {
	none := api.Page[CaseItem]{Items: []CaseItem{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return none, err
	}
	at, err := desk.PageOf(page)
	if err != nil {
		return none, err
	}
	f, now := q.filter(p.Org)
	rows, r, err := s.scan(ctx, f, at, now)
	if err != nil {
		return none, err
	}
	out := desk.Shown(rows, page)
	items, err := s.items(ctx, out.Items, r, p.Org)
	return api.Page[CaseItem]{Items: items, NextCursor: out.NextCursor}, err
}

// scan reads rows whose status as of today is wanted until the page is full.
func (s *Service) scan(
	ctx context.Context, f directory.CaseFilter, at directory.Page, want func(registry.CaseStatus) bool,
) ([]directory.Row[registry.Case], rules, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, r, err
	}
	var out []directory.Row[registry.Case]
	for {
		rows, err := s.Dir.Cases(ctx, f, at)
		if err != nil {
			return nil, r, err
		}
		for _, row := range rows {
			if want(row.Fact.AsOf(r.Cal, r.Today, r.Profile).Status) {
				if out = append(out, row); len(out) == at.Limit {
					return out, r, nil
				}
			}
		}
		if len(rows) < at.Limit {
			return out, r, nil
		}
		at.Before = rows[len(rows)-1].Index
	}
}

func (s *Service) items(ctx context.Context, rows []directory.Row[registry.Case], r rules, org string) ([]CaseItem, error) {
	forms := make([]string, len(rows))
	for i := range rows {
		forms[i] = rows[i].Fact.FormCommitment
	}
	all, err := s.Recall(ctx, forms...)
	if err != nil {
		return nil, err
	}
	out := make([]CaseItem, len(rows))
	for i := range rows {
		out[i] = s.item(ctx, &rows[i], r, org, all[rows[i].Fact.FormCommitment].Title)
	}
	return out, nil
}

// maxWork bounds a work list; a desk with more open cases than this looks at the list.
const maxWork = 500

// WorkList is what waits at a desk.
type WorkList struct {
	Items []CaseItem `json:"items" doc:"cases whose next act is the caller's, the most urgent first"`
	Other []CaseItem `json:"other" doc:"open cases that wait for somebody else or for a term to end"`
	More  bool       `json:"more" doc:"there are more open cases than a work list holds"`
}

// Work lists the open cases of the caller's organisation by the term that runs: what is due first comes first.
func (s *Service) Work(ctx context.Context) (WorkList, error) {
	out := WorkList{Items: []CaseItem{}, Other: []CaseItem{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return out, err
	}
	f, open := CaseQuery{View: "open"}.filter(p.Org)
	rows, r, err := s.scan(ctx, f, directory.Page{Limit: maxWork + 1}, open)
	if err != nil {
		return out, err
	}
	if out.More = len(rows) > maxWork; out.More {
		rows = rows[:maxWork]
	}
	late, err := s.Dir.Cases(ctx, directory.CaseFilter{Party: p.Org, Objected: true}, directory.Page{Limit: maxWork}) // Guide Art. 29
	if err != nil {
		return out, err
	}
	rows = append(rows, late...)
	items, err := s.items(ctx, rows, r, p.Org)
	if err != nil {
		return out, err
	}
	slices.SortStableFunc(items, byUrgency)
	for _, it := range items {
		mine := it.Registrar.USCC == p.Org && waitsForRegistrar(it.Status) || slices.Contains(it.Acts, ActConsent) ||
			slices.Contains(it.Acts, ActAnswer) || it.Status == registry.CaseCertified && slices.Contains(it.Acts, ActResolve)
		if mine || it.Applicant.USCC == p.Org && it.Status == registry.CaseCorrecting {
			out.Items = append(out.Items, it)
		} else {
			out.Other = append(out.Other, it)
		}
	}
	return out, nil
}

// byUrgency puts the earliest last day first, cases without a term after those with one, older before newer.
func byUrgency(a, b CaseItem) int {
	switch {
	case a.Term != nil && b.Term != nil:
		if c := a.Term.Until.Compare(b.Term.Until); c != 0 {
			return c
		}
	case a.Term != nil:
		return -1
	case b.Term != nil:
		return 1
	}
	return cmp.Compare(a.Index, b.Index)
}
