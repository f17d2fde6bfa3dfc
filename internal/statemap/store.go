package statemap

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/internal/db"
)

// Table is a [Reader] of the stored tiles inside a transaction, and writes them. Its table is map_tile (id, body).
type Table struct {
	ctx      context.Context
	tx       *db.Tx
	postgres bool
}

// NewTable reads and writes tiles in tx; postgres chooses the better statements there.
func NewTable(ctx context.Context, tx *db.Tx, postgres bool) *Table {
	return &Table{ctx: ctx, tx: tx, postgres: postgres}
}

// Tiles implements [Reader].
func (t *Table) Tiles(ids []ID) ([][]byte, error) {
	if t.postgres && len(ids) > 1 {
		return t.tilesAtOnce(ids)
	}
	out := make([][]byte, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	stmt, err := t.tx.Prepare(t.ctx, "SELECT body FROM map_tile WHERE id = ?")
	if err != nil {
		return nil, err
	}
	defer func() { _ = stmt.Close() }()
	for i, id := range ids {
		if err := stmt.QueryRowContext(t.ctx, id.Bytes()).Scan(&out[i]); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
	}
	return out, nil
}

// tilesAtOnce spends one round trip.
func (t *Table) tilesAtOnce(ids []ID) ([][]byte, error) {
	names := make([][]byte, len(ids))
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		names[i] = id.Bytes()
		at[string(names[i])] = i
	}
	out := make([][]byte, len(ids))
	err := t.tx.Each(t.ctx, func(r *sql.Rows) error {
		var name, body []byte
		if err := r.Scan(&name, &body); err != nil {
			return err
		}
		out[at[string(name)]] = body
		return nil
	}, "SELECT id, body FROM map_tile WHERE id = ANY(?)", names)
	return out, err
}

// Write stores what [Update] returned.
func (t *Table) Write(writes []Write) error {
	const put = "INSERT INTO map_tile (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body"
	var gone, names, bodies [][]byte
	for _, w := range writes {
		if w.Body == nil {
			gone = append(gone, w.ID.Bytes())
			continue
		}
		names, bodies = append(names, w.ID.Bytes()), append(bodies, w.Body)
	}
	if t.postgres {
		return t.writeAtOnce(gone, names, bodies)
	}
	if len(names) > 0 {
		stmt, err := t.tx.Prepare(t.ctx, put)
		if err != nil {
			return err
		}
		defer func() { _ = stmt.Close() }()
		for i := range names {
			if _, err := stmt.ExecContext(t.ctx, names[i], bodies[i]); err != nil {
				return err
			}
		}
	}
	for _, name := range gone {
		if _, err := t.tx.Exec(t.ctx, "DELETE FROM map_tile WHERE id = ?", name); err != nil {
			return err
		}
	}
	return nil
}

func (t *Table) writeAtOnce(gone, names, bodies [][]byte) error {
	if len(names) > 0 {
		if _, err := t.tx.Exec(t.ctx, `INSERT INTO map_tile (id, body) SELECT * FROM unnest(?::bytea[], ?::bytea[])
ON CONFLICT (id) DO UPDATE SET body = excluded.body`, names, bodies); err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := t.tx.Exec(t.ctx, "DELETE FROM map_tile WHERE id = ANY(?)", gone)
	return err
}
