package certificate

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/document"
	"shurong.org/shurong/money"
)

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
	Title    string `json:"title"`
	Summary  string `json:"summary"`
	Industry string `json:"industry"`
	Source   struct {
		Kind string `json:"kind"`
	} `json:"source"`
	UpdateFrequency string            `json:"update_frequency"`
	SpanFrom        daycount.Date     `json:"span_from,omitzero"`
	SpanTo          daycount.Date     `json:"span_to,omitzero"`
	Records         int64             `json:"records"`
	Bytes           int64             `json:"bytes"`
	Restrictions    map[string]string `json:"restrictions"`

	given bool // the form is part of the document
}

// Paper returns a document as PDF: the registration certificate or the search certificate.
func (s *Service) Paper(ctx context.Context, code string, kind credential.Kind) ([]byte, error) {
	doc, r, err := s.make(ctx, code, kind)
	if err != nil {
		return nil, err
	}
	return s.paper(doc, r)
}

// paper draws a document from what its own verification found.
func (s *Service) paper(doc []byte, r *credential.Report) ([]byte, error) {
	if r.Kind != credential.Registration && r.Kind != credential.Search {
		return s.otherPaper(doc, r)
	}
	code, kind, issued := r.Code, r.Kind, &r.Certificate
	c := &document.Certificate{
		TitleZH: "数据产权登记凭证", TitleEN: "Registration Certificate of Data Property Rights", Code: code,
		Statement: "兹证明下列数据产权已按《数据产权登记工作指引（试行）》（国数综政策〔2026〕35号）审查并存证，准予登记。",
		StatementEN: "The data property rights above were reviewed and put in evidence under the national guide " +
			"and are registered. Scan the code to verify.",
		Registrar: r.Registrar.Name, IssuedOn: chinese(issued.IssuedOn), VerifyURL: s.public + "/verify/" + code,
		Original: doc, OriginalName: fileName(code, kind) + ".json", Made: time.UnixMilli(r.IssuedAt).UTC(),
		Checkpoint: fmt.Sprintf("%s，日志长度 %d，承诺 %s", r.Checkpoint.Origin, r.Size, r.Checkpoint.Commitment()),
	}
	if kind == credential.Search {
		c.TitleZH, c.TitleEN = "数据产权质押查询证明", "Search Certificate of Liens on Data Property Rights"
		c.Statement = "经查询登记簿，截至日志长度 " + strconv.FormatUint(r.Size, 10) + "，下列凭证所载数据经营权上的质押如下。"
		c.StatementEN = "The register was searched as of the log size stated; the liens on the right to operate are as " +
			"listed. Scan the code to verify."
		c.IssuedOn = time.UnixMilli(r.IssuedAt).In(daycount.China).Format("2006年1月2日 15时04分")
	}
	if r.Status == credential.Cancelled || r.Status == credential.Lapsed || r.Status == credential.Seized {
		c.Status = r.Status.ZH()
	}
	c.Rows = rows(r, kind)
	return c.PDF()
}

// rows are those of the registration certificate; a search certificate leaves out what it did not search for, and has
// room for liens instead.
func rows(r *credential.Report, kind credential.Kind) []document.Row {
	text := readForm(r.Form)
	cert := &r.Certificate
	title := text.Title
	if title == "" {
		title = "（申请人申请不予公示，名称不载于凭证）"
	}
	head := []document.Row{
		{ZH: "数据名称", EN: "Name of data", Value: title, Lines: 2},
		{ZH: "权利人", EN: "Right holder", Value: r.Holder.Name, Lines: 2},
		{ZH: "统一社会信用代码", EN: "Unified social credit code", Value: r.Holder.USCC},
		{ZH: "登记权利", EN: "Registered rights", Value: rights(cert), Lines: 2},
	}
	tail := []document.Row{
		{ZH: "存证时间", EN: "Effective from", Value: day(time.UnixMilli(cert.EffectiveAt).In(daycount.China))},
		{ZH: "有效期至", EN: "Valid until", Value: chinese(cert.ValidUntil)},
	}
	if n := len(cert.Objections); n > 0 {
		tail = append(tail, document.Row{ZH: "未决异议", EN: "Open objections", Value: strconv.Itoa(n) + " 项"})
	}
	if v := annotations(r.Annotations); v != "" {
		tail = append(tail, document.Row{ZH: "备注", EN: "Annotations", Value: v, Lines: 3, Note: "（未列完，见凭证文件）"})
	}
	if n := len(cert.History); n > 1 {
		tail = append(tail, document.Row{ZH: "权属沿革", EN: "Chain of title", Value: history(cert), Lines: 3, Note: "（未列完，见凭证文件）"})
	}
	if len(r.Similar) > 0 {
		tail = append(tail, document.Row{ZH: "相近登记", EN: "Similar data", Value: similar(r.Similar), Lines: 3, Note: "（未列完，见凭证文件）"})
	}
	charges := document.Row{ZH: "质押", EN: "Liens", Value: liens(r), Lines: 4, Note: "（未列完，见凭证文件）"}
	if kind == credential.Search {
		charges.Lines = 24
		return slices.Concat(head, tail, []document.Row{charges})
	}
	return slices.Concat(head, []document.Row{
		{ZH: "数据来源", EN: "Source", Value: sourceNames[text.Source.Kind]},
		{ZH: "所属行业", EN: "Industry (GB/T 4754)", Value: text.Industry},
		{ZH: "更新频率", EN: "Update frequency", Value: frequencyNames[text.UpdateFrequency]},
		{ZH: "时间跨度", EN: "Time span", Value: text.span()},
		{ZH: "数据规模", EN: "Volume", Value: text.volume()},
		{ZH: "数据简介", EN: "Summary", Value: text.Summary, Lines: 9},
		{ZH: "使用限制", EN: "Restrictions", Value: text.restrictions(), Lines: 3},
	}, tail, []document.Row{charges})
}

// readForm reads what is printed of a form. It was verified against its commitment; a field it lacks is simply not
// printed.
func readForm(doc []byte) formText {
	var d struct {
		Form formText `json:"form"`
	}
	if doc != nil {
		_ = json.Unmarshal(doc, &d)
		d.Form.given = true
	}
	return d.Form
}

// span is the time that the data covers, empty if the form does not say.
func (f *formText) span() string {
	if f.SpanFrom.IsZero() || f.SpanTo.IsZero() {
		return ""
	}
	return chinese(f.SpanFrom) + " 至 " + chinese(f.SpanTo)
}

// volume is in records and bytes, empty if the form says neither.
func (f *formText) volume() string {
	var out []string
	if f.Records > 0 {
		out = append(out, strconv.FormatInt(f.Records, 10)+" 条")
	}
	if f.Bytes > 0 {
		out = append(out, strconv.FormatInt((f.Bytes+1<<20-1)>>20, 10)+" MB")
	}
	return strings.Join(out, "，")
}

// restrictions are the limits of use in the order of the form (Guide annex 1); 无 where there are none.
func (f *formText) restrictions() string {
	var out []string
	for _, key := range []string{"users", "qualification", "environment", "region", "resale", "export"} {
		if v := f.Restrictions[key]; v != "" {
			out = append(out, v)
		}
	}
	if len(out) == 0 && f.given {
		return "无"
	}
	return strings.Join(out, "；")
}

// fileName is what a download is called, without the extension.
func fileName(code string, kind credential.Kind) string {
	suffix := map[credential.Kind]string{
		credential.Search: "-search", credential.AssetSearch: "-search", credential.HolderSearch: "-search", credential.Status: "-status",
		credential.Title: "-title", credential.Existence: "-existence",
	}[kind]
	if suffix == "" {
		suffix = "-certificate"
	}
	return code + suffix
}

func rights(cert *credential.Certificate) string {
	names := make([]string, len(cert.Rights))
	for i, g := range cert.Rights {
		names[i] = g.ZH()
		if !g.Until.IsZero() {
			names[i] += "（至" + chinese(g.Until) + "）"
		}
	}
	return strings.Join(names, "、")
}

// liens says how many there are first: the rest of the row may be cut.
func liens(r *credential.Report) string {
	size := strconv.FormatUint(r.Size, 10)
	if len(r.Liens) == 0 {
		return "截至日志长度 " + size + "，数据经营权上无质押"
	}
	lines := []string{fmt.Sprintf("截至日志长度 %s，数据经营权上有 %d 项质押：", size, len(r.Liens))}
	for i, l := range r.Liens {
		line := fmt.Sprintf("第%d顺位：质权人%s，担保金额不超过%s元", i+1, r.Pledgees[i].Name, money.Fen(l.SecuredFen).Grouped())
		if l.NoFurther {
			line += "，约定不得再次出质"
		}
		if state := lienStates[l.Status]; state != "" {
			line += "，" + state
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// lienStates are what is noted of a lien that is not simply in force.
var lienStates = map[string]string{"proposed": "已提出、尚未接受", "accepted": "已接受、尚未生效", "enforcing": "实现程序中"}

func chinese(d daycount.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}
