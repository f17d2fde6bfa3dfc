package quality

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

const heading = `# Quality rules. Edit them, then: shurong profile SOURCE --rules THIS-FILE
# 质量规则：可修改后用 shurong profile SOURCE --rules 本文件 逐格检查
#
# What was inferred is what the data looked like on the day of writing, not what is right: loosen ranges that time will
# outgrow, delete rules that mean nothing, add those that matter. docs/quality.md lists the checks.
# 以下规则由数据推断，只反映写出当日的样子：请放宽会随时间变化的范围，删去无意义的，补上要紧的。
`

// YAML writes rules as a file that [ParseRules] reads back. Weights that nobody stated are written as w.
func (r Rules) YAML(w Weights) []byte {
	var b bytes.Buffer
	b.WriteString(heading)
	b.WriteString("version: 1\n")
	if r.Name != "" {
		fmt.Fprintf(&b, "name: %s\n", quote(r.Name))
	}
	if r.PeriodDays > 0 {
		fmt.Fprintf(&b, "period_days: %d\n", r.PeriodDays)
	}
	switch {
	case r.Judgement != nil:
		b.WriteString("weights:\n  ahp:\n")
		for _, row := range r.Judgement.Matrix {
			fmt.Fprintf(&b, "    - %s\n", quoteAll(row))
		}
	default:
		if r.Weights != nil {
			w = r.Weights
		}
		if w.Check() == nil {
			b.WriteString("weights: # they add up to 1; or ahp: with a 6×6 comparison\n")
			for _, d := range Dimensions {
				zh, _ := d.Name()
				fmt.Fprintf(&b, "  %s: %s # %s\n", d, Points(w[d], 6), zh)
			}
		}
	}
	fmt.Fprintf(&b, "optional: %s # columns that may be empty 可以为空的列\n", quoteAll(r.Optional))
	fmt.Fprintf(&b, "personal: %s # columns whose personal data is declared 已声明含个人信息的列\n", quoteAll(r.Personal))
	if len(r.List) == 0 {
		b.WriteString("rules: []\n")
		return b.Bytes()
	}
	b.WriteString("rules:\n")
	for i := range r.List {
		fmt.Fprintf(&b, "  - {%s}\n", r.List[i].fields())
	}
	return b.Bytes()
}

// fields writes a rule in YAML's flow style.
func (r *Rule) fields() string {
	parts := []string{"check: " + string(r.Check)}
	put := func(key, value string) {
		if value != "" {
			parts = append(parts, key+": "+quote(value))
		}
	}
	if len(r.Columns) == 1 {
		put("column", r.Columns[0])
	} else {
		parts = append(parts, "columns: "+quoteAll(r.Columns))
	}
	put("is", r.Is)
	put("min", r.Min)
	put("max", r.Max)
	put("matches", r.Matches)
	if len(r.Values) > 0 && r.Check == CheckValues {
		parts = append(parts, "values: "+quoteAll(r.Values))
	}
	put("file", r.File)
	put("determines", r.Determines)
	put("op", r.Op)
	if r.When != nil {
		parts = append(parts, "when: {column: "+quote(r.When.Column)+", is: "+quoteAll(r.When.Is)+"}")
	}
	put("indicator", string(r.Measure))
	put("why", r.Why)
	return strings.Join(parts, ", ")
}

// quote writes a text as JSON does, which YAML reads.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return strings.TrimSpace(b.String())
}

func quoteAll(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// Points writes millionths as a decimal with so many places, cut, not rounded.
func Points(ppm PPM, places int) string {
	s := fmt.Sprintf("%d.%06d", ppm/one, ppm%one)
	return s[:len(s)-6+places]
}
