package db

import (
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	_ "modernc.org/sqlite" // registers the "sqlite" driver
)

const (
	// busyTimeout is how long, in milliseconds, a statement waits for another process that holds the file (a backup, a
	// command run beside the node). Inside one process writers queue on the single connection and never meet it.
	busyTimeout = "10000"
	// cacheSize is how much of the file a connection may keep, in kibibytes and negative as SQLite has it. A batch that
	// changes more pages than fit writes them several times; two megabytes, SQLite's own size, are soon full.
	cacheSize = "-65536"
	// minReaders keeps a slow export from starving the screens on a small machine.
	minReaders = 4
)

// openSQLite opens the file with one connection for writers and a pool that can only read. The file is made readable
// by its owner alone; SQLite gives its WAL and shared-memory files the same mode.
func openSQLite(path string) (*DB, error) {
	if err := createPrivate(path); err != nil {
		return nil, ErrOpen.Because(err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, ErrOpen.Because(err)
	}
	address := func(pragmas ...string) string {
		q := url.Values{"_txlock": {"immediate"}, "_pragma": append([]string{
			"busy_timeout(" + busyTimeout + ")", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
			"cache_size(" + cacheSize + ")", "temp_store(MEMORY)",
		}, pragmas...)}
		u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: q.Encode()}
		return u.String()
	}
	write, err := sql.Open("sqlite", address())
	if err != nil {
		return nil, ErrOpen.Because(err)
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", address("query_only(1)"))
	if err != nil {
		return nil, errors.Join(ErrOpen.Because(err), write.Close())
	}
	readers := max(minReaders, runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{write: write, read: read}, nil
}

func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}
