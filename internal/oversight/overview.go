package oversight

import (
	"context"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Count is how many of a code there are.
type Count struct {
	Code string `json:"code"`
	N    int64  `json:"n"`
}

// Overview is the field in numbers.
type Overview struct {
	Size          uint64             `json:"size" doc:"log size that all of it speaks of"`
	AsOf          daycount.Date      `json:"as_of" doc:"civil day that terms are judged on"`
	Organisations OrganisationCounts `json:"organisations"`
	Cases         CaseCounts         `json:"cases"`
	Certificates  CertificateCounts  `json:"certificates"`
	Liens         LienCounts         `json:"liens"`
	Valuations    ValuationCounts    `json:"valuations"`
	Loans         LoanCounts         `json:"loans"`
	Heartbeats    HeartbeatCounts    `json:"heartbeats"`
	Sanctions     SanctionCounts     `json:"sanctions"`
}

// OrganisationCounts counts organisations; one with two roles is counted in both.
type OrganisationCounts struct {
	Total  int64   `json:"total"`
	ByRole []Count `json:"by_role"`
}

// CaseCounts counts registration proceedings as they stand today.
type CaseCounts struct {
	Total          int64   `json:"total"`
	ByStatus       []Count `json:"by_status"`
	Overdue        int64   `json:"overdue" doc:"open cases whose running term is past"`
	Objections     int64   `json:"objections" doc:"ever filed"`
	OpenObjections int64   `json:"open_objections"`
	Upheld         int64   `json:"upheld"`
}

// CertificateCounts counts certificates; region and industry count those that are live.
type CertificateCounts struct {
	Total      int64   `json:"total"`
	ByStatus   []Count `json:"by_status" doc:"live, expired, cancelled"`
	ByRegion   []Count `json:"by_region" doc:"of live ones, by province: the first two digits of GB/T 2260"`
	ByIndustry []Count `json:"by_industry" doc:"of live ones, by section: the letter of GB/T 4754"`
	Objected   int64   `json:"objected" doc:"live ones under an open objection"`
	Encumbered int64   `json:"encumbered" doc:"certificates with a live lien"`
}

// LienCount counts liens of a status and sums what they secure at most.
type LienCount struct {
	Code       string `json:"code"`
	N          int64  `json:"n"`
	SecuredFen int64  `json:"secured_fen"`
}

// LienCounts counts liens.
type LienCounts struct {
	Total      int64       `json:"total"`
	ByStatus   []LienCount `json:"by_status"`
	SecuredFen int64       `json:"secured_fen" doc:"sum over effective and enforced liens"`
}

// ValuationCounts sums the latest appraisal of each certificate.
type ValuationCounts struct {
	Recorded  int64 `json:"recorded" doc:"appraisals ever recorded"`
	N         int64 `json:"n" doc:"certificates that have one"`
	Current   int64 `json:"current" doc:"of these, valid today"`
	TotalFen  int64 `json:"total_fen"`
	MedianFen int64 `json:"median_fen" doc:"the middle one; of two middle ones the mean, rounded down"`
}

// LoanCounts counts loans on liens. Amounts are private to the lenders.
type LoanCounts struct {
	Open    int64 `json:"open"`
	Settled int64 `json:"settled"`
}

// HeartbeatCounts counts live certificates by the day their data was last seen. Every certificate is in one of them.
type HeartbeatCounts struct {
	Today int64 `json:"today"`
	Week  int64 `json:"week" doc:"in the 7 days before today"`
	Older int64 `json:"older"`
	Never int64 `json:"never"`
}

// SanctionCounts counts entries of the list that are not lifted.
type SanctionCounts struct {
	InForce   int64   `json:"in_force"`
	Lapsed    int64   `json:"lapsed"`
	ByGrounds []Count `json:"by_grounds" doc:"of those in force"`
}

// Scorecard is how a registrar keeps its terms.
type Scorecard struct {
	Registrar      desk.Party `json:"registrar"`
	Cases          int64      `json:"cases"`
	Open           int64      `json:"open"`
	Overdue        int64      `json:"overdue" doc:"open cases whose running term is past"`
	Deemed         int64      `json:"deemed" doc:"accepted by silence (Guide Art. 17)"`
	LateReviews    int64      `json:"late_reviews" doc:"concluded after the term of Guide Art. 28"`
	Extended       int64      `json:"extended" doc:"reviews that were extended"`
	Refused        int64      `json:"refused"`
	Objections     int64      `json:"objections"`
	OpenObjections int64      `json:"open_objections"`
	Upheld         int64      `json:"upheld" doc:"objections upheld"`
	Certificates   int64      `json:"certificates"`
	Cancelled      int64      `json:"cancelled"`
	Withheld       int64      `json:"withheld" doc:"registered without publicity (Guide Art. 24)"`
}

// Overview counts the field as of now.
func (s *Service) Overview(ctx context.Context) (Overview, error) {
	t, err := s.count(ctx)
	if err != nil {
		return Overview{}, err
	}
	return t.overview, nil
}

// count returns the tally of the present log and day, made anew if either has moved.
func (s *Service) count(ctx context.Context) (*tally, error) {
	s.counting.Lock()
	defer s.counting.Unlock()
	today := s.Today()
	var t *tally
	err := s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		if s.counted != nil && s.counted.overview.Size == snap.Size() && s.counted.overview.AsOf == today {
			t = s.counted
			return nil
		}
		t = newTally(today)
		return t.run(snap)
	})
	if err != nil {
		return nil, err
	}
	s.counted = t
	return t, nil
}

// counts are numbers by code, listed in the order of the codes.
type counts map[string]int64

func (c counts) list() []Count {
	out := make([]Count, 0, len(c))
	for code, n := range c {
		out = append(out, Count{code, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return compare(a.Code, b.Code) })
	return out
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// median is the middle of values; of two middle ones the mean, rounded down.
func median(values []int64) int64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	m := len(values) / 2
	if len(values)%2 == 1 {
		return values[m]
	}
	low, high := values[m-1], values[m]
	return low + (high-low)/2
}

// first is the first n characters of a code, which is ASCII by the registry's rules.
func first(code string, n int) string { return code[:min(n, len(code))] }

// live statuses of a case: those in which something is still to be done.
func open(s registry.CaseStatus) bool {
	switch s {
	case registry.CaseCertified, registry.CaseNotFiled, registry.CaseRefused, registry.CaseWithdrawn:
		return false
	}
	return true
}
