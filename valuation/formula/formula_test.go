package formula_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

func TestTextIsWrittenFromTheGraph(t *testing.T) {
	g := formula.New()
	in := func(name, v string) formula.ID {
		return g.Input(formula.Quantity{Name: "m." + name, Unit: formula.Ratio}, decimal.Must(v))
	}
	c, p, d, n := in("c", "1100"), in("p", "0.10"), in("d", "1.1109"), in("n", "2")
	one := g.Int(1)
	s := []formula.Symbol{{Name: "C", Node: c}, {Name: "p", Node: p}, {Name: "δ", Node: d}, {Name: "n", Node: n}}
	f1 := g.Row(formula.Row{Symbol: "F_t", Node: g.Mul(c, p), Inputs: s})
	f2 := g.Row(formula.Row{Symbol: "F_t", Node: g.Mul(c, d), Inputs: s})
	for want, node := range map[string]formula.ID{
		"P = C·(1+p)·δ":             g.Mul(c, g.Add(one, p), d),
		"P = C·(1−p) − δ":           g.Sub(g.Mul(c, g.Sub(one, p)), d),
		"P = C − (p−δ)":             g.Sub(c, g.Sub(p, d)),
		"P = C/(p·δ)":               g.Quo(c, g.Mul(p, d)),
		"P = C/(1+p)^n":             g.Quo(c, g.Pow(g.Add(one, p), n)),
		"P = (C·p)^(n−1)":           g.Pow(g.Mul(c, p), g.Sub(n, one)),
		"P = Σ F_t":                 g.Sum(f1, f2),
		"P = F_t/Σ F_t":             g.Quo(f1, g.Sum(f1, f2)),
		"P = C + p + δ":             g.Sum(c, p, d),
		"P = min(C, p)":             g.Min(c, p),
		"P = median(F_t)":           g.Median(f1, f2),
		"P = if(C ≤ p, δ, 1)":       g.IfLE(c, p, d, one),
		"P = √(1+p)·|C−p|":          g.Mul(g.Sqrt(g.Add(one, p)), g.Abs(g.Sub(c, p))),
		"P = round(exp(p)·ln(C),2)": g.Round(g.Mul(g.Exp(p), g.Ln(c)), 2),
	} {
		got := g.Text(formula.Row{Symbol: "P", Node: node, Inputs: s})
		if want == "P = round(exp(p)·ln(C),2)" {
			want = "P = round(exp(p)·ln(C), 2)"
		}
		if want == "P = F_t/Σ F_t" {
			want = "P = F_t/(Σ F_t)"
		}
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := g.Text(formula.Row{Symbol: "C", Node: c, Inputs: s}); got != "C" {
		t.Errorf("an input is written %s", got)
	}
}

func TestOperationsMeanWhatTheySay(t *testing.T) {
	g := formula.New()
	k := func(s string) formula.ID { return g.Const(decimal.Must(s)) }
	for want, node := range map[string]formula.ID{
		"5":          g.Add(k("2"), k("3")),
		"-1":         g.Sub(k("2"), k("3")),
		"24":         g.Mul(k("2"), k("3"), k("4")),
		"0.333333":   g.Quo(k("1"), k("3")),
		"8":          g.Pow(k("2"), k("3")),
		"0.125":      g.Pow(k("2"), k("-3")),
		"1.414214":   g.Pow(k("2"), k("0.5")),
		"2.29739671": g.Pow(k("2"), k("1.2")),
		"1":          g.Min(k("3"), k("1"), k("2")),
		"9":          g.Max(k("3"), k("9"), k("2")),
		"6":          g.Sum(k("3"), k("1"), k("2")),
		"2":          g.Median(k("3"), k("1"), k("2")),
		"1.5":        g.Median(k("2"), k("1")),
		"7":          g.Abs(k("-7")),
		"1.732051":   g.Sqrt(k("3")),
		"0.693147":   g.Ln(k("2")),
		"2.718282":   g.Exp(k("1")),
		"0.12":       g.Round(k("0.125"), 2),
		"0.38":       g.Round(k("0.375"), 2),
		"10":         g.IfLE(k("1"), k("1"), k("10"), k("20")),
		"20":         g.IfLE(k("2"), k("1"), k("10"), k("20")),
		"0":          g.Sum(),
	} {
		places := int32(6)
		if want == "2.29739671" {
			places = 8
		}
		if got := g.Value(node).Short(places); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if g.Err() != nil {
		t.Fatal(g.Err())
	}
	bad := g.Quo(k("1"), k("0"))
	if !errors.Is(g.Err(), decimal.ErrArithmetic) || g.Value(bad).Sign() != 0 {
		t.Errorf("a division by zero is %s, %v", g.Value(bad), g.Err())
	}
}

// TestReplacingAnInputIsBuildingWithIt is the ground of sensitivity: the graph read again gives what a new graph gives.
func TestReplacingAnInputIsBuildingWithIt(t *testing.T) {
	build := func(xs []int64) (*formula.Graph, []formula.ID, formula.ID) {
		g := formula.New()
		var in []formula.ID
		for _, x := range xs {
			in = append(in, g.Input(formula.Quantity{Name: "x"}, decimal.Int(x)))
		}
		v := g.Add(g.Quo(g.Mul(in[0], in[1]), in[2]), g.Max(g.Median(in...), g.Sqrt(in[3])))
		v = g.Mul(v, g.IfLE(in[0], in[1], g.Sum(in...), g.Sub(in[2], in[3])))
		return g, in, v
	}
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Int64Range(1, 1000), 4, 4).Draw(t, "xs")
		g, in, v := build(xs)
		was := g.Value(v).String()
		i := rapid.IntRange(0, 3).Draw(t, "input")
		xs[i] = rapid.Int64Range(1, 1000).Draw(t, "instead")
		got, err := g.Eval([]formula.ID{v}, formula.Replacement{Node: in[i], Value: decimal.Int(xs[i])})
		again, _, w := build(xs)
		if err != nil || got[0].Cmp(again.Value(w)) != 0 {
			t.Fatalf("%s, %v; a new graph gives %s", got, err, again.Value(w))
		}
		if g.Value(v).String() != was {
			t.Fatal("evaluation changed the graph")
		}
	})
}

func TestAReplacedComputationNoLongerLooksAtItsArguments(t *testing.T) {
	g := formula.New()
	a := g.Input(formula.Quantity{Name: "a"}, decimal.Int(2))
	r := g.Name(g.Add(a, g.Int(1)), formula.Quantity{Name: "r"})
	v := g.Mul(r, g.Int(10))
	got, err := g.Eval([]formula.ID{v, r}, formula.Replacement{Node: r, Value: decimal.Int(7)},
		formula.Replacement{Node: a, Value: decimal.Int(100)})
	if err != nil || got[0].String() != "70" || got[1].String() != "7" {
		t.Errorf("%v, %v", got, err)
	}
	if q, ok := g.Find("r"); !ok || q.Leaf || q.Node != r {
		t.Errorf("%+v", q)
	}
}

func TestSpansHoldAndClamp(t *testing.T) {
	for _, c := range []struct{ span, x, clamped string }{
		{"[0, 1]", "0", "0"}, {"(0, 1]", "0", "0.00001"}, {"[0, 1)", "1", "0.99999"}, {"[0, )", "-1", "0"},
		{"(, 1]", "5", "1"}, {"(0, 10]", "3", "3"},
	} {
		s, x := formula.MustSpan(c.span), decimal.Must(c.x)
		if got := s.Clamp(x); got.String() != c.clamped || s.Holds(x) != (c.x == c.clamped) {
			t.Errorf("%s in %s: %s, holds %v", c.x, s, got, s.Holds(x))
		}
	}
}
