package similarity

import (
	"bytes"
	"context"
	"crypto/sha256"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/similarity/index"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

// taken is how many entries are taken in at a time.
const taken = 512

// openIndex opens the index's files. If they are not whole, or of another log, the index begins empty.
func (s *Service) openIndex(ctx context.Context, dir string) error {
	ix, why, err := index.Open(index.Options{Dir: dir})
	if err != nil {
		return err
	}
	s.index = ix
	if size, leaf := ix.Cursor(); size > 0 {
		last, err := s.ledger.Entries(ctx, size-1, 1)
		if err != nil {
			return err
		}
		if len(last) != 1 || sha256.Sum256(last[0].Bytes) != leaf {
			why = "another log"
		}
	}
	if why == "" {
		return nil
	}
	s.log.WarnContext(ctx, "the similarity index is built again from the log", "why", why)
	return ix.Reset()
}

// Run keeps the index up to date until ctx ends, and returns nil then.
func (s *Service) Run(ctx context.Context) error {
	for {
		err := s.CatchUp(ctx)
		if err == nil {
			size, _ := s.index.Cursor()
			err = s.ledger.Wait(ctx, size+1)
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it is to stop; what failed, failed for that
		}
		if err != nil {
			return err
		}
	}
}

// Wait returns when the entries below size were taken in. It does not need Run.
func (s *Service) Wait(ctx context.Context, size uint64) error {
	for {
		if have, _ := s.index.Cursor(); have >= size {
			return nil
		}
		if err := s.ledger.Wait(ctx, size); err != nil {
			return err
		}
		if err := s.CatchUp(ctx); err != nil {
			return err
		}
	}
}

// CatchUp takes in all entries that are durable when it is called.
func (s *Service) CatchUp(ctx context.Context) error {
	select {
	case <-s.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.turn <- struct{}{} }()
	to := s.ledger.Size()
	for {
		size, _ := s.index.Cursor()
		if size >= to {
			return nil
		}
		entries, err := s.ledger.Entries(ctx, size, taken)
		if err != nil || len(entries) == 0 {
			return err
		}
		for i := range entries {
			if err := s.take(ctx, &entries[i]); err != nil {
				return err
			}
			// One by one: what was taken in before a failure stays, and is not entered twice.
			if err := s.index.Advance(entries[i].Index+1, sha256.Sum256(entries[i].Bytes)); err != nil {
				return err
			}
		}
	}
}

// The events that bring postings. Looking for them first spares the decoding of all other entries.
const (
	filed = "case.filed"
	beat  = "heartbeat.recorded"
)

// take enters what one entry brings.
func (s *Service) take(ctx context.Context, raw *sequence.RawEntry) error {
	if !bytes.Contains(raw.Bytes, []byte(filed)) && !bytes.Contains(raw.Bytes, []byte(`"postings"`)) {
		return nil
	}
	e, err := entry(raw)
	if err != nil {
		return err
	}
	for i := range e.Events {
		postings, err := s.brought(ctx, e, &e.Events[i])
		if err != nil {
			return err
		}
		if len(postings) > 0 {
			// A command files one case or records one heartbeat.
			return s.index.Add(raw.Index, postings)
		}
	}
	return nil
}

func entry(raw *sequence.RawEntry) (*registry.Entry, error) {
	e := new(registry.Entry)
	if err := canon.Unmarshal(raw.Bytes, e); err != nil {
		return nil, ErrEntry.With("index", raw.Index).Because(err)
	}
	return e, nil
}

// brought returns the postings that an event brings, none if it brings none.
func (s *Service) brought(ctx context.Context, e *registry.Entry, event *registry.Event) ([]uint64, error) {
	switch event.Kind {
	case filed:
		var c registry.Case
		if err := canon.Unmarshal(event.Body, &c); err != nil {
			return nil, ErrEntry.With("index", e.Index).Because(err)
		}
		if c.Type != registry.TypeInitial {
			return nil, nil // about data that is registered, and so entered, already
		}
		if p := protocol.Postings(c.Measurement.Postings); len(p) > 0 {
			return p, nil
		}
		if s.Sketch == nil {
			return nil, nil
		}
		sk, err := s.Sketch(ctx, &c)
		if err != nil || sk == nil {
			return nil, err
		}
		return sketch.Postings(sk), nil
	case beat:
		// A heartbeat after the data was sealed again: a further asset of the same certificate, unless nothing is new.
		var h registry.Heartbeat
		if err := canon.Unmarshal(event.Body, &h); err != nil {
			return nil, ErrEntry.With("index", e.Index).Because(err)
		}
		p := protocol.Postings(h.Measurement.Postings)
		for _, hit := range s.index.Query(p, e.Index).Hits {
			if hit.Rare+hit.Common < len(p) {
				break
			}
			if a, err := s.asset(ctx, hit.Position); err != nil || a.certificate == h.Certificate {
				return nil, err
			}
		}
		return p, nil
	}
	return nil, nil
}
