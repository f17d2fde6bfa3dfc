package valuation

import (
	"strconv"

	"shurong.org/shurong/valuation/sector"
)

// holdAgainst checks the values against the sector's template (package sector): what lies outside needs a reason.
func (m *Model) holdAgainst(u sector.Use) error {
	parts := make([]sector.Part, len(m.Approaches))
	for i, p := range m.Approaches {
		parts[i] = sector.Part{Kind: string(p.Kind), Prefix: p.Prefix, Field: sub(item("approaches", i), string(p.Method))}
	}
	r, err := u.Check(m.Graph, parts)
	m.report.Sector = &r
	return err
}

// typical says what the check came to.
func typical(r sector.Result) []Text {
	n, v := strconv.Itoa(r.Checked), strconv.Itoa(r.Version)
	out := []Text{{ZH: n + " 项取值已与“" + r.Name.ZH + "”行业模板（第 " + v + " 版）的常见范围核对。",
		EN: n + " values were held against the template of " + r.Name.EN + " (version " + v + ")."}}
	for _, f := range r.Outside {
		out = append(out, Text{ZH: f.Label.ZH + " " + f.Value + " 超出常见范围 [" + f.Low + ", " + f.High + "]（" + f.Basis.Text().ZH + "），理由：" + f.Reason,
			EN: f.Label.EN + " " + f.Value + " is outside the typical range [" + f.Low + ", " + f.High + "] (" + f.Basis.Text().EN + "), because: " + f.Reason})
	}
	return out
}
