package table

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
)

// Resumer is a stream that can be taken up where another reading of the same bytes stood: files of text and of JSON lines,
// Parquet files, and folders of any files.
type Resumer interface {
	// Boundary says that the block which Next returned last is a good one to stop before: the first of a part, or the
	// first after so much text, or of a row group.
	Boundary() bool
	// Mark is where the reading stands before the block that Next returned last. All blocks before must be decoded.
	Mark() Mark
	// Resume brings a stream that nothing was read from to a mark: the next block is the one the mark was made before.
	// The bytes passed over are read and held against the mark's digests; [ErrChanged] if they are not the same. After
	// an error the stream is of no use.
	Resume(Mark) error
}

// Mark is where a reading stands.
type Mark struct {
	Blocks  int // before it
	Text    *TextMark
	Lines   *LinesMark
	Parquet *ParquetMark
	Parts   []PartMark
}

// TextMark is a mark in a text file.
type TextMark struct {
	Read  int64 // bytes of the file, what was read ahead included
	Sum   [32]byte
	Tally Tally
	Found int
	Text  int64
}

// LinesMark is a mark in a file of JSON lines.
type LinesMark struct {
	Read  int64 // bytes of the file, what was read ahead included
	Sum   [32]byte
	Tally Tally
	Text  int64 // bytes of text that were decoded
	Keys  int64 // rows with keys that have no column
	Bad   LineMark
	Key   LineMark
}

// LineMark is the first line of its kind, and what is to be said about it.
type LineMark struct {
	Line int64
	What string
}

// ParquetMark is a mark before a row group.
type ParquetMark struct {
	Group int      // number of the row group
	Rows  int64    // before it
	Sum   [32]byte // of the whole file: pages lie in it anywhere
}

// PartMark is a part that was read to its end.
type PartMark struct {
	Name   string
	Digest [32]byte
	Tally  Tally
	Size   int64
	Empty  bool // it has columns and no rows
}

// TextBoundary is how much text lies between two boundaries.
const TextBoundary = 256 << 20

// Boundary implements [Resumer].
func (t *textStream) Boundary() bool {
	if t.marked == 0 {
		t.marked = t.every()
	}
	if t.before < t.marked {
		return false
	}
	t.marked = t.before + t.every()
	return true
}

func (t *textStream) every() int64 { return t.split.opts.boundary() }

func (o *Options) boundary() int64 {
	if o.Boundary > 0 {
		return o.Boundary
	}
	return TextBoundary
}

// Mark implements [Resumer].
func (t *textStream) Mark() Mark {
	t.ledger.mu.Lock()
	defer t.ledger.mu.Unlock()
	m := Mark{Blocks: t.index - 1, Text: &TextMark{Read: t.file.read, Tally: t.ledger.tal, Found: t.ledger.found, Text: t.ledger.text}}
	t.file.sum.Sum(m.Text.Sum[:0])
	return m
}

// Resume implements [Resumer].
func (t *textStream) Resume(m Mark) error {
	if m.Text == nil || m.Text.Read > t.file.size {
		return ErrChanged.With("file", t.file.name())
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(t.file.f, 0, m.Text.Read)); err != nil {
		return t.file.explain(err)
	}
	if !bytes.Equal(sum.Sum(nil), m.Text.Sum[:]) {
		return ErrChanged.With("file", t.file.name())
	}
	for range m.Blocks {
		b, err := t.cut()
		if errors.Is(err, io.EOF) {
			return ErrChanged.With("file", t.file.name())
		}
		if err != nil {
			return t.file.explain(err)
		}
		select {
		case t.spare <- b.text:
		default:
		}
	}
	t.read.Store(t.file.read)
	t.marked = t.behind + t.every()
	t.ledger.next, t.ledger.tal, t.ledger.found, t.ledger.text = m.Blocks, m.Text.Tally, m.Text.Found, m.Text.Text
	return nil
}
