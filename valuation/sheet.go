package valuation

import (
	"slices"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/valuation/formula"
)

// method is what every way of valuing is: a file of this package with a struct that a file's approach points to. Adding
// one is adding its struct, these methods, and its line in [Approach.method].
type method interface {
	// kind is the approach of the three that it belongs to.
	kind() Kind
	name() Method
	title() Text
	// inputs are the names of which a source may be given.
	inputs() []string
	check(c *check, field string)
	// build writes the method's formulas on the graph and returns the node of its value in the currency unit.
	build(s *sheet) formula.ID
}

// ranger is a method whose range is in its data rather than in its sensitivity.
type ranger interface {
	bounds(s *sheet) (low, high formula.ID)
}

// sheet is where a method writes: its part of the file's graph. Faults stick: the first one is kept.
type sheet struct {
	g       *formula.Graph
	prefix  string // of the names of quantities: "royalty"
	section int    // index of the approach
	unit    Unit
	date    daycount.Date
	sources map[string]string
	quality *graded // the file's quality, where there is one
	part    *ApproachReport
	market  []int // indexes of the comparables used
	err     error
}

func (s *sheet) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// source is what the file says of an input: of the longest name that is it or holds it.
func (s *sheet) source(name string) string {
	for {
		if text, ok := s.sources[name]; ok {
			return text
		}
		i := strings.LastIndexAny(name, ".[")
		if i < 0 {
			return ""
		}
		name = name[:i]
	}
}

func (s *sheet) quantity(name string, label Text, unit formula.Unit, span formula.Span) formula.Quantity {
	return formula.Quantity{Name: sub(s.prefix, name), Label: label, Unit: unit, Span: span, Source: s.source(name)}
}

// ratio is an input that is a number; a number that was not given is what it is by default.
func (s *sheet) ratio(name string, label Text, d Decimal, span formula.Span, otherwise string) formula.ID {
	q := s.quantity(name, label, formula.Ratio, span)
	if d.IsZero() {
		d = dec(otherwise)
	} else {
		q.Written = d.String()
	}
	return s.g.Input(q, d)
}

// driver is a ratio that the sensitivity moves.
func (s *sheet) driver(name string, label Text, d Decimal, span formula.Span) formula.ID {
	q := s.quantity(name, label, formula.Ratio, span)
	q.Written, q.Driver = d.String(), true
	return s.g.Input(q, d)
}

// count is an input that is a whole number or a volume.
func (s *sheet) count(name string, label Text, d Decimal, unit formula.Unit) formula.ID {
	q := s.quantity(name, label, unit, formula.Span{})
	q.Written = d.String()
	return s.g.Input(q, d)
}

// amount is an input that is money, in the currency unit, exactly. Amounts have been checked before.
func (s *sheet) amount(name string, label Text, a Amount) formula.ID {
	q := s.quantity(name, label, formula.Currency, formula.Span{})
	q.Written = string(a)
	f, err := a.Fen(s.unit)
	if err != nil {
		s.fail(err)
	}
	var x arith
	return s.g.Input(q, x.Quo(integer(int64(f)), integer(int64(s.unit.fen()))))
}

// sym is how a line calls a node.
func sym(name string, node formula.ID) formula.Symbol { return formula.Symbol{Name: name, Node: node} }

// given leaves out what a line could refer to but does not.
func given(in []formula.Symbol) []formula.Symbol {
	return slices.DeleteFunc(slices.Clone(in), func(s formula.Symbol) bool { return s.Node == none })
}

func (s *sheet) line(key, symbol string, label Text, node formula.ID, show formula.Show, in []formula.Symbol) formula.ID {
	return s.g.Row(formula.Row{Key: key, Symbol: symbol, Label: label, Node: node, Inputs: given(in), Show: show, Section: s.section})
}

// money writes a line whose result is money; factor one whose result is a number, count one of a whole number or years.
func (s *sheet) money(key, symbol string, label Text, node formula.ID, in ...formula.Symbol) formula.ID {
	return s.line(key, symbol, label, node, formula.ShowMoney, in)
}

func (s *sheet) factor(key, symbol string, label Text, node formula.ID, in ...formula.Symbol) formula.ID {
	return s.line(key, symbol, label, node, formula.ShowFactor, in)
}

func (s *sheet) years(key, symbol string, label Text, node formula.ID, in ...formula.Symbol) formula.ID {
	return s.line(key, symbol, label, node, formula.ShowCount, in)
}

// cell writes a line that only workbooks show.
func (s *sheet) cell(key, symbol string, label Text, node formula.ID, show formula.Show, in ...formula.Symbol) formula.ID {
	return s.g.Row(formula.Row{Key: key, Symbol: symbol, Label: label, Node: node, Inputs: given(in), Show: show,
		Section: s.section, Aux: true})
}

// state adds a sentence to the approach: what a reader must know beside the lines.
func (s *sheet) state(zh, en string) {
	s.part.Statements = append(s.part.Statements, Text{ZH: zh, EN: en})
}

// one is the number 1 in a formula.
func (s *sheet) one() formula.ID { return s.g.Int(1) }
