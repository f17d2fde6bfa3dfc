package workbook

import (
	"strings"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/formula"
)

// cell is one cell to be written. live makes its formula once every node has its place.
type cell struct {
	text    string
	numeric bool
	number  float64
	live    func(from *sheet) string
	style   style
}

// sheet is a sheet in the making.
type sheet struct {
	name   string
	widths []float64
	rows   [][]cell
}

// add appends a row and returns its number, from 1.
func (s *sheet) add(cells ...cell) int {
	s.rows = append(s.rows, cells)
	return len(s.rows)
}

func words(st style, texts ...string) []cell {
	out := make([]cell, len(texts))
	for i, t := range texts {
		out[i] = cell{text: t, style: st}
	}
	return out
}

// book lays out sheets and remembers where each node stands.
type book struct {
	c                                  Content
	g                                  *formula.Graph
	sheets                             []*sheet
	places                             map[formula.ID]place
	order                              []formula.ID // nodes with a cell, in order of their numbers within each sheet
	shared                             map[formula.ID]bool
	conclusion, sensitivity, moveSheet *sheet
	moves                              []move
	// yuan says that the graph's amounts are in 元 whatever the file's unit.
	yuan bool
}

func newBook(c Content) *book {
	b := &book{c: c, g: c.Model.Graph, places: map[formula.ID]place{}}
	b.shared = b.findShared()
	return b
}

func (b *book) say(zh, en string) string {
	if b.c.Lang == valuation.EN {
		return en
	}
	return zh
}

func (b *book) text(t formula.Text) string { return b.say(t.ZH, t.EN) }

func (b *book) sheet(zh, en string, widths ...float64) *sheet {
	s := &sheet{name: b.say(zh, en), widths: widths}
	b.sheets = append(b.sheets, s)
	return s
}

// owns gives a node its cell; a node that has one keeps it.
func (b *book) owns(id formula.ID, s *sheet, col, row int) bool {
	if _, taken := b.places[id]; taken {
		return false
	}
	b.places[id] = place{s, col, row}
	b.order = append(b.order, id)
	return true
}

// at is how a sheet refers to a node's cell.
func (b *book) at(from *sheet) func(formula.ID) (string, bool) {
	return func(id formula.ID) (string, bool) {
		p, ok := b.places[id]
		if !ok {
			return "", false
		}
		return p.reference(from), true
	}
}

// computed is a cell that computes a node or, where the node stands elsewhere, refers to it.
func (b *book) computed(id formula.ID, own bool, st style) cell {
	return cell{numeric: true, number: b.g.Value(id).Float64(), style: st, live: func(from *sheet) string {
		n := notation{b.g, b.at(from)}
		if own {
			return n.spell(id)
		}
		return n.refer(id)
	}}
}

func (b *book) unit(u formula.Unit) string {
	switch u {
	case formula.Currency:
		return b.currency()
	case formula.Years:
		return b.say("年", "years")
	case formula.Days:
		return b.say("天", "days")
	}
	return ""
}

func (b *book) currency() string {
	if b.c.Model.Unit == valuation.UnitWan && !b.yuan {
		return b.say("万元", "CNY 10k")
	}
	return b.say("元", "CNY")
}

func (b *book) fenPlaces() string {
	if b.c.Model.Unit == valuation.UnitWan {
		return "6"
	}
	return "2"
}

// shown is the style of a line's result.
func shown(r formula.Row) style {
	switch r.Show {
	case formula.ShowMoney:
		return moneyStyle
	case formula.ShowFactor:
		return factor
	}
	return count
}

// findShared finds what several nodes use without being a line or an input, and is more than a sign or two: it gets a
// cell of its own, or formulas would grow with the number of ways to reach it.
func (b *book) findShared() map[formula.ID]bool {
	uses, size := make([]int, b.g.Len()), make([]int, b.g.Len())
	for id := range formula.ID(b.g.Len()) {
		n := b.g.Node(id)
		size[id] = 1
		for _, a := range n.Args {
			uses[a]++
			if !b.hasCell(a) {
				size[id] += size[a]
			}
		}
	}
	out := map[formula.ID]bool{}
	const small, large = 4, 60
	for id := range formula.ID(b.g.Len()) {
		n := b.g.Node(id)
		if len(n.Args) > 0 && !b.hasCell(id) && (uses[id] > 1 && size[id] >= small || size[id] >= large) {
			out[id] = true
		}
	}
	return out
}

// hasCell says whether a node is an input, a line or named.
func (b *book) hasCell(id formula.ID) bool {
	_, named := b.g.Quantity(id)
	_, line := b.g.RowOf(id)
	return named || line
}

// sectionOf is the section that a quantity's name belongs to: an approach's index or -1.
func (b *book) sectionOf(name string) int {
	for i, p := range b.c.Model.Approaches {
		if strings.HasPrefix(name, p.Prefix+".") {
			return i
		}
	}
	return -1
}
