package sketch

import (
	"cmp"
	"math"
	"slices"
)

// Shape is how a column looks, without a value: it survives salting, shifting, scaling and jitter. Shares are of the
// rows that the first key selected, a uniform sample of at most K.
type Shape struct {
	Kind        string // number, time, text, or empty
	Sampled     int    // rows
	PresentPPM  int64  // share of rows with a value
	DistinctPPM int64  // distinct values ÷ values
	TopPPM      int64  // share of the most frequent value
	// Curve is where the 2nd to 8th decile lie between the 1st (0) and the 9th (1000): of times, the curve of growth.
	Curve []int
}

// shape describes a column from its sampled values.
func (p *pairing) shape() Shape {
	s := Shape{Kind: "text", Sampled: p.sampled, PresentPPM: int64(p.present) * 1e6 / int64(p.sampled),
		DistinctPPM: int64(len(p.values)) * 1e6 / int64(p.present)}
	top := 0
	for _, n := range p.values {
		top = max(top, n)
	}
	s.TopPPM = int64(top) * 1e6 / int64(p.present)
	switch p.form {
	case short, long, decimal:
		s.Kind = "number"
	case date, moment:
		s.Kind = "time"
	default:
		return s
	}
	if len(p.values) < 8 {
		return s
	}
	slices.Sort(p.numbers)
	decile := func(i int) float64 { return p.numbers[i*(len(p.numbers)-1)/10] }
	low, width := decile(1), decile(9)-decile(1)
	if width <= 0 {
		return s
	}
	for i := 2; i <= 8; i++ {
		s.Curve = append(s.Curve, int(math.Round((decile(i)-low)/width*1000)))
	}
	return s
}

// What it takes to call two tables alike by the looks of their columns.
const (
	minSampled  = 200 // rows in each sample
	minCurves   = 3   // of these, numbers and times whose curves are no straight lines
	minAlike    = 6   // columns
	alikeBits   = 24  // how unlikely it is that columns picked at random look so much alike
	alikeShare  = 0.8 // of the columns of the narrower table
	sigmaLimit  = 3.5 // standard deviations between two samples of one column
	curveLimit  = 170 // thousandths between the curves of two samples of one column
	plainCurve  = 60  // a curve as near as this to a straight line tells little
	perLook     = 3.0 // bits of a share that is neither nearly none nor nearly all
	perCurve    = 4.0 // bits of a curve that is not straight
	perStraight = 1.0
)

// alike compares two tables by the looks of their columns.
func alike(a, b *Sketch) (Match, bool) {
	type look struct {
		columnPair
		bits, distance float64
	}
	var all []look
	informative := func(s *Sketch) (n int) {
		for i := range s.Columns {
			if s.Columns[i].Shape.Sampled >= minSampled && s.Columns[i].Shape.bits() >= perLook {
				n++
			}
		}
		return n
	}
	for i := range a.Columns {
		for j := range b.Columns {
			x, y := &a.Columns[i].Shape, &b.Columns[j].Shape
			if bits, d, ok := x.like(y); ok && bits >= perLook {
				all = append(all, look{columnPair{i, j}, bits, d})
			}
		}
	}
	slices.SortStableFunc(all, func(p, q look) int {
		return cmp.Or(cmp.Compare(q.bits-q.distance, p.bits-p.distance), cmp.Compare(p.a+p.b, q.a+q.b),
			cmp.Compare(max(p.a, p.b), max(q.a, q.b)))
	})
	m := Match{Grade: Amber, Basis: ByColumns, Columns: []ColumnMatch{}}
	usedA, usedB, sum, curves := map[int]bool{}, map[int]bool{}, 0.0, 0
	for _, l := range all {
		if usedA[l.a] || usedB[l.b] {
			continue
		}
		usedA[l.a], usedB[l.b] = true, true
		sum += l.bits
		curves += bit(a.Columns[l.a].Shape.bent() && b.Columns[l.b].Shape.bent())
		m.Columns = append(m.Columns, ColumnMatch{A: a.Columns[l.a].Name, B: b.Columns[l.b].Name,
			Weight: ppm(l.bits / 20)})
	}
	narrow := min(informative(a), informative(b))
	n := len(m.Columns)
	if n < minAlike || curves < minCurves || sum < alikeBits || float64(n) < alikeShare*float64(narrow) {
		return m, false
	}
	return m, true
}

// bits is how much the look of a column tells.
func (s *Shape) bits() float64 {
	sum := 0.0
	for _, share := range []int64{s.PresentPPM, s.TopPPM, s.DistinctPPM} {
		if share > 50_000 && share < 950_000 {
			sum += perLook
		}
	}
	if s.bent() {
		sum += perCurve
	} else if len(s.Curve) > 0 {
		sum += perStraight
	}
	return sum
}

// bent says whether the curve is no straight line.
func (s *Shape) bent() bool {
	for i, x := range s.Curve {
		if d := x - (i+1)*125; d > plainCurve || -d > plainCurve {
			return true
		}
	}
	return false
}

// like says whether two columns look alike, how much that tells, and how far apart they are, from 0 to 1 or so.
func (s *Shape) like(o *Shape) (bits, distance float64, ok bool) {
	if s.Sampled < minSampled || o.Sampled < minSampled {
		return 0, 0, false
	}
	x, y := *s, *o
	if s.Kind != o.Kind || len(s.Curve) != len(o.Curve) {
		if s.Kind != "text" && o.Kind != "text" {
			return 0, 0, false
		}
		x.Curve, y.Curve = nil, nil // salted numbers are texts, and have kept their shares
	}
	for _, p := range [][2]int64{{s.PresentPPM, o.PresentPPM}, {s.TopPPM, o.TopPPM}, {s.DistinctPPM, o.DistinctPPM}} {
		one, other := float64(p[0])/1e6, float64(p[1])/1e6
		mean := (one + other) / 2
		sd := math.Sqrt((mean*(1-mean) + 0.002) * (1/float64(s.Sampled) + 1/float64(o.Sampled)))
		z := math.Abs(one-other) / sd
		if z > sigmaLimit {
			return 0, 0, false
		}
		distance += z / sigmaLimit
	}
	for i := range x.Curve {
		d := math.Abs(float64(x.Curve[i] - y.Curve[i]))
		if d > curveLimit {
			return 0, 0, false
		}
		distance += d / curveLimit / 3
	}
	return min(x.bits(), y.bits()), distance, true
}
