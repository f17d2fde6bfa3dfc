package account

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/quagmt/udecimal"
	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

func day(s string) daycount.Date { return daycount.MustDate(s) }

func example(t testing.TB, name string) File {
	t.Helper()
	path := filepath.Join("..", "..", "examples", "loan", name)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Decode(path, b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func at(t testing.TB, f File, on string) Statement {
	t.Helper()
	s, err := Run(f, day(on))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryExampleRunsToItsEnd(t *testing.T) {
	files, err := filepath.Glob("../../examples/loan/*.yaml")
	if err != nil || len(files) < 9 {
		t.Fatal("examples are missing", err)
	}
	for _, name := range files {
		f := example(t, filepath.Base(name))
		s, err := Run(f, f.End())
		if err != nil || s.AnnualCost == nil || s.Schedule[len(s.Schedule)-1].Closing != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFeesOfALineByHand(t *testing.T) {
	s := at(t, example(t, "facility.yaml"), "2026-11-01")
	fees := map[int]map[string]money.Fen{}
	for _, c := range s.Charges {
		if fees[c.No] == nil {
			fees[c.No] = map[string]money.Fen{}
		}
		fees[c.No][c.Kind] = c.Amount
	}
	// Undrawn 3,000,000 for the 51 days to 2 March and 2,000,000 for 18: × 0.25 % ÷ 360. Balance 2,000,000 × 0.1 % × 69 ÷ 360.
	if fees[1]["commitment"] != 1062_50+250_00 || fees[1]["balance"] != 383_33 {
		t.Errorf("first period: %v", fees[1])
	}
	// 31 December 2026 is the last day of drawing: 2,000,000 for 91 days to 20 December, and for 12 more.
	if fees[4]["commitment"] != 1263_89 || fees[5]["commitment"] != 166_67 || fees[6]["commitment"] != 0 {
		t.Errorf("at the end of drawing: %v %v %v", fees[4], fees[5], fees[6])
	}
	got := map[string]money.Fen{}
	for _, p := range s.Postings {
		if p.Credit == FeeIncome || p.Credit == Penalties {
			got[p.Memo] += p.Amount
		}
	}
	// 0.2 % of the line; 1 % of 500,000 in the first year; the June interest paid 10 days late: 25,140.28 × 1.5 × 3.45 % ÷ 36.
	if got["upfront"] != 10000_00 || got["prepayment"] != 5000_00 || got["compound"] != 36_14 {
		t.Errorf("%v", got)
	}
	if s.Undrawn != 20_000_00*100 || s.Position.Outstanding != 2_500_000_00 {
		t.Errorf("undrawn %s, outstanding %s", s.Undrawn, s.Position.Outstanding)
	}
}

func TestTheFloorHoldsAndTheRateIsSetOnlyOnItsDay(t *testing.T) {
	f := example(t, "facility.yaml")
	if s := at(t, f, "2026-12-31"); s.CurrentRate.String() != "0.0345" {
		t.Errorf("in the first year %s", s.CurrentRate)
	}
	if s := at(t, f, "2027-01-01"); s.CurrentRate.String() != "0.032" { // 2.7 % + 0.45 % is under the floor
		t.Errorf("in the second year %s", s.CurrentRate)
	}
}

func TestExtensionStaysWithinTheLendingRules(t *testing.T) {
	f := example(t, "extension.yaml")
	s := at(t, f, "2026-12-31")
	if last := s.Schedule[len(s.Schedule)-1]; last.Due != day("2027-07-20") || len(s.Schedule) != 18 || s.MaturityDate != last.Due {
		t.Errorf("%d instalments to %s", len(s.Schedule), last.Due)
	}
	// 200,000 from 20 November: 20 days at 3.45 %, and 10 at 3.75 %.
	if in := s.Schedule[10]; in.Interest != 383_33+208_33 {
		t.Errorf("interest of the period of the extension: %s", in.Interest)
	}
	f.Transactions[1].Maturity = day("2028-01-21")
	if _, err := Run(f, f.End()); !errors.Is(err, loan.ErrExtension) {
		t.Errorf("longer than its own term: %v", err)
	}
	for term, latest := range map[string]string{"2027-01-20": "2028-01-20", "2029-01-20": "2030-07-22", "2036-01-20": "2039-01-20"} {
		if got := loan.LatestExtension(loan.Contract{Drawdown: day("2026-01-20"), Maturity: day(term)}); got != day(latest) {
			t.Errorf("to %s: %s", term, got)
		}
	}
}

func TestAClosedLoanOwesNothingAndTakesNothing(t *testing.T) {
	f := example(t, "restructuring.yaml")
	s := at(t, f, "2027-08-02")
	var owed money.Fen
	for _, d := range s.Position.Dues {
		owed += d.Total()
	}
	f.Transactions = append(f.Transactions, Transaction{Date: day("2027-08-02"), Kind: Pay, Amount: owed})
	s = at(t, f, "2027-12-31")
	if s.Position.Closed != day("2027-08-02") || s.Position.Outstanding != 0 || len(s.Position.Dues) != 0 || s.Position.Running != 0 {
		t.Errorf("%+v", s.Position)
	}
	f.Transactions = append(f.Transactions, Transaction{Date: day("2027-08-03"), Kind: Pay, Amount: 1, Line: 9})
	if _, err := Run(f, day("2027-12-31")); !errors.Is(err, ErrClosed) || fault.From(err).Line != 9 {
		t.Errorf("a payment to a closed loan: %v", err)
	}
}

func TestPrepaymentShortensOrLowers(t *testing.T) {
	f := example(t, "prepayment.yaml")
	short := f
	short.Transactions = f.Transactions[:3]
	a, b := at(t, short, "2026-03-10"), at(t, f, "2026-03-20")
	if len(a.Schedule) >= 24 || a.Schedule[3].Payment != a.Schedule[0].Payment {
		t.Errorf("shortened: %d instalments of %s", len(a.Schedule), a.Schedule[3].Payment)
	}
	if len(b.Schedule) != 24 || b.Schedule[3].Payment >= a.Schedule[3].Payment {
		t.Errorf("lowered: %d instalments of %s", len(b.Schedule), b.Schedule[3].Payment)
	}
	f.Transactions = append(f.Transactions, Transaction{Date: day("2026-06-01"), Kind: Prepay, Amount: 100, Line: 7})
	if _, err := Run(f, day("2026-06-01")); !errors.Is(err, ErrArrears) || fault.From(err).Line != 7 {
		t.Errorf("while something is overdue: %v", err)
	}
}

// anyFile is a loan with things happening to it.
func anyFile(t *rapid.T) File {
	method := rapid.SampledFrom([]loan.Method{loan.EqualInstalment, loan.EqualPrincipal, loan.InterestOnly}).Draw(t, "method")
	c := loan.Contract{Principal: 100_000_00, Rate: rapid.SampledFrom(rates()).Draw(t, "rate"), Method: method,
		Drawdown: day("2026-01-10"), Maturity: day("2027-01-10"), Every: loan.Monthly,
		CompoundBP: rapid.SampledFrom([]int64{0, 15000}).Draw(t, "compound"), GraceDays: rapid.IntRange(0, 3).Draw(t, "grace"),
		PayAfter: rapid.IntRange(0, 1).Draw(t, "pay after")}
	c.Order.By = rapid.SampledFrom([]loan.By{loan.ByInstalment, loan.ByComponent}).Draw(t, "by")
	f := File{Contract: c, Limit: 300_000_00, Fees: []Fee{{Kind: Commitment, BP: 25}, {Kind: OnBalance, BP: 10},
		{Kind: Late, BP: 10}, {Kind: Upfront, Amount: 500_00}, {Kind: PrepayFee, Steps: []Step{{6, 100}}}}}
	for range rapid.IntRange(0, 12).Draw(t, "transactions") {
		x := Transaction{Date: c.Drawdown.AddDays(rapid.IntRange(0, 500).Draw(t, "day"))}
		x.Kind = rapid.SampledFrom([]Act{Pay, Pay, Pay, Draw, Charge, Reprice, Extend, Postpone, Restructure, Prepay}).Draw(t, "kind")
		amount := money.Fen(rapid.Int64Range(1, 60_000_00).Draw(t, "amount"))
		rate := rapid.SampledFrom(rates()).Draw(t, "new rate")
		switch x.Kind {
		case Pay, Draw, Charge, Prepay:
			x.Amount = amount
		case Reprice:
			x.Rate = &rate
		case Extend:
			x.Maturity = c.Maturity.AddMonths(rapid.IntRange(1, 12).Draw(t, "months"))
		case Postpone:
			x.Days = 15
		case Restructure:
			x.Every, x.DueDay = loan.Quarterly, 20
		}
		f.Transactions = append(f.Transactions, x)
	}
	return f
}

func TestAnyOrderOfRecordingGivesTheSameLoanAndBalancedBooks(t *testing.T) {
	ran := 0
	rapid.Check(t, func(t *rapid.T) {
		f := anyFile(t)
		asOf := f.Contract.Drawdown.AddDays(rapid.IntRange(0, 700).Draw(t, "as of"))
		s, err := Run(f, asOf)
		shuffled := f
		shuffled.Transactions = rapid.Permutation(f.Transactions).Draw(t, "order")
		again, err2 := Run(shuffled, asOf)
		if (err == nil) != (err2 == nil) || err == nil && !reflect.DeepEqual(s, again) {
			t.Fatalf("recorded in another order: %v %v\n%s\n%s", err, err2, canon.Must(s), canon.Must(again))
		}
		if err != nil {
			return
		}
		ran++
		balance := map[string]money.Fen{}
		for _, p := range s.Postings {
			balance[p.Debit] += p.Amount
			balance[p.Credit] -= p.Amount
		}
		var due, repaid money.Fen
		for _, d := range s.Position.Dues {
			due += d.Interest
			if min(d.Fees, d.Penalty, d.Compound, d.Interest, d.Principal) < 0 {
				t.Fatalf("negative due %+v", d)
			}
		}
		if balance[Loans] != s.Position.Outstanding || balance[Advances] != -s.Position.Advance || balance[Receivable] != due ||
			s.Position.Outstanding < 0 || s.Position.Running < 0 {
			t.Fatalf("books %v, position %+v", balance, s.Position)
		}
		for _, in := range s.Schedule {
			repaid += in.Principal
			if in.Principal < 0 || in.Interest < 0 || in.Closing < 0 {
				t.Fatalf("instalment %+v", in)
			}
		}
		for _, x := range f.Transactions {
			if !x.Date.After(asOf) && x.Kind == Draw {
				repaid -= x.Amount
			}
			if !x.Date.After(asOf) && x.Kind == Prepay {
				repaid += x.Amount
			}
		}
		if repaid != f.Contract.Principal {
			t.Fatalf("principal repaid is off by %s", repaid-f.Contract.Principal)
		}
	})
	if ran == 0 {
		t.Error("no loan ran")
	}
}

const head = "principal: 1000\nrate: 3.6%\nmethod: interest_only\nevery: monthly\ndrawdown: 2026-01-10\nmaturity: 2027-01-10\n"

func TestFaultsOfAFileNameLineAndField(t *testing.T) {
	tx := func(s string) string { return head + "transactions:\n  - " + s + "\n" }
	for name, k := range map[string]struct {
		file  string
		want  *fault.Def
		line  int
		field string
	}{
		"a day that does not exist":   {tx("{date: 2026-02-30, kind: pay, amount: 1}"), daycount.ErrDate, 8, "date"},
		"unknown transaction field":   {tx("{date: 2026-02-03, kind: pay, amuont: 1}"), ErrMember, 8, "transactions"},
		"unknown kind":                {tx("{date: 2026-02-03, kind: donate, amount: 1}"), ErrAct, 8, "kind"},
		"negative payment":            {tx("{date: 2026-02-03, kind: pay, amount: -1}"), ErrAmount, 8, "amount"},
		"other currency":              {tx("{date: 2026-02-03, kind: pay, amount: 1, currency: USD}"), ErrCurrency, 8, "currency"},
		"currency of the contract":    {head + "currency: EUR\n", ErrCurrency, 0, "currency"},
		"before the drawdown":         {tx("{date: 2026-01-03, kind: pay, amount: 1}"), ErrBefore, 8, "date"},
		"rate of 1000 %":              {tx("{date: 2026-02-03, kind: rate, rate: 1000%}"), loan.ErrRate, 8, "rate"},
		"extension to nothing":        {tx("{date: 2026-02-03, kind: extend}"), ErrNothing, 8, "kind"},
		"a line under the drawdown":   {head + "limit: 10\n", ErrLine, 0, "limit"},
		"a fee of two kinds":          {head + "fees:\n  - {kind: late, amount: 1, bp: 1}\n", ErrFee, 8, "fees"},
		"an unknown fee":              {head + "fees:\n  - {kind: tip, amount: 1}\n", ErrFee, 8, "fees"},
		"a value for a list":          {head + "fees: 3\n", ErrShape, 7, "fees"},
		"an unknown repricing":        {head + "floating: {reprice: weekly, table: []}\n", loan.ErrReprice, 0, ""},
		"publications out of order":   {head + "floating:\n  table:\n    - {published: 2026-01-02, rate: 3%}\n    - {published: 2026-01-01, rate: 3%}\n", ErrShape, 10, "published"},
		"negative principal":          {strings.Replace(head, "1000", "-1000", 1), loan.ErrPrincipal, 1, "principal_fen"},
		"maturity before start":       {strings.Replace(head, "2027", "2025", 1), loan.ErrTerm, 6, "maturity"},
		"a contract's rate of 1000 %": {strings.Replace(head, "3.6%", "1000%", 1), loan.ErrRate, 2, "rate"},
		"unknown term":                {head + "colour: red\n", loan.ErrField, 7, "“colour”"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Decode("c.yaml", []byte(k.file))
			e := fault.From(err)
			if !errors.Is(err, k.want) || e.File != "c.yaml" || e.Line != k.line || e.Field != k.field {
				t.Errorf("%v (line %d, field %q)", err, e.Line, e.Field)
			}
		})
	}
}

func TestFaultsFoundWhileRunningNameTheTransaction(t *testing.T) {
	for name, k := range map[string]struct {
		file string
		want *fault.Def
	}{
		"more than the line":          {"{date: 2026-02-03, kind: draw, amount: 1}", ErrLimit},
		"more than is left":           {"{date: 2026-02-03, kind: prepay, amount: 1001}", loan.ErrPrepay},
		"after maturity":              {"{date: 2027-02-03, kind: rate, rate: 3%}", loan.ErrChange},
		"an extension that shortens":  {"{date: 2026-02-03, kind: extend, maturity: 2026-12-01}", ErrEarlier},
		"a method that is not known":  {"{date: 2026-02-03, kind: restructure, method: balloon}", loan.ErrMethod},
		"a restructuring to the past": {"{date: 2026-02-03, kind: restructure, maturity: 2026-02-01}", loan.ErrChange},
	} {
		f, err := Decode("c.yaml", []byte(head+"transactions:\n  - "+k.file+"\n"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := Run(f, f.End()); !errors.Is(err, k.want) || fault.From(err).Line != 8 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecodeAndRun(f *testing.F) {
	files, _ := filepath.Glob("../../examples/loan/*.yaml")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Decode("f", b)
		if err != nil {
			return
		}
		s, err := Run(file, file.End())
		if err == nil && s.Schedule[len(s.Schedule)-1].Closing != 0 {
			t.Errorf("%+v", s.Schedule)
		}
	})
}

func rates() []udecimal.Decimal {
	return []udecimal.Decimal{udecimal.MustParse("0"), udecimal.MustParse("0.0345"), udecimal.MustParse("0.24")}
}
