package workbook

import (
	"strconv"
	"strings"

	"shurong.org/shurong/valuation/formula"
)

// move is one driver moved one way: a column of the sheet of scenarios.
type move struct {
	approach int
	driver   formula.Quantity
	up       bool
	col      int
	rows     map[formula.ID]int // where a node that depends on the driver stands in the column
}

const stepCell = "$C$2"

// scenarios repeats what depends on each driver with the driver moved, so that sensitivity is live: the same formulas, in
// a column a move. What does not depend on it is referred to where it stands.
func (b *book) scenarios() {
	b.moveSheet = &sheet{name: b.say("推算", "Scenarios")}
	for _, x := range b.c.Report.Sensitivity {
		q, ok := b.g.Find(x.Driver)
		if !ok {
			continue
		}
		for _, up := range []bool{false, true} {
			b.moves = append(b.moves, move{approach: x.Approach, driver: q, up: up, col: len(b.moves) + 2,
				rows: map[formula.ID]int{}})
		}
	}
}

// writeScenarios lays out the sheet once every node has its place.
func (b *book) writeScenarios() {
	b.sheets = append(b.sheets, b.moveSheet)
	widths := []float64{44}
	for range b.moves {
		widths = append(widths, 20)
	}
	s := b.moveSheet
	s.widths = widths
	s.add(words(title, b.say("单因素变动推算：每列为一项参数变动后的全部相关数值", "Each column: one driver moved, and all that depends on it"))...)
	heads := words(head, b.say("项目", "item"))
	affected := make([]map[formula.ID]bool, len(b.moves))
	for i := range b.moves {
		m := &b.moves[i]
		way := b.say("（下调）", " (down)")
		if m.up {
			way = b.say("（上调）", " (up)")
		}
		heads = append(heads, cell{text: b.text(m.driver.Label) + way, style: head})
		affected[i] = b.depends(m.driver.Node)
	}
	s.add(heads...)
	for _, id := range b.order {
		row := []cell{{text: b.label(id), style: text}}
		any := false
		for i := range b.moves {
			if !affected[i][id] {
				row = append(row, cell{style: plain})
				continue
			}
			any = true
			b.moves[i].rows[id] = len(s.rows) + 1
			row = append(row, b.moved(s, &b.moves[i], id))
		}
		if any {
			s.add(row...)
		}
	}
}

// moved is a node's cell in a column: the driver's own is moved and kept within what it may be.
func (b *book) moved(s *sheet, m *move, id formula.ID) cell {
	value := b.shifted(m, id)
	return cell{numeric: true, number: value, style: factor, live: func(from *sheet) string {
		if id == m.driver.Node {
			return b.shiftFormula(from, m)
		}
		n := notation{b.g, func(x formula.ID) (string, bool) {
			if row, ok := m.rows[x]; ok {
				return "$" + column(m.col) + "$" + strconv.Itoa(row), true
			}
			return b.at(from)(x)
		}}
		return n.spell(id)
	}}
}

// shiftFormula moves the driver by the step, within its span; an open end is approached to 0.00001.
func (b *book) shiftFormula(from *sheet, m *move) string {
	ref := b.places[m.driver.Node].reference(from)
	sign := "-"
	if m.up {
		sign = "+"
	}
	f := "(" + ref + sign + ref + "*'" + b.sensitivity.name + "'!" + stepCell + ")"
	if lo := m.driver.Span.Lo; !lo.IsZero() {
		end := lo.String()
		if m.driver.Span.LoOpen {
			end += "+0.00001"
		}
		f = "MAX(" + end + "," + f + ")"
	}
	if hi := m.driver.Span.Hi; !hi.IsZero() {
		end := hi.String()
		if m.driver.Span.HiOpen {
			end += "-0.00001"
		}
		f = "MIN(" + end + "," + f + ")"
	}
	return f
}

// shifted is the node's value with the driver moved, by the exact reading.
func (b *book) shifted(m *move, id formula.ID) float64 {
	v, err := b.g.Eval([]formula.ID{id}, formula.Replacement{Node: m.driver.Node, Value: b.movedTo(m)})
	if err != nil {
		return 0
	}
	return v[0].Float64()
}

// depends are the nodes that change with a node, and it itself.
func (b *book) depends(on formula.ID) map[formula.ID]bool {
	out := map[formula.ID]bool{on: true}
	for id := on + 1; int(id) < b.g.Len(); id++ {
		for _, a := range b.g.Node(id).Args {
			if out[a] {
				out[id] = true
			}
		}
	}
	return out
}

// label names a node for the sheet of scenarios.
func (b *book) label(id formula.ID) string {
	if r, ok := b.g.RowOf(id); ok {
		return b.text(r.Label)
	}
	if q, ok := b.g.Quantity(id); ok {
		return b.text(q.Label)
	}
	return strings.TrimSpace(b.g.Text(formula.Row{Node: id}))
}
