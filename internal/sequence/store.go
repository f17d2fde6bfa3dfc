package sequence

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/proof"
)

// mark is a batch row: the log at one durable size.
type mark struct {
	size, first uint64 // of the log after and before the batch
	time        int64
	log, state  proof.Hash
	checkpoint  []byte
}

const markColumns = "size, first, time, log_root, map_root, checkpoint"

func scanMark(scan func(...any) error) (mark, error) {
	var m mark
	var size, first int64
	var log, state []byte
	if err := scan(&size, &first, &m.time, &log, &state, &m.checkpoint); err != nil {
		return mark{}, err
	}
	if len(log) != proof.HashSize || len(state) != proof.HashSize || first < 0 || size < first {
		return mark{}, ErrDamaged.With("why", "a batch row is malformed")
	}
	m.size, m.first, m.log, m.state = uint64(size), uint64(first), proof.Hash(log), proof.Hash(state)
	return m, nil
}

// lastMark is the newest batch; ok is false in a store that was never opened by a ledger.
func lastMark(ctx context.Context, tx *db.Tx) (m mark, ok bool, err error) {
	m, err = scanMark(tx.QueryRow(ctx, "SELECT "+markColumns+" FROM batch ORDER BY size DESC LIMIT 1").Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return mark{}, false, nil
	}
	return m, err == nil, err
}

func writeMark(ctx context.Context, tx *db.Tx, m mark) error {
	_, err := tx.Exec(ctx, "INSERT INTO batch ("+markColumns+") VALUES (?, ?, ?, ?, ?, ?)",
		int64(m.size), int64(m.first), m.time, m.log[:], m.state[:], m.checkpoint)
	return err
}

// writer writes the rows of batches in the form that suits the engine.
type writer struct {
	ctx      context.Context
	tx       *db.Tx
	postgres bool
}

// entries appends a batch's leaves.
func (w writer) entries(b *batch) error {
	if w.postgres {
		n := len(b.rows)
		index, digests, leaves := make([]int64, n), make([][]byte, n), make([][]byte, n)
		for i := range b.rows {
			index[i], digests[i], leaves[i] = int64(b.first)+int64(i), b.rows[i].digest[:], b.rows[i].leaf
		}
		_, err := w.tx.Exec(w.ctx, `INSERT INTO entry (idx, time, digest, leaf)
SELECT i, ?::bigint, d, l FROM unnest(?::bigint[], ?::bytea[], ?::bytea[]) AS r (i, d, l)`, b.time, index, digests, leaves)
		return err
	}
	return w.each("INSERT INTO entry (idx, time, digest, leaf) VALUES (?, ?, ?, ?)", len(b.rows), func(i int) []any {
		return []any{int64(b.first) + int64(i), b.time, b.rows[i].digest[:], b.rows[i].leaf}
	})
}

// facts stores changed facts, in the order of their keys: neighbours share a page.
func (w writer) facts(writes map[string][]byte) error {
	var put, gone []string
	for k, v := range writes {
		if v == nil {
			gone = append(gone, k)
		} else {
			put = append(put, k)
		}
	}
	slices.Sort(put)
	slices.Sort(gone)
	if w.postgres {
		keys, values := make([][]byte, len(put)), make([][]byte, len(put))
		for i, k := range put {
			keys[i], values[i] = []byte(k), writes[k]
		}
		if _, err := w.tx.Exec(w.ctx, `INSERT INTO state (key, value) SELECT * FROM unnest(?::bytea[], ?::bytea[])
ON CONFLICT (key) DO UPDATE SET value = excluded.value`, keys, values); err != nil {
			return err
		}
	} else if err := w.each(`INSERT INTO state (key, value) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value`, len(put), func(i int) []any {
		return []any{[]byte(put[i]), writes[put[i]]}
	}); err != nil {
		return err
	}
	return w.each("DELETE FROM state WHERE key = ?", len(gone), func(i int) []any { return []any{[]byte(gone[i])} })
}

// each runs a statement n times, parsed once.
func (w writer) each(query string, n int, args func(i int) []any) error {
	if n == 0 {
		return nil
	}
	stmt, err := w.tx.Prepare(w.ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }()
	for i := range n {
		if _, err := stmt.ExecContext(w.ctx, args(i)...); err != nil {
			return err
		}
	}
	return nil
}

// original finds the receipt of a command that was accepted before, nil if there was none.
func original(ctx context.Context, store *db.DB, digest [32]byte) (*Receipt, error) {
	var leaf []byte
	err := store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT leaf FROM entry WHERE digest = ?", digest[:]).Scan(&leaf)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, ErrStore.Because(err)
	}
	return receiptOf(leaf)
}

// readEntries reads up to limit entries from an index on.
func readEntries(ctx context.Context, tx *db.Tx, from uint64, limit int) ([]RawEntry, error) {
	out := []RawEntry{}
	if from > proof.MaxSize {
		return out, nil
	}
	err := tx.Each(ctx, func(r *sql.Rows) error {
		var e RawEntry
		var index int64
		if err := r.Scan(&index, &e.Time, &e.Bytes); err != nil {
			return err
		}
		e.Index = uint64(index)
		out = append(out, e)
		return nil
	}, "SELECT idx, time, leaf FROM entry WHERE idx >= ? ORDER BY idx LIMIT ?", int64(from), limit)
	return out, err
}
