package registry

import "shurong.org/shurong/daycount"

// LienStatus is where a pledge stands.
type LienStatus string

const (
	LienProposed  LienStatus = "proposed"  // the pledgor offers; it holds its rank
	LienAccepted  LienStatus = "accepted"  // the pledgee agreed, having seen the liens ahead; they have not all been notified
	LienEffective LienStatus = "effective" // binding
	LienEnforcing LienStatus = "enforcing" // enforcement was opened
	LienReleased  LienStatus = "released"
	LienDeclined  LienStatus = "declined"
	LienWithdrawn LienStatus = "withdrawn"
)

// Live reports whether a lien in this status holds a rank.
func (s LienStatus) Live() bool {
	return s == LienProposed || s == LienAccepted || s == LienEffective || s == LienEnforcing
}

// Lien is a pledge of the right to operate that a certificate proves. Its rank is Index: the log position of the
// proposal, so that two pledges sent at the same instant are still one before the other, for everybody.
type Lien struct {
	ID          string        `json:"id"`
	Certificate string        `json:"certificate"`
	Pledgor     string        `json:"pledgor"`
	Pledgee     string        `json:"pledgee"`
	Index       uint64        `json:"index"`
	SecuredFen  int64         `json:"secured_fen"`         // the most it secures
	NoFurther   bool          `json:"no_further"`          // covenant: no further pledge while it lives
	Contract    string        `json:"contract"`            // commitment to the pledge contract
	FilingNo    string        `json:"filing_no,omitempty"` // PBOC unified register (动产融资统一登记)
	Status      LienStatus    `json:"status"`
	Ahead       []string      `json:"ahead"`    // live liens ahead when proposed, in rank order
	Informed    []string      `json:"informed"` // those of Ahead whose pledgees acknowledged
	ProposedOn  daycount.Date `json:"proposed_on"`
	AcceptedOn  daycount.Date `json:"accepted_on,omitzero"`
	EffectiveAt uint64        `json:"effective_index,omitempty"`
	EndedAt     uint64        `json:"ended_index,omitempty"`
}

// Encumbrance lists a certificate's live liens in rank order. The fact exists only while there is one.
type Encumbrance struct {
	Liens []string `json:"liens"`
}
