package valuation

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/weights"
)

// ScoredRange is a range and a score in [0, 1] that says where in it a rate lies.
type ScoredRange struct {
	Low   Decimal `json:"low"`
	High  Decimal `json:"high"`
	Score Score   `json:"score"`
}

// Score is a judgement as a number in [0, 1]: the file's quality, a fuzzy evaluation, the figure of a Delphi panel, or a
// number typed by hand with its reason. Exactly one of the four.
type Score struct {
	Quality bool            `json:"quality,omitzero"`
	Fuzzy   *weights.Fuzzy  `json:"fuzzy,omitzero"`
	Delphi  *weights.Delphi `json:"delphi,omitzero"`
	Value   Decimal         `json:"value,omitzero"`
	Reason  string          `json:"reason,omitzero"`
}

func (r ScoredRange) check(c *check, field string, in formula.Span) {
	Range{r.Low, r.High}.check(c, field, in)
	r.Score.check(c, sub(field, "score"))
}

func (s Score) check(c *check, field string) {
	ways := 0
	for _, given := range []bool{s.Quality, s.Fuzzy != nil, s.Delphi != nil, !s.Value.IsZero()} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		c.fail(ErrExclusive.With("name", "score", "choices", "quality, fuzzy, delphi, value+reason"), field)
		return
	case s.Quality && !c.graded:
		c.fail(ErrNoQuality.With("name", "score"), field)
	case !s.Value.IsZero():
		c.within(sub(field, "value"), s.Value, share)
		c.text(sub(field, "reason"), s.Reason, true)
	case s.Quality:
	default:
		v, at, err := s.judged()
		if err != nil {
			e := fault.From(err)
			c.fail(e, sub(sub(field, at), e.Field))
		} else if !share.Holds(v) {
			c.fail(ErrOutOfRange.With("name", at, "value", v.Short(6), "range", share), sub(field, at))
		}
	}
}

// judged is the score of experts, and the way it came about.
func (s Score) judged() (Decimal, string, error) {
	if s.Fuzzy != nil {
		r, err := s.Fuzzy.Evaluate()
		return r.Score, "fuzzy", err
	}
	r, err := s.Delphi.Evaluate()
	return r.Value, "delphi", err
}

// build writes the rate as low + (high−low)·score. Scores of experts are inputs: they were computed before.
func (r ScoredRange) build(s *sheet, at, name string, label Text, symbol string, in formula.Span) formula.ID {
	var score formula.ID
	q := s.quantity(at+".score", Text{ZH: label.ZH + "评分", EN: "score of " + label.EN}, formula.Ratio, share)
	switch {
	case r.Score.Quality:
		score = s.score()
	case !r.Score.Value.IsZero():
		q.Written = r.Score.Value.String()
		score = s.g.Input(q, r.Score.Value)
		s.state(q.Label.ZH+"为人工填写 "+q.Written+"，理由："+r.Score.Reason, q.Label.EN+" was typed by hand: "+q.Written+", because: "+r.Score.Reason)
	default:
		v, way, err := r.Score.judged()
		if err != nil {
			s.fail(err)
		}
		score = s.g.Input(q, v)
		zh, en := "模糊综合评价", "fuzzy comprehensive evaluation"
		if way == "delphi" {
			zh, en = "德尔菲专家轮次", "rounds of a Delphi panel"
		}
		s.state(q.Label.ZH+"由"+zh+"得出："+v.Short(6), q.Label.EN+" by "+en+": "+v.Short(6))
	}
	return s.between(at, name, label, symbol, Range{r.Low, r.High}, score, in)
}

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
