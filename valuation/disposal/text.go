package disposal

import (
	"fmt"
	"io"
	"strings"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/formula"
)

// WriteText writes the view for a terminal: figures, derivation, sources.
func (v View) WriteText(w io.Writer, l valuation.Lang) error {
	var b strings.Builder
	say := func(zh, en string) string {
		if l == valuation.EN {
			return en
		}
		return zh
	}
	text := func(t formula.Text) string { return say(t.ZH, t.EN) }
	line := func(zh, en, value string) { fmt.Fprintf(&b, "  %s  %s\n", say(zh, en), value) }
	fmt.Fprintf(&b, "%s  %s\n", say("贷款人视角", "the lender's view"), v.Lender)
	line("评估值（评估机构）", "appraised value (the appraiser's)", v.AppraisedFen.Grouped())
	line("快速变现值", "forced-sale value", v.ForcedFen.Grouped())
	line("审慎快速变现值", "prudent forced-sale value", v.PrudentFen.Grouped())
	line("最迟处置时的审慎值", "prudent value at the latest enforcement", v.LateFen.Grouped())
	line("处置回收可支撑的质押率", "pledge rate the recovery carries", percent(v.SupportedBP))
	line("建议最高质押率", "highest pledge rate", percent(v.PledgeBP))
	line("对应最高贷款额", "largest loan", v.LoanFen.Grouped())
	fmt.Fprintf(&b, "\n%s\n", say("推导", "derivation"))
	for _, x := range v.Lines {
		fmt.Fprintf(&b, "  %s  %s  =  %s\n", text(x.Label), x.Formula, x.Result)
	}
	fmt.Fprintf(&b, "\n%s\n", say("参数来源", "sources"))
	for _, s := range v.Sources {
		fmt.Fprintf(&b, "  %s：%s\n", s.Input, s.Text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// percent shows basis points.
func percent(bp int64) string { return fmt.Sprintf("%d.%02d%%", bp/100, bp%100) }
