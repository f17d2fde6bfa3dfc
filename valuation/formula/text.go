package formula

import (
	"strconv"
	"strings"
)

// Binding strength of operations in text, from loose to tight.
const (
	loose = iota
	additive
	multiplicative
	power
	atom
)

// Text is a line's formula in the notation of its symbols: "P = C·(1+p)·δ". It is written from the graph, so that it
// cannot differ from what is computed. A sum or product of like lines is Σ or Π of their common symbol.
func (g *Graph) Text(r Row) string {
	w := writer{g: g, symbols: make(map[ID]string, len(r.Inputs))}
	for _, s := range r.Inputs {
		w.symbols[s.Node] = s.Name
	}
	text := w.expression(r.Node, loose, true)
	if r.Symbol == "" || r.Symbol == text {
		return text
	}
	return r.Symbol + " = " + text
}

type writer struct {
	g       *Graph
	symbols map[ID]string
}

// write is a node inside an expression that binds its parts at least so strongly.
func (w writer) write(id ID, least int) string {
	if s := w.symbol(id); s != "" {
		return s
	}
	return w.expression(id, least, false)
}

// symbol is what a node is called, or empty where it has to be spelled out.
func (w writer) symbol(id ID) string {
	if s, ok := w.symbols[id]; ok {
		return s
	}
	if r, ok := w.g.RowOf(id); ok && r.Symbol != "" {
		return r.Symbol
	}
	if q, ok := w.g.Quantity(id); ok && q.Leaf {
		return q.Name[strings.LastIndexByte(q.Name, '.')+1:]
	}
	return ""
}

// expression spells a node out. At the top of a line sums have blanks around their signs.
func (w writer) expression(id ID, least int, top bool) string {
	n := w.g.nodes[id]
	plus, minus := "+", "−"
	if top {
		plus, minus = " + ", " − "
	}
	text, binds := "", atom
	switch n.Op {
	case OpConst:
		text = w.g.values[id].String()
	case OpInput:
		text = w.own(id)
	case OpAdd:
		text, binds = w.write(n.Args[0], additive)+plus+w.write(n.Args[1], additive), additive
	case OpSub:
		text, binds = w.write(n.Args[0], additive)+minus+w.write(n.Args[1], multiplicative), additive
	case OpSum:
		if len(n.Args) == 1 {
			return w.write(n.Args[0], least)
		}
		if s := w.common(n.Args); s != "" {
			text, binds = "Σ "+s, additive
		} else {
			text, binds = w.list(n.Args, plus, additive), additive
		}
	case OpMul:
		if s := w.common(n.Args); s != "" {
			text, binds = "Π "+s, multiplicative
		} else {
			text, binds = w.list(n.Args, "·", multiplicative), multiplicative
		}
	case OpQuo:
		text, binds = w.write(n.Args[0], multiplicative)+"/"+w.write(n.Args[1], power), multiplicative
	case OpPow:
		text, binds = w.write(n.Args[0], atom)+"^"+w.write(n.Args[1], atom), power
	case OpSqrt:
		text = "√" + w.write(n.Args[0], atom)
	case OpAbs:
		text = "|" + w.write(n.Args[0], loose) + "|"
	case OpRound:
		text = "round(" + w.write(n.Args[0], loose) + ", " + strconv.Itoa(int(n.Places)) + ")"
	case OpIfLE:
		text = "if(" + w.write(n.Args[0], loose) + " ≤ " + w.list(n.Args[1:], ", ", loose) + ")"
	default:
		text = w.call(n)
	}
	if binds < least {
		return "(" + text + ")"
	}
	return text
}

// own is an input at the top of its own line: nothing is computed, the line says where the value enters.
func (w writer) own(id ID) string {
	if s, ok := w.symbols[id]; ok {
		return s
	}
	if r, ok := w.g.RowOf(id); ok && r.Symbol != "" {
		return r.Symbol
	}
	q, _ := w.g.Quantity(id)
	return q.Name
}

func (w writer) call(n Node) string {
	name := map[Op]string{OpMin: "min", OpMax: "max", OpMedian: "median", OpLn: "ln", OpExp: "exp"}[n.Op]
	if s := w.common(n.Args); s != "" && len(n.Args) > 1 {
		return name + "(" + s + ")"
	}
	return name + "(" + w.list(n.Args, ", ", loose) + ")"
}

// common is the symbol that all arguments are called by, or empty.
func (w writer) common(args []ID) string {
	first := w.symbol(args[0])
	for _, id := range args {
		if w.symbol(id) != first {
			return ""
		}
	}
	return first
}

func (w writer) list(args []ID, between string, least int) string {
	parts := make([]string, len(args))
	for i, id := range args {
		parts[i] = w.write(id, least)
	}
	return strings.Join(parts, between)
}
