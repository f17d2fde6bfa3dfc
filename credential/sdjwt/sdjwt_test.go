package sdjwt_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/sdjwt"
	"shurong.org/shurong/daycount"
)

var now = time.Date(2026, 3, 16, 12, 0, 0, 0, daycount.China)

// maker signs tokens that carry no evidence of a register: what is tested here is the token.
type maker struct {
	priv ed25519.PrivateKey
	keys map[string]ed25519.PublicKey
}

func newMaker() *maker {
	priv := ed25519.NewKeyFromSeed(make([]byte, 32))
	pub := priv.Public().(ed25519.PublicKey)
	return &maker{priv: priv, keys: map[string]ed25519.PublicKey{sdjwt.NewJWK(pub).Kid: pub}}
}

func (m *maker) token(t testing.TB) *sdjwt.Token {
	t.Helper()
	r := &credential.Report{IssuedAt: now.UnixMilli(), Holder: credential.Organisation{USCC: "H", Name: "持有人"},
		Registrar: credential.Organisation{USCC: "R", Name: "登记机构"}, Certificate: credential.Certificate{
			Code: "SJ3212026030001", Asset: "DA-1", Case: "CA-1", Rights: []credential.Right{{Right: "operating"}},
			EffectiveAt: now.UnixMilli(), IssuedOn: daycount.NewDate(2026, 3, 16), ValidUntil: daycount.NewDate(2029, 3, 15),
		}}
	pub := m.priv.Public().(ed25519.PublicKey)
	token, err := sdjwt.Issue(sdjwt.Input{
		Issuer: "https://registrar.example", Report: r, Evidence: &credential.Evidence{}, KeyID: sdjwt.NewJWK(pub).Kid,
		Form: map[string]jsontext.Value{"volume": jsontext.Value(`{"records":120000}`), "restrictions": jsontext.Value(`{"export":"不得出境"}`)},
	}, func(b []byte) ([]byte, ed25519.PublicKey, error) { return ed25519.Sign(m.priv, b), pub, nil })
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (m *maker) options() sdjwt.Options {
	return sdjwt.Options{Options: credential.Options{Now: now}, Keys: m.keys}
}

// light is a token that discloses two claims and no evidence.
func (m *maker) light(t testing.TB) *sdjwt.Token {
	t.Helper()
	token, err := m.token(t).Present("volume", "restrictions")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func withSM2(t testing.TB, m *maker, token *sdjwt.Token) []byte {
	t.Helper()
	priv, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := priv.ECDH()
	if err != nil {
		t.Fatal(err)
	}
	err = token.SignSM2(func(b []byte) (*credential.SM2Signature, error) {
		s := &credential.SM2Signature{Pub: point.PublicKey().Bytes()}
		s.Bound = ed25519.Sign(m.priv, credential.SM2Binding("R", m.priv.Public().(ed25519.PublicKey), s.Pub))
		s.Sig, err = priv.SignWithSM2(rand.Reader, nil, b)
		return s, err
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := token.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnyChangedByteIsRefused(t *testing.T) {
	m := newMaker()
	for form, doc := range map[string][]byte{"compact": m.light(t).Compact(), "json with SM2": withSM2(t, m, m.light(t))} {
		r, err := sdjwt.Verify(doc, m.options())
		if err != nil || !r.Live || r.SM2 != (form != "compact") {
			t.Fatalf("%s: %v, %+v", form, err, r)
		}
		for i := range doc {
			for _, flip := range []byte{1, 0x20, 0x80} {
				changed := slices.Clone(doc)
				changed[i] ^= flip
				if _, err := sdjwt.Verify(changed, m.options()); err == nil {
					t.Fatalf("%s: byte %d of %q may be %q", form, i, doc[i], changed[i])
				}
			}
		}
	}
}

func TestWhatIsNotDisclosedCannotBeReadOrForged(t *testing.T) {
	m := newMaker()
	whole := m.light(t)
	some, err := whole.Present("volume")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(some.Compact(), []byte("restrictions")) || !slices.Equal(some.Names(), []string{"volume"}) {
		t.Errorf("discloses %v", some.Names())
	}
	other := m.light(t) // same claims, other salts
	parts, foreign := strings.Split(string(some.Compact()), "~"), strings.Split(string(other.Compact()), "~")
	for name, doc := range map[string]string{
		"another token's disclosure": parts[0] + "~" + foreign[1] + "~", "a disclosure twice": parts[0] + "~" + parts[1] + "~" + parts[1] + "~",
		"a key binding": string(some.Compact()) + "e30.e30.AA", "no signature": strings.Join(strings.Split(parts[0], ".")[:2], ".") + ".~",
		"no tilde": parts[0], "nothing": "", "four parts": parts[0] + ".x~",
	} {
		if _, err := sdjwt.Verify([]byte(doc), m.options()); err == nil {
			t.Errorf("%s passes", name)
		}
	}
	if _, err := sdjwt.Verify(some.Compact(), sdjwt.Options{Options: credential.Options{Now: now}}); !errors.Is(err, sdjwt.ErrKey) {
		t.Errorf("without keys: %v", err)
	}
	o := m.options()
	o.Now = now.AddDate(4, 0, 0)
	if r, err := sdjwt.Verify(some.Compact(), o); err != nil || r.Live {
		t.Errorf("after its term: %v, live %v", err, r.Live)
	}
	if _, err := sdjwt.Verify(m.token(t).Compact(), m.options()); err == nil {
		t.Error("empty evidence passes")
	}
}

func FuzzAToken(f *testing.F) {
	m := newMaker()
	f.Add(m.light(f).Compact())
	f.Add(withSM2(f, m, m.light(f)))
	f.Add([]byte("eyJ.e30.~"))
	f.Add([]byte(`{"header":{"disclosures":[]},"payload":"","protected":"","signature":""}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		token, err := sdjwt.Parse(b)
		if err != nil {
			return
		}
		again, err := sdjwt.Parse(token.Compact())
		if err != nil || !slices.Equal(again.Names(), token.Names()) {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		_, _ = token.Verify(sdjwt.Options{Options: credential.Options{Now: now}, Keys: m.keys})
	})
}
