package portal

import (
	"context"
	"errors"
	"html/template"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/file"
	"shurong.org/shurong/credential/sdjwt"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/api"
)

var (
	// errNoFile says that the form was sent without a file.
	errNoFile = fault.Define("portal.no_file", fault.Invalid,
		"未选择凭证文件", "no certificate file was chosen").
		Hint("请选择登记机构签发的文件（JSON、PDF 或 SD-JWT）", "choose the file that the registrar issued: JSON, PDF or SD-JWT")
	// errUpload says that what arrived is not a form with a file.
	errUpload = fault.Define("portal.upload", fault.Invalid,
		"上传的内容无法读取：不是带有文件的表单，或传输中断", "the upload cannot be read: it is not a form with a file, or was cut off").
		Hint("请在本页选择文件后重新提交", "choose the file on this page and send it again")
)

// verified is a document with what the verifier said.
type verified struct {
	*credential.Report
	Form     formView
	Uploaded bool
	Document template.JS // canonical JSON for the browser's own check, as a data block; empty if the document failed
}

// Whole reports whether the document is about one certificate and shows it.
func (v *verified) Whole() bool { return v.Certificate.Code != "" }

// Searched reports whether the document is a search by asset or holder.
func (v *verified) Searched() bool {
	return v.Kind == credential.AssetSearch || v.Kind == credential.HolderSearch
}

// byQuery is the empty form, or the answer to a code typed into it.
func (p *Portal) byQuery(_ http.ResponseWriter, r *http.Request, v *view) error {
	v.Code = r.URL.Query().Get("code")
	if v.Code == "" {
		return nil
	}
	return p.show(r.Context(), v)
}

func (p *Portal) byCode(_ http.ResponseWriter, r *http.Request, v *view) error {
	v.Code = r.PathValue("code")
	return p.show(r.Context(), v)
}

// show issues a certificate's evidence as of now and verifies it as any reader would.
func (p *Portal) show(ctx context.Context, v *view) error {
	doc, report, err := p.issue(ctx, &v.Code)
	if err != nil {
		return err
	}
	v.Verified = newVerified(report, doc)
	return nil
}

// issue makes the document of a code that a person typed: spaces and small letters are forgiven.
func (p *Portal) issue(ctx context.Context, code *string) ([]byte, *credential.Report, error) {
	*code = typed(*code)
	if _, err := identifier.ParseCertificateCode(*code); err != nil {
		return nil, nil, err
	}
	return p.certificates.Issue(ctx, *code)
}

// typed is a code without what people put around and into it, cut to what a page may repeat.
func typed(s string) string {
	s = strings.ToUpper(strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "?"), func(r rune) bool {
		return r <= ' ' || r == '-' || r == '\u3000' || r == '\u00a0'
	}), ""))
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40])
	}
	return s
}

// file is the certificate as a file.
func (p *Portal) serveFile(w http.ResponseWriter, r *http.Request) {
	code := r.PathValue("code")
	doc, _, err := p.issue(r.Context(), &code)
	if err != nil {
		api.WriteProblem(w, r, p.fault(r, err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="`+code+`-certificate.json"`)
	_, _ = w.Write(doc)
}

// maxUpload bounds what POST /verify reads: a PDF and the form around it.
const maxUpload = file.MaxSize + 4<<10

// byFile verifies an uploaded document. It is read whole into memory and forgotten.
func (p *Portal) byFile(w http.ResponseWriter, r *http.Request, v *view) error {
	b, err := upload(w, r, maxUpload)
	if err != nil {
		return err
	}
	keys, err := p.certificates.IssuerKeys(r.Context())
	if err != nil {
		return err
	}
	doc, report, err := file.Verify(b, sdjwt.Options{Options: credential.Options{LogKey: v.Key, Now: v.Now}, Keys: keys})
	if err != nil || sdjwt.Looks(doc) {
		doc = nil // the script on the page reads every kind of document, but no SD-JWT
	}
	v.Verified = newVerified(report, doc)
	v.Verified.Uploaded = true
	return err
}

// upload reads the file of a form that has at most limit bytes in all.
func upload(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	f, _, err := r.FormFile("file")
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, credential.ErrSize.With("limit", limit)
	case errors.Is(err, http.ErrMissingFile):
		return nil, errNoFile.With()
	case err != nil:
		return nil, errUpload.Because(err)
	}
	defer func() { _ = f.Close() }()
	doc, err := io.ReadAll(f)
	switch {
	case err != nil:
		return nil, errUpload.Because(err)
	case len(doc) == 0:
		return nil, errNoFile.With() // what a browser sends when nothing was chosen
	}
	return doc, nil
}

// newVerified shows a report. doc is the document if it verified, nil if not.
func newVerified(r *credential.Report, doc []byte) *verified {
	v := &verified{Report: r, Form: readForm(r.Form)}
	if doc != nil {
		// "<" is escaped so that the data block cannot end early; the script reads JSON and sees no difference.
		v.Document = template.JS(strings.ReplaceAll(string(doc), "<",
			`\u003c`)) //nolint:gosec // canonical JSON, escaped
	}
	return v
}

// formView is the part of a registered form that the page shows.
type formView struct {
	Title   string `json:"title"`
	Summary string `json:"summary"`
}

func readForm(doc []byte) formView {
	var d struct {
		Form formView `json:"form"`
	}
	if doc != nil {
		// It was verified against its commitment; a field it lacks is not shown.
		_ = json.Unmarshal(doc, &d)
	}
	return d.Form
}
