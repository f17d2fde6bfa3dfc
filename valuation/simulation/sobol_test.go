package simulation

import (
	"errors"
	"math"
	"runtime"
	"testing"
)

func sensitivity(t *testing.T, p *Program, dists []Distribution, list []Correlation, design Design) []Sobol {
	t.Helper()
	s := must[*Sampler](t)(NewSampler(Options{Seed: 8, Draws: 1000, Design: design}, dists, list))
	return must[[]Sobol](t)(Sensitivity(p, s, 65_536, 0))
}

// Of a sum of independent inputs each has the part of the variance that is its own, alone and in all.
func TestLinearModelsIndicesAreVarianceShares(t *testing.T) {
	d := must[Distribution](t)
	var b Builder
	p := b.Compile(3, b.Binary(Add, b.Binary(Mul, b.Const(2), b.Input(0)),
		b.Binary(Sub, b.Input(1), b.Binary(Mul, b.Const(3), b.Input(2)))))
	dists := []Distribution{d(Normal(0, 1)), d(Uniform(0, math.Sqrt(12))), d(Triangular(0, 3, 3))}
	v := []float64{4, 1, 9 * 0.5}
	for _, design := range []Design{Random, LatinHypercube} {
		for i, got := range sensitivity(t, p, dists, nil, design) {
			want := v[i] / (v[0] + v[1] + v[2])
			if math.Abs(got.First-want) > 0.015 || math.Abs(got.Total-want) > 0.015 {
				t.Errorf("%s: input %d has %.4f and %.4f, closed form %.4f", design, i, got.First, got.Total, want)
			}
		}
	}
}

// The function of Ishigami and Homma (1990), sin x₁ + 7 sin² x₂ + x₃⁴ sin x₁/10, is tabled everywhere, but sines are no
// operation here: its cousin x₁ + a·x₁·x₂ on standard normals has S₁ = 1/(1+a²), S₂ = 0, T₁ = 1, T₂ = a²/(1+a²).
func TestInteractionShowsInTheTotalOnly(t *testing.T) {
	d := must[Distribution](t)
	var b Builder
	p := b.Compile(2, b.Binary(Add, b.Input(0), b.Binary(Mul, b.Const(2), b.Binary(Mul, b.Input(0), b.Input(1)))))
	got := sensitivity(t, p, []Distribution{d(Normal(0, 1)), d(Normal(0, 1))}, nil, Random)
	for i, want := range []Sobol{{0.2, 1}, {0, 0.8}} {
		if math.Abs(got[i].First-want.First) > 0.03 || math.Abs(got[i].Total-want.Total) > 0.03 {
			t.Errorf("input %d has %.3f, closed form %.3f", i, got[i], want)
		}
	}
}

// Y = X₁ + X₂ + X₃ of standard normals, the first two correlated by ρ: V = 3 + 2ρ, S₁ = (1+ρ)²/V, T₁ = (1−ρ²)/V,
// S₃ = T₃ = 1/V.
func TestIndicesOfCorrelatedInputsMeetTheirClosedForm(t *testing.T) {
	d := must[Distribution](t)
	n := d(Normal(0, 1))
	var b Builder
	p := b.Compile(3, b.Binary(Add, b.Binary(Add, b.Input(0), b.Input(1)), b.Input(2)))
	for _, rho := range []float64{0.8, -0.5} {
		v := 3 + 2*rho
		own := Sobol{(1 + rho) * (1 + rho) / v, (1 - rho*rho) / v}
		got := sensitivity(t, p, []Distribution{n, n, n}, []Correlation{{0, 1, rho}}, Random)
		for i, want := range []Sobol{own, own, {1 / v, 1 / v}} {
			if math.Abs(got[i].First-want.First) > 0.02 || math.Abs(got[i].Total-want.Total) > 0.02 {
				t.Errorf("ρ = %g: input %d has %.4f, closed form %.4f", rho, i, got[i], want)
			}
		}
	}
}

func TestIndicesDoNotDependOnWorkers(t *testing.T) {
	s := must[*Sampler](t)(NewSampler(Options{Seed: 8, Draws: 1000}, tenYearInputs(t), []Correlation{{0, 2, 0.3}}))
	one := must[[]Sobol](t)(Sensitivity(tenYears(), s, 5000, 1))
	old := runtime.GOMAXPROCS(5)
	defer runtime.GOMAXPROCS(old)
	five := must[[]Sobol](t)(Sensitivity(tenYears(), s, 5000, 0))
	for i := range one {
		if one[i] != five[i] {
			t.Errorf("input %d: %v with one worker, %v with five", i, one[i], five[i])
		}
	}
}

func TestSensitivityOfNothingSaysSo(t *testing.T) {
	var b Builder
	p := b.Compile(1, b.Unary(Ln, b.Input(0)))
	s := must[*Sampler](t)(NewSampler(Options{Draws: 1000}, []Distribution{uniform{-1, 2}}, nil))
	var e *Stray
	if _, err := Sensitivity(p, s, 2000, 0); !errors.As(err, &e) {
		t.Errorf("%v", err)
	}
	b = Builder{}
	got, err := Sensitivity(b.Compile(1, b.Const(3)), s, 2000, 0)
	if err != nil || got[0] != (Sobol{}) {
		t.Errorf("a constant has %v, %v", got, err)
	}
}

func TestBreakEvenIsWhereTheOutputMeetsTheTarget(t *testing.T) {
	var b Builder
	x := b.Input(0)
	square := b.Compile(1, b.Binary(Mul, x, x))
	pole := b.Compile(1, b.Binary(Quo, b.Const(1), x))
	level := b.Compile(1, b.Const(5))
	for _, c := range []struct {
		name           string
		p              *Program
		target         float64
		low, high, mid float64
		want           float64
		ok             bool
	}{
		{"the root", square, 2, 0, 5, 1, math.Sqrt2, true},
		{"the nearer of two", square, 2, -5, 5, -1, -math.Sqrt2, true},
		{"at an end", square, 25, 0, 5, 1, 5, true},
		{"out of reach", square, 26, 0, 5, 1, 0, false},
		{"a pole is no crossing", pole, 0, -1, 1.01, 0.5, 0, false},
		{"beyond a pole", pole, 2, -1, 1.01, -0.5, 0.5, true},
		{"level", level, 4, 0, 1, 0.5, 0, false},
	} {
		got, ok := BreakEven(c.p, c.target, c.low, c.high, c.mid)
		if ok != c.ok || ok && math.Abs(got-c.want) > 1e-15*math.Abs(c.want) {
			t.Errorf("%s: %.17g %v, want %.17g %v", c.name, got, ok, c.want, c.ok)
		}
	}
}
