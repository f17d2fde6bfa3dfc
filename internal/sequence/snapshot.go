package sequence

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/statemap"
	"shurong.org/shurong/internal/translog"
	"shurong.org/shurong/proof"
)

const (
	// MaxEntries is the most entries that one call of Entries returns.
	MaxEntries = 1000
	// MaxScan is the most facts that one call of Scan returns.
	MaxScan = 1000
)

// Snapshot is a ledger at one batch boundary. It is valid inside the function it was handed to, on that goroutine.
type Snapshot struct {
	ctx  context.Context
	tx   *db.Tx
	pg   bool
	full *translog.Full
	mark mark
}

var _ registry.Reader = (*Snapshot)(nil)

// View implements [Ledger].
func (s *Solo) View(ctx context.Context, fn func(*Snapshot) error) error {
	return s.core.store.View(ctx, func(tx *db.Tx) error {
		m, ok, err := lastMark(ctx, tx)
		if err != nil {
			return err
		}
		if !ok {
			return ErrDamaged.With("why", "no batch row")
		}
		return fn(&Snapshot{ctx: ctx, tx: tx, pg: s.core.store.Postgres(), full: s.full, mark: m})
	})
}

// Entries implements [Ledger].
func (s *Solo) Entries(ctx context.Context, from uint64, limit int) (out []RawEntry, err error) {
	err = s.core.store.View(ctx, func(tx *db.Tx) error {
		out, err = readEntries(ctx, tx, from, min(max(limit, 0), MaxEntries))
		return err
	})
	return out, err
}

// Get returns the value of a fact, nil if it does not exist.
func (s *Snapshot) Get(key string) ([]byte, error) { return getFact(s.ctx, s.tx, key) }

// Scan returns facts whose keys begin with prefix and are greater than after, in the order of their bytes, up to limit
// or [MaxScan].
func (s *Snapshot) Scan(prefix, after string, limit int) ([]KV, error) {
	low := max(prefix, after) // after is excluded below; prefix itself may be a key
	query, args := "SELECT key, value FROM state WHERE key >= ? AND key <> ?", []any{[]byte(low), []byte(after)}
	if high, ok := successor(prefix); ok {
		query, args = query+" AND key < ?", append(args, []byte(high))
	}
	out := []KV{}
	err := s.tx.Each(s.ctx, func(r *sql.Rows) error {
		var k, v []byte
		if err := r.Scan(&k, &v); err != nil {
			return err
		}
		out = append(out, KV{Key: string(k), Value: v})
		return nil
	}, query+" ORDER BY key LIMIT ?", append(args, min(max(limit, 0), MaxScan))...)
	return out, err
}

// successor is the least string above all that begin with prefix; there is none for an empty one.
func successor(prefix string) (string, bool) {
	b := []byte(prefix)
	for len(b) > 0 {
		if b[len(b)-1] < 0xff {
			b[len(b)-1]++
			return string(b), true
		}
		b = b[:len(b)-1]
	}
	return "", false
}

// Checkpoint is the signed note of this moment, for proof.ParseCheckpoint.
func (s *Snapshot) Checkpoint() []byte { return append([]byte(nil), s.mark.checkpoint...) }

// Size is the number of entries.
func (s *Snapshot) Size() uint64 { return s.mark.size }

// Time is the newest batch's, in Unix milliseconds; 0 for the empty log.
func (s *Snapshot) Time() int64 { return s.mark.time }

// Roots are the log's and the map's.
func (s *Snapshot) Roots() (log, state proof.Hash) { return s.mark.log, s.mark.state }

// Entry is the leaf at a position.
func (s *Snapshot) Entry(i uint64) ([]byte, error) {
	if i >= s.mark.size {
		return nil, ErrNoEntry.With("index", i, "size", s.mark.size)
	}
	var leaf []byte
	err := s.tx.QueryRow(s.ctx, "SELECT leaf FROM entry WHERE idx = ?", int64(i)).Scan(&leaf)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrDamaged.With("why", "an entry is missing")
	}
	return leaf, err
}

// Inclusion is the path from entry i to the log root of the checkpoint.
func (s *Snapshot) Inclusion(i uint64) ([][32]byte, error) {
	if i >= s.mark.size {
		return nil, ErrNoEntry.With("index", i, "size", s.mark.size)
	}
	return translog.Inclusion(translog.NewTable(s.ctx, s.tx, s.full), i, s.mark.size)
}

// Consistency shows that the log of this moment continues the one of old entries.
func (s *Snapshot) Consistency(old uint64) ([][32]byte, error) {
	if old > s.mark.size {
		return nil, ErrNoEntry.With("index", old, "size", s.mark.size)
	}
	return translog.Consistency(translog.NewTable(s.ctx, s.tx, s.full), old, s.mark.size)
}

// ConsistencyAt shows that the log of size entries, at most those of this moment, continues the one of old entries.
func (s *Snapshot) ConsistencyAt(old, size uint64) ([][32]byte, error) {
	if size > s.mark.size || old > size {
		return nil, ErrNoEntry.With("index", size, "size", s.mark.size)
	}
	return translog.Consistency(translog.NewTable(s.ctx, s.tx, s.full), old, size)
}

// LogTile returns a tile's hashes so far, nil if there are none.
func (s *Snapshot) LogTile(id translog.ID) ([]byte, error) {
	return translog.NewTable(s.ctx, s.tx, s.full).LogTile(id)
}

// ProveKey proves what the map holds at a key, or that it holds nothing there.
func (s *Snapshot) ProveKey(key string) (proof.MapProof, error) {
	p, _, err := statemap.Prove(statemap.NewTable(s.ctx, s.tx, s.pg), key)
	return p, err
}
