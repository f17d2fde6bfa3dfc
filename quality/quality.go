// Package quality scores data by the six dimensions of GB/T 36344-2018 and says how one measurement differs from
// another.
//
// It is pure: counts go in, shares come out, in parts per million. Every indicator is X = A/B, and A, B and the rule
// stand beside the result, so that whoever doubts a score can recompute it:
//
//	r := quality.Score(input, quality.DefaultWeights())
//	r.TotalPPM                        // what an appraiser takes as the quality factor
//	r.Dimensions[1].Indicators[0].A   // cells that hold a value
//
// A dimension's score is the plain mean of its indicators, the total is the mean of the dimensions by [Weights]. A
// dimension for which the data offers nothing to measure (no date at all, for timeliness) is not assessed: it takes
// part neither with one nor with zero, and its weight falls to the others. All divisions round half to even, once, at
// the millionth.
//
// Indicators cover what can be read off the data alone. Whether a value is true cannot be, only whether it can be
// true.
package quality

import (
	"math/big"
	"math/bits"

	"shurong.org/shurong/fault"
)

// Dimension is one of the six of GB/T 36344-2018, chapter 5.
type Dimension string

// The six dimensions.
const (
	Normativity   Dimension = "normativity"   // 规范性
	Completeness  Dimension = "completeness"  // 完整性
	Accuracy      Dimension = "accuracy"      // 准确性
	Consistency   Dimension = "consistency"   // 一致性
	Timeliness    Dimension = "timeliness"    // 时效性
	Accessibility Dimension = "accessibility" // 可访问性
)

// Dimensions in the order of the standard.
var Dimensions = []Dimension{Normativity, Completeness, Accuracy, Consistency, Timeliness, Accessibility}

// PPM is a share in millionths.
type PPM = int64

const one PPM = 1_000_000

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

func roundHalfEven(num, den *big.Int) int64 {
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	switch twice := r.Lsh(r, 1); twice.Cmp(den) {
	case 1:
		return q.Int64() + 1
	case 0:
		return q.Int64() + q.Int64()&1
	}
	return q.Int64()
}

// Ratio is a/b in ppm, half to even; 1 if b is 0, since nothing is then at fault. a is taken between 0 and b.
func Ratio(a, b int64) PPM {
	if b <= 0 {
		return one
	}
	a = min(max(a, 0), b)
	hi, lo := bits.Mul64(uint64(a), uint64(one))
	q, r := bits.Div64(hi, lo, uint64(b))
	if twice := 2 * r; twice > uint64(b) || twice == uint64(b) && q&1 == 1 {
		q++
	}
	return PPM(q)
}
