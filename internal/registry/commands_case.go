package registry

// CaseFile opens a registration (初次登记). By an enterprise, to a registrar. The form itself stays with the registrar;
// its salted commitment is what binds the parties.
type CaseFile struct {
	Registrar      string         `json:"registrar"`
	FormCommitment string         `json:"form_commitment"`
	Industry       string         `json:"industry"`
	Region         string         `json:"region"`
	Source         Source         `json:"source"`
	Rights         []GrantedRight `json:"rights"`
	Measurement    Measurement    `json:"measurement"`
	Grade          string         `json:"grade"`      // general, important, core
	StateBody      bool           `json:"state_body"` // data of party-government bodies in performing duties (Guide Art. 15)
	PublicData     bool           `json:"public_data"`
	PublicRegistry string         `json:"public_registry,omitempty"`
	Withhold       bool           `json:"withhold,omitempty"`
	WithholdReason string         `json:"withhold_reason,omitempty"`

	Profile        string       `json:"profile,omitempty"` // regime the registrar adopted; empty: the log's own
	Joint          []JointClaim `json:"joint,omitempty"`   // further applicants; each consents by case.consent
	Attachments    []Attachment `json:"attachments,omitempty"`
	Secret         *TradeSecret `json:"secret,omitempty"`
	Evidence       *Evidence    `json:"evidence,omitempty"`
	RiskAssessment string       `json:"risk_assessment,omitempty"` // commitment; opens the path for important data
}

// JointClaim is what a further applicant applies for.
type JointClaim struct {
	Org    string         `json:"org"`
	Rights []GrantedRight `json:"rights"`
}

// CaseConsent joins an application in which the sender was named. By each joint applicant; of a transfer, the transferee.
type CaseConsent struct {
	Case string `json:"case"`
}

// CaseAccept accepts a filing, within the term or late. By the registrar.
type CaseAccept struct {
	Case string `json:"case"`
}

// CaseCorrect asks the applicant, once, for corrections; in review, for more evidence, which stops the review's clock.
type CaseCorrect struct {
	Case string `json:"case"`
	List string `json:"list"` // commitment to what is to be corrected
}

// CaseResubmit answers a request for correction. By the applicant.
type CaseResubmit struct {
	Case           string       `json:"case"`
	FormCommitment string       `json:"form_commitment"`
	Attachments    []Attachment `json:"attachments,omitempty"` // added to those there are
}

// CaseDecline refuses a filing or, in review, the registration (Guide Art. 22). By the registrar.
type CaseDecline struct {
	Case    string `json:"case"`
	Reasons string `json:"reasons"` // commitment
}

// CaseExtend lengthens the review once (Guide Art. 28).
type CaseExtend struct {
	Case   string `json:"case"`
	Reason string `json:"reason"`
}

// CaseReview records the conclusion on the three heads.
type CaseReview struct {
	Case       string       `json:"case"`
	Accuracy   bool         `json:"accuracy"`
	Compliance bool         `json:"compliance"`
	Clarity    bool         `json:"clarity"`
	Opinion    string       `json:"opinion"`
	Similar    []Similarity `json:"similar,omitempty"`
}

// CasePost begins publicity, or records that it is withheld for reasons (Guide Art. 24).
type CasePost struct {
	Case     string `json:"case"`
	Withheld bool   `json:"withheld,omitempty"`
}

// CaseWithdraw ends the proceeding on the applicant's wish, before deposit.
type CaseWithdraw struct {
	Case string `json:"case"`
}

// CaseDeposit puts key matters and the result in evidence: the registration is effective from this command's time.
type CaseDeposit struct {
	Case string `json:"case"`
}

// ObjectionFile objects, in publicity (Art. 25) or after registration (Art. 29). By any organisation; a person without
// one objects through the registrar.
type ObjectionFile struct {
	Case    string `json:"case"`
	Grounds string `json:"grounds"`
}

// ObjectionNotify tells the registrant of an objection after registration, whose material is complete (Art. 29: within
// five working days). By the case's registrar.
type ObjectionNotify struct {
	Case      string `json:"case"`
	Objection string `json:"objection"`
}

// ObjectionAnswer is the registrant's word on an objection after registration (Art. 29).
type ObjectionAnswer struct {
	Case      string `json:"case"`
	Objection string `json:"objection"`
	Agreed    bool   `json:"agreed"`
	Statement string `json:"statement"` // commitment
}

// ObjectionResolve concludes the inquiry. By the case's registrar.
type ObjectionResolve struct {
	Case      string `json:"case"`
	Objection string `json:"objection"`
	Upheld    bool   `json:"upheld"`
	Opinion   string `json:"opinion"`
}

func (*CaseFile) Kind() string         { return "case.file" }
func (*CaseConsent) Kind() string      { return "case.consent" }
func (*ObjectionNotify) Kind() string  { return "objection.notify" }
func (*ObjectionAnswer) Kind() string  { return "objection.answer" }
func (*CaseAccept) Kind() string       { return "case.accept" }
func (*CaseCorrect) Kind() string      { return "case.correct" }
func (*CaseResubmit) Kind() string     { return "case.resubmit" }
func (*CaseDecline) Kind() string      { return "case.decline" }
func (*CaseExtend) Kind() string       { return "case.extend" }
func (*CaseReview) Kind() string       { return "case.review" }
func (*CasePost) Kind() string         { return "case.post" }
func (*CaseWithdraw) Kind() string     { return "case.withdraw" }
func (*CaseDeposit) Kind() string      { return "case.deposit" }
func (*ObjectionFile) Kind() string    { return "objection.file" }
func (*ObjectionResolve) Kind() string { return "objection.resolve" }
