package uncertainty

import (
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/simulation"
)

var unary = map[formula.Op]simulation.Op{formula.OpAbs: simulation.Abs, formula.OpSqrt: simulation.Sqrt,
	formula.OpLn: simulation.Ln, formula.OpExp: simulation.Exp}

// binary operations; of more than two arguments they are done from the left.
var binary = map[formula.Op]simulation.Op{formula.OpAdd: simulation.Add, formula.OpSub: simulation.Sub,
	formula.OpMul: simulation.Mul, formula.OpQuo: simulation.Quo, formula.OpPow: simulation.Pow,
	formula.OpMin: simulation.Min, formula.OpMax: simulation.Max, formula.OpSum: simulation.Add}

// program compiles the graph with some nodes as inputs, in this order. Nodes that none of them reaches are constants
// with their exact values. reached tells which inputs the outputs depend on.
func program(g *formula.Graph, inputs, outputs []formula.ID) (p *simulation.Program, reached []bool) {
	c := compiler{g: g, slot: make(map[formula.ID]int, len(inputs)), refs: make([]simulation.Ref, g.Len())}
	for i, id := range inputs {
		c.slot[id] = i
	}
	c.mark()
	needed := c.needed(outputs)
	reached = make([]bool, len(inputs))
	for id := range formula.ID(g.Len()) {
		if !needed[id] {
			continue
		}
		if i, ok := c.slot[id]; ok {
			reached[i] = true
		}
		c.refs[id] = c.node(id)
	}
	refs := make([]simulation.Ref, 0, len(outputs))
	for _, id := range outputs {
		refs = append(refs, c.refs[id])
	}
	return c.b.Compile(len(inputs), refs...), reached
}

type compiler struct {
	g       *formula.Graph
	b       simulation.Builder
	slot    map[formula.ID]int
	depends []bool // on an input
	refs    []simulation.Ref
}

func (c *compiler) mark() {
	c.depends = make([]bool, c.g.Len())
	for id := range formula.ID(c.g.Len()) {
		_, c.depends[id] = c.slot[id]
		for _, a := range c.g.Node(id).Args {
			c.depends[id] = c.depends[id] || c.depends[a]
		}
	}
}

// needed are the nodes that the outputs are computed from. What is under a replaced node is not.
func (c *compiler) needed(outputs []formula.ID) []bool {
	need := make([]bool, c.g.Len())
	for _, id := range outputs {
		need[id] = true
	}
	for id := formula.ID(c.g.Len() - 1); id >= 0; id-- {
		if _, replaced := c.slot[id]; !need[id] || replaced || !c.depends[id] {
			continue
		}
		for _, a := range c.g.Node(id).Args {
			need[a] = true
		}
	}
	return need
}

func (c *compiler) node(id formula.ID) simulation.Ref {
	if i, ok := c.slot[id]; ok {
		return c.b.Input(i)
	}
	if !c.depends[id] {
		return c.b.Const(c.g.Value(id).Float64())
	}
	n := c.g.Node(id)
	arg := make([]simulation.Ref, len(n.Args))
	for i, a := range n.Args {
		arg[i] = c.refs[a]
	}
	switch n.Op {
	case formula.OpMedian:
		return c.b.Median(arg...)
	case formula.OpIfLE:
		return c.b.Select(c.b.Binary(simulation.LessEqual, arg[0], arg[1]), arg[2], arg[3])
	case formula.OpRound:
		return c.b.Binary(simulation.Round, arg[0], c.b.Const(float64(n.Places)))
	}
	if op, ok := unary[n.Op]; ok {
		return c.b.Unary(op, arg[0])
	}
	r := arg[0]
	for _, a := range arg[1:] {
		r = c.b.Binary(binary[n.Op], r, a)
	}
	return r
}
