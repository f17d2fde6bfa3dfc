package sequence

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"sync"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

// replayChunk is how many entries are re-applied in one transaction: a few MiB, a tenth of a second.
const replayChunk = 512

// Source gives a log's leaves in order; every [Ledger] is one.
type Source interface {
	Entries(ctx context.Context, from uint64, limit int) ([]RawEntry, error)
}

// cutter is a source that also knows where batches ended. Replayed from it, a store has the same batch rows.
type cutter interface {
	// cuts returns the batch ends after from, ascending, up to the first that is want entries away or more.
	cuts(ctx context.Context, from, want uint64) ([]uint64, error)
}

// Replay rebuilds a registry from its leaves in an empty, migrated store: each command is checked again, signature
// included, and applied at its index and time, and must bring about the same leaf byte for byte. opts names the origin;
// without a signer the checkpoints stay empty until [Open] signs the last. It returns what was reached.
// Faults: [ErrNotEmpty], [ErrDiverged].
func Replay(ctx context.Context, from Source, into *db.DB, opts Options) (proof.Checkpoint, error) {
	c, err := newCore(into, &opts)
	if err != nil {
		return proof.Checkpoint{}, err
	}
	if err := c.begin(ctx); err != nil {
		return proof.Checkpoint{}, err
	}
	if c.at.size != 0 {
		return proof.Checkpoint{}, ErrNotEmpty.With()
	}
	r := &replayer{core: c, facts: newFacts(into, opts.Facts)}
	for {
		entries, cuts, err := nextChunk(ctx, from, c.at.size)
		if err != nil {
			return proof.Checkpoint{}, err
		}
		if len(entries) == 0 {
			return proof.Checkpoint{Origin: c.origin, Size: c.at.size, Root: c.at.log, State: c.at.state}, nil
		}
		if err := r.chunk(ctx, entries, cuts); err != nil {
			return proof.Checkpoint{}, err
		}
	}
}

// nextChunk reads entries and where they are to be cut into batches; the last cut is behind the last entry.
func nextChunk(ctx context.Context, from Source, at uint64) ([]RawEntry, []uint64, error) {
	var cuts []uint64
	limit := replayChunk
	if k, ok := from.(cutter); ok {
		var err error
		if cuts, err = k.cuts(ctx, at, replayChunk); err != nil {
			return nil, nil, err
		}
		if len(cuts) > 0 {
			limit = int(cuts[len(cuts)-1] - at)
		}
	}
	entries, err := from.Entries(ctx, at, limit)
	if err != nil || len(entries) == 0 {
		return nil, nil, err
	}
	if cuts != nil {
		if len(entries) < limit {
			return nil, nil, ErrDiverged.With("index", at+uint64(len(entries)), "why", "it is missing")
		}
		return entries, cuts, nil
	}
	for i := 1; i < len(entries); i++ {
		if entries[i].Time != entries[i-1].Time { // a batch has one time
			cuts = append(cuts, at+uint64(i))
		}
	}
	return entries, append(cuts, at+uint64(len(entries))), nil
}

type replayer struct {
	*core
	facts *facts
}

// chunk re-applies consecutive entries, cut into batches, and commits them in one transaction.
func (r *replayer) chunk(ctx context.Context, entries []RawEntry, cuts []uint64) error {
	commands, err := r.precheck(entries)
	if err != nil {
		return err
	}
	var batches []*batch
	before := map[string][]byte{} // changes of the chunk's earlier batches
	var b *batch
	for i, e := range entries {
		index := r.at.size + uint64(i)
		if b == nil {
			b = newBatch(index, e.Time)
		}
		if e.Index != index || e.Time < r.at.time || (len(batches) > 0 && e.Time < batches[len(batches)-1].time) {
			return ErrDiverged.With("index", index, "why", "index or time out of order")
		}
		if e.Time != b.time {
			return ErrDiverged.With("index", index, "why", "a batch with two times")
		}
		base := &layered{open: b.writes, inflight: before, durable: r.facts.fill}
		if err := b.reapply(base, commands[i], e.Bytes); err != nil {
			return err
		}
		if b.end() == cuts[0] {
			cuts = cuts[1:]
			batches = append(batches, b)
			for k, v := range b.writes {
				before[k] = v
			}
			b = nil
		}
	}
	if err := r.commit(ctx, batches); err != nil {
		return err
	}
	r.facts.apply(before)
	return nil
}

// precheck reads the commands back out of their leaves and checks them on all cores.
func (r *replayer) precheck(entries []RawEntry) ([]*registry.Checked, error) {
	out, faults := make([]*registry.Checked, len(entries)), make([]error, len(entries))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(entries); i += workers {
				out[i], faults[i] = r.precheckOne(entries[i])
			}
		})
	}
	wg.Wait()
	for i, err := range faults {
		if err != nil {
			return nil, ErrDiverged.With("index", entries[i].Index, "why", fault.From(err).Code()).Because(err)
		}
	}
	return out, nil
}

func (r *replayer) precheckOne(raw RawEntry) (*registry.Checked, error) {
	command, err := commandOf(raw)
	if err != nil {
		return nil, err
	}
	return registry.Precheck(r.facts, command)
}

// commandOf takes the signed command back out of a leaf.
func commandOf(raw RawEntry) ([]byte, error) {
	var e registry.Entry
	if err := canon.Unmarshal(raw.Bytes, &e); err != nil {
		return nil, err
	}
	if e.Command == nil {
		return nil, ErrDamaged.With("why", "an entry without a command")
	}
	return canon.Marshal(e.Command)
}

// stored is a source inside one view of a store.
type stored struct{ tx *db.Tx }

// Entries implements [Source].
func (s stored) Entries(ctx context.Context, from uint64, limit int) ([]RawEntry, error) {
	return readEntries(ctx, s.tx, from, limit)
}

func (s stored) cuts(ctx context.Context, from, want uint64) (out []uint64, err error) {
	err = s.tx.Each(ctx, func(r *sql.Rows) error {
		var size int64
		if err := r.Scan(&size); err != nil {
			return err
		}
		out = append(out, uint64(size))
		return nil
	}, `SELECT size FROM batch WHERE size > ? AND size <= COALESCE((SELECT MIN(size) FROM batch WHERE size >= ?), ?) ORDER BY size`,
		int64(from), int64(from+want), int64(proof.MaxSize))
	return out, err
}

// storedOrigin is whose log a store holds.
func storedOrigin(ctx context.Context, tx *db.Tx) (origin string, err error) {
	err = tx.QueryRow(ctx, "SELECT origin FROM meta WHERE id = 1").Scan(&origin)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrDamaged.With("why", "the store holds no log")
	}
	return origin, err
}
