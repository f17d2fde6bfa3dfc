package oprf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
)

func share(t testing.TB, epoch int, body string) *Share {
	t.Helper()
	s, err := NewShare(epoch, body)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func blind(t testing.TB, k *PublicKey, inputs ...string) *Pending {
	t.Helper()
	c, err := NewClient(k)
	if err != nil {
		t.Fatal(err)
	}
	raw := make([][]byte, len(inputs))
	for i, s := range inputs {
		raw[i] = []byte(s)
	}
	p, err := c.Blind(raw)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func answer(t testing.TB, s *Share, p *Pending) *Evaluation {
	t.Helper()
	a, err := s.Evaluate(p.Elements)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func wants(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

func TestEqualValuesHaveEqualTagsAndNothingElseDoes(t *testing.T) {
	s := share(t, 1, "registrar")
	k := keyOf(t, s)
	tags := func(p *Pending) []uint64 {
		t.Helper()
		tags, err := p.Finalize([]*Evaluation{answer(t, s, p)})
		if err != nil {
			t.Fatal(err)
		}
		return tags
	}
	p, q := blind(t, k, "a", "b", "c"), blind(t, k, "c", "d", "a")
	x, y := tags(p), tags(q)
	if x[0] != y[2] || x[2] != y[0] || x[1] == y[1] || x[0] == x[1] {
		t.Errorf("tags %x and %x", x, y)
	}
	if slices.ContainsFunc(p.Elements, func(e []byte) bool {
		return slices.ContainsFunc(q.Elements, func(f []byte) bool { return bytes.Equal(e, f) })
	}) {
		t.Error("two batches show that they have a value in common")
	}
}

func TestAnAnswerUnderAnotherKeyFailsItsProof(t *testing.T) {
	honest, other := share(t, 1, "registrar"), share(t, 1, "registrar")
	p := blind(t, keyOf(t, honest), "a", "b")
	_, err := p.Finalize([]*Evaluation{answer(t, other, p)})
	wants(t, err, ErrProof)
}

func TestOneSwappedOrRepeatedElementFailsTheProofOfTheBatch(t *testing.T) {
	s := share(t, 1, "registrar")
	p := blind(t, keyOf(t, s), "a", "b", "c")
	a := answer(t, s, p)
	a.Elements[0], a.Elements[1] = a.Elements[1], a.Elements[0]
	_, err := p.Finalize([]*Evaluation{a})
	wants(t, err, ErrProof)
	a = answer(t, s, p)
	a.Elements[2] = a.Elements[0]
	_, err = p.Finalize([]*Evaluation{a})
	wants(t, err, ErrProof)
	a = answer(t, s, p)
	a.Proof[40] ^= 1
	_, err = p.Finalize([]*Evaluation{a})
	wants(t, err, ErrProof)
}

func TestAProofOfOneBatchDoesNotServeForAnother(t *testing.T) {
	s := share(t, 1, "registrar")
	k := keyOf(t, s)
	p, q := blind(t, k, "a"), blind(t, k, "a")
	_, err := p.Finalize([]*Evaluation{answer(t, s, q)})
	wants(t, err, ErrProof)
}

func TestTheBodyThatAnswersWronglyIsNamed(t *testing.T) {
	one, two, wrong := share(t, 1, "甲"), share(t, 1, "乙"), share(t, 1, "乙")
	k := keyOf(t, one, two)
	p := blind(t, k, "a")
	answers := make([]*Evaluation, 2)
	for i, part := range k.Parts {
		answers[i] = answer(t, map[string]*Share{"甲": one, "乙": wrong}[part.Body], p)
	}
	_, err := p.Finalize(answers)
	wants(t, err, ErrProof)
	if !bytes.Contains([]byte(err.Error()), []byte("乙")) {
		t.Errorf("the error does not name the body: %v", err)
	}
}

func TestOneBodyOfTwoIsNotEnough(t *testing.T) {
	one, two := share(t, 1, "甲"), share(t, 1, "乙")
	p := blind(t, keyOf(t, one, two), "a")
	a := answer(t, one, p)
	for _, answers := range [][]*Evaluation{{}, {a}, {a, nil}, {a, a}} {
		if _, err := p.Finalize(answers); err == nil {
			t.Errorf("%d answers of one body were enough", len(answers))
		}
	}
}

func TestABodyAnswersOnlyGroupElements(t *testing.T) {
	s := share(t, 1, "registrar")
	p := blind(t, keyOf(t, s), "a")
	good := p.Elements[0]
	notReduced := bytes.Repeat([]byte{0xff}, ElementSize)
	for name, in := range map[string][][]byte{
		"identity":     {good, make([]byte, ElementSize)},
		"not on curve": {append([]byte{1}, good[1:]...), notReduced},
		"not reduced":  {good, notReduced},
		"short":        {good[:31]},
		"long":         {append(bytes.Clone(good), 0)},
	} {
		if _, err := s.Evaluate(in); !errors.Is(err, ErrElement) {
			t.Errorf("%s: error %v, want %v", name, err, ErrElement)
		}
	}
	_, err := s.Evaluate(nil)
	wants(t, err, ErrBatch)
	_, err = s.Evaluate(slices.Repeat([][]byte{good}, MaxBatch+1))
	wants(t, err, ErrBatch)
}

func TestARogueKeyHasNoProofOfPossession(t *testing.T) {
	honest, mine := share(t, 1, "甲"), share(t, 1, "乙")
	p, err := honest.Part("")
	if err != nil {
		t.Fatal(err)
	}
	q, err := mine.Part("")
	if err != nil {
		t.Fatal(err)
	}
	// The rogue publishes K₂ = X − K₁, so that the sum is X, whose secret it knows.
	x, _ := parseElement(q.Public)
	k1, _ := parseElement(p.Public)
	rogue := q
	rogue.Public = encode(suite.Group().NewElement().Add(x, suite.Group().NewElement().Neg(k1)))
	_, err = Join(p, rogue)
	wants(t, err, ErrPossession)
	// Nor can a proof be taken over from another body or epoch.
	stolen := p
	stolen.Body = "乙"
	_, err = Join(stolen)
	wants(t, err, ErrPossession)
	stolen = p
	stolen.Epoch = 2
	_, err = Join(stolen)
	wants(t, err, ErrPossession)
}

func TestPartsOfSeveralEpochsAndRepeatedPartsAreRefused(t *testing.T) {
	p, err := share(t, 1, "甲").Part("")
	if err != nil {
		t.Fatal(err)
	}
	q, err := share(t, 2, "乙").Part("")
	if err != nil {
		t.Fatal(err)
	}
	for _, parts := range [][]Part{{}, {p, q}, {p, p}} {
		_, err := Join(parts...)
		wants(t, err, ErrJoin)
	}
}

func TestTheOrderOfPartsAndTheirAddressesDoNotChangeTheFingerprint(t *testing.T) {
	s, u := share(t, 1, "甲"), share(t, 1, "乙")
	p, _ := s.Part("")
	q, _ := u.Part("https://two.example")
	r, _ := u.Part("https://three.example")
	a, err := Join(p, q)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Join(r, p)
	if err != nil {
		t.Fatal(err)
	}
	if a.Fingerprint() != b.Fingerprint() {
		t.Errorf("fingerprints %s and %s", a.Fingerprint(), b.Fingerprint())
	}
}

func TestKeyFilesReadBackAsTheyWere(t *testing.T) {
	s := share(t, 7, "某省数据登记中心")
	raw, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := DecodeShare(append(raw, '\n'))
	if err != nil {
		t.Fatal(err)
	}
	k := keyOf(t, s)
	p := blind(t, k, "a")
	if _, err := p.Finalize([]*Evaluation{answer(t, back, p)}); err != nil {
		t.Error(err)
	}
	again, err := DecodeKey(k.Encode())
	if err != nil || again.Fingerprint() != k.Fingerprint() || back.Epoch() != 7 {
		t.Errorf("key %v, epoch %d (%v)", again, back.Epoch(), err)
	}
	_, err = DecodeShare(bytes.Replace(raw, []byte(`"epoch":7`), []byte(`"epoch":0`), 1))
	wants(t, err, ErrKeyFile)
	_, err = DecodeShare(raw[:len(raw)-4])
	wants(t, err, ErrKeyFile)
}

func TestInputsAreBounded(t *testing.T) {
	c, err := NewClient(keyOf(t, share(t, 1, "registrar")))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Blind([][]byte{make([]byte, MaxInput+1)})
	wants(t, err, ErrInput)
	_, err = c.Blind(nil)
	wants(t, err, ErrBatch)
}

func FuzzKeyFiles(f *testing.F) {
	s := share(f, 3, "registrar")
	raw, err := s.Encode()
	if err != nil {
		f.Fatal(err)
	}
	k := keyOf(f, s)
	f.Add(raw)
	f.Add(k.Encode())
	f.Add(k.Parts[0].Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, err := DecodeKey(b); err == nil && k.Check() != nil {
			t.Error("a key was read that does not hold")
		}
		if p, err := DecodePart(b); err == nil {
			if _, err := Join(p); err != nil {
				t.Errorf("a part was read that does not join: %v", err)
			}
		}
		if s, err := DecodeShare(b); err == nil {
			if _, err := s.Part(""); err != nil {
				t.Errorf("a share was read that cannot publish: %v", err)
			}
		}
	})
}

func FuzzAnswers(f *testing.F) {
	s := share(f, 1, "registrar")
	k := keyOf(f, s)
	f.Add(make([]byte, ElementSize), make([]byte, ProofSize))
	f.Fuzz(func(t *testing.T, element, proof []byte) {
		_, _ = s.Evaluate([][]byte{element})
		p := blind(t, k, "a")
		if _, err := p.Finalize([]*Evaluation{{Elements: [][]byte{element}, Proof: proof}}); err == nil {
			t.Error("an invented answer was accepted")
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	for _, bodies := range []int{1, 2} {
		b.Run(fmt.Sprintf("bodies=%d", bodies), func(b *testing.B) {
			var shares []*Share
			for i := range bodies {
				shares = append(shares, share(b, 1, fmt.Sprint("body ", i)))
			}
			k := keyOf(b, shares...)
			c, err := NewClient(k)
			if err != nil {
				b.Fatal(err)
			}
			inputs := make([][]byte, 1200)
			for i := range inputs {
				inputs[i] = fmt.Appendf(nil, "value %d", i)
			}
			for b.Loop() {
				p, err := c.Blind(inputs)
				if err != nil {
					b.Fatal(err)
				}
				answers := make([]*Evaluation, bodies)
				for i, part := range k.Parts {
					answers[i] = answer(b, shares[slices.IndexFunc(shares, func(s *Share) bool { return s.body == part.Body })], p)
				}
				if _, err := p.Finalize(answers); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
