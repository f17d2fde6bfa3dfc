package books

import (
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// server is a private PostgreSQL as it comes, durable: every commit is synced. The tests' own cluster is not.
type server struct{ bin, dir string }

func startServer(b *testing.B) *server {
	b.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
	if len(found) == 0 {
		b.Skip("no pgbench: apt-get install postgresql")
	}
	dir, err := os.MkdirTemp("/tmp", "srbb")
	if err != nil {
		b.Fatal(err)
	}
	s := &server{filepath.Dir(slices.Max(found)), dir}
	b.Cleanup(func() {
		_ = s.command("pg_ctl", "-D", dir+"/data", "-m", "immediate", "stop").Run()
		_ = os.RemoveAll(dir)
	})
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			b.Skip(err)
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			b.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"initdb", "-D", dir + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"},
		{"pg_ctl", "-D", dir + "/data", "-w", "-l", dir + "/log", "-o", "-k " + dir + " -c listen_addresses=''", "start"},
	} {
		if out, err := s.command(args...).CombinedOutput(); err != nil {
			b.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
	return s
}

// command is a PostgreSQL program, run as its user when we are root, which it refuses.
func (s *server) command(args ...string) *exec.Cmd {
	args[0] = filepath.Join(s.bin, args[0])
	if os.Getuid() == 0 {
		args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = s.dir
	return cmd
}

func (s *server) dsn() string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres",
		RawQuery: url.Values{"host": {s.dir}}.Encode()}
	return u.String()
}
