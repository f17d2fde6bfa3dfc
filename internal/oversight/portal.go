package oversight

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/sequence"
)

//go:embed pages
var pageFiles embed.FS

// Certificates issues documents about certificates.
type Certificates interface {
	Issue(ctx context.Context, code string) ([]byte, *credential.Report, error)
}

// Postings gives the publicity board.
type Postings interface {
	Postings(ctx context.Context, all bool, page api.Paging) (api.Page[registrar.Posting], error)
}

// Portal serves the public pages.
type Portal struct {
	certificates Certificates
	postings     Postings
	ledger       sequence.Ledger
	clock        clock.Clock
	log          *slog.Logger
	templates    *template.Template
}

// NewPortal returns the portal. It panics if an embedded page does not parse, which every test run would meet.
func NewPortal(certificates Certificates, postings Postings, ledger sequence.Ledger, c clock.Clock, log *slog.Logger) *Portal {
	p := &Portal{certificates: certificates, postings: postings, ledger: ledger, clock: c, log: log}
	p.templates = template.Must(template.New("").Funcs(functions).ParseFS(pageFiles, "pages/*.html"))
	return p
}

// Pages returns the handlers by ServeMux pattern.
func (p *Portal) Pages() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /verify":            p.page(p.form),
		"GET /verify/{code}":     p.page(p.byCode),
		"POST /verify":           p.page(p.byFile),
		"GET /public/publicity":  p.page(p.board),
		"GET /public/log":        p.page(p.commitment),
		"GET /public/portal.css": http.HandlerFunc(style),
	}
}

// view is what a page shows.
type view struct {
	Lang, Path  string
	Template    string
	Title       string
	Status      int
	Fault       *fault.Error
	Report      *credential.Report
	Form        formView
	Credential  template.JS // canonical JSON for the browser's own check, as a data block
	Code        string
	Postings    []registrar.Posting
	Next        string
	All         bool
	Origin, Key string
	Checkpoint  string
	Size        uint64
	Now         time.Time
}

// page wraps one page: language, rendering, caching headers, faults.
func (p *Portal) page(fill func(*http.Request, *view) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &view{Lang: language(r), Path: r.URL.Path, Template: "verify", Status: http.StatusOK, Now: p.clock.Now()}
		if err := fill(r, v); err != nil {
			v.Fault = fault.From(err)
			v.Status = statuses[v.Fault.Kind()]
			if v.Fault.Kind() == fault.Internal {
				p.log.ErrorContext(r.Context(), "public page failed", "path", r.URL.Path, "error", err.Error())
			}
		}
		var out bytes.Buffer
		if err := p.templates.ExecuteTemplate(&out, v.Template+".html", v); err != nil {
			p.log.ErrorContext(r.Context(), "public page not rendered", "path", r.URL.Path, "error", err.Error())
			http.Error(w, "500", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Vary", "Accept-Language")
		w.WriteHeader(v.Status)
		_, _ = w.Write(out.Bytes()) // a reader who left has left
	})
}

var statuses = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 422, fault.NotFound: 404, fault.Conflict: 409, fault.Forbidden: 403,
	fault.Unauthenticated: 401, fault.Limit: 413, fault.Unavailable: 503,
}

// language is the page's: ?lang, else the browser's, else Chinese.
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

func (p *Portal) form(r *http.Request, v *view) error {
	v.Code = r.URL.Query().Get("code")
	if v.Code != "" {
		return p.show(r.Context(), v)
	}
	return nil
}

func (p *Portal) byCode(r *http.Request, v *view) error {
	v.Code = r.PathValue("code")
	return p.show(r.Context(), v)
}

// show issues a certificate's evidence as of now and verifies it as any reader would.
func (p *Portal) show(ctx context.Context, v *view) error {
	v.Code = strings.ToUpper(strings.TrimSpace(v.Code))
	if _, err := identifier.ParseCertificateCode(v.Code); err != nil {
		v.Code = ""
		return err
	}
	doc, report, err := p.certificates.Issue(ctx, v.Code)
	if err != nil {
		return err
	}
	v.report(report, doc)
	return nil
}

// maxUpload bounds what POST /verify reads: a certificate and the form around it.
const maxUpload = credential.MaxSize + 4<<10

// errNoFile says that the form was sent without a file.
var errNoFile = fault.Define("portal.no_file", fault.Invalid,
	"未选择凭证文件", "no certificate file was chosen").
	Hint("请选择登记机构签发的 JSON 文件", "choose the JSON file that the registrar issued")

func (p *Portal) byFile(r *http.Request, v *view) error {
	r.Body = http.MaxBytesReader(nil, r.Body, maxUpload)
	f, _, err := r.FormFile("file")
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return credential.ErrSize.With("limit", credential.MaxSize)
		}
		return errNoFile.Because(err)
	}
	defer func() { _ = f.Close() }()
	doc, err := io.ReadAll(f)
	if err != nil {
		return credential.ErrSize.With("limit", credential.MaxSize).Because(err)
	}
	report, err := credential.Verify(doc, credential.Options{LogKey: p.ledger.VerifierKey(), Now: v.Now})
	if report != nil {
		v.report(report, nil)
	}
	if err == nil {
		v.report(report, doc)
	}
	return err
}

func (v *view) report(r *credential.Report, doc []byte) {
	v.Report, v.Code = r, r.Code
	if doc != nil {
		v.Form = readForm(r.Form)
		// Canonical JSON of our own: "<" is escaped so that the data block cannot end early.
		v.Credential = template.JS(strings.ReplaceAll(string(doc), "<", `\u003c`)) //nolint:gosec // data block, escaped
	}
}

func (p *Portal) board(r *http.Request, v *view) error {
	v.Template, v.All = "board", r.URL.Query().Get("all") != ""
	page, err := p.postings.Postings(r.Context(), v.All, api.Paging{Cursor: r.URL.Query().Get("cursor"), Limit: 20})
	if err != nil {
		return err
	}
	v.Postings, v.Next = page.Items, page.NextCursor
	return nil
}

func (p *Portal) commitment(r *http.Request, v *view) error {
	v.Template, v.Origin, v.Key = "log", p.ledger.Origin(), p.ledger.VerifierKey()
	return p.ledger.View(r.Context(), func(s *sequence.Snapshot) error {
		v.Size, v.Checkpoint = s.Size(), string(s.Checkpoint())
		return nil
	})
}

func style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	http.ServeFileFS(w, r, pageFiles, "pages/portal.css")
}
