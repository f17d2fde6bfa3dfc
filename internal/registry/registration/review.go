package registration

import (
	"cmp"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// CaseExtend lengthens the review once (Guide Art. 28).
type CaseExtend struct {
	Case   string `json:"case"`
	Reason string `json:"reason"`
}

func (*CaseExtend) Kind() string { return "case.extend" }

func (m *CaseExtend) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseReviewing)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), act.Digest(m.Reason, "body.reason")); err != nil {
		return err
	}
	if d.Extended {
		return ErrExtendedOnce.At("body.case")
	}
	d.Extended = true
	d.Clock.Days += d.rules.ReviewExtension
	return d.save("case.extended")
}

// CaseReview records the conclusion on the three heads.
type CaseReview struct {
	Case       string             `json:"case"`
	Accuracy   bool               `json:"accuracy"`
	Compliance bool               `json:"compliance"`
	Clarity    bool               `json:"clarity"`
	Opinion    string             `json:"opinion"`
	Similar    []facts.Similarity `json:"similar,omitempty"`
}

func (*CaseReview) Kind() string { return "case.review" }

func (m *CaseReview) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseReviewing)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), act.Digest(m.Opinion, "body.opinion"), m.checkSimilar(c)); err != nil {
		return err
	}
	d.Review = &facts.Review{
		Accuracy: m.Accuracy, Compliance: m.Compliance, Clarity: m.Clarity, Opinion: m.Opinion, On: d.today,
		Late: d.Clock.Over(d.cal, d.today), Similar: m.Similar,
	}
	if m.Accuracy && m.Compliance && m.Clarity {
		d.pause()
		d.Status = facts.CaseReviewed
		if !d.Posts(d.rules) {
			d.Status = facts.CaseCleared
		}
		return d.save("case.reviewed")
	}
	d.Status, d.Clock, d.Refusal = facts.CaseRefused, facts.Clock{}, m.Opinion
	return d.save("case.refused")
}

func (m *CaseReview) checkSimilar(c *act.Context) error {
	if len(m.Similar) > 100 {
		return act.ErrField.With("why", "at most 100 similar cases").At("body.similar")
	}
	for _, s := range m.Similar {
		if s.Case == m.Case || !act.Exists(c, facts.PrefixCase+s.Case) {
			return act.ErrNotFound.With("what", act.Printable(s.Case)).At("body.similar")
		}
		if min(s.HereInThere, s.ThereInHere) < 0 || max(s.HereInThere, s.ThereInHere) > 1_000_000 {
			return act.ErrField.With("why", "a share is 0 to 1,000,000 ppm").At("body.similar")
		}
		if err := act.Digest(s.Determination, "body.similar"); err != nil {
			return err
		}
	}
	return nil
}

// Faults of review.
var (
	ErrExtendedOnce = fault.Define("case.extended_once", fault.Conflict,
		"审查期限只能延长一次（指引第二十八条）", "the review can be extended only once (Guide Art. 28)")
)
