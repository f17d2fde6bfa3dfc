package registrar

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/decision"
)

// Head is the conclusion on one of the three heads of review (Guide Art. 18).
type Head struct {
	Passed bool   `json:"passed"`
	Note   string `json:"note,omitempty"`
}

// Determination answers a similarity finding.
type Determination struct {
	Case string `json:"case"`
	Text string `json:"text"`
}

// Opinion is the conclusion of a review as the reviewer writes it.
type Opinion struct {
	Accuracy       Head            `json:"accuracy" doc:"数据描述的准确性"`
	Compliance     Head            `json:"compliance" doc:"数据来源的合规性"`
	Clarity        Head            `json:"clarity" doc:"数据产权的明确性"`
	Text           string          `json:"text" doc:"opinion as a whole"`
	Determinations []Determination `json:"determinations,omitempty" doc:"one for each similarity finding"`

	Checks []decision.CheckAnswer `json:"checks,omitempty" doc:"the checklist of the source, answered; absent: not used"`
}

// Review proposes the conclusion of the review. If a head has not passed it is a refusal.
func (s *Service) Review(ctx context.Context, id string, o Opinion) (Proposed, error) {
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	if err := cmp.Or(
		length(o.Text, 4, maxText, "body.text"),
		length(o.Accuracy.Note, 0, maxText, "body.accuracy.note"),
		length(o.Compliance.Note, 0, maxText, "body.compliance.note"),
		length(o.Clarity.Note, 0, maxText, "body.clarity.note"),
	); err != nil {
		return Proposed{}, err
	}
	if err := checked(c, &o); err != nil {
		return Proposed{}, err
	}
	similar, all, err := s.determine(ctx, c, o.Determinations)
	if err != nil {
		return Proposed{}, err
	}
	o.Determinations = nil // each has a commitment of its own
	w, err := desk.Say(c.Registrar, "opinion", o)
	if err != nil {
		return Proposed{}, err
	}
	title := s.title(ctx, c)
	summary := approval.Text{ZH: "《" + title + "》审查通过", EN: "“" + title + "” passes the review"}
	if !o.Accuracy.Passed || !o.Compliance.Passed || !o.Clarity.Passed {
		summary = approval.Text{ZH: "《" + title + "》审查不通过", EN: "“" + title + "” fails the review"}
	}
	r, err := s.Propose(ctx, "case/"+id, summary, &registry.CaseReview{
		Case: id, Accuracy: o.Accuracy.Passed, Compliance: o.Compliance.Passed, Clarity: o.Clarity.Passed,
		Opinion: w.Commitment, Similar: similar,
	}, append(all, w)...)
	return proposed(r, nil), err
}

// determine requires an answer to each finding and makes the disclosures of the log.
func (s *Service) determine(
	ctx context.Context, c *registry.Case, answers []Determination,
) ([]registry.Similarity, []desk.Words, error) {
	if err := s.compare(ctx, c.ID); err != nil {
		return nil, nil, err
	}
	findings, err := s.findings(ctx, c.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range answers {
		if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Case == a.Case }) {
			return nil, nil, ErrNoFinding.With("case", a.Case).At("body.determinations")
		}
	}
	var out []registry.Similarity
	var all []desk.Words
	for _, f := range findings {
		at := slices.IndexFunc(answers, func(a Determination) bool { return a.Case == f.Case })
		if at < 0 {
			return nil, nil, ErrUnanswered.With("case", f.Case).At("body.determinations")
		}
		if err := length(answers[at].Text, 4, maxText, "body.determinations"); err != nil {
			return nil, nil, err
		}
		w, err := desk.Say(c.Registrar, "determination", answers[at])
		if err != nil {
			return nil, nil, err
		}
		all = append(all, w)
		out = append(out, registry.Similarity{
			Case: f.Case, HereInThere: f.HereInThere, ThereInHere: f.ThereInHere, Determination: w.Commitment,
		})
	}
	return out, all, nil
}

// Grounds is an objection as it was filed.
type Grounds struct {
	Text     string `json:"text"`
	OnBehalf string `json:"on_behalf_of,omitempty" doc:"a person without an organisation on whose behalf the registrar files"`
}

// Object files an objection to a posted or registered case. It is sent at once: the term for it is short.
func (s *Service) Object(ctx context.Context, id string, g Grounds) error {
	p, err := auth.Must(ctx)
	if err != nil {
		return err
	}
	if err := cmp.Or(length(g.Text, 10, maxText, "body.text"), length(g.OnBehalf, 0, 100, "body.on_behalf_of")); err != nil {
		return err
	}
	c, public, err := s.seen(ctx, p, id)
	if err != nil {
		return err
	}
	if !public && p.Org != c.Registrar && p.Org != c.Applicant {
		return ErrNotFound.With("what", "case")
	}
	if g.OnBehalf != "" && p.Org != c.Registrar {
		return ErrOnBehalf.At("body.on_behalf_of")
	}
	w, err := s.SayNow(ctx, p.Org, "grounds", g)
	if err != nil {
		return err
	}
	return s.Perform(ctx, "case/"+id, &registry.ObjectionFile{Case: id, Grounds: w.Commitment}, w)
}

// Resolve proposes the conclusion of the inquiry into an objection (Guide Art. 25, 29).
func (s *Service) Resolve(ctx context.Context, id, objection string, upheld bool, opinion string) (Proposed, error) {
	if err := length(opinion, 4, maxText, "body.opinion"); err != nil {
		return Proposed{}, err
	}
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	w, err := desk.Say(c.Registrar, "resolution", desk.Note{Text: opinion})
	if err != nil {
		return Proposed{}, err
	}
	title := s.title(ctx, c)
	summary := approval.Text{ZH: "驳回对《" + title + "》的异议", EN: "Dismiss the objection to “" + title + "”"}
	if upheld {
		summary = approval.Text{ZH: "支持对《" + title + "》的异议", EN: "Uphold the objection to “" + title + "”"}
	}
	r, err := s.Propose(ctx, "objection/"+objection, summary,
		&registry.ObjectionResolve{Case: id, Objection: objection, Upheld: upheld, Opinion: w.Commitment}, w)
	return proposed(r, nil), err
}

// same compares two values by their canonical bytes.
func same(a, b any) bool { return bytes.Equal(canon.Must(a), canon.Must(b)) }
