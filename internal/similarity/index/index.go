package index

import (
	"errors"
	"slices"
	"sync"
)

const (
	// MaxPostings is how many tags of an asset are indexed: with 8 bytes each, half a kilobyte an asset.
	MaxPostings = 64
	// flushPostings is when the tail becomes a segment: 4,096 assets, some 10 MB of tables.
	flushPostings = 1 << 18
	// growth is how much larger than its newer neighbour a segment is kept. Larger means fewer merges and more
	// segments to look into: with 4, ten million assets are at most seven segments, and a tag is rewritten eight times.
	growth = 4
)

// Options are what an index may be told. The zero value is an index in memory.
type Options struct {
	// Dir is where the files are; empty keeps all in memory.
	Dir string
	// FlushPostings is how large the tail grows; zero is the default. Building a large index from the log is faster with
	// more: 24 bytes of memory each.
	FlushPostings int
}

// Index is safe for concurrent use: one goroutine enters assets, any number ask.
type Index struct {
	dir   string
	flush int

	mu       sync.RWMutex
	segments []*segment // oldest first
	tail     tail
	size     uint64 // entries of the log taken in
	leaf     [32]byte
	last     uint64 // position of the newest asset
	saved    uint64 // size that the files say

	merging  sync.WaitGroup
	mergeErr error // of the last merge; read after merging.Wait
}

// New returns an empty index in memory.
func New(o Options) *Index {
	ix := &Index{dir: o.Dir, flush: o.FlushPostings, tail: newTail(0)}
	if ix.flush == 0 {
		ix.flush = flushPostings
	}
	return ix
}

// Cursor returns how many entries of the log were taken in, and the digest of the last one.
func (ix *Index) Cursor() (size uint64, leaf [32]byte) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.size, ix.leaf
}

// Add enters the asset that was filed at a log position, which is greater than all before. Repeated tags count once.
func (ix *Index) Add(position uint64, tags []uint64) error {
	if len(tags) > MaxPostings {
		return ErrPostings.With("n", len(tags), "max", MaxPostings)
	}
	if len(tags) == 0 {
		return nil
	}
	keys := keysOf(tags)
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.assets() > 0 && position <= ix.last || position < ix.size {
		return ErrOrder.With("position", position)
	}
	if ix.assets() == 1<<32-2 {
		return ErrFull.With()
	}
	ix.tail.add(position, keys)
	ix.last = position
	return nil
}

// keysOf are the distinct keys of tags, in order.
func keysOf(tags []uint64) []uint64 {
	keys := make([]uint64, len(tags))
	for i, t := range tags {
		keys[i] = key(t)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// assets is how many were entered. The caller holds the lock.
func (ix *Index) assets() uint32 { return ix.tail.first + uint32(len(ix.tail.positions)) }

// Advance says that the log was taken in up to a size; leaf is the digest of the entry before it. When enough has come
// together it is written out.
func (ix *Index) Advance(size uint64, leaf [32]byte) error {
	ix.mu.Lock()
	ix.size, ix.leaf = size, leaf
	full := len(ix.tail.postings) >= ix.flush
	// Entries that are no filings are taken in again after a restart: bound how many.
	stale := ix.dir != "" && size-ix.saved >= 1<<20
	ix.mu.Unlock()
	if full || stale {
		return ix.Save()
	}
	return nil
}

// Save writes out everything that was taken in.
func (ix *Index) Save() error {
	ix.merging.Wait()
	if err := ix.mergeErr; err != nil {
		return err
	}
	if len(ix.tail.positions) > 0 {
		if err := ix.flushTail(); err != nil {
			return err
		}
	}
	if err := ix.writeCursor(); err != nil {
		return err
	}
	ix.merging.Go(func() { ix.mergeErr = ix.merge() })
	return nil
}

// flushTail makes the tail a segment. Only the goroutine that enters assets changes tail and segments, and merging is
// over, so reading them needs no lock.
func (ix *Index) flushTail() error {
	h := header{
		values: uint64(len(ix.tail.postings)), first: ix.tail.first, assets: uint32(len(ix.tail.positions)),
		size: ix.size, leaf: ix.leaf,
	}
	if h.values > maxValues {
		return ErrFull.With()
	}
	h.bits = directoryBits(h.values)
	s, err := ix.write(h.layout(), func(dst writerAt) error {
		return writeSegment(dst, h, func(i uint32) uint64 { return ix.tail.positions[i] }, ix.tail.sorted())
	})
	if err != nil {
		return err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.segments = append(ix.segments, s)
	ix.tail = newTail(s.first + s.assets)
	return nil
}

// merge joins neighbours until every segment is [growth] times its newer neighbour.
func (ix *Index) merge() error {
	for {
		n := len(ix.segments)
		if n < 2 || ix.segments[n-2].values >= growth*ix.segments[n-1].values {
			return nil
		}
		older, newer := ix.segments[n-2], ix.segments[n-1]
		if older.values+newer.values > maxValues {
			return nil
		}
		h := mergedHeader(older, newer)
		s, err := ix.write(h, func(dst writerAt) error { return mergeSegments(dst, older, newer) })
		if err != nil {
			return err
		}
		ix.mu.Lock()
		ix.segments = append(slices.Clone(ix.segments[:n-2]), s)
		ix.mu.Unlock()
		// Nobody asks them any more: asking holds the lock.
		if err := errors.Join(older.discard(), newer.discard()); err != nil {
			return ErrFile.With("why", err.Error()).Because(err)
		}
	}
}

// Reset empties the index, for building it again from the log.
func (ix *Index) Reset() error {
	ix.merging.Wait()
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.mergeErr = nil
	return ix.reset()
}

func (ix *Index) reset() error {
	var errs []error
	for _, s := range ix.segments {
		errs = append(errs, s.drop())
	}
	ix.segments, ix.tail, ix.size, ix.leaf, ix.last, ix.saved = nil, newTail(0), 0, [32]byte{}, 0, 0
	return errors.Join(append(errs, ix.removeFiles())...)
}

// Close writes out what was taken in and gives back memory. The index is not used afterwards.
func (ix *Index) Close() error {
	var err error
	if ix.dir != "" {
		err = ix.Save()
	}
	ix.merging.Wait()
	ix.mu.Lock()
	defer ix.mu.Unlock()
	errs := []error{err, ix.mergeErr}
	for _, s := range ix.segments {
		errs = append(errs, s.drop())
	}
	ix.segments = nil
	return errors.Join(errs...)
}

// Stats tells how large an index is.
type Stats struct {
	Assets   uint32 `json:"assets"`
	Postings uint64 `json:"postings"`
	Segments int    `json:"segments"`
	Bytes    uint64 `json:"bytes"` // of the segments; the tail is bounded
}

// Stats returns the index's present size.
func (ix *Index) Stats() Stats {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	st := Stats{Assets: ix.assets(), Postings: uint64(len(ix.tail.postings)), Segments: len(ix.segments)}
	for _, s := range ix.segments {
		st.Postings += s.values
		st.Bytes += uint64(len(s.data))
	}
	return st
}
