package valuation

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/strict"
)

// royaltyFile is a good file; every bad one below differs from it in one place. Line numbers are part of the
// rules' tests.
const royaltyFile = `version: 1
asset: 停车数据集
purpose: pledge
value_type: market
valuation_date: 2026-03-31
currency_unit: 元
approaches:
  - sources: {revenue: 审计报告}
    royalty:
      revenue:
        amounts: [1000.00, 1200]
      royalty_rate: 0.12
      life: {right: 5, economic: 3}
      discount_rate:
        basis: pre_tax
        rate: 0.185
`

func TestBadFilesNameCodeAndLine(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           *fault.Def
		line           int
		field          string
	}{
		{"unknown key at the top", "asset:", "colour: red\nasset:", ErrUnknownKey, 2, ""},
		{"unknown key deep inside", "royalty_rate: 0.12", "royalty_rate: 0.12\n      royaltyrate: 0.12", ErrUnknownKey, 13, ""},
		{"unknown key beside the method", "sources: {", "notes: x\n    sources: {", ErrUnknownKey, 8, ""},
		{"repeated key", "purpose: pledge", "purpose: pledge\npurpose: transfer", ErrDuplicateKey, 4, ""},
		{"money with three decimals", "1000.00", "1000.005", money.ErrPrecision, 11, "approaches[0].royalty.revenue.amounts[0]"},
		{"money that is no number", "1200]", "abc]", money.ErrFormat, 11, "approaches[0].royalty.revenue.amounts[1]"},
		{"money over the most", "1200]", "99999999999999]", money.ErrRange, 11, "approaches[0].royalty.revenue.amounts[1]"},
		{"negative rate", "rate: 0.185", "rate: -0.05", ErrOutOfRange, 16, "approaches[0].royalty.discount_rate.rate"},
		{"zero rate", "rate: 0.185", "rate: 0", ErrOutOfRange, 16, "approaches[0].royalty.discount_rate.rate"},
		{"rate in percent", "rate: 0.185", "rate: 18.5%", ErrNumber, 16, "approaches[0].royalty.discount_rate.rate"},
		{"rate as 18.5", "rate: 0.185", "rate: 18.5", ErrOutOfRange, 16, "approaches[0].royalty.discount_rate.rate"},
		{"rate with an exponent", "rate: 0.185", "rate: 1e-1", ErrNumber, 16, "approaches[0].royalty.discount_rate.rate"},
		{"rate that is empty", "rate: 0.185", "rate:", ErrExclusive, 14, "approaches[0].royalty.discount_rate"},
		{"rate that is not a number", "rate: 0.185", "rate: .nan", ErrNumber, 16, "approaches[0].royalty.discount_rate.rate"},
		{"parts of a rate that add up to nothing", "rate: 0.185", "build_up: {risk_free: 0, management: 0}", ErrOutOfRange, 14, "approaches[0].royalty.discount_rate"},
		{"parts that add up to over one", "rate: 0.185", "build_up: {risk_free: 0.6, management: 0.6}", ErrOutOfRange, 14, "approaches[0].royalty.discount_rate"},
		{"a negative part of a rate", "rate: 0.185", "build_up: {risk_free: 0.3, security: -0.1}", ErrOutOfRange, 16, "approaches[0].royalty.discount_rate.build_up.security"},
		{"two rates", "rate: 0.185", "rate: 0.185\n        build_up: {risk_free: 0.1}", ErrExclusive, 14, "approaches[0].royalty.discount_rate"},
		{"rate after tax, flow before", "basis: pre_tax", "basis: after_tax", ErrBasis, 15, "approaches[0].royalty.discount_rate.basis"},
		{"rate before tax, flow after", "royalty_rate: 0.12", "royalty_rate: 0.12\n      tax_rate: 0.25", ErrBasis, 16, "approaches[0].royalty.discount_rate.basis"},
		{"unknown basis", "basis: pre_tax", "basis: gross", ErrChoice, 15, "approaches[0].royalty.discount_rate.basis"},
		{"royalty of zero", "royalty_rate: 0.12", "royalty_rate: 0", ErrOutOfRange, 12, "approaches[0].royalty.royalty_rate"},
		{"royalty over all", "royalty_rate: 0.12", "royalty_rate: 1.2", ErrOutOfRange, 12, "approaches[0].royalty.royalty_rate"},
		{"royalty missing", "      royalty_rate: 0.12\n", "", ErrMissing, 9, "approaches[0].royalty.royalty_rate"},
		{"empty list", "[1000.00, 1200]", "[]", ErrEmptyList, 11, "approaches[0].royalty.revenue.amounts"},
		{"growth under −100 %", "amounts: [1000.00, 1200]", "first: 100\n        growth: -1.5\n        periods: 2", ErrOutOfRange, 12, "approaches[0].royalty.revenue.growth"},
		{"growth over 100 %", "amounts: [1000.00, 1200]", "first: 100\n        growth: 5\n        periods: 2", ErrOutOfRange, 12, "approaches[0].royalty.revenue.growth"},
		{"a million periods", "amounts: [1000.00, 1200]", "first: 100\n        growth: 0.1\n        periods: 1000000", ErrTooMany, 13, "approaches[0].royalty.revenue.periods"},
		{"negative periods", "amounts: [1000.00, 1200]", "first: 100\n        growth: 0.1\n        periods: -3", ErrEmptyList, 13, "approaches[0].royalty.revenue.periods"},
		{"periods over an int", "amounts: [1000.00, 1200]", "first: 100\n        growth: 0.1\n        periods: 99999999999999999999", ErrShape, 13, ""},
		{"a list and a growth", "amounts: [1000.00, 1200]", "amounts: [1]\n        first: 100", ErrExclusive, 10, "approaches[0].royalty.revenue"},
		{"forecast past the life", "economic: 3", "economic: 1", ErrLife, 13, "approaches[0].royalty.life"},
		{"no life at all", "{right: 5, economic: 3}", "{}", ErrEmptyList, 13, "approaches[0].royalty.life"},
		{"unknown timing", "royalty_rate: 0.12", "royalty_rate: 0.12\n      timing: begin", ErrChoice, 13, "approaches[0].royalty.timing"},
		{"unknown purpose", "purpose: pledge", "purpose: gift", ErrChoice, 3, "purpose"},
		{"unknown unit", "currency_unit: 元", "currency_unit: 美元", ErrChoice, 6, "currency_unit"},
		{"no version", "version: 1\n", "", ErrChoice, 1, "version"},
		{"a date that is not", "2026-03-31", "2026-02-30", daycount.ErrDate, 5, "valuation_date"},
		{"a date of another age", "2026-03-31", "0202-03-31", ErrOutOfRange, 5, "valuation_date"},
		{"valid for over a year", "currency_unit", "valid_until: 2027-03-31\ncurrency_unit", ErrValidity, 6, "valid_until"},
		{"valid until before it begins", "currency_unit", "valid_until: 2026-03-31\ncurrency_unit", ErrValidity, 6, "valid_until"},
		{"weights of one approach", "sources: {", "weight: 0.9\n    sources: {", ErrWeights, 7, "approaches"},
		{"source of nothing", "{revenue:", "{turnover:", ErrSource, 8, "approaches[0].sources.turnover"},
		{"no method", "royalty:", "royalty_: ", ErrUnknownKey, 9, ""},
		{"a list for a mapping", "life: {right: 5, economic: 3}", "life: [5, 3]", ErrShape, 13, ""},
		{"a mapping for a number", "royalty_rate: 0.12", "royalty_rate: {a: 1}", ErrShape, 12, "approaches[0].royalty.royalty_rate"},
		{"an alias", "royalty_rate: 0.12", "royalty_rate: &k 0.12", ErrYAMLFeature, 12, ""},
		{"a tag", "royalty_rate: 0.12", "royalty_rate: !!float 0.12", ErrYAMLFeature, 12, ""},
		{"two documents", "asset:", "---\nasset:", ErrYAMLFeature, 3, ""},
		{"bad indentation", "royalty_rate: 0.12", "\troyalty_rate: 0.12", ErrSyntax, 12, ""},
		{"not UTF-8", "停车", "\xcd\xa3\xb3\xb5", ErrEncoding, 2, ""},
		{"a bad certificate code", "purpose:", "certificate: SJ3312026130001\npurpose:", identifier.ErrCertificateRange, 3, "certificate"},
	} {
		text := strings.Replace(royaltyFile, c.old, c.new, 1)
		if text == royaltyFile {
			t.Fatalf("%s: nothing was replaced", c.name)
		}
		_, err := Decode([]byte(text), "f.yaml")
		if err == nil {
			t.Errorf("%s: accepted", c.name)
			continue
		}
		e := fault.From(err)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want.Code())
		}
		if e.Line != c.line || e.File != "f.yaml" || e.Field != c.field {
			t.Errorf("%s: at %s:%d %q, want line %d %q (%v)", c.name, e.File, e.Line, e.Field, c.line, c.field, err)
		}
		if strings.Contains(e.ZH()+e.EN()+e.HintZH()+e.HintEN(), "{") && !strings.Contains(c.new, "{") {
			t.Errorf("%s: a placeholder is open: %s / %s", c.name, e.ZH(), e.EN())
		}
	}
}

func TestFilesThatAreNoFiles(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want *fault.Def
	}{
		"empty":          {"", ErrMissing},
		"only remarks":   {"# 空\n", ErrMissing},
		"null":           {"~\n", ErrMissing},
		"a word":         {"hello", ErrShape},
		"a list":         {"[1, 2]", ErrShape},
		"too large":      {"asset: " + strings.Repeat("x", MaxFile), ErrFileSize},
		"too many lines": {strings.Repeat("a: 1\n", strict.MaxLines+1), strict.ErrLines},
		"a complex key":  {"? a\n: b\n? c\n: d\n", ErrYAMLFeature},
		"brackets":       {strings.Repeat("[", 10000), ErrSyntax},
		"dashes":         {strings.Repeat("- ", 10000), ErrSyntax},
		"indentation":    {strings.Repeat(" ", 1000) + "a: 1", ErrSyntax},
	} {
		if _, err := Decode([]byte(c.in), "f.yaml"); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want.Code())
		}
	}
	if _, err := Decode([]byte("\ufeff"+royaltyFile), "f.yaml"); err != nil {
		t.Errorf("a byte order mark: %v", err)
	}
}

func TestOneMethodAndWeightsThatAddUpToOne(t *testing.T) {
	two := func(w1, w2 string) string {
		return fileOf(fmt.Sprintf(`  - {weight: %s, sources: {costs: a}, cost: {costs: {direct: 100}, adjustment: {}}}
  - {weight: %s, sources: {costs: a}, cost: {costs: {direct: 200}, adjustment: {}}}
`, w1, w2))
	}
	for _, w := range [][2]string{{"0.5", "0.6"}, {"0.333333", "0.666666"}, {"0", "0"}} {
		_, err := Decode([]byte(two(w[0], w[1])), "f")
		if !errors.Is(err, ErrWeights) || fault.From(err).Line != 7 {
			t.Errorf("%v: %v", w, err)
		}
	}
	if _, err := Decode([]byte(two("1.5", "-0.5")), "f"); !errors.Is(err, ErrOutOfRange) {
		t.Errorf("a negative weight: %v", err)
	}
	missing := strings.Replace(two("0.5", "0.5"), "weight: 0.5, ", "", 1)
	if _, err := Decode([]byte(missing), "f"); !errors.Is(err, ErrMissing) || fault.From(err).Line != 8 {
		t.Errorf("one of two weights missing: %v", err)
	}
	f, err := Decode([]byte(two("0.25", "0.75")), "f")
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Value(f); err != nil || r.ValueFen != 175*money.Wan {
		t.Errorf("100 × 0.25 + 200 × 0.75 = %s, %v", r.ValueFen, err)
	}
	for name, text := range map[string]string{
		"none": "  - {sources: {costs: a}}\n",
		"two":  "  - {sources: {costs: a}, cost: {costs: {direct: 1}, adjustment: {}}, market: {comparables: []}}\n",
	} {
		if _, err := Decode([]byte(fileOf(text)), "f"); !errors.Is(err, ErrExclusive) || fault.From(err).Line != 8 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode([]byte(fileOf("  []\n")), "f"); !errors.Is(err, ErrEmptyList) {
		t.Errorf("no approaches: %v", err)
	}
	if _, err := Decode([]byte(fileOf("  - {sources: {}, cost: {costs: {direct: 1}, adjustment: {}}}\n")),
		"f"); !errors.Is(err, ErrEmptyList) {
		t.Errorf("no source: %v", err)
	}
}

func TestRulesOfTheOtherMethods(t *testing.T) {
	comparable := "{name: a, price: 5, quality: 1, supply_demand: 1, date: 1, volume: 1, other: 1}"
	expert := "{total_cost: 800, return: 0.12, quality: 0.9, spread: 1.2, circulable: 50, total: 100, scarcity: 0.15, risk: 0.1}"
	excess := "{ebit: {amounts: [600]}, tax_rate: 0.25, contributory: [{name: x, value: 400, rate: 0.05}], discount_rate: {rate: 0.2, basis: after_tax}}"
	for _, c := range []struct {
		name, approach string
		want           *fault.Def
		field          string
	}{
		{"no comparables", "{sources: {take: a}, market: {comparables: []}}", ErrEmptyList, "market.comparables"},
		{"a correction left out", "{sources: {take: a}, market: {thin_reason: a, comparables: [" + strings.Replace(comparable, ", date: 1", "", 1) + "]}}", ErrMissing, "market.comparables[0].date"},
		{"a correction of zero", "{sources: {take: a}, market: {thin_reason: a, comparables: [" + strings.Replace(comparable, "volume: 1", "volume: 0", 1) + "]}}", ErrOutOfRange, "market.comparables[0].volume"},
		{"a negative price", "{sources: {take: a}, market: {thin_reason: a, comparables: [" + strings.Replace(comparable, "price: 5", "price: -5", 1) + "]}}", ErrNegative, "market.comparables[0].price"},
		{"a nameless comparable", "{sources: {take: a}, market: {thin_reason: a, comparables: [" + strings.Replace(comparable, "name: a, ", "", 1) + "]}}", ErrMissing, "market.comparables[0].name"},
		{"an unknown take", "{sources: {take: a}, market: {thin_reason: a, take: mode, comparables: [" + comparable + "]}}", ErrChoice, "market.take"},
		{"too many comparables", "{sources: {take: a}, market: {thin_reason: a, comparables: [" + strings.Repeat(comparable+", ", 101) + "]}}", ErrTooMany, "market.comparables"},
		{"comparables worth nothing", "{sources: {take: a}, market: {thin_reason: a, comparables: [" + strings.Replace(comparable, "price: 5", "price: 0", 1) + "]}}", ErrNotPositive, "market"},
		{"no cost", "{sources: {costs: a}, cost: {costs: {}, adjustment: {}}}", ErrEmptyList, "cost.costs"},
		{"a negative cost", "{sources: {costs: a}, cost: {costs: {direct: -1}, adjustment: {}}}", ErrNegative, "cost.costs.direct"},
		{"a profit over the cost", "{sources: {costs: a}, cost: {costs: {direct: 1}, profit_rate: 1.5, adjustment: {}}}", ErrOutOfRange, "cost.profit_rate"},
		{"more circulable than there is", "{sources: {risk: a}, cost_expert9: " + strings.Replace(expert, "circulable: 50", "circulable: 500", 1) + "}", ErrOutOfRange, "cost_expert9.circulable"},
		{"a total of zero", "{sources: {risk: a}, cost_expert9: " + strings.Replace(expert, "total: 100", "total: 0", 1) + "}", ErrOutOfRange, "cost_expert9.total"},
		{"certain loss", "{sources: {risk: a}, cost_expert9: " + strings.Replace(expert, "risk: 0.1", "risk: 1", 1) + "}", ErrOutOfRange, "cost_expert9.risk"},
		{"charges over earnings", "{sources: {ebit: a}, excess_earnings: " + strings.Replace(excess, "value: 400", "value: 40000", 1) + "}", ErrNotPositive, "excess_earnings"},
		{"excess earnings before tax", "{sources: {ebit: a}, excess_earnings: " + strings.Replace(excess, "after_tax", "pre_tax", 1) + "}", ErrBasis, "excess_earnings.discount_rate.basis"},
		{"no contributory asset", "{sources: {ebit: a}, excess_earnings: " + strings.Replace(excess, "[{name: x, value: 400, rate: 0.05}]", "[]", 1) + "}", ErrEmptyList, "excess_earnings.contributory"},
		{"a value over the most", "{sources: {costs: a}, cost: {costs: {direct: 900000000, indirect: 900000000}, adjustment: {}}}", money.ErrRange, "cost"},
	} {
		f, err := Decode([]byte(fileOf("  - "+c.approach+"\n")), "f")
		if err == nil {
			_, err = Value(f)
		}
		if !errors.Is(err, c.want) || fault.From(err).Field != "approaches[0]."+c.field {
			t.Errorf("%s: got %v, want %s at %s", c.name, err, c.want.Code(), c.field)
		}
	}
}

func TestRangeAndTornado(t *testing.T) {
	f, err := Decode([]byte(royaltyFile), "f")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Value(f)
	if err != nil {
		t.Fatal(err)
	}
	// 120/1.185 + 144/1.185² = 203.8133…
	if r.ValueFen.String() != "203.81" || r.ValidUntil.String() != "2027-03-30" {
		t.Errorf("value %s until %s", r.ValueFen, r.ValidUntil)
	}
	if len(r.Sensitivity) != 2 || r.Sensitivity[0].Driver != "royalty.royalty_rate" || r.Sensitivity[0].Down != "0.108" ||
		r.Sensitivity[0].UpFen != 22419 || r.Sensitivity[0].SwingFen < r.Sensitivity[1].SwingFen {
		t.Errorf("tornado: %+v", r.Sensitivity)
	}
	if r.LowFen != r.Sensitivity[0].DownFen || r.HighFen != r.Sensitivity[0].UpFen {
		t.Errorf("range %s to %s", r.LowFen, r.HighFen)
	}
	f.Approaches[0].Royalty.RoyaltyRate = dec("0.95")
	if r, err = Value(f); err != nil || r.Sensitivity[0].Up != "1" {
		t.Errorf("a royalty rate never moves over 1: %+v, %v", r.Sensitivity, err)
	}
}

func TestReportIsCanonicalAndReadsBack(t *testing.T) {
	b, err := os.ReadFile("../examples/valuation/market.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f, err := Decode(b, "market.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Value(f)
	if err != nil {
		t.Fatal(err)
	}
	var back Report
	if err := canon.UnmarshalExact(r.JSON(), &back); err != nil {
		t.Fatal(err)
	}
	if back.Digest() != r.Digest() || canon.Hex(r.JSON()) != fmt.Sprintf("%x", r.Digest()) {
		t.Error("the digest changes when the report is read back")
	}
	// The file as JSON is the file: an API may take it instead of YAML.
	var again File
	if err := canon.Unmarshal(canon.Must(f), &again); err != nil {
		t.Fatal(err)
	}
	r2, err := Value(again)
	if err != nil || r2.Digest() != r.Digest() {
		t.Errorf("from JSON: %v", err)
	}
	for lang, want := range map[Lang]string{ZH: "中位数", EN: "median"} {
		var s strings.Builder
		if err := r.WriteText(&s, lang); err != nil || !strings.Contains(s.String(), want) || !strings.Contains(s.String(),
			"596.675143") {
			t.Errorf("%s: %v\n%s", lang, err, &s)
		}
	}
}

func TestAHPAndQualityRefuseWhatIsNoComparison(t *testing.T) {
	for name, m := range map[string][][]string{
		"one criterion": {{"1"}}, "ragged": {{"1", "2"}, {"1/2"}}, "over nine": {{"1", "10"}, {"1/10", "1"}},
		"not reciprocal": {{"1", "2"}, {"1/3", "1"}}, "diagonal": {{"2", "1"}, {"1", "1"}}, "no number": {{"1", "x"}, {"1",
			"1"}},
		"zero": {{"1", "0"}, {"1/0", "1"}},
	} {
		if _, err := AHP(m); !errors.Is(err, ErrMatrix) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := AHP(nil); !errors.Is(err, ErrEmptyList) {
		t.Errorf("empty: %v", err)
	}
	if r, err := AHP([][]string{{"1", "3"}, {"1/3",
		"1"}}); err != nil || r.Weights[0].Fixed(6) != "0.750000" || r.CR.Sign() != 0 {
		t.Errorf("two criteria: %+v, %v", r, err)
	}
	if _, err := Quality([]Dimension{{"a", dec("0.5"), dec("1")}}); !errors.Is(err, ErrQualityWeights) {
		t.Errorf("weights of 0.5: %v", err)
	}
	if _, err := Quality([]Dimension{{"a", dec("1"), dec("1.1")}}); !errors.Is(err, ErrOutOfRange) {
		t.Errorf("a score over 1: %v", err)
	}
}
