package registration

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// docket is a case as a command sees it: as of today, with the rules that govern it.
type docket struct {
	*facts.Case
	c     *act.Context
	cal   *daycount.Calendar
	rules profile.Profile
	today daycount.Date
}

// later reports whether the case is about a certificate there was before.
func (d *docket) later() bool { return d.Certificate != "" }

// open loads a case as of today and requires one of the given statuses (any, if none is given).
func open(c *act.Context, id string, allowed ...facts.CaseStatus) (*docket, error) {
	stored, err := act.Load[facts.Case](c, facts.PrefixCase+id, "body.case")
	if err != nil {
		return nil, err
	}
	p, cal, err := c.Rules()
	if err != nil {
		return nil, err
	}
	now := stored.AsOf(cal, c.Today(), p)
	if len(allowed) > 0 && !slices.Contains(allowed, now.Status) {
		return nil, ErrCaseStatus.With("case", id, "status", now.Status, "kind", c.Kind).At("body.case")
	}
	return &docket{Case: &now, c: c, cal: cal, rules: now.Rules(p), today: c.Today()}, nil
}

// by requires the sender to be a given party of the case.
func (d *docket) by(org string) error {
	if d.c.Org != org {
		return act.ErrParty.With("org", d.c.Org, "kind", d.c.Kind).At("org")
	}
	return nil
}

// byApplicant requires the sender to be an applicant, alone or joint.
func (d *docket) byApplicant() error {
	if !d.Party(d.c.Org) {
		return d.by(d.Applicant)
	}
	return nil
}

// save stores the case and tells what happened to it.
func (d *docket) save(event string) error {
	if d.Type == facts.TypeRenewal {
		if err := d.holdOver(); err != nil {
			return err
		}
	}
	d.c.Tell(facts.PrefixCase+d.ID, event, d.Case)
	return nil
}

// start runs a new clock from today.
func (d *docket) start(name facts.ClockName, days int) {
	d.Clock = facts.Clock{Name: name, Since: d.today, Days: days}
}

// pause stops the review's clock and keeps the days that are left (Guide Art. 28).
func (d *docket) pause() {
	if d.Clock.Name == facts.ClockReview {
		used := d.cal.WorkingDaysBetween(d.Clock.Since, d.today)
		d.Paused = &facts.Clock{Name: facts.ClockReview, Since: d.Clock.Since, Days: max(0, d.Clock.Days-used)}
	}
	d.Clock = facts.Clock{}
}

// resume runs the review's clock on with the days that were left.
func (d *docket) resume() {
	days := 0
	if d.Paused != nil {
		days = d.Paused.Days
	}
	d.Paused = nil
	d.start(facts.ClockReview, days)
}

// holdOver keeps the certificate alive while its renewal is open, and lets it go when that ends. While the filing itself
// waits for corrections, it is kept no longer than the corrections may take.
func (d *docket) holdOver() error {
	cert, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+d.Certificate, "")
	if err != nil || cert.Renewing == nil || cert.Renewing.Case != d.ID {
		return err
	}
	was := *cert.Renewing
	cert.Renewing.Until = daycount.Date{}
	switch {
	case d.Ended():
		cert.Renewing = nil
	case d.Status == facts.CaseCorrecting && d.AcceptedOn.IsZero():
		cert.Renewing.Until = d.Clock.Until(d.cal)
	}
	if cert.Renewing != nil && *cert.Renewing == was {
		return nil
	}
	act.Put(d.c, facts.PrefixCertificate+cert.Code, cert)
	d.c.Emit("certificate.held_over", cert)
	return nil
}

// unlock lets a certificate go whose later registration ended without being carried out.
func (d *docket) unlock() error {
	cert, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+d.Certificate, "")
	if err != nil || cert.Pending != d.ID {
		return err
	}
	cert.Pending = ""
	act.Put(d.c, facts.PrefixCertificate+cert.Code, cert)
	d.c.Emit("certificate.annotated", cert)
	return nil
}
