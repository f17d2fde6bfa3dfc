package facts

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
