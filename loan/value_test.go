package loan

import (
	"errors"
	"math"
	"testing"

	"github.com/quagmt/udecimal"
	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

func TestCreditLimitIsTheLesserOfRequestAndCapTimesValue(t *testing.T) {
	for _, k := range []struct {
		requested, value money.Fen
		cap              int64
		want             money.Fen
	}{
		{300 * money.Wan, 8_968_000 * money.Yuan, DefaultCapBP, 2_690_400 * money.Yuan},
		{200 * money.Wan, 8_968_000 * money.Yuan, DefaultCapBP, 200 * money.Wan},
		{300, 9999_99, 1, 99}, // 99.9999 fen, rounded down
		{math.MaxInt64, 1000 * money.Wan, 9000, 500 * money.Wan}, // the hard maximum
		{math.MaxInt64, math.MaxInt64, MaxCapBP, math.MaxInt64 / 2},
		{100, 0, DefaultCapBP, 0}, {100, -5, DefaultCapBP, 0}, {-100, 100, DefaultCapBP, 0}, {100, 100, 0, 0}, {100, 100, -1, 0},
	} {
		if got := CreditLimit(k.requested, k.value, k.cap); got != k.want {
			t.Errorf("CreditLimit(%d, %d, %d) = %d, want %d", k.requested, k.value, k.cap, got, k.want)
		}
	}
	for bp, ok := range map[int64]bool{0: false, 1: true, 5000: true, 5001: false, -1: false} {
		if err := CheckCap(bp); (err == nil) != ok || err != nil && !errors.Is(err, ErrCap) {
			t.Errorf("CheckCap(%d) = %v", bp, err)
		}
	}
}

func TestMarginCall(t *testing.T) {
	cal := daycount.StateCouncil()
	const value = 8_968_000 * money.Yuan
	full := 2_690_400 * money.Yuan // drawn to 30 %
	for name, k := range map[string]struct {
		in        MarginInput
		terms     MarginTerms
		call      bool
		fell      bool
		over      bool
		shortfall money.Fen
		ltv, drop int64
	}{
		"unchanged value": {in: MarginInput{full, 0, value, value}, ltv: 3000},
		"a fall of exactly 20 % is tolerated": {in: MarginInput{full, 0, value * 8 / 10, value},
			ltv: 3750, drop: 2000, shortfall: 538_080 * money.Yuan},
		"one fen more is a call": {in: MarginInput{full, 0, value*8/10 - 1, value}, call: true, fell: true, over: true,
			ltv: 3751, drop: 2000, shortfall: 538_080*money.Yuan + 1},
		"a fall of 25 %": {in: MarginInput{full, 0, value * 75 / 100, value}, call: true, fell: true, over: true,
			ltv: 4000, drop: 2500, shortfall: 672_600 * money.Yuan},
		"cured by a deposit":                       {in: MarginInput{full, 672_600 * money.Yuan, value * 75 / 100, value}, fell: true, ltv: 3000, drop: 2500},
		"cured by repaying":                        {in: MarginInput{full - 672_600*money.Yuan, 0, value * 75 / 100, value}, fell: true, ltv: 3000, drop: 2500},
		"value fell but the loan is mostly repaid": {in: MarginInput{full / 10, 0, value / 2, value}, fell: true, ltv: 600, drop: 5000},
		"over the maintenance line without a fall": {in: MarginInput{full * 2, 0, value, value}, over: true, call: true, ltv: 6000,
			shortfall: full},
		"a maintenance line of the contract's own": {in: MarginInput{full, 0, value * 9 / 10, value}, terms: MarginTerms{MaintenanceBP: 3200},
			over: true, call: true, ltv: 3334, drop: 1000, shortfall: 269_040 * money.Yuan},
		"value is gone":                  {in: MarginInput{full, 0, 0, value}, fell: true, over: true, call: true, ltv: MaxLTV, drop: 10000, shortfall: full},
		"nothing owed on worthless data": {in: MarginInput{0, 0, 0, value}, fell: true, drop: 10000},
		"deposit over balance":           {in: MarginInput{full, full + 1, value, value}},
		"value rose":                     {in: MarginInput{full, 0, value * 2, value}, ltv: 1500, drop: -10000},
		"largest amounts": {in: MarginInput{money.Max, 0, money.Max, money.Max}, over: true, call: true, ltv: 10000,
			shortfall: money.Max / 10 * 7},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := MarginTest(k.in, k.terms, day("2026-09-28"), cal)
			if err != nil {
				t.Fatal(err)
			}
			if r.Call != k.call || r.Fell != k.fell || r.Over != k.over || r.Shortfall != k.shortfall || r.LTV != k.ltv || r.Drop != k.drop {
				t.Errorf("%+v", r)
			}
			// Five working days from 28 September 2026 go over the week of National Day and end on a worked Saturday.
			if want := day("2026-10-10"); k.call && r.Deadline != want || !k.call && !r.Deadline.IsZero() {
				t.Errorf("deadline %s, want %s", r.Deadline, want)
			}
		})
	}
}

func TestAMarginTestRefusesTermsAndAmountsThatContradict(t *testing.T) {
	in := MarginInput{1, 0, 100, 100}
	for _, terms := range []MarginTerms{{CapBP: 5001}, {CapBP: -1}, {DropBP: 10000}, {DropBP: -1}, {CureDays: 61}, {CureDays: -1},
		{MaintenanceBP: 2999}, {MaintenanceBP: 10001}} {
		if _, err := MarginTest(in, terms, day("2026-03-02"), daycount.StateCouncil()); !errors.Is(err, ErrMarginTerms) {
			t.Errorf("%+v: %v", terms, err)
		}
	}
	for _, in := range []MarginInput{{-1, 0, 1, 1}, {1, -1, 1, 1}, {1, 0, -1, 1}, {1, 0, 1, 0}, {money.Max + 1, 0, 1, 1}} {
		if _, err := MarginTest(in, MarginTerms{}, day("2026-03-02"), daycount.StateCouncil()); !errors.Is(err, ErrMarginInput) {
			t.Errorf("%+v: %v", in, err)
		}
	}
}

func TestCuringTheShortfallEndsTheCall(t *testing.T) {
	amount := rapid.Int64Range(1, int64(1000*money.Wan))
	rapid.Check(t, func(t *rapid.T) {
		in := MarginInput{Balance: money.Fen(amount.Draw(t, "balance")), Deposit: money.Fen(amount.Draw(t, "deposit")) / 10,
			Value: money.Fen(amount.Draw(t, "value")), InitialValue: money.Fen(amount.Draw(t, "initial"))}
		terms := MarginTerms{CapBP: rapid.Int64Range(1, MaxCapBP).Draw(t, "cap")}
		r, err := MarginTest(in, terms, day("2026-03-02"), daycount.StateCouncil())
		if err != nil {
			t.Fatal(err)
		}
		in.Deposit += r.Shortfall
		after, err := MarginTest(in, terms, day("2026-03-02"), daycount.StateCouncil())
		if err != nil || after.Call || after.Shortfall != 0 {
			t.Fatalf("%+v, then %+v, %v", r, after, err)
		}
	})
}

func TestIRRIsTheSpreadsheetsXIRR(t *testing.T) {
	// The example in the documentation of Excel's XIRR, which gives 0.373362535.
	flows := []Flow{{day("2008-01-01"), FlowDrawdown, -10000_00}, {day("2008-03-01"), FlowPrincipal, 2750_00},
		{day("2008-10-30"), FlowPrincipal, 4250_00}, {day("2009-02-15"), FlowPrincipal, 3250_00}, {day("2009-04-01"), FlowPrincipal, 2750_00}}
	got, err := IRR(flows)
	if want := udecimal.MustParse("0.37336253"); err != nil || got.Sub(want).Abs().GreaterThan(udecimal.MustParse("0.00000001")) {
		t.Errorf("got %s, %v", got, err)
	}
	for i := range flows {
		flows[i].Amount = -flows[i].Amount // the borrower's side
	}
	if other, err := IRR(flows); err != nil || !other.Equal(got) {
		t.Errorf("from the other side %s, %v", other, err)
	}
}

func TestIRROfAYearIsItsInterest(t *testing.T) {
	out := day("2026-01-01")
	for back, want := range map[money.Fen]string{11000_00: "0.1", 10000_00: "0", 9000_00: "-0.1", 20000_00: "1"} {
		got, err := IRR([]Flow{{out, FlowDrawdown, -10000_00}, {out.AddDays(365), FlowPrincipal, back}})
		if err != nil || !got.Equal(udecimal.MustParse(want)) {
			t.Errorf("%s back: %s, %v; want %s", back, got, err, want)
		}
	}
}

func TestAFeeRaisesTheYearlyCost(t *testing.T) {
	c := tenYears()
	plain, err := IRR(Flows(c, schedule(t, c)))
	if err != nil || plain.LessThan(c.Rate) { // monthly payments on ACT/360 cost more than the rate quoted
		t.Fatalf("%s, %v", plain, err)
	}
	c.Fee = 3 * money.Wan
	if dear, err := IRR(Flows(c, schedule(t, c))); err != nil || !dear.GreaterThan(plain) {
		t.Errorf("%s against %s, %v", dear, plain, err)
	}
}

func TestFlowsWithoutASingleRateAreRefused(t *testing.T) {
	d := day("2026-01-01")
	at := func(days int, amount money.Fen) Flow { return Flow{d.AddDays(days), FlowPrincipal, amount} }
	for name, flows := range map[string][]Flow{
		"none": nil, "one way": {at(0, -1), at(9, -1)}, "nothing": {at(0, 0)}, "starts with nothing": {at(0, 0), at(1, -1), at(2, 1)},
		"back and forth": {at(0, -100), at(10, 230), at(20, -132)}, "one day nets to nothing": {at(0, -1), at(0, 1)},
		"three changes":            {at(0, -100), at(10, 60), at(20, -20), at(30, 100)},
		"a thousandfold overnight": {at(0, -1), at(1, 1000)},
	} {
		if got, err := IRR(flows); !errors.Is(err, ErrIRR) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

func BenchmarkIRR360Months(b *testing.B) {
	c := tenYears()
	c.Maturity = c.Drawdown.AddMonths(360)
	plan, err := Schedule(c)
	if err != nil {
		b.Fatal(err)
	}
	flows := Flows(c, plan)
	for b.Loop() {
		if _, err := IRR(flows); err != nil {
			b.Fatal(err)
		}
	}
}
