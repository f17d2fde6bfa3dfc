package quality

import (
	"math"
	"slices"
)

// psiFloor stands for the share of an empty class, which would otherwise make the index infinite.
const psiFloor = 0.0001

// PSI is the population stability index of two histograms over the same classes, in ppm: Σ (b−a)·ln(b/a) of their
// shares. Up to 0.1 nothing happened, from 0.25 on the distribution is another.
func PSI(before, after []int64) PPM {
	a, b := make([]float64, max(len(before), len(after))), make([]float64, max(len(before), len(after)))
	for i, n := range before {
		a[i] = float64(max(n, 0))
	}
	for i, n := range after {
		b[i] = float64(max(n, 0))
	}
	return psi(a, b)
}

func psi(before, after []float64) PPM {
	var sumA, sumB float64
	for i := range before {
		sumA += before[i]
		sumB += after[i]
	}
	if sumA == 0 || sumB == 0 {
		return 0
	}
	total := 0.0
	for i := range before {
		a, b := max(before[i]/sumA, psiFloor), max(after[i]/sumB, psiFloor)
		total += float64((b - a) * math.Log(b/a)) // the conversion forbids a fused operation
	}
	return PPM(math.Round(total * float64(one)))
}

// classes of the index: the practice is ten of equal weight in the earlier distribution.
const classes = 10

// PSIBins is the index of two histograms with classes of their own. The earlier one is cut into ten classes of about
// equal weight; within a class values are taken to lie evenly.
func PSIBins(before, after []Bin) PPM {
	edges := deciles(before)
	if len(edges) == 0 {
		return 0
	}
	return psi(spread(before, edges), spread(after, edges))
}

// deciles are the inner edges of ten classes; a value that more than a tenth of the rows have makes fewer.
func deciles(bins []Bin) (edges []float64) {
	total := int64(0)
	for _, b := range bins {
		total += b.Count
	}
	if total == 0 {
		return nil
	}
	sum, k := 0.0, 1
	for _, b := range bins {
		for k < classes {
			need := float64(total)*float64(k)/classes - sum
			if need > float64(b.Count) || b.Count == 0 {
				break
			}
			edges = append(edges, b.From+(b.To-b.From)*need/float64(b.Count))
			k++
		}
		sum += float64(b.Count)
	}
	return slices.Compact(edges)
}

// spread counts a histogram's values by classes with these inner edges.
func spread(bins []Bin, edges []float64) []float64 {
	out := make([]float64, len(edges)+1)
	last := 0.0
	for i, e := range edges {
		c := cumulative(bins, e)
		out[i] = c - last
		last = c
	}
	total := 0.0
	for _, b := range bins {
		total += float64(b.Count)
	}
	out[len(edges)] = total - last
	return out
}

// cumulative is how many values lie under x; a bin of no width lies at its place.
func cumulative(bins []Bin, x float64) (n float64) {
	for _, b := range bins {
		switch {
		case x >= b.To:
			n += float64(b.Count)
		case x > b.From:
			n += float64(b.Count) * (x - b.From) / (b.To - b.From)
		}
	}
	return n
}

// KS is the Kolmogorov–Smirnov distance of two histograms, in ppm: the largest difference of their cumulative shares,
// which for values that lie evenly within their classes is at an edge.
func KS(before, after []Bin) PPM {
	total := func(bins []Bin) (n float64) {
		for _, b := range bins {
			n += float64(b.Count)
		}
		return n
	}
	na, nb := total(before), total(after)
	if na == 0 || nb == 0 {
		return 0
	}
	d := 0.0
	for _, bins := range [][]Bin{before, after} {
		for _, b := range bins {
			for _, x := range []float64{b.From, b.To} {
				d = max(d, math.Abs(cumulative(before, x)/na-cumulative(after, x)/nb))
			}
		}
	}
	return PPM(math.Round(d * float64(one)))
}

// ksCritical is the distance over which two samples of these sizes differ with 99 % confidence: c(α)·√((n+m)/(n·m)),
// c(0.01) = 1.628.
func ksCritical(n, m int64) PPM {
	if n <= 0 || m <= 0 {
		return one
	}
	return PPM(math.Round(1.628 * math.Sqrt(1/float64(n)+1/float64(m)) * float64(one)))
}

// Relative is after/before − 1 in ppm, at most a thousandfold.
func Relative(before, after int64) int64 {
	switch {
	case before == after:
		return 0
	case before <= 0:
		return maxRelative
	case after >= before:
		if (after-before)/before >= 1000 {
			return maxRelative
		}
		whole := (after - before) / before
		return whole*one + Ratio((after-before)%before, before)
	}
	return -Ratio(before-max(after, 0), before)
}

// maxRelative bounds a relative change: a thousandfold.
const maxRelative = 1000 * one
