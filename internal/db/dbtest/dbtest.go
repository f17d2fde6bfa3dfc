// Package dbtest runs a test against both database engines, for real.
//
// SQLite is a file in the test's directory. PostgreSQL is a private cluster, started once per test binary from the
// system's own programs in a temporary directory that listens on a Unix socket only; each test gets a database of its
// own. $SHURONG_TEST_POSTGRES (an address whose user may create databases) uses a running server instead.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver, for creating databases

	"shurong.org/shurong/internal/db"
)

// install is what a person reads when PostgreSQL is missing.
const install = "PostgreSQL was not found: install it (Debian, Ubuntu: apt-get install postgresql) or set SHURONG_TEST_POSTGRES to a server's address"

// Each runs test on SQLite and on PostgreSQL, each on an empty, migrated store. Without PostgreSQL that half is skipped,
// or fails if $CI is set.
func Each(t *testing.T, migrations fs.FS, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, migrations)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t, migrations)) })
}

// SQLite opens an empty, migrated store in the test's directory.
func SQLite(t testing.TB, migrations fs.FS) *db.DB {
	t.Helper()
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"), migrations)
}

// Postgres opens an empty, migrated store in a new PostgreSQL database.
func Postgres(t testing.TB, migrations fs.FS) *db.DB {
	t.Helper()
	return open(t, PostgresDSN(t), migrations)
}

// Node opens an empty node store on SQLite, for tests that do not turn on the engine.
func Node(t testing.TB) *db.DB {
	t.Helper()
	return SQLite(t, db.NodeMigrations())
}

// PostgresDSN returns the address of a new, empty PostgreSQL database that is dropped when the test ends.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	server := serverAddress(t)
	admin, err := sql.Open("pgx", server.String())
	if err != nil {
		t.Fatal(err)
	}
	name := "shurong_test_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatalf("create a test database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
		_ = admin.Close()
	})
	mine := *server
	mine.Path = "/" + name
	return mine.String()
}

func open(t testing.TB, dsn string, migrations fs.FS) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), dsn, "test", migrations)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return d
}

// cluster starts the private server at most once per test binary. It ends with the process: see start.
var cluster = sync.OnceValues(start)

func serverAddress(t testing.TB) *url.URL {
	t.Helper()
	if dsn := os.Getenv("SHURONG_TEST_POSTGRES"); dsn != "" {
		u, err := url.Parse(dsn)
		if err != nil {
			t.Fatal("SHURONG_TEST_POSTGRES is not a postgres:// address")
		}
		return u
	}
	bin := binaries()
	if bin == "" {
		if os.Getenv("CI") != "" {
			t.Fatal(install)
		}
		t.Skip(install)
	}
	u, err := cluster()
	if err != nil {
		t.Fatalf("start a private PostgreSQL: %v", err)
	}
	return u
}
