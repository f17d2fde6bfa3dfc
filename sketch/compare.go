package sketch

import (
	"math"

	"shurong.org/shurong/fault"
)

// ErrKey says that two sketches were made under different keys.
var ErrKey = fault.Define("sketch.key", fault.Conflict,
	"两个内容指纹的密钥不同（{a} 与 {b}），无法比较",
	"the two sketches were made under different keys ({a} and {b}) and cannot be compared").
	Hint("请用同一密钥重新生成", "make both under the same key")

// Grade is the verdict of a comparison.
type Grade string

const (
	// None: nothing to tell.
	None Grade = "none"
	// Amber: distinctive columns agree but whole rows do not, or most rows do but could by chance. For a person.
	Amber Grade = "amber"
	// Red: rows are the same. Disclosed to registrar and lenders.
	Red Grade = "red"
)

const (
	// RedAt is the containment, in either direction, from which common rows ring.
	RedAt PPM = 100_000
	// AmberAt is the containment by columns or by weak rows, in either direction, from which a person should look.
	AmberAt PPM = 500_000
	// minRows is the smallest number of sampled rows in common that counts as more than chance.
	minRows = 3
	// minColumns: one shared column (the same customers) is no sign of the same data.
	minColumns = 2
	// minShared is the share of a column's values from which two columns count as matching.
	minShared = 0.3
)

// PPM is a share in millionths.
type PPM int64

func ppm(x float64) PPM { return PPM(math.Round(min(max(x, 0), 1) * 1e6)) }

// Share returns the share as a number from 0 to 1.
func (p PPM) Share() float64 { return float64(p) / 1e6 }

// Estimate is a share with its 95 % interval (Wilson's; a point where both tables are small enough to be known whole).
// Sampled is the number of sampled elements it rests on.
type Estimate struct {
	Value   PPM `json:"value_ppm"`
	Low     PPM `json:"low_ppm"`
	High    PPM `json:"high_ppm"`
	Sampled int `json:"sampled"`
}

// Share returns the estimate as a number from 0 to 1.
func (e Estimate) Share() float64 { return e.Value.Share() }

// ColumnMatch is a pair of corresponding columns.
type ColumnMatch struct {
	A             string `json:"a"`
	B             string `json:"b"`
	ContainmentAB PPM    `json:"containment_ab_ppm"` // share of A's distinct values that B's column has
	ContainmentBA PPM    `json:"containment_ba_ppm"`
	// Weight is how distinctive the values are: 0 for categories, dates, short numbers and running numbers.
	Weight PPM `json:"weight_ppm"`
}

// Basis says what a match rests on.
type Basis string

// The three bases of a match.
const (
	ByNothing Basis = "none"
	ByRows    Basis = "rows"
	ByColumns Basis = "columns"
)

// Match is how two tables relate.
type Match struct {
	Grade         Grade         `json:"grade"`
	Basis         Basis         `json:"basis"`
	ContainmentAB Estimate      `json:"containment_ab"` // share of A that is in B
	ContainmentBA Estimate      `json:"containment_ba"` // share of B that is in A
	Similarity    Estimate      `json:"similarity"`     // Jaccard: what is in both ÷ what is in either
	RowsMatched   int           `json:"rows_matched"`   // sampled rows found in both
	Columns       []ColumnMatch `json:"columns"`        // most telling first
}

// Compare estimates how much of a is in b and of b in a. Compare(b, a) is its mirror image.
func Compare(a, b *Sketch) (Match, error) {
	if a.Version != b.Version {
		return Match{}, ErrVersion.With("version", clip(b.Version), "want", clip(a.Version))
	}
	if a.KeyID != b.KeyID {
		return Match{}, ErrKey.With("a", a.KeyID, "b", b.KeyID)
	}
	m := Match{Grade: None, Basis: ByNothing, Columns: []ColumnMatch{}}
	rows := meet(&a.Rows, &b.Rows)
	m.RowsMatched = rows.both
	m.ContainmentAB, m.ContainmentBA, m.Similarity = rows.estimates()
	pairs := pair(a, b)
	for _, p := range pairs {
		m.Columns = append(m.Columns, ColumnMatch{A: a.Columns[p.i].Name, B: b.Columns[p.j].Name,
			ContainmentAB: ppm(p.ab()), ContainmentBA: ppm(p.ba()), Weight: ppm(p.weight)})
	}
	bits, most := min(margin(a), margin(b)), max(m.ContainmentAB.Value, m.ContainmentBA.Value)
	telling := rows.both >= minRows && bits >= redMargin
	if telling && most >= RedAt {
		m.Grade, m.Basis = Red, ByRows
		return m, nil
	}
	if c, ok := byColumns(a, b, pairs); ok && max(c.ContainmentAB.Value, c.ContainmentBA.Value) >= AmberAt {
		m.Grade, m.Basis = Amber, ByColumns
		m.ContainmentAB, m.ContainmentBA, m.Similarity = c.ContainmentAB, c.ContainmentBA, c.Similarity
		return m, nil
	}
	if rows.both >= minRows && bits >= amberMargin && most >= AmberAt {
		m.Grade, m.Basis = Amber, ByRows
		return m, nil
	}
	if telling {
		m.Basis = ByRows
	} else {
		// Rows of few possible forms meet by chance: that says nothing, and must not read as if it did.
		m.ContainmentAB, m.ContainmentBA, m.Similarity = Estimate{}, Estimate{}, Estimate{}
		m.ContainmentAB.Sampled, m.ContainmentBA.Sampled, m.Similarity.Sampled = rows.inA, rows.inB, rows.union()
	}
	return m, nil
}

// overlap is what two samples have in common under the smaller of their bounds; exact if neither left anything out.
type overlap struct {
	inA, inB, both int
	exact          bool
}

func (o overlap) union() int  { return o.inA + o.inB - o.both }
func (o overlap) ab() float64 { return ratio(o.both, o.inA) }
func (o overlap) ba() float64 { return ratio(o.both, o.inB) }

func (o overlap) estimates() (ab, ba, similarity Estimate) {
	ab, ba, similarity = wilson(o.both, o.inA), wilson(o.both, o.inB), wilson(o.both, o.union())
	if o.exact {
		for _, e := range []*Estimate{&ab, &ba, &similarity} {
			e.Low, e.High = e.Value, e.Value
		}
	}
	return ab, ba, similarity
}

func ratio(x, n int) float64 {
	if n == 0 {
		return 0
	}
	return float64(x) / float64(n)
}

func meet(a, b *Sample) (o overlap) {
	o.exact = a.Whole && b.Whole
	limit := uint64(math.MaxUint64)
	for _, s := range []*Sample{a, b} {
		if n := len(s.Hashes); !s.Whole && n > 0 {
			limit = min(limit, s.Hashes[n-1])
		}
	}
	x, y := a.Hashes, b.Hashes
	for len(x) > 0 && x[0] <= limit || len(y) > 0 && y[0] <= limit {
		switch {
		case len(y) == 0 || len(x) > 0 && x[0] < y[0]:
			o.inA++
			x = x[1:]
		case len(x) == 0 || y[0] < x[0]:
			o.inB++
			y = y[1:]
		default:
			o.inA, o.inB, o.both = o.inA+1, o.inB+1, o.both+1
			x, y = x[1:], y[1:]
		}
	}
	return o
}

// wilson is Wilson's 95 % score interval: it stays within 0 and 1 and is right for shares near either.
func wilson(x, n int) Estimate {
	if n == 0 {
		return Estimate{High: 1e6}
	}
	const z = 1.959964
	p, N := ratio(x, n), float64(n)
	mid := (p + z*z/(2*N)) / (1 + z*z/N)
	half := z / (1 + z*z/N) * math.Sqrt(p*(1-p)/N+z*z/(4*N*N))
	return Estimate{Value: ppm(p), Low: ppm(min(mid-half, p)), High: ppm(max(mid+half, p)), Sampled: n}
}
