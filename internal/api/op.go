package api

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"shurong.org/shurong/internal/auth"
)

// Op describes a route.
type Op struct {
	Method  string
	Path    string      // relative to Base: "/cases/{case}/withdraw"
	ID      string      // operation identifier, kebab case, unique: it names the client's function
	Action  auth.Action // what the caller must be allowed to do; empty only if Public
	Public  bool        // served to everybody. A principal is in the context if there is one
	Tag     string      // capability, groups the description
	Summary string      // one line
	Detail  string      // more, in Markdown; optional
	Status  int         // status of success; 0 is 200, or 204 where the output has no body
	MaxBody int64       // bytes; 0 is the API's default

	// NoReplay marks a mutation whose input or answer holds a secret (a password, a new token) and which is safe to
	// repeat. It is exempt from the idempotency table: nothing of it is kept.
	NoReplay bool
}

// Mutates reports whether the route changes something.
func (o Op) Mutates() bool { return o.Method != http.MethodGet && o.Method != http.MethodHead }

// Out is the output of a handler that answers with a JSON body and nothing else.
type Out[T any] struct{ Body T }

// Answer wraps a body.
func Answer[T any](body T) *Out[T] { return &Out[T]{Body: body} }

// Result is [Answer] for what a use case returned: its body, or its error.
func Result[T any](body T, err error) (*Out[T], error) {
	if err != nil {
		return nil, err
	}
	return Answer(body), nil
}

// None is the input or output of a handler that has none.
type None struct{}

var (
	validID   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	validPath = regexp.MustCompile(`^(/([a-z0-9_.-]+|\{[a-z_]+\}))+$`)
)

// Register adds a route. It panics on a mistake in op: registration happens at start, from constants.
func Register[I, O any](a *API, op Op, handler func(context.Context, *I) (*O, error)) {
	a.admit(op)
	status := op.Status
	h := huma.Operation{
		OperationID:                  op.ID,
		Method:                       op.Method,
		Path:                         Base + op.Path,
		Summary:                      op.Summary,
		Description:                  op.Detail,
		Tags:                         []string{op.Tag},
		DefaultStatus:                status,
		MaxBodyBytes:                 -1, // the guard bounds the body
		RejectUnknownQueryParameters: true,
		Middlewares:                  huma.Middlewares{a.guard(op)},
		Extensions:                   map[string]any{},
	}
	if op.Public {
		h.Security = []map[string][]string{}
	} else {
		h.Extensions["x-action"] = string(op.Action)
	}
	if op.Mutates() {
		h.Parameters = append(h.Parameters, keyParameter(op))
	}
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
	a.checkInputs(op)
}

// pathNames finds the names in a path.
var pathNames = regexp.MustCompile(`\{([a-z_]+)\}`)

// checkInputs panics if a name in the path reached no field of the input. huma passes over embedded types that are not
// exported without a word, and the handler would run with an empty name.
func (a *API) checkInputs(op Op) {
	item := a.huma.OpenAPI().Paths[Base+op.Path]
	described := map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
	}[op.Method]
	for _, name := range pathNames.FindAllStringSubmatch(op.Path, -1) {
		found := slices.ContainsFunc(described.Parameters, func(p *huma.Param) bool {
			return p.In == "path" && p.Name == name[1]
		})
		if !found {
			panic(fmt.Sprintf("api: route %s %s (%s): its input has no field with path:%q; "+
				"a type embedded in an input must be exported", op.Method, op.Path, op.ID, name[1]))
		}
	}
}

// admit checks an op and notes it.
func (a *API) admit(op Op) {
	wrong := func(what string) {
		panic(fmt.Sprintf("api: route %s %s (%s): %s", op.Method, op.Path, op.ID, what))
	}
	switch {
	case strings.HasPrefix(op.Path, "/api/"):
		wrong("the path is relative to " + Base)
	case !validPath.MatchString(op.Path):
		wrong("the path is not lower-case segments and {names}")
	case !validID.MatchString(op.ID):
		wrong("the identifier is not kebab case")
	case a.ids[op.ID]:
		wrong("the identifier is taken")
	case op.Public == (op.Action != ""):
		wrong("it needs an action, or to be public, and not both")
	case !op.Public && !op.Action.Known():
		wrong("the action is not in the policy: " + string(op.Action))
	case op.Tag == "" || op.Summary == "":
		wrong("tag and summary are missing")
	}
	switch op.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		wrong("the method is not one of GET POST PUT PATCH DELETE")
	}
	a.ids[op.ID] = true
	a.routes = append(a.routes, op)
}
