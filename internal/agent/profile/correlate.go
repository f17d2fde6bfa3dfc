package profile

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// What is compared: the columns that have most values, no more than these; and what is reported of it.
const (
	correlatedColumns = 40
	correlatedLeast   = 10  // rows
	correlationsShown = 600 // strongest first
	categoriesMost    = 50  // different values of a column of categories
)

// correlations compares numbers and times with one another, and categories with one another.
func correlations(p *Profile, cols []*sampled) (out []Correlation, limited bool) {
	var numbers, categories []*sampled
	for _, v := range cols {
		if v.numbers != nil && v.distinct > 2 && len(v.sorted) > 1 && v.sorted[0] < v.sorted[len(v.sorted)-1] {
			numbers = append(numbers, v)
		} else if v.distinct >= 2 && v.distinct <= categoriesMost {
			categories = append(categories, v)
		}
	}
	numbers, cutA := fullest(numbers, correlatedColumns)
	categories, cutB := fullest(categories, correlatedColumns)
	ranks := make([][]float64, len(numbers))
	share(len(numbers), func(i int) { ranks[i] = ranksOf(numbers[i].numbers, numbers[i].sorted) })
	type pair struct {
		a, b     int
		category bool
	}
	var pairs []pair
	for i := range numbers {
		for j := i + 1; j < len(numbers); j++ {
			pairs = append(pairs, pair{a: i, b: j})
		}
	}
	for i := range categories {
		for j := i + 1; j < len(categories); j++ {
			pairs = append(pairs, pair{a: i, b: j, category: true})
		}
	}
	found := make([][]Correlation, len(pairs))
	share(len(pairs), func(k int) {
		q := pairs[k]
		put := func(a, b *sampled, method string, x float64, n int64) {
			if n >= correlatedLeast && !math.IsNaN(x) {
				found[k] = append(found[k], Correlation{A: p.Columns[a.index].Name, B: p.Columns[b.index].Name, Method: method,
					Value: fixed(x), N: n})
			}
		}
		if q.category {
			a, b := categories[q.a], categories[q.b]
			x, n := cramersV(a, b)
			put(a, b, "cramers_v", x, n)
			return
		}
		a, b := numbers[q.a], numbers[q.b]
		x, n := pearson(a.numbers, b.numbers)
		put(a, b, "pearson", x, n)
		x, n = pearson(ranks[q.a], ranks[q.b])
		put(a, b, "spearman", x, n)
	})
	out = []Correlation{}
	for _, f := range found {
		out = append(out, f...)
	}
	slices.SortStableFunc(out, func(a, b Correlation) int { return cmp.Compare(strength(b.Value), strength(a.Value)) })
	return out[:min(len(out), correlationsShown)], cutA || cutB
}

// fullest keeps the columns with most values, in the order of the table.
func fullest(cols []*sampled, most int) ([]*sampled, bool) {
	if len(cols) <= most {
		return cols, false
	}
	cols = slices.Clone(cols)
	slices.SortStableFunc(cols, func(a, b *sampled) int { return cmp.Compare(b.values, a.values) })
	cols = cols[:most]
	slices.SortFunc(cols, func(a, b *sampled) int { return cmp.Compare(a.index, b.index) })
	return cols, true
}

// pearson is the correlation over the rows in which both are numbers.
func pearson(a, b []float64) (float64, int64) {
	n, ma, mb := 0.0, 0.0, 0.0
	for i, x := range a {
		if y := b[i]; x == x && y == y { // not NaN
			n++
			ma += x
			mb += y
		}
	}
	if n == 0 {
		return 0, 0
	}
	ma, mb = ma/n, mb/n
	var aa, bb, ab float64
	for i, x := range a {
		if y := b[i]; x == x && y == y {
			dx, dy := x-ma, y-mb
			aa += float64(dx * dx)
			bb += float64(dy * dy)
			ab += float64(dx * dy)
		}
	}
	if aa == 0 || bb == 0 {
		return math.NaN(), int64(n)
	}
	return max(-1, min(1, ab/math.Sqrt(aa)/math.Sqrt(bb))), int64(n)
}

// ranksOf are the values' ranks in their column; equals share the mean of theirs.
func ranksOf(numbers, sorted []float64) []float64 {
	out := make([]float64, len(numbers))
	for i, x := range numbers {
		if x != x {
			out[i] = x
			continue
		}
		from, _ := slices.BinarySearch(sorted, x)
		to, _ := slices.BinarySearch(sorted[from:], math.Nextafter(x, math.Inf(1)))
		out[i] = float64(from) + float64(to-1)/2
	}
	return out
}

// cramersV is the association of two columns of categories, corrected for its bias (Bergsma 2013).
func cramersV(a, b *sampled) (float64, int64) {
	r, c := a.distinct, b.distinct
	counts := make([]int64, (r+1)*(c+1))
	for i, x := range a.codes {
		counts[int(x)*(c+1)+int(b.codes[i])]++
	}
	rows, cols, n := make([]float64, r+1), make([]float64, c+1), 0.0
	for i := 1; i <= r; i++ {
		for j := 1; j <= c; j++ {
			x := float64(counts[i*(c+1)+j])
			rows[i] += x
			cols[j] += x
			n += x
		}
	}
	if n < 2 {
		return math.NaN(), int64(n)
	}
	chi, used, usedC := 0.0, 0.0, 0.0
	for j := 1; j <= c; j++ {
		if cols[j] > 0 {
			usedC++
		}
	}
	for i := 1; i <= r; i++ {
		if rows[i] == 0 {
			continue
		}
		used++
		for j := 1; j <= c; j++ {
			if cols[j] > 0 {
				e := rows[i] * cols[j] / n
				d := float64(counts[i*(c+1)+j]) - e
				chi += d * d / e
			}
		}
	}
	phi := max(0, chi/n-(used-1)*(usedC-1)/(n-1))
	rr, cc := used-(used-1)*(used-1)/(n-1), usedC-(usedC-1)*(usedC-1)/(n-1)
	if m := min(rr, cc) - 1; m > 0 {
		return min(1, math.Sqrt(phi/m)), int64(n)
	}
	return math.NaN(), int64(n)
}

// strength is how far a value as reported lies from 0.
func strength(value string) float64 {
	x, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return 0
	}
	return math.Abs(x)
}
