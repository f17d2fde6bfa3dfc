package report

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/quality"
)

// indexRow is a column's line in the list of columns.
type indexRow struct {
	N                                  int
	Name, Type, Missing, MissingPath   string
	Distinct, Extent, Mini, Found, Key string
	Severity, Word                     string
}

// card is a column's own place.
type card struct {
	N          int
	Name, Type string
	Badges     []string
	Summary    string // when folded
	Facts      []figure
	Histogram  *histogramView
	Quantiles  []figure
	Top        []barRow
	TopAbout   bool
	Patterns   []barRow
	Notes      []note
}

type histogramView struct {
	Question, Says   string
	Path, Before     string
	From, Middle, To string
	Sampled          bool
}

// barRow is a text with how often it came.
type barRow struct{ Text, Count, Share, Path string }

func (v *view) indexRow(i int, mini bool) indexRow {
	c := &v.report.Profile.Columns[i]
	missing := share(c.Missing, c.Values+c.Missing)
	row := indexRow{N: i + 1, Name: shorten(c.Name, 60), Type: v.kind(c.Type), Missing: quality.Percent(missing),
		MissingPath: line(missing), Distinct: v.about(c.Distinct, c.Exact), Extent: v.extent(c)}
	if c.Key == "unique" {
		row.Key = v.t("唯一", "unique")
	}
	if mini {
		row.Mini = v.miniature(c)
	}
	for _, f := range v.report.Scan.Findings {
		if f.Column == c.Name {
			row.Found = v.pick(f.What)
			break
		}
	}
	worst := -1
	for _, a := range v.report.Profile.Alerts {
		if rank := slices.Index([]profile.Severity{profile.Info, profile.Warning, profile.Serious},
			a.Severity); a.Column == c.Name && rank > worst {
			worst, row.Severity, row.Word = rank, string(a.Severity), v.severity(string(a.Severity))
		}
	}
	return row
}

// miniature is a column's distribution, of numbers by value and of times by period.
func (v *view) miniature(c *profile.Column) string {
	switch {
	case c.Time != nil && len(c.Time.Growth) > 1:
		counts := make([]int64, len(c.Time.Growth))
		for i, g := range c.Time.Growth {
			counts[i] = g.Rows
		}
		return bars(counts)
	case c.Histogram != nil && len(c.Histogram.Bins) > 1:
		return bars(counts(c.Histogram.Bins))
	}
	return ""
}

func counts(bins []profile.Bin) []int64 {
	out := make([]int64, len(bins))
	for i, b := range bins {
		out[i] = b.Count
	}
	return out
}

// extent says what a column spans: numbers and dates from least to greatest, anything else by length.
func (v *view) extent(c *profile.Column) string {
	switch {
	case c.Number != nil && c.Number.Min != "":
		return v.value(c, c.Number.Min) + " … " + v.value(c, c.Number.Max)
	case c.Time != nil:
		return moment(c.Time.Earliest, true) + " … " + moment(c.Time.Latest, true)
	case c.Lengths != nil:
		return v.lengths(c)
	}
	return ""
}

// value writes a value of a column of numbers or times. Integers all of one length are codes, and stay as they are.
func (v *view) value(c *profile.Column, s string) string {
	switch {
	case c.Time != nil:
		return moment(s, moment(c.Time.Earliest, true) != moment(c.Time.Latest, true))
	case c.Type == "integer" && c.Lengths != nil && c.Lengths.Min == c.Lengths.Max && c.Lengths.Min > 4:
		return s
	}
	return v.figure(s)
}

func (v *view) lengths(c *profile.Column) string {
	unit := v.t(" 字符", " characters")
	if c.Lengths.Min == c.Lengths.Max {
		return strconv.Itoa(int(c.Lengths.Max)) + unit
	}
	return strconv.Itoa(int(c.Lengths.Min)) + "–" + strconv.Itoa(int(c.Lengths.Max)) + unit
}

func (v *view) card(i int) card {
	c := &v.report.Profile.Columns[i]
	out := card{N: i + 1, Name: c.Name, Type: v.kind(c.Type), Facts: v.facts(c), Histogram: v.histogram(c)}
	missing := share(c.Missing, c.Values+c.Missing)
	out.Summary = v.t("缺失 ", "missing ") + quality.Percent(missing) + " · " + v.t("不同值 ", "distinct ") +
		v.about(c.Distinct, c.Exact)
	switch c.Key {
	case "unique":
		out.Badges = append(out.Badges, v.t("唯一", "unique"))
	case "nearly":
		out.Badges = append(out.Badges, v.t("几乎唯一", "nearly unique"))
	}
	if m, ok := monotones[c.Monotone]; ok {
		out.Badges = append(out.Badges, v.pick(m))
	}
	if c.Withheld {
		out.Badges = append(out.Badges, v.t("极值不外发", "extremes withheld"))
	}
	for _, f := range v.report.Scan.Findings {
		if f.Column == c.Name {
			out.Badges = append(out.Badges, v.pick(f.What))
		}
	}
	if q := c.Quantiles; q != nil {
		for _, x := range []struct{ label, value string }{{"1%", q.P01}, {"5%", q.P05}, {"25%", q.P25}, {v.t("中位数",
			"median"), q.P50}, {"75%", q.P75}, {"95%", q.P95}, {"99%", q.P99}} {
			out.Quantiles = append(out.Quantiles, figure{Label: x.label, Value: v.value(c, x.value)})
		}
	}
	for _, p := range c.Patterns[:min(len(c.Patterns), 5)] {
		all := max(v.report.Profile.SampleRows, p.Count)
		ppm := share(p.Count, all)
		out.Patterns = append(out.Patterns, barRow{Text: shorten(p.Pattern, 40), Count: v.count(p.Count),
			Share: quality.Percent(ppm), Path: line(ppm)})
	}
	if v.report.Values && i < len(v.report.Local.Columns) {
		l := &v.report.Local.Columns[i]
		out.TopAbout = !l.TopExact
		most := len(l.Top)
		if most > 0 && share(l.Top[0].Count, c.Values) < 10_000 {
			most = min(most, 5) // none is frequent
		}
		for _, top := range l.Top[:most] {
			ppm := share(top.Count, c.Values)
			out.Top = append(out.Top, barRow{Text: shorten(top.Value, 40), Count: v.count(top.Count),
				Share: quality.Percent(ppm), Path: line(ppm)})
		}
	}
	for _, a := range v.report.Profile.Alerts {
		if a.Column == c.Name {
			out.Notes = append(out.Notes, note{Severity: string(a.Severity), Word: v.severity(string(a.Severity)),
				Text: v.t(a.ZH, a.EN)})
		}
	}
	return out
}

func (v *view) facts(c *profile.Column) (out []figure) {
	add := func(zh, en, value string) { out = append(out, figure{Label: v.t(zh, en), Value: value}) }
	add("有值", "values", v.count(c.Values))
	missing := v.count(c.Missing)
	if c.Blank > 0 {
		missing += v.t("（其中空白 ", " (blank ") + v.count(c.Blank) + v.t("）", ")")
	}
	add("缺失", "missing", missing)
	add("不同值", "distinct", v.about(c.Distinct, c.Exact))
	if c.Lengths != nil {
		add("长度", "length", v.lengths(c))
	}
	if other := v.misfits(c); other != "" {
		add("不合类型", "not of the type", other)
	}
	if c.Padded > 0 {
		add("首尾有空白", "blanks around", v.count(c.Padded))
	}
	if n := c.Number; n != nil {
		if n.Min != "" {
			add("最小", "least", v.value(c, n.Min))
			add("最大", "greatest", v.value(c, n.Max))
		}
		add("均值", "mean", v.figure(n.Mean))
		add("标准差", "std. deviation", v.figure(n.StdDev))
		if n.Skewness != "" {
			add("偏度 / 峰度", "skewness / kurtosis", v.figure(n.Skewness)+" / "+v.figure(n.Kurtosis))
		}
		if n.Zeros > 0 {
			add("零", "zeros", v.count(n.Zeros))
		}
		if n.Negatives > 0 {
			add("负数", "negatives", v.count(n.Negatives))
		}
	}
	if t := c.Time; t != nil {
		add("最早", "earliest", t.Earliest)
		add("最晚", "latest", t.Latest)
		form := t.Form
		if rest := c.Fitting - t.InForm; rest > 0 {
			form += v.t("，另 ", ", another way: ") + v.count(rest) + v.t(" 个写法不同", "")
		}
		add("写法", "written as", form)
		if t.Future > 0 {
			add("晚于测量日", "after the measurement", v.count(t.Future))
		}
	}
	if c.EntropyBits != "" {
		f, _ := numberOf(c.EntropyBits)
		add("信息熵", "entropy", strconv.FormatFloat(f, 'f', 2, 64)+v.t(" 比特", " bits"))
	}
	return out
}

// misfits says which other kinds of cells a column holds.
func (v *view) misfits(c *profile.Column) string {
	n := c.Values - c.Fitting
	if n <= 0 {
		return ""
	}
	kinds := slices.SortedFunc(maps.Keys(c.Evidence), func(a, b string) int {
		return cmp.Or(cmp.Compare(c.Evidence[b], c.Evidence[a]), cmp.Compare(a, b))
	})
	out, sep := v.count(n), v.t("：", ": ")
	for _, k := range kinds {
		if k == c.Type || k == "null" || k == "marker" || k == "blank" || c.Evidence[k] > n {
			continue
		}
		out += sep + v.kind(k) + " " + v.count(c.Evidence[k])
		sep = v.t("、", ", ")
	}
	return out
}

func (v *view) histogram(c *profile.Column) *histogramView {
	if c.Time != nil && len(c.Time.Growth) > 1 {
		return v.overTime(c)
	}
	if c.Histogram == nil || len(c.Histogram.Bins) < 2 {
		return nil
	}
	bins := c.Histogram.Bins
	h := &histogramView{Path: bars(counts(bins)), From: v.value(c, bins[0].From),
		To:      v.value(c, bins[len(bins)-1].To),
		Sampled: !c.Histogram.Exact, Question: v.t("取值集中在哪里？", "Where do the values lie?")}
	most := 0
	for i := range bins {
		if bins[i].Count > bins[most].Count {
			most = i
		}
	}
	h.Says = v.t("最多的一档为 ", "most in ") + v.value(c, bins[most].From) + " – " + v.value(c, bins[most].To) +
		v.t("，占 ", ": ") + quality.Percent(share(bins[most].Count, totalOf(counts(bins))))
	if c.Quantiles != nil {
		h.Middle = v.t("中位数 ", "median ") + v.value(c, c.Quantiles.P50)
	}
	if a := v.report.Against; a != nil {
		for i := range a.Before.Columns {
			if a.Before.Columns[i].Name == c.Name {
				h.Before = outline(a.Before.Columns[i].Bins, c.Histogram.Numbers())
			}
		}
	}
	return h
}

func totalOf(list []int64) (n int64) {
	for _, x := range list {
		n += x
	}
	return n
}

// overTime is the picture of a time column: rows by period.
func (v *view) overTime(c *profile.Column) *histogramView {
	g := c.Time.Growth
	unit := v.pick(units[c.Time.Unit])
	return &histogramView{Question: v.t("每"+unit+"有多少行？", "How many rows each "+unit+"?"),
		Path: bars(calendar(g, c.Time.Unit)), From: g[0].Period, To: g[len(g)-1].Period, Says: v.fullest(c.Time)}
}
