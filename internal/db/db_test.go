package db_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

var counter = fstest.MapFS{"00001_counter.sql": {Data: []byte(`-- +goose Up
CREATE TABLE counter (id TEXT NOT NULL PRIMARY KEY, n BIGINT NOT NULL, raw BYTEA);
INSERT INTO counter (id, n) VALUES ('a?b', 0);
`)}}

const bump = "UPDATE counter SET n = ? WHERE id = 'a?b'"

func read(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.View(context.Background(), func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), "SELECT n FROM counter WHERE id = ?", "a?b").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWritersSeeEachOthersWork(t *testing.T) {
	dbtest.Each(t, counter, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		const writers, each = 8, 10
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for range each {
					err := d.Tx(ctx, func(tx *db.Tx) error {
						var n int
						if err := tx.QueryRow(ctx, "SELECT n FROM counter WHERE id = ?", "a?b").Scan(&n); err != nil {
							return err
						}
						_, err := tx.Exec(ctx, bump, n+1)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n := read(t, d); n != writers*each {
			t.Errorf("a read-then-write transaction lost an update: %d of %d", n, writers*each)
		}
	})
}

func TestErrorOrPanicRollsBack(t *testing.T) {
	dbtest.Each(t, counter, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		boom := errors.New("boom")
		err := d.Tx(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, bump, 7); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Errorf("error = %v, want the function's own", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = d.Tx(ctx, func(tx *db.Tx) error {
				_, _ = tx.Exec(ctx, bump, 8)
				panic("boom")
			})
		}()
		if n := read(t, d); n != 0 {
			t.Errorf("n = %d after rollback, want 0", n)
		}
	})
}

func TestViewCannotWrite(t *testing.T) {
	dbtest.Each(t, counter, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.View(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, bump, 1)
			return err
		})
		if err == nil || read(t, d) != 0 {
			t.Errorf("a view wrote: error %v", err)
		}
	})
}

func TestViewIsOneSnapshot(t *testing.T) {
	dbtest.Each(t, counter, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.View(ctx, func(tx *db.Tx) error {
			var before, after int
			if err := tx.QueryRow(ctx, "SELECT n FROM counter").Scan(&before); err != nil {
				return err
			}
			if err := d.Tx(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, bump, 5)
				return err
			}); err != nil {
				return err
			}
			if err := tx.QueryRow(ctx, "SELECT n FROM counter").Scan(&after); err != nil {
				return err
			}
			if before != after {
				t.Errorf("the view saw %d, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestBytesComeBackAsBytes(t *testing.T) {
	dbtest.Each(t, counter, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		want := []byte{'1', '2', 0, 0xff}
		var got []byte
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO counter (id, n, raw) VALUES (?, ?, ?)", "b", 1, want)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		err := d.View(ctx, func(tx *db.Tx) error {
			return tx.Each(ctx, func(r *sql.Rows) error { return r.Scan(&got) }, "SELECT raw FROM counter WHERE id = ?", "b")
		})
		if err != nil || string(got) != string(want) {
			t.Errorf("got %x, %v; want %x", got, err, want)
		}
	})
}

func TestNodeStoreMigratesAndReopens(t *testing.T) {
	for name, dsn := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "空 格?#%.db") },
		"postgres": func(t *testing.T) string { return dbtest.PostgresDSN(t) },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, at := context.Background(), dsn(t)
			for range 2 {
				d, err := db.Open(ctx, at, db.NodeSchema, db.NodeMigrations())
				if err != nil {
					t.Fatal(err)
				}
				other, err := db.Open(ctx, at, "registry", nil)
				if err != nil {
					t.Fatal(err)
				}
				if err := errors.Join(d.Ping(ctx), d.Close(), other.Close()); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestSQLiteFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	d, err := db.Open(context.Background(), "sqlite:"+path, "node", counter)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	for _, f := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f, info.Mode().Perm())
		}
	}
}

func TestBadAddressesAreRefused(t *testing.T) {
	for _, dsn := range []string{"", "sqlite:", "mysql://x", "file.db", "postgres://u:secret@[bad"} {
		_, err := db.Open(context.Background(), dsn, "node", nil)
		if !errors.Is(err, db.ErrDSN) {
			t.Errorf("%q: %v, want ErrDSN", dsn, err)
		}
	}
}
