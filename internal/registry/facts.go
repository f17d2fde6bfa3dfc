package registry

import "shurong.org/shurong/daycount"

// Role is what an organisation may be in the registry.
type Role string

// The nine roles.
const (
	RoleEnterprise  Role = "enterprise"   // 数据企业
	RoleRegistrar   Role = "registrar"    // 登记机构
	RoleAppraiser   Role = "appraiser"    // 评估机构
	RoleBank        Role = "bank"         // 银行
	RoleGuarantor   Role = "guarantor"    // 担保机构
	RoleExchange    Role = "exchange"     // 数据交易所
	RolePlanManager Role = "plan_manager" // 计划管理人
	RoleInvestor    Role = "investor"     // 投资者
	RoleRegulator   Role = "regulator"    // 监管机构
)

// Roles lists the known roles.
var Roles = []Role{
	RoleEnterprise, RoleRegistrar, RoleAppraiser, RoleBank, RoleGuarantor, RoleExchange, RolePlanManager,
	RoleInvestor, RoleRegulator,
}

// Profile is a rule profile: the terms of a registration regime, as data. Days are working days.
type Profile struct {
	Regime            string `json:"regime"`
	AcceptanceDays    int    `json:"acceptance_days"`      // Guide Art. 17: answer within 3
	CorrectionDays    int    `json:"correction_days"`      // Guide Art. 17: "not corrected in time"; the term is the registrar's
	ReviewDays        int    `json:"review_days"`          // Guide Art. 28: 10
	ReviewExtension   int    `json:"review_extension"`     // Guide Art. 28: at most 10 more
	PublicityDays     int    `json:"publicity_days"`       // Guide Art. 24: 5 from posting
	ObjectionDays     int    `json:"objection_days"`       // Guide Art. 25: 10
	NoticeDays        int    `json:"notice_days"`          // Guide Art. 29: 5
	ValidityMonths    int    `json:"validity_months"`      // Guide Art. 26: at most 60
	RenewalMonths     int    `json:"renewal_months"`       // Guide Art. 36: from 6 months before
	RetentionYears    int    `json:"retention_years"`      // Guide Art. 10(2): 20
	LienNoticeDays    int    `json:"lien_notice_days"`     // an earlier pledgee's silence; platform rule
	ValuationMaxMonth int    `json:"valuation_max_months"` // an appraisal is used for at most 12
}

// NationalProfile is the regime of 国数综政策〔2026〕35号.
func NationalProfile() Profile {
	return Profile{
		Regime: "国数综政策〔2026〕35号", AcceptanceDays: 3, CorrectionDays: 10, ReviewDays: 10, ReviewExtension: 10,
		PublicityDays: 5, ObjectionDays: 10, NoticeDays: 5, ValidityMonths: 60, RenewalMonths: 6, RetentionYears: 20,
		LienNoticeDays: 5, ValuationMaxMonth: 12,
	}
}

// Genesis is how a log began.
type Genesis struct {
	Origin  string  `json:"origin"`
	Profile Profile `json:"profile"`
	Time    int64   `json:"time"`
	V       int     `json:"v"`
}

// Calendar holds the State Council's years known to the registry, ascending.
type Calendar struct {
	Years []daycount.Year `json:"years"`
}

// Organisation is a legal entity admitted to the registry. Its name is public by the credit code's register.
type Organisation struct {
	USCC       string `json:"uscc"`
	Name       string `json:"name"`
	Region     string `json:"region"` // GB/T 2260 code of the place, 6 digits
	Roles      []Role `json:"roles"`
	AdmittedBy string `json:"admitted_by"`
	// CodeRegion and CodeDigit are a registrar's part of the certificate code (Guide annex 6).
	CodeRegion string `json:"code_region,omitempty"`
	CodeDigit  string `json:"code_digit,omitempty"`
}

// Has reports whether the organisation holds a role.
func (o *Organisation) Has(r Role) bool {
	for _, have := range o.Roles {
		if have == r {
			return true
		}
	}
	return false
}

// KeyPurpose limits what a key may sign.
type KeyPurpose string

const (
	// PurposeOrganisation signs everything its organisation may do.
	PurposeOrganisation KeyPurpose = "organisation"
	// PurposeAgent signs heartbeats only: it lies at the data owner's site, on a machine the organisation's key never sees.
	PurposeAgent KeyPurpose = "agent"
)

// Key is a public key of an organisation.
type Key struct {
	ID      string     `json:"id"`
	Org     string     `json:"org"`
	Pub     []byte     `json:"pub"` // Ed25519, 32 bytes
	Purpose KeyPurpose `json:"purpose"`
	Revoked bool       `json:"revoked,omitempty"`
}

// Nonce is the last nonce accepted from a key.
type Nonce struct {
	Last uint64 `json:"last"`
}

// Measurement is what an agent found out about data at one instant, as it is shared: counts, scores and digests, no content.
type Measurement struct {
	MeasuredAt    int64  `json:"measured_at"`    // Unix milliseconds
	Rows          int64  `json:"rows"`           // ≥ 0
	Columns       int    `json:"columns"`        // 1…5,000
	QualityPPM    int64  `json:"quality_ppm"`    // 0…1,000,000
	StaleDays     int    `json:"stale_days"`     // days since the newest record; 0 if it has no date
	FileDigest    string `json:"file_digest"`    // SHA-256 of the bytes, hexadecimal
	SchemaDigest  string `json:"schema_digest"`  // of names and types of columns
	ProfileDigest string `json:"profile_digest"` // of the profile kept at the site
	SketchDigest  string `json:"sketch_digest"`  // of the content sketch
	PersonalData  string `json:"personal_data"`  // none, personal, sensitive
	AgentVersion  string `json:"agent_version"`  // ≤ 32 characters
}

// Certificate is a registration certificate (登记凭证): one holder's rights in one asset. Guide Art. 26–27, annex 6.
type Certificate struct {
	Code           string         `json:"code"`
	Asset          string         `json:"asset"`
	Case           string         `json:"case"`
	Holder         string         `json:"holder"`
	Registrar      string         `json:"registrar"`
	Rights         []GrantedRight `json:"rights"`
	FormCommitment string         `json:"form_commitment"`
	EffectiveAt    int64          `json:"effective_at"` // evidence deposit, Unix milliseconds (Guide Art. 26)
	IssuedOn       daycount.Date  `json:"issued_on"`
	ValidUntil     daycount.Date  `json:"valid_until"` // last day of validity
	Cancelled      bool           `json:"cancelled,omitempty"`
	Objections     []string       `json:"objections,omitempty"` // open ones
}

// Live reports whether the certificate proves its rights on a day.
func (c *Certificate) Live(today daycount.Date) bool {
	return !c.Cancelled && !today.After(c.ValidUntil)
}

// Grants reports whether the certificate grants a right that has not ended on a day.
func (c *Certificate) Grants(r Right, today daycount.Date) bool {
	for _, g := range c.Rights {
		if g.Right == r && (g.Until.IsZero() || !today.After(g.Until)) {
			return c.Live(today)
		}
	}
	return false
}

// GrantedRight is one of the three rights with its term. A zero Until is the certificate's own.
type GrantedRight struct {
	Right Right         `json:"right"`
	Until daycount.Date `json:"until,omitzero"`
}

// Asset is a registered data resource, product or service.
type Asset struct {
	ID             string      `json:"id"`
	Case           string      `json:"case"`
	Industry       string      `json:"industry"`
	Region         string      `json:"region"`
	Source         Source      `json:"source"`
	FormCommitment string      `json:"form_commitment"`
	Measurement    Measurement `json:"measurement"`
	Certificates   []string    `json:"certificates"`
}

// Serial is the last certificate serial given out in a month.
type Serial struct {
	Last int `json:"last"`
}

// Valuation is an appraisal on record: value and range, its report by commitment.
type Valuation struct {
	ID          string        `json:"id"`
	Certificate string        `json:"certificate"`
	Appraiser   string        `json:"appraiser"`
	Date        daycount.Date `json:"date"` // 评估基准日
	ValidUntil  daycount.Date `json:"valid_until"`
	ValueFen    int64         `json:"value_fen"`
	LowFen      int64         `json:"low_fen"`
	HighFen     int64         `json:"high_fen"`
	Approaches  []string      `json:"approaches"` // cost, income, market
	ValueType   string        `json:"value_type"` // market, investment, liquidation, …
	Report      string        `json:"report"`     // commitment
	Index       uint64        `json:"index"`
}

// ValueRef points to a certificate's latest valuation.
type ValueRef struct {
	Valuation string `json:"valuation"`
}

// Heartbeat is the latest sign of life of registered data.
type Heartbeat struct {
	Certificate string      `json:"certificate"`
	Seq         uint64      `json:"seq"`    // from 1
	Digest      string      `json:"digest"` // of this heartbeat's body; the next one names it
	Key         string      `json:"key"`
	Index       uint64      `json:"index"`
	Measurement Measurement `json:"measurement"`
	Live        *Live       `json:"live,omitempty"`
	Results     []Result    `json:"results,omitempty"` // of challenges
}

// Sanction is an organisation's entry on the joint sanction list (联合惩戒).
type Sanction struct {
	Subject  string        `json:"subject"`
	By       string        `json:"by"`
	Grounds  string        `json:"grounds"`
	Since    daycount.Date `json:"since"`
	Until    daycount.Date `json:"until"` // last day
	Decision string        `json:"decision"`
}

// Bars reports whether the sanction is in force on a day.
func (s *Sanction) Bars(today daycount.Date) bool { return !today.After(s.Until) }

// LoanNote tells the registry that credit was extended on a lien: who and whom, not how much.
type LoanNote struct {
	ID       string `json:"id"`
	Lender   string `json:"lender"`
	Borrower string `json:"borrower"`
	Lien     string `json:"lien"`
	Contract string `json:"contract"` // commitment
	Settled  bool   `json:"settled,omitempty"`
	Index    uint64 `json:"index"`
}

// LoanRef points from a lien to the open loan it secures.
type LoanRef struct {
	Loan string `json:"loan"`
}
