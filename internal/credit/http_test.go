package credit_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/credit"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/money"
)

// badge signs in whoever the X-Person header names: "farm maker".
type badge struct{}

func (badge) Authenticate(r *http.Request) (auth.Principal, error) {
	org, who, ok := strings.Cut(r.Header.Get("X-Person"), " ")
	if !ok {
		return auth.Principal{}, auth.ErrSignIn.With()
	}
	return auth.Must(ct.Person(org, who))
}

// counter is the desks behind their routes.
type counter struct {
	*ct.Desk
	t   *testing.T
	url string
	key int
}

func newCounter(t *testing.T) *counter {
	d := ct.New(t, dbtest.Node(t))
	a := api.New(api.Config{Store: d.Node, Auth: badge{}, Clock: d.Clock})
	d.Approvals.Routes(a)
	d.Appraisal.Routes(a)
	d.Credit.Routes(a)
	d.Loans.Routes(a)
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	return &counter{Desk: d, t: t, url: srv.URL}
}

// call sends a request under a new idempotency key, requires a status and reads the answer into out.
func (c *counter) call(status int, who, method, path string, body, out any) []byte {
	c.t.Helper()
	c.key++
	return c.keyed("request-"+strconv.Itoa(c.key), status, who, method, path, body, out)
}

func (c *counter) keyed(key string, status int, who, method, path string, body, out any) []byte {
	c.t.Helper()
	var payload io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		c.OK(err)
		payload = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+api.Base+path, payload)
	c.OK(err)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Person", who)
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := http.DefaultClient.Do(req)
	c.OK(err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	c.OK(err)
	if res.StatusCode != status {
		c.t.Fatalf("%s %s by %s answered %d, want %d: %s", method, path, who, res.StatusCode, status, b)
	}
	if bytes.Contains(b, []byte(":null")) {
		c.t.Errorf("%s %s answers null: %s", method, path, b)
	}
	if out != nil {
		if err := json.Unmarshal(b, out); err != nil {
			c.t.Fatalf("%s %s: %v in %s", method, path, err, b)
		}
	}
	return b
}

// propose sends a request that waits for a second person, and has that person approve it.
func (c *counter) propose(org, path string, body any) {
	c.t.Helper()
	var p desk.Proposed
	c.call(202, org+" maker", "POST", path, body, &p)
	c.call(200, org+" checker", "POST", "/approvals/"+p.Approval+"/approve", nil, nil)
}

type problem struct{ Code, Field, Detail string }

func TestCreditOverHTTP(t *testing.T) {
	c := newCounter(t)
	code := c.Register(ct.Farm)
	bank, farm := ct.USCC(ct.Bank), ct.USCC(ct.Farm)

	var com appraisal.Commission
	c.call(200, "farm maker", "POST", "/commissions", map[string]any{"certificate": code,
		"appraiser": ct.USCC(ct.Appraiser), "purpose": "pledge"}, &com)
	c.call(403, "appraiser maker", "POST", "/commissions", map[string]any{"certificate": code,
		"appraiser": ct.USCC(ct.Appraiser), "purpose": "pledge"}, nil)
	var tpl appraisal.Template
	c.call(200, "appraiser maker", "GET", "/commissions/"+com.ID+"/template?approach=market", nil, &tpl)
	c.call(200, "appraiser maker", "POST", "/valuations/preview", map[string]any{"text": tpl.Text}, nil)
	var p problem
	c.call(422, "appraiser maker", "POST", "/valuations/preview", map[string]any{"text": "version: 1\nasst: x\n"}, &p)
	if p.Code != "valuation.unknown_key" {
		t.Errorf("problem: %+v", p)
	}
	c.call(200, "appraiser maker", "PUT", "/commissions/"+com.ID+"/draft", map[string]any{"text": ct.File(c.Today(),
		"1000")}, nil)
	c.propose(ct.Appraiser, "/commissions/"+com.ID+"/submit", nil)
	var reports api.Page[appraisal.ReportItem]
	c.call(200, "farm maker", "GET", "/reports", nil, &reports)
	c.call(200, "farm maker", "GET", "/reports/"+reports.Items[0].Valuation, nil, nil)

	var app credit.View
	request := map[string]any{"certificate": code, "lender": bank, "requested_fen": 200_000_000, "purpose": "收购粮食",
		"term_months": 12, "method": "equal_principal"}
	c.call(422, "farm maker", "POST", "/applications", map[string]any{"certificate": code, "lender": farm,
		"requested_fen": 200_000_000, "purpose": "收购粮食", "term_months": 12, "method": "equal_principal"}, &p)
	if p.Code != "credit.not_bank" || p.Field != "lender" {
		t.Errorf("problem: %+v", p)
	}
	c.call(200, "farm maker", "POST", "/applications", request, &app)
	c.call(404, "second maker", "GET", "/applications/"+app.ID, nil, nil)
	c.call(403, "farm maker", "POST", "/applications/"+app.ID+"/approve", map[string]any{"amount_fen": 1,
		"rate": "0.03"}, nil)
	c.call(409, "bank maker", "POST", "/applications/"+app.ID+"/approve", map[string]any{"amount_fen": 200_000_001,
		"rate": "3.45%"}, &p)
	if p.Code != "credit.over_limit" || p.Field != "amount_fen" {
		t.Errorf("problem: %+v", p)
	}
	c.call(422, "bank maker", "POST", "/applications/"+app.ID+"/approve", map[string]any{"amount_fen": 100,
		"rate": "300%"}, &p)
	if p.Code != "loan.rate" || p.Field != "rate" {
		t.Errorf("problem: %+v", p)
	}
	c.propose(ct.Bank, "/applications/"+app.ID+"/approve", map[string]any{"amount_fen": 200_000_000, "rate": "3.45%"})
	c.propose(ct.Farm, "/applications/"+app.ID+"/pledge", nil)
	c.propose(ct.Bank, "/applications/"+app.ID+"/pledge/accept", map[string]any{"filing_no": "2026030200017",
		"seen": []string{}})
	var contract credit.ContractView
	c.call(200, "bank maker", "POST", "/applications/"+app.ID+"/contract", map[string]any{}, &contract)
	c.propose(ct.Bank, "/contracts/"+contract.ID+"/sign", nil)
	c.propose(ct.Farm, "/contracts/"+contract.ID+"/sign", nil)
	c.propose(ct.Bank, "/contracts/"+contract.ID+"/disburse", nil)
	c.call(200, "bank maker", "GET", "/applications/"+app.ID, nil, &app)
	if app.State != credit.Disbursed || app.LienStatus != "effective" || app.Agreement.State != credit.Paid ||
		len(app.Pending) != 0 {
		t.Errorf("application: %+v", app)
	}

	loan := "/loans/" + contract.ID
	c.Days(40)
	pay := map[string]any{"kind": "repayment", "amount_fen": 20_000_000}
	first := c.keyed("the-same-payment", 200, "bank maker", "POST", loan+"/payments", pay, nil)
	again := c.keyed("the-same-payment", 200, "bank maker", "POST", loan+"/payments", pay, nil)
	if !bytes.Equal(first, again) {
		t.Error("the repetition of a payment was answered otherwise")
	}
	var d servicing.Detail
	c.call(200, "farm maker", "GET", loan, nil, &d)
	if len(d.Payments) != 1 {
		t.Errorf("%d payments", len(d.Payments))
	}
	var q servicing.Quote
	c.call(200, "farm maker", "GET", loan+"/payoff", nil, &q)
	c.call(200, "farm maker", "POST", loan+"/payments", map[string]any{"kind": "payoff", "amount_fen": int64(q.Total),
		"reference": "回单9"}, nil)
	var work credit.WorkList
	c.call(200, "bank maker", "GET", "/work/credit", nil, &work)
	if !has(work, servicing.WorkConfirm, "loan/"+contract.ID) || work.Items[0].Amount != q.Total {
		t.Errorf("work: %+v", work)
	}
	c.call(200, "bank maker", "POST", loan+"/payments/2/confirm", nil, &d)
	if d.State != servicing.Settled {
		t.Errorf("loan: %+v", d.Item)
	}
	var st servicing.Statement
	c.call(200, "farm maker", "GET", loan+"/statement?limit=3", nil, &st)
	if len(st.Entries) != 3 || st.NextCursor == "" || st.Paid.Principal != 2_000_000*money.Yuan {
		t.Errorf("statement: %+v", st)
	}
	c.call(200, "farm maker", "POST", loan+"/ask-release", nil, nil)
	c.propose(ct.Bank, loan+"/release", nil)
	for _, path := range []string{"/loans", "/applications", "/liens", "/liens/" + d.Lien, "/portfolio", "/work/credit",
		"/commissions", "/reports"} {
		c.call(200, "bank maker", "GET", path, nil, nil)
	}
	c.Balanced()
}
