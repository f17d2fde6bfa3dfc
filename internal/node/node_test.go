package node_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/node"
	"shurong.org/shurong/internal/sequence"
)

var founding = node.Founding{
	USCC: "12320000MAEX133485", NameZH: "江苏示例数据产权登记中心", NameEN: "Example Registration Centre",
	Region: "320000", CodeRegion: "32", CodeDigit: "1",
}

// settings are a node's, on SQLite in a directory of the test or on a new PostgreSQL database.
func settings(t *testing.T, postgres bool) config.Config {
	t.Helper()
	args := []string{"--example=true", "--data-dir=" + filepath.Join(t.TempDir(), "data"), "--listen=127.0.0.1:0"}
	if postgres {
		dsn := dbtest.PostgresDSN(t)
		args = append(args, "--registry-dsn="+dsn, "--node-dsn="+dsn)
	}
	cfg, err := config.Load(args, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func open(t *testing.T, cfg config.Config) *node.Node {
	t.Helper()
	n, err := node.Open(t.Context(), cfg, slog.New(slog.DiscardHandler), "test")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRestartedNodeGoesOnWhereItWas(t *testing.T) {
	for name, postgres := range map[string]bool{"sqlite": false, "postgres": true} {
		t.Run(name, func(t *testing.T) {
			cfg := settings(t, postgres)
			n := open(t, cfg)
			if err := n.Found(t.Context(), founding); err != nil {
				t.Fatal(err)
			}
			if err := n.Found(t.Context(), founding); err == nil {
				t.Error("a registry was founded twice")
			}
			key, before := n.Ledger.VerifierKey(), checkpoint(t, n)
			if err := n.Close(); err != nil {
				t.Fatal(err)
			}
			n = open(t, cfg)
			defer func() { _ = n.Close() }()
			if n.Ledger.VerifierKey() != key || checkpoint(t, n) != before {
				t.Error("after a restart the log has another key or checkpoint")
			}
			if name := n.Directory.Name(t.Context(), founding.USCC); name != founding.NameZH {
				t.Errorf("after a restart the directory knows the registrar as %q", name)
			}
		})
	}
}

func checkpoint(t *testing.T, n *node.Node) (note string) {
	t.Helper()
	err := n.Ledger.View(t.Context(), func(s *sequence.Snapshot) error {
		note = string(s.Checkpoint())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return note
}

// serve runs a node on a port of its own until the test ends and returns its address.
func serve(t *testing.T, n *node.Node) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the node did not stop in good order: %v", err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return "http://" + ln.Addr().String()
}

func TestStrangerIsRefusedOnEveryRouteThatIsNotPublic(t *testing.T) {
	n := open(t, settings(t, false))
	if err := n.Found(t.Context(), founding); err != nil {
		t.Fatal(err)
	}
	base := serve(t, n)
	var spec struct {
		Paths map[string]map[string]struct {
			Action   string `json:"x-action"`
			Security *[]any `json:"security"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(node.Spec("test"), &spec); err != nil {
		t.Fatal(err)
	}
	private, public := 0, 0
	for path, methods := range spec.Paths {
		for method, op := range methods {
			if op.Action == "" {
				public++
				continue
			}
			private++
			at := base + strings.NewReplacer("{", "", "}", "").Replace(path)
			req, err := http.NewRequestWithContext(t.Context(), strings.ToUpper(method), at, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Idempotency-Key", "a-stranger-tries-"+op.Action)
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s %s answers a stranger with %d", method, path, resp.StatusCode)
			}
		}
	}
	if private < 50 || public < 8 {
		t.Errorf("only %d private and %d public routes were found: the description is not read right", private, public)
	}
}

func TestHealthSaysWhichStoreIsWell(t *testing.T) {
	base := serve(t, open(t, settings(t, false)))
	resp, err := http.Get(base + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(b), `"registry":"ok"`) {
		t.Errorf("%d %s %v", resp.StatusCode, b, err)
	}
}

func TestMetricsTellHowLongTheLogIs(t *testing.T) {
	n := open(t, settings(t, false))
	if err := n.Found(t.Context(), founding); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(serve(t, n) + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(b), "\nshurong_log_entries 2\n") || !strings.Contains(string(b), "\nshurong_directory_lag_entries 0\n") {
		t.Errorf("%d bytes of metrics without the log's: %v", len(b), err)
	}
}
