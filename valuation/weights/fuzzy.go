package weights

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/strict"
)

// Operator is how fuzzy evaluation combines weights and memberships.
type Operator string

// WeightedAverage is M(·,⊕): every factor counts by its weight. MaxMin is M(∧,∨): the main factor decides; its result
// is normalised.
const (
	WeightedAverage Operator = "weighted_average"
	MaxMin          Operator = "max_min"
)

// Fuzzy is a fuzzy comprehensive evaluation (模糊综合评价): factors with weights, grades with scores, and for each factor
// how far it belongs to each grade. B = W∘R; the score is Σ B_g·grade_g.
type Fuzzy struct {
	// Grades are the scores of the grades, [0, 1], 2 to 10 of them.
	Grades   []decimal.Decimal `json:"grades"`
	Factors  []Factor          `json:"factors"`
	Operator Operator          `json:"operator,omitzero"`
}

// Factor is one thing that is judged. Memberships, one a grade, add up to 1: the shares of the experts who gave it.
type Factor struct {
	Name       string            `json:"name"`
	Weight     decimal.Decimal   `json:"weight"`
	Membership []decimal.Decimal `json:"membership"`
}

// FuzzyResult is the membership of the whole in each grade, and its score in [0, 1].
type FuzzyResult struct {
	Membership []decimal.Decimal `json:"membership"`
	Score      decimal.Decimal   `json:"score"`
}

var (
	// ErrFuzzy says that an evaluation is not one.
	ErrFuzzy = fault.Define("valuation.fuzzy", fault.Invalid,
		"模糊综合评价不成立：{zh}", "this is no fuzzy evaluation: {en}")
	// ErrSum says that shares that make up a whole do not add up to 1.
	ErrSum = fault.Define("valuation.sum", fault.Invalid,
		"{name} 之和为 {sum}，应恰为 1", "{name} add up to {sum}; they must add up to exactly 1")
)

const maxFactors = 100

func inUnit(d decimal.Decimal) bool {
	return !d.IsZero() && d.Sign() >= 0 && d.Cmp(decimal.Int(1)) <= 0
}

// Check finds the first fault, with its field.
func (f Fuzzy) Check() error {
	switch {
	case len(f.Grades) < 2 || len(f.Grades) > 10:
		return ErrFuzzy.With("zh", "评语等级应为 2–10 级", "en", "there should be 2 to 10 grades").At("grades")
	case len(f.Factors) == 0 || len(f.Factors) > maxFactors:
		return ErrFuzzy.With("zh", "因素应为 1–100 个", "en", "there should be 1 to 100 factors").At("factors")
	case f.Operator != "" && f.Operator != WeightedAverage && f.Operator != MaxMin:
		return ErrFuzzy.With("zh", "算子应为 weighted_average 或 max_min", "en", "the operator should be weighted_average or max_min").
			At("operator")
	}
	for i, g := range f.Grades {
		if !inUnit(g) {
			return ErrFuzzy.With("zh", "等级分值应在 [0, 1]", "en", "scores of grades should lie in [0, 1]").At(at("grades", i))
		}
	}
	var a decimal.Arith
	total := decimal.Int(0)
	for i, k := range f.Factors {
		field := at("factors", i)
		if len(k.Membership) != len(f.Grades) {
			return ErrFuzzy.With("zh", "隶属度个数应与等级数一致", "en", "there should be one membership a grade").At(field + ".membership")
		}
		if !inUnit(k.Weight) {
			return ErrFuzzy.With("zh", "权重应在 [0, 1]", "en", "weights should lie in [0, 1]").At(field + ".weight")
		}
		for j, m := range k.Membership {
			if !inUnit(m) {
				return ErrFuzzy.With("zh", "隶属度应在 [0, 1]", "en", "memberships should lie in [0, 1]").
					At(at(field+".membership", j))
			}
		}
		if sum := a.Sum(k.Membership); sum.Cmp(decimal.Int(1)) != 0 {
			return ErrSum.With("name", "memberships of "+strict.Clip(k.Name), "sum", sum).At(field + ".membership")
		}
		total = a.Add(total, k.Weight)
	}
	if total.Cmp(decimal.Int(1)) != 0 {
		return ErrSum.With("name", "weights", "sum", total).At("factors")
	}
	return a.Err
}

// Evaluate computes the evaluation.
func (f Fuzzy) Evaluate() (FuzzyResult, error) {
	if err := f.Check(); err != nil {
		return FuzzyResult{}, err
	}
	var a decimal.Arith
	r := FuzzyResult{Membership: make([]decimal.Decimal, len(f.Grades)), Score: decimal.Int(0)}
	for g := range f.Grades {
		sum := decimal.Int(0)
		for _, k := range f.Factors {
			if f.Operator != MaxMin {
				sum = a.Add(sum, a.Mul(k.Weight, k.Membership[g]))
			} else if least := lesser(k.Weight, k.Membership[g]); least.Cmp(sum) > 0 {
				sum = least
			}
		}
		r.Membership[g] = sum
	}
	if f.Operator == MaxMin {
		r.Membership = normalise(&a, r.Membership)
	}
	for g, score := range f.Grades {
		r.Score = a.Add(r.Score, a.Mul(score, r.Membership[g]))
	}
	return r, a.Err
}

func lesser(x, y decimal.Decimal) decimal.Decimal {
	if x.Cmp(y) < 0 {
		return x
	}
	return y
}
