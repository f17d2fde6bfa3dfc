package jsonlines

import (
	"bytes"
	"errors"
	"io"

	"shurong.org/shurong/internal/table"
)

// Columns implements [table.Stream].
func (s *Stream) Columns() []string { return s.schema.names }

// Next implements [table.Stream].
func (s *Stream) Next() (table.Block, error) {
	if s.err != nil {
		return nil, s.err
	}
	b, err := s.next()
	if err != nil {
		s.err = err
		return nil, err
	}
	return b, nil
}

func (s *Stream) next() (*block, error) {
	if err := s.hopeless(); err != nil {
		return nil, err
	}
	end := 0
	for want := blockSize; ; want *= 2 {
		if err := s.load(want); err != nil {
			return nil, err
		}
		if end = bytes.LastIndexByte(s.carry[:min(len(s.carry), want)], '\n') + 1; end > 0 {
			break
		}
		if s.eof {
			end = len(s.carry)
			break
		}
		if want >= table.MaxRow {
			return nil, table.ErrRowTooLong.With("line", s.line, "limit", table.MaxRow)
		}
	}
	if end == 0 {
		digest, err := s.in.Seal()
		if err != nil {
			return nil, err
		}
		s.digest = digest
		return nil, io.EOF
	}
	text, ok := s.pool.Get().(*[]byte)
	if !ok {
		text = new([]byte)
	}
	*text = append((*text)[:0], s.carry[:end]...)
	s.carry = append(s.carry[:0], s.carry[end:]...)
	b := &block{s: s, text: text, index: s.index, line: s.line}
	s.index++
	s.before, s.behind = s.behind, s.behind+int64(end)
	s.line += int64(bytes.Count(*text, []byte{'\n'}))
	return b, nil
}

// hopeless ends the reading of a large file that is bad all through.
func (s *Stream) hopeless() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault != nil || s.tally.Rows+s.tally.Ragged < 100_000 {
		return s.fault
	}
	return s.judge()
}

// judge says whether there is too much dirt.
func (s *Stream) judge() error {
	all := s.tally.Rows + s.tally.Ragged
	switch {
	case s.tally.Ragged*toleratedShare > all:
		return ErrNotObjects.With("line", s.bad.line, "why", s.bad.what, "count", s.tally.Ragged)
	case s.keys*toleratedShare > all:
		return ErrNewKeys.With("line", s.newKey.line, "key", s.newKey.what, "rows", s.rows, "count", s.keys)
	case s.tally.InvalidBytes > 16 && s.tally.InvalidBytes*1000 > s.bytes:
		return table.ErrEncoding.With("count", s.tally.InvalidBytes, "encoding", s.enc)
	}
	return nil
}

// Seal implements [table.Stream].
func (s *Stream) Seal() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.fault != nil:
		return s.fault
	case s.err != nil && !errors.Is(s.err, io.EOF):
		return s.err
	case s.err == nil || s.decoded < s.index:
		return io.ErrUnexpectedEOF // the caller has not read everything
	}
	if err := s.judge(); err != nil {
		return err
	}
	if s.tally.Rows == 0 {
		return table.ErrNoRows.With("file", s.name)
	}
	return nil
}

// Format implements [table.Stream].
func (s *Stream) Format() table.Format {
	return table.Format{Kind: "jsonlines", Compression: s.in.Compression, Encoding: s.enc, Header: true}
}

// Tally implements [table.Stream]. Ragged rows are those that are no JSON object.
func (s *Stream) Tally() table.Tally {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tally
	_, t.Bytes = s.in.Size()
	t.FirstRagged, t.Unplaced = s.bad.line, s.keys
	return t
}

// NewKeys is how many rows have keys that no column was made for, with the first such key and its line.
func (s *Stream) NewKeys() (rows int64, key string, line int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys, s.newKey.what, s.newKey.line
}

// Digest implements [table.Stream].
func (s *Stream) Digest() [32]byte { return s.digest }

// Size implements [table.Stream].
func (s *Stream) Size() (read, total int64) { return s.in.Size() }

// Close implements [table.Stream].
func (s *Stream) Close() error { return s.in.Close() }

// block is a run of lines.
type block struct {
	s     *Stream
	text  *[]byte
	index int
	line  int64
}

func (b *block) Index() int { return b.index }

// Decode implements [table.Block].
func (b *block) Decode(dst *table.Batch) error {
	d := b.s.schema.decoder()
	d.begin(dst)
	text, invalid := clean(*b.text)
	var t table.Tally
	var bad, key firstLine
	keys, line := int64(0), b.line
	var failed error
	for rest := text; len(rest) > 0 && failed == nil; line++ {
		var row []byte
		row, rest, _ = cutLine(rest)
		if len(bytes.TrimSpace(row)) == 0 {
			t.BlankLines++
			continue
		}
		switch why := d.row(row); {
		case why != "":
			t.Ragged++
			bad.meet(line, why)
		case d.tooLong >= 0:
			failed = table.ErrFieldTooLong.With("line", line, "column", d.tooLong+1, "name",
				b.s.schema.names[d.tooLong], "limit", table.MaxField)
			bad.meet(line, "")
		default:
			t.Rows++
			d.write(dst)
			if d.unknown != "" {
				keys++
				key.meet(line, d.unknown)
			}
		}
	}
	b.s.enter(b, t, int64(len(text)), invalid, bad, keys, key, failed)
	b.s.pool.Put(b.text)
	b.s.schema.put(d)
	return failed
}

// enter adds up what a block has to say.
func (s *Stream) enter(b *block, t table.Tally, size, invalid int64, bad firstLine, keys int64, key firstLine,
	failed error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.decoded++
	s.bytes += size
	s.tally.Rows += t.Rows
	s.tally.Ragged += t.Ragged
	s.tally.BlankLines += t.BlankLines
	s.tally.InvalidBytes += invalid
	if failed != nil {
		if s.failed.meet(b.line, "") {
			s.fault = failed
		}
		return
	}
	if bad.line > 0 {
		s.bad.meet(bad.line, bad.what)
	}
	if s.keys += keys; key.line > 0 {
		s.newKey.meet(key.line, key.what)
	}
}
