package simulation

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/cockroachdb/apd/v3"
)

var wide = apd.BaseContext.WithPrecision(60)

func big(x float64) *apd.Decimal {
	// To 70 digits: the shortest text that reads back as x would be off by up to half a unit.
	d, _, err := apd.NewFromString(strconv.FormatFloat(x, 'e', 70, 64))
	if err != nil {
		panic(err)
	}
	return d
}

// ulps is the distance of got from the exact value in units of the last place of got.
func ulps(t *testing.T, got float64, exact *apd.Decimal) float64 {
	t.Helper()
	var d apd.Decimal
	if _, err := wide.Sub(&d, big(got), exact); err != nil {
		t.Fatal(err)
	}
	f, err := d.Float64()
	if err != nil {
		t.Fatal(err)
	}
	return math.Abs(f) / (math.Nextafter(math.Abs(got), math.Inf(1)) - math.Abs(got))
}

// relative is |got/exact − 1|.
func relative(t *testing.T, got float64, exact *apd.Decimal) float64 {
	t.Helper()
	var d apd.Decimal
	if _, err := wide.Quo(&d, big(got), exact); err != nil {
		t.Fatal(err)
	}
	if _, err := wide.Sub(&d, &d, apd.New(1, 0)); err != nil {
		t.Fatal(err)
	}
	f, _ := d.Float64()
	return math.Abs(f)
}

func TestExpIsWithinAnUlp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	worst := 0.0
	for range 2000 {
		x := (r.Float64() - 0.5) * 2 * math.Pow(10, 4*r.Float64()-1.2)
		if math.Abs(x) > 700 {
			continue
		}
		var e apd.Decimal
		if _, err := wide.Exp(&e, big(x)); err != nil {
			t.Fatal(err)
		}
		worst = max(worst, ulps(t, exp(x), &e))
	}
	t.Logf("exp: %.3f ulp", worst)
	if worst >= 1 {
		t.Errorf("exp is off by %.3f ulp", worst)
	}
	for x, want := range map[float64]float64{math.Inf(1): math.Inf(1), math.Inf(-1): 0, 0: 1, 710: math.Inf(1), -746: 0,
		-745.1: 5e-324} {
		if got := exp(x); got != want {
			t.Errorf("exp(%g) = %g, want %g", x, got, want)
		}
	}
	for _, x := range []float64{709.5, 708.9, -708.2, -720, -744} {
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-15*want+5e-324 {
			t.Errorf("exp(%g) = %g, want %g", x, got, want)
		}
	}
	if !math.IsNaN(exp(math.NaN())) {
		t.Error("exp of no number is a number")
	}
}

func TestLnIsWithinAnUlp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for i := range 2000 {
		x := math.Exp((r.Float64() - 0.5) * 60)
		if i%2 == 0 {
			x = 0.5 + r.Float64()
		}
		var e apd.Decimal
		if _, err := wide.Ln(&e, big(x)); err != nil {
			t.Fatal(err)
		}
		worst = max(worst, ulps(t, ln(x), &e))
	}
	t.Logf("ln: %.3f ulp", worst)
	if worst >= 1 {
		t.Errorf("ln is off by %.3f ulp", worst)
	}
	for x, want := range map[float64]float64{1: 0, 0: math.Inf(-1), math.Inf(1): math.Inf(1), 5e-324: -744.4400719213812} {
		if got := ln(x); got != want {
			t.Errorf("ln(%g) = %g, want %g", x, got, want)
		}
	}
	if !math.IsNaN(ln(-1)) || !math.IsNaN(ln(math.NaN())) {
		t.Error("ln of no positive number is a number")
	}
}

// phi is Φ(x) = ½ + φ(x)·Σ x^(2k+1)/(1·3·…·(2k+1)) to many digits; from the left, where that cancels, by the continued
// fraction 1−Φ(x) = φ(x)/(x+1/(x+2/(x+3/(x+…)))).
func phi(t *testing.T, x float64) *apd.Decimal {
	t.Helper()
	c := apd.BaseContext.WithPrecision(80)
	must := func(_ apd.Condition, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	var d, z, root apd.Decimal
	must(c.Mul(&z, big(x), big(x)))
	must(c.Mul(&z, &z, apd.New(-5, -1)))
	must(c.Exp(&d, &z))
	pi, _, err := apd.NewFromString("3.141592653589793238462643383279502884197169399375105820974944592307816406286209")
	if err != nil {
		t.Fatal(err)
	}
	must(c.Mul(&root, pi, apd.New(2, 0)))
	must(c.Sqrt(&root, &root))
	must(c.Quo(&d, &d, &root))
	if math.Abs(x) > 7 {
		y := big(math.Abs(x))
		tail := new(apd.Decimal).Set(y)
		for k := int64(300); k > 0; k-- {
			var q apd.Decimal
			must(c.Quo(&q, apd.New(k, 0), tail))
			must(c.Add(tail, y, &q))
		}
		must(c.Quo(&d, &d, tail))
		if x > 0 {
			must(c.Sub(&d, apd.New(1, 0), &d))
		}
		return &d
	}
	term, sum := big(x), big(x)
	for k := int64(1); k < 200; k++ {
		must(c.Mul(term, term, big(x)))
		must(c.Mul(term, term, big(x)))
		must(c.Quo(term, term, apd.New(2*k+1, 0)))
		must(c.Add(sum, sum, term))
	}
	must(c.Mul(sum, sum, &d))
	must(c.Add(sum, sum, apd.New(5, -1)))
	return sum
}

func TestNormalCDFIsRightToFourteenDigits(t *testing.T) {
	worst := 0.0
	for x := -37.3; x < 9; x += 0.173 {
		worst = max(worst, relative(t, normalCDF(x), phi(t, x)))
	}
	t.Logf("Φ: %.2g", worst)
	if worst > 1e-14 {
		t.Errorf("Φ is off by %.3g of itself", worst)
	}
	if normalCDF(-50) != 0 || normalCDF(50) != 1 || normalCDF(0) != 0.5 {
		t.Error("Φ does not end in 0 and 1")
	}
}

// Φ⁻¹ is judged by its residual: (Φ(x)−u)/φ(x) is the error of x.
func TestNormalQuantileIsRightToFifteenDigits(t *testing.T) {
	worst := 0.0
	for i := range 400 {
		u := (float64(i) + 0.5) / 400
		if i < 60 {
			u = math.Pow(10, -float64(i+1)/4)
		}
		x := quantileNormal(u)
		var d apd.Decimal
		if _, err := wide.Sub(&d, phi(t, x), big(u)); err != nil {
			t.Fatal(err)
		}
		f, _ := d.Float64()
		worst = max(worst, math.Abs(f)/(math.Exp(-x*x/2)/math.Sqrt(2*math.Pi))/max(math.Abs(x), 0.1))
	}
	t.Logf("Φ⁻¹: %.2g", worst)
	if worst > 1e-15 {
		t.Errorf("Φ⁻¹ is off by %.3g of itself", worst)
	}
	if quantileNormal(0.5) != 0 || quantileNormal(0.25) != -quantileNormal(0.75) {
		t.Error("Φ⁻¹ is not odd about ½")
	}
}

func TestPowersAgreeWithFiftyDigits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for range 500 {
		x, y := 0.5+r.Float64(), (r.Float64()-0.3)*50
		if r.IntN(2) == 0 {
			y = math.Round(y)
		}
		var e apd.Decimal
		if _, err := wide.Pow(&e, big(x), big(y)); err != nil {
			t.Fatal(err)
		}
		if d := relative(t, pow(x, y), &e); d > 1e-14 {
			t.Errorf("%g^%g is off by %.3g of itself", x, y, d)
		}
	}
	if pow(0, 2.5) != 0 || !math.IsInf(pow(0, -0.5), 1) || !math.IsNaN(pow(-1, 0.5)) || pow(-2, 3) != -8 {
		t.Error("powers of 0 and of negative numbers are not what they should be")
	}
}

// The vectors are those of Random123's kat_vectors for philox2x64-10.
func TestPhiloxGivesThePublishedVectors(t *testing.T) {
	for _, v := range [][5]uint64{
		{0, 0, 0, 0xca00a0459843d731, 0x66c24222c9a845b5},
		{math.MaxUint64, math.MaxUint64, math.MaxUint64, 0x65b021d60cd8310f, 0x4d02f3222f86df20},
		{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x0a5e742c2997341c, 0xb0f883d38000de5d},
	} {
		p := NewPhilox(v[2])
		if a, b := p.Words(v[0], v[1]); a != v[3] || b != v[4] {
			t.Errorf("philox(%x) = %x %x", v[:3], a, b)
		}
	}
}

func TestUniformsAreAddressedOneByOne(t *testing.T) {
	p := NewPhilox(5)
	all := make([]float64, 1000)
	p.Uniforms(all, 3, 0)
	for _, cut := range []int{1, 2, 7, 500, 999} {
		part := make([]float64, 1000-cut)
		p.Uniforms(part, 3, uint64(cut))
		for i, u := range part {
			if u != all[cut+i] {
				t.Fatalf("draw %d is another when asked for from %d on", cut+i, cut)
			}
		}
	}
	if lo, hi := unit(0), unit(math.MaxUint64); lo != 0x1p-53 || hi != 1-0x1p-53 {
		t.Errorf("the ends are %g and %g", lo, hi)
	}
}

func shuffle(n, seed uint64) permutation {
	p := NewPhilox(seed)
	return newPermutation(n, &p, 1)
}

func TestPermutationIsABijectionAndTellsSeedsApart(t *testing.T) {
	for _, n := range []uint64{1, 2, 3, 5, 16, 17, 1000, 4096, 4097, 100_003} {
		q, other := shuffle(n, 9), shuffle(n, 10)
		seen, same := make([]bool, n), 0
		for i := range n {
			j := q.at(i)
			if j >= n || seen[j] {
				t.Fatalf("n = %d: %d ↦ %d is out of range or taken", n, i, j)
			}
			seen[j] = true
			if other.at(i) == j {
				same++
			}
		}
		if n >= 1000 && same > 12 {
			t.Errorf("n = %d: two seeds agree on %d places", n, same)
		}
	}
}

// Over many seeds each place goes everywhere alike: χ² of 64 × 64 with 3969 degrees of freedom.
func TestPermutationsAreSpreadEvenly(t *testing.T) {
	const n, seeds = 64, 20_000
	var count [n][n]float64
	for s := range uint64(seeds) {
		q := shuffle(n, s)
		for i := range uint64(n) {
			count[i][q.at(i)]++
		}
	}
	chi := 0.0
	for i := range count {
		for _, c := range count[i] {
			chi += (c - seeds/n) * (c - seeds/n) / (seeds / n)
		}
	}
	if sd := math.Sqrt(2 * 3969); math.Abs(chi-3969) > 5*sd {
		t.Errorf("χ² = %.0f, expected 3969 ± %.0f", chi, sd)
	}
}

// Neighbours go to every pair of eighths alike, as far as two places cannot be one: χ² of 64 pairs for each of 20
// neighbours with 63 degrees of freedom.
func TestPermutationsSpreadNeighboursEvenly(t *testing.T) {
	const n, part, seeds, pairs = 1000, 125, 50_000, 20
	var count [pairs][8][8]float64
	for s := range uint64(seeds) {
		q := shuffle(n, s)
		for i := range uint64(pairs) {
			count[i][q.at(31*i)/part][q.at(31*i+1)/part]++
		}
	}
	chi := 0.0
	for i := range count {
		for a := range 8 {
			for b := range 8 {
				want := float64(seeds) * part * part / (n * (n - 1))
				if a == b {
					want = float64(seeds) * part * (part - 1) / (n * (n - 1))
				}
				chi += (count[i][a][b] - want) * (count[i][a][b] - want) / want
			}
		}
	}
	const free = pairs * 63
	if sd := math.Sqrt(2 * free); math.Abs(chi-free) > 5*sd {
		t.Errorf("χ² = %.0f, expected %d ± %.0f", chi, free, sd)
	}
}
