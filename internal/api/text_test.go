package api_test

import (
	"strings"
	"testing"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

// PostgreSQL stores no U+0000, and a character that turns the direction of writing makes an amount read as another: they
// are refused at the edge, by name and place, before any capability sees them.
func TestControlCharactersAreRefusedWithTheirPlace(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		for body, want := range map[string][2]string{
			`{"name":"a\u0000b","count":1}`:                  {"name", "U+0000"},
			`{"name":"a\u001b[31m","count":1}`:               {"name", "U+001B"},
			"{\"name\":\"1\u202e001\",\"count\":1}":          {"name", "U+202E"},
			`{"name":"ab","count":1,"tags":["x","a\u0085"]}`: {"tags[1]", "U+0085"},
		} {
			p := f.make("key-00001", body).problem(t)
			if p.Status != 422 || p.Code != "request.control" || p.Field != want[0] || p.Args["char"] != want[1] {
				t.Errorf("%s: %+v", body, p)
			}
		}
		if r := f.make("key-00002", `{"name":"a\tb\r\nc","count":1}`); r.status != 201 {
			t.Errorf("line feeds and tabs: %d %s", r.status, r.body)
		}
	})
}

func TestAddressesWithControlCharactersOrBrokenTextAreRefused(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	for path, code := range map[string]string{
		"/api/v1/things/a%00b":           "request.control",
		"/api/v1/things/ab?cursor=%00":   "request.control",
		"/api/v1/things/a%ff":            "request.address",
		"/api/v1/things/ab?cursor=%ff":   "request.address",
		"/api/v1/things/%E2%80%AEab":     "test.sold",
		"/api/v1/things/ab?%00x=1":       "request.control",
		"/api/v1/things/ab":              "test.sold",
		"/api/v1/things/%E6%95%B0":       "test.sold",
		"/api/v1/things/ab?limit=10#%00": "test.sold",
	} {
		if p := f.do("GET", path, "bank", "", "").problem(t); p.Code != code {
			t.Errorf("%s: %+v", path, p)
		}
	}
}

// A program decides where to show a message by one form of path, whether the form's rules or a capability refused.
func TestFieldsAreNamedInOneForm(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	if p := f.make("key-00001", `{"name":"ab","count":0}`).problem(t); p.Field != "count" {
		t.Errorf("a rule of the form: %q", p.Field)
	}
	var err error = errSold.With("what", "x").At("body.count")
	f.fail.Store(&err)
	if p := f.make("key-00001", good).problem(t); p.Code != "test.sold" || p.Field != "count" {
		t.Errorf("a rule of the capability: %+v", p)
	}
}

func TestBoundsAreWrittenAsPeopleWriteThem(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	p := f.make("key-00001", `{"name":"ab","count":1,"fen":10000000000000000}`).problem(t)
	if p.Code != "request.maximum" || p.Args["want"] != "1000000000000000" || !strings.Contains(p.DetailZH, "1000000000000000") {
		t.Errorf("%+v", p)
	}
}

func TestMissingBodyIsSaid(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	if p := f.make("key-00001", "").problem(t); p.Code != "request.body_missing" || p.Status != 422 {
		t.Errorf("%+v", p)
	}
}
