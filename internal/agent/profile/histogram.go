package profile

import (
	"cmp"
	"math"
	"slices"
	"time"

	"shurong.org/shurong/internal/traits"
)

// histogramBins is how many classes a histogram has at most.
const histogramBins = 20

// weighted is a number and how often it comes.
type weighted struct {
	x float64
	n int64
}

// numbersHeld are the column's numbers or instants in ascending order, if all its values are held.
func (c *column) numbersHeld(out []weighted, kind string, dayFirst bool) ([]weighted, bool) {
	if !c.values.exact() {
		return out, false
	}
	numeric := kind == "integer" || kind == "decimal"
	for _, s := range c.values.slots {
		if s.count == 0 {
			continue
		}
		text := c.values.text(s)
		_, class := traits.Of(text)
		r := c.read(text, class)
		if x, ok := r.value(numeric, !numeric, dayFirst); ok {
			out = append(out, weighted{x, int64(s.count)})
		}
	}
	slices.SortFunc(out, func(a, b weighted) int { return cmp.Compare(a.x, b.x) })
	return out, len(out) > 0
}

// distribution fills in quantiles and histogram: of all values where they are held, else of the sample's.
func (out *Column) distribution(c *column, v *sampled, k *scratch) {
	if out.Number == nil && out.Time == nil {
		return
	}
	dayFirst := out.Time != nil && out.Time.DayOrder == "day_first"
	all, exact := c.numbersHeld(k.ordered[:0], out.Type, dayFirst)
	if !exact {
		for _, x := range v.sorted {
			all = append(all, weighted{x, 1})
		}
	}
	k.ordered = all
	if len(all) == 0 {
		return
	}
	show := plain
	if out.Time != nil {
		layout := layoutOf(out.Type)
		show = func(x float64) string { return time.Unix(int64(x), 0).UTC().Format(layout) }
	}
	total := int64(0)
	for _, w := range all {
		total += w.n
	}
	at := func(q float64) string {
		rank, seen := int64(math.Ceil(q*float64(total))), int64(0)
		for _, w := range all {
			if seen += w.n; seen >= rank {
				return show(w.x)
			}
		}
		return show(all[len(all)-1].x)
	}
	out.Quantiles = &Quantiles{P01: at(0.01), P05: at(0.05), P25: at(0.25), P50: at(0.5), P75: at(0.75), P95: at(0.95),
		P99: at(0.99)}
	unit := 0.0
	switch out.Type {
	case "integer":
		unit = 1
	case "date":
		unit = daySeconds
	}
	first, last := all[0].x, all[len(all)-1].x
	if !exact && out.Number != nil {
		first, last = c.number.least, c.number.greatest
	}
	if out.Number != nil {
		show = decimal
	}
	out.Histogram = &Histogram{Bins: bins(all, first, last, unit, show), Exact: exact}
}

// bins cut the span from first to last into equal classes. unit, if not 0, is what classes are whole multiples of.
func bins(all []weighted, first, last, unit float64, show func(float64) string) []Bin {
	n, width := histogramBins, (last-first)/histogramBins
	if unit > 0 {
		units := math.Floor((last-first)/unit) + 1
		width = math.Ceil(units/histogramBins) * unit
		n = int(math.Ceil(units * unit / width))
	}
	if !(width > 0) || math.IsInf(width, 0) {
		n, width = 1, 1
	}
	out := make([]Bin, n)
	for i := range out {
		to := first + float64(float64(i+1)*width)
		if i == n-1 {
			to = max(last, first)
		}
		out[i] = Bin{From: show(first + float64(float64(i)*width)), To: show(to)}
	}
	for _, w := range all {
		i := int((w.x - first) / width)
		out[min(max(i, 0), n-1)].Count += w.n
	}
	return out
}
