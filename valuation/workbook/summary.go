package workbook

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/disposal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/uncertainty"
)

var tenth = decimal.Must("0.10")

// movedTo is the driver moved by the step, within its span: what the report's sensitivity does.
func (b *book) movedTo(m *move) decimal.Decimal {
	var a decimal.Arith
	base := b.g.Value(m.driver.Node)
	delta := a.Mul(base, b.step())
	if m.up {
		return m.driver.Span.Clamp(a.Add(base, delta))
	}
	return m.driver.Span.Clamp(a.Sub(base, delta))
}

// simulation writes the figures of the simulation. They are no formulas, and say so.
func (b *book) simulation(u uncertainty.Report) {
	s := b.sheet("模拟", "Simulation", 40, 30, 16, 16, 16, 16, 16, 16)
	s.add(words(title, b.say("不确定性模拟摘要", "Summary of the simulation"))...)
	s.add(words(note, b.say("本表为模拟所得的数值，不是公式：同一文件与种子在任何机器上得到同样的结果。",
		"These are figures of the simulation, not formulas: the same file and seed give the same everywhere."))...)
	number := func(zh, en string, v float64, st style) {
		s.add(cell{text: b.say(zh, en), style: text}, cell{numeric: true, number: v, style: st})
	}
	number("随机种子", "seed", float64(u.Seed), count)
	number("抽样次数", "draws", float64(u.Draws), count)
	for _, x := range []struct {
		zh, en string
		fen    money.Fen
	}{{"均值", "mean", u.MeanFen}, {"标准差", "standard deviation", u.SDFen}, {"P5", "P5", u.P5Fen}, {"P50", "P50", u.P50Fen},
		{"P95", "P95", u.P95Fen}} {
		number(x.zh, x.en, b.in(x.fen), fen)
	}
	s.add()
	s.add(words(head, b.say("不确定参数", "uncertain input"), b.say("分布", "distribution"), b.say("评估值所用", "as written"), "P5", "P50", "P95",
		b.say("一阶 Sobol 指数", "Sobol, first"), b.say("总 Sobol 指数", "Sobol, total"))...)
	for _, in := range u.Inputs {
		s.add(cell{text: b.text(in.Label), style: text}, cell{text: b.text(in.Distribution), style: text}, cell{text: in.Written, style: plain},
			cell{text: in.P5, style: plain}, cell{text: in.P50, style: plain}, cell{text: in.P95, style: plain},
			cell{numeric: true, number: float64(in.FirstPPM) / 1e6, style: factor}, cell{numeric: true, number: float64(in.TotalPPM) / 1e6, style: factor})
	}
	s.add()
	s.add(words(head, b.say("直方图：从", "histogram: from"), b.say("至", "to"), b.say("次数", "count"))...)
	h := u.Histogram
	for i, n := range h.Counts {
		width := (b.in(h.ToFen) - b.in(h.FromFen)) / float64(len(h.Counts))
		s.add(cell{numeric: true, number: b.in(h.FromFen) + width*float64(i), style: moneyStyle},
			cell{numeric: true, number: b.in(h.FromFen) + width*float64(i+1), style: moneyStyle}, cell{numeric: true, number: float64(n), style: count})
	}
	for _, e := range u.BreakEven {
		s.add(cell{text: b.say("盈亏平衡：", "break-even: ") + b.text(e.Label), style: text}, cell{text: e.Level, style: plain},
			cell{numeric: true, number: b.in(e.TargetFen), style: fen})
	}
	for _, t := range u.TwoWay {
		s.add()
		s.add(words(heading, b.text(t.RowLabel)+" × "+b.text(t.ColumnLabel))...)
		s.add(words(head, append([]string{b.text(t.RowLabel)}, t.ColumnLevels...)...)...)
		for i, l := range t.RowLevels {
			row := words(plain, l)
			for _, v := range t.ValueFen[i] {
				row = append(row, cell{numeric: true, number: b.in(v), style: moneyStyle})
			}
			s.add(row...)
		}
	}
}

// lender writes the lender's view from its own graph; the appraised value is the conclusion's cell.
func (b *book) lender(v disposal.View) {
	s := b.sheet("贷款人视角", "Lender", columns...)
	l := &book{c: b.c, g: v.Graph, places: map[formula.ID]place{}, yuan: true}
	l.shared = l.findShared()
	s.add(words(title, b.say("贷款人视角：处置回收与质押率　", "The lender's view: recovery and pledge rate  ")+v.Lender)...)
	s.add(words(note, b.say("由贷款人按自己的参数测算，不是评估机构的结论，也不改变评估值。",
		"Computed by the lender with its own parameters; it is not the appraiser's and does not change the appraised value."))...)
	l.inputs(s, -1, func(string) bool { return true })
	if q, ok := l.g.Find("disposal.appraised"); ok {
		at := l.places[q.Node]
		s.rows[at.row-1][2] = amount(fen, l.g.Value(q.Node).Float64(), func(from *sheet) string {
			scale := "1"
			if b.c.Model.Unit == valuation.UnitWan {
				scale = "10000"
			}
			return "ROUND(" + b.refer(from, b.c.Model.Value) + "*" + scale + ",2)"
		})
	}
	l.lines(s, 0, func(formula.Row) bool { return true })
}

// assumptions writes what the conclusion rests on besides figures.
func (b *book) assumptions() {
	s := b.sheet("假设与限制", "Assumptions", 100)
	r := b.c.Report
	list := func(zh, en string, of []string) {
		if len(of) == 0 {
			return
		}
		s.add(words(heading, b.say(zh, en))...)
		for i, x := range of {
			s.add(words(text, strconv.Itoa(i+1)+". "+x)...)
		}
	}
	list("评估假设", "Assumptions", r.Assumptions)
	list("使用限制", "Limits", r.Limits)
	notes := make([]string, 0, len(r.Notes))
	for _, n := range r.Notes {
		notes = append(notes, b.text(n))
	}
	list("说明", "Notes", notes)
}

// tornado is the sensitivity as a chart: bars to both sides of the conclusion.
func (b *book) tornado(f *excelize.File) error {
	n := len(b.sensitivity.rows)
	const first = 5
	if n < first {
		return nil
	}
	of := func(col string) string {
		return "'" + b.sensitivity.name + "'!$" + col + "$" + strconv.Itoa(first) + ":$" + col + "$" + strconv.Itoa(n)
	}
	series := func(name, col, colour string) excelize.ChartSeries {
		return excelize.ChartSeries{Name: name, Categories: of("B"), Values: of(col),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}}
	}
	overlap := 100
	return f.AddChartSheet(b.say("敏感性图", "Tornado"), &excelize.Chart{Type: excelize.Bar,
		Series: []excelize.ChartSeries{series(b.say("下调", "down"), "I", "8A2026"), series(b.say("上调", "up"), "J", "3B6EA5")},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: b.say("参数变动对结论的影响", "Effect of each driver on the conclusion") +
			"（" + b.currency() + "）"}}},
		YAxis: excelize.ChartAxis{MajorGridLines: true}, XAxis: excelize.ChartAxis{ReverseOrder: true, TickLabelPosition: excelize.ChartTickLabelLow},
		Legend: excelize.ChartLegend{Position: "bottom"}, Overlap: &overlap})
}
