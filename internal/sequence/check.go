package sequence

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/proof"
)

// Report is what [Check] found whole.
type Report struct {
	Checkpoint proof.Checkpoint `json:"checkpoint"`
	Batches    uint64           `json:"batches"`
	Facts      uint64           `json:"facts"`
	Tiles      uint64           `json:"tiles"` // of log and map
}

// table is compared row by row in the order of its key.
type table struct {
	name, query string
	count       func(*Report) *uint64
}

var tables = []table{
	{"entry", "SELECT idx, time, digest, leaf FROM entry ORDER BY idx", func(r *Report) *uint64 { return &r.Checkpoint.Size }},
	{"batch", "SELECT size, first, time, log_root, map_root FROM batch ORDER BY size", func(r *Report) *uint64 { return &r.Batches }},
	{"state", "SELECT key, value FROM state ORDER BY key", func(r *Report) *uint64 { return &r.Facts }},
	{"log_tile", "SELECT level, n, hashes FROM log_tile ORDER BY level, n", func(r *Report) *uint64 { return &r.Tiles }},
	{"map_tile", "SELECT id, body FROM map_tile ORDER BY id", func(r *Report) *uint64 { return &r.Tiles }},
}

// Check derives everything in a store from its leaves again, into an empty, migrated scratch store, and compares every
// row: entries, facts, tiles, and the roots and times of every batch. Where verifier keys are given, each batch's
// checkpoint must bear the signature of one of them. The store may be in use: one moment of it is checked.
// The first difference is returned as [ErrDamaged] or [ErrDiverged].
func Check(ctx context.Context, store, scratch *db.DB, vkeys ...string) (Report, error) {
	var report Report
	err := store.View(ctx, func(tx *db.Tx) (err error) {
		report, err = checkIn(ctx, tx, scratch, vkeys)
		return err
	})
	return report, err
}

// checkIn checks what a transaction sees.
func checkIn(ctx context.Context, tx *db.Tx, scratch *db.DB, vkeys []string) (report Report, err error) {
	origin, err := storedOrigin(ctx, tx)
	if err != nil {
		return report, err
	}
	reached, err := Replay(ctx, stored{tx}, scratch, Options{Origin: origin})
	if err != nil {
		return report, err
	}
	err = scratch.View(ctx, func(want *db.Tx) error {
		for _, t := range tables {
			if err := t.compare(ctx, tx, want, &report); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return report, err
	}
	report.Checkpoint = reached
	return report, checkpoints(ctx, tx, origin, vkeys)
}

// compare reads both tables in step.
func (t table) compare(ctx context.Context, have, want *db.Tx, report *Report) (err error) {
	a, err := open(ctx, have, t.query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	b, err := open(ctx, want, t.query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	for {
		x, err := a.next()
		if err != nil {
			return err
		}
		y, err := b.next()
		if err != nil {
			return err
		}
		switch {
		case x == nil && y == nil:
			return nil
		case x == nil:
			return ErrDamaged.With("why", t.name+": row "+name(y)+" is missing")
		case y == nil:
			return ErrDamaged.With("why", t.name+": row "+name(x)+" should not be there")
		}
		for i := range x {
			if !bytes.Equal(x[i], y[i]) {
				return ErrDamaged.With("why", fmt.Sprintf("%s: row %s differs in column %d", t.name, name(x), i+1))
			}
		}
		*t.count(report)++
	}
}

// name shows a row's key, which may be binary.
func name(row [][]byte) string {
	for _, c := range row[0] {
		if c < ' ' || c > '~' {
			return hex.EncodeToString(row[0])
		}
	}
	return string(row[0])
}

// cursor walks a query's rows as bytes.
type cursor struct {
	*sql.Rows
	cells [][]byte
	into  []any
}

func open(ctx context.Context, tx *db.Tx, query string) (*cursor, error) {
	rows, err := tx.Query(ctx, query) //nolint:rowserrcheck // next asks for it at the end
	if err != nil {
		return nil, err
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, errors.Join(err, rows.Close()) //nolint:sqlclosecheck // the cursor owns them else
	}
	c := &cursor{Rows: rows, cells: make([][]byte, len(columns)), into: make([]any, len(columns))}
	for i := range c.cells {
		c.into[i] = &c.cells[i]
	}
	return c, nil
}

// next returns the next row, nil at the end.
func (c *cursor) next() ([][]byte, error) {
	if !c.Next() {
		return nil, c.Err()
	}
	return c.cells, c.Scan(c.into...)
}

// checkpoints compares every batch's note with its row.
func checkpoints(ctx context.Context, tx *db.Tx, origin string, vkeys []string) error {
	if len(vkeys) == 0 {
		return nil
	}
	return tx.Each(ctx, func(r *sql.Rows) error {
		m, err := scanMark(r.Scan)
		if err != nil {
			return err
		}
		want := proof.Checkpoint{Origin: origin, Size: m.size, Root: m.log, State: m.state}
		err = proof.ErrCheckpointSignature.With("name", origin)
		for _, vkey := range vkeys {
			var got proof.Checkpoint
			if got, err = proof.ParseCheckpoint(m.checkpoint, vkey); err == nil {
				if got != want {
					err = proof.ErrCommitment.With()
				}
				break
			}
		}
		if err != nil {
			return ErrDamaged.With("why", fmt.Sprintf("the checkpoint of size %d", m.size)).Because(err)
		}
		return nil
	}, "SELECT "+markColumns+" FROM batch ORDER BY size")
}
