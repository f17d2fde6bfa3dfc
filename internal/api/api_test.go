package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

// wall is a machine's clock that a test moves.
type wall struct {
	mu  sync.Mutex
	now time.Time
}

func newWall() *wall { return &wall{now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)} }

func (w *wall) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *wall) add(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// people signs in whoever the X-Test-User header names.
type people map[string]auth.Principal

func (p people) Authenticate(r *http.Request) (auth.Principal, error) {
	if who, ok := p[r.Header.Get("X-Test-User")]; ok {
		return who, nil
	}
	return auth.Principal{}, auth.ErrSignIn.With()
}

var someone = people{
	"bank":       {User: "u_bank", Name: "王行长", Org: "911100001000013428", Roles: []auth.Role{auth.Bank}},
	"enterprise": {User: "u_ent", Name: "李四", Org: "91310000MA1FL0XX0X", Roles: []auth.Role{auth.Enterprise}},
	"reader": {User: "u_bank", Org: "911100001000013428", Roles: []auth.Role{auth.Bank}, Token: "t_1",
		Scope: auth.Scope{ReadOnly: true}},
}

var errSold = fault.Define("test.sold", fault.Conflict, "{what}已售出", "{what} is sold").Hint("换一件", "take another")

type thing struct {
	Name  string   `json:"name" minLength:"2" maxLength:"20"`
	Count int      `json:"count" minimum:"1" maximum:"9"`
	Tags  []string `json:"tags,omitempty" maxItems:"3"`
	Fen   int64    `json:"fen,omitempty" maximum:"1000000000000000"`
}

type made struct {
	Serial int64    `json:"serial"`
	Tags   []string `json:"tags"`
}

// fixture is an API with a few routes over a store.
type fixture struct {
	*testing.T
	store *db.DB
	wall  *wall
	runs  atomic.Int64
	hold  chan struct{} // if set, make waits for it
	fail  atomic.Pointer[error]
	audit bool // make writes an audit entry of its own, in a transaction
	api   *api.API
	url   string
}

func newFixture(t *testing.T, store *db.DB) *fixture {
	f := &fixture{T: t, store: store, wall: newWall()}
	f.start()
	return f
}

// start makes a new API over the same store, as after a restart.
func (f *fixture) start() {
	f.api = api.New(api.Config{Store: f.store, Auth: someone, Wall: f.wall, Clock: f.wall})
	api.Register(f.api, api.Op{Method: "POST", Path: "/things", ID: "make-thing", Action: auth.LoanDisburse, Tag: "test",
		Summary: "Make", Status: 201, MaxBody: 1000},
		func(ctx context.Context, in *struct{ Body thing }) (*api.Out[made], error) {
			if f.hold != nil {
				<-f.hold
			}
			if err := f.fail.Load(); err != nil {
				return nil, *err
			}
			n := f.runs.Add(1)
			if f.audit {
				if err := f.store.Tx(ctx, func(tx *db.Tx) error {
					return audit.Record(ctx, tx, audit.Entry{Action: "thing.make", Subject: "thing/1", After: in.Body})
				}); err != nil {
					return nil, err
				}
			}
			return api.Answer(made{Serial: n}), nil
		})
	api.Register(f.api, api.Op{Method: "GET", Path: "/things/{thing}", ID: "get-thing", Action: auth.CreditRead,
		Tag: "test", Summary: "Read"},
		func(ctx context.Context, in *struct {
			Thing string    `path:"thing" maxLength:"4"`
			At    time.Time `query:"at"`
			api.Paging
		}) (*api.Out[made], error) {
			if in.Thing == "boom" {
				return nil, fmt.Errorf("disk of %s is on fire", "10.0.0.7")
			}
			return nil, errSold.With("what", "thing").At("thing")
		})
	api.Register(f.api, api.Op{Method: "GET", Path: "/open", ID: "open", Public: true, Tag: "test", Summary: "Open"},
		func(ctx context.Context, in *api.None) (*api.Out[api.Page[made]], error) {
			return api.Answer(api.Page[made]{}), nil
		})
	srv := httptest.NewServer(f.api)
	f.Cleanup(srv.Close)
	f.url = srv.URL
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) problem(t *testing.T) api.Problem {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal(r.body, &p); err != nil {
		t.Fatalf("status %d, not a problem document: %s", r.status, r.body)
	}
	if ct := r.header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("content type %q", ct)
	}
	if p.Status != r.status || p.DetailZH == "" || p.DetailEN == "" || p.Title == "" || p.Instance == "" {
		t.Errorf("incomplete problem document: %s", r.body)
	}
	return p
}

func (f *fixture) do(method, path, user, key, body string, header ...string) reply {
	f.Helper()
	req, err := http.NewRequest(method, f.url+path, strings.NewReader(body))
	if err != nil {
		f.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("X-Test-User", user)
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		f.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, b}
}

func (f *fixture) make(key, body string) reply {
	f.Helper()
	return f.do("POST", "/api/v1/things", "bank", key, body)
}

const good = `{"name":"ab","count":1}`

func TestMutationRunsOnceForAKeyAndRepeatsItsAnswer(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		first := f.make("key-00001", good)
		if first.status != 201 || first.header.Get("Idempotency-Replayed") != "" {
			t.Fatalf("first: %d %s", first.status, first.body)
		}
		if !bytes.Contains(first.body, []byte(`"tags":[]`)) {
			t.Errorf("a list is null: %s", first.body)
		}
		f.start() // the answer is in the store, not in the process
		second := f.make("key-00001", good)
		if second.status != 201 || !bytes.Equal(first.body, second.body) ||
			second.header.Get("Idempotency-Replayed") != "true" ||
			second.header.Get("Content-Type") != first.header.Get("Content-Type") {
			t.Errorf("second: %d %v %s, want %s", second.status, second.header, second.body, first.body)
		}
		if other := f.make("key-00002", good); bytes.Equal(other.body, first.body) {
			t.Error("another key got the first key's answer")
		}
		if n := f.runs.Load(); n != 2 {
			t.Errorf("ran %d times, want 2", n)
		}
		f.wall.add(api.DefaultAnswerLife)
		if again := f.make("key-00001", good); again.header.Get("Idempotency-Replayed") != "" {
			t.Error("an expired answer was replayed")
		}
	})
}

func TestKeyIsBoundToItsRequestAndItsUser(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.make("key-00001", good)
	if p := f.make("key-00001", `{"name":"ab","count":2}`).problem(t); p.Code != "idempotency.reused" || p.Status != 409 {
		t.Errorf("other body: %+v", p)
	}
	if p := f.do("POST", "/api/v1/things", "enterprise", "key-00001", good).problem(t); p.Code != "auth.may_not" {
		t.Errorf("other user: %+v", p)
	}
	if p := f.make("", good).problem(t); p.Code != "idempotency.missing" || p.Status != 400 || p.HintZH == "" {
		t.Errorf("no key: %+v", p)
	}
	if p := f.make("短键短键短键", good).problem(t); p.Code != "idempotency.form" {
		t.Errorf("malformed key: %+v", p)
	}
}

func TestSixtyFourDuplicatesAtOnceRunOnce(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		f.hold = make(chan struct{})
		replies := make([]reply, 64)
		var sent, done sync.WaitGroup
		for i := range replies {
			sent.Add(1)
			done.Go(func() {
				sent.Done()
				replies[i] = f.make("key-00001", good)
			})
		}
		sent.Wait()
		close(f.hold)
		done.Wait()
		if n := f.runs.Load(); n != 1 {
			t.Errorf("ran %d times, want 1", n)
		}
		for i, r := range replies {
			if r.status != 201 || !bytes.Equal(r.body, replies[0].body) {
				t.Errorf("reply %d: %d %s", i, r.status, r.body)
			}
		}
	})
}

func TestFailedMutationIsNotKept(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	for _, err := range []error{errSold.With("what", "x"), fmt.Errorf("broken")} {
		f.fail.Store(&err)
		if r := f.make("key-00001", good); r.status < 400 {
			t.Fatalf("status %d", r.status)
		}
	}
	f.fail.Store(nil)
	if r := f.make("key-00001", good); r.status != 201 || r.header.Get("Idempotency-Replayed") != "" {
		t.Errorf("after failures: %d %s", r.status, r.body)
	}
}

func TestChangeWhoseAnswerWasLostIsNotMadeTwice(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		f.audit = true
		f.make("key-00001", good)
		// The process died after the handler's transaction and before the answer was kept.
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "DELETE FROM idempotency")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		f.start()
		if p := f.make("key-00001", good).problem(t); p.Code != "idempotency.answer_lost" {
			t.Errorf("got %+v", p)
		}
		if n := f.runs.Load(); n != 1 {
			t.Errorf("ran %d times, want 1", n)
		}
	})
}

func TestEveryMutationLeavesAnAuditEntry(t *testing.T) {
	for _, own := range []bool{false, true} {
		f := newFixture(t, dbtest.Node(t))
		f.audit = own
		f.make("key-00001", good)
		var rows []audit.Row
		err := f.store.View(t.Context(), func(tx *db.Tx) (err error) {
			rows, err = audit.List(t.Context(), tx, audit.Filter{Org: someone["bank"].Org}, 10)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want := "loan.disburse"
		if own {
			want = "thing.make"
		}
		if len(rows) != 1 || rows[0].Action != want || rows[0].Actor != "u_bank" ||
			rows[0].Address != "127.0.0.1" || rows[0].Request == "" {
			t.Errorf("own entry %v: %+v", own, rows)
		}
	}
}

func TestClientThatGoesAwayDoesNotUndoWhatItStarted(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.hold, f.audit = make(chan struct{}), true
	ctx, cancel := context.WithCancel(t.Context())
	req, _ := http.NewRequestWithContext(ctx, "POST", "/api/v1/things", strings.NewReader(good))
	req.Header.Set("X-Test-User", "bank")
	req.Header.Set("Idempotency-Key", "key-00001")
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f.api.ServeHTTP(httptest.NewRecorder(), req)
	}()
	f.hold <- struct{}{} // the handler is running
	cancel()
	<-ended
	f.hold = nil
	if r := f.make("key-00001", good); r.status != 201 || r.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestProblemsSpeakTheCallersLanguageAndHoldBoth(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	zh := f.do("GET", "/api/v1/things/a", "bank", "", "").problem(t)
	en := f.do("GET", "/api/v1/things/a", "bank", "", "", "Accept-Language", "en-GB,en;q=0.9,zh;q=0.5").problem(t)
	if zh.Detail != "thing已售出" || en.Detail != "thing is sold" || zh.Hint != "换一件" || en.Hint != "take another" {
		t.Errorf("zh %q %q, en %q %q", zh.Detail, zh.Hint, en.Detail, en.Hint)
	}
	if en.DetailZH != zh.Detail || zh.DetailEN != en.Detail || zh.Field != "thing" || zh.Args["what"] != "thing" ||
		zh.Type != "urn:shurong:fault:test.sold" || zh.Status != 409 {
		t.Errorf("%+v", zh)
	}
}

func TestInternalErrorsTellNothing(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	r := f.do("GET", "/api/v1/things/boom", "bank", "", "")
	p := r.problem(t)
	if p.Status != 500 || p.Code != "internal.unexpected" || bytes.Contains(r.body, []byte("10.0.0.7")) {
		t.Errorf("%s", r.body)
	}
}

func TestBrokenInputNamesFieldAndRuleInBothLanguages(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	for _, x := range []struct{ name, body, code, field string }{
		{"missing", `{"name":"ab"}`, "request.required", "count"},
		{"unknown", `{"name":"ab","count":1,"colour":1}`, "request.unknown", "colour"},
		{"type", `{"name":"ab","count":"1"}`, "request.type", "count"},
		{"fraction", `{"name":"ab","count":1.5}`, "request.type", "count"},
		{"below", `{"name":"ab","count":0}`, "request.minimum", "count"},
		{"above", `{"name":"ab","count":10}`, "request.maximum", "count"},
		{"short", `{"name":"a","count":1}`, "request.too_short", "name"},
		{"list item", `{"name":"ab","count":1,"tags":["a",2]}`, "request.type", "tags[1]"},
		{"long list", `{"name":"ab","count":1,"tags":["a","b","c","d"]}`, "request.too_many", "tags"},
	} {
		t.Run(x.name, func(t *testing.T) {
			p := f.make("key-00001", x.body).problem(t)
			if p.Code != x.code || p.Field != x.field || p.Status != 422 || len(p.Errors) != 1 {
				t.Errorf("%+v", p)
			}
			if strings.Contains(p.DetailZH, "{") || p.DetailZH == p.DetailEN {
				t.Errorf("texts %q, %q", p.DetailZH, p.DetailEN)
			}
		})
	}
	if n := f.runs.Load(); n != 0 {
		t.Errorf("the handler ran %d times", n)
	}
}

func TestSeveralBreachesAreAllNamed(t *testing.T) {
	p := newFixture(t, dbtest.Node(t)).make("key-00001", `{"name":"a","count":0}`).problem(t)
	if p.Code != "request.input" || len(p.Errors) != 2 || p.Args["count"] != "2" {
		t.Errorf("%+v", p)
	}
}

func TestBodiesThatAreNoJSONAreRefused(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	for _, body := range []string{`{"name":`, `{"name":"ab","name":"cd","count":1}`,
		"{\"name\":\"\xff\xfe\",\"count\":1}", `{"name":"ab","count":1} x`, ``} {
		r := f.do("POST", "/api/v1/things", "bank", "key-00001", body, "Content-Type", "application/json")
		if p := r.problem(t); p.Status/100 != 4 {
			t.Errorf("%q: %s", body, r.body)
		}
	}
	if p := f.do("POST", "/api/v1/things", "bank", "key-00001", good, "Content-Type",
		"text/plain").problem(t); p.Status != 415 {
		t.Errorf("text/plain: %+v", p)
	}
	if p := f.make("key-00001", `{"name":"`+strings.Repeat("a",
		1000)+`","count":1}`).problem(t); p.Status != 413 || p.Code != "request.too_large" {
		t.Errorf("large body: %+v", p)
	}
	if f.runs.Load() != 0 {
		t.Error("the handler ran")
	}
}

func TestAccessIsDecidedBeforeTheBodyIsRead(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	r := f.do("POST", "/api/v1/things", "", "key-00001", "not JSON")
	if p := r.problem(t); p.Code != "auth.sign_in" || p.Status != 401 || r.header.Get("WWW-Authenticate") == "" {
		t.Errorf("nobody: %+v", p)
	}
	if p := f.do("POST", "/api/v1/things", "enterprise", "key-00001",
		"not JSON").problem(t); p.Code != "auth.may_not" || p.Status != 403 {
		t.Errorf("enterprise: %+v", p)
	}
	if p := f.do("POST", "/api/v1/things", "reader", "key-00001", good).problem(t); p.Code != "request.read_only_token" {
		t.Errorf("reader: %+v", p)
	}
	if r := f.do("GET", "/api/v1/open", "", "", ""); r.status != 200 || !bytes.Contains(r.body, []byte(`"items":[]`)) {
		t.Errorf("public: %d %s", r.status, r.body)
	}
}

func TestUnknownAddressAndMethod(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	if p := f.do("GET", "/api/v1/nothing", "bank", "", "").problem(t); p.Status != 404 || p.Code != "request.no_route" {
		t.Errorf("%+v", p)
	}
	r := f.do("DELETE", "/api/v1/things", "bank", "", "")
	if p := r.problem(t); p.Status != 405 || r.header.Get("Allow") != "POST" {
		t.Errorf("%+v, Allow %q", p, r.header.Get("Allow"))
	}
	if p := f.do("GET", "/api/v1/things/a?colour=red", "bank", "",
		"").problem(t); p.Code != "request.unknown" || p.Field != "query.colour" {
		t.Errorf("%+v", p)
	}
	if p := f.do("GET", "/api/v1/things/a?limit=0", "bank", "",
		"").problem(t); p.Code != "request.minimum" || p.Field != "query.limit" {
		t.Errorf("%+v", p)
	}
	if p := f.do("GET", "/api/v1/things/a?at=noon", "bank", "", "").problem(t); p.Code != "request.datetime" {
		t.Errorf("%+v", p)
	}
	if p := f.do("GET", "/api/v1/things/abcde", "bank", "", "").problem(t); p.Field != "path.thing" {
		t.Errorf("%+v", p)
	}
}
