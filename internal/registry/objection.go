package registry

import (
	"cmp"
	"slices"

	"shurong.org/shurong/fault"
)

// Faults of objections after registration.
var (
	ErrNotLate = fault.Define("objection.not_late", fault.Conflict,
		"异议 {objection} 不是登记后的异议，或已通知、已答复", "objection {objection} is not one after registration, or this was done").
		Hint("登记后的异议先通知权利人，再由其答复（指引第二十九条）", "after registration the registrant is notified, then answers (Guide Art. 29)")
)

// late finds an open objection that was filed after registration.
func (d *docket) late(id string) (*Objection, error) {
	at := slices.IndexFunc(d.Objections, func(o Objection) bool { return o.ID == id && !o.Resolved })
	if at < 0 {
		return nil, ErrNotFound.With("what", printable(id)).At("body.objection")
	}
	if !d.Objections[at].Late {
		return nil, ErrNotLate.With("objection", id).At("body.objection")
	}
	return &d.Objections[at], nil
}

func (m *ObjectionNotify) apply(c *Context) error {
	d, err := c.open(m.Case)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	o, err := d.late(m.Objection)
	if err != nil {
		return err
	}
	if !o.Notified.IsZero() {
		return ErrNotLate.With("objection", o.ID).At("body.objection")
	}
	o.Notified = d.today
	waits := func(o Objection) bool { return o.Late && !o.Resolved && o.Notified.IsZero() }
	if !slices.ContainsFunc(d.Objections, waits) {
		d.Clock = Clock{} // everybody was told in time or late: the term has done its work
	}
	return d.save("objection.notified")
}

func (m *ObjectionAnswer) apply(c *Context) error {
	d, err := c.open(m.Case)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.registrant(), digest(m.Statement, "body.statement")); err != nil {
		return err
	}
	o, err := d.late(m.Objection)
	if err != nil {
		return err
	}
	if o.Notified.IsZero() || o.Answer != "" {
		return ErrNotLate.With("objection", o.ID).At("body.objection")
	}
	o.Answer, o.Defence = "contested", m.Statement
	if m.Agreed {
		o.Answer = "agreed"
	}
	return d.save("objection.answered")
}

// registrant requires the sender to hold a certificate of the case, or to have applied for one.
func (d *docket) registrant() error {
	for _, code := range d.Certificates {
		cert, err := load[Certificate](d.c, PrefixCertificate+code, "")
		if err != nil {
			return err
		}
		if cert.Holder == d.c.Env.Org {
			return nil
		}
	}
	return d.byApplicant()
}
