package credential_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/registry"
)

func codes(r *credential.Report) (passed, doubts []string) {
	for _, s := range r.Steps {
		if s.Doubt {
			doubts = append(doubts, s.Code)
		} else {
			passed = append(passed, s.Code)
		}
	}
	return passed, doubts
}

func (w *world) passes(doc []byte, doubts ...string) *credential.Report {
	w.t.Helper()
	r, err := credential.Verify(doc, w.options())
	if err != nil {
		w.t.Fatalf("%v after %v", err, r.Steps)
	}
	if _, got := codes(r); !slices.Equal(got, doubts) {
		w.t.Errorf("doubts = %v, want %v", got, doubts)
	}
	return r
}

func (w *world) fails(doc []byte, want error) *credential.Report {
	w.t.Helper()
	r, err := credential.Verify(doc, w.options())
	if !errors.Is(err, want) {
		w.t.Fatalf("error = %v, want %v", err, want)
	}
	return r
}

func TestACertificateWithoutLiensProvesThatThereIsNone(t *testing.T) {
	w := newWorld(t)
	r := w.passes(w.issue(credential.Registration))
	passed, _ := codes(r)
	if want := []string{"form", "checkpoint", "key", "facts", "certificate", "entry", "signature", "form_text",
		"liens", "annotations", "validity"}; !slices.Equal(passed, want) {
		t.Errorf("steps = %v, want %v", passed, want)
	}
	if len(r.Liens) != 0 || !r.Live || r.Holder.Name != w.farm.name || r.Code != w.cert.Code ||
		r.Size != w.ledger.Size() {
		t.Errorf("report = %+v", r)
	}
}

func TestLiensAreReportedInTheRankOfTheLog(t *testing.T) {
	w := newWorld(t)
	first := w.pledge(w.bank, 3_000_000, nil)
	one := w.issue(credential.Registration)
	if r := w.passes(one); len(r.Liens) != 1 || r.Liens[0].ID != first || r.Pledgees[0].Name != w.bank.name ||
		r.Liens[0].Status != "effective" {
		t.Errorf("one lien: %+v", r.Liens)
	}
	second := w.pledge(w.guard, 500_000, map[string]*actor{first: w.bank}, first)
	for _, kind := range []credential.Kind{credential.Registration, credential.Search} {
		r := w.passes(w.issue(kind))
		if len(r.Liens) != 2 || r.Liens[0].ID != first || r.Liens[1].ID != second ||
			r.Pledgees[1].Name != w.guard.name || r.Liens[0].Index >= r.Liens[1].Index {
			t.Errorf("%s with two liens: %+v", kind, r.Liens)
		}
	}
	// What was handed out before still says what was so before.
	if r := w.passes(one); len(r.Liens) != 1 {
		t.Errorf("the older document has %d liens", len(r.Liens))
	}
	w.submit(w.bank, &registry.PledgeRelease{Lien: first})
	w.submit(w.guard, &registry.PledgeRelease{Lien: second})
	if r := w.passes(w.issue(credential.Search)); len(r.Liens) != 0 {
		t.Errorf("after release: %+v", r.Liens)
	}
}

func TestEveryByteThatChangesIsNoticed(t *testing.T) {
	w := newWorld(t)
	w.pledge(w.bank, 3_000_000, nil)
	doc := w.issue(credential.Registration)
	sig := bytes.Index(doc, []byte(`"signature":`))
	for i, b := range doc {
		// A check is a few map proofs; every third byte, and all of structure and of the signature, which no
		// signature covers.
		if i%3 != 0 && !strings.ContainsRune(`{}[],:"`, rune(b)) && i < sig {
			continue
		}
		for _, to := range []byte{b ^ 1, ' '} {
			if to == b {
				continue
			}
			doc[i] = to
			if r, err := credential.Verify(doc, w.options()); err == nil {
				t.Fatalf("byte %d %q -> %q passes: …%s…, %v", i, b, to, doc[max(0, i-30):min(len(doc), i+30)], r.Steps)
			}
		}
		doc[i] = b
	}
	for _, cut := range []int{0, 1, len(doc) / 2, len(doc) - 1} {
		if _, err := credential.Verify(doc[:cut], w.options()); err == nil {
			t.Errorf("cut to %d bytes it passes", cut)
		}
	}
	if _, err := credential.Verify(append(slices.Clone(doc), '\n'), w.options()); err == nil {
		t.Error("with a line end it passes")
	}
	w.passes(doc)
}

func TestABase64TailIsPartOfTheDocument(t *testing.T) {
	w := newWorld(t)
	doc := string(w.issue(credential.Search))
	at := strings.LastIndex(doc, `=="`)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	n := strings.IndexByte(alphabet, doc[at-1])
	changed := doc[:at-1] + string(alphabet[n^1]) + doc[at:] // the same 64 bytes to a lax decoder
	w.fails([]byte(changed), credential.ErrForm)
}

func TestALogThatTheReaderDoesNotKnowIsUntrusted(t *testing.T) {
	w := newWorld(t)
	doc := w.issue(credential.Registration)
	other := strings.Replace(w.ledger.VerifierKey(), "vector.example", "other.example", 1)
	if _, err := credential.Verify(doc, credential.Options{LogKey: other, Now: w.clock.now}); !errors.Is(err,
		credential.ErrUntrusted) {
		t.Errorf("another key: %v", err)
	}
	r, err := credential.Verify(doc, credential.Options{Now: w.clock.now})
	if _, doubts := codes(r); err != nil || !slices.Equal(doubts, []string{"key"}) {
		t.Errorf("no key: %v, doubts %v", err, doubts)
	}
}

// resigned changes a document and has the registrar sign it, so that only the evidence can give it away.
func (w *world) resigned(kind credential.Kind, change func(c *credential.Credential)) []byte {
	w.t.Helper()
	c := w.assemble(kind)
	change(c)
	return w.sign(c, w.registrar)
}

func TestWhatARegistrarCannotPretend(t *testing.T) {
	w := newWorld(t)
	before := w.assemble(credential.Search)
	lien := w.pledge(w.bank, 3_000_000, nil)
	encumbrance := "encumbrance/" + w.cert.Code
	at := func(c *credential.Credential, key string) int {
		return slices.IndexFunc(c.Facts, func(f credential.Fact) bool { return f.Key == key })
	}
	drop := func(key string) func(*credential.Credential) {
		return func(c *credential.Credential) { c.Facts = slices.Delete(c.Facts, at(c, key), at(c, key)+1) }
	}
	for name, change := range map[string]func(*credential.Credential){
		"absence where a lien is": func(c *credential.Credential) { c.Facts[at(c, encumbrance)].Value = nil },
		"an older absence under a newer checkpoint": func(c *credential.Credential) {
			c.Facts[at(c, encumbrance)] = before.Facts[at(before, encumbrance)]
		},
		"no word about liens": drop(encumbrance),
		"a lien left out":     drop("lien/" + lien),
		"a pledgee left out":  drop("org/" + w.bank.uscc),
		"a holder left out":   drop("org/" + w.farm.uscc),
		"a key left out":      drop("key/" + w.registrar.keyID()),
		"an empty list of liens": func(c *credential.Credential) {
			c.Facts[at(c,
				encumbrance)].Value = jsontext.Value(`{"liens":[]}`)
		},
		"a fact given twice":           func(c *credential.Credential) { c.Facts = append(c.Facts, c.Facts[0]) },
		"another holder":               edit("certificate/"+w.cert.Code, w.farm.uscc, w.bank.uscc),
		"another term":                 edit("certificate/"+w.cert.Code, "2029-03-15", "2039-03-15"),
		"another certificate's number": func(c *credential.Credential) { c.Code = "SJ3212026039999" },
		"an older checkpoint":          func(c *credential.Credential) { c.Checkpoint = before.Checkpoint },
		"another form": func(c *credential.Credential) {
			c.Form = &credential.Form{Document: jsontext.Value(bytes.Replace(w.form.Document, []byte("水稻"),
				[]byte("小麦"), 1)), Salt: w.form.Salt}
		},
		"no entry":            func(c *credential.Credential) { c.Entry = nil },
		"a moved entry":       func(c *credential.Credential) { c.Entry.Index-- },
		"a different log key": func(c *credential.Credential) { c.LogKey = "x+00000000+AAAA" },
	} {
		doc := w.resigned(credential.Registration, change)
		if r, err := credential.Verify(doc, w.options()); err == nil {
			t.Errorf("%s passes: %v", name, r.Steps)
		}
	}
	w.fails(w.resigned(credential.Registration, drop(encumbrance)), credential.ErrFact)
	w.fails(w.resigned(credential.Registration,
		func(c *credential.Credential) { c.Form = &credential.Form{Document: jsontext.Value(`{}`)} }),
		credential.ErrText)
	w.fails(w.resigned(credential.Search,
		func(c *credential.Credential) { c.Entry = w.assemble(credential.Registration).Entry }), credential.ErrForm)
}

func edit(key, from, to string) func(*credential.Credential) {
	return func(c *credential.Credential) {
		for i := range c.Facts {
			if c.Facts[i].Key == key {
				c.Facts[i].Value = jsontext.Value(strings.Replace(string(c.Facts[i].Value), from, to, 1))
			}
		}
	}
}

func TestAnEntryMustBeTheIssueOfThisCertificate(t *testing.T) {
	w := newWorld(t)
	issue := w.index
	w.index = issue - 1 // the deposit
	w.fails(w.issue(credential.Registration), credential.ErrEntry)
}

func TestOnlyTheRegistrarsLiveKeySigns(t *testing.T) {
	w := newWorld(t)
	w.fails(w.sign(w.assemble(credential.Registration), w.farm), credential.ErrFact) // its key is not among the facts
	old := *w.registrar
	fresh := newActor("new key")
	w.submit(w.registrar, &registry.KeyAdd{Pub: fresh.pub(), Purpose: registry.PurposeOrganisation})
	w.registrar.priv, w.registrar.nonce = fresh.priv, 0
	w.passes(w.issue(credential.Registration))
	w.submit(w.registrar, &registry.KeyRevoke{Key: old.keyID()})
	w.registrar.priv = old.priv
	w.fails(w.issue(credential.Registration), credential.ErrRevoked)
}

func TestWhatHasEndedIsADoubtAndNotAPass(t *testing.T) {
	w := newWorld(t)
	doc := w.issue(credential.Registration)
	w.days(3 * 365) // 15 March 2029, the last day; the right to hold ended a year before
	if r := w.passes(doc, "right_ended"); !r.Live {
		t.Error("not live on its last day")
	}
	w.days(1)
	if r := w.passes(doc, "validity"); r.Live {
		t.Error("live after its last day")
	}
	cancelled := newWorld(t)
	cancelled.submit(cancelled.registrar, &registry.CertificateCancel{Code: cancelled.cert.Code,
		Reason: digest("reason")})
	if r := cancelled.passes(cancelled.issue(credential.Registration), "validity"); r.Live || !r.Certificate.Cancelled {
		t.Error("live though cancelled")
	}
	disputed := newWorld(t)
	disputed.submit(disputed.bank, &registry.ObjectionFile{Case: disputed.cert.Case, Grounds: digest("grounds")})
	if r := disputed.passes(disputed.issue(credential.Search), "objections"); !r.Live {
		t.Error("an open objection does not end a certificate")
	}
}

func TestADocumentIsBoundedAndStrict(t *testing.T) {
	w := newWorld(t)
	doc := w.issue(credential.Search)
	w.fails(make([]byte, credential.MaxSize+1), credential.ErrSize)
	w.fails([]byte("not JSON"), credential.ErrForm)
	body := bytes.TrimSuffix(doc, []byte(`,"v":1}`))
	w.fails(append(slices.Clone(body), `,"v":2}`...), credential.ErrVersion)
	w.fails(append(slices.Clone(body), `,"v":1,"w":1}`...), credential.ErrForm)
	w.fails(bytes.Replace(doc, []byte(`"kind":"search"`), []byte(`"kind":"secret"`), 1), credential.ErrForm)
	var m map[string]any
	w.ok(json.Unmarshal(doc, &m))
	delete(m, "signature")
	w.fails(canon.Must(m), credential.ErrForm)
	w.fails([]byte(`{}`), credential.ErrForm)
	w.fails([]byte(`null`), credential.ErrForm)
}
