package api

import (
	"context"
	"errors"
	"net/http"

	"golang.org/x/text/language"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
)

// Problem is a fault on the wire (RFC 9457). Both languages are always there; detail and hint are in the one that the
// caller asked for, Chinese if it did not.
type Problem struct {
	Type     string            `json:"type" doc:"urn:shurong:fault: and the code"`
	Title    string            `json:"title" doc:"the kind of fault, in the caller's language"`
	Status   int               `json:"status"`
	Detail   string            `json:"detail"`
	Code     string            `json:"code" doc:"stable; programs decide by it"`
	Field    string            `json:"field,omitempty" doc:"JSON path in the body, or query.x, path.x, header.x"`
	File     string            `json:"file,omitempty"`
	Line     int               `json:"line,omitzero"`
	Args     map[string]string `json:"args,omitempty" doc:"what fills the text, for clients with texts of their own"`
	Hint     string            `json:"hint,omitempty" doc:"what to do next"`
	DetailZH string            `json:"detail_zh"`
	DetailEN string            `json:"detail_en"`
	HintZH   string            `json:"hint_zh,omitempty"`
	HintEN   string            `json:"hint_en,omitempty"`
	Instance string            `json:"instance,omitempty" doc:"urn:shurong:request: and the request identifier"`
	Errors   []Breach          `json:"errors,omitempty" doc:"each broken rule of the request's form"`

	header http.Header
}

// Breach is one broken rule of a request's form.
type Breach struct {
	Code     string            `json:"code"`
	Field    string            `json:"field,omitempty"`
	Detail   string            `json:"detail"`
	Args     map[string]string `json:"args,omitempty"`
	DetailZH string            `json:"detail_zh"`
	DetailEN string            `json:"detail_en"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Code + ": " + p.DetailEN }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.header }

// Lang is a language that texts exist in.
type Lang string

// The two languages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

var matcher = language.NewMatcher([]language.Tag{language.Chinese, language.English})

type langKey struct{}

// LangOf returns the language that a request asked for, Chinese unless English comes first.
func LangOf(r *http.Request) Lang {
	header := r.Header.Get("Accept-Language")
	if header == "" || len(header) > 256 {
		return ZH
	}
	if _, i := language.MatchStrings(matcher, header); i == 1 {
		return EN
	}
	return ZH
}

// LangFrom returns the language of the request that ctx belongs to.
func LangFrom(ctx context.Context) Lang {
	if l, ok := ctx.Value(langKey{}).(Lang); ok {
		return l
	}
	return ZH
}

func (l Lang) pick(zh, en string) string {
	if l == EN {
		return en
	}
	return zh
}

// titles are the short texts of the kinds.
var titles = map[fault.Kind][2]string{
	fault.Internal:        {"系统错误", "Internal error"},
	fault.Invalid:         {"输入无效", "Invalid input"},
	fault.NotFound:        {"不存在", "Not found"},
	fault.Conflict:        {"与现状冲突", "Conflict with the present state"},
	fault.Forbidden:       {"无权操作", "Not allowed"},
	fault.Unauthenticated: {"未登录", "Not signed in"},
	fault.Limit:           {"超出限额", "Over the limit"},
	fault.Unavailable:     {"暂不可用", "Not available now"},
}

// Status returns the HTTP status of a fault. A limit that time cures carries the argument retry_after (seconds) and is
// 429; any other limit is one of size: 413.
func Status(e *fault.Error) int {
	switch e.Kind() {
	case fault.Invalid:
		return invalidStatus(e)
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Limit:
		if e.Args()["retry_after"] != "" {
			return http.StatusTooManyRequests
		}
		return http.StatusRequestEntityTooLarge
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// invalidStatus keeps the statuses that HTTP itself has for a few faults of form.
func invalidStatus(e *fault.Error) int {
	switch {
	case errors.Is(e, ErrMethod):
		return http.StatusMethodNotAllowed
	case errors.Is(e, ErrContentType):
		return http.StatusUnsupportedMediaType
	case errors.Is(e, ErrKeyMissing), errors.Is(e, ErrBodyRead):
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

// NewProblem turns a fault into the document that tells of it.
func NewProblem(ctx context.Context, e *fault.Error) *Problem {
	l := LangFrom(ctx)
	title := titles[e.Kind()]
	p := &Problem{
		Type: "urn:shurong:fault:" + e.Code(), Title: l.pick(title[0], title[1]), Status: Status(e), Code: e.Code(),
		Field: fieldPath(e.Field), File: e.File, Line: e.Line, Args: e.Args(),
		Detail: l.pick(e.ZH(), e.EN()), DetailZH: e.ZH(), DetailEN: e.EN(),
		Hint: l.pick(e.HintZH(), e.HintEN()), HintZH: e.HintZH(), HintEN: e.HintEN(),
		header: http.Header{},
	}
	if o, ok := audit.OriginFrom(ctx); ok && o.Request != "" {
		p.Instance = "urn:shurong:request:" + o.Request
	}
	if after := p.Args["retry_after"]; after != "" {
		p.header.Set("Retry-After", after)
	}
	if p.Status == http.StatusUnauthorized {
		p.header.Set("WWW-Authenticate", `Bearer realm="shurong"`)
	}
	return p
}

// problem turns whatever a handler returned into a problem document, and logs what is ours to mend.
func (a *API) problem(ctx context.Context, err error) *Problem {
	var already *Problem
	if errors.As(err, &already) {
		return already
	}
	var e *fault.Error
	switch {
	case errors.As(err, &e):
	case errors.Is(err, context.DeadlineExceeded):
		e = ErrTimeout.Because(err)
	case errors.Is(err, context.Canceled):
		e = ErrGone.Because(err)
	default:
		e = fault.From(err)
	}
	if e.Kind() == fault.Internal || e.Kind() == fault.Unavailable {
		a.cfg.Log.ErrorContext(ctx, "request failed", "err", err.Error(), "request", requestOf(ctx))
	}
	return NewProblem(ctx, e)
}

func requestOf(ctx context.Context) string {
	o, _ := audit.OriginFrom(ctx)
	return o.Request
}
