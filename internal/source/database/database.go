// Package database is what readers of database servers have in common: a stream made of a cursor, the digest of rows,
// which statements are let through, and the faults. The servers themselves are in the folders below.
//
// A server's rows come in one order over one connection, inside one read-only transaction that sees the database as it
// was when the reading began: rows that others add, change or delete meanwhile are not seen, and nobody waits for us.
// Rows are never kept: a batch is filled from the connection's buffer, so memory is two or three batches whatever the
// table's size, and the server does not build the result before it sends it, unless the statement sorts.
//
// Values are text, as the server writes it with settings that this package's readers fix (UTC, ISO dates, shortest
// floats), so the same data give the same text whatever the server's or the account's settings are.
//
// # The digest of rows
//
// A table in a server has no bytes to digest. [Digest] is SHA-256 over
//
//	"shurong-rows/1\n" ‖ uvarint(columns) ‖ every column's name ‖ every row's cells, row by row
//
// where a name or cell is uvarint(1 + its length in bytes) ‖ its UTF-8 bytes, and a cell without a value is uvarint(0).
// It depends on the order of rows; a table is read in the order of its primary key where it has one.
package database

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"shurong.org/shurong/internal/table"
)

// Cursor is an open result.
type Cursor interface {
	// Columns are the names as the server gives them.
	Columns() []string
	// Fill appends whole rows to b until it is full, and returns io.EOF once all are read. Rows may come with io.EOF.
	Fill(b *table.Batch) error
	// Estimate is about how many rows there are; 0 is not known.
	Estimate() int64
	// Invalid counts byte sequences that were no text.
	Invalid() int64
	Close() error
}

// Stream is a cursor as a table. It implements [table.Stream].
type Stream struct {
	kind   string
	name   string // of what is read, for people
	cursor Cursor
	cols   []string
	digest *Digest
	sum    [32]byte
	index  int
	rows   atomic.Int64
	err    error // sticky, io.EOF included
	ended  atomic.Bool
	pool   sync.Pool
	close  sync.Once
}

// NewStream reads a cursor. kind is "postgres" or "mysql", name is what people call the table.
func NewStream(kind, name string, c Cursor) (*Stream, error) {
	cols := Names(c.Columns())
	if len(cols) > table.MaxColumns {
		return nil, table.ErrTooManyColumns.With("limit", table.MaxColumns)
	}
	if len(cols) == 0 {
		return nil, ErrNoColumns.With("name", name)
	}
	s := &Stream{kind: kind, name: name, cursor: c, cols: cols, digest: NewDigest(cols)}
	s.pool.New = func() any { return new(table.Batch) }
	return s, nil
}

// Columns implements [table.Stream].
func (s *Stream) Columns() []string { return s.cols }

// Next implements [table.Stream].
func (s *Stream) Next() (table.Block, error) {
	if s.err != nil {
		return nil, s.err
	}
	b := s.pool.Get().(*table.Batch)
	b.Reset(len(s.cols))
	err := s.cursor.Fill(b)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		s.err = err
		return nil, err
	case err != nil:
		s.err = io.EOF
		s.ended.Store(true)
		if s.rows.Load()+int64(b.Rows()) == 0 {
			s.err = ErrNoRows.With("name", s.name)
		}
	}
	if b.Rows() == 0 {
		s.sum = s.digest.Sum()
		return nil, s.err
	}
	s.digest.Add(b)
	s.sum = s.digest.Sum()
	s.rows.Add(int64(b.Rows()))
	s.index++
	return &block{stream: s, batch: b, index: s.index - 1}, nil
}

// Seal implements [table.Stream]: the snapshot holds still, so whatever was read to its end is whole.
func (s *Stream) Seal() error {
	if s.err == nil {
		return ErrUnfinished.With("name", s.name)
	}
	if !errors.Is(s.err, io.EOF) {
		return s.err
	}
	if n, floor := s.cursor.Invalid(), int64(16); n > floor && n*1000 > s.digest.bytes {
		return table.ErrEncoding.With("count", n, "encoding", table.UTF8)
	}
	return nil
}

// Format implements [table.Stream].
func (s *Stream) Format() table.Format {
	return table.Format{Kind: s.kind, Encoding: table.UTF8, Header: true}
}

// Tally implements [table.Stream]. Bytes are those of the cells.
func (s *Stream) Tally() table.Tally {
	return table.Tally{Rows: s.rows.Load(), Bytes: s.digest.bytes, InvalidBytes: s.cursor.Invalid()}
}

// Digest implements [table.Stream]; see the package comment.
func (s *Stream) Digest() [32]byte { return s.sum }

// Size implements [table.Stream], in rows. The total is the server's estimate; one that was too low is none any more.
func (s *Stream) Size() (read, total int64) {
	read, total = s.rows.Load(), s.cursor.Estimate()
	if s.ended.Load() {
		return read, read
	}
	if total < read {
		total = 0
	}
	return read, total
}

// Close implements [table.Stream].
func (s *Stream) Close() (err error) {
	s.close.Do(func() { err = s.cursor.Close() })
	return err
}

// block is a batch that is filled already: decoding exchanges it for the caller's.
type block struct {
	stream *Stream
	batch  *table.Batch
	index  int
}

func (b *block) Index() int { return b.index }

func (b *block) Decode(dst *table.Batch) error {
	*dst, *b.batch = *b.batch, *dst
	b.stream.pool.Put(b.batch)
	b.batch = nil
	return nil
}

// AppendText adds a cell of a text type, with what is no UTF-8 replaced, and returns how many replacements were made.
func AppendText(b *table.Batch, raw []byte) (invalid int64) {
	if raw == nil || utf8.Valid(raw) {
		b.Append(raw)
		return 0
	}
	b.AppendText(func(dst []byte) []byte {
		for len(raw) > 0 {
			r, size := utf8.DecodeRune(raw)
			if r == utf8.RuneError && size == 1 {
				invalid++
			}
			dst = utf8.AppendRune(dst, r)
			raw = raw[size:]
		}
		return dst
	})
	return invalid
}
