package certificate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

var keep = flag.String("keep", "", "write the documents into this directory, to look at them")

// badge signs in whoever the X-Org header names.
type badge struct{}

func (badge) Authenticate(r *http.Request) (auth.Principal, error) {
	org := r.Header.Get("X-Org")
	if org == "" {
		return auth.Principal{}, auth.ErrSignIn.With()
	}
	return auth.Principal{User: "u_" + org, Org: keyringtest.USCC(org), Roles: []auth.Role{auth.Bank}}, nil
}

// counter is the service behind its routes.
type counter struct {
	*certificatetest.World
	t   *testing.T
	url string
}

func open(t *testing.T, node *db.DB) *counter {
	w := certificatetest.New(t, node)
	a := api.New(api.Config{Store: node, Auth: badge{}, Clock: w.Clock})
	w.Certificates.Routes(a)
	mux := http.NewServeMux()
	mux.Handle("/api/", a)
	for pattern, h := range w.Certificates.Pages() {
		mux.Handle(pattern, h)
	}
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return &counter{World: w, t: t, url: srv.URL}
}

func each(t *testing.T, test func(*testing.T, *counter)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, open(t, node)) })
}

// get fetches a path as an organisation, nobody if it is empty.
func (c *counter) get(org, path string, status int) ([]byte, http.Header) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+api.Base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	if org != "" {
		req.Header.Set("X-Org", org)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != status {
		c.t.Fatalf("GET %s answered %d %s, want %d", path, res.StatusCode, b, status)
	}
	return b, res.Header
}

// page fetches what is served outside the API.
func (c *counter) page(path string) []byte {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 {
		c.t.Fatalf("GET %s answered %d, %v", path, res.StatusCode, err)
	}
	return b
}

func read[T any](c *counter, org, path string) (v T) {
	c.t.Helper()
	b, _ := c.get(org, path, 200)
	if err := json.Unmarshal(b, &v); err != nil {
		c.t.Fatalf("%s: %v", b, err)
	}
	return v
}

// code is the fault that a request is answered with, and where.
func (c *counter) code(org, path string, status int) string {
	c.t.Helper()
	b, _ := c.get(org, path, status)
	var p struct{ Code, Field string }
	if err := json.Unmarshal(b, &p); err != nil {
		c.t.Fatal(err)
	}
	return strings.TrimSpace(p.Code + " " + p.Field)
}

func (c *counter) want(what string, got, want any) {
	c.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		c.t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestCertificatesAreListedAndPaged(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		var codes []string
		for i := range 3 {
			codes = append(codes, c.Certify("farm", fmt.Sprintf("2025年江苏省水稻种植记录数据%d", i)))
		}
		c.Certify("farm", "")
		page := read[api.Page[certificate.Item]](c, "bank", "/certificates?limit=2")
		c.want("the newest is withheld", page.Items[0].Title, "")
		c.want("then the third", page.Items[1].Code, codes[2])
		page = read[api.Page[certificate.Item]](c, "bank", "/certificates?limit=2&cursor="+page.NextCursor)
		c.want("the rest", []string{page.Items[0].Code, page.Items[1].Code}, []string{codes[1], codes[0]})
		c.want("no more", page.NextCursor, "")
		c.want("names", page.Items[0].Holder.Name+page.Items[0].Registrar.Name,
			keyringtest.Name("farm")+keyringtest.Name("registrar"))
		c.want("of another holder", len(read[api.Page[certificate.Item]](c, "bank",
			"/certificates?holder="+keyringtest.USCC("bank")).Items), 0)
		c.want("without signing in", c.code("", "/certificates", 401), "auth.sign_in")
		c.want("a bad cursor", c.code("bank", "/certificates?cursor=x", 422), "request.cursor query.cursor")
		c.want("a cursor of another list", c.code("bank", "/certificates?cursor="+api.Cursor("x"), 422),
			"request.cursor query.cursor")
	})
}

func TestACertificateShowsWhatHangsOnIt(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
		c.Agent()
		c.Beat(code, 120_000)
		c.Beat(code, 119_000)
		first := c.Pledge(code, "bank", 3_000_000, nil)
		c.Pledge(code, "second", 500_000, []string{first}, "bank")
		d := read[certificate.Detail](c, "bank", "/certificates/"+code)
		c.want("status", d.Status, "live")
		c.want("title", d.Form["title"], d.Title)
		c.want("liens", []any{len(d.Liens), d.Liens[0].Rank, d.Liens[0].Pledgee.Name, d.Liens[1].Status}, []any{2, 1,
			keyringtest.Name("bank"), "effective"})
		c.want("measured", d.Measurement.Rows, 120_000)
		c.want("heartbeat", d.Heartbeat.Seq, 2)
		c.want("the first event", d.History[len(d.History)-1].Kind, "certificate.issued")
		beats := read[api.Page[certificate.Beat]](c, "bank", "/certificates/"+code+"/heartbeats?limit=1")
		c.want("beats", []any{len(beats.Items), beats.Items[0].Measurement.Rows}, []any{1, 119_000})
		beats = read[api.Page[certificate.Beat]](c, "bank",
			"/certificates/"+code+"/heartbeats?limit=1&cursor="+beats.NextCursor)
		c.want("the beat before", beats.Items[0].Seq, 1)
		c.want("nothing of this code", c.code("bank", "/certificates/SJ3212026039999", 404),
			"certificate.not_found path.code")
		c.want("not a code", c.code("bank", "/certificates/SJ", 422)[:8], "request.")
		c.Submit(keyringtest.Registrar, &registry.CertificateCancel{Code: c.Certify("farm", "将注销的数据"),
			Reason: certificatetest.Digest("x")})
		c.Sync()
		c.want("cancelled", read[api.Page[certificate.Item]](c, "bank", "/certificates").Items[0].Status, "cancelled")
		c.Days(4 * 365)
		c.want("expired", read[certificate.Detail](c, "bank", "/certificates/"+code).Status, "expired")
	})
}

func TestDownloadsVerifyAndPrint(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
		withheld := c.Certify("farm", "")
		first := c.Pledge(code, "bank", 3_000_000, nil)
		c.Pledge(code, "second", 500_000, []string{first}, "bank")
		o := credential.Options{LogKey: c.Ledger.VerifierKey(), Now: c.Clock.Now()}
		for path, kind := range map[string]credential.Kind{"/credential": credential.Registration,
			"/search": credential.Search} {
			doc, h := c.get("bank", "/certificates/"+code+path, 200)
			r, err := credential.Verify(doc, o)
			if err != nil {
				t.Fatal(err)
			}
			c.want("kind", r.Kind, kind)
			c.want("liens", len(r.Liens), 2)
			c.want("type", h.Get("Content-Type"), "application/json")
			name := map[credential.Kind]string{credential.Registration: "certificate",
				credential.Search: "search"}[kind]
			c.want("file", h.Get("Content-Disposition"), `attachment; filename="`+code+"-"+name+`.json"`)
			paper, h := c.get("bank", "/certificates/"+code+path+"?format=pdf", 200)
			if !bytes.HasPrefix(paper, []byte("%PDF-")) || h.Get("Content-Type") != "application/pdf" {
				t.Errorf("paper of %s is %q", path, paper[:min(20, len(paper))])
			}
			if *keep != "" {
				if err := os.WriteFile(filepath.Join(*keep, name+".pdf"), paper, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		doc, _ := c.get("bank", "/certificates/"+withheld+"/credential", 200)
		if bytes.Contains(doc, []byte("水稻")) {
			t.Error("a withheld form is in the document")
		}
		c.get("bank", "/certificates/"+withheld+"/credential?format=pdf", 200)
		c.want("a format we have not", c.code("bank", "/certificates/"+code+"/search?format=xml", 422)[:8], "request.")
		c.get("bank", "/certificates/SJ3212026039999/search", 404)
		c.get("", "/certificates/"+code+"/search", 401)
	})
}

func TestAsManyLiensAsTheRegistryTakesFitADocument(t *testing.T) {
	c := open(t, dbtest.Node(t))
	code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	for range 20 { // the registry's most, each a fact of the document
		c.Submit("farm", &registry.PledgePropose{Certificate: code, Pledgee: keyringtest.USCC("bank"),
			SecuredFen: 100, Contract: certificatetest.Digest("c")})
	}
	c.Sync()
	c.get("bank", "/certificates/"+code+"/search", 200)
}

func TestStrangersCheckTheLog(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
		head := read[certificate.Head](c, "", "/log")
		cp, err := proof.ParseCheckpoint([]byte(head.Checkpoint), head.Key)
		if err != nil {
			t.Fatal(err)
		}
		c.want("size", []any{cp.Size, cp.Origin}, []any{head.Size, keyringtest.Origin})
		entries := read[certificate.Entries](c, "", "/log/entries?from=2&limit=3")
		c.want("entries", []any{len(entries.Items), entries.Items[0].Index, entries.Size}, []any{3, 2, head.Size})
		c.want("beyond the end", len(read[certificate.Entries](c, "", "/log/entries?from=9223372036854775808").Items),
			0)
		e := read[certificate.ProvenEntry](c, "", "/log/entries/3")
		if err := proof.VerifyInclusion([]byte(e.Leaf), e.Index, cp.Size, proof.Path(e.Path), cp.Root); err != nil {
			t.Error(err)
		}
		c.want("no such entry", c.code("", "/log/entries/9999", 404), "sequence.no_entry")
		c.Days(1)
		c.Certify("farm", "又一份数据")
		k := read[certificate.Consistency](c, "", fmt.Sprintf("/log/consistency?from=%d", cp.Size))
		now, err := proof.ParseCheckpoint([]byte(k.Checkpoint), head.Key)
		if err != nil {
			t.Fatal(err)
		}
		if err := proof.VerifyConsistency(cp.Size, now.Size, proof.Path(k.Path), cp.Root, now.Root); err != nil {
			t.Error(err)
		}
		c.want("from the future", c.code("", "/log/consistency?from=9999", 404), "sequence.no_entry")
		for key, exists := range map[string]bool{"certificate/" + code: true, "encumbrance/" + code: false,
			"sanction/x": false, "\u202e": false} {
			f := read[certificate.ProvenFact](c, "", "/log/fact?key="+key)
			cp, err := proof.ParseCheckpoint([]byte(f.Checkpoint), f.LogKey)
			if err != nil {
				t.Fatal(err)
			}
			value := []byte(f.Value)
			if !f.Exists {
				value = nil
			}
			c.want(key, f.Exists, exists)
			if err := proof.VerifyMap(f.Proof, key, value, cp.State); err != nil {
				t.Error(key, err)
			}
		}
	})
}

func TestADocumentThatDoesNotVerifyIsNotHandedOut(t *testing.T) {
	c := open(t, dbtest.Node(t))
	code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
	wrong := certificate.New(c.Ledger, c.Keys, c.Directory, wrongForms{}, c.Clock, certificatetest.PublicURL)
	if doc, _, err := wrong.Issue(context.Background(), code); err == nil || doc != nil {
		t.Errorf("issued with another form: %v", err)
	}
}

type wrongForms struct{}

func (wrongForms) PublicForm(context.Context, string) (*credential.Form, error) {
	return &credential.Form{Document: []byte(`{}`), Salt: make([]byte, 32)}, nil
}
