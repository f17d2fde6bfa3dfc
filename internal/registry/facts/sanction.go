package facts

import (
	"shurong.org/shurong/daycount"
)

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
