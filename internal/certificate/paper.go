package certificate

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/document"
	"shurong.org/shurong/money"
)

// rightNames are the names of the three rights (Guide Art. 3).
var rightNames = map[string]string{"holding": "数据持有权", "use": "数据使用权", "operating": "数据经营权"}

// sourceNames are the sources on the form (Guide annex 1).
var sourceNames = map[string]string{
	"collected": "采集生成", "authorised": "授权采集（由其促成产生）", "own_person": "自然人自身数据",
	"public_crawl": "通过自动化程序收集公开数据", "agreement": "协议取得", "fused": "融合开发", "derived": "衍生创造",
	"entrusted": "受托处理",
}

var frequencyNames = map[string]string{
	"realtime": "实时", "daily": "日", "weekly": "周", "monthly": "月", "yearly": "年", "on_demand": "按需", "other": "其他",
}

// formText is the part of a registered form that is printed.
type formText struct {
	Form struct {
		Title    string `json:"title"`
		Summary  string `json:"summary"`
		Industry string `json:"industry"`
		Source   struct {
			Kind string `json:"kind"`
		} `json:"source"`
		UpdateFrequency string            `json:"update_frequency"`
		Restrictions    map[string]string `json:"restrictions"`
	} `json:"form"`
}

// Paper returns a document as PDF: the registration certificate or the search certificate.
func (s *Service) Paper(ctx context.Context, code string, kind credential.Kind) ([]byte, error) {
	doc, r, err := s.make(ctx, code, kind)
	if err != nil {
		return nil, err
	}
	issued := &r.Certificate
	c := &document.Certificate{
		TitleZH: "数据产权登记凭证", TitleEN: "Registration Certificate of Data Property Rights", Code: code,
		Statement:   "兹证明下列数据产权已按《数据产权登记工作指引（试行）》（国数综政策〔2026〕35号）审查、公示、存证，准予登记。",
		StatementEN: "The data property rights above were reviewed, publicised and put in evidence under the national guide and are registered. Scan the code to verify.",
		Registrar:   r.Registrar.Name, IssuedOn: chinese(issued.IssuedOn), VerifyURL: s.public + "/verify/" + code,
		Digest: canon.Hex(doc), Made: s.clock.Now(),
		Checkpoint: fmt.Sprintf("检查点 %s 第 %d 条，承诺 %s", r.Checkpoint.Origin, r.Size, r.Checkpoint.Commitment()),
	}
	if kind == credential.Search {
		c.TitleZH, c.TitleEN = "数据产权质押查询证明", "Search Certificate of Liens on Data Property Rights"
		c.Statement = "经查询登记簿，截至日志长度 " + strconv.FormatUint(r.Size, 10) + "，下列凭证所载数据经营权上的质押如下。"
		c.StatementEN = "The register was searched as of the log size stated; the liens on the right to operate are as listed. Scan the code to verify."
		c.IssuedOn = day(s.clock.Now().In(daycount.China))
	}
	switch {
	case issued.Cancelled:
		c.Status = "已注销"
	case !r.Live:
		c.Status = "已过期"
	}
	c.Rows = rows(r)
	return c.PDF()
}

func rows(r *credential.Report) []document.Row {
	var text formText
	if r.Form != nil {
		// The form was verified against its commitment; a field it lacks is simply not printed.
		_ = json.Unmarshal(r.Form, &text)
	}
	cert := &r.Certificate
	title := text.Form.Title
	if title == "" {
		title = "（申请人申请不予公示，名称不载于凭证）"
	}
	limits := make([]string, 0, len(text.Form.Restrictions))
	for _, v := range text.Form.Restrictions {
		limits = append(limits, v)
	}
	slices.Sort(limits)
	restrictions := strings.Join(limits, "；")
	if restrictions == "" && r.Form != nil {
		restrictions = "无"
	}
	return []document.Row{
		{ZH: "数据名称", EN: "Name of data", Value: title, Lines: 2},
		{ZH: "权利人", EN: "Right holder", Value: r.Holder.Name},
		{ZH: "统一社会信用代码", EN: "Unified social credit code", Value: r.Holder.USCC},
		{ZH: "登记权利", EN: "Registered rights", Value: rights(cert), Lines: 2},
		{ZH: "数据来源", EN: "Source", Value: sourceNames[text.Form.Source.Kind]},
		{ZH: "所属行业", EN: "Industry (GB/T 4754)", Value: text.Form.Industry},
		{ZH: "更新频率", EN: "Update frequency", Value: frequencyNames[text.Form.UpdateFrequency]},
		{ZH: "数据简介", EN: "Summary", Value: text.Form.Summary, Lines: 5},
		{ZH: "使用限制", EN: "Restrictions", Value: restrictions, Lines: 2},
		{ZH: "存证时间", EN: "Effective from", Value: day(time.UnixMilli(cert.EffectiveAt).In(daycount.China))},
		{ZH: "有效期至", EN: "Valid until", Value: chinese(cert.ValidUntil)},
		{ZH: "备注", EN: "Annotations", Value: liens(r), Lines: 4},
	}
}

func rights(cert *credential.Certificate) string {
	names := make([]string, len(cert.Rights))
	for i, g := range cert.Rights {
		names[i] = rightNames[g.Right]
		if !g.Until.IsZero() {
			names[i] += "（至" + chinese(g.Until) + "）"
		}
	}
	return strings.Join(names, "、")
}

func liens(r *credential.Report) string {
	if len(r.Liens) == 0 {
		return "截至日志长度 " + strconv.FormatUint(r.Size, 10) + "，数据经营权上无质押"
	}
	lines := make([]string, len(r.Liens))
	for i, l := range r.Liens {
		lines[i] = fmt.Sprintf("第%d顺位质押：质权人%s，担保金额不超过%s元", i+1, r.Pledgees[i].Name, money.Fen(l.SecuredFen).Grouped())
		if l.NoFurther {
			lines[i] += "，约定不得再次出质"
		}
		if l.Status == "enforcing" {
			lines[i] += "，实现程序中"
		}
	}
	return strings.Join(lines, "；")
}

func chinese(d daycount.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}
