package report

import (
	"math"
	"strconv"
	"strings"

	"shurong.org/shurong/quality"
)

// words is the language of a page: zh or en.
type words string

func (l words) t(zh, en string) string {
	if l == "zh" {
		return zh
	}
	return en
}

// count writes a count as readers of the language do: 123.4 万, or 1,234,000.
func (l words) count(n int64) string {
	if l == "zh" {
		return quality.Han(n)
	}
	return quality.Grouped(n)
}

// about marks an estimate.
func (l words) about(n int64, exact bool) string {
	if exact {
		return l.count(n)
	}
	return "≈ " + l.count(n)
}

// figure writes a decimal text of the profile with up to six significant digits and, from a hundred million on, in 亿 or
// with commas. A value is no count: 320100 is not 32.01 万.
func (l words) figure(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return s
	}
	a := math.Abs(f)
	switch {
	case l == "zh" && a >= 1e8 && a < 1e15:
		return quality.Han(int64(math.Round(f)))
	case f == math.Trunc(f) && a < 1e15:
		return exact(s)
	}
	return exact(strconv.FormatFloat(f, 'g', 6, 64))
}

// exact groups the digits of a number of five and more, and leaves them all. Any other text is left alone.
func exact(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(f) >= 1e15 || math.IsNaN(f) {
		return s
	}
	s = strconv.FormatFloat(f, 'f', -1, 64)
	whole, rest, point := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s
	}
	out := whole
	if n >= 10_000 || n <= -10_000 {
		out = quality.Grouped(n)
	}
	if n == 0 && strings.HasPrefix(whole, "-") {
		out = "-0"
	}
	if point {
		out += "." + rest
	}
	return out
}

func (l words) size(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return strconv.FormatFloat(float64(bytes)/(1<<30), 'f', 2, 64) + " GB"
	case bytes >= 1<<20:
		return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
	case bytes >= 1<<10:
		return strconv.FormatFloat(float64(bytes)/(1<<10), 'f', 1, 64) + " KB"
	}
	return l.count(bytes) + l.t(" 字节", " bytes")
}

func share(part, whole int64) int64 {
	if whole <= 0 {
		return 0
	}
	return quality.Ratio(part, whole)
}

// points is a score of 100, cut, so that only what is perfect says so.
func points(ppm int64) string { return strconv.FormatFloat(float64(ppm/1000)/10, 'f', 1, 64) }

var types = map[string]Words{
	"integer": {"整数", "integer"}, "decimal": {"小数", "decimal"}, "date": {"日期", "date"}, "datetime": {"日期时间",
		"date and time"}, "time": {"时刻", "time of day"}, "boolean": {"是否", "yes or no"}, "code": {"编码", "code"},
	"text": {"文本", "text"}, "empty": {"全空", "empty"}, "null": {"空值", "null"}, "marker": {"表示无值的词", "word for nothing"},
	"blank": {"空白", "blank"},
}

func (l words) kind(t string) string {
	if w, ok := types[t]; ok {
		return l.t(w.ZH, w.EN)
	}
	return t
}

var severities = map[string]Words{"serious": {"严重", "serious"}, "warning": {"注意", "warning"}, "info": {"提示", "note"}}

func (l words) severity(s string) string {
	w := severities[s]
	return l.t(w.ZH, w.EN)
}

func (l words) pick(w Words) string { return l.t(w.ZH, w.EN) }

var monotones = map[string]Words{
	"increasing": {"不减", "never falls"}, "strictly_increasing": {"逐行递增", "rises with every row"},
	"decreasing": {"不增", "never rises"}, "strictly_decreasing": {"逐行递减", "falls with every row"},
}

// moment writes an instant of the profile: the day alone, where the column spans more than one.
func moment(s string, days bool) string {
	if days && len(s) > 10 {
		return s[:10]
	}
	return s
}

// shorten cuts a text to n characters, on one line.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// numberOf reads a decimal text; false if it is none.
func numberOf(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}
