package registry

import "shurong.org/shurong/daycount"

// CertificateIssue gives the certificate its code and its term (凭证核发). By the case's registrar, after deposit.
type CertificateIssue struct {
	Case       string        `json:"case"`
	ValidUntil daycount.Date `json:"valid_until"` // at most Profile.ValidityMonths after the deposit
}

// CertificateCancel ends a certificate (注销): on the holder's request, or as the result of an objection. By the registrar.
type CertificateCancel struct {
	Code   string `json:"code"`
	Reason string `json:"reason"` // commitment
}

// ValuationRecord puts an appraisal on record. By an appraiser that is neither holder nor pledgee.
type ValuationRecord struct {
	Certificate string        `json:"certificate"`
	Date        daycount.Date `json:"date"`
	ValidUntil  daycount.Date `json:"valid_until"`
	ValueFen    int64         `json:"value_fen"`
	LowFen      int64         `json:"low_fen"`
	HighFen     int64         `json:"high_fen"`
	Approaches  []string      `json:"approaches"`
	ValueType   string        `json:"value_type"`
	Report      string        `json:"report"`
}

// HeartbeatRecord is an agent's sign of life with what it measured. Signed by an agent's key of the holder.
type HeartbeatRecord struct {
	Certificate string      `json:"certificate"`
	Seq         uint64      `json:"seq"`            // 1, 2, 3, …
	Prev        string      `json:"prev,omitempty"` // digest of the heartbeat before, empty for the first
	Measurement Measurement `json:"measurement"`
	Live        *Live       `json:"live,omitempty"`    // how the data moved
	Answers     []Answer    `json:"answers,omitempty"` // to challenges that lenders revealed, one a lien
}

// SanctionList puts an organisation on the joint sanction list, or renews its entry. By a regulator.
type SanctionList struct {
	Subject  string        `json:"subject"`
	Grounds  string        `json:"grounds"` // misuse, false_statement, repeated_pledge, default, other
	Until    daycount.Date `json:"until"`   // at most three years away
	Decision string        `json:"decision"`
}

// SanctionLift removes an organisation from the list. By a regulator.
type SanctionLift struct {
	Subject  string `json:"subject"`
	Decision string `json:"decision"`
}

func (*CertificateIssue) Kind() string  { return "certificate.issue" }
func (*CertificateCancel) Kind() string { return "certificate.cancel" }
func (*ValuationRecord) Kind() string   { return "valuation.record" }
func (*HeartbeatRecord) Kind() string   { return "heartbeat.record" }
func (*SanctionList) Kind() string      { return "sanction.list" }
func (*SanctionLift) Kind() string      { return "sanction.lift" }
