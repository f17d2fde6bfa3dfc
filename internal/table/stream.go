package table

// Stream is a table as a run of blocks: one goroutine takes blocks from it, any number decode them. Every source of
// tables, files or not, offers this.
//
//	for {
//	    block, err := s.Next()          // one goroutine
//	    if err == io.EOF { break }      // everything was read, and the source is what it was at the beginning
//	    block.Decode(batch)             // any goroutine, blocks in any order
//	}
//	err := s.Seal()                     // after every block was decoded: nil, or what is wrong with the whole
//
// A block's content depends on the source alone, so whatever is computed block by block and merged by [Block.Index], or
// in a way that order does not touch, comes out the same with any number of workers.
type Stream interface {
	// Columns are the names of the columns, unique and not empty.
	Columns() []string
	// Next returns the next block, io.EOF after the last, or a fault, which then stays.
	Next() (Block, error)
	// Seal says whether the table as a whole is fit for use, once all blocks are decoded. Until it has returned nil,
	// nothing that was read may be kept.
	Seal() error
	// Format and Tally are complete after Seal.
	Format() Format
	Tally() Tally
	// Digest is the SHA-256 of the bytes as they lie; known after io.EOF. A source that is no run of bytes digests its
	// rows in their order.
	Digest() [32]byte
	// Size is how much was read and how much there is, in bytes or whatever the source counts in; total 0 is not
	// known. It may be called at any time from any goroutine.
	Size() (read, total int64)
	// Close may be called at any time, more than once.
	Close() error
}

// Large is a stream that knows beforehand how large its table is: rows, or bytes of text as far as 0 is not known.
type Large interface{ Large() (rows, bytes int64) }

// Block is a run of rows that is not decoded yet.
type Block interface {
	// Index numbers the blocks from 0, without gaps.
	Index() int
	// Decode fills b with the block's rows: perhaps none. It is pure computing, done once, by any goroutine. After it
	// the block must not be used.
	Decode(b *Batch) error
}
