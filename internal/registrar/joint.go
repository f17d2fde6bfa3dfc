package registrar

import (
	"context"
	"strconv"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/decision"
)

// JointFiling is a further applicant of a first registration, with its share.
type JointFiling struct {
	Org    string       `json:"org" maxLength:"18"`
	Rights []RightClaim `json:"rights"`
}

// EvidenceFiling is a deposit or notarisation that some regimes want before filing.
type EvidenceFiling struct {
	Kind  string        `json:"kind" enum:"notary,deposit,timestamp"`
	Paper string        `json:"paper" maxLength:"40"`
	On    daycount.Date `json:"on"`
}

// SecretFiling registers a trade secret: only commitments and a descriptor that gives nothing away enter the log.
type SecretFiling struct {
	Descriptor string                 `json:"descriptor" doc:"what kind of secret it is, in general words, 4 to 400 characters"`
	Measures   []decision.CheckAnswer `json:"measures" doc:"the secrecy-measure checklist, answered"`
	Papers     []string               `json:"papers" maxItems:"50" doc:"the documents that can later be proved to have been there"`
}

// JointView is a further applicant of a case.
type JointView struct {
	desk.Party
	Rights      []Granted     `json:"rights"`
	ConsentedOn daycount.Date `json:"consented_on,omitzero"`
	Index       uint64        `json:"index,omitempty" doc:"log position of the consent"`
}

// AttachmentView is a paper of a case. What was erased, or lies on another node, has no name.
type AttachmentView struct {
	Commitment string     `json:"commitment"`
	Kind       string     `json:"kind"`
	Type       string     `json:"type"`
	Size       int64      `json:"size"`
	Secret     bool       `json:"secret" doc:"a document of the trade secret"`
	Paper      string     `json:"paper,omitempty" doc:"identifier, where it is kept on this node"`
	Name       string     `json:"name,omitempty"`
	ErasedAt   *time.Time `json:"erased_at,omitempty"`
}

// SecretView is a trade secret as its parties see it.
type SecretView struct {
	Descriptor Words                  `json:"descriptor"`
	Measures   []decision.CheckAnswer `json:"measures"`
}

// measures is the committed shape of the secrecy checklist.
type measures struct {
	Answers []decision.CheckAnswer `json:"answers"`
}

// extras adds what a filing carries beside its form to the command.
func (s *Service) extras(ctx context.Context, org string, in *Filing, c *registry.CaseFile) (all []desk.Words, err error) {
	c.Profile = in.Profile
	if c.Attachments, err = s.vault.Attach(ctx, org, in.Papers, "body.papers"); err != nil {
		return nil, err
	}
	for _, j := range in.Joint {
		claim := registry.JointClaim{Org: j.Org, Rights: []registry.GrantedRight{}}
		for _, r := range j.Rights {
			claim.Rights = append(claim.Rights, registry.GrantedRight{Right: r.Right, Until: r.Until})
		}
		c.Joint = append(c.Joint, claim)
	}
	if in.Evidence != nil {
		papers, err := s.vault.Attach(ctx, org, []string{in.Evidence.Paper}, "body.evidence.paper")
		if err != nil {
			return nil, err
		}
		c.Evidence = &registry.Evidence{Kind: in.Evidence.Kind, Document: papers[0].Commitment, On: in.Evidence.On}
		c.Attachments = append(c.Attachments, papers...)
	}
	if in.RiskAssessment != "" {
		papers, err := s.vault.Attach(ctx, org, []string{in.RiskAssessment}, "body.risk_assessment")
		if err != nil {
			return nil, err
		}
		c.RiskAssessment = papers[0].Commitment
		c.Attachments = append(c.Attachments, papers...)
	}
	if in.Secret == nil {
		return nil, nil
	}
	return s.secret(ctx, org, in.Secret, c)
}

func (s *Service) secret(ctx context.Context, org string, in *SecretFiling, c *registry.CaseFile) ([]desk.Words, error) {
	if err := length(in.Descriptor, 4, maxSummary, "body.secret.descriptor"); err != nil {
		return nil, err
	}
	if err := decision.CheckAnswers(decision.SecrecyChecklist(), in.Measures, nil); err != nil {
		return nil, at(err, "body.secret.measures")
	}
	papers, err := s.vault.Attach(ctx, org, in.Papers, "body.secret.papers")
	if err != nil {
		return nil, err
	}
	what, err := desk.Say(org, "secret", desk.Note{Text: in.Descriptor})
	if err != nil {
		return nil, err
	}
	how, err := desk.Say(org, "measures", measures{in.Measures})
	if err != nil {
		return nil, err
	}
	c.Secret = &registry.TradeSecret{Descriptor: what.Commitment, Measures: how.Commitment, Documents: papers}
	return []desk.Words{what, how}, nil
}

// showParties fills in what parties see of who applies and with what.
func (s *Service) showParties(ctx context.Context, out *Case, c *registry.Case, all map[string]desk.Words) error {
	for _, j := range c.Joint {
		v := JointView{Party: s.Party(ctx, j.Org), Rights: []Granted{}, ConsentedOn: j.ConsentedOn, Index: j.Index}
		for _, g := range j.Rights {
			v.Rights = append(v.Rights, Granted(g))
		}
		out.Joint = append(out.Joint, v)
	}
	out.Grounds, out.Changes, out.RenewUntil = c.Grounds, c.Changes, c.RenewUntil
	show := func(list []registry.Attachment, secret bool) error {
		kept, err := s.vault.ByCommitments(ctx, list)
		for _, a := range list {
			p := kept[a.Commitment]
			out.Attachments = append(out.Attachments, AttachmentView{
				Commitment: a.Commitment, Kind: a.Kind, Type: a.Type, Size: a.Size, Secret: secret, Paper: p.ID, Name: p.Name, ErasedAt: p.ErasedAt,
			})
		}
		return err
	}
	if err := show(c.Attachments, false); err != nil {
		return err
	}
	if p, ok := auth.From(ctx); ok && p.Org == c.Registrar {
		out.Unsure = unsure(c)
	}
	if err := s.showHolds(ctx, out, c); err != nil {
		return err
	}
	if c.Secret == nil {
		return nil
	}
	out.Secret = &SecretView{Descriptor: *note(all, c.Secret.Descriptor), Measures: []decision.CheckAnswer{}}
	if m := desk.Read[measures](all, c.Secret.Measures); m != nil {
		out.Secret.Measures = m.Answers
	}
	return show(c.Secret.Documents, true)
}

// NotifyObjection records that the registrant was told of an objection after registration (Guide Art. 29).
func (s *Service) NotifyObjection(ctx context.Context, id, objection string) error {
	return s.direct(ctx, id, &registry.ObjectionNotify{Case: id, Objection: objection})
}

// AnswerObjection is the registrant's word on an objection after registration.
func (s *Service) AnswerObjection(ctx context.Context, id, objection string, agreed bool, statement string) error {
	if err := length(statement, 4, maxText, "body.statement"); err != nil {
		return err
	}
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return err
	}
	w, err := s.SayNow(ctx, c.Applicant, "defence", desk.Note{Text: statement})
	if err != nil {
		return err
	}
	return s.direct(ctx, id, &registry.ObjectionAnswer{Case: id, Objection: objection, Agreed: agreed, Statement: w.Commitment}, w)
}

// Adopt proposes to adopt a rule profile that comes with the program.
func (s *Service) Adopt(ctx context.Context, name string) (Proposed, error) {
	r, ok := regimeNamed(name)
	if !ok {
		return Proposed{}, ErrNotFound.With("what", "profile").At("path.profile")
	}
	a, err := s.Propose(ctx, "profile/"+name, approval.Text{ZH: "采用规则：" + r.Title, EN: "Adopt the rules: " + r.TitleEN},
		&registry.ProfileAdopt{Profile: r.Profile})
	return proposed(a, nil), err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
func text(v any) string     { return string(canon.Must(v)) }
