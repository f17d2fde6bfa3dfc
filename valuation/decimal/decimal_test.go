package decimal_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/valuation/decimal"
)

func TestNumbersAreReadAsWrittenOrNotAtAll(t *testing.T) {
	for _, s := range []string{"0", "0.12", "-3", "0.10", "123456789012345.123456789012"} {
		if d, err := decimal.Parse(s); err != nil || d.String() != s || d.IsZero() {
			t.Errorf("%s became %s, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "-", ".", "1.", ".5", "+1", "1e3", "12%", "1,000", "NaN", "Infinity", "0x10", "１", "1 ", "1234567890123456", "0.1234567890123"} {
		if d, err := decimal.Parse(s); !errors.Is(err, decimal.ErrNumber) {
			t.Errorf("%q became %s, %v", s, d, err)
		}
	}
	var d decimal.Decimal
	if err := d.UnmarshalText(nil); err != nil || !d.IsZero() || d.String() != "" || d.Sign() != 0 {
		t.Errorf("a number that is not given is %q, %v", d, err)
	}
}

func TestHalvesRoundToEven(t *testing.T) {
	for s, want := range map[string]string{"0.125": "0.12", "0.135": "0.14", "-0.125": "-0.12", "-0.001": "0.00", "2": "2.00"} {
		if got := decimal.Must(s).Fixed(2); got != want {
			t.Errorf("%s is %s, want %s", s, got, want)
		}
	}
	for s, want := range map[string]string{"1.1109": "1.110900", "0.0960605": "0.0960605", "0.5": "0.500000"} {
		if got := decimal.Must(s).Factor(); got != want {
			t.Errorf("%s is shown %s, want %s", s, got, want)
		}
	}
}

// TestArithmeticIsThatOfFractions checks sums, products and quotients against exact rational numbers to 48 digits.
func TestArithmeticIsThatOfFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (decimal.Decimal, *big.Rat) {
			n := rapid.Int64Range(1, 1_000_000_000).Draw(t, name)
			var a decimal.Arith
			return a.Quo(decimal.Int(n), decimal.Int(1000)), big.NewRat(n, 1000)
		}
		x, p := draw("x")
		y, q := draw("y")
		var a decimal.Arith
		got := a.Quo(a.Mul(a.Add(x, y), x), y)
		want := new(big.Rat).Quo(new(big.Rat).Mul(new(big.Rat).Add(p, q), p), q)
		back, _ := new(big.Rat).SetString(got.String())
		off := new(big.Rat).Quo(new(big.Rat).Sub(back, want), want)
		if off.Abs(off).Cmp(new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(48), nil))) > 0 {
			t.Fatalf("%s is off", got)
		}
	})
}

func TestPowersAgreeWithFloatsAndWithThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a decimal.Arith
		x := a.Quo(decimal.Int(rapid.Int64Range(1, 300_000).Draw(t, "x")), decimal.Int(10_000))
		y := a.Quo(decimal.Int(rapid.Int64Range(-200_000, 200_000).Draw(t, "y")), decimal.Int(10_000))
		got := a.Pow(x, y)
		if want := math.Pow(x.Float64(), y.Float64()); a.Err != nil || math.Abs(got.Float64()/want-1) > 1e-12 {
			t.Fatalf("%s^%s is %s, in floats %g, %v", x, y, got.Short(20), want, a.Err)
		}
		back := a.Mul(got, a.Pow(x, a.Sub(decimal.Int(0), y)))
		if back.Fixed(40) != decimal.Int(1).Fixed(40) {
			t.Fatalf("%s^%s·%s^−%s is %s", x, y, x, y, back)
		}
	})
}

func TestTheFirstFaultSticks(t *testing.T) {
	for name, f := range map[string]func(*decimal.Arith) decimal.Decimal{
		"division by zero":   func(a *decimal.Arith) decimal.Decimal { return a.Quo(decimal.Int(1), decimal.Int(0)) },
		"root of a negative": func(a *decimal.Arith) decimal.Decimal { return a.Sqrt(decimal.Int(-1)) },
		"logarithm of zero":  func(a *decimal.Arith) decimal.Decimal { return a.Ln(decimal.Int(0)) },
		"too large":          func(a *decimal.Arith) decimal.Decimal { return a.Pow(decimal.Int(10), decimal.Int(2000)) },
		"median of nothing":  func(a *decimal.Arith) decimal.Decimal { return a.Median(nil) },
	} {
		var a decimal.Arith
		if d := f(&a); !errors.Is(a.Err, decimal.ErrArithmetic) || d.Sign() != 0 {
			t.Errorf("%s: %s, %v", name, d, a.Err)
		}
		if d := a.Add(decimal.Int(1), decimal.Int(1)); d.Sign() != 0 {
			t.Errorf("%s: what follows is %s", name, d)
		}
	}
}
