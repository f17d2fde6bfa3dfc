package registrar_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/vault"
)

// TestPapersSearchesAndPublicObjectionsOverHTTP: bytes go up as they are and come down as a download that no browser opens;
// what is public needs no caller.
func TestPapersSearchesAndPublicObjectionsOverHTTP(t *testing.T) {
	d := newDesk(t, node(t))
	a := api.New(api.Config{Store: d.Node, Auth: badge{}, Clock: d.Clock})
	d.approvals.Routes(a)
	d.Routes(a)
	d.vault.Routes(a)
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	c := &counter{desk: d, url: srv.URL}

	raw := func(path, body string) *http.Response {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+api.Base+path, strings.NewReader(body))
		c.ok(err)
		req.Header.Set("Content-Type", "application/octet-stream")
		req.Header.Set("X-Person", "farm maker")
		req.Header.Set("Idempotency-Key", "paper-"+strings.Repeat("k", 12))
		res, err := http.DefaultClient.Do(req)
		c.ok(err)
		return res
	}
	res := raw("/papers?name=%E5%90%88%E5%90%8C.pdf&kind=contract&type=application/pdf", "%PDF-1.7 contract")
	b, err := io.ReadAll(res.Body)
	c.ok(err)
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK || !bytes.Contains(b, []byte(`"type":"application/pdf"`)) {
		t.Fatalf("%d %s", res.StatusCode, b)
	}
	var page api.Page[vault.Paper]
	c.call("farm maker", "GET", "/papers", nil, &page)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+api.Base+"/papers/"+page.Items[0].ID+"/content", nil)
	c.ok(err)
	req.Header.Set("X-Person", "farm maker")
	down, err := http.DefaultClient.Do(req)
	c.ok(err)
	b, err = io.ReadAll(down.Body)
	c.ok(err)
	_ = down.Body.Close()
	if string(b) != "%PDF-1.7 contract" || !strings.HasPrefix(down.Header.Get("Content-Disposition"), "attachment") ||
		down.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(down.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("download %q, headers %v", b, down.Header)
	}

	id := d.file(farm, form(), 0, 2000)
	d.posted(id)
	var receipt registrar.PublicReceipt
	if got := c.call("", "POST", "/public/postings/"+id+"/objections",
		registrar.NewPublicObjection{Name: "王五", Contact: "13700000000", Text: "该数据由本人采集，申请人无权登记。"}, &receipt); got != http.StatusOK || receipt.ID == "" {
		t.Fatalf("public objection: %d %+v", got, receipt)
	}
	var list api.Page[registrar.PublicObjection]
	if got := c.call("registrar maker", "GET", "/public-objections?state=open", nil, &list); got != http.StatusOK || len(list.Items) != 1 {
		t.Fatalf("%d %+v", got, list)
	}
	if got := c.call("farm maker", "GET", "/public-objections", nil, nil); got != http.StatusForbidden {
		t.Errorf("the applicant reads public objections: %d", got)
	}
	var aid registrar.ReviewAid
	if got := c.call("registrar maker", "GET", "/cases/"+id+"/verdict", nil, &aid); got != http.StatusOK || aid.Verdict.Outcome == "" {
		t.Errorf("verdict: %d %+v", got, aid)
	}
	var tables registrar.Tables
	if got := c.call("", "GET", "/decision-tables", nil, &tables); got != http.StatusOK || len(tables.Rights.Rows) < 14 {
		t.Errorf("tables: %d", got)
	}
	if got := c.call("", "GET", "/public/registrations/SJ3212026019999", nil, nil); got != http.StatusNotFound {
		t.Errorf("unknown code: %d", got)
	}
}
