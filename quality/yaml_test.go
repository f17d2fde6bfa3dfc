package quality

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
)

func TestRulesFaultsNameFileLineAndField(t *testing.T) {
	const ahp = "version: 1\nweights:\n  ahp:\n"
	bad := strings.Repeat("    - [1, 1, 1, 1, 1, 1]\n", 5)
	for _, c := range []struct {
		name, text string
		def        error
		line       int
		field, en  string
	}{
		{"nothing", "", ErrShape, 1, "version", ""},
		{"no version", "name: x\n", ErrShape, 1, "version", ""},
		{"unknown key", "version: 1\nrule: []\n", ErrKey, 2, "rule", "known are version"},
		{"key twice", "version: 1\nname: a\nname: b\n", ErrTwice, 3, "name", ""},
		{"tab", "version: 1\nrules:\n\t- a\n", ErrSyntax, 3, "", ""},
		{"two documents", "version: 1\n---\nversion: 1\n", ErrSyntax, 3, "", ""},
		{"rules no list", "version: 1\nrules:\n  check: type\n", ErrShape, 3, "rules", "a list"},
		{"anchor", "version: 1\nname: &a x\n", ErrShape, 2, "name", "single value"},
		{"unknown check", "version: 1\nrules:\n  - {check: nonnull, column: a}\n", ErrRule, 3, "rules[0].check", "nonnull"},
		{"no column", "version: 1\nrules:\n  - check: not_null\n", ErrRule, 3, "rules[0].column", "1 to 1 columns"},
		{"both", "version: 1\nrules:\n  - {check: unique, column: a,\n     columns: [b]}\n", ErrRule, 4, "rules[0].columns", "not both"},
		{"foreign key", "version: 1\nrules:\n  - check: not_null\n    column: a\n    min: 3\n", ErrRule, 5, "rules[0].min", "no meaning"},
		{"bad regexp", "version: 1\nrules:\n  - check: pattern\n    column: a\n    matches: '('\n", ErrRule, 5, "rules[0].matches", "expression"},
		{"bad type", "version: 1\nrules:\n  - {check: type, column: a, is: number}\n", ErrRule, 3, "rules[0].is", "one of integer"},
		{"turned bounds", "version: 1\nrules:\n  - {check: range, column: a, min: 5, max: 1}\n", ErrRule, 3, "rules[0].max", "under min"},
		{"mixed bounds", "version: 1\nrules:\n  - {check: range, column: a, min: 5, max: 2026-01-01}\n", ErrRule, 3, "rules[0].max", ""},
		{"no values", "version: 1\nrules:\n  - {check: values, column: a}\n", ErrRule, 3, "rules[0].values", ""},
		{"bad op", "version: 1\nrules:\n  - {check: compare, columns: [a, b], op: \"~\"}\n", ErrRule, 3, "rules[0].op", ""},
		{"itself", "version: 1\nrules:\n  - {check: dependency, column: a, determines: a}\n", ErrRule, 3, "rules[0].determines", ""},
		{"bad indicator", "version: 1\nrules:\n  - {check: not_null, column: a, indicator: taste}\n", ErrRule, 3, "rules[0].indicator", ""},
		{"bad when", "version: 1\nrules:\n  - {check: not_null, column: a, when: {column: b}}\n", ErrShape, 3, "rules[0].when", ""},
		{"period", "version: 1\nperiod_days: 0\n", ErrShape, 2, "period_days", ""},
		{"weights", "version: 1\nweights:\n  accuracy: 0.5\n  completeness: 0.4\n", ErrWeights, 3, "weights", "900000"},
		{"weight text", "version: 1\nweights:\n  accuracy: much\n", ErrShape, 3, "weights.accuracy", ""},
		{"small matrix", ahp + "    - [1]\n", ErrMatrixSize, 4, "weights.ahp", "6×6"},
		{"not reciprocal", ahp + bad + "    - [1, 1, 1, 1, 3, 1]\n", valuation.ErrMatrix, 9, "weights.ahp[5][4]", ""},
		{"inconsistent", ahp + "    - [1, 9, 1/9, 9, 1, 1]\n    - [1/9, 1, 9, 1, 1, 1]\n    - [9, 1/9, 1, 1/9, 1, 1]\n" +
			"    - [1/9, 1, 9, 1, 1, 1]\n    - [1, 1, 1, 1, 1, 1]\n    - [1, 1, 1, 1, 1, 1]\n", valuation.ErrInconsistent, 4, "weights.ahp", "CR="},
	} {
		_, err := ParseRules("r.yaml", []byte(c.text))
		f := fault.From(err)
		if err == nil || !errors.Is(err, c.def) || f.File != "r.yaml" || f.Line != c.line || f.Field != c.field ||
			!strings.Contains(f.EN(), c.en) {
			t.Errorf("%s: %v at %s:%d %s, want %v at line %d %s", c.name, err, f.File, f.Line, f.Field, c.def, c.line, c.field)
		}
	}
}

func TestWeightsByComparisonAddUp(t *testing.T) {
	r := mustParse(t, `version: 1
weights:
  ahp:
    - [1, 1/3, 1/4, 1/2, 1, 1]
    - [3, 1, 1/2, 2, 3, 3]
    - [4, 2, 1, 3, 4, 4]
    - [2, 1/2, 1/3, 1, 2, 2]
    - [1, 1/3, 1/4, 1/2, 1, 1]
    - [1, 1/3, 1/4, 1/2, 1, 1]
`)
	if err := r.Weights.Check(); err != nil {
		t.Fatal(err)
	}
	if r.Weights[Accuracy] < r.Weights[Completeness] || r.Weights[Normativity] != r.Weights[Timeliness] &&
		r.Weights[Normativity]-r.Weights[Timeliness] > 1 || r.Judgement.CR >= "0.10" {
		t.Errorf("%v %+v", r.Weights, r.Judgement)
	}
	// A comparison comes back as it was.
	back := mustParse(t, string(r.YAML(nil)))
	if back.Judgement.CR != r.Judgement.CR {
		t.Errorf("%s", r.YAML(nil))
	}
	// Nothing is preferred to anything: all weigh the same.
	even, _, err := FromAHP([][]string{{"1", "1", "1", "1", "1", "1"}, {"1", "1", "1", "1", "1", "1"}, {"1", "1", "1", "1", "1",
		"1"}, {"1", "1", "1", "1", "1", "1"}, {"1", "1", "1", "1", "1", "1"}, {"1", "1", "1", "1", "1", "1"}})
	if err != nil || even[Normativity] != 166_667 || even[Accessibility] != 166_666 {
		t.Errorf("%v %v", even, err)
	}
}

func TestReferenceListsAreLoaded(t *testing.T) {
	r := mustParse(t, "version: 1\nrules:\n  - {check: reference, column: city, file: cities.txt}\n")
	if err := r.Load(func(string) ([]byte, error) { return []byte("# codes\n320100\n\n330100\r\n"), nil }); err != nil {
		t.Fatal(err)
	}
	c := r.Plan([]string{"city"}, simpleRead).Counter()
	c.Block(0, grid{{"320100"}, {"110000"}, {""}})
	if got := c.Counts(All, nil).rules[0]; got.a != 1 || got.b != 2 {
		t.Errorf("%+v", got)
	}
	err := r.Load(func(string) ([]byte, error) { return []byte("\n"), nil })
	if f := fault.From(err); !errors.Is(err, ErrRule) || f.Line != 3 {
		t.Errorf("%v", err)
	}
}

func FuzzParseRules(f *testing.F) {
	f.Add([]byte(orderRules))
	f.Add([]byte("version: 1\nweights:\n  ahp: [[1]]\n"))
	f.Add([]byte("version: 1\nrules:\n  - {check: values, column: \"a\\u0000\", values: [null, ~, 1e3, 0x10]}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := ParseRules("f", b)
		if err != nil {
			return
		}
		back, err := ParseRules("g", r.YAML(nil))
		if err != nil {
			t.Fatalf("%v\n%s", err, r.YAML(nil))
		}
		for i := range r.List {
			if back.List[i].fields() != r.List[i].fields() {
				t.Fatalf("%s came back as %s", r.List[i].fields(), back.List[i].fields())
			}
		}
		c := r.Plan([]string{"a", "b"}, simpleRead).Counter()
		c.Block(0, grid{{"1", "2"}})
		c.Counts(All, nil).Failing()
	})
}

// The handbook's table is the code's.
func TestTheHandbookListsEveryIndicatorAndCheck(t *testing.T) {
	b, err := os.ReadFile("../docs/quality.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for _, d := range Indicators {
		if !strings.Contains(page, "| "+d.Number+" | "+d.NameZH+" "+d.NameEN+" |") {
			t.Errorf("docs/quality.md does not list %s %s %s", d.Number, d.NameZH, d.NameEN)
		}
	}
	for c := range forms {
		if !strings.Contains(page, "| `"+string(c)+"` |") {
			t.Errorf("docs/quality.md does not explain %s", c)
		}
	}
	for _, b := range bands {
		if want := fmt.Sprintf("%s ≥ %d", b.grade, b.least/10_000); !strings.Contains(page, want) {
			t.Errorf("docs/quality.md does not say %s", want)
		}
	}
}
