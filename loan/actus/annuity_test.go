package actus

import (
	"math"
	"strconv"
	"testing"

	"shurong.org/shurong/internal/reference"
)

func TestAnnuitiesOf360MonthsPayThePublishedAmount(t *testing.T) {
	var ref struct {
		Annuity struct {
			Pairs [][2]string `json:"rate_payment"`
		} `json:"annuity_360_monthly_pv100"`
	}
	reference.Load(t, "daycount/quantlib-amortizing.json", &ref)
	for _, pair := range ref.Annuity.Pairs {
		want, err := strconv.ParseFloat(pair[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		events, err := project(loanTerms(map[string]any{"contractType": "ANN", "notionalPrincipal": 100,
			"nominalInterestRate": pair[0], "dayCountConvention": "30E360", "maturityDate": "2056-01-01T00:00:00",
			"cycleOfPrincipalRedemption": "P1ML1", "cycleAnchorDateOfPrincipalRedemption": "2026-02-01T00:00:00"}))
		if err != nil {
			t.Fatal(err)
		}
		paid := map[string]float64{}
		for _, e := range events {
			if e.EventType != "IED" {
				paid[e.EventDate] += e.Payoff
			}
		}
		for date, got := range paid {
			if got != 0 && math.Abs(got-want) > 1e-6 {
				t.Errorf("rate %s, %s: %v, want %v", pair[0], date, got, want)
			}
		}
		if len(paid) < 360 {
			t.Errorf("rate %s: %d payments", pair[0], len(paid))
		}
	}
}
