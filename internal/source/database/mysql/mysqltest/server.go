// Package mysqltest starts a real MariaDB for tests: a private server in a temporary directory that listens on a Unix
// socket only and ends with the test process. $SHURONG_TEST_MYSQL_SOCKET (root without a password) uses a running one.
package mysqltest

import (
	"bufio"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/go-sql-driver/mysql" // the driver
)

// install is what a person reads when MariaDB is missing.
const install = "MariaDB was not found: install it (Debian, Ubuntu: apt-get install mariadb-server) " +
	"or set SHURONG_TEST_MYSQL_SOCKET"

// script makes and starts a server in $1, says so, and takes it down when its standard input closes: that happens when
// the test process ends, however it ends. Durability is off: a test's data is thrown away.
const script = `
set -e
me=$(id -un)
mariadb-install-db --no-defaults --datadir="$1/data" --user="$me" --auth-root-authentication-method=normal --skip-test-db >"$1/log" 2>&1
mariadbd --no-defaults --datadir="$1/data" --user="$me" --socket="$1/s" --pid-file="$1/pid" --skip-networking \
  --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M --skip-log-bin >>"$1/log" 2>&1 &
for i in $(seq 600); do
  mariadb-admin --no-defaults --socket="$1/s" -u root ping >/dev/null 2>&1 && break
  sleep 0.1
done
mariadb-admin --no-defaults --socket="$1/s" -u root ping >/dev/null
echo ready
cat >/dev/null || true
kill -9 "$(cat "$1/pid")" 2>/dev/null || true
rm -rf "$1"
`

// lifeline is the script's standard input, held open until the process ends; see package dbtest.
var lifeline io.WriteCloser //nolint:unused // see above

var server = sync.OnceValues(func() (socket string, err error) {
	dir, err := os.MkdirTemp("/tmp", "srmy")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("sh", "-c", script, "sh", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if lifeline, err = cmd.StdinPipe(); err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		return "", fmt.Errorf("the server did not start: %s", log)
	}
	return filepath.Join(dir, "s"), nil
})

// New makes an empty database that is dropped when the test ends, and a connection that may do anything in it. Without
// MariaDB the test is skipped, or fails if $CI is set.
func New(t testing.TB) (socket, database string, admin *sql.DB) {
	t.Helper()
	socket = os.Getenv("SHURONG_TEST_MYSQL_SOCKET")
	if socket == "" {
		if _, err := exec.LookPath("mariadbd"); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal(install)
			}
			t.Skip(install)
		}
		var err error
		if socket, err = server(); err != nil {
			t.Fatalf("start a private MariaDB: %v", err)
		}
	}
	database = "shurong_" + strings.ToLower(rand.Text())
	admin, err := sql.Open("mysql", "root@unix("+socket+")/")
	if err != nil {
		t.Fatal(err)
	}
	admin.SetMaxOpenConns(1) // USE holds for what follows
	for _, s := range []string{"CREATE DATABASE " + database + " CHARACTER SET utf8mb4", "USE " + database} {
		if _, err := admin.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		_, _ = admin.Exec("DROP DATABASE " + database)
		_ = admin.Close()
	})
	return socket, database, admin
}
