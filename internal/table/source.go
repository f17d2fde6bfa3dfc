package table

import "sync"

// Source reads a table row by row. It is used by one goroutine; another fills the next batch meanwhile.
type Source struct {
	Stream
	free chan *Batch
	full chan filled
	quit chan struct{}
	once sync.Once

	current *Batch
	row     int
	started bool
	err     error // sticky, io.EOF included
}

type filled struct {
	batch *Batch
	err   error
}

// Open opens the file at path to read it row by row.
func Open(path string, o Options) (*Source, error) {
	s, err := OpenStream(path, o)
	if err != nil {
		return nil, err
	}
	return Read(s), nil
}

// OpenFile reads a file that somebody else opened row by row, and takes it over: it is closed with the source, or on an
// error.
func OpenFile(file File, o Options) (*Source, error) {
	s, err := FileStream(file, o)
	if err != nil {
		return nil, err
	}
	return Read(s), nil
}

// Read reads a stream row by row. Closing the source closes the stream.
func Read(s Stream) *Source {
	r := &Source{Stream: s, free: make(chan *Batch, 2), full: make(chan filled, 2), quit: make(chan struct{})}
	r.free <- new(Batch)
	r.free <- new(Batch)
	return r
}

// NextBatch returns the next rows, at least one, or io.EOF after the last. The batch is valid until the next call.
// Format, Tally and Digest are complete after io.EOF.
func (s *Source) NextBatch() (*Batch, error) {
	if s.err != nil {
		return nil, s.err
	}
	if !s.started {
		s.started = true
		go s.run()
	}
	if s.current != nil {
		s.free <- s.current
		s.current = nil
	}
	r := <-s.full
	if r.err != nil {
		s.err = r.err
		return nil, s.err
	}
	s.current, s.row = r.batch, 0
	return r.batch, nil
}

// Row is one row's cells.
type Row [][]byte

// Next returns the next row, or io.EOF. The row is valid until the next call; use it or [Source.NextBatch], not both.
func (s *Source) Next() (Row, error) {
	for s.current == nil || s.row >= s.current.Rows() {
		if _, err := s.NextBatch(); err != nil {
			return nil, err
		}
	}
	r := s.current.row(s.row)
	s.row++
	return r, nil
}

// Close releases the source. It may be called at any time, more than once.
func (s *Source) Close() error {
	s.once.Do(func() {
		close(s.quit)
		if !s.started {
			_ = s.Stream.Close() // reading only
		}
	})
	return nil
}

// run fills batches until the end, a fault, or Close. It owns the stream from the first NextBatch on.
func (s *Source) run() {
	defer func() { _ = s.Stream.Close() }() // reading only
	for {
		var b *Batch
		select {
		case b = <-s.free:
		case <-s.quit:
			return
		}
		r := filled{batch: b, err: s.fill(b)}
		select {
		case s.full <- r:
		case <-s.quit:
			return
		}
		if r.err != nil {
			return
		}
	}
}

// fill decodes the next block that has rows. A fault of the whole comes before one of a part.
func (s *Source) fill(b *Batch) error {
	for {
		block, err := s.Stream.Next()
		if err == nil {
			err = block.Decode(b)
		}
		if err == nil && b.Rows() > 0 {
			return nil
		}
		if err != nil {
			if seal := s.Seal(); seal != nil {
				return seal
			}
			return err
		}
	}
}
