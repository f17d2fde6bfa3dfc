package appraisal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/formula"
)

// Change asks for one number of a valuation file to be written anew.
type Change struct {
	Text  string `json:"text" maxLength:"262144" doc:"YAML or JSON"`
	Path  string `json:"path,omitempty" maxLength:"200" doc:"of the number; empty: change nothing"`
	Value string `json:"value,omitempty" maxLength:"60" doc:"a decimal"`
}

// Inputs are the numbers of a valuation file, to be filled in one by one. The text stays what it is, comments and all, but
// for the number that changed.
type Inputs struct {
	Text   string  `json:"text"`
	Inputs []Field `json:"inputs"`
}

// Field is a number of a file with what the model knows of it, where the file computes.
type Field struct {
	Path   string          `json:"path" doc:"approaches[0].royalty.royalty_rate"`
	Line   int             `json:"line"`
	Value  string          `json:"value"`
	Name   string          `json:"name,omitempty" doc:"of the quantity"`
	Label  *valuation.Text `json:"label,omitempty"`
	Unit   string          `json:"unit,omitempty"`
	Source string          `json:"source,omitempty"`
}

var (
	// ErrPath says that a file has no number at a path.
	ErrPath = fault.Define("appraisal.path", fault.Invalid,
		"评估文件中 {path} 处没有数值", "the valuation file has no number at {path}")
	// ErrNumber says that something else than a decimal was typed.
	ErrNumber = fault.Define("appraisal.number", fault.Invalid, "“{value}”不是数", "“{value}” is no number").
			Hint("请写小数，如 0.1 表示 10%", "write a decimal: 0.1 is 10 %")
)

var decimalText = regexp.MustCompile(`^-?[0-9]{1,20}(\.[0-9]{1,20})?$`)

// leaf is a number of a file and where it stands.
type leaf struct {
	path  string
	parts []string
	at    *token.Token
}

// Fill changes a number of a file, if one is named, and lists its numbers.
func Fill(c Change) (Inputs, error) {
	leaves, err := leavesOf(c.Text)
	if err != nil {
		return Inputs{}, err
	}
	if c.Path != "" {
		value := strings.TrimSpace(c.Value)
		if !decimalText.MatchString(value) {
			return Inputs{}, ErrNumber.With("value", value).At("body.value")
		}
		i := slices.IndexFunc(leaves, func(l leaf) bool { return l.path == c.Path })
		if i < 0 {
			return Inputs{}, ErrPath.With("path", c.Path).At("body.path")
		}
		text, ok := leaves[i].written(c.Text, value)
		if !ok {
			return Inputs{}, ErrPath.With("path", c.Path).At("body.path")
		}
		c.Text = text
		if leaves, err = leavesOf(c.Text); err != nil {
			return Inputs{}, err
		}
	}
	out := Inputs{Text: c.Text, Inputs: make([]Field, 0, len(leaves))}
	for _, l := range leaves {
		out.Inputs = append(out.Inputs, Field{Path: l.path, Line: l.at.Position.Line, Value: l.at.Value})
	}
	if f, err := valuation.Decode([]byte(c.Text), fileName); err == nil {
		if m, err := valuation.Build(f); err == nil {
			label(out.Inputs, leaves, m)
		}
	}
	return out, nil
}

// leavesOf lists the numbers below approaches, quality and uncertainty, in the order of the file. A file that is not YAML
// has its fault from the preview, with its line; here it only has no numbers.
func leavesOf(text string) (out []leaf, err error) {
	if len(text) > valuation.MaxFile {
		return nil, valuation.ErrFileSize.With("size", len(text), "limit", valuation.MaxFile).At("body.text")
	}
	if _, err := valuation.Decode([]byte(text), fileName); err != nil && fault.From(err).Code() == "valuation.yaml_syntax" {
		return nil, err
	}
	// The parser is other people's; a panic in it is a fault of the file.
	defer func() {
		if recover() != nil {
			out, err = nil, ErrPath.With("path", "·")
		}
	}()
	file, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil || len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, nil //nolint:nilerr // said by the preview
	}
	var walk func(n ast.Node, path string, parts []string)
	walk = func(n ast.Node, path string, parts []string) {
		switch n := n.(type) {
		case *ast.MappingNode:
			for _, v := range n.Values {
				walk(v, path, parts)
			}
		case *ast.MappingValueNode:
			key := n.Key.GetToken().Value
			if path == "" && key != "approaches" && key != "quality" && key != "uncertainty" {
				return
			}
			walk(n.Value, strings.TrimPrefix(path+"."+key, "."), append(slices.Clone(parts), key))
		case *ast.SequenceNode:
			for i, v := range n.Values {
				index := "[" + strconv.Itoa(i) + "]"
				deeper := slices.Clone(parts)
				deeper[len(deeper)-1] += index
				walk(v, path+index, deeper)
			}
		case *ast.IntegerNode, *ast.FloatNode:
			out = append(out, leaf{path, parts, n.GetToken()})
		}
	}
	walk(file.Docs[0].Body, "", nil)
	return out, nil
}

// written is the text with another number at the leaf's place; not ok where the place is not what it should be.
func (l leaf) written(text, value string) (string, bool) {
	lines := strings.Split(text, "\n")
	row, col := l.at.Position.Line-1, l.at.Position.Column-1
	if row < 0 || row >= len(lines) {
		return "", false
	}
	line := []rune(lines[row])
	old := []rune(l.at.Value)
	if col < 0 || col+len(old) > len(line) || string(line[col:col+len(old)]) != l.at.Value {
		return "", false
	}
	lines[row] = string(line[:col]) + value + string(line[col+len(old):])
	return strings.Join(lines, "\n"), true
}

// label says of each number which quantity it is: the one of its approach whose name has the same words in the same order,
// but for levels that only group (build_up, capm), and the same text.
func label(fields []Field, leaves []leaf, m *valuation.Model) {
	byLast := map[string][]formula.Quantity{}
	for _, q := range m.Graph.Quantities() {
		if q.Leaf && q.Written != "" {
			parts := strings.Split(q.Name, ".")
			byLast[parts[len(parts)-1]] = append(byLast[parts[len(parts)-1]], q)
		}
	}
	for i, l := range leaves {
		parts := l.parts
		if strings.HasPrefix(parts[0], "approaches[") {
			n, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(parts[0], "approaches"), "[]"))
			if err != nil || n >= len(m.Approaches) || len(parts) < 2 {
				continue
			}
			parts = append([]string{m.Approaches[n].Prefix}, parts[2:]...)
		}
		for _, q := range byLast[parts[len(parts)-1]] {
			if q.Written == l.at.Value && within(strings.Split(q.Name, "."), parts) {
				text := q.Label
				fields[i].Name, fields[i].Label, fields[i].Unit, fields[i].Source = q.Name, &text, string(q.Unit), q.Source
				break
			}
		}
	}
}

// within reports whether words stand in a path in their order, beginning with its first.
func within(words, path []string) bool {
	if words[0] != path[0] {
		return false
	}
	i := 0
	for _, p := range path {
		if i < len(words) && words[i] == p {
			i++
		}
	}
	return i == len(words)
}
