package db

import (
	"runtime"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPostgres opens one pool; every connection looks names up in the store's own schema only.
func openPostgres(dsn, schema string) (*DB, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		// pgx redacts the password, but may name user and host: the cause goes to the log only.
		return nil, ErrDSN.With("why", "not a PostgreSQL address").Because(err)
	}
	cfg.RuntimeParams["search_path"] = schema
	cfg.RuntimeParams["application_name"] = "shurong"
	pool := stdlib.OpenDB(*cfg)
	// One connection writes, one may hold a lock while migrating, the rest read.
	conns := 2 + max(minReaders, runtime.NumCPU())
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return &DB{write: pool, read: pool, postgres: true}, nil
}
