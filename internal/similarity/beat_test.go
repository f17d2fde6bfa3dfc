package similarity_test

import (
	"context"
	"testing"

	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/similarity/protocol"
)

// While a key is rolled a heartbeat brings the postings under the newer one.
func TestDataThatWasSealedAgainIsFoundUnderBothKeysAndEnteredOnce(t *testing.T) {
	w := certificatetest.New(t, dbtest.Node(t))
	code := w.Certify("farm", "2025年江苏省水稻种植记录数据")
	w.Agent()
	keys, err := similarity.OpenKeys(t.TempDir(), "登记机构")
	if err != nil {
		t.Fatal(err)
	}
	s, err := similarity.New(t.Context(), similarity.Options{Store: w.Node, Ledger: w.Ledger, Clock: w.Clock, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	seq, prev := uint64(0), ""
	beat := func(postings []uint64) {
		t.Helper()
		m := w.Measurement(1000)
		m.Postings = protocol.EncodePostings(postings)
		if seq++; seq > 1 {
			h, err := sequence.Find[registry.Heartbeat](context.Background(), w.Ledger, registry.PrefixHeartbeat+code)
			if err != nil || h == nil {
				t.Fatal(err)
			}
			prev = h.Digest
		}
		w.Submit("farm", &registry.HeartbeatRecord{Certificate: code, Seq: seq, Prev: prev, Measurement: m})
	}
	beat(nil)
	beat(tags(0, 60))
	beat(tags(0, 60)) // the same again, as with every heartbeat
	beat(tags(500, 60))
	cert, err := sequence.Find[registry.Certificate](t.Context(), w.Ledger, registry.PrefixCertificate+code)
	if err != nil {
		t.Fatal(err)
	}
	for _, first := range []int{0, 500} {
		found, err := s.Candidates(t.Context(), sketchOf(tags(first, 60)), w.Ledger.Size())
		if err != nil || len(found) != 1 || found[0].Case != cert.Case {
			t.Errorf("tags from %d find %+v (%v), want the certificate's case once", first, found, err)
		}
	}
	if st, _ := s.Stats(); st.Assets != 2 {
		t.Errorf("%d assets were entered, want one for each key", st.Assets)
	}
}
