package portal

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/vault"
)

// Documents checks that a document is the one registered.
type Documents interface {
	Check(ctx context.Context, commitment string, salt, document []byte) (vault.Opening, error)
}

// errSalt says that what was given for the salt is not one.
var errSalt = fault.Define("portal.salt", fault.Invalid,
	"盐值不是 Base64 文本", "the salt is not base64").
	Hint("请原样粘贴权利人出示的盐值", "paste the salt as the holder handed it over")

// maxDocument bounds a document that is checked, and the form around it.
const maxDocument = vault.MaxPaper + 16<<10

func (p *Portal) emptyDocument(_ http.ResponseWriter, r *http.Request, v *view) error {
	v.Commitment, v.Salt = short(r.URL.Query().Get("commitment")), short(r.URL.Query().Get("salt"))
	return nil
}

// document checks a file that a holder handed over against what was registered. It is read into memory and forgotten.
func (p *Portal) document(w http.ResponseWriter, r *http.Request, v *view) error {
	b, err := upload(w, r, maxDocument)
	if err != nil {
		return err
	}
	v.Commitment, v.Salt = short(r.PostFormValue("commitment")), short(r.PostFormValue("salt"))
	salt, err := base64.StdEncoding.DecodeString(v.Salt)
	if err != nil {
		return errSalt.Because(err)
	}
	opening, err := p.documents.Check(r.Context(), strings.ToLower(v.Commitment), salt, b)
	if err != nil {
		return err
	}
	v.Opening = &opening
	return nil
}

// short is a value that was pasted, without the spaces around it, cut to what a page may repeat.
func short(s string) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "?"))
	if r := []rune(s); len(r) > 100 {
		s = string(r[:100])
	}
	return s
}

// Opens reports whether file and salt belong to the commitment, registered or not.
func (v *view) Opens() bool { return v.Opening != nil && v.Opening.Opens != nil && *v.Opening.Opens }
