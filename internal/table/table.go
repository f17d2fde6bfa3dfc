// Package table reads a data file where it lies, as one stream of rows, whatever it is written in.
//
//	src, err := table.Open(path, table.Options{})
//	defer src.Close()
//	for {
//	    batch, err := src.NextBatch()   // or src.Next(), a row at a time
//	    if err == io.EOF { break }      // only after the whole file was read and found unchanged
//	}
//	digest := src.Digest()
//
// Delimited text (comma, tab, semicolon, bar; quotes; UTF-8, GBK, GB18030, UTF-16, Windows-1252; gzip, zstd) and
// Parquet come out alike: batches of cells that are UTF-8 text. What the file is is found from its bytes, never from
// its name.
//
// Data flows file → digest → decompression → decoding → splitting → batch. A goroutine of the source fills the next
// batch while the caller works on the present one, so reading takes one core and the caller has the others. Memory is
// bounded: two batches of 256 KiB to 8 MiB of text by the width of the table, more only where one row is larger, and
// never beyond [Options.MaxRow].
//
// Invariants that callers build on:
//
//   - io.EOF means that every byte was read, that the file is the one that was opened, and that it did not change
//     meanwhile: size, modification time and inode are compared at the end. Anything else is a fault, and what was read
//     until then must be thrown away.
//   - Every row of a batch has exactly as many cells as there are columns. A row that has more or fewer is ragged: it
//     is left out and counted. Up to one row in a hundred is tolerated as dirt and reported in [Tally]; beyond, the
//     file is refused, naming the first such line.
//   - Bytes that are no text in the file's encoding become U+FFFD and are counted; beyond one in a thousand the file
//     is refused.
//   - The source is opened for reading only and never written to.
//
// A nil cell is no value: a null of Parquet, or nothing at all between two separators. Cells alias the batch's buffer
// and are valid until the next call.
package table

import (
	"errors"
	"io"
	"sync"
)

// Limits that hold unless [Options] say otherwise.
const (
	// MaxColumns is the widest table read. A wider one is nearly always a transposed table or a wrong separator.
	MaxColumns = 5000
	// MaxField is the longest cell in bytes. A longer one is nearly always an unclosed quote.
	MaxField = 1 << 20
	// MaxRow is the longest row in bytes; it bounds memory.
	MaxRow = 64 << 20
	// raggedPPM is the share of ragged rows tolerated as dirt, in parts per million.
	raggedPPM = 10_000
	// blockSize is how much text a batch holds: large enough that handing over costs nothing, small enough for the
	// cache.
	blockSize = 256 << 10
	// A batch of a wide table holds wideRows rows, if they fit into wideBlock: fewer would make work by columns slow.
	wideRows  = 128
	wideBlock = 8 << 20
)

// HeaderMode says whether the first row of a text file names the columns.
type HeaderMode int

// Header modes. HeaderAuto looks at the first rows.
const (
	HeaderAuto HeaderMode = iota
	HeaderPresent
	HeaderAbsent
)

// Options narrow what is found from the bytes. The zero value finds everything and holds the limits above.
type Options struct {
	Header    HeaderMode
	Separator byte   // 0: find it
	Encoding  string // "": find it; else one of the Encoding constants
	MaxField  int    // bytes; 0: MaxField
	MaxRow    int    // bytes; 0: MaxRow
}

func (o Options) withDefaults() Options {
	if o.MaxField <= 0 {
		o.MaxField = MaxField
	}
	if o.MaxRow <= 0 {
		o.MaxRow = MaxRow
	}
	return o
}

// Format is what a file was found to be. Encoding is settled at the first byte that tells, so it is complete only
// after io.EOF.
type Format struct {
	Kind        string `json:"kind"`                  // "csv" (any separator) or "parquet"
	Compression string `json:"compression,omitempty"` // "gzip" or "zstd", of the file as a whole
	Encoding    string `json:"encoding,omitempty"`
	Separator   string `json:"separator,omitempty"`
	Quote       string `json:"quote,omitempty"`
	Header      bool   `json:"header"`
}

// Tally counts what was met while reading.
type Tally struct {
	Bytes        int64 `json:"bytes"`         // of the file as it lies
	Rows         int64 `json:"rows"`          // well-formed rows handed out
	Ragged       int64 `json:"ragged"`        // rows left out for their number of cells
	FirstRagged  int64 `json:"first_ragged"`  // line of the first, 0 if none
	BlankLines   int64 `json:"blank_lines"`   // empty lines passed over
	InvalidBytes int64 `json:"invalid_bytes"` // byte sequences that are no text in the encoding
}

// producer is what a file format has to give: it fills batches until io.EOF.
type producer interface {
	columns() []string
	fill(b *Batch) error
	format() Format
	tally() Tally
}

// Source is an open table. It is read by one goroutine.
type Source struct {
	file *guardedFile
	prod producer
	cols []string

	free chan *Batch
	full chan filled
	quit chan struct{}
	once sync.Once

	current *Batch
	row     int
	started bool
	err     error // sticky, io.EOF included
	digest  [32]byte
	tally   Tally
	fmt     Format
}

type filled struct {
	batch  *Batch
	err    error
	digest [32]byte
	tally  Tally
	format Format
}

// Open opens the file at path and finds out what it is. The first block is read and judged before Open returns.
func Open(path string, o Options) (*Source, error) {
	f, err := OpenPath(path)
	if err != nil {
		return nil, err
	}
	return OpenFile(f, o)
}

// OpenFile opens a file that somebody else opened, and takes it over: it is closed with the source, or on an error.
func OpenFile(file File, o Options) (*Source, error) {
	f := guard(file)
	prod, err := newProducer(f, o.withDefaults())
	if err != nil {
		f.close()
		return nil, f.explain(err)
	}
	s := &Source{
		file: f, prod: prod, cols: prod.columns(), fmt: prod.format(),
		free: make(chan *Batch, 2), full: make(chan filled, 2), quit: make(chan struct{}),
	}
	s.free <- new(Batch)
	s.free <- new(Batch)
	return s, nil
}

func newProducer(f *guardedFile, o Options) (producer, error) {
	magic, err := f.peek(8)
	if err != nil {
		return nil, err
	}
	if isParquet(magic) {
		return newParquet(f)
	}
	return newText(f, o)
}

// Columns are the names of the columns, unique and not empty: a column without a name is called column_<n>, a repeated
// name gets _2, _3, ….
func (s *Source) Columns() []string { return s.cols }

// Format is what the file was found to be.
func (s *Source) Format() Format { return s.fmt }

// Tally is complete after io.EOF.
func (s *Source) Tally() Tally { return s.tally }

// Digest is the SHA-256 of the file's bytes as they lie, compressed if it is. It is known after io.EOF.
func (s *Source) Digest() [32]byte { return s.digest }

// NextBatch returns the next rows, at least one, or io.EOF after the last. The batch is valid until the next call.
func (s *Source) NextBatch() (*Batch, error) {
	if s.err != nil {
		return nil, s.err
	}
	if !s.started {
		s.started = true
		go s.run()
	}
	if s.current != nil {
		s.free <- s.current
		s.current = nil
	}
	r := <-s.full
	if r.err != nil {
		s.err, s.digest, s.tally, s.fmt = r.err, r.digest, r.tally, r.format
		return nil, s.err
	}
	s.current, s.row = r.batch, 0
	return r.batch, nil
}

// Row is one row's cells.
type Row [][]byte

// Next returns the next row, or io.EOF. The row is valid until the next call; use it or [Source.NextBatch], not both.
func (s *Source) Next() (Row, error) {
	for s.current == nil || s.row >= s.current.Rows() {
		if _, err := s.NextBatch(); err != nil {
			return nil, err
		}
	}
	r := s.current.row(s.row)
	s.row++
	return r, nil
}

// Close releases the file. It may be called at any time, more than once.
func (s *Source) Close() error {
	s.once.Do(func() {
		close(s.quit)
		if !s.started {
			s.file.close()
		}
	})
	return nil
}

// run fills batches until the end, a fault, or Close. It owns the file from the first NextBatch on.
func (s *Source) run() {
	defer s.file.close()
	for {
		var b *Batch
		select {
		case b = <-s.free:
		case <-s.quit:
			return
		}
		err := s.prod.fill(b)
		r := filled{batch: b, err: err}
		if err != nil {
			r.digest, r.err = s.finish(err)
			r.tally, r.format = s.prod.tally(), s.prod.format()
			r.tally.Bytes = s.file.size
		}
		select {
		case s.full <- r:
		case <-s.quit:
			return
		}
		if err != nil {
			return
		}
	}
}

// finish turns the producer's last error into the source's: the end counts only if the file is still what it was.
func (s *Source) finish(err error) (digest [32]byte, _ error) {
	if !errors.Is(err, io.EOF) {
		return digest, s.file.explain(err)
	}
	digest, err = s.file.seal()
	if err != nil {
		return digest, err
	}
	if s.prod.tally().Rows == 0 {
		return digest, ErrNoRows.With("file", s.file.name())
	}
	return digest, io.EOF
}
