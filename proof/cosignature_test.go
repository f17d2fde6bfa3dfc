package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"testing"
	"time"

	flog "github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"shurong.org/shurong/proof"
)

func seed(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, 32)) }

// cosigned is a checkpoint of a log with a witness's line.
func cosigned(t testing.TB, at time.Time) (msg []byte, logKey string, w *proof.Cosigner) {
	t.Helper()
	s, err := proof.NewSigner("log.example/a", seed(1))
	if err != nil {
		t.Fatal(err)
	}
	msg, err = proof.Checkpoint{Origin: "log.example/a", Size: 7, Root: proof.LeafHash(nil)}.Sign(s)
	if err != nil {
		t.Fatal(err)
	}
	w, err = proof.NewCosigner("witness.example/w", seed(2))
	if err != nil {
		t.Fatal(err)
	}
	head, err := proof.OpenHead(msg, s.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	return append(msg, w.Cosign([]byte(head.Text), at)...), s.VerifierKey(), w
}

func TestAnotherImplementationReadsOurCosignatures(t *testing.T) {
	at := time.Date(2026, 3, 16, 4, 0, 0, 0, time.UTC)
	msg, logKey, w := cosigned(t, at)
	theirs, err := fnote.NewVerifierForCosignatureV1(w.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	logs, err := note.NewVerifier(logKey)
	if err != nil {
		t.Fatal(err)
	}
	cp, rest, n, err := flog.ParseCheckpoint(msg, "log.example/a", logs, theirs)
	if err != nil || cp.Size != 7 || len(rest) == 0 || len(n.Sigs) != 2 {
		t.Fatalf("%v, %+v, %d signatures", err, cp, len(n.Sigs))
	}
	seen, err := fnote.CoSigV1Timestamp(n.Sigs[1])
	if err != nil || !seen.Equal(at) {
		t.Errorf("seen at %v, %v", seen, err)
	}
	if got, err := proof.Cosigned(msg, w.VerifierKey()); err != nil || !got.Equal(at) {
		t.Errorf("ours: %v, %v", got, err)
	}
	if _, err := proof.ParseCheckpoint(msg, logKey); err != nil {
		t.Errorf("with a witness's line the checkpoint is not read: %v", err)
	}
}

func TestWeReadAnothersCosignatures(t *testing.T) {
	skey, vkey, err := note.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{9}, 64)), "other.example/w")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := fnote.NewSignerForCosignatureV1(skey)
	if err != nil {
		t.Fatal(err)
	}
	if vkey, err = fnote.VKeyToCosignatureV1(vkey); err != nil {
		t.Fatal(err)
	}
	msg, _, _ := cosigned(t, time.Unix(1, 0))
	text := msg[:bytes.Index(msg, []byte("\n\n"))+1]
	signed, err := note.Sign(&note.Note{Text: string(text)}, theirs)
	if err != nil {
		t.Fatal(err)
	}
	if at, err := proof.Cosigned(signed, vkey); err != nil || time.Since(at) > time.Hour {
		t.Errorf("%v, %v", at, err)
	}
}

func TestEveryByteOfACosignedCheckpointCounts(t *testing.T) {
	msg, _, w := cosigned(t, time.Unix(1_700_000_000, 0))
	line := bytes.Index(msg, []byte("— witness"))
	logLine := bytes.Index(msg, []byte("— log"))
	for i := range msg {
		if i >= logLine && i < line {
			continue // another's signature, which this reader does not look at
		}
		changed := slices.Clone(msg)
		changed[i] ^= 1
		if _, err := proof.Cosigned(changed, w.VerifierKey()); err == nil {
			t.Fatalf("byte %d %q may be %q", i, msg[i], changed[i])
		}
	}
	if _, err := proof.NewCosignatureVerifier("witness.example/w+00000000+AAAA"); !errors.Is(err, proof.ErrVerifierKey) {
		t.Error("a key that is none")
	}
}

func FuzzCosigned(f *testing.F) {
	msg, _, w := cosigned(f, time.Unix(1, 0))
	f.Add(msg, w.VerifierKey())
	f.Fuzz(func(t *testing.T, b []byte, vkey string) {
		_, _ = proof.Cosigned(b, vkey)
		if h, err := proof.ParseHead(string(b)); err == nil && h.Size > proof.MaxSize {
			t.Fatal("a size out of bounds")
		}
	})
}
