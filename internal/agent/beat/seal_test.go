package beat

import (
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

// sealing gives the site a registrar's node that holds a key, and configures it.
func (s *site) sealing() (*similarity.Service, string) {
	s.t.Helper()
	dir := s.t.TempDir()
	return s.holder(dir), dir
}

// holder serves the keys of a folder from now on.
func (s *site) holder(dir string) *similarity.Service {
	s.t.Helper()
	keys, err := similarity.OpenKeys(dir, "登记机构")
	s.must(err)
	node := dbtest.Node(s.t)
	service, err := similarity.New(s.t.Context(), similarity.Options{Store: node, Ledger: s.Ledger, Clock: s.Clock, Keys: keys})
	s.must(err)
	a := api.New(api.Config{Store: node, Auth: nobody{}, Clock: s.Clock})
	service.Routes(a)
	srv := httptest.NewServer(a)
	s.t.Cleanup(srv.Close)
	s.cfg.Similarity = &Similarity{Registry: srv.URL, Pin: keys.Public()[0].Fingerprint}
	return service
}

func (s *site) sketch() *sketch.Sketch {
	s.t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.cfg.State, "sources", "rice.sketch"))
	s.must(err)
	sk, err := sketch.Decode([]byte(strings.TrimSuffix(string(raw), "\n")))
	s.must(err)
	return sk
}

func TestAHeartbeatNamesTheSealedSketchAndItsRetentionIsThatOfTheSealedSketches(t *testing.T) {
	s := newSite(t)
	_, _ = s.sealing()
	s.must(s.once())
	first, h := s.sketch(), s.last()
	if first.Domain == sketch.Public || h.Measurement.SketchDigest != canon.Hex(first.Encode()) ||
		h.Live.Baseline != h.Measurement.SketchDigest || len(protocol.Postings(h.Measurement.Postings)) == 0 {
		t.Fatalf("%+v %+v of %s", h.Measurement, h.Live, first.Domain)
	}
	s.later(1)
	s.data(1200) // 800 rows went
	s.must(s.once())
	second, h := s.sketch(), s.last()
	m, err := sketch.Compare(first, second)
	s.must(err)
	if found, of := matched(m); h.Live.Retained != found || h.Live.Sampled != of || h.Live.RetentionPPM < 500_000 || h.Live.RetentionPPM > 700_000 {
		t.Errorf("the heartbeat says %+v, the sealed sketches %d of %d", h.Live, found, of)
	}
	if h.Live.Baseline != canon.Hex(first.Encode()) || h.Measurement.Postings != nil {
		t.Errorf("%+v: the baseline is the first sealed sketch, and its postings are in the log already", h.Live)
	}
	b, err := os.ReadFile(filepath.Join(s.cfg.State, "sources", "rice.json"))
	if err != nil || strings.Contains(string(b), "hashes") {
		t.Errorf("%s %v", b, err)
	}
}

func TestWithoutTheKeysHoldersAHeartbeatWaitsAndNoUnsealedSketchIsNamed(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	s.holder(dir)
	s.cfg.Similarity.Registry = "http://127.0.0.1:1"
	if err := s.once(); !errors.Is(err, protocol.ErrReach) {
		t.Fatalf("%v", err)
	}
	a, err := Open(s.cfg, Options{Now: func() time.Time { return time.UnixMilli(s.now.Load()) }, Look: true})
	s.must(err)
	p, err := a.Preview(t.Context(), "rice")
	s.must(err)
	if s.last() != nil || p.Envelope != nil || p.Sealing == nil || p.Sealing.Err == nil ||
		!strings.Contains(string(p.Body), `"sketch_digest":""`) {
		t.Errorf("%s %+v", p.Body, p.Sealing)
	}
	s.holder(dir)
	s.later(1)
	s.must(s.once())
	if h := s.last(); h == nil || h.Seq != 2 || h.Measurement.SketchDigest != canon.Hex(s.sketch().Encode()) {
		t.Errorf("%+v: both were to be sealed and sent", h)
	}
	if p, err = a.Preview(t.Context(), "rice"); err != nil || p.Sealing.Err != nil || p.Sealing.Elements != 0 || p.Envelope == nil {
		t.Errorf("%+v %v: what was sealed before is known", p.Sealing, err)
	}
}

func TestAnotherKeyThanThePinnedOneSealsNothing(t *testing.T) {
	s := newSite(t)
	s.sealing()
	s.cfg.Similarity.Pin = strings.Repeat("0", 64)
	if err := s.once(); !errors.Is(err, protocol.ErrPin) || s.last() != nil {
		t.Errorf("%v %+v", err, s.last())
	}
	st, err := ReadStatus(s.cfg.State)
	if err != nil || st.Outbox != 1 || st.Trouble == nil || st.Trouble.Code != "similarity.pin" {
		t.Errorf("%+v %v", st, err)
	}
}

func TestAfterAKeyWasRolledTheNextHeartbeatSealsAgainAndPostsAnew(t *testing.T) {
	s := newSite(t)
	_, dir := s.sealing()
	s.must(s.once())
	before := s.sketch()
	s.roll(dir)
	s.later(1)
	s.must(s.once())
	after, h := s.sketch(), s.last()
	if after.Domain == before.Domain || len(h.Measurement.Postings) == 0 || h.Live.Baseline != canon.Hex(before.Encode()) ||
		h.Live.RetentionPPM != 1_000_000 {
		t.Errorf("%s after %s: %+v %+v", after.Domain, before.Domain, h.Measurement, h.Live)
	}
	s.later(1)
	s.must(s.once())
	if h := s.last(); h.Seq != 3 || h.Measurement.Postings != nil {
		t.Errorf("%+v: posted once a key", h)
	}
}

// roll makes the key of the next epoch, and has the site pin it.
func (s *site) roll(dir string) {
	s.t.Helper()
	share, err := oprf.NewShare(2, "登记机构")
	s.must(err)
	part, err := share.Part("")
	s.must(err)
	key, err := oprf.Join(part)
	s.must(err)
	secret, err := share.Encode()
	s.must(err)
	s.must(similarity.WriteNew(filepath.Join(dir, "epoch-0002.key"), secret, 0o600))
	s.must(similarity.WriteNew(filepath.Join(dir, "epoch-0002.json"), key.Encode(), 0o600))
	s.must(similarity.WriteNew(filepath.Join(dir, "current"), []byte("1\n"), 0o600)) // new data goes on under the first
	s.holder(dir)
}
