package simulation

import (
	"math"
	"sync"
)

// beta is low + (high−low)·X with X of density x^(a−1)(1−x)^(b−1)/B(a, b): mean of X a/(a+b), variance
// ab/((a+b)²(a+b+1)). Its quantile function has no closed form; it is tabled once, see [table].
type beta struct {
	a, b, low, width float64
	logB             float64
	once             sync.Once // makes the table with the first draw: some ten milliseconds
	table            []tableCell
}

// Beta is the beta distribution with shapes from 0.1 to 1000, stretched to low … high.
func Beta(shapeA, shapeB, low, high float64) (Distribution, error) {
	const least, most = 0.1, 1000
	switch err := firstBad("beta", []string{"alpha", "beta", "low", "high"}, shapeA, shapeB, low, high); {
	case err != nil:
		return nil, err
	case shapeA < least || shapeA > most:
		return nil, parameter("beta", "alpha", shapeA, "from 0.1 to 1000")
	case shapeB < least || shapeB > most:
		return nil, parameter("beta", "beta", shapeB, "from 0.1 to 1000")
	case !(low < high):
		return nil, parameter("beta", "high", high, "over low")
	}
	return &beta{a: shapeA, b: shapeB, low: low, width: high - low,
		logB: logGamma(shapeA) + logGamma(shapeB) - logGamma(shapeA+shapeB)}, nil
}

// PERT is the beta distribution with this mode and a mean of (low + weight·mode + high)/(weight + 2):
// α = 1 + weight·(mode−low)/(high−low), β = 1 + weight·(high−mode)/(high−low). The usual weight is 4
// (Malcolm, Roseboom, Clark and Fazar, “Application of a technique for research and development program evaluation”,
// Operations Research 7 (1959)).
func PERT(low, mode, high, weight float64) (Distribution, error) {
	switch err := firstBad("pert", []string{"low", "mode", "high", "weight"}, low, mode, high, weight); {
	case err != nil:
		return nil, err
	case !(low < high):
		return nil, parameter("pert", "high", high, "over low")
	case mode < low || mode > high:
		return nil, parameter("pert", "mode", mode, "between low and high")
	case !(weight > 0) || weight > 100:
		return nil, parameter("pert", "weight", weight, "over 0 and at most 100")
	}
	w := weight / (high - low)
	return Beta(1+float64(w*(mode-low)), 1+float64(w*(high-mode)), low, high)
}

func (d *beta) Quantile(u float64) float64 { return d.low + float64(d.width*d.quantile01(u)) }

func (d *beta) Draw(u []float64) {
	for i, p := range u {
		u[i] = d.low + float64(d.width*d.quantile01(p))
	}
}

func (d *beta) CDF(x float64) float64 { return d.cdf01(max(0, min(1, (x-d.low)/d.width))) }

func (d *beta) Support() (float64, float64) { return d.low, d.low + d.width }

// cdf01 is the regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), which converges
// fast on the side of the mean it is used on; 13 digits and more at these shapes.
func (d *beta) cdf01(x float64) float64 {
	if x <= 0 || x >= 1 {
		return x
	}
	front := exp(float64(d.a*ln(x)) + float64(d.b*ln(1-x)) - d.logB)
	if x < (d.a+1)/(d.a+d.b+2) {
		return front * betaFraction(d.a, d.b, x) / d.a
	}
	return 1 - float64(front*betaFraction(d.b, d.a, 1-x))/d.b
}

// betaFraction is the continued fraction by the modified method of Lentz.
func betaFraction(a, b, x float64) float64 {
	const tiny, steps = 1e-300, 500
	guard := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/guard(1-float64((a+b)*x)/(a+1))
	h := d
	for m := 1.0; m <= steps; m++ {
		k := a + float64(2*m)
		even := float64(float64(m*(b-m))*x) / float64((k-1)*k)
		d = 1 / guard(1+float64(even*d))
		c = guard(1 + even/c)
		h = float64(h * float64(d*c))
		odd := -float64(float64((a+m)*(a+b+m))*x) / float64(k*(k+1))
		d = 1 / guard(1+float64(odd*d))
		c = guard(1 + odd/c)
		h = float64(h * float64(d*c))
		if math.Abs(float64(d*c)-1) < 1e-16 {
			break
		}
	}
	return h
}

// solve is the x of (0, 1) with I_x(a, b) = u: Newton's steps, halving the bracket where a step leaves it.
func (d *beta) solve(u float64) float64 {
	lo, hi := 0.0, 1.0
	x := d.a / (d.a + d.b)
	for range 200 {
		f := d.cdf01(x) - u
		if f == 0 {
			break
		}
		if f > 0 {
			hi = x
		} else {
			lo = x
		}
		next := x - f/d.density01(x)
		if !(next > lo && next < hi) {
			next = (lo + hi) / 2
		}
		if math.Abs(next-x) <= 0x1p-51*next {
			return next
		}
		x = next
	}
	return x
}

func (d *beta) density01(x float64) float64 {
	return exp(float64((d.a-1)*ln(x)) + float64((d.b-1)*ln(1-x)) - d.logB)
}

// logGamma is ln Γ(x) for x > 0 by Lanczos's approximation with g = 7 and nine terms (coefficients by P. Godfrey),
// about 15 digits of Γ.
func logGamma(x float64) float64 {
	const g = 7
	coefficients := [...]float64{676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
		12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7}
	if x < 0.5 {
		return logGamma(x+1) - ln(x)
	}
	x--
	s := 0.99999999999980993
	for i, c := range coefficients {
		s += c / (x + float64(i+1))
	}
	t := x + g + 0.5
	return 0.918938533204672742 + float64((x+0.5)*ln(t)) - t + ln(s) // ½·ln 2π
}

// tableCell is a quantile function between two nodes: x at the left, and the coefficients of a cubic in the
// position from 0 to 1. A cell that no cubic follows is solved for each draw.
type tableCell struct {
	x0, c1, c2, c3 float64
	exact          bool
}

// tableCells is how many cells there are: the cubic's error falls with the fourth power of their number.
const tableCells = 1024

// tableError is the most a cubic may be off, at a quarter and three quarters of its cell where its error is near its
// greatest, in parts of the support: a millionth of what the sampling error of a million draws is.
const tableError = 1e-10

// newTable interpolates the quantile function by Hermite's cubics: its values at the nodes, and its slopes 1/density.
func newTable(d *beta) []tableCell {
	cells := make([]tableCell, tableCells)
	const h = 1.0 / tableCells
	at := func(i int) (x, slope float64) {
		if i == 0 || i == tableCells {
			return float64(i) * h, math.Inf(1)
		}
		x = d.solve(float64(i) * h)
		return x, h / d.density01(x)
	}
	x0, s0 := at(0)
	for i := range cells {
		x1, s1 := at(i + 1)
		dx := x1 - x0
		c := tableCell{x0: x0, c1: s0, c2: float64(3*dx) - float64(2*s0) - s1, c3: s0 + s1 - float64(2*dx)}
		for _, t := range []float64{0.25, 0.75} {
			want := d.solve((float64(i) + t) * h)
			if got := c.at(t); !(math.Abs(got-want) <= tableError) {
				c.exact = true
			}
		}
		cells[i] = c
		x0, s0 = x1, s1
	}
	return cells
}

func (c *tableCell) at(t float64) float64 {
	y := float64(c.c3*t) + c.c2
	y = float64(y*t) + c.c1
	return c.x0 + float64(y*t)
}

func (d *beta) quantile01(u float64) float64 {
	d.once.Do(func() { d.table = newTable(d) })
	p := float64(u * tableCells)
	i := min(int(p), tableCells-1)
	c := &d.table[i]
	if c.exact {
		return d.solve(u)
	}
	return c.at(p - float64(i))
}
