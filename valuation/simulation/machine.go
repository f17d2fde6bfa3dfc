package simulation

import "math"

// Machine is a program's working memory: a column for every input, register and constant. One goroutine uses it.
type Machine struct {
	p       *Program
	columns [][]float64 // inputs, then registers
	steps   []step
	outputs [][]float64
}

// step is an instruction with its columns found.
type step struct {
	op      Op
	dst     []float64
	a, b, c []float64
	constA  bool
	constB  bool
	scalA   float64
	scalB   float64
}

// Machine makes memory for blocks of up to size draws.
func (p *Program) Machine(size int) *Machine {
	m := &Machine{p: p, columns: make([][]float64, p.inputs+p.registers)}
	all := make([]float64, size*len(m.columns))
	for i := range m.columns {
		m.columns[i] = all[i*size : (i+1)*size : (i+1)*size]
	}
	constants := map[float64][]float64{}
	find := func(o operand) []float64 {
		if o.at >= 0 {
			return m.columns[o.at]
		}
		col, ok := constants[o.constant]
		if !ok {
			col = make([]float64, size)
			for i := range col {
				col[i] = o.constant
			}
			constants[o.constant] = col
		}
		return col
	}
	for _, in := range p.code {
		s := step{op: in.op, dst: m.columns[in.dst], constA: in.a.at < 0, scalA: in.a.constant,
			constB: in.b.at < 0, scalB: in.b.constant}
		s.a, s.b, s.c = find(in.a), find(in.b), find(in.c)
		m.steps = append(m.steps, s)
	}
	for _, o := range p.outputs {
		m.outputs = append(m.outputs, find(o))
	}
	return m
}

// In is the column of an input, to be filled before Run. Run leaves it as it is.
func (m *Machine) In(i int) []float64 { return m.columns[i] }

// Out is the first n values of an output, until the next Run.
func (m *Machine) Out(i, n int) []float64 { return m.outputs[i][:n] }

// Run computes the first n draws of the columns.
func (m *Machine) Run(n int) {
	for i := range m.steps {
		s := &m.steps[i]
		dst := s.dst[:n]
		switch {
		case s.constB:
			if computeRight(s.op, dst, s.a[:n], s.scalB) {
				continue
			}
		case s.constA:
			if computeLeft(s.op, dst, s.scalA, s.b[:n]) {
				continue
			}
		}
		compute(s.op, dst, s.a[:n], s.b[:n], s.c[:n])
	}
}

// computeRight is an operation whose second operand is a constant, where that has a kernel.
func computeRight(op Op, dst, a []float64, y float64) bool {
	a = a[:len(dst)]
	switch op {
	case Add:
		for i := range dst {
			dst[i] = a[i] + y
		}
	case Sub:
		for i := range dst {
			dst[i] = a[i] - y
		}
	case Mul:
		for i := range dst {
			dst[i] = float64(a[i] * y)
		}
	case Quo:
		for i := range dst {
			dst[i] = a[i] / y
		}
	default:
		return false
	}
	return true
}

// computeLeft is an operation whose first operand is a constant, where that has a kernel.
func computeLeft(op Op, dst []float64, x float64, b []float64) bool {
	b = b[:len(dst)]
	switch op {
	case Add:
		for i := range dst {
			dst[i] = x + b[i]
		}
	case Sub:
		for i := range dst {
			dst[i] = x - b[i]
		}
	case Mul:
		for i := range dst {
			dst[i] = float64(x * b[i])
		}
	case Quo:
		for i := range dst {
			dst[i] = x / b[i]
		}
	default:
		return false
	}
	return true
}

// compute is an operation on columns.
func compute(op Op, dst, a, b, c []float64) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	switch op {
	case Add:
		for i := range dst {
			dst[i] = a[i] + b[i]
		}
	case Sub:
		for i := range dst {
			dst[i] = a[i] - b[i]
		}
	case Mul:
		for i := range dst {
			dst[i] = float64(a[i] * b[i])
		}
	case Quo:
		for i := range dst {
			dst[i] = a[i] / b[i]
		}
	case Pow:
		for i := range dst {
			dst[i] = pow(a[i], b[i])
		}
	case Min:
		for i := range dst {
			dst[i] = min(a[i], b[i])
		}
	case Max:
		for i := range dst {
			dst[i] = max(a[i], b[i])
		}
	case Less, LessEqual, Equal:
		compare(op, dst, a, b)
	case Select:
		for i := range dst {
			if x := c[i]; a[i] == 0 {
				dst[i] = x
			} else {
				dst[i] = b[i]
			}
		}
	default:
		computeUnary(op, dst, a, b)
	}
}

func compare(op Op, dst, a, b []float64) {
	for i := range dst {
		x, y := a[i], b[i]
		if op == Less && x < y || op == LessEqual && x <= y || op == Equal && x == y {
			dst[i] = 1
		} else {
			dst[i] = 0
		}
	}
}

func computeUnary(op Op, dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	switch op {
	case Neg:
		for i := range dst {
			dst[i] = -a[i]
		}
	case Sqrt:
		for i := range dst {
			dst[i] = math.Sqrt(a[i])
		}
	case Exp:
		exps(dst, a)
	case Ln:
		for i := range dst {
			dst[i] = ln(a[i])
		}
	case Floor:
		for i := range dst {
			dst[i] = math.Floor(a[i])
		}
	case Abs:
		for i := range dst {
			dst[i] = math.Abs(a[i])
		}
	case Round:
		// One number of decimals serves a column: the builder takes a constant.
		unit := powInt(10, int(b[0]))
		for i := range dst {
			dst[i] = math.RoundToEven(a[i]*unit) / unit
		}
	}
}
