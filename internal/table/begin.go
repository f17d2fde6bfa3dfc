package table

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"

	"github.com/klauspost/compress/zstd"

	"shurong.org/shurong/fault"
)

// begin reads the first block, finds the dialect and takes the header row.
func (t *textStream) begin() error {
	s := &t.split
	var raw, b Batch
	var used int
	for want := blockSize; b.rows == 0; want = 2 * len(raw.text) {
		var err error
		if raw.text, err = t.load(raw.text, want); err != nil {
			return err
		}
		if t.eof && len(bytes.TrimSpace(raw.text)) == 0 {
			return ErrEmpty
		}
		s.dialect = findDialect(raw.text[:min(len(raw.text), blockSize)], s.opts, t.eof)
		s.line, s.tal, s.cols, s.eof = 1, Tally{}, 0, t.eof
		b.Reset(0)
		b.text = append(b.text, raw.text...)
		if used, err = s.scan(&b, 1); err != nil { // on a copy: the row may turn out to be data
			return err
		}
	}
	first := make([]string, s.cols)
	for i, c := range b.row(0) {
		first[i] = string(c)
	}
	t.carry = append(t.carry, raw.text[used:]...)
	t.line = s.line
	blank := s.tal.BlankLines
	s.tal = Tally{}
	t.block = min(max(blockSize, wideRows*used), wideBlock)
	switch s.opts.Header {
	case HeaderPresent:
		s.header = true
	case HeaderAuto:
		s.header = looksLikeHeader(first, t.preview())
	}
	if s.header {
		t.ledger.tal.BlankLines = blank
		if t.reader.decoder == nil {
			_, t.ledger.tal.InvalidBytes = repair(raw.text[:used], nil)
		}
	} else {
		t.carry, t.line = append(t.carry[:0], raw.text...), 1
		clear(first)
	}
	s.eof = false
	s.names = uniqueNames(first)
	t.ledger.cols = s.cols
	return nil
}

// preview parses the rows after the first in what was read so far, up to a hundred, and leaves the splitter as it is.
func (t *textStream) preview() [][]string {
	p := t.split
	var b Batch
	b.Reset(p.cols)
	b.text = append(b.text, t.carry...)
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
	var known *fault.Error
	var system *fs.PathError
	if !errors.As(err, &known) && !errors.As(err, &system) { // all else that a decompressor may say
		return ErrDamaged.With("file", file, "what", "compressed data").Because(err)
	}
	return err
}
