package portal

import (
	"context"
	"net/http"
	"net/url"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/registrar"
)

// Postings gives the publicity board, and takes what strangers write on it.
type Postings interface {
	Postings(ctx context.Context, all bool, page api.Paging) (api.Page[registrar.Posting], error)
	Posted(ctx context.Context, id string) (registrar.Posting, error)
	// ObjectInPublic is bounded by case: it refuses once many wait.
	ObjectInPublic(ctx context.Context, id string, in registrar.NewPublicObjection) (registrar.PublicReceipt, error)
}

// maxForm bounds the form of an objection: four thousand characters, percent-encoded.
const maxForm = 64 << 10

func (p *Portal) board(_ http.ResponseWriter, r *http.Request, v *view) error {
	v.All = r.URL.Query().Get("all") != ""
	page, err := p.postings.Postings(r.Context(), v.All, api.Paging{Cursor: r.URL.Query().Get("cursor"), Limit: 20})
	if err != nil {
		return err
	}
	v.Postings, v.Next = page.Items, page.NextCursor
	return nil
}

// posting is one case of the board with the form by which anybody objects to it.
func (p *Portal) posting(_ http.ResponseWriter, r *http.Request, v *view) error {
	found, err := p.postings.Posted(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	v.Posting, v.Receipt = &found, receipt(r.URL.Query().Get("receipt"))
	return nil
}

// object takes an objection from a form that works without scripts. What was written stays in the form if it is refused;
// what was taken is answered by a page that can be read again without being sent again.
func (p *Portal) object(w http.ResponseWriter, r *http.Request, v *view) error {
	if err := p.posting(w, r, v); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return errUpload.Because(err)
	}
	v.Objection = registrar.NewPublicObjection{
		Name: r.PostForm.Get("name"), Contact: r.PostForm.Get("contact"), Text: r.PostForm.Get("text"),
	}
	taken, err := p.postings.ObjectInPublic(r.Context(), v.Posting.Case, v.Objection)
	if err != nil {
		return err
	}
	q := url.Values{"receipt": {taken.ID}, "lang": {v.Lang}}
	v.Redirect = (&url.URL{Path: "/public/publicity/" + v.Posting.Case, RawQuery: q.Encode()}).String()
	return nil
}

// receipt is a number that a page may repeat: letters, digits and hyphens.
func receipt(s string) string {
	if len(s) > 40 {
		return ""
	}
	for _, c := range s {
		if c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return ""
		}
	}
	return s
}
