package registry

// PledgePropose offers a pledge of the right to operate. By the certificate's holder. From here on the lien holds its rank.
type PledgePropose struct {
	Certificate string `json:"certificate"`
	Pledgee     string `json:"pledgee"`
	SecuredFen  int64  `json:"secured_fen"`
	NoFurther   bool   `json:"no_further"`
	Contract    string `json:"contract"`
	Months      int    `json:"months,omitzero"` // registered term, 1 to 360; zero: none
}

// PledgeAccept agrees to a pledge. By the pledgee, who names the liens ahead as disclosed to it (it has seen them) and the
// number of its filing in the PBOC unified register.
type PledgeAccept struct {
	Lien     string   `json:"lien"`
	Seen     []string `json:"seen"` // must equal the live liens ahead, in rank order
	FilingNo string   `json:"filing_no"`
	IPNo     string   `json:"ip_no,omitempty"` // at the IP office, for data-IP
}

// PledgeAcknowledge is an earlier pledgee's word that the later lien was disclosed to it.
type PledgeAcknowledge struct {
	Lien string `json:"lien"`
}

// PledgeEffect makes an accepted lien effective although an earlier pledgee stayed silent for Profile.LienNoticeDays. By
// pledgor or pledgee.
type PledgeEffect struct {
	Lien string `json:"lien"`
}

// PledgeDecline (by the pledgee) and PledgeWithdraw (by the pledgor) end a lien that is not effective yet.
type PledgeDecline struct {
	Lien string `json:"lien"`
}
type PledgeWithdraw struct {
	Lien string `json:"lien"`
}

// PledgeEnforce opens enforcement. By the pledgee.
type PledgeEnforce struct {
	Lien    string `json:"lien"`
	Grounds string `json:"grounds"`
}

// PledgeRelease ends a lien. By the pledgee, when no loan on it is open.
type PledgeRelease struct {
	Lien string `json:"lien"`
}

// LoanDisburse tells that credit was paid out on an effective lien. By the lien's pledgee. It is refused while the
// borrower is on the joint sanction list: ordered in the log, so a sanction and a disbursement cannot miss each other.
type LoanDisburse struct {
	Lien     string `json:"lien"`
	Contract string `json:"contract"`
}

// LoanSettle tells that a loan was repaid in full. By the lender.
type LoanSettle struct {
	Loan string `json:"loan"`
}

func (*PledgePropose) Kind() string     { return "pledge.propose" }
func (*PledgeAccept) Kind() string      { return "pledge.accept" }
func (*PledgeAcknowledge) Kind() string { return "pledge.acknowledge" }
func (*PledgeEffect) Kind() string      { return "pledge.effect" }
func (*PledgeDecline) Kind() string     { return "pledge.decline" }
func (*PledgeWithdraw) Kind() string    { return "pledge.withdraw" }
func (*PledgeEnforce) Kind() string     { return "pledge.enforce" }
func (*PledgeRelease) Kind() string     { return "pledge.release" }
func (*LoanDisburse) Kind() string      { return "loan.disburse" }
func (*LoanSettle) Kind() string        { return "loan.settle" }
