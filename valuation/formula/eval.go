package formula

import "shurong.org/shurong/valuation/decimal"

// Replacement is a node and the value it has instead.
type Replacement struct {
	Node  ID
	Value decimal.Decimal
}

// Eval computes the wanted nodes exactly with some nodes replaced. Only what depends on them is computed again. An
// operation that cannot be computed (a division by zero, a root of a negative number) is decimal.ErrArithmetic.
func (g *Graph) Eval(want []ID, replaced ...Replacement) ([]decimal.Decimal, error) {
	if g.arith.Err != nil {
		return nil, g.arith.Err
	}
	e := evaluation{g: g, changed: make(map[ID]decimal.Decimal, 2*len(replaced))}
	first, last := ID(len(g.nodes)), ID(-1)
	for _, r := range replaced {
		e.changed[r.Node] = r.Value
		first = min(first, r.Node)
	}
	for _, id := range want {
		last = max(last, id)
	}
	for id := first + 1; id <= last; id++ {
		e.again(id)
	}
	out := make([]decimal.Decimal, len(want))
	for i, id := range want {
		out[i] = e.value(id)
	}
	return out, e.arith.Err
}

type evaluation struct {
	g       *Graph
	changed map[ID]decimal.Decimal
	arith   decimal.Arith
}

func (e *evaluation) value(id ID) decimal.Decimal {
	if v, ok := e.changed[id]; ok {
		return v
	}
	return e.g.values[id]
}

// again computes a node whose arguments changed; a replaced one keeps what it was given.
func (e *evaluation) again(id ID) {
	if _, replaced := e.changed[id]; replaced {
		return
	}
	n := e.g.nodes[id]
	for _, arg := range n.Args {
		if _, ok := e.changed[arg]; ok {
			e.changed[id] = compute(&e.arith, n, e.value)
			return
		}
	}
}

// compute is the exact meaning of every operation. Constants and inputs are never computed.
func compute(a *decimal.Arith, n Node, value func(ID) decimal.Decimal) decimal.Decimal {
	x := func(i int) decimal.Decimal { return value(n.Args[i]) }
	switch n.Op {
	case OpAdd:
		return a.Add(x(0), x(1))
	case OpSub:
		return a.Sub(x(0), x(1))
	case OpMul:
		v := x(0)
		for i := 1; i < len(n.Args); i++ {
			v = a.Mul(v, x(i))
		}
		return v
	case OpQuo:
		return a.Quo(x(0), x(1))
	case OpPow:
		return a.Pow(x(0), x(1))
	case OpMin, OpMax:
		v := x(0)
		for i := 1; i < len(n.Args); i++ {
			if c := x(i).Cmp(v); n.Op == OpMin && c < 0 || n.Op == OpMax && c > 0 {
				v = x(i)
			}
		}
		return v
	case OpSum, OpMedian:
		xs := make([]decimal.Decimal, len(n.Args))
		for i := range xs {
			xs[i] = x(i)
		}
		if n.Op == OpMedian {
			return a.Median(xs)
		}
		return a.Sum(xs)
	case OpAbs:
		return a.Abs(x(0))
	case OpSqrt:
		return a.Sqrt(x(0))
	case OpLn:
		return a.Ln(x(0))
	case OpExp:
		return a.Exp(x(0))
	case OpRound:
		return a.Round(x(0), n.Places)
	case OpIfLE:
		if x(0).Cmp(x(1)) <= 0 {
			return x(2)
		}
		return x(3)
	}
	return decimal.Int(0)
}
