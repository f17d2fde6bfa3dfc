package simulation

import (
	"math"
	"slices"
)

// Quantile is the p-quantile of the draws, 0 ≤ p ≤ 1: exact order statistics, with straight lines between them
// (definition 7 of Hyndman and Fan, “Sample quantiles in statistical packages”, The American Statistician 50 (1996),
// which is NumPy's and R's default): with h = (n−1)·p, x_⌊h⌋ + (h−⌊h⌋)·(x_⌊h⌋₊₁ − x_⌊h⌋).
func (r Result) Quantile(p float64) float64 { return r.Quantiles(p)[0] }

// Quantiles are several quantiles, found together.
func (r Result) Quantiles(ps ...float64) []float64 {
	ranks := make([]int, 0, 2*len(ps))
	for _, p := range ps {
		h, _ := r.rank(p)
		ranks = append(ranks, h, min(h+1, r.N-1))
	}
	at := r.order(ranks)
	out := make([]float64, len(ps))
	for i, p := range ps {
		h, t := r.rank(p)
		lo, hi := at[h], at[min(h+1, r.N-1)]
		out[i] = lo + float64(t*(hi-lo))
	}
	return out
}

func (r Result) rank(p float64) (whole int, part float64) {
	h := float64(float64(r.N-1) * max(0, min(1, p)))
	return int(h), h - math.Floor(h)
}

// order gives the order statistics of these ranks: draws are counted into slices of equal width, then those of the
// slices that hold a rank are sorted. Two passes instead of a sort of all.
func (r Result) order(ranks []int) map[int]float64 {
	const bins = 1 << 12
	scale := bins / (r.High - r.Low)
	if !finite(scale) {
		scale = 0 // all alike, or too far apart to divide: one slice
	}
	bin := func(x float64) int { return min(int(float64((x-r.Low)*scale)), bins-1) } // never falls as x rises
	var count [bins + 1]int
	for _, x := range r.Draws {
		count[bin(x)+1]++
	}
	for i := range bins {
		count[i+1] += count[i]
	}
	wanted := map[int][]float64{}
	var mark [bins]bool
	at := func(rank int) int {
		b, _ := slices.BinarySearch(count[:], rank+1)
		return b - 1
	}
	for _, k := range ranks {
		if b := at(k); !mark[b] {
			mark[b] = true
			wanted[b] = make([]float64, 0, count[b+1]-count[b])
		}
	}
	for _, x := range r.Draws {
		if b := bin(x); mark[b] {
			wanted[b] = append(wanted[b], x)
		}
	}
	for _, w := range wanted {
		slices.Sort(w)
	}
	out := make(map[int]float64, len(ranks))
	for _, k := range ranks {
		b := at(k)
		out[k] = wanted[b][k-count[b]]
	}
	return out
}

// Histogram counts draws in bins of equal width, and those outside.
type Histogram struct {
	Low, High    float64
	Counts       []int
	Below, Above int
}

// Histogram counts draws from low up to but not including high, in so many bins.
func (r Result) Histogram(low, high float64, bins int) Histogram {
	h := Histogram{Low: low, High: high, Counts: make([]int, bins)}
	scale := float64(bins) / (high - low)
	for _, x := range r.Draws {
		switch {
		case x < low:
			h.Below++
		case x >= high || !finite(scale):
			h.Above++
		default:
			h.Counts[min(int(float64((x-low)*scale)), bins-1)]++
		}
	}
	return h
}

// Edge is the lower end of bin i; of bin len(Counts), the upper end of the last.
func (h Histogram) Edge(i int) float64 {
	if i == len(h.Counts) {
		return h.High
	}
	return h.Low + float64((h.High-h.Low)*float64(i))/float64(len(h.Counts))
}

// Below is the share of draws under x, as a number from 0 to 1.
func (r Result) Below(x float64) float64 {
	n := 0
	for _, v := range r.Draws {
		if v < x {
			n++
		}
	}
	return float64(n) / float64(r.N)
}
