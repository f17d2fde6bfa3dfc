package agent

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry"
)

const (
	certificate = "SJ3212026060001"
	origin      = "test.example/registry"
	org         = "91320100MAEX00001A"
)

// node is a stand-in that keeps the registry's rules for one key and one certificate.
type node struct {
	t       *testing.T
	pub     ed25519.PublicKey
	nonce   uint64
	last    *registry.Heartbeat
	entries [][]byte
	posts   int
	fail    func(post int) (status int, code string) // before anything is done; 0 is go on
	lose    func(post int) bool                      // the answer, after it was done
	race    bool                                     // another agent was faster, once
}

func (n *node) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	problem := func(status int, code string) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "status": status, "detail_zh": "不行",
			"detail_en": "no"})
	}
	switch r.Method + " " + r.URL.Path {
	case "GET /api/v1/keys/" + registry.KeyID(n.pub):
		_ = json.NewEncoder(w).Encode(KeyState{Org: org, Purpose: registry.PurposeAgent, Nonce: n.nonce, Log: origin})
	case "GET /api/v1/certificates/" + certificate + "/heartbeat":
		if n.last == nil {
			problem(404, "registry.not_found")
			return
		}
		_ = json.NewEncoder(w).Encode(n.last)
	case "POST /api/v1/commands":
		n.posts++
		raw, _ := io.ReadAll(r.Body)
		if r.Header.Get("Idempotency-Key") != canon.Hex(raw) || r.Header.Get("Content-Type") != "application/json" {
			n.t.Errorf("headers %v", r.Header)
		}
		if n.fail != nil {
			if status, code := n.fail(n.posts); status != 0 {
				problem(status, code)
				return
			}
		}
		if n.race {
			n.race = false
			n.nonce++
		}
		if !n.record(raw, problem) {
			return
		}
		if n.lose != nil && n.lose(n.posts) {
			panic(http.ErrAbortHandler)
		}
		_ = json.NewEncoder(w).Encode(Receipt{Index: uint64(len(n.entries) - 1), Time: measuredAt})
	default:
		problem(404, "http.not_found")
	}
}

// record reports whether the command is recorded; if not, the problem is written.
func (n *node) record(raw []byte, problem func(int, string)) bool {
	e, err := registry.Parse(raw)
	if err != nil || !e.Verify(n.pub) || e.Log != origin || e.Org != org {
		n.t.Errorf("envelope %s: %v", raw, err)
		return false
	}
	for _, old := range n.entries {
		if string(old) == string(raw) {
			return true // a repetition is the first one's answer
		}
	}
	if e.Nonce <= n.nonce {
		problem(409, registry.ErrNonce.Code())
		return false
	}
	var h registry.HeartbeatRecord
	if err := canon.Unmarshal(e.Body, &h); err != nil {
		n.t.Error(err)
	}
	seq, prev := uint64(1), ""
	if n.last != nil {
		seq, prev = n.last.Seq+1, n.last.Digest
	}
	if h.Seq != seq || h.Prev != prev || h.Certificate != certificate {
		problem(409, registry.ErrHeartbeatChain.Code())
		return false
	}
	n.nonce, n.last = e.Nonce, &registry.Heartbeat{Seq: h.Seq, Digest: canon.Hex(canon.Must(h))}
	n.entries = append(n.entries, raw)
	return true
}

func serve(t *testing.T, n *node) (*Client, ed25519.PrivateKey, *[]time.Duration) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys", "agent.key")
	pub, err := MakeKey(path)
	if err != nil {
		t.Fatal(err)
	}
	priv, err := LoadKey(path)
	if err != nil {
		t.Fatal(err)
	}
	n.t, n.pub = t, pub
	s := httptest.NewServer(n)
	t.Cleanup(s.Close)
	c, err := NewClient(s.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	var waits []time.Duration
	c.wait = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
	c.jitter = func(d time.Duration) time.Duration { return d }
	return c, priv, &waits
}

func TestHeartbeatsAreChainedAtTheNode(t *testing.T) {
	n := &node{}
	c, priv, _ := serve(t, n)
	for i := range 3 {
		r, err := c.Send(context.Background(), priv, certificate, registry.Measurement{Rows: int64(i)})
		if err != nil || r.Index != uint64(i) {
			t.Fatalf("%+v %v", r, err)
		}
	}
	if n.last.Seq != 3 || len(n.entries) != 3 {
		t.Errorf("%+v", n.last)
	}
}

func TestABusyNodeIsAskedAgainWithBackoff(t *testing.T) {
	n := &node{fail: func(post int) (int, string) {
		if post <= 3 {
			return 503, "sequence.busy"
		}
		return 0, ""
	}}
	c, priv, waits := serve(t, n)
	if _, err := c.Send(context.Background(), priv, certificate, registry.Measurement{}); err != nil {
		t.Fatal(err)
	}
	if len(*waits) != 3 || (*waits)[0] != time.Second || (*waits)[2] != 4*time.Second {
		t.Errorf("%v", *waits)
	}
	n.fail = func(int) (int, string) { return 503, "sequence.busy" }
	if _, err := c.Send(context.Background(), priv, certificate, registry.Measurement{}); !errors.Is(err,
		ErrUnreachable) || fault.From(err).Kind() != fault.Unavailable {
		t.Errorf("%v", err)
	}
}

func TestALostAnswerIsNotASecondHeartbeat(t *testing.T) {
	n := &node{lose: func(post int) bool { return post == 1 }}
	c, priv, _ := serve(t, n)
	if _, err := c.Send(context.Background(), priv, certificate, registry.Measurement{}); err != nil {
		t.Fatal(err)
	}
	if len(n.entries) != 1 || n.posts != 2 {
		t.Errorf("%d entries of %d posts", len(n.entries), n.posts)
	}
}

func TestAnOvertakenHeartbeatIsSignedAnew(t *testing.T) {
	n := &node{race: true}
	c, priv, _ := serve(t, n)
	if _, err := c.Send(context.Background(), priv, certificate, registry.Measurement{}); err != nil {
		t.Fatal(err)
	}
	if len(n.entries) != 1 {
		t.Errorf("%d entries", len(n.entries))
	}
}

func TestARefusalCarriesTheNodesReason(t *testing.T) {
	n := &node{fail: func(int) (int, string) { return 422, "heartbeat.time" }}
	c, priv, waits := serve(t, n)
	_, err := c.Send(context.Background(), priv, certificate, registry.Measurement{})
	if !errors.Is(err, ErrRefused) || !strings.Contains(fault.From(err).ZH(), "不行") ||
		!strings.Contains(fault.From(err).EN(), "heartbeat.time") || len(*waits) > 0 {
		t.Errorf("%v", err)
	}
	n.pub = ed25519.PublicKey(make([]byte, 32))
	if _, err := c.Send(context.Background(), priv, certificate, registry.Measurement{}); !errors.Is(err,
		ErrKeyUnknown) {
		t.Errorf("unknown key: %v", err)
	}
	for _, bad := range []string{"", "node.example", "ftp://x", "https://", "https://a:b@x", "https://x?y=1"} {
		if _, err := NewClient(bad); !errors.Is(err, ErrNode) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestKeyFilesAreForTheAgentAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "agent.key")
	if _, err := MakeKey(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if _, err := MakeKey(path); !errors.Is(err, ErrKeyExists) {
		t.Errorf("overwritten: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKey(path); runtime.GOOS != "windows" && !errors.Is(err, ErrKeyFile) {
		t.Errorf("readable by others: %v", err)
	}
	for name, content := range map[string]string{"text": "hello",
		"pem": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "long": strings.Repeat("x", 9000)} {
		p := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKey(p); !errors.Is(err, ErrKeyFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := LoadKey(path + ".none"); !errors.Is(err, ErrKeyFile) {
		t.Errorf("missing: %v", err)
	}
}
