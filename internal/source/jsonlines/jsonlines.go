// Package jsonlines reads a file of JSON objects, one on a line, as a table.
//
// # Columns
//
// The columns are the keys of the first rows ([Options.SchemaRows], or the first 16 MiB), in the order in which they
// first appear. An object inside an object is taken apart, its keys' names joined by dots (address.city), down to
// [Options.Depth] names; what lies deeper, and every array, is a cell of JSON text without spaces. A key that holds an
// object in one row and a value in another has a column of its own beside those of the object's keys.
//
// A key that appears only later has no column. Its values are left out; rows that have such keys are counted, see
// [Stream.NewKeys], and are tolerated as dirt up to one row in a hundred. Beyond, the file is refused, naming the first
// such key and line: read more rows for the schema. So two readings of a file give the same table, and what is missing
// from it is known.
//
// # Cells
//
// Strings are their text, numbers the digits that stand in the file, booleans true and false. null, "", {} and an
// absent key are no value. A line that is no JSON object, or repeats a key, is a bad row: counted as ragged, tolerated
// up to one in a hundred. Empty lines are passed over.
//
// # Flow
//
// One goroutine reads, unpacks and cuts blocks of 256 KiB at line ends; workers parse. The digest is that of the file's
// bytes. About 100 MB/s a core.
package jsonlines

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source/raw"
	"shurong.org/shurong/internal/table"
)

// Defaults of [Options].
const (
	SchemaRows = 10_000
	Depth      = 4
)

const (
	schemaBytes = 16 << 20
	blockSize   = 256 << 10
	// toleratedShare of rows may be bad, or have keys without a column: one in so many.
	toleratedShare = 100
)

// Options of reading. The zero value is good.
type Options struct {
	SchemaRows int    // rows that the columns are taken from; 0: SchemaRows
	Depth      int    // names in a column's name; 0: Depth
	Boundary   int64  // text between two places to take up from, in bytes; 0: table.TextBoundary
	Encoding   string // "": UTF-8, or UTF-16 if the file says so; else one of package table's
}

// Faults.
var (
	ErrNotObjects = fault.Define("jsonlines.not_objects", fault.Invalid,
		"第 {line} 行不是 JSON 对象（{why}）；共 {count} 行如此，超过百分之一",
		"line {line} is no JSON object ({why}); {count} rows are like that, over one in a hundred").
		Hint("每行应是一个完整的 JSON 对象，可用 jq -c . 转换", "each line holds one whole object; jq -c . converts")
	ErrArray = fault.Define("jsonlines.array", fault.Invalid,
		"文件 {file} 是一个 JSON 数组，不是每行一个对象", "file {file} is one JSON array, not an object on each line").
		Hint("请用 jq -c '.[]' 转换为 JSON Lines", "convert it with jq -c '.[]'")
	ErrNewKeys = fault.Define("jsonlines.new_keys", fault.Invalid,
		"第 {line} 行出现了前 {rows} 行没有的键 {key}；共 {count} 行有这样的键，超过百分之一",
		"line {line} has the key {key}, which the first {rows} rows have not; "+
			"{count} rows have such keys, over one in a hundred").
		Hint("请增加用于确定列的行数", "take more rows for the schema")
	ErrNoKeys = fault.Define("jsonlines.no_keys", fault.Invalid,
		"文件 {file} 的对象没有键", "the objects of file {file} have no keys").
		Hint("请确认导出内容", "check what was exported")
)

// Stream is an open file. It implements [table.Stream].
type Stream struct {
	in     *raw.Reader
	name   string
	text   io.Reader // UTF-8 as far as it is
	enc    string
	schema *schema
	rows   int64 // that the schema rests on

	carry []byte // text of what no block has yet
	eof   bool
	line  int64 // that the next block begins on
	index int
	err   error

	// for [table.Resumer]: text before the block cut last and up to its end, where the next boundary is, and how far apart
	before, behind, marked, every int64

	digest [32]byte
	pool   sync.Pool

	mu      sync.Mutex
	tally   table.Tally
	bad     firstLine // first bad row
	keys    int64     // rows that have keys without a column
	newKey  firstLine // first of them
	failed  firstLine // first fault of a block
	fault   error
	decoded int
	bytes   int64
}

// firstLine is the smallest line of its kind, and what is to be said about it.
type firstLine struct {
	line int64
	what string
}

func (f *firstLine) meet(line int64, what string) bool {
	if f.line == 0 || line < f.line {
		*f = firstLine{line, what}
		return true
	}
	return false
}

// Open takes the file over and finds its columns.
func Open(f table.File, o Options) (*Stream, error) {
	if o.SchemaRows <= 0 {
		o.SchemaRows = SchemaRows
	}
	if o.Depth <= 0 {
		o.Depth = Depth
	}
	in, err := raw.New(f)
	if err != nil {
		_ = f.Close() // reading only
		return nil, err
	}
	s := &Stream{in: in, name: f.Name(), text: in, line: 1, every: o.Boundary}
	if s.every <= 0 {
		s.every = table.TextBoundary
	}
	if err := s.begin(o); err != nil {
		_ = in.Close()
		return nil, err
	}
	return s, nil
}

// begin reads the rows that the columns are taken from.
func (s *Stream) begin(o Options) error {
	if err := s.decodeText(o.Encoding); err != nil {
		return err
	}
	for len(s.carry) < schemaBytes && !s.eof && bytes.Count(s.carry, []byte{'\n'}) < o.SchemaRows {
		if err := s.load(len(s.carry) + blockSize); err != nil {
			return err
		}
	}
	first := bytes.TrimLeft(s.carry, " \t\r\n")
	switch {
	case len(first) == 0 && s.eof:
		return table.ErrEmpty.With("file", s.name)
	case len(first) > 0 && first[0] == '[':
		return ErrArray.With("file", s.name)
	}
	s.schema = newSchema(o.Depth)
	d := s.schema.decoder()
	bad := firstLine{}
	good, badRows, line := 0, int64(0), int64(0)
	for rest := s.carry; len(rest) > 0 && good < o.SchemaRows; {
		text, next, whole := cutLine(rest)
		if !whole && !s.eof {
			break
		}
		rest, line = next, line+1
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		text, _ = clean(text)
		if why := d.discover(text); why != "" {
			badRows++
			bad.meet(line, why)
			continue
		}
		good++
	}
	if badRows*toleratedShare > int64(good)+badRows {
		return ErrNotObjects.With("line", bad.line, "why", bad.what, "count", badRows)
	}
	s.rows = int64(good)
	s.schema.settle()
	if n := len(s.schema.names); n > table.MaxColumns {
		return table.ErrTooManyColumns.With("limit", table.MaxColumns)
	} else if n == 0 && good > 0 {
		return ErrNoKeys.With("file", s.name)
	} else if n == 0 {
		return table.ErrRowTooLong.With("line", line+1, "limit", schemaBytes)
	}
	return nil
}

// decodeText looks at the file's mark of encoding.
func (s *Stream) decodeText(enc string) error {
	if err := s.load(4); err != nil {
		return err
	}
	mark := func(m string) bool { return bytes.HasPrefix(s.carry, []byte(m)) }
	switch {
	case mark("\xef\xbb\xbf"):
		s.carry = s.carry[3:]
		enc = table.UTF8
	case enc == "" && mark("\xff\xfe"):
		enc = table.UTF16LE
	case enc == "" && mark("\xfe\xff"):
		enc = table.UTF16BE
	}
	var t transform.Transformer
	switch enc {
	case "", table.UTF8, table.ASCII:
		s.enc = table.UTF8
		return nil
	case table.GBK, table.GB18030:
		t = simplifiedchinese.GB18030.NewDecoder()
	case table.UTF16LE:
		t = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case table.UTF16BE:
		t = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	default:
		return table.ErrUnknownEncoding.With("encoding", enc)
	}
	s.enc = enc
	s.text = transform.NewReader(io.MultiReader(bytes.NewReader(s.carry), s.in), t)
	s.carry, s.eof = nil, false
	return nil
}

// load appends text until carry has want bytes, or all.
func (s *Stream) load(want int) error {
	n := len(s.carry)
	if s.eof || n >= want {
		return nil
	}
	if cap(s.carry) < want {
		s.carry = append(make([]byte, 0, want), s.carry...)
	}
	k, err := io.ReadFull(s.text, s.carry[n:want])
	s.carry = s.carry[:n+k]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		// raw makes a fault of a stream that is cut off, so this is the end.
		s.eof = true
		return nil
	}
	return err
}

func cutLine(b []byte) (line, rest []byte, whole bool) {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return b[:i], b[i+1:], true
	}
	return b, nil, false
}
