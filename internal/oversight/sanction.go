package oversight

import (
	"context"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// Listing is a decision to put an organisation on the list, or to renew its entry.
type Listing struct {
	Subject  string        `json:"subject" maxLength:"18" doc:"credit code"`
	Grounds  string        `json:"grounds" enum:"misuse,false_statement,repeated_pledge,default,other"`
	Until    daycount.Date `json:"until" doc:"last day, at most three years away"`
	Decision string        `json:"decision" doc:"the words of the decision; only their commitment enters the log"`
}

// Lifting is a decision to remove an organisation from the list.
type Lifting struct {
	Decision string `json:"decision" doc:"the words of the decision; only their commitment enters the log"`
}

// Sanction is an entry of the list.
type Sanction struct {
	Subject    desk.Party    `json:"subject"`
	By         desk.Party    `json:"by" doc:"the regulator"`
	Grounds    string        `json:"grounds"`
	Since      daycount.Date `json:"since"`
	Until      daycount.Date `json:"until" doc:"last day"`
	State      string        `json:"state" enum:"in_force,lapsed,lifted"`
	Decision   string        `json:"decision" doc:"commitment to the words"`
	Text       string        `json:"text,omitempty" doc:"the words, for regulators and whom it concerns"`
	LiftedAt   *time.Time    `json:"lifted_at,omitempty"`
	LiftedBy   *desk.Party   `json:"lifted_by,omitempty"`
	LiftedText string        `json:"lifted_text,omitempty" doc:"the words of the decision to lift, as text"`
	Index      uint64        `json:"index" doc:"log position of the listing"`
	Updated    uint64        `json:"updated" doc:"log position of the last change"`
}

// List proposes to put an organisation on the list.
func (s *Service) List(ctx context.Context, in Listing) (desk.Proposed, error) {
	name := s.Dir.Name(ctx, in.Subject)
	return s.propose(ctx, in.Subject, in.Decision, approval.Text{
		ZH: "将" + name + "列入联合惩戒名单，至" + in.Until.String(), EN: "Put " + name + " on the joint sanction list until " +
			in.Until.String(),
	}, func(commitment string) registry.Command {
		return &registry.SanctionList{Subject: in.Subject, Grounds: in.Grounds, Until: in.Until, Decision: commitment}
	})
}

// Lift proposes to remove an organisation from the list.
func (s *Service) Lift(ctx context.Context, subject string, in Lifting) (desk.Proposed, error) {
	name := s.Dir.Name(ctx, subject)
	return s.propose(ctx, subject, in.Decision, approval.Text{
		ZH: "将" + name + "移出联合惩戒名单", EN: "Remove " + name + " from the joint sanction list",
	}, func(commitment string) registry.Command {
		return &registry.SanctionLift{Subject: subject, Decision: commitment}
	})
}

// propose tries the command that a decision leads to, then saves words and request together.
func (s *Service) propose(ctx context.Context, subject, text string, summary approval.Text,
	command func(string) registry.Command) (desk.Proposed, error) {
	p, err := auth.Check(ctx, auth.SanctionRecord)
	if err != nil {
		return desk.Proposed{}, err
	}
	if p.Org == subject {
		return desk.Proposed{}, ErrSelf.At("body.subject")
	}
	d, err := decide(p.Org, text)
	if err != nil {
		return desk.Proposed{}, err
	}
	return desk.Answer(s.Propose(ctx, "org/"+subject, summary, command(d.Commitment), d))
}

// ProposalView is a request of this desk with its words, for the person who decides on it.
type ProposalView struct {
	Approval string        `json:"approval"`
	Kind     string        `json:"kind" enum:"sanction.list,sanction.lift"`
	State    string        `json:"state"`
	Subject  desk.Party    `json:"subject"`
	Grounds  string        `json:"grounds,omitempty"`
	Until    daycount.Date `json:"until,omitzero"`
	Text     string        `json:"text"`
}

// Proposal returns a request of the caller's organisation with its words.
func (s *Service) Proposal(ctx context.Context, id string) (ProposalView, error) {
	r, err := s.Approvals.Get(ctx, id)
	if err != nil {
		return ProposalView{}, err
	}
	if r.Kind != KindList && r.Kind != KindLift {
		return ProposalView{}, ErrNotFound.With("what", "proposal").At("path.approval")
	}
	var p desk.Request
	var c registry.SanctionList // has every field of a SanctionLift
	if err := r.Into(&p); err != nil {
		return ProposalView{}, err
	}
	if err := canon.Unmarshal(p.Command, &c); err != nil {
		return ProposalView{}, err
	}
	all, err := s.Recall(ctx, p.Said()...)
	return ProposalView{
		Approval: r.ID, Kind: r.Kind, State: string(r.State), Subject: s.Party(ctx, c.Subject), Grounds: c.Grounds,
		Until: c.Until, Text: text(all, c.Decision),
	}, err
}

// Sanctions is the list, newest entry first, past entries included; of one subject if it is given.
func (s *Service) Sanctions(ctx context.Context, subject string, page api.Paging) (api.Page[Sanction], error) {
	none := api.Page[Sanction]{Items: []Sanction{}}
	at, err := desk.PageOf(page)
	if err != nil {
		return none, err
	}
	rows, err := s.Dir.Sanctions(ctx, directory.SanctionFilter{Subject: subject}, at)
	if err != nil {
		return none, err
	}
	// The lifted ones among these rows are among as many of the lifted.
	yes := true
	ended, err := s.Dir.Sanctions(ctx, directory.SanctionFilter{Subject: subject, Lifted: &yes}, at)
	if err != nil {
		return none, err
	}
	lifted := map[uint64]bool{}
	for _, r := range ended {
		lifted[r.Index] = true
	}
	shown := desk.Shown(rows, page)
	out := api.Page[Sanction]{Items: make([]Sanction, len(shown.Items)), NextCursor: shown.NextCursor}
	for i, r := range shown.Items {
		if out.Items[i], err = s.sanction(ctx, r, lifted[r.Index]); err != nil {
			return none, err
		}
	}
	return out, nil
}

func (s *Service) sanction(ctx context.Context, r directory.Row[registry.Sanction], lifted bool) (Sanction, error) {
	f := &r.Fact
	out := Sanction{
		Subject: s.Party(ctx, f.Subject), By: s.Party(ctx, f.By), Grounds: f.Grounds, Since: f.Since, Until: f.Until,
		State:    "in_force",
		Decision: f.Decision, Index: r.Index, Updated: r.Updated,
	}
	words := []string{f.Decision}
	switch {
	case lifted:
		lift, by, err := s.lifting(ctx, r.Updated)
		if err != nil {
			return out, err
		}
		at, party := time.UnixMilli(r.UpdatedAt).UTC(), s.Party(ctx, by)
		out.State, out.LiftedAt, out.LiftedBy = "lifted", &at, &party
		words = append(words, lift)
	case !f.Bars(s.Today()):
		out.State = "lapsed"
	}
	if p, ok := auth.From(ctx); !ok || !p.Can(auth.OversightRead) && p.Org != f.Subject {
		return out, nil
	}
	all, err := s.Recall(ctx, words...)
	if err != nil {
		return out, err
	}
	out.Text = text(all, f.Decision)
	if lifted {
		out.LiftedText = text(all, words[1])
	}
	return out, nil
}

// lifting reads the commitment to a decision to lift, and whose it was, from the log: the event holds what was lifted.
func (s *Service) lifting(ctx context.Context, index uint64) (decision, by string, err error) {
	raw, err := s.Ledger.Entries(ctx, index, 1)
	if err != nil || len(raw) == 0 {
		return "", "", err
	}
	var e registry.Entry
	var c registry.SanctionLift
	if err := canon.Unmarshal(raw[0].Bytes, &e); err != nil {
		return "", "", err
	}
	if err := canon.Unmarshal(e.Command.Body, &c); err != nil {
		return "", "", err
	}
	return c.Decision, e.Command.Org, nil
}
