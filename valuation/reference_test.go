package valuation

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"shurong.org/shurong/internal/reference"
)

// cases are the valuation cases by their identifier.
func cases(t *testing.T) map[string]map[string]any {
	t.Helper()
	var ref struct {
		Constructed []map[string]any `json:"constructed"`
	}
	reference.Load(t, "domain_cases.json", &ref)
	out := map[string]map[string]any{}
	for _, c := range ref.Constructed {
		out[c["id"].(string)] = c
	}
	return out
}

func amounts(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// reference file: one approach in 万元, value type and dates as they happen to be.
func fileOf(approach string) string {
	return `version: 1
asset: 参考案例
purpose: pledge
value_type: market
valuation_date: 2026-03-31
currency_unit: 万元
approaches:
` + approach
}

// valued decodes and values an approach, and returns the report and what the row with a key says.
func valued(t *testing.T, approach string) (Report, func(key string) []string) {
	t.Helper()
	f, err := Decode([]byte(fileOf(approach)), "case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Value(f)
	if err != nil {
		t.Fatal(err)
	}
	return r, func(key string) (out []string) {
		for _, row := range r.Approaches[0].Rows {
			if row.Key == key {
				out = append(out, row.Result)
			}
		}
		return out
	}
}

func same(t *testing.T, id, what string, got []string, want ...any) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprintf("%v", want); g != w {
		t.Errorf("%s: %s is %v, the case says %v", id, what, got, want)
	}
}

func TestCostCases(t *testing.T) {
	ref := cases(t)
	c := ref["C-COST"]
	d := c["delta"].([]any)
	_, row := valued(t, fmt.Sprintf(`  - sources: {costs: case}
    cost:
      costs: {preliminary: 120, direct: 860, indirect: 95, taxes: 25}
      profit_rate: %v
      adjustment: {quality: %v, scenario: %v, market: %v}
`, c["profit"], d[0], d[1], d[2]))
	same(t, "C-COST", "δ", row("delta"), c["delta_product"])
	same(t, "C-COST", "P", row("value"), c["P"])

	c = ref["C-EXP9"]
	_, row = valued(t, fmt.Sprintf(`  - sources: {total_cost: case}
    cost_expert9: {total_cost: %v, return: %v, quality: %v, spread: 1.2, circulable: 50, total: 100, scarcity: %v, risk: %v}
`, c["TC"], c["R"], c["alpha"], c["l"], c["r"]))
	same(t, "C-EXP9", "β", row("beta"), "0.600000")
	same(t, "C-EXP9", "U", row("utility"), c["U"].(string)+"00")
	same(t, "C-EXP9", "P", row("value"), c["P"])
}

func TestRoyaltyCaseAtYearsEndAndMidYearRowByRow(t *testing.T) {
	c := cases(t)["C-ROYALTY"]
	for timing, want := range map[string]any{"end": c["PV_end"], "mid": c["PV_mid"]} {
		r, row := valued(t, fmt.Sprintf(`  - sources: {revenue: case}
    royalty:
      revenue: {amounts: %s}
      royalty_rate: %v
      timing: %s
      discount_rate: {rate: %v, basis: pre_tax}
`, amounts(c["R"]), c["k"], timing, c["r"]))
		same(t, "C-ROYALTY", timing, row("value"), want)
		if timing == "mid" {
			continue
		}
		var got [][]string
		for _, line := range r.Approaches[0].Rows {
			if line.Key == "pv" {
				got = append(got, []string{line.Inputs[1].Value, line.Inputs[2].Value, line.Result})
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(c["rows_end"]) {
			t.Errorf("rows are\n%v, the case says\n%v", got, c["rows_end"])
		}
	}
}

func TestExcessEarningsAndIncrementalCases(t *testing.T) {
	ref := cases(t)
	c := ref["C-MPEEM"]
	var assets strings.Builder
	for _, a := range c["CAC"].([]any) {
		v := a.([]any)
		fmt.Fprintf(&assets, "        - {name: %v, value: %v, rate: %v}\n", v...)
	}
	_, row := valued(t, fmt.Sprintf(`  - sources: {ebit: case}
    excess_earnings:
      ebit: {amounts: %s}
      tax_rate: %v
      contributory:
%s      discount_rate: {rate: %v, basis: after_tax}
`, amounts(c["EBIT"]), c["T"], &assets, c["r"]))
	same(t, "C-MPEEM", "charges", row("charges"), c["CAC_total"])
	same(t, "C-MPEEM", "PV", row("value"), c["PV"])

	c = ref["C-INCR"]
	_, row = valued(t, fmt.Sprintf(`  - sources: {gain: case}
    incremental:
      gain: {amounts: %s}
      tax_rate: %v
      discount_rate: {rate: %v, basis: after_tax}
`, amounts(c["dEBIT"]), c["T"], c["r"]))
	same(t, "C-INCR", "PV", row("value"), c["PV"])
}

func TestMarketCase(t *testing.T) {
	c := cases(t)["C-MARKET"]
	var list strings.Builder
	var adjusted []any
	for i, k := range c["cases"].([]any) {
		v := k.([]any)
		fmt.Fprintf(&list,
			"        - {name: c%d, price: %v, quality: %v, supply_demand: %v, date: %v, volume: %v, other: %v}\n",
			append([]any{i}, v[:6]...)...)
		adjusted = append(adjusted, v[6])
	}
	for _, take := range []string{"mean", "median"} {
		_, row := valued(t,
			"  - sources: {comparables: case}\n    market:\n      take: "+take+"\n      comparables:\n"+list.String())
		same(t, "C-MARKET", "adjusted", row("comparable"), adjusted...)
		same(t, "C-MARKET", take, row("value"), c[take])
	}
}

func TestWACCCase(t *testing.T) {
	c := cases(t)["C-CAPM-WACC"]
	_, row := valued(t, fmt.Sprintf(`  - sources: {gain: case}
    incremental:
      gain: {amounts: [100]}
      tax_rate: 0.25
      discount_rate:
        wacc: {risk_free: %v, beta: %v, equity_premium: %v, specific: %v, equity_share: %v, debt_cost: %v, tax_rate: %v}
`, c["rf"], c["beta"], c["erp"], c["alpha"], c["E"], c["Kd"], c["T"]))
	same(t, "C-CAPM-WACC", "Ke", row("cost_of_equity"), c["Ke"])
	same(t, "C-CAPM-WACC", "WACC", row("discount_rate"), c["WACC"])
}

func TestQualityCase(t *testing.T) {
	c := cases(t)["C-QUALITY"]
	var dims []Dimension
	for name, w := range c["w"].(map[string]any) {
		dims = append(dims, Dimension{name, dec(w.(string)), dec(c["s"].(map[string]any)[name].(string))})
	}
	score, err := Quality(dims)
	if err != nil || score.Fixed(6) != c["score"] {
		t.Errorf("score %s, %v; the case says %v", score, err, c["score"])
	}
}

func TestAHPCases(t *testing.T) {
	ref := cases(t)
	for _, id := range []string{"C-AHP3", "C-AHP4", "C-AHP-REJECT"} {
		c := ref[id]
		r, err := AHP(matrixOf(c["matrix"].(string)))
		if reject := id == "C-AHP-REJECT"; errors.Is(err, ErrInconsistent) != reject || !reject && err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		for name, got := range map[string]string{"lambda_max": r.LambdaMax.Fixed(6), "CI": r.CI.Fixed(6),
			"RI": r.RI.Fixed(2), "CR": r.CR.Fixed(6)} {
			want, ok := c[name]
			if ok && id == "C-AHP3" {
				want = "0.000000" // written 0
			}
			if id == "C-AHP4" && name == "lambda_max" {
				// λ = 4.05110954747…, checked with 60 digits elsewhere: rounded it ends in 10. The case cuts it, though it
				// rounds every other figure, among them the CI that follows from it.
				if !strings.HasPrefix(r.LambdaMax.String(), want.(string)) {
					t.Errorf("%s: λ is %s", id, r.LambdaMax)
				}
				continue
			}
			if ok && got != want {
				t.Errorf("%s: %s is %s, the case says %v", id, name, got, want)
			}
		}
		for name, got := range map[string][]Decimal{"w_eigen": r.Weights, "w_geomean": r.GeometricMean} {
			if want, ok := c[name].([]any); ok {
				same(t, id, name, fixed(got), want...)
			}
		}
		if id == "C-AHP3" { // 4/7 2/7 1/7
			same(t, id, "w", fixed(r.Weights), "0.571429", "0.285714", "0.142857")
		}
	}
}

func fixed(ds []Decimal) (out []string) {
	for _, d := range ds {
		out = append(out, d.Fixed(6))
	}
	return out
}

// matrixOf reads the case's notation: rows apart by ";", entries by blanks.
func matrixOf(s string) (m [][]string) {
	for _, row := range strings.Split(strings.Trim(s, "[]"), ";") {
		m = append(m, strings.Fields(row))
	}
	return m
}

func TestExampleFilesReproduceTheirValues(t *testing.T) {
	for name, want := range map[string]string{"royalty": "4747323.07", "cost": "13441890.00", "market": "5966751.43"} {
		b, err := os.ReadFile("../examples/valuation/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		f, err := Decode(b, name+".yaml")
		if err != nil {
			t.Error(err)
			continue
		}
		r, err := Value(f)
		if err != nil || r.ValueFen.String() != want {
			t.Errorf("%s: %s, %v; want %s", name, r.ValueFen, err, want)
		}
	}
}

// TestPublishedPledgeRatesAreCreditOverValue recomputes what the press printed of real pledges.
func TestPublishedPledgeRatesAreCreditOverValue(t *testing.T) {
	var ref struct {
		Published []struct{ ID, Valuation, Credit, Ratio string } `json:"published"`
	}
	reference.Load(t, "domain_cases.json", &ref)
	seen := 0
	for _, c := range ref.Published {
		if c.Ratio == "" {
			continue
		}
		seen++
		var a arith
		if got := a.Quo(dec(c.Credit), dec(c.Valuation)).Fixed(4); got != c.Ratio {
			t.Errorf("%s: %s, the case says %s", c.ID, got, c.Ratio)
		}
	}
	if seen < 2 {
		t.Errorf("%d published rates", seen)
	}
}
