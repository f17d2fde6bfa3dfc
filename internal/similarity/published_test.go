package similarity_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

func (w *world) publish(s *similarity.Service, epoch int, from daycount.Date) {
	w.t.Helper()
	body, err := s.Publication(epoch, from)
	w.ok(err)
	w.Submit(office, body)
}

func TestASketchIsTakenOnlyUnderAKeyThatTheLogKnows(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, domain := context.Background(), w.keys.Public()[0].Domain
		w.fails(w.Admits(ctx, domain, false), similarity.ErrUnpublished)
		today := daycount.DateOf(w.Clock.Now())
		w.publish(w.Service, 1, today.AddDays(2))
		w.fails(w.Admits(ctx, domain, false), similarity.ErrNotYet)
		w.Days(2)
		w.ok(w.Admits(ctx, domain, false))
		w.fails(w.Admits(ctx, "oprf/1/1/0123456789abcdef", false), similarity.ErrForeign)
		w.fails(w.Admits(ctx, sketch.Public, false), similarity.ErrUnsealed)
		w.ok(w.Admits(ctx, sketch.Public, true))
	})
}

// The names are those of one thing: a site and the log must call a key the same.
func TestTheLogCallsAKeyByTheFingerprintThatSitesPin(t *testing.T) {
	keys, err := similarity.OpenKeys(t.TempDir(), "登记机构")
	if err != nil {
		t.Fatal(err)
	}
	k := keys.Public()[0]
	if got := protocol.Fact(k.Public()).Fingerprint(); got != k.Fingerprint {
		t.Errorf("the log says %s, a site %s", got, k.Fingerprint)
	}
}

func TestAKeyIsPublishedByTwoPersonsOfTheRegistrar(t *testing.T) {
	w := newWorld(t, dbtest.Node(t))
	approvals := approval.New(w.Node, w.Clock, slog.New(slog.DiscardHandler))
	w.At(&desk.Desk{Store: w.Node, Ledger: w.Ledger, Keys: w.Keys, Approvals: approvals, Clock: w.Clock})
	_, err := w.Publish(as(farm), 1, daycount.Date{})
	w.fails(err, auth.ErrMayNot)
	_, err = w.Publish(as(office), 2, daycount.Date{})
	w.fails(err, protocol.ErrEpoch)
	p, err := w.Publish(as(office), 1, daycount.Date{})
	w.ok(err)
	if p.State != string(approval.Pending) {
		t.Errorf("%+v", p)
	}
	k, err := sequence.Find[registry.SimilarityKey](t.Context(), w.Ledger, registry.PrefixSimilarityKey+w.keys.Public()[0].Fingerprint)
	if err != nil || k != nil {
		t.Errorf("one person was enough: %+v %v", k, err)
	}
}

// shown is a registrar's node on a log, and what it answers a site that asks for a fact.
type shown struct {
	*certificatetest.World
	t      *testing.T
	keys   *similarity.Keyset
	server *httptest.Server
	answer func(string) string // alters what the node says of its log
}

func newShown(t *testing.T) *shown {
	s := &shown{World: certificatetest.New(t, dbtest.Node(t)), t: t, answer: func(a string) string { return a }}
	dir := t.TempDir()
	keys, err := similarity.OpenKeys(filepath.Join(dir, "keys"), "登记机构")
	if err != nil {
		t.Fatal(err)
	}
	service, err := similarity.New(t.Context(), similarity.Options{Store: s.Node, Ledger: s.Ledger, Clock: s.Clock, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	s.keys = keys
	a := api.New(api.Config{Store: s.Node, Auth: tokens{}, Clock: s.Clock})
	service.Routes(a)
	s.Certificates.Routes(a)
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/log/fact") {
			a.ServeHTTP(w, r)
			return
		}
		rec := httptest.NewRecorder()
		a.ServeHTTP(rec, r)
		w.WriteHeader(rec.Code)
		_, _ = io.WriteString(w, s.answer(rec.Body.String()))
	}))
	t.Cleanup(s.server.Close)
	return s
}

func (s *shown) publish(keys *similarity.Keyset) {
	s.t.Helper()
	s.Submit(office, &registry.SimilarityPublish{From: daycount.DateOf(s.Clock.Now()), Key: protocol.Fact(keys.Public()[0].Public())})
}

// ask is what becomes of a site's attempt to seal.
func (s *shown) ask(logKey string) error {
	c := &protocol.Client{Registry: s.server.URL, Token: "farm", Pin: s.keys.Public()[0].Fingerprint, LogKey: logKey}
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	_, _, err := c.PRF(ctx, "draft/SD-1")
	return err
}

func TestASiteSealsOnlyUnderAKeyThatIsProvenToStandInTheLog(t *testing.T) {
	s := newShown(t)
	wants := func(want error, logKey string) {
		t.Helper()
		if err := s.ask(logKey); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	log := s.Ledger.VerifierKey()
	wants(protocol.ErrUnlogged, log)
	wants(nil, "") // the pin alone
	s.publish(s.keys)
	wants(nil, log)
	wants(protocol.ErrLogProof, "other.example/registry+00000000+AAAA")
	for name, alter := range map[string]func(string) string{
		"another day in the fact": func(a string) string { return strings.ReplaceAll(a, `\"from\":\"20`, `\"from\":\"21`) },
		"another checkpoint":      func(a string) string { return strings.Replace(a, `"checkpoint":"test`, `"checkpoint":"best`, 1) },
		"no proof":                func(a string) string { return strings.Replace(a, `"siblings":[`, `"siblings":[],"left":[`, 1) },
	} {
		s.answer = alter
		if real := `{"value":"{\"from\":\"2026\"}","checkpoint":"test","proof":{"siblings":["A"]}}`; alter(real) == real {
			t.Fatalf("%s: nothing is altered", name)
		}
		wants(protocol.ErrLogProof, log)
	}
}

// A registrar that gives one enterprise a key of its own, with a pin of its own, cannot show that one in the log.
func TestAKeyBesideTheOneInTheLogIsRefusedAlthoughItIsPinned(t *testing.T) {
	s := newShown(t)
	true1, err := similarity.OpenKeys(t.TempDir(), "登记机构")
	if err != nil {
		t.Fatal(err)
	}
	s.publish(true1)
	if err := s.ask(s.Ledger.VerifierKey()); !errors.Is(err, protocol.ErrUnlogged) {
		t.Errorf("error %v, want %v", err, protocol.ErrUnlogged)
	}
	// Nor does the fact of the true key serve for another.
	from := s.keys.Public()[0].Fingerprint
	s.answer = func(string) string {
		var out string
		if err := s.Ledger.View(context.Background(), func(snap *sequence.Snapshot) error {
			v, err := snap.Get(registry.PrefixSimilarityKey + true1.Public()[0].Fingerprint)
			if err != nil {
				return err
			}
			p, err := snap.ProveKey(registry.PrefixSimilarityKey + from)
			out = string(canon.Must(map[string]any{"exists": true, "value": string(v), "proof": p, "checkpoint": string(snap.Checkpoint())}))
			return err
		}); err != nil {
			t.Error(err)
		}
		return out
	}
	if err := s.ask(s.Ledger.VerifierKey()); !errors.Is(err, protocol.ErrLogProof) {
		t.Errorf("error %v, want %v", err, protocol.ErrLogProof)
	}
}
