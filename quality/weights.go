package quality

import (
	"math/big"
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
)

// ErrWeights says that weights do not add up.
var ErrWeights = fault.Define("quality.weights", fault.Invalid,
	"六个维度的权重应各为 0–1 且合计为 1，实际合计 {sum}（百万分比）",
	"the weights of the six dimensions should each be 0 to 1 and add up to 1; they add up to {sum} millionths").
	Hint("请检查权重", "check the weights")

// Weights are the dimensions' weights; they add up to one million.
type Weights map[Dimension]PPM

// DefaultWeights put accuracy and completeness first, as appraisal practice does. An appraiser may set others and then
// states why.
func DefaultWeights() Weights {
	return Weights{Normativity: 100_000, Completeness: 250_000, Accuracy: 300_000, Consistency: 150_000,
		Timeliness: 100_000, Accessibility: 100_000}
}

// Check reports whether the weights are usable.
func (w Weights) Check() error {
	sum := PPM(0)
	for _, d := range Dimensions {
		if w[d] < 0 || w[d] > one {
			return ErrWeights.With("sum", w[d]).At(string(d))
		}
		sum += w[d]
	}
	if sum != one || len(w) > len(Dimensions) {
		return ErrWeights.With("sum", sum)
	}
	return nil
}

// Judgement is how weights came from pairwise comparisons (AHP).
type Judgement struct {
	Matrix    [][]string `json:"matrix"` // rows and columns in the order of [Dimensions]; "3", "1/3"
	LambdaMax string     `json:"lambda_max"`
	CR        string     `json:"cr"` // consistency ratio, under 0.10
}

// FromAHP makes weights of a comparison of the six dimensions, each row saying how much more its dimension counts than
// the column's. The weights are the principal eigenvector (see [valuation.AHP]), rounded to millionths by largest
// remainder, so that they add up. A consistency ratio of 0.10 or more is refused.
func FromAHP(matrix [][]string) (Weights, Judgement, error) {
	if len(matrix) != len(Dimensions) {
		return nil, Judgement{}, ErrMatrixSize.With("rows", len(matrix)).At("matrix")
	}
	r, err := valuation.AHP(matrix)
	if err != nil {
		return nil, Judgement{}, err
	}
	w, sum := Weights{}, PPM(0)
	rest := make([]*big.Rat, len(Dimensions))
	for i, d := range Dimensions {
		x, _ := new(big.Rat).SetString(r.Weights[i].Fixed(12))
		x.Mul(x, big.NewRat(one, 1))
		whole := new(big.Int).Quo(x.Num(), x.Denom()).Int64()
		w[d], sum = whole, sum+whole
		rest[i] = x.Sub(x, big.NewRat(whole, 1))
	}
	for ; sum < one; sum++ {
		best := 0
		for i := range rest {
			if rest[i].Cmp(rest[best]) > 0 {
				best = i
			}
		}
		w[Dimensions[best]]++
		rest[best] = new(big.Rat).SetInt64(-1)
	}
	return w, Judgement{Matrix: matrix, LambdaMax: r.LambdaMax.Fixed(6), CR: r.CR.Fixed(6)}, nil
}

// ErrMatrixSize says that a comparison is not one of the six dimensions.
var ErrMatrixSize = fault.Define("quality.ahp_size", fault.Invalid,
	"判断矩阵应为 6×6，依次比较规范性、完整性、准确性、一致性、时效性、可访问性，实际 {rows} 行",
	"the comparison matrix should be 6×6, in the order normativity, completeness, accuracy, consistency, timeliness, "+
		"accessibility; it has {rows} rows")

// Total is the weighted mean of the scores that are there, half to even. With none it is 0.
func Total(scores map[Dimension]PPM, w Weights) PPM {
	var sum, weight big.Int
	for _, d := range Dimensions {
		s, ok := scores[d]
		if !ok {
			continue
		}
		sum.Add(&sum, new(big.Int).Mul(big.NewInt(s), big.NewInt(w[d])))
		weight.Add(&weight, big.NewInt(w[d]))
	}
	if weight.Sign() == 0 {
		return 0
	}
	return roundHalfEven(&sum, &weight)
}

func mean(list []Indicator) PPM {
	sum := int64(0)
	for _, i := range list {
		sum += i.PPM
	}
	return roundHalfEven(big.NewInt(sum), big.NewInt(int64(len(list))))
}

// clip bounds a text from outside before it goes into a fault or a sentence.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func itoa[T ~int | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }
