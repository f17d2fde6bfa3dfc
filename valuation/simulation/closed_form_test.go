package simulation

import (
	"errors"
	"math"
	"testing"
)

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// identityOf is the program that returns its n inputs.
func identityOf(n int) *Program {
	var b Builder
	refs := make([]Ref, n)
	for i := range refs {
		refs[i] = b.Input(i)
	}
	return b.Compile(n, refs...)
}

// form is a distribution with its moments in closed form; kurtosis (of the fourth moment, 3 for a normal) bounds the
// error of the standard deviation.
type form struct {
	name     string
	d        Distribution
	mean, sd float64
	kurtosis float64
}

func forms(t *testing.T) []form {
	d := must[Distribution](t)
	betaForm := func(name string, dist Distribution, a, b, lo, hi float64) form {
		v := a * b / ((a + b) * (a + b) * (a + b + 1))
		k := 3 + 6*((a-b)*(a-b)*(a+b+1)-a*b*(a+b+2))/(a*b*(a+b+2)*(a+b+3))
		return form{name, dist, lo + (hi-lo)*a/(a+b), (hi - lo) * math.Sqrt(v), k}
	}
	tri := func(a, c, b float64) form {
		return form{"triangular", d(Triangular(a, c, b)), (a + b + c) / 3,
			math.Sqrt((a*a + b*b + c*c - a*b - a*c - b*c) / 18), 2.4}
	}
	s2 := math.Log(1 + 0.09)
	e := math.Exp(s2)
	// A normal cut at −1 and 2 standard deviations: mean μ + σ(φ(α)−φ(β))/Z, variance by the usual formula.
	fa, fb := math.Exp(-0.5)/math.Sqrt(2*math.Pi), math.Exp(-2)/math.Sqrt(2*math.Pi)
	z := 0.5*math.Erfc(-2/math.Sqrt2) - 0.5*math.Erfc(1/math.Sqrt2)
	cut := (fa - fb) / z
	cutVar := 1 + (-1*fa-2*fb)/z - cut*cut
	return []form{
		{"uniform", d(Uniform(-2, 6)), 2, 8 / math.Sqrt(12), 1.8},
		tri(0.1, 0.15, 0.3), tri(0, 0, 1), tri(0, 1, 1),
		{"normal", d(Normal(0.12, 0.02)), 0.12, 0.02, 3},
		{"lognormal", d(Lognormal(100, 30)), 100, 30, e*e*e*e + 2*e*e*e + 3*e*e - 3},
		betaForm("beta", d(Beta(2, 5, 0.1, 0.4)), 2, 5, 0.1, 0.4),
		betaForm("beta with poles", d(Beta(0.5, 0.7, 0, 1)), 0.5, 0.7, 0, 1),
		betaForm("narrow beta", d(Beta(300, 900, 0, 1)), 300, 900, 0, 1),
		betaForm("pert", d(PERT(1, 2, 5, 4)), 2, 4, 1, 5),
		{"discrete", d(Discrete([]float64{3, 1, 2}, []float64{1, 2, 1})), 1.75, math.Sqrt(11.0 / 16), 3},
		{"truncated normal", d(Truncated(d(Normal(10, 2)), 8, 14)), 10 + 2*cut, 2 * math.Sqrt(cutVar), 3},
		{"truncated uniform", d(Truncated(d(Uniform(0, 10)), 2, 4)), 3, 2 / math.Sqrt(12), 1.8},
	}
}

// A mean of n draws is within 5 standard errors, sd/√n; a standard deviation within 5 of sd·√((k−1)/(4n)).
func TestMomentsMeetTheirClosedForms(t *testing.T) {
	const n = 200_000
	for _, f := range forms(t) {
		for _, design := range []Design{Random, LatinHypercube} {
			s := must[*Sampler](t)(NewSampler(Options{Seed: 11, Draws: n, Design: design}, []Distribution{f.d}, nil))
			r := must[[]Result](t)(Run(identityOf(1), s, 0))[0]
			meanError, sdError := 5*f.sd/math.Sqrt(n), 5*f.sd*math.Sqrt((f.kurtosis-1)/(4*n))
			if design == LatinHypercube {
				// One draw a stratum: the mean's error falls to some sd/n.
				meanError /= 50
			}
			if math.Abs(r.Mean-f.mean) > meanError {
				t.Errorf("%s, %s: mean %g, closed form %g ± %.2g", f.name, design, r.Mean, f.mean, meanError)
			}
			if math.Abs(r.SD()-f.sd) > sdError {
				t.Errorf("%s, %s: sd %g, closed form %g ± %.2g", f.name, design, r.SD(), f.sd, sdError)
			}
			if lo, hi := f.d.Support(); r.Low < lo || r.High > hi+1e-15 {
				t.Errorf("%s: draws from %g to %g leave the support", f.name, r.Low, r.High)
			}
		}
	}
}

func TestQuantilesInvertTheDistributionFunction(t *testing.T) {
	for _, f := range forms(t) {
		if f.name == "discrete" {
			continue
		}
		column := []float64{}
		for i := range 999 {
			column = append(column, (float64(i)+0.5)/999)
		}
		column = append(column, 1e-9, 1-1e-9)
		probabilities := append([]float64(nil), column...)
		f.d.Draw(column)
		for i, u := range probabilities {
			if x := f.d.Quantile(u); x != column[i] {
				t.Fatalf("%s: the column gives %g at %g, one by one %g", f.name, column[i], u, x)
			}
			if got := f.d.CDF(column[i]); math.Abs(got-u) > 3e-8 {
				t.Errorf("%s: F(F⁻¹(%g)) = %.12g", f.name, u, got)
			}
		}
	}
}

func TestLognormalByQuantilesHasThem(t *testing.T) {
	d := must[Distribution](t)(LognormalByP5P95(80, 150))
	for u, want := range map[float64]float64{0.05: 80, 0.95: 150, 0.5: math.Sqrt(80 * 150)} {
		if got := d.Quantile(u); math.Abs(got-want) > 1e-12*want {
			t.Errorf("quantile %g is %.15g, want %g", u, got, want)
		}
	}
}

// With whole shapes the distribution function is a binomial sum: I_x(2, 3) = 6x² − 8x³ + 3x⁴.
func TestBetaFollowsItsPolynomial(t *testing.T) {
	d := must[Distribution](t)(Beta(2, 3, 0, 1))
	for x := 0.01; x < 1; x += 0.01 {
		want := 6*x*x - 8*x*x*x + 3*x*x*x*x
		if got := d.CDF(x); math.Abs(got-want) > 1e-13 {
			t.Errorf("I_%.2f(2, 3) = %.16g, want %.16g", x, got, want)
		}
		if got := d.Quantile(want); math.Abs(got-x) > 2e-10 {
			t.Errorf("quantile %g is %.12g, want %g", want, got, x)
		}
	}
}

func TestEmpiricalStandsBetweenItsObservations(t *testing.T) {
	d := must[Distribution](t)(Empirical([]float64{30, 10, 20}, nil))
	for u, want := range map[float64]float64{0.01: 10, 1.0 / 6: 10, 1.0 / 3: 15, 0.5: 20, 5.0 / 6: 30, 0.99: 30} {
		if got := d.Quantile(u); math.Abs(got-want) > 1e-13 {
			t.Errorf("quantile %g is %g, want %g", u, got, want)
		}
	}
}

// The product of independent lognormals is lognormal: μ and σ² add.
func TestProductOfLognormalsIsLognormal(t *testing.T) {
	d := must[Distribution](t)
	var b Builder
	p := b.Compile(3, b.Binary(Mul, b.Binary(Mul, b.Input(0), b.Input(1)), b.Input(2)))
	dists := []Distribution{d(Lognormal(100, 20)), d(Lognormal(3, 1)), d(Lognormal(0.1, 0.01))}
	s := must[*Sampler](t)(NewSampler(Options{Seed: 4, Draws: 400_000}, dists, nil))
	r := must[[]Result](t)(Run(p, s, 0))[0]
	mu, s2 := 0.0, 0.0
	for _, x := range dists {
		l := x.(lognormal)
		mu, s2 = mu+l.mu, s2+l.sigma*l.sigma
	}
	sigma := math.Sqrt(s2)
	for p, z := range map[float64]float64{0.05: -z95, 0.5: 0, 0.95: z95} {
		want := math.Exp(mu + sigma*z)
		// The error of a quantile is √(p(1−p)/n) over the density.
		density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) / (sigma * want)
		if e := 5 * math.Sqrt(p*(1-p)/400_000) / density; math.Abs(r.Quantile(p)-want) > e {
			t.Errorf("quantile %g is %g, closed form %g ± %.2g", p, r.Quantile(p), want, e)
		}
	}
	if want := 100 * 3 * 0.1; math.Abs(r.Mean-want) > 5*r.StandardError() {
		t.Errorf("mean %g, closed form %g ± %.2g", r.Mean, want, 5*r.StandardError())
	}
}

// Spearman's correlation under a Gaussian copula is (6/π)·arcsin(ρ/2), whatever the margins.
func TestCopulaHasItsRankCorrelation(t *testing.T) {
	d := must[Distribution](t)
	dists := []Distribution{d(Triangular(0, 1, 4)), d(Lognormal(10, 9)), d(Uniform(0, 1)), d(Normal(0, 1))}
	const n = 100_000
	list := []Correlation{{0, 1, 0.7}, {1, 2, -0.4}, {0, 2, 0.1}}
	s := must[*Sampler](t)(NewSampler(Options{Seed: 4, Draws: n}, dists, list))
	r := must[[]Result](t)(Run(identityOf(4), s, 0))
	for _, c := range append(list, Correlation{2, 3, 0}) {
		want := 6 / math.Pi * math.Asin(c.Value/2)
		if got := spearman(r[c.A].Draws, r[c.B].Draws); math.Abs(got-want) > 5/math.Sqrt(n) {
			t.Errorf("inputs %d and %d: rank correlation %.4f, closed form %.4f", c.A, c.B, got, want)
		}
	}
	if got, want := r[1].Mean, 10.0; math.Abs(got-want) > 5*r[1].StandardError() {
		t.Errorf("correlation moved a margin: mean %g, want %g", got, want)
	}
}

func spearman(x, y []float64) float64 {
	rank := func(v []float64) []float64 {
		m, _ := measure(v)
		sorted := append([]float64(nil), v...)
		sortFloats(sorted)
		out := make([]float64, len(v))
		for i := range v {
			out[i] = float64(position(sorted, v[i])) - (float64(m.N)-1)/2
		}
		return out
	}
	a, b := rank(x), rank(y)
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	return ab / math.Sqrt(aa*bb)
}

func TestCorrelationsThatContradictAreBlamedOnTheFirstThatDoes(t *testing.T) {
	u := must[Distribution](t)(Uniform(0, 1))
	dists := []Distribution{u, u, u}
	for _, c := range []struct {
		list []Correlation
		at   int
		want error
	}{
		{[]Correlation{{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.5}}, 2, ErrNotPositiveDefinite},
		{[]Correlation{{0, 1, 0.5}, {1, 0, 0.2}}, 1, ErrCorrelationTwice},
		{[]Correlation{{0, 1, 1.2}}, 0, ErrCorrelation},
		{[]Correlation{{0, 0, 0.5}}, 0, ErrCorrelation},
		{[]Correlation{{0, 1, math.NaN()}}, 0, ErrCorrelation},
	} {
		_, err := NewSampler(Options{Draws: 1000}, dists, c.list)
		var b *Blame
		if !errors.As(err, &b) || b.Index != c.at || !errors.Is(err, c.want) {
			t.Errorf("%v: %v", c.list, err)
		}
	}
}

func TestImpossibleParametersAreNamed(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, make := range map[string]func() (Distribution, error){
		"mode outside":      func() (Distribution, error) { return Triangular(1, 4, 3) },
		"triangle reversed": func() (Distribution, error) { return Triangular(3, 2, 1) },
		"no number":         func() (Distribution, error) { return Normal(nan, 1) },
		"infinite":          func() (Distribution, error) { return Uniform(0, inf) },
		"no width":          func() (Distribution, error) { return Uniform(1, 1) },
		"no spread":         func() (Distribution, error) { return Normal(1, 0) },
		"lognormal of 0":    func() (Distribution, error) { return Lognormal(0, 1) },
		"lognormal no sd":   func() (Distribution, error) { return Lognormal(1, 1e-12) },
		"quantiles crossed": func() (Distribution, error) { return LognormalByP5P95(2, 1) },
		"beta shape":        func() (Distribution, error) { return Beta(0, 1, 0, 1) },
		"pert mode":         func() (Distribution, error) { return PERT(0, 2, 1, 4) },
		"no values":         func() (Distribution, error) { return Discrete(nil, nil) },
		"weights short":     func() (Distribution, error) { return Discrete([]float64{1, 2}, []float64{1}) },
		"weights negative":  func() (Distribution, error) { return Discrete([]float64{1, 2}, []float64{1, -1}) },
		"weights nothing":   func() (Distribution, error) { return Discrete([]float64{1, 2}, []float64{0, 0}) },
		"one observation":   func() (Distribution, error) { return Empirical([]float64{1, 1}, nil) },
		"cut away":          func() (Distribution, error) { return Truncated(normal{0, 1}, 8, 9) },
		"cut reversed":      func() (Distribution, error) { return Truncated(normal{0, 1}, 1, 0) },
	} {
		if _, err := make(); !errors.Is(err, ErrParameter) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
