package workbook

import (
	"strconv"
	"strings"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/formula"
)

// layout puts every node in its place and then writes what refers to them.
func (b *book) layout() {
	b.conclusion = b.sheet("结论", "Conclusion", 30, 24, 20, 20, 20, 60)
	if b.c.Report.Quality != nil {
		b.quality()
	}
	for i := range b.c.Model.Approaches {
		b.approach(i)
	}
	b.scenarios()
	b.conclude()
	b.sensitivities()
	if b.c.Report.Uncertainty != nil {
		b.simulation(*b.c.Report.Uncertainty)
	}
	if b.c.Lender != nil {
		b.lender(*b.c.Lender)
	}
	b.assumptions()
	b.writeScenarios()
}

var columns = []float64{24, 36, 20, 10, 52, 52}

func (b *book) columnHeads() []cell {
	return words(head, b.say("名称", "name"), b.say("说明", "label"), b.say("数值", "value"), b.say("单位", "unit"),
		b.say("公式", "formula"), b.say("来源", "source"))
}

// inputs writes the given quantities of a section.
func (b *book) inputs(s *sheet, section int, keep func(string) bool) {
	s.add(words(heading, b.say("参数", "Inputs"))...)
	s.add(b.columnHeads()...)
	for _, q := range b.g.Quantities() {
		if !q.Leaf || b.sectionOf(q.Name) != section || !keep(q.Name) {
			continue
		}
		b.input(s, q)
	}
}

func (b *book) input(s *sheet, q formula.Quantity) {
	source := q.Source
	if source == "" {
		source = b.say("评估文件", "the valuation file")
	}
	if q.Unit != formula.Currency && q.Written != "" && q.Written != b.g.Value(q.Node).Short(20) && !plainNumber(q.Written) {
		source = q.Written + "　" + source
	}
	name := q.Name
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[i+1:]
	}
	row := s.add(cell{text: name, style: plain}, cell{text: b.text(q.Label), style: text},
		cell{numeric: true, number: b.g.Value(q.Node).Float64(), style: input}, cell{text: b.unit(q.Unit), style: plain},
		cell{style: plain}, cell{text: source, style: text})
	if !b.owns(q.Node, s, 3, row) {
		s.rows[row-1][2] = b.computed(q.Node, false, input)
	}
}

func plainNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// lines writes the lines of a section, and before them what they share.
func (b *book) lines(s *sheet, section int, keep func(formula.Row) bool) {
	s.add()
	s.add(words(heading, b.say("推导", "Derivation"))...)
	s.add(b.columnHeads()...)
	for _, r := range b.g.Rows() {
		if r.Section != section || !keep(r) {
			continue
		}
		b.line(s, r)
	}
}

func (b *book) line(s *sheet, r formula.Row) {
	b.middle(s, r.Node)
	unit := ""
	if r.Show == formula.ShowMoney {
		unit = b.currency()
	}
	row := len(s.rows) + 1
	own := b.owns(r.Node, s, 3, row)
	st := shown(r)
	if b.g.Node(r.Node).Op == formula.OpRound {
		st = fen
	}
	s.add(cell{text: r.Symbol, style: plain}, cell{text: b.text(r.Label), style: text}, b.computed(r.Node, own, st),
		cell{text: unit, style: plain}, cell{text: b.g.Text(r), style: text}, cell{style: plain})
}

// middle gives cells to what a line uses that is shared or named but no line: deepest first.
func (b *book) middle(s *sheet, id formula.ID) {
	for _, a := range b.g.Node(id).Args {
		if _, placed := b.places[a]; placed {
			continue
		}
		if _, line := b.g.RowOf(a); line {
			continue
		}
		b.middle(s, a)
		q, named := b.g.Quantity(a)
		if !b.shared[a] && !named {
			continue
		}
		b.cellOf(s, a, q)
	}
}

func (b *book) cellOf(s *sheet, id formula.ID, q formula.Quantity) {
	label, st := b.say("中间量", "in between"), factor
	if q.Name != "" {
		label = b.text(q.Label)
	}
	row := len(s.rows) + 1
	b.owns(id, s, 3, row)
	value := b.computed(id, true, st)
	if len(b.g.Node(id).Args) == 0 {
		value = cell{numeric: true, number: b.g.Value(id).Float64(), style: input}
	}
	s.add(cell{style: plain}, cell{text: label, style: note}, value, cell{text: b.unit(q.Unit), style: plain},
		cell{text: b.g.Text(formula.Row{Node: id}), style: note}, cell{style: plain})
}

// name is the sheet of an approach: its number and kind.
func (b *book) name(i int) (zh, en string) {
	n := strconv.Itoa(i + 1)
	switch b.c.Model.Approaches[i].Kind {
	case valuation.CostApproach:
		return n + " 成本法", n + " cost"
	case valuation.IncomeApproach:
		return n + " 收益法", n + " income"
	}
	return n + " 市场法", n + " market"
}

func (b *book) approach(i int) {
	zh, en := b.name(i)
	s := b.sheet(zh, en, columns...)
	part := b.c.Report.Approaches[i]
	s.add(words(title, b.text(part.Title))...)
	for _, t := range part.Statements {
		s.add(words(note, b.text(t))...)
	}
	if part.Reason != "" {
		s.add(words(note, part.Reason)...)
	}
	s.add()
	b.inputs(s, i, func(string) bool { return true })
	b.lines(s, i, func(formula.Row) bool { return true })
	p := b.c.Model.Approaches[i]
	s.add()
	b.rounded(s, p.Value)
	if p.Low >= 0 {
		for _, id := range []formula.ID{p.Low, p.High} {
			b.middle(s, id)
			if _, placed := b.places[id]; !placed {
				b.cellOf(s, id, formula.Quantity{})
			}
		}
	}
	if len(part.Sources) > 0 {
		s.add()
		s.add(words(heading, b.say("来源", "Sources"))...)
		for _, x := range part.Sources {
			s.add(cell{text: x.Input, style: plain}, cell{text: x.Text, style: text})
		}
	}
}

// rounded writes the approach's value to the fen, from which the conclusion is made.
func (b *book) rounded(s *sheet, id formula.ID) {
	row := len(s.rows) + 1
	own := b.owns(id, s, 3, row)
	s.add(cell{text: "V_i", style: plain}, cell{text: b.say("评估值（精确到分）", "value, to the fen"), style: text},
		b.computed(id, own, fen), cell{text: b.currency(), style: plain})
}

func (b *book) quality() {
	s := b.sheet("质量", "Quality", columns...)
	q := b.c.Report.Quality
	s.add(words(title, b.say("数据质量（GB/T 36344-2018 六个维度）", "Data quality (six dimensions of GB/T 36344-2018)"))...)
	from := b.say("人工填写：", "typed by hand: ") + q.Reason
	if q.LogPosition != nil {
		from = b.say("取自资产 "+q.Asset+" 的质量画像，登记日志第 "+strconv.FormatUint(*q.LogPosition, 10)+" 条",
			"from the profile of asset "+q.Asset+", entry "+strconv.FormatUint(*q.LogPosition, 10)+" of the log")
	}
	s.add(words(note, from)...)
	s.add()
	of := func(name string) bool { return strings.HasPrefix(name, "quality.") }
	b.inputs(s, -1, of)
	b.lines(s, -1, func(r formula.Row) bool { return strings.HasPrefix(r.Key, "quality") })
}
