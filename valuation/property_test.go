package valuation

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/simulation"
)

// drawn is a good royalty file with drawn numbers.
func drawn(t *rapid.T) File {
	n := rapid.IntRange(1, 20).Draw(t, "years")
	var revenue []Amount
	for range n {
		revenue = append(revenue, Amount(money.Fen(rapid.Int64Range(1_000_00, 1_000_000_00).Draw(t, "revenue")).String()))
	}
	timing := rapid.SampledFrom([]Timing{"", End, Mid}).Draw(t, "timing")
	return File{Version: 1, Asset: "a", Purpose: "pledge", ValueType: "market",
		ValuationDate: Date{daycount.MustDate("2026-03-31")}, CurrencyUnit: UnitYuan,
		Approaches: []Approach{{Sources: map[string]string{"revenue": "drawn"}, Royalty: &Royalty{
			Revenue: Forecast{Amounts: revenue}, RoyaltyRate: drawnRate(t, "k"),
			Income: Income{DiscountRate: DiscountRate{Basis: PreTax, Rate: drawnRate(t, "r")}, Timing: timing}}}}}
}

func drawnRate(t *rapid.T, name string) Decimal {
	return dec(fmt.Sprintf("0.%04d", rapid.IntRange(100, 5000).Draw(t, name)))
}

func mustValue(t *rapid.T, f File) money.Fen {
	r, err := Value(f)
	if err != nil {
		t.Fatal(err)
	}
	if r.LowFen > r.ValueFen || r.ValueFen > r.HighFen {
		t.Fatalf("range %s – %s does not hold %s", r.LowFen, r.HighFen, r.ValueFen)
	}
	return r.ValueFen
}

func TestValueFallsAsTheDiscountRateRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		was := mustValue(t, f)
		rate := &f.Approaches[0].Royalty.DiscountRate.Rate
		var a arith
		*rate = a.Add(*rate, drawnRate(t, "more"))
		if now := mustValue(t, f); now >= was {
			t.Fatalf("%s became %s", was, now)
		}
	})
}

func TestValueIsLinearInTheRoyaltyRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		one := mustValue(t, f)
		k := &f.Approaches[0].Royalty.RoyaltyRate
		var a arith
		*k = a.Mul(*k, integer(2))
		// Each is rounded to the fen, so twice one may be a fen off.
		if two := mustValue(t, f); two-2*one > 1 || 2*one-two > 1 {
			t.Fatalf("k gives %s, 2k gives %s", one, two)
		}
	})
}

// TestYearEndValuesAreThoseOfExactFractions checks the 50 digits against math/big's exact rational numbers.
func TestYearEndValuesAreThoseOfExactFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		m := f.Approaches[0].Royalty
		m.Timing = End
		sum, rat := new(big.Rat), func(s string) *big.Rat { v, _ := new(big.Rat).SetString(s); return v }
		factor := big.NewRat(1, 1)
		for _, r := range m.Revenue.Amounts {
			factor.Quo(factor, new(big.Rat).Add(big.NewRat(1, 1), rat(m.DiscountRate.Rate.String())))
			sum.Add(sum, new(big.Rat).Mul(factor, new(big.Rat).Mul(rat(string(r)), rat(m.RoyaltyRate.String()))))
		}
		got := mustValue(t, f)
		off := new(big.Rat).Sub(sum.Mul(sum, big.NewRat(100, 1)), new(big.Rat).SetInt64(int64(got)))
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("%s is off by %s fen", got, off.FloatString(6))
		}
	})
}

func TestOrderOfComparablesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		m := &Market{ThinReason: "drawn", Take: rapid.SampledFrom([]Take{"", Median, Mean}).Draw(t, "take")}
		for i := range rapid.IntRange(1, 12).Draw(t, "comparables") {
			price := money.Fen(rapid.Int64Range(100, 1_000_000_00).Draw(t, "price")).String()
			m.Comparables = append(m.Comparables, Comparable{Name: fmt.Sprint(i), Price: Amount(price),
				Quality: drawnRate(t, "k1"), SupplyDemand: drawnRate(t, "k2"), Date: drawnRate(t, "k3"), Volume: dec("1"), Other: dec("1")})
		}
		f.Approaches = []Approach{{Sources: map[string]string{"comparables": "drawn"}, Market: m}}
		r, err := Value(f)
		if err != nil {
			t.Skip("all of them round to nothing")
		}
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		rnd.Shuffle(len(m.Comparables), func(i, j int) {
			m.Comparables[i], m.Comparables[j] = m.Comparables[j],
				m.Comparables[i]
		})
		s, err := Value(f)
		if err != nil || s.ValueFen != r.ValueFen || s.LowFen != r.LowFen || s.HighFen != r.HighFen {
			t.Fatalf("%s became %s, %v", r.ValueFen, s.ValueFen, err)
		}
	})
}

func TestValueRisesWithTheLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		m := f.Approaches[0].Royalty
		n := len(m.Revenue.Amounts)
		days := rapid.IntRange(365*(n-1)+2, 365*n+30).Draw(t, "days")
		m.Life = &Life{HalfLife: &HalfLife{Days: integer(int64(days)), Floor: dec("0.5")}}
		short := mustValue(t, f)
		m.Life = &Life{HalfLife: &HalfLife{Days: integer(int64(days + rapid.IntRange(1, 400).Draw(t, "more"))), Floor: dec("0.5")}}
		if long := mustValue(t, f); long < short {
			t.Fatalf("%s became %s with a longer life", short, long)
		}
	})
}

func TestValueScalesWithTheForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		one := mustValue(t, f)
		by := rapid.Int64Range(2, 50).Draw(t, "scale")
		var a arith
		for i, x := range f.Approaches[0].Royalty.Revenue.Amounts {
			fen, err := x.Fen(UnitYuan)
			if err != nil {
				t.Fatal(err)
			}
			f.Approaches[0].Royalty.Revenue.Amounts[i] = Amount((fen * money.Fen(by)).String())
		}
		// One was rounded to the fen, so its multiple is off by half a fen each, and the other by half a fen once.
		if many := mustValue(t, f); many-one*money.Fen(by) > money.Fen(by) || one*money.Fen(by)-many > money.Fen(by) || a.Err != nil {
			t.Fatalf("%s by %d is %s", one, by, many)
		}
	})
}

func TestTheUnitOfTheFileDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		yuan := mustValue(t, f)
		f.CurrencyUnit = UnitWan
		for i, x := range f.Approaches[0].Royalty.Revenue.Amounts {
			fen, err := x.Fen(UnitYuan)
			if err != nil {
				t.Fatal(err)
			}
			f.Approaches[0].Royalty.Revenue.Amounts[i] = Amount(fmt.Sprintf("%d.%06d", fen/money.Wan, fen%money.Wan))
		}
		if wan := mustValue(t, f); wan != yuan {
			t.Fatalf("%s in yuan is %s in 10,000 yuan", yuan, wan)
		}
	})
}

func TestATailOfTheSameGrowthIsALongerForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		m := f.Approaches[0].Royalty
		m.DiscountRate.Rate = dec("0.30")
		growth := dec(fmt.Sprintf("%.4f", float64(rapid.IntRange(-3000, 2900).Draw(t, "growth"))/10000))
		n, more := rapid.IntRange(1, 10).Draw(t, "years"), rapid.IntRange(1, 10).Draw(t, "more")
		m.Revenue = Forecast{First: "1000000", Growth: growth, Periods: n + more}
		long := mustValue(t, f)
		m.Revenue.Periods, m.Tail = n, &Tail{Years: more, Growth: growth}
		if tailed := mustValue(t, f); tailed != long {
			t.Fatalf("%s and %s", long, tailed)
		}
	})
}

func FuzzDecode(f *testing.F) {
	names, err := filepath.Glob("../examples/valuation/*.yaml")
	if err != nil || len(names) == 0 {
		f.Fatal(names, err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{royaltyFile, "", "~", "[", "{a: 1", "a: &x [*x]", "? a\n: b", "- - - -", "a: |\n  b",
		"\ufeff", "<<: {a: 1}", "%YAML 1.2\n---\na: 1",
		strings.Replace(royaltyFile, "0.12", "0.12 # \x00", 1), strings.Replace(royaltyFile, "economic: 3",
			"economic: 0x10", 1)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Decode(b, "f.yaml")
		if file.Uncertainty != nil {
			file.Uncertainty.Draws = simulation.MinDraws
		}
		if err == nil {
			var r Report
			if r, err = Value(file); err == nil && (r.ValueFen <= 0 || r.LowFen > r.ValueFen || r.HighFen < r.ValueFen) {
				t.Fatalf("%s in %s – %s", r.ValueFen, r.LowFen, r.HighFen)
			}
		}
		if err != nil && fault.From(err).Kind() == fault.Internal {
			t.Fatalf("%v", err)
		}
	})
}

func BenchmarkRoyalty(b *testing.B) {
	text, err := os.ReadFile("../examples/valuation/royalty.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f, err := Decode(text, "royalty.yaml")
		if err == nil {
			_, err = Value(f)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
