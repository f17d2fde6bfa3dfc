package registration

import (
	"errors"
	"slices"
	"strconv"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
)

// CertificateIssue gives the certificate its code and its term (凭证核发). By the case's registrar, after deposit.
type CertificateIssue struct {
	Case       string        `json:"case"`
	ValidUntil daycount.Date `json:"valid_until"` // at most Profile.ValidityMonths after the deposit
}

func (*CertificateIssue) Kind() string { return "certificate.issue" }

func (m *CertificateIssue) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseDeposited)
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
	from, until := d.today, facts.Day(d.DepositedAt).AddMonths(d.rules.ValidityMonths).AddDays(-1)
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
	d.Status = facts.CaseCertified
	return d.save("case.certified")
}

// CertificateCancel ends a certificate (注销): on the holder's request, or as the result of an objection. By the registrar.
type CertificateCancel struct {
	Code   string `json:"code"`
	Reason string `json:"reason"` // commitment
}

func (*CertificateCancel) Kind() string { return "certificate.cancel" }

func (m *CertificateCancel) Apply(c *act.Context) error {
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+m.Code, "body.code")
	if err != nil {
		return err
	}
	if cert.Registrar != c.Org {
		return act.ErrParty.With("org", c.Org, "kind", c.Kind).At("org")
	}
	if err := act.Digest(m.Reason, "body.reason"); err != nil {
		return err
	}
	if cert.Cancelled {
		return act.ErrNotLive.With("code", cert.Code).At("body.code")
	}
	enc, err := act.Find[facts.Encumbrance](c, facts.PrefixEncumbrance+cert.Code)
	if err != nil {
		return err
	}
	if enc != nil {
		return encumbrance.ErrEncumbered.With("code", cert.Code, "lien", enc.Liens[0]).At("body.code")
	}
	if err := encumbrance.Unseized(c, cert, decision.AllRights, "body.code"); err != nil {
		return err
	}
	if cert.Pending != "" {
		return act.ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.code")
	}
	cert.Cancelled = true
	act.Put(c, facts.PrefixCertificate+cert.Code, cert)
	c.Emit("certificate.cancelled", cert)
	return nil
}

// issue makes a holder's certificate out of the case.
func (d *docket) issue(holder string, rights []facts.GrantedRight, until daycount.Date) error {
	code, err := nextCode(d.c, d.Registrar)
	if err != nil {
		return err
	}
	cert := &facts.Certificate{
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
func (d *docket) enter(cert *facts.Certificate, event string) error {
	act.Put(d.c, facts.PrefixCertificate+cert.Code, cert)
	asset, err := act.Load[facts.Asset](d.c, facts.PrefixAsset+cert.Asset, "")
	if err != nil {
		return err
	}
	asset.Certificates = append(asset.Certificates, cert.Code)
	act.Put(d.c, facts.PrefixAsset+cert.Asset, asset)
	d.Certificates = append(d.Certificates, cert.Code)
	d.c.Emit(event, cert)
	return hold(d.c, cert)
}

// nextCode gives out the registrar's next certificate code of the present month (Guide annex 6).
func nextCode(c *act.Context, registrar string) (string, error) {
	org, err := act.Organisation(c, registrar, "")
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
	serial, err := act.Find[facts.Serial](c, key)
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
	act.Put(c, key, &facts.Serial{Last: next.Serial})
	return next.String(), nil
}

// serialKey is the counter of one registrar's certificates in one month: the code without its serial.
func serialKey(c identifier.CertificateCode) string { return facts.PrefixSerial + c.String()[:11] }

// hold notes a new certificate in its holder's list, where the log keeps one. Two small facts a certificate, whatever the
// holder has already.
func hold(c *act.Context, cert *facts.Certificate) error {
	genesis, err := c.Genesis()
	if err != nil || genesis == nil || !genesis.HolderIndex {
		return err
	}
	have, err := act.Find[facts.Holdings](c, facts.PrefixHolder+cert.Holder)
	if err != nil {
		return err
	}
	if have == nil {
		have = new(facts.Holdings)
	}
	key := facts.HoldingsPageKey(cert.Holder, have.Count/facts.HoldingsPageSize)
	page, err := act.Find[facts.HoldingsPage](c, key)
	if err != nil {
		return err
	}
	if page == nil {
		page = new(facts.HoldingsPage)
	}
	act.Put(c, key, &facts.HoldingsPage{Certificates: append(slices.Clone(page.Certificates), cert.Code)})
	act.Put(c, facts.PrefixHolder+cert.Holder, &facts.Holdings{Count: have.Count + 1})
	return nil
}

// Faults of certificates.
var (
	ErrValidity = fault.Define("certificate.validity", fault.Invalid,
		"有效期应在 {from} 至 {until} 之间（指引第二十六条）", "validity must end between {from} and {until} (Guide Art. 26)")
	ErrSerials = fault.Define("certificate.serials", fault.Limit,
		"本机构 {month} 的凭证流水号已用尽（每月 9999 个）", "this registrar's certificate serials for {month} are used up (9,999 a month)").
		Hint("请于下月核发，或启用另一机构代码", "issue it next month, or use another registrar digit")
	ErrHolder = fault.Define("certificate.holder", fault.Forbidden,
		"机构 {org} 不是凭证 {code} 的权利人", "{org} is not the holder of certificate {code}")
)
