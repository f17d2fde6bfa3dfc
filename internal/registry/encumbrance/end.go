package encumbrance

import (
	"cmp"
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// LienObject registers the pledgor's objection beside a filed lien. It takes nothing from the lien: a court decides. By
// the pledgor or the present holder of the right.
type LienObject struct {
	Lien    string `json:"lien"`
	Grounds string `json:"grounds"` // commitment
}

func (*LienObject) Kind() string { return "lien.object" }

func (m *LienObject) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienEffective, facts.LienEnforcing)
	if err != nil {
		return err
	}
	if c.Org != l.Pledgor {
		if err := c.Party(l.Holder()); err != nil {
			return err
		}
	}
	if err := act.Digest(m.Grounds, "body.grounds"); err != nil {
		return err
	}
	if openObjection(l, c.Org) >= 0 || len(l.Objections) >= maxConsents {
		return ErrObjected.With("org", c.Org, "lien", l.ID).At("body.lien")
	}
	l.Objections = append(l.Objections, facts.LienObjection{By: c.Org, Grounds: m.Grounds, On: c.Today(), Index: c.Index})
	return saveLien(c, l, "lien.objected")
}

// LienObjectEnd ends an objection. By whoever made it, or by the certificate's registrar where no action was brought.
type LienObjectEnd struct {
	Lien string `json:"lien"`
	By   string `json:"by"` // whose objection
}

func (*LienObjectEnd) Kind() string { return "lien.object_end" }

func (m *LienObjectEnd) Apply(c *act.Context) error {
	l, err := act.Load[facts.Lien](c, facts.PrefixLien+m.Lien, "body.lien")
	if err != nil {
		return err
	}
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+l.Certificate, "")
	if err != nil {
		return err
	}
	if c.Org != m.By {
		if err := c.Party(cert.Registrar); err != nil {
			return err
		}
	}
	at := openObjection(l, m.By)
	if at < 0 {
		return ErrObjected.With("org", act.Printable(m.By), "lien", l.ID).At("body.by")
	}
	l.Objections[at].EndedOn = c.Today()
	return saveLien(c, l, "lien.objection_ended")
}

// LienCompel releases a lien on a court's document (强制注销). By the certificate's registrar.
type LienCompel struct {
	Lien     string `json:"lien"`
	Document string `json:"document"` // commitment
}

func (*LienCompel) Kind() string { return "lien.compel" }

func (m *LienCompel) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienProposed, facts.LienAccepted, facts.LienEffective, facts.LienEnforcing)
	if err != nil {
		return err
	}
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+l.Certificate, "")
	if err != nil {
		return err
	}
	if err := cmp.Or(c.Party(cert.Registrar), act.Digest(m.Document, "body.document")); err != nil {
		return err
	}
	l.Court = m.Document
	return end(c, l, facts.LienReleased, "lien.compelled")
}

// LienExpire takes a lien whose registered term ended out of the ranks. It secures nothing since then; this says so in the
// facts. By a party or the registrar.
type LienExpire struct {
	Lien string `json:"lien"`
}

func (*LienExpire) Kind() string { return "lien.expire" }

func (m *LienExpire) Apply(c *act.Context) error {
	l, err := act.Load[facts.Lien](c, facts.PrefixLien+m.Lien, "body.lien")
	if err != nil {
		return err
	}
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+l.Certificate, "")
	if err != nil {
		return err
	}
	if c.Org != l.Pledgor && c.Org != l.Pledgee && c.Org != l.Holder() {
		if err := c.Party(cert.Registrar); err != nil {
			return err
		}
	}
	if !l.Status.Live() || l.LiveOn(c.Today()) {
		return ErrNotExpired.With("lien", l.ID).At("body.lien")
	}
	return end(c, l, facts.LienExpired, "lien.expired")
}

func openObjection(l *facts.Lien, by string) int {
	return slices.IndexFunc(l.Objections, func(o facts.LienObjection) bool { return o.By == by && o.EndedOn.IsZero() })
}

// Faults of objections and ends.
var (
	ErrObjected = fault.Define("lien.objected", fault.Conflict,
		"机构 {org} 对质押 {lien} 的异议已登记或已解除", "the objection of {org} to lien {lien} is registered already, or not open")
	ErrNotExpired = fault.Define("lien.not_expired", fault.Conflict,
		"质押 {lien} 的登记期限尚未届满", "the registered term of lien {lien} has not ended")
)
