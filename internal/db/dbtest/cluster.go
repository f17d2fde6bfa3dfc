package dbtest

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// script makes and starts a cluster in $2 with the programs in $1, says so, and takes it down when its standard input
// closes: that happens when the test process ends, however it ends. Durability is off: a test's data is thrown away.
const script = `
set -e
"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$2/log" 2>&1
"$1/pg_ctl" -D "$2/data" -w -t 60 -l "$2/log" -o "-k $2 -c listen_addresses='' -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >>"$2/log" 2>&1
echo ready
cat >/dev/null || true
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1 || true
rm -rf "$2"
`

// binaries returns the directory of the newest PostgreSQL server programs, or "".
func binaries() string {
	if p, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(real)
		}
	}
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/initdb", "/usr/pgsql-*/bin/initdb", "/opt/homebrew/opt/postgresql*/bin/initdb"} {
		hits, _ := filepath.Glob(pattern)
		found = append(found, hits...)
	}
	if len(found) == 0 {
		return ""
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return major(a) - major(b) }))
}

// major reads the version number out of a path such as /usr/lib/postgresql/15/bin/initdb.
func major(path string) int {
	digits := strings.FieldsFunc(path, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(digits[0])
	return n
}

// lifeline is the script's standard input, held open until the process ends. It is a package variable since a pipe that
// nothing refers to is closed by the garbage collector, and the cluster with it.
var lifeline io.WriteCloser //nolint:unused // see above

// start runs the script and waits for the server. The directory name is short: a Unix socket's path may have at most
// 107 bytes.
func start() (*url.URL, error) {
	dir, err := os.MkdirTemp("/tmp", "srpg")
	if err != nil {
		return nil, err
	}
	args := []string{"sh", "-c", script, "sh", binaries(), dir}
	if os.Getuid() == 0 {
		// PostgreSQL refuses to run as root.
		if args, err = asOther(args, dir); err != nil {
			return nil, err
		}
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if lifeline, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		return nil, fmt.Errorf("the server did not start: %s", log)
	}
	return &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {dir}}.Encode()}, nil
}

// asOther prefixes a command so that it runs as an unprivileged user who owns dir.
func asOther(args []string, dir string) ([]string, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
		for _, as := range [][]string{
			{"setpriv", "--reuid=" + u.Uid, "--regid=" + u.Gid, "--clear-groups"},
			{"runuser", "-u", name, "--"},
		} {
			if _, err := exec.LookPath(as[0]); err == nil {
				return append(as, args...), nil
			}
		}
	}
	return nil, fmt.Errorf("running as root, and no way was found to start PostgreSQL as another user (setpriv or runuser)")
}
