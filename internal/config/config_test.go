package config

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/fault"
)

var update = flag.Bool("update", false, "write the table into docs/configuration.md")

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shurong.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFlagBeatsEnvironmentBeatsFileBeatsDefault(t *testing.T) {
	path := write(t, "listen: 127.0.0.1:1\nsession_idle: 3h\nlog_level: warn\n")
	c, err := Load([]string{"--config", path, "--listen=127.0.0.1:3", "--example"},
		[]string{"SHURONG_LISTEN=127.0.0.1:2", "SHURONG_SESSION_IDLE=4h", "PATH=/bin"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:3" || c.SessionIdle != 4*time.Hour || c.LogLevel != "warn" ||
		c.LogFormat != "text" || !c.Example {
		t.Errorf("got %+v", c)
	}
	sources := map[string]string{}
	for _, v := range c.Explain() {
		sources[v.Setting.Name] = v.Source
	}
	for name, want := range map[string]string{"listen": "--listen", "session_idle": "SHURONG_SESSION_IDLE",
		"log_level": path, "log_format": "default"} {
		if sources[name] != want {
			t.Errorf("%s comes from %q, want %q", name, sources[name], want)
		}
	}
}

func TestDefaultsPutTheStoresInTheDataDirectory(t *testing.T) {
	c, err := Load([]string{"--data-dir", "/srv/d"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.NodeStore() != "sqlite:/srv/d/node.db" || c.RegistryStore() != "sqlite:/srv/d/registry.db" || c.HTTPS() {
		t.Errorf("got %q, %q, %v", c.NodeStore(), c.RegistryStore(), c.HTTPS())
	}
}

func TestFileFaultsNameTheirLine(t *testing.T) {
	for _, x := range []struct {
		name, content string
		want          *fault.Def
		line          int
	}{
		{"unknown key", "listen: :1\nlistne: :2\n", ErrUnknown, 2},
		{"bad value", "\n\nsession_idle: soon\n", ErrValue, 3},
		{"repeated key", "listen: :1\nlisten: :2\n", ErrSyntax, 2},
		{"nested", "listen:\n  host: a\n", ErrShape, 1},
		{"list at the top", "- listen\n", ErrShape, 1},
		{"not YAML", "listen: [\n", ErrSyntax, 1},
		{"alias", "listen: &a :1\ndata_dir: *a\n", ErrShape, 1},
		{"fraction of a byte", "max_body: 1.5MiB\n", ErrValue, 1},
		{"proxy that is no address", "trusted_proxies: [10.0.0.0/8, nowhere]\n", ErrValue, 1},
	} {
		t.Run(x.name, func(t *testing.T) {
			path := write(t, x.content)
			_, err := Load([]string{"--config=" + path}, nil)
			if !errors.Is(err, x.want) {
				t.Fatalf("error = %v, want %s", err, x.want.Code())
			}
			if e := fault.From(err); e.Line != x.line || e.File != path {
				t.Errorf("at %s:%d, want line %d", e.File, e.Line, x.line)
			}
		})
	}
}

func TestEmptyFileIsNoConfiguration(t *testing.T) {
	for _, content := range []string{"", "# nothing\n", "---\n"} {
		if _, err := Load([]string{"--config", write(t, content)}, nil); err != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestCommandLineFaults(t *testing.T) {
	for _, x := range []struct {
		args []string
		want *fault.Def
	}{
		{[]string{"--listne", ":1"}, ErrUnknown},
		{[]string{"--listen"}, ErrFlagValue},
		{[]string{"--listen=:1", "--listen=:2"}, ErrFlagTwice},
		{[]string{"listen"}, ErrArgument},
		{[]string{"--listen", "nowhere"}, ErrValue},
		{[]string{"--config", "/does/not/exist.yaml"}, ErrFile},
		{[]string{"--tls-cert", "a.pem"}, ErrPair},
		{[]string{"--session-idle=2h", "--session-life=1h"}, ErrOrder},
		{[]string{"--metrics-token=short"}, ErrValue},
		{[]string{"--public-url=https://a.example/path"}, ErrValue},
		{[]string{"--example=maybe"}, ErrValue},
	} {
		if _, err := Load(x.args, nil); !errors.Is(err, x.want) {
			t.Errorf("%v: error = %v, want %s", x.args, err, x.want.Code())
		}
	}
	_, err := Load(nil, []string{"SHURONG_LOG_LEVEL=loud"})
	if e := fault.From(err); !errors.Is(err, ErrValue) || e.Field != "SHURONG_LOG_LEVEL" ||
		!strings.Contains(e.ZH(), "应为") {
		t.Errorf("error = %v", err)
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	const token = "a-very-secret-token"
	c, err := Load([]string{"--metrics-token", token, "--node-dsn", "postgres://u:" + token + "@h/d"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Explain() {
		if strings.Contains(v.Value, token) {
			t.Errorf("%s shows its value", v.Setting.Name)
		}
	}
	_, err = Load([]string{"--node-dsn", "mysql://u:" + token + "@h/d"}, nil)
	if err == nil || strings.Contains(err.Error()+fault.From(err).ZH(), token) {
		t.Errorf("error = %v", err)
	}
	_, err = Load([]string{"--config", write(t, "node_dsn: 'postgres://u:"+token+"@h/d\n")}, nil)
	if err == nil || strings.Contains(err.Error(), token) {
		t.Errorf("error = %v", err)
	}
}

func TestEveryValueReadsBackAsItIsShown(t *testing.T) {
	c, err := Load([]string{"--trusted-proxies", "10.1.2.3/8, ::1", "--max-body=512KiB", "--session-life=90m",
		"--session-idle=90s"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings {
		again := Default()
		if err := s.set(&again, s.get(c)); err != nil || s.get(again) != s.get(c) {
			t.Errorf("%s: %q reads back as %q (%v)", s.Name, s.get(c), s.get(again), err)
		}
	}
}

func TestDocumentationHoldsTheTable(t *testing.T) {
	const path = "../../docs/configuration.md"
	const begin, end = "<!-- table -->\n", "<!-- end of table -->"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok1 := strings.Cut(string(b), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatal("docs/configuration.md has lost the marks around the table")
	}
	want := head + begin + Table() + end + tail
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(b) != want {
		t.Error("docs/configuration.md is behind the table: go test ./internal/config -run Documentation -update")
	}
}

func FuzzFileNeverPanicsAndNeverHalfReads(f *testing.F) {
	for _, s := range []string{"", "listen: :1", "a: b", "- x", "listen: [a, b]", "? x\n: y", "listen: &a b\nx: *a",
		"\x00", "listen: !!binary aGk="} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c := Default()
		if err := c.decode("f.yaml", b); err == nil {
			_ = c.Explain()
		} else if k := fault.From(err).Kind(); k != fault.Invalid {
			t.Errorf("kind %v: %v", k, err)
		}
	})
}
