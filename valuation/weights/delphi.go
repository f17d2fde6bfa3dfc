package weights

import (
	"slices"
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
)

// Delphi is a panel's anonymous estimates of one figure over rounds (德尔菲法). After each round the experts see the
// median and the quartiles and may change their estimate. The figure is the last round's median.
type Delphi struct {
	// Rounds has 2 to 10 rounds of 3 to 100 estimates, the same number in each.
	Rounds [][]decimal.Decimal `json:"rounds"`
	// Spread is the most that the interquartile range of the last round may be of its median, 0.20 by default.
	Spread decimal.Decimal `json:"spread,omitzero"`
	// Shift is the most that the median may have moved in the last round, relative, 0.10 by default.
	Shift decimal.Decimal `json:"shift,omitzero"`
}

// Round is the statistics of one round. Quartiles interpolate linearly between the ordered estimates (position
// (n−1)·p, as QUARTILE.INC of spreadsheets).
type Round struct {
	Median decimal.Decimal `json:"median"`
	Q1     decimal.Decimal `json:"q1"`
	Q3     decimal.Decimal `json:"q3"`
	Spread decimal.Decimal `json:"spread"` // (Q3−Q1)/median
	Shift  decimal.Decimal `json:"shift"`  // |median − median before|/median before; 0 in the first
}

// DelphiResult is the figure and how the panel came to it.
type DelphiResult struct {
	Value  decimal.Decimal `json:"value"`
	Rounds []Round         `json:"rounds"`
}

var (
	// ErrDelphi says that rounds are not ones.
	ErrDelphi = fault.Define("valuation.delphi", fault.Invalid,
		"德尔菲轮次不成立：{zh}", "these are no Delphi rounds: {en}")
	// ErrApart says that the panel has not come together.
	ErrApart = fault.Define("valuation.delphi_apart", fault.Invalid,
		"专家意见未收敛：末轮四分位距/中位数 {spread}（上限 {most}），中位数变动 {shift}（上限 {move}）",
		"the panel has not come together: in the last round the interquartile range is {spread} of the median (at most {most}) "+
			"and the median moved by {shift} (at most {move})").
		Hint("请再进行一轮，并附上离群意见的理由", "hold another round, with the reasons of those apart")
)

// Evaluate computes the rounds. A panel that has not come together is ErrApart, with the result beside it.
func (d Delphi) Evaluate() (DelphiResult, error) {
	if len(d.Rounds) < 2 || len(d.Rounds) > 10 {
		return DelphiResult{}, ErrDelphi.With("zh", "应有 2–10 轮", "en", "there should be 2 to 10 rounds").At("rounds")
	}
	most, move := d.Spread, d.Shift
	if most.IsZero() {
		most = decimal.Must("0.20")
	}
	if move.IsZero() {
		move = decimal.Must("0.10")
	}
	if !inUnit(most) || !inUnit(move) {
		return DelphiResult{}, ErrDelphi.With("zh", "收敛标准应在 [0, 1]", "en", "the criteria should lie in [0, 1]").At("spread")
	}
	var a decimal.Arith
	var r DelphiResult
	for i, estimates := range d.Rounds {
		n := len(estimates)
		if n < 3 || n > 100 || n != len(d.Rounds[0]) {
			return r, ErrDelphi.With("zh", "每轮应有 3–100 个且人数相同", "en", "each round should have 3 to 100 estimates, the same number in all").
				At(at("rounds", i))
		}
		for j, e := range estimates {
			if e.IsZero() || e.Sign() <= 0 {
				return r, ErrDelphi.With("zh", "估计值应为正", "en", "estimates should be over zero").At(at(at("rounds", i), j))
			}
		}
		sorted := slices.SortedFunc(slices.Values(estimates), decimal.Decimal.Cmp)
		s := Round{Median: quantile(&a, sorted, "0.5"), Q1: quantile(&a, sorted, "0.25"), Q3: quantile(&a, sorted, "0.75"),
			Shift: decimal.Int(0)}
		s.Spread = a.Quo(a.Sub(s.Q3, s.Q1), s.Median)
		if i > 0 {
			before := r.Rounds[i-1].Median
			s.Shift = a.Quo(a.Abs(a.Sub(s.Median, before)), before)
		}
		r.Rounds = append(r.Rounds, s)
	}
	last := r.Rounds[len(r.Rounds)-1]
	r.Value = last.Median
	if a.Err != nil {
		return r, a.Err
	}
	if last.Spread.Cmp(most) > 0 || last.Shift.Cmp(move) > 0 {
		return r, ErrApart.With("spread", last.Spread.Fixed(4), "most", most, "shift", last.Shift.Fixed(4), "move", move).At("rounds")
	}
	return r, nil
}

// quantile is the value at position (n−1)·p of ordered numbers, between two of them by linear interpolation.
func quantile(a *decimal.Arith, sorted []decimal.Decimal, p string) decimal.Decimal {
	position := a.Mul(decimal.Int(int64(len(sorted)-1)), decimal.Must(p))
	i := a.Floor(position)
	low := sorted[i]
	if int(i)+1 == len(sorted) {
		return low
	}
	return a.Add(low, a.Mul(a.Sub(position, decimal.Int(i)), a.Sub(sorted[i+1], low)))
}

func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
