package quality

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// table is a small table in memory.
type grid [][]string

func (g grid) Rows() int            { return len(g) }
func (g grid) Cell(r, c int) []byte { return []byte(g[r][c]) }

// simpleRead is enough of a reader for tests.
func simpleRead(cell []byte) Value {
	s := strings.TrimSpace(string(cell))
	if s == "" || s == "NULL" {
		return Value{}
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Value{Kind: Date, Timed: true, Seconds: t.Unix()}
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		if strings.Contains(s, ".") {
			return Value{Kind: Decimal, Number: f}
		}
		return Value{Kind: Integer, Number: f}
	}
	if strings.ContainsAny(s, "0123456789") {
		return Value{Kind: Code}
	}
	return Value{Kind: Text}
}

func mustParse(t *testing.T, text string) Rules {
	t.Helper()
	r, err := ParseRules("rules.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var orders = grid{
	//  no      day           sent          city  cityname  amount  phone         state  refund
	{"H001", "2026-03-01", "2026-03-02", "320100", "南京", "12.50", "13800138000", "done", ""},
	{"H002", "2026-03-02", "2026-03-01", "320100", "南京", "-3", "13900139001", "done", ""},
	{"H003", "2026-03-03", "2026-03-03", "320100", "南京市", "900", "1380013800", "open", ""},
	{"H003", "2026-03-04", "", "330100", "杭州", "x", "", "back", "5"},
	{"", "2026-03-05", "2026-03-06", "330100", "杭州", "", "13800138000", "back", ""},
}

var orderColumns = []string{"no", "day", "sent", "city", "cityname", "amount", "phone", "state", "refund"}

const orderRules = `version: 1
rules:
  - {check: not_null, column: no}
  - {check: unique, column: no}
  - {check: order, columns: [day, sent]}
  - {check: dependency, column: city, determines: cityname}
  - {check: type, column: amount, is: decimal}
  - {check: range, column: amount, min: 0, max: 100}
  - {check: format, column: phone, is: mobile}
  - {check: values, column: state, values: [done, open]}
  - {check: pattern, column: no, matches: 'H\d{3}'}
  - {check: length, column: cityname, max: 2}
  - {check: not_null, column: refund, when: {column: state, is: back}}
  - {check: compare, columns: [day, sent], op: "!="}
  - {check: equal, columns: [day, sent]}
  - {check: range, column: day, min: 2026-03-02, max: 2026-03-04}
  - {check: unique, columns: [city, state]}
`

func TestEveryCheckCountsAsByHand(t *testing.T) {
	rules := mustParse(t, orderRules)
	c := rules.Plan(orderColumns, simpleRead).Counter()
	c.Block(0, orders)
	counts := c.Counts(All, nil)
	want := []struct {
		a, b int64
		rows []int64
	}{
		{4, 5, []int64{5}}, {3, 4, []int64{4}}, {3, 4, []int64{2}}, {4, 5, []int64{3}}, {3, 4, []int64{4}},
		{1, 4, []int64{2, 3, 4}}, {3, 4, []int64{3}}, {3, 5, []int64{4, 5}}, {4, 4, nil}, {4, 5, []int64{3}},
		{1, 2, []int64{5}}, {3, 4, []int64{3}}, {1, 4, []int64{1, 2, 5}}, {3, 5, []int64{1, 5}}, {3, 5, []int64{2, 5}},
	}
	for i, w := range want {
		got := counts.rules[i]
		var rows []int64
		for _, f := range got.first {
			rows = append(rows, f.Row)
		}
		if got.a != w.a || got.b != w.b || !reflect.DeepEqual(rows, w.rows) {
			t.Errorf("rule %d %s: %d/%d at %v, want %d/%d at %v", i, rules.List[i].Check, got.a, got.b, rows, w.a, w.b, w.rows)
		}
	}
	failing := counts.Failing()
	if len(failing) != 14 || failing[0].Count != 1 || failing[1].First[0].Example != "H003" {
		t.Errorf("%+v", failing)
	}
}

func TestARuleCountsForItsIndicatorInPlaceOfThePlainCount(t *testing.T) {
	in := Input{Rows: 5, Standard: true, Columns: []Column{
		{Name: "no", Type: "code", Named: true, Values: 4, Missing: 1, Fitting: 4, Key: true, Distinct: 3},
		{Name: "amount", Type: "text", Named: true, Values: 4, Missing: 1, Fitting: 4},
	}}
	rules := mustParse(t, `version: 1
optional: [amount]
rules:
  - {check: type, column: amount, is: decimal}
  - {check: range, column: amount, min: 0, indicator: business_rule}
  - {check: not_null, column: gone}
`)
	c := rules.Plan([]string{"no", "amount"}, simpleRead).Counter()
	c.Block(0, grid{{"H1", "1"}, {"H2", "-2"}, {"H3", "x"}, {"H3", "4"}, {"", ""}})
	r := Evaluate(rules, in, c.Counts(All, nil), DefaultWeights())
	want := map[Measure][2]int64{
		DataModel:    {1, 3},         // no holds something; amount is text and should be decimal; gone is gone
		BusinessRule: {2, 4},         // 1 and 4
		Element:      {4, 5},         // no only: amount may be empty
		FormatFit:    {4 + 3, 4 + 4}, // no by its type, amount by the rule
		Uniqueness:   {3, 4},
	}
	for _, d := range r.Dimensions {
		for _, i := range d.Indicators {
			if w, ok := want[i.Code]; ok && (i.A != w[0] || i.B != w[1]) {
				t.Errorf("%s %d/%d, want %d/%d", i.Code, i.A, i.B, w[0], w[1])
			}
			delete(want, i.Code)
		}
	}
	if len(want) > 0 {
		t.Errorf("missing %v", want)
	}
	if r.Rules[2].Scope != Untested || r.Rules[0].Scope != All || r.Rules[0].PPM != 750_000 {
		t.Errorf("%+v", r.Rules)
	}
}

// Whatever the blocks' order and their share among workers, counts and failing rows are the same.
func TestCountsDoNotDependOnWorkers(t *testing.T) {
	rules := mustParse(t, `version: 1
rules:
  - {check: unique, column: k}
  - {check: dependency, column: k, determines: v}
  - {check: range, column: v, min: 3}
  - {check: unique, columns: [k, v]}
  - {check: compare, columns: [k, v], op: "<="}
`)
	rng := rand.New(rand.NewPCG(1, 2))
	var blocks []grid
	for range 40 {
		g := grid{}
		for range rng.IntN(400) {
			g = append(g, []string{strconv.Itoa(rng.IntN(300_000)), strconv.Itoa(rng.IntN(9))})
		}
		blocks = append(blocks, g)
	}
	plan := rules.Plan([]string{"k", "v"}, simpleRead)
	count := func(workers int, shuffle bool) *Counts {
		cs := make([]*Counter, workers)
		for i := range cs {
			cs[i] = plan.Counter()
			for k := range cs[i].pairs {
				cs[i].pairs[k].limit = 1000 // so that sampling sets in
			}
		}
		order := make([]int, len(blocks))
		for i := range order {
			order[i] = i
		}
		if shuffle {
			rng.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		}
		for _, i := range order {
			cs[rng.IntN(workers)].Block(i, blocks[i])
		}
		for i := len(cs) - 2; i >= 0; i-- {
			cs[i].Merge(cs[i+1])
		}
		return cs[0].Counts(All, nil)
	}
	want := count(1, false)
	if want.rules[0].level == 0 || want.rules[2].b == 0 {
		t.Fatal("the test does not reach sampling")
	}
	for range 20 {
		if got := count(1+rng.IntN(5), true); !reflect.DeepEqual(got.rules, want.rules) {
			t.Fatalf("%+v, want %+v", got.rules, want.rules)
		}
	}
}

func TestSampledUniquenessIsNearTheTruth(t *testing.T) {
	rules := mustParse(t, "version: 1\nrules:\n  - {check: unique, column: k}\n")
	c := rules.Plan([]string{"k"}, simpleRead).Counter()
	g := grid{}
	for i := range 400_000 {
		g = append(g, []string{strconv.Itoa(i % 360_000)}) // a tenth comes twice
	}
	c.Block(0, g)
	r := c.Counts(All, nil).rules[0]
	if ppm := Ratio(r.a, r.b); ppm < 895_000 || ppm > 905_000 || r.level == 0 {
		t.Errorf("%d at level %d, want 0.9", ppm, r.level)
	}
}

func TestInferStatesWhatNearlyHolds(t *testing.T) {
	sample := grid{}
	for i := range 40 {
		d := time.Date(2026, 3, 1+i, 0, 0, 0, 0, time.UTC)
		sample = append(sample, []string{"H" + strconv.Itoa(1000+i), d.Format(time.DateOnly),
			d.AddDate(0, 0, i%3).Format(time.DateOnly), "a", "x"})
	}
	in := Input{Rows: 40, PeriodDays: 30, Dependencies: []Dependency{{[]string{"no"}, "state", 0}}, Columns: []Column{
		{Name: "no", Type: "code", Values: 40, Key: true, Seen: Seen{Patterns: []Share{{"A9999", 40}}, SampledValues: 40}},
		{Name: "day", Type: "date", Values: 40, Seen: Seen{Min: "2026-03-01", Max: "2026-04-09"}},
		{Name: "sent", Type: "date", Values: 20, Missing: 20, Seen: Seen{Min: "2026-03-01", Max: "2026-04-10"}},
		{Name: "state", Type: "text", Values: 40, Seen: Seen{Categories: []string{"a"}}},
		{Name: "who", Type: "text", Values: 40, Personal: true, Seen: Seen{Categories: []string{"x"}}},
	}}
	r := Infer(in, sample, simpleRead)
	var got []string
	for _, rule := range r.List {
		got = append(got, rule.fields())
	}
	want := []string{
		`check: type, column: "no", is: "code"`, `check: not_null, column: "no"`, `check: unique, column: "no"`,
		`check: pattern, column: "no", matches: "[A-Z][0-9]{4}"`,
		`check: type, column: "day", is: "date"`, `check: not_null, column: "day"`, `check: range, column: "day", min: "2026-03-01"`,
		`check: type, column: "sent", is: "date"`, `check: range, column: "sent", min: "2026-03-01"`,
		`check: not_null, column: "state"`, `check: values, column: "state", values: ["a"]`,
		`check: not_null, column: "who"`,
		`check: dependency, column: "no", determines: "state"`,
		`check: order, columns: ["day", "sent"]`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// What was written reads back the same.
	back, err := ParseRules("r.yaml", r.YAML(DefaultWeights()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range back.List {
		if back.List[i].fields() != r.List[i].fields() {
			t.Errorf("%s came back as %s", r.List[i].fields(), back.List[i].fields())
		}
	}
	if !bytes.Contains(r.YAML(DefaultWeights()), []byte("accuracy: 0.300000 # 准确性")) {
		t.Errorf("%s", r.YAML(DefaultWeights()))
	}
}

func TestInferredRulesAreCountedOverAllRowsWhereThePassDid(t *testing.T) {
	in := sample()
	in.Columns[2].Seen = Seen{Min: "2026-01-01", Max: "2026-05-05"}
	in.Columns[3].Seen = Seen{Categories: []string{"x", "y"}}
	in.Columns[1].Seen = Seen{Patterns: []Share{{"9{18}", 890}, {"9", 5}}, SampledValues: 895}
	r := Infer(in, nil, nil)
	got := Evaluate(r, in, nil, DefaultWeights())
	if plain := Score(in, DefaultWeights()); got.TotalPPM != plain.TotalPPM {
		t.Errorf("inferred rules change the score from %d to %d", plain.TotalPPM, got.TotalPPM)
	}
	for _, res := range got.Rules {
		if res.Check == CheckUnique && (res.A != 980 || res.B != 1000 || res.Scope != All) {
			t.Errorf("%+v", res)
		}
	}
}

// Rules that the pass's counts settle are not looked up in the sample; the others are, and nothing else changes.
func TestOnlyDoubtfulRulesAreLookedUp(t *testing.T) {
	in := Input{Rows: 3, Columns: []Column{
		{Name: "a", Type: "integer", Values: 3, Fitting: 3, Seen: Seen{Min: "1", Max: "3"}},
		{Name: "b", Type: "code", Values: 3, Fitting: 3, Key: true, Distinct: 2},
	}}
	rules := Infer(in, nil, nil)
	rows := grid{{"1", "x1"}, {"2", "x1"}, {"3", "x2"}}
	p := rules.Doubtful(in, []string{"a", "b"}, simpleRead)
	if len(p.simple) != 0 || len(p.joint) != 1 || p.pairs != 1 {
		t.Errorf("%d columns, %d joint rules", len(p.simple), len(p.joint))
	}
	c := p.Counter()
	c.Block(0, rows)
	counts := c.Counts(Sample, nil)
	if f := counts.Failing(); len(f) != 1 || f[0].First[0].Row != 2 {
		t.Errorf("%+v", f)
	}
	all := rules.Plan([]string{"a", "b"}, simpleRead).Counter()
	all.Block(0, rows)
	if got, want := Evaluate(rules, in, counts, DefaultWeights()), Evaluate(rules, in, all.Counts(Sample, nil),
		DefaultWeights()); got.TotalPPM != want.TotalPPM {
		t.Errorf("%d, want %d", got.TotalPPM, want.TotalPPM)
	}
}

func TestExpressionOfAPattern(t *testing.T) {
	for pattern, want := range map[string]string{
		"AA-9999": `[A-Z]{2}-[0-9]{4}`, "汉A·9{5}": `\p{Han}[A-Z]·[0-9]{5}`, "9.9": `[0-9]\.[0-9]`, "9{11}": `[0-9]{11}`,
		"99{5}": `[0-9][0-9]{5}`, "": "",
	} {
		if got, ok := Expression(pattern); got != want || !ok {
			t.Errorf("%q: %q, want %q", pattern, got, want)
		}
	}
}

func BenchmarkCounter(b *testing.B) {
	rules, err := ParseRules("r", []byte("version: 1\nrules:\n  - {check: range, column: v, min: 0, max: 99}\n"+
		"  - {check: type, column: v, is: integer}\n"))
	if err != nil {
		b.Fatal(err)
	}
	c := rules.Plan([]string{"v"}, simpleRead).Counter()
	rows := make(fixed, 4096)
	for i := range rows {
		rows[i] = []byte(strconv.Itoa(i % 100))
	}
	b.ResetTimer()
	for i := range b.N {
		c.Block(i, rows)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(rows)), "ns/cell")
}

type fixed [][]byte

func (f fixed) Rows() int            { return len(f) }
func (f fixed) Cell(r, _ int) []byte { return f[r] }
