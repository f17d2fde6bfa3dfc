package encumbrance

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
)

// LicenceNote records that the holder licensed the data to another. It is an act of the right to operate, so pledgees and
// authorities must have consented (Civil Code 444, 445). By the holder.
type LicenceNote struct {
	Certificate string        `json:"certificate"`
	Licensee    string        `json:"licensee"`
	Exclusive   bool          `json:"exclusive,omitzero"`
	Contract    string        `json:"contract"` // commitment
	From        daycount.Date `json:"from"`
	Until       daycount.Date `json:"until,omitzero"`
}

func (*LicenceNote) Kind() string { return "licence.note" }

func (m *LicenceNote) Apply(c *act.Context) error {
	cert, err := c.Live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder != c.Org || !cert.Grants(decision.Operating, c.Today()) {
		return ErrNoOperating.With("org", c.Org, "code", cert.Code).At("body.certificate")
	}
	if cert.Pending != "" {
		return act.ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.certificate")
	}
	if _, err := act.Organisation(c, m.Licensee, "body.licensee"); err != nil {
		return err
	}
	if m.From.IsZero() || !m.Until.IsZero() && m.Until.Before(m.From) {
		return ErrAnnotation.With("why", "it begins, and does not end before").At("body.from")
	}
	if err := act.Digest(m.Contract, "body.contract"); err != nil {
		return err
	}
	if err := Spend(c, cert, []decision.Right{decision.Operating}, facts.ActLicence, m.Licensee, "body.certificate"); err != nil {
		return err
	}
	a := &facts.Annotation{
		ID: act.NewID(act.IDNote, c.Sum), Certificate: cert.Code, Kind: facts.NoteLicence, Rights: []decision.Right{decision.Operating}, Document: m.Contract,
		Licensee: m.Licensee, Exclusive: m.Exclusive, From: m.From, Until: m.Until, By: c.Org, Index: c.Index,
	}
	if act.Exists(c, facts.PrefixAnnotation+a.ID) {
		return act.ErrExists.With("what", a.ID)
	}
	return list(c, a, "annotation.placed")
}

// LicenceEnd ends a noted licence. By the holder.
type LicenceEnd struct {
	Annotation string `json:"annotation"`
	Document   string `json:"document"` // commitment
}

func (*LicenceEnd) Kind() string { return "licence.end" }

func (m *LicenceEnd) Apply(c *act.Context) error {
	a, err := act.Load[facts.Annotation](c, facts.PrefixAnnotation+m.Annotation, "body.annotation")
	if err != nil {
		return err
	}
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+a.Certificate, "")
	if err != nil {
		return err
	}
	if err := c.Party(cert.Holder); err != nil {
		return err
	}
	if a.Kind != facts.NoteLicence || !a.LiftedOn.IsZero() {
		return ErrLifted.With("annotation", a.ID).At("body.annotation")
	}
	return lift(c, a, m.Document)
}
