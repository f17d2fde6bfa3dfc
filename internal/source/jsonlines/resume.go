package jsonlines

import (
	"errors"
	"io"

	"shurong.org/shurong/internal/table"
)

// Boundary implements [table.Resumer]: so much text lies between two.
func (s *Stream) Boundary() bool {
	if s.marked == 0 {
		s.marked = s.every
	}
	if s.before < s.marked {
		return false
	}
	s.marked = s.before + s.every
	return true
}

// Mark implements [table.Resumer].
func (s *Stream) Mark() table.Mark {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := table.LinesMark{
		Tally: s.tally, Text: s.bytes, Keys: s.keys, Bad: table.LineMark{Line: s.bad.line, What: s.bad.what},
		Key: table.LineMark{Line: s.newKey.line, What: s.newKey.what},
	}
	m.Read, m.Sum = s.in.Stands()
	return table.Mark{Blocks: s.index - 1, Lines: &m}
}

// Resume implements [table.Resumer].
func (s *Stream) Resume(m table.Mark) error {
	changed := table.ErrChanged.With("file", s.name)
	if m.Lines == nil {
		return changed
	}
	if err := s.in.Holds(m.Lines.Read, m.Lines.Sum); err != nil {
		return err
	}
	for range m.Blocks {
		b, err := s.next()
		if errors.Is(err, io.EOF) {
			return changed
		}
		if err != nil {
			return err
		}
		s.pool.Put(b.text)
	}
	s.marked = s.behind + s.every
	l := m.Lines
	s.decoded, s.tally, s.bytes, s.keys = m.Blocks, l.Tally, l.Text, l.Keys
	s.bad, s.newKey = firstLine{l.Bad.Line, l.Bad.What}, firstLine{l.Key.Line, l.Key.What}
	return nil
}
