package valuation

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/strict"
	"shurong.org/shurong/valuation/uncertainty"
	"shurong.org/shurong/valuation/weights"
)

// refused decodes and values a file and returns the fault.
func refused(text string) *fault.Error {
	f, err := Decode([]byte(text), "f.yaml")
	if err == nil {
		_, err = Value(f)
	}
	return fault.From(err)
}

// TestWhatCannotBeIsRefusedWithItsLine is about files of one approach, whose method begins on line 8.
func TestWhatCannotBeIsRefusedWithItsLine(t *testing.T) {
	const rate = "      discount_rate: {rate: 0.15, basis: pre_tax}\n"
	direct := func(lines string) string {
		return fileOf("  - sources: {income: a}\n    direct:\n      income: {amounts: [1000, 1000, 1000]}\n" + rate + lines)
	}
	market := func(lines string) string {
		return fileOf("  - sources: {comparables: a}\n    market:\n" + lines)
	}
	const k = "quality: 1, supply_demand: 1, date: 1, volume: 1, other: 1"
	for name, c := range map[string]struct {
		text  string
		want  error
		line  int
		field string
	}{
		"a negative life":            {direct("      life: {economic: -1}\n"), ErrOutOfRange, 12, "life.economic"},
		"a life that has passed":     {direct("      life: {certificate_until: 2026-03-31}\n"), ErrPast, 12, "life.certificate_until"},
		"a forecast past a life":     {direct("      life: {certificate_until: 2028-03-31}\n"), ErrLife, 12, "life"},
		"a half-life in two ways":    {direct("      life:\n        half_life: {days: 5, then: 0.9, now: 0.8, between_days: 4}\n"), ErrExclusive, 13, "life.half_life"},
		"timeliness that rose":       {direct("      life:\n        half_life: {then: 0.8, now: 0.9, between_days: 4}\n"), ErrNoDecay, 13, "life.half_life.now"},
		"growth over the rate":       {direct("      tail: {years: 3, growth: 0.15}\n"), ErrGrowth, 12, "tail.growth"},
		"a tail without end":         {direct("      tail: {years: 1000, growth: 0}\n"), ErrTooMany, 12, "tail.years"},
		"a negative tail":            {direct("      tail: {years: -1, growth: 0}\n"), ErrEmptyList, 12, "tail.years"},
		"a first period of a year":   {direct("      first_period: {end: 2027-03-31, amount: remaining}\n"), ErrFirstPeriod, 12, "first_period.end"},
		"a first period unexplained": {direct("      first_period: {end: 2026-12-31}\n"), ErrMissing, 12, "first_period.amount"},
		"a benefit before tax":       {direct("      tax_amortisation: {years: 10, tax_rate: 0.25}\n"), ErrBasis, 12, "tax_amortisation"},
		"costs twice":                {direct("      costs: {amounts: [1, 1, 1]}\n      cost_ratio: 0.1\n"), ErrExclusive, 13, "cost_ratio"},
		"costs of other length":      {direct("      costs: {amounts: [1, 1]}\n"), ErrLength, 12, "costs"},
		"a missing tax basis":        {strings.Replace(direct(""), ", basis: pre_tax", "", 1), ErrMissing, 11, "discount_rate.basis"},
		"a rate after tax":           {strings.Replace(direct(""), "basis: pre_tax", "basis: after_tax", 1), ErrBasis, 11, "discount_rate.basis"},
		"infinity":                   {strings.Replace(direct(""), "rate: 0.15", "rate: .inf", 1), ErrNumber, 11, "discount_rate.rate"},
		"an amount with its unit":    {strings.Replace(direct(""), "[1000,", "[1000万元,", 1), nil, 10, "income.amounts[0]"},
		"too many amounts":           {strings.Replace(direct(""), "[1000,", "["+strings.Repeat("1, ", 60), 1), ErrTooMany, 10, "income.amounts"},
		"debt over the value": {strings.Replace(direct("      tax_rate: 0.25\n"), "{rate: 0.15, basis: pre_tax}",
			"{wacc: {risk_free: 0.03, beta: 1, equity_premium: 0.07, debt: 5000, debt_cost: 0.05}}", 1), ErrDebt, 11, "discount_rate.wacc.debt"},
		"both debt and a share": {strings.Replace(direct("      tax_rate: 0.25\n"), "{rate: 0.15, basis: pre_tax}",
			"{wacc: {risk_free: 0.03, beta: 1, equity_premium: 0.07, debt: 5, equity_share: 0.5}}", 1), ErrExclusive, 11, "discount_rate.wacc"},
		"two comparables": {market("      comparables:\n        - {name: a, price: 1, " + k + "}\n        - {name: b, price: 1, " + k + "}\n"),
			ErrThin, 10, "comparables"},
		"two comparables that are left": {market("      outliers: {rule: mad}\n      comparables:\n        - {name: a, price: 10, " + k + "}\n        - {name: b, price: 11, " + k +
			"}\n        - {name: c, price: 900, " + k + "}\n"), ErrThin, 11, "comparables"},
		"a weighted median": {market("      take: median\n      weighting: similarity\n      comparables: [{name: a, price: 1, similarity: 1, " + k + "}]\n      thin_reason: a\n"),
			ErrWeighted, 10, "take"},
		"recency without a date":  {market("      weighting: recency\n      thin_reason: a\n      comparables: [{name: a, price: 1, " + k + "}]\n"), ErrMissing, 12, "comparables[0].trade_date"},
		"a sale to come":          {market("      thin_reason: a\n      comparables: [{name: a, price: 1, trade_date: 2026-04-01, " + k + "}]\n"), ErrLaterTrade, 11, "comparables[0].trade_date"},
		"a score without quality": {market("      thin_reason: a\n      comparables: [{name: a, price: 1, quality_score: 0.5, supply_demand: 1, date: 1, volume: 1, other: 1}]\n"), ErrNoQuality, 11, "comparables[0].quality_score"},
	} {
		e := refused(c.text)
		field := c.field
		for _, m := range []string{"direct", "market"} {
			if strings.Contains(c.text, "    "+m+":\n") {
				field = "approaches[0]." + m + "." + c.field
			}
		}
		if e == nil || c.want != nil && !errors.Is(e, c.want) || e.Line != c.line || e.Field != field {
			t.Errorf("%s: %v at line %d; want line %d, %s", name, e, e.Line, c.line, field)
		}
	}
}

func TestWhatStandsBesideTheApproachesIsRefusedWithItsLine(t *testing.T) {
	good := fileOf("  - {sources: {costs: a}, cost: {costs: {direct: 100}, adjustment: {quality_range: {low: 0.5, high: 1.5}}}}\n")
	const scores = "{normativity: 1, completeness: 1, accuracy: 1, consistency: 1, timeliness: 1, accessibility: 1}"
	ones := strings.Repeat("    - [1, 1, 1, 1, 1, 1]\n", 6)
	for name, c := range map[string]struct {
		text string
		want error
		line int
	}{
		"quality is missing":          {"", ErrNoQuality, 8},
		"a profile without its place": {"quality:\n  from: profile\n  asset: DA-1\n  scores: " + scores + "\n", ErrCitation, 9},
		"typed without a reason":      {"quality:\n  from: manual\n  scores: " + scores + "\n", ErrMissing, 9},
		"weights that fall short":     {"quality:\n  from: manual\n  reason: a\n  scores: " + scores + "\n  weights: " + strings.Replace(scores, "normativity: 1", "normativity: 0.5", 1) + "\n", ErrQualityWeights, 13},
		"a score over one":            {"quality:\n  from: manual\n  reason: a\n  scores: " + strings.Replace(scores, "accuracy: 1", "accuracy: 97", 1) + "\n", ErrOutOfRange, 12},
		"judgements that contradict":  {"quality:\n  from: manual\n  reason: a\n  scores: " + scores + "\n  ahp:\n" + strings.Replace(ones, "[1, 1, 1, 1, 1, 1]", "[1, 9, 1, 9, 1, 9]", 1), weights.ErrMatrix, 0},
		"a rule that moves nothing":   {"quality: {from: manual, reason: a, scores: " + scores + "}\ndynamic:\n  rules:\n    - {measure: rows, moves: cost.height, reason: a}\n", ErrNoQuantity, 12},
		"a rule without a reason":     {"quality: {from: manual, reason: a, scores: " + scores + "}\ndynamic:\n  rules:\n    - {measure: rows, moves: cost.profit_rate}\n", ErrMissing, 12},
		"a distribution of nothing":   {"quality: {from: manual, reason: a, scores: " + scores + "}\nuncertainty:\n  seed: 1\n  inputs:\n    - {input: cost.height, distribution: {triangular: {low: 1, mode: 2, high: 3}}}\n", uncertainty.ErrUnknownInput, 13},
	} {
		e := refused(good + c.text)
		if e == nil || !errors.Is(e, c.want) || c.line > 0 && e.Line != c.line {
			t.Errorf("%s: %v at line %d; want line %d", name, e, e.Line, c.line)
		}
	}
}

func TestATypedFactorBesideAProfileNeedsAReason(t *testing.T) {
	text := fileOf("  - {sources: {costs: a}, cost: {costs: {direct: 100}, adjustment: {quality: 1.1}}}\n") +
		"quality: {from: profile, asset: DA-1, log_position: 1, %sscores: {normativity: 1, completeness: 1, accuracy: 1, consistency: 1, timeliness: 1, accessibility: 1}}\n"
	if e := refused(fmt.Sprintf(text, "")); !errors.Is(e, ErrTyped) || e.Line != 8 {
		t.Errorf("%v", e)
	}
	if _, err := Decode([]byte(fmt.Sprintf(text, "reason: 画像不覆盖本场景, ")), "f"); err != nil {
		t.Errorf("with a reason: %v", err)
	}
}

// TestTenThousandRowsAreRefusedWithTheirLine: lists of any length give a fault that says how many there may be.
func TestTenThousandRowsAreRefusedWithTheirLine(t *testing.T) {
	rows := strings.Repeat("          - 1000\n", 9_900)
	listed := fileOf("  - sources: {income: a}\n    direct:\n      income:\n        amounts:\n" + rows + "      discount_rate: {rate: 0.15, basis: pre_tax}\n")
	if e := refused(listed); !errors.Is(e, ErrTooMany) || e.Line != 11 {
		t.Errorf("%v at line %d", e, e.Line)
	}
	if e := refused(strings.Replace(listed, rows, strings.Repeat("          - 1\n", 10_050), 1)); !errors.Is(e, strict.ErrLines) || e.Line != strict.MaxLines+1 {
		t.Errorf("%v at line %d", e, e.Line)
	}
	payments := strings.Repeat("            - {date: 2027-01-01, amount: 10}\n", MaxPayments+1)
	if e := refused(fileOf("  - sources: {contracts: a}\n    contracts:\n      discount_rate: {rate: 0.15, basis: pre_tax}\n      contracts:\n        - name: a\n          payments:\n" + payments)); !errors.Is(e, errPayments) || e.Line != 13 {
		t.Errorf("%v at line %d", e, e.Line)
	}
}

func TestScoresOfExperts(t *testing.T) {
	file := func(score string) string {
		return fileOf("  - sources: {revenue: a}\n    royalty:\n      revenue: {amounts: [1100]}\n      discount_rate: {rate: 0.1, basis: pre_tax}\n      rate_range: {low: 0.1, high: 0.3, score: {" + score + "}}\n")
	}
	for score, want := range map[string]string{
		"value: 0.5, reason: a":                                  "2000000.00",
		"delphi: {rounds: [[0.4, 0.5, 0.9], [0.48, 0.5, 0.55]]}": "2000000.00",
		"fuzzy: {grades: [1, 0], factors: [{name: a, weight: 0.5, membership: [0.5, 0.5]}, {name: b, weight: 0.5, membership: [1, 0]}]}": "2500000.00",
	} {
		f, err := Decode([]byte(file(score)), "f")
		if err != nil {
			t.Error(err)
			continue
		}
		if r, err := Value(f); err != nil || r.ValueFen.String() != want {
			t.Errorf("%s: %s, %v", score, r.ValueFen, err)
		}
	}
	for score, want := range map[string]error{
		"value: 0.5": ErrMissing, "value: 0.5, reason: a, quality: true": ErrExclusive, "quality: true": ErrNoQuality,
		"delphi: {rounds: [[0.4, 0.5, 0.9]]}": weights.ErrDelphi, "delphi: {rounds: [[0.1, 0.5, 0.9], [0.1, 0.5, 0.9]]}": weights.ErrApart,
		"fuzzy: {grades: [1, 0], factors: [{name: a, weight: 0.5, membership: [0.5, 0.5]}]}": weights.ErrSum,
		"delphi: {rounds: [[3, 3, 3], [3, 3, 3]]}":                                           ErrOutOfRange,
	} {
		if e := refused(file(score)); !errors.Is(e, want) || e.Line != 12 {
			t.Errorf("%s: %v at line %d", score, e, e.Line)
		}
	}
}
