package main

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/node"
	"shurong.org/shurong/internal/web"
)

// told is the worked example after its last step, on a node that still runs.
type told struct {
	dir, url string
	cfg      config.Config
	out      string // what the story printed
}

// tellExample tells the whole worked example on a new node.
func tellExample(t *testing.T) told {
	t.Helper()
	x := told{dir: t.TempDir()}
	var err error
	if x.cfg, err = config.Load([]string{"--example=true", "--data-dir=" + x.dir, "--listen=127.0.0.1:0"}, nil); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var log, out bytes.Buffer
	handler := slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn})
	n, err := node.Open(ctx, x.cfg, slog.New(handler), version)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := web.Listen(ctx, x.cfg.Listen)
	if err != nil {
		t.Fatal(err)
	}
	x.url = "http://" + ln.Addr().String()
	var g errgroup.Group
	g.Go(func() error { return n.Serve(ctx, ln) })
	t.Cleanup(func() {
		stop()
		if err := g.Wait(); err != nil {
			t.Error(err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if log.Len() > 0 {
			t.Logf("the node's log:\n%s", log.String())
		}
	})
	e := &env{Context: ctx, Out: &out, Err: &log, Lang: "en"}
	if err := tell(ctx, e, n, x.url, x.dir, "", false); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if err := markLoaded(x.dir); err != nil {
		t.Fatal(err)
	}
	x.out = out.String()
	return x
}

// TestWorkedExample runs what `shurong demo` runs, then looks at the node as an operator, an auditor and a reader of
// the documentation would.
func TestWorkedExample(t *testing.T) {
	if testing.Short() {
		t.Skip("about a minute")
	}
	x := tellExample(t)
	t.Run("every step proved something", func(t *testing.T) {
		for _, step := range strings.Split(x.out, "\n") {
			if step != "" && !strings.HasPrefix(step, " ") && !strings.Contains(step, "  ") {
				t.Errorf("unexpected line %q", step)
			}
		}
		if strings.Count(x.out, "✓") < 12 {
			t.Errorf("too little was proved:\n%s", x.out)
		}
	})
	t.Run("what was issued verifies offline", x.issued)
	t.Run("check passes beside the running node", func(t *testing.T) {
		if out, code := session(t, "check", "--dir", x.dir); code != 0 || !strings.Contains(out, "the registry is whole") {
			t.Errorf("exit code %d\n%s", code, out)
		}
	})
	t.Run("a backup taken beside the running node is whole", func(t *testing.T) {
		copied := filepath.Join(t.TempDir(), "copy")
		if out, code := session(t, "backup", "--dir", x.dir, "--to", copied); code != 0 {
			t.Fatalf("exit code %d\n%s", code, out)
		}
		if out, code := session(t, "check", "--dir", copied); code != 0 {
			t.Errorf("exit code %d\n%s", code, out)
		}
		if _, err := os.Stat(filepath.Join(copied, loaded)); err != nil {
			t.Errorf("serve --example would take the copy for one that was not told to its end: %v", err)
		}
	})
	t.Run("replay into PostgreSQL gives the same roots", x.replayed)
	t.Run("the desks are there", x.pages)
	t.Run("docs", x.docs)
}

func (x told) issued(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(x.dir, "out", "*-certificate.json"))
	if err != nil || len(files) < 9 {
		t.Fatalf("%d certificates, %v", len(files), err)
	}
	key, err := readFile(filepath.Join(x.dir, "out", "log-key.txt"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	const day = "2026-08-03T10:00:00+08:00"
	for _, f := range files {
		if out, code := session(t, "verify", "--key", strings.TrimSpace(string(key)), "--at", day, f); code != 0 {
			t.Errorf("%s: exit code %d\n%s", f, code, out)
		}
		b, err := readFile(f, credential.MaxSize)
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/2] ^= 1
		if _, err := credential.Verify(b, credential.Options{LogKey: strings.TrimSpace(string(key))}); err == nil {
			t.Errorf("%s: a changed byte passes", f)
		}
		paper, err := readFile(strings.TrimSuffix(f, "json")+"pdf", 1<<20)
		if err != nil || !bytes.HasPrefix(paper, []byte("%PDF-")) {
			t.Errorf("%s has no PDF beside it: %v", f, err)
		}
	}
}

func (x told) replayed(t *testing.T) {
	out, code := session(t, "replay", "--dir", x.dir, "--into", dbtest.PostgresDSN(t))
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	checked, _ := session(t, "check", "--dir", x.dir)
	for _, name := range []string{"log root ", "state root "} {
		if a, b := lineWith(out, name), lineWith(checked, name); a == "" || a != b {
			t.Errorf("the original has %q, the replay %q", b, a)
		}
	}
}

func (x told) pages(t *testing.T) {
	for _, path := range []string{"/healthz", "/verify", "/api/openapi.json", "/api/v1/log"} {
		resp, err := http.Get(x.url + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", path, resp.StatusCode)
		}
	}
}

// lineWith returns the first line that holds a text.
func lineWith(s, text string) string {
	for line := range strings.SplitSeq(s, "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}
