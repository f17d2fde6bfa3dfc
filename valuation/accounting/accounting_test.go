package accounting

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

const example = "../../examples/accounting/books.yaml"

func load(t *testing.T, changes ...string) (File, error) {
	t.Helper()
	b, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(changes); i += 2 {
		if !bytes.Contains(b, []byte(changes[i])) {
			t.Fatalf("the example does not hold %s", changes[i])
		}
		b = bytes.Replace(b, []byte(changes[i]), []byte(changes[i+1]), 1)
	}
	return Decode(b, "books.yaml")
}

func keep(t *testing.T, changes ...string) Statement {
	t.Helper()
	f, err := load(t, changes...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Keep(f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func line(t *testing.T, s Statement, table, code string) Line {
	t.Helper()
	for _, x := range s.Tables {
		for _, l := range x.Lines {
			if x.Code == table && l.Code == code {
				return l
			}
		}
	}
	t.Fatalf("no line %s in %s", code, table)
	return Line{}
}

// near allows what 21 months' rounding can make: half a fen each.
func near(a, b money.Fen) bool { return a-b <= 11 && b-a <= 11 }

// TestTheExampleByHand redoes the example's figures with a pocket calculator's steps.
func TestTheExampleByHand(t *testing.T) {
	s := keep(t)
	// 1,200,000 + 3,600 + 86,000 + 20,000, over 36 months from April 2025: nine months in 2025, twelve in 2026.
	const cost = 1_309_600_00
	opening, year := money.Fen(cost*9/36), money.Fen(436_533_34)
	first := s.Kept[0]
	if first.Rule.Code != "intangible" || first.LifeMonths != 36 ||
		!near(first.Opening.Fen(), cost-opening) {
		t.Errorf("%s, %d months, opening %s", first.Rule.Code, first.LifeMonths, first.Opening.Fen())
	}
	test := first.Ledger.Tests[0]
	carrying := cost - opening - year
	if !near(test.Carrying.Fen(), carrying) {
		t.Errorf("carrying %s, want about %s", test.Carrying.Fen(), carrying)
	}
	// 260000/1.16 + 210000/1.16² + 90000/1.16³ = 437,861.33, under 480,000 − 24,000.
	if test.PresentValue.Fen() != 437_861_33 || test.Recoverable.Fen() != 456_000_00 || first.Closing.Fen() != 456_000_00 {
		t.Errorf("present value %s, recoverable %s, closing %s", test.PresentValue.Fen(), test.Recoverable.Fen(), first.Closing.Fen())
	}
	// Developed: 420,000 + 180,000 + 15,000 from the day the conditions are met; a quarter of the calls are used.
	second := s.Kept[1]
	if got := second.Ledger.Carrying(daycount.MustDate("2025-12-31")).Fen(); got != 600_000_00 {
		t.Errorf("development at the end of 2025 is %s", got)
	}
	if second.Closing.Fen() != 615_000_00*3/4 {
		t.Errorf("after a quarter of the units %s is carried", second.Closing.Fen())
	}
	for i, into := range []Treatment{Expense, Expense, Intangible, Intangible, Intangible, Expense} {
		if second.Costs[i].Into != into {
			t.Errorf("cost %d goes to %s, want %s", i, second.Costs[i].Into, into)
		}
	}
	// Expired in August 2026: nothing is left, and August carries no amortisation.
	if third := s.Kept[2]; third.Closing.Fen() != 0 || line(t, s, "intangible", "amortised.expired").Amounts[2].Fen() != 200_000_00 {
		t.Errorf("closing %s, amortisation taken out %s", third.Closing.Fen(), line(t, s, "intangible", "amortised.expired").Amounts[2].Fen())
	}
	// Inventory: 300,000 written down to 280,000; 40 % leaves with its share; then 180,000 against 195,000.
	fourth := s.Kept[3]
	if fourth.Rule.Result != Inventory || fourth.Closing.Fen() != 180_000_00 {
		t.Errorf("%s, closing %s", fourth.Rule.Result, fourth.Closing.Fen())
	}
	if back := line(t, s, "inventory", "impaired.written_back").Amounts[1].Fen(); back != 12_000_00 {
		t.Errorf("written back %s", back)
	}
	if s.Kept[4].Rule.Code != "research" || s.Expensed.Fen() != 12_000_00+8_000_00+75_000_00 {
		t.Errorf("%s, expensed %s", s.Kept[4].Rule.Code, s.Expensed.Fen())
	}
	if s.Sheet[0].Closing.Fen() != 180_000_00 || s.Sheet[2].Opening.Fen() != 600_000_00 || s.Sheet[2].Closing.Fen() != 0 {
		t.Errorf("balance sheet %+v", s.Sheet)
	}
}

// TestAnAppraisedValueCannotBecomeABookValue holds the types apart: neither assignment nor conversion exists.
func TestAnAppraisedValueCannotBecomeABookValue(t *testing.T) {
	appraised := reflect.TypeFor[Appraised]()
	for _, books := range []reflect.Type{reflect.TypeFor[Book](), reflect.TypeFor[Cost]()} {
		if appraised.ConvertibleTo(books) || appraised.AssignableTo(books) || reflect.TypeFor[money.Fen]().ConvertibleTo(books) {
			t.Errorf("something converts to %s", books)
		}
		for i := range books.NumMethod() {
			m := books.Method(i)
			for j := 1; j < m.Type.NumIn(); j++ {
				if m.Type.In(j) == appraised {
					t.Errorf("%s.%s takes an appraised value", books, m.Name)
				}
			}
		}
	}
	if _, err := load(t, "kind: price", "kind: appraised_value"); !errors.Is(err, ErrAppraised) || fault.From(err).Line != 20 {
		t.Errorf("an appraised value as a cost: %v at line %d", err, fault.From(err).Line)
	}
	high, low := keep(t, "value: 1500000", "value: 9000000"), keep(t)
	if high.Kept[0].Closing != low.Kept[0].Closing {
		t.Error("a higher appraisal raises the book value")
	}
	if keep(t, "fair_value: 480000", "fair_value: 48000000").Kept[0].Closing.Fen() >= 873_066_67 {
		t.Error("a fair value above the carrying amount raises it")
	}
}

func TestEveryCombinationMeetsARow(t *testing.T) {
	yesNo := []bool{true, false}
	met := Conditions{Since: valuation.Date{Date: daycount.MustDate("2026-01-01")}, Feasible: "x", Intended: "x", Useful: "x",
		Resourced: "x", Attributable: "x"}
	reached := map[string]bool{}
	for mask := range 16 {
		bit := func(i int) *bool { return &yesNo[mask>>i&1] }
		for _, purpose := range []Purpose{ForUse, ForSale} {
			for _, acquired := range Acquisitions {
				for _, c := range []Conditions{{}, {Since: met.Since}, met} {
					for _, ready := range []valuation.Date{{}, met.Since} {
						r := Resource{Acquired: acquired, Purpose: purpose, Conditions: c, ReadyOn: ready,
							Test: Test{Controlled: bit(0), Benefits: bit(1), Measurable: bit(2), Identifiable: bit(3)}}
						rule := Decide(r)
						reached[rule.Code] = true
						asset := rule.Result == Intangible || rule.Result == Inventory || rule.Result == Development
						if all := *r.Test.Controlled && *r.Test.Benefits && *r.Test.Measurable; asset && !all {
							t.Errorf("an asset without control, benefits or cost: %+v", r)
						}
						if rule.Result == Intangible && acquired == Developed && c != met {
							t.Errorf("a development without the five conditions: %+v", r)
						}
					}
				}
			}
		}
	}
	for _, rule := range Table {
		if !reached[rule.Code] {
			t.Errorf("nothing meets the row %s", rule.Code)
		}
		if rule.Source == "" || rule.Why.ZH == "" || rule.Why.EN == "" || rule.Result.Text().EN == "" {
			t.Errorf("the row %s does not say why in both languages", rule.Code)
		}
	}
}

func TestFaultsNameTheirLine(t *testing.T) {
	for _, c := range []struct {
		old, now string
		want     error
		field    string
	}{
		{"kind: tax", "kind: bribe", ErrChoice, "resources[0].costs[1].kind"},
		{"controlled: true      #", "#", ErrMissing, "resources[0].test.controlled"},
		{"to: 2026-12-31", "to: 2026-12-30", ErrDate, "from"},
		{"amount: 86000", "amount: 86000.001", money.ErrPrecision, "resources[0].costs[2].amount"},
		{"amount: 86000", "amount: -1", ErrRange, "resources[0].costs[2].amount"},
		{"pre_tax_rate: 0.16", "pre_tax_rate: 16", ErrRange, "resources[0].impairments[0].pre_tax_rate"},
		{"life: {timeliness: 30, reason: 更新频率低，时效性有限}", "residual: 0", ErrLife, "resources[2]"},
		{"life: {timeliness: 30,", "life: {indefinite: true,", ErrYearlyTest, "resources[2].impairments"},
		{"date: 2025-03-10, kind: price", "date: 2027-03-10, kind: price", ErrDate, "resources[0].costs[0].date"},
		{"how: expiry", "how: magic", ErrChoice, "resources[2].derecognised.how"},
		{"share: 0.4", "share: 1.4", ErrRange, "resources[3].inventory.sold[0].share"},
	} {
		_, err := load(t, c.old, c.now)
		if e := fault.From(err); !errors.Is(err, c.want) || e.Field != c.field || e.Line < 2 || e.File != "books.yaml" {
			t.Errorf("%s → %s: %v, field %s, line %d", c.old, c.now, err, fault.From(err).Field, fault.From(err).Line)
		}
	}
}

func TestTheTextIsThereInBothLanguages(t *testing.T) {
	s := keep(t)
	for l, want := range map[valuation.Lang]string{valuation.ZH: "自行开发的数据资源无形资产", valuation.EN: "opening carrying amount"} {
		var b strings.Builder
		if err := s.WriteText(&b, l); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %v\n%s", l, err, b.String())
		}
	}
	if !bytes.Equal(s.JSON(), keep(t).JSON()) {
		t.Error("the same file gives other bytes")
	}
}

// TestAnyLedgerRollsForward makes files of any shape; Keep refuses tables that do not tie out, and a life amortises all.
func TestAnyLedgerRollsForward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		yes := true
		day := func(name string) valuation.Date {
			return valuation.Date{Date: daycount.MustDate("2020-01-01").AddDays(rapid.IntRange(0, 2500).Draw(t, name))}
		}
		f := File{Version: 1, Entity: "x", Unit: valuation.UnitYuan, From: valuation.Date{Date: daycount.MustDate("2025-01-01")},
			To: valuation.Date{Date: daycount.MustDate("2026-12-31").AddMonths(-12)}}
		for range rapid.IntRange(1, 4).Draw(t, "resources") {
			r := Resource{Name: "r", Acquired: rapid.SampledFrom(Acquisitions).Draw(t, "acquired"),
				Purpose: rapid.SampledFrom([]Purpose{ForUse, ForSale}).Draw(t, "purpose"), Test: Test{&yes, &yes, &yes, &yes},
				ReadyOn: day("ready"), Life: &Life{Rights: rapid.IntRange(1, 60).Draw(t, "life"), Reason: "x"}}
			if r.Acquired == Developed && r.Purpose == ForUse {
				r.Conditions = Conditions{day("since"), "x", "x", "x", "x", "x"}
			}
			for range rapid.IntRange(1, 5).Draw(t, "costs") {
				r.Costs = append(r.Costs, Entry{Date: day("cost"), Kind: rapid.SampledFrom(CostKinds).Draw(t, "kind").Code,
					Amount: valuation.Amount(money.Fen(rapid.Int64Range(0, 1e12).Draw(t, "fen")).String())})
			}
			if rapid.Bool().Draw(t, "impaired") && r.Purpose == ForUse {
				r.Impairments = []Impairment{{Date: day("test"), Sign: "x", FairValue: "1000", FairSource: "x"}}
			}
			if rapid.Bool().Draw(t, "stock") && r.Purpose == ForSale {
				r.Inventory = &Stock{Sold: []Sold{{day("sale"), mustDecimal(t, "0.3")}},
					NRV: []Realisable{{Date: day("nrv"), Price: "2000"}, {Date: day("nrv2"), Price: "5000"}}}
			}
			if rapid.Bool().Draw(t, "gone") {
				r.Gone = &Gone{day("gone"), rapid.SampledFrom([]string{"disposal", "expiry", "other"}).Draw(t, "how"), "x"}
			}
			f.Resource = append(f.Resource, r)
		}
		s, err := Keep(f)
		if errors.Is(err, ErrDate) {
			t.Skip("a cost after the period")
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range s.Kept {
			if k.Closing.Fen() < 0 {
				t.Fatalf("resource %d is carried at %s", i, k.Closing.Fen())
			}
		}
	})
}

func mustDecimal(t *rapid.T, s string) valuation.Decimal {
	d, err := valuation.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func FuzzDecode(f *testing.F) {
	b, err := os.ReadFile(example)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Decode(b, "f")
		if err != nil {
			return
		}
		if _, err := Keep(file); err != nil {
			t.Fatal(err)
		}
	})
}
