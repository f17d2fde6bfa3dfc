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
