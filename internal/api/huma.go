package api

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// adapt sets huma's package variables, once for the process: they are the only way it offers to change the shape of
// its errors and to make lists non-nullable.
var adapt sync.Once

func adaptHuma() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return breaches(nil, status, msg, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return breaches(ctx, status, msg, errs)
	}
}

// strict is the one format of the API: JSON that refuses repeated names and invalid UTF-8 and writes empty lists as [].
// Unknown names are refused by the schemas, which name them.
var strict = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		return jsonv2.MarshalWrite(w, v, jsonv2.Deterministic(true))
	},
	Unmarshal: func(b []byte, v any) error { return jsonv2.Unmarshal(b, v) },
}

func humaConfig(version string) huma.Config {
	schemas := huma.NewMapRegistry("#/components/schemas/", schemaName)
	schemas.RegisterTypeAlias(reflect.TypeFor[jsontext.Value](), reflect.TypeFor[json.RawMessage]())
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:       "数融 Shurong",
				Version:     orElse(version, "dev"),
				Description: description,
			},
			Components: &huma.Components{
				Schemas: schemas,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: "shurong_session"},
					"token":   {Type: "http", Scheme: "bearer", BearerFormat: "sr_…"},
				},
			},
			Security: []map[string][]string{{"session": {}}, {"token": {}}},
		},
		Formats:       map[string]huma.Format{"application/json": strict, "json": strict},
		DefaultFormat: "application/json",
	}
}

const description = `Money is integer fen (suffix _fen), ratios are basis points (_bp) or millionths (_ppm), dates are
2026-03-20 in China, instants are RFC 3339.

Every POST, PUT, PATCH and DELETE takes an Idempotency-Key: a new random value for each operation, the same value to
repeat it. Errors are problem documents (RFC 9457) with a stable code and texts in Chinese and English. Lists are paged:
pass next_cursor as cursor.`

// schemaName names a type in the description: its package and its name ("CreditApplication"), so that two capabilities
// may each have a Case. A page of T is TPage. Types of this package keep their bare name.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() == "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	return typeName(t.PkgPath() + "." + t.Name())
}

// typeName turns "path/to/pkg.Name[path/to/other.Arg]" into OtherArgName, or PkgName without an argument.
func typeName(full string) string {
	outer, arg, generic := strings.Cut(full, "[")
	pkg, name := "", outer
	if dot := strings.LastIndex(outer, "."); dot >= 0 {
		pkg, name = outer[strings.LastIndex(outer[:dot], "/")+1:dot], outer[dot+1:]
	}
	switch {
	case strings.Contains(outer, "/internal/registry/"): // its packages are one to the outside
		pkg = "registry"
	case strings.Contains(outer, "/internal/registrar/admission"): // a part of the registrar's desk
		pkg = "registrar"
	}
	if generic {
		// Only one argument is in use: Page[T] and Out[T].
		return typeName(strings.TrimLeft(strings.TrimSuffix(arg, "]"), "*[]")) + name
	}
	if pkg == "" || pkg == "api" || strings.HasPrefix(strings.ToLower(name), pkg) {
		return upper(name)
	}
	return upper(pkg) + upper(name)
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func keyParameter(op Op) *huma.Param {
	low, high := 8, 128
	return &huma.Param{
		Name: keyHeader, In: "header", Required: !op.NoReplay,
		Description: "a new random value for each operation, the same one to repeat it",
		Schema:      &huma.Schema{Type: huma.TypeString, MinLength: &low, MaxLength: &high},
	}
}

// describe returns the OpenAPI document, indented and in a fixed order.
func (a *API) describe() []byte {
	b, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		panic("api: the description cannot be written: " + err.Error())
	}
	v := jsontext.Value(b)
	if err := v.Indent(jsontext.WithIndent("  ")); err != nil {
		panic("api: " + err.Error())
	}
	return append(v, '\n')
}

func (a *API) serveSpec(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(a.spec())
}

// Spec returns the OpenAPI document of routes without a running node: each function registers a capability's routes,
// whose service may be nil.
func Spec(version string, routes ...func(*API)) []byte {
	a := New(Config{Version: version})
	for _, register := range routes {
		register(a)
	}
	return a.spec()
}
