package document

import (
	"strconv"
	"strings"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/formula"
)

func (a *Appraisal) conclusion(f *flow) {
	r := a.Report
	f.heading("评估结论", "Conclusion", 20)
	f.paragraph(black, 10, f.say("在评估基准日 "+r.ValuationDate.String()+"，"+r.Asset+"的"+f.words(r.ValueType.Text())+"为 "+a.amount(r.ValueFen)+" "+
		a.unit()+"，区间为 "+a.amount(r.LowFen)+" 至 "+a.amount(r.HighFen)+" "+a.unit()+"。",
		"On "+r.ValuationDate.String()+" the "+f.words(r.ValueType.Text())+" of "+r.Asset+" is "+a.unit()+" "+a.amount(r.ValueFen)+
			", in a range from "+a.amount(r.LowFen)+" to "+a.amount(r.HighFen)+"."))
	f.paragraph(grey, 8.5, f.say("区间由单因素变动（或市场法修正价格的最低、最高值）得出，反映结论对参数的依赖程度，不是置信区间。",
		"The range comes from moving one driver at a time (or from the lowest and highest corrected price); it is not a confidence interval."))
	var rows [][]string
	var steps []step
	for _, p := range r.Approaches {
		rows = append(rows, []string{f.words(p.Title), p.Weight.String(), a.amount(p.ValueFen), a.amount(p.LowFen), a.amount(p.HighFen), p.Reason})
		steps = append(steps, step{label: f.words(p.Title) + " × " + p.Weight.String(), amount: a.in(p.ValueFen) * p.Weight.Float64()})
	}
	f.table([]column{{3.2, false}, {1.2, true}, {1.8, true}, {1.8, true}, {1.8, true}, {3.6, false}},
		[]string{f.say("方法", "method"), f.say("权重", "weight"), f.say("评估值", "value"), f.say("下限", "low"), f.say("上限", "high"),
			f.say("理由", "reason")}, rows)
	if len(r.Approaches) > 1 {
		f.waterfall(append(steps, step{f.say("评估结论", "conclusion"), a.in(r.ValueFen), true}), a.show)
	}
	if r.Divergence != "" {
		f.paragraph(black, 9, f.say("各方法结果差异率（最高减最低，除以结论）：", "Divergence of the approaches, (highest − lowest)/conclusion: ")+r.Divergence)
	}
	if r.Reconciliation != "" {
		f.subheading(f.say("综合理由", "Reconciliation"))
		f.paragraph(black, 9.5, r.Reconciliation)
	}
}

func (a *Appraisal) object(f *flow) {
	r := a.Report
	f.heading("评估对象、权利与收益期", "Asset, rights and economic life", 40)
	f.facts([][2]string{{f.say("数据资产", "data asset"), r.Asset}, {f.say("登记凭证编码", "certificate"), r.Certificate}})
	if r.Certificate == "" {
		f.paragraph(grey, 8.5, f.say("评估文件未引用登记凭证：权利状况未经登记核验。",
			"The valuation file refers to no certificate: rights were not checked against the registry."))
	}
	for _, p := range r.Approaches {
		if p.Life == nil {
			continue
		}
		f.subheading(f.say("收益期：", "Economic life: ") + f.words(p.Title))
		var rows [][]string
		for _, t := range p.Life.Terms {
			mark := ""
			if t.Name == p.Life.Binding {
				mark = f.say("决定收益期", "ends the income")
			}
			rows = append(rows, []string{f.words(t.Label), t.Years, mark})
		}
		rows = append(rows, []string{f.say("收益期 n = min", "life n = min"), p.Life.Years, ""})
		f.table([]column{{3, false}, {1.2, true}, {2, false}}, []string{f.say("期限", "term"), f.say("年", "years"), ""}, rows)
	}
	a.quality(f)
}

func (a *Appraisal) quality(f *flow) {
	q := a.Report.Quality
	if q == nil {
		return
	}
	f.subheading(f.say("数据质量（GB/T 36344-2018）：", "Data quality (GB/T 36344-2018): ") + q.Score)
	if q.LogPosition != nil {
		n := strconv.FormatUint(*q.LogPosition, 10)
		f.paragraph(black, 9, f.say("取自资产 "+q.Asset+" 的质量画像，登记日志第 "+n+" 条。", "From the profile of asset "+q.Asset+", entry "+n+" of the log."))
	} else {
		f.paragraph(black, 9, f.say("人工填写，理由：", "Typed by hand, because: ")+q.Reason)
	}
	var labels []string
	var scores []float64
	var rows [][]string
	for _, d := range []string{"normativity", "completeness", "accuracy", "consistency", "timeliness", "accessibility"} {
		if x, ok := a.Model.Graph.Find("quality.scores." + d); ok {
			v := a.Model.Graph.Value(x.Node)
			labels, scores = append(labels, f.words(x.Label)), append(scores, v.Float64())
			rows = append(rows, []string{f.words(x.Label), v.Short(6)})
		}
	}
	f.radar(labels, scores)
	f.table([]column{{3, false}, {1, true}}, []string{f.say("维度", "dimension"), f.say("评分", "score")}, rows)
}

func (a *Appraisal) approach(f *flow, i int) {
	p := a.Report.Approaches[i]
	n := []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}[min(i, 9)]
	if i == 0 {
		f.heading("评估方法与推导", "Methods and derivation", 44)
	}
	f.subheading(f.say("（"+n+"）", "("+strconv.Itoa(i+1)+") ") + f.words(p.Title) + "　" + a.amount(p.ValueFen) + " " + a.unit())
	for _, s := range p.Statements {
		f.paragraph(grey, 8.5, f.words(s))
	}
	a.buildUp(f, i)
	var rows [][]string
	for _, r := range p.Rows {
		var in []string
		for _, x := range r.Inputs {
			in = append(in, x.Name+" = "+x.Value)
		}
		rows = append(rows, []string{f.words(r.Label), r.Formula, strings.Join(in, f.say("；", "; ")), r.Result})
	}
	f.table([]column{{2.5, false}, {2.6, false}, {3.4, false}, {1.4, true}}, []string{f.say("项目", "line"), f.say("公式", "formula"),
		f.say("取值", "with"), f.say("结果", "result")}, rows)
	a.madeUp(f, i)
	if e := p.Evidence; e != nil {
		f.facts([][2]string{
			{f.say("可比案例（采用／全部）", "comparables (used / all)"), strconv.Itoa(e.Used) + " / " + strconv.Itoa(e.Comparables)},
			{f.say("有效案例数", "effective number"), e.Effective}, {f.say("离散程度", "spread"), e.Spread},
			{f.say("剔除的异常案例", "put aside as outliers"), strings.Join(e.Aside, "、")},
			{f.say("案例不足仍采用的理由", "why so few suffice"), e.ThinReason}})
	}
}

// buildUp shows how a discount rate is put together, if it is.
func (a *Appraisal) buildUp(f *flow, i int) {
	prefix := a.Model.Approaches[i].Prefix + ".discount_rate."
	var rows [][]string
	var steps []step
	built := false
	for _, q := range a.Model.Graph.Quantities() {
		if !q.Leaf || !strings.HasPrefix(q.Name, prefix) {
			continue
		}
		v := a.Model.Graph.Value(q.Node)
		rows = append(rows, []string{f.words(q.Label), v.Short(6), q.Source})
		steps = append(steps, step{label: f.words(q.Label), amount: v.Float64() * 100})
		built = built || strings.HasSuffix(q.Name, ".management") || strings.HasSuffix(q.Name, ".circulation")
	}
	if len(rows) == 0 {
		return
	}
	f.paragraph(black, 9.5, f.say("折现率构成", "How the discount rate is put together"))
	f.table([]column{{2.4, false}, {1, true}, {4, false}}, []string{f.say("参数", "input"), f.say("数值", "value"), f.say("来源", "source")}, rows)
	if rate, ok := a.Model.Graph.Find(strings.TrimSuffix(prefix, ".")); ok && built {
		steps = append(steps, step{f.say("折现率 r", "rate r"), a.Model.Graph.Value(rate.Node).Float64() * 100, true})
		f.waterfall(steps, func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + "%" })
	}
}

// madeUp is the waterfall of an approach's value: present values by year, costs and what adjusts them, or the corrected
// prices beside the value taken.
func (a *Appraisal) madeUp(f *flow, i int) {
	part := a.Model.Approaches[i]
	var steps []step
	sum := 0.0
	of := func(keys ...string) {
		for _, r := range a.Model.Graph.Rows() {
			if r.Section == i && !r.Aux && r.Show == formula.ShowMoney && contains(keys, r.Key) {
				v := a.Model.Graph.Value(r.Node).Float64()
				sum += v
				steps = append(steps, step{label: short(f.words(r.Label)), amount: v, total: part.Kind == valuation.MarketApproach})
			}
		}
	}
	value := a.in(a.Report.Approaches[i].ValueFen)
	last := step{f.say("评估值", "value"), value, true}
	switch part.Kind {
	case valuation.IncomeApproach:
		of("pv")
	case valuation.MarketApproach:
		of("comparable")
	case valuation.CostApproach:
		of("preliminary", "direct", "indirect", "opportunity", "taxes")
		if len(steps) > 0 {
			steps = append(steps, step{label: f.say("利润与调整", "profit and adjustment"), amount: value - sum})
		}
	}
	const most = 14
	if len(steps) > 0 && len(steps) < most {
		f.waterfall(append(steps, last), a.show)
	}
}

func contains(keys []string, key string) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
}

// short is a label without what all bars of a picture have in common.
func short(label string) string {
	return strings.NewReplacer("可比案例：", "", "comparable: ", "", "present value, ", "", "现值", "").Replace(label)
}
