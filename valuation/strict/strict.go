// Package strict reads YAML files of inputs so that nothing is silently ignored or guessed: unknown keys, keys written twice,
// anchors, aliases, tags and several documents are faults, numbers are read as they are written, and every fault has
// its line and field.
//
//	doc, err := strict.Decode(bytes, "x.yaml", &file)   // shape; its faults have file and line
//	err = file.Validate()                               // meaning; its faults name fields
//	return doc.Place(err)                               // … and get file and line here
//
// The size, the number of lines and the nesting of a file are bounded before it is parsed, since the parser takes time
// that grows with their square; a panic in the parser is a fault of the file. Nothing is opened: names are for faults.
package strict

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"shurong.org/shurong/fault"
)

// MaxFile bounds a valuation file. The largest honest one, ten approaches with 100 comparables each, stays under it and
// under maxLines.
const MaxFile = 256 << 10

// MaxLines bounds what the YAML parser's quadratic handling of long mappings can cost: half a second.
const MaxLines = 10_000

// maxNesting bounds brackets and indentation: a valuation file nests eight deep.
const maxNesting = 32

var (
	// ErrMissing says that a value that has no default is not there.
	ErrMissing = fault.Define("valuation.missing", fault.Invalid,
		"缺少 {name}", "{name} is missing").
		Hint("请按 examples/valuation 中的示例补充", "add it as in the files under examples/valuation")
	// ErrLines says that a file has over MaxLines lines.
	ErrLines = fault.Define("valuation.lines", fault.Limit,
		"文件有 {count} 行，最多 {limit} 行", "the file has {count} lines; {limit} is the most")
	// ErrSize says that a file is over MaxFile.
	ErrSize = fault.Define("valuation.file_size", fault.Limit,
		"文件大小 {size} 字节，超过上限 {limit}", "the file has {size} bytes; {limit} is the most")
	// ErrEncoding says that a file is not UTF-8.
	ErrEncoding = fault.Define("valuation.encoding", fault.Invalid,
		"文件不是 UTF-8 编码", "the file is not UTF-8").
		Hint("请在编辑器中另存为 UTF-8", "save it as UTF-8 in your editor")
	// ErrSyntax says that a file is not YAML.
	ErrSyntax = fault.Define("valuation.yaml_syntax", fault.Invalid,
		"YAML 语法错误：{why}", "not valid YAML: {why}").
		Hint("请检查缩进、冒号后的空格和引号", "check indentation, the blank after each colon, and quotes")
	// ErrKey says that a key has no meaning where it stands.
	ErrKey = fault.Define("valuation.unknown_key", fault.Invalid,
		"未知的字段“{key}”", "unknown key “{key}”").
		Hint("请检查拼写和层级；不识别的字段一律拒收，以免参数被悄悄忽略",
			"check spelling and level; unknown keys are refused so that no input is silently ignored")
	// ErrTwice says that a key stands twice.
	ErrTwice = fault.Define("valuation.duplicate_key", fault.Invalid,
		"字段“{key}”重复", "the key “{key}” is repeated")
	// ErrShape says that a list, a mapping or a single value stands where another of them is expected.
	ErrShape = fault.Define("valuation.shape", fault.Invalid,
		"此处的结构或类型不符：“{text}”", "this is of the wrong shape or type: “{text}”").
		Hint("请对照 examples/valuation 中的示例", "compare with the files under examples/valuation")
	// ErrFeature says that a file uses more of YAML than mappings, lists and single values.
	ErrFeature = fault.Define("valuation.yaml_feature", fault.Invalid,
		"不支持 YAML 的锚点、别名、标签、指令、复合键和多文档",
		"YAML anchors, aliases, tags, directives, complex keys and several documents are not supported").
		Hint("请把值直接写出来", "write the values out")
)

// Document is a file that was read: it knows the line of every field.
type Document struct {
	name string
	body ast.Node
}

// Decode reads one YAML document into a value, strictly. The name is for the faults. The document is never nil, also
// beside a fault.
func Decode(b []byte, name string, into any) (*Document, error) {
	d := &Document{name: name}
	err := d.decode(bytes.TrimPrefix(b, []byte("\ufeff")), into)
	return d, d.Place(err)
}

func (d *Document) decode(b []byte, into any) (err error) {
	switch {
	case len(b) > MaxFile:
		return ErrSize.With("size", len(b), "limit", MaxFile)
	case bytes.Count(b, []byte("\n")) > MaxLines:
		return ErrLines.With("count", bytes.Count(b, []byte("\n")), "limit", MaxLines).In("", MaxLines+1)
	case !utf8.Valid(b):
		return ErrEncoding.With().In("", badLine(b))
	case nesting(b) > maxNesting:
		return ErrSyntax.With("why", "nested too deep")
	}
	// The parser is other people's; a panic in it is a fault of the file, not the end of the process.
	defer func() {
		if r := recover(); r != nil {
			err = ErrSyntax.With("why", "the parser gave up")
		}
	}()
	file, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return yamlFault(err)
	}
	switch docs := file.Docs; {
	case len(docs) == 0 || len(docs) == 1 && docs[0].Body == nil:
		return ErrMissing.With("name", "version").At("version")
	case len(docs) > 1:
		return ErrFeature.With().In("", tokenLine(docs[1]))
	}
	d.body = file.Docs[0].Body
	var v plain
	ast.Walk(&v, d.body)
	if v.err != nil {
		return v.err
	}
	if _, ok := d.body.(*ast.NullNode); ok {
		return ErrMissing.With("name", "version").At("version")
	}
	if err := yaml.NodeToValue(d.body, into, yaml.DisallowUnknownField()); err != nil {
		return yamlFault(err)
	}
	return nil
}

// Line is the line of a field, or of the nearest thing around it that is there: 1 at least.
func (d *Document) Line(field string) int {
	if d.body == nil {
		return 1
	}
	return lineOf(d.body, field)
}

// Place gives a fault the file's name and, where it has none yet, the line of its field. Nil stays nil.
func (d *Document) Place(err error) error {
	if err == nil {
		return nil
	}
	e := fault.From(err)
	if e.Line == 0 {
		return e.In(d.name, d.Line(e.Field))
	}
	return e.In(d.name, e.Line)
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
		p.err = ErrFeature.With().In("", tokenLine(n))
		return nil
	case *ast.MappingNode:
		seen := make(map[string]bool, len(v.Values))
		for _, m := range v.Values {
			if _, composite := m.Key.(*ast.MappingKeyNode); composite {
				p.err = ErrFeature.With().In("", tokenLine(m.Key))
				return nil
			}
			k := keyText(m)
			if seen[k] {
				p.err = ErrTwice.With("key", Clip(k)).In("", tokenLine(m.Key))
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
		return ErrSyntax.With("why", Clip(firstLine(err.Error())))
	}
	tk := at.GetToken()
	line, text := tk.Position.Line, Clip(firstLine(tk.Value))
	var (
		unknown *yaml.UnknownFieldError
		syntax  *yaml.SyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return ErrKey.With("key", text).In("", line)
	case errors.As(err, &syntax):
		return ErrSyntax.With("why", Clip(firstLine(syntax.Message))).In("", line)
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

// Scalar hands on a single value's text and places the fault at its line.
func Scalar(n ast.Node, read func(string) error) error {
	field := strings.TrimPrefix(n.GetPath(), "$.")
	switch n.Type() {
	case ast.StringType, ast.IntegerType, ast.FloatType, ast.InfinityType, ast.NanType:
	case ast.NullType:
		return ErrMissing.With("name", Last(field)).At(field).In("", tokenLine(n))
	default:
		return ErrShape.With("text", Clip(firstLine(n.String()))).At(field).In("", tokenLine(n))
	}
	if err := read(n.GetToken().Value); err != nil {
		return fault.From(err).At(field).In("", tokenLine(n))
	}
	return nil
}

// Clip bounds a text from outside before it goes into a fault.
func Clip(s string) string {
	const most = 40
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Last is the last name in a field's path.
func Last(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
