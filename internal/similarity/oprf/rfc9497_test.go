package oprf

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	circl "github.com/cloudflare/circl/oprf"

	"github.com/cloudflare/circl/group"
)

// vector is a line of RFC 9497, appendix A.1.2; lists are separated by commas.
type vector struct {
	Blind, BlindedElement, EvaluationElement, Input, Output string
	Proof                                                   struct{ Proof, R string }
}

func list(t *testing.T, s string) (out [][]byte) {
	t.Helper()
	for _, x := range strings.Split(s, ",") {
		b, err := hex.DecodeString(x)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func scalar(t *testing.T, b []byte) group.Scalar {
	t.Helper()
	s := suite.Group().NewScalar()
	if err := s.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	return s
}

// shareOf makes a share of a secret scalar.
func shareOf(t *testing.T, body string, secret []byte) *Share {
	t.Helper()
	key := new(circl.PrivateKey)
	if err := key.UnmarshalBinary(suite, secret); err != nil {
		t.Fatal(err)
	}
	s, err := newShare(1, body, key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func keyOf(t testing.TB, shares ...*Share) *PublicKey {
	t.Helper()
	var parts []Part
	for _, s := range shares {
		p, err := s.Part("")
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, p)
	}
	k, err := Join(parts...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestVectorsOfRFC9497(t *testing.T) {
	b, err := os.ReadFile("testdata/rfc9497-voprf-ristretto255-sha512.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		PkSm, SkSm string
		Vectors    []vector
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	share := shareOf(t, "registry", list(t, file.SkSm)[0])
	key := keyOf(t, share)
	if got := hex.EncodeToString(key.Parts[0].Public); got != file.PkSm {
		t.Fatalf("public key %s, want %s", got, file.PkSm)
	}
	client, err := NewClient(key)
	if err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) != 3 {
		t.Fatalf("%d vectors, want the 3 of the RFC", len(file.Vectors))
	}
	for _, v := range file.Vectors {
		blinds := list(t, v.Blind)
		p, err := client.blind(list(t, v.Input), func(i int) group.Scalar { return scalar(t, blinds[i]) })
		if err != nil {
			t.Fatal(err)
		}
		same := func(what string, got, want [][]byte) {
			t.Helper()
			if !slices.EqualFunc(got, want, slices.Equal) {
				t.Errorf("%s %x, want %x", what, got, want)
			}
		}
		same("blinded", p.Elements, list(t, v.BlindedElement))
		a, err := share.evaluate(p.Elements, scalar(t, list(t, v.Proof.R)[0]))
		if err != nil {
			t.Fatal(err)
		}
		same("evaluated", a.Elements, list(t, v.EvaluationElement))
		same("proof", [][]byte{a.Proof}, list(t, v.Proof.Proof))
		out, err := p.Outputs([]*Evaluation{a})
		if err != nil {
			t.Fatal(err)
		}
		same("output", out, list(t, v.Output))
	}
}

// The oracle is the library's own server under the sum of the shares, which no body ever holds.
func TestASplitKeyGivesTheTagsOfTheWholeKey(t *testing.T) {
	g := suite.Group()
	for range 8 {
		k1, k2 := g.RandomNonZeroScalar(nil), g.RandomNonZeroScalar(nil)
		secrets := make([][]byte, 3)
		for i, k := range []group.Scalar{k1, k2, g.NewScalar().Add(k1, k2)} {
			secrets[i], _ = k.MarshalBinary()
		}
		one, two := shareOf(t, "registrar", secrets[0]), shareOf(t, "regulator", secrets[1])
		split, err := NewClient(keyOf(t, one, two))
		if err != nil {
			t.Fatal(err)
		}
		inputs := [][]byte{[]byte("苏A12345‖2026-01-01"), []byte("b"), {}}
		p, err := split.Blind(inputs)
		if err != nil {
			t.Fatal(err)
		}
		answers := make([]*Evaluation, 2)
		for i, part := range split.Key().Parts {
			body := map[string]*Share{"registrar": one, "regulator": two}[part.Body]
			if answers[i], err = body.Evaluate(p.Elements); err != nil {
				t.Fatal(err)
			}
		}
		got, err := p.Outputs(answers)
		if err != nil {
			t.Fatal(err)
		}
		whole := new(circl.PrivateKey)
		if err := whole.UnmarshalBinary(suite, secrets[2]); err != nil {
			t.Fatal(err)
		}
		for i, in := range inputs {
			want, err := circl.NewVerifiableServer(suite, whole).FullEvaluate(in)
			if err != nil || !slices.Equal(got[i], want) {
				t.Fatalf("output %d is %x, want %x (%v)", i, got[i], want, err)
			}
		}
	}
}
