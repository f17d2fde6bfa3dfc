package sequence

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
)

const testOrigin = "test.example/registry"

// party is a key that signs commands with rising nonces. It is safe for concurrent use.
type party struct {
	org  string
	priv ed25519.PrivateKey

	mu    sync.Mutex
	nonce uint64
}

// seedKey derives a key from a name.
func seedKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("key of " + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func newParty(name string) *party { return &party{org: uscc(name), priv: seedKey(name)} }

func (p *party) pub() []byte { return p.priv.Public().(ed25519.PublicKey) }

func (p *party) sign(cmd registry.Command) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nonce++
	return p.signAt(p.nonce, cmd)
}

func (p *party) signAt(nonce uint64, cmd registry.Command) []byte {
	raw, err := registry.Sign(p.priv, testOrigin, p.org, nonce, cmd)
	if err != nil {
		panic(err)
	}
	return raw
}

// uscc derives a valid credit code from a name.
func uscc(name string) string {
	d := sha256.Sum256([]byte(name))
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := []byte("91320100")
	for _, b := range d[:9] {
		body = append(body, alphabet[int(b)%len(alphabet)])
	}
	code, err := identifier.MakeUSCC(string(body))
	if err != nil {
		panic(err)
	}
	return string(code)
}

// stillClock stands still unless a test moves it, in either direction.
type stillClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *stillClock {
	return &stillClock{now: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)}
}

func (c *stillClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *stillClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is a ledger with its founding registrar.
type world struct {
	*Solo
	t         testing.TB
	store     *db.DB
	clock     *stillClock
	registrar *party
	keys      atomic.Int64 // names the keys that traffic adds
}

func newWorld(t testing.TB, store *db.DB, change ...func(*Options)) *world {
	t.Helper()
	w := &world{t: t, store: store, clock: newClock(), registrar: newParty("registrar")}
	w.open(change...)
	w.must(w.registrar.sign(genesis(w.registrar)))
	return w
}

// open opens the ledger (again, after a Close).
func (w *world) open(change ...func(*Options)) {
	w.t.Helper()
	opts := Options{Origin: testOrigin, Signer: seedKey("log"), Clock: w.clock}
	for _, f := range change {
		f(&opts)
	}
	s, err := Open(context.Background(), w.store, opts)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Solo = s
	w.t.Cleanup(func() { _ = s.Close() })
}

func genesis(by *party) *registry.GenesisInit {
	return &registry.GenesisInit{
		Profile: registry.NationalProfile(), Calendar: daycount.StateCouncil().Years(), Name: "测试登记机构",
		Region: "320000", CodeRegion: "32", CodeDigit: "1", Pub: by.pub(), HolderIndex: true,
	}
}

func admission(p *party) *registry.OrgAdmit {
	return &registry.OrgAdmit{USCC: p.org, Name: "测试企业", Region: "320100", Roles: []registry.Role{registry.RoleEnterprise}, Pub: p.pub()}
}

func (w *world) must(raw []byte) *Receipt {
	w.t.Helper()
	r, err := w.Submit(context.Background(), raw)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// admit admits n parties called prefix0, prefix1, ….
func (w *world) admit(prefix string, n int) []*party {
	w.t.Helper()
	out := make([]*party, n)
	for i := range out {
		out[i] = newParty(prefix + strconv.Itoa(i))
		w.must(w.registrar.sign(admission(out[i])))
	}
	return out
}

// keyAdd is the simplest command: it makes one fact and spends a nonce.
func keyAdd(name string) *registry.KeyAdd {
	return &registry.KeyAdd{Pub: seedKey(name).Public().(ed25519.PublicKey), Purpose: registry.PurposeAgent}
}

// traffic submits n commands of each party, the parties at once.
func (w *world) traffic(parties []*party, n int) {
	w.t.Helper()
	var wg sync.WaitGroup
	for _, p := range parties {
		wg.Go(func() {
			for range n {
				if _, err := w.Submit(context.Background(), p.sign(keyAdd(fmt.Sprint("key ", w.keys.Add(1))))); err != nil {
					w.t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func (w *world) view(fn func(*Snapshot) error) {
	w.t.Helper()
	if err := w.View(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}
