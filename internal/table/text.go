package table

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"

	"shurong.org/shurong/fault"
)

// textTable is the producer for delimited text.
type textTable struct {
	split       *splitter
	reader      *textReader
	compression string
}

func newText(f *guardedFile, o Options) (*textTable, error) {
	t := &textTable{}
	raw, err := t.decompress(f)
	if err != nil {
		return nil, err
	}
	if t.reader, err = newTextReader(raw, o.Encoding); err != nil {
		return nil, inFile(err, f)
	}
	t.split = &splitter{text: &damageReader{t.reader, f.name()}, opts: o, line: 1}
	if err := t.begin(f); err != nil {
		return nil, err
	}
	return t, nil
}

// inFile fills in the file's name where a fault has a place for it.
func inFile(err error, f *guardedFile) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known.With("file", f.name())
	}
	return explainDamage(err, f.name())
}

func (t *textTable) decompress(f *guardedFile) (io.Reader, error) {
	magic, err := f.peek(4)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		t.compression = "gzip"
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, explainDamage(err, f.name())
		}
		return z, nil
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		t.compression = "zstd"
		// One core decodes, with a window no larger than the format recommends all decoders to support.
		z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20),
			zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, explainDamage(err, f.name())
		}
		return z, nil
	}
	return f, nil
}

// begin reads the first block, finds the dialect and takes the header row.
func (t *textTable) begin(f *guardedFile) error {
	s := t.split
	var raw, b Batch
	for want := blockSize; b.rows == 0; want = 2 * len(raw.text) {
		if err := s.load(&raw, want); err != nil {
			return inFile(err, f)
		}
		if s.eof && len(bytes.TrimSpace(raw.text)) == 0 {
			return ErrEmpty.With("file", f.name())
		}
		s.dialect = findDialect(raw.text[:min(len(raw.text), blockSize)], s.opts, s.eof)
		s.line, s.tal = 1, Tally{}
		b.Reset(0)
		b.text = append(b.text, raw.text...)
		used, err := s.scan(&b, 1) // on a copy: the row may turn out to be data
		if err != nil {
			return err
		}
		s.carry, s.rowBytes = append(s.carry[:0], raw.text[used:]...), used
	}
	first := make([]string, s.cols)
	for i, c := range b.row(0) {
		first[i] = string(c)
	}
	switch s.opts.Header {
	case HeaderPresent:
		s.header = true
	case HeaderAuto:
		s.header = looksLikeHeader(first, t.preview())
	}
	s.tal.Rows = 0
	if !s.header {
		s.carry = append(s.carry[:0], raw.text...)
		s.line, s.tal = 1, Tally{}
		clear(first)
	}
	s.names = uniqueNames(first)
	return nil
}

// preview parses the rows after the first in what was read so far, up to a hundred, and leaves the splitter as it is.
func (t *textTable) preview() [][]string {
	p := *t.split
	var b Batch
	b.Reset(p.cols)
	b.text = append(b.text, p.carry...)
	if _, err := p.scan(&b, 100); err != nil {
		return nil // whatever is wrong will be met again, with its line
	}
	rows := make([][]string, b.rows)
	for r := range rows {
		for _, c := range b.row(r) {
			rows[r] = append(rows[r], string(c))
		}
	}
	return rows
}

func (t *textTable) columns() []string { return t.split.names }

func (t *textTable) fill(b *Batch) error { return t.split.fill(b, maxBatchCells) }

func (t *textTable) format() Format {
	s := t.split
	f := Format{Kind: "csv", Compression: t.compression, Encoding: t.reader.encodingFound(),
		Separator: string(rune(s.sep)), Header: s.header}
	if s.quote != 0 {
		f.Quote = string(rune(s.quote))
	}
	return f
}

func (t *textTable) tally() Tally {
	tal := t.split.tal
	tal.InvalidBytes = t.reader.invalid
	return tal
}

// damageReader makes a fault of what a decompressor says about a broken stream.
type damageReader struct {
	r    io.Reader
	file string
}

func (d *damageReader) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = explainDamage(err, d.file)
	}
	return n, err
}

func explainDamage(err error, file string) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ErrDamaged.With("file", file, "what", "cut off")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, zstd.ErrCRCMismatch):
		return ErrDamaged.With("file", file, "what", err)
	}
	return err
}
