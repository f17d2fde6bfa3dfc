package loan

import (
	"errors"
	"testing"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

func yearLoan(method Method) Contract {
	return Contract{Principal: 120_000_00, Rate: udecimal.MustParse("0.0345"), Method: method,
		Drawdown: daycount.MustDate("2026-01-20"), Maturity: daycount.MustDate("2027-01-20"), DueDay: 20}
}

func TestReplanWithoutEffectIsTheSchedule(t *testing.T) {
	for _, m := range []Method{EqualInstalment, EqualPrincipal, InterestOnly, BulletAll} {
		c := yearLoan(m)
		if m == BulletAll {
			c.DueDay = 0
		}
		want := schedule(t, c)
		same := c.Rate
		got, err := Replan(c, []Change{{On: c.Drawdown, Rate: &same}})
		if err != nil || len(got) != len(want) {
			t.Fatalf("%s: %v", m, err)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s %d: %+v, want %+v", m, i+1, got[i], want[i])
			}
		}
	}
}

func TestPrincipalOfEveryReplanAddsUp(t *testing.T) {
	for _, m := range []Method{EqualInstalment, EqualPrincipal, InterestOnly} {
		for _, effect := range []Effect{Lower, Shorten} {
			c := yearLoan(m)
			whole := len(schedule(t, c))
			rate := udecimal.MustParse("0.04")
			plan, err := Replan(c, []Change{
				{On: daycount.MustDate("2026-07-03"), Prepay: 50_000_00, Effect: effect},
				{On: daycount.MustDate("2026-05-11"), Draw: 30_000_00},
				{On: daycount.MustDate("2026-06-20"), Rate: &rate},
			})
			if err != nil {
				t.Fatal(err)
			}
			sum := money.Fen(50_000_00)
			for _, in := range plan {
				sum += in.Principal
				if in.Payment != in.Interest+in.Principal || in.Principal < 0 {
					t.Errorf("%s: %+v", m, in)
				}
			}
			if sum != 150_000_00 || plan[len(plan)-1].Closing != 0 {
				t.Errorf("%s %q: %s repaid", m, effect, sum)
			}
			if short := len(plan) < whole; short != (effect == Shorten && m != InterestOnly) {
				t.Errorf("%s %q: %d instalments", m, effect, len(plan))
			}
		}
	}
}

func TestChangesThatDoNotFitAreRefused(t *testing.T) {
	on, high := daycount.MustDate("2026-05-11"), udecimal.MustParse("10")
	for _, c := range []struct {
		change Change
		want   *fault.Def
	}{
		{Change{On: daycount.MustDate("2027-01-20")}, ErrChange},
		{Change{On: daycount.MustDate("2026-01-19")}, ErrChange},
		{Change{On: on, Prepay: -1}, ErrChange},
		{Change{On: on, Prepay: 1, Draw: 1}, ErrChange},
		{Change{On: on, Effect: "x"}, ErrChange},
		{Change{On: on, Later: -1}, ErrChange},
		{Change{On: on, Rate: &high}, ErrRate},
		{Change{On: on, Prepay: 120_000_01}, ErrPrepay},
	} {
		if _, err := Replan(yearLoan(EqualInstalment), []Change{c.change}); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c.change, err)
		}
	}
}

func TestFloatingRateTakesTheLastPublicationBeforeTheDay(t *testing.T) {
	table := LPR{
		{daycount.MustDate("2025-10-20"), udecimal.MustParse("0.03")},
		{daycount.MustDate("2026-12-21"), udecimal.MustParse("0.031")},
		{daycount.MustDate("2027-01-20"), udecimal.MustParse("0.032")},
	}
	c := yearLoan(EqualInstalment)
	c.Rate, c.Maturity = udecimal.MustParse("0.035"), daycount.MustDate("2029-01-20")
	for _, k := range []struct {
		rule Reprice
		want string
	}{
		{RepriceJanuary, "2027-01-01 0.036 2028-01-01 0.037 "},
		{RepriceAnniversary, "2027-01-20 0.036 2028-01-20 0.037 "}, // the rate of the day itself comes too late
		{RepriceQuarterly, "2027-01-20 0.036 2027-04-20 0.037 "},
	} {
		changes, err := table.Changes(c, 50, k.rule, daycount.MustDate("2028-06-30"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, x := range changes {
			got += x.On.String() + " " + x.Rate.String() + " "
		}
		if got != k.want {
			t.Errorf("%s: %s", k.rule, got)
		}
	}
	if _, err := table.Rate(daycount.MustDate("2025-10-20"), 0); !errors.Is(err, ErrLPR) {
		t.Error(err)
	}
	if _, err := table.Changes(c, 0, "weekly", c.Maturity); !errors.Is(err, ErrReprice) {
		t.Error(err)
	}
}
