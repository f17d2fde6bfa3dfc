package loan

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/quagmt/udecimal"
	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

var day = daycount.MustDate

func yuanOf(t testing.TB, s string) money.Fen {
	t.Helper()
	f, err := money.ParseYuan(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func schedule(t testing.TB, c Contract) []Instalment {
	t.Helper()
	plan, err := Schedule(c)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// exactLevelInterest is n × A − P with the instalment unrounded, by the textbook formula in ratios.
func exactLevelInterest(t testing.TB, c Contract) udecimal.Decimal {
	t.Helper()
	n := len(schedule(t, c))
	i, _ := new(big.Rat).SetString(c.Rate.String())
	i.Quo(i, big.NewRat(12, 1))
	growth := big.NewRat(1, 1)
	for range n {
		growth.Mul(growth, new(big.Rat).Add(i, big.NewRat(1, 1)))
	}
	a := new(big.Rat).SetFrac64(int64(c.Principal), 100)
	p := new(big.Rat).Set(a)
	a.Mul(a, i).Mul(a, growth).Quo(a, new(big.Rat).Sub(growth, big.NewRat(1, 1)))
	a.Mul(a, big.NewRat(int64(n), 1)).Sub(a, p)
	return udecimal.MustParse(a.FloatString(2))
}

func tenYears() Contract {
	return Contract{Principal: 500 * money.Wan, Rate: udecimal.MustParse("0.0345"), Method: EqualInstalment,
		Drawdown: day("2026-01-31"), Maturity: day("2028-01-31")}
}

func TestMonthEnd31FallsOnTheLastDayOfShortMonthsAndReturns(t *testing.T) {
	plan := schedule(t, tenYears())
	want := []string{"2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"}
	for i, w := range want {
		if plan[i].To.String() != w {
			t.Errorf("instalment %d is due %s, want %s", i+1, plan[i].To, w)
		}
	}
	if len(plan) != 24 || plan[0].Days != 28 || plan[1].Days != 31 {
		t.Errorf("%d instalments, days %d, %d", len(plan), plan[0].Days, plan[1].Days)
	}
}

func TestLeapDayIsCountedByActualConventionsOnly(t *testing.T) {
	c := Contract{Principal: 10000 * money.Yuan, Rate: udecimal.MustParse("0.036"), Method: BulletAll,
		Drawdown: day("2028-02-28"), Maturity: day("2028-03-01")}
	for dc, want := range map[daycount.DayCount]int{daycount.Act360: 2, daycount.Act365F: 2, daycount.Thirty360: 3} {
		c.DayCount = dc
		if got := schedule(t, c)[0].Days; got != want {
			t.Errorf("%s: %d days, want %d", dc, got, want)
		}
	}
	c = tenYears()
	c.Drawdown, c.Maturity = day("2027-12-29"), day("2028-12-29")
	if got := schedule(t, c)[1].To; got != day("2028-02-29") {
		t.Errorf("due day 29 in a leap February is %s", got)
	}
}

func TestUnder30360AWholeMonthIsATwelfthWhateverItsLength(t *testing.T) {
	c := tenYears()
	c.DayCount = daycount.Thirty360
	for _, in := range schedule(t, c) {
		if in.Days != 30 {
			t.Errorf("%s to %s: %d days", in.From, in.To, in.Days)
		}
	}
}

func TestQuarterlySettlementIsTheTwentiethOfEachQuartersLastMonth(t *testing.T) {
	c := tenYears()
	c.Method = InterestOnly
	for draw, first := range map[string]string{"2026-01-10": "2026-03-20", "2026-03-19": "2026-03-20", "2026-03-20": "2026-06-20",
		"2026-12-21": "2027-03-20"} {
		c.Drawdown = day(draw)
		if got := schedule(t, c)[0].To; got.String() != first {
			t.Errorf("drawn %s: first settlement %s, want %s", draw, got, first)
		}
	}
	c.Drawdown, c.FirstDue = day("2026-01-10"), day("2026-04-15")
	if plan := schedule(t, c); plan[0].To != c.FirstDue || plan[1].To != day("2026-07-15") {
		t.Errorf("counted from a first due date: %s, %s", plan[0].To, plan[1].To)
	}
}

func TestAFirstDueDateMakesALongFirstPeriod(t *testing.T) {
	c := tenYears()
	c.FirstDue, c.DueDay = day("2026-03-20"), 20
	plan := schedule(t, c)
	if plan[0].Days != 48 || plan[1].To != day("2026-04-20") {
		t.Errorf("%+v", plan[0])
	}
	last := plan[len(plan)-1]
	if last.From != day("2028-01-20") || last.To != c.Maturity {
		t.Errorf("last period %s to %s", last.From, last.To)
	}
}

func TestDueDatesRollToTheNextLegalWorkingDayAndInterestDoesNot(t *testing.T) {
	c := tenYears()
	c.Drawdown, c.DueDay, c.Roll = day("2026-01-01"), 1, RollFollowing
	plan := schedule(t, c)
	in := plan[8] // 1 October 2026, National Day, is followed by a week off
	if in.To != day("2026-10-01") || in.Due != day("2026-10-08") || in.Days != 30 {
		t.Errorf("to %s, due %s, %d days", in.To, in.Due, in.Days)
	}
}

func TestEqualPrincipalRepaysTheSameEachTimeAndTheRestLast(t *testing.T) {
	c := Contract{Principal: 1000_00, Rate: udecimal.MustParse("0.036"), Method: EqualPrincipal,
		Drawdown: day("2026-01-10"), Maturity: day("2026-04-10"), Rounding: money.HalfUp}
	plan := schedule(t, c)
	want := []struct{ principal, interest money.Fen }{{33333, 310}, {33333, 187}, {33334, 103}}
	for i, w := range want {
		if plan[i].Principal != w.principal || plan[i].Interest != w.interest {
			t.Errorf("instalment %d: %s + %s", i+1, plan[i].Principal, plan[i].Interest)
		}
	}
}

func TestTheLevelInstalmentUnderAct360EndsTheLoanAtZeroIfNothingIsRounded(t *testing.T) {
	c := tenYears()
	plan := schedule(t, c)
	// Present value of the payments at the periods' own factors, exactly.
	pv, f := new(big.Rat), big.NewRat(1, 1)
	rate, _ := new(big.Rat).SetString(c.Rate.String())
	for _, in := range plan {
		growth := new(big.Rat).Mul(rate, big.NewRat(int64(in.Days), 360))
		f.Quo(f, growth.Add(growth, big.NewRat(1, 1)))
		pv.Add(pv, new(big.Rat).Mul(f, big.NewRat(int64(plan[0].Payment), 1)))
	}
	diff, _ := pv.Sub(pv, big.NewRat(int64(c.Principal), 1)).Float64()
	if limit := float64(len(plan)) / 2; diff > limit || diff < -limit { // half a fen of rounding in each of n payments
		t.Errorf("the instalment is off by %f fen of present value", diff)
	}
}

func TestRoundingAgreesWithMoney(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		thousandths := rapid.Int64Range(0, 1_000_000_000).Draw(t, "thousandths of a fen")
		if rapid.Bool().Draw(t, "tie") {
			thousandths = thousandths/1000*1000 + 500
		}
		for _, rule := range []money.Rounding{"", money.HalfEven, money.HalfUp, money.Truncate} {
			want, err := rule.Fen(udecimal.MustFromInt64(thousandths, 5))
			if err != nil {
				t.Fatal(err)
			}
			got, err := roundRatio(big.NewInt(thousandths), big.NewInt(1000), rule)
			if rule == "" {
				got, err = roundRatio(big.NewInt(thousandths), big.NewInt(1000), money.HalfEven)
			}
			if err != nil || got != want {
				t.Fatalf("%s of %d: %d, %v; money says %d", rule, thousandths, got, err, want)
			}
		}
	})
}

// anyContract draws contracts that are valid, small and extreme ones among them.
func anyContract(t *rapid.T) Contract {
	draw := day("2020-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "draw"))
	months := rapid.IntRange(1, 60).Draw(t, "months")
	c := Contract{
		Principal: money.Fen(rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1, int64(100*money.Wan)),
			rapid.Int64Range(1, int64(money.Max/2))).Draw(t, "principal")),
		Rate:     udecimal.MustFromInt64(rapid.Int64Range(0, 24_000_000).Draw(t, "rate"), 8),
		DayCount: rapid.SampledFrom([]daycount.DayCount{daycount.Act360, daycount.Act365F, daycount.Thirty360}).Draw(t, "count"),
		Method:   rapid.SampledFrom([]Method{EqualInstalment, EqualPrincipal, InterestOnly, BulletAll}).Draw(t, "method"),
		Rounding: rapid.SampledFrom([]money.Rounding{money.HalfEven, money.HalfUp, money.Truncate}).Draw(t, "rounding"),
		Roll:     rapid.SampledFrom([]Roll{RollNone, RollFollowing}).Draw(t, "roll"),
		Drawdown: draw, Maturity: draw.AddMonths(months).AddDays(rapid.IntRange(0, 27).Draw(t, "days")),
		GraceDays: rapid.IntRange(0, 5).Draw(t, "grace"),
	}
	if c.Method != BulletAll {
		c.Every = rapid.SampledFrom([]Every{"", Monthly, Quarterly}).Draw(t, "every")
		c.DueDay = rapid.IntRange(0, 31).Draw(t, "due day")
	}
	return c
}

func TestEveryScheduleIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyContract(t)
		plan, err := Schedule(c)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		var principal money.Fen
		balance, from := c.Principal, c.Drawdown
		for i, in := range plan {
			if in.No != i+1 || in.From != from || !in.To.After(in.From) || in.Due.Before(in.To) {
				t.Fatalf("dates of %+v", in)
			}
			if in.Opening != balance || in.Interest < 0 || in.Principal < 0 || in.Closing < 0 ||
				in.Payment != in.Interest+in.Principal || in.Closing != in.Opening-in.Principal {
				t.Fatalf("amounts of %+v", in)
			}
			principal += in.Principal
			balance, from = in.Closing, in.To
		}
		if principal != c.Principal || balance != 0 || from != c.Maturity {
			t.Fatalf("principal %s of %s, closing %s at %s", principal, c.Principal, balance, from)
		}
	})
}

func TestAContractThatBreaksARuleIsRefusedByName(t *testing.T) {
	for name, k := range map[string]struct {
		change func(*Contract)
		want   *fault.Def
		field  string
	}{
		"no principal":            {func(c *Contract) { c.Principal = 0 }, ErrPrincipal, "principal_fen"},
		"negative principal":      {func(c *Contract) { c.Principal = -1 }, ErrPrincipal, "principal_fen"},
		"principal over range":    {func(c *Contract) { c.Principal = money.Max + 1 }, ErrPrincipal, "principal_fen"},
		"percent for fraction":    {func(c *Contract) { c.Rate = udecimal.MustParse("3.45") }, ErrRate, "rate"},
		"negative rate":           {func(c *Contract) { c.Rate = udecimal.MustParse("-0.01") }, ErrRate, "rate"},
		"nine decimals":           {func(c *Contract) { c.Rate = udecimal.MustParse("0.012345678901") }, ErrRate, "rate"},
		"unknown day count":       {func(c *Contract) { c.DayCount = "ACT/361" }, daycount.ErrDayCount, "day_count"},
		"unknown rounding":        {func(c *Contract) { c.Rounding = "up" }, money.ErrRounding, "rounding"},
		"unknown method":          {func(c *Contract) { c.Method = "balloon" }, ErrMethod, "method"},
		"no method":               {func(c *Contract) { c.Method = "" }, ErrMethod, "method"},
		"unknown frequency":       {func(c *Contract) { c.Every = "weekly" }, ErrEvery, "every"},
		"instalments at maturity": {func(c *Contract) { c.Every = AtMaturity }, ErrEvery, "every"},
		"bullet by the month":     {func(c *Contract) { c.Method, c.Every = BulletAll, Monthly }, ErrEvery, "every"},
		"no drawdown":             {func(c *Contract) { c.Drawdown = daycount.Date{} }, ErrTerm, "maturity"},
		"maturity on drawdown":    {func(c *Contract) { c.Maturity = c.Drawdown }, ErrTerm, "maturity"},
		"a term of 51 years":      {func(c *Contract) { c.Maturity = c.Drawdown.AddMonths(51 * 12) }, ErrTerm, "maturity"},
		"a year out of range":     {func(c *Contract) { c.Drawdown, c.Maturity = day("9998-01-01"), day("9999-12-31") }, ErrTerm, "maturity"},
		"due day 32":              {func(c *Contract) { c.DueDay = 32 }, ErrDueDay, "due_day"},
		"first due at drawdown":   {func(c *Contract) { c.FirstDue = c.Drawdown }, ErrFirstDue, "first_due"},
		"first due off its day":   {func(c *Contract) { c.FirstDue, c.DueDay = day("2026-03-20"), 21 }, ErrFirstDue, "first_due"},
		"dates without every":     {func(c *Contract) { c.DueDates = []daycount.Date{c.Maturity} }, ErrDueDates, "due_dates"},
		"no dates":                {func(c *Contract) { c.Every = OnDates }, ErrDueDates, "due_dates"},
		"dates out of order": {func(c *Contract) {
			c.Every, c.DueDates = OnDates, []daycount.Date{day("2026-05-01"), day("2026-04-01"), c.Maturity}
		}, ErrDueDates, "due_dates"},
		"dates past maturity": {func(c *Contract) {
			c.Every, c.DueDates = OnDates, []daycount.Date{c.Maturity.AddDays(1)}
		}, ErrDueDates, "due_dates"},
		"unknown roll":    {func(c *Contract) { c.Roll = "preceding" }, ErrRoll, "roll"},
		"grace of a year": {func(c *Contract) { c.GraceDays = 365 }, ErrGrace, "grace_days"},
		"penalty twice":   {func(c *Contract) { c.PenaltyBP = 20000 }, ErrPenalty, "penalty_bp"},
		"penalty below":   {func(c *Contract) { c.PenaltyBP = 9999 }, ErrPenalty, "penalty_bp"},
		"fee of it all":   {func(c *Contract) { c.Fee = c.Principal }, ErrFee, "fee_fen"},
		"order twice": {func(c *Contract) { c.Order.Parts = []Component{Fees, Fees, Interest, Principal} },
			ErrOrder, "order.parts"},
		"order by whim": {func(c *Contract) { c.Order.By = "whim" }, ErrOrder, "order.by"},
		"a first period whose interest outgrows the instalment": {func(c *Contract) {
			c.Rate, c.Maturity, c.FirstDue = udecimal.MustParse("0.24"), day("2046-01-31"), day("2028-01-31")
		}, ErrInstalment, ""},
		"interest out of range": {func(c *Contract) {
			c.Principal, c.Method, c.Rate, c.Maturity = money.Max, BulletAll,
				udecimal.MustParse("1"), day("2036-01-31")
		}, money.ErrRange, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := tenYears()
			k.change(&c)
			_, err := Schedule(c)
			if !errors.Is(err, k.want) || fault.From(err).Field != k.field {
				t.Fatalf("got %v", err)
			}
			if e := fault.From(err); strings.Contains(e.ZH()+e.EN()+e.HintZH()+e.HintEN(), "{") {
				t.Errorf("a placeholder is left: %s / %s", e.ZH(), e.EN())
			}
		})
	}
}

func TestTooManyInstalments(t *testing.T) {
	c := tenYears()
	c.Every = OnDates
	for i := range MaxInstalments + 1 {
		c.DueDates = append(c.DueDates, c.Drawdown.AddDays(i+1))
	}
	c.Maturity = daycount.Date{}
	if _, err := Schedule(c); !errors.Is(err, ErrTooMany) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkSchedule360Months(b *testing.B) {
	c := tenYears()
	c.Maturity = c.Drawdown.AddMonths(360)
	for b.Loop() {
		if _, err := Schedule(c); err != nil {
			b.Fatal(err)
		}
	}
}
