package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/table"
)

// sourceFlags say how a data file is read and judged; what is not said is found out.
type sourceFlags struct {
	Separator string    `help:"Separator of a text table, one character; found out if not given." placeholder:"CHAR"`
	Encoding  string    `help:"Encoding of a text table: utf-8, gbk, gb18030, utf-16le, utf-16be, windows-1252; found out if not given." placeholder:"NAME"`
	Header    string    `enum:"auto,yes,no" default:"auto" help:"Whether the first row names the columns: auto, yes or no."`
	Period    int64     `help:"Days after which the data is renewed; timeliness is judged by it." default:"30" placeholder:"DAYS"`
	At        time.Time `help:"Instant of the measurement (RFC 3339); now if not given." placeholder:"TIME"`
}

func (f sourceFlags) options() (agent.Options, error) {
	o := agent.Options{MeasuredAt: f.At, PeriodDays: f.Period}
	if o.MeasuredAt.IsZero() {
		o.MeasuredAt = clock.System{}.Now()
	}
	o.Table.Encoding = f.Encoding
	o.Table.Header = map[string]table.HeaderMode{"auto": table.HeaderAuto, "yes": table.HeaderPresent,
		"no": table.HeaderAbsent}[f.Header]
	switch f.Separator {
	case "":
	case `\t`, "tab":
		o.Table.Separator = '\t'
	default:
		if len(f.Separator) != 1 {
			return o, errUsage.With("why", "--separator takes one character, or tab")
		}
		o.Table.Separator = f.Separator[0]
	}
	return o, nil
}

// profileCmd measures a file and prints what was found.
type profileCmd struct {
	File        string `arg:"" help:"CSV, TSV or Parquet file; text may be gzip or zstd."`
	JSON        bool   `name:"json" help:"Print the measurement as canonical JSON: what may leave the site, and no more."`
	Values      bool   `help:"Show frequent values too. They are the data's own: mind who is watching."`
	sourceFlags `embed:""`
}

// Run measures and prints.
func (c *profileCmd) Run(e *env) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	m, err := agent.Measure(e.Context, c.File, o)
	if err != nil {
		return err
	}
	if c.JSON {
		b, err := canon.Marshal(m)
		if err != nil {
			return err
		}
		_, err = e.Out.Write(append(b, '\n'))
		return err
	}
	printProfile(e, m, c.Values)
	return nil
}

func printProfile(e *env, m *agent.Measurement, values bool) {
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
	if values {
		printValues(e, m)
	}
	printRemarks(e, m)
	printQuality(e, m)
}

var typesZH = map[string]string{
	"integer": "整数", "decimal": "小数", "date": "日期", "datetime": "日期时间", "time": "时刻", "boolean": "是否", "code": "编码",
	"text": "文本", "empty": "全空",
}

func printColumns(e *env, m *agent.Measurement) {
	rows := [][]string{{"#", e.t("列", "column"), e.t("类型", "type"), e.t("缺失", "missing"), e.t("不同值", "distinct"),
		e.t("范围", "range"), e.t("发现", "found")}}
	for i, c := range m.Full.Columns {
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

var categoriesZH = map[string]string{
	"mobile": "手机号", "resident_id": "身份证号", "bank_card": "银行卡号", "email": "邮箱", "plate": "车牌号", "name": "姓名",
	"address":  "地址",
	"landline": "固定电话", "credit_code": "统一社会信用代码", "in_text": "文本中含个人信息",
}

func findings(e *env, r scan.Result, index int) string {
	var out []string
	for _, f := range r.Findings {
		if f.Index == index {
			s := e.t(categoriesZH[f.Category], strings.ReplaceAll(f.Category, "_", " "))
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
	if n := p.Tally.Ragged; n > 0 {
		e.printf(e.t("列数不符而略过的行 %s，首见第 %d 行\n",
			"%s rows passed over for their number of cells, the first on line %d\n"), grouped(n), p.Tally.FirstRagged)
	}
	if n := p.Tally.InvalidBytes; n > 0 {
		e.printf(e.t("无效字节 %s 处\n", "%s invalid byte sequences\n"), grouped(n))
	}
	grade := map[scan.Grade]string{
		scan.None: e.t("未发现个人信息", "no personal data found"), scan.Personal: e.t("含个人信息",
			"personal data"), scan.Sensitive: e.t("含敏感个人信息", "sensitive personal data"),
	}[m.Scan.Grade]
	e.printf(e.t("个人信息扫描：%s\n", "scan: %s\n"), grade)
}

func printQuality(e *env, m *agent.Measurement) {
	e.printf(e.t("质量（GB/T 36344）：%s 分\n", "quality (GB/T 36344): %s of 100\n"), points(m.Quality.TotalPPM))
	for _, d := range m.Quality.Dimensions {
		zh, en := d.Dimension.Name()
		if !d.Assessed {
			e.printf("  %s  %s\n", e.t(zh, en), e.t("无可评依据", "nothing to assess it by"))
			continue
		}
		var parts []string
		for _, i := range d.Indicators {
			if i.A != i.B {
				parts = append(parts, fmt.Sprintf("%s %s/%s", e.t(i.ZH, i.EN), grouped(i.A), grouped(i.B)))
			}
		}
		line := fmt.Sprintf("  %s  %s  %s", e.t(zh, en), points(d.PPM), strings.Join(parts, e.t("；", "; ")))
		e.printf("%s\n", strings.TrimRight(line, " "))
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

func points(ppm int64) string { return strconv.FormatFloat(float64(ppm)/10_000, 'f', 2, 64) }
