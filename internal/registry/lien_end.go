package registry

import (
	"cmp"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// LienAllow records that a pledgee agrees to a transfer or licence of the pledged right to somebody (Civil Code 444,
// 445). It serves once. By the pledgee.
type LienAllow struct {
	Lien     string        `json:"lien"`
	Act      string        `json:"act"` // transfer, licence
	To       string        `json:"to"`
	Until    daycount.Date `json:"until"`
	Document string        `json:"document"` // commitment to its terms: proceeds prepay or are deposited
}

// LienObject registers the pledgor's objection beside a filed lien. It takes nothing from the lien: a court decides. By
// the pledgor or the present holder of the right.
type LienObject struct {
	Lien    string `json:"lien"`
	Grounds string `json:"grounds"` // commitment
}

// LienObjectEnd ends an objection. By whoever made it, or by the certificate's registrar where no action was brought.
type LienObjectEnd struct {
	Lien string `json:"lien"`
	By   string `json:"by"` // whose objection
}

// LienCompel releases a lien on a court's document (强制注销). By the certificate's registrar.
type LienCompel struct {
	Lien     string `json:"lien"`
	Document string `json:"document"` // commitment
}

// LienExpire takes a lien whose registered term ended out of the ranks. It secures nothing since then; this says so in the
// facts. By a party or the registrar.
type LienExpire struct {
	Lien string `json:"lien"`
}

func (*LienAllow) Kind() string     { return "lien.consent" }
func (*LienObject) Kind() string    { return "lien.object" }
func (*LienObjectEnd) Kind() string { return "lien.object_end" }
func (*LienCompel) Kind() string    { return "lien.compel" }
func (*LienExpire) Kind() string    { return "lien.expire" }

// Faults of objections and ends.
var (
	ErrObjected = fault.Define("lien.objected", fault.Conflict,
		"机构 {org} 对质押 {lien} 的异议已登记或已解除", "the objection of {org} to lien {lien} is registered already, or not open")
	ErrNotExpired = fault.Define("lien.not_expired", fault.Conflict,
		"质押 {lien} 的登记期限尚未届满", "the registered term of lien {lien} has not ended")
)

func (m *LienAllow) apply(c *Context) error {
	l, err := c.pledgees(m.Lien)
	if err != nil {
		return err
	}
	if err := cmp.Or(digest(m.Document, "body.document"), c.consentTo(m.Act, m.To, m.Until, len(l.Consents))); err != nil {
		return err
	}
	l.Consents = append(l.Consents, LienConsent{Act: m.Act, To: m.To, Until: m.Until, Document: m.Document, Index: c.Index})
	return c.saveLien(l, "lien.consented")
}

func (m *LienObject) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienEffective, LienEnforcing)
	if err != nil {
		return err
	}
	if c.Env.Org != l.Pledgor {
		if err := c.party(l.Holder()); err != nil {
			return err
		}
	}
	if err := digest(m.Grounds, "body.grounds"); err != nil {
		return err
	}
	if openObjection(l, c.Env.Org) >= 0 || len(l.Objections) >= maxConsents {
		return ErrObjected.With("org", c.Env.Org, "lien", l.ID).At("body.lien")
	}
	l.Objections = append(l.Objections, LienObjection{By: c.Env.Org, Grounds: m.Grounds, On: c.Today(), Index: c.Index})
	return c.saveLien(l, "lien.objected")
}

func openObjection(l *Lien, by string) int {
	return slices.IndexFunc(l.Objections, func(o LienObjection) bool { return o.By == by && o.EndedOn.IsZero() })
}

func (m *LienObjectEnd) apply(c *Context) error {
	l, err := load[Lien](c, PrefixLien+m.Lien, "body.lien")
	if err != nil {
		return err
	}
	cert, err := load[Certificate](c, PrefixCertificate+l.Certificate, "")
	if err != nil {
		return err
	}
	if c.Env.Org != m.By {
		if err := c.party(cert.Registrar); err != nil {
			return err
		}
	}
	at := openObjection(l, m.By)
	if at < 0 {
		return ErrObjected.With("org", printable(m.By), "lien", l.ID).At("body.by")
	}
	l.Objections[at].EndedOn = c.Today()
	return c.saveLien(l, "lien.objection_ended")
}

func (m *LienCompel) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienProposed, LienAccepted, LienEffective, LienEnforcing)
	if err != nil {
		return err
	}
	cert, err := load[Certificate](c, PrefixCertificate+l.Certificate, "")
	if err != nil {
		return err
	}
	if err := cmp.Or(c.party(cert.Registrar), digest(m.Document, "body.document")); err != nil {
		return err
	}
	l.Court = m.Document
	return c.end(l, LienReleased, "lien.compelled")
}

func (m *LienExpire) apply(c *Context) error {
	l, err := load[Lien](c, PrefixLien+m.Lien, "body.lien")
	if err != nil {
		return err
	}
	cert, err := load[Certificate](c, PrefixCertificate+l.Certificate, "")
	if err != nil {
		return err
	}
	if c.Env.Org != l.Pledgor && c.Env.Org != l.Pledgee && c.Env.Org != l.Holder() {
		if err := c.party(cert.Registrar); err != nil {
			return err
		}
	}
	if !l.Status.Live() || l.LiveOn(c.Today()) {
		return ErrNotExpired.With("lien", l.ID).At("body.lien")
	}
	return c.end(l, LienExpired, "lien.expired")
}
