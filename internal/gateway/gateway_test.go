package gateway_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/gateway"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
)

// nobody is signed in: a signed command is its own credential.
type nobody struct{}

func (nobody) Authenticate(*http.Request) (auth.Principal, error) {
	return auth.Principal{}, auth.ErrSignIn.With()
}

// gate is a world whose farm keeps an agent's key of its own.
type gate struct {
	*certificatetest.World
	t     *testing.T
	url   string
	code  string // a certificate of the farm
	agent ed25519.PrivateKey
	key   int
}

func open(t *testing.T, node *db.DB) *gate {
	g := &gate{World: certificatetest.New(t, node), t: t}
	g.code = g.Certify("farm", "2025年江苏省水稻种植记录数据")
	seed := sha256.Sum256([]byte("agent"))
	g.agent = ed25519.NewKeyFromSeed(seed[:])
	g.Submit("farm", &registry.KeyAdd{Pub: g.agent.Public().(ed25519.PublicKey), Purpose: registry.PurposeAgent})
	a := api.New(api.Config{Store: node, Auth: nobody{}, Clock: g.Clock})
	gateway.New(g.Ledger).Routes(a)
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	g.url = srv.URL
	return g
}

func each(t *testing.T, test func(*testing.T, *gate)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, open(t, node)) })
}

// send submits bytes under a new idempotency key.
func (g *gate) send(raw []byte, status int, out any) {
	g.t.Helper()
	g.key++
	g.call(http.MethodPost, "/commands", fmt.Sprintf("key-of-request-%d", g.key), raw, status, out)
}

func (g *gate) get(path string, status int, out any) {
	g.t.Helper()
	g.call(http.MethodGet, path, "", nil, status, out)
}

func (g *gate) call(method, path, key string, body []byte, status int, out any) {
	g.t.Helper()
	req, err := http.NewRequestWithContext(g.t.Context(), method, g.url+api.Base+path, bytes.NewReader(body))
	if err != nil {
		g.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		g.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		g.t.Fatalf("%s %s answered %d %s (%v), want %d", method, path, res.StatusCode, b, err, status)
	}
	if out != nil {
		if err := json.Unmarshal(b, out); err != nil {
			g.t.Fatal(err)
		}
	}
}

// refused sends bytes that must be refused with a fault.
func (g *gate) refused(raw []byte, status int, code string) {
	g.t.Helper()
	size := g.Ledger.Size()
	var p struct{ Code, Detail, DetailZH string }
	g.send(raw, status, &p)
	if p.Code != code {
		g.t.Errorf("fault %s, want %s", p.Code, code)
	}
	if g.Ledger.Size() != size {
		g.t.Error("a refused command is in the log")
	}
}

// sign signs as the farm with the agent's key.
func (g *gate) sign(nonce uint64, body registry.Command) []byte {
	g.t.Helper()
	raw, err := registry.Sign(g.agent, keyringtest.Origin, keyringtest.USCC("farm"), nonce, body)
	if err != nil {
		g.t.Fatal(err)
	}
	return raw
}

func (g *gate) beat(seq uint64, prev string) *registry.HeartbeatRecord {
	return &registry.HeartbeatRecord{Certificate: g.code, Seq: seq, Prev: prev, Measurement: g.Measurement(119_000)}
}

func TestAnAgentSendsHeartbeatsWithWhatItLearnsHere(t *testing.T) {
	each(t, func(t *testing.T, g *gate) {
		id := registry.KeyID(g.agent.Public().(ed25519.PublicKey))
		g.get("/certificates/"+g.code+"/heartbeat", 404, nil)
		prev := ""
		for seq := uint64(1); seq <= 3; seq++ {
			var key gateway.KeyState
			g.get("/keys/"+id, 200, &key)
			if key.Purpose != registry.PurposeAgent || key.Org != keyringtest.USCC("farm") ||
				key.Log != keyringtest.Origin || key.Nonce != seq-1 {
				t.Fatalf("key = %+v", key)
			}
			var r gateway.Receipt
			g.send(g.sign(key.Nonce+1, g.beat(seq, prev)), 200, &r)
			if r.Index != g.Ledger.Size()-1 || len(r.Events) != 1 || r.Events[0] != "heartbeat.recorded" ||
				!r.Time.Equal(g.Clock.Now()) {
				t.Errorf("receipt = %+v", r)
			}
			var last registry.Heartbeat
			g.get("/certificates/"+g.code+"/heartbeat", 200, &last)
			if last.Seq != seq || last.Key != id {
				t.Errorf("last = %+v", last)
			}
			prev = last.Digest
		}
		g.get("/keys/"+strings.Repeat("0", 32), 404, nil)
		g.get("/keys/no-key", 422, nil)
	})
}

func TestTheSameBytesGiveTheOriginalReceipt(t *testing.T) {
	each(t, func(t *testing.T, g *gate) {
		raw := g.sign(1, g.beat(1, ""))
		var first, again gateway.Receipt
		g.send(raw, 200, &first)
		size := g.Ledger.Size()
		g.Days(1) // another key, another day
		g.send(raw, 200, &again)
		if fmt.Sprint(first) != fmt.Sprint(again) || g.Ledger.Size() != size {
			t.Errorf("receipts %v and %v, log %d -> %d", first, again, size, g.Ledger.Size())
		}
		g.call(http.MethodPost, "/commands", "", raw, 400, nil) // no idempotency key
	})
}

func TestWhatIsNotRightIsRefused(t *testing.T) {
	each(t, func(t *testing.T, g *gate) {
		good := g.sign(1, g.beat(1, ""))
		flipped := bytes.Replace(good, []byte(`119000`), []byte(`119001`), 1)
		g.refused(flipped, 401, "registry.signature")
		g.refused(append([]byte(" "), good...), 422, "canon.not_canonical")
		g.refused(bytes.Replace(good, []byte(`"v":1}`), []byte(`"v":1,"w":2}`), 1), 422, "canon.malformed")
		g.refused([]byte(`not JSON`), 422, "canon.malformed")
		g.refused(nil, 422, "request.body_missing")
		g.refused(bytes.Repeat([]byte("a"), registry.MaxEnvelope+1), 413, "request.too_large")
		other, err := registry.Sign(g.agent, "other.example/registry", keyringtest.USCC("farm"), 1, g.beat(1, ""))
		if err != nil {
			t.Fatal(err)
		}
		g.refused(other, 422, "registry.other_log")
		g.refused(g.sign(1, g.beat(2, "")), 409, "heartbeat.chain")
		seed := sha256.Sum256([]byte("stranger"))
		g.agent = ed25519.NewKeyFromSeed(seed[:])
		g.refused(g.sign(1, g.beat(1, "")), 401, "registry.unknown_key")
	})
}

func TestAnAgentsKeySignsHeartbeatsOnly(t *testing.T) {
	g := open(t, dbtest.Node(t))
	g.refused(g.sign(1, &registry.PledgePropose{
		Certificate: g.code, Pledgee: keyringtest.USCC("bank"), SecuredFen: 100, Contract: certificatetest.Digest("c"),
	}), 403, "registry.purpose")
	g.send(g.sign(5, g.beat(1, "")), 200, nil)
	g.refused(g.sign(5, g.beat(2, "")), 409, "registry.nonce")
	g.Submit("farm", &registry.KeyRevoke{Key: registry.KeyID(g.agent.Public().(ed25519.PublicKey))})
	g.refused(g.sign(6, g.beat(2, "")), 401, "registry.revoked_key")
}
