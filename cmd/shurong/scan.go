package main

import (
	"encoding/hex"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/agent/scan/labelled"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/source"
)

// scanBlocked is the exit code of a scan that found what stands in the way of registration.
const scanBlocked exitCode = 8

// scanCmd scans a table, or writes the labelled test set that the scan is measured by.
type scanCmd struct {
	Source    string    `arg:"" optional:"" help:"File or folder (CSV, JSON lines, Parquet, XLSX), postgres://, mysql:// or s3:// location."`
	JSON      bool      `name:"json" help:"Print the result as canonical JSON: names of columns and counts, no value."`
	Examples  int       `help:"Show so many values of each finding, masked. They stay on this screen." default:"0" placeholder:"N"`
	Separator string    `help:"Separator of a text table, one character; found out if not given." placeholder:"CHAR"`
	Encoding  string    `help:"Encoding of a text table; found out if not given." placeholder:"NAME"`
	Header    string    `enum:"auto,yes,no" default:"auto" help:"Whether the first row names the columns: auto, yes or no."`
	Progress  string    `enum:"auto,none,bar,json" default:"auto" help:"Progress on standard error: auto (a bar on a terminal), none, bar, or json for programs."`
	At        time.Time `help:"Day on which ages are reckoned (RFC 3339); now if not given." placeholder:"TIME"`

	LabelledSet string `help:"Write a generated test set to this folder instead: tables of known content, and labels.json." placeholder:"DIR" type:"path"`
	Seed        uint64 `help:"Seed of the test set." default:"1"`
	Rows        int    `help:"Rows a table of the test set." default:"2000"`
}

// scanOutput is what --json prints.
type scanOutput struct {
	FileDigest string      `json:"file_digest"`
	Result     scan.Result `json:"result"`
	// Examples are in the order of the findings; only where they were asked for.
	Examples [][]string `json:"examples,omitempty"`
}

// Run scans and prints. It ends with exit code 8 if something stands in the way of registration.
func (c *scanCmd) Run(e *env) error {
	switch {
	case c.LabelledSet != "":
		return c.writeLabelled(e)
	case c.Source == "":
		return errUsage.With("why", "scan needs a SOURCE")
	}
	out, err := c.scan(e)
	if err != nil {
		return err
	}
	if c.JSON {
		b, err := canon.Marshal(out)
		if err != nil {
			return err
		}
		if _, err := e.Out.Write(append(b, '\n')); err != nil {
			return err
		}
	} else {
		printScan(e, out)
	}
	if out.Result.Blocked() {
		return scanBlocked
	}
	return nil
}

func (c *scanCmd) scan(e *env) (_ *scanOutput, err error) {
	o, err := sourceFlags{Separator: c.Separator, Encoding: c.Encoding, Header: c.Header}.options()
	if err != nil {
		return nil, err
	}
	s, err := source.Open(e.Context, c.Source, source.Options{Table: o.Table})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	s, end := showProgress(e, c.Progress, c.Source, s)
	defer func() { end(err == nil) }()
	at := c.At
	if at.IsZero() {
		at = clock.System{}.Now()
	}
	in, err := scan.Read(e.Context, s, min(runtime.GOMAXPROCS(0), 4), daycount.DateOf(at))
	if err != nil {
		return nil, err
	}
	digest := s.Digest()
	out := &scanOutput{FileDigest: hex.EncodeToString(digest[:]), Result: scan.Decide(in)}
	if c.Examples > 0 {
		out.Examples = scan.Examples(in, out.Result, c.Examples)
	}
	return out, nil
}

func (c *scanCmd) writeLabelled(e *env) error {
	if c.Rows < 1 || c.Rows > 10_000_000 {
		return errUsage.With("why", "--rows takes 1 to 10,000,000")
	}
	tables, columns, err := labelled.Write(c.LabelledSet, c.Seed, c.Rows)
	if err != nil {
		return errWrite.With("file", c.LabelledSet).Because(err)
	}
	e.printf(e.t("已写入 %d 个表、%d 列，标注见 %s/labels.json\n", "%d tables with %d columns, labelled in %s/labels.json\n"),
		tables, columns, c.LabelledSet)
	return nil
}

func printScan(e *env, out *scanOutput) {
	r := &out.Result
	e.printf(e.t("%s 行，其中 %s 行用于逐列判定；文本逐格检查\n", "%s rows, %s of them examined column by column; texts cell by cell\n"),
		grouped(r.Rows), grouped(r.SampleRows))
	printScanFindings(e, out)
	printInText(e, r)
	printScanProposal(e, r)
	printBlocks(e, r)
	printCures(e, r)
}

var scanStates = map[scan.State][2]string{
	scan.Plain: {"明文", "plain"}, scan.Masked: {"已掩码", "masked"}, scan.Hashed: {"散列", "hashed"},
}

var scanGrades = map[scan.Grade][2]string{
	scan.None: {"—", "—"}, scan.Personal: {"一般", "general"}, scan.Sensitive: {"敏感", "sensitive"},
}

var scanConfidences = map[scan.Confidence][2]string{
	scan.High: {"确定", "sure"}, scan.Medium: {"很可能", "likely"}, scan.Low: {"待核", "to check"},
}

func printScanFindings(e *env, out *scanOutput) {
	r := &out.Result
	pair := func(p [2]string) string { return e.t(p[0], p[1]) }
	if len(r.Findings) == 0 {
		e.printf("\n%s\n", e.t("各列均未发现个人信息或凭据", "no personal data and no secret found in any column"))
		return
	}
	rows := [][]string{{"#", e.t("列", "column"), e.t("内容", "content"), "GB/T 35273", e.t("状态", "state"), e.t("把握",
		"confidence"),
		e.t("依据", "why")}}
	for _, f := range r.Findings {
		rows = append(rows, []string{fmt.Sprint(f.Index + 1), shorten(f.Column, 24), e.t(f.ZH, f.EN),
			pair(scanGrades[f.Grade]),
			pair(scanStates[f.State]), pair(scanConfidences[f.Confidence]), e.t(f.Reason.ZH, f.Reason.EN)})
	}
	e.printf("\n")
	printTable(e, rows)
	for i, list := range out.Examples {
		if len(list) > 0 {
			e.printf("  %s: %s\n", r.Findings[i].Column, strings.Join(list, e.t("，", ", ")))
		}
	}
}

func printInText(e *env, r *scan.Result) {
	if len(r.InText) == 0 {
		return
	}
	e.printf("\n%s\n", e.t("文本中夹带：", "inside texts:"))
	for _, t := range r.InText {
		rule := ""
		if t.Rule != "" {
			rule = " (" + t.Rule + ")"
		}
		e.printf(e.t("  %s：%s%s，%s 格（每万格 %s）\n", "  %s: %s%s in %s cells (%s of 10,000)\n"), t.Column, e.t(t.ZH, t.EN),
			rule,
			grouped(t.Cells), grouped(t.Per10k))
	}
}

func printScanProposal(e *env, r *scan.Result) {
	e.printf("\n")
	if r.Persons > 0 {
		e.printf(e.t("约涉及 %s 人（按“%s”列）\n", "about %s persons (by column %s)\n"), grouped(r.Persons), r.PersonsBy)
	}
	p := &r.Proposal
	e.printf(e.t("分级建议（GB/T 43697）：%s\n", "proposed grade (GB/T 43697): %s\n"), e.t(p.Text.ZH, p.Text.EN))
	for _, i := range p.Impacts {
		e.printf("  %s\n", e.t(i.Reason.ZH, i.Reason.EN))
	}
	e.printf("  %s\n", e.t(p.After.Text.ZH, p.After.Text.EN))
}

func printBlocks(e *env, r *scan.Result) {
	if len(r.Blocks) == 0 {
		e.printf("%s\n", e.t("未发现阻碍登记的事项", "nothing found that stands in the way of registration"))
		return
	}
	e.printf("%s\n", e.t("阻碍登记：", "in the way of registration:"))
	for _, b := range r.Blocks {
		e.printf("  %s (%s)\n", e.t(b.Text.ZH, b.Text.EN), strings.Join(b.Columns, e.t("、", ", ")))
	}
}

// printCures prints each advice once, with the columns it is for.
func printCures(e *env, r *scan.Result) {
	columns := map[string][]string{}
	var order []string
	add := func(column string, c scan.Cure) {
		text := e.t(c.ZH, c.EN)
		if columns[text] == nil {
			order = append(order, text)
		}
		if !slices.Contains(columns[text], column) {
			columns[text] = append(columns[text], column)
		}
	}
	for _, f := range r.Findings {
		if f.Cure.Method != "keep" && f.Confidence != scan.Low {
			add(f.Column, f.Cure)
		}
	}
	for _, t := range r.InText {
		add(t.Column, t.Cure)
	}
	if len(order) > 0 {
		e.printf("%s\n", e.t("处理建议：", "cures:"))
	}
	for _, text := range order {
		e.printf("  %s: %s\n", strings.Join(columns[text], e.t("、", ", ")), text)
	}
}
