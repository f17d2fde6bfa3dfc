package facts

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/decision"
)

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
	LienExpired   LienStatus = "expired" // its registered term ended
)

// Live reports whether a lien in this status holds a rank.
func (s LienStatus) Live() bool {
	return s == LienProposed || s == LienAccepted || s == LienEffective || s == LienEnforcing
}

// Lien is a pledge of the right to operate that a certificate proves, proposed by the pledgor and accepted, or filed by the
// pledgee alone as a notice. It ranks by Index, the log position of proposal or filing, so that two pledges sent at the
// same instant are still one before the other for everybody; two neighbours may exchange ranks by agreement.
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

	IPNo       string          `json:"ip_no,omitempty"` // number of the pledge at the IP office, for data-IP
	Until      daycount.Date   `json:"until,omitzero"`  // last day of the registered term; zero: none was registered
	Notice     bool            `json:"notice,omitzero"` // filed by the pledgee without the pledgor's signature
	Owner      string          `json:"owner,omitempty"` // who holds the pledged right, once it was transferred
	Amended    int             `json:"amended,omitzero"`
	Extended   int             `json:"extended,omitzero"`
	Assigned   []Assignment    `json:"assigned,omitempty"`
	Consents   []LienConsent   `json:"consents,omitempty"`
	Objections []LienObjection `json:"objections,omitempty"` // the pledgor's, registered beside it
	Yields     *Subordination  `json:"yields,omitempty"`     // its pledgee signed to stand behind another
	Yielded    []Subordination `json:"yielded,omitempty"`    // agreements both sides signed
	Court      string          `json:"court,omitempty"`      // commitment to the court's document that released it
}

// Assignment hands a lien to another pledgee with the claim it secures.
type Assignment struct {
	From      string        `json:"from"`
	To        string        `json:"to"`
	Agreement string        `json:"agreement"` // commitment
	On        daycount.Date `json:"on"`
	Index     uint64        `json:"index"`
}

// What a pledgee can consent to (Civil Code 444, 445).
const (
	ActTransfer = "transfer"
	ActLicence  = "licence"
)

// LienConsent is a pledgee's word that the pledged right may be transferred or licensed to somebody. It serves once.
type LienConsent struct {
	Act      string        `json:"act"` // transfer, licence
	To       string        `json:"to"`
	Until    daycount.Date `json:"until"`    // last day on which it can be used
	Document string        `json:"document"` // commitment to its terms
	Index    uint64        `json:"index"`
	Used     bool          `json:"used,omitzero"`
}

// LienObjection is the pledgor's objection to a filed lien. It stands beside the lien and takes nothing from it.
type LienObjection struct {
	By      string        `json:"by"`
	Grounds string        `json:"grounds"` // commitment
	On      daycount.Date `json:"on"`
	Index   uint64        `json:"index"`
	EndedOn daycount.Date `json:"ended_on,omitzero"`
}

// Subordination is an agreement that one lien stands behind another.
type Subordination struct {
	Behind    string        `json:"behind"`    // the lien that advances
	Agreement string        `json:"agreement"` // commitment, the same from both pledgees
	On        daycount.Date `json:"on"`
}

// LiveOn reports whether a lien holds its rank on a day: it was not ended, and its registered term has not.
func (l *Lien) LiveOn(today daycount.Date) bool {
	return l.Status.Live() && (l.Until.IsZero() || !today.After(l.Until))
}

// Holder is who holds the pledged right.
func (l *Lien) Holder() string {
	if l.Owner != "" {
		return l.Owner
	}
	return l.Pledgor
}

// Consent returns the unused consent to an act in favour of somebody that is good on a day, nil if there is none.
func (l *Lien) Consent(act, to string, today daycount.Date) *LienConsent {
	for i := range l.Consents {
		k := &l.Consents[i]
		if k.Act == act && k.To == to && !k.Used && !today.After(k.Until) {
			return k
		}
	}
	return nil
}

// AlertDays is how long before a lien loses its ground the pledgee is alerted: the window in which the holder can renew
// is six months, and a month before it the pledgee should be asking.
const AlertDays = 214

// Security says whether a lien secures anything on a day, until when, and if not, why.
type Security struct {
	Secured bool          `json:"secured"`
	Why     string        `json:"why,omitempty"`     // ended, expired, cancelled, lapsed, right_ended, not_effective
	Until   daycount.Date `json:"until,omitzero"`    // last day it is secured as things stand
	Because string        `json:"because,omitempty"` // what ends first: lien, certificate, right
	Days    int           `json:"days"`              // days to Until
	Alert   bool          `json:"alert,omitzero"`    // Until is near: have the holder renew, or extend
}

// SecurityOf holds a lien against its certificate on a day. A lien on a certificate that lapsed is unsecured from the day
// after, although nobody did anything.
func SecurityOf(l *Lien, cert *Certificate, today daycount.Date) Security {
	unsecured := func(why string) Security { return Security{Why: why} }
	switch {
	case !l.Status.Live():
		return unsecured("ended")
	case !l.LiveOn(today):
		return unsecured("expired")
	case cert == nil || cert.Cancelled:
		return unsecured("cancelled")
	case !cert.Live(today):
		return unsecured("lapsed")
	case !cert.Grants(decision.Operating, today):
		return unsecured("right_ended")
	case l.Status == LienProposed || l.Status == LienAccepted:
		return unsecured("not_effective")
	}
	s := Security{Secured: true, Until: cert.ValidUntil, Because: "certificate"}
	for _, g := range cert.Rights {
		if g.Right == decision.Operating && !g.Until.IsZero() && g.Until.Before(s.Until) {
			s.Until, s.Because = g.Until, "right"
		}
	}
	if !l.Until.IsZero() && l.Until.Before(s.Until) {
		s.Until, s.Because = l.Until, "lien"
	}
	s.Days = s.Until.Sub(today)
	s.Alert = s.Days <= AlertDays
	return s
}

// Encumbrance lists a certificate's live liens in rank order. The fact exists only while there is one.
type Encumbrance struct {
	Liens []string `json:"liens"`
}
