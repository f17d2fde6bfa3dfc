package loan

import (
	"math/big"
	"testing"

	"github.com/quagmt/udecimal"
	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

func TestTheBracketGivesTheExactLevelInstalment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Contract{DayCount: rapid.SampledFrom([]daycount.DayCount{daycount.Act360, daycount.Thirty360, daycount.Act365F}).Draw(t, "basis"),
			Rate:     udecimal.MustFromInt64(rapid.Int64Range(0, rateScale).Draw(t, "rate"), rateDecimals),
			Rounding: rapid.SampledFrom([]money.Rounding{money.HalfEven, money.HalfUp, money.Truncate}).Draw(t, "rounding")}
		plan := make([]Instalment, rapid.IntRange(1, 600).Draw(t, "periods"))
		for i := range plan {
			plan[i].Days = rapid.IntRange(1, 92).Draw(t, "days")
		}
		debt, den := big.NewInt(rapid.Int64Range(1, int64(money.Max)).Draw(t, "debt")), big.NewInt(rapid.Int64Range(1, 1000).Draw(t, "den"))
		first := rapid.Bool().Draw(t, "first")
		got, err := c.annuity(debt, den, plan, first)
		want, err2 := c.exactAnnuity(debt, den, plan, first)
		if got != want || (err == nil) != (err2 == nil) {
			t.Fatalf("%s, exactly %s (%v %v)", got, want, err, err2)
		}
	})
}

func TestProductsRoundAsRatiosDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Fen(rapid.Int64Range(0, int64(money.Max)).Draw(t, "amount"))
		factor, den := rapid.Int64Range(0, 1<<55).Draw(t, "factor"), rapid.Int64Range(1, 1<<50).Draw(t, "den")
		rule := rapid.SampledFrom([]money.Rounding{money.HalfEven, money.HalfUp, money.Truncate}).Draw(t, "rounding")
		if rapid.Bool().Draw(t, "on a half") {
			factor, den = rapid.Int64Range(0, 1000).Draw(t, "factor"), 2
		}
		got, err := roundProduct(amount, factor, den, rule)
		want, err2 := roundRatio(new(big.Int).Mul(big.NewInt(int64(amount)), big.NewInt(factor)), big.NewInt(den), rule)
		if got != want || (err == nil) != (err2 == nil) {
			t.Fatalf("%s, exactly %s (%v %v)", got, want, err, err2)
		}
	})
}
