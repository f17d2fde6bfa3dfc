package recognition

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/registry"
)

// What became of a row.
const (
	Accepted  = "accepted"
	Corrected = "corrected" // accepted, after slips were put right
	Refused   = "refused"
)

// Row is a row as it will be registered.
type Row struct {
	OldCode    string              `json:"old_code"`
	Holder     string              `json:"holder"`
	Title      string              `json:"title"`
	Summary    string              `json:"summary"`
	Industry   string              `json:"industry"`
	Region     string              `json:"region"`
	Source     registry.SourceKind `json:"source"`
	Rights     []registry.Right    `json:"rights"`
	Issuer     string              `json:"issuer"`
	IssuedOn   daycount.Date       `json:"issued_on,omitzero"`
	ValidUntil daycount.Date       `json:"valid_until,omitzero"`
	Evidence   string              `json:"evidence,omitempty"`
}

// Correction is a slip that was put right.
type Correction struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Now   string `json:"now"`
	Why   string `json:"why" enum:"width,date,name_2022,term,code,space"`
}

// Problem is why a row was refused.
type Problem struct {
	Field string `json:"field"`
	Code  string `json:"code"`
	ZH    string `json:"zh"`
	EN    string `json:"en"`
}

// Result is the judgment on a row.
type Result struct {
	Line        int          `json:"line" doc:"in the list, the line of headers being 1"`
	State       string       `json:"state" enum:"accepted,corrected,refused"`
	Row         Row          `json:"row"`
	Corrections []Correction `json:"corrections"`
	Problems    []Problem    `json:"problems"`
	Certificate string       `json:"certificate,omitempty" doc:"once registered"`
	Form        string       `json:"form,omitempty" doc:"commitment to the form made of the row"`
	Papers      string       `json:"papers,omitempty" doc:"commitment to the evidence kept"`
}

// Refuse marks a row refused.
func (r *Result) Refuse(field string, err error) {
	f := fault.From(err)
	if f.Field != "" {
		field = strings.TrimPrefix(f.Field, "body.")
		f = f.At("") // the row says where
	}
	r.State = Refused
	r.Problems = append(r.Problems, Problem{Field: field, Code: f.Code(), ZH: f.ZH(), EN: f.EN()})
}

var (
	errBlank  = fault.Define("recognition.blank", fault.Invalid, "不能为空", "it must not be empty")
	errDate   = fault.Define("recognition.date", fault.Invalid, "不是日期", "it is not a date").Hint("例如 2024-03-01", "such as 2024-03-01")
	errRight  = fault.Define("recognition.right", fault.Invalid, "未知的权利 {name}", "unknown right {name}")
	errSource = fault.Define("recognition.source", fault.Invalid, "未知的来源 {name}", "unknown source {name}")
	errOver   = fault.Define("recognition.over", fault.Conflict, "原凭证已于 {on} 到期", "the earlier certificate ended on {on}")
	errOrder  = fault.Define("recognition.order", fault.Invalid, "发证日期应早于到期日且不晚于今日", "it was issued by today and before it ends")
	errTwice  = fault.Define("recognition.twice", fault.Conflict, "与第 {line} 行重复", "it repeats line {line}")
	errLong   = fault.Define("recognition.long", fault.Invalid, "长度应为 {least} 至 {most} 个字符", "it should have {least} to {most} characters")
)

// rights2022 are the names of the rights, of 2026 and of 2022 (数据二十条).
var rights2022 = map[string]struct {
	right registry.Right
	old   bool
}{
	"数据持有权": {registry.Holding, false}, "持有权": {registry.Holding, false}, "holding": {registry.Holding, false},
	"数据使用权": {registry.Use, false}, "使用权": {registry.Use, false}, "use": {registry.Use, false},
	"数据经营权": {registry.Operating, false}, "经营权": {registry.Operating, false}, "operating": {registry.Operating, false},
	"数据资源持有权": {registry.Holding, true}, "数据加工使用权": {registry.Use, true}, "数据产品经营权": {registry.Operating, true},
	"加工使用权": {registry.Use, true}, "产品经营权": {registry.Operating, true},
}

var sources = map[string]registry.SourceKind{
	"采集生成": registry.SourceCollected, "协议取得": registry.SourceAgreement, "衍生创造": registry.SourceDerived,
	"通过自动化程序收集公开数据": registry.SourcePublicCrawl, "公开收集": registry.SourcePublicCrawl, "融合开发": registry.SourceFused,
	"授权采集": registry.SourceAuthorised,
}

// Judge holds rows against the form on a day. months is the longest term the regime grants from today.
func Judge(rows []map[string]string, today daycount.Date, months int) []Result {
	out := make([]Result, len(rows))
	first := map[string]int{}
	for i, row := range rows {
		r := &out[i]
		*r = Result{Line: i + 2, State: Accepted, Corrections: []Correction{}, Problems: []Problem{}}
		r.Row.Rights = []registry.Right{}
		r.texts(row)
		r.holder(row)
		r.dates(row, today, months)
		r.rights(row)
		r.source(row)
		key := r.Row.Issuer + "\x00" + r.Row.OldCode
		if line, twice := first[key]; twice && r.Row.OldCode != "" {
			r.Refuse("old_code", errTwice.With("line", line))
		} else {
			first[key] = r.Line
		}
		if r.State == Accepted && len(r.Corrections) > 0 {
			r.State = Corrected
		}
	}
	return out
}

// clean returns a cell without the slips of typing: spaces around it, full-width letters and digits.
func (r *Result) clean(row map[string]string, field string, narrow bool) string {
	was := row[field]
	now := strings.TrimSpace(was)
	if narrow {
		now = strings.ReplaceAll(width.Narrow.String(now), " ", "")
	}
	if now != was {
		why := "space"
		if utf8.RuneCountInString(now) == utf8.RuneCountInString(was) {
			why = "width"
		}
		r.Corrections = append(r.Corrections, Correction{field, was, now, why})
	}
	return now
}

func (r *Result) texts(row map[string]string) {
	for _, t := range []struct {
		field       string
		into        *string
		narrow      bool
		least, most int
	}{
		{"old_code", &r.Row.OldCode, true, 2, 60}, {"title", &r.Row.Title, false, 4, 40}, {"summary", &r.Row.Summary, false, 10, 400},
		{"industry", &r.Row.Industry, true, 3, 5}, {"region", &r.Row.Region, true, 6, 6}, {"issuer", &r.Row.Issuer, false, 2, 100},
		{"evidence", &r.Row.Evidence, false, 0, 200},
	} {
		*t.into = r.clean(row, t.field, t.narrow)
		n := utf8.RuneCountInString(*t.into)
		switch {
		case n == 0 && t.least > 0:
			r.Refuse(t.field, errBlank.With())
		case n < t.least || n > t.most:
			r.Refuse(t.field, errLong.With("least", t.least, "most", t.most))
		}
	}
	if up := strings.ToUpper(r.Row.Industry); up != r.Row.Industry {
		r.Corrections = append(r.Corrections, Correction{"industry", r.Row.Industry, up, "code"})
		r.Row.Industry = up
	}
}

func (r *Result) holder(row map[string]string) {
	r.Row.Holder = r.clean(row, "holder", true)
	if up := strings.ToUpper(r.Row.Holder); up != r.Row.Holder {
		r.Corrections = append(r.Corrections, Correction{"holder", r.Row.Holder, up, "code"})
		r.Row.Holder = up
	}
	if _, err := identifier.ParseUSCC(r.Row.Holder); err != nil && !strings.HasPrefix(r.Row.Holder, "NP-") {
		r.Refuse("holder", err)
	}
}

var dateForm = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$`)

// day reads a date as people write it.
func (r *Result) day(row map[string]string, field string) daycount.Date {
	was := strings.TrimSpace(row[field])
	s := width.Narrow.String(was)
	m := dateForm.FindStringSubmatch(s)
	if m == nil {
		r.Refuse(field, errDate.With())
		return daycount.Date{}
	}
	parts := m[1:4]
	if m[1] == "" {
		parts = m[4:7]
	}
	pad := func(s string) string { return strings.Repeat("0", max(0, 2-len(s))) + s }
	now := parts[0] + "-" + pad(parts[1]) + "-" + pad(parts[2])
	d, err := daycount.ParseDate(now)
	if err != nil {
		r.Refuse(field, errDate.With())
		return daycount.Date{}
	}
	if now != row[field] {
		r.Corrections = append(r.Corrections, Correction{field, row[field], now, "date"})
	}
	return d
}

func (r *Result) dates(row map[string]string, today daycount.Date, months int) {
	r.Row.IssuedOn, r.Row.ValidUntil = r.day(row, "issued_on"), r.day(row, "valid_until")
	if r.Row.IssuedOn.IsZero() || r.Row.ValidUntil.IsZero() {
		return
	}
	switch last := today.AddMonths(months).AddDays(-1); {
	case r.Row.IssuedOn.After(today) || !r.Row.IssuedOn.Before(r.Row.ValidUntil):
		r.Refuse("issued_on", errOrder.With())
	case r.Row.ValidUntil.Before(today):
		r.Refuse("valid_until", errOver.With("on", r.Row.ValidUntil))
	case r.Row.ValidUntil.After(last):
		r.Corrections = append(r.Corrections, Correction{"valid_until", r.Row.ValidUntil.String(), last.String(), "term"})
		r.Row.ValidUntil = last
	}
}

func (r *Result) rights(row map[string]string) {
	cell := strings.TrimSpace(row["rights"])
	if cell == "" {
		r.Refuse("rights", errBlank.With())
		return
	}
	for _, name := range strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune("、,，;；/ ", c) }) {
		known, ok := rights2022[name]
		if !ok {
			r.Refuse("rights", errRight.With("name", name))
			continue
		}
		if known.old {
			r.Corrections = append(r.Corrections, Correction{"rights", name, string(known.right), "name_2022"})
		}
		if !slices.Contains(r.Row.Rights, known.right) {
			r.Row.Rights = append(r.Row.Rights, known.right)
		}
	}
}

func (r *Result) source(row map[string]string) {
	name := strings.TrimSpace(row["source"])
	if kind, ok := sources[name]; ok {
		r.Row.Source = kind
		return
	}
	for _, kind := range sources {
		if string(kind) == name {
			r.Row.Source = kind
			return
		}
	}
	r.Refuse("source", errSource.With("name", name))
}
