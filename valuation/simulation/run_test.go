package simulation

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

func sortFloats(x []float64) { slices.Sort(x) }

func position(sorted []float64, v float64) int { i, _ := slices.BinarySearch(sorted, v); return i }

// tenYears is the worked model of the speed figures: revenue of 1000 growing for ten years, times a royalty rate,
// discounted at mid-year.
func tenYears() *Program {
	var b Builder
	growth, royalty, rate := b.Input(0), b.Input(1), b.Input(2)
	one := b.Const(1)
	flow, sum := b.Const(1000), b.Const(0)
	for t := 1; t <= 10; t++ {
		flow = b.Binary(Mul, flow, b.Binary(Add, one, growth))
		factor := b.Binary(Pow, b.Binary(Add, one, rate), b.Const(float64(t)-0.5))
		sum = b.Binary(Add, sum, b.Binary(Quo, b.Binary(Mul, flow, royalty), factor))
	}
	return b.Compile(3, sum)
}

func tenYearInputs(t testing.TB) []Distribution {
	growth, e1 := Normal(0.05, 0.02)
	royalty, e2 := Triangular(0.10, 0.15, 0.25)
	rate, e3 := Lognormal(0.12, 0.02)
	if err := errors.Join(e1, e2, e3); err != nil {
		t.Fatal(err)
	}
	return []Distribution{growth, royalty, rate}
}

func digest(r []Result) string {
	h := sha256.New()
	for _, x := range r {
		for _, v := range append(x.Draws, x.Mean, x.SD(), x.Quantile(0.05)) {
			h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Golden digests of every bit of the draws. They change only with the method, never with the machine.
func TestSameSeedSameBitsOnAnyNumberOfProcessors(t *testing.T) {
	d := must[Distribution](t)
	all := []Distribution{d(Uniform(-2, 6)), d(Triangular(0.1, 0.15, 0.3)), d(Normal(0.12, 0.02)), d(Lognormal(100, 30)),
		d(Beta(2, 5, 0.1, 0.4)), d(PERT(1, 2, 5, 4)), d(Discrete([]float64{1, 2, 3}, []float64{2, 1, 1})),
		d(Empirical([]float64{1, 2, 5}, nil)), d(Truncated(d(Normal(10, 2)), 8, 14))}
	for _, c := range []struct {
		name         string
		p            *Program
		dists        []Distribution
		correlations []Correlation
		design       Design
		want         string
	}{
		{"ten years", tenYears(), tenYearInputs(t), nil, Random, "6a583e525fd6fd89"},
		{"ten years", tenYears(), tenYearInputs(t), nil, LatinHypercube, "575e920a50edae35"},
		{"all distributions", identityOf(len(all)), all, nil, Random, "1825526471cddb20"},
		{"all correlated", identityOf(len(all)), all, []Correlation{{0, 1, 0.5}, {4, 3, -0.6}, {8, 6, 0.3}, {5, 7, 0.9},
			{2, 3, 0.2}}, LatinHypercube, "d372b00b2791a2dc"},
	} {
		s := must[*Sampler](t)(NewSampler(Options{Seed: 20261125, Draws: 10_007, Design: c.design}, c.dists,
			c.correlations))
		for _, procs := range []int{1, 2, 5} {
			old := runtime.GOMAXPROCS(procs)
			got := digest(must[[]Result](t)(Run(c.p, s, 0)))
			runtime.GOMAXPROCS(old)
			if got != c.want {
				t.Errorf("%s, %s, %d processors: digest %s, want %s", c.name, c.design, procs, got, c.want)
			}
		}
	}
}

func TestRunAgreesWithPlainArithmetic(t *testing.T) {
	s := must[*Sampler](t)(NewSampler(Options{Seed: 3, Draws: 5000}, tenYearInputs(t), nil))
	x := must[[]Result](t)(Run(identityOf(3), s, 0))
	y := must[[]Result](t)(Run(tenYears(), s, 0))[0]
	for i, got := range y.Draws {
		flow, want := 1000.0, 0.0
		for k := range 10 {
			flow *= 1 + x[0].Draws[i]
			want += flow * x[1].Draws[i] / math.Pow(1+x[2].Draws[i], float64(k)+0.5)
		}
		if math.Abs(got-want) > 1e-12*want {
			t.Fatalf("draw %d is %.17g, by plain arithmetic %.17g", i, got, want)
		}
	}
}

func TestQuantilesAreOrderStatistics(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for name, draw := range map[string]func() float64{
		"normal":      r.NormFloat64,
		"heavy tails": func() float64 { return math.Exp(20 * r.NormFloat64()) },
		"few values":  func() float64 { return float64(r.IntN(3)) },
		"one value":   func() float64 { return 7 },
	} {
		for _, n := range []int{1, 2, 3, 1000, 20_001} {
			x := make([]float64, n)
			for i := range x {
				x[i] = draw()
			}
			m, _ := measure(x)
			sorted := append([]float64(nil), x...)
			sortFloats(sorted)
			for _, p := range []float64{0, 0.05, 0.5, 0.77, 0.95, 1} {
				h := float64(n-1) * p
				i := int(h)
				want := sorted[i] + (h-float64(i))*(sorted[min(i+1, n-1)]-sorted[i])
				if got := (Result{x, m}).Quantile(p); math.Abs(got-want) > 1e-14*math.Abs(want) {
					t.Errorf("%s, n = %d, p = %g: %g, want %g", name, n, p, got, want)
				}
			}
		}
	}
}

func TestHistogramCountsEveryDrawOnce(t *testing.T) {
	s := must[*Sampler](t)(NewSampler(Options{Seed: 3, Draws: 20_000}, tenYearInputs(t), nil))
	r := must[[]Result](t)(Run(tenYears(), s, 0))[0]
	q := r.Quantiles(0.01, 0.99)
	h := r.Histogram(q[0], q[1], 30)
	total := h.Below + h.Above
	for _, c := range h.Counts {
		total += c
	}
	if total != r.N || h.Below != 200 || h.Edge(0) != q[0] || h.Edge(30) != q[1] {
		t.Errorf("%d of %d draws counted, %d below", total, r.N, h.Below)
	}
}

func TestDrawsWithoutAValueAreCountedAndShown(t *testing.T) {
	var b Builder
	p := b.Compile(1, b.Unary(Ln, b.Input(0)))
	s := must[*Sampler](t)(NewSampler(Options{Seed: 3, Draws: 20_000}, []Distribution{uniform{-0.01, 1}}, nil))
	_, err := Run(p, s, 0)
	var e *Stray
	if !errors.As(err, &e) || e.Count < 150 || e.Count > 250 || e.Inputs[0] >= 0 {
		t.Errorf("%v", err)
	}
}

func TestMedianIsThatOfASort(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	for n := 1; n < 20; n++ {
		var b Builder
		refs, x := make([]Ref, n), make([]float64, n)
		for i := range refs {
			refs[i] = b.Input(i)
		}
		p := b.Compile(n, b.Median(refs...))
		for range 50 {
			for i := range x {
				x[i] = float64(r.IntN(10))
			}
			sorted := append([]float64(nil), x...)
			sortFloats(sorted)
			if got, want := p.At(x...)[0], (sorted[(n-1)/2]+sorted[n/2])/2; got != want {
				t.Fatalf("median of %v is %g, want %g", x, got, want)
			}
		}
	}
}

// Programs made at random agree with the operations done one by one: registers are shared without harm.
func TestCompiledProgramsAgreeWithOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 10))
	ops := []Op{Add, Sub, Mul, Min, Max, Less, LessEqual, Equal}
	for range 300 {
		var b Builder
		x := []float64{r.NormFloat64(), r.NormFloat64(), r.NormFloat64()}
		refs := []Ref{b.Input(0), b.Input(1), b.Input(2), b.Const(1.5), b.Const(1), b.Const(0)}
		vals := append(append([]float64(nil), x...), 1.5, 1, 0)
		for range 40 {
			i, j, k := r.IntN(len(refs)), r.IntN(len(refs)), r.IntN(len(refs))
			switch r.IntN(4) {
			case 0:
				refs = append(refs, b.Select(refs[i], refs[j], refs[k]))
				if vals[i] != 0 {
					vals = append(vals, vals[j])
				} else {
					vals = append(vals, vals[k])
				}
			case 1:
				refs, vals = append(refs, b.Unary(Abs, refs[i])), append(vals, math.Abs(vals[i]))
			default:
				op := ops[r.IntN(len(ops))]
				refs, vals = append(refs, b.Binary(op, refs[i], refs[j])), append(vals, apply(op, vals[i], vals[j], 0))
			}
		}
		p := b.Compile(3, refs...)
		for i, got := range p.At(x...) {
			if got != vals[i] && !(math.IsNaN(got) && math.IsNaN(vals[i])) {
				t.Fatalf("value %d is %g, one by one %g", i, got, vals[i])
			}
		}
	}
}

// A run of the ten-year model with its quantiles: what an appraiser waits for.
func BenchmarkTenYears(b *testing.B) {
	for _, design := range []Design{Random, LatinHypercube} {
		b.Run(string(design), func(b *testing.B) {
			p, dists := tenYears(), tenYearInputs(b)
			for b.Loop() {
				s, err := NewSampler(Options{Seed: 1, Draws: 1_000_000, Design: design}, dists, nil)
				if err != nil {
					b.Fatal(err)
				}
				r, err := Run(p, s, 0)
				if err != nil {
					b.Fatal(err)
				}
				r[0].Quantiles(0.05, 0.5, 0.95)
			}
		})
	}
}
