package document

import (
	"strconv"
	"strings"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/disposal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/uncertainty"
)

func (a *Appraisal) sensitivity(f *flow) {
	r := a.Report
	if len(r.Sensitivity) == 0 {
		return
	}
	f.heading("敏感性", "Sensitivity", 40)
	f.paragraph(grey, 8.5, f.say("每次只变动一项参数，其余不变；竖线为评估结论。", "One driver moves, the others stay; the line is the concluded value.")+
		"（"+a.unit()+"）")
	var bars []bar
	var rows [][]string
	for _, s := range r.Sensitivity {
		bars = append(bars, bar{f.words(s.Label), s.Down, s.Up, a.in(s.DownFen), a.in(s.UpFen)})
		rows = append(rows, []string{f.words(s.Label), s.Base, s.Down, s.Up, a.amount(s.DownFen), a.amount(s.UpFen), a.amount(s.SwingFen)})
	}
	for i, b := range bars {
		if b.down > b.up { // the level beside each end is the one that leads there
			bars[i].low, bars[i].high, bars[i].down, bars[i].up = b.high, b.low, b.up, b.down
		}
	}
	f.tornado(bars, a.in(r.ValueFen), a.show)
	f.table([]column{{2.3, false}, {1.2, true}, {1.3, true}, {1.3, true}, {1.6, true}, {1.6, true}, {1.5, true}},
		[]string{f.say("参数", "driver"), f.say("基准", "base"), f.say("下调", "down"), f.say("上调", "up"), f.say("下调后", "value, down"),
			f.say("上调后", "value, up"), f.say("幅度", "swing")}, rows)
}

func (a *Appraisal) uncertainty(f *flow, u uncertainty.Report) {
	f.heading("不确定性", "Uncertainty", 84)
	f.facts([][2]string{
		{f.say("抽样", "draws"), strconv.Itoa(u.Draws) + "　" + string(u.Method) + "　" + f.say("种子 ", "seed ") + strconv.FormatInt(u.Seed, 10)},
		{"P5 / P50 / P95", a.amount(u.P5Fen) + " / " + a.amount(u.P50Fen) + " / " + a.amount(u.P95Fen)},
		{f.say("均值 ± 标准差", "mean ± standard deviation"), a.amount(u.MeanFen) + " ± " + a.amount(u.SDFen)},
	})
	h := u.Histogram
	f.histogram(h.Counts, a.in(h.FromFen), a.in(h.ToFen), []float64{a.in(u.P5Fen), a.in(u.P50Fen), a.in(u.P95Fen), a.in(a.Report.ValueFen)},
		[]string{"P5", "P50", "P95", f.say("结论", "conclusion")}, a.show)
	var rows [][]string
	for _, in := range u.Inputs {
		rows = append(rows, []string{f.words(in.Label), f.words(in.Distribution), in.P5 + " / " + in.P50 + " / " + in.P95, ppm(in.FirstPPM), ppm(in.TotalPPM),
			in.Source})
	}
	f.table([]column{{2, false}, {2.6, false}, {2.2, false}, {1, true}, {1, true}, {2, false}}, []string{f.say("参数", "input"),
		f.say("分布", "distribution"), "P5 / P50 / P95", f.say("一阶指数", "Sobol, first"), f.say("总指数", "Sobol, total"), f.say("来源", "source")}, rows)
	rows = nil
	for _, b := range u.BreakEven {
		level := b.Level
		if level == "" {
			level = f.say("区间内无解", "none between ") + " [" + b.From + ", " + b.To + "]"
		}
		rows = append(rows, []string{f.words(b.Label), a.amount(b.TargetFen), b.Written, level})
	}
	if len(rows) > 0 {
		f.subheading(f.say("盈亏平衡", "Break-even"))
		f.table([]column{{2, false}, {1, true}, {1, true}, {2, false}}, []string{f.say("参数", "input"), f.say("目标价值", "target value"),
			f.say("现值", "as written"), f.say("所需水平", "level needed")}, rows)
	}
	for _, t := range u.TwoWay {
		a.twoWay(f, t)
	}
}

func (a *Appraisal) twoWay(f *flow, t uncertainty.Table) {
	f.subheading(f.say("双因素表：", "Two-way table: ") + f.words(t.RowLabel) + " × " + f.words(t.ColumnLabel))
	columns := []column{{1.4, false}}
	head := []string{""}
	for _, l := range t.ColumnLevels {
		columns, head = append(columns, column{1, true}), append(head, l)
	}
	var rows [][]string
	for i, l := range t.RowLevels {
		row := []string{l}
		for _, v := range t.ValueFen[i] {
			row = append(row, a.show(a.in(v)))
		}
		rows = append(rows, row)
	}
	f.table(columns, head, rows)
}

// ppm shows millionths as a percentage.
func ppm(n int64) string { return strconv.FormatFloat(float64(n)/1e4, 'f', 1, 64) + "%" }

// bp shows basis points as a percentage.
func bp(n int64) string { return strconv.FormatFloat(float64(n)/100, 'f', 2, 64) + "%" }

func (a *Appraisal) lender(f *flow, v disposal.View) {
	f.heading("贷款人视角", "The lender's view", 84)
	f.paragraph(grey, 8.5, f.say("由"+v.Lender+"按自己的参数测算，不是评估机构的结论，也不改变评估值。金额单位为元。",
		"Computed by "+v.Lender+" with its own parameters; it is not the appraiser's and does not change the appraised value. Amounts in CNY."))
	yuan := func(x money.Fen) float64 { return float64(x) / 100 }
	f.waterfall([]step{
		{f.say("评估值", "appraised"), yuan(v.AppraisedFen), true},
		{f.say("快速变现", "forced sale"), yuan(v.ForcedFen - v.AppraisedFen), false},
		{f.say("变现时间偏长", "a long time to sell"), yuan(v.PrudentFen - v.ForcedFen), false},
		{f.say("贷款期内老化", "ageing over the loan"), yuan(v.LateFen - v.PrudentFen), false},
		{f.say("届时可回收", "recovered then"), yuan(v.LateFen), true},
		{f.say("最高贷款额", "largest loan"), yuan(v.LoanFen), true},
	}, a.show)
	f.facts([][2]string{
		{f.say("快速变现值", "forced-sale value"), v.ForcedFen.Grouped()},
		{f.say("审慎快速变现值", "prudent forced-sale value"), v.PrudentFen.Grouped()},
		{f.say("最迟处置时的审慎值", "prudent, latest enforcement"), v.LateFen.Grouped()},
		{f.say("可支撑的质押率", "rate the recovery carries"), bp(v.SupportedBP)},
		{f.say("建议最高质押率", "highest pledge rate"), bp(v.PledgeBP)},
		{f.say("对应最高贷款额", "largest loan"), v.LoanFen.Grouped()},
	})
	var rows [][]string
	for _, l := range v.Lines {
		rows = append(rows, []string{f.words(l.Label), l.Formula, l.Result})
	}
	f.table([]column{{2.6, false}, {5, false}, {1.4, true}}, []string{f.say("项目", "line"), f.say("公式", "formula"), f.say("结果", "result")}, rows)
	a.inputs(f, v.Graph, func(string) bool { return true })
}

func (a *Appraisal) assumptions(f *flow) {
	r := a.Report
	f.heading("假设、限制与说明", "Assumptions, limits and notes", 40)
	for _, x := range []struct {
		title string
		items []string
	}{{f.say("评估假设", "Assumptions"), r.Assumptions}, {f.say("使用限制", "Limits"), r.Limits}} {
		if len(x.items) == 0 {
			continue
		}
		f.subheading(x.title)
		for i, s := range x.items {
			f.paragraph(black, 9.5, strconv.Itoa(i+1)+". "+s)
		}
	}
	if len(r.Assumptions)+len(r.Limits) == 0 {
		f.paragraph(grey, 9, f.say("评估文件未列假设与限制。", "The valuation file states no assumptions or limits."))
	}
	if d := r.Dynamic; d != nil {
		f.subheading(f.say("动态估值规则（报告有效期内按监测数据重算）", "Rules by which the value follows measurements"))
		var rows [][]string
		for _, x := range d.Rules {
			rows = append(rows, []string{string(x.Measure), x.Moves, x.Elasticity.String(), x.Reason})
		}
		f.table([]column{{1.6, false}, {2.4, false}, {1, true}, {4, false}}, []string{f.say("监测指标", "measure"), f.say("影响参数", "moves"),
			f.say("弹性", "elasticity"), f.say("理由", "reason")}, rows)
	}
	for _, n := range r.Notes {
		f.paragraph(black, 9, "• "+f.words(n))
	}
}

func (a *Appraisal) appendix(f *flow) {
	f.title("附录：全部参数及来源", "Appendix: all inputs and their sources", 30)
	a.inputs(f, a.Model.Graph, func(string) bool { return true })
	for _, p := range a.Report.Approaches {
		var rows [][]string
		for _, s := range p.Sources {
			rows = append(rows, []string{s.Input, s.Text})
		}
		f.subheading(f.say("来源：", "Sources: ") + f.words(p.Title))
		f.table([]column{{1.6, false}, {5, false}}, []string{f.say("参数", "input"), f.say("来源", "source")}, rows)
	}
}

// inputs lists the inputs of a graph.
func (a *Appraisal) inputs(f *flow, g *formula.Graph, keep func(string) bool) {
	var rows [][]string
	for _, q := range g.Quantities() {
		if !q.Leaf || !keep(q.Name) {
			continue
		}
		written := q.Written
		if written == "" {
			written = g.Value(q.Node).Short(6)
		}
		source := q.Source
		if source == "" {
			source = f.say("评估文件", "the file")
		}
		name := q.Name
		if i := strings.IndexByte(name, '.'); i > 0 {
			name = name[i+1:]
		}
		rows = append(rows, []string{f.words(q.Label), name, written, source})
	}
	f.table([]column{{2.6, false}, {2.6, false}, {1.4, true}, {4, false}}, []string{f.say("参数", "input"), f.say("字段", "field"),
		f.say("数值", "value"), f.say("来源", "source")}, rows)
}
