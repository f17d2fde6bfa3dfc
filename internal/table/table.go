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
// Data flows file → digest → decompression → encoding → cut after whole rows → [Block] → checked UTF-8 → cells → [Batch].
// Up to the block it is one goroutine's work, beyond it anybody's: [OpenStream] hands out blocks for any number of
// workers, [Open] reads row by row with one goroutine ahead. Memory is bounded: blocks of 256 KiB to 8 MiB of text by
// the width of the table, more only where one row is larger, and never beyond [Options.MaxRow].
//
// Reading takes 0.6 ns a byte for the digest and the cut, decoding 0.8 ns a byte: a third of it the check of UTF-8, a
// quarter finding the marks between cells ([marks]), the rest noting where each cell lies. See BenchmarkRead.
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
	// raggedRows is how many rows are needed to judge a table by before its end.
	raggedRows = 10_000
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
	Boundary  int64  // between two, in bytes of text or of unpacked pages: see [Resumer]; 0: TextBoundary
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
	// Unplaced counts rows with values that no column was made for: keys of JSON lines that appear late.
	Unplaced int64 `json:"unplaced,omitempty"`
}

// OpenStream opens the file at path and finds out what it is. The first block is read and judged before it returns.
func OpenStream(path string, o Options) (Stream, error) {
	f, err := OpenPath(path)
	if err != nil {
		return nil, err
	}
	return FileStream(f, o)
}

// FileStream reads a file that somebody else opened, and takes it over: it is closed with the stream, or on an error.
func FileStream(file File, o Options) (Stream, error) {
	f := guard(file)
	s, err := newStream(f, o.withDefaults())
	if err != nil {
		f.close()
		return nil, f.explain(err)
	}
	return s, nil
}

func newStream(f *guardedFile, o Options) (Stream, error) {
	magic, err := f.peek(8)
	if err != nil {
		return nil, err
	}
	if isParquet(magic) {
		p, err := newParquet(f, o)
		if err != nil {
			return nil, err
		}
		return p, nil
	}
	t, err := newText(f, o)
	if err != nil {
		return nil, err
	}
	return t, nil
}
