// Package formula is the expression graph of a valuation: every formula is written once, here, and read three ways.
//
//  1. Exactly, in decimals of 50 digits: [Graph.Value] and [Graph.Eval]. This is what a report shows.
//  2. As columns of float64, thousands of draws at a time, with any node replaced by a column (package simulation).
//  3. As a spreadsheet's formulas with references to cells (package workbook), and as text for people ([Graph.Text]).
//
// A graph is built by calls that return node identifiers:
//
//	g := formula.New()
//	c := g.Input(formula.Quantity{Name: "cost.total", Unit: formula.Currency}, decimal.Must("1100"))
//	p := g.Input(formula.Quantity{Name: "cost.profit_rate", Unit: formula.Ratio, Driver: true}, decimal.Must("0.10"))
//	v := g.Mul(c, g.Add(g.Int(1), p))
//	g.Row(formula.Row{Key: "value", Symbol: "P", Node: v, Inputs: []formula.Symbol{{"C", c}, {"p", p}}})
//	g.Text(g.Rows()[0])   // "P = C·(1+p)"
//
// # Invariants
//
// Nodes are numbered from 0 in the order they were made and an operation's arguments always have smaller numbers: one
// pass over the numbers in order evaluates everything, and there are no cycles. A node's exact value is computed as it
// is made; the first operation that cannot be computed is kept in [Graph.Err] and what follows it is 0. A graph is not
// changed by evaluation, so that any number of goroutines may evaluate one.
//
// # Replacing
//
// A [Quantity] is a node with a name. Inputs are quantities without arguments; a name may also be given to a node that
// was computed (a discount rate built up from premiums). Any node may be replaced, its arguments are then not looked at.
//
// # Choices
//
// What depends on an input through a choice is in the graph as min, max, median, rounding or [OpIfLE]: the shortest
// life, the share of the last year that the life leaves, the weight of a comparable. What is structure (the number of
// periods, which comparables were put aside as outliers, the order of fields) is fixed by the file when the graph is
// built, and does not move when an input is replaced; the package that builds the graph says which is which.
//
// # Rounding
//
// Only [OpRound] nodes round: values of approaches and the conclusion, to the fen, halves to even. Spreadsheet programs
// round halves away from zero, which differs only on an exact tie. Rows are rounded for reading when they are shown.
//
// Costs: a node takes some 200 bytes; a ten-year royalty valuation has some 80 nodes. An exact evaluation costs what its
// arithmetic costs (see package decimal) and touches only what depends on the replaced nodes.
package formula

import (
	"shurong.org/shurong/valuation/decimal"
)

// ID is a node's number within its graph.
type ID int32

// Op is what a node does with its arguments.
type Op uint8

// Operations. x, y, … are the arguments in order.
const (
	OpConst  Op = iota // a number written in a formula: no arguments
	OpInput            // an input's value: no arguments
	OpAdd              // x + y
	OpSub              // x − y
	OpMul              // x · y · …  (2 or more)
	OpQuo              // x ÷ y
	OpPow              // x to the power of y; a y that is not whole needs x > 0
	OpMin              // least of 1 or more
	OpMax              // greatest of 1 or more
	OpSum              // sum of 1 or more, from the left
	OpMedian           // middle of 1 or more in order, or the mean of the middle two
	OpAbs              // |x|
	OpSqrt             // √x, x ≥ 0
	OpLn               // natural logarithm, x > 0
	OpExp              // e to the power of x
	OpRound            // x with Places decimals, halves to even
	OpIfLE             // z if x ≤ y, else w
)

// Node is one operation.
type Node struct {
	Op     Op
	Args   []ID // not to be changed
	Places int32
}

// Unit says what a quantity is measured in.
type Unit string

// Units. Amounts are in the file's currency unit (元 or 万元) throughout a graph.
const (
	Currency Unit = "currency"
	Ratio    Unit = "ratio" // rates, shares, factors: 12 % is 0.12
	Years    Unit = "years"
	Days     Unit = "days"
	Count    Unit = "count" // whole numbers and volumes
)

// Text is a text in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Quantity is a node with a name.
type Quantity struct {
	// Name is unique in the graph: "royalty.royalty_rate", "royalty.revenue.amounts[0]".
	Name  string
	Label Text
	Unit  Unit
	// Span is what the quantity may be; the zero Span is no bound.
	Span Span
	// Written is the text of the file, and empty where the value was computed.
	Written string
	// Source says where the value comes from, and may be empty.
	Source string
	// Driver marks what one-at-a-time sensitivity moves.
	Driver bool
	// Node and Leaf are set by the graph: a leaf is an input, the others were computed.
	Node ID
	Leaf bool
}

// Symbol is how a row's formula calls a node.
type Symbol struct {
	Name string
	Node ID
}

// Show says how a row's result is rounded for reading.
type Show uint8

// Ways to show a result.
const (
	ShowMoney  Show = iota // two decimals of the currency unit
	ShowFactor             // six decimals, or up to ten where that is exact
	ShowCount              // as it is, without trailing zeros, at most six decimals
)

// Row is one line of a derivation: a node that is shown, with the symbols its formula is written in.
type Row struct {
	// Key names the line for programs: "flow", "pv", "value". Lines of a period or a comparable share a key.
	Key string
	// Symbol is how formulas call the result: "PV_t".
	Symbol string
	Label  Text
	Node   ID
	// Inputs are the nodes the formula is written in, in the order they are shown. Whatever the node's expression
	// reaches is either one of them, a constant, or spelled out.
	Inputs []Symbol
	Show   Show
	// Section groups rows: the index of the approach, or -1 for the conclusion.
	Section int
	// Aux marks a line that only workbooks show: a cell that other lines refer to.
	Aux bool
}

// Graph is an expression graph. Make one with New.
type Graph struct {
	nodes      []Node
	values     []decimal.Decimal
	quantities []Quantity
	names      map[string]int
	byNode     map[ID]int
	rows       []Row
	rowOf      map[ID]int
	arith      decimal.Arith
}

// New is an empty graph.
func New() *Graph { return &Graph{names: map[string]int{}, byNode: map[ID]int{}, rowOf: map[ID]int{}} }

// Err is the first operation's fault that could not be computed (decimal.ErrArithmetic), or nil.
func (g *Graph) Err() error { return g.arith.Err }

// Len is the number of nodes; identifiers are 0 … Len−1.
func (g *Graph) Len() int { return len(g.nodes) }

// Node is the operation of a node.
func (g *Graph) Node(id ID) Node { return g.nodes[id] }

// Value is a node's exact value with the inputs as given.
func (g *Graph) Value(id ID) decimal.Decimal { return g.values[id] }

// Quantities are the named nodes in the order they were named.
func (g *Graph) Quantities() []Quantity { return g.quantities }

// Find is the quantity of a name.
func (g *Graph) Find(name string) (Quantity, bool) {
	i, ok := g.names[name]
	if !ok {
		return Quantity{}, false
	}
	return g.quantities[i], true
}

// Quantity is the name a node has, if it has one.
func (g *Graph) Quantity(id ID) (Quantity, bool) {
	i, ok := g.byNode[id]
	if !ok {
		return Quantity{}, false
	}
	return g.quantities[i], true
}

// Rows are the lines in the order they were written.
func (g *Graph) Rows() []Row { return g.rows }

// RowOf is the first line whose result is the node.
func (g *Graph) RowOf(id ID) (Row, bool) {
	i, ok := g.rowOf[id]
	if !ok {
		return Row{}, false
	}
	return g.rows[i], true
}
