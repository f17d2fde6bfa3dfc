package registrar

import (
	"context"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
)

// ProposalView is a request of this desk with the words behind its commitments, for the person who decides on it.
type ProposalView struct {
	Approval string         `json:"approval"`
	Kind     string         `json:"kind"`
	State    string         `json:"state"`
	Command  jsontext.Value `json:"command" doc:"what will be sent to the registry"`
	Case     string         `json:"case,omitempty"`
	Dataset  string         `json:"dataset,omitempty"`
	Form     *Form          `json:"form,omitempty"`
	Annex    *Annex         `json:"annex,omitempty" doc:"of a later registration"`
	Opinion  *Opinion       `json:"opinion,omitempty"`
	Texts    []ProposalText `json:"texts" doc:"other words"`
}

// ProposalText is one text of a request.
type ProposalText struct {
	Kind  string `json:"kind" enum:"withhold,reasons,determination,resolution,secret"`
	About string `json:"about,omitempty" doc:"the other case, of a determination"`
	Text  string `json:"text"`
}

// Proposal returns a request of the caller's organisation with its words.
func (s *Service) Proposal(ctx context.Context, id string) (ProposalView, error) {
	req, err := s.Approvals.Get(ctx, id)
	if err != nil {
		return ProposalView{}, err
	}
	switch req.Kind {
	case KindFile, KindResubmit, KindReview, KindDecline, KindResolve, KindIssue, KindConsent, KindConclude,
		KindTransfer, KindChange, KindRenewal, KindCancellation:
	default:
		return ProposalView{}, ErrNotFound.With("what", "proposal")
	}
	var p desk.Request
	if err := req.Into(&p); err != nil {
		return ProposalView{}, err
	}
	out := ProposalView{Approval: req.ID, Kind: req.Kind, State: string(req.State), Command: p.Command, Texts: []ProposalText{}}
	var about struct {
		Case string `json:"case"`
	}
	if !strings.HasSuffix(req.Kind, ".file") {
		if err := subjectOf(req.Kind, p.Command, &about.Case); err != nil {
			return out, err
		}
		out.Case = about.Case
	}
	all, err := s.Recall(ctx, p.Said()...)
	if err != nil {
		return out, err
	}
	for _, c := range p.Said() {
		switch all[c].Kind {
		case "form":
			if doc := desk.Read[document](all, c); doc != nil {
				out.Form, out.Dataset, out.Annex = doc.Form, doc.Dataset, doc.Annex
			}
		case "opinion":
			out.Opinion = desk.Read[Opinion](all, c)
		case "determination":
			if d := desk.Read[Determination](all, c); d != nil {
				out.Texts = append(out.Texts, ProposalText{Kind: "determination", About: d.Case, Text: d.Text})
			}
		case "withhold", "reasons", "resolution", "secret":
			out.Texts = append(out.Texts, ProposalText{Kind: all[c].Kind, Text: note(all, c).Text})
		}
	}
	return out, nil
}

// subjectOf reads the case a command is about.
func subjectOf(kind string, command jsontext.Value, id *string) error {
	switch kind {
	case KindResubmit:
		return pick(command, id, func(c *registry.CaseResubmit) string { return c.Case })
	case KindReview:
		return pick(command, id, func(c *registry.CaseReview) string { return c.Case })
	case KindDecline:
		return pick(command, id, func(c *registry.CaseDecline) string { return c.Case })
	case KindResolve:
		return pick(command, id, func(c *registry.ObjectionResolve) string { return c.Case })
	case KindIssue:
		return pick(command, id, func(c *registry.CertificateIssue) string { return c.Case })
	case KindConsent:
		return pick(command, id, func(c *registry.CaseConsent) string { return c.Case })
	case KindConclude:
		return pick(command, id, func(c *registry.CaseConclude) string { return c.Case })
	}
	return nil
}

func pick[C any](command jsontext.Value, id *string, of func(*C) string) error {
	c := new(C)
	if err := canon.Unmarshal(command, c); err != nil {
		return err
	}
	*id = of(c)
	return nil
}
