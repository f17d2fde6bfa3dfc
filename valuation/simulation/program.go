package simulation

import "math"

// Op is an operation of a program.
type Op uint8

// The operations. Comparisons give 1 or 0. Min and Max of no number are no number.
const (
	opInput Op = iota
	opConst
	Add
	Sub
	Mul
	Quo
	Pow // a^b; see pow
	Min
	Max
	Less      // a < b
	LessEqual // a ≤ b
	Equal     // a = b
	Neg
	Sqrt
	Exp
	Ln
	Floor
	Abs
	Round  // a to b decimals, halves to even; b is a constant
	Select // b where a ≠ 0, else c
)

// Ref names a value of a program under construction.
type Ref int32

// node is one value: an input by its number, a constant, or an operation on earlier values.
type node struct {
	op      Op
	a, b, c Ref
	x       float64
}

// Builder makes a program. Equal sub-expressions become one, and what rests on constants alone is computed once.
// The zero Builder is ready.
type Builder struct {
	nodes []node
	known map[node]Ref
}

func (b *Builder) put(n node) Ref {
	key := n
	key.x = 0 // −0 and 0 are equal as floats and are two constants
	bits := math.Float64bits(n.x)
	if n.op == opConst {
		key.a, key.b = Ref(bits>>32), Ref(uint32(bits))
	}
	if r, ok := b.known[key]; ok {
		return r
	}
	if b.known == nil {
		b.known = map[node]Ref{}
	}
	b.nodes = append(b.nodes, n)
	r := Ref(len(b.nodes) - 1)
	b.known[key] = r
	return r
}

// Input is the i-th input's column.
func (b *Builder) Input(i int) Ref { return b.put(node{op: opInput, a: Ref(i)}) }

// Const is a constant.
func (b *Builder) Const(x float64) Ref { return b.put(node{op: opConst, x: x}) }

func (b *Builder) constant(r Ref) (float64, bool) {
	n := b.nodes[r]
	return n.x, n.op == opConst
}

// Unary is an operation on one value.
func (b *Builder) Unary(op Op, a Ref) Ref {
	if x, ok := b.constant(a); ok {
		return b.Const(apply(op, x, 0, 0))
	}
	return b.put(node{op: op, a: a})
}

// Binary is an operation on two values. Powers with a constant exponent of up to 64, whole or half, become products
// and at most one root: shared between years, ten powers of 1+r cost ten products.
func (b *Builder) Binary(op Op, a, c Ref) Ref {
	x, xok := b.constant(a)
	y, yok := b.constant(c)
	switch {
	case xok && yok:
		return b.Const(apply(op, x, y, 0))
	case op == Mul && yok && y == 1 || op == Quo && yok && y == 1 || op == Sub && yok && y == 0:
		return a
	case op == Mul && xok && x == 1 || op == Add && xok && x == 0:
		return c
	case op == Add && yok && y == 0:
		return a
	case op == Pow && yok && math.Abs(y) <= 64 && math.Floor(2*y) == 2*y:
		return b.power(a, y)
	case (op == Add || op == Mul) && a > c:
		a, c = c, a // sums and products have no order
	}
	return b.put(node{op: op, a: a, b: c})
}

// power is a^y for y a multiple of ½.
func (b *Builder) power(a Ref, y float64) Ref {
	if y < 0 {
		return b.Binary(Quo, b.Const(1), b.power(a, -y))
	}
	whole := int(math.Floor(y))
	r := b.powerInt(a, whole)
	if float64(whole) != y {
		r = b.Binary(Mul, r, b.Unary(Sqrt, a))
	}
	return r
}

func (b *Builder) powerInt(a Ref, n int) Ref {
	switch {
	case n == 0:
		return b.Const(1)
	case n == 1:
		return a
	case n%2 == 0:
		half := b.powerInt(a, n/2)
		return b.Binary(Mul, half, half)
	}
	return b.Binary(Mul, b.powerInt(a, n-1), a)
}

// Median is the middle of one or more values, or the mean of the middle two: a sorting network of minima and maxima
// (odd-even merge sort; Batcher 1968), so that it needs no branch for each draw.
func (b *Builder) Median(xs ...Ref) Ref {
	v := append([]Ref(nil), xs...)
	n := len(v)
	for p := 1; p < n; p *= 2 {
		for k := p; k >= 1; k /= 2 {
			for j := k % p; j < n-k; j += 2 * k {
				for i := 0; i < min(k, n-j-k); i++ {
					if (i+j)/(2*p) == (i+j+k)/(2*p) {
						x, y := v[i+j], v[i+j+k]
						v[i+j], v[i+j+k] = b.Binary(Min, x, y), b.Binary(Max, x, y)
					}
				}
			}
		}
	}
	if n%2 == 1 {
		return v[n/2]
	}
	return b.Binary(Quo, b.Binary(Add, v[n/2-1], v[n/2]), b.Const(2))
}

// Select is then where the condition is not 0, otherwise the other. Both are computed.
func (b *Builder) Select(condition, then, otherwise Ref) Ref {
	if x, ok := b.constant(condition); ok {
		if x != 0 {
			return then
		}
		return otherwise
	}
	return b.put(node{op: Select, a: condition, b: then, c: otherwise})
}

// Program is a formula on columns: a list of instructions on registers of one block each. It is immutable.
type Program struct {
	code      []instruction
	inputs    int
	registers int       // beyond the inputs
	outputs   []operand // what each output is
}

// operand is a register, an input, or a constant.
type operand struct {
	at       int // under inputs: an input; above: a register; −1: a constant
	constant float64
}

type instruction struct {
	op      Op
	dst     int
	a, b, c operand
}

// Compile makes a program with so many inputs, of which some may go unused.
func (b *Builder) Compile(inputs int, outputs ...Ref) *Program {
	p := &Program{inputs: inputs}
	last := b.lastUses(outputs)
	place := make([]operand, len(b.nodes))
	var free []int
	for i, n := range b.nodes {
		switch {
		case n.op == opConst:
			place[i] = operand{-1, n.x}
			continue
		case n.op == opInput:
			place[i] = operand{at: int(n.a)}
			continue
		case last[i] < 0:
			continue // nobody asks
		}
		in := instruction{op: n.op, a: place[n.a], b: place[n.b], c: place[n.c]}
		// A register is free again with its last reader, who may write into it: operations go element by element.
		seen := [3]Ref{n.a, n.b, n.c}
		for k, r := range seen[:arity(n.op)] {
			again := k > 0 && r == seen[k-1] || k > 1 && r == seen[0]
			if q := place[r]; q.at >= inputs && last[r] == Ref(i) && !again {
				free = append(free, q.at)
			}
		}
		if len(free) > 0 {
			in.dst = free[len(free)-1]
			free = free[:len(free)-1]
		} else {
			in.dst = inputs + p.registers
			p.registers++
		}
		place[i] = operand{at: in.dst}
		p.code = append(p.code, in)
	}
	for _, o := range outputs {
		p.outputs = append(p.outputs, place[o])
	}
	return p
}

// lastUses is, of each value, the last that reads it: −1 where nobody does, the end for outputs.
func (b *Builder) lastUses(outputs []Ref) []Ref {
	last := make([]Ref, len(b.nodes))
	for i := range last {
		last[i] = -1
	}
	for _, o := range outputs {
		last[o] = Ref(len(b.nodes))
	}
	for i := len(b.nodes) - 1; i >= 0; i-- {
		if n := b.nodes[i]; last[i] >= 0 {
			operands := [3]Ref{n.a, n.b, n.c}
			for _, r := range operands[:arity(n.op)] {
				last[r] = max(last[r], Ref(i))
			}
		}
	}
	return last
}

func arity(op Op) int {
	switch op {
	case opInput, opConst:
		return 0
	case Neg, Sqrt, Exp, Ln, Floor, Abs:
		return 1
	case Select:
		return 3
	}
	return 2
}

// Inputs is the number of inputs.
func (p *Program) Inputs() int { return p.inputs }

// Operations is the number of operations of one draw.
func (p *Program) Operations() int { return len(p.code) }

// Outputs is the number of outputs.
func (p *Program) Outputs() int { return len(p.outputs) }

// apply is an operation on single numbers, by the same kernels as columns.
func apply(op Op, a, b, c float64) float64 {
	var dst [1]float64
	compute(op, dst[:], []float64{a}, []float64{b}, []float64{c})
	return dst[0]
}

// At evaluates one point.
func (p *Program) At(x ...float64) []float64 {
	m := p.Machine(1)
	for i, v := range x {
		m.In(i)[0] = v
	}
	m.Run(1)
	out := make([]float64, len(p.outputs))
	for i := range out {
		out[i] = m.Out(i, 1)[0]
	}
	return out
}
