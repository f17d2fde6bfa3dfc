package credit

import (
	"cmp"
	"context"
	"slices"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/servicing"
)

// The kinds of work of this package; package servicing has more.
const (
	WorkDecide      = "decide_application" // bank
	WorkPledge      = "propose_pledge"     // borrower: approved, not pledged
	WorkAccept      = "accept_pledge"      // bank
	WorkAcknowledge = "acknowledge_lien"   // earlier pledgee
	WorkEffect      = "effect_pledge"      // both: the notice ran out
	WorkNotice      = "notice_runs"        // both: earlier pledgees have not answered
	WorkDraw        = "draw_contract"      // bank
	WorkSign        = "sign_contract"      // both
	WorkDisburse    = "disburse_loan"      // bank
)

// maxWork bounds a work list.
const maxWork = 500

// WorkList is what waits for an organisation in credit.
type WorkList struct {
	Items []servicing.Work `json:"items" doc:"the most urgent first"`
	More  bool             `json:"more" doc:"there is more than a work list holds"`
}

// Work lists what waits for the caller's organisation: applications, pledges, contracts, and its loans.
func (s *Service) Work(ctx context.Context) (WorkList, error) {
	out := WorkList{Items: []servicing.Work{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return out, err
	}
	if out.Items, err = s.loans.Waiting(ctx); err != nil {
		return out, err
	}
	var open []*Application
	contracts := map[string]*contractRow{}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		open, err = pick(ctx, tx, "(borrower = ? OR lender = ?) AND state IN (?, ?, ?)",
			[]any{p.Org, p.Org, string(Submitted), string(Approved), string(Contracted)}, maxWork)
		if err != nil {
			return err
		}
		for _, a := range open {
			if a.Contract == "" {
				continue
			}
			if contracts[a.ID], err = loadContract(ctx, tx, a.Contract); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	for _, a := range open {
		work, err := s.waits(ctx, a, contracts[a.ID], p.Org)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, work...)
	}
	others, err := s.disclosures(ctx, p)
	if err != nil {
		return out, err
	}
	out.Items = append(out.Items, others...)
	slices.SortStableFunc(out.Items, byUrgency)
	if out.More = len(out.Items) > maxWork; out.More {
		out.Items = out.Items[:maxWork]
	}
	return out, nil
}

// byUrgency puts the urgent first, then what is due first, then the oldest.
func byUrgency(a, b servicing.Work) int {
	switch {
	case a.Urgent != b.Urgent:
		if a.Urgent {
			return -1
		}
		return 1
	case a.Due.IsZero() != b.Due.IsZero():
		if b.Due.IsZero() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Due.Compare(b.Due), a.Since.Compare(b.Since))
}

// waits is what an application waits for, if it is the organisation's to do.
func (s *Service) waits(ctx context.Context, a *Application, c *contractRow, org string) ([]servicing.Work, error) {
	lender := org == a.Lender
	with := a.Lender
	if lender {
		with = a.Borrower
	}
	item := func(kind, subject string) servicing.Work {
		p := s.Party(ctx, with)
		w := servicing.Work{Kind: kind, Subject: subject, Title: s.title(ctx, a.Certificate), With: p,
			Amount: a.Requested, Since: desk.Instant(a.Updated)}
		if a.Decision != nil && a.Decision.Terms != nil {
			w.Amount = a.Decision.Terms.Amount
		}
		return w
	}
	var out []servicing.Work
	lien, err := s.lienOf(ctx, a)
	if err != nil {
		return nil, err
	}
	live := lien != nil && lien.Status.Live()
	switch {
	case a.State == Submitted && lender:
		out = append(out, item(WorkDecide, "application/"+a.ID))
	case a.State == Approved && !live && !lender:
		out = append(out, item(WorkPledge, "application/"+a.ID))
	case live && lien.Status == registry.LienProposed && lender:
		w := item(WorkAccept, "application/"+a.ID)
		w.Since = lien.ProposedOn.Time().UTC()
		out = append(out, w)
	case live && lien.Status == registry.LienAccepted:
		row, err := s.Dir.Lien(ctx, lien.ID)
		if err != nil {
			return nil, err
		}
		if row != nil {
			v, err := s.lienView(ctx, row, org)
			if err != nil {
				return nil, err
			}
			w := item(WorkNotice, "lien/"+lien.ID)
			if slices.Contains(v.Acts, ActEffect) {
				w.Kind = WorkEffect
			}
			w.Due = v.NoticeUntil
			out = append(out, w)
		}
	}
	switch {
	case a.State == Approved && live && lender && (c == nil || c.State == Void):
		out = append(out, item(WorkDraw, "application/"+a.ID))
	case c != nil && c.State == Drawn && !c.signedBy(org):
		out = append(out, item(WorkSign, "contract/"+c.ID))
	case c != nil && (c.State == Signed || c.State == Disbursing) && lender:
		d, err := c.document()
		if err != nil {
			return nil, err
		}
		w := item(WorkDisburse, "contract/"+c.ID)
		w.Due, w.Urgent = d.Terms.Contract.Drawdown, s.Today().After(d.Terms.Contract.Drawdown)
		out = append(out, w)
	}
	return out, nil
}

// disclosures are later liens that an earlier pledgee has not acknowledged.
func (s *Service) disclosures(ctx context.Context, p auth.Principal) ([]servicing.Work, error) {
	if !p.Has(auth.Bank) && !p.Has(auth.Guarantor) {
		return nil, nil
	}
	own, err := s.Dir.Liens(ctx, directory.LienFilter{Pledgee: p.Org, Statuses: []registry.LienStatus{
		registry.LienProposed, registry.LienAccepted, registry.LienEffective,
		registry.LienEnforcing}}, directory.Page{Limit: maxWork})
	if err != nil {
		return nil, err
	}
	var out []servicing.Work
	seen := map[string]bool{}
	for _, l := range own {
		if seen[l.Fact.Certificate] {
			continue
		}
		seen[l.Fact.Certificate] = true
		later, err := s.Dir.Liens(ctx, directory.LienFilter{Certificate: l.Fact.Certificate,
			Statuses: []registry.LienStatus{registry.LienProposed,
				registry.LienAccepted}}, directory.Page{Limit: maxWork})
		if err != nil {
			return nil, err
		}
		for i := range later {
			v, err := s.lienView(ctx, &later[i], p.Org)
			if err != nil {
				return nil, err
			}
			if slices.Contains(v.Acts, ActAcknowledge) {
				out = append(out, servicing.Work{Kind: WorkAcknowledge, Subject: "lien/" + v.ID, Title: v.Title,
					With: v.Pledgor,
					Due:  v.NoticeUntil, Since: v.At})
			}
		}
	}
	return out, nil
}
