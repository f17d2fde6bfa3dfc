package portal

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/vault"
)

//go:embed pages
var pageFiles embed.FS

// Certificates issues documents about certificates.
type Certificates interface {
	Issue(ctx context.Context, code string) ([]byte, *credential.Report, error)
	// IssuerKeys are the keys by which SD-JWTs of registrars on this node are verified.
	IssuerKeys(ctx context.Context) (map[string]ed25519.PublicKey, error)
}

// Portal serves the public pages.
type Portal struct {
	certificates Certificates
	postings     Postings
	documents    Documents
	ledger       sequence.Ledger
	clock        clock.Clock
	log          *slog.Logger
	templates    *template.Template
	style        []byte
	styleURL     string // changes with the style, so that it may be kept for ever
}

// New returns the portal. It panics if an embedded page does not parse, which every test run would meet.
func New(
	certificates Certificates, postings Postings, documents Documents, ledger sequence.Ledger, c clock.Clock, log *slog.Logger,
) *Portal {
	p := &Portal{certificates: certificates, postings: postings, documents: documents, ledger: ledger, clock: c, log: log}
	p.templates = template.Must(template.New("").Funcs(functions).ParseFS(pageFiles, "pages/*.html"))
	var err error
	if p.style, err = pageFiles.ReadFile("pages/portal.css"); err != nil {
		panic("portal: " + err.Error()) // embedded: cannot happen
	}
	sum := sha256.Sum256(p.style)
	p.styleURL = "/public/portal.css?v=" + hex.EncodeToString(sum[:6])
	return p
}

// Pages returns the handlers by ServeMux pattern.
func (p *Portal) Pages() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /verify":                   p.page("verify", p.byQuery),
		"GET /verify/{code}":            p.page("verify", p.byCode),
		"GET /verify/{code}/file":       http.HandlerFunc(p.serveFile),
		"POST /verify":                  p.page("verify", p.byFile),
		"GET /public/publicity":         p.page("board", p.board),
		"GET /public/publicity/{case}":  p.page("posting", p.posting),
		"POST /public/publicity/{case}": p.page("posting", p.object),
		"GET /public/document":          p.page("document", p.emptyDocument),
		"POST /public/document":         p.page("document", p.document),
		"GET /public/log":               p.page("log", p.commitment),
		"GET /public/portal.css":        http.HandlerFunc(p.serveStyle),
	}
}

// view is what a page shows.
type view struct {
	Lang       string
	Other      string // this page in the other language
	Template   string
	StyleURL   string
	Status     int
	Fault      *fault.Error
	Code       string // as asked for
	Key        string // verifier key of the log
	Now        time.Time
	Today      daycount.Date
	Verified   *verified
	Postings   []registrar.Posting
	Posting    *registrar.Posting
	Objection  registrar.NewPublicObjection // as written, when it was refused
	Receipt    string                       // of an objection that was taken
	Commitment string                       // of a document
	Salt       string
	Opening    *vault.Opening
	Redirect   string // where the reader goes instead
	Next       string // cursor
	All        bool
	Origin     string
	Checkpoint string
	Size       uint64
}

// Title is the page's.
func (v *view) Title() string {
	t := titles[v.Template]
	return pick(v.Lang == "zh", t[0], t[1]) + " · " + pick(v.Lang == "zh", "数融", "Shurong")
}

var titles = map[string][2]string{
	"verify": {"凭证核验", "Verify a certificate"}, "board": {"登记公示", "Publicity board"},
	"posting": {"登记公示", "Publicity board"}, "document": {"文件核对", "Check a document"},
	"log": {"登记日志", "The registry's log"},
}

// page wraps one page: language, rendering, headers, faults.
func (p *Portal) page(name string, fill func(http.ResponseWriter, *http.Request, *view) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now := p.clock.Now()
		v := &view{
			Lang: language(r), Template: name, StyleURL: p.styleURL, Status: http.StatusOK, Now: now,
			Today: daycount.DateOf(now),
			Key:   p.ledger.VerifierKey(),
		}
		v.Other = otherLanguage(r.URL, v.Lang)
		if err := fill(w, r, v); err != nil {
			v.Fault = p.fault(r, err)
			v.Status = statuses[v.Fault.Kind()]
		}
		if v.Redirect != "" {
			http.Redirect(w, r, v.Redirect, http.StatusSeeOther)
			return
		}
		var out bytes.Buffer
		if err := p.templates.ExecuteTemplate(&out, name+".html", v); err != nil {
			p.log.ErrorContext(r.Context(), "public page not rendered", "path", r.URL.Path, "error", err.Error())
			http.Error(w, "500", http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Language", pick(v.Lang == "zh", "zh-CN", "en"))
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Accept-Language")
		w.WriteHeader(v.Status)
		_, _ = w.Write(out.Bytes()) // a reader who left has left
	})
}

// fault is the reader's view of an error; what is ours to mend is logged.
func (p *Portal) fault(r *http.Request, err error) *fault.Error {
	f := fault.From(err)
	if f.Kind() == fault.Internal {
		p.log.ErrorContext(r.Context(), "public page failed", "path", r.URL.Path, "error", err.Error())
	}
	return f
}

var statuses = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 422, fault.NotFound: 404, fault.Conflict: 409, fault.Forbidden: 403,
	fault.Unauthenticated: 401, fault.Limit: 413, fault.Unavailable: 503,
}

// language is the page's: ?lang, else the browser's first, else Chinese.
func language(r *http.Request) string {
	switch r.URL.Query().Get("lang") {
	case "en":
		return "en"
	case "zh":
		return "zh"
	}
	if accept := strings.ToLower(r.Header.Get("Accept-Language")); strings.HasPrefix(accept, "en") {
		return "en"
	}
	return "zh"
}

// otherLanguage is the address of the same page in the other language.
func otherLanguage(u *url.URL, lang string) string {
	q := u.Query()
	q.Set("lang", pick(lang == "zh", "en", "zh"))
	return (&url.URL{Path: u.Path, RawQuery: q.Encode()}).String()
}

func (p *Portal) commitment(_ http.ResponseWriter, r *http.Request, v *view) error {
	v.Origin = p.ledger.Origin()
	return p.ledger.View(r.Context(), func(s *sequence.Snapshot) error {
		v.Size, v.Checkpoint = s.Size(), string(s.Checkpoint())
		return nil
	})
}

func (p *Portal) serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(p.style)
}
