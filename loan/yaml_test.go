package loan

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

func TestExamplesAreContracts(t *testing.T) {
	files, err := filepath.Glob("../examples/loan/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Decode(f, b)
		if errors.Is(err, ErrField) { // more than a contract: package account runs all of them
			continue
		}
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		plan := schedule(t, c)
		if _, err := IRR(Flows(c, plan)); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestTheHintNamesEveryField(t *testing.T) {
	names := strings.Split(fieldNames, ", ")
	for _, n := range names {
		if _, ok := fields[n]; !ok {
			t.Errorf("%s is no field", n)
		}
	}
	if len(names) != len(fields) {
		t.Errorf("%d names of %d fields", len(names), len(fields))
	}
}

const good = "principal: 100\nrate: 3.6%\nmethod: bullet_all\ndrawdown: 2026-01-10\nmaturity: 2026-04-10\n"

func TestAContractFileErrorNamesItsLineAndField(t *testing.T) {
	for name, k := range map[string]struct {
		file  string
		want  *fault.Def
		line  int
		field string
	}{
		"empty":                  {"", ErrYAML, 0, ""},
		"a list":                 {"- a\n", ErrYAML, 1, ""},
		"broken":                 {good + "order: [fees\n", ErrYAML, 6, ""},
		"two documents":          {good + "---\n" + good, ErrYAML, 0, ""},
		"repeated field":         {good + "rate: 0.05\n", ErrYAML, 6, ""},
		"unknown field":          {good + "intrest: 0.05\n", ErrField, 6, "“intrest”"},
		"number as field":        {"1: 2\n", ErrField, 1, ""},
		"three decimals":         {strings.Replace(good, "100", "100.123", 1), money.ErrPrecision, 1, "principal"},
		"not money":              {strings.Replace(good, "100", "much", 1), money.ErrFormat, 1, "principal"},
		"hex is not money":       {strings.Replace(good, "100", "0x64", 1), money.ErrFormat, 1, "principal"},
		"zero principal":         {strings.Replace(good, "100", "0", 1), ErrPrincipal, 1, "principal_fen"},
		"rate as whole percent":  {strings.Replace(good, "3.6%", "3.6", 1), ErrRate, 2, "rate"},
		"rate in words":          {strings.Replace(good, "3.6%", "LPR", 1), ErrRate, 2, "rate"},
		"rate of only a point":   {strings.Replace(good, "3.6%", ".", 1), ErrRate, 2, "rate"},
		"no such method":         {strings.Replace(good, "bullet_all", "balloon", 1), ErrMethod, 3, "method"},
		"30 February":            {strings.Replace(good, "2026-01-10", "2026-02-30", 1), daycount.ErrDate, 4, "drawdown"},
		"maturity before":        {strings.Replace(good, "2026-04-10", "2025-04-10", 1), ErrTerm, 5, "maturity"},
		"missing principal":      {"rate: 0.03\n", ErrPrincipal, 0, "principal_fen"},
		"list for a value":       {good + "roll: [following]\n", ErrValue, 6, "roll"},
		"nothing for a value":    {good + "roll:\n", ErrValue, 6, "roll"},
		"value for a list":       {good + "order: fees\n", ErrValue, 6, "order"},
		"word for a number":      {good + "grace_days: three\n", ErrValue, 6, "grace_days"},
		"bad order":              {good + "order: [fees, penalty, interest]\n", ErrOrder, 6, "order.parts"},
		"bad date in the list":   {good + "due_dates: [2026-04-31]\n", daycount.ErrDate, 6, "due_dates"},
		"unknown day count":      {good + "day_count: ACT/ACT\n", daycount.ErrDayCount, 6, "day_count"},
		"GBK instead of UTF-8":   {"# \xba\xcf\xcd\xac\n" + good, ErrFile, 0, ""},
		"larger than a contract": {good + "# " + strings.Repeat("x", MaxFile), ErrFile, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Decode("c.yaml", []byte(k.file))
			e := fault.From(err)
			if !errors.Is(err, k.want) || e.Line != k.line || e.File != "c.yaml" || e.Field != k.field {
				t.Errorf("got %v", err)
			}
			if strings.Contains(e.ZH()+e.EN()+e.HintZH()+e.HintEN(), "{name}") {
				t.Errorf("a placeholder is left in %s", e.EN())
			}
		})
	}
}

func TestAContractSurvivesItsCanonicalJSON(t *testing.T) {
	c, err := Decode("c.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	b, err := canon.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back Contract
	if err := canon.UnmarshalExact(b, &back); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	if again := canon.Must(back); string(again) != string(b) {
		t.Errorf("%s became %s", b, again)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(good))
	files, _ := filepath.Glob("../examples/loan/*.yaml")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{"a: &x 1\nb: *x\n", "<<: {a: 1}\n", "? a\n: b\n", "a: !!str 1\n", "a: |\n  b\n", "\xff", "principal: 1e9\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := Decode("f", b)
		if err != nil {
			return
		}
		plan, err := Schedule(c)
		if err != nil {
			return
		}
		if last := plan[len(plan)-1]; last.Closing != 0 || last.To != c.Maturity {
			t.Errorf("%+v ends with %+v", c, last)
		}
	})
}
