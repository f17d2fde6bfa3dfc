package actus

import "sort"

// Series is an observed market object: values at times, in order.
type Series struct {
	times  []Time
	values []float64
}

// at is the value at the scheduled time, else at the time moved to a business day, else the last one before.
func (s *Series) at(scheduled, moved Time) (float64, bool) {
	if s == nil || len(s.times) == 0 {
		return 0, false
	}
	for _, t := range [2]Time{scheduled, moved} {
		if i := sort.Search(len(s.times), func(i int) bool { return s.times[i] >= t }); i < len(s.times) && s.times[i] == t {
			return s.values[i], true
		}
	}
	i := sort.Search(len(s.times), func(i int) bool { return s.times[i] > scheduled })
	if i == 0 {
		return 0, false
	}
	return s.values[i-1], true
}

// Happening is an event that the world brings: a call (XD), a prepayment (PP), a look at the state (AD), a credit event
// (CE) of a covered contract.
type Happening struct {
	Time        Time
	Type        string
	Value       float64
	Contract    string
	Performance string
}

// Market is what a projection knows beside the contract.
type Market struct {
	Series map[string]*Series
	Events []Happening
	// Until ends the projection, 0 for none: events later than it are left out.
	Until Time
}
