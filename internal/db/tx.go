package db

import (
	"context"
	"database/sql"
	"errors"
)

// Tx is a running transaction. It is valid only inside the function it was handed to, on that goroutine.
type Tx struct {
	tx *sql.Tx
	db *DB
}

// Tx runs fn in a writing transaction: committed if fn returns nil, rolled back if it returns an error or panics. Writers
// of a store run one after another.
func (d *DB) Tx(ctx context.Context, fn func(tx *Tx) error) error {
	return d.run(ctx, d.write, nil, func(tx *Tx) error {
		if d.postgres {
			if _, err := tx.tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", d.lockKey); err != nil {
				return err
			}
		}
		return fn(tx)
	})
}

// View runs fn in a read-only transaction over one snapshot.
func (d *DB) View(ctx context.Context, fn func(tx *Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if d.postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return d.run(ctx, d.read, opts, fn)
}

func (d *DB) run(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(tx *Tx) error) error {
	tx, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			// After a panic, or after an error that already ended the transaction: nothing more to learn from it.
			_ = tx.Rollback()
		}
	}()
	if err := fn(&Tx{tx: tx, db: d}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	committed = true
	return nil
}

// Postgres reports whether the store is on PostgreSQL; see [DB.Postgres].
func (t *Tx) Postgres() bool { return t.db.postgres }

// Exec runs a statement that returns no rows. Placeholders are '?'.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, t.db.rewrite(query), args...)
}

// Query runs a statement that returns rows; the caller closes them.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, t.db.rewrite(query), args...)
}

// QueryRow runs a statement that returns at most one row.
func (t *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(ctx, t.db.rewrite(query), args...)
}

// Prepare parses a statement once for many executions in this transaction, for batches. It ends with the transaction.
func (t *Tx) Prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	return t.tx.PrepareContext(ctx, t.db.rewrite(query))
}

// Each calls scan for every row of a query and closes the rows. It stops at the first error.
func (t *Tx) Each(ctx context.Context, scan func(*sql.Rows) error, query string, args ...any) (err error) {
	rows, err := t.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
