package weights_test

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/weights"
)

func numbers(s ...string) (out []decimal.Decimal) {
	for _, x := range s {
		out = append(out, decimal.Must(x))
	}
	return out
}

// TestConsistentJudgementsGiveTheirRatios: from a_ij = v_i/v_j both ways give v, and CR is 0.
func TestConsistentJudgementsGiveTheirRatios(t *testing.T) {
	r, err := weights.AHP([][]string{{"1", "2", "6"}, {"1/2", "1", "3"}, {"1/6", "1/3", "1"}})
	if err != nil || r.CR.Fixed(12) != "0.000000000000" {
		t.Fatalf("%+v, %v", r, err)
	}
	for i, want := range []string{"0.600000", "0.300000", "0.100000"} {
		if r.Weights[i].Fixed(6) != want || r.By(weights.GeometricMean)[i].Fixed(6) != want {
			t.Errorf("weight %d: %s, %s", i, r.Weights[i].Fixed(6), r.GeometricMean[i].Fixed(6))
		}
	}
}

// TestWeightsAreAnEigenvector checks A·w = λ·w to the tolerance that is stated.
func TestWeightsAreAnEigenvector(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "criteria")
		m := make([][]string, n)
		for i := range m {
			m[i] = make([]string, n)
			m[i][i] = "1"
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				k := rapid.IntRange(1, 9).Draw(t, "comparison")
				m[i][j], m[j][i] = fmt.Sprint(k), fmt.Sprintf("1/%d", k)
			}
		}
		r, err := weights.AHP(m)
		if err != nil && !errors.Is(err, weights.ErrInconsistent) {
			t.Fatal(err)
		}
		var a decimal.Arith
		if s := a.Sum(r.Weights); s.Fixed(30) != decimal.Int(1).Fixed(30) {
			t.Fatalf("weights add up to %s", s)
		}
		for i := range m {
			sum := decimal.Int(0)
			for j := range m {
				v := a.Quo(decimal.Int(1), decimal.Must("1"))
				if s := m[i][j]; len(s) > 1 {
					v = a.Quo(decimal.Int(1), decimal.Must(s[2:]))
				} else {
					v = decimal.Must(s)
				}
				sum = a.Add(sum, a.Mul(v, r.Weights[j]))
			}
			off := a.Abs(a.Sub(a.Quo(sum, r.Weights[i]), r.LambdaMax))
			if off.Cmp(decimal.Must("0.000000000001")) > 0 {
				t.Fatalf("row %d is off by %s", i, off.Fixed(20))
			}
		}
	})
}

func TestFuzzyEvaluationByBothOperators(t *testing.T) {
	f := weights.Fuzzy{Grades: numbers("1", "0.7", "0.4"), Factors: []weights.Factor{
		{Name: "a", Weight: decimal.Must("0.6"), Membership: numbers("0.5", "0.3", "0.2")},
		{Name: "b", Weight: decimal.Must("0.4"), Membership: numbers("0.1", "0.7", "0.2")},
	}}
	r, err := f.Evaluate()
	// B = (0.34, 0.46, 0.20): 0.34 + 0.322 + 0.08.
	if err != nil || fmt.Sprint(r.Membership) != "[0.34 0.46 0.20]" || r.Score.Short(6) != "0.742" {
		t.Errorf("%v, %v", r, err)
	}
	f.Operator = weights.MaxMin
	// max(min(0.6,0.5), min(0.4,0.1)) = 0.5; 0.4; 0.2: normalised by 1.1.
	if r, err = f.Evaluate(); err != nil || r.Membership[0].Fixed(6) != "0.454545" || r.Score.Fixed(6) != "0.781818" {
		t.Errorf("%v, %v", r, err)
	}
	f.Factors[1].Membership = numbers("0.1", "0.7", "0.1")
	if _, err := f.Evaluate(); !errors.Is(err, weights.ErrSum) || fault.From(err).Field != "factors[1].membership" {
		t.Errorf("memberships of 0.9: %v", err)
	}
	f.Factors = f.Factors[:1]
	if _, err := f.Evaluate(); !errors.Is(err, weights.ErrSum) || fault.From(err).Field != "factors" {
		t.Errorf("weights of 0.6: %v", err)
	}
	f.Operator = "product"
	if err := f.Check(); !errors.Is(err, weights.ErrFuzzy) || fault.From(err).Field != "operator" {
		t.Errorf("an unknown operator: %v", err)
	}
}

func TestDelphiRoundsComeTogetherOrNot(t *testing.T) {
	d := weights.Delphi{Rounds: [][]decimal.Decimal{numbers("2", "4", "9", "5", "3"), numbers("4", "4", "5", "4.4", "3.9")}}
	r, err := d.Evaluate()
	// Ordered 2 3 4 5 9, then 3.9 4 4 4.4 5.
	if err != nil || r.Value.Short(6) != "4" || r.Rounds[0].Q1.Short(6) != "3" || r.Rounds[0].Q3.Short(6) != "5" ||
		r.Rounds[0].Spread.Short(6) != "0.5" || r.Rounds[1].Spread.Short(6) != "0.1" || r.Rounds[1].Shift.Sign() != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	d.Rounds = append(d.Rounds, numbers("2", "4", "9", "5", "3"))
	if r, err = d.Evaluate(); !errors.Is(err, weights.ErrApart) || len(r.Rounds) != 3 {
		t.Errorf("a panel that parted again: %+v, %v", r, err)
	}
	d.Rounds = [][]decimal.Decimal{numbers("4", "4", "4"), numbers("5", "5", "5")}
	if _, err = d.Evaluate(); !errors.Is(err, weights.ErrApart) {
		t.Errorf("a median that moved by a quarter: %v", err)
	}
	for name, rounds := range map[string][][]decimal.Decimal{
		"one round": {numbers("1", "1", "1")}, "two experts": {numbers("1", "1"), numbers("1", "1")},
		"experts who left": {numbers("1", "1", "1", "1"), numbers("1", "1", "1")}, "nothing": {numbers("0", "1", "1"), numbers("1", "1", "1")},
	} {
		if _, err := (weights.Delphi{Rounds: rounds}).Evaluate(); !errors.Is(err, weights.ErrDelphi) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
