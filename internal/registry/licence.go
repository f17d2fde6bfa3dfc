package registry

import (
	"shurong.org/shurong/daycount"
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

// LicenceEnd ends a noted licence. By the holder.
type LicenceEnd struct {
	Annotation string `json:"annotation"`
	Document   string `json:"document"` // commitment
}

func (*LicenceNote) Kind() string { return "licence.note" }
func (*LicenceEnd) Kind() string  { return "licence.end" }

func (m *LicenceNote) apply(c *Context) error {
	cert, err := c.live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder != c.Env.Org || !cert.Grants(Operating, c.Today()) {
		return ErrNoOperating.With("org", c.Env.Org, "code", cert.Code).At("body.certificate")
	}
	if cert.Pending != "" {
		return ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.certificate")
	}
	if _, err := memoOrg.load(c, PrefixOrg+m.Licensee, "body.licensee"); err != nil {
		return err
	}
	if m.From.IsZero() || !m.Until.IsZero() && m.Until.Before(m.From) {
		return ErrAnnotation.With("why", "it begins, and does not end before").At("body.from")
	}
	if err := digest(m.Contract, "body.contract"); err != nil {
		return err
	}
	if err := c.spend(cert, []Right{Operating}, facts.ActLicence, m.Licensee, "body.certificate"); err != nil {
		return err
	}
	a := &Annotation{
		ID: makeID(idNote, c.Sum), Certificate: cert.Code, Kind: NoteLicence, Rights: []Right{Operating}, Document: m.Contract,
		Licensee: m.Licensee, Exclusive: m.Exclusive, From: m.From, Until: m.Until, By: c.Env.Org, Index: c.Index,
	}
	if exists(c, PrefixAnnotation+a.ID) {
		return ErrExists.With("what", a.ID)
	}
	return c.list(a, "annotation.placed")
}

func (m *LicenceEnd) apply(c *Context) error {
	a, err := load[Annotation](c, PrefixAnnotation+m.Annotation, "body.annotation")
	if err != nil {
		return err
	}
	cert, err := load[Certificate](c, PrefixCertificate+a.Certificate, "")
	if err != nil {
		return err
	}
	if err := c.party(cert.Holder); err != nil {
		return err
	}
	if a.Kind != NoteLicence || !a.LiftedOn.IsZero() {
		return ErrLifted.With("annotation", a.ID).At("body.annotation")
	}
	return c.lift(a, m.Document)
}
