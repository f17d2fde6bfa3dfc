// Package db opens Shurong's databases and hands out transactions.
//
// Two engines, one dialect. A store is either a SQLite file ("sqlite:/path/file.db") or a schema of a PostgreSQL
// database ("postgres://…"). Callers write portable SQL with '?' placeholders and never ask which engine they are on
// unless they have a better statement for one of them ([DB.Postgres]).
//
// Portable means: BIGINT, TEXT and BYTEA columns; booleans as BIGINT 0/1; instants as BIGINT Unix milliseconds; civil
// dates as TEXT "2006-01-02"; identifiers made in Go, never by the database.
//
// Invariants that callers build on, on both engines:
//
//   - One writer. [DB.Tx] functions of one store run one after another, so what a transaction read is still true when
//     it writes; there are no serialisation failures to retry. On SQLite it is the one write connection, on PostgreSQL
//     an advisory lock per schema. Throughput comes from batching inside a transaction, not from concurrency.
//   - What Tx has returned nil for survives a power failure (SQLite runs WAL with synchronous=FULL).
//   - [DB.View] sees one snapshot from its first statement on and cannot write.
//   - A Tx inside a Tx of the same store would wait for itself: pass the *Tx down instead.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"regexp"
	"strings"

	"github.com/pressly/goose/v3"
)

// versionTable is where goose keeps which migrations a store has seen.
const versionTable = "schema_version"

// DB is one open store. It is safe for concurrent use.
type DB struct {
	write, read *sql.DB
	postgres    bool
	lockKey     int64 // advisory lock that makes PostgreSQL writers queue up
	rewrites    rewriteCache
}

// validSchema bounds what may stand as a schema name, which cannot be a statement parameter.
var validSchema = regexp.MustCompile(`^[a-z][a-z0-9_]{0,47}$`)

// Open opens the store that dsn names, creates it if it does not exist, and brings it to the newest migration. dsn is
// "sqlite:/path/file.db" or a "postgres://" address; schema is the PostgreSQL schema, ignored by SQLite.
//
// Migrations may arrive out of order: each capability owns a range of numbers and adds to it on its own.
func Open(ctx context.Context, dsn, schema string, migrations fs.FS) (*DB, error) {
	if !validSchema.MatchString(schema) {
		return nil, ErrDSN.With("why", "schema name "+schema)
	}
	scheme, rest, ok := strings.Cut(dsn, ":")
	if !ok || rest == "" {
		return nil, ErrDSN.With("why", "scheme is missing")
	}
	var d *DB
	var err error
	switch scheme {
	case "sqlite":
		d, err = openSQLite(rest)
	case "postgres", "postgresql":
		d, err = openPostgres(dsn, schema)
	default:
		return nil, ErrDSN.With("why", "unknown scheme "+scheme)
	}
	if err != nil {
		return nil, err
	}
	d.lockKey = advisoryKey(schema)
	if err := d.prepare(ctx, schema, migrations); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *DB) prepare(ctx context.Context, schema string, migrations fs.FS) error {
	if err := d.write.PingContext(ctx); err != nil {
		return ErrOpen.Because(err)
	}
	if d.postgres {
		conn, err := d.write.Conn(ctx)
		if err != nil {
			return ErrOpen.Because(err)
		}
		defer func() { _ = conn.Close() }()
		// Two nodes started at once must not both create the schema.
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", d.lockKey); err != nil {
			return ErrOpen.Because(err)
		}
		defer func() {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", d.lockKey)
		}()
		if _, err := conn.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema); err != nil {
			return ErrOpen.Because(err)
		}
	}
	return d.migrate(ctx, migrations)
}

func (d *DB) migrate(ctx context.Context, migrations fs.FS) error {
	if migrations == nil {
		return nil
	}
	dialect := goose.DialectSQLite3
	if d.postgres {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, d.write, migrations,
		goose.WithTableName(versionTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithAllowOutofOrder(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil
	}
	if err != nil {
		return ErrMigrate.Because(err)
	}
	if _, err := p.Up(ctx); err != nil {
		return ErrMigrate.Because(err)
	}
	return nil
}

// Postgres reports whether the store is on PostgreSQL, for the rare statement that has a better form there.
func (d *DB) Postgres() bool { return d.postgres }

// Ping reports whether the store answers.
func (d *DB) Ping(ctx context.Context) error {
	return d.View(ctx, func(tx *Tx) error {
		var one int
		return tx.QueryRow(ctx, "SELECT 1").Scan(&one)
	})
}

// Close waits for running statements and closes the store.
func (d *DB) Close() error {
	err := d.read.Close()
	if d.write != d.read {
		err = errors.Join(err, d.write.Close())
	}
	return err
}

// advisoryKey maps a schema to the PostgreSQL advisory lock of its writers.
func advisoryKey(schema string) int64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "shurong writer %s", schema)
	return int64(h.Sum64())
}
