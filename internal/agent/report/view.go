package report

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/quality"
)

// Limits of what a page shows at once.
const (
	openCards  = 24  // up to so many columns, their cards stand open
	miniatures = 400 // up to so many, the list of columns has small pictures
	mostAlerts = 40  // the rest is folded
)

// view turns a report into what the template prints: texts, and paths.
type view struct {
	report *Report
	words
	anchors map[string]int
}

// pageView is a page.
type pageView struct {
	L          words
	HTMLLang   string
	CSS        template.CSS
	Title      string
	Subtitle   string
	Digest     string
	Other      string
	Figures    []figure
	Alerts     []note
	MoreAlerts []note
	Quality    qualityView
	Scan       scanView
	Against    *againstView
	Index      []indexRow
	Miniatures bool
	Cards      []card
	Open       bool
	Missing    *missingView
	Heat       *heatView
	Growth     []growthView
	Relations  relationsView
	Values     bool
	Sample     *sampleView
	SampleNote string
	Versions   string
}

// figure is a number that the eye should meet first.
type figure struct{ Label, Value, Note, Class string }

// note is a sentence with its weight. Link is the card that it is about, 0 is none.
type note struct {
	Severity, Word, Text string
	Name                 string
	Link                 int
}

func (v *view) page(css template.CSS) pageView {
	r := v.report
	v.anchors = make(map[string]int, len(r.Profile.Columns))
	for i, c := range r.Profile.Columns {
		v.anchors[c.Name] = i + 1
	}
	p := pageView{
		L: v.words, HTMLLang: v.t("zh-CN", "en"), CSS: css, Title: r.Title, Digest: r.Digest, Other: r.Other,
		Quality: v.quality(), Scan: v.scan(), Against: v.against(), Missing: v.missing(), Heat: v.heat(),
		Growth: v.growth(), Relations: v.relations(), Values: r.Values, Sample: v.sample(),
		Open:       len(r.Profile.Columns) <= openCards,
		Miniatures: len(r.Profile.Columns) <= miniatures,
		Versions:   r.Profile.Version,
	}
	p.Subtitle = v.subtitle()
	p.Figures = v.figures()
	p.Alerts = v.alerts()
	if len(p.Alerts) > mostAlerts {
		p.Alerts, p.MoreAlerts = p.Alerts[:mostAlerts], p.Alerts[mostAlerts:]
	}
	for i := range r.Profile.Columns {
		p.Index = append(p.Index, v.indexRow(i, p.Miniatures))
		p.Cards = append(p.Cards, v.card(i))
	}
	if n := r.Profile.SampleRows; n > 0 && n < r.Profile.Rows {
		p.SampleNote = v.t("分位数、分布、书写格式和列间关系来自均匀抽取的 "+v.count(n)+" 行；其余指标统计全部行。",
			"Quantiles, distributions, patterns and relations rest on a uniform sample of "+v.count(n)+
				" rows; all else is counted over every row.")
	}
	return p
}

func (v *view) subtitle() string {
	f := v.report.Profile.Format
	parts := []string{strings.ToUpper(f.Kind)}
	for _, s := range []string{f.Compression, f.Encoding} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	out := strings.Join(parts, " · ") + " · " + v.size(v.report.Profile.Tally.Bytes)
	if !v.report.MeasuredAt.IsZero() {
		out += " · " + v.t("测量于 ", "measured ") + v.instant(v.report.MeasuredAt)
	}
	return out
}

func (v *view) instant(t time.Time) string { return t.Format("2006-01-02 15:04") }

func (v *view) figures() []figure {
	p := &v.report.Profile
	q := &v.report.Quality
	values, missing := int64(0), int64(0)
	newest := ""
	for _, c := range p.Columns {
		values, missing = values+c.Values, missing+c.Missing
		if c.Time != nil {
			newest = max(newest, newestOf(c.Time))
		}
	}
	out := []figure{
		{Label: v.t("行", "rows"), Value: v.count(p.Rows)},
		{Label: v.t("列", "columns"), Value: v.count(int64(len(p.Columns)))},
		{Label: v.t("质量分", "quality"), Value: points(q.TotalPPM), Note: v.t("等级 ", "grade ") + string(q.Grade),
			Class: "lead"},
		{Label: v.t("缺失单元格", "missing cells"), Value: quality.Percent(share(missing, values+missing)),
			Note: v.count(missing)},
		{Label: v.t("重复行", "repeated rows"), Value: quality.Percent(share(p.Duplicate.Rows, p.Rows)),
			Note: v.about(p.Duplicate.Rows, p.Duplicate.Exact)},
	}
	if p.Tally.Unplaced > 0 {
		out = append(out, figure{Label: v.t("含未入列键的行", "rows with keys of no column"), Value: v.count(p.Tally.Unplaced),
			Note: v.t("这些值未计入", "their values are not counted")})
	}
	if p.Tally.Ragged > 0 {
		out = append(out, figure{Label: v.t("列数不符的行", "ragged rows"), Value: v.count(p.Tally.Ragged),
			Note: v.t("首见第 ", "first on line ") + strconv.FormatInt(p.Tally.FirstRagged, 10) + v.t(" 行", "")})
	}
	if newest != "" {
		out = append(out, figure{Label: v.t("最新记录", "newest record"), Value: newest[:min(10, len(newest))],
			Class: "day"})
	}
	return out
}

func newestOf(t *profile.Time) string {
	if t.Newest != "" {
		return t.Newest
	}
	return t.Latest
}

func (v *view) alerts() []note {
	out := []note{}
	for _, severity := range []profile.Severity{profile.Serious, profile.Warning, profile.Info} {
		for _, a := range v.report.Profile.Alerts {
			if a.Severity == severity {
				out = append(out, note{Severity: string(severity), Word: v.severity(string(severity)), Text: v.t(a.ZH, a.EN),
					Name: shorten(a.Column, 24), Link: v.anchors[a.Column]})
			}
		}
	}
	return out
}

// qualityView is the quality card.
type qualityView struct {
	Total, Grade string
	Dimensions   []dimensionView
	Rules        []ruleView
	Judgement    string
	Failing      []failingView
	RulesTotal   int
	RulesKept    int
}

type dimensionView struct {
	Name, Points, Weight, Path string
	Assessed                   bool
	Worst                      string
	Indicators                 []indicatorView
}

type indicatorView struct {
	Number, Name, Formula, A, B, X string
	Full, Sampled                  bool
}

type ruleView struct{ Text, A, B, X, Scope string }

type failingView struct {
	Text, Count string
	Rows        []string
}

func (v *view) quality() qualityView {
	q := &v.report.Quality
	out := qualityView{Total: points(q.TotalPPM), Grade: string(q.Grade)}
	if j := q.Judgement; j != nil {
		out.Judgement = v.t("权重由层次分析法得出，一致性比率 CR = "+j.CR, "weights by AHP, consistency ratio CR = "+j.CR)
	}
	for _, d := range q.Dimensions {
		zh, en := d.Dimension.Name()
		dv := dimensionView{Name: v.t(zh, en), Points: points(d.PPM), Weight: quality.Percent(d.WeightPPM),
			Assessed: d.Assessed, Path: line(d.PPM)}
		worst := int64(1_000_000)
		for _, i := range d.Indicators {
			dv.Indicators = append(dv.Indicators, indicatorView{Number: i.Number, Name: v.t(i.NameZH, i.NameEN),
				Formula: v.t(i.ZH, i.EN), A: quality.Grouped(i.A), B: quality.Grouped(i.B), X: quality.Percent(i.PPM),
				Full: i.PPM == 1_000_000, Sampled: i.Sampled})
			if i.PPM < worst {
				worst = i.PPM
				dv.Worst = v.t(i.NameZH, i.NameEN) + " " + quality.Percent(i.PPM)
			}
		}
		out.Dimensions = append(out.Dimensions, dv)
	}
	for _, r := range q.Rules {
		if r.Scope == quality.Untested {
			continue
		}
		out.RulesTotal++
		if r.A == r.B {
			out.RulesKept++
			continue
		}
		scope := ""
		if r.Scope == quality.Sample || r.SampledBits > 0 {
			scope = v.t("抽样", "sample")
		}
		out.Rules = append(out.Rules, ruleView{Text: v.t(r.ZH, r.EN), A: quality.Grouped(r.A), B: quality.Grouped(r.B),
			X: quality.Percent(r.PPM), Scope: scope})
	}
	for _, f := range v.report.Failing {
		fv := failingView{Text: v.t(f.ZH, f.EN), Count: v.count(f.Count)}
		for _, x := range f.First {
			s := strconv.FormatInt(x.Row, 10)
			if v.report.Values && x.Example != "" {
				s += " “" + shorten(x.Example, 40) + "”"
			}
			fv.Rows = append(fv.Rows, s)
		}
		out.Failing = append(out.Failing, fv)
	}
	return out
}

// scanView is what the scan for personal data found.
type scanView struct {
	Verdict  string
	Serious  bool
	Findings []findingView
	Blocks   []string
}

type findingView struct {
	Column, What, Share, Reason, Cure string
	Unsure                            bool
	Link                              int
}

func (v *view) scan() scanView {
	s := &v.report.Scan
	out := scanView{Verdict: v.t(s.ZH, s.EN), Serious: s.Serious}
	for _, f := range s.Findings {
		out.Findings = append(out.Findings, findingView{Column: f.Column, What: v.pick(f.What),
			Share: quality.Percent(f.SharePPM), Reason: v.pick(f.Reason), Cure: v.pick(f.Cure), Unsure: f.Unsure,
			Link: v.anchors[f.Column]})
	}
	for _, b := range s.Blocks {
		out.Blocks = append(out.Blocks, v.pick(b))
	}
	return out
}

// againstView is the comparison with an earlier measurement.
type againstView struct {
	Name, When string
	Changes    []note
	None       bool
}

func (v *view) against() *againstView {
	a := v.report.Against
	if a == nil {
		return nil
	}
	out := &againstView{Name: a.Name, None: len(a.Changes) == 0}
	if !a.MeasuredAt.IsZero() {
		out.When = v.instant(a.MeasuredAt)
	}
	for _, c := range a.Changes {
		out.Changes = append(out.Changes, note{Severity: string(c.Severity), Word: v.severity(string(c.Severity)),
			Text: v.t(c.ZH, c.EN), Name: shorten(c.Column, 24), Link: v.anchors[c.Column]})
	}
	return out
}

// sampleView is rows that the owner asked to see.
type sampleView struct {
	Header []string
	Rows   [][]string
}

func (v *view) sample() *sampleView {
	if len(v.report.Sample) == 0 {
		return nil
	}
	out := &sampleView{}
	for _, c := range v.report.Profile.Columns {
		out.Header = append(out.Header, c.Name)
	}
	for _, row := range v.report.Sample {
		cut := make([]string, len(row))
		for i, cell := range row {
			cut[i] = shorten(cell, 80)
		}
		out.Rows = append(out.Rows, cut)
	}
	return out
}
