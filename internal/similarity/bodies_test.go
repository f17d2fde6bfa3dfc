package similarity_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

// tokens signs in by a token that names the person's organisation.
type tokens struct{}

func (tokens) Authenticate(r *http.Request) (auth.Principal, error) {
	org, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return auth.Principal{}, auth.ErrSignIn.With()
	}
	return auth.Must(as(org))
}

// bodies are a registrar and a regulator who hold a key in two shares, each on a node of its own that follows one log.
type bodies struct {
	*certificatetest.World
	t         *testing.T
	registrar *httptest.Server
	regulator *httptest.Server
	services  []*similarity.Service
	shares    []*oprf.Share
	key       *oprf.PublicKey
	code      string             // a certificate of the farm
	agent     ed25519.PrivateKey // a key of the farm
}

// share makes a share that a body keeps.
func (b *bodies) share(body string) *oprf.Share {
	b.t.Helper()
	s, err := oprf.NewShare(1, body)
	b.ok(err)
	return s
}

func (b *bodies) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// serve runs a body's node.
func (b *bodies) serve(share *oprf.Share) *similarity.Service {
	b.t.Helper()
	dir := b.t.TempDir()
	raw, err := share.Encode()
	b.ok(err)
	b.ok(similarity.WriteNew(filepath.Join(dir, "epoch-0001.json"), b.key.Encode(), 0o600))
	b.ok(similarity.WriteNew(filepath.Join(dir, "epoch-0001.key"), raw, 0o600))
	keys, err := similarity.OpenKeys(dir, "")
	b.ok(err)
	s, err := similarity.New(context.Background(), similarity.Options{
		Store: dbtest.Node(b.t), Ledger: b.Ledger, Clock: b.Clock, Keys: keys,
	})
	b.ok(err)
	b.services = append(b.services, s)
	return s
}

func newBodies(t *testing.T) *bodies {
	b := &bodies{World: certificatetest.New(t, dbtest.Node(t)), t: t}
	b.code = b.Certify("farm", "2025年江苏省水稻种植记录数据")
	seed := sha256.Sum256([]byte("agent"))
	b.agent = ed25519.NewKeyFromSeed(seed[:])
	b.Submit("farm", &registry.KeyAdd{Pub: b.agent.Public().(ed25519.PublicKey), Purpose: registry.PurposeAgent})
	handlers := make([]http.Handler, 2)
	start := func(i int) *httptest.Server {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handlers[i].ServeHTTP(w, r) }))
		t.Cleanup(srv.Close)
		return srv
	}
	b.registrar, b.regulator = start(0), start(1)
	b.shares = []*oprf.Share{b.share("登记机构"), b.share("监管机构")}
	one, err := b.shares[0].Part("")
	b.ok(err)
	two, err := b.shares[1].Part(b.regulator.URL)
	b.ok(err)
	b.key, err = oprf.Join(one, two)
	b.ok(err)
	for i := range handlers {
		a := api.New(api.Config{Store: dbtest.Node(t), Auth: tokens{}, Clock: b.Clock})
		b.serve(b.shares[i]).Routes(a)
		handlers[i] = a
	}
	return b
}

func (b *bodies) client() *protocol.Client {
	return &protocol.Client{Registry: b.registrar.URL, Key: b.agent, Pin: b.key.Fingerprint()}
}

// local is a sketch of a table, as it lies at the site.
func local(t *testing.T, first, n int) *sketch.Local {
	t.Helper()
	b, err := sketch.NewBuilder([]string{"车牌", "里程", "备注"}, sketch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := first; i < first+n; i++ {
		d := sha256.Sum256(fmt.Append(nil, i))
		b.Add([][]byte{fmt.Appendf(nil, "苏A%X", d[:4]), fmt.Appendf(nil, "%d.%03d", d[5], int(d[6])*i%997), fmt.Appendf(nil, "%x", d[8:14])})
	}
	return b.Local()
}

func TestASketchSealedByTwoBodiesIsComparableAndNotOneOfEither(t *testing.T) {
	b := newBodies(t)
	seal := func(l *sketch.Local) *sketch.Sketch {
		t.Helper()
		prf, domain, err := b.client().PRF(t.Context(), "certificate/"+b.code)
		b.ok(err)
		s, err := sketch.Seal(t.Context(), l, domain, prf)
		b.ok(err)
		return s
	}
	mine, copied := seal(local(t, 0, 3000)), seal(local(t, 1000, 1000))
	if len(mine.Tags()) == 0 || mine.Domain != b.key.Domain() {
		t.Fatalf("%d tags in domain %s", len(mine.Tags()), mine.Domain)
	}
	m, err := sketch.Compare(mine, copied)
	b.ok(err)
	if m.Grade != sketch.Red {
		t.Errorf("a third of the table rings %s: %+v", m.Grade, m)
	}
	raw := mine.Encode()
	if _, err := sketch.Decode(raw); err != nil {
		t.Errorf("a sealed sketch is not read back: %v", err)
	}
	open := local(t, 0, 3000).Open()
	for _, tag := range open.Tags() {
		if slices.Contains(mine.Tags(), tag) {
			t.Fatal("a sealed sketch holds a tag of the public domain")
		}
	}
}

func TestASiteTrustsNoBody(t *testing.T) {
	b := newBodies(t)
	try := func(c *protocol.Client) error {
		prf, _, err := c.PRF(t.Context(), "certificate/"+b.code)
		if err != nil {
			return err
		}
		_, err = prf(t.Context(), [][]byte{[]byte("a"), []byte("b")})
		return err
	}
	wants := func(err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	b.ok(try(b.client()))
	c := b.client()
	c.Pin = strings.Repeat("0", 64)
	wants(try(c), protocol.ErrPin)

	// A registrar that gives this site a key of its own under the fingerprint that was published.
	forged := b.share("登记机构")
	part, err := forged.Part("")
	b.ok(err)
	other, err := oprf.Join(part)
	b.ok(err)
	named := protocol.Name(other)
	named.Fingerprint = b.key.Fingerprint()
	c = b.client()
	c.HTTP = &http.Client{Transport: swap(b.t, "parameters", func([]byte) any {
		return protocol.Parameters{Current: 1, Keys: []protocol.Key{named}, Log: b.Ledger.Origin(), MaxElements: oprf.MaxBatch}
	})}
	wants(try(c), protocol.ErrPin)

	// A body that answers under another key than it published.
	c = b.client()
	c.HTTP = &http.Client{Transport: swap(b.t, "evaluations", func(body []byte) any {
		s, err := protocol.ParseSigned(body)
		b.ok(err)
		elements, _ := protocol.Split(s.Request.Elements)
		e, err := forged.Evaluate(elements)
		b.ok(err)
		return protocol.Answer{Elements: protocol.Join(e.Elements), Epoch: 1, Proof: e.Proof}
	})}
	wants(try(c), oprf.ErrProof)
}

// swap answers requests whose path ends in a word itself, and lets others through.
func swap(t *testing.T, word string, answer func(body []byte) any) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if !strings.HasSuffix(r.URL.Path, word) {
			return http.DefaultTransport.RoundTrip(r)
		}
		var body []byte
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		raw, err := json.Marshal(answer(body))
		if err != nil {
			t.Error(err)
		}
		return &http.Response{StatusCode: 200, Body: io.NopCloser(bytes.NewReader(raw)), Request: r}, nil
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestASignedRequestIsAnsweredOnceForItsOwnerOnThisLog(t *testing.T) {
	b := newBodies(t)
	body := b.services[1]
	client, err := oprf.NewClient(b.key)
	b.ok(err)
	request := func(subject string) protocol.Request {
		p, err := client.Blind([][]byte{[]byte("a")})
		b.ok(err)
		return protocol.Request{Elements: protocol.Join(p.Elements), Epoch: 1, Subject: subject}
	}
	wants := func(raw []byte, want error) {
		t.Helper()
		if _, err := body.EvaluateSigned(t.Context(), raw); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	sign := func(priv ed25519.PrivateKey, log, subject string) []byte {
		raw, err := protocol.Sign(priv, log, request(subject))
		b.ok(err)
		return raw
	}
	mine, log := "certificate/"+b.code, b.Ledger.Origin()
	good := sign(b.agent, log, mine)
	_, err = body.EvaluateSigned(t.Context(), good)
	b.ok(err)
	wants(good, similarity.ErrRepeated)
	wants(sign(b.agent, "another.example/registry", mine), similarity.ErrLog)
	_, stranger, err := ed25519.GenerateKey(nil)
	b.ok(err)
	wants(sign(stranger, log, mine), similarity.ErrKey)
	wants(sign(b.agent, log, "certificate/"+strings.Repeat("0", 15)), similarity.ErrSubject)
	// A request that somebody else's key is written into.
	forged := bytes.Replace(sign(stranger, log, mine), []byte(registry.KeyID(stranger.Public().(ed25519.PublicKey))),
		[]byte(registry.KeyID(b.agent.Public().(ed25519.PublicKey))), 1)
	wants(forged, similarity.ErrKey)
	wants(append(good, ' '), protocol.ErrSigned)
	b.Submit("farm", &registry.KeyRevoke{Key: registry.KeyID(b.agent.Public().(ed25519.PublicKey))})
	wants(sign(b.agent, log, mine), similarity.ErrKey)
}

func TestATokenSealsAtTheRegistrarsNodeOnly(t *testing.T) {
	b := newBodies(t)
	c := &protocol.Client{Registry: b.registrar.URL, Token: "farm", Pin: b.key.Fingerprint()}
	prf, _, err := c.PRF(t.Context(), "certificate/"+b.code)
	b.ok(err)
	_, err = prf(t.Context(), [][]byte{[]byte("a")})
	if !errors.Is(err, protocol.ErrRefused) || !strings.Contains(err.Error(), b.regulator.URL) {
		t.Errorf("error %v: the second body was to refuse a request without a signature, and never to see the token", err)
	}
}

func TestAddressesAreHTTPSOrOfThisMachineAndRedirectsAreNotFollowed(t *testing.T) {
	for _, base := range []string{"http://registry.example", "ftp://registry.example", "https://user:secret@registry.example",
		"registry.example", "", "http://127.0.0.1.example"} {
		c := &protocol.Client{Registry: base}
		if _, err := c.Parameters(t.Context()); !errors.Is(err, protocol.ErrAddress) {
			t.Errorf("%q: error %v, want %v", base, err, protocol.ErrAddress)
		}
	}
	reached := false
	there := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer there.Close()
	here := httptest.NewServer(http.RedirectHandler(there.URL, http.StatusTemporaryRedirect))
	defer here.Close()
	c := &protocol.Client{Registry: here.URL}
	if _, err := c.Parameters(t.Context()); !errors.Is(err, protocol.ErrReach) || reached {
		t.Errorf("error %v, reached %v", err, reached)
	}
}

func TestKeysAreRolledWithBothEpochsInUse(t *testing.T) {
	dir := t.TempDir()
	keys, err := similarity.OpenKeys(dir, "登记机构")
	if err != nil {
		t.Fatal(err)
	}
	again, err := similarity.OpenKeys(dir, "登记机构")
	if err != nil || !slices.Equal(names(keys), names(again)) {
		t.Fatalf("the key was made again (%v)", err)
	}
	next, err := oprf.NewShare(2, "登记机构")
	if err != nil {
		t.Fatal(err)
	}
	part, err := next.Part("")
	if err != nil {
		t.Fatal(err)
	}
	public, err := oprf.Join(part)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := next.Encode()
	if err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(dir, "epoch-0002")
	if err := errors.Join(similarity.WriteNew(base+".key", raw, 0o600), similarity.WriteNew(base+".json", public.Encode(), 0o600)); err != nil {
		t.Fatal(err)
	}
	both, err := similarity.OpenKeys(dir, "登记机构")
	if err != nil {
		t.Fatal(err)
	}
	if got := names(both); len(got) != 2 || got[0] != public.Fingerprint() || got[1] != names(keys)[0] {
		t.Errorf("keys in use %v", got)
	}
	for content, want := range map[string]bool{"1\n": true, "3\n": false, "x": false, "2": true} {
		if err := os.WriteFile(filepath.Join(dir, "current"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := similarity.OpenKeys(dir, "登记机构"); (err == nil) != want {
			t.Errorf("current %q: error %v", content, err)
		}
	}
	// A share that is not one of the public key's.
	if err := similarity.WriteNew(filepath.Join(dir, "epoch-0003.json"), public.Encode(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := similarity.OpenKeys(dir, "登记机构"); !errors.Is(err, similarity.ErrKeys) {
		t.Errorf("error %v, want %v", err, similarity.ErrKeys)
	}
}

func names(k *similarity.Keyset) (out []string) {
	for _, key := range k.Public() {
		out = append(out, key.Fingerprint)
	}
	return out
}
