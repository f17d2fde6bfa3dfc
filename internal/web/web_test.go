package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/api/base"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/web"
)

const (
	bank   = "911100001000013428"
	secret = "correct horse 电池"
)

// logs is a log that a test reads.
type logs struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// node is a real server on a loopback port over real parts.
type node struct {
	*testing.T
	store *db.DB
	auth  *auth.Service
	api   *api.API
	log   *logs
	url   string
	stop  func() error
}

func start(t *testing.T, change func(*web.Options)) *node {
	t.Helper()
	n := &node{T: t, store: dbtest.Node(t), log: &logs{}}
	log := slog.New(slog.NewJSONHandler(n.log, nil))
	n.auth = auth.New(n.store, auth.Options{Cost: auth.HashCost{Memory: 64, Passes: 1, Lanes: 1}, Log: log})
	n.api = api.New(api.Config{Store: n.store, Auth: n.auth, Log: log})
	example, err := clock.NewExample(t.Context(), n.store, time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	plumbing := &base.Service{Store: n.store, Auth: n.auth, Clock: example, Example: example, IsDemo: true,
		Version: "test"}
	plumbing.Routes(n.api)
	approval.New(n.store, example, log).Routes(n.api)
	api.Register(n.api, api.Op{Method: "GET", Path: "/panic", ID: "panic", Public: true, Tag: "test", Summary: "Panic"},
		func(context.Context, *api.None) (*api.None, error) { panic("a bug") })

	opts := web.Options{API: n.api, Log: log, Checks: []web.Check{{Name: "node", Check: n.store.Ping}},
		Pages: map[string]http.Handler{"GET /slow": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "done")
		})},
		Assets: fstest.MapFS{
			"index.html":            {Data: []byte(`<meta property="csp-nonce" nonce="__CSP_NONCE__">`)},
			"assets/app-1a2b.js":    {Data: []byte("plain")},
			"assets/app-1a2b.js.gz": {Data: []byte("gzipped")},
			"assets/app-1a2b.js.br": {Data: []byte("brotli")},
			".vite/manifest.json":   {Data: []byte("{}")},
		}}
	if change != nil {
		change(&opts)
	}
	srv, err := web.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := web.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, ln) }()
	n.url = "http://" + ln.Addr().String()
	n.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = n.stop() })
	return n
}

// people makes an organisation, a user and an administrator.
func (n *node) people() {
	n.Helper()
	ctx := n.Context()
	err := n.store.Tx(ctx, func(tx *db.Tx) error {
		return auth.SaveOrganisation(ctx, tx, auth.Organisation{USCC: bank, NameZH: "某银行", NameEN: "A Bank",
			Roles: []auth.Role{auth.Bank}})
	})
	if err == nil {
		_, err = n.auth.CreateUser(ctx, auth.NewUser{Account: "wang.wu", Name: "王五", Org: bank}, secret)
	}
	if err == nil {
		_, err = n.auth.CreateAdmin(ctx, "admin", "管理员", secret)
	}
	if err != nil {
		n.Fatal(err)
	}
}

type browser struct {
	*node
	client *http.Client
}

func (n *node) browser() *browser {
	jar, _ := cookiejar.New(nil)
	// The compressed files of the tests are not really compressed, so the client must not open them.
	return &browser{n, &http.Client{Jar: jar, Transport: &http.Transport{DisableCompression: true}}}
}

type reply struct {
	*http.Response
	body string
}

func (b *browser) send(method, path, body string, header ...string) reply {
	b.Helper()
	req, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", fmt.Sprintf("key-%d", time.Now().UnixNano()))
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return reply{res, string(all)}
}

func (b *browser) signIn(account string) reply {
	b.Helper()
	return b.send("POST", "/api/v1/session", fmt.Sprintf(`{"account":%q,"password":%q}`, account, secret))
}

func (r reply) code(t *testing.T) string {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Errorf("%d, not a problem document: %s", r.StatusCode, r.body)
	}
	return p.Code
}

func TestSignInWorkAndSignOut(t *testing.T) {
	n := start(t, nil)
	n.people()
	b := n.browser()
	if r := b.send("GET", "/api/v1/session", ""); r.StatusCode != 200 || !strings.Contains(r.body, `"signed_in":false`) {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
	if code := b.send("GET", "/api/v1/approvals", "").code(t); code != "auth.sign_in" {
		t.Error(code)
	}
	r := b.signIn("wang.wu")
	cookie := r.Header.Get("Set-Cookie")
	if r.StatusCode != 200 || !strings.Contains(r.body, "loan.disburse") || !strings.Contains(r.body, "某银行") ||
		!strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") {
		t.Fatalf("%d %s %s", r.StatusCode, r.body, cookie)
	}
	for _, path := range []string{"/session", "/sessions", "/tokens", "/approvals?view=all&limit=5", "/audit", "/policy",
		"/node"} {
		if r := b.send("GET", "/api/v1"+path, ""); r.StatusCode != 200 {
			t.Errorf("%s: %d %s", path, r.StatusCode, r.body)
		}
	}
	if code := b.send("GET", "/api/v1/users", "").code(t); code != "auth.may_not" {
		t.Error(code)
	}
	if r := b.send("DELETE", "/api/v1/session", ""); r.StatusCode != 204 {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
	if code := b.send("GET", "/api/v1/approvals", "").code(t); code != "auth.sign_in" {
		t.Error(code)
	}
	if strings.Contains(n.log.String(), "电池") {
		t.Error("the log holds a password")
	}
}

func TestAdministratorInvitesAUserWhoUsesAToken(t *testing.T) {
	n := start(t, nil)
	n.people()
	admin := n.browser()
	admin.signIn("admin")
	r := admin.send("POST", "/api/v1/users", `{"account":"li.si","name":"李四","org":"`+bank+`"}`)
	var invited base.Invited
	if err := json.Unmarshal([]byte(r.body), &invited); err != nil || r.StatusCode != 200 {
		t.Fatalf("%d %s", r.StatusCode, r.body)
	}
	if code := admin.send("POST", "/api/v1/users",
		`{"account":"li.si","name":"李四","org":"`+bank+`"}`).code(t); code != "auth.account_taken" {
		t.Error(code)
	}
	_, fragment, _ := strings.Cut(invited.Link.Path, "#")
	user := n.browser()
	if r := user.send("POST", "/api/v1/session/link", fmt.Sprintf(`{"secret":%q,"password":%q}`, fragment,
		secret)); r.StatusCode != 200 {
		t.Fatalf("%d %s", r.StatusCode, r.body)
	}
	var made base.NewToken
	r = user.send("POST", "/api/v1/tokens", `{"name":"脚本","days":30,"actions":["audit.read"]}`)
	if err := json.Unmarshal([]byte(r.body), &made); err != nil || r.StatusCode != 200 {
		t.Fatalf("%d %s", r.StatusCode, r.body)
	}
	program := n.browser()
	export := program.send("GET", "/api/v1/audit/export", "", "Authorization", "Bearer "+made.Secret)
	if export.StatusCode != 200 || !strings.Contains(export.body,
		`"action":"token.create"`) || strings.Contains(export.body, made.Secret) {
		t.Errorf("%d %s", export.StatusCode, export.body)
	}
	if code := program.send("GET", "/api/v1/approvals", "", "Authorization",
		"Bearer "+made.Secret).code(t); code != "auth.may_not" {
		t.Error(code)
	}
	if r := admin.send("PATCH", "/api/v1/users/"+invited.User.ID, `{"disabled":true}`); r.StatusCode != 200 {
		t.Fatalf("%d %s", r.StatusCode, r.body)
	}
	if code := program.send("GET", "/api/v1/audit", "", "Authorization",
		"Bearer "+made.Secret).code(t); code != "auth.sign_in" {
		t.Error(code)
	}
	if strings.Contains(n.log.String(), fragment) || strings.Contains(n.log.String(), made.Secret) {
		t.Error("the log holds a secret")
	}
}

func TestSetupLinkMakesTheFirstAdministrator(t *testing.T) {
	n := start(t, nil)
	link, _, err := n.auth.SetupLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, fragment, _ := strings.Cut(link.Path, "#")
	b := n.browser()
	if r := b.send("GET", "/api/v1/node", ""); !strings.Contains(r.body, `"needs_setup":true`) {
		t.Error(r.body)
	}
	body := fmt.Sprintf(`{"secret":%q,"account":"admin","name":"管理员","password":%q}`, fragment, secret)
	if r := b.send("POST", "/api/v1/setup", body); r.StatusCode != 200 || !strings.Contains(r.body, `"admin":true`) {
		t.Fatalf("%d %s", r.StatusCode, r.body)
	}
	if r := b.send("GET", "/api/v1/users", ""); r.StatusCode != 200 {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
	if code := n.browser().send("POST", "/api/v1/setup", body).code(t); code != "auth.link" {
		t.Error(code)
	}
}

func TestExampleClockMovesForwardOnly(t *testing.T) {
	n := start(t, nil)
	n.people()
	b := n.browser()
	b.signIn("wang.wu")
	if r := b.send("POST", "/api/v1/example/clock",
		`{"to":"2026-03-09T01:00:00Z"}`); r.StatusCode != 200 || !strings.Contains(r.body, "2026-03-09") {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
	if code := b.send("POST", "/api/v1/example/clock",
		`{"to":"2026-03-08T01:00:00Z"}`).code(t); code != "clock.backwards" {
		t.Error(code)
	}
	if r := b.send("GET", "/api/v1/session", ""); !strings.Contains(r.body, `"signed_in":true`) {
		t.Error("moving the node's clock ended a session")
	}
}

func TestOtherSitesPagesCannotAct(t *testing.T) {
	n := start(t, func(o *web.Options) { o.PublicURL = "https://data.example.cn" })
	n.people()
	b := n.browser()
	b.signIn("wang.wu")
	for _, x := range []struct {
		header []string
		let    bool
	}{
		{[]string{"Sec-Fetch-Site", "cross-site"}, false},
		{[]string{"Sec-Fetch-Site", "same-site"}, false},
		{[]string{"Origin", "https://evil.example"}, false},
		{[]string{"Sec-Fetch-Site", "same-origin"}, true},
		{[]string{"Origin", n.url}, true},
		{[]string{"Origin", "https://data.example.cn", "Sec-Fetch-Site", "cross-site"}, true},
		{nil, true}, // a program
	} {
		r := b.send("POST", "/api/v1/approvals/x/withdraw", `{"reason":"不需要了"}`, x.header...)
		if refused := r.code(t) == "request.cross_origin"; refused == x.let {
			t.Errorf("%v: %s", x.header, r.body)
		}
	}
	if r := b.send("GET", "/api/v1/session", "", "Sec-Fetch-Site", "cross-site"); r.StatusCode != 200 {
		t.Errorf("a link from elsewhere: %d", r.StatusCode)
	}
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	n := start(t, nil)
	b := n.browser()
	for _, path := range []string{"/", "/cases/1", "/assets/app-1a2b.js", "/assets/none.js", "/api/v1/session",
		"/api/v1/none", "/healthz", "/metrics", "/slow", "/api/openapi.json"} {
		h := b.send("GET", path, "").Header
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp,
			"frame-ancestors 'none'") || !strings.Contains(csp, "script-src 'self';") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" ||
			h.Get("X-Request-ID") == "" || h.Get("Cache-Control") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestPanicBecomesAProblemAndTheServerLives(t *testing.T) {
	n := start(t, nil)
	b := n.browser()
	r := b.send("GET", "/api/v1/panic", "")
	if r.StatusCode != 500 || r.code(t) != "internal.panic" || strings.Contains(r.body, "a bug") {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
	if !strings.Contains(n.log.String(), "a bug") {
		t.Error("the log does not tell")
	}
	if r := b.send("GET", "/healthz", ""); r.StatusCode != 200 {
		t.Error(r.StatusCode)
	}
}

func TestLogNamesPathsAndNeverQueries(t *testing.T) {
	n := start(t, nil)
	n.browser().send("GET", "/api/v1/approvals?subject=very-secret", "")
	if log := n.log.String(); strings.Contains(log, "very-secret") || !strings.Contains(log, `"/api/v1/approvals"`) {
		t.Error(log)
	}
}

func TestInterfaceIsServedForPathsAndNeverForMissingFiles(t *testing.T) {
	n := start(t, nil)
	b := n.browser()
	first, second := b.send("GET", "/", ""), b.send("GET", "/cases/1", "")
	if first.StatusCode != 200 || second.StatusCode != 200 || first.body == second.body || strings.Contains(first.body,
		"__CSP_NONCE__") {
		t.Errorf("%s, %s", first.body, second.body)
	}
	_, rest, _ := strings.Cut(first.body, `nonce="`)
	nonce, _, _ := strings.Cut(rest, `"`)
	if !strings.Contains(first.Header.Get("Content-Security-Policy"), "'nonce-"+nonce+"'") {
		t.Errorf("nonce %q is not in %s", nonce, first.Header.Get("Content-Security-Policy"))
	}
	for _, path := range []string{"/assets/none.js", "/assets/none", "/logo.png", "/.vite/manifest.json"} {
		if r := b.send("GET", path, ""); r.StatusCode != 404 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	for accept, want := range map[string]string{"": "plain", "gzip": "gzipped", "gzip, br": "brotli",
		"br;q=0, gzip": "gzipped"} {
		r := b.send("GET", "/assets/app-1a2b.js", "", "Accept-Encoding", accept)
		if r.body != want || !strings.Contains(r.Header.Get("Cache-Control"),
			"immutable") || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %q %v", accept, r.body, r.Header)
		}
		if again := b.send("GET", "/assets/app-1a2b.js", "", "Accept-Encoding", accept, "If-None-Match",
			r.Header.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("%q: %d", accept, again.StatusCode)
		}
	}
	if r := b.send("POST", "/cases", ""); r.StatusCode != 405 {
		t.Error(r.StatusCode)
	}
}

func TestProgramWithoutInterfaceSaysHowToBuildIt(t *testing.T) {
	n := start(t, func(o *web.Options) { o.Assets = fstest.MapFS{".keep": {}} })
	if r := n.browser().send("GET", "/", ""); r.StatusCode != 200 || !strings.Contains(r.body,
		"make build") || !strings.Contains(r.body, "打包界面") {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
}

func TestEveryRouteHasAnActionOrIsPublic(t *testing.T) {
	n := start(t, nil)
	public := map[string]bool{"get-session": true, "sign-in": true, "choose-password": true, "setup": true,
		"get-node": true, "panic": true}
	b := n.browser()
	for _, op := range n.api.Routes() {
		if op.Public != (op.Action == "") || op.Public != public[op.ID] {
			t.Errorf("%s: action %q, public %v", op.ID, op.Action, op.Public)
		}
		if op.Public {
			continue
		}
		path := api.Base + strings.NewReplacer("{", "", "}", "").Replace(op.Path)
		if r := b.send(op.Method, path, ""); r.StatusCode != 401 || r.code(t) != "auth.sign_in" {
			t.Errorf("%s %s answers %d to a stranger", op.Method, path, r.StatusCode)
		}
	}
}
