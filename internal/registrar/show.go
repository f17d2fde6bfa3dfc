package registrar

import (
	"context"
	"slices"

	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/decision"
)

// item shows a projected case as of today. title is the name of the data, empty where the caller may not see it.
func (s *Service) item(ctx context.Context, row *directory.Row[registry.Case], r rules, org, title string) CaseItem {
	c := row.Fact.AsOf(r.Cal, r.Today, r.Profile)
	out := CaseItem{
		ID: c.ID, Type: c.Type, Title: title, Applicant: s.Party(ctx, c.Applicant), Registrar: s.Party(ctx, c.Registrar),
		Industry: c.Industry, Region: c.Region, Source: c.Source.Kind, Rights: []registry.Right{}, Status: c.Status,
		FiledOn: c.FiledOn, FiledAt: desk.Instant(row.At), UpdatedAt: desk.Instant(row.UpdatedAt), Index: row.Index,
		Term: r.clock(&c), Deemed: c.Deemed, Withhold: c.Withhold, Certificates: slices.Clone(c.Certificates),
		Acts: acts(&c, org), Certificate: c.Certificate, Regime: c.Rules(r.Profile).Regime,
	}
	if out.Title == "" {
		out.Title = c.ID
	}
	if out.Certificates == nil {
		out.Certificates = []string{}
	}
	for _, g := range c.Rights {
		out.Rights = append(out.Rights, g.Right)
	}
	return out
}

// seen returns a case as of today from the ledger's projection, and whether it is public.
func (s *Service) seen(ctx context.Context, p auth.Principal, id string) (*registry.Case, bool, error) {
	row, err := s.Dir.Case(ctx, id)
	if err != nil {
		return nil, false, err
	}
	if row == nil {
		return nil, false, ErrNotFound.With("what", "case")
	}
	r, err := s.rules(ctx)
	if err != nil {
		return nil, false, err
	}
	c := row.Fact.AsOf(r.Cal, r.Today, r.Profile)
	return &c, public(&c), nil
}

// public reports whether a case's title, summary, parties and dates are public: from its posting on (Guide Art. 24). A
// refusal or withdrawal takes it off the board again.
func public(c *registry.Case) bool {
	if c.Recognised != nil {
		return c.Secret == nil // it was published by whoever registered it first
	}
	return c.Publicity != nil && !c.Publicity.Withheld && !ended(c.Status)
}

// Get returns a case as the caller may see it.
func (s *Service) Get(ctx context.Context, id string) (Case, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Case{}, err
	}
	row, err := s.Dir.Case(ctx, id)
	if err != nil {
		return Case{}, err
	}
	if row == nil {
		return Case{}, ErrNotFound.With("what", "case")
	}
	r, err := s.rules(ctx)
	if err != nil {
		return Case{}, err
	}
	c := row.Fact.AsOf(r.Cal, r.Today, r.Profile)
	access := ""
	switch {
	case p.Org != "" && (c.Party(p.Org) || p.Org == c.Registrar):
		access = "party"
	case p.Org != "" && slices.ContainsFunc(c.Objections, func(o registry.Objection) bool { return o.By == p.Org }):
		access = "objector"
	case public(&c):
		access = "public"
	default:
		return Case{}, ErrNotFound.With("what", "case")
	}
	all, err := s.Recall(ctx, commitmentsIn(&c)...)
	if err != nil {
		return Case{}, err
	}
	return s.show(ctx, row, &c, r, p, access, all)
}

// commitmentsIn lists the commitments of a case.
func commitmentsIn(c *registry.Case) []string {
	out := []string{c.FormCommitment, c.WithholdReason, c.Corrections, c.Refusal}
	if c.Review != nil {
		out = append(out, c.Review.Opinion)
		for _, s := range c.Review.Similar {
			out = append(out, s.Determination)
		}
	}
	for _, o := range c.Objections {
		out = append(out, o.Grounds, o.Opinion, o.Defence)
	}
	if c.Secret != nil {
		out = append(out, c.Secret.Descriptor, c.Secret.Measures)
	}
	return out
}

// show fills in what the caller's access lets it see. c is the row's case as of today, all the words it names.
func (s *Service) show(
	ctx context.Context, row *directory.Row[registry.Case], c *registry.Case, r rules, p auth.Principal, access string,
	all map[string]desk.Words,
) (Case, error) {
	party := access == "party"
	title := ""
	if party || public(c) {
		title = all[c.FormCommitment].Title
	}
	out := Case{
		CaseItem: s.item(ctx, row, r, p.Org, title), Access: access, FormCommitment: c.FormCommitment,
		Measurement: ShowMeasurement(c.Measurement), SourceFacts: c.Source, Granted: []Granted{}, Grade: c.Grade,
		PublicRegistry: c.PublicRegistry, AcceptedOn: c.AcceptedOn, Extended: c.Extended, Findings: []FindingView{},
		Joint: []JointView{}, Attachments: []AttachmentView{}, Objections: []ObjectionView{}, DepositedAt: optional(c.DepositedAt), Asset: c.Asset, Pending: []PendingApproval{},
	}
	if allowed, rule := registry.Registrable(c.Source); rule != nil {
		out.RightsTable = RightsRow{Code: rule.Code, Article: rule.Article, Rights: append([]registry.Right{}, allowed...)}
	}
	for _, g := range c.Rights {
		out.Granted = append(out.Granted, Granted(g))
	}
	if doc := desk.Read[document](all, c.FormCommitment); doc != nil {
		if party {
			out.Form, out.Annex = doc.Form, doc.Annex
		}
		if party || public(c) {
			out.Public = publicForm(doc.Form)
		}
		if p.Org == c.Applicant {
			out.Dataset = doc.Dataset
		}
	}
	if err := s.showLog(ctx, &out, c, r); err != nil {
		return out, err
	}
	s.showObjections(ctx, &out, c, p, party, all)
	showPublicity(&out, c, r, party, all)
	if !party {
		return out, nil
	}
	showReview(&out, c, all)
	if err := s.showParties(ctx, &out, c, all); err != nil {
		return out, err
	}
	if c.Paused != nil {
		out.PausedDays = &c.Paused.Days
	}
	if c.Corrections != "" {
		v := &CorrectionsView{Commitment: c.Corrections, Items: []string{}}
		if list := desk.Read[Corrections](all, c.Corrections); list != nil {
			v.Items = list.Items
		}
		out.Corrections = v
	}
	if c.Refusal != "" {
		out.Refusal = refusal(c, all)
	}
	if p.Org == c.Registrar {
		if err := s.showFindings(ctx, &out, c, r); err != nil {
			return out, err
		}
	}
	return out, s.showPending(ctx, &out, c, p)
}

// refusal is why a case ended: reasons of their own, the review's opinion, or the opinion on an objection.
func refusal(c *registry.Case, all map[string]desk.Words) *Words {
	w := &Words{Commitment: c.Refusal}
	if all[c.Refusal].Kind == "opinion" {
		if o := desk.Read[Opinion](all, c.Refusal); o != nil {
			w.Text = o.Text
		}
		return w
	}
	return note(all, c.Refusal)
}

func note(all map[string]desk.Words, commitment string) *Words {
	w := &Words{Commitment: commitment}
	if n := desk.Read[desk.Note](all, commitment); n != nil {
		w.Text = n.Text
	}
	return w
}

func showReview(out *Case, c *registry.Case, all map[string]desk.Words) {
	if c.Review == nil {
		return
	}
	v := &ReviewView{
		On: c.Review.On, Late: c.Review.Late, Accuracy: Head{Passed: c.Review.Accuracy},
		Compliance: Head{Passed: c.Review.Compliance}, Clarity: Head{Passed: c.Review.Clarity},
		Opinion: Words{Commitment: c.Review.Opinion}, Similar: []DisclosedFindings{},
		Checks: []decision.CheckAnswer{},
	}
	if o := desk.Read[Opinion](all, c.Review.Opinion); o != nil {
		v.Opinion.Text, v.Accuracy, v.Compliance, v.Clarity = o.Text, o.Accuracy, o.Compliance, o.Clarity
		v.Checks = append(v.Checks, o.Checks...)
	}
	for _, s := range c.Review.Similar {
		d := DisclosedFindings{
			Case: s.Case, HereInThere: s.HereInThere, ThereInHere: s.ThereInHere,
			Determination: Words{Commitment: s.Determination},
		}
		if t := desk.Read[Determination](all, s.Determination); t != nil {
			d.Determination.Text = t.Text
		}
		v.Similar = append(v.Similar, d)
	}
	out.Review = v
}

func showPublicity(out *Case, c *registry.Case, r rules, party bool, all map[string]desk.Words) {
	if c.Publicity == nil {
		return
	}
	v := &PublicityView{Posted: c.Publicity.Posted, Withheld: c.Publicity.Withheld}
	if !v.Withheld {
		v.Until = registry.Clock{Since: c.Publicity.Posted, Days: c.Rules(r.Profile).PublicityDays}.Until(r.Cal)
	} else if party {
		v.Reason = note(all, c.Publicity.Reason)
	}
	out.Publicity = v
}

// showObjections shows each objection to the parties whole, to its objector whole, and to others as a fact.
func (s *Service) showObjections(
	ctx context.Context, out *Case, c *registry.Case, p auth.Principal, party bool, all map[string]desk.Words,
) {
	for _, o := range c.Objections {
		v := ObjectionView{
			ID: o.ID, By: s.Party(ctx, o.By), Filed: o.Filed, Late: o.Late, Grounds: Words{Commitment: o.Grounds},
			Resolved: o.Resolved, Upheld: o.Upheld, On: o.On, Notified: o.Notified, Answer: o.Answer,
		}
		if o.Defence != "" && (party || o.By == p.Org) {
			v.Defence = note(all, o.Defence)
		}
		mine := party || o.By == p.Org
		if g := desk.Read[Grounds](all, o.Grounds); g != nil && mine {
			v.Grounds.Text = g.Text
			if p.Org == c.Registrar {
				v.OnBehalf = g.OnBehalf
			}
		}
		if o.Resolved && mine {
			v.Opinion = note(all, o.Opinion)
		}
		out.Objections = append(out.Objections, v)
	}
}

func (s *Service) showLog(ctx context.Context, out *Case, c *registry.Case, r rules) error {
	events, err := s.Dir.Timeline(ctx, "case/"+c.ID, directory.Page{Limit: directory.MaxLimit})
	if err != nil {
		return err
	}
	out.Log = make([]Position, 0, len(events))
	for _, e := range slices.Backward(events) {
		out.Log = append(out.Log, Position{
			Index: e.Index, Kind: e.Kind, Command: e.Command, By: s.Party(ctx, e.Org), At: desk.Instant(e.At),
		})
	}
	out.Steps = steps(c, r, out.Log)
	return nil
}

func (s *Service) showFindings(ctx context.Context, out *Case, c *registry.Case, r rules) error {
	found, err := s.findings(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, f := range found {
		v := FindingView{Finding: f, Title: f.Case, ApplicantName: s.Dir.Name(ctx, f.Applicant)}
		other, err := s.Dir.Case(ctx, f.Case)
		if err != nil {
			return err
		}
		if other != nil {
			now := other.Fact.AsOf(r.Cal, r.Today, r.Profile)
			v.Status, v.Title = now.Status, s.title(ctx, &now)
		}
		out.Findings = append(out.Findings, v)
	}
	return nil
}

// showPending adds the requests about the case and its objections that the caller's organisation has open.
func (s *Service) showPending(ctx context.Context, out *Case, c *registry.Case, p auth.Principal) error {
	subjects := []string{"case/" + c.ID}
	for _, o := range c.Objections {
		if !o.Resolved {
			subjects = append(subjects, "objection/"+o.ID)
		}
	}
	for _, subject := range subjects {
		page, err := s.Approvals.List(ctx, approval.Filter{View: approval.All, Subject: subject})
		if err != nil {
			return err
		}
		for _, r := range page.Items {
			if r.State != approval.Pending && r.State != approval.Executing {
				continue
			}
			v := PendingApproval{
				ID: r.ID, Kind: r.Kind, Maker: r.Maker.Name, Summary: r.Summary, At: r.Proposed, State: string(r.State),
				May: PendingApproves{Decide: s.Approvals.MayDecide(p, r)},
			}
			if r.Trouble != nil {
				v.Trouble = r.Trouble.Code
			}
			out.Pending = append(out.Pending, v)
		}
	}
	return nil
}
