package beat

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"shurong.org/shurong/fault"
)

func itoa(i int) string { return strconv.Itoa(i) }

// limited reads at most n bytes.
type limited struct {
	r io.Reader
	n int
}

// Read implements io.Reader.
func (l *limited) Read(b []byte) (int, error) {
	if l.n <= 0 {
		return 0, io.EOF
	}
	n, err := l.r.Read(b[:min(len(b), l.n)])
	l.n -= n
	return n, err
}

// maxDepth bounds how deep a configuration is nested; its own is three.
const maxDepth = 64

// Decode reads a configuration strictly: unknown and repeated settings are errors, and so is YAML that is more than
// mappings, lists and values. name is for the faults only.
func Decode(name string, b []byte) (c *Config, err error) {
	c = new(Config)
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if len(b) > MaxConfig || !utf8.Valid(b) || deep(b) {
		return nil, ErrYAML.With("why", "up to 256 KiB of UTF-8, not deeply nested").In(name, 0)
	}
	// The parser is other people's; a panic in it is a fault of the file, not the end of the agent.
	defer func() {
		if r := recover(); r != nil {
			c, err = nil, ErrYAML.With("why", "the parser gave up").In(name, 0)
		}
	}()
	doc, perr := parser.ParseBytes(b, 0)
	if perr != nil {
		return nil, yamlFault(name, perr)
	}
	if len(doc.Docs) != 1 || doc.Docs[0].Body == nil {
		return nil, ErrYAML.With("why", "it is empty, or more than one document").In(name, 0)
	}
	body := doc.Docs[0].Body
	var v plain
	ast.Walk(&v, body)
	if v.bad != nil {
		return nil, ErrYAML.With("why", "only mappings, lists and values, each name once").In(name, line(v.bad))
	}
	if _, ok := body.(*ast.MappingNode); !ok {
		return nil, ErrYAML.With("why", "it is no list of settings").In(name, line(body))
	}
	if err := yaml.NodeToValue(body, c, yaml.DisallowUnknownField()); err != nil {
		return nil, yamlFault(name, err)
	}
	if err := c.check(); err != nil {
		f := fault.From(err)
		return nil, f.In(name, lineOf(body, f.Field))
	}
	return c, nil
}

// deep reports whether brackets or indentation nest deeper than the parser should be asked to follow.
func deep(b []byte) bool {
	open := 0
	for _, c := range b {
		switch c {
		case '[', '{':
			if open++; open > maxDepth {
				return true
			}
		case '\n':
			open = 0
		}
	}
	for l := range bytes.Lines(b) {
		if indent := len(l) - len(bytes.TrimLeft(l, " -?:")); indent > 4*maxDepth {
			return true
		}
	}
	return false
}

func yamlFault(name string, err error) error {
	var at yaml.Error
	if errors.As(err, &at) {
		why, _, _ := strings.Cut(at.GetMessage(), "\n")
		if t := at.GetToken(); t != nil && t.Position != nil {
			return ErrYAML.With("why", why).In(name, t.Position.Line)
		}
		return ErrYAML.With("why", why).In(name, 0)
	}
	why, _, _ := strings.Cut(err.Error(), "\n")
	return ErrYAML.With("why", why).In(name, 0)
}

func line(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// plain finds the first node that is more than mappings, lists and single values, or a name given twice.
type plain struct{ bad ast.Node }

// Visit implements ast.Visitor.
func (p *plain) Visit(n ast.Node) ast.Visitor {
	if p.bad != nil {
		return nil
	}
	switch v := n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.DirectiveNode, *ast.MappingKeyNode:
		p.bad = n
		return nil
	case *ast.MappingNode:
		seen := make(map[string]bool, len(v.Values))
		for _, m := range v.Values {
			k := m.Key.String()
			if seen[k] {
				p.bad = m.Key
				return nil
			}
			seen[k] = true
		}
	}
	return p
}

// lineOf finds the line of a setting such as sources[1].existence[0].lien, or of the nearest thing around it.
func lineOf(n ast.Node, field string) int {
	at := line(n)
	for _, part := range strings.FieldsFunc(field, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		switch v := n.(type) {
		case *ast.MappingNode:
			n = nil
			for _, m := range v.Values {
				if m.Key.String() == part {
					n, at = m.Value, line(m.Key)
				}
			}
		case *ast.SequenceNode:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(v.Values) {
				return at
			}
			n, at = v.Values[i], line(v.Values[i])
		}
		if n == nil {
			break
		}
	}
	return at
}
