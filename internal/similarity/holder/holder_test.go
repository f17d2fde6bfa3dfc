package holder_test

import (
	"crypto/ed25519"
	"errors"
	"log/slog"
	"testing"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/similarity/holder"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
)

type at struct{ now time.Time }

func (a *at) Now() time.Time { return a.now }

// world is a holder of a share, with a node that it trusts.
type world struct {
	t      *testing.T
	clock  *at
	node   ed25519.PrivateKey
	share  *oprf.Share
	public []byte
	client *oprf.Client
	h      *holder.Holder
	n      int
}

func newWorld(t *testing.T, l holder.Limits) *world {
	t.Helper()
	w := &world{t: t, clock: &at{time.Date(2026, 7, 6, 9, 0, 0, 0, time.UTC)}, node: ed25519.NewKeyFromSeed(make([]byte, 32))}
	var err error
	w.share, err = oprf.NewShare(1, "监管机构")
	w.ok(err)
	part, err := w.share.Part("")
	w.ok(err)
	w.public = part.Public
	key, err := oprf.Join(part)
	w.ok(err)
	w.client, err = oprf.NewClient(key)
	w.ok(err)
	w.start(l)
	return w
}

func (w *world) start(l holder.Limits) {
	var err error
	w.h, err = holder.New(w.share, w.node.Public().(ed25519.PublicKey), l, w.clock, slog.New(slog.DiscardHandler))
	w.ok(err)
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// request is a batch with its ticket, which change alters before it is signed.
func (w *world) request(subject string, n int, change func(*protocol.Ticket)) (protocol.ShareRequest, *oprf.Pending) {
	w.t.Helper()
	inputs := make([][]byte, n)
	for i := range inputs {
		w.n++
		inputs[i] = []byte{byte(w.n), byte(w.n >> 8)}
	}
	p, err := w.client.Blind(inputs)
	w.ok(err)
	elements := protocol.Join(p.Elements)
	w.n++
	t := protocol.TicketFor(elements, n, 1, w.public, "org", subject, string(rune('a'+w.n)), w.clock.now)
	if change != nil {
		change(t)
	}
	return protocol.ShareRequest{Elements: elements, Ticket: t.Sign(w.node)}, p
}

func (w *world) wants(r protocol.ShareRequest, want *fault.Def) {
	w.t.Helper()
	if _, err := w.h.Evaluate(r); !errors.Is(err, want) {
		w.t.Errorf("error %v, want %v", err, want.Code())
	}
}

func TestAShareAnswersOnceOnATicketForTheseElementsAndItsProofHolds(t *testing.T) {
	w := newWorld(t, holder.Limits{Subject: 100, All: 100})
	r, p := w.request("draft/SD-1", 3, nil)
	a, err := w.h.Evaluate(r)
	w.ok(err)
	elements, _ := protocol.Split(a.Elements)
	if _, err := p.Outputs([]*oprf.Evaluation{{Elements: elements, Proof: a.Proof}}); err != nil {
		t.Error(err)
	}
	w.wants(r, protocol.ErrTicket) // again

	other, _ := w.request("draft/SD-1", 3, nil)
	fresh, _ := w.request("draft/SD-1", 3, nil)
	w.wants(protocol.ShareRequest{Elements: other.Elements, Ticket: fresh.Ticket}, protocol.ErrTicket)
	for name, change := range map[string]func(*protocol.Ticket){
		"count": func(t *protocol.Ticket) { t.Count = 2 }, "epoch": func(t *protocol.Ticket) { t.Epoch = 2 },
		"share":  func(t *protocol.Ticket) { t.Share = "0" },
		"long":   func(t *protocol.Ticket) { t.Expires += time.Hour.Milliseconds() },
		"over":   func(t *protocol.Ticket) { t.Issued -= 3 * 60_000; t.Expires -= 3 * 60_000 },
		"future": func(t *protocol.Ticket) { t.Issued += 60_000; t.Expires += 60_000 },
	} {
		bad, _ := w.request("draft/SD-1", 3, change)
		if _, err := w.h.Evaluate(bad); !errors.Is(err, protocol.ErrTicket) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.node = ed25519.NewKeyFromSeed([]byte("another node's key, not trusted!"))
	stranger, _ := w.request("draft/SD-1", 3, nil)
	w.wants(stranger, protocol.ErrTicket)
}

func TestLimitsHoldWhateverTheNodeSignsAndARestartForgetsNoTicket(t *testing.T) {
	l := holder.Limits{Subject: 5, All: 8}
	w := newWorld(t, l)
	take := func(subject string, n int) protocol.ShareRequest {
		r, _ := w.request(subject, n, nil)
		_, err := w.h.Evaluate(r)
		w.ok(err)
		return r
	}
	used := take("draft/SD-1", 4)
	r, _ := w.request("draft/SD-1", 2, nil)
	w.wants(r, holder.ErrLimit)
	take("draft/SD-2", 4)
	r, _ = w.request("draft/SD-3", 1, nil)
	w.wants(r, holder.ErrLimit)
	w.clock.now = w.clock.now.Add(time.Second)
	w.start(l)
	w.wants(used, protocol.ErrTicket)
	w.clock.now = w.clock.now.Add(25 * time.Hour)
	take("draft/SD-1", 5)
}

func FuzzTicket(f *testing.F) {
	node := ed25519.NewKeyFromSeed(make([]byte, 32))
	good := protocol.TicketFor([]byte("elements"), 1, 1, []byte("share"), "org", "draft/SD-1", "n", time.UnixMilli(1)).Sign(node)
	f.Add(good)
	f.Add([]byte(`{"v":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := protocol.ParseTicket(b, node.Public().(ed25519.PublicKey)); err == nil && string(b) != string(good) {
			t.Errorf("another ticket holds: %s", b)
		}
	})
}
