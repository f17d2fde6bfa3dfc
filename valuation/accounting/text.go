package accounting

import (
	"fmt"
	"io"
	"strings"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

// WriteText writes the statement for a terminal: per resource the decision and what it rests on, then the balance sheet's
// lines and the disclosure tables.
func (s Statement) WriteText(w io.Writer, l valuation.Lang) error {
	p := printer{l: l, unit: s.Unit, wide: 16}
	p.f("%s  %s – %s  %s %s\n", s.Entity, s.From, s.To, p.say("单位", "in"), p.say(string(s.Unit), map[valuation.Unit]string{
		valuation.UnitYuan: "CNY", valuation.UnitWan: "CNY 10k"}[s.Unit]))
	for _, k := range s.Kept {
		p.resource(k, s)
	}
	p.f("\n%s\n", p.say("资产负债表列示", "balance sheet"))
	for _, x := range s.Sheet {
		p.row(p.text(x.Label), x.Opening.Fen(), x.Closing.Fen())
	}
	p.f("  %s %s\n", p.say("本期直接计入损益的支出", "expensed in the period as incurred"), p.money(s.Expensed.Fen()))
	for _, t := range s.Tables {
		p.table(t)
	}
	p.f("\n%s\n", p.say("评估价值仅供披露，不作为账面价值入账。", "Appraised values are disclosed only; none is posted as a book value."))
	p.f("%s %x\n", p.say("报表摘要 SHA-256", "statement SHA-256"), s.Digest())
	_, err := io.WriteString(w, p.b.String())
	return err
}

type printer struct {
	b    strings.Builder
	l    valuation.Lang
	unit valuation.Unit
	wide int // width of the columns
}

func (p *printer) f(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

func (p *printer) say(zh, en string) string {
	if p.l == valuation.EN {
		return en
	}
	return zh
}

func (p *printer) text(t valuation.Text) string { return p.say(t.ZH, t.EN) }

func (p *printer) money(f money.Fen) string {
	if p.unit == valuation.UnitWan {
		return f.Wan()
	}
	return f.Grouped()
}

func (p *printer) resource(k Kept, s Statement) {
	p.f("\n%s  →  %s\n", k.Name, p.text(k.Rule.Result.Text()))
	p.f("  %s：%s（%s）\n", p.say("理由", "because"), p.text(k.Rule.Why), k.Rule.Source)
	if k.LifeMonths > 0 {
		p.f("  %s %d（%s）\n", p.say("使用寿命（月），取最短者", "useful life in months, the shortest"), k.LifeMonths, p.text(k.LifeBy))
	}
	for _, c := range k.Costs {
		p.f("  %s  %s  %s  →  %s（%s）\n", c.Date, p.text(c.Name), p.money(c.Cost.Fen()), p.text(c.Into.Text()), c.Source)
	}
	for _, t := range k.Ledger.Tests {
		p.f("  %s  %s：%s %s，%s %s，%s %s\n", t.Date, p.say("减值测试", "impairment test"),
			p.say("账面价值", "carrying"), p.money(t.Carrying.Fen()), p.say("可收回金额", "recoverable"), p.money(t.Recoverable.Fen()),
			p.say("损失", "loss"), p.money(t.Loss.Fen()))
	}
	p.f("  %s %s → %s\n", p.say("账面价值", "carrying amount"), p.money(k.Opening.Fen()), p.money(k.Closing.Fen()))
	for _, d := range k.Disclosed {
		p.f("  %s：%s %s %s，%s %s\n", p.say("披露的评估", "appraisal disclosed"), d.Date, p.say("评估价值", "appraised"),
			p.money(d.Value.Fen()), p.say("同期账面价值", "book value"), p.money(d.Book.Fen()))
	}
}

func (p *printer) table(t DisclosureTable) {
	p.f("\n%s\n", p.text(t.Title))
	heads := make([]string, 0, len(t.Columns))
	defer func(w int) { p.wide = w }(p.wide)
	for _, c := range t.Columns {
		heads = append(heads, p.text(c))
		p.wide = max(p.wide, width(p.text(c)))
	}
	p.cells("", heads...)
	for _, l := range t.Lines {
		if l.Heading {
			p.f("  %s\n", p.text(l.Label))
			continue
		}
		p.row("  "+p.text(l.Label), l.Amounts[0].Fen(), l.Amounts[1].Fen(), l.Amounts[2].Fen(), l.Total.Fen())
	}
}

func (p *printer) row(label string, fs ...money.Fen) {
	cells := make([]string, len(fs))
	for i, f := range fs {
		cells[i] = p.money(f)
	}
	p.cells(label, cells...)
}

// cells writes a label and right-aligned columns; a Chinese character takes two.
func (p *printer) cells(label string, cells ...string) {
	const first = 36
	p.f("  %s%s", label, strings.Repeat(" ", max(1, first-width(label))))
	for _, c := range cells {
		p.f("  %s%s", strings.Repeat(" ", max(0, p.wide-width(c))), c)
	}
	p.b.WriteByte('\n')
}

func width(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}
