// Package weights turns judgements into numbers: weights from pairwise comparisons ([AHP]), a score from fuzzy
// comprehensive evaluation ([Fuzzy]), and a figure from the rounds of a Delphi panel ([Delphi]).
//
// The arithmetic is exact decimals (package decimal), the same on every machine to the last digit. What comes out is an
// input of a valuation: it does not move when another input does. Faults name the field they are about.
//
// Costs: nine criteria by AHP take some 5 ms, the others far less.
package weights

import (
	"strconv"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
)

// Way is how weights follow from comparisons.
type Way string

// Eigenvector is the principal eigenvector, what Saaty asks for and what is used unless something else is said.
// GeometricMean is the geometric means of the rows: the same for consistent judgements, else off in the third place.
const (
	Eigenvector   Way = "eigenvector"
	GeometricMean Way = "geometric_mean"
)

// Result is what pairwise comparison by Saaty's scale gives.
type Result struct {
	// Weights are the principal eigenvector, normalised to add up to 1: the ones to use.
	Weights []decimal.Decimal `json:"weights"`
	// GeometricMean are the weights by geometric means of the rows, for comparison; they differ in the third place.
	GeometricMean []decimal.Decimal `json:"geometric_mean"`
	LambdaMax     decimal.Decimal   `json:"lambda_max"`
	CI            decimal.Decimal   `json:"ci"`
	RI            decimal.Decimal   `json:"ri"`
	// CR is the consistency ratio CI/RI; from 0.10 on the judgements contradict each other.
	CR decimal.Decimal `json:"cr"`
}

// By are the weights in one of the two ways; no way is the eigenvector.
func (r Result) By(w Way) []decimal.Decimal {
	if w == GeometricMean {
		return r.GeometricMean
	}
	return r.Weights
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
	// ErrNoMatrix says that a matrix has no row, or too many.
	ErrNoMatrix = fault.Define("valuation.empty_list", fault.Invalid,
		"{name} 不能为空", "{name} must have at least one entry")
	// ErrOrder says that there are too many criteria.
	ErrOrder = fault.Define("valuation.too_many", fault.Limit,
		"{name} 有 {count} 项，最多 {limit} 项", "{name} has {count} entries; {limit} is the most")
)

// randomIndex is Saaty's RI by the number of criteria.
var randomIndex = [...]string{"0", "0", "0", "0.58", "0.90", "1.12", "1.24", "1.32", "1.41", "1.45"}

// limit of the consistency ratio.
const consistent = "0.10"

// Eigenvectors of comparison matrices settle within some hundred steps. Iteration ends when no weight moves by more than
// tolerance, 1e-24, the square of eigenStop: the twelve places of a written decimal.
const (
	maxSteps  = 2000
	eigenStop = "0.000000000001"
)

// AHP computes weights from comparisons, written "3" or "1/3". It takes 2 to 9 criteria. The eigenvector is found by
// power iteration to a tolerance of 1e-24. A consistency ratio of 0.10 or more is ErrInconsistent, with the result
// beside it.
func AHP(matrix [][]string) (Result, error) {
	var a decimal.Arith
	m, err := comparisons(&a, matrix)
	if err != nil {
		return Result{}, err
	}
	n := len(m)
	r := Result{RI: decimal.Must(randomIndex[n]), GeometricMean: geometric(&a, m)}
	r.Weights, r.LambdaMax = principal(&a, m, r.GeometricMean)
	order := decimal.Int(int64(n))
	r.CI = a.Quo(a.Sub(r.LambdaMax, order), a.Sub(order, decimal.Int(1)))
	if r.CR = decimal.Int(0); r.RI.Sign() > 0 {
		r.CR = a.Quo(r.CI, r.RI)
	}
	if a.Err != nil {
		return Result{}, a.Err
	}
	if r.CR.Cmp(decimal.Must(consistent)) >= 0 {
		return r, ErrInconsistent.With("cr", r.CR.Fixed(6))
	}
	return r, nil
}

func comparisons(a *decimal.Arith, matrix [][]string) ([][]decimal.Decimal, error) {
	n := len(matrix)
	switch {
	case n == 0:
		return nil, ErrNoMatrix.With("name", "matrix").At("matrix")
	case n >= len(randomIndex):
		return nil, ErrOrder.With("name", "matrix", "count", n, "limit", len(randomIndex)-1).At("matrix")
	case n == 1:
		return nil, ErrMatrix.With("row", 1, "column", 1).At("matrix")
	}
	m := make([][]decimal.Decimal, n)
	for i, row := range matrix {
		at := "matrix[" + strconv.Itoa(i) + "]"
		if len(row) != n {
			return nil, ErrMatrix.With("row", i+1, "column", min(len(row), n)+1).At(at)
		}
		for j, s := range row {
			v, ok := saaty(a, s)
			if !ok || i == j && v.Cmp(decimal.Int(1)) != 0 || j < i && !reciprocal(a, m[j][i], v) {
				return nil, ErrMatrix.With("row", i+1, "column", j+1).At(at + "[" + strconv.Itoa(j) + "]")
			}
			m[i] = append(m[i], v)
		}
	}
	return m, a.Err
}

// saaty reads "k" or "1/k" with k from 1 to 9, decimals allowed.
func saaty(a *decimal.Arith, s string) (decimal.Decimal, bool) {
	s, inverse := strings.CutPrefix(s, "1/")
	d, err := decimal.Parse(s)
	if err != nil || d.Cmp(decimal.Int(1)) < 0 || d.Cmp(decimal.Int(9)) > 0 {
		return decimal.Decimal{}, false
	}
	if inverse {
		return a.Quo(decimal.Int(1), d), true
	}
	return d, true
}

func reciprocal(a *decimal.Arith, x, y decimal.Decimal) bool {
	off := a.Sub(a.Mul(x, y), decimal.Int(1))
	return off.Fixed(decimal.MaxPlaces) == decimal.Int(0).Fixed(decimal.MaxPlaces)
}

func geometric(a *decimal.Arith, m [][]decimal.Decimal) []decimal.Decimal {
	out := make([]decimal.Decimal, 0, len(m))
	for _, row := range m {
		out = append(out, a.Root(a.Mul(row[0], row[1:]...), len(row)))
	}
	return normalise(a, out)
}

func normalise(a *decimal.Arith, w []decimal.Decimal) []decimal.Decimal {
	total := a.Sum(w)
	for i := range w {
		w[i] = a.Quo(w[i], total)
	}
	return w
}

// principal is the eigenvector of the largest eigenvalue by repeated multiplication, which converges for positive
// matrices, and the eigenvalue.
func principal(a *decimal.Arith, m [][]decimal.Decimal, start []decimal.Decimal) ([]decimal.Decimal, decimal.Decimal) {
	w := start
	stop := a.Mul(decimal.Must(eigenStop), decimal.Must(eigenStop))
	for range maxSteps {
		next := make([]decimal.Decimal, 0, len(m))
		for _, row := range m {
			next = append(next, dot(a, row, w))
		}
		next = normalise(a, next)
		moved := false
		for i := range next {
			moved = moved || a.Abs(a.Sub(next[i], w[i])).Cmp(stop) > 0
		}
		w = next
		if !moved || a.Err != nil {
			break
		}
	}
	lambda := decimal.Int(0)
	for i, row := range m {
		lambda = a.Add(lambda, a.Quo(dot(a, row, w), w[i]))
	}
	return w, a.Quo(lambda, decimal.Int(int64(len(m))))
}

func dot(a *decimal.Arith, x, y []decimal.Decimal) decimal.Decimal {
	s := decimal.Int(0)
	for i := range x {
		s = a.Add(s, a.Mul(x[i], y[i]))
	}
	return s
}
