package partition

import (
	"errors"
	"io"

	"shurong.org/shurong/internal/table"
)

// Boundary implements [table.Resumer]: parts are the boundaries.
func (s *Stream) Boundary() bool { return s.fresh && s.last > 1 && s.files[0].Digest != nil }

// Mark implements [table.Resumer]. It stands before the part that the last block is of.
func (s *Stream) Mark() table.Mark {
	m := table.Mark{Blocks: s.index - 1, Parts: []table.PartMark{}}
	for _, p := range s.open[:len(s.open)-1] {
		mark := table.PartMark{Name: p.file.Name, Size: p.file.Size}
		err := p.Seal()
		mark.Empty = errors.Is(err, table.ErrNoRows)
		if err != nil && !mark.Empty { // a part that is not good is not passed over: its fault is to come up
			return table.Mark{}
		}
		mark.Tally, mark.Digest = p.Tally(), p.Digest()
		m.Parts = append(m.Parts, mark)
	}
	return m
}

// Resume implements [table.Resumer].
func (s *Stream) Resume(m table.Mark) error {
	if m.Text != nil || len(m.Parts) == 0 || len(m.Parts) >= len(s.files) || len(s.open) > 0 {
		return table.ErrChanged.With("file", s.name)
	}
	for i, mark := range m.Parts {
		f := s.files[i]
		if f.Name != mark.Name || f.Size != mark.Size || f.Digest == nil {
			return table.ErrChanged.With("file", f.Name)
		}
		if mark.Digest != ([32]byte{}) { // a part without rows has none
			sum, err := f.Digest()
			if err != nil {
				return within(f.Name, err)
			}
			if sum != mark.Digest {
				return table.ErrChanged.With("file", f.Name)
			}
		}
		s.open = append(s.open, &part{Stream: passed{mark}, file: f, ended: true})
		s.done.Add(f.Size)
	}
	s.index, s.last = m.Blocks, len(m.Parts)
	return nil
}

// passed is a part that another reading read.
type passed struct{ mark table.PartMark }

func (p passed) Columns() []string          { return nil }
func (p passed) Next() (table.Block, error) { return nil, io.EOF }
func (p passed) Format() table.Format       { return table.Format{} }
func (p passed) Tally() table.Tally         { return p.mark.Tally }
func (p passed) Digest() [32]byte           { return p.mark.Digest }
func (p passed) Size() (read, total int64)  { return p.mark.Size, p.mark.Size }
func (p passed) Close() error               { return nil }
func (p passed) Seal() error {
	if p.mark.Empty {
		return table.ErrNoRows.With("file", p.mark.Name)
	}
	return nil
}
