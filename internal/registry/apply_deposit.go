package registry

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

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
	if c.Env.Org == d.Applicant {
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

// resolveLate concludes an objection after registration: upheld, it ends the certificates.
func (d *docket) resolveLate(o *Objection) error {
	if d.OpenObjections() == 0 {
		d.Clock = Clock{}
	}
	if err := d.mark(o.ID, false); err != nil {
		return err
	}
	if o.Upheld {
		for _, code := range d.Certificates {
			cert, err := load[Certificate](d.c, PrefixCertificate+code, "")
			if err != nil {
				return err
			}
			cert.Cancelled = true
			put(d.c, PrefixCertificate+code, cert)
			d.c.Emit("certificate.cancelled", cert)
		}
	}
	return d.save("objection.resolved")
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
	if d.OpenObjections() > 0 {
		return ErrOpenObjection.With("case", d.ID).At("body.case")
	}
	// Guide Art. 26: at most five years from the deposit, and its last day is the day before.
	from, until := d.today, Day(d.DepositedAt).AddMonths(d.rules.ValidityMonths).AddDays(-1)
	if m.ValidUntil.Before(from) || m.ValidUntil.After(until) {
		return ErrValidity.With("from", from, "until", until).At("body.valid_until")
	}
	code, err := c.nextCode(d.Registrar)
	if err != nil {
		return err
	}
	cert := &Certificate{
		Code: code, Asset: d.Asset, Case: d.ID, Holder: d.Applicant, Registrar: d.Registrar, Rights: d.Rights,
		FormCommitment: d.FormCommitment, EffectiveAt: d.DepositedAt, IssuedOn: d.today, ValidUntil: m.ValidUntil,
	}
	put(c, PrefixCertificate+code, cert)
	asset, err := load[Asset](c, PrefixAsset+d.Asset, "")
	if err != nil {
		return err
	}
	asset.Certificates = append(asset.Certificates, code)
	put(c, PrefixAsset+d.Asset, asset)
	d.Status = CaseCertified
	d.Certificates = append(d.Certificates, code)
	c.Emit("certificate.issued", cert)
	return d.save("case.certified")
}

// nextCode gives out the registrar's next certificate code of the present month (Guide annex 6).
func (c *Context) nextCode(registrar string) (string, error) {
	org, err := load[Organisation](c, PrefixOrg+registrar, "")
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
	cert.Cancelled = true
	put(c, PrefixCertificate+cert.Code, cert)
	c.Emit("certificate.cancelled", cert)
	return nil
}
