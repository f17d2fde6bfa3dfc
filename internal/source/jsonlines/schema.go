package jsonlines

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/internal/table"
)

// schema is a tree of keys, some of which are columns.
type schema struct {
	root  *node
	depth int
	names []string
	seen  []*node // in the order in which they first appeared
	free  sync.Pool
}

type node struct {
	name   string // with those above it
	keys   map[string]*node
	value  bool // held something else than an object
	column int  // -1: none
}

func newSchema(depth int) *schema {
	return &schema{root: &node{column: -1}, depth: depth}
}

// settle numbers the columns.
func (s *schema) settle() {
	taken := map[string]bool{}
	for _, n := range s.seen {
		if !n.value && len(n.keys) > 0 {
			continue
		}
		n.column = len(s.names)
		name := strings.TrimSpace(n.name)
		if r := []rune(name); len(r) > 200 {
			name = string(r[:200])
		}
		if name == "" {
			name = table.Unnamed(n.column)
		}
		for k, base := 2, name; taken[name]; k++ {
			name = base + "_" + strconv.Itoa(k)
		}
		taken[name] = true
		s.names = append(s.names, name)
	}
}

// lenient parsing: repeated keys are looked for where they matter, and what is no UTF-8 was replaced before.
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// decoder parses rows; each worker has one at a time.
type decoder struct {
	schema  *schema
	in      bytes.Buffer
	json    *jsontext.Decoder
	text    []byte  // cells of the row
	from    []int   // where a column's cell begins in text, -1: no value
	to      []int   // where it ends
	set     []int64 // number of the row that last set the column
	number  int64
	unknown string // first key of the row that has no column
	tooLong int    // column whose cell is too long, -1: none
	grow    bool   // discovering
}

func (s *schema) decoder() *decoder {
	if d, ok := s.free.Get().(*decoder); ok {
		return d
	}
	d := &decoder{schema: s}
	d.json = jsontext.NewDecoder(&d.in)
	return d
}

func (s *schema) put(d *decoder) { s.free.Put(d) }

func (d *decoder) begin(b *table.Batch) {
	cols := len(d.schema.names)
	b.Reset(cols)
	if len(d.from) != cols {
		d.from, d.to, d.set, d.number = make([]int, cols), make([]int, cols), make([]int64, cols), 0
	}
}

// discover adds the keys of a row to the schema. It says why a row is none.
func (d *decoder) discover(row []byte) (why string) {
	d.grow = true
	defer func() { d.grow = false }()
	return d.parse(row)
}

// row parses a row into cells. It says why a row is none.
func (d *decoder) row(row []byte) (why string) {
	d.text, d.unknown, d.tooLong = d.text[:0], "", -1
	d.number++
	return d.parse(row)
}

func (d *decoder) parse(row []byte) (why string) {
	d.in.Reset()
	d.in.Write(row)
	d.json.Reset(&d.in, lenient...)
	if k := d.json.PeekKind(); k != '{' {
		if k == 0 {
			return "syntax"
		}
		return "not an object"
	}
	if why := d.object(d.schema.root, 1); why != "" {
		return why
	}
	if _, err := d.json.ReadToken(); !errors.Is(err, io.EOF) {
		return "text after the object"
	}
	return ""
}

// object reads an object whose keys are at a depth, from 1.
func (d *decoder) object(n *node, depth int) (why string) {
	if _, err := d.json.ReadToken(); err != nil {
		return explain(err)
	}
	var scratch [64]byte
	for d.json.PeekKind() != '}' {
		quoted, err := d.json.ReadValue()
		if err != nil {
			return explain(err)
		}
		key, err := jsontext.AppendUnquote(scratch[:0], quoted)
		if err != nil && key == nil {
			return explain(err)
		}
		child := n.keys[string(key)]
		if child == nil && d.grow && len(d.schema.seen) <= 2*table.MaxColumns {
			child = d.schema.add(n, string(key))
		}
		if why := d.value(child, key, depth); why != "" {
			return why
		}
	}
	_, err := d.json.ReadToken()
	return explain(err)
}

func (s *schema) add(parent *node, key string) *node {
	child := &node{name: strings.ToValidUTF8(key, "\uFFFD"), column: -1}
	if parent != s.root {
		child.name = parent.name + "." + child.name
	}
	if parent.keys == nil {
		parent.keys = map[string]*node{}
	}
	parent.keys[key] = child
	s.seen = append(s.seen, child)
	return child
}

func (d *decoder) value(n *node, key []byte, depth int) (why string) {
	kind := d.json.PeekKind()
	if n != nil && kind == '{' && depth < d.schema.depth && (d.grow || len(n.keys) > 0) {
		return d.object(n, depth+1)
	}
	value, err := d.json.ReadValue()
	if err != nil {
		return explain(err)
	}
	none := kind == 'n' || kind == '"' && len(value) == 2 || kind == '{' && isEmpty(value)
	if d.grow {
		if n != nil && !none {
			n.value = true
		}
		return ""
	}
	if n == nil || n.column < 0 {
		if d.unknown == "" && !none {
			d.unknown = strings.ToValidUTF8(string(key[:min(len(key), 60)]), "\uFFFD")
		}
		return ""
	}
	if d.set[n.column] == d.number {
		return "the key " + n.name + " twice"
	}
	d.set[n.column], d.from[n.column] = d.number, -1
	if none {
		return ""
	}
	start := len(d.text)
	switch kind {
	case '"':
		d.text, _ = jsontext.AppendUnquote(d.text, value) // was read: is well formed
	case '{', '[':
		d.text = append(d.text, value...)
		compact := jsontext.Value(d.text[start:])
		if compact.Compact(lenient...) == nil {
			d.text = append(d.text[:start], compact...)
		}
	default:
		d.text = append(d.text, value...)
	}
	d.from[n.column], d.to[n.column] = start, len(d.text)
	if len(d.text)-start > table.MaxField && d.tooLong < 0 {
		d.tooLong = n.column
	}
	return ""
}

func isEmpty(object []byte) bool { return len(bytes.TrimSpace(object[1:len(object)-1])) == 0 }

// write adds the row's cells to the batch.
func (d *decoder) write(b *table.Batch) {
	for c := range d.from {
		if d.set[c] != d.number || d.from[c] < 0 {
			b.Missing()
			continue
		}
		b.Append(d.text[d.from[c]:d.to[c]])
	}
}

// explain says what a parser's error is about, without the data that it may quote.
func explain(err error) string {
	var syntactic *jsontext.SyntacticError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "cut off"
	case errors.As(err, &syntactic):
		return "syntax at byte " + strconv.FormatInt(syntactic.ByteOffset+1, 10)
	}
	return "syntax"
}

// clean replaces what is no UTF-8 and counts it; NUL is counted too.
func clean(text []byte) (out []byte, invalid int64) {
	invalid = int64(bytes.Count(text, []byte{0}))
	if utf8.Valid(text) {
		return text, invalid
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			invalid++
		}
		out = utf8.AppendRune(out, r)
		text = text[size:]
	}
	return out, invalid
}
