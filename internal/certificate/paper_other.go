package certificate

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/document"
)

// otherPaper draws what is neither a registration certificate nor a search on one: searches by asset and holder, status
// proofs, chains of title, proofs of existence.
func (s *Service) otherPaper(doc []byte, r *credential.Report) ([]byte, error) {
	size := strconv.FormatUint(r.Size, 10)
	c := &document.Certificate{
		Code: r.Code, Registrar: r.Registrar.Name, VerifyURL: s.public + "/verify", Original: doc,
		OriginalName: fileName(r.Code, r.Kind) + ".json", Made: time.UnixMilli(r.IssuedAt).UTC(),
		IssuedOn:    time.UnixMilli(r.IssuedAt).In(daycount.China).Format("2006年1月2日 15时04分"),
		Checkpoint:  fmt.Sprintf("%s，日志长度 %s，承诺 %s", r.Checkpoint.Origin, size, r.Checkpoint.Commitment()),
		StatementEN: "As of the log size stated; the attached file proves it. Verify it on the page the code leads to.",
	}
	if r.Certificate.Code != "" || r.Kind == credential.Existence {
		c.VerifyURL += "/" + r.Code
	}
	switch r.Kind {
	case credential.AssetSearch, credential.HolderSearch:
		c.TitleZH, c.TitleEN = "数据产权登记查询证明", "Search Certificate of Data Property Rights"
		c.Statement = "经查询登记簿，截至日志长度 " + size + "，下列对象的登记凭证及其上的质押、备注如下，名单完整。"
		c.Rows = subjectRows(r)
	case credential.Title:
		c.TitleZH, c.TitleEN = "数据产权权属沿革证明", "Chain of Title of Data Property Rights"
		c.Statement = "经查询登记簿，截至日志长度 " + size + "，下列凭证的历次登记如下，逐项见于登记日志。"
		c.Rows = titleRows(r)
	case credential.Existence:
		c.TitleZH, c.TitleEN = "数据产权登记存在证明", "Proof that a Registration Exists"
		c.Statement = "下列编号的登记凭证在登记簿中。该登记不公示，未经权利人授权不显示其他内容。"
		c.Rows = []document.Row{{ZH: "凭证编号", EN: "Code", Value: r.Code}, {ZH: "登记机构", EN: "Registrar", Value: r.Registrar.Name}}
	default:
		c.TitleZH, c.TitleEN = "数据产权登记状态证明", "Status of a Registration Certificate"
		c.Statement = "截至日志长度 " + size + "，下列凭证的状态如下。"
		c.Rows = append([]document.Row{{ZH: "状态", EN: "Status", Value: stateList(r.States)}, {ZH: "权利人", EN: "Right holder", Value: r.Holder.Name}},
			document.Row{ZH: "质押", EN: "Liens", Value: liens(r), Lines: 12, Note: "（未列完，见凭证文件）"},
			document.Row{ZH: "备注", EN: "Annotations", Value: annotations(r.Annotations), Lines: 8, Note: "（未列完，见凭证文件）"})
	}
	return c.PDF()
}

// subjectRows has a row for each certificate found; how many there are goes first.
func subjectRows(r *credential.Report) []document.Row {
	what := document.Row{ZH: "数据资产", EN: "Data asset", Value: r.Code}
	if r.Kind == credential.HolderSearch {
		what = document.Row{ZH: "权利人", EN: "Holder (credit code)", Value: r.Code}
	}
	rows := []document.Row{what, {ZH: "登记凭证", EN: "Certificates", Value: fmt.Sprintf("共 %d 份", len(r.Found))}}
	for i := range r.Found {
		f := &r.Found[i]
		row := document.Row{ZH: f.Code, EN: "Certificate", Lines: 6, Note: "（未列完，见凭证文件）"}
		if f.Withheld {
			row.Value = "不公示，仅证明其存在"
		} else {
			one := &credential.Report{Size: r.Size, Liens: f.Liens, Pledgees: f.Pledgees}
			parts := []string{f.Holder.Name + "，" + rights(&f.Certificate) + "，" + stateList(f.States), liens(one)}
			for _, more := range []string{annotations(f.Annotations), similar(f.Similar)} {
				if more != "" {
					parts = append(parts, more)
				}
			}
			row.Value = strings.Join(parts, "\n")
		}
		rows = append(rows, row)
	}
	return rows
}

func titleRows(r *credential.Report) []document.Row {
	rows := []document.Row{{ZH: "现权利人", EN: "Holder", Value: r.Holder.Name}, {ZH: "状态", EN: "Status", Value: stateList(r.States)}}
	for _, t := range r.Titles {
		rows = append(rows, document.Row{
			ZH: titleNames[t.Type], EN: "Log entry " + strconv.FormatUint(t.Index, 10), Lines: 2,
			Value: day(time.UnixMilli(t.At).In(daycount.China)) + "，" + t.Certificate + "，" + t.Holder.Name + "，" +
				rights(&credential.Certificate{Rights: t.Rights}) + "，至 " + chinese(t.ValidUntil),
		})
	}
	return rows
}

// titleNames are the five types of registration.
var titleNames = map[string]string{"initial": "初次登记", "transfer": "转让登记", "change": "变更登记", "renewal": "续期登记", "cancellation": "注销登记",
	"return": "异议成立，权利返还"}

// noteNames are the kinds of annotation (Guide Art. 23).
var noteNames = map[string]string{"term": "行使期限或条件", "seizure": "查封等保全", "control": "临时管制", "pledge": "已办质押", "licence": "许可", "other": "其他"}

func history(cert *credential.Certificate) string {
	lines := make([]string, len(cert.History))
	for i, t := range cert.History {
		lines[i] = titleNames[t.Type] + "（" + day(time.UnixMilli(t.At).In(daycount.China)) + "）"
	}
	return strings.Join(lines, "、")
}

func annotations(all []credential.Annotation) string {
	lines := make([]string, len(all))
	for i, a := range all {
		lines[i] = noteNames[a.Kind]
		if a.Authority != "" {
			lines[i] += "，" + a.Authority
		}
		lines[i] += "，自 " + chinese(a.From)
		if !a.Until.IsZero() {
			lines[i] += " 至 " + chinese(a.Until)
		}
	}
	return strings.Join(lines, "\n")
}

func similar(all []credential.Similar) string {
	if len(all) == 0 {
		return ""
	}
	lines := []string{fmt.Sprintf("审查时披露 %d 项内容相近的登记", len(all))}
	for _, s := range all {
		grade := map[string]string{"red": "高度相近", "amber": "部分相近"}[s.Grade()]
		lines = append(lines, fmt.Sprintf("%s：%s，本数据见于彼 %d.%d%%，彼见于本数据 %d.%d%%", s.Case, grade,
			s.HereInThere/10_000, s.HereInThere/1000%10, s.ThereInHere/10_000, s.ThereInHere/1000%10))
	}
	return strings.Join(lines, "\n")
}

func stateList(all []credential.State) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.ZH()
	}
	return strings.Join(names, "、")
}
