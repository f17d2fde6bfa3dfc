package scan

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/axiomhq/hyperloglog"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/table"
)

// The sample: sampleMost rows, of a wide table fewer, so that it holds no more than sampleCells cells.
const (
	sampleMost  = 65_536
	sampleLeast = 1_024
	sampleCells = 4 << 20
)

// Read reads a table once, for a scan alone. The stream is not closed. Blocks are decoded and searched by so many
// workers; the result does not depend on how many.
func Read(ctx context.Context, s table.Stream, workers int, at daycount.Date) (Input, error) {
	columns := s.Columns()
	most := min(sampleMost, max(sampleLeast, sampleCells/len(columns)))
	blocks := make(chan table.Block, 1)
	readers := make([]*reader, max(1, workers))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wait sync.WaitGroup
	for i := range readers {
		r := newReader(len(columns), most)
		readers[i] = r
		wait.Go(func() {
			for b := range blocks {
				if err := r.block(b); err != nil {
					cancel(err)
				}
			}
		})
	}
	err := feed(ctx, s, blocks)
	close(blocks)
	wait.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(err, io.EOF) {
		err = cause
	}
	if !errors.Is(err, io.EOF) {
		return Input{}, err
	}
	if err := context.Cause(ctx); err != nil {
		return Input{}, err
	}
	if err := s.Seal(); err != nil {
		return Input{}, err
	}
	first := readers[0]
	for _, r := range readers[1:] {
		if err := first.merge(r); err != nil {
			return Input{}, err
		}
	}
	return first.input(columns, at), nil
}

// feed hands out blocks until the end, which is io.EOF.
func feed(ctx context.Context, s table.Stream, blocks chan<- table.Block) error {
	for {
		b, err := s.Next()
		if err != nil {
			return err
		}
		select {
		case blocks <- b:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// reader is one worker's part.
type reader struct {
	batch    table.Batch
	detector *Detector
	values   []int64
	distinct []*hyperloglog.Sketch
	rows     int64
	most     int
	sample   []sampled
	limit    uint64 // rows of a greater hash are not among the sample any more
}

// sampled is a row of the sample: those of least hash of (block, row) are kept.
type sampled struct {
	hash  uint64
	cells [][]byte
}

func newReader(columns, most int) *reader {
	r := &reader{detector: NewDetector(columns), values: make([]int64, columns), most: most, limit: ^uint64(0),
		distinct: make([]*hyperloglog.Sketch, columns)}
	for i := range r.distinct {
		r.distinct[i] = hyperloglog.New14()
	}
	return r
}

func (r *reader) block(b table.Block) error {
	index := uint64(b.Index())
	if err := b.Decode(&r.batch); err != nil {
		return err
	}
	n := r.batch.Rows()
	r.rows += int64(n)
	for c := range r.values {
		hashes, _ := r.batch.Looked(c)
		for _, h := range hashes {
			if h != 0 {
				r.values[c]++
				r.distinct[c].InsertHash(h)
			}
		}
	}
	r.detector.Block(&r.batch)
	for i := range n {
		if h := rowHash(index, uint64(i)); h <= r.limit {
			r.sample = append(r.sample, sampled{h, r.copyRow(i)})
		}
	}
	if len(r.sample) > 2*r.most {
		r.trim()
	}
	return nil
}

// rowHash spreads (block, row) evenly.
func rowHash(block, row uint64) uint64 {
	x := block<<32 ^ row ^ 0x9e3779b97f4a7c15
	for range 2 {
		x ^= x >> 32
		x *= 0xd6e8feb86659fd93
	}
	return x ^ x>>32
}

func (r *reader) copyRow(i int) [][]byte {
	size := 0
	for c := range r.values {
		size += len(r.batch.Cell(i, c))
	}
	text, cells := make([]byte, 0, size), make([][]byte, len(r.values))
	for c := range cells {
		from := len(text)
		text = append(text, r.batch.Cell(i, c)...)
		cells[c] = text[from:len(text):len(text)]
	}
	return cells
}

// trim keeps the rows of least hash.
func (r *reader) trim() {
	slices.SortFunc(r.sample, func(a, b sampled) int {
		switch {
		case a.hash < b.hash:
			return -1
		case a.hash > b.hash:
			return 1
		}
		return slices.CompareFunc(a.cells, b.cells, bytes.Compare)
	})
	if len(r.sample) > r.most {
		clear(r.sample[r.most:])
		r.sample = r.sample[:r.most]
		r.limit = r.sample[r.most-1].hash
	}
}

func (r *reader) merge(o *reader) error {
	r.rows += o.rows
	r.detector.Merge(o.detector)
	r.sample = append(r.sample, o.sample...)
	for c := range r.values {
		r.values[c] += o.values[c]
		if err := r.distinct[c].Merge(o.distinct[c]); err != nil {
			return err
		}
	}
	r.trim()
	return nil
}

func (r *reader) input(columns []string, at daycount.Date) Input {
	r.trim()
	in := Input{Rows: r.rows, Sample: rowsOf(r.sample), Detector: r.detector, At: at}
	for c, name := range columns {
		in.Columns = append(in.Columns, ColumnInfo{Name: name, Values: r.values[c],
			Distinct: min(int64(r.distinct[c].Estimate()), r.values[c])})
	}
	return in
}

type rowsOf []sampled

func (s rowsOf) Rows() int            { return len(s) }
func (s rowsOf) Cell(r, c int) []byte { return s[r].cells[c] }
