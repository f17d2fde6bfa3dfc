package registration

import (
	"cmp"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// TransferFile asks for a transfer (转让, Guide Art. 34, annex 2): rights go to another, and nothing of them stays. By the
// holder; the transferee joins by case.consent.
type TransferFile struct {
	Certificate    string             `json:"certificate"`
	To             string             `json:"to"`
	Rights         []decision.Right   `json:"rights"`
	FormCommitment string             `json:"form_commitment"`
	Attachments    []facts.Attachment `json:"attachments,omitempty"`
}

func (*TransferFile) Kind() string { return "transfer.file" }

func (m *TransferFile) Apply(c *act.Context) error {
	cs, cert, err := later(c, m.Certificate, facts.TypeTransfer, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	if m.To == cert.Holder || m.To == cert.Registrar {
		return ErrTransferee.At("body.to")
	}
	if err := applicant(c, m.To, "body.to"); err != nil {
		return err
	}
	if len(m.Rights) == 0 || len(m.Rights) > len(decision.AllRights) {
		return act.ErrField.With("why", "one to three rights").At("body.rights")
	}
	moved := []facts.GrantedRight{}
	for i, r := range m.Rights {
		if slices.Contains(m.Rights[:i], r) {
			return act.ErrField.With("why", "right given twice: "+act.Printable(string(r))).At("body.rights")
		}
		if !cert.Grants(r, c.Today()) {
			return ErrNotHeld.With("code", cert.Code, "right", act.Printable(string(r))).At("body.rights")
		}
		at := slices.IndexFunc(cert.Rights, func(g facts.GrantedRight) bool { return g.Right == r })
		moved = append(moved, cert.Rights[at])
	}
	edition, err := c.Edition()
	if err != nil {
		return err
	}
	if edition >= facts.EditionConsent {
		err := encumbrance.Consented(c, cert.Code, m.Rights, facts.ActTransfer, m.To, "body.certificate")
		if err != nil {
			return err
		}
	}
	cs.Rights = moved
	cs.Joint = []facts.Joint{{Org: m.To, Rights: moved}}
	cs.Status, cs.Clock = facts.CaseConsenting, facts.Clock{}
	return fileLater(c, cs)
}

// ChangeFile asks for a change (变更, Art. 35, annex 3) of the holder's particulars, the description or the time span;
// never of the subject or the source. By the holder.
type ChangeFile struct {
	Certificate    string             `json:"certificate"`
	Changes        []string           `json:"changes"`            // identity, description, time_span
	NewName        string             `json:"new_name,omitempty"` // of an organisation whose name changed; public by the credit code's register
	FormCommitment string             `json:"form_commitment"`
	Attachments    []facts.Attachment `json:"attachments,omitempty"`
}

func (*ChangeFile) Kind() string { return "change.file" }

func (m *ChangeFile) Apply(c *act.Context) error {
	cs, cert, err := later(c, m.Certificate, facts.TypeChange, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	if err := m.checkName(c, cert.Holder); err != nil {
		return err
	}
	if len(m.Changes) == 0 || len(m.Changes) > len(changeKinds) {
		return act.ErrField.With("why", "one to three kinds of change").At("body.changes")
	}
	for i, k := range m.Changes {
		if !slices.Contains(changeKinds, k) || slices.Contains(m.Changes[:i], k) {
			return act.ErrField.With("why", "a change is of identity, description or time_span, each once").At("body.changes")
		}
	}
	cs.Changes, cs.NewName = m.Changes, m.NewName
	return fileLater(c, cs)
}

// checkName refuses the new name of somebody whose name is not here, and one that is not said to change.
func (m *ChangeFile) checkName(c *act.Context, holder string) error {
	if m.NewName == "" {
		return nil
	}
	o, err := act.Load[facts.Organisation](c, facts.PrefixOrg+holder, "org")
	if err != nil {
		return err
	}
	if o.Has(facts.RolePerson) || !slices.Contains(m.Changes, "identity") {
		return act.ErrField.With("why", "a new name is an organisation's, and a change of identity").At("body.new_name")
	}
	return act.Text(m.NewName, 2, 100, "body.new_name")
}

// RenewalFile asks for a new term (续期, Art. 36, annex 4). By the holder, from six months before the expiry to the day
// before it.
type RenewalFile struct {
	Certificate    string             `json:"certificate"`
	Until          daycount.Date      `json:"until"`
	FormCommitment string             `json:"form_commitment"`
	Attachments    []facts.Attachment `json:"attachments,omitempty"`
}

func (*RenewalFile) Kind() string { return "renewal.file" }

func (m *RenewalFile) Apply(c *act.Context) error {
	cs, cert, err := later(c, m.Certificate, facts.TypeRenewal, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	p, _, err := c.Rules()
	if err != nil {
		return err
	}
	p = cs.Rules(p)
	if p.NoRenewal {
		return knows(profile.Profile{Name: p.Name, Types: []string{facts.TypeInitial}}, facts.TypeRenewal)
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
	cert.Renewing = &facts.Holdover{Case: cs.ID}
	act.Put(c, facts.PrefixCertificate+cert.Code, cert)
	if err := fileLater(c, cs); err != nil {
		return err
	}
	c.Emit("certificate.held_over", cert)
	return nil
}

// CancellationFile asks for cancellation (注销, Art. 37, annex 5). By the holder.
type CancellationFile struct {
	Certificate    string             `json:"certificate"`
	Grounds        string             `json:"grounds"` // request, destroyed, objection, law
	FormCommitment string             `json:"form_commitment"`
	Attachments    []facts.Attachment `json:"attachments,omitempty"`
}

func (*CancellationFile) Kind() string { return "cancellation.file" }

func (m *CancellationFile) Apply(c *act.Context) error {
	cs, _, err := later(c, m.Certificate, facts.TypeCancellation, m.FormCommitment, m.Attachments)
	if err != nil {
		return err
	}
	if !slices.Contains(cancellationGrounds, m.Grounds) {
		return act.ErrField.With("why", "grounds are request, destroyed, objection or law").At("body.grounds")
	}
	cs.Grounds = m.Grounds
	return fileLater(c, cs)
}

// later begins a case about a certificate. The registrar of the first registration handles it (Art. 33).
func later(c *act.Context, code string, t facts.CaseType, form string, papers []facts.Attachment) (*facts.Case, *facts.Certificate, error) {
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+code, "body.certificate")
	if err != nil {
		return nil, nil, err
	}
	switch {
	case cert.Holder != c.Org:
		return nil, nil, ErrHolder.With("org", c.Org, "code", cert.Code).At("org")
	case !cert.Live(c.Today()):
		return nil, nil, act.ErrNotLive.With("code", cert.Code).At("body.certificate")
	case cert.Pending != "":
		return nil, nil, act.ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.certificate")
	}
	if err := cmp.Or(act.Digest(form, "body.form_commitment"), checkAttachments(papers, "body.attachments")); err != nil {
		return nil, nil, err
	}
	first, err := act.Load[facts.Case](c, facts.PrefixCase+cert.Case, "")
	if err != nil {
		return nil, nil, err
	}
	asset, err := act.Load[facts.Asset](c, facts.PrefixAsset+cert.Asset, "")
	if err != nil {
		return nil, nil, err
	}
	p, _, err := c.Rules()
	if err != nil {
		return nil, nil, err
	}
	if err := knows(first.Rules(p), t); err != nil {
		return nil, nil, err
	}
	cs := &facts.Case{
		ID: act.NewID(act.IDCase, c.Sum), Type: t, Applicant: c.Org, Registrar: cert.Registrar, FormCommitment: form,
		Industry: asset.Industry, Region: asset.Region, Source: asset.Source, Rights: cert.Rights, Measurement: asset.Measurement,
		Grade: first.Grade, PublicRegistry: first.PublicRegistry, Withhold: first.Withhold, WithholdReason: first.WithholdReason,
		Status: facts.CaseFiled, FiledOn: c.Today(),
		Clock: facts.Clock{Name: facts.ClockAcceptance, Since: c.Today(), Days: first.Rules(p).AcceptanceDays},
		Terms: first.Terms, Attachments: papers, Asset: cert.Asset, Certificate: cert.Code,
	}
	if first.Secret != nil {
		cs.Secret = first.Secret
	}
	return cs, cert, nil
}

// fileLater stores a new later case.
func fileLater(c *act.Context, cs *facts.Case) error {
	if act.Exists(c, facts.PrefixCase+cs.ID) {
		return act.ErrExists.With("what", cs.ID)
	}
	act.Put(c, facts.PrefixCase+cs.ID, cs)
	c.Emit("case.filed", cs)
	return nil
}

// changeKinds are what a change can be about (Art. 35).
var changeKinds = []string{"identity", "description", "time_span"}

// renewalTerm bounds a new term: counted from the day it is deposited (Art. 26), of which the day of filing is the earliest.
func renewalTerm(cert *facts.Certificate, until, deposit daycount.Date, p profile.Profile) error {
	last := deposit.AddMonths(p.ValidityMonths).AddDays(-1)
	if !until.After(cert.ValidUntil) || until.After(last) {
		return ErrRenewalTerm.With("after", cert.ValidUntil, "until", last).At("body.until")
	}
	return nil
}

// cancellationGrounds are those of Art. 37.
var cancellationGrounds = []string{"request", "destroyed", "objection", "law"}

// Faults of later registrations.
var (
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
)
