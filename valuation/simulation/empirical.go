package simulation

import (
	"math"
	"slices"
	"strconv"
)

// MaxValues bounds the values of an empirical or discrete distribution.
const MaxValues = 10_000

// discrete takes listed values with listed probabilities.
type discrete struct {
	x   []float64 // ascending
	cum []float64 // cum[i] is the probability of x[i] or less; the last is 1
}

// Discrete takes each value with a probability proportional to its weight; without weights all alike. Weights need not
// add up to 1.
func Discrete(values, weights []float64) (Distribution, error) {
	x, cum, err := weighed("discrete", values, weights)
	if err != nil {
		return nil, err
	}
	return discrete{x, cum}, nil
}

// weighed sorts values with their weights and sums the weights to 1.
func weighed(name string, values, weights []float64) (x, cum []float64, err error) {
	switch {
	case len(values) == 0 || len(values) > MaxValues:
		return nil, nil, parameter(name, "values", float64(len(values)), "a list of 1 to "+strconv.Itoa(MaxValues))
	case len(weights) != 0 && len(weights) != len(values):
		return nil, nil, parameter(name, "weights", float64(len(weights)), "a list as long as values, or none")
	}
	order := make([]int, len(values))
	for i, v := range values {
		if !finite(v) {
			return nil, nil, parameter(name, "values", v, "a finite number")
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case values[i] < values[j]:
			return -1
		case values[i] > values[j]:
			return 1
		}
		return 0
	})
	total := 0.0
	for _, i := range order {
		w := 1.0
		if len(weights) > 0 {
			w = weights[i]
		}
		if !finite(w) || w < 0 {
			return nil, nil, parameter(name, "weights", w, "0 or more")
		}
		total += w
		x, cum = append(x, values[i]), append(cum, total)
	}
	if !(total > 0) || !finite(total) {
		return nil, nil, parameter(name, "weights", total, "over 0 in all")
	}
	for i := range cum {
		cum[i] /= total
	}
	return x, cum, nil
}

func (d discrete) Quantile(u float64) float64 { return d.x[reached(d.cum, u)] }

func (d discrete) Draw(u []float64) {
	for i, p := range u {
		u[i] = d.Quantile(p)
	}
}

// reached is the first index whose cumulative probability reaches u.
func reached(cum []float64, u float64) int {
	i, _ := slices.BinarySearch(cum, u)
	return min(i, len(cum)-1)
}

func (d discrete) CDF(x float64) float64 {
	i, _ := slices.BinarySearchFunc(d.x, x, func(v, x float64) int {
		if v <= x {
			return -1
		}
		return 1
	})
	if i == 0 {
		return 0
	}
	return d.cum[i-1]
}

func (d discrete) Support() (float64, float64) { return d.x[0], d.x[len(d.x)-1] }

// empirical is what was observed, smoothed: straight lines between the observations in order, observation i standing at
// the middle of its weight, p_i = (w_1 + … + w_i − w_i/2)/Σw, and the ends at the least and the greatest. Its mean
// is near the observations' and its spread a little under.
type empirical struct{ x, p []float64 }

// Empirical is the distribution of observed values, of which at least two differ.
func Empirical(values, weights []float64) (Distribution, error) {
	x, cum, err := weighed("empirical", values, weights)
	if err != nil {
		return nil, err
	}
	if x[0] == x[len(x)-1] {
		return nil, parameter("empirical", "values", x[0], "of at least two sizes")
	}
	p, before := make([]float64, len(x)), 0.0
	for i, c := range cum {
		p[i], before = (before+c)/2, c
	}
	return empirical{x, p}, nil
}

func (d empirical) Quantile(u float64) float64 {
	i, _ := slices.BinarySearch(d.p, u)
	switch {
	case i == 0:
		return d.x[0]
	case i == len(d.x):
		return d.x[i-1]
	}
	t := (u - d.p[i-1]) / (d.p[i] - d.p[i-1])
	return d.x[i-1] + float64(t*(d.x[i]-d.x[i-1]))
}

func (d empirical) Draw(u []float64) {
	for i, p := range u {
		u[i] = d.Quantile(p)
	}
}

func (d empirical) CDF(x float64) float64 {
	i, _ := slices.BinarySearchFunc(d.x, x, func(v, x float64) int {
		if v <= x {
			return -1
		}
		return 1
	})
	switch {
	case i == 0:
		return 0
	case i == len(d.x):
		return 1
	}
	t := (x - d.x[i-1]) / (d.x[i] - d.x[i-1])
	return d.p[i-1] + float64(t*(d.p[i]-d.p[i-1]))
}

func (d empirical) Support() (float64, float64) { return d.x[0], d.x[len(d.x)-1] }

// truncated is a distribution on condition that it falls between two ends: F⁻¹(F(a) + u·(F(b) − F(a))).
type truncated struct {
	Distribution
	low, high float64
	from, to  float64 // F at the ends
}

// Truncated cuts a distribution at low and high, either of which may be infinite. At least a millionth of the
// probability must be left: a thinner rest is a slip, and numerically empty.
func Truncated(d Distribution, low, high float64) (Distribution, error) {
	lo, hi := d.Support()
	switch {
	case math.IsNaN(low) || math.IsNaN(high) || !(low < high):
		return nil, parameter("truncated", "max", high, "over min")
	case low <= lo && high >= hi:
		return d, nil
	}
	t := truncated{Distribution: d, low: max(low, lo), high: min(high, hi), to: 1}
	if low > lo {
		t.from = d.CDF(low)
	}
	if high < hi {
		t.to = d.CDF(high)
	}
	if !(t.to-t.from >= 1e-6) {
		return nil, parameter("truncated", "min", low, "such that a millionth of the probability is left up to max")
	}
	return t, nil
}

func (t truncated) Quantile(u float64) float64 {
	p := max(0x1p-53, min(1-0x1p-53, t.from+float64(u*(t.to-t.from))))
	return max(t.low, min(t.high, t.Distribution.Quantile(p)))
}

func (t truncated) Draw(u []float64) {
	from, width := t.from, t.to-t.from
	for i, p := range u {
		u[i] = max(0x1p-53, min(1-0x1p-53, from+float64(p*width)))
	}
	t.Distribution.Draw(u)
	for i, x := range u {
		u[i] = max(t.low, min(t.high, x))
	}
}

func (t truncated) CDF(x float64) float64 {
	return max(0, min(1, (t.Distribution.CDF(x)-t.from)/(t.to-t.from)))
}

func (t truncated) Support() (float64, float64) { return t.low, t.high }
