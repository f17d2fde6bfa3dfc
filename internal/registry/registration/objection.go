package registration

import (
	"cmp"
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// ObjectionFile objects, in publicity (Art. 25) or after registration (Art. 29). By any organisation; a person without
// one objects through the registrar.
type ObjectionFile struct {
	Case    string `json:"case"`
	Grounds string `json:"grounds"`
}

func (*ObjectionFile) Kind() string { return "objection.file" }

func (m *ObjectionFile) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CasePublicity, facts.CaseObjected, facts.CaseDeposited, facts.CaseCertified)
	if err != nil {
		return err
	}
	if err := act.Digest(m.Grounds, "body.grounds"); err != nil {
		return err
	}
	if d.Party(c.Org) {
		return act.ErrParty.With("org", c.Org, "kind", c.Kind).At("org")
	}
	if d.OpenObjections() >= 100 {
		return act.ErrField.With("why", "the case has 100 open objections").At("body.case")
	}
	o := facts.Objection{ID: act.NewID(act.IDObjection, c.Sum), By: c.Org, Grounds: m.Grounds, Filed: d.today}
	switch d.Status {
	case facts.CasePublicity, facts.CaseObjected:
		if d.Status == facts.CasePublicity {
			d.Status = facts.CaseObjected
			d.start(facts.ClockObjection, d.rules.ObjectionDays) // Guide Art. 25
		}
	default:
		o.Late = true
		d.start(facts.ClockObjection, d.rules.NoticeDays) // Guide Art. 29: notify the registrant
		if err := d.mark(o.ID, true); err != nil {
			return err
		}
	}
	d.Objections = append(d.Objections, o)
	return d.save("objection.filed")
}

// ObjectionNotify tells the registrant of an objection after registration, whose material is complete (Art. 29: within
// five working days). By the case's registrar.
type ObjectionNotify struct {
	Case      string `json:"case"`
	Objection string `json:"objection"`
}

func (*ObjectionNotify) Kind() string { return "objection.notify" }

func (m *ObjectionNotify) Apply(c *act.Context) error {
	d, err := open(c, m.Case)
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
	waits := func(o facts.Objection) bool { return o.Late && !o.Resolved && o.Notified.IsZero() }
	if !slices.ContainsFunc(d.Objections, waits) {
		d.Clock = facts.Clock{} // everybody was told in time or late: the term has done its work
	}
	return d.save("objection.notified")
}

// ObjectionAnswer is the registrant's word on an objection after registration (Art. 29).
type ObjectionAnswer struct {
	Case      string `json:"case"`
	Objection string `json:"objection"`
	Agreed    bool   `json:"agreed"`
	Statement string `json:"statement"` // commitment
}

func (*ObjectionAnswer) Kind() string { return "objection.answer" }

func (m *ObjectionAnswer) Apply(c *act.Context) error {
	d, err := open(c, m.Case)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.registrant(), act.Digest(m.Statement, "body.statement")); err != nil {
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

// ObjectionResolve concludes the inquiry. By the case's registrar.
type ObjectionResolve struct {
	Case      string `json:"case"`
	Objection string `json:"objection"`
	Upheld    bool   `json:"upheld"`
	Opinion   string `json:"opinion"`
}

func (*ObjectionResolve) Kind() string { return "objection.resolve" }

func (m *ObjectionResolve) Apply(c *act.Context) error {
	d, err := open(c, m.Case)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), act.Digest(m.Opinion, "body.opinion")); err != nil {
		return err
	}
	at := slices.IndexFunc(d.Objections, func(o facts.Objection) bool { return o.ID == m.Objection && !o.Resolved })
	if at < 0 {
		return act.ErrNotFound.With("what", act.Printable(m.Objection)).At("body.objection")
	}
	o := &d.Objections[at]
	o.Resolved, o.Upheld, o.Opinion, o.On = true, m.Upheld, m.Opinion, d.today
	if o.Late {
		return d.resolveLate(o)
	}
	switch {
	case o.Upheld:
		d.Status, d.Clock, d.Refusal = facts.CaseRefused, facts.Clock{}, o.Opinion
	case d.OpenObjections() == 0:
		// Publicity goes on if its own term has not ended: it always lasts its full length.
		d.Status, d.Clock = facts.CasePublicity, facts.Clock{Name: facts.ClockPublicity, Since: d.Publicity.Posted, Days: d.rules.PublicityDays}
	}
	return d.save("objection.resolved")
}

// late finds an open objection that was filed after registration.
func (d *docket) late(id string) (*facts.Objection, error) {
	at := slices.IndexFunc(d.Objections, func(o facts.Objection) bool { return o.ID == id && !o.Resolved })
	if at < 0 {
		return nil, act.ErrNotFound.With("what", act.Printable(id)).At("body.objection")
	}
	if !d.Objections[at].Late {
		return nil, ErrNotLate.With("objection", id).At("body.objection")
	}
	return &d.Objections[at], nil
}

// registrant requires the sender to hold a certificate of the case, or to have applied for one.
func (d *docket) registrant() error {
	for _, code := range d.Certificates {
		cert, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+code, "")
		if err != nil {
			return err
		}
		if cert.Holder == d.c.Org {
			return nil
		}
	}
	return d.byApplicant()
}

// resolveLate concludes an objection after registration: upheld, it ends the certificates that the case brought about, or
// the later registration that has taken effect but is not concluded; of a concluded transfer it returns the rights. What a
// change or a renewal made of a certificate is set right by another one.
func (d *docket) resolveLate(o *facts.Objection) error {
	if d.OpenObjections() == 0 {
		d.Clock = facts.Clock{}
	}
	if err := d.mark(o.ID, false); err != nil {
		return err
	}
	switch {
	case !o.Upheld:
	case d.later() && d.Status == facts.CaseDeposited:
		d.Status, d.Clock, d.Refusal = facts.CaseRefused, facts.Clock{}, o.Opinion
		if err := d.unlock(); err != nil {
			return err
		}
	case d.Type == facts.TypeTransfer:
		if err := d.undoTransfer(); err != nil {
			return err
		}
	case d.Type == facts.TypeInitial:
		if err := d.cancelAll(); err != nil {
			return err
		}
	}
	return d.save("objection.resolved")
}

// cancelAll ends the certificates of the case.
func (d *docket) cancelAll() error {
	for _, code := range d.Certificates {
		cert, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+code, "")
		if err != nil {
			return err
		}
		cert.Cancelled = true
		act.Put(d.c, facts.PrefixCertificate+code, cert)
		d.c.Emit("certificate.cancelled", cert)
	}
	return nil
}

// mark notes an open objection on the case's certificates, or removes the note.
func (d *docket) mark(objection string, open bool) error {
	for _, code := range d.Certificates {
		cert, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+code, "")
		if err != nil {
			return err
		}
		if open {
			cert.Objections = append(cert.Objections, objection)
		} else {
			cert.Objections = slices.DeleteFunc(cert.Objections, func(s string) bool { return s == objection })
		}
		act.Put(d.c, facts.PrefixCertificate+code, cert)
		d.c.Emit("certificate.annotated", cert)
	}
	return nil
}

// Faults of objections.
var (
	ErrOpenObjection = fault.Define("case.open_objection", fault.Conflict,
		"案件 {case} 尚有未处理的异议", "case {case} has an open objection").
		Hint("请先作出异议处理结论", "conclude the inquiry first")
	ErrNotLate = fault.Define("objection.not_late", fault.Conflict,
		"异议 {objection} 不是登记后的异议，或已通知、已答复", "objection {objection} is not one after registration, or this was done").
		Hint("登记后的异议先通知权利人，再由其答复（指引第二十九条）", "after registration the registrant is notified, then answers (Guide Art. 29)")
)
