package main

import (
	"bytes"
	"fmt"
	"os"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/sketch"
)

// Exit codes of a comparison that found something, so that a script need not read the words.
const (
	sketchAmber exitCode = 8
	sketchRed   exitCode = 9
)

// sketchCompareCmd compares two tables by their sketches.
type sketchCompareCmd struct {
	A          string `arg:"" help:"Sketch or table."`
	B          string `arg:"" help:"Sketch or table."`
	JSON       bool   `name:"json" help:"Print the result as canonical JSON."`
	tableFlags `embed:""`
}

// Help is shown by --help: what the exit codes mean.
func (sketchCompareCmd) Help() string {
	return "Exit codes: 0 nothing in common, 8 amber (for a person to judge), 9 red (the same rows). " +
		"Faults end with the codes of all commands: 1 to 7."
}

// Run compares and prints.
func (c *sketchCompareCmd) Run(e *env) error {
	a, err := c.load(e, c.A)
	if err != nil {
		return err
	}
	b, err := c.load(e, c.B)
	if err != nil {
		return err
	}
	m, err := sketch.Compare(a, b)
	if err != nil {
		return err
	}
	if c.JSON {
		out, err := canon.Marshal(m)
		if err != nil {
			return err
		}
		if _, err := e.Out.Write(append(out, '\n')); err != nil {
			return err
		}
	} else {
		printMatch(e, &m, c.A, c.B)
	}
	switch m.Grade {
	case sketch.Amber:
		return sketchAmber
	case sketch.Red:
		return sketchRed
	}
	return nil
}

// load reads a sketch, or makes the sketch of a table in the public domain.
func (c *sketchCompareCmd) load(e *env, path string) (*sketch.Sketch, error) {
	if isSketch(path) {
		raw, err := readFile(path, sketch.MaxBytes+1)
		if err != nil {
			return nil, err
		}
		return sketch.Decode(bytes.TrimSuffix(raw, []byte("\n")))
	}
	b, _, err := sketchSource(e, c.tableFlags, path, "auto")
	if err != nil {
		return nil, err
	}
	return b.Sketch(), nil
}

// isSketch says whether a file begins as sketches of any version do and is no longer than one.
func isSketch(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > 2*sketch.MaxBytes {
		return false
	}
	raw := make([]byte, info.Size())
	n, _ := f.Read(raw)
	return bytes.HasPrefix(raw[:n], []byte("{")) && bytes.Contains(raw[:n], []byte(`"version":"shurong-sketch/`))
}

func printMatch(e *env, m *sketch.Match, a, b string) {
	switch {
	case m.Grade == sketch.Red:
		e.printf("%s\n", e.t("红：两份数据含有相同的行。多列取值逐行一致，不能用同一批客户、流水号或金额来解释。",
			"red: both hold the same rows. Several columns agree row by row, which the same customers, numbers or amounts do not explain."))
	case m.Grade == sketch.Amber && m.Basis == sketch.ByRows:
		e.printf("%s\n", e.t("黄：有相同的行，但数量少，或一致的列可能由同一对象决定。请人工判断。",
			"amber: there are rows in common, but few, or by columns that the same people or things may explain. A person should judge."))
	case m.Grade == sketch.Amber:
		e.printf("%s\n", e.t("黄：取值不相遇，但各列的分布、缺失与增长相像：可能加盐、缩放或抖动过，也可能出自同类系统。请人工判断。",
			"amber: no values meet, but columns look alike in distribution, gaps and growth: salted, scaled or jittered, or from a system of the same kind. A person should judge."))
	default:
		e.printf("%s\n", e.t("无：未发现相同的行。", "none: no rows in common were found."))
		return
	}
	if m.Basis == sketch.ByRows {
		e.printf("\n")
		printTable(e, [][]string{
			{"", e.t("估计", "estimate"), e.t("95 % 区间", "95 % interval"), e.t("标准误", "std. error"), e.t("样本行",
				"sampled")},
			estimateRow(fmt.Sprintf(e.t("%s 在 %s 中", "%s in %s"), a, b), m.ContainmentAB),
			estimateRow(fmt.Sprintf(e.t("%s 在 %s 中", "%s in %s"), b, a), m.ContainmentBA),
			estimateRow(e.t("相似度（共有 ÷ 全部）", "similarity (both ÷ either)"), m.Similarity),
		})
		e.printf(e.t("样本中相同的行：%d\n", "sampled rows found in both: %d\n"), m.RowsMatched)
	}
	e.printf("\n")
	rows := [][]string{{a, "", b, e.t("一致", "agree"), e.t("分量", "tells")}}
	for _, c := range m.Columns {
		agree := "—"
		if m.Basis == sketch.ByRows {
			agree = share(min(c.ContainmentAB, c.ContainmentBA))
		}
		rows = append(rows, []string{c.A, "↔", c.B, agree, weightName(e, c.Weight)})
	}
	printTable(e, rows)
}

func estimateRow(name string, x sketch.Estimate) []string {
	return []string{name, share(x.Value), share(x.Low) + "–" + share(x.High), fmt.Sprintf("±%.1f%%",
		100*x.Error()), fmt.Sprint(x.Sampled)}
}

func share(p sketch.PPM) string { return fmt.Sprintf("%.1f%%", 100*p.Share()) }

func weightName(e *env, w sketch.PPM) string {
	switch {
	case w >= 1_000_000:
		return e.t("证据", "proof")
	case w >= 400_000:
		return e.t("线索", "hint")
	}
	return e.t("外观", "looks")
}
