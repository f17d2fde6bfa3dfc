package registry

import "shurong.org/shurong/daycount"

// CaseStatus is where a registration stands: the Guide's seven steps (Art. 14) and their exits.
type CaseStatus string

const (
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

// over reports whether the term is past on a day.
func (k Clock) over(cal *daycount.Calendar, today daycount.Date) bool {
	return k.Name != "" && today.After(k.Until(cal))
}

// Head is one of the three heads of review (Guide Art. 18).
type Head string

const (
	HeadAccuracy   Head = "accuracy"   // 数据描述的准确性
	HeadCompliance Head = "compliance" // 数据来源的合规性
	HeadClarity    Head = "clarity"    // 数据产权的明确性
)

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
	Late     bool          `json:"late,omitempty"` // after registration (Art. 29)
	Resolved bool          `json:"resolved,omitempty"`
	Upheld   bool          `json:"upheld,omitempty"`
	Opinion  string        `json:"opinion,omitempty"`
	On       daycount.Date `json:"on,omitzero"`
}

// Case is a registration proceeding (登记).
type Case struct {
	ID             string         `json:"id"`
	Type           string         `json:"type"` // initial
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
}

// AsOf returns the case as it stands on a day: terms that ended without an act have their legal consequence. Screens and
// rules both read a case through here, so nobody sees a stale status.
func (c Case) AsOf(cal *daycount.Calendar, today daycount.Date, p Profile) Case {
	if !c.Clock.over(cal, today) {
		return c
	}
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

// openObjections counts those without a resolution.
func (c *Case) openObjections() int {
	n := 0
	for i := range c.Objections {
		if !c.Objections[i].Resolved {
			n++
		}
	}
	return n
}
