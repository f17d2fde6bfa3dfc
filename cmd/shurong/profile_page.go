package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/report"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/quality"
)

// maxMeasurement bounds an earlier measurement that is read back: one of 5,000 columns stays far under it.
const maxMeasurement = 256 << 20

// errOld says that a file is no measurement.
var errOld = fault.Define("cli.against", fault.Invalid,
	"文件 {file} 不是 shurong profile --json 的输出", "file {file} is not what shurong profile --json prints").
	Hint("请用 shurong profile --json 保存上次的测量", "save the earlier measurement with shurong profile --json")

// oldMeasurement is what is read back of an earlier measurement.
type oldMeasurement struct {
	file string
	Fact struct {
		MeasuredAt int64 `json:"measured_at"`
	} `json:"fact"`
	Profile profile.Profile `json:"profile"`
	Quality quality.Result  `json:"quality"`
	Input   struct {
		PeriodDays int64 `json:"period_days"`
	} `json:"quality_input"`
	Local profile.Local `json:"local"`
}

func readOld(file string) (*oldMeasurement, error) {
	if file == "" {
		return nil, nil
	}
	b, err := readFile(file, maxMeasurement)
	if err != nil {
		return nil, err
	}
	old := &oldMeasurement{file: filepath.Base(file)}
	if err := json.Unmarshal(b, old); err != nil || old.Profile.Version == "" {
		return nil, errOld.With("file", file).Because(err)
	}
	return old, nil
}

func (o *oldMeasurement) snapshot() quality.Snapshot {
	at := time.Time{}
	if o.Fact.MeasuredAt != 0 {
		at = time.UnixMilli(o.Fact.MeasuredAt).UTC()
	}
	return agent.SnapshotOf(o.Profile, o.Local, o.Quality, at, o.Input.PeriodDays)
}

// changes since the earlier measurement; nil where there is none.
func (o *oldMeasurement) changes(m *agent.Measurement) []quality.Change {
	if o == nil {
		return nil
	}
	return quality.Compare(o.snapshot(), m.Snapshot())
}

// readRules reads a file of rules with the reference lists that it names, which lie beside it.
func readRules(file string) (*quality.Rules, error) {
	if file == "" {
		return nil, nil
	}
	b, err := readFile(file, quality.MaxFile)
	if err != nil {
		return nil, err
	}
	r, err := quality.ParseRules(file, b)
	if err != nil {
		return nil, err
	}
	err = r.Load(func(name string) ([]byte, error) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(file), name)
		}
		return readFile(name, quality.MaxFile)
	})
	return &r, err
}

// warnAbsent says which rules are about columns that the table does not have.
func warnAbsent(e *env, m *agent.Measurement) {
	for _, r := range m.Absent {
		zh, en := r.Sentence()
		_, _ = e.Err.Write([]byte(r.FileName + ":" + strconv.Itoa(r.Line) + ": " +
			e.t("数据中没有该列，规则未检查："+zh, "the data has no such column, the rule was not checked: "+en) + "\n"))
	}
}

// page writes the report in the user's language, and in the other beside it.
func (c *profileCmd) page(e *env, m *agent.Measurement, old *oldMeasurement) error {
	r := report.Report{Title: c.name(), MeasuredAt: time.UnixMilli(m.Fact.MeasuredAt).UTC(), Digest: m.Fact.FileDigest,
		Profile: m.Full, Local: m.Local, Quality: m.Quality, Failing: m.Failing, Scan: reportScan(m.Scan), Values: c.Values,
		Sample: sampleRows(m, c.Sample)}
	if old != nil {
		r.Against = &report.Against{Name: old.file, Changes: old.changes(m), Before: old.snapshot()}
		if old.Fact.MeasuredAt != 0 {
			r.Against.MeasuredAt = time.UnixMilli(old.Fact.MeasuredAt).UTC()
		}
	}
	ext := filepath.Ext(c.HTML)
	otherLang := e.t("en", "zh")
	other := strings.TrimSuffix(c.HTML, ext) + "." + otherLang + ext
	for _, p := range []struct{ file, lang, link string }{{c.HTML, e.Lang, filepath.Base(other)},
		{other, otherLang, filepath.Base(c.HTML)}} {
		if err := writePage(r, p.file, p.lang, p.link); err != nil {
			return err
		}
	}
	_, _ = e.Err.Write([]byte(e.t("报告已写入 ", "report written to ") + c.HTML + e.t(" 和 ", " and ") + other + "\n"))
	return nil
}

func writePage(r report.Report, file, lang, other string) error {
	f, err := os.Create(file)
	if err != nil {
		return errWrite.With("file", file).Because(err)
	}
	r.Other = other
	err = r.HTML(f, lang)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return errWrite.With("file", file).Because(err)
	}
	return nil
}

// errExists says that a file that would be written is there.
var errExists = fault.Define("cli.exists", fault.Conflict,
	"文件 {file} 已存在", "file {file} exists already").
	Hint("请换一个文件名，或先移走它：其中可能有人工修改", "choose another name, or move it away: somebody may have edited it")

// writeNew writes a file that must not exist: it may have been edited.
func writeNew(file string, b []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case os.IsExist(err):
		return errExists.With("file", file)
	case err != nil:
		return errWrite.With("file", file).Because(err)
	}
	_, err = f.Write(b)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return errWrite.With("file", file).Because(err)
	}
	return nil
}

// verdict says what the scan found, in a word.
func verdict(r scan.Result) report.Words {
	switch r.Grade {
	case scan.Personal:
		return report.Words{ZH: "含个人信息", EN: "personal data"}
	case scan.Sensitive:
		return report.Words{ZH: "含敏感个人信息", EN: "sensitive personal data"}
	}
	return report.Words{ZH: "未发现个人信息", EN: "no personal data found"}
}

// reportScan takes from the scan's result what the page shows.
func reportScan(r scan.Result) report.Scan {
	v := verdict(r)
	out := report.Scan{ZH: v.ZH, EN: v.EN, Serious: r.Grade != scan.None}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, report.Finding{Column: f.Column, What: report.Words{ZH: f.ZH, EN: f.EN},
			SharePPM: f.SharePPM, Unsure: f.Confidence == scan.Low, Reason: report.Words(f.Reason),
			Cure: report.Words{ZH: f.Cure.ZH, EN: f.Cure.EN}})
	}
	for _, t := range r.InText {
		out.Findings = append(out.Findings, report.Finding{Column: t.Column, SharePPM: t.Per10k * 100,
			What:   report.Words{ZH: "文本中夹带" + t.ZH, EN: t.EN + " inside texts"},
			Reason: report.Words{ZH: grouped(t.Cells) + " 格", EN: grouped(t.Cells) + " cells"},
			Cure:   report.Words{ZH: t.Cure.ZH, EN: t.Cure.EN}})
	}
	for _, b := range r.Blocks {
		w := report.Words(b.Text)
		if len(b.Columns) > 0 {
			w.ZH += "：" + shorten(strings.Join(b.Columns, "、"), 80)
			w.EN += ": " + shorten(strings.Join(b.Columns, ", "), 80)
		}
		out.Blocks = append(out.Blocks, w)
	}
	return out
}
