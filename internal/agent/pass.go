package agent

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/sketch"
)

// pass is one reading of a source.
type pass struct {
	o       Options
	columns []string
	profile *profile.Builder
	ruling  *ruling
	workers []*worker

	taken  sync.WaitGroup // blocks that are being decoded
	resume *resume        // where the pass is written down; nil: nowhere

	mu    sync.Mutex
	fault error // of the block with the least number
	at    int
	rows  int64
}

// worker is one goroutine's share of the pass.
type worker struct {
	pass    *pass
	number  int
	batch   table.Batch
	profile *profile.Worker
	scan    *scan.Detector
	sketch  *sketch.Builder
}

// manyColumns is the width from which a single worker reads: what it holds grows with the columns.
const manyColumns = 2000

// mostWorkers is how many workers take part unless more are asked for: beyond, reading is what takes longest.
const mostWorkers = 8

func newPass(s table.Stream, o Options) *pass {
	about := profile.Options{MeasuredAt: o.MeasuredAt}
	if l, ok := s.(table.Large); ok {
		about.Rows, about.Bytes = l.Large()
	}
	return &pass{o: o, columns: s.Columns(), profile: profile.NewBuilder(s.Columns(), about)}
}

// run reads the source to its end. The first fault in the order of the source is returned, whoever was faster.
func (p *pass) run(ctx context.Context, s table.Stream) error {
	n := p.o.Workers
	if n <= 0 {
		n = min(runtime.GOMAXPROCS(0), mostWorkers)
	}
	if len(p.columns) > manyColumns {
		n = 1
	}
	p.ruling = newRuling(p.o.Rules, p.columns, n)
	blocks := make(chan table.Block, n)
	stop := make(chan struct{}) // a worker met a fault
	var once sync.Once
	var wg sync.WaitGroup
	for len(p.workers) < n {
		if _, err := p.worker(); err != nil {
			return err
		}
	}
	for _, w := range p.workers {
		wg.Go(func() {
			for b := range blocks {
				if err := w.take(b); err != nil {
					p.fail(b.Index(), err)
					once.Do(func() { close(stop) })
				}
				p.taken.Done()
			}
		})
	}
	err := p.feed(ctx, s, blocks, stop)
	close(blocks)
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if seal := s.Seal(); seal != nil {
		return seal
	}
	if p.fault != nil {
		return p.fault
	}
	return err
}

// feed hands blocks to the workers until the end.
func (p *pass) feed(ctx context.Context, s table.Stream, blocks chan<- table.Block, stop <-chan struct{}) error {
	for {
		b, err := s.Next()
		if errors.Is(err, io.EOF) {
			p.report(s)
			return nil
		}
		if err != nil {
			return err
		}
		p.checkpoint(s)
		p.taken.Add(1)
		select {
		case blocks <- b:
		case <-stop:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		if b.Index()%64 == 0 {
			p.report(s)
		}
	}
}

func (p *pass) report(s table.Stream) {
	if p.o.Progress == nil {
		return
	}
	read, total := s.Size()
	p.mu.Lock()
	rows := p.rows
	p.mu.Unlock()
	p.o.Progress(Progress{Read: read, Total: total, Rows: rows})
}

func (p *pass) fail(block int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fault == nil || block < p.at {
		p.fault, p.at = err, block
	}
}

func (p *pass) worker() (*worker, error) {
	w := &worker{pass: p, number: len(p.workers), profile: p.profile.Worker(), scan: scan.NewDetector(len(p.columns))}
	var err error
	if w.sketch, err = sketch.NewBuilder(p.columns, sketch.Options{}); err != nil {
		return nil, err
	}
	p.workers = append(p.workers, w)
	return w, nil
}

func (w *worker) take(block table.Block) error {
	b := &w.batch
	if err := block.Decode(b); err != nil {
		w.profile.Skip(block.Index())
		return err
	}
	w.profile.Block(block.Index(), b)
	w.scan.Block(b)
	w.sketch.Block(b)
	w.pass.ruling.block(w.number, block.Index(), b)
	w.pass.mu.Lock()
	w.pass.rows += int64(b.Rows())
	w.pass.mu.Unlock()
	return nil
}
