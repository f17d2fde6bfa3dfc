package jsonlines_test

import (
	"errors"
	"io"
	"testing"

	"shurong.org/shurong/internal/source/jsonlines"
	"shurong.org/shurong/internal/source/sourcetest"
	"shurong.org/shurong/internal/table"
)

func BenchmarkDecode(b *testing.B) {
	content := []byte(lines(100_000, 0, 0))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		s, err := jsonlines.Open(sourcetest.InMemory(content), jsonlines.Options{SchemaRows: 100})
		if err != nil {
			b.Fatal(err)
		}
		var batch table.Batch
		for {
			block, err := s.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			if err := block.Decode(&batch); err != nil {
				b.Fatal(err)
			}
		}
	}
}
