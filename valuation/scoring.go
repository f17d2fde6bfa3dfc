package valuation

import (
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
)

// AHPResult is what pairwise comparison by Saaty's scale gives.
type AHPResult struct {
	// Weights are the principal eigenvector, normalised: the ones to use.
	Weights []Decimal `json:"weights"`
	// GeometricMean are the weights by geometric means of the rows, for comparison; they differ in the third place.
	GeometricMean []Decimal `json:"geometric_mean"`
	LambdaMax     Decimal   `json:"lambda_max"`
	CI            Decimal   `json:"ci"`
	RI            Decimal   `json:"ri"`
	// CR is the consistency ratio CI/RI; from 0.10 on the judgements contradict each other.
	CR Decimal `json:"cr"`
}

var (
	// ErrInconsistent says that the judgements contradict each other. The result is returned beside it.
	ErrInconsistent = fault.Define("valuation.ahp_inconsistent", fault.Invalid,
		"判断矩阵一致性比率 CR={cr}，应小于 0.10", "the consistency ratio is CR={cr}; it should be under 0.10").
		Hint("请专家复核相互矛盾的两两比较", "have the experts look again at the comparisons that contradict each other")
	// ErrMatrix says that a matrix is not one of pairwise comparisons.
	ErrMatrix = fault.Define("valuation.ahp_matrix", fault.Invalid,
		"判断矩阵第 {row} 行第 {column} 列不符合要求：应为 1–9 或其倒数，且 a_ij·a_ji = 1，对角线为 1",
		"comparison matrix, row {row}, column {column}: "+
			"it should be 1 to 9 or 1/1 to 1/9, with a_ij·a_ji = 1 and 1 on the diagonal")
)

// randomIndex is RI by the number of criteria.
var randomIndex = [...]string{"0", "0", "0", "0.58", "0.90", "1.12", "1.24", "1.32", "1.41", "1.45"}

// Eigenvectors of comparison matrices settle within some hundred steps; digits beyond 30 are of no use.
const (
	maxSteps  = 2000
	eigenStop = "0.000000000001"
)

// AHP computes weights from comparisons, written "3" or "1/3". It takes 2 to 9 criteria.
func AHP(matrix [][]string) (AHPResult, error) {
	m, err := comparisons(matrix)
	if err != nil {
		return AHPResult{}, err
	}
	n := len(m)
	var a arith
	r := AHPResult{RI: dec(randomIndex[n]), GeometricMean: geometric(&a, m)}
	r.Weights, r.LambdaMax = principal(&a, m, r.GeometricMean)
	order := integer(int64(n))
	r.CI = a.Quo(a.Sub(r.LambdaMax, order), a.Sub(order, integer(1)))
	if r.CR = integer(0); r.RI.Sign() > 0 {
		r.CR = a.Quo(r.CI, r.RI)
	}
	if a.Err != nil {
		return AHPResult{}, a.Err
	}
	if r.CR.Cmp(dec("0.10")) >= 0 {
		return r, ErrInconsistent.With("cr", r.CR.Fixed(6))
	}
	return r, nil
}

func comparisons(matrix [][]string) ([][]Decimal, error) {
	n := len(matrix)
	var c check
	c.count("matrix", n, len(randomIndex)-1)
	if n == 1 {
		c.fail(ErrMatrix.With("row", 1, "column", 1), "matrix")
	}
	var a arith
	m := make([][]Decimal, n)
	for i, row := range matrix {
		if len(row) != n {
			c.fail(ErrMatrix.With("row", i+1, "column", min(len(row), n)+1), item("matrix", i))
			break
		}
		for j, s := range row {
			v, ok := saaty(&a, s)
			if !ok || i == j && v.Cmp(integer(1)) != 0 || j < i && !reciprocal(&a, m[j][i], v) {
				c.fail(ErrMatrix.With("row", i+1, "column", j+1), item(item("matrix", i), j))
			}
			m[i] = append(m[i], v)
		}
	}
	if c.err != nil {
		return nil, c.err
	}
	return m, a.Err
}

// saaty reads "k" or "1/k" with k from 1 to 9, decimals allowed.
func saaty(a *arith, s string) (Decimal, bool) {
	s, inverse := strings.CutPrefix(s, "1/")
	d, err := ParseDecimal(s)
	if err != nil || d.Cmp(integer(1)) < 0 || d.Cmp(integer(9)) > 0 {
		return Decimal{}, false
	}
	if inverse {
		return a.Quo(integer(1), d), true
	}
	return d, true
}

func reciprocal(a *arith, x, y Decimal) bool {
	off := a.Sub(a.Mul(x, y), integer(1))
	return off.Fixed(decimal.MaxPlaces) == dec("0").Fixed(decimal.MaxPlaces)
}

func geometric(a *arith, m [][]Decimal) []Decimal {
	out := make([]Decimal, 0, len(m))
	for _, row := range m {
		out = append(out, a.Root(a.Mul(row[0], row[1:]...), len(row)))
	}
	return normalise(a, out)
}

func normalise(a *arith, w []Decimal) []Decimal {
	total := a.Sum(w)
	for i := range w {
		w[i] = a.Quo(w[i], total)
	}
	return w
}

// principal is the eigenvector of the largest eigenvalue by repeated multiplication, which converges for positive
// matrices, and the eigenvalue.
func principal(a *arith, m [][]Decimal, start []Decimal) ([]Decimal, Decimal) {
	w := start
	for range maxSteps {
		next := make([]Decimal, 0, len(m))
		for _, row := range m {
			next = append(next, dot(a, row, w))
		}
		next = normalise(a, next)
		moved := false
		for i := range next {
			d := a.Sub(next[i], w[i])
			if d.Sign() < 0 {
				d = a.Sub(integer(0), d)
			}
			// Squared, so that the twelve places of a written decimal stand for twenty-four.
			limit := a.Mul(dec(eigenStop), dec(eigenStop))
			moved = moved || d.Cmp(limit) > 0
		}
		w = next
		if !moved || a.Err != nil {
			break
		}
	}
	lambda := integer(0)
	for i, row := range m {
		lambda = a.Add(lambda, a.Quo(dot(a, row, w), w[i]))
	}
	return w, a.Quo(lambda, integer(int64(len(m))))
}

func dot(a *arith, x, y []Decimal) Decimal {
	s := integer(0)
	for i := range x {
		s = a.Add(s, a.Mul(x[i], y[i]))
	}
	return s
}

// Dimension is one of the six of GB/T 36344-2018 (规范性 完整性 准确性 一致性 时效性 可访问性) with its weight and score.
type Dimension struct {
	Name   string  `json:"name"`
	Weight Decimal `json:"weight"`
	Score  Decimal `json:"score"`
}

// ErrQualityWeights says that the weights of the dimensions do not add up to 1.
var ErrQualityWeights = fault.Define("valuation.quality_weights", fault.Invalid,
	"质量维度权重之和为 {sum}，应恰为 1", "the weights of the quality dimensions add up to {sum}; they must add up to exactly 1")

const maxDimensions = 100

// Quality is the weighted score Σ w·s, from 0 to 1.
func Quality(dims []Dimension) (Decimal, error) {
	var c check
	c.count("dimensions", len(dims), maxDimensions)
	var a arith
	weights, score := integer(0), integer(0)
	for i, d := range dims {
		at := item("dimensions", i)
		c.within(sub(at, "weight"), d.Weight, share)
		c.within(sub(at, "score"), d.Score, share)
		weights = a.Add(weights, d.Weight)
		score = a.Add(score, a.Mul(d.Weight, d.Score))
	}
	if weights.Cmp(integer(1)) != 0 {
		c.fail(ErrQualityWeights.With("sum", weights), "dimensions")
	}
	if c.err != nil {
		return Decimal{}, c.err
	}
	return score, a.Err
}
