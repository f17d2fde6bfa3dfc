package partition

import (
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"shurong.org/shurong/internal/table"
)

// Stream is the parts as one table. It implements [table.Stream].
type Stream struct {
	name    string
	files   []File
	columns []string // those of the files, then those of the folders
	inside  int      // how many columns the files have
	first   string   // name of the part that all must be like
	format  table.Format

	open  []*part // parts that were begun
	index int
	err   error // sticky, io.EOF included
	pool  sync.Pool
	once  sync.Once

	last  int  // number of the part, from 1, of the last block
	fresh bool // it was the part's first

	done  atomic.Int64                 // bytes of the parts that were read
	now   atomic.Pointer[table.Stream] // being read
	total int64

	parts []Part // after Seal
	tally table.Tally
}

type part struct {
	table.Stream
	file   File
	order  []int // column of the part for every column inside; nil: as they come
	values []pair
	ended  bool
}

// Open checks every file's columns. Files must be in order; name is what people call the whole.
func Open(name string, files []File) (*Stream, error) {
	if len(files) == 0 {
		return nil, ErrNone.With("name", name)
	}
	if len(files) > MaxParts {
		return nil, ErrTooMany.With("name", name, "limit", MaxParts)
	}
	s := &Stream{name: name, files: files}
	s.pool.New = func() any { return new(table.Batch) }
	for _, f := range files {
		s.total += f.Size
		p, err := s.begin(f)
		if err != nil {
			return nil, err
		}
		_ = p.Close() // reading only
	}
	if s.columns == nil {
		return nil, table.ErrNoRows.With("file", name)
	}
	return s, nil
}

// begin opens a part and matches it with the first. A part without rows is like any, if it says so when opened.
func (s *Stream) begin(f File) (*part, error) {
	in, err := f.Open()
	if errors.Is(err, table.ErrNoRows) {
		return &part{Stream: rowless{}, file: f}, nil
	}
	if err != nil {
		return nil, within(f.Name, err)
	}
	p := &part{Stream: in, file: f, values: pairs(f.Name)}
	if s.columns == nil {
		err = s.adopt(p)
	} else {
		err = s.match(p)
	}
	if err != nil {
		_ = in.Close() // reading only
		return nil, err
	}
	return p, nil
}

// rowless is a part with columns and no rows. Its digest is zero.
type rowless struct{ table.Stream }

func (rowless) Next() (table.Block, error) { return nil, io.EOF }
func (rowless) Seal() error                { return table.ErrNoRows }
func (rowless) Tally() table.Tally         { return table.Tally{} }
func (rowless) Digest() [32]byte           { return [32]byte{} }
func (rowless) Size() (read, total int64)  { return 0, 0 }
func (rowless) Close() error               { return nil }

// adopt takes the first part's columns for all.
func (s *Stream) adopt(p *part) error {
	s.first, s.inside = p.file.Name, len(p.Columns())
	s.columns = slices.Clone(p.Columns())
	for _, v := range p.values {
		if slices.Contains(s.columns, v.key) {
			return ErrSchema.With("file", p.file.Name, "first", "key=value", "missing", "", "extra", v.key)
		}
		s.columns = append(s.columns, v.key)
	}
	if len(s.columns) > table.MaxColumns {
		return table.ErrTooManyColumns.With("limit", table.MaxColumns)
	}
	s.format = p.Format()
	return nil
}

func (s *Stream) match(p *part) error {
	first := s.first
	if kind := p.Format().Kind; kind != s.format.Kind {
		return ErrKinds.With("first", first, "one", s.format.Kind, "file", p.file.Name, "other", kind)
	}
	keys := s.columns[s.inside:]
	if len(p.values) != len(keys) || slices.ContainsFunc(p.values, func(v pair) bool {
		return !slices.Contains(keys,
			v.key)
	}) {
		return ErrKeys.With("first", first, "file", p.file.Name)
	}
	slices.SortFunc(p.values, func(a, b pair) int { return slices.Index(keys, a.key) - slices.Index(keys, b.key) })
	want, have := s.columns[:s.inside], p.Columns()
	if slices.Equal(want, have) {
		return nil
	}
	var missing, extra []string
	for _, c := range want {
		i := slices.Index(have, c)
		if i < 0 {
			missing = append(missing, c)
		}
		p.order = append(p.order, i)
	}
	for _, c := range have {
		if !slices.Contains(want, c) {
			extra = append(extra, c)
		}
	}
	if len(missing) > 0 || len(extra) > 0 {
		return ErrSchema.With("file", p.file.Name, "first", first, "missing", some(missing), "extra", some(extra))
	}
	return nil
}

func some(names []string) string {
	if len(names) > 10 {
		names = append(slices.Clone(names[:10]), "…")
	}
	return strings.Join(names, ", ")
}

// Columns implements [table.Stream].
func (s *Stream) Columns() []string { return s.columns }

// Next implements [table.Stream].
func (s *Stream) Next() (table.Block, error) {
	if s.err != nil {
		return nil, s.err
	}
	for {
		p, err := s.current()
		if err != nil {
			s.err = err
			return nil, err
		}
		b, err := p.Next()
		switch {
		case err == nil:
			s.index++
			s.fresh, s.last = s.last != len(s.open), len(s.open)
			return &block{s, p, b, s.index - 1}, nil
		case errors.Is(err, io.EOF):
			p.ended = true
			s.now.Store(nil)
			s.done.Add(p.file.Size)
			_ = p.Close() // everything of it was read
		default:
			s.err = within(p.file.Name, err)
			return nil, s.err
		}
	}
}

// current is the part being read, or the next, or io.EOF.
func (s *Stream) current() (*part, error) {
	if n := len(s.open); n > 0 && !s.open[n-1].ended {
		return s.open[n-1], nil
	}
	if len(s.open) == len(s.files) {
		return nil, io.EOF
	}
	p, err := s.begin(s.files[len(s.open)])
	if err != nil {
		return nil, err
	}
	s.open = append(s.open, p)
	s.now.Store(&p.Stream)
	return p, nil
}

// Seal implements [table.Stream]: every part must be fit for use.
func (s *Stream) Seal() error {
	s.parts, s.tally = nil, table.Tally{}
	empty := 0
	for _, p := range s.open {
		err := p.Seal()
		if errors.Is(err, table.ErrNoRows) { // a partition may be empty, the whole may not
			empty, err = empty+1, nil
		}
		if err != nil {
			return within(p.file.Name, err)
		}
		if !p.ended {
			break
		}
		s.add(p)
	}
	switch {
	case s.err != nil && !errors.Is(s.err, io.EOF):
		return s.err
	case s.err == nil:
		return io.ErrUnexpectedEOF // the caller has not read everything
	case empty == len(s.open):
		return table.ErrNoRows.With("file", s.name)
	}
	return nil
}

func (s *Stream) add(p *part) {
	t, d := p.Tally(), p.Digest()
	s.parts = append(s.parts, Part{Name: p.file.Name, Digest: hex.EncodeToString(d[:]), Rows: t.Rows, Bytes: t.Bytes})
	if s.tally.FirstRagged == 0 {
		s.tally.FirstRagged = t.FirstRagged
	}
	s.tally.Bytes += t.Bytes
	s.tally.Rows += t.Rows
	s.tally.Ragged += t.Ragged
	s.tally.BlankLines += t.BlankLines
	s.tally.InvalidBytes += t.InvalidBytes
	s.tally.Unplaced += t.Unplaced
}

// Parts are the parts that were read to their end and found good; complete after Seal.
func (s *Stream) Parts() []Part { return s.parts }

// Format implements [table.Stream]: that of the first part.
func (s *Stream) Format() table.Format { return s.format }

// Tally implements [table.Stream].
func (s *Stream) Tally() table.Tally { return s.tally }

// Digest implements [table.Stream]; it is known after Seal.
func (s *Stream) Digest() [32]byte { return Digest(s.parts) }

// Size implements [table.Stream].
func (s *Stream) Size() (read, total int64) {
	read = s.done.Load()
	if now := s.now.Load(); now != nil {
		n, _ := (*now).Size()
		read += n
	}
	return min(read, s.total), s.total
}

// Close implements [table.Stream].
func (s *Stream) Close() (err error) {
	s.once.Do(func() {
		for _, p := range s.open {
			if !p.ended {
				err = p.Close()
			}
		}
	})
	return err
}

// block is a part's block with its number in the whole.
type block struct {
	s     *Stream
	part  *part
	inner table.Block
	index int
}

func (b *block) Index() int { return b.index }

// Decode implements [table.Block].
func (b *block) Decode(dst *table.Batch) error {
	p := b.part
	if p.order == nil && len(p.values) == 0 {
		return b.named(b.inner.Decode(dst))
	}
	scratch := b.s.pool.Get().(*table.Batch)
	defer b.s.pool.Put(scratch)
	if err := b.inner.Decode(scratch); err != nil {
		return b.named(err)
	}
	dst.Reset(len(b.s.columns))
	for r := range scratch.Rows() {
		for c := range b.s.inside {
			if p.order != nil {
				c = p.order[c]
			}
			dst.Append(scratch.Cell(r, c))
		}
		for _, v := range p.values {
			dst.Append(v.value)
		}
	}
	return nil
}

func (b *block) named(err error) error {
	if err == nil {
		return nil
	}
	return within(b.part.file.Name, err)
}
