package quality

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"shurong.org/shurong/fault"
)

// MaxFile bounds a file of rules; one for the widest table stays under it.
const MaxFile = 4 << 20

// MaxRules bounds the rules of a file: three for each of 5,000 columns, and then some.
const MaxRules = 20_000

// maxNesting bounds brackets and indentation: a file of rules nests four deep.
const maxNesting = 16

var (
	// ErrFile says that a file is too large, not UTF-8, or nested too deep.
	ErrFile = fault.Define("quality.rules_file", fault.Invalid,
		"规则文件不可用：{why}", "the rules file cannot be used: {why}").
		Hint("请用 shurong profile --write-rules 生成一份再修改", "write one with shurong profile --write-rules and edit it")
	// ErrSyntax says that a file is not plain YAML.
	ErrSyntax = fault.Define("quality.rules_syntax", fault.Invalid,
		"YAML 语法错误：{why}", "not valid YAML: {why}").
		Hint("请检查缩进、冒号后的空格和引号", "check indentation, the blank after each colon, and quotes")
	// ErrKey says that a key has no meaning where it stands.
	ErrKey = fault.Define("quality.rules_key", fault.Invalid,
		"字段“{key}”在此处没有意义；可用的是 {known}", "the key “{key}” means nothing here; known are {known}").
		Hint("请检查拼写；不识别的字段一律拒收，以免规则被悄悄忽略",
			"check the spelling; unknown keys are refused so that no rule is silently ignored")
	// ErrTwice says that a key stands twice.
	ErrTwice = fault.Define("quality.rules_twice", fault.Invalid,
		"字段“{key}”重复", "the key “{key}” is repeated").
		Hint("请只保留一处", "keep one of them")
	// ErrShape says that a list, a mapping or a single value stands where another of them is expected.
	ErrShape = fault.Define("quality.rules_shape", fault.Invalid,
		"“{key}”应为{zh}", "“{key}” should be {en}").
		Hint("写法见 docs/quality.md", "docs/quality.md shows how it is written")
)

// ParseRules reads a file of rules strictly. The name is for faults only; nothing is opened. Rules of the check
// "reference" come without their lists: see [Rules.Load].
func ParseRules(name string, b []byte) (Rules, error) {
	root, err := parseNode(b)
	if err != nil {
		return Rules{}, fault.From(err).In(name, fault.From(err).Line)
	}
	d := decoder{name: name}
	r := d.rules(root)
	if d.err != nil {
		return Rules{}, d.err
	}
	return r, nil
}

// parseNode parses plain YAML: one document of mappings, lists and single values.
func parseNode(b []byte) (n ast.Node, err error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	switch {
	case len(b) > MaxFile:
		return nil, ErrFile.With("why", "over 4 MiB")
	case !utf8.Valid(b):
		return nil, ErrFile.With("why", "not UTF-8")
	case deep(b):
		return nil, ErrFile.With("why", "nested too deep")
	case bytes.Count(b, []byte("\n")) > 2*MaxRules:
		return nil, ErrFile.With("why", "over "+itoa(2*MaxRules)+" lines")
	}
	// The parser is other people's; a panic in it is a fault of the file, not the end of the process.
	defer func() {
		if r := recover(); r != nil {
			n, err = nil, ErrSyntax.With("why", "the parser gave up")
		}
	}()
	f, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		why, line := syntaxWhy(err)
		return nil, ErrSyntax.With("why", why).In("", line)
	}
	if len(f.Docs) == 0 || f.Docs[0].Body == nil {
		return nil, ErrShape.With("key", "version", "zh", " 1", "en", "1").At("version").In("", 1)
	}
	if len(f.Docs) > 1 {
		return nil, ErrSyntax.With("why", "more than one document").In("", lineOf(f.Docs[1].Body))
	}
	return f.Docs[0].Body, nil
}

func deep(b []byte) bool {
	open := 0
	for line := range bytes.Lines(b) {
		if len(line)-len(bytes.TrimLeft(line, " -?")) > 2*maxNesting {
			return true
		}
		for _, c := range line {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(open-1, 0)
			case '\n':
			}
			if open > maxNesting {
				return true
			}
		}
	}
	return false
}

func syntaxWhy(err error) (why string, line int) {
	why, _, _ = strings.Cut(err.Error(), "\n") // "[3:5] unexpected …"
	if place, rest, ok := strings.Cut(strings.TrimPrefix(why, "["), "] "); ok {
		n := 0
		for _, c := range place {
			if c < '0' || c > '9' {
				break
			}
			n = n*10 + int(c-'0')
			if n > 1<<30 {
				break
			}
		}
		return clip(rest), n
	}
	return clip(why), 0
}

func lineOf(n ast.Node) int {
	if n == nil {
		return 1
	}
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 && !m.IsFlowStyle {
		n = m.Values[0].Key // the mapping's own token is its first colon
	}
	if m, ok := n.(*ast.MappingValueNode); ok {
		n = m.Key
	}
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line
	}
	return 1
}

// Load fills the lists of the rules of the check "reference": one value a line, blank lines and lines that begin with #
// left out. open reads a file by the name that the rule gives.
func (r *Rules) Load(open func(name string) ([]byte, error)) error {
	for i := range r.List {
		rule := &r.List[i]
		if rule.Check != CheckReference {
			continue
		}
		b, err := open(rule.File)
		if err != nil {
			return fault.From(err).At("rules["+itoa(i)+"].file").In(rule.FileName, rule.Line)
		}
		rule.Values = nil
		for line := range strings.Lines(strings.TrimPrefix(string(b), "\ufeff")) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				rule.Values = append(rule.Values, line)
			}
		}
		if len(rule.Values) == 0 {
			return ErrRule.With("zh", "参考目录“"+clip(rule.File)+"”为空", "en", "the reference list “"+clip(rule.File)+"” is empty").
				At("rules["+itoa(i)+"].file").In(rule.FileName, rule.Line)
		}
	}
	return nil
}
