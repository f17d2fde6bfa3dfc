package credential_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/file"
	"shurong.org/shurong/credential/sdjwt"
	"shurong.org/shurong/internal/document"
)

// sm2By signs with a fresh SM2 key that the actor's key vouches for.
func (a *actor) sm2By(t testing.TB) func([]byte) (*credential.SM2Signature, error) {
	t.Helper()
	priv, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := priv.ECDH()
	if err != nil {
		t.Fatal(err)
	}
	return func(message []byte) (*credential.SM2Signature, error) {
		s := &credential.SM2Signature{Pub: point.PublicKey().Bytes()}
		s.Bound = ed25519.Sign(a.priv, credential.SM2Binding(a.uscc, a.pub(), s.Pub))
		s.Sig, err = priv.SignWithSM2(rand.Reader, nil, message)
		return s, err
	}
}

// double makes a document with both signatures.
func (w *world) double(kind credential.Kind) []byte {
	w.t.Helper()
	c := w.assemble(kind)
	w.sign(c, w.registrar)
	doc, err := c.SignSM2(w.registrar.sm2By(w.t))
	w.ok(err)
	return doc
}

// token makes an SD-JWT of the world's certificate.
func (w *world) token() *sdjwt.Token {
	w.t.Helper()
	doc := w.issue(credential.Registration)
	r := w.passes(doc)
	c, err := credential.Parse(doc)
	w.ok(err)
	var form struct {
		Form map[string]jsontext.Value `json:"form"`
	}
	w.ok(json.Unmarshal(r.Form, &form))
	t, err := sdjwt.Issue(sdjwt.Input{Issuer: "https://registrar.example", Report: r, Evidence: c.Evidence(), Form: form.Form,
		KeyID: w.registrar.keyID()}, func(b []byte) ([]byte, ed25519.PublicKey, error) {
		return ed25519.Sign(w.registrar.priv, b), w.registrar.pub(), nil
	})
	w.ok(err)
	w.ok(t.SignSM2(w.registrar.sm2By(w.t)))
	return t
}

// paper is a page with a document attached.
func (w *world) paper(doc []byte, name string) []byte {
	w.t.Helper()
	p := &document.Certificate{TitleZH: "数据产权登记凭证", Code: w.cert.Code, Registrar: w.registrar.name, VerifyURL: "https://registrar.example/verify",
		Original: doc, OriginalName: name, Made: w.clock.now}
	b, err := p.PDF()
	w.ok(err)
	return b
}

func TestEveryByteOfASecondSignatureCounts(t *testing.T) {
	w := newWorld(t)
	doc := w.double(credential.Status)
	if r := w.passes(doc); !r.SM2 {
		t.Fatal("the SM2 signature was not noticed")
	}
	from := bytes.Index(doc, []byte(`"sm2":`))
	for i := from; i < len(doc); i++ {
		for _, flip := range []byte{1, 0x20} {
			changed := slices.Clone(doc)
			changed[i] ^= flip
			if _, err := credential.Verify(changed, w.options()); err == nil {
				t.Fatalf("byte %d %q may be %q", i, doc[i], changed[i])
			}
		}
	}
	// A key that the registrar has not vouched for signs nothing.
	c := w.assemble(credential.Search)
	w.sign(c, w.registrar)
	foreign, err := c.SignSM2(w.bank.sm2By(t))
	w.ok(err)
	w.fails(foreign, credential.ErrSM2)
}

func TestAPDFAndATokenGiveTheAnswerOfTheDocument(t *testing.T) {
	w := newWorld(t)
	w.pledge(w.bank, 3_000_000, nil)
	doc := w.double(credential.Registration)
	want := w.passes(doc)
	o := sdjwt.Options{Options: w.options()}
	token := w.token()
	asJSON, err := token.JSON()
	w.ok(err)
	for name, b := range map[string][]byte{
		"PDF": w.paper(doc, "c.json"), "token": append(token.Compact(), '\n'), "token as JSON": asJSON,
		"PDF with a token": w.paper(token.Compact(), "c.sd-jwt"),
	} {
		_, r, err := file.Verify(b, o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if r.Code != want.Code || r.Holder.Name != want.Holder.Name || len(r.Liens) != len(want.Liens) || !slices.Equal(r.States, want.States) ||
			r.Live != want.Live {
			t.Errorf("%s says %+v", name, r)
		}
	}
	tampered := bytes.Replace(doc, []byte("2029-03-15"), []byte("2039-03-15"), 1)
	if _, _, err := file.Verify(w.paper(tampered, "c.json"), o); err == nil {
		t.Error("a changed document passes inside a PDF")
	}
	two := append(w.paper(doc, "c.json"), w.paper(w.issue(credential.Search), "s.json")...)
	if _, _, err := file.Verify(two, o); err == nil {
		t.Error("a PDF of two certificates passes")
	}
}

func TestATokenSaysNothingElseThanTheRegister(t *testing.T) {
	w := newWorld(t)
	doc := w.issue(credential.Registration)
	r := w.passes(doc)
	c, err := credential.Parse(doc)
	w.ok(err)
	for name, lie := range map[string]func(*credential.Report){
		"holder": func(r *credential.Report) { r.Holder.Name = "another" },
		"rights": func(r *credential.Report) {
			r.Certificate.Rights = append(slices.Clone(r.Certificate.Rights), credential.Right{Right: "use"})
		},
		"valid_until": func(r *credential.Report) { r.Certificate.ValidUntil = r.Certificate.ValidUntil.AddDays(1) },
	} {
		said := *r
		lie(&said)
		token, err := sdjwt.Issue(sdjwt.Input{Issuer: "https://registrar.example", Report: &said, Evidence: c.Evidence(), KeyID: w.registrar.keyID()},
			func(b []byte) ([]byte, ed25519.PublicKey, error) {
				return ed25519.Sign(w.registrar.priv, b), w.registrar.pub(), nil
			})
		w.ok(err)
		if _, err := sdjwt.Verify(token.Compact(), sdjwt.Options{Options: w.options()}); err == nil {
			t.Errorf("a false %s passes", name)
		}
	}
}

// TestPublishedFilesOfOtherFormats: these hold random salts and signatures, so that they are not made again but by -update;
// what was published must verify.
func TestPublishedFilesOfOtherFormats(t *testing.T) {
	if *update {
		w := newWorld(t)
		token := w.token()
		asJSON, err := token.JSON()
		w.ok(err)
		for name, b := range map[string][]byte{
			"testdata/certificate.sd-jwt": append(token.Compact(), '\n'), "testdata/certificate.sd-jwt.json": asJSON,
			"testdata/certificate.pdf": w.paper(w.double(credential.Registration), "certificate.json"),
		} {
			w.ok(os.WriteFile(name, b, 0o600))
		}
	}
	var v vectors
	b, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 16, 4, 0, 0, 0, time.UTC)
	for _, name := range []string{"certificate.sd-jwt", "certificate.sd-jwt.json", "certificate.pdf", "status.json"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		_, r, err := file.Verify(b, sdjwt.Options{Options: credential.Options{LogKey: v.LogKey, Now: at}})
		if err != nil || !r.Live {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADocumentFromBeforeAnnotationsIsReadWithADoubt(t *testing.T) {
	b, err := os.ReadFile("testdata/search-one-lien-before-annotations.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := credential.Verify(b, credential.Options{Now: time.Date(2026, 3, 16, 4, 0, 0, 0, time.UTC)})
	if _, doubts := codes(r); err != nil || !slices.Equal(doubts, []string{"key", "annotations"}) {
		t.Errorf("%v, doubts %v", err, doubts)
	}
}
