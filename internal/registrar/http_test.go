package registrar_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registrar/admission"
)

// badge signs in whoever the X-Person header names: "farm maker".
type badge struct{}

func (badge) Authenticate(r *http.Request) (auth.Principal, error) {
	org, who, ok := strings.Cut(r.Header.Get("X-Person"), " ")
	if !ok {
		return auth.Principal{}, auth.ErrSignIn.With()
	}
	return auth.Must(person(org, who))
}

// counter is the desk behind its routes.
type counter struct {
	*desk
	url string
	key int
}

func newCounter(t *testing.T) *counter {
	d := newDesk(t, dbtest.Node(t))
	a := api.New(api.Config{Store: d.Node, Auth: badge{}, Clock: d.Clock})
	d.approvals.Routes(a)
	d.Routes(a)
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	return &counter{desk: d, url: srv.URL}
}

// call sends a request under a new idempotency key and reads the answer into out.
func (c *counter) call(who, method, path string, body, out any) int {
	c.t.Helper()
	c.key++
	return c.callWith("key-"+strings.Repeat("x", 8)+string(rune('a'+c.key)), who, method, path, body, out)
}

func (c *counter) callWith(key, who, method, path string, body, out any) int {
	c.t.Helper()
	var payload io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		c.ok(err)
		payload = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+api.Base+path, payload)
	c.ok(err)
	req.Header.Set("Content-Type", "application/json")
	if who != "" {
		req.Header.Set("X-Person", who)
	}
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := http.DefaultClient.Do(req)
	c.ok(err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	c.ok(err)
	if out != nil {
		if err := json.Unmarshal(b, out); err != nil {
			c.t.Fatalf("%s %s answered %d %s: %v", method, path, res.StatusCode, b, err)
		}
	}
	return res.StatusCode
}

type problem struct{ Code, Field, DetailZH, Detail string }

func TestARegistrationOverHTTP(t *testing.T) {
	c := newCounter(t)
	want := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Fatalf("%s: %v, want %v", what, got, want)
		}
	}
	var ds registrar.Dataset
	upload := c.upload(0, 500)
	stock := map[string]any{"name": "出行数据", "measurement": upload.Measurement, "sketch": json.RawMessage(upload.Sketch), "profile": json.RawMessage(upload.Profile)}
	want("add a data set", c.call("farm maker", "POST", "/datasets", stock, &ds), 200)
	bad := form()
	bad.Title = strings.Repeat("数", 41)
	var p problem
	want("file a bad form", c.call("farm maker", "POST", "/cases", registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: bad}, &p), 422)
	want("code and field", p.Code+" "+p.Field, "registrar.length form.title")
	want("a bank files", c.call("bank maker", "POST", "/cases", registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: form()}, &p), 403)
	var filed registrar.Proposed
	want("file", c.call("farm maker", "POST", "/cases", registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: form()}, &filed), 202)
	var seen registrar.ProposalView
	want("the checker reads", c.call("farm checker", "GET", "/proposals/"+filed.Approval, nil, &seen), 200)
	want("the form", seen.Form.Title, form().Title)
	want("approve", c.call("farm checker", "POST", "/approvals/"+filed.Approval+"/approve", nil, nil), 200)
	var list api.Page[registrar.CaseItem]
	want("list", c.call("registrar maker", "GET", "/cases?view=open", nil, &list), 200)
	id := list.Items[0].ID
	var cs, again registrar.Case
	size := c.Ledger.Size()
	want("accept", c.callWith("the-same-key", "registrar maker", "POST", "/cases/"+id+"/accept", nil, &cs), 200)
	want("accept again, same key", c.callWith("the-same-key", "registrar maker", "POST", "/cases/"+id+"/accept", nil, &again), 200)
	want("one entry", c.Ledger.Size(), size+1)
	want("same answer", c.text(again), c.text(cs))
	want("accept again, new key", c.call("registrar maker", "POST", "/cases/"+id+"/accept", nil, &p), 409)
	want("code", p.Code, "case.status")
	want("review", c.call("registrar maker", "POST", "/cases/"+id+"/review", passing(), &filed), 202)
	want("approve the review", c.call("registrar checker", "POST", "/approvals/"+filed.Approval+"/approve", nil, nil), 200)
	want("post", c.call("registrar maker", "POST", "/cases/"+id+"/post", map[string]any{}, &cs), 200)
	var board api.Page[registrar.Posting]
	want("the board without signing in", c.call("", "GET", "/public/postings", nil, &board), 200)
	want("on the board", board.Items[0].Title, form().Title)
	want("object", c.call("hotel maker", "POST", "/cases/"+id+"/objections", registrar.Grounds{Text: "该数据与我公司数据雷同，请核查"}, &cs), 200)
	want("resolve", c.call("registrar maker", "POST", "/cases/"+id+"/objections/"+cs.Objections[0].ID+"/resolve", map[string]any{"upheld": false, "opinion": "无共同内容"}, &filed), 202)
	want("approve the resolution", c.call("registrar checker", "POST", "/approvals/"+filed.Approval+"/approve", nil, nil), 200)
	c.Days(10)
	want("deposit", c.call("registrar maker", "POST", "/cases/"+id+"/deposit", nil, &cs), 200)
	want("issue", c.call("registrar maker", "POST", "/cases/"+id+"/certificate", map[string]any{}, &filed), 202)
	want("approve the certificate", c.call("registrar checker", "POST", "/approvals/"+filed.Approval+"/approve", nil, nil), 200)
	want("get", c.call("farm maker", "GET", "/cases/"+id, nil, &cs), 200)
	want("certificates", len(cs.Certificates), 1)
	var detail registrar.DatasetDetail
	want("data set", c.call("farm maker", "GET", "/datasets/"+ds.ID, nil, &detail), 200)
	want("stage", detail.Stage, "registered")
	var table registrar.RightsTable
	want("rights table", c.call("", "GET", "/rights-table", nil, &table), 200)
	var orgs api.Page[admission.Organisation]
	want("organisations", c.call("bank maker", "GET", "/organisations?role=enterprise", nil, &orgs), 200)
	want("two enterprises", len(orgs.Items), 2)
}

func TestTheRoutesDescribeThemselves(t *testing.T) {
	spec := string(api.Spec("test", new(registrar.Service).Routes))
	for _, name := range []string{`"RegistrarCase"`, `"RegistrarForm"`, `"RegistrarPostingPage"`, "/api/v1/cases/{case}/objections/{objection}/resolve"} {
		if !strings.Contains(spec, name) {
			t.Errorf("the description lacks %s", name)
		}
	}
}
