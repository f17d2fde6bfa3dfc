package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db/dbtest"
)

func register(op api.Op) func(*api.API) {
	return func(a *api.API) {
		api.Register(a, op, func(context.Context, *struct {
			Y    string `path:"y"`
			Body thing
		}) (*api.Out[api.Page[made]], error) {
			return nil, nil
		})
	}
}

var sound = api.Op{Method: "POST", Path: "/x/{y}/z", ID: "do-x", Action: auth.CaseFile, Tag: "t", Summary: "s"}

func TestRouteWithoutAccessRuleIsRefusedAtStart(t *testing.T) {
	for name, spoil := range map[string]func(*api.Op){
		"no action and not public": func(o *api.Op) { o.Action = "" },
		"action and public":        func(o *api.Op) { o.Public = true },
		"unknown action":           func(o *api.Op) { o.Action = "case.invent" },
		"absolute path":            func(o *api.Op) { o.Path = "/api/v1/x" },
		"upper case path":          func(o *api.Op) { o.Path = "/X" },
		"identifier not kebab":     func(o *api.Op) { o.ID = "doX" },
		"no tag":                   func(o *api.Op) { o.Tag = "" },
		"no summary":               func(o *api.Op) { o.Summary = "" },
		"strange method":           func(o *api.Op) { o.Method = "LINK" },
		"name without a field":     func(o *api.Op) { o.Path = "/x/{y}/{other}" },
	} {
		t.Run(name, func(t *testing.T) {
			op := sound
			spoil(&op)
			defer func() {
				if recover() == nil {
					t.Error("it was registered")
				}
			}()
			register(op)(api.New(api.Config{}))
		})
	}
	defer func() {
		if recover() == nil {
			t.Error("an identifier was registered twice")
		}
	}()
	a := api.New(api.Config{})
	register(sound)(a)
	other := sound
	other.Path = "/other/{y}"
	register(other)(a)
}

func TestSpecIsStableAndSaysWhatARouteNeeds(t *testing.T) {
	spec := api.Spec("1.2.3", register(sound))
	if !bytes.Equal(spec, api.Spec("1.2.3", register(sound))) {
		t.Error("the description differs from one time to the next")
	}
	var doc struct {
		OpenAPI string `json:"openapi"`
		Info    struct{ Version string }
		Paths   map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Action      string `json:"x-action"`
			Parameters  []struct {
				Name, In string
				Required bool
			}
			Responses map[string]struct{ Content map[string]any }
		}
		Components struct {
			Schemas map[string]struct {
				Type                 string
				AdditionalProperties *bool `json:"additionalProperties"`
				Properties           map[string]struct{ Type any }
			}
		}
	}
	if err := json.Unmarshal(spec, &doc); err != nil {
		t.Fatal(err)
	}
	op := doc.Paths["/api/v1/x/{y}/z"]["post"]
	if doc.OpenAPI != "3.1.0" || doc.Info.Version != "1.2.3" || op.OperationID != "do-x" || op.Action != "case.file" {
		t.Errorf("%s %s %+v", doc.OpenAPI, doc.Info.Version, op)
	}
	if len(op.Parameters) != 2 || op.Parameters[0].Name != "Idempotency-Key" || !op.Parameters[0].Required {
		t.Errorf("parameters %+v", op.Parameters)
	}
	if _, ok := op.Responses["default"].Content["application/problem+json"]; !ok {
		t.Errorf("responses %+v", op.Responses)
	}
	thing, page := doc.Components.Schemas["Api_testThing"], doc.Components.Schemas["Api_testMadePage"]
	if thing.AdditionalProperties == nil || *thing.AdditionalProperties {
		t.Errorf("unknown fields are allowed: %+v", thing)
	}
	if page.Properties["items"].Type != "array" {
		t.Errorf("items may be null: %+v (schemas %v)", page, doc.Components.Schemas)
	}
}

func TestServedDescriptionIsTheSpec(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	r := f.do("GET", "/api/openapi.json", "", "", "")
	if r.status != 200 || !json.Valid(r.body) || !strings.Contains(string(r.body), `"/api/v1/things"`) {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := f.do("GET", "/docs", "", "", ""); r.status != 404 {
		t.Errorf("/docs: %d", r.status)
	}
}

func TestCursorsReadBackAndForeignOnesAreRefused(t *testing.T) {
	got, err := api.ParseCursor(api.Cursor("2026-03-02", "用户/1"), 2)
	if err != nil || got[0] != "2026-03-02" || got[1] != "用户/1" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := api.ParseCursor("", 2); got != nil || err != nil {
		t.Errorf("first page: %v, %v", got, err)
	}
	for _, bad := range []string{"x", "!!", api.Cursor("one"), strings.Repeat("A", 600),
		"WyIyIiwiYSIsImIiXQ" /* version 2 */} {
		if _, err := api.ParseCursor(bad, 2); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestPageTellsWhetherThereIsAnother(t *testing.T) {
	key := func(s string) []string { return []string{s} }
	if p := api.NewPage([]string{"a", "b"}, 2, key); p.NextCursor != "" || len(p.Items) != 2 {
		t.Errorf("%+v", p)
	}
	if p := api.NewPage([]string{"a", "b", "c"}, 2, key); p.NextCursor != api.Cursor("b") || len(p.Items) != 2 {
		t.Errorf("%+v", p)
	}
	if p := api.NewPage[string](nil, 2, key); p.Items == nil {
		t.Error("an empty page's items are null")
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("", 1)
	f.Add(api.Cursor("a", "b"), 2)
	f.Add("W10", 0)
	f.Fuzz(func(t *testing.T, s string, n int) {
		parts, err := api.ParseCursor(s, n)
		if err == nil && s != "" && len(parts) != n {
			t.Errorf("%q: %d parts, asked for %d", s, len(parts), n)
		}
	})
}
