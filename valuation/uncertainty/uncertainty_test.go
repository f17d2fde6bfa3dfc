package uncertainty

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/strict"
)

var update = flag.Bool("update", false, "rewrite golden files")

// royalty is a ten-year relief from royalty at mid-year, in 万元: revenue of 1000 growing by 5 %, a royalty of 15 %,
// and a discount rate of a risk-free rate and a premium.
func royalty() Target {
	g := formula.New()
	in := func(name, zh string, v string, span string) formula.ID {
		return g.Input(formula.Quantity{Name: "royalty." + name, Label: formula.Text{ZH: zh, EN: name}, Unit: formula.Ratio,
			Span: formula.MustSpan(span)}, decimal.Must(v))
	}
	first := g.Input(formula.Quantity{Name: "royalty.revenue.first", Unit: formula.Currency,
		Label: formula.Text{ZH: "首年收入", EN: "first year's revenue"}}, decimal.Must("1000"))
	growth := in("growth", "增长率", "0.05", "(-1, 1]")
	k := in("royalty_rate", "分成率", "0.15", "(0, 1]")
	base, premium := in("risk_free", "无风险利率", "0.02", "[0, 1]"), in("premium", "风险溢价", "0.10", "[0, 1]")
	r := g.Name(g.Add(base, premium), formula.Quantity{Name: "royalty.discount_rate",
		Label: formula.Text{ZH: "折现率", EN: "discount rate"}, Unit: formula.Ratio, Span: formula.MustSpan("(0, 1]")})
	flow, total := first, g.Int(0)
	for t := range 10 {
		f := g.Pow(g.Add(g.Int(1), r), g.Const(decimal.Must(strconv.Itoa(t)+".5")))
		total = g.Add(total, g.Quo(g.Mul(flow, k), f))
		flow = g.Mul(flow, g.Add(g.Int(1), growth))
	}
	value := g.Round(total, 6)
	return Target{Graph: g, Value: value, Parts: []formula.ID{value}, FenPerUnit: 1_000_000}
}

const worked = `
seed: 20261125
draws: 50000
inputs:
  - input: royalty.growth
    distribution: {normal: {mean: 0.05, sd: 0.02}, min: -0.05, max: 0.15}
  - input: royalty.royalty_rate
    distribution: {triangular: {low: 0.10, mode: 0.15, high: 0.22}}
    source: 可比许可 licences compared
  - input: royalty.discount_rate
    distribution: {lognormal: {p5: 0.09, p95: 0.16}, max: 0.5}
correlations:
  - {a: royalty.growth, b: royalty.discount_rate, value: 0.3}
break_even:
  - {input: royalty.discount_rate, target: 600}
  - {input: royalty.royalty_rate, target: 600}
  - {input: royalty.royalty_rate, target: 99999}
two_way:
  - {rows: royalty.royalty_rate, columns: royalty.discount_rate}
  - {rows: royalty.revenue.first, columns: royalty.growth, row_levels: [800, 1000, 1200]}
`

func read(t testing.TB, text string) (Block, *strict.Document) {
	t.Helper()
	var b Block
	doc, err := strict.Decode([]byte(text), "block.yaml", &b)
	if err != nil {
		t.Fatal(err)
	}
	return b, doc
}

func run(t testing.TB, text string) Report {
	t.Helper()
	b, _ := read(t, text)
	r, err := Run(b, royalty())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The digest is of every byte of the report. It changes only with the method, never with the machine.
func TestSameBlockSameBytesOnAnyNumberOfProcessors(t *testing.T) {
	const want = "f1e95f0bca23677f"
	for _, procs := range []int{1, 2, 5} {
		old := runtime.GOMAXPROCS(procs)
		sum := sha256.Sum256(canon.Must(run(t, worked)))
		runtime.GOMAXPROCS(old)
		if got := hex.EncodeToString(sum[:8]); got != want {
			t.Errorf("%d processors: digest %s, want %s", procs, got, want)
		}
	}
}

func TestReportIsWrittenInBothLanguages(t *testing.T) {
	r := run(t, worked)
	var out bytes.Buffer
	for _, w := range []Writer{{false, money.Fen.Wan, "万元"}, {true, money.Fen.Wan, "CNY 10k"}} {
		out.WriteString(w.Text(r) + "\n")
	}
	const path = "testdata/report.txt"
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, out.Bytes()) {
		t.Errorf("the text differs from %s (go test -update rewrites it):\n%s", path, out.String())
	}
}

// By its closed form with the inputs' means the value lies within a percent or two of the simulated mean, and the
// quantiles stand around it.
func TestSpreadStandsAroundTheValue(t *testing.T) {
	r := run(t, worked)
	tt := royalty()
	value := tt.Graph.Value(tt.Value).Float64() * 1e6
	if d := float64(r.P50Fen)/value - 1; math.Abs(d) > 0.06 {
		t.Errorf("the median is %.3f away from the value", d)
	}
	order := []money.Fen{r.LowestFen, r.P5Fen, r.P50Fen, r.P95Fen, r.HighestFen}
	if !slices.IsSorted(order) || len(slices.Compact(order)) != 5 {
		t.Errorf("quantiles are out of order: %+v", r.Spread)
	}
	if r.Parts[0] != r.Spread {
		t.Errorf("the only part has %+v, the whole %+v", r.Parts[0], r.Spread)
	}
	n := r.Histogram.Below + r.Histogram.Above
	for _, c := range r.Histogram.Counts {
		n += c
	}
	if n != r.Draws {
		t.Errorf("the histogram counts %d of %d draws", n, r.Draws)
	}
}

// A value in proportion to one uniform input: quantiles, mean and deviation in closed form.
func TestProportionalValueHasItsInputsQuantiles(t *testing.T) {
	r := run(t, `
seed: 1
draws: 100000
inputs:
  - input: royalty.royalty_rate
    distribution: {uniform: {low: 0.1, high: 0.2}}
`)
	tt := royalty()
	perRate := tt.Graph.Value(tt.Value).Float64() * 1e6 / 0.15
	for _, c := range []struct {
		name string
		got  money.Fen
		want float64
	}{{"P5", r.P5Fen, 0.105}, {"P50", r.P50Fen, 0.15}, {"P95", r.P95Fen, 0.195}, {"mean", r.MeanFen, 0.15},
		{"sd", r.SDFen, 0.1 / math.Sqrt(12)}} {
		// A Latin hypercube of 100,000 is off by about one stratum.
		if math.Abs(float64(c.got)/perRate-c.want) > 3e-6 {
			t.Errorf("%s is %v, closed form %.0f", c.name, c.got, c.want*perRate)
		}
	}
	if in := r.Inputs[0]; in.FirstPPM < 980_000 || in.TotalPPM < 980_000 {
		t.Errorf("the only input has indices %d and %d", in.FirstPPM, in.TotalPPM)
	}
}

func TestSinglePointsAreTheExactReading(t *testing.T) {
	r, tt := run(t, worked), royalty()
	exact := func(name, level string) money.Fen {
		q, _ := tt.Graph.Find(name)
		p := prepared{t: tt}
		v, err := p.exact(formula.Replacement{Node: q.Node, Value: decimal.Must(level)})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, s := range r.Tornado {
		if exact(s.Input, s.Low) != s.LowFen || exact(s.Input, s.High) != s.HighFen {
			t.Errorf("%s: %+v", s.Input, s)
		}
	}
	for i, e := range r.BreakEven[:2] {
		// The level has six decimals; the value is that near to the target.
		if d := e.ValueFen - e.TargetFen; exact(e.Input, e.Level) != e.ValueFen || max(d, -d) > 10_000 {
			t.Errorf("break-even %d: value %v at %s, target %v", i, e.ValueFen, e.Level, e.TargetFen)
		}
	}
	if e := r.BreakEven[2]; e.Level != "" {
		t.Errorf("a value out of reach is reached at %s", e.Level)
	}
	if table := r.TwoWay[0]; len(table.ValueFen) != 5 || len(table.ValueFen[0]) != 5 {
		t.Errorf("the table has %d levels", len(table.ValueFen))
	}
	if got, want := r.TwoWay[1].ValueFen[1][2], exact("royalty.growth", r.TwoWay[1].ColumnLevels[2]); got != want {
		t.Errorf("with the revenue as written the cell is %v, want %v", got, want)
	}
}

func TestFaultsNameTheLine(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		code, field    string
		line           int
	}{
		{"unknown input", "royalty.growth\n", "royalty.grwth\n", "uncertainty.unknown_input", "inputs[0].input", 5},
		{"unknown key", "seed:", "sead:", "valuation.unknown_key", "", 2},
		{"mode outside", "mode: 0.15", "mode: 0.35", "simulation.parameter", "inputs[1].distribution.triangular.mode", 8},
		{"no number", "sd: 0.02", "sd: .nan", "valuation.number", "", 6},
		{"missing", ", sd: 0.02", "", "valuation.missing", "inputs[0].distribution.normal.sd", 6},
		{"two forms", "{triangular:", "{uniform: {low: 0, high: 1}, triangular:", "uncertainty.one_form",
			"inputs[1].distribution", 8},
		{"no form", "{triangular: {low: 0.10, mode: 0.15, high: 0.22}}", "{min: 0}", "uncertainty.one_form",
			"inputs[1].distribution", 8},
		{"leaves its span", ", max: 0.5", "", "uncertainty.support", "inputs[2].distribution", 11},
		{"nothing left", "max: 0.5", "max: 0.00001", "simulation.parameter", "inputs[2].distribution.max", 11},
		{"correlation", "value: 0.3", "value: 1.3", "simulation.correlation", "correlations[0]", 13},
		{"correlation of a sure thing", "b: royalty.discount_rate", "b: royalty.premium", "uncertainty.certain",
			"correlations[0].b", 13},
		{"too many draws", "50000", "5000000", "simulation.draws", "draws", 3},
		{"too few draws", "50000", "50", "simulation.draws", "draws", 3},
		{"seed", "20261125", "-1", "uncertainty.range", "seed", 2},
		{"twice", "input: royalty.discount_rate\n", "input: royalty.royalty_rate\n", "uncertainty.repeated",
			"inputs[2].input", 10},
		{"overridden", "input: royalty.growth\n    distribution: {normal: {mean: 0.05, sd: 0.02}, min: -0.05, max: 0.15}",
			"input: royalty.premium\n    distribution: {uniform: {low: 0.05, high: 0.15}}", "uncertainty.no_influence",
			"inputs[0].input", 5},
		{"table of a sure thing", "columns: royalty.discount_rate}", "columns: royalty.premium}", "uncertainty.certain",
			"two_way[0].columns", 19},
		{"table level", "[800, 1000, 1200]", "[800], column_levels: [3]", "uncertainty.range",
			"two_way[1].column_levels", 20},
		{"break-even of nothing", ", target: 99999", "", "valuation.missing", "break_even[2].target", 17},
		{"method", "draws: 50000", "method: sobol", "uncertainty.method", "method", 3},
	} {
		if !strings.Contains(worked, c.old) {
			t.Fatalf("%s: nothing to replace", c.name)
		}
		var b Block
		doc, err := strict.Decode([]byte(strings.Replace(worked, c.old, c.new, 1)), "block.yaml", &b)
		if err == nil {
			err = doc.Place(b.Check(royalty()))
		}
		if err == nil {
			t.Errorf("%s: no fault", c.name)
			continue
		}
		e := fault.From(err)
		if e.Code() != c.code || e.Line != c.line || c.field != "" && e.Field != c.field {
			t.Errorf("%s: %s at %s, line %d; want %s at %s, line %d", c.name, e.Code(), e.Field, e.Line, c.code, c.field, c.line)
		}
	}
}

// Forty inputs and a formula of thousands of steps at two million draws would keep a core busy for minutes.
func TestTooMuchWorkIsRefused(t *testing.T) {
	g := formula.New()
	b := Block{Draws: 2_000_000}
	sum := g.Int(0)
	for i := range MaxInputs {
		name := "x" + strconv.Itoa(i)
		x := g.Input(formula.Quantity{Name: name, Unit: formula.Ratio}, decimal.Int(1))
		for range 100 {
			sum = g.Quo(g.Add(sum, x), x)
		}
		b.Inputs = append(b.Inputs, Input{Input: name, Distribution: Distribution{
			Uniform: &Range{decimal.Int(1), decimal.Int(2)}}})
	}
	_, err := Run(b, Target{Graph: g, Value: sum, FenPerUnit: 100})
	if e := fault.From(err); err == nil || e.Code() != "uncertainty.work" || e.Field != "draws" {
		t.Errorf("%v", err)
	}
}

func TestDrawsWithoutAValueAreAFault(t *testing.T) {
	g := formula.New()
	x := g.Input(formula.Quantity{Name: "x", Unit: formula.Ratio}, decimal.Must("2"))
	v := g.Ln(x)
	b, _ := read(t, "seed: 1\ninputs:\n  - input: x\n    distribution: {uniform: {low: -1, high: 3}}\n")
	_, err := Run(b, Target{Graph: g, Value: v, FenPerUnit: 100})
	if e := fault.From(err); err == nil || e.Code() != "uncertainty.no_value" || !strings.Contains(err.Error(), "x = -") {
		t.Errorf("%v", err)
	}
}

// Both readings of every operation agree on graphs that use all of them.
func TestColumnsAgreeWithTheExactReading(t *testing.T) {
	g := formula.New()
	in := func(name, v string) formula.ID {
		return g.Input(formula.Quantity{Name: name, Unit: formula.Ratio}, decimal.Must(v))
	}
	x, y, z := in("x", "1.3"), in("y", "0.7"), in("z", "2.9")
	all := []formula.ID{g.Add(x, y), g.Sub(x, y), g.Mul(x, y, z), g.Quo(x, y), g.Pow(x, y), g.Pow(x, g.Int(7)),
		g.Pow(z, g.Const(decimal.Must("-2.5"))), g.Min(x, y, z), g.Max(x, y, z), g.Sum(x, y, z, x), g.Median(x, y, z),
		g.Median(x, y, z, g.Int(2)), g.Abs(g.Sub(y, x)), g.Sqrt(x), g.Ln(y), g.Exp(z), g.Round(g.Quo(x, z), 3),
		g.IfLE(x, y, x, z), g.IfLE(x, x, y, z), g.Mul(x), g.Sum(x)}
	p, _ := program(g, []formula.ID{x, y, z}, all)
	for _, at := range [][3]string{{"1.3", "0.7", "2.9"}, {"0.2", "1.9", "0.4"}, {"3.25", "3.25", "3.25"}} {
		var repl []formula.Replacement
		var cols []float64
		for i, id := range []formula.ID{x, y, z} {
			d := decimal.Must(at[i])
			repl, cols = append(repl, formula.Replacement{Node: id, Value: d}), append(cols, d.Float64())
		}
		want, err := g.Eval(all, repl...)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range p.At(cols...) {
			if w := want[i].Float64(); math.Abs(got-w) > 1e-14*math.Abs(w) {
				t.Errorf("at %v, operation %d is %.17g, exactly %.17g", at, i, got, w)
			}
		}
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add([]byte(worked))
	const growth = "seed: 1\ninputs:\n  - input: royalty.growth\n    distribution: "
	f.Add([]byte(growth + "{beta: {alpha: 2, beta: 3, high: 0.5}}\n"))
	f.Add([]byte(growth + "{discrete: {values: [0.1, 0.2]}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var b Block
		if _, err := strict.Decode(text, "block.yaml", &b); err != nil {
			return
		}
		b.Draws = 1000
		b.TwoWay, b.BreakEven = b.TwoWay[:min(1, len(b.TwoWay))], b.BreakEven[:min(1, len(b.BreakEven))]
		if r, err := Run(b, royalty()); err == nil {
			canon.Must(r)
			Writer{Amount: money.Fen.Wan}.Text(r)
		}
	})
}
