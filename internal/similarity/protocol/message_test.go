package protocol

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/sketch"
)

func FuzzSigned(f *testing.F) {
	priv := ed25519.NewKeyFromSeed(make([]byte, 32))
	raw, err := Sign(priv, "test.example/registry", Request{Elements: make([]byte, 64), Epoch: 1, Subject: "draft/SD-1"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseSigned(b)
		if err != nil {
			return
		}
		if again := canon.Must(s); !bytes.Equal(again, b) {
			t.Errorf("read %s, writes %s", b, again)
		}
		if s.Verify(priv.Public().(ed25519.PublicKey)) && !bytes.Equal(b, raw) {
			t.Error("another request has a signature that holds")
		}
	})
}

func TestTheLargestRequestIsWithinItsBound(t *testing.T) {
	priv := ed25519.NewKeyFromSeed(make([]byte, 32))
	raw, err := Sign(priv, "registry.example/with/a/long/name/of/its/log", Request{
		Elements: make([]byte, oprf.MaxBatch*oprf.ElementSize), Epoch: 1 << 20, Subject: "certificate/SJ3202607000001",
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseSigned(raw); err != nil {
		t.Errorf("%d bytes: %v", len(raw), err)
	}
}

func TestPostingsOfAPublicSketchStayOutOfTheLog(t *testing.T) {
	s := &sketch.Sketch{Domain: sketch.Public, Keys: []sketch.Key{{Rows: []sketch.Row{{Tags: []sketch.Tag{{Value: 7}}}},
		Pairs: []sketch.Pair{{}}}}}
	if p := PostingsOf(s); p != nil {
		t.Errorf("%x", p)
	}
	s.Domain = "oprf/1/1/0123456789abcdef"
	if p := Postings(PostingsOf(s)); len(p) != 1 || p[0] != 7 {
		t.Errorf("postings %v", p)
	}
	for _, bad := range [][]byte{make([]byte, 7), make([]byte, 65*8)} {
		if Postings(bad) != nil {
			t.Errorf("%d bytes were read as postings", len(bad))
		}
	}
}
