package registration

import (
	"cmp"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// CaseFile opens a registration (初次登记). By an enterprise, to a registrar. The form itself stays with the registrar;
// its salted commitment is what binds the parties.
type CaseFile struct {
	Registrar      string               `json:"registrar"`
	FormCommitment string               `json:"form_commitment"`
	Industry       string               `json:"industry"`
	Region         string               `json:"region"`
	Source         decision.Source      `json:"source"`
	Rights         []facts.GrantedRight `json:"rights"`
	Measurement    facts.Measurement    `json:"measurement"`
	Grade          string               `json:"grade"`      // general, important, core
	StateBody      bool                 `json:"state_body"` // data of party-government bodies in performing duties (Guide Art. 15)
	PublicData     bool                 `json:"public_data"`
	PublicRegistry string               `json:"public_registry,omitempty"`
	Withhold       bool                 `json:"withhold,omitempty"`
	WithholdReason string               `json:"withhold_reason,omitempty"`

	Profile        string             `json:"profile,omitempty"` // regime the registrar adopted; empty: the log's own
	Joint          []JointClaim       `json:"joint,omitempty"`   // further applicants; each consents by case.consent
	Attachments    []facts.Attachment `json:"attachments,omitempty"`
	Secret         *facts.TradeSecret `json:"secret,omitempty"`
	Evidence       *facts.Evidence    `json:"evidence,omitempty"`
	RiskAssessment string             `json:"risk_assessment,omitempty"` // commitment; opens the path for important data
}

// JointClaim is what a further applicant applies for.
type JointClaim struct {
	Org    string               `json:"org"`
	Rights []facts.GrantedRight `json:"rights"`
}

func (*CaseFile) Kind() string { return "case.file" }

func (m *CaseFile) Apply(c *act.Context) error {
	if err := applicant(c, c.Org, "org"); err != nil {
		return err
	}
	registrar, err := act.Organisation(c, m.Registrar, "body.registrar")
	if err != nil {
		return err
	}
	if !registrar.Has(facts.RoleRegistrar) {
		return act.ErrRole.With("org", m.Registrar, "role", facts.RoleRegistrar, "kind", c.Kind).At("body.registrar")
	}
	if m.Registrar == c.Org {
		return ErrSelfRegister.At("body.registrar")
	}
	if err := m.check(c.Time); err != nil {
		return err
	}
	p, terms, err := regime(c, m.Registrar, m.Profile)
	if err != nil {
		return err
	}
	cs := &facts.Case{
		ID: act.NewID(act.IDCase, c.Sum), Type: facts.TypeInitial, Applicant: c.Org, Registrar: m.Registrar,
		FormCommitment: m.FormCommitment, Industry: m.Industry, Region: m.Region, Source: m.Source, Rights: m.Rights,
		Measurement: m.Measurement, Grade: m.Grade, PublicRegistry: m.PublicRegistry,
		Withhold: m.Withhold, WithholdReason: m.WithholdReason,
		Status: facts.CaseFiled, FiledOn: c.Today(), Clock: facts.Clock{Name: facts.ClockAcceptance, Since: c.Today(), Days: p.AcceptanceDays},
		Terms: terms, Attachments: m.Attachments, Secret: m.Secret, Evidence: m.Evidence, Assessment: m.RiskAssessment,
	}
	if err := m.checkRegime(p, c.Today()); err != nil {
		return err
	}
	if err := m.join(c, cs); err != nil {
		return err
	}
	if act.Exists(c, facts.PrefixCase+cs.ID) {
		return act.ErrExists.With("what", cs.ID)
	}
	c.Tell(facts.PrefixCase+cs.ID, "case.filed", cs)
	return nil
}

// check is what can be said of a filing on its face: Guide Art. 15, 20, 21 and the form of annex 1.
func (m *CaseFile) check(now int64) error {
	switch {
	case m.StateBody:
		return ErrStateBody.At("body.state_body")
	case m.Grade == "core":
		return ErrCoreData.At("body.grade")
	case m.Grade == "important" && m.RiskAssessment == "":
		return ErrImportant.At("body.grade")
	case m.Grade != "general" && m.Grade != "important":
		return act.ErrField.With("why", "grade is general, important or core").At("body.grade")
	case m.PublicData && m.PublicRegistry == "":
		return ErrPublicRegistry.At("body.public_registry")
	case len(m.Industry) < 3 || len(m.Industry) > 5 || m.Industry[0] < 'A' || m.Industry[0] > 'T':
		return act.ErrField.With("why", "industry is a GB/T 4754 letter and class, such as G54").At("body.industry")
	}
	if err := cmp.Or(
		act.Digest(m.FormCommitment, "body.form_commitment"),
		act.Digits(m.Region, 6, "body.region"),
		act.CheckMeasurement(&m.Measurement, now, "body.measurement"),
	); err != nil {
		return err
	}
	if m.Withhold {
		if err := act.Digest(m.WithholdReason, "body.withhold_reason"); err != nil {
			return err
		}
	}
	if m.RiskAssessment != "" {
		if err := act.Digest(m.RiskAssessment, "body.risk_assessment"); err != nil {
			return err
		}
	}
	if err := cmp.Or(checkAttachments(m.Attachments, "body.attachments"), m.checkSecret()); err != nil {
		return err
	}
	return checkRights(m.Source, m.Rights)
}

func (m *CaseFile) checkRegime(p profile.Profile, today daycount.Date) error {
	if err := knows(p, facts.TypeInitial); err != nil {
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
		return act.ErrField.With("why", "evidence is by notary, deposit or timestamp").At("body.evidence.kind")
	}
	if m.Evidence.On.IsZero() || m.Evidence.On.After(today) {
		return act.ErrField.With("why", "evidence was secured on or before the day of filing").At("body.evidence.on")
	}
	return act.Digest(m.Evidence.Document, "body.evidence.document")
}

func (m *CaseFile) checkSecret() error {
	if m.Secret == nil {
		return nil
	}
	if !m.Withhold || len(m.Secret.Documents) == 0 {
		return ErrSecret.At("body.secret")
	}
	return cmp.Or(
		act.Digest(m.Secret.Descriptor, "body.secret.descriptor"),
		act.Digest(m.Secret.Measures, "body.secret.measures"),
		checkAttachments(m.Secret.Documents, "body.secret.documents"),
	)
}

// checkRights holds the rights applied for against the source → rights table.
func checkRights(s decision.Source, claimed []facts.GrantedRight) error {
	allowed, rule := decision.Registrable(s)
	if rule == nil {
		return ErrSource.With("source", act.Printable(string(s.Kind))).At("body.source.kind")
	}
	if len(claimed) == 0 || len(claimed) > len(decision.AllRights) {
		return act.ErrField.With("why", "one to three rights").At("body.rights")
	}
	for i, g := range claimed {
		if !slices.Contains(decision.AllRights, g.Right) {
			return act.ErrField.With("why", "a right is holding, use or operating").At("body.rights")
		}
		if slices.ContainsFunc(claimed[:i], func(o facts.GrantedRight) bool { return o.Right == g.Right }) {
			return act.ErrField.With("why", "right given twice: "+string(g.Right)).At("body.rights")
		}
		if !slices.Contains(allowed, g.Right) {
			return ErrRights.With("source", s.Kind, "right", g.Right, "why", rule.Why, "article", rule.Article).At("body.rights")
		}
	}
	return nil
}

func checkIndustry(s string) error {
	if len(s) < 3 || len(s) > 5 || s[0] < 'A' || s[0] > 'T' {
		return act.ErrField.With("why", "industry is a GB/T 4754 letter and class, such as G54").At("body.industry")
	}
	return nil
}

// evidenceKinds are how evidence can be secured before filing.
var evidenceKinds = []string{"notary", "deposit", "timestamp"}

// Faults of a filing on its face (Guide Art. 10, 15, 20, 21).
var (
	ErrStateBody = fault.Define("case.state_body", fault.Invalid,
		"党政机关履职数据不予登记（指引第十五条）", "data of party-government bodies in performing duties is not registered (Guide Art. 15)")
	ErrPublicRegistry = fault.Define("case.public_registry", fault.Invalid,
		"公共数据授权运营产品须先办理公共数据资源登记并填写登记号（指引第十五条）", "a product of authorised public-data operation needs its public data registry number first (Guide Art. 15)")
	ErrCoreData = fault.Define("case.core_data", fault.Invalid,
		"核心数据不予登记", "core data is not registered")
	ErrImportant = fault.Define("case.important_data", fault.Invalid,
		"重要数据暂不通过一般程序登记", "important data does not go through the ordinary procedure").
		Hint("请先完成重要数据风险评估并与登记机构商定", "complete the risk assessment for important data and agree the path with the registrar")
	ErrRights = fault.Define("case.rights", fault.Invalid,
		"来源 {source} 不能登记 {right}：{why}（指引第{article}条）", "source {source} cannot carry the right {right}: {why} (Guide Art. {article})").
		Hint("请按来源与权利对照表调整申请的权利", "apply only for rights that the source → rights table grants")
	ErrSource = fault.Define("case.source", fault.Invalid,
		"未知的数据来源 {source}", "unknown source {source}")
	ErrSelfRegister = fault.Define("case.self_register", fault.Forbidden,
		"登记机构不得在本机构申请登记（指引第十条）", "a registrar must not be an applicant at itself (Guide Art. 10)")
	ErrSecret = fault.Define("case.trade_secret", fault.Invalid,
		"商业秘密登记须同时申请不予公示，并附密件承诺", "a trade secret is registered with a request to withhold publicity and commitments to its documents").
		Hint("请勾选不予公示并说明理由（指引第二十四条）", "ask to withhold publicity, with reasons (Guide Art. 24)")
	ErrEvidenceFirst = fault.Define("case.evidence_first", fault.Invalid,
		"规则 {profile} 要求申请前先存证或公证", "the rule profile {profile} wants a deposit or notarisation before filing").
		Hint("请先办理存证或公证并填写其承诺和日期", "have it deposited or notarised, and give commitment and date")
)
