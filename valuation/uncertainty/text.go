package uncertainty

import (
	"fmt"
	"strings"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/simulation"
)

// Writer writes reports for a terminal.
type Writer struct {
	// English instead of Chinese.
	English bool
	// Amount writes an amount of money in the unit, without the unit.
	Amount func(money.Fen) string
	// Unit is the unit's name.
	Unit string
}

// money is an amount with its unit.
func (w Writer) money(f money.Fen) string { return w.Amount(f) + " " + w.Unit }

func (w Writer) say(zh, en string) string {
	if w.English {
		return en
	}
	return zh
}

func (w Writer) of(t formula.Text) string { return w.say(t.ZH, t.EN) }

// Text is the report as lines.
func (w Writer) Text(r Report) string {
	var b strings.Builder
	method := w.say("随机抽样", "random")
	if r.Method == simulation.LatinHypercube {
		method = w.say("拉丁超立方抽样", "Latin hypercube")
	}
	fmt.Fprintf(&b, "%s\n", w.say(
		fmt.Sprintf("不确定性（蒙特卡洛模拟 %d 次，%s，种子 %d）", r.Draws, method, r.Seed),
		fmt.Sprintf("Uncertainty (%d draws, %s, seed %d)", r.Draws, method, r.Seed)))
	w.spread(&b, r)
	w.histogram(&b, r.Histogram)
	w.inputs(&b, r)
	w.tornado(&b, r)
	w.breakEven(&b, r)
	for _, t := range r.TwoWay {
		w.table(&b, t)
	}
	return b.String()
}

func (w Writer) spread(b *strings.Builder, r Report) {
	list := [][2]string{
		{w.say("5% 分位", "5th percentile"), w.money(r.P5Fen)},
		{w.say("中位数", "median"), w.money(r.P50Fen)},
		{w.say("95% 分位", "95th percentile"), w.money(r.P95Fen)},
		{w.say("均值", "mean"), w.money(r.MeanFen) + w.say("（标准误 ", " (standard error ") + w.Amount(r.MeanErrorFen) +
			w.say("）", ")")},
		{w.say("标准差", "standard deviation"), w.money(r.SDFen)},
		{w.say("最小 – 最大", "least – greatest"), w.Amount(r.LowestFen) + " – " + w.money(r.HighestFen)},
	}
	if r.NotPositivePPM > 0 {
		list = append(list, [2]string{w.say("不为正的比例", "not positive"), percent(r.NotPositivePPM)})
	}
	for _, l := range list {
		fmt.Fprintf(b, "  %s  %s\n", pad(l[0], 18), l[1])
	}
}

// percent writes millionths as percent, by whole numbers alone.
func percent(ppm int64) string {
	tenth := (ppm + 500) / 1000
	return fmt.Sprintf("%d.%d%%", tenth/10, tenth%10)
}

const barWidth = 40

func bar(n, most int) string {
	if most <= 0 {
		return ""
	}
	return strings.Repeat("█", (n*barWidth+most/2)/most)
}

func (w Writer) histogram(b *strings.Builder, h Histogram) {
	fmt.Fprintf(b, "\n  %s\n", w.say("直方图（1% 至 99% 分位，", "Histogram (1st to 99th percentile, ")+w.Unit+w.say("）", ")"))
	// Two bins a line.
	most, n := 0, len(h.Counts)/2
	counts, edges, width := make([]int, n), make([]string, n), 0
	for i := range counts {
		counts[i] = h.Counts[2*i] + h.Counts[2*i+1]
		most = max(most, counts[i])
		edges[i] = w.Amount(h.FromFen + (h.ToFen-h.FromFen)*money.Fen(i)/money.Fen(n))
		width = max(width, columns(edges[i]))
	}
	for i, c := range counts {
		fmt.Fprintf(b, "  %s%s  %7d  %s\n", strings.Repeat(" ", width-columns(edges[i])), edges[i], c, bar(c, most))
	}
	fmt.Fprintf(b, "  %s %d  %s %d\n", w.say("以下", "below"), h.Below, w.say("以上", "above"), h.Above)
}

func (w Writer) inputs(b *strings.Builder, r Report) {
	fmt.Fprintf(b, "\n  %s\n", w.say(
		fmt.Sprintf("不确定参数与方差贡献（Sobol 指数，基础样本 %d）", r.SobolDraws),
		fmt.Sprintf("Uncertain inputs and their part of the variance (Sobol indices, %d base draws)", r.SobolDraws)))
	rows := [][]string{{w.say("参数", "input"), w.say("分布", "distribution"), w.say("取值", "written"), "P5", "P50", "P95",
		w.say("单独", "alone"), w.say("合计", "in all")}}
	for _, in := range r.Inputs {
		rows = append(rows, []string{w.of(in.Label), w.of(in.Distribution), in.Written, in.P5, in.P50, in.P95,
			percent(in.FirstPPM), percent(in.TotalPPM)})
	}
	grid(b, rows, 2)
	for _, in := range r.Inputs {
		if in.Source != "" {
			fmt.Fprintf(b, "  %s %s: %s\n", w.say("来源", "source"), in.Input, in.Source)
		}
	}
	for _, c := range r.Correlations {
		fmt.Fprintf(b, "  %s %s ~ %s: %s\n", w.say("相关系数", "correlation"), c.A, c.B, c.Value)
	}
}

func (w Writer) tornado(b *strings.Builder, r Report) {
	fmt.Fprintf(b, "\n  %s\n", w.say("龙卷风图（单个参数由 5% 至 95% 分位，其余不变；",
		"Tornado (one input from its 5th to its 95th percentile, the others as written; ")+w.Unit+w.say("）", ")"))
	var rows [][]string
	for _, s := range r.Tornado {
		rows = append(rows, []string{w.of(s.Label), s.Low + " → " + w.Amount(s.LowFen), s.High + " → " + w.Amount(s.HighFen),
			bar(int(s.SwingFen/100), int(r.Tornado[0].SwingFen/100))})
	}
	grid(b, rows, 4)
}

func (w Writer) breakEven(b *strings.Builder, r Report) {
	if len(r.BreakEven) == 0 {
		return
	}
	fmt.Fprintf(b, "\n  %s\n", w.say("盈亏平衡", "Break-even"))
	for _, e := range r.BreakEven {
		if e.Level == "" {
			fmt.Fprintf(b, "  %s\n", w.say(
				fmt.Sprintf("%s 在 %s 至 %s 之间，评估值均不等于 %s", w.of(e.Label), e.From, e.To, w.money(e.TargetFen)),
				fmt.Sprintf("no %s from %s to %s makes the value %s", w.of(e.Label), e.From, e.To, w.money(e.TargetFen))))
			continue
		}
		fmt.Fprintf(b, "  %s\n", w.say(
			fmt.Sprintf("%s 由 %s 变为 %s 时，评估值为 %s", w.of(e.Label), e.Written, e.Level, w.money(e.ValueFen)),
			fmt.Sprintf("%s of %s instead of %s makes the value %s", w.of(e.Label), e.Level, e.Written, w.money(e.ValueFen))))
	}
}

func (w Writer) table(b *strings.Builder, t Table) {
	fmt.Fprintf(b, "\n  %s\n", w.say("双因素表：行 ", "Two-way table: rows ")+w.of(t.RowLabel)+w.say("，列 ", ", columns ")+
		w.of(t.ColumnLabel)+w.say("（", " (")+w.Unit+w.say("）", ")"))
	rows := [][]string{append([]string{""}, t.ColumnLevels...)}
	for i, line := range t.ValueFen {
		row := []string{t.RowLevels[i]}
		for _, v := range line {
			row = append(row, w.Amount(v))
		}
		rows = append(rows, row)
	}
	grid(b, rows, 0)
}

// grid writes rows in columns: the first so many to the left, the others to the right.
func grid(b *strings.Builder, rows [][]string, left int) {
	var widths []int
	for _, r := range rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(c))
		}
	}
	for _, r := range rows {
		line := " "
		for i, c := range r {
			if i < left {
				line += " " + pad(c, widths[i]) + " "
			} else {
				line += " " + strings.Repeat(" ", widths[i]-columns(c)) + c + " "
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// columns counts terminal columns: a Chinese character takes two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 && r <= 0xffe6 {
			n++
		}
	}
	return n
}

func pad(s string, to int) string { return s + strings.Repeat(" ", max(0, to-columns(s))) }
