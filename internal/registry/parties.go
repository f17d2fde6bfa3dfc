package registry

import (
	"cmp"
	"slices"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// Faults of who applies together, with what papers, under which regime.
var (
	ErrApplicant = fault.Define("case.applicant", fault.Forbidden,
		"{org} 不是企业或自然人，不能申请登记", "{org} is neither an enterprise nor a natural person and cannot apply")
	ErrJoint = fault.Define("case.joint", fault.Invalid,
		"共同申请人有误：{why}", "the joint applicants do not fit: {why}")
	ErrConsented = fault.Define("case.consented", fault.Conflict,
		"机构 {org} 已经同意", "{org} has consented already")
	ErrAttachment = fault.Define("case.attachment", fault.Invalid,
		"附件有误：{why}", "the attachment does not fit: {why}").
		Hint("附件以加盐承诺登记，最多 50 个，每个不超过 2 GiB", "an attachment is registered by its salted commitment, at most 50, each at most 2 GiB")
	ErrSecret = fault.Define("case.trade_secret", fault.Invalid,
		"商业秘密登记须同时申请不予公示，并附密件承诺", "a trade secret is registered with a request to withhold publicity and commitments to its documents").
		Hint("请勾选不予公示并说明理由（指引第二十四条）", "ask to withhold publicity, with reasons (Guide Art. 24)")
	ErrPosted = fault.Define("case.secret_posted", fault.Conflict,
		"案件 {case} 是商业秘密或此前未予公示的数据，不能公示", "case {case} is about a trade secret, or data that was withheld before: it cannot be posted").
		Hint("请按不公示办理；理由不成立的，不予登记", "withhold publicity; where the reasons do not hold, refuse the registration")
	ErrRegime = fault.Define("case.regime", fault.Invalid,
		"登记机构 {registrar} 未采用规则 {profile}", "registrar {registrar} has not adopted the rule profile {profile}").
		Hint("请改用国家指引，或由登记机构先采用该规则", "use the national guide, or have the registrar adopt the profile first")
	ErrType = fault.Define("case.type", fault.Invalid,
		"规则 {profile} 不办理 {type} 登记", "the rule profile {profile} knows no registration of type {type}")
	ErrEvidenceFirst = fault.Define("case.evidence_first", fault.Invalid,
		"规则 {profile} 要求申请前先存证或公证", "the rule profile {profile} wants a deposit or notarisation before filing").
		Hint("请先办理存证或公证并填写其承诺和日期", "have it deposited or notarised, and give commitment and date")
)

// Bounds of what a filing carries.
const (
	maxJoint       = 20
	maxAttachments = 50
	maxAttachment  = 2 << 30 // bytes
)

// attachmentKinds are what an attachment can be, by the annexes of the Guide.
var attachmentKinds = []string{
	"identity", "source", "contract", "sample", "description", "licence", "evidence", "report", "certificate", "other",
}

// evidenceKinds are how evidence can be secured before filing.
var evidenceKinds = []string{"notary", "deposit", "timestamp"}

// applicant requires an enterprise or a natural person.
func (c *Context) applicant(org, field string) error {
	o, err := memoOrg.load(c, PrefixOrg+org, field)
	if err != nil {
		return err
	}
	if !o.Applies() {
		if field == "org" {
			return ErrRole.With("org", o.USCC, "role", RoleEnterprise, "kind", c.Env.Kind).At(field)
		}
		return ErrApplicant.With("org", o.USCC).At(field)
	}
	return nil
}

// regime returns the profile a case goes by; terms is nil if it is the log's own.
func (c *Context) regime(registrar, name string) (p Profile, terms *Profile, err error) {
	if p, _, err = c.rules(); err != nil || name == "" {
		return p, nil, err
	}
	terms, err = find[Profile](c, PrefixProfile+registrar+"/"+name)
	if err != nil {
		return p, nil, err
	}
	if terms == nil {
		return p, nil, ErrRegime.With("registrar", registrar, "profile", printable(name)).At("body.profile")
	}
	return *terms, terms, nil
}

// knows refuses a registration type that a regime does not have.
func knows(p Profile, t CaseType) error {
	if len(p.Types) > 0 && !slices.Contains(p.Types, t) {
		return ErrType.With("profile", cmp.Or(p.Name, p.Regime), "type", t)
	}
	return nil
}

func (m *CaseFile) checkRegime(p Profile, today daycount.Date) error {
	if err := knows(p, TypeInitial); err != nil {
		return err
	}
	if p.NeedsPublicNo && m.PublicRegistry == "" {
		return ErrPublicRegistry.At("body.public_registry")
	}
	if m.Evidence == nil {
		if p.EvidenceFirst {
			return ErrEvidenceFirst.With("profile", cmp.Or(p.Name, p.Regime)).At("body.evidence")
		}
		return nil
	}
	if !slices.Contains(evidenceKinds, m.Evidence.Kind) {
		return ErrField.With("why", "evidence is by notary, deposit or timestamp").At("body.evidence.kind")
	}
	if m.Evidence.On.IsZero() || m.Evidence.On.After(today) {
		return ErrField.With("why", "evidence was secured on or before the day of filing").At("body.evidence.on")
	}
	return digest(m.Evidence.Document, "body.evidence.document")
}

// join names the further applicants. With one, the case waits for consent, and the clock of acceptance with it: an
// application is made when all who apply have made it.
func (m *CaseFile) join(c *Context, cs *Case) error {
	if len(m.Joint) > maxJoint {
		return ErrJoint.With("why", "at most 20").At("body.joint")
	}
	for i, j := range m.Joint {
		if j.Org == cs.Applicant || slices.ContainsFunc(m.Joint[:i], func(o JointClaim) bool { return o.Org == j.Org }) {
			return ErrJoint.With("why", "named twice: "+printable(j.Org)).At("body.joint")
		}
		if j.Org == cs.Registrar {
			return ErrSelfRegister.At("body.joint")
		}
		if err := c.applicant(j.Org, "body.joint"); err != nil {
			return err
		}
		if err := checkRights(m.Source, j.Rights); err != nil {
			return fault.From(err).At("body.joint")
		}
		cs.Joint = append(cs.Joint, Joint{Org: j.Org, Rights: j.Rights})
	}
	if len(cs.Joint) > 0 {
		cs.Status, cs.Clock = CaseConsenting, Clock{}
	}
	return nil
}

func (m *CaseConsent) apply(c *Context) error {
	d, err := c.open(m.Case, CaseConsenting)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(d.Joint, func(j Joint) bool { return j.Org == c.Env.Org })
	if at < 0 {
		return d.by("")
	}
	if !d.Joint[at].ConsentedOn.IsZero() {
		return ErrConsented.With("org", c.Env.Org).At("org")
	}
	d.Joint[at].ConsentedOn, d.Joint[at].Index = d.today, c.Index
	if slices.ContainsFunc(d.Joint, func(j Joint) bool { return j.ConsentedOn.IsZero() }) {
		return d.save("case.consented")
	}
	d.Status, d.FiledOn = CaseFiled, d.today
	d.start(ClockAcceptance, d.rules.AcceptanceDays)
	return d.save("case.consented")
}

func checkCount(n int, field string) error {
	if n > maxAttachments {
		return ErrAttachment.With("why", "more than 50").At(field)
	}
	return nil
}

func checkAttachments(all []Attachment, field string) error {
	if err := checkCount(len(all), field); err != nil {
		return err
	}
	for _, a := range all {
		if err := digest(a.Commitment, field); err != nil {
			return err
		}
		switch {
		case !slices.Contains(attachmentKinds, a.Kind):
			return ErrAttachment.With("why", "kind "+printable(a.Kind)).At(field)
		case a.Size < 1 || a.Size > maxAttachment:
			return ErrAttachment.With("why", "size").At(field)
		case len(a.Type) < 3 || len(a.Type) > 100 || strings.Count(a.Type, "/") != 1:
			return ErrAttachment.With("why", "media type").At(field)
		}
	}
	return nil
}

func (m *CaseFile) checkSecret() error {
	if m.Secret == nil {
		return nil
	}
	if !m.Withhold || len(m.Secret.Documents) == 0 {
		return ErrSecret.At("body.secret")
	}
	return cmp.Or(
		digest(m.Secret.Descriptor, "body.secret.descriptor"),
		digest(m.Secret.Measures, "body.secret.measures"),
		checkAttachments(m.Secret.Documents, "body.secret.documents"),
	)
}
