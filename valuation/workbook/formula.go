package workbook

import (
	"strconv"
	"strings"

	"shurong.org/shurong/valuation/formula"
)

// place is where a node's value stands.
type place struct {
	sheet    *sheet
	col, row int // from 1
}

// reference is how a cell of a sheet refers to a place.
func (p place) reference(from *sheet) string {
	at := "$" + column(p.col) + "$" + strconv.Itoa(p.row)
	if p.sheet == from {
		return at
	}
	return "'" + strings.ReplaceAll(p.sheet.name, "'", "''") + "'!" + at
}

func column(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// notation writes nodes as a spreadsheet's formulas. at says where a node's value stands, if it has a cell.
type notation struct {
	g  *formula.Graph
	at func(formula.ID) (string, bool)
}

// refer is a node inside a formula: its cell, its number, or spelled out.
func (n notation) refer(id formula.ID) string {
	if ref, ok := n.at(id); ok {
		return ref
	}
	return n.spell(id)
}

// spell is the operation of a node. Everything is in brackets or a function's, so that no rule of precedence matters: a
// spreadsheet's minus sign binds tighter than its power.
func (n notation) spell(id formula.ID) string {
	node := n.g.Node(id)
	switch node.Op {
	case formula.OpConst, formula.OpInput:
		return "(" + n.g.Value(id).Short(20) + ")"
	case formula.OpAdd:
		return n.infix("+", node.Args)
	case formula.OpSub:
		return n.infix("-", node.Args)
	case formula.OpMul:
		return n.infix("*", node.Args)
	case formula.OpQuo:
		return n.infix("/", node.Args)
	case formula.OpPow:
		return n.call("POWER", node.Args)
	case formula.OpMin:
		return n.fold("MIN", node.Args)
	case formula.OpMax:
		return n.fold("MAX", node.Args)
	case formula.OpSum:
		return n.fold("SUM", node.Args)
	case formula.OpMedian:
		return n.call("MEDIAN", node.Args)
	case formula.OpAbs:
		return n.call("ABS", node.Args)
	case formula.OpSqrt:
		return n.call("SQRT", node.Args)
	case formula.OpLn:
		return n.call("LN", node.Args)
	case formula.OpExp:
		return n.call("EXP", node.Args)
	case formula.OpRound:
		return "ROUND(" + n.refer(node.Args[0]) + "," + strconv.Itoa(int(node.Places)) + ")"
	case formula.OpIfLE:
		return "IF(" + n.refer(node.Args[0]) + "<=" + n.refer(node.Args[1]) + "," + n.refer(node.Args[2]) + "," +
			n.refer(node.Args[3]) + ")"
	}
	return "NA()"
}

func (n notation) list(args []formula.ID) []string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = n.refer(a)
	}
	return parts
}

func (n notation) infix(sign string, args []formula.ID) string {
	return "(" + strings.Join(n.list(args), sign) + ")"
}

func (n notation) call(name string, args []formula.ID) string {
	return name + "(" + strings.Join(n.list(args), ",") + ")"
}

// maxArguments is what spreadsheet programs take in one call, with room.
const maxArguments = 200

// fold is a call that may be nested where there are more arguments than a call takes: sums, least, greatest.
func (n notation) fold(name string, args []formula.ID) string {
	parts := n.list(args)
	for len(parts) > maxArguments {
		var next []string
		for len(parts) > 0 {
			k := min(maxArguments, len(parts))
			next, parts = append(next, name+"("+strings.Join(parts[:k], ",")+")"), parts[k:]
		}
		parts = next
	}
	return name + "(" + strings.Join(parts, ",") + ")"
}
