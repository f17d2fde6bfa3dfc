package registry

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
)

func (m *CasePost) apply(c *Context) error {
	d, err := c.open(m.Case, CaseReviewed)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	if m.Withheld && !d.Withhold {
		return ErrWithhold.At("body.withheld")
	}
	if !m.Withheld && d.Withhold && (d.Secret != nil || d.later()) {
		return ErrPosted.With("case", d.ID).At("body.withheld")
	}
	d.Publicity = &Publicity{Posted: d.today, Withheld: m.Withheld}
	if m.Withheld {
		d.Publicity.Reason = d.WithholdReason
		d.Status, d.Clock = CaseCleared, Clock{}
		return d.save("case.publicity_withheld")
	}
	d.Status = CasePublicity
	d.start(ClockPublicity, d.rules.PublicityDays)
	return d.save("case.posted")
}

func (m *ObjectionFile) apply(c *Context) error {
	d, err := c.open(m.Case, CasePublicity, CaseObjected, CaseDeposited, CaseCertified)
	if err != nil {
		return err
	}
	if err := digest(m.Grounds, "body.grounds"); err != nil {
		return err
	}
	if d.Party(c.Env.Org) {
		return ErrParty.With("org", c.Env.Org, "kind", c.Env.Kind).At("org")
	}
	if d.OpenObjections() >= 100 {
		return ErrField.With("why", "the case has 100 open objections").At("body.case")
	}
	o := Objection{ID: makeID(idObjection, c.Sum), By: c.Env.Org, Grounds: m.Grounds, Filed: d.today}
	switch d.Status {
	case CasePublicity, CaseObjected:
		if d.Status == CasePublicity {
			d.Status = CaseObjected
			d.start(ClockObjection, d.rules.ObjectionDays) // Guide Art. 25
		}
	default:
		o.Late = true
		d.start(ClockObjection, d.rules.NoticeDays) // Guide Art. 29: notify the registrant
		if err := d.mark(o.ID, true); err != nil {
			return err
		}
	}
	d.Objections = append(d.Objections, o)
	return d.save("objection.filed")
}

func (m *ObjectionResolve) apply(c *Context) error {
	d, err := c.open(m.Case)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), digest(m.Opinion, "body.opinion")); err != nil {
		return err
	}
	at := slices.IndexFunc(d.Objections, func(o Objection) bool { return o.ID == m.Objection && !o.Resolved })
	if at < 0 {
		return ErrNotFound.With("what", printable(m.Objection)).At("body.objection")
	}
	o := &d.Objections[at]
	o.Resolved, o.Upheld, o.Opinion, o.On = true, m.Upheld, m.Opinion, d.today
	if o.Late {
		return d.resolveLate(o)
	}
	switch {
	case o.Upheld:
		d.Status, d.Clock, d.Refusal = CaseRefused, Clock{}, o.Opinion
	case d.OpenObjections() == 0:
		// Publicity goes on if its own term has not ended: it always lasts its full length.
		d.Status, d.Clock = CasePublicity, Clock{Name: ClockPublicity, Since: d.Publicity.Posted, Days: d.rules.PublicityDays}
	}
	return d.save("objection.resolved")
}

// resolveLate concludes an objection after registration: upheld, it ends the certificates that the case brought about, or
// the later registration that has taken effect but is not concluded. What a change or a renewal made of a certificate is
// set right by another one.
func (d *docket) resolveLate(o *Objection) error {
	if d.OpenObjections() == 0 {
		d.Clock = Clock{}
	}
	if err := d.mark(o.ID, false); err != nil {
		return err
	}
	switch {
	case !o.Upheld:
	case d.later() && d.Status == CaseDeposited:
		d.Status, d.Clock, d.Refusal = CaseRefused, Clock{}, o.Opinion
		if err := d.unlock(); err != nil {
			return err
		}
	case d.Type == TypeInitial || d.Type == TypeTransfer:
		if err := d.cancelAll(); err != nil {
			return err
		}
	}
	return d.save("objection.resolved")
}

// cancelAll ends the certificates of the case.
func (d *docket) cancelAll() error {
	for _, code := range d.Certificates {
		cert, err := load[Certificate](d.c, PrefixCertificate+code, "")
		if err != nil {
			return err
		}
		cert.Cancelled = true
		put(d.c, PrefixCertificate+code, cert)
		d.c.Emit("certificate.cancelled", cert)
	}
	return nil
}

// mark notes an open objection on the case's certificates, or removes the note.
func (d *docket) mark(objection string, open bool) error {
	for _, code := range d.Certificates {
		cert, err := load[Certificate](d.c, PrefixCertificate+code, "")
		if err != nil {
			return err
		}
		if open {
			cert.Objections = append(cert.Objections, objection)
		} else {
			cert.Objections = slices.DeleteFunc(cert.Objections, func(s string) bool { return s == objection })
		}
		put(d.c, PrefixCertificate+code, cert)
		d.c.Emit("certificate.annotated", cert)
	}
	return nil
}

func (m *CaseDeposit) apply(c *Context) error {
	d, err := c.open(m.Case, CaseCleared)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	if d.OpenObjections() > 0 {
		return ErrOpenObjection.With("case", d.ID).At("body.case")
	}
	if d.later() {
		return d.takeEffect()
	}
	asset := &Asset{
		ID: makeID(idAsset, c.Sum), Case: d.ID, Industry: d.Industry, Region: d.Region, Source: d.Source,
		FormCommitment: d.FormCommitment, Measurement: d.Measurement, Certificates: []string{},
	}
	if exists(c, PrefixAsset+asset.ID) {
		return ErrExists.With("what", asset.ID)
	}
	put(c, PrefixAsset+asset.ID, asset)
	d.Status, d.Clock, d.Asset, d.DepositedAt = CaseDeposited, Clock{}, asset.ID, c.Time
	return d.save("case.deposited")
}

func (m *CertificateIssue) apply(c *Context) error {
	d, err := c.open(m.Case, CaseDeposited)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	if d.later() {
		return ErrConclude.With("type", d.Type).At("body.case")
	}
	if d.OpenObjections() > 0 {
		return ErrOpenObjection.With("case", d.ID).At("body.case")
	}
	// Guide Art. 26: at most five years from the deposit, and its last day is the day before.
	from, until := d.today, Day(d.DepositedAt).AddMonths(d.rules.ValidityMonths).AddDays(-1)
	if m.ValidUntil.Before(from) || m.ValidUntil.After(until) {
		return ErrValidity.With("from", from, "until", until).At("body.valid_until")
	}
	if err := d.issue(d.Applicant, d.Rights, m.ValidUntil); err != nil {
		return err
	}
	for _, j := range d.Joint { // a certificate is one holder's
		if err := d.issue(j.Org, j.Rights, m.ValidUntil); err != nil {
			return err
		}
	}
	d.Status = CaseCertified
	return d.save("case.certified")
}

// issue makes a holder's certificate out of the case.
func (d *docket) issue(holder string, rights []GrantedRight, until daycount.Date) error {
	code, err := d.c.nextCode(d.Registrar)
	if err != nil {
		return err
	}
	cert := &Certificate{
		Code: code, Asset: d.Asset, Case: d.ID, Holder: holder, Registrar: d.Registrar, Rights: rights,
		FormCommitment: d.FormCommitment, EffectiveAt: d.DepositedAt, IssuedOn: d.today, ValidUntil: until,
		Withheld: d.Secret != nil, Recognised: d.Recognised,
	}
	if d.Terms != nil {
		cert.Regime = d.Terms.Name
	}
	return d.enter(cert, "certificate.issued")
}

// enter puts a new certificate on the register.
func (d *docket) enter(cert *Certificate, event string) error {
	put(d.c, PrefixCertificate+cert.Code, cert)
	asset, err := load[Asset](d.c, PrefixAsset+cert.Asset, "")
	if err != nil {
		return err
	}
	asset.Certificates = append(asset.Certificates, cert.Code)
	put(d.c, PrefixAsset+cert.Asset, asset)
	d.Certificates = append(d.Certificates, cert.Code)
	d.c.Emit(event, cert)
	return d.c.hold(cert)
}

// nextCode gives out the registrar's next certificate code of the present month (Guide annex 6).
func (c *Context) nextCode(registrar string) (string, error) {
	org, err := memoOrg.load(c, PrefixOrg+registrar, "")
	if err != nil {
		return "", err
	}
	region, err := strconv.Atoi(org.CodeRegion)
	if err != nil {
		return "", err
	}
	digit, err := strconv.Atoi(org.CodeDigit)
	if err != nil {
		return "", err
	}
	last := identifier.CertificateCode{Region: region, Registrar: digit, Year: c.Today().Year(), Month: c.Today().Month()}
	key := serialKey(last)
	serial, err := find[Serial](c, key)
	if err != nil {
		return "", err
	}
	if serial != nil {
		last.Serial = serial.Last
	}
	next, err := last.Next()
	if errors.Is(err, identifier.ErrSerialExhausted) {
		return "", ErrSerials.With("month", c.Today().String()[:7])
	}
	if err != nil {
		return "", err
	}
	put(c, key, &Serial{Last: next.Serial})
	return next.String(), nil
}

func (m *CertificateCancel) apply(c *Context) error {
	cert, err := load[Certificate](c, PrefixCertificate+m.Code, "body.code")
	if err != nil {
		return err
	}
	if cert.Registrar != c.Env.Org {
		return ErrParty.With("org", c.Env.Org, "kind", c.Env.Kind).At("org")
	}
	if err := digest(m.Reason, "body.reason"); err != nil {
		return err
	}
	if cert.Cancelled {
		return ErrNotLive.With("code", cert.Code).At("body.code")
	}
	enc, err := find[Encumbrance](c, PrefixEncumbrance+cert.Code)
	if err != nil {
		return err
	}
	if enc != nil {
		return ErrEncumbered.With("code", cert.Code, "lien", enc.Liens[0]).At("body.code")
	}
	if err := c.unseized(cert, AllRights, "body.code"); err != nil {
		return err
	}
	if cert.Pending != "" {
		return ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.code")
	}
	cert.Cancelled = true
	put(c, PrefixCertificate+cert.Code, cert)
	c.Emit("certificate.cancelled", cert)
	return nil
}
