package example

import (
	"bufio"
	"bytes"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"shurong.org/shurong/fault"
)

// Format is how a file is written.
type Format string

// The formats of the nine files.
const (
	CSV        Format = "csv"         // UTF-8
	CSVBOM     Format = "csv-bom"     // UTF-8 with a byte order mark and CRLF, as a spreadsheet saves it
	CSVGBK     Format = "csv-gbk"     //
	CSVGB18030 Format = "csv-gb18030" // with characters that GBK lacks
	CSVGzip    Format = "csv-gzip"    // UTF-8
	Parquet    Format = "parquet"
)

// plan says which version of a file to write.
type plan struct {
	seed    uint64
	limit   int // stop after so many rows; 0: all
	extra   int // rows after those first registered
	degrade bool
}

// sink takes rows.
type sink interface {
	row(r *row) error
	close() error
}

// write makes a company's file under a temporary name and renames it into place.
func write(dir string, c Company, p plan) (err error) {
	path := c.Path(dir)
	fail := func(err error) error {
		if err == nil {
			return nil
		}
		return ErrWrite.With("file", path).Because(err)
	}
	f, err := os.CreateTemp(dir, ".example-*")
	if err != nil {
		return fail(err)
	}
	defer func() { _, _ = f.Close(), os.Remove(f.Name()) }() // both fail once it is closed and renamed, as they should
	if err := writeTo(f, c, p); err != nil {
		return fault.From(fail(err))
	}
	if err := f.Chmod(0o644); err != nil {
		return fail(err)
	}
	if err := f.Close(); err != nil {
		return fail(err)
	}
	return fail(os.Rename(f.Name(), path))
}

func writeTo(w io.Writer, c Company, p plan) error {
	buffered := bufio.NewWriterSize(w, 1<<20)
	s, err := newSink(buffered, c)
	if err != nil {
		return err
	}
	if err := rows(c, p, s.row); err != nil {
		return err
	}
	if err := s.close(); err != nil {
		return err
	}
	return buffered.Flush()
}

// rows makes a company's rows and hands each to emit, which must not keep it.
func rows(c Company, p plan, emit func(*row) error) error {
	t := tables[c.Key]
	if p.degrade {
		emit = degraded(c, p.seed, emit)
	}
	n := c.Rows + p.extra
	if p.limit > 0 {
		n = min(n, p.limit)
	}
	if t.resold {
		return resell(c, p, n, emit)
	}
	return stream(newGen(p.seed, c.Key, c.Rows), t, n, emit)
}

// stream makes n rows of a table, a few of them twice in a row as a retried upload leaves them.
func stream(g *gen, t tableDef, n int, emit func(*row) error) error {
	var r row
	for i := range n {
		if i == 0 || !g.chance(RepeatedPermille) {
			r.reset()
			g.begin(i)
			t.make(g, &r)
		}
		if err := emit(&r); err != nil {
			return err
		}
	}
	return nil
}

func newSink(w io.Writer, c Company) (sink, error) {
	t := tables[c.Key]
	s := &csvSink{w: w, newline: "\n"}
	switch c.Format {
	case Parquet:
		return newParquetSink(w), nil
	case CSVBOM:
		s.line, s.newline = append(s.line, "\ufeff"...), "\r\n"
	case CSVGBK:
		s.encode = simplifiedchinese.GBK.NewEncoder()
	case CSVGB18030:
		s.encode = simplifiedchinese.GB18030.NewEncoder()
	case CSVGzip:
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err != nil {
			return nil, err
		}
		s.w, s.closer = z, z
	}
	var head row
	for _, name := range t.columns {
		head.str(name)
	}
	return s, s.row(&head)
}

// csvSink writes delimited text.
type csvSink struct {
	w       io.Writer
	closer  io.Closer
	encode  *encoding.Encoder
	newline string
	line    []byte
	encoded []byte
}

func (s *csvSink) row(r *row) error {
	for i := range r.ends {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		cell := r.cell(i)
		if bytes.ContainsAny(cell, ",\"\r\n") {
			s.line = append(s.line, '"')
			for _, b := range cell {
				if b == '"' {
					s.line = append(s.line, '"')
				}
				s.line = append(s.line, b)
			}
			s.line = append(s.line, '"')
		} else {
			s.line = append(s.line, cell...)
		}
	}
	s.line = append(s.line, s.newline...)
	if len(s.line) < 64<<10 {
		return nil
	}
	return s.flush()
}

func (s *csvSink) flush() error {
	out := s.line
	if s.encode != nil {
		var err error
		if s.encoded, err = s.encode.Bytes(out); err != nil {
			return err
		}
		out = s.encoded
	}
	s.line = s.line[:0]
	_, err := s.w.Write(out)
	return err
}

func (s *csvSink) close() error {
	if err := s.flush(); err != nil {
		return err
	}
	if s.closer != nil {
		return s.closer.Close()
	}
	return nil
}
