package oversight_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/oversight"
	"shurong.org/shurong/internal/registry"
)

func uscc(name string) string { return keyringtest.USCC(name) }

// badge signs in whoever the X-Person header names: "regulator maker".
type badge struct{}

func (badge) Authenticate(r *http.Request) (auth.Principal, error) {
	org, who, ok := strings.Cut(r.Header.Get("X-Person"), " ")
	if !ok {
		return auth.Principal{}, auth.ErrSignIn.With()
	}
	role := map[string]auth.Role{"regulator": auth.Regulator, "bank": auth.Bank, "farm": auth.Enterprise,
		"registrar": auth.Registrar}[org]
	return auth.Principal{User: "u_" + org + "_" + who, Name: who, Org: uscc(org), Roles: []auth.Role{role}}, nil
}

// office is the regulator's desk behind its routes.
type office struct {
	*certificatetest.World
	t         *testing.T
	service   *oversight.Service
	approvals *approval.Service
	url       string
	key       int
}

func newOffice(t *testing.T, node *db.DB) *office {
	d := &office{World: certificatetest.New(t, node), t: t}
	d.Admit("regulator", registry.RoleRegulator)
	d.Sync()
	d.approvals = approval.New(node, d.Clock, nil)
	d.service = oversight.New(node, d.Ledger, d.Keys, d.Directory, d.approvals, d.Clock)
	a := api.New(api.Config{Store: node, Auth: badge{}, Clock: d.Clock})
	d.approvals.Routes(a)
	d.service.Routes(a)
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	d.url = srv.URL
	return d
}

func each(t *testing.T, test func(*testing.T, *office)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, newOffice(t, node)) })
}

// call sends a request, expects a status, and reads the answer into out.
func (d *office) call(who, method, path string, body any, status int, out any) {
	d.t.Helper()
	var payload io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			d.t.Fatal(err)
		}
		payload = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, d.url+api.Base+path, payload)
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Person", who)
	if method != http.MethodGet {
		d.key++
		req.Header.Set("Idempotency-Key", fmt.Sprintf("request-%08d", d.key))
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		d.t.Fatalf("%s %s as %s answered %d %s, want %d", method, path, who, res.StatusCode, b, status)
	}
	if out != nil {
		if err := json.Unmarshal(b, out); err != nil {
			d.t.Fatalf("%s: %v", b, err)
		}
	}
}

func get[T any](d *office, who, path string) (v T) {
	d.t.Helper()
	d.call(who, http.MethodGet, path, nil, 200, &v)
	return v
}

// refused expects a fault.
func (d *office) refused(who, method, path string, body any, status int, code string) {
	d.t.Helper()
	var p struct{ Code, Field string }
	d.call(who, method, path, body, status, &p)
	d.want(path, strings.TrimSpace(p.Code+" "+p.Field), code)
}

func (d *office) want(what string, got, want any) {
	d.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		d.t.Errorf("%s = %v, want %v", what, got, want)
	}
}
