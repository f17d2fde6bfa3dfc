package valuation

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/fields.md")

// fields reads the structs of a folder: a name and its comment for each field.
type fields struct {
	structs map[string]*ast.StructType
	docs    map[string]string
}

func (f *fields) read(t *testing.T, dir, prefix string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), dir+"/"+e.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if body, ok := spec.Type.(*ast.StructType); ok {
					f.structs[prefix+spec.Name.Name] = body
					f.docs[prefix+spec.Name.Name] = oneLine(g.Doc.Text())
				}
			}
		}
	}
}

func oneLine(s string) string {
	s, _, _ = strings.Cut(s, "\n\n")
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", "\\|")
}

// table writes a struct's fields and then the structs they hold.
func (f *fields) table(b *strings.Builder, name, prefix string, seen map[string]bool) {
	body, ok := f.structs[name]
	if !ok || seen[name] {
		return
	}
	seen[name] = true
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n| field | kind | |\n|---|---|---|\n", strings.TrimPrefix(name, prefix), f.docs[name])
	next := f.rows(b, body, prefix)
	for _, n := range next {
		p := prefix
		if i := strings.IndexByte(n, '.'); i >= 0 {
			p = n[:i+1]
		} else {
			n = prefix + n
		}
		f.table(b, n, p, seen)
	}
}

func (f *fields) rows(b *strings.Builder, body *ast.StructType, prefix string) (next []string) {
	for _, field := range body.Fields.List {
		kind := kindOf(field.Type)
		base := strings.TrimLeft(kind, "*[]")
		if field.Tag == nil || len(field.Names) == 0 {
			if kind == "Flows" {
				kind = "Income"
			}
			if inner, ok := f.structs[prefix+kind]; ok {
				next = append(next, f.rows(b, inner, prefix)...)
			}
			continue
		}
		tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("json")
		key, options, _ := strings.Cut(tag, ",")
		note := oneLine(field.Doc.Text() + " " + field.Comment.Text())
		if strings.Contains(options, "omitzero") {
			kind += ", optional"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", key, strings.ReplaceAll(kind, "*", ""), note)
		next = append(next, base)
	}
	return next
}

func kindOf(e ast.Expr) string {
	switch v := e.(type) {
	case *ast.Ident:
		return v.Name
	case *ast.StarExpr:
		return "*" + kindOf(v.X)
	case *ast.ArrayType:
		return "[]" + kindOf(v.Elt)
	case *ast.SelectorExpr:
		return kindOf(v.X) + "." + v.Sel.Name
	case *ast.MapType:
		return "map of " + kindOf(v.Value)
	}
	return "?"
}

// TestTheTableOfFieldsIsWrittenFromTheStructs keeps testdata/fields.md, which documentation takes its tables from.
func TestTheTableOfFieldsIsWrittenFromTheStructs(t *testing.T) {
	f := fields{map[string]*ast.StructType{}, map[string]string{}}
	f.read(t, ".", "")
	f.read(t, "weights", "weights.")
	f.read(t, "uncertainty", "uncertainty.")
	var b strings.Builder
	b.WriteString("# Fields of a valuation file\n\nWritten by `go test ./valuation -run TableOfFields -update`.\n")
	f.table(&b, "File", "", map[string]bool{"Date": true, "Document": true})
	const golden = "testdata/fields.md"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("%s is not of this code, %v: run with -update", golden, err)
	}
}
