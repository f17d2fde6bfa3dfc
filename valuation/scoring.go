package valuation

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/weights"
)

// AHPResult is what pairwise comparison gives.
type AHPResult = weights.Result

// Faults of pairwise comparison.
var (
	ErrInconsistent = weights.ErrInconsistent
	ErrMatrix       = weights.ErrMatrix
)

// AHP is [weights.AHP].
func AHP(matrix [][]string) (AHPResult, error) { return weights.AHP(matrix) }

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
	total, score := integer(0), integer(0)
	for i, d := range dims {
		at := item("dimensions", i)
		c.within(sub(at, "weight"), d.Weight, share)
		c.within(sub(at, "score"), d.Score, share)
		total = a.Add(total, d.Weight)
		score = a.Add(score, a.Mul(d.Weight, d.Score))
	}
	if total.Cmp(integer(1)) != 0 {
		c.fail(ErrQualityWeights.With("sum", total), "dimensions")
	}
	if c.err != nil {
		return Decimal{}, c.err
	}
	return score, a.Err
}
