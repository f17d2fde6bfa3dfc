package decision

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestRightsTableRowByRow reaches every row of the table by the plainest source that it decides.
func TestRightsTableRowByRow(t *testing.T) {
	hu := []Right{Holding, Use}
	rows := []struct {
		code string
		s    Source
		want []Right
	}{
		{"unlawful", Source{Kind: SourceCollected}, nil},
		{"collected", Source{Kind: SourceCollected, Lawful: true}, AllRights},
		{"authorised", Source{Kind: SourceAuthorised, Lawful: true}, AllRights},
		{"own_person", Source{Kind: SourceOwnPerson, Lawful: true}, AllRights},
		{"crawl_product", Source{Kind: SourcePublicCrawl, Lawful: true, Product: true}, AllRights},
		{"crawl", Source{Kind: SourcePublicCrawl, Lawful: true, Product: true, Substitutes: true}, hu},
		{"agreement", Source{Kind: SourceAgreement, Lawful: true, ContractRights: []Right{Use}}, []Right{Use}},
		{"fused_contract", Source{Kind: SourceFused, Lawful: true, ContractRights: []Right{Operating, Holding}}, []Right{Holding, Operating}},
		{"fused_consent", Source{Kind: SourceFused, Lawful: true, OthersConsent: true}, AllRights},
		{"fused_silent", Source{Kind: SourceFused, Lawful: true}, hu},
		{"derived", Source{Kind: SourceDerived, Lawful: true, Substantive: true, SourceUseRight: true}, AllRights},
		{"derived_thin", Source{Kind: SourceDerived, Lawful: true, SourceUseRight: true}, nil},
		{"entrusted_contract", Source{Kind: SourceEntrusted, Lawful: true, ContractRights: []Right{Use}}, []Right{Use}},
		{"entrusted", Source{Kind: SourceEntrusted, Lawful: true}, nil},
	}
	for i, row := range rows {
		if RightsTable[i].Code != row.code {
			t.Errorf("row %d is %s, the test expects %s", i, RightsTable[i].Code, row.code)
		}
		got, rule := Registrable(row.s)
		if rule == nil || rule.Code != row.code || !slices.Equal(got, row.want) {
			t.Errorf("%s: got %v by %+v, want %v", row.code, got, rule, row.want)
		}
	}
	if len(rows) != len(RightsTable) {
		t.Errorf("the table has %d rows, the test %d", len(RightsTable), len(rows))
	}
}

// TestGateByGate opens each gate alone.
func TestGateByGate(t *testing.T) {
	own := []Source{{Kind: SourceCollected, Lawful: true}}
	rows := []struct {
		code string
		f    Facts
		want Outcome
	}{
		{"state_body", Facts{StateBody: true}, Refused},
		{"core_data", Facts{Grade: "core"}, Refused},
		{"harm", Facts{Harm: true}, Refused},
		{"dispute", Facts{Dispute: true}, Refused},
		{"false_proof", Facts{FalseProof: true}, Refused},
		{"public_product", Facts{PublicProduct: true}, Held},
		{"important_data", Facts{Grade: "important"}, Held},
		{"personal_basis", Facts{Personal: "personal"}, Held},
		{"sensitive_consent", Facts{Personal: "sensitive", PersonalBasis: "contract"}, Held},
		{"secret_withhold", Facts{TradeSecret: true}, Held},
		{"similar", Facts{Similar: 2}, Registrables},
	}
	for i, row := range rows {
		v := Verdict(own, AllRights, row.f)
		if Gates[i].Code != row.code || v.Outcome != row.want || !slices.ContainsFunc(v.Findings, func(f Finding) bool { return f.Code == row.code }) {
			t.Errorf("%s: %+v, want %s", row.code, v, row.want)
		}
	}
	if len(rows) != len(Gates) {
		t.Errorf("there are %d gates, the test has %d", len(Gates), len(rows))
	}
	for name, f := range map[string]Facts{
		"public product with its number": {PublicProduct: true, PublicRegistryNo: "GG1"},
		"important data, assessed":       {Grade: "important", RiskAssessed: true},
		"anonymised":                     {Personal: "sensitive", PersonalBasis: "anonymised"},
	} {
		if v := Verdict(own, AllRights, f); v.Outcome != Registrables {
			t.Errorf("%s: %s", name, v.Outcome)
		}
	}
}

func TestDataOfSeveralSourcesCarriesWhatEachOfThemCarries(t *testing.T) {
	crawled, own := Source{Kind: SourcePublicCrawl, Lawful: true}, Source{Kind: SourceCollected, Lawful: true}
	v := Verdict([]Source{own, crawled}, AllRights, Facts{})
	if v.Outcome != Partial || !slices.Equal(v.Registrable, []Right{Holding, Use}) || !slices.Equal(v.Denied, []Right{Operating}) {
		t.Errorf("own and crawled data together: %+v", v)
	}
	if v := Verdict([]Source{own, {Kind: SourceEntrusted, Lawful: true}}, AllRights, Facts{}); v.Outcome != Refused {
		t.Errorf("with a part processed for others: %+v", v)
	}
	if v := Verdict(nil, AllRights, Facts{}); v.Outcome != Refused {
		t.Errorf("without a source: %+v", v)
	}
	if v := Verdict([]Source{{Kind: SourceOwnPerson, Lawful: true}}, AllRights, Facts{}); v.Outcome != Refused {
		t.Errorf("an enterprise with a person's data: %+v", v)
	}
}

// TestVerdictGrantsNothingBeyondTheTable: whatever the facts, no right is registrable that a source does not carry.
func TestVerdictGrantsNothingBeyondTheTable(t *testing.T) {
	kinds := append(slices.Clone(SourceKinds), "found_in_the_street")
	rapid.Check(t, func(t *rapid.T) {
		b := func(s string) bool { return rapid.Bool().Draw(t, s) }
		var sources []Source
		for range rapid.IntRange(0, 3).Draw(t, "sources") {
			s := Source{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Lawful: b("lawful"), Product: b("product"),
				Substitutes: b("substitutes"), OthersConsent: b("consent"), SourceUseRight: b("use"), Substantive: b("substantive")}
			if b("contract") {
				s.ContractRights = []Right{rapid.SampledFrom(AllRights).Draw(t, "right")}
			}
			sources = append(sources, s)
		}
		f := Facts{StateBody: b("state"), Grade: rapid.SampledFrom([]string{"", "general", "important", "core"}).Draw(t, "grade"), Dispute: b("dispute")}
		v := Verdict(sources, AllRights, f)
		for _, r := range v.Registrable {
			for _, s := range sources {
				if carried, _ := Registrable(s); !slices.Contains(carried, r) {
					t.Fatalf("%s is registrable although %+v does not carry it", r, s)
				}
			}
		}
		if (f.StateBody || f.Grade == "core" || f.Dispute) && v.Outcome != Refused {
			t.Fatalf("%+v is %s", f, v.Outcome)
		}
	})
}

func TestEveryKindOfSourceHasItsChecksUnderAllThreeHeads(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range reviewItems() {
		if seen[c.Code] || c.ZH == "" || c.EN == "" || c.Article == "" {
			t.Errorf("item %+v is repeated or lacks a text", c)
		}
		seen[c.Code] = true
	}
	for _, k := range SourceKinds {
		heads := map[Head]int{}
		for _, c := range Checklist(k) {
			heads[c.Head]++
		}
		if len(heads) != 3 || heads[HeadAccuracy]*heads[HeadCompliance]*heads[HeadClarity] == 0 {
			t.Errorf("%s: %v", k, heads)
		}
		if len(Checklist(k)) <= len(Checklist()) {
			t.Errorf("%s has no check of its own", k)
		}
	}
	if n := len(SecrecyChecklist()); n < 8 {
		t.Errorf("%d secrecy measures", n)
	}
}

func TestAHeadCannotPassWhileARequiredCheckFails(t *testing.T) {
	list := Checklist(SourceCollected)
	answers := func(bad string) (out []CheckAnswer) {
		for _, c := range list {
			out = append(out, CheckAnswer{Code: c.Code, OK: c.Code != bad})
		}
		return out
	}
	pass := map[Head]bool{HeadAccuracy: true, HeadCompliance: true, HeadClarity: true}
	if err := CheckAnswers(list, answers(""), pass); err != nil {
		t.Error(err)
	}
	if err := CheckAnswers(list, answers("grade"), pass); !errors.Is(err, ErrHeadPassed) {
		t.Errorf("error = %v", err)
	}
	if err := CheckAnswers(list, answers("grade"), map[Head]bool{HeadAccuracy: true}); err != nil {
		t.Errorf("a failing head with a failing check: %v", err)
	}
	if err := CheckAnswers(list, answers("")[1:], pass); !errors.Is(err, ErrUnanswered) {
		t.Errorf("error = %v", err)
	}
	if err := CheckAnswers(list, append(answers(""), CheckAnswer{Code: "weather"}), pass); !errors.Is(err, ErrUnknownCheck) {
		t.Errorf("error = %v", err)
	}
}
