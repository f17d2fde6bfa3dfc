package loan

import (
	"errors"
	"testing"

	"github.com/quagmt/udecimal"
	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

// tenThousand bears one yuan a day, and 1.50 a day on 10,000 overdue: 90 days, due 10 April with 90 yuan of interest.
func tenThousand() Contract {
	return Contract{Principal: 10000_00, Rate: udecimal.MustParse("0.036"), Method: BulletAll, Rounding: money.HalfUp,
		Drawdown: day("2026-01-10"), Maturity: day("2026-04-10")}
}

func position(t *testing.T, c Contract, asOf string, payments ...Payment) Position {
	t.Helper()
	p, err := PositionAt(c, schedule(t, c), payments, day(asOf))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestInterestRunsFromTheDrawdownDayToTheDayBeforeRepayment(t *testing.T) {
	c := tenThousand()
	for asOf, want := range map[string]money.Fen{"2026-01-09": 0, "2026-01-10": 0, "2026-01-11": 100, "2026-04-09": 8900} {
		if p := position(t, c, asOf); p.Running != want || len(p.Dues) != 0 || p.Class != Normal {
			t.Errorf("%s: running %s, %+v", asOf, p.Running, p.Dues)
		}
	}
	if p := position(t, c, "2026-04-10"); p.Running != 0 || p.Dues[0].Total() != 10090_00 || p.DaysPastDue != 0 {
		t.Errorf("on the due date: %+v", p)
	}
	if p := position(t, c, "2026-04-10", Payment{day("2026-04-10"), 10090_00}); len(p.Dues) != 0 || p.Outstanding != 0 {
		t.Errorf("paid on the due date: %+v", p)
	}
}

func TestUnder30360AMonthEarnsNoMoreThanThirtyDays(t *testing.T) {
	c := Contract{Principal: 10000_00, Rate: udecimal.MustParse("0.036"), Method: InterestOnly, DayCount: daycount.Thirty360,
		Every: Monthly, Drawdown: day("2026-01-31"), Maturity: day("2026-04-30"), DueDay: 31}
	for asOf, want := range map[string]money.Fen{"2026-03-29": 3000, "2026-03-30": 3000, "2026-03-01": 300} { // from 28 February
		if p := position(t, c, asOf); p.Running != want {
			t.Errorf("%s: running %s, want %s", asOf, p.Running, want)
		}
	}
}

func TestOverdueMoneyBearsOneAndAHalfTimesTheRateOnPrincipalAndInterest(t *testing.T) {
	p := position(t, tenThousand(), "2026-05-10")
	if p.Dues[0].Penalty != 4541 { // 10,090 × 0.015 % × 30 days = 45.405, half up
		t.Errorf("penalty %s", p.Dues[0].Penalty)
	}
	if p.DaysPastDue != 30 || p.Class != SpecialMention || p.Overdue != 10090_00+4541 {
		t.Errorf("%+v", p)
	}
}

func TestAPartPaymentGoesToPenaltyThenInterestThenPrincipal(t *testing.T) {
	p := position(t, tenThousand(), "2026-05-10", Payment{day("2026-04-20"), 1000_00})
	a := p.Allocations[0]
	if a.Sum(Penalty) != 1514 || a.Sum(Interest) != 9000 || a.Sum(Principal) != 100000-1514-9000 || a.Left != 0 {
		t.Errorf("%+v", a)
	}
	// 10,090 for 10 days and 9,105.14 for 20: 42.45 in all, of which 15.14 is paid.
	if p.Outstanding != 9105_14 || p.Dues[0].Penalty != 4245-1514 {
		t.Errorf("%+v", p)
	}
}

func TestPaymentWithinTheDaysOfGraceBearsNoPenalty(t *testing.T) {
	c := tenThousand()
	c.GraceDays = 3
	in := Payment{day("2026-04-13"), 10090_00}
	if p := position(t, c, "2026-06-01", in); len(p.Dues) != 0 || p.Advance != 0 {
		t.Errorf("paid on the third day: %+v", p)
	}
	if p := position(t, c, "2026-04-13"); p.DaysPastDue != 0 || p.Overdue != 0 || p.Class != Normal {
		t.Errorf("within grace: %+v", p)
	}
	if p := position(t, c, "2026-04-14"); p.Dues[0].Penalty != 605 || p.DaysPastDue != 4 { // from the due date: 10,090 × 0.015 % × 4
		t.Errorf("after grace: %+v", p)
	}
}

func TestMoneyPaidAheadWaitsForTheNextDueDate(t *testing.T) {
	c := tenThousand()
	early := Payment{day("2026-02-01"), 500_00}
	if p := position(t, c, "2026-04-09", early); p.Advance != 500_00 || p.Outstanding != 10000_00 {
		t.Errorf("before: %+v", p)
	}
	p := position(t, c, "2026-04-10", early)
	if p.Advance != 0 || p.Dues[0].Interest != 0 || p.Dues[0].Principal != 9590_00 || p.Allocations[0].Date != day("2026-04-10") {
		t.Errorf("on the due date: %+v", p)
	}
}

func TestFiveClassesByDaysPastDue(t *testing.T) {
	for days, want := range map[int]string{-1: "正常", 0: "正常", 1: "关注", 90: "关注", 91: "次级", 270: "次级", 271: "可疑", 360: "可疑", 361: "损失"} {
		if got := Classify(days).ZH(); got != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
	if got := position(t, tenThousand(), "2027-04-10").Class; got != Loss { // 365 days
		t.Errorf("a year past due is %s", got)
	}
}

func TestPayoffIsPrincipalInterestToTheDayAndPenaltyLessAdvance(t *testing.T) {
	c := tenThousand()
	q, err := Payoff(c, schedule(t, c), []Payment{{day("2026-02-01"), 500_00}}, day("2026-02-09"))
	if err != nil || q.Principal != 10000_00 || q.Interest != 30_00 || q.Advance != 500_00 || q.Total != 9530_00 || q.Refund != 0 {
		t.Errorf("%+v %v", q, err)
	}
	q, err = Payoff(c, schedule(t, c), []Payment{{day("2026-02-01"), 20000_00}}, day("2026-02-09"))
	if err != nil || q.Total != 0 || q.Refund != 9970_00 {
		t.Errorf("overpaid: %+v %v", q, err)
	}
}

func TestCallingInALoanCutsTheRunningPeriod(t *testing.T) {
	c := tenThousand()
	c.Method = EqualPrincipal
	plan := schedule(t, c)
	cut, err := CallIn(c, plan, day("2026-02-20"))
	if err != nil || len(cut) != 2 || cut[0] != plan[0] {
		t.Fatalf("%+v %v", cut, err)
	}
	if last := cut[1]; last.Days != 10 || last.Principal != 6666_67 || last.Interest != 667 || last.Closing != 0 || last.Due != day("2026-02-20") {
		t.Errorf("%+v", last)
	}
	if cut, err = CallIn(c, plan, plan[0].To); err != nil || len(cut) != 1 || cut[0].Principal != c.Principal {
		t.Errorf("on a due date: %+v %v", cut, err)
	}
	for _, d := range []string{"2026-01-10", "2026-04-10", "2030-01-01"} {
		if _, err := CallIn(c, plan, day(d)); !errors.Is(err, ErrCallIn) {
			t.Errorf("%s: %v", d, err)
		}
	}
}

func TestAllocationOrderIsData(t *testing.T) {
	dues := []Due{ // given out of order
		{No: 2, Date: day("2026-03-20"), Interest: 100, Principal: 1000},
		{No: 1, Date: day("2026-02-20"), Fees: 10, Penalty: 20, Interest: 100, Principal: 1000},
	}
	for name, k := range map[string]struct {
		order Order
		pay   money.Fen
		want  []Part
		left  money.Fen
	}{
		"default":      {Order{}, 150, []Part{{1, Fees, 10}, {1, Penalty, 20}, {1, Interest, 100}, {1, Principal, 20}}, 0},
		"by component": {Order{By: ByComponent}, 250, []Part{{1, Fees, 10}, {1, Penalty, 20}, {1, Interest, 100}, {2, Interest, 100}, {1, Principal, 20}}, 0},
		"principal first": {Order{Parts: []Component{Principal, Interest, Penalty, Fees}}, 1050,
			[]Part{{1, Principal, 1000}, {1, Interest, 50}}, 0},
		"more than owed": {Order{}, 3000, []Part{{1, Fees, 10}, {1, Penalty, 20}, {1, Interest, 100}, {1, Principal, 1000},
			{2, Interest, 100}, {2, Principal, 1000}}, 770},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := Allocate(k.pay, dues, k.order)
			if err != nil || a.Left != k.left || len(a.Parts) != len(k.want) {
				t.Fatalf("%+v %v", a, err)
			}
			for i := range k.want {
				if a.Parts[i] != k.want[i] {
					t.Errorf("part %d: %+v, want %+v", i, a.Parts[i], k.want[i])
				}
			}
			if dues[0].Total() != 1100 || dues[0].No != 2 {
				t.Error("the caller's dues changed")
			}
		})
	}
	if _, err := Allocate(0, dues, Order{}); !errors.Is(err, ErrPayment) {
		t.Errorf("nothing paid: %v", err)
	}
	if _, err := Allocate(1, []Due{{No: 1, Fees: -1}}, Order{}); !errors.Is(err, ErrDues) {
		t.Errorf("negative due: %v", err)
	}
	if _, err := Allocate(1, dues, Order{Parts: []Component{Fees}}); !errors.Is(err, ErrOrder) {
		t.Errorf("half an order: %v", err)
	}
}

func TestPaymentsAndSchedulesThatCannotBeAreRefused(t *testing.T) {
	c := tenThousand()
	plan := schedule(t, c)
	for _, p := range []Payment{{day("2026-01-09"), 1}, {day("2026-02-01"), 0}, {day("2026-02-01"), -1}} {
		if _, err := PositionAt(c, plan, []Payment{p}, day("2026-03-01")); !errors.Is(err, ErrPayment) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	plan[0].Opening++
	if _, err := PositionAt(c, plan, nil, day("2026-03-01")); !errors.Is(err, ErrSchedule) {
		t.Errorf("another loan's schedule: %v", err)
	}
}

func TestNoFenIsLostWhateverIsPaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyContract(t)
		c.Principal = min(c.Principal, 100*money.Wan)
		c.Order.By = rapid.SampledFrom([]By{"", ByInstalment, ByComponent}).Draw(t, "by")
		plan, err := Schedule(c)
		if err != nil {
			t.Fatal(err)
		}
		term := c.Maturity.Sub(c.Drawdown) + 400
		asOf := c.Drawdown.AddDays(rapid.IntRange(0, term).Draw(t, "as of"))
		var payments []Payment
		var paid money.Fen
		for range rapid.IntRange(0, 8).Draw(t, "payments") {
			p := Payment{c.Drawdown.AddDays(rapid.IntRange(0, term).Draw(t, "day")),
				money.Fen(rapid.Int64Range(1, int64(c.Principal)).Draw(t, "amount"))}
			payments = append(payments, p)
			if !p.Date.After(asOf) {
				paid += p.Amount
			}
		}
		pos, err := PositionAt(c, plan, payments, asOf)
		if err != nil {
			t.Fatal(err)
		}
		var given, principal money.Fen
		for _, a := range pos.Allocations {
			for _, part := range a.Parts {
				given += part.Amount
			}
			principal += a.Sum(Principal)
		}
		if given+pos.Advance != paid || pos.Outstanding != c.Principal-principal || pos.Outstanding < 0 || pos.Advance < 0 {
			t.Fatalf("paid %s, given %s, advance %s, outstanding %s", paid, given, pos.Advance, pos.Outstanding)
		}
		for _, d := range pos.Dues {
			if d.Penalty < 0 || d.Interest < 0 || d.Principal < 0 || pos.Advance > 0 {
				t.Fatalf("due %+v with advance %s", d, pos.Advance)
			}
		}
		acc, err := Accrued(c, plan, payments, asOf)
		next, err2 := Accrued(c, plan, payments, asOf.AddDays(1))
		if err != nil || err2 != nil || next.Earned < acc.Earned || next.Penalty < acc.Penalty || next.Paid < acc.Paid {
			t.Fatalf("%+v then %+v (%v, %v)", acc, next, err, err2)
		}
		settle(t, c, plan, payments, asOf)
	})
}

// settle calls the loan in and pays the quote: nothing is owed afterwards, ever.
func settle(t *rapid.T, c Contract, plan []Instalment, payments []Payment, on daycount.Date) {
	quote, err := Payoff(c, plan, payments, on)
	if err != nil {
		t.Fatal(err)
	}
	var kept []Payment
	for _, p := range payments {
		if !p.Date.After(on) {
			kept = append(kept, p)
		}
	}
	if quote.Total > 0 {
		kept = append(kept, Payment{on, quote.Total})
	}
	if on.After(c.Drawdown) && on.Before(c.Maturity) && c.Roll == RollNone {
		if plan, err = CallIn(c, plan, on); err != nil {
			t.Fatal(err)
		}
	} else if !on.After(c.Maturity.AddDays(30)) {
		return
	}
	pos, err := PositionAt(c, plan, kept, on.AddDays(500))
	if err != nil || pos.Outstanding != 0 || len(pos.Dues) != 0 || pos.Advance != quote.Refund {
		t.Fatalf("after paying %s: %+v %v; refund was %s", quote.Total, pos, err, quote.Refund)
	}
}

func TestInterestEarnedByMaturityIsThatOfTheSchedule(t *testing.T) {
	c := tenYears()
	plan := schedule(t, c)
	var want money.Fen
	for _, in := range plan {
		want += in.Interest
	}
	acc, err := Accrued(c, plan, nil, c.Maturity)
	if err != nil || acc.Earned != want {
		t.Errorf("earned %s of %s: %v", acc.Earned, want, err)
	}
}
