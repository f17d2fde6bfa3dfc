package witness_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/rfc6962"
	merkletest "github.com/transparency-dev/merkle/testonly"
	"golang.org/x/mod/sumdb/note"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/witness"
	"shurong.org/shurong/proof"
)

var ctx = context.Background()

type stillClock struct{ now time.Time }

func (c stillClock) Now() time.Time { return c.now }

var seenAt = time.Date(2026, 3, 16, 4, 0, 0, 0, time.UTC)

func seed(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, 32)) }

// foreign is another project's log: its tree is another implementation's, its checkpoint has three lines.
type foreign struct {
	t      testing.TB
	tree   *merkletest.Tree
	signer note.Signer
	key    string
}

func newForeign(t testing.TB, name string) *foreign {
	t.Helper()
	skey, vkey, err := note.GenerateKey(nil, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	return &foreign{t, merkletest.New(rfc6962.DefaultHasher), s, vkey}
}

func (f *foreign) grow(words ...string) {
	for _, w := range words {
		f.tree.AppendData([]byte(w))
	}
}

func (f *foreign) checkpoint() []byte {
	f.t.Helper()
	root := proof.Hash(f.tree.Hash())
	text := f.signer.Name() + "\n" + itoa(f.tree.Size()) + "\n" + root.String() + "\n"
	msg, err := note.Sign(&note.Note{Text: text}, f.signer)
	if err != nil {
		f.t.Fatal(err)
	}
	return msg
}

func (f *foreign) request(old uint64) *witness.Request {
	f.t.Helper()
	r := &witness.Request{Old: old, Checkpoint: f.checkpoint()}
	if old > 0 && old < f.tree.Size() {
		p, err := f.tree.ConsistencyProof(old, f.tree.Size())
		if err != nil {
			f.t.Fatal(err)
		}
		for _, h := range p {
			r.Proof = append(r.Proof, [32]byte(h))
		}
	}
	return r
}

func itoa(n uint64) string {
	h := proof.Checkpoint{Size: n}
	return strings.Split(h.Text(), "\n")[1]
}

// open starts a witness on a directory.
func open(t testing.TB, dir string, logs ...string) *witness.Witness {
	t.Helper()
	store, err := db.Open(ctx, "sqlite:"+filepath.Join(dir, "witness.db"), "witness", witness.Migrations())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	key, err := proof.NewCosigner("witness.example/w", seed(2))
	if err != nil {
		t.Fatal(err)
	}
	w, err := witness.New(store, key, stillClock{seenAt}, logs)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestALogThatOnlyGrowsIsCosigned(t *testing.T) {
	f := newForeign(t, "other.example/log")
	w := open(t, t.TempDir(), f.key)
	v, err := fnote.NewVerifierForCosignatureV1(w.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	old := uint64(0)
	for _, words := range [][]string{{"a"}, {"b", "c"}, {}, {"d", "e", "f", "g"}} {
		f.grow(words...)
		line, err := w.Add(ctx, f.request(old))
		if err != nil {
			t.Fatal(err)
		}
		n, err := note.Open(append(f.checkpoint(), line...), note.VerifierList(v))
		if err != nil || len(n.Sigs) != 1 {
			t.Fatalf("another implementation does not read it: %v", err)
		}
		if at, err := fnote.CoSigV1Timestamp(n.Sigs[0]); err != nil || !at.Equal(seenAt) {
			t.Errorf("seen at %v", at)
		}
		old = f.tree.Size()
	}
}

func TestAWitnessRefusesWhatDoesNotContinueWhatItSaw(t *testing.T) {
	f := newForeign(t, "other.example/log")
	dir := t.TempDir()
	w := open(t, dir, f.key)
	f.grow("a", "b", "c")
	if _, err := w.Add(ctx, f.request(0)); err != nil {
		t.Fatal(err)
	}
	seen := f.checkpoint()
	refused := func(what string, r *witness.Request, want error) {
		t.Helper()
		if _, err := w.Add(ctx, r); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
		if have, err := w.Latest(ctx, "other.example/log"); err != nil || !bytes.Equal(have, seen) {
			t.Errorf("%s: the remembered checkpoint moved", what)
		}
	}
	other := *f
	other.tree = merkletest.New(rfc6962.DefaultHasher)
	other.grow("a", "b", "x")
	refused("another history of the same size", other.request(3), witness.ErrConflict)
	other.grow("y")
	refused("another history that grew", other.request(3), witness.ErrProof)
	smaller := *f
	smaller.tree = merkletest.New(rfc6962.DefaultHasher)
	smaller.grow("a", "b")
	refused("a rollback", smaller.request(0), witness.ErrConflict)
	refused("a rollback that claims", &witness.Request{Old: 3, Checkpoint: smaller.checkpoint()}, witness.ErrRequest)
	f.grow("d")
	refused("a wrong old size", f.request(2), witness.ErrConflict)
	r := f.request(3)
	r.Proof = r.Proof[1:]
	refused("a short proof", r, witness.ErrProof)
	r = f.request(3)
	r.Checkpoint[len(r.Checkpoint)-5] ^= 1
	refused("a changed signature", r, proof.ErrCheckpointSignature)
	stranger := newForeign(t, "stranger.example/log")
	stranger.grow("a")
	refused("a log it does not watch", stranger.request(0), witness.ErrUnknownLog)

	// What it saw is known to another process on the same directory, and after a restart.
	again := open(t, dir, f.key)
	if _, err := again.Add(ctx, other.request(0)); !errors.Is(err, witness.ErrConflict) {
		t.Errorf("after a restart: %v", err)
	}
	if _, err := again.Add(ctx, f.request(3)); err != nil {
		t.Errorf("after a restart the log does not go on: %v", err)
	}
	if _, err := w.Add(ctx, f.request(3)); !errors.Is(err, witness.ErrConflict) {
		t.Errorf("the first process has not seen what the second cosigned: %v", err)
	}
}

func TestTheProtocolsAnswers(t *testing.T) {
	f := newForeign(t, "other.example/log")
	w := open(t, t.TempDir(), f.key)
	srv := httptest.NewServer(w.Handler())
	defer srv.Close()
	post := func(body []byte) (int, string, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, srv.URL+"/add-checkpoint", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, res.Header.Get("Content-Type"), string(b)
	}
	f.grow("a", "b")
	if code, _, body := post(f.request(0).Bytes()); code != 200 || !strings.HasPrefix(body, "— witness.example/w ") {
		t.Errorf("%d %q", code, body)
	}
	f.grow("c")
	if code, kind, body := post(f.request(0).Bytes()); code != 409 || kind != "text/x.tlog.size" || body != "2\n" {
		t.Errorf("%d %s %q", code, kind, body)
	}
	stranger := newForeign(t, "stranger.example/log")
	forged := newForeign(t, "other.example/log") // the name with another key
	forged.grow("a", "b", "c")
	bad := f.request(2)
	bad.Proof[0][0] ^= 1
	for want, body := range map[int][]byte{
		404: stranger.request(0).Bytes(), 403: forged.request(2).Bytes(), 422: bad.Bytes(), 400: []byte("old x\n\nhello"),
	} {
		if code, _, answer := post(body); code != want {
			t.Errorf("%d %q, want %d", code, answer, want)
		}
	}
	if code, _, _ := post(make([]byte, witness.MaxRequest+1)); code != 400 {
		t.Errorf("too long: %d", code)
	}
}

// watch serves a witness of a ledger.
func watch(t *testing.T, l sequence.Ledger, name string, key byte) (witness.Peer, *witness.Witness) {
	t.Helper()
	store, err := db.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "witness.db"), "witness", witness.Migrations())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	signer, err := proof.NewCosigner(name, seed(key))
	if err != nil {
		t.Fatal(err)
	}
	w, err := witness.New(store, signer, stillClock{seenAt}, []string{l.VerifierKey()})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w.Handler())
	t.Cleanup(srv.Close)
	p, err := witness.ParsePeer(w.VerifierKey() + "@" + srv.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	return p, w
}

func TestANodesCheckpointIsPublishedWithMostWitnesses(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) {
		w := keyringtest.New(t, node)
		a, _ := watch(t, w.Ledger, "witness.example/a", 2)
		b, _ := watch(t, w.Ledger, "witness.example/b", 3)
		gone := witness.Peer{Name: "witness.example/gone", Key: a.Key[:len(a.Key)-4] + "AAA=", URL: "http://127.0.0.1:1"}
		f := witness.NewFeeder(w.Ledger, node, []witness.Peer{a, b, gone}, slog.New(slog.DiscardHandler))
		published := func(witnesses ...witness.Peer) uint64 {
			t.Helper()
			cp, err := f.Published(ctx)
			if err != nil {
				t.Fatal(err)
			}
			c, err := proof.ParseCheckpoint(cp, w.Ledger.VerifierKey())
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range witnesses {
				if at, err := proof.Cosigned(cp, p.Key); err != nil || !at.Equal(seenAt) {
					t.Errorf("%s: %v", p.Name, err)
				}
			}
			return c.Size
		}
		if n := published(); n != w.Ledger.Size() {
			t.Errorf("before any witness it publishes size %d", n)
		}
		f.Feed(ctx)
		first := published(a, b)
		for i := range 3 {
			w.Submit(keyringtest.Registrar, &registry.CalendarAdd{Year: daycount.Year{Year: 2100 + i, Source: "test",
				Holidays: []daycount.Date{}, WorkingWeekends: []daycount.Date{}}})
		}
		if n := published(a, b); n != first {
			t.Errorf("size %d is published without witnesses, %d has them", n, first)
		}
		f.Feed(ctx)
		if n := published(a, b); n != w.Ledger.Size() {
			t.Errorf("after feeding again it publishes size %d of %d", n, w.Ledger.Size())
		}
		// A node that has forgotten what its witnesses saw is told, and proves from there.
		if err := node.Tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM witness_cosignature")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		w.Submit(keyringtest.Registrar, &registry.CalendarAdd{Year: daycount.Year{Year: 2110, Source: "test",
			Holidays: []daycount.Date{}, WorkingWeekends: []daycount.Date{}}})
		f.Feed(ctx)
		if n := published(a, b); n != w.Ledger.Size() {
			t.Errorf("after forgetting it publishes size %d of %d", n, w.Ledger.Size())
		}
	})
}

func FuzzParseRequest(f *testing.F) {
	log := newForeign(f, "other.example/log")
	log.grow("a", "b", "c")
	f.Add(log.request(2).Bytes())
	f.Add([]byte("old 0\n\nx"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := witness.ParseRequest(b)
		if err == nil && !bytes.Equal(r.Bytes(), b) {
			t.Fatalf("%q is read as %q", b, r.Bytes())
		}
	})
}
