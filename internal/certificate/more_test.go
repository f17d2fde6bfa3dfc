package certificate_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/file"
	"shurong.org/shurong/credential/sdjwt"
	"shurong.org/shurong/internal/certificate"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
)

var ctx = context.Background()

func (c *counter) options() credential.Options {
	return credential.Options{LogKey: c.Ledger.VerifierKey(), Now: c.Clock.Now()}
}

// good verifies a document that a route hands out.
func (c *counter) good(org, path string) (*credential.Report, []byte) {
	c.t.Helper()
	doc, _ := c.get(org, path, 200)
	_, r, err := file.Verify(doc, sdjwt.Options{Options: c.options()})
	if err != nil {
		c.t.Fatalf("%s: %v after %v", path, err, r.Steps)
	}
	return r, doc
}

func sqlite(t *testing.T) *counter { return open(t, dbtest.Node(t)) }

// transfer moves all rights of a certificate from farm to shop and returns the new code.
func (c *counter) transfer(code string) string {
	c.t.Helper()
	r := c.Submit("farm", &registry.TransferFile{Certificate: code, To: keyringtest.USCC("shop"), Rights: registry.AllRights,
		FormCommitment: certificatetest.Digest("transfer")})
	id := certificatetest.Into[registry.Case](c.t, r, "case.filed").ID
	c.Submit("shop", &registry.CaseConsent{Case: id})
	c.Submit(keyringtest.Registrar, &registry.CaseAccept{Case: id})
	c.Submit(keyringtest.Registrar, &registry.CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: certificatetest.Digest("o")})
	c.Submit(keyringtest.Registrar, &registry.CasePost{Case: id})
	c.Days(14)
	c.Submit(keyringtest.Registrar, &registry.CaseDeposit{Case: id})
	r = c.Submit(keyringtest.Registrar, &registry.CaseConclude{Case: id})
	c.Sync()
	return certificatetest.Into[registry.Certificate](c.t, r, "certificate.issued").Code
}

func (c *counter) seize(code string) string {
	c.t.Helper()
	r := c.Submit(keyringtest.Registrar, &registry.AnnotationPlace{Certificate: code, As: registry.NoteSeizure, Authority: "南京市中级人民法院",
		Document: certificatetest.Digest("court"), From: registry.Day(c.Clock.Now().UnixMilli())})
	c.Sync()
	return certificatetest.Into[registry.Annotation](c.t, r, "annotation.placed").ID
}

func TestStatusIsToldOnlineAndProvenOffline(t *testing.T) {
	c := sqlite(t)
	code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	want := func(status string, all ...credential.State) {
		t.Helper()
		online := read[certificate.State](c, "", "/certificates/"+code+"/status")
		r, _ := c.good("", "/certificates/"+code+"/status-proof")
		if string(online.Status) != status || !slices.Equal(online.States, all) || !slices.Equal(r.States, all) || r.Kind != credential.Status {
			t.Errorf("online %s %v, proven %v; want %s %v", online.Status, online.States, r.States, status, all)
		}
	}
	want("valid", credential.Valid)
	lien := c.Pledge(code, "bank", 3_000_000, nil)
	want("pledged", credential.Pledged, credential.Valid)
	note := c.seize(code)
	want("seized", credential.Seized, credential.Pledged, credential.Valid)
	c.Submit(keyringtest.Registrar, &registry.AnnotationLift{Annotation: note, Document: certificatetest.Digest("lift")})
	c.Submit("bank", &registry.PledgeRelease{Lien: lien})
	d := read[certificate.Detail](c, "bank", "/certificates/"+code)
	c.Submit("bank", &registry.ObjectionFile{Case: d.Case, Grounds: certificatetest.Digest("g")})
	want("objection_open", credential.ObjectionOpen, credential.Valid)
	c.Days(4 * 365)
	want("lapsed", credential.Lapsed, credential.ObjectionOpen)
	c.want("no certificate", c.code("", "/certificates/SJ3212026039999/status", 404), "certificate.not_found path.code")
}

func TestAStapledStatusProofBringsACertificateUpToDate(t *testing.T) {
	c := sqlite(t)
	code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	other := c.Certify("farm", "2025年江苏省小麦种植记录数据")
	_, old := c.good("bank", "/certificates/"+code+"/credential")
	_, before := c.good("", "/certificates/"+code+"/status-proof")
	c.seize(code)
	_, later := c.good("bank", "/certificates/"+code+"/credential")
	_, now := c.good("", "/certificates/"+code+"/status-proof")
	_, foreign := c.good("", "/certificates/"+other+"/status-proof")
	o := sdjwt.Options{Options: c.options()}
	r, err := file.Staple(old, now, o)
	if err != nil || r.Status != credential.Seized || !r.Live {
		t.Errorf("stapled: %v, %v", r.Status, err)
	}
	if _, err := file.Staple(old, foreign, o); !errors.Is(err, file.ErrStatus) {
		t.Errorf("another certificate's: %v", err)
	}
	if _, err := file.Staple(later, before, o); !errors.Is(err, file.ErrStatus) {
		t.Errorf("one from before the certificate: %v", err)
	}
	if _, err := file.Staple(old, later, o); !errors.Is(err, file.ErrStatus) {
		t.Errorf("a certificate in place of the proof: %v", err)
	}
	c.Days(3)
	o.Now, o.MaxAge = c.Clock.Now(), 48*3600*1e9
	if _, err := file.Staple(old, now, o); !errors.Is(err, credential.ErrStale) {
		t.Errorf("a proof of three days: %v", err)
	}
}

func TestASearchOfAnAssetAndOfAHolderIsComplete(t *testing.T) {
	c := sqlite(t)
	c.Admit("shop", registry.RoleEnterprise)
	c.Sync()
	first := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	second := c.Certify("farm", "2025年江苏省小麦种植记录数据")
	c.Pledge(first, "bank", 3_000_000, nil)
	c.seize(second)
	r, doc := c.good("bank", "/searches/holders/"+keyringtest.USCC("farm"))
	if len(r.Found) != 2 || r.Found[0].Code != first || len(r.Found[0].Liens) != 1 || r.Found[0].Pledgees[0].Name != keyringtest.Name("bank") ||
		len(r.Found[1].Annotations) != 1 || r.Found[1].Status != credential.Seized || !r.SM2 {
		t.Errorf("found %+v", r.Found)
	}
	asset := r.Found[0].Certificate.Asset
	c.want("nobody", len(first15(c.good("bank", "/searches/holders/"+keyringtest.USCC("shop")))), 0)
	r, _ = c.good("bank", "/searches/assets/"+asset)
	c.want("certificates on the asset", len(r.Found), 1)
	c.want("no asset", c.code("bank", "/searches/assets/DA-000000000000", 404), "certificate.no_asset path.asset")
	if b, _ := c.get("bank", "/searches/holders/"+keyringtest.USCC("farm")+"?format=pdf", 200); !strings.HasPrefix(string(b), "%PDF") {
		t.Error("no PDF of a search")
	}

	// A registrar cannot leave a certificate out: not from the pages, not by taking its facts away.
	parsed, err := credential.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range parsed.Facts {
		short := *parsed
		short.Facts = slices.Delete(slices.Clone(parsed.Facts), i, i+1)
		signed, err := short.Sign(func(m []byte) ([]byte, ed25519.PublicKey, error) {
			return c.Keys.SignDocument(ctx, keyringtest.USCC(keyringtest.Registrar), m)
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := credential.Verify(signed, c.options()); err == nil && !strings.HasPrefix(f.Key, "asset/") {
			t.Errorf("without %s it still verifies", f.Key)
		}
	}
}

func first15(r *credential.Report, _ []byte) []credential.Found { return r.Found }

func TestACertificateShowsItsWholeChainOfTitle(t *testing.T) {
	c := sqlite(t)
	c.Admit("shop", registry.RoleEnterprise)
	c.Sync()
	code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	moved := c.transfer(code)
	r, doc := c.good("bank", "/certificates/"+moved+"/title")
	// The transfer is a link on either certificate, by one log entry.
	if len(r.Titles) != 3 || r.Titles[0].Type != "initial" || r.Titles[0].Holder.Name != keyringtest.Name("farm") ||
		r.Titles[1].To != moved || r.Titles[2].Type != "transfer" || r.Titles[2].From != code ||
		r.Titles[2].Holder.Name != keyringtest.Name("shop") || r.Titles[1].Index != r.Titles[2].Index {
		t.Errorf("titles %+v", r.Titles)
	}
	d := read[certificate.Detail](c, "bank", "/certificates/"+moved)
	c.want("timeline", len(d.Titles), 3)
	if d.Titles[0].Index == 0 || d.Titles[0].Index != r.Titles[0].Index {
		t.Errorf("timeline's index %d, proven %d", d.Titles[0].Index, r.Titles[0].Index)
	}
	c.good("bank", "/certificates/"+moved+"/credential") // issued by a transfer, and verifies
	c.good("bank", "/certificates/"+moved+"/credential?format=pdf")
	old, _ := c.good("bank", "/certificates/"+code+"/title")
	if len(old.Titles) != 2 || old.Titles[1].To != moved || old.Live {
		t.Errorf("the transferor's titles %+v", old.Titles)
	}
	if b, _ := c.get("bank", "/certificates/"+moved+"/title?format=pdf", 200); !strings.HasPrefix(string(b), "%PDF") {
		t.Error("no PDF of a chain of title")
	}
	parsed, err := credential.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	parsed.Entries = parsed.Entries[1:]
	signed, err := parsed.Sign(func(m []byte) ([]byte, ed25519.PublicKey, error) {
		return c.Keys.SignDocument(ctx, keyringtest.USCC(keyringtest.Registrar), m)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := credential.Verify(signed, c.options()); !errors.Is(err, credential.ErrEntry) {
		t.Errorf("without its first registration: %v", err)
	}
}

func TestAnUnpublishedRegistrationShowsAStrangerOnlyThatItExists(t *testing.T) {
	c := sqlite(t)
	id := c.FileWithheld("farm")
	code := c.CertifyCase(id, true)
	for _, path := range []string{"/credential", "/search", "/title", "/status-proof"} {
		r, doc := c.good("bank", "/certificates/"+code+path)
		if r.Kind != credential.Existence || !r.Withheld || strings.Contains(string(doc), keyringtest.USCC("farm")) {
			t.Errorf("%s hands out %s", path, r.Kind)
		}
		if r, _ := c.good("farm", "/certificates/"+code+path); r.Kind == credential.Existence || r.Holder.Name == "" {
			t.Errorf("the holder gets %s from %s", r.Kind, path)
		}
	}
	d := read[certificate.Detail](c, "bank", "/certificates/"+code)
	if !d.Withheld || d.Holder.Name != "" || len(d.Titles) > 0 {
		t.Errorf("a stranger reads %+v", d)
	}
	c.want("heartbeats", c.code("bank", "/certificates/"+code+"/heartbeats", 403), "certificate.withheld")
	c.want("a token", c.code("bank", "/certificates/"+code+"/sd-jwt", 403), "certificate.withheld")
	r, doc := c.good("bank", "/searches/holders/"+keyringtest.USCC("farm"))
	if len(r.Found) != 1 || !r.Found[0].Withheld || strings.Contains(string(doc), "form_commitment") {
		t.Errorf("a search shows %+v", r.Found)
	}
	c.Pledge(code, "bank", 1_000_000, nil)
	if r, _ := c.good("bank", "/certificates/"+code+"/credential"); r.Kind != credential.Registration {
		t.Error("who has a lien on it does not see it")
	}
	c.Certificates.Authorised = func(_ context.Context, _, org string) (bool, error) { return org == keyringtest.USCC("second"), nil }
	if r, _ := c.good("second", "/certificates/"+code+"/credential"); r.Kind != credential.Registration {
		t.Error("an authorised organisation does not see it")
	}
}

func TestCommonToolsVerifyTheToken(t *testing.T) {
	c := sqlite(t)
	code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	r, compact := c.good("bank", "/certificates/"+code+"/sd-jwt")
	if !r.Live || r.Holder.Name != keyringtest.Name("farm") || !strings.Contains(string(r.Disclosed), "水稻") {
		t.Errorf("report %+v, discloses %s", r, r.Disclosed)
	}
	jws, _, _ := strings.Cut(string(compact), "~")
	parsed, err := jose.ParseSignedCompact(jws, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		JWKS jose.JSONWebKeySet `json:"jwks"`
	}
	body := c.page("/.well-known/jwt-vc-issuer")
	if err := json.Unmarshal(body, &set); err != nil {
		t.Fatal(err)
	}
	keys := set.JWKS.Key(parsed.Signatures[0].Protected.KeyID)
	if len(keys) != 1 {
		t.Fatalf("%d published keys of that identifier: %s", len(keys), body)
	}
	payload, err := parsed.Verify(keys[0])
	if err != nil || !strings.Contains(string(payload), `"vct":"`+sdjwt.VCT+`"`) {
		t.Errorf("go-jose: %v, %s", err, payload)
	}

	// Presented with the volume only, it verifies by the published keys, and shows nothing else.
	token, err := sdjwt.Parse(compact)
	if err != nil {
		t.Fatal(err)
	}
	some, err := token.Present("industry")
	if err != nil {
		t.Fatal(err)
	}
	published, err := sdjwt.ParseKeys(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err = sdjwt.Verify(some.Compact(), sdjwt.Options{Options: c.options(), Keys: published})
	if err != nil || string(r.Disclosed) != `{"industry":"A01"}` || !r.Live {
		t.Errorf("presented: %v, %s", err, r.Disclosed)
	}
	if _, err := sdjwt.Verify(some.Compact(), sdjwt.Options{Options: c.options()}); !errors.Is(err, sdjwt.ErrKey) {
		t.Errorf("without keys: %v", err)
	}
	if _, err := token.Present("nothing"); !errors.Is(err, sdjwt.ErrUnknownClaim) {
		t.Errorf("unknown claim: %v", err)
	}
	if r, _ := c.good("bank", "/certificates/"+code+"/sd-jwt?form=json"); !r.SM2 {
		t.Error("the JSON form bears no SM2 signature")
	}
}

func TestAnyChangedByteOfASearchOrAChainIsRefused(t *testing.T) {
	c := sqlite(t)
	code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	hidden := c.CertifyCase(c.FileWithheld("farm"), true)
	c.Pledge(code, "bank", 3_000_000, nil)
	c.seize(code)
	for _, path := range []string{"/searches/holders/" + keyringtest.USCC("farm"), "/certificates/" + code + "/title",
		"/certificates/" + code + "/status-proof", "/certificates/" + hidden + "/credential"} {
		_, doc := c.good("bank", path)
		for i := 0; i < len(doc); i += 23 { // a check is 2 ms; structure and signatures are walked byte by byte elsewhere
			changed := slices.Clone(doc)
			changed[i] ^= 1
			if _, err := credential.Verify(changed, c.options()); err == nil {
				t.Fatalf("%s: byte %d %q may be %q", path, i, doc[i], changed[i])
			}
		}
	}
}

func TestWhatTheReviewFoundSimilarIsOnTheSearchCertificate(t *testing.T) {
	c := sqlite(t)
	first := read[certificate.Detail](c, "bank", "/certificates/"+c.Certify("farm", "2025年江苏省水稻种植记录数据"))
	id := c.File("farm", "2025年江苏省水稻种植记录数据（再次）")
	c.Submit(keyringtest.Registrar, &registry.CaseAccept{Case: id})
	c.Submit(keyringtest.Registrar, &registry.CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true,
		Opinion: certificatetest.Digest("o"), Similar: []registry.Similarity{{Case: first.Case, HereInThere: 900_000, ThereInHere: 50_000,
			Determination: certificatetest.Digest("d")}}})
	c.Submit(keyringtest.Registrar, &registry.CasePost{Case: id})
	c.Days(14)
	c.Submit(keyringtest.Registrar, &registry.CaseDeposit{Case: id})
	r := c.Submit(keyringtest.Registrar, &registry.CertificateIssue{Case: id, ValidUntil: registry.Day(c.Clock.Now().UnixMilli()).AddMonths(12)})
	c.Sync()
	code := certificatetest.Into[registry.Certificate](t, r, "certificate.issued").Code
	found, doc := c.good("bank", "/certificates/"+code+"/search")
	if len(found.Similar) != 1 || found.Similar[0].Case != first.Case || found.Similar[0].Grade() != "red" || !found.Live {
		t.Errorf("similar %+v", found.Similar)
	}
	c.good("bank", "/certificates/"+code+"/search?format=pdf")
	held, _ := c.good("bank", "/searches/holders/"+keyringtest.USCC("farm"))
	if len(held.Found) != 2 || len(held.Found[1].Similar) != 1 || len(held.Found[0].Similar) != 0 {
		t.Errorf("found %+v", held.Found)
	}
	asset := read[certificate.Detail](c, "bank", "/certificates/"+first.Code).Asset
	c.Certificates.Later = func(context.Context, string) ([]string, error) { return []string{id}, nil }
	searched, _ := c.good("bank", "/searches/assets/"+asset)
	later := searched.Found[0].Later
	if len(later) != 1 || later[0].Certificates[0] != code || later[0].Grade != "red" || later[0].ThereInHere != 900_000 {
		t.Errorf("later similar registrations %+v", later)
	}
	if changed := strings.Replace(string(doc), "900000", "100000", 1); changed != string(doc) {
		if _, err := credential.Verify([]byte(changed), c.options()); err == nil {
			t.Error("a changed share passes")
		}
	}
}

func BenchmarkSearchOfAHolder(b *testing.B) {
	w := certificatetest.New(b, dbtest.Node(b))
	for i := range 20 {
		w.Certify("farm", "2025年江苏省水稻种植记录数据"+strings.Repeat("一", i))
	}
	var doc []byte
	for b.Loop() {
		var err error
		if doc, _, err = w.Certificates.SearchHolder(ctx, keyringtest.USCC("farm")); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(doc)), "bytes")
}
