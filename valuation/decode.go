package valuation

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// MaxFile bounds a valuation file. The largest honest one, ten approaches with 100 comparables each, stays under it and
// under maxLines.
const MaxFile = 256 << 10

// maxLines bounds what the YAML parser's quadratic handling of long mappings can cost: half a second.
const maxLines = 10_000

// maxNesting bounds brackets and indentation: a valuation file nests eight deep.
const maxNesting = 32

var (
	// ErrFileSize says that a file is over MaxFile.
	ErrFileSize = fault.Define("valuation.file_size", fault.Limit,
		"文件大小 {size} 字节，超过上限 {limit}", "the file has {size} bytes; {limit} is the most")
	// ErrEncoding says that a file is not UTF-8.
	ErrEncoding = fault.Define("valuation.encoding", fault.Invalid,
		"文件不是 UTF-8 编码", "the file is not UTF-8").
		Hint("请在编辑器中另存为 UTF-8", "save it as UTF-8 in your editor")
	// ErrSyntax says that a file is not YAML.
	ErrSyntax = fault.Define("valuation.yaml_syntax", fault.Invalid,
		"YAML 语法错误：{why}", "not valid YAML: {why}").
		Hint("请检查缩进、冒号后的空格和引号", "check indentation, the blank after each colon, and quotes")
	// ErrUnknownKey says that a key has no meaning where it stands.
	ErrUnknownKey = fault.Define("valuation.unknown_key", fault.Invalid,
		"未知的字段“{key}”", "unknown key “{key}”").
		Hint("请检查拼写和层级；不识别的字段一律拒收，以免参数被悄悄忽略",
			"check spelling and level; unknown keys are refused so that no input is silently ignored")
	// ErrDuplicateKey says that a key stands twice.
	ErrDuplicateKey = fault.Define("valuation.duplicate_key", fault.Invalid,
		"字段“{key}”重复", "the key “{key}” is repeated")
	// ErrShape says that a list, a mapping or a single value stands where another of them is expected.
	ErrShape = fault.Define("valuation.shape", fault.Invalid,
		"此处的结构或类型不符：“{text}”", "this is of the wrong shape or type: “{text}”").
		Hint("请对照 examples/valuation 中的示例", "compare with the files under examples/valuation")
	// ErrYAMLFeature says that a file uses more of YAML than mappings, lists and single values.
	ErrYAMLFeature = fault.Define("valuation.yaml_feature", fault.Invalid,
		"不支持 YAML 的锚点、别名、标签、指令、复合键和多文档",
		"YAML anchors, aliases, tags, directives, complex keys and several documents are not supported").
		Hint("请把值直接写出来", "write the values out")
)

// Decode reads a valuation file strictly and validates it. Faults carry the name, the line and the field. The name is
// for the faults only; nothing is opened.
func Decode(b []byte, name string) (File, error) {
	f, body, err := decode(b)
	if err == nil {
		err = f.Validate()
	}
	if err != nil {
		e := fault.From(err)
		line := e.Line
		if line == 0 {
			line = lineOf(body, e.Field)
		}
		return File{}, e.In(name, line)
	}
	return f, nil
}

func decode(b []byte) (f File, body ast.Node, err error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	switch {
	case len(b) > MaxFile:
		return f, nil, ErrFileSize.With("size", len(b), "limit", MaxFile)
	case bytes.Count(b, []byte("\n")) > maxLines:
		return f, nil, ErrTooMany.With("name", "lines", "count", bytes.Count(b, []byte("\n")), "limit", maxLines)
	case !utf8.Valid(b):
		return f, nil, ErrEncoding.With().In("", badLine(b))
	case nesting(b) > maxNesting:
		return f, nil, ErrSyntax.With("why", "nested too deep")
	}
	// The parser is other people's; a panic in it is a fault of the file, not the end of the process.
	defer func() {
		if r := recover(); r != nil {
			err = ErrSyntax.With("why", "the parser gave up")
		}
	}()
	doc, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return f, nil, yamlFault(err)
	}
	docs := doc.Docs
	switch {
	case len(docs) == 0 || len(docs) == 1 && docs[0].Body == nil:
		return f, nil, ErrMissing.With("name", "version").At("version").In("", 1)
	case len(docs) > 1:
		return f, nil, ErrYAMLFeature.With().In("", tokenLine(docs[1]))
	}
	body = docs[0].Body
	var v plain
	ast.Walk(&v, body)
	if v.err != nil {
		return f, body, v.err
	}
	if _, ok := body.(*ast.NullNode); ok {
		return f, body, ErrMissing.With("name", "version").At("version").In("", 1)
	}
	if err := yaml.NodeToValue(body, &f, yaml.DisallowUnknownField()); err != nil {
		return f, body, yamlFault(err)
	}
	return f, body, nil
}

// plain finds the first node that is more than mappings, lists and single values, or a mapping with a key twice.
type plain struct{ err error }

// Visit implements [ast.Visitor].
func (p *plain) Visit(n ast.Node) ast.Visitor {
	if p.err != nil {
		return nil
	}
	switch v := n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.DirectiveNode:
		p.err = ErrYAMLFeature.With().In("", tokenLine(n))
		return nil
	case *ast.MappingNode:
		seen := make(map[string]bool, len(v.Values))
		for _, m := range v.Values {
			if _, composite := m.Key.(*ast.MappingKeyNode); composite {
				p.err = ErrYAMLFeature.With().In("", tokenLine(m.Key))
				return nil
			}
			k := keyText(m)
			if seen[k] {
				p.err = ErrDuplicateKey.With("key", clip(k)).In("", tokenLine(m.Key))
				return nil
			}
			seen[k] = true
		}
	}
	return p
}

// nesting is an upper bound of the depth: open brackets, and leading "- " or "? " of one line.
func nesting(b []byte) int {
	deepest, open := 0, 0
	for line := range bytes.Lines(b) {
		lead := 0
		for _, c := range line {
			if c != ' ' && c != '-' && c != '?' {
				break
			}
			if c != ' ' {
				lead++
			}
		}
		indent := (len(line) - len(bytes.TrimLeft(line, " "))) / 2
		for _, c := range line {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(open-1, 0)
			}
			deepest = max(deepest, open)
		}
		// A rule of dashes in a comment is no nesting, and "---" is short.
		deepest = max(deepest, lead, indent)
	}
	return deepest
}

// badLine is the line of the first byte that is not UTF-8.
func badLine(b []byte) int {
	line := 1
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		b = b[n:]
	}
	return line
}

// yamlFault turns the library's error into ours.
func yamlFault(err error) error {
	var own *fault.Error
	if errors.As(err, &own) {
		return own
	}
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		return ErrSyntax.With("why", clip(firstLine(err.Error())))
	}
	tk := at.GetToken()
	line, text := tk.Position.Line, clip(firstLine(tk.Value))
	var (
		unknown *yaml.UnknownFieldError
		syntax  *yaml.SyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return ErrUnknownKey.With("key", text).In("", line)
	case errors.As(err, &syntax):
		return ErrSyntax.With("why", clip(firstLine(syntax.Message))).In("", line)
	}
	return ErrShape.With("text", text).In("", line)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// lineOf finds the line of a field, or of the nearest thing around it that is there.
func lineOf(n ast.Node, field string) int {
	line := 1
	for _, name := range strings.FieldsFunc(field, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		next := member(n, name)
		if next == nil {
			break
		}
		line, n = tokenLine(next), next
		if p, ok := next.(*ast.MappingValueNode); ok {
			line, n = tokenLine(p.Key), p.Value
		}
	}
	return line
}

// member is the entry of a mapping by its key, or of a list by its index.
func member(n ast.Node, name string) ast.Node {
	switch v := n.(type) {
	case *ast.MappingNode:
		for _, p := range v.Values {
			if keyText(p) == name {
				return p
			}
		}
	case *ast.MappingValueNode:
		if keyText(v) == name {
			return v
		}
	case *ast.SequenceNode:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(v.Values) {
			return v.Values[i]
		}
	}
	return nil
}

func keyText(p *ast.MappingValueNode) string {
	if tk := p.Key.GetToken(); tk != nil {
		return tk.Value
	}
	return ""
}

func tokenLine(n ast.Node) int {
	if v, ok := n.(*ast.MappingNode); ok && len(v.Values) > 0 && !v.IsFlowStyle {
		n = v.Values[0].Key // the mapping's own token is its first colon
	}
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line
	}
	return 1
}

// Date is a civil date of a file.
type Date struct{ daycount.Date }

// UnmarshalYAML reads YYYY-MM-DD at its line.
func (d *Date) UnmarshalYAML(n ast.Node) error {
	return scalar(n, func(s string) error { return d.UnmarshalText([]byte(s)) })
}

// UnmarshalYAML reads a number as it is written, never through a float.
func (d *Decimal) UnmarshalYAML(n ast.Node) error {
	return scalar(n, func(s string) (err error) { *d, err = ParseDecimal(s); return err })
}

// UnmarshalYAML keeps an amount as it is written; it is checked when the currency unit is known.
func (a *Amount) UnmarshalYAML(n ast.Node) error {
	return scalar(n, func(s string) error { *a = Amount(s); return nil })
}

// scalar hands on a single value's text and places the fault at its line.
func scalar(n ast.Node, read func(string) error) error {
	field := strings.TrimPrefix(n.GetPath(), "$.")
	switch n.Type() {
	case ast.StringType, ast.IntegerType, ast.FloatType, ast.InfinityType, ast.NanType:
	case ast.NullType:
		return ErrMissing.With("name", last(field)).At(field).In("", tokenLine(n))
	default:
		return ErrShape.With("text", clip(firstLine(n.String()))).At(field).In("", tokenLine(n))
	}
	if err := read(n.GetToken().Value); err != nil {
		return fault.From(err).At(field).In("", tokenLine(n))
	}
	return nil
}
