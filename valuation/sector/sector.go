// Package sector holds, for each of twelve sectors, what a valuation of its data typically looks like: ranges of rates and
// factors, and the inputs a report must have. A value outside its range is not wrong; it needs a reason, in writing, in the
// valuation file:
//
//	sector:
//	  name: health
//	  reasons:
//	    royalty.royalty_rate: 独家授权，三家医院联合，见合同第 4 条
//
// The templates are data files (data/*.yaml), one a sector, read strictly. Every range says what it rests on
// ([Basis]): published by an authority, told by a secondary source, remembered, or the judgement of this project. Most are
// judgement: no public statistics of data licences exist by sector. They are there to be replaced by medians of recorded
// values as these accumulate; a template's version is in the report, so that a report stays checkable against the ranges
// it was made under.
//
// A range names an input of the valuation's graph: "royalty.royalty_rate", with "*" for any method or list index
// ("*.discount_rate", "market.comparables[*].quality"). The check reads the graph's exact values; it changes none.
package sector

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/strict"
)

//go:embed data/*.yaml
var data embed.FS

// Basis is what a figure rests on.
type Basis string

// From firm to soft.
const (
	Published Basis = "published" // in a text that was read
	Secondary Basis = "secondary" // told by a press or secondary page; the source itself was not seen
	Memory    Basis = "memory"    // general knowledge, unchecked
	Judgement Basis = "judgement" // this project's
)

var basisText = map[Basis]formula.Text{
	Published: {ZH: "已公布", EN: "published"}, Secondary: {ZH: "二手资料", EN: "secondary source"},
	Memory: {ZH: "一般知识，未核对", EN: "general knowledge, unchecked"}, Judgement: {ZH: "本项目判断", EN: "judgement of this project"},
}

// Text names the basis in both languages.
func (b Basis) Text() formula.Text { return basisText[b] }

// Template is a sector's.
type Template struct {
	Version int          `json:"version"` // of the template: raised whenever a figure changes
	Sector  string       `json:"sector"`
	Name    formula.Text `json:"name"`
	// Industries are letters of GB/T 4754 (门类).
	Industries []string       `json:"industries"`
	Kinds      []formula.Text `json:"kinds"` // of data that are typical
	Required   []Required     `json:"required"`
	Ranges     []Range        `json:"ranges"`
}

// Required is an input that a report of the sector must have.
type Required struct {
	When  string       `json:"when"` // income, cost, market or any
	Input string       `json:"input"`
	Why   formula.Text `json:"why"`
}

// Range is where a value typically lies.
type Range struct {
	Input  string          `json:"input"`
	Low    decimal.Decimal `json:"low"`
	High   decimal.Decimal `json:"high"`
	Basis  Basis           `json:"basis"`
	Source string          `json:"source"`
}

// Use is a valuation file's: which sector, and the reasons for what lies outside its ranges, by input.
type Use struct {
	Name    string            `json:"name"`
	Reasons map[string]string `json:"reasons,omitzero"`
}

var (
	// ErrUnknown says that there is no template of that name.
	ErrUnknown = fault.Define("sector.unknown", fault.Invalid,
		"没有名为“{name}”的行业模板，可用：{choices}", "there is no sector template “{name}”; use one of {choices}").
		Hint("运行 shurong value sectors 查看", "run shurong value sectors")
	// ErrOutside says that a value lies outside the sector's range and the file gives no reason.
	ErrOutside = fault.Define("sector.outside", fault.Invalid,
		"{name} 为 {value}，超出{sector}行业的常见范围 [{low}, {high}]（{basis_zh}），须说明理由",
		"{name} is {value}, outside the range [{low}, {high}] typical of {sector_en} ({basis}); it needs a reason").
		Hint("在 sector.reasons 中写明 {name} 的理由；超出范围不等于错误", "write the reason under sector.reasons as {name}; outside is not wrong")
	// ErrRequired says that an input the sector asks for is not there.
	ErrRequired = fault.Define("sector.required", fault.Invalid,
		"{sector}行业的报告应填写 {name}：{why_zh}", "a report of {sector_en} needs {name}: {why}")
	// ErrStray says that a reason is given for something that is no input.
	ErrStray = fault.Define("sector.stray_reason", fault.Invalid,
		"sector.reasons 中的“{name}”不是本评估的参数", "sector.reasons: “{name}” is no input of this valuation")
	// ErrReason says that a reason says nothing.
	ErrReason = fault.Define("sector.reason", fault.Invalid, "{name} 的理由应为 4 至 400 字", "the reason for {name} should have 4 to 400 characters")
	// ErrTemplate says that a template is not well made: a fault of this program.
	ErrTemplate = fault.Define("sector.template", fault.Internal, "行业模板 {name} 有误：{why}", "the sector template {name} is not right: {why}")
)

// All reads the templates, in order of name.
func All() ([]Template, error) {
	files, err := fs.Glob(data, "data/*.yaml")
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	out := make([]Template, 0, len(files))
	for _, f := range files {
		t, err := read(f)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Find is the template of a sector.
func Find(name string) (Template, error) {
	files, err := fs.Glob(data, "data/*.yaml")
	if err != nil {
		return Template{}, err
	}
	names := make([]string, 0, len(files))
	for _, f := range files {
		own := strings.TrimSuffix(strings.TrimPrefix(f, "data/"), ".yaml")
		if own == name {
			return read(f)
		}
		names = append(names, own)
	}
	return Template{}, ErrUnknown.With("name", strict.Clip(name), "choices", strings.Join(names, ", ")).At("sector.name")
}

func read(file string) (t Template, err error) {
	b, err := data.ReadFile(file)
	if err != nil {
		return t, err
	}
	if _, err := strict.Decode(b, file, &t); err != nil {
		return t, err
	}
	return t, t.check(file)
}

// check holds a template to what the check of a valuation relies on.
func (t Template) check(file string) error {
	bad := func(why string) error { return ErrTemplate.With("name", file, "why", why) }
	if t.Version < 1 || !strings.HasSuffix(file, "/"+t.Sector+".yaml") || t.Name.ZH == "" || t.Name.EN == "" || len(t.Kinds) == 0 {
		return bad("version, sector, name, kinds")
	}
	for _, r := range t.Required {
		if !slices.Contains([]string{"any", "income", "cost", "market"}, r.When) || r.Input == "" || r.Why.ZH == "" || r.Why.EN == "" {
			return bad("required " + r.Input)
		}
	}
	for _, r := range t.Ranges {
		if r.Low.IsZero() || r.High.IsZero() || r.Low.Cmp(r.High) >= 0 || basisText[r.Basis].ZH == "" || r.Source == "" || r.Input == "" {
			return bad(fmt.Sprintf("range %s", r.Input))
		}
	}
	return nil
}
