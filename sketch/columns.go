package sketch

import (
	"cmp"
	"math"
	"slices"
)

// bits is how many bits two cells of the column tell apart: the logarithm of one over the chance that they are equal,
// never more than the number of distinct values allows.
func (c *Column) bits() float64 {
	if c.Distinct < 2 {
		return 0
	}
	most := math.Log2(float64(c.Distinct))
	if c.CollisionPPB == 0 {
		return most
	}
	return min(most, math.Log2(1e9/float64(c.CollisionPPB)))
}

// A column of up to 2^minBits equally frequent values is a category; from 2^fullBits on it is as telling as can be.
const (
	minBits  = 5
	fullBits = 11
)

// weight is how distinctive the column's values are, from 0 to 1.
func (c *Column) weight() float64 {
	if c.Running {
		return 0
	}
	w := (c.bits() - minBits) / (fullBits - minBits)
	rare := 1 - float64(c.CommonPPM)/1e6
	if rare < 0.5 {
		return 0
	}
	return min(max(w, 0), 1) * rare
}

// redMargin and amberMargin are how many bits more than there are rows a table's rows must tell apart before rows in
// common are proof, or reason to look: by chance, at most one row in 2^margin of a table would be in another of its
// size. Columns are taken as independent, which is generous; hence ten.
const (
	redMargin   = 10
	amberMargin = 3
)

// margin is how many bits the table's rows tell apart beyond those that numbering them takes. A column of distinctive
// text is enough for proof: its values are drawn from far more than the table shows.
func margin(s *Sketch) float64 {
	if s.Rows.Distinct < minRows {
		return 0
	}
	sum := 0.0
	for i := range s.Columns {
		sum += s.Columns[i].bits()
		if s.Columns[i].weight() >= 0.5 {
			sum += redMargin
		}
	}
	return sum - math.Log2(float64(s.Rows.Distinct))
}

// pairing is a column of one table and the one of the other that it corresponds to.
type pairing struct {
	i, j int
	overlap
	weight float64
	score  float64
}

// pair matches columns one to one, the surest first, by the similarity of their values; equal names break near-ties.
func pair(a, b *Sketch) []pairing {
	var all []pairing
	for i := range a.Columns {
		for j := range b.Columns {
			x, y := &a.Columns[i], &b.Columns[j]
			p := pairing{i: i, j: j, overlap: meet(&x.Sample, &y.Sample)}
			if p.both == 0 {
				continue
			}
			p.weight = min(x.weight(), y.weight())
			p.score = ratio(p.both, p.union()) * (0.2 + p.weight)
			if x.Name == y.Name {
				p.score *= 1.05
			}
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(p, q pairing) int {
		return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(p.i+p.j, q.i+q.j),
			cmp.Compare(abs(p.i-p.j), abs(q.i-q.j)))
	})
	usedA, usedB := make([]bool, len(a.Columns)), make([]bool, len(b.Columns))
	out := all[:0]
	for _, p := range all {
		if usedA[p.i] || usedB[p.j] || max(p.ab(), p.ba()) < minShared {
			continue
		}
		usedA[p.i], usedB[p.j] = true, true
		out = append(out, p)
	}
	return out
}

// byColumns is the estimate where no rows meet: the mean containment of distinctive columns, by weight, the unmatched
// ones counting zero. ok is false unless at least minColumns distinctive columns match. Its interval is that of the
// smallest sample among them, since cells of one row are not independent.
func byColumns(a, b *Sketch, pairs []pairing) (m Match, ok bool) {
	var totalA, totalB, sumA, sumB, sumJ float64
	for i := range a.Columns {
		totalA += a.Columns[i].weight()
	}
	for j := range b.Columns {
		totalB += b.Columns[j].weight()
	}
	matched, n := 0, math.MaxInt
	for _, p := range pairs {
		if p.weight < 0.5 {
			continue
		}
		matched++
		n = min(n, p.inA, p.inB)
		sumA += p.ab() * a.Columns[p.i].weight()
		sumB += p.ba() * b.Columns[p.j].weight()
		sumJ += ratio(p.both, p.union()) * p.weight
	}
	if matched < minColumns || n < minRows {
		return m, false
	}
	about := func(share float64) Estimate {
		e := wilson(int(math.Round(share*float64(n))), n)
		e.Value = ppm(share)
		e.Low, e.High = min(e.Low, e.Value), max(e.High, e.Value)
		return e
	}
	m.ContainmentAB, m.ContainmentBA = about(sumA/totalA), about(sumB/totalB)
	m.Similarity = about(sumJ / max(totalA, totalB))
	return m, true
}

func abs(x int) int { return max(x, -x) }
