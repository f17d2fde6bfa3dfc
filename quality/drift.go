package quality

import (
	"math"
	"slices"
)

// Snapshot is the part of a measurement that drift is judged by.
type Snapshot struct {
	Rows    int64    `json:"rows"`
	Columns []Column `json:"columns"`
}

// Change is one difference between two measurements.
type Change struct {
	Kind   string `json:"kind"` // rows, column_added, column_removed, type, missing, distinct
	Column string `json:"column,omitempty"`
	Before string `json:"before,omitempty"` // type, where the kind is type
	After  string `json:"after,omitempty"`
	// DeltaPPM is the relative change of rows or distinct values, or the change of the share of missing cells in
	// points.
	DeltaPPM int64 `json:"delta_ppm,omitempty"`
}

// missingStep is the change in the share of missing cells that is worth a word: two points.
const missingStep PPM = 20_000

// distinctStep is the relative change in distinct values, beyond that in rows, that is worth a word: over the error of
// the estimate.
const distinctStep PPM = 100_000

// Drift compares two measurements of one data set. Columns are matched by name; their order is ignored.
func Drift(before, after Snapshot) []Change {
	out := []Change{}
	rows := Relative(before.Rows, after.Rows)
	if rows != 0 {
		out = append(out, Change{Kind: "rows", DeltaPPM: rows})
	}
	for _, a := range before.Columns {
		i := slices.IndexFunc(after.Columns, func(c Column) bool { return c.Name == a.Name })
		if i < 0 {
			out = append(out, Change{Kind: "column_removed", Column: a.Name, Before: a.Type})
			continue
		}
		b := after.Columns[i]
		if a.Type != b.Type {
			out = append(out, Change{Kind: "type", Column: a.Name, Before: a.Type, After: b.Type})
		}
		if d := share(b.Missing, b.Values) - share(a.Missing, a.Values); d >= missingStep || d <= -missingStep {
			out = append(out, Change{Kind: "missing", Column: a.Name, DeltaPPM: d})
		}
		// Distinct values may grow with the rows, and no further; a category keeps them.
		if d := Relative(a.Distinct, b.Distinct); a.Distinct > 0 && (d > max(rows, 0)+distinctStep || d < min(rows,
			0)-distinctStep) {
			out = append(out, Change{Kind: "distinct", Column: a.Name, DeltaPPM: d})
		}
	}
	for _, b := range after.Columns {
		if !slices.ContainsFunc(before.Columns, func(c Column) bool { return c.Name == b.Name }) {
			out = append(out, Change{Kind: "column_added", Column: b.Name, After: b.Type})
		}
	}
	return out
}

func share(part, rest int64) PPM {
	if part+rest == 0 {
		return 0
	}
	return Ratio(part, part+rest)
}

// maxRelative bounds a relative change: a thousandfold.
const maxRelative = 1000 * one

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

// psiFloor stands for an empty class, which would otherwise make the index infinite.
const psiFloor = 0.0001

// PSI is the population stability index of two histograms over the same classes, in ppm: Σ (b−a)·ln(b/a) of their
// shares. Up to 0.1 nothing happened, from 0.25 on the distribution is another.
func PSI(before, after []int64) PPM {
	var sumA, sumB float64
	for _, n := range before {
		sumA += float64(max(n, 0))
	}
	for _, n := range after {
		sumB += float64(max(n, 0))
	}
	if sumA == 0 || sumB == 0 {
		return 0
	}
	psi := 0.0
	for i := range max(len(before), len(after)) {
		a, b := psiFloor, psiFloor
		if i < len(before) {
			a = max(float64(max(before[i], 0))/sumA, psiFloor)
		}
		if i < len(after) {
			b = max(float64(max(after[i], 0))/sumB, psiFloor)
		}
		psi += (b - a) * math.Log(b/a)
	}
	return PPM(math.Round(psi * float64(one)))
}
