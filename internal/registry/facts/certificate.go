package facts

import "shurong.org/shurong/daycount"

// Certificate is a registration certificate (登记凭证): one holder's rights in one asset. Guide Art. 26–27, annex 6. The
// code is its name for life: change and renewal make new editions of it; a transfer makes a new certificate for the
// transferee, whose Previous is this one.
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

	Edition    int          `json:"edition,omitzero"`   // later registrations it has gone through
	Pending    string       `json:"pending,omitempty"`  // later case that took effect and is about to be concluded
	Renewing   *Holdover    `json:"renewing,omitempty"` // a renewal was applied for in time
	Previous   string       `json:"previous,omitempty"` // certificate the rights were transferred from
	History    []TitleEntry `json:"history,omitempty"`  // once there is one: the issue and each later registration
	Closed     string       `json:"closed,omitempty"`   // why it was cancelled by a later registration
	Regime     string       `json:"regime,omitempty"`   // rule profile, if not the log's own
	Recognised *Recognition `json:"recognised,omitempty"`
	Withheld   bool         `json:"withheld,omitzero"` // of a trade secret: a search shows that it exists, and no more
}

// Holdover keeps a certificate in force past its term while a renewal that was applied for in time is decided (Guide
// Art. 36: it lapses if the term ends and renewal was not applied for). Until bounds it while the application itself
// waits for corrections; zero is as long as the case is open.
type Holdover struct {
	Case  string        `json:"case"`
	Until daycount.Date `json:"until,omitzero"`
}

// TitleEntry is a link of the chain of title: what a registration left on a certificate.
type TitleEntry struct {
	Type           CaseType       `json:"type"`
	Case           string         `json:"case"`
	Index          uint64         `json:"index"` // log position; of an issue before there was a history, zero
	At             int64          `json:"at"`    // effective, Unix milliseconds
	Holder         string         `json:"holder"`
	Rights         []GrantedRight `json:"rights"` // after it
	ValidUntil     daycount.Date  `json:"valid_until"`
	FormCommitment string         `json:"form_commitment"`
	From           string         `json:"from,omitempty"` // certificate the rights came from
	To             string         `json:"to,omitempty"`   // certificate rights went to
}

// Recognition tells which earlier certificate of another regime this one stands on (Guide Art. 41).
type Recognition struct {
	Issuer   string        `json:"issuer"` // the office or body that issued it
	Regime   string        `json:"regime"` // rule profile
	OldCode  string        `json:"old_code"`
	IssuedOn daycount.Date `json:"issued_on"`
	Evidence string        `json:"evidence"` // commitment to the documents kept (Art. 41: 保存相关资料)
}

// Live reports whether the certificate proves its rights on a day.
func (c *Certificate) Live(today daycount.Date) bool {
	return !c.Cancelled && (!today.After(c.ValidUntil) || c.heldOver(today))
}

func (c *Certificate) heldOver(today daycount.Date) bool {
	return c.Renewing != nil && (c.Renewing.Until.IsZero() || !today.After(c.Renewing.Until))
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

// Titles returns the certificate's own part of the chain of title, oldest first.
func (c *Certificate) Titles() []TitleEntry {
	if len(c.History) > 0 {
		return c.History
	}
	return []TitleEntry{c.issued()}
}

// issued is the entry of the issue, for a certificate without later registrations.
func (c *Certificate) issued() TitleEntry {
	return TitleEntry{
		Type: TypeInitial, Case: c.Case, At: c.EffectiveAt, Holder: c.Holder, Rights: c.Rights, ValidUntil: c.ValidUntil,
		FormCommitment: c.FormCommitment,
	}
}

// BeginHistory writes the issue down before a later registration changes what it says.
func (c *Certificate) BeginHistory() {
	if len(c.History) == 0 {
		c.History = []TitleEntry{c.issued()}
	}
}

// RenewalWindow returns the first and last day on which a renewal can be applied for (Guide Art. 36: from six months
// before the expiry to the day before it).
func (c *Certificate) RenewalWindow(p Profile) (from, until daycount.Date) {
	if p.RenewalDays > 0 {
		return c.ValidUntil.AddDays(-p.RenewalDays), c.ValidUntil.AddDays(-1)
	}
	return c.ValidUntil.AddMonths(-p.RenewalMonths), c.ValidUntil.AddDays(-1)
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
