package workbook

import (
	"encoding/hex"
	"strconv"
	"strings"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/formula"
)

// in is an amount in the unit of the valuation, for the value that stands beside a formula.
func (b *book) in(f money.Fen) float64 {
	if b.c.Model.Unit == valuation.UnitWan {
		return float64(f) / float64(money.Wan)
	}
	return float64(f) / float64(money.Yuan)
}

func amount(st style, value float64, live func(from *sheet) string) cell {
	return cell{numeric: true, number: value, style: st, live: live}
}

// conclude lays out the first sheet: what was valued, what it is worth, and how the approaches were weighed.
func (b *book) conclude() {
	s, r := b.conclusion, b.c.Report
	s.add(words(title, r.Asset)...)
	fact := func(zh, en, value string) {
		if value != "" {
			s.add(cell{text: b.say(zh, en), style: note}, cell{text: value, style: plain})
		}
	}
	fact("登记凭证编码", "certificate", r.Certificate)
	fact("评估目的", "purpose", b.text(r.Purpose.Text()))
	fact("价值类型", "type of value", b.text(r.ValueType.Text()))
	fact("评估基准日", "valuation date", r.ValuationDate.String())
	fact("有效期至", "valid until", r.ValidUntil.String())
	fact("金额单位", "amounts in", b.currency())
	s.add()
	low, high := make([]cell, len(r.Approaches)), make([]cell, len(r.Approaches))
	first := len(s.rows) + 7 // the table of approaches begins below the next six rows
	s.add(cell{text: b.say("评估结论", "concluded value"), style: heading},
		amount(strong, b.in(r.ValueFen), func(from *sheet) string { return b.refer(from, b.c.Model.Value) }),
		cell{text: b.currency(), style: plain})
	for _, end := range []struct {
		zh, en string
		fen    money.Fen
		col    string
	}{{"区间下限", "low end of the range", r.LowFen, "D"}, {"区间上限", "high end of the range", r.HighFen, "E"}} {
		s.add(cell{text: b.say(end.zh, end.en), style: plain}, amount(fen, b.in(end.fen), func(*sheet) string {
			var terms []string
			for i := range r.Approaches {
				at := strconv.Itoa(first + i)
				terms = append(terms, "$B$"+at+"*$"+end.col+"$"+at)
			}
			return "ROUND(" + strings.Join(terms, "+") + "," + b.fenPlaces() + ")"
		}), cell{text: b.currency(), style: plain})
	}
	s.add(words(note, b.say("区间由单因素变动（或市场法修正价格的最低、最高值）得出，反映结论对参数的依赖程度，不是置信区间。",
		"The range comes from moving one driver at a time (or from the lowest and highest corrected price); it is not a confidence interval."))...)
	s.add(words(heading, b.say("各方法", "Approaches"))...)
	s.add(words(head, b.say("方法", "method"), b.say("权重", "weight"), b.say("评估值", "value"), b.say("下限", "low"), b.say("上限", "high"),
		b.say("权重理由", "reason for the weight"))...)
	for i, a := range r.Approaches {
		low[i], high[i] = b.end(i, a.LowFen, false), b.end(i, a.HighFen, true)
		s.add(cell{text: b.text(a.Title), style: text}, b.weight(s, i), amount(fen, b.in(a.ValueFen), func(from *sheet) string {
			return b.refer(from, b.c.Model.Approaches[i].Value)
		}), low[i], high[i], cell{text: a.Reason, style: text})
	}
	if r.Reconciliation != "" {
		s.add(words(note, r.Reconciliation)...)
	}
	b.lines(s, -1, func(r formula.Row) bool { return !strings.HasPrefix(r.Key, "quality") })
	s.add()
	d := r.Digest()
	fact("报告摘要 SHA-256", "report SHA-256", hex.EncodeToString(d[:]))
	fact("评估文件摘要 SHA-256", "file SHA-256", r.FileDigest)
	s.add(words(note, b.say("蓝色为参数，可改动；其余数值均为公式。改动后结果不再是本报告的结果。",
		"Blue figures are inputs and may be changed; all others are formulas. After a change the figures are no longer this report's."))...)
}

// refer is a node in a cell of a sheet.
func (b *book) refer(from *sheet, id formula.ID) string {
	return notation{b.g, b.at(from)}.refer(id)
}

// weight is the cell of an approach's weight, which it owns.
func (b *book) weight(s *sheet, i int) cell {
	q, ok := b.g.Find("weights[" + strconv.Itoa(i) + "]")
	if !ok {
		return cell{style: plain}
	}
	b.owns(q.Node, s, 2, len(s.rows)+1)
	return cell{numeric: true, number: b.g.Value(q.Node).Float64(), style: input}
}

// end is one end of an approach's range: of its data, or the furthest that a driver moves it, never under nothing.
func (b *book) end(i int, value money.Fen, up bool) cell {
	p := b.c.Model.Approaches[i]
	return amount(fen, b.in(value), func(from *sheet) string {
		if p.Low >= 0 {
			id := p.Low
			if up {
				id = p.High
			}
			return "ROUND(" + b.refer(from, id) + "," + b.fenPlaces() + ")"
		}
		all := []string{b.refer(from, p.Value)}
		for _, m := range b.moves {
			if row, ok := m.rows[p.Value]; ok && m.approach == i {
				all = append(all, b.scenarioCell(m, row))
			}
		}
		if up {
			return "MAX(" + strings.Join(all, ",") + ")"
		}
		return "MAX(0,MIN(" + strings.Join(all, ",") + "))"
	})
}

func (b *book) scenarioCell(m move, row int) string {
	return place{b.moveSheet, m.col, row}.reference(nil)
}

// sensitivities lays out the tornado's table; the sheet of scenarios computes it.
func (b *book) sensitivities() {
	s := b.sheet("敏感性", "Sensitivity", 34, 40, 14, 14, 14, 18, 18, 18, 18, 18)
	b.sensitivity = s
	s.add(words(title, b.say("单因素敏感性", "One-at-a-time sensitivity"))...)
	s.add(cell{text: b.say("变动幅度", "relative move"), style: plain}, cell{style: plain},
		cell{numeric: true, number: b.step().Float64(), style: input})
	s.add(words(note, b.say("每项参数单独上下变动，截止于其有意义的范围；数值由“推算”表按同一公式算出。",
		"Each driver moves alone, within what it may be; the sheet of scenarios computes it by the same formulas."))...)
	s.add(words(head, b.say("参数", "driver"), b.say("说明", "label"), b.say("基准", "base"), b.say("下调", "down"), b.say("上调", "up"),
		b.say("下调后结论", "value, down"), b.say("上调后结论", "value, up"), b.say("幅度", "swing"), b.say("下调影响", "effect, down"),
		b.say("上调影响", "effect, up"))...)
	moves := b.moves
	for _, x := range b.c.Report.Sensitivity {
		if len(moves) < 2 || moves[0].driver.Name != x.Driver {
			continue
		}
		down, up := moves[0], moves[1]
		moves = moves[2:]
		at := strconv.Itoa(len(s.rows) + 1)
		value := func(m move, id formula.ID) func(*sheet) string {
			return func(from *sheet) string {
				if row, ok := m.rows[id]; ok {
					return b.scenarioCell(m, row)
				}
				return b.refer(from, id)
			}
		}
		base := b.g.Value(down.driver.Node).Float64()
		s.add(cell{text: x.Driver, style: plain}, cell{text: b.text(x.Label), style: text},
			amount(count, base, func(from *sheet) string { return b.refer(from, down.driver.Node) }),
			amount(count, b.movedTo(&down).Float64(), value(down, down.driver.Node)),
			amount(count, b.movedTo(&up).Float64(), value(up, up.driver.Node)),
			amount(fen, b.in(x.DownFen), value(down, b.c.Model.Value)), amount(fen, b.in(x.UpFen), value(up, b.c.Model.Value)),
			amount(fen, b.in(x.SwingFen), func(*sheet) string { return "ABS($G$" + at + "-$F$" + at + ")" }),
			amount(moneyStyle, b.in(x.DownFen-b.c.Report.ValueFen), func(from *sheet) string { return "$F$" + at + "-" + b.refer(from, b.c.Model.Value) }),
			amount(moneyStyle, b.in(x.UpFen-b.c.Report.ValueFen), func(from *sheet) string { return "$G$" + at + "-" + b.refer(from, b.c.Model.Value) }))
	}
}

// step is the relative move of the file, 0.10 by default.
func (b *book) step() valuation.Decimal {
	if d := b.c.File.SensitivityStep; !d.IsZero() {
		return d
	}
	return tenth
}
