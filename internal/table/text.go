package table

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"

	"shurong.org/shurong/fault"
)

// textStream reads delimited text. The goroutine that calls Next reads, digests, decompresses, brings other encodings
// to UTF-8 and cuts after whole rows; checking UTF-8 and splitting rows into cells is left to who decodes.
type textStream struct {
	file        *guardedFile
	reader      *textReader
	text        io.Reader // reader, its damage explained
	compression string

	split  splitter // as it stands at the beginning of any block
	block  int      // bytes of text that make one
	carry  []byte   // text of the row that the last block cut off
	eof    bool
	line   int64 // line that the next block begins on
	index  int
	ledger ledger

	// for [Resumer]: text before the block cut last and up to its end, and where the next boundary is
	before, behind, marked int64

	spare  chan []byte // buffers to be used again
	read   atomic.Int64
	err    error // sticky, io.EOF included
	digest [32]byte
	tal    Tally
	once   sync.Once
}

func newText(f *guardedFile, o Options) (*textStream, error) {
	t := &textStream{file: f, spare: make(chan []byte, spareBuffers), line: 1}
	raw, err := t.decompress(f)
	if err != nil {
		return nil, err
	}
	if t.reader, err = newTextReader(raw, o.Encoding); err != nil {
		return nil, inFile(err, f)
	}
	t.text = &damageReader{t.reader, f.name()}
	t.split = splitter{opts: o, line: 1}
	if err := t.begin(); err != nil {
		return nil, inFile(err, f)
	}
	return t, nil
}

// spareBuffers is how many buffers wait to be filled again; beyond, they are left to the collector.
const spareBuffers = 16

// inFile fills in the file's name where a fault has a place for it.
func inFile(err error, f *guardedFile) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known.With("file", f.name())
	}
	return explainDamage(err, f.name())
}

func (t *textStream) decompress(f *guardedFile) (io.Reader, error) {
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

// room is what is offered to a decoder at least, which passes over a buffer too small for a character.
const room = 64

// load appends text until there are want bytes, or all.
func (t *textStream) load(text []byte, want int) ([]byte, error) {
	for len(text) < want && !t.eof {
		if cap(text) < want+pad+room {
			text = append(make([]byte, 0, want+pad+room), text...)
		}
		n, err := t.text.Read(text[len(text) : cap(text)-pad])
		text = text[:len(text)+n]
		if err == io.EOF {
			t.eof = true
		} else if err != nil {
			return text, err
		}
	}
	return text, nil
}

// Next implements [Stream].
func (t *textStream) Next() (Block, error) {
	if t.err != nil {
		return nil, t.err
	}
	b, err := t.cut()
	if err == nil {
		err = t.ledger.failed()
	}
	t.read.Store(t.file.read)
	switch {
	case errors.Is(err, io.EOF):
		if t.digest, err = t.file.seal(); err == nil {
			err = io.EOF
		}
		t.err = err
	case err != nil:
		t.err = t.file.explain(err)
	}
	if t.err != nil {
		t.file.close()
		return nil, t.err
	}
	return b, nil
}

// cut reads the next block: whole rows, at least one.
func (t *textStream) cut() (*textBlock, error) {
	var buf []byte
	select {
	case buf = <-t.spare:
	default:
	}
	buf = append(buf[:0], t.carry...)
	t.carry = t.carry[:0]
	for want := t.block; ; want = 2 * len(buf) {
		var err error
		if buf, err = t.load(buf, want); err != nil {
			return nil, err
		}
		if len(buf) == 0 {
			return nil, io.EOF
		}
		end := len(buf)
		if !t.eof {
			end = t.split.wholeRows(buf)
		}
		if end > 0 {
			t.carry = append(t.carry, buf[end:]...)
			b := &textBlock{stream: t, index: t.index, line: t.line, text: buf[:end], last: t.eof,
				raw: t.reader.decoder == nil}
			b.lines = t.split.newlines(b.text)
			t.index++
			t.before, t.behind = t.behind, t.behind+int64(len(b.text))
			t.line += b.lines
			return b, nil
		}
		// One row that is larger than a block: within the limits?
		if len(buf) > t.split.opts.MaxField {
			if bytes.Count(buf, []byte{0}) > len(buf)/2 { // a hole in the file
				return nil, ErrNotText.With("what", fmt.Sprintf("0x00, line %d", t.line), "file", t.file.name())
			}
			s, b := t.split, Batch{text: append([]byte(nil), buf...)}
			s.line = t.line
			if _, err := s.scan(&b, 1); err != nil {
				return nil, err
			}
		}
	}
}

// textBlock is whole rows of text.
type textBlock struct {
	stream    *textStream
	index     int
	line      int64
	lines     int64 // line ends: there is at most one row more
	text      []byte
	last, raw bool
}

// Index implements [Block].
func (k *textBlock) Index() int { return k.index }

// Decode implements [Block].
func (k *textBlock) Decode(b *Batch) error {
	t := k.stream
	old := b.text
	b.Reset(t.split.cols)
	b.text = k.text
	e := entry{text: int64(len(k.text))}
	invalid := int64(0)
	if k.raw {
		if b.text, invalid = repair(k.text, old); len(b.text) > 0 && &b.text[0] != &k.text[0] {
			old = k.text
		}
	}
	s := t.split
	s.line, s.eof = k.line, k.last
	used, err := s.scan(b, int(k.lines)+1)
	if err == nil && used < len(b.text) { // the two readings of quotes differ: they must not
		err = ErrQuoteUnclosed.With("line", s.line, "column", 1)
	}
	e.tal, e.found, e.err = s.tal, s.found, err
	e.tal.InvalidBytes = invalid
	t.ledger.put(k.index, e)
	if cap(old) >= blockSize {
		select {
		case t.spare <- old:
		default:
		}
	}
	return err
}

// Seal implements [Stream].
func (t *textStream) Seal() error {
	tal, err := t.ledger.close(t.file.name())
	tal.Bytes = t.file.size
	tal.InvalidBytes += t.reader.invalid
	t.tal = tal
	switch {
	case t.err != nil && !errors.Is(t.err, io.EOF):
		return t.err
	case err != nil:
		return t.file.explain(err)
	}
	return nil
}

// Columns implements [Stream].
func (t *textStream) Columns() []string { return t.split.names }

// Format implements [Stream].
func (t *textStream) Format() Format {
	s := &t.split
	f := Format{Kind: "csv", Compression: t.compression, Encoding: t.reader.encodingFound(),
		Separator: string(rune(s.sep)), Header: s.header}
	if s.quote != 0 {
		f.Quote = string(rune(s.quote))
	}
	return f
}

// Tally implements [Stream].
func (t *textStream) Tally() Tally { return t.tal }

// Digest implements [Stream].
func (t *textStream) Digest() [32]byte { return t.digest }

// Size implements [Stream].
func (t *textStream) Size() (read, total int64) { return t.read.Load(), t.file.size }

// Large implements [Large].
func (t *textStream) Large() (rows, bytes int64) {
	if t.compression != "" {
		return 0, 0
	}
	return 0, t.file.size
}

// Close implements [Stream].
func (t *textStream) Close() error {
	t.once.Do(t.file.close)
	return nil
}
