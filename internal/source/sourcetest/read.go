// Package sourcetest reads streams as text for tests.
package sourcetest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shurong.org/shurong/internal/table"
)

// Rows takes all rows as text: cells are joined by bars, ∅ is no value. Blocks are decoded backwards, so whatever
// depends on their order shows.
func Rows(s table.Stream) ([]string, error) {
	var blocks []table.Block
	var err error
	for {
		var b table.Block
		if b, err = s.Next(); err != nil {
			break
		}
		if b.Index() != len(blocks) {
			return nil, errors.New("blocks are not numbered in order")
		}
		blocks = append(blocks, b)
	}
	parts := make([][]string, len(blocks))
	var batch table.Batch
	for i := len(blocks) - 1; i >= 0; i-- {
		if derr := blocks[i].Decode(&batch); derr != nil {
			if seal := s.Seal(); seal != nil {
				return nil, seal
			}
			return nil, derr
		}
		parts[i] = text(&batch)
	}
	seal := s.Seal()
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case seal != nil:
		return nil, seal
	}
	var rows []string
	for _, p := range parts {
		rows = append(rows, p...)
	}
	return rows, nil
}

func text(b *table.Batch) (rows []string) {
	for r := range b.Rows() {
		cells := make([]string, b.Cols())
		for c := range cells {
			cells[c] = "∅"
			if v := b.Cell(r, c); v != nil {
				cells[c] = string(v)
			}
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	return rows
}

// File writes a file into the test's directory and returns its path.
func File(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Bytes is a file in memory, for fuzzing. It implements [table.File].
type Bytes struct {
	*strings.Reader
	Label string
}

// InMemory makes a file of b.
func InMemory(b []byte) *Bytes { return &Bytes{strings.NewReader(string(b)), "memory"} }

// Name implements [table.File].
func (b *Bytes) Name() string { return b.Label }

// Size implements [table.File].
func (b *Bytes) Size() int64 { return b.Reader.Size() }

// Unchanged implements [table.File].
func (b *Bytes) Unchanged() error { return nil }

// Close implements [table.File].
func (b *Bytes) Close() error { return nil }
