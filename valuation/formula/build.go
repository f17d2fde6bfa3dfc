package formula

import "shurong.org/shurong/valuation/decimal"

func (g *Graph) make(n Node, v decimal.Decimal) ID {
	g.nodes = append(g.nodes, n)
	g.values = append(g.values, v)
	return ID(len(g.nodes) - 1)
}

// op makes a node and computes it.
func (g *Graph) op(op Op, places int32, args ...ID) ID {
	n := Node{Op: op, Args: args, Places: places}
	return g.make(n, compute(&g.arith, n, g.Value))
}

// Const is a number that belongs to the formula itself.
func (g *Graph) Const(d decimal.Decimal) ID { return g.make(Node{Op: OpConst}, d) }

// Int is Const of a whole number.
func (g *Graph) Int(n int64) ID { return g.Const(decimal.Int(n)) }

// Input is a named value from outside. A name given twice keeps its first meaning for [Graph.Find].
func (g *Graph) Input(q Quantity, v decimal.Decimal) ID {
	id := g.make(Node{Op: OpInput}, v)
	q.Leaf = true
	g.name(id, q)
	return id
}

// Name gives a computed node a name, so that it can be replaced as a whole, and returns the node.
func (g *Graph) Name(id ID, q Quantity) ID {
	q.Leaf = false
	g.name(id, q)
	return id
}

func (g *Graph) name(id ID, q Quantity) {
	q.Node = id
	if _, taken := g.names[q.Name]; !taken {
		g.names[q.Name] = len(g.quantities)
	}
	if _, taken := g.byNode[id]; !taken {
		g.byNode[id] = len(g.quantities)
	}
	g.quantities = append(g.quantities, q)
}

// Row writes a line and returns its node.
func (g *Graph) Row(r Row) ID {
	if _, taken := g.rowOf[r.Node]; !taken {
		g.rowOf[r.Node] = len(g.rows)
	}
	g.rows = append(g.rows, r)
	return r.Node
}

// Add is x + y.
func (g *Graph) Add(x, y ID) ID { return g.op(OpAdd, 0, x, y) }

// Sub is x − y.
func (g *Graph) Sub(x, y ID) ID { return g.op(OpSub, 0, x, y) }

// Mul is the product; of one node it is that node.
func (g *Graph) Mul(x ID, more ...ID) ID {
	if len(more) == 0 {
		return x
	}
	return g.op(OpMul, 0, append([]ID{x}, more...)...)
}

// Quo is x ÷ y.
func (g *Graph) Quo(x, y ID) ID { return g.op(OpQuo, 0, x, y) }

// Pow is x to the power of y.
func (g *Graph) Pow(x, y ID) ID { return g.op(OpPow, 0, x, y) }

// Min is the least of one or more.
func (g *Graph) Min(xs ...ID) ID { return g.many(OpMin, xs) }

// Max is the greatest of one or more.
func (g *Graph) Max(xs ...ID) ID { return g.many(OpMax, xs) }

// Sum adds; the sum of nothing is 0.
func (g *Graph) Sum(xs ...ID) ID { return g.many(OpSum, xs) }

// Median is the middle of one or more.
func (g *Graph) Median(xs ...ID) ID { return g.many(OpMedian, xs) }

func (g *Graph) many(op Op, xs []ID) ID {
	if len(xs) == 0 {
		return g.Int(0)
	}
	return g.op(op, 0, append([]ID(nil), xs...)...)
}

// Abs is |x|.
func (g *Graph) Abs(x ID) ID { return g.op(OpAbs, 0, x) }

// Sqrt is √x.
func (g *Graph) Sqrt(x ID) ID { return g.op(OpSqrt, 0, x) }

// Ln is the natural logarithm.
func (g *Graph) Ln(x ID) ID { return g.op(OpLn, 0, x) }

// Exp is e to the power of x.
func (g *Graph) Exp(x ID) ID { return g.op(OpExp, 0, x) }

// Round is x with so many decimals, halves to even.
func (g *Graph) Round(x ID, places int32) ID { return g.op(OpRound, places, x) }

// IfLE is then where x ≤ y, and otherwise els.
func (g *Graph) IfLE(x, y, then, els ID) ID { return g.op(OpIfLE, 0, x, y, then, els) }

// Set gives an input another value for good and computes everything that depends on it again. It is for a value that is
// solved for while the graph is built, and is not safe beside readers.
func (g *Graph) Set(input ID, v decimal.Decimal) {
	g.arith.Err = nil
	g.values[input] = v
	for id := input + 1; int(id) < len(g.nodes); id++ {
		if n := g.nodes[id]; len(n.Args) > 0 {
			g.values[id] = compute(&g.arith, n, g.Value)
		}
	}
}
