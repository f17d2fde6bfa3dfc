package proof

import (
	"bytes"
	"errors"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"encoding/json"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
)

type badText struct{ text, code string }

// malformed are signed texts that are not checkpoints: the signature is right, the form is not.
func malformed(good Checkpoint) map[string]badText {
	text := good.Text()
	lines := strings.SplitAfter(text, "\n")
	other := good
	other.State = flipped(good.State)
	return map[string]badText{
		"commitment of other roots":  {strings.Join(lines[:3], "") + strings.SplitAfter(other.Text(), "\n")[3] + lines[4], "proof.commitment"},
		"an extension more":          {text + "time 1\n", "proof.checkpoint_form"},
		"no extensions":              {strings.Join(lines[:3], ""), "proof.checkpoint_form"},
		"extensions in other order":  {strings.Join(lines[:3], "") + lines[4] + lines[3], "proof.checkpoint_form"},
		"size with a leading zero":   {strings.Replace(text, "\n11\n", "\n011\n", 1), "proof.checkpoint_form"},
		"size with a sign":           {strings.Replace(text, "\n11\n", "\n-1\n", 1), "proof.checkpoint_form"},
		"size beyond 2^53-1":         {strings.Replace(text, "\n11\n", "\n9007199254740992\n", 1), "proof.checkpoint_form"},
		"root in raw base64":         {strings.Replace(text, lines[2], strings.TrimRight(lines[2], "=\n")+"\n", 1), "proof.checkpoint_form"},
		"root with stray bits":       {strings.Replace(text, lines[2], strings.Repeat("A", 42)+"B=\n", 1), "proof.checkpoint_form"},
		"root of thirty-one bytes":   {strings.Replace(text, lines[2], strings.Repeat("A", 42)+"==\n", 1), "proof.checkpoint_form"},
		"label in capitals":          {strings.Replace(text, "\nstate ", "\nState ", 1), "proof.checkpoint_form"},
		"an empty line in the text":  {strings.Replace(text, "\nstate ", "\n\nstate ", 1), "proof.checkpoint_form"},
		"origin with a space":        {"a b" + text, "proof.origin"},
		"origin with a plus":         {"a+b" + text, "proof.origin"},
		"spaces before the end":      {strings.Replace(text, "\n11\n", "\n11 \n", 1), "proof.checkpoint_form"},
		"commitment in url alphabet": {strings.Replace(text, lines[4], "commitment "+strings.Repeat("-", 43)+"=\n", 1), "proof.checkpoint_form"},
	}
}

// ordered walks a map in the order of its keys, so that the vectors file is stable.
func ordered(m map[string]badText) iter.Seq2[string, badText] {
	return func(yield func(string, badText) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

func signText(text string, s *Signer) string {
	b, err := note.Sign(&note.Note{Text: text}, s)
	must(err)
	return string(b)
}

func TestVerifierKeyAndOriginAreChecked(t *testing.T) {
	s := testSigner("shurong.example/registry", 1)
	signed, err := Checkpoint{Origin: s.Name(), Root: EmptyLog()}.Sign(s)
	must(err)
	if _, err := ParseCheckpoint(signed, "nonsense"); !errors.Is(err, ErrVerifierKey) {
		t.Errorf("a nonsense key: %v", err)
	}
	if _, err := ParseCheckpoint(append(signed, bytes.Repeat([]byte("x"), MaxCheckpoint)...), s.VerifierKey()); !errors.Is(err, ErrCheckpointForm) {
		t.Errorf("a very long text: %v", err)
	}
	for _, origin := range []string{"", "a b", "a+b", "a\nb", "a\u3000b", "\xff", strings.Repeat("x", 256)} {
		if _, err := NewSigner(origin, s.key); !errors.Is(err, ErrOrigin) {
			t.Errorf("origin %q: %v", origin, err)
		}
		if _, err := (Checkpoint{Origin: origin}).Sign(s); !errors.Is(err, ErrOrigin) {
			t.Errorf("checkpoint of %q: %v", origin, err)
		}
	}
	if _, err := NewSigner("a", s.key[:5]); !errors.Is(err, ErrVerifierKey) {
		t.Errorf("half a key: %v", err)
	}
	if _, err := (Checkpoint{Origin: s.Name(), Size: MaxSize + 1}).Sign(s); !errors.Is(err, ErrRange) {
		t.Errorf("an impossible size: %v", err)
	}
}

func TestSignerMatchesTheNoteLibrarys(t *testing.T) {
	s := testSigner("shurong.example/registry", 9)
	v, err := note.NewVerifier(s.VerifierKey())
	must(err)
	sig, _ := s.Sign([]byte("text"))
	if v.Name() != s.Name() || v.KeyHash() != s.KeyHash() || !v.Verify([]byte("text"), sig) {
		t.Error("the library does not accept the signer's own verifier key")
	}
}

func TestHashReadsOneTextPerValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Hash(rapid.SliceOfN(rapid.Byte(), HashSize, HashSize).Draw(t, "hash"))
		back, err := ParseHash(h.String())
		if err != nil || back != h {
			t.Fatalf("%v %v", back, err)
		}
	})
	for _, s := range []string{"", "AAAA", strings.Repeat("A", 43), strings.Repeat("A", 44), strings.Repeat("A", 42) + "B=", strings.Repeat("A", 21) + "\n" + strings.Repeat("A", 21) + "="} {
		if _, err := ParseHash(s); !errors.Is(err, ErrHash) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestMapProofsHoldAndAlteredOnesFail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := twin{}
		for _, k := range rapid.SliceOfN(rapid.StringN(0, 4, -1), 0, 40).Draw(t, "keys") {
			m[k] = []byte("v" + k)
		}
		key := rapid.StringN(0, 4, -1).Draw(t, "key")
		p, root := m.prove(key), m.root()
		if err := VerifyMap(p, key, m[key], root); err != nil {
			t.Fatal(err)
		}
		other := []byte("other")
		if m[key] != nil {
			other = nil
		}
		if VerifyMap(p, key, other, root) == nil {
			t.Fatal("the opposite holds too")
		}
		if len(p.Siblings) > 0 {
			i := rapid.IntRange(0, len(p.Siblings)-1).Draw(t, "sibling")
			p.Siblings[i] = flipped(p.Siblings[i])
			if VerifyMap(p, key, m[key], root) == nil {
				t.Fatal("an altered sibling passed")
			}
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	s := testSigner("shurong.example/registry", 1)
	for _, c := range seedVectors(f).Checkpoint {
		f.Add([]byte(c.Note))
	}
	f.Fuzz(func(t *testing.T, msg []byte) {
		if c, err := ParseCheckpoint(msg, s.VerifierKey()); err == nil && !bytes.HasPrefix(msg, []byte(c.Text())) {
			t.Errorf("accepted, but it writes differently: %q", msg)
		}
		// The form is also reached without a right signature.
		text, _, _ := strings.Cut(string(msg), "\n\n")
		if c, err := parseText(text + "\n"); err == nil && c.Text() != text+"\n" {
			t.Errorf("accepted, but it writes differently: %q", text)
		}
	})
}

func FuzzMapProof(f *testing.F) {
	for _, c := range seedVectors(f).Map {
		raw, err := canon.Marshal(c.Proof)
		must(err)
		f.Add(raw, c.Key)
	}
	f.Fuzz(func(t *testing.T, raw []byte, key string) {
		var p MapProof
		if canon.Unmarshal(raw, &p) != nil {
			return
		}
		var root Hash
		held := VerifyMap(p, key, []byte("x"), root) == nil
		if VerifyMap(p, key, nil, root) == nil && (len(p.Siblings) != 0 || p.Leaf != nil || held) {
			t.Error("something leads to the empty root")
		}
		var back MapProof
		if again := canon.Must(p); canon.Unmarshal(again, &back) != nil || !bytes.Equal(canon.Must(back), again) {
			t.Errorf("does not survive its own encoding: %s", again)
		}
	})
}

func seedVectors(f *testing.F) vectors {
	raw, err := os.ReadFile(vectorsFile)
	if err != nil {
		f.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		f.Fatal(err)
	}
	return v
}
