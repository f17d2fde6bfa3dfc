package registry

import (
	"cmp"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// TransferFile asks for a transfer (转让, Guide Art. 34, annex 2): rights go to another, and nothing of them stays. By the
// holder; the transferee joins by case.consent.
type TransferFile struct {
	Certificate    string       `json:"certificate"`
	To             string       `json:"to"`
	Rights         []Right      `json:"rights"`
	FormCommitment string       `json:"form_commitment"`
	Attachments    []Attachment `json:"attachments,omitempty"`
}

// ChangeFile asks for a change (变更, Art. 35, annex 3) of the holder's particulars, the description or the time span;
// never of the subject or the source. By the holder.
type ChangeFile struct {
	Certificate    string       `json:"certificate"`
	Changes        []string     `json:"changes"`            // identity, description, time_span
	NewName        string       `json:"new_name,omitempty"` // of an organisation whose name changed; public by the credit code's register
	FormCommitment string       `json:"form_commitment"`
	Attachments    []Attachment `json:"attachments,omitempty"`
}

// RenewalFile asks for a new term (续期, Art. 36, annex 4). By the holder, from six months before the expiry to the day
// before it.
type RenewalFile struct {
	Certificate    string        `json:"certificate"`
	Until          daycount.Date `json:"until"`
	FormCommitment string        `json:"form_commitment"`
	Attachments    []Attachment  `json:"attachments,omitempty"`
}

// CancellationFile asks for cancellation (注销, Art. 37, annex 5). By the holder.
type CancellationFile struct {
	Certificate    string       `json:"certificate"`
	Grounds        string       `json:"grounds"` // request, destroyed, objection, law
	FormCommitment string       `json:"form_commitment"`
	Attachments    []Attachment `json:"attachments,omitempty"`
}

func (*TransferFile) Kind() string     { return "transfer.file" }
func (*ChangeFile) Kind() string       { return "change.file" }
func (*RenewalFile) Kind() string      { return "renewal.file" }
func (*CancellationFile) Kind() string { return "cancellation.file" }

// Faults of later registrations.
var (
	ErrHolder = fault.Define("certificate.holder", fault.Forbidden,
		"机构 {org} 不是凭证 {code} 的权利人", "{org} is not the holder of certificate {code}")
	ErrNotHeld = fault.Define("transfer.not_held", fault.Conflict,
		"凭证 {code} 上没有有效的 {right}", "certificate {code} carries no live right {right}")
	ErrTransferee = fault.Define("transfer.transferee", fault.Invalid,
		"受让方不能是转让方或登记机构", "the transferee is neither the transferor nor the registrar")
	ErrRenewalWindow = fault.Define("renewal.window", fault.Conflict,
		"续期申请应在 {from} 至 {until} 之间提出（指引第三十六条）", "renewal is applied for from {from} to {until} (Guide Art. 36)")
	ErrRenewalTerm = fault.Define("renewal.term", fault.Invalid,
		"续期后的有效期应晚于 {after}，且不晚于 {until}", "the new term ends after {after} and by {until}")
	ErrRenewing = fault.Define("renewal.open", fault.Conflict,
		"凭证 {code} 的续期申请 {case} 正在办理", "renewal {case} of certificate {code} is being handled")
	ErrPending = fault.Define("certificate.pending", fault.Conflict,
		"凭证 {code} 正在办结案件 {case}，暂不能办理其他事项", "case {case} is being concluded on certificate {code}; nothing else can happen to it now")
	ErrConclude = fault.Define("certificate.conclude", fault.Conflict,
		"{type} 登记以办结命令完成，不单独核发", "a registration of type {type} is concluded, not issued").
		Hint("请使用 case.conclude", "use case.conclude")
)

// later begins a case about a certificate. The registrar of the first registration handles it (Art. 33).
func (c *Context) later(code string, t CaseType, form string, papers []Attachment) (*Case, *Certificate, error) {
	cert, err := load[Certificate](c, PrefixCertificate+code, "body.certificate")
	if err != nil {
		return nil, nil, err
	}
	switch {
	case cert.Holder != c.Env.Org:
		return nil, nil, ErrHolder.With("org", c.Env.Org, "code", cert.Code).At("org")
	case !cert.Live(c.Today()):
		return nil, nil, ErrNotLive.With("code", cert.Code).At("body.certificate")
	case cert.Pending != "":
		return nil, nil, ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.certificate")
	}
	if err := cmp.Or(digest(form, "body.form_commitment"), checkAttachments(papers, "body.attachments")); err != nil {
		return nil, nil, err
	}
	first, err := load[Case](c, PrefixCase+cert.Case, "")
	if err != nil {
		return nil, nil, err
	}
	asset, err := load[Asset](c, PrefixAsset+cert.Asset, "")
	if err != nil {
		return nil, nil, err
	}
	p, _, err := c.rules()
	if err != nil {
		return nil, nil, err
	}
	if err := knows(first.Rules(p), t); err != nil {
		return nil, nil, err
	}
	cs := &Case{
		ID: makeID(idCase, c.Sum), Type: t, Applicant: c.Env.Org, Registrar: cert.Registrar, FormCommitment: form,
		Industry: asset.Industry, Region: asset.Region, Source: asset.Source, Rights: cert.Rights, Measurement: asset.Measurement,
		Grade: first.Grade, PublicRegistry: first.PublicRegistry, Withhold: first.Withhold, WithholdReason: first.WithholdReason,
		Status: CaseFiled, FiledOn: c.Today(),
		Clock: Clock{Name: ClockAcceptance, Since: c.Today(), Days: first.Rules(p).AcceptanceDays},
		Terms: first.Terms, Attachments: papers, Asset: cert.Asset, Certificate: cert.Code,
	}
	if first.Secret != nil {
		cs.Secret = first.Secret
	}
	return cs, cert, nil
}

// fileLater stores a new later case.
func (c *Context) fileLater(cs *Case) error {
	if exists(c, PrefixCase+cs.ID) {
		return ErrExists.With("what", cs.ID)
	}
	put(c, PrefixCase+cs.ID, cs)
	c.Emit("case.filed", cs)
	return nil
}

func (m *TransferFile) apply(c *Context) error {
	cs, cert, err := c.later(m.Certificate, TypeTransfer, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	if m.To == cert.Holder || m.To == cert.Registrar {
		return ErrTransferee.At("body.to")
	}
	if err := c.applicant(m.To, "body.to"); err != nil {
		return err
	}
	if len(m.Rights) == 0 || len(m.Rights) > len(AllRights) {
		return ErrField.With("why", "one to three rights").At("body.rights")
	}
	moved := []GrantedRight{}
	for i, r := range m.Rights {
		if slices.Contains(m.Rights[:i], r) {
			return ErrField.With("why", "right given twice: "+printable(string(r))).At("body.rights")
		}
		if !cert.Grants(r, c.Today()) {
			return ErrNotHeld.With("code", cert.Code, "right", printable(string(r))).At("body.rights")
		}
		at := slices.IndexFunc(cert.Rights, func(g GrantedRight) bool { return g.Right == r })
		moved = append(moved, cert.Rights[at])
	}
	cs.Rights = moved
	cs.Joint = []Joint{{Org: m.To, Rights: moved}}
	cs.Status, cs.Clock = CaseConsenting, Clock{}
	return c.fileLater(cs)
}

// changeKinds are what a change can be about (Art. 35).
var changeKinds = []string{"identity", "description", "time_span"}

func (m *ChangeFile) apply(c *Context) error {
	cs, cert, err := c.later(m.Certificate, TypeChange, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	if err := m.checkName(c, cert.Holder); err != nil {
		return err
	}
	if len(m.Changes) == 0 || len(m.Changes) > len(changeKinds) {
		return ErrField.With("why", "one to three kinds of change").At("body.changes")
	}
	for i, k := range m.Changes {
		if !slices.Contains(changeKinds, k) || slices.Contains(m.Changes[:i], k) {
			return ErrField.With("why", "a change is of identity, description or time_span, each once").At("body.changes")
		}
	}
	cs.Changes, cs.NewName = m.Changes, m.NewName
	return c.fileLater(cs)
}

// checkName refuses the new name of somebody whose name is not here, and one that is not said to change.
func (m *ChangeFile) checkName(c *Context, holder string) error {
	if m.NewName == "" {
		return nil
	}
	o, err := load[Organisation](c, PrefixOrg+holder, "org")
	if err != nil {
		return err
	}
	if o.Has(RolePerson) || !slices.Contains(m.Changes, "identity") {
		return ErrField.With("why", "a new name is an organisation's, and a change of identity").At("body.new_name")
	}
	return text(m.NewName, 2, 100, "body.new_name")
}

func (m *RenewalFile) apply(c *Context) error {
	cs, cert, err := c.later(m.Certificate, TypeRenewal, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	p, _, err := c.rules()
	if err != nil {
		return err
	}
	p = cs.Rules(p)
	if p.NoRenewal {
		return knows(Profile{Name: p.Name, Types: []string{TypeInitial}}, TypeRenewal)
	}
	if cert.Renewing != nil {
		return ErrRenewing.With("code", cert.Code, "case", cert.Renewing.Case).At("body.certificate")
	}
	from, until := cert.RenewalWindow(p)
	if c.Today().Before(from) || c.Today().After(until) {
		return ErrRenewalWindow.With("from", from, "until", until).At("body.certificate")
	}
	if err := renewalTerm(cert, m.Until, c.Today(), p); err != nil {
		return err
	}
	cs.RenewUntil = m.Until
	cert.Renewing = &Holdover{Case: cs.ID}
	put(c, PrefixCertificate+cert.Code, cert)
	if err := c.fileLater(cs); err != nil {
		return err
	}
	c.Emit("certificate.held_over", cert)
	return nil
}

// renewalTerm bounds a new term: counted from the day it is deposited (Art. 26), of which the day of filing is the earliest.
func renewalTerm(cert *Certificate, until, deposit daycount.Date, p Profile) error {
	last := deposit.AddMonths(p.ValidityMonths).AddDays(-1)
	if !until.After(cert.ValidUntil) || until.After(last) {
		return ErrRenewalTerm.With("after", cert.ValidUntil, "until", last).At("body.until")
	}
	return nil
}

// cancellationGrounds are those of Art. 37.
var cancellationGrounds = []string{"request", "destroyed", "objection", "law"}

func (m *CancellationFile) apply(c *Context) error {
	cs, _, err := c.later(m.Certificate, TypeCancellation, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	if !slices.Contains(cancellationGrounds, m.Grounds) {
		return ErrField.With("why", "grounds are request, destroyed, objection or law").At("body.grounds")
	}
	cs.Grounds = m.Grounds
	return c.fileLater(cs)
}

// later reports whether the case is about a certificate there was before.
func (d *docket) later() bool { return d.Certificate != "" }

// holdOver keeps the certificate alive while its renewal is open, and lets it go when that ends. While the filing itself
// waits for corrections, it is kept no longer than the corrections may take.
func (d *docket) holdOver() error {
	cert, err := load[Certificate](d.c, PrefixCertificate+d.Certificate, "")
	if err != nil || cert.Renewing == nil || cert.Renewing.Case != d.ID {
		return err
	}
	was := *cert.Renewing
	cert.Renewing.Until = daycount.Date{}
	switch {
	case d.Ended():
		cert.Renewing = nil
	case d.Status == CaseCorrecting && d.AcceptedOn.IsZero():
		cert.Renewing.Until = d.Clock.Until(d.cal)
	}
	if cert.Renewing != nil && *cert.Renewing == was {
		return nil
	}
	put(d.c, PrefixCertificate+cert.Code, cert)
	d.c.Emit("certificate.held_over", cert)
	return nil
}
