package actus

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
)

// loanTerms is a plain loan that a test changes a term of.
func loanTerms(change map[string]any) []byte {
	terms := map[string]any{"contractType": "PAM", "contractID": "c", "contractRole": "RPA", "statusDate": "2025-12-31T00:00:00",
		"contractDealDate": "2025-12-31", "currency": "CNY", "initialExchangeDate": "2026-01-01T00:00:00",
		"maturityDate": "2027-01-01T00:00:00", "notionalPrincipal": " 1000", "nominalInterestRate": 0.05,
		"cycleAnchorDateOfInterestPayment": "2026-02-01T00:00:00", "cycleOfInterestPayment": "P1ML1", "dayCountConvention": "A365"}
	for k, v := range change {
		if v == nil {
			delete(terms, k)
			continue
		}
		terms[k] = v
	}
	b, err := json.Marshal(map[string]any{"c1": map[string]any{"terms": terms, "to": ""}})
	if err != nil {
		panic(err)
	}
	return b
}

func project(b []byte) ([]Result, error) {
	cases, faults := Decode("cases.json", b)
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return cases[0].Events("cases.json")
}

func TestWrongTermsAreNamedWithFileCaseAndTerm(t *testing.T) {
	for _, c := range []struct {
		name   string
		change map[string]any
		want   *fault.Def
		field  string
	}{
		{"unknown term", map[string]any{"notionalPrincipel": 1}, ErrTerm, "c1.notionalPrincipel"},
		{"empty unknown term", map[string]any{"foo": ""}, ErrTerm, "c1.foo"},
		{"unknown array", map[string]any{"arrayFoo": []int{1}}, ErrTerm, "c1.arrayFoo"},
		{"date that does not exist", map[string]any{"maturityDate": "2026-02-30T00:00:00"}, ErrValue, "c1.maturityDate"},
		{"time of day", map[string]any{"maturityDate": "2027-01-01T12:00:00"}, ErrValue, "c1.maturityDate"},
		{"maturity before start", map[string]any{"maturityDate": "2025-12-31T00:00:00"}, ErrMaturity, "c1.maturityDate"},
		{"negative principal", map[string]any{"notionalPrincipal": "-5"}, ErrNegative, "c1.notionalPrincipal"},
		{"rate of 1000 %", map[string]any{"nominalInterestRate": 10}, ErrRate, "c1.nominalInterestRate"},
		{"no number", map[string]any{"notionalPrincipal": "ten"}, ErrValue, "c1.notionalPrincipal"},
		{"not finite", map[string]any{"notionalPrincipal": "NaN"}, ErrValue, "c1.notionalPrincipal"},
		{"other settlement currency", map[string]any{"settlementCurrency": "USD"}, ErrCurrency, "c1.settlementCurrency"},
		{"cycle", map[string]any{"cycleOfInterestPayment": "1M"}, ErrValue, "c1.cycleOfInterestPayment"},
		{"cycle that stands still", map[string]any{"cycleOfInterestPayment": "P0DL1"}, ErrValue, "c1.cycleOfInterestPayment"},
		{"type", map[string]any{"contractType": "SWAPS"}, ErrUnsupported, "c1.contractType"},
		{"no role", map[string]any{"contractRole": nil}, ErrMissing, "c1.contractRole"},
		{"no maturity", map[string]any{"maturityDate": nil}, ErrMissing, "c1.maturityDate"},
		{"no redemption", map[string]any{"contractType": "LAM"}, ErrMissing, "c1.cycleOfPrincipalRedemption"},
		{"no observation", map[string]any{"cycleAnchorDateOfRateReset": "2026-03-01T00:00:00", "cycleOfRateReset": "P1YL1",
			"marketObjectCodeOfRateReset": "LPR1Y"}, ErrObserved, "c1.marketObjectCodeOfRateReset"},
		{"too many events", map[string]any{"maturityDate": "9000-01-01T00:00:00", "cycleOfInterestPayment": "P1DL1"}, ErrMany, "c1"},
		{"never repaid", map[string]any{"contractType": "NAM", "maturityDate": nil, "nextPrincipalRedemptionPayment": 1,
			"cycleOfPrincipalRedemption": "P1ML1", "cycleAnchorDateOfPrincipalRedemption": "2026-02-01T00:00:00"}, ErrEndless,
			"c1.nextPrincipalRedemptionPayment"},
		{"covered in another currency", map[string]any{"contractType": "CEG", "contractStructure": []any{map[string]any{
			"referenceType": "CNT", "referenceRole": "COVE", "object": map[string]any{"contractType": "CSH", "contractID": "x",
				"contractRole": "RPA", "statusDate": "2025-12-31", "currency": "USD", "notionalPrincipal": 1}}}}, ErrCurrency,
			"c1.contractStructure.x"},
	} {
		_, err := project(loanTerms(c.change))
		var f *fault.Error
		if !errors.Is(err, c.want) || !errors.As(err, &f) || f.Field != c.field || f.File != "cases.json" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := project([]byte("{\n\"a\": ]")); !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), "cases.json:2") {
		t.Errorf("broken JSON: %v", err)
	}
}

func TestPrepaymentIsCappedAndInterestFollowsTheNotional(t *testing.T) {
	var file map[string]map[string]any
	if err := json.Unmarshal(loanTerms(nil), &file); err != nil {
		t.Fatal(err)
	}
	file["c1"]["eventsObserved"] = []any{map[string]any{"time": "2026-07-01T00:00:00", "type": "PP", "value": 400}}
	b, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	events, err := project(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		switch {
		case e.EventType == "PP" && (e.Payoff != 400 || e.NotionalPrincipal != 600):
			t.Errorf("%+v", e)
		case e.EventType == "MD" && e.Payoff != 600:
			t.Errorf("%+v", e)
		}
	}
}

func TestRolesMirrorEachOther(t *testing.T) {
	for _, kind := range []string{"PAM", "LAM", "NAM", "ANN"} {
		terms := map[string]any{"contractType": kind, "cycleOfPrincipalRedemption": "P1ML1",
			"cycleAnchorDateOfPrincipalRedemption": "2026-02-01T00:00:00"}
		if kind == "NAM" {
			terms["nextPrincipalRedemptionPayment"] = 80
		}
		lender, err := project(loanTerms(terms))
		if err != nil {
			t.Fatal(err)
		}
		terms["contractRole"] = "RPL"
		borrower, err := project(loanTerms(terms))
		if err != nil || len(borrower) != len(lender) {
			t.Fatal(err)
		}
		sum := 0.0
		for i := range lender {
			if lender[i].Payoff != -borrower[i].Payoff || lender[i].NotionalPrincipal != -borrower[i].NotionalPrincipal {
				t.Errorf("%s event %d: %+v, %+v", kind, i, lender[i], borrower[i])
			}
			if k := lender[i].EventType; k == "PR" || k == "MD" || k == "IED" {
				sum += lender[i].Payoff
			}
		}
		if sum > 1e-9 || sum < -1e-9 {
			t.Errorf("%s: principal paid out and back differ by %v", kind, sum)
		}
	}
}

func FuzzDecodeAndProject(f *testing.F) {
	f.Add(loanTerms(nil))
	f.Add(loanTerms(map[string]any{"contractType": "ANN", "cycleOfPrincipalRedemption": "P1ML0", "businessDayConvention": "SCMF",
		"calendar": "MF", "endOfMonthConvention": "EOM"}))
	f.Add(loanTerms(map[string]any{"contractType": "LAX", "arrayCycleAnchorDateOfPrincipalRedemption": []string{"2026-03-01"},
		"arrayNextPrincipalRedemptionPayment": 20, "arrayIncreaseDecrease": "DEC", "arrayCycleOfPrincipalRedemption": "P1ML1"}))
	f.Add(loanTerms(map[string]any{"contractType": "CLM", "xDayNotice": "P1M"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		cases, _ := Decode("f", b)
		for _, c := range cases {
			events, err := c.Events("f")
			if err != nil {
				continue
			}
			for i := 1; i < len(events); i++ {
				if c.Contract.Type <= LAX && events[i].EventDate < events[i-1].EventDate {
					t.Errorf("%s: event %d goes back in time", c.ID, i)
				}
			}
			if _, err := json.Marshal(events); err != nil {
				t.Errorf("%s: %v", c.ID, err)
			}
		}
	})
}
