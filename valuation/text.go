package valuation

import (
	"fmt"
	"io"
	"strings"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/uncertainty"
)

// Lang is a language of documents.
type Lang string

// The two languages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

func (l Lang) of(t Text) string {
	if l == EN {
		return t.EN
	}
	return t.ZH
}

func (l Lang) say(zh, en string) string { return l.of(Text{ZH: zh, EN: en}) }

// WriteText writes the report for a terminal: conclusion, derivation of every approach, sensitivity, notes.
func (r Report) WriteText(w io.Writer, l Lang) error {
	var b strings.Builder
	r.head(&b, l)
	if r.Quality != nil {
		fmt.Fprintf(&b, "\n%s\n", l.of(r.Quality.text()))
		lines(&b, l, r.Quality.Rows)
	}
	for _, p := range r.Approaches {
		p.text(&b, l, r.CurrencyUnit)
	}
	r.tornado(&b, l)
	if r.Uncertainty != nil {
		unit := l.say(string(r.CurrencyUnit), "CNY")
		if r.CurrencyUnit == UnitWan {
			unit = l.say("万元", "CNY 10k")
		}
		w := uncertainty.Writer{English: l == EN, Unit: unit, Amount: func(f money.Fen) string {
			s := amount(f, r.CurrencyUnit, l)
			return s[:strings.IndexByte(s, ' ')]
		}}
		b.WriteString("\n" + w.Text(*r.Uncertainty))
	}
	r.said(&b, l)
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "\n%s%s", l.say("说明：", "Note: "), l.of(n))
	}
	if len(r.Notes) > 0 {
		b.WriteByte('\n')
	}
	d := r.Digest()
	fmt.Fprintf(&b, "\n%s %x\n", l.say("报告摘要 SHA-256", "report SHA-256"), d)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) head(b *strings.Builder, l Lang) {
	fmt.Fprintf(b, "%s\n", r.Asset)
	line := func(label, value string) { fmt.Fprintf(b, "  %s %s\n", pad(label, 18), value) }
	if r.Certificate != "" {
		line(l.say("登记凭证编码", "certificate"), r.Certificate)
	}
	line(l.say("评估目的", "purpose"), l.of(r.Purpose.Text()))
	line(l.say("价值类型", "value type"), l.of(r.ValueType.Text()))
	line(l.say("评估基准日", "valuation date"), r.ValuationDate.String())
	line(l.say("有效期至", "valid until"), r.ValidUntil.String())
	line(l.say("评估结论", "value"), amount(r.ValueFen, r.CurrencyUnit, l))
	line(l.say("区间", "range"), amount(r.LowFen, r.CurrencyUnit, l)+" – "+amount(r.HighFen, r.CurrencyUnit, l))
}

// said is what the appraiser wrote: why the approaches were weighed so, assumptions and limits.
func (r Report) said(b *strings.Builder, l Lang) {
	if r.Divergence != "" {
		fmt.Fprintf(b, "\n%s %s\n", l.say("各方法差异（最高减最低/结论）", "approaches are apart by (highest less lowest)/value"), r.Divergence)
	}
	if r.Reconciliation != "" {
		fmt.Fprintf(b, "%s%s\n", l.say("综合理由：", "Reconciliation: "), r.Reconciliation)
	}
	for i, a := range r.Assumptions {
		fmt.Fprintf(b, "\n%s %d %s", l.say("假设", "assumption"), i+1, a)
	}
	for i, a := range r.Limits {
		fmt.Fprintf(b, "\n%s %d %s", l.say("限制", "limit"), i+1, a)
	}
	if len(r.Assumptions)+len(r.Limits) > 0 {
		b.WriteByte('\n')
	}
}

// amount is money in the report's unit, always with the exact yuan beside 万元.
func amount(f money.Fen, u Unit, l Lang) string {
	if u == UnitWan {
		return f.Wan() + " " + l.say("万元", "CNY 10k")
	}
	return f.Grouped() + " " + l.say("元", "CNY")
}

func (p ApproachReport) text(b *strings.Builder, l Lang, u Unit) {
	fmt.Fprintf(b, "\n%s  %s %s  %s\n", l.of(p.Title), l.say("权重", "weight"), p.Weight, amount(p.ValueFen, u, l))
	if p.Reason != "" {
		fmt.Fprintf(b, "  %s%s\n", l.say("理由：", "because: "), p.Reason)
	}
	lines(b, l, p.Rows)
	for _, t := range p.Statements {
		fmt.Fprintf(b, "  · %s\n", l.of(t))
	}
	for _, s := range p.Sources {
		fmt.Fprintf(b, "  %s %s: %s\n", l.say("来源", "source"), s.Input, s.Text)
	}
}

// lines writes a derivation in columns.
func lines(b *strings.Builder, l Lang, rows []Row) {
	label, formula, result := 0, 0, 0
	for _, r := range rows {
		label, formula, result = max(label, width(l.of(r.Label))), max(formula, width(r.Formula)), max(result, len(r.Result))
	}
	for _, r := range rows {
		var in []string
		for _, i := range r.Inputs {
			in = append(in, i.Name+"="+i.Value)
		}
		line := fmt.Sprintf("  %s  %s  %*s  %s", pad(l.of(r.Label), label), pad(r.Formula, formula), result, r.Result,
			strings.Join(in, " "))
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func (r Report) tornado(b *strings.Builder, l Lang) {
	if len(r.Sensitivity) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", l.say("敏感性（单因素，按影响由大到小）", "Sensitivity (one at a time, largest first)"))
	label := 0
	for _, s := range r.Sensitivity {
		label = max(label, width(l.of(s.Label)))
	}
	for _, s := range r.Sensitivity {
		fmt.Fprintf(b, "  %s  %s → %s … %s → %s\n", pad(l.of(s.Label), label), s.Down, amount(s.DownFen, r.CurrencyUnit, l),
			s.Up, amount(s.UpFen, r.CurrencyUnit, l))
	}
}

// width counts terminal columns: a Chinese character takes two.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 && r <= 0xffe6 {
			n++
		}
	}
	return n
}

func pad(s string, to int) string { return s + strings.Repeat(" ", max(0, to-width(s))) }
