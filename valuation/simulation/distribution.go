package simulation

import (
	"math"

	"shurong.org/shurong/fault"
)

// Distribution is what an input may be: its quantile function turns a number between 0 and 1 into a draw (inversion),
// so that stratified and correlated samples need nothing more.
type Distribution interface {
	// Quantile is the x at which u of the probability, 0 < u < 1, is reached.
	Quantile(u float64) float64
	// Draw turns a column of such numbers into draws, in place, each as Quantile would.
	Draw(u []float64)
	// CDF is the probability of x or less.
	CDF(x float64) float64
	// Support is the interval that holds all draws; an end may be infinite.
	Support() (low, high float64)
}

// gaussian distributions are functions of a normal score, which correlated samples have at hand.
type gaussian interface{ fromScores(z []float64) }

// ErrParameter says that a distribution cannot have such a parameter.
var ErrParameter = fault.Define("simulation.parameter", fault.Invalid,
	"{distribution} 分布的参数 {name} = {value}，应为 {range}",
	"{distribution}: {name} is {value}; it must be {range}")

func parameter(distribution, name string, value float64, rule string) error {
	return ErrParameter.With("distribution", distribution, "name", name, "value", value, "range", rule).At(name)
}

func finite(x float64) bool { return x-x == 0 }

// firstBad names the first parameter that is no number or infinite.
func firstBad(distribution string, names []string, xs ...float64) error {
	for i, x := range xs {
		if !finite(x) {
			return parameter(distribution, names[i], x, "a finite number")
		}
	}
	return nil
}

// uniform has density 1/(b−a) from a to b: mean (a+b)/2, variance (b−a)²/12.
type uniform struct{ low, width float64 }

// Uniform is the uniform distribution from low to high.
func Uniform(low, high float64) (Distribution, error) {
	if err := firstBad("uniform", []string{"low", "high"}, low, high); err != nil {
		return nil, err
	}
	if !(low < high) {
		return nil, parameter("uniform", "high", high, "over low")
	}
	return uniform{low, high - low}, nil
}

func (d uniform) Quantile(u float64) float64 { return d.low + float64(u*d.width) }

func (d uniform) Draw(u []float64) {
	for i, p := range u {
		u[i] = d.low + float64(p*d.width)
	}
}

func (d uniform) CDF(x float64) float64 { return max(0, min(1, (x-d.low)/d.width)) }

func (d uniform) Support() (float64, float64) { return d.low, d.low + d.width }

// triangular has a density that rises from a to the mode c and falls to b: mean (a+b+c)/3, variance
// (a²+b²+c²−ab−ac−bc)/18.
type triangular struct {
	low, mode, high float64
	at              float64 // F(mode) = (c−a)/(b−a)
	left, right     float64 // (b−a)(c−a), (b−a)(b−c)
}

// Triangular is the triangular distribution.
func Triangular(low, mode, high float64) (Distribution, error) {
	switch err := firstBad("triangular", []string{"low", "mode", "high"}, low, mode, high); {
	case err != nil:
		return nil, err
	case !(low < high):
		return nil, parameter("triangular", "high", high, "over low")
	case mode < low || mode > high:
		return nil, parameter("triangular", "mode", mode, "between low and high")
	}
	w := high - low
	return triangular{low, mode, high, (mode - low) / w, w * (mode - low), w * (high - mode)}, nil
}

func (d triangular) Quantile(u float64) float64 {
	// Both branches, each at rest where the other works: a wrong guess of the processor costs more than a root.
	up := math.Sqrt(min(u, d.at) * d.left)
	down := math.Sqrt(min(1-u, 1-d.at) * d.right)
	return d.low + up + (d.high - d.mode - down)
}

func (d triangular) Draw(u []float64) {
	at, rest, base := d.at, 1-d.at, d.high-d.mode
	for i, p := range u {
		up := math.Sqrt(min(p, at) * d.left)
		down := math.Sqrt(min(1-p, rest) * d.right)
		u[i] = d.low + up + (base - down)
	}
}

func (d triangular) CDF(x float64) float64 {
	switch {
	case x <= d.low:
		return 0
	case x >= d.high:
		return 1
	case x < d.mode:
		return (x - d.low) * (x - d.low) / d.left
	}
	return 1 - float64((d.high-x)*(d.high-x))/d.right
}

func (d triangular) Support() (float64, float64) { return d.low, d.high }

// normal is μ + σZ.
type normal struct{ mean, sd float64 }

// Normal is the normal distribution.
func Normal(mean, sd float64) (Distribution, error) {
	if err := firstBad("normal", []string{"mean", "sd"}, mean, sd); err != nil {
		return nil, err
	}
	if !(sd > 0) {
		return nil, parameter("normal", "sd", sd, "over 0")
	}
	return normal{mean, sd}, nil
}

func (d normal) Quantile(u float64) float64 { return d.mean + float64(d.sd*quantileNormal(u)) }

func (d normal) Draw(u []float64) {
	scores(u)
	d.fromScores(u)
}

func (d normal) fromScores(z []float64) {
	for i, x := range z {
		z[i] = d.mean + float64(d.sd*x)
	}
}

func (d normal) CDF(x float64) float64 { return normalCDF((x - d.mean) / d.sd) }

func (d normal) Support() (float64, float64) { return math.Inf(-1), math.Inf(1) }

// lognormal is e^(μ + σZ): mean e^(μ+σ²/2), variance (e^(σ²)−1)·e^(2μ+σ²).
type lognormal struct{ mu, sigma float64 }

// Lognormal is the lognormal distribution with this mean and standard deviation:
// σ² = ln(1 + (sd/mean)²), μ = ln mean − σ²/2.
func Lognormal(mean, sd float64) (Distribution, error) {
	switch err := firstBad("lognormal", []string{"mean", "sd"}, mean, sd); {
	case err != nil:
		return nil, err
	case !(mean > 0):
		return nil, parameter("lognormal", "mean", mean, "over 0")
	case !(sd > 0):
		return nil, parameter("lognormal", "sd", sd, "over 0")
	}
	r := sd / mean
	s2 := ln(1 + float64(r*r))
	if !finite(s2) || s2 == 0 {
		return nil, parameter("lognormal", "sd", sd, "of the order of the mean")
	}
	return lognormal{ln(mean) - float64(s2/2), math.Sqrt(s2)}, nil
}

// z95 is Φ⁻¹(0.95).
const z95 = 1.6448536269514722

// LognormalByP5P95 is the lognormal distribution with these quantiles.
func LognormalByP5P95(p5, p95 float64) (Distribution, error) {
	switch err := firstBad("lognormal", []string{"p5", "p95"}, p5, p95); {
	case err != nil:
		return nil, err
	case !(p5 > 0):
		return nil, parameter("lognormal", "p5", p5, "over 0")
	case !(p95 > p5):
		return nil, parameter("lognormal", "p95", p95, "over p5")
	}
	a, b := ln(p5), ln(p95)
	return lognormal{(a + b) / 2, (b - a) / (2 * z95)}, nil
}

func (d lognormal) Quantile(u float64) float64 { return exp(d.mu + float64(d.sigma*quantileNormal(u))) }

func (d lognormal) Draw(u []float64) {
	scores(u)
	d.fromScores(u)
}

func (d lognormal) fromScores(z []float64) {
	for i, x := range z {
		z[i] = d.mu + float64(d.sigma*x)
	}
	exps(z, z)
}

func (d lognormal) CDF(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return normalCDF((ln(x) - d.mu) / d.sigma)
}

func (d lognormal) Support() (float64, float64) { return 0, math.Inf(1) }
