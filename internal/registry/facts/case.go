package facts

import "shurong.org/shurong/daycount"

// CaseType is one of the five types of registration (Guide Art. 32).
type CaseType = string

// The types.
const (
	TypeInitial  CaseType = "initial"  // 初次 (Art. 33)
	TypeTransfer CaseType = "transfer" // 转让 (Art. 34)
	// TypeReturn is no case but a title: what an upheld objection to a transfer undid (Art. 29).
	TypeReturn       CaseType = "return"
	TypeChange       CaseType = "change"       // 变更 (Art. 35)
	TypeRenewal      CaseType = "renewal"      // 续期 (Art. 36)
	TypeCancellation CaseType = "cancellation" // 注销 (Art. 37)
)

// CaseStatus is where a registration stands: the Guide's seven steps (Art. 14) and their exits.
type CaseStatus string

const (
	CaseConsenting CaseStatus = "consenting" // waits for the consent of joint applicants, or of the transferee
	CaseFiled      CaseStatus = "filed"      // 申请: waits for acceptance
	CaseCorrecting CaseStatus = "correcting" // 补正: waits for the applicant's corrections
	CaseReviewing  CaseStatus = "reviewing"  // 受理, 审查
	CaseReviewed   CaseStatus = "reviewed"   // review passed, not yet posted
	CasePublicity  CaseStatus = "publicity"  // 公示
	CaseObjected   CaseStatus = "objected"   // 异议处理
	CaseCleared    CaseStatus = "cleared"    // publicity over or rightly left out, no open objection
	CaseDeposited  CaseStatus = "deposited"  // 信息存证: the registration is effective
	CaseCertified  CaseStatus = "certified"  // 凭证核发
	CaseNotFiled   CaseStatus = "not_filed"  // not corrected in time (Art. 17)
	CaseRefused    CaseStatus = "refused"    // Art. 22, or an objection upheld
	CaseWithdrawn  CaseStatus = "withdrawn"
)

// ClockName names a legal term that can run on a case.
type ClockName string

const (
	ClockAcceptance ClockName = "acceptance"
	ClockCorrection ClockName = "correction"
	ClockReview     ClockName = "review"
	ClockPublicity  ClockName = "publicity"
	ClockObjection  ClockName = "objection"
	ClockNotice     ClockName = "notice" // notify the registrant of an objection after registration (Art. 29)
)

// Clock is a running term: Days working days after Since, the day after which it is over being derived from the
// calendar of the reading moment, so that a newly published holiday moves it.
type Clock struct {
	Name  ClockName     `json:"name,omitempty"` // empty: none runs
	Since daycount.Date `json:"since,omitzero"`
	Days  int           `json:"days,omitempty"`
}

// Until is the term's last day.
func (k Clock) Until(cal *daycount.Calendar) daycount.Date {
	return cal.AddWorkingDays(k.Since, k.Days)
}

// Over reports whether the term is past on a day.
func (k Clock) Over(cal *daycount.Calendar, today daycount.Date) bool {
	return k.Name != "" && today.After(k.Until(cal))
}

// Review is the registrar's conclusion.
type Review struct {
	Accuracy   bool          `json:"accuracy"`
	Compliance bool          `json:"compliance"`
	Clarity    bool          `json:"clarity"`
	Opinion    string        `json:"opinion"` // commitment
	On         daycount.Date `json:"on"`
	Late       bool          `json:"late,omitempty"` // after the term of Art. 28
	Similar    []Similarity  `json:"similar,omitempty"`
}

// Similarity is a disclosure: other registered data shares content with this. It refuses nothing (Guide Art. 21), but
// whoever relies on either certificate must be able to see it.
type Similarity struct {
	Case          string `json:"case"`
	HereInThere   int64  `json:"here_in_there_ppm"` // share of this data found in the other, parts per million
	ThereInHere   int64  `json:"there_in_here_ppm"`
	Determination string `json:"determination"` // commitment to the registrar's finding on it
}

// Publicity is the posting of a case (Guide Art. 24).
type Publicity struct {
	Posted   daycount.Date `json:"posted"`
	Withheld bool          `json:"withheld,omitempty"` // not published, for the applicant's reasons (trade secret)
	Reason   string        `json:"reason,omitempty"`   // commitment to those reasons
}

// Objection is somebody's claim against a registration (Guide Art. 25, 29).
type Objection struct {
	ID       string        `json:"id"`
	By       string        `json:"by"`      // organisation that filed it, or the registrar for a person without one
	Grounds  string        `json:"grounds"` // commitment
	Filed    daycount.Date `json:"filed"`
	Notified daycount.Date `json:"notified,omitzero"` // the registrant was told (Art. 29)
	Answer   string        `json:"answer,omitempty"`  // the registrant: agreed, contested
	Defence  string        `json:"defence,omitempty"` // commitment to the registrant's statement
	Late     bool          `json:"late,omitempty"`    // after registration (Art. 29)
	Resolved bool          `json:"resolved,omitempty"`
	Upheld   bool          `json:"upheld,omitempty"`
	Opinion  string        `json:"opinion,omitempty"`
	On       daycount.Date `json:"on,omitzero"`
}

// Case is a registration proceeding (登记).
type Case struct {
	ID             string         `json:"id"`
	Type           CaseType       `json:"type"`
	Applicant      string         `json:"applicant"`
	Registrar      string         `json:"registrar"`
	FormCommitment string         `json:"form_commitment"`
	Industry       string         `json:"industry"` // GB/T 4754 class, e.g. G54
	Region         string         `json:"region"`   // GB/T 2260, 6 digits
	Source         Source         `json:"source"`
	Rights         []GrantedRight `json:"rights"`
	Measurement    Measurement    `json:"measurement"`
	Grade          string         `json:"grade"`                     // general, important (GB/T 43697; core is refused)
	PublicRegistry string         `json:"public_registry,omitempty"` // number in the public data registry (Guide Art. 15)
	Withhold       bool           `json:"withhold,omitempty"`        // asks not to be published
	WithholdReason string         `json:"withhold_reason,omitempty"` // commitment
	Status         CaseStatus     `json:"status"`
	Clock          Clock          `json:"clock"`
	FiledOn        daycount.Date  `json:"filed_on"`
	AcceptedOn     daycount.Date  `json:"accepted_on,omitzero"`
	Deemed         bool           `json:"deemed,omitempty"`      // accepted by silence (Art. 17)
	Corrections    string         `json:"corrections,omitempty"` // commitment to the one-time list of corrections
	Paused         *Clock         `json:"paused,omitempty"`      // the review term while something else runs: Days = days left
	Extended       bool           `json:"extended,omitempty"`
	Review         *Review        `json:"review,omitempty"`
	Publicity      *Publicity     `json:"publicity,omitempty"`
	Objections     []Objection    `json:"objections,omitempty"`
	DepositedAt    int64          `json:"deposited_at,omitempty"` // Unix milliseconds: effective (Art. 26)
	Asset          string         `json:"asset,omitempty"`
	Certificates   []string       `json:"certificates,omitempty"`
	Refusal        string         `json:"refusal,omitempty"` // commitment to the reasons

	Terms       *Profile     `json:"terms,omitempty"` // the regime it goes by, if not the log's own
	Joint       []Joint      `json:"joint,omitempty"` // further applicants; of a transfer, the transferee
	Attachments []Attachment `json:"attachments,omitempty"`
	Secret      *TradeSecret `json:"secret,omitempty"`
	Evidence    *Evidence    `json:"evidence,omitempty"`        // notarised or deposited before filing, where the regime wants it
	Assessment  string       `json:"risk_assessment,omitempty"` // of important data: commitment to the assessment's report
	Recognised  *Recognition `json:"recognised,omitempty"`      // simplified: an earlier certificate was imported (Art. 41)

	// Of a later registration.
	Certificate string        `json:"certificate,omitempty"` // the one it is about
	Grounds     string        `json:"grounds,omitempty"`     // of a cancellation: request, destroyed, objection, law
	Changes     []string      `json:"changes,omitempty"`     // of a change: identity, description, time_span
	NewName     string        `json:"new_name,omitempty"`    // of a change of identity
	RenewUntil  daycount.Date `json:"renew_until,omitzero"`  // of a renewal: last day applied for
}

// Joint is a further applicant: its own share of rights (Guide annex 1, 权利配置说明), and its consent, which is a command it
// signed itself.
type Joint struct {
	Org         string         `json:"org"`
	Rights      []GrantedRight `json:"rights"`
	ConsentedOn daycount.Date  `json:"consented_on,omitzero"`
	Index       uint64         `json:"index,omitzero"` // log position of the consent
}

// Attachment is a document handed in with a form, by its salted commitment: the bytes stay in the registrar's store.
type Attachment struct {
	Commitment string `json:"commitment"`
	Kind       string `json:"kind"` // identity, source, contract, sample, description, licence, evidence, other
	Type       string `json:"type"` // media type
	Size       int64  `json:"size"` // bytes
}

// TradeSecret is how a secret is registered: by commitments and a descriptor that gives nothing away.
type TradeSecret struct {
	Descriptor string       `json:"descriptor"` // commitment to what kind of secret it is, in general words
	Measures   string       `json:"measures"`   // commitment to the answers of the secrecy-measure checklist
	Documents  []Attachment `json:"documents"`  // what can later be proved to have been there
}

// Evidence is a deposit that a regime wants before filing (存证或公证).
type Evidence struct {
	Kind     string        `json:"kind"` // notary, deposit, timestamp
	Document string        `json:"document"`
	On       daycount.Date `json:"on"`
}

// Rules is the regime the case goes by: its own, or the log's.
func (c *Case) Rules(p Profile) Profile {
	if c.Terms != nil {
		return *c.Terms
	}
	return p
}

// Party reports whether an organisation applies in the case, alone or jointly.
func (c *Case) Party(org string) bool {
	if org == "" {
		return false
	}
	for i := range c.Joint {
		if c.Joint[i].Org == org {
			return true
		}
	}
	return c.Applicant == org
}

// Ended reports whether the proceeding is over, with a registration or without.
func (c *Case) Ended() bool {
	switch c.Status {
	case CaseCertified, CaseNotFiled, CaseRefused, CaseWithdrawn:
		return true
	}
	return false
}

// Posts reports whether cases of this type are posted under a regime (Guide Art. 24).
func (c *Case) Posts(p Profile) bool {
	for _, t := range c.Rules(p).Unposted {
		if t == c.Type {
			return false
		}
	}
	return true
}

// AsOf returns the case as it stands on a day: terms that ended without an act have their legal consequence. Screens and
// rules both read a case through here, so nobody sees a stale status.
func (c Case) AsOf(cal *daycount.Calendar, today daycount.Date, p Profile) Case {
	if !c.Clock.Over(cal, today) {
		return c
	}
	p = c.Rules(p)
	switch c.Status {
	case CaseFiled:
		// Guide Art. 17: no answer = accepted on the first working day after the term.
		c.Status, c.Deemed = CaseReviewing, true
		c.AcceptedOn = cal.AddWorkingDays(c.Clock.Until(cal), 1)
		c.Clock = Clock{ClockReview, c.AcceptedOn, p.ReviewDays}
	case CaseCorrecting:
		if c.AcceptedOn.IsZero() {
			c.Status, c.Clock = CaseNotFiled, Clock{}
		}
	case CasePublicity:
		c.Status, c.Clock = CaseCleared, Clock{}
	}
	return c
}

// OpenObjections counts those without a resolution.
func (c *Case) OpenObjections() int {
	n := 0
	for i := range c.Objections {
		if !c.Objections[i].Resolved {
			n++
		}
	}
	return n
}
