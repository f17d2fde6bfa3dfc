package table

import (
	"errors"
	"io"
	"sync"
)

// Producer is a source that gives its rows one batch after the other. [Produced] makes a [Stream] of it.
type Producer interface {
	Columns() []string
	// Fill puts the next rows into b, at least one, or returns io.EOF. It resets b first.
	Fill(b *Batch) error
	Format() Format
	Tally() Tally
	// Finish is called after io.EOF: the digest of everything, or why what was read does not count.
	Finish() (digest [32]byte, err error)
	// Size is as in [Stream]; it may be called from any goroutine.
	Size() (read, total int64)
	Close() error
}

// Produced is the stream of a producer: the goroutine that calls Next does all the decoding, its rows are then shared
// out.
func Produced(p Producer) Stream {
	return &produced{Producer: p, spare: make(chan *Batch, spareBuffers)}
}

type produced struct {
	Producer
	spare  chan *Batch
	index  int
	err    error
	digest [32]byte
	once   sync.Once
}

func (p *produced) Next() (Block, error) {
	if p.err != nil {
		return nil, p.err
	}
	var b *Batch
	select {
	case b = <-p.spare:
	default:
		b = new(Batch)
	}
	if p.err = p.Fill(b); p.err == nil {
		p.index++
		return &decoded{p, p.index - 1, b}, nil
	}
	if errors.Is(p.err, io.EOF) {
		if p.digest, p.err = p.Finish(); p.err == nil {
			p.err = io.EOF
		}
	}
	return nil, p.err
}

func (p *produced) Seal() error {
	if errors.Is(p.err, io.EOF) {
		return nil
	}
	return p.err
}

func (p *produced) Large() (rows, bytes int64) {
	if l, ok := p.Producer.(Large); ok {
		return l.Large()
	}
	return 0, 0
}

func (p *produced) Digest() [32]byte { return p.digest }

func (p *produced) Close() (err error) {
	p.once.Do(func() { err = p.Producer.Close() })
	return err
}

// decoded is a block that was decoded when it was read.
type decoded struct {
	stream *produced
	index  int
	batch  *Batch
}

func (d *decoded) Index() int { return d.index }

func (d *decoded) Decode(b *Batch) error {
	*b, *d.batch = *d.batch, *b
	select {
	case d.stream.spare <- d.batch:
	default:
	}
	d.batch = nil
	return nil
}
