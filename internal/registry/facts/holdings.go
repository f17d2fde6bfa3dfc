package facts

// HoldingsPageSize is how many certificates one [HoldingsPage] lists.
const HoldingsPageSize = 64

// Holdings counts the certificates that were ever entered in a holder's name, in pages of [HoldingsPageSize]. It makes a
// search by holder provably complete: the count, every page and the absence of a page beyond are facts of the state map,
// and a holder without the fact has no certificate. A log keeps it if its genesis says so.
type Holdings struct {
	Count int `json:"count"`
}

// HoldingsPage lists certificates in the order in which they were entered. Every page but the last is full.
type HoldingsPage struct {
	Certificates []string `json:"certificates"`
}
