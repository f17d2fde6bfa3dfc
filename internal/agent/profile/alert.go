package profile

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// When something is worth a word. Shares are in parts per million of the rows or values.
const (
	nullsWarn       = 200_000
	nullsSerious    = 500_000
	cardinalityPPM  = 900_000 // of texts that differ, below a key
	skewFrom        = 3.0
	mixedPPM        = 1_000 // values that do not fit the type
	repeatedWarnPPM = 10_000
	correlatedFrom  = 0.95
	sentinelLeast   = 3 // occurrences
	sentinelPPM     = 100
	sentinelTimes   = 5 // as often as the mean value
	gapLeast        = 1 // periods
	alertsOfKind    = 30
)

// sentinels are values that programs write for "unknown", by the type of their column.
var sentinels = map[string][]string{
	"integer": {"-1", "-99", "-999", "-9999", "-99999", "999", "9999", "99999", "999999", "9999999", "99999999",
		"999999999"},
	"decimal": {"-1", "-99", "-999", "-9999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999.99",
		"99999.99", "999999.99"},
	"date": {"1900-01-01", "1899-12-30", "1970-01-01", "9999-12-31", "2099-12-31", "1900/1/1", "1970/1/1", "9999/12/31",
		"19000101", "99991231", "0001-01-01"},
	"datetime": {"1900-01-01 00:00:00", "1970-01-01 00:00:00", "1970-01-01 08:00:00", "9999-12-31 00:00:00",
		"9999-12-31 23:59:59", "2099-12-31 00:00:00"},
	"code": {"99999999", "99999999999", "00000000", "00000000000", "000000000000000000", "11111111111", "999999999999999999",
		"12345678", "13800000000", "13888888888"},
	"text": {"测试", "test", "TEST", "未填写", "无名氏", "待补充", "暂无", "xxx", "XXX", "???", "？？？"},
}

type alarms struct {
	all    []Alert
	counts map[string]int
}

func (a *alarms) add(severity Severity, code, column, zh, en string) {
	if a.counts[code]++; a.counts[code] <= alertsOfKind {
		a.all = append(a.all, Alert{Code: code, Column: column, ZH: zh, EN: en, Severity: severity})
	}
}

// alerts says in plain sentences what a person should know. They name columns and counts, and no value.
func (p *Profile) alerts(standIns []int64) []Alert {
	a := &alarms{all: []Alert{}, counts: map[string]int{}}
	for i := range p.Columns {
		c := &p.Columns[i]
		c.alerts(a, p.Rows)
		c.distributionAlerts(a)
		c.timeAlerts(a)
		c.sentinelAlerts(a, standIns[i])
	}
	p.tableAlerts(a)
	rank := map[Severity]int{Serious: 0, Warning: 1, Info: 2}
	slices.SortStableFunc(a.all, func(x, y Alert) int { return cmp.Compare(rank[x.Severity], rank[y.Severity]) })
	return a.all
}

func percent(a, b int64) string {
	if b == 0 {
		return "0 %"
	}
	x := float64(a) / float64(b) * 100
	digits := 1
	if x > 0 && x < 0.1 {
		digits = 3
	}
	return strconv.FormatFloat(x, 'f', digits, 64) + " %"
}

func ppm(a, b int64) int64 {
	if b == 0 {
		return 0
	}
	return int64(float64(a) / float64(b) * 1e6)
}

func (c *Column) alerts(a *alarms, rows int64) {
	switch missing := ppm(c.Missing, rows); {
	case c.Values == 0:
		a.add(Serious, "empty_column", c.Name, fmt.Sprintf("列“%s”没有任何值。", c.Name),
			fmt.Sprintf("Column %q holds no value at all.", c.Name))
		return
	case missing >= nullsSerious:
		a.add(Serious, "high_nulls", c.Name, fmt.Sprintf("列“%s”有 %s 的行缺值。", c.Name, percent(c.Missing, rows)),
			fmt.Sprintf("Column %q lacks a value in %s of the rows.", c.Name, percent(c.Missing, rows)))
	case missing >= nullsWarn:
		a.add(Warning, "high_nulls", c.Name, fmt.Sprintf("列“%s”有 %s 的行缺值。", c.Name, percent(c.Missing, rows)),
			fmt.Sprintf("Column %q lacks a value in %s of the rows.", c.Name, percent(c.Missing, rows)))
	}
	if c.Distinct == 1 && c.Values > 1 && c.Missing == 0 {
		a.add(Warning, "constant", c.Name, fmt.Sprintf("列“%s”的值全部相同，没有信息。", c.Name),
			fmt.Sprintf("Column %q holds the same value everywhere and tells nothing.", c.Name))
	}
	if n := c.Values - c.Fitting; ppm(n, c.Values) >= mixedPPM {
		a.add(Warning, "mixed_types", c.Name,
			fmt.Sprintf("列“%s”有 %d 个值（%s）与其类型不符。", c.Name, n, percent(n, c.Values)),
			fmt.Sprintf("Column %q has %d values (%s) that do not fit its type, %s.", c.Name, n, percent(n, c.Values), c.Type))
	}
	switch repeated := c.Values - c.Distinct; {
	case c.Key == "nearly" && repeated > 0:
		severity, zh, en := Serious, "", ""
		if c.Type == "text" {
			severity = Warning
		}
		if !c.Exact {
			zh, en = "约", "about "
		}
		a.add(severity, "key_duplicates", c.Name,
			fmt.Sprintf("列“%s”看来是标识列，但有%s %d 个值重复。", c.Name, zh, repeated),
			fmt.Sprintf("Column %q looks like a key, yet %s%d values repeat another.", c.Name, en, repeated))
	case c.Key == "nearly" && c.Missing > 0:
		a.add(Serious, "key_missing", c.Name, fmt.Sprintf("列“%s”看来是标识列，但有 %d 行缺值。", c.Name, c.Missing),
			fmt.Sprintf("Column %q looks like a key, yet %d rows lack it.", c.Name, c.Missing))
	case c.Type == "text" && c.Key == "" && c.Values >= 100 && ppm(c.Distinct, c.Values) >= cardinalityPPM:
		a.add(Info, "high_cardinality", c.Name, fmt.Sprintf("列“%s”几乎每行的值都不同（约 %d 个）。", c.Name, c.Distinct),
			fmt.Sprintf("Nearly every row of column %q has a value of its own (about %d).", c.Name, c.Distinct))
	}
	if c.Padded > 0 {
		a.add(Info, "padded", c.Name, fmt.Sprintf("列“%s”有 %d 个值前后带空白。", c.Name, c.Padded),
			fmt.Sprintf("%d values of column %q have white space around them.", c.Padded, c.Name))
	}
}

func (c *Column) distributionAlerts(a *alarms) {
	if c.Number == nil {
		return
	}
	if x, err := strconv.ParseFloat(c.Number.Skewness, 64); err == nil && math.Abs(x) >= skewFrom {
		a.add(Info, "skewed", c.Name, fmt.Sprintf("列“%s”的分布严重偏斜（偏度 %.1f），均值不能代表多数。", c.Name, x),
			fmt.Sprintf("Column %q is badly skewed (skewness %.1f): its mean stands for few.", c.Name, x))
	}
	if c.Binary && c.Distinct == 2 {
		a.add(Info, "binary", c.Name, fmt.Sprintf("列“%s”只有 0 和 1，可能表示是否。", c.Name),
			fmt.Sprintf("Column %q holds 0 and 1 only: probably yes and no.", c.Name))
	}
}

func (c *Column) timeAlerts(a *alarms) {
	t := c.Time
	if t == nil {
		return
	}
	if t.Future > 0 {
		a.add(Warning, "future_dates", c.Name, fmt.Sprintf("列“%s”有 %d 个日期晚于测量日。", c.Name, t.Future),
			fmt.Sprintf("%d dates of column %q lie after the day of measurement.", t.Future, c.Name))
	}
	n := int64(0)
	for _, g := range t.Gaps {
		n += g.Periods
	}
	if n >= gapLeast && len(t.Growth) >= 6 && n*2 <= int64(len(t.Growth)) {
		unitZH := map[string]string{"year": "年", "month": "个月", "day": "天"}[t.Unit]
		g := t.Gaps[0]
		a.add(Warning, "growth_gap", c.Name,
			fmt.Sprintf("列“%s”中间有 %d %s没有任何行，最长的一段是 %s 至 %s。", c.Name, n, unitZH, g.From, g.To),
			fmt.Sprintf("Column %q has %d %ss without a row in between, the longest run from %s to %s.", c.Name, n, t.Unit,
				g.From, g.To))
	}
	if t.DayOrder == "unknown" {
		a.add(Info, "day_order", c.Name, fmt.Sprintf("列“%s”的日期分不清日在前还是月在前，按月在前读取。", c.Name),
			fmt.Sprintf("Whether day or month comes first in column %q cannot be told; month first is assumed.", c.Name))
	}
}

// standIns is about how many values stand for "unknown".
func (c *Column) standIns(held *column, v *sampled, s *Sample) int64 {
	suspects := sentinels[c.Type]
	// A stand-in comes oftener than other values do.
	least := max(sentinelLeast, sentinelTimes*c.Values/max(c.Distinct, 1))
	n := int64(0)
	if held.values.exact() {
		for _, slot := range held.values.slots {
			if int64(slot.count) >= least && c.suspect(string(held.values.text(slot)), suspects) {
				n += int64(slot.count)
			}
		}
		return n
	}
	for code := 1; code < len(v.counts); code++ {
		if int64(v.counts[code])*c.Values >= least*int64(v.values) &&
			c.suspect(string(s.Cell(int(v.first[code]), v.index)), suspects) {
			n += int64(v.counts[code])
		}
	}
	return int64(float64(n) / float64(max(v.values, 1)) * float64(c.Values))
}

func (c *Column) sentinelAlerts(a *alarms, n int64) {
	if n > 0 && ppm(n, c.Values) >= sentinelPPM && n < c.Values {
		a.add(Warning, "sentinel", c.Name,
			fmt.Sprintf("列“%s”约有 %d 个值像是“未知”的占位（如 99999、1900-01-01）。", c.Name, n),
			fmt.Sprintf("About %d values of column %q look like stand-ins for \"unknown\" (such as 99999 or 1900-01-01).", n,
				c.Name))
	}
}

// suspect reports whether a value is one of the known stand-ins. A number is suspect only at the edge of its column:
// 999 among prices is a price.
func (c *Column) suspect(value string, suspects []string) bool {
	if !slices.Contains(suspects, value) {
		return false
	}
	return c.Number == nil || value == c.Number.Min || value == c.Number.Max
}

func (p *Profile) tableAlerts(a *alarms) {
	if d := p.Duplicate; d.Rows > 0 {
		severity, zh, en := Info, "", ""
		if ppm(d.Rows, p.Rows) >= repeatedWarnPPM {
			severity = Warning
		}
		if !d.Exact {
			zh, en = "约", "about "
		}
		a.add(severity, "duplicate_rows", "", fmt.Sprintf("有%s %d 行（%s）与前面的行完全相同。", zh, d.Rows, percent(d.Rows, p.Rows)),
			fmt.Sprintf("%s%d rows (%s) repeat an earlier row in all cells.", capital(en), d.Rows, percent(d.Rows, p.Rows)))
	}
	if n := p.Tally.Unplaced; n > 0 {
		a.add(Warning, "unplaced_keys", "", fmt.Sprintf("有 %d 行含有较晚出现、未成为列的键，其值未计入。", n),
			fmt.Sprintf("%d rows hold keys that appeared too late to become columns; their values are not counted.", n))
	}
	if n := p.Tally.Ragged; n > 0 {
		a.add(Warning, "ragged_rows", "", fmt.Sprintf("有 %d 行的列数不符，已略过，首见于第 %d 行。", n, p.Tally.FirstRagged),
			fmt.Sprintf("%d rows have the wrong number of cells and were left out, the first on line %d.", n, p.Tally.FirstRagged))
	}
	if n := p.Tally.InvalidBytes; n > 0 {
		a.add(Warning, "invalid_bytes", "", fmt.Sprintf("有 %d 处字节不是有效文字。", n),
			fmt.Sprintf("%d byte sequences are no text.", n))
	}
	for _, c := range p.Correlations {
		if c.Method == "spearman" || strength(c.Value) < correlatedFrom {
			continue
		}
		a.add(Info, "correlated", c.A, fmt.Sprintf("列“%s”与“%s”几乎说明同一件事（相关 %s）。", c.A, c.B, c.Value),
			fmt.Sprintf("Columns %q and %q say nearly the same (correlation %s).", c.A, c.B, c.Value))
	}
	if p.Limited {
		a.add(Info, "limited", "", "列数较多，相关与依赖只比较了最有信息的列。",
			"There are many columns: correlations and dependencies were sought among the fullest only.")
	}
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
