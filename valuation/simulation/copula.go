package simulation

import (
	"math"

	"shurong.org/shurong/fault"
)

// Correlation is a wish about two inputs, by number: the linear correlation of their normal scores. Spearman's rank
// correlation of the inputs themselves is then (6/π)·arcsin(value/2), whatever their distributions.
type Correlation struct {
	A, B  int
	Value float64
}

var (
	// ErrCorrelation says that a correlation is none.
	ErrCorrelation = fault.Define("simulation.correlation", fault.Invalid,
		"相关系数 {value} 应大于 −1 且小于 1，并连接两个不同的参数",
		"a correlation of {value}: it must be over −1 and under 1, and between two different inputs")
	// ErrCorrelationTwice says that a pair is given twice.
	ErrCorrelationTwice = fault.Define("simulation.correlation_twice", fault.Invalid,
		"这两个参数的相关系数已经给出", "the correlation of these two inputs has been given already")
	// ErrNotPositiveDefinite says that correlations contradict each other.
	ErrNotPositiveDefinite = fault.Define("simulation.not_positive_definite", fault.Invalid,
		"各相关系数相互矛盾（相关矩阵非正定）：去掉此项则成立，或应一并减小",
		"the correlations contradict each other (their matrix is not positive definite); this one stands against the others").
		Hint("例如甲与乙、乙与丙高度正相关时，甲与丙不能强负相关；请减小绝对值",
			"where a goes with b and b with c, a cannot go strongly against c; bring this one nearer to 0")
)

// Blame is the place of the correlation at fault in the list, for callers that name it in their own words.
type Blame struct {
	Index int
	Err   error
}

func (b *Blame) Error() string { return b.Err.Error() }

// Unwrap is the fault.
func (b *Blame) Unwrap() error { return b.Err }

// copula is the Gaussian copula: scores z = L·ε with L·Lᵀ the correlation matrix (Cholesky's factor).
type copula struct {
	l [][]float64 // lower triangle, row by row
	r [][]float64 // the matrix itself
}

// newCopula checks and factors the correlations; without any it is nil, and inputs are independent.
func newCopula(n int, list []Correlation) (*copula, error) {
	if len(list) == 0 {
		return nil, nil
	}
	c := &copula{r: identity(n)}
	for i, p := range list {
		switch {
		case p.A < 0 || p.B < 0 || p.A >= n || p.B >= n || p.A == p.B || !(p.Value > -1 && p.Value < 1):
			return nil, &Blame{i, ErrCorrelation.With("value", p.Value)}
		case given(list[:i], p):
			return nil, &Blame{i, ErrCorrelationTwice.With()}
		}
		c.set(p, p.Value)
	}
	var ok bool
	if c.l, ok = cholesky(c.r, leastPivot); !ok {
		return nil, &Blame{c.culprit(list), ErrNotPositiveDefinite.With()}
	}
	return c, nil
}

func (c *copula) set(p Correlation, v float64) { c.r[p.A][p.B], c.r[p.B][p.A] = v, v }

// culprit is the last correlation without which the others agree; where no single one is to blame, the last.
func (c *copula) culprit(list []Correlation) int {
	for i := len(list) - 1; i >= 0; i-- {
		c.set(list[i], 0)
		_, ok := cholesky(c.r, leastPivot)
		c.set(list[i], list[i].Value)
		if ok {
			return i
		}
	}
	return len(list) - 1
}

func given(list []Correlation, p Correlation) bool {
	for _, q := range list {
		if q.A == p.A && q.B == p.B || q.A == p.B && q.B == p.A {
			return true
		}
	}
	return false
}

func identity(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		m[i][i] = 1
	}
	return m
}

// leastPivot keeps matrices away from the edge, where the factor is mostly rounding.
const leastPivot = 1e-9

// cholesky is the lower triangular L with L·Lᵀ = r, or false where a squared pivot is
// not over least.
func cholesky(r [][]float64, least float64) ([][]float64, bool) {
	l := make([][]float64, len(r))
	for i := range r {
		l[i] = make([]float64, i+1)
		for j := range i + 1 {
			s := r[i][j]
			for k := range j {
				s -= float64(l[i][k] * l[j][k])
			}
			switch {
			case i != j:
				l[i][j] = s / l[j][j]
			case s <= least:
				return nil, false
			default:
				l[i][i] = math.Sqrt(s)
			}
		}
	}
	return l, true
}

// mix turns columns of independent scores into correlated ones, in place, and leaves columns alone that nothing links.
func (c *copula) mix(z [][]float64, linked []bool) {
	// From the last row up: row i needs rows 0 … i as they were.
	for i := len(c.l) - 1; i >= 0; i-- {
		if !linked[i] {
			continue
		}
		row := z[i]
		own := c.l[i][i]
		for k := range row {
			row[k] = float64(row[k] * own)
		}
		for j, w := range c.l[i][:i] {
			if w == 0 {
				continue
			}
			other := z[j][:len(row)]
			for k := range row {
				row[k] += float64(w * other[k])
			}
		}
	}
}

// regression is the weights w with E[z_i | z_rest] = Σ w_j·z_j: those of the conditional normal distribution,
// w = R_rest⁻¹·r_i, with 0 at i itself.
func (c *copula) regression(i int) []float64 {
	n := len(c.r)
	rest := make([]int, 0, n-1)
	for j := range n {
		if j != i {
			rest = append(rest, j)
		}
	}
	sub := make([][]float64, len(rest))
	rhs := make([]float64, len(rest))
	for a, j := range rest {
		rhs[a] = c.r[i][j]
		sub[a] = make([]float64, len(rest))
		for b, k := range rest {
			sub[a][b] = c.r[j][k]
		}
	}
	l, _ := cholesky(sub, 0) // a principal minor of a positive definite matrix is one
	for a := range rhs {
		for b := range a {
			rhs[a] -= float64(l[a][b] * rhs[b])
		}
		rhs[a] /= l[a][a]
	}
	for a := len(rhs) - 1; a >= 0; a-- {
		for b := a + 1; b < len(rhs); b++ {
			rhs[a] -= float64(l[b][a] * rhs[b])
		}
		rhs[a] /= l[a][a]
	}
	w := make([]float64, n)
	for a, j := range rest {
		w[j] = rhs[a]
	}
	return w
}
