package sketch

import (
	"math"

	"shurong.org/shurong/fault"
)

var (
	// ErrDomain says that the tags of two sketches were made by different functions.
	ErrDomain = fault.Define("sketch.domain", fault.Conflict,
		"两份内容指纹属于不同的标签域（{a} 与 {b}），无法比较",
		"the two sketches are of different domains ({a} and {b}) and cannot be compared").
		Hint("请在同一标签域内重新生成", "make both in the same domain")
)

// Grade is the verdict of a comparison.
type Grade string

const (
	// None: nothing to tell.
	None Grade = "none"
	// Amber: there are rows in common, but few, or by columns that an unrelated table may share; or the values do not
	// meet and the columns look alike. For a person to judge.
	Amber Grade = "amber"
	// Red: rows are the same. Disclosed to registrar and lenders.
	Red Grade = "red"
)

const (
	// RedAt is the containment, in either direction, from which common rows ring.
	RedAt PPM = 100_000
	// AmberAt is the containment, in either direction, from which a person should look.
	AmberAt PPM = 20_000
	// minRows is the smallest number of sampled rows in common that counts as more than chance.
	minRows = 3
	// redChance and amberChance are how improbable the common rows must be by chance, as powers of ten, if both tables
	// had all their keys in common and nothing else.
	redChance, amberChance = 8, 6
)

// PPM is a share in millionths.
type PPM int64

func ppm(x float64) PPM { return PPM(math.Round(min(max(x, 0), 1) * 1e6)) }

// Share returns the share as a number from 0 to 1.
func (p PPM) Share() float64 { return float64(p) / 1e6 }

// Estimate is a share with its 95 % interval (Wilson's). Sampled is the number of sampled rows it rests on.
type Estimate struct {
	Value   PPM `json:"value_ppm"`
	Low     PPM `json:"low_ppm"`
	High    PPM `json:"high_ppm"`
	Sampled int `json:"sampled"`
}

// Share returns the estimate as a number from 0 to 1.
func (e Estimate) Share() float64 { return e.Value.Share() }

// Error is the standard error, √(c(1−c)/n).
func (e Estimate) Error() float64 {
	if e.Sampled == 0 {
		return 1
	}
	c := e.Share()
	return math.Sqrt(c * (1 - c) / float64(e.Sampled))
}

// ColumnMatch is a pair of corresponding columns.
type ColumnMatch struct {
	A             string `json:"a"`
	B             string `json:"b"`
	ContainmentAB PPM    `json:"containment_ab_ppm"` // share of the rows found in both whose values agree
	ContainmentBA PPM    `json:"containment_ba_ppm"`
	// Weight is what the pair tells: 1 for a key or a proof, 1/2 for a hint.
	Weight PPM `json:"weight_ppm"`
}

// Basis says what a match rests on.
type Basis string

// The three bases of a match.
const (
	ByNothing Basis = "none"
	ByRows    Basis = "rows"
	ByColumns Basis = "columns" // how the columns look, whatever their values: amber at most
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
		return Match{}, ErrVersion.With("version", clip(b.Version, maxName), "want", clip(a.Version, maxName))
	}
	if a.Domain != b.Domain {
		return Match{}, ErrDomain.With("a", clip(a.Domain, maxName), "b", clip(b.Domain, maxName))
	}
	m := Match{Grade: None, Basis: ByNothing, Columns: []ColumnMatch{}}
	j := join(a, b)
	if len(j) > 0 {
		m.estimate(j)
		m.Columns = columnMatches(a, b, j)
		if m.Grade = grade(a, b, j, m.best()); m.Grade != None {
			m.Basis = ByRows
			return m, nil
		}
	}
	if s, ok := alike(a, b); ok {
		return s, nil
	}
	// Too few or too weak to tell must not read as if it told.
	m.ContainmentAB, m.ContainmentBA = Estimate{Sampled: m.ContainmentAB.Sampled},
		Estimate{Sampled: m.ContainmentBA.Sampled}
	m.Similarity, m.Columns, m.RowsMatched = Estimate{}, []ColumnMatch{}, 0
	return m, nil
}

func (m *Match) best() PPM { return max(m.ContainmentAB.Value, m.ContainmentBA.Value) }

// estimate takes the shares from the pair of keys that is most telling: unique keys count rows, others groups of rows.
// A pair that found far fewer rows than another does not count: one of its columns was changed.
func (m *Match) estimate(joins []joined) {
	most := 0
	for _, j := range joins {
		most = max(most, j.rows)
	}
	best := joins[0]
	for _, j := range joins {
		if 2*j.rows >= most && (2*best.rows < most || j.repeats < best.repeats) {
			best = j
		}
	}
	m.RowsMatched = best.rows
	m.ContainmentAB, m.ContainmentBA = wilson(float64(best.rows), best.inA), wilson(float64(best.rows), best.inB)
	m.Similarity = wilson(float64(best.rows), best.inA+best.inB-float64(best.rows))
}

// grade is the verdict by rows.
func grade(a, b *Sketch, joins []joined, share PPM) Grade {
	rows, chance, entity := 0, 0.0, true
	all, proofs := columnSet{}, columnSet{}
	eligible, tagged, whole := math.MaxInt, math.MaxInt, 0.0
	for _, j := range joins {
		rows += j.rows
		chance += j.chance
		for p, n := range j.pairs {
			if !j.byChance(a, b, p, n) {
				all[p] += n
				if j.proof(a, b, p) {
					proofs[p] += n
				}
			}
		}
		x, y := &a.Keys[j.a], &b.Keys[j.b]
		eligible, tagged = min(eligible, x.proofs(), y.proofs()), min(tagged, len(x.Pairs), len(y.Pairs))
		entity = entity && (x.Entity || y.Entity)
		if j.whole >= minRows {
			whole = max(whole, float64(j.whole)/min(j.inA, j.inB))
		}
	}
	switch {
	case rows < minRows:
		return None
	case share >= RedAt && chance >= redChance && proofs.weight(a, b, joins, entity) >= float64(needed(eligible,
		entity)):
		return Red
	case share >= RedAt && chance >= redChance && whole >= RedAt.Share() && len(all.pairs()) >= wholeColumns(tagged):
		return Red
	case share >= AmberAt && chance >= amberChance:
		return Amber
	}
	return None
}

// wholeColumns is how many columns must agree where rows agree as wholes: four fifths of the narrower table's, at least
// three. Tables over the same entities share some of what describes these, not all there is.
func wholeColumns(tagged int) int { return max((tagged*4+4)/5, 3) }

// needed is how many columns must agree for red: half of those that could, up to three; tables over the same entities
// may share one by right.
func needed(eligible int, entity bool) int {
	n := min((eligible+1)/2, 3)
	if eligible >= 2 || entity {
		n = max(n, 2)
	}
	return max(n, 1)
}

func (k *Key) proofs() int {
	n := 0
	for _, p := range k.Pairs {
		n += bit(p.Proof)
	}
	return n
}

// wilson is Wilson's 95 % score interval: it stays within 0 and 1 and is right for shares near either.
func wilson(x, n float64) Estimate {
	if n <= 0 {
		return Estimate{High: 1e6}
	}
	const z = 1.959964
	n = max(n, x)
	p := x / n
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return Estimate{Value: ppm(p), Low: ppm(min(mid-half, p)), High: ppm(max(mid+half, p)), Sampled: int(math.Round(n))}
}
