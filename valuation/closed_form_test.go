package valuation

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// valueOf is a file's value in its currency unit.
func valueOf(t *testing.T, approach string) float64 {
	t.Helper()
	r, _ := valued(t, approach)
	return float64(r.ValueFen) / 1e6
}

// near compares a value in 万元 with one that was computed in floats: to a yuan.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-4 {
		t.Errorf("%s is %.6f, in closed form %.6f", what, got, want)
	}
}

// growing is the closed form of a growing annuity paid at years' ends: F·(1−((1+g)/(1+r))^n)/(r−g).
func growing(first, g, r float64, n int) float64 {
	return first * (1 - math.Pow((1+g)/(1+r), float64(n))) / (r - g)
}

func TestGrowingAnnuitiesHaveTheirClosedForm(t *testing.T) {
	const forecast = "{first: 1000, growth: 0.04, periods: 8}"
	rate := "discount_rate: {rate: 0.15, basis: %s}"
	pre, after := strings.Replace(rate, "%s", "pre_tax", 1), strings.Replace(rate, "%s", "after_tax", 1)
	annuity := growing(1000, 0.04, 0.15, 8)
	for _, c := range []struct {
		what, approach string
		want           float64
	}{
		{"royalty", "{royalty: {revenue: " + forecast + ", royalty_rate: 0.1, " + pre + "}", annuity * 0.1},
		{"royalty after tax", "{royalty: {revenue: " + forecast + ", royalty_rate: 0.1, tax_rate: 0.25, " + after + "}", annuity * 0.075},
		{"royalty at mid-year", "{royalty: {revenue: " + forecast + ", royalty_rate: 0.1, timing: mid, " + pre + "}", annuity * 0.1 * math.Sqrt(1.15)},
		{"share of profit", "{royalty: {profit: " + forecast + ", profit_share: 0.3, " + pre + "}", annuity * 0.3},
		{"direct", "{direct: {income: " + forecast + ", cost_ratio: 0.4, tax_rate: 0.25, " + after + "}", annuity * 0.45},
		{"direct with costs", "{direct: {income: " + forecast + ", costs: {first: 300, growth: 0, periods: 8}, " + pre + "}", annuity - growing(300, 0, 0.15, 8)},
		{"excess earnings", "{excess_earnings: {ebit: " + forecast + ", tax_rate: 0.25, contributory: [{name: a, value: 2000, rate: 0.1}], " + after + "}",
			annuity*0.75 - growing(200, 0, 0.15, 8)},
		{"with and without", "{incremental: {with: " + forecast + ", without: {first: 600, growth: 0.02, periods: 8}, tax_rate: 0.25, " + after + "}",
			0.75 * (annuity - growing(600, 0.02, 0.15, 8))},
		{"a tail is more of the same", "{royalty: {revenue: {first: 1000, growth: 0.04, periods: 5}, royalty_rate: 0.1, tail: {years: 3, growth: 0.04}, " + pre + "}", annuity * 0.1},
		{"a declining tail", "{royalty: {revenue: {first: 1000, growth: 0, periods: 1}, royalty_rate: 0.1, tail: {years: 7, growth: -0.2}, " + pre + "}", growing(100, -0.2, 0.15, 8)},
		{"tax amortisation", "{royalty: {revenue: " + forecast + ", royalty_rate: 0.1, tax_rate: 0.25, tax_amortisation: {years: 10, tax_rate: 0.25}, " + after + "}",
			annuity * 0.075 / (1 - 0.25/10*growing(1, 0, 0.15, 10))},
	} {
		near(t, c.what, valueOf(t, "  - "+strings.Replace(c.approach, "{", "{sources: {discount_rate: a}, ", 1)+"}\n"), c.want)
	}
}

// TestStubsAndLivesCutPeriods values 1,000 a year at 15 % from 2026-03-31 with a first period to 2026-12-31, 275 of 365
// days, and a life that ends in the middle of the third period.
func TestStubsAndLivesCutPeriods(t *testing.T) {
	stub := 275.0 / 365
	pv := func(amount, at float64) float64 { return amount * math.Pow(1.15, -at) }
	for _, c := range []struct {
		what, extra string
		want        float64
	}{
		{"the first amount is the whole year's", "first_period: {end: 2026-12-31, amount: whole_year}",
			pv(1000*stub, stub) + pv(1000, stub+1) + pv(1000, stub+2)},
		{"the first amount is what remains", "first_period: {end: 2026-12-31, amount: remaining}",
			pv(1000, stub) + pv(1000, stub+1) + pv(1000, stub+2)},
		{"flows from the middle of each period", "timing: mid, first_period: {end: 2026-12-31, amount: remaining}",
			pv(1000, stub/2) + pv(1000, stub+0.5) + pv(1000, stub+1.5)},
		{"a certificate ends in the third year", "life: {certificate_until: 2028-09-30}", // 2 years and 183 of 365 days
			pv(1000, 1) + pv(1000, 2) + pv(1000*183/365.0, 2+183/365.0)},
		{"… at mid-year, at the middle of what is left", "timing: mid, life: {certificate_until: 2028-09-30}",
			pv(1000, 0.5) + pv(1000, 1.5) + pv(1000*183/365.0, 2+183/730.0)},
		{"a half-life of 457.25 days is 2.505… years to a quarter", "life: {half_life: {days: 457.25}}",
			pv(1000, 1) + pv(1000, 2) + pv(1000*(2*457.25/365-2), 2*457.25/365)},
		{"both, and half of the last period counts", "first_period: {end: 2026-12-31, amount: whole_year}, life: {contract_until: 2028-06-30, legal_until: 2033-01-01}",
			pv(1000*stub, stub) + pv(1000, stub+1) + pv(1000*(2+91/365.0-stub-1), 2+91/365.0)},
	} {
		near(t, c.what, valueOf(t, "  - {sources: {income: a}, direct: {income: {amounts: [1000, 1000, 1000]}, "+c.extra+
			", discount_rate: {rate: 0.15, basis: pre_tax}}}\n"), c.want)
	}
}

func TestTheShortestLifeBindsAndAllAreShown(t *testing.T) {
	r, row := valued(t, `  - {sources: {income: a}, direct: {income: {amounts: [1000, 1000]}, discount_rate: {rate: 0.15, basis: pre_tax},
      life: {right: 5, legal_until: 2036-03-31, certificate_until: 2029-03-31, contract_until: 2028-03-31,
             half_life: {then: 0.96, now: 0.48, between_days: 500}}}}
`)
	l := r.Approaches[0].Life
	if l == nil || l.Years != "2" || l.Binding != "contract_until" || len(l.Terms) != 5 {
		t.Fatalf("%+v", l)
	}
	// Timeliness halved within 500 days: H = 500, and usefulness is a quarter after 1,000.
	if l.Terms[4].Years != "2.739726" || row("half_life_days")[0] != "500" {
		t.Errorf("%+v, %v", l.Terms[4], row("half_life_days"))
	}
}

func TestContractPaymentsAreDiscountedByDays(t *testing.T) {
	got := valueOf(t, `  - {sources: {contracts: a}, contracts: {cost_ratio: 0.2, tax_rate: 0.25, life: {certificate_until: 2028-03-31},
      discount_rate: {rate: 0.14, basis: after_tax}, contracts: [
        {name: a, log_position: 0, collection: 0.9, payments: [{date: 2026-09-30, amount: 100}, {date: 2028-03-31, amount: 200}]},
        {name: b, payments: [{date: 2028-04-01, amount: 5000}]}]}}
`)
	near(t, "contracts", got, 0.8*0.75*0.9*(100*math.Pow(1.14, -183.0/365)+200*math.Pow(1.14, -731.0/365)))
}

func TestACircularRateIsItsOwnConsequence(t *testing.T) {
	r, row := valued(t, `  - {sources: {gain: a}, incremental: {gain: {first: 1000, growth: 0, periods: 10}, tax_rate: 0.25,
      discount_rate: {wacc: {risk_free: 0.03, beta: 1.5, equity_premium: 0.07, debt: 1000, debt_cost: 0.05, tax_rate: 0.25}}}}
`)
	// By bisection in floats: r = Ke − D/V(r)·(Ke − Kd·(1−T)), Ke = 0.135.
	low, high := 0.01, 0.135
	value := func(rate float64) float64 { return growing(750, 0, rate, 10) }
	for range 100 {
		mid := (low + high) / 2
		if mid < 0.135-1000/value(mid)*(0.135-0.0375) {
			low = mid
		} else {
			high = mid
		}
	}
	near(t, "the value", float64(r.ValueFen)/1e6, value(low))
	if len(row("discount_rate")) != 1 || len(row("equity_share")) != 1 {
		t.Errorf("the rate is not shown: %v %v", row("discount_rate"), row("equity_share"))
	}
}

func TestMarketWeightsAndOutliers(t *testing.T) {
	const k = ", quality: 1, supply_demand: 1, date: 1, volume: 1, other: 1"
	list := "[{name: a, price: 100, similarity: 0.8, trade_date: 2026-03-31" + k + "}, {name: b, price: 110, similarity: 0.4, trade_date: 2025-03-31" + k +
		"}, {name: c, price: 130, similarity: 0.4, trade_date: 2024-03-31" + k + "}, {name: d, price: 900, similarity: 1, trade_date: 2026-03-30" + k + "}]"
	for how, want := range map[string]float64{
		"take: mean, outliers: {rule: mad}":            (100 + 110 + 130) / 3.0,
		"outliers: {rule: mad}":                        110,
		"take: median":                                 120,
		"take: mean":                                   310,
		"weighting: similarity, outliers: {rule: mad}": (80 + 44 + 52) / 1.6,
		"weighting: similarity, take: mean, outliers: {rule: mad, limit: 99}": (80 + 44 + 52 + 900) / 2.6,
		"weighting: recency, outliers: {rule: mad}":                           (100 + 55 + 130*math.Pow(0.5, 730/365.0)) / (1.5 + math.Pow(0.5, 730/365.0)),
	} {
		near(t, how, valueOf(t, "  - {sources: {comparables: a}, market: {"+how+", comparables: "+list+"}}\n"), want)
	}
	r, _ := valued(t, "  - {sources: {comparables: a}, market: {weighting: similarity, outliers: {rule: mad}, comparables: "+list+"}}\n")
	e := r.Approaches[0].Evidence
	if e.Used != 3 || len(e.Aside) != 1 || e.Aside[0] != "d" || e.Effective != "2.67" || *e.NewestDays != 0 || *e.OldestDays != 730 {
		t.Errorf("%+v", e)
	}
}

func TestQualityFlowsIntoFactors(t *testing.T) {
	quality := `quality: {from: profile, asset: DA-1, log_position: 7, scores: {normativity: 0.6, completeness: 0.6, accuracy: 0.6, consistency: 0.6, timeliness: 0.6, accessibility: 0.6}}
`
	for approach, want := range map[string]string{
		"{sources: {costs: a}, cost: {costs: {direct: 100}, adjustment: {quality_range: {low: 0.5, high: 1.5}}}}":                                                          "1100000.00",
		"{sources: {risk: a}, cost_expert9: {total_cost: 100, return: 0, spread: 1, circulable: 1, total: 1, scarcity: 0, risk: 0}}":                                       "600000.00",
		"{sources: {comparables: a}, market: {thin_reason: a, comparables: [{name: a, price: 100, quality_score: 0.8, supply_demand: 1, date: 1, volume: 1, other: 1}]}}":  "750000.00",
		"{sources: {revenue: a}, royalty: {revenue: {amounts: [110]}, rate_range: {low: 0, high: 1, score: {quality: true}}, discount_rate: {rate: 0.1, basis: pre_tax}}}": "600000.00",
	} {
		f, err := Decode([]byte(fileOf("  - "+strings.ReplaceAll(approach, "low: 0,", "low: 0.000000000001,")+"\n")+quality), "f")
		if err != nil {
			t.Error(err)
			continue
		}
		r, err := Value(f)
		if err != nil || r.ValueFen.String() != want || r.Quality.Score != "0.600000" || *r.Quality.LogPosition != 7 {
			t.Errorf("%s: %s, %v", approach, r.ValueFen, err)
		}
	}
}

// TestEveryExampleIsValued keeps the published examples true: their values were checked by hand or against other tests'
// closed forms before they were written here.
func TestEveryExampleIsValued(t *testing.T) {
	names, err := filepath.Glob("../examples/valuation/*.yaml")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Decode(b, filepath.Base(name))
		if err == nil {
			var m *Model
			if m, err = Build(f); err == nil {
				for _, row := range m.Graph.Rows() {
					if m.Graph.Text(row) == "" || strings.Contains(m.Graph.Text(row), "()") {
						t.Errorf("%s: the line %s has no formula: %s", name, row.Key, m.Graph.Text(row))
					}
				}
				_, err = m.Report(f)
			}
		}
		if err != nil {
			t.Error(err)
		}
	}
}

func TestAMethodUsedTwiceHasTwoNames(t *testing.T) {
	f, err := Decode([]byte(fileOf(`  - {weight: 0.5, reason: a, sources: {costs: a}, cost: {costs: {direct: 100}, adjustment: {market: 1.1}}}
  - {weight: 0.5, reason: b, sources: {costs: a, adjustment.market: b}, cost: {costs: {direct: 100}, adjustment: {market: 1.2}}}
`)), "f")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Build(f)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := m.Graph.Find("cost.adjustment.market")
	two, ok := m.Graph.Find("cost_2.adjustment.market")
	if !ok || one.Written != "1.1" || two.Written != "1.2" || two.Source != "b" || one.Source != "" {
		t.Errorf("%+v, %+v", one, two)
	}
	r, err := m.Report(f)
	if err != nil || r.ValueFen.String() != "1150000.00" || r.Divergence != "0.0870" || r.Sensitivity[0].Driver != "cost_2.adjustment.market" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestATradeOfThePlatformIsAComparableToBeJudged(t *testing.T) {
	k := FromTrade(Trade{ID: "TR-1", Name: "a", PriceFen: 1_234_500_00, Date: f0("2026-01-15"), LogPosition: 9, QualityPPM: 930_000, SimilarPPM: 800_000}, UnitWan)
	if k.Price != "123.45" || k.QualityScore.Cmp(dec("0.93")) != 0 || k.Similarity.Cmp(dec("0.8")) != 0 || *k.LogPosition != 9 || !k.Volume.IsZero() {
		t.Errorf("%+v", k)
	}
	if k = FromTrade(Trade{PriceFen: 100_01}, UnitYuan); k.Price != "100.01" {
		t.Errorf("%+v", k)
	}
}

func f0(s string) (d Date) {
	if err := d.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return d
}
