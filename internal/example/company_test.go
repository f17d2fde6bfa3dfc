package example

import (
	"strings"
	"testing"
	"unicode/utf8"

	"shurong.org/shurong/identifier"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

func TestOrganisationsAreWellFormedAndFictitious(t *testing.T) {
	codes, accounts, keys := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, o := range Everyone() {
		if _, err := identifier.ParseUSCC(o.USCC); err != nil {
			t.Errorf("%s: %v", o.Key, err)
		}
		if !strings.Contains(o.Name.ZH, "示例") || !strings.Contains(o.Name.EN, "Example") {
			t.Errorf("%s: %s does not say that it is made up", o.Key, o.Name.ZH)
		}
		for _, p := range []Person{o.Maker, o.Checker} {
			if accounts[p.Account] || p.Account == "" || p.Name == "" {
				t.Errorf("%s: account %q is empty or taken", o.Key, p.Account)
			}
			accounts[p.Account] = true
		}
		if codes[o.USCC] || keys[o.Key] {
			t.Errorf("%s: code or key taken", o.Key)
		}
		codes[o.USCC], keys[o.Key] = true, true
	}
	if len(keys) != 18 {
		t.Errorf("%d organisations, want 18", len(keys))
	}
}

func TestCompaniesFollowTheDealAndTheForm(t *testing.T) {
	provinces, cities := map[string]bool{}, map[string]bool{}
	var total money.Fen
	formats := map[Format]int{}
	for _, c := range Companies() {
		provinces[c.Province.ZH], cities[c.City.ZH] = true, true
		formats[c.Format]++
		total += c.Loan.Requested
		if c.Loan.Requested < 1000*money.Wan || c.Loan.Requested > 2500*money.Wan {
			t.Errorf("%s asks for %d fen", c.Key, c.Loan.Requested)
		}
		if n := utf8.RuneCountInString(c.Title); n > 40 {
			t.Errorf("%s: the title has %d characters", c.Key, n)
		}
		if utf8.RuneCountInString(c.Summary.ZH) > 400 || utf8.RuneCountInString(c.Summary.EN) > 400 {
			t.Errorf("%s: the summary is longer than 400 characters", c.Key)
		}
		if c.Rows < 1e4 || c.Rows > 1e6 {
			t.Errorf("%s: %d rows", c.Key, c.Rows)
		}
	}
	if len(provinces) != 4 || len(cities) != 7 || len(Companies()) != 9 || total != 13370*money.Wan {
		t.Errorf("%d firms, %d provinces, %d cities, %d fen", len(Companies()), len(provinces), len(cities), total)
	}
	if formats[CSVGB18030] == 0 || formats[CSVGBK] == 0 || formats[CSVGzip] == 0 || formats[Parquet] == 0 {
		t.Errorf("formats: %v", formats)
	}
}

func TestAppraisalsSupportTheAmountsAskedFor(t *testing.T) {
	for _, c := range Companies() {
		f, err := valuation.Decode(c.ValuationYAML(Until), c.Key+".yaml")
		if err != nil {
			t.Fatalf("%s: %v", c.Key, err)
		}
		r, err := valuation.Value(f)
		if err != nil {
			t.Fatalf("%s: %v", c.Key, err)
		}
		share := float64(c.Loan.Requested) / float64(r.ValueFen)
		t.Logf("%s: asks for %d of %d 万元, %.3f", c.Key, c.Loan.Requested/money.Wan, r.ValueFen/money.Wan, share)
		if share < 0.30 || share > 0.60 {
			t.Errorf("%s asks for %.2f of its value", c.Key, share)
		}
	}
}
