package quality

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
)

var (
	// ErrRule says that a rule is not one.
	ErrRule = fault.Define("quality.rule", fault.Invalid,
		"规则不成立：{zh}", "this is no rule: {en}").
		Hint("规则的种类和字段见 docs/quality.md", "docs/quality.md lists the checks and their keys")
	// ErrTooMany says that a file holds more rules than are taken.
	ErrTooMany = fault.Define("quality.rules_many", fault.Limit,
		"规则共 {count} 条，至多 {limit} 条", "there are {count} rules; {limit} is the most")
)

// decoder turns nodes into rules and stops at the first fault.
type decoder struct {
	name string
	err  error
}

func (d *decoder) fail(e *fault.Error, n ast.Node, field string) {
	if d.err == nil {
		line := e.Line
		if line == 0 {
			line = lineOf(n)
		}
		d.err = e.At(field).In(d.name, line)
	}
}

func (d *decoder) wrong(n ast.Node, field, zh, en string) {
	d.fail(ErrShape.With("key", clip(field), "zh", zh, "en", en), n, field)
}

// entries of a mapping, whose keys must be among known and stand once.
func (d *decoder) entries(n ast.Node, field string, known ...string) map[string]ast.Node {
	var list []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		list = m.Values
	case *ast.MappingValueNode:
		list = []*ast.MappingValueNode{m}
	default:
		d.wrong(n, field, "键值对", "keys with values")
		return nil
	}
	out := make(map[string]ast.Node, len(list))
	for _, e := range list {
		key := ""
		if s, ok := e.Key.(ast.ScalarNode); ok && s.GetToken() != nil {
			key = s.GetToken().Value
		}
		at := strings.TrimPrefix(field+"."+key, ".")
		switch {
		case !slices.Contains(known, key):
			d.fail(ErrKey.With("key", clip(key), "known", strings.Join(known, ", ")), e.Key, at)
		case out[key] != nil:
			d.fail(ErrTwice.With("key", key), e.Key, at)
		}
		out[key] = e.Value
	}
	return out
}

// text of a single value; a number or yes is the text that it is written as.
func (d *decoder) text(n ast.Node, field string) string {
	switch n.Type() {
	case ast.StringType, ast.IntegerType, ast.FloatType, ast.BoolType, ast.InfinityType, ast.NanType:
		return n.GetToken().Value
	case ast.LiteralType:
		return n.(*ast.LiteralNode).Value.Value
	}
	d.wrong(n, field, "单个值", "a single value")
	return ""
}

func (d *decoder) items(n ast.Node, field string) []ast.Node {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		d.wrong(n, field, "列表", "a list")
		return nil
	}
	return s.Values
}

func (d *decoder) texts(n ast.Node, field string) (out []string) {
	for i, v := range d.items(n, field) {
		out = append(out, d.text(v, field+"["+strconv.Itoa(i)+"]"))
	}
	return out
}

// rules reads the whole file.
func (d *decoder) rules(n ast.Node) (r Rules) {
	m := d.entries(n, "", "version", "name", "period_days", "weights", "optional", "personal", "rules")
	if v := m["version"]; v == nil || d.text(v, "version") != "1" {
		d.wrong(n, "version", " 1", "1")
	}
	if v := m["name"]; v != nil {
		r.Name = d.text(v, "name")
	}
	if v := m["period_days"]; v != nil {
		days, err := strconv.ParseInt(d.text(v, "period_days"), 10, 64)
		if err != nil || days < 1 || days > 36_600 {
			d.wrong(v, "period_days", " 1 至 36600 的天数", "a number of days, 1 to 36600")
		}
		r.PeriodDays = days
	}
	if v := m["weights"]; v != nil && d.err == nil {
		d.weights(v, &r)
	}
	if v := m["optional"]; v != nil {
		r.Optional = d.texts(v, "optional")
	}
	if v := m["personal"]; v != nil {
		r.Personal = d.texts(v, "personal")
	}
	if v := m["rules"]; v != nil && d.err == nil {
		list := d.items(v, "rules")
		if len(list) > MaxRules {
			d.fail(ErrTooMany.With("count", len(list), "limit", MaxRules), v, "rules")
			return r
		}
		for i, item := range list {
			rule := d.rule(item, "rules["+strconv.Itoa(i)+"]")
			if d.err != nil {
				return r
			}
			r.List = append(r.List, rule)
		}
	}
	return r
}

// weights are shares that add up to 1, or comparisons.
func (d *decoder) weights(n ast.Node, r *Rules) {
	known := []string{"ahp"}
	for _, dim := range Dimensions {
		known = append(known, string(dim))
	}
	m := d.entries(n, "weights", known...)
	if d.err != nil {
		return
	}
	if v := m["ahp"]; v != nil {
		if len(m) > 1 {
			d.wrong(n, "weights", "六个维度的权重，或 ahp 判断矩阵，二者取一", "the six weights or a comparison under ahp, not both")
			return
		}
		var matrix [][]string
		rows := d.items(v, "weights.ahp")
		for i, row := range rows {
			matrix = append(matrix, d.texts(row, "weights.ahp["+strconv.Itoa(i)+"]"))
		}
		if d.err != nil {
			return
		}
		w, j, err := FromAHP(matrix)
		if err != nil {
			f, at := fault.From(err), v
			field := "weights.ahp" + strings.TrimPrefix(f.Field, "matrix")
			if i := strings.IndexByte(f.Field, '['); i >= 0 {
				if k, err := strconv.Atoi(strings.TrimRight(strings.SplitN(f.Field[i+1:], "]", 2)[0], "]")); err == nil &&
					k < len(rows) {
					at = rows[k]
				}
			}
			d.fail(f, at, field)
			return
		}
		r.Weights, r.Judgement = w, &j
		return
	}
	r.Weights = Weights{}
	for _, dim := range Dimensions {
		v := m[string(dim)]
		if v == nil {
			continue
		}
		field := "weights." + string(dim)
		dec, err := valuation.ParseDecimal(d.text(v, field))
		ppm, parseErr := strconv.ParseInt(strings.Replace(dec.Fixed(6), ".", "", 1), 10, 64)
		if err != nil || parseErr != nil {
			d.wrong(v, field, " 0 至 1 的小数", "a decimal from 0 to 1")
			return
		}
		r.Weights[dim] = ppm
	}
	if err := r.Weights.Check(); err != nil {
		d.fail(fault.From(err), n, "weights")
	}
}

// rule reads and checks one rule.
func (d *decoder) rule(n ast.Node, field string) (r Rule) {
	m := d.entries(n, field, "check", "column", "columns", "is", "min", "max", "matches", "values", "file", "determines",
		"op", "when", "indicator", "why")
	if d.err != nil {
		return r
	}
	r.FileName, r.Line = d.name, lineOf(n)
	text := func(key string, to *string) {
		if v := m[key]; v != nil {
			*to = d.text(v, field+"."+key)
		}
	}
	var check, column, measure string
	text("check", &check)
	text("column", &column)
	text("indicator", &measure)
	text("is", &r.Is)
	text("min", &r.Min)
	text("max", &r.Max)
	text("matches", &r.Matches)
	text("file", &r.File)
	text("determines", &r.Determines)
	text("op", &r.Op)
	text("why", &r.Why)
	r.Check, r.Measure = Check(check), Measure(measure)
	if v := m["columns"]; v != nil {
		r.Columns = d.texts(v, field+".columns")
	}
	if m["column"] != nil {
		r.Columns = append(r.Columns, column)
	}
	if v := m["values"]; v != nil {
		r.Values = d.texts(v, field+".values")
	}
	if v := m["when"]; v != nil {
		c := d.entries(v, field+".when", "column", "is")
		r.When = &Condition{}
		if c["column"] == nil || c["is"] == nil {
			d.wrong(v, field+".when", " column 和 is", "column and is")
			return r
		}
		r.When.Column = d.text(c["column"], field+".when.column")
		if c["is"].Type() == ast.SequenceType {
			r.When.Is = d.texts(c["is"], field+".when.is")
		} else {
			r.When.Is = []string{d.text(c["is"], field+".when.is")}
		}
	}
	if d.err == nil {
		if key, zh, en := r.fault(m["columns"] != nil && m["column"] != nil); key != "" {
			at := n
			if m[key] != nil {
				at = m[key]
			}
			d.fail(ErrRule.With("zh", zh, "en", en), at, field+"."+key)
		}
	}
	return r
}

// fault says what is wrong with a rule, at which of its keys.
func (r *Rule) fault(both bool) (key, zh, en string) {
	form, ok := forms[r.Check]
	switch {
	case !ok:
		known := make([]string, 0, len(forms))
		for c := range forms {
			known = append(known, string(c))
		}
		slices.Sort(known)
		list := strings.Join(known, ", ")
		return "check", "没有“" + clip(string(r.Check)) + "”这种检查，可用的是 " + list,
			"there is no check “" + clip(string(r.Check)) + "”; known are " + list
	case both:
		return "columns", "column 和 columns 只能写一个", "write column or columns, not both"
	case len(r.Columns) < form.least || len(r.Columns) > form.most || slices.Contains(r.Columns, ""):
		return "column", string(r.Check) + " 需要 " + itoa(form.least) + "–" + itoa(form.most) + " 列",
			string(r.Check) + " takes " + itoa(form.least) + " to " + itoa(form.most) + " columns"
	}
	for _, k := range []struct{ key, value string }{{"is", r.Is}, {"min", r.Min}, {"max", r.Max}, {"matches",
		r.Matches}, {"file", r.File}, {"determines", r.Determines}, {"op", r.Op}} {
		if k.value != "" && !slices.Contains(form.keys, k.key) {
			return k.key, k.key + " 不适用于 " + string(r.Check), k.key + " has no meaning for " + string(r.Check)
		}
	}
	if len(r.Values) > 0 && r.Check != CheckValues {
		return "values", "values 不适用于 " + string(r.Check), "values has no meaning for " + string(r.Check)
	}
	if _, ok := Define(r.Measure); r.Measure != "" && !ok {
		return "indicator", "没有指标“" + clip(string(r.Measure)) + "”", "there is no indicator “" + clip(string(r.Measure)) + "”"
	}
	return r.ownFault()
}

// forms are how many columns each check takes, and its keys.
var forms = map[Check]struct {
	least, most int
	keys        []string
}{
	CheckType: {1, 1, []string{"is"}}, CheckNotNull: {1, 1, nil}, CheckLength: {1, 1, []string{"min", "max"}},
	CheckPattern: {1, 1, []string{"matches"}}, CheckFormat: {1, 1, []string{"is"}},
	CheckRange: {1, 1, []string{"min", "max"}}, CheckValues: {1, 1, nil}, CheckReference: {1, 1, []string{"file"}},
	CheckUnique: {1, 4, nil}, CheckDependency: {1, 4, []string{"determines"}}, CheckOrder: {2, 8, nil},
	CheckCompare: {2, 2, []string{"op"}}, CheckEqual: {2, 8, nil},
}

var (
	types   = []string{"integer", "decimal", "date", "datetime", "time", "boolean", "code", "text"}
	formats = []string{string(CreditCode), string(ResidentID), string(BankCard), string(Certificate), string(Mobile),
		string(Email), string(ISODate)}
	ops = []string{"<", "<=", "=", "!="}
)

// ownFault checks what only one kind of check has.
func (r *Rule) ownFault() (key, zh, en string) {
	among := func(key, value string, list []string) (string, string, string) {
		if slices.Contains(list, value) {
			return "", "", ""
		}
		return key, key + " 应为 " + strings.Join(list, ", ") + " 之一", key + " should be one of " + strings.Join(list, ", ")
	}
	switch r.Check {
	case CheckType:
		return among("is", r.Is, types)
	case CheckFormat:
		return among("is", r.Is, formats)
	case CheckCompare:
		return among("op", r.Op, ops)
	case CheckLength, CheckRange:
		return r.boundsFault()
	case CheckPattern:
		if r.Matches == "" || len(r.Matches) > 1000 {
			return "matches", "请写明正则表达式，至多 1000 字节", "a regular expression is needed, of 1000 bytes at most"
		}
		if _, err := regexp.Compile(`^(?:` + r.Matches + `)$`); err != nil {
			return "matches", "正则表达式有误：" + clip(err.Error()), "the regular expression is wrong: " + clip(err.Error())
		}
	case CheckValues:
		if len(r.Values) == 0 {
			return "values", "请列出允许的取值", "the allowed values are to be listed"
		}
	case CheckReference:
		if r.File == "" {
			return "file", "请写明参考目录文件", "the file with the reference list is to be named"
		}
	case CheckDependency:
		if r.Determines == "" || slices.Contains(r.Columns, r.Determines) {
			return "determines", "请写明由这些列决定的另一列", "another column is to be named that these determine"
		}
	}
	return "", "", ""
}

func (r *Rule) boundsFault() (key, zh, en string) {
	a, b := readBound(r.Min), readBound(r.Max)
	switch {
	case r.Min == "" && r.Max == "":
		return "min", "请写明 min、max 或二者", "min, max or both are needed"
	case r.Min != "" && !a.given || r.Check == CheckLength && a.timed:
		return "min", "min 应为数字或 YYYY-MM-DD", "min should be a number or YYYY-MM-DD"
	case r.Max != "" && !b.given || r.Check == CheckLength && b.timed:
		return "max", "max 应为数字或 YYYY-MM-DD", "max should be a number or YYYY-MM-DD"
	case a.given && b.given && (a.timed != b.timed || !a.timed && a.number > b.number || a.timed &&
		a.seconds > b.seconds):
		return "max", "max 不能小于 min", "max must not be under min"
	}
	return "", "", ""
}
