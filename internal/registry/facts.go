package registry

import "shurong.org/shurong/daycount"

// Genesis is how a log began.
type Genesis struct {
	Origin  string  `json:"origin"`
	Profile Profile `json:"profile"`
	Time    int64   `json:"time"`
	V       int     `json:"v"`
	// HolderIndex says that the log lists certificates by holder from its first day.
	HolderIndex bool `json:"holder_index,omitzero"`
}

// Calendar holds the State Council's years known to the registry, ascending.
type Calendar struct {
	Years []daycount.Year `json:"years"`
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
	// Originator is the first lender of a loan that was assigned; it may go on collecting and tell of the settlement.
	Originator string `json:"originator,omitempty"`
	Index      uint64 `json:"index"`
}

// LoanRef points from a lien to the open loan it secures.
type LoanRef struct {
	Loan string `json:"loan"`
}
