package main

import (
	"fmt"
	"strconv"
	"strings"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/quality"
)

// printProfile prints the concise view: what it is, what to look at, columns, quality.
func printProfile(e *env, m *agent.Measurement, old *oldMeasurement) {
	p := m.Full
	format := p.Format.Kind
	for _, s := range []string{p.Format.Compression, p.Format.Encoding} {
		if s != "" {
			format += " " + s
		}
	}
	e.printf(e.t("%s 行 × %d 列，%s 字节，%s\n", "%s rows × %d columns, %s bytes, %s\n"), grouped(p.Rows), len(p.Columns),
		grouped(p.Tally.Bytes), format)
	e.printf("SHA-256 %s\n\n", m.Fact.FileDigest)
	printColumns(e, m)
	printAlerts(e, m)
	printRemarks(e, m)
	printQuality(e, m)
	printBroken(e, m)
	printChanges(e, old, m)
}

var typesZH = map[string]string{
	"integer": "整数", "decimal": "小数", "date": "日期", "datetime": "日期时间", "time": "时刻", "boolean": "是否", "code": "编码",
	"text": "文本", "empty": "全空",
}

func printColumns(e *env, m *agent.Measurement) {
	rows := [][]string{{"#", e.t("列", "column"), e.t("类型", "type"), e.t("缺失", "missing"), e.t("不同值", "distinct"),
		e.t("范围", "range"), e.t("发现", "found")}}
	for i, c := range m.Full.Columns {
		if i == mostColumns {
			break
		}
		distinct := grouped(c.Distinct)
		if !c.Exact {
			distinct = "≈" + distinct
		}
		if c.Key == "unique" {
			distinct += e.t(" 唯一", " unique")
		}
		rows = append(rows, []string{
			strconv.Itoa(i + 1), shorten(c.Name, 28), e.t(typesZH[c.Type], c.Type), percent(c.Missing,
				c.Missing+c.Values), distinct, extent(e, c), findings(e, m.Scan, i),
		})
	}
	printTable(e, rows)
	if n := len(m.Full.Columns) - mostColumns; n > 0 {
		e.printf(e.t("另有 %d 列：用 --html 或 --json 查看全部\n", "%d more columns: --html and --json show all\n"), n)
	}
}

// mostColumns and mostAlerts bound what a terminal shows.
const (
	mostColumns = 60
	mostAlerts  = 20
)

// printAlerts prints what a person should look at, the gravest first.
func printAlerts(e *env, m *agent.Measurement) {
	words := map[profile.Severity]string{profile.Serious: e.t("严重", "serious"), profile.Warning: e.t("注意", "warning"),
		profile.Info: e.t("提示", "note")}
	n := 0
	for _, severity := range []profile.Severity{profile.Serious, profile.Warning, profile.Info} {
		for _, a := range m.Full.Alerts {
			if a.Severity != severity {
				continue
			}
			if n++; n == 1 {
				e.printf("\n")
			}
			if n <= mostAlerts {
				e.printf("%s  %s\n", words[severity], e.t(a.ZH, a.EN))
			}
		}
	}
	if n > mostAlerts {
		e.printf(e.t("另有 %d 条提示\n", "%d more\n"), n-mostAlerts)
	}
}

// extent says what a column spans: numbers and dates from least to greatest, anything else by length.
func extent(e *env, c profile.Column) string {
	switch {
	case c.Number != nil:
		return c.Number.Min + " … " + c.Number.Max
	case c.Time != nil:
		return c.Time.Earliest + " … " + c.Time.Latest
	case c.Lengths != nil && c.Lengths.Min == c.Lengths.Max:
		return fmt.Sprintf(e.t("%d 字符", "%d characters"), c.Lengths.Max)
	case c.Lengths != nil:
		return fmt.Sprintf(e.t("%d–%d 字符", "%d–%d characters"), c.Lengths.Min, c.Lengths.Max)
	}
	return ""
}

func findings(e *env, r scan.Result, index int) string {
	var out []string
	for _, f := range r.Findings {
		if f.Index == index {
			s := e.t(f.ZH, f.EN)
			if f.Confidence == scan.Low {
				s += e.t("（待核）", " (to check)")
			}
			out = append(out, s+" "+percent(f.SharePPM, 1_000_000))
		}
	}
	return strings.Join(out, ", ")
}

func printValues(e *env, m *agent.Measurement) {
	e.printf("\n")
	for _, c := range m.Local.Columns {
		if len(c.Top) == 0 {
			continue
		}
		var parts []string
		for _, v := range c.Top {
			parts = append(parts, fmt.Sprintf("%s ×%s", shorten(v.Value, 24), grouped(v.Count)))
		}
		about := ""
		if !c.TopExact {
			about = e.t("（约）", " (about)")
		}
		e.printf("%s%s: %s\n", c.Name, about, strings.Join(parts, e.t("，", ", ")))
	}
}

// printRemarks prints what is out of order, and nothing where nothing is.
func printRemarks(e *env, m *agent.Measurement) {
	p := m.Full
	e.printf("\n")
	if n := p.Duplicate.Rows; n > 0 {
		about := ""
		if !p.Duplicate.Exact {
			about = e.t("约 ", "about ")
		}
		e.printf(e.t("重复行 %s%s（%s）\n", "%s%s repeated rows (%s)\n"), about, grouped(n), percent(n, p.Rows))
	}
	if n := p.Tally.Unplaced; n > 0 {
		e.printf(e.t("%s 行含有较晚出现、未成为列的键，其值未计入\n",
			"%s rows hold keys that appeared too late to become columns; their values are not counted\n"), grouped(n))
	}
	if n := p.Tally.Ragged; n > 0 {
		e.printf(e.t("列数不符而略过的行 %s，首见第 %d 行\n",
			"%s rows passed over for their number of cells, the first on line %d\n"), grouped(n), p.Tally.FirstRagged)
	}
	if n := p.Tally.InvalidBytes; n > 0 {
		e.printf(e.t("无效字节 %s 处\n", "%s invalid byte sequences\n"), grouped(n))
	}
	e.printf(e.t("个人信息扫描：%s\n", "scan: %s\n"), e.t(verdict(m.Scan).ZH, verdict(m.Scan).EN))
}

func printQuality(e *env, m *agent.Measurement) {
	e.printf(e.t("质量（GB/T 36344）：%s 分，等级 %s\n", "quality (GB/T 36344): %s of 100, grade %s\n"),
		points(m.Quality.TotalPPM), m.Quality.Grade)
	for _, d := range m.Quality.Dimensions {
		zh, en := d.Dimension.Name()
		if !d.Assessed {
			e.printf("  %s  %s\n", e.t(zh, en), e.t("无可评依据", "nothing to assess it by"))
			continue
		}
		var parts []string
		for _, i := range d.Indicators {
			if i.A != i.B {
				parts = append(parts, fmt.Sprintf("%s %s/%s", e.t(i.NameZH, i.NameEN), grouped(i.A), grouped(i.B)))
			}
		}
		line := fmt.Sprintf("  %s  %s  %s", e.t(zh, en), points(d.PPM), strings.Join(parts, e.t("；", "; ")))
		e.printf("%s\n", strings.TrimRight(line, " "))
	}
}

// printChanges prints what changed since an earlier measurement.
func printChanges(e *env, old *oldMeasurement, m *agent.Measurement) {
	if old == nil {
		return
	}
	e.printf(e.t("\n与 %s 相比：\n", "\ncompared with %s:\n"), old.file)
	changes := old.changes(m)
	if len(changes) == 0 {
		e.printf("  %s\n", e.t("没有变化", "nothing has changed"))
	}
	words := map[quality.Severity]string{quality.Serious: e.t("严重", "serious"), quality.Warning: e.t("注意", "warning"),
		quality.Info: e.t("提示", "note")}
	for i, c := range changes {
		if i == 3*mostAlerts {
			e.printf(e.t("  另有 %d 处变化\n", "  %d more changes\n"), len(changes)-i)
			break
		}
		e.printf("  %s  %s\n", words[c.Severity], e.t(c.ZH, c.EN))
	}
}

// printBroken prints the owner's rules that do not hold everywhere; inferred ones show in the indicators.
func printBroken(e *env, m *agent.Measurement) {
	if m.Rules.Inferred {
		return
	}
	kept, broken := 0, []string{}
	for i, r := range m.Quality.Rules {
		switch {
		case r.Scope == quality.Untested:
		case r.A == r.B:
			kept++
		default:
			zh, en := m.Rules.List[i].Sentence()
			broken = append(broken, fmt.Sprintf("%s %s/%s", e.t(zh, en), grouped(r.A), grouped(r.B)))
		}
	}
	e.printf(e.t("规则：%d 条符合，%d 条不符合\n", "rules: %d hold everywhere, %d are broken\n"), kept, len(broken))
	for i, s := range broken {
		if i == mostAlerts {
			e.printf(e.t("  另有 %d 条\n", "  %d more\n"), len(broken)-i)
			break
		}
		e.printf("  %s\n", s)
	}
}

// printFailing prints the first rows that break each rule.
func printFailing(e *env, m *agent.Measurement) {
	for i, f := range m.Failing {
		if i == 0 {
			e.printf("\n%s\n", e.t("不符合规则的行：", "rows that break a rule:"))
		}
		var rows []string
		for _, x := range f.First[:min(len(f.First), 5)] {
			s := strconv.FormatInt(x.Row, 10)
			if x.Example != "" {
				s += " “" + shorten(x.Example, 24) + "”"
			}
			rows = append(rows, s)
		}
		e.printf("  %s: %s (%s)\n", e.t(f.ZH, f.EN), grouped(f.Count), strings.Join(rows, ", "))
	}
}

// printSample prints rows, one cell a line.
func printSample(e *env, m *agent.Measurement, n int) {
	for i, row := range sampleRows(m, n) {
		e.printf(e.t("\n样例 %d\n", "\nrow %d of the sample\n"), i+1)
		for k, cell := range row {
			e.printf("  %s: %s\n", m.Full.Columns[k].Name, shorten(cell, 80))
		}
	}
}

// printTable aligns cells by their width on the terminal.
func printTable(e *env, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-columns(cell)+2))
		}
		e.printf("%s\n", strings.TrimRight(line.String(), " "))
	}
}

// shorten cuts a text to n characters.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// grouped writes a count with commas.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func percent(a, b int64) string {
	switch {
	case a == 0 || b == 0:
		return "0"
	case a*1000 < b:
		return "<0.1%"
	}
	return strconv.FormatFloat(float64(a)/float64(b)*100, 'f', 1, 64) + "%"
}

// points is a score of 100, cut, so that only what is perfect says so.
func points(ppm int64) string { return strconv.FormatFloat(float64(ppm/100)/100, 'f', 2, 64) }
