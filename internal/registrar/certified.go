package registrar

import (
	"context"
	"crypto/rand"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
)

// certified is the public part of a form, and what its commitment in the log is to. The whole form, contacts and all, is
// bound through Private, its digest: it holds a secret of its own, so that nobody finds a telephone number by trying. Whoever
// is shown salt and public part can check what is public and learns nothing of the rest.
type certified struct {
	Applicant string        `json:"applicant"`
	Form      certifiedForm `json:"form"`
	Private   string        `json:"private"`
	V         int           `json:"v"`
}

type certifiedForm struct {
	PublicForm
	Industry string          `json:"industry"`
	Region   string          `json:"region"`
	Source   registry.Source `json:"source"`
	Grade    string          `json:"grade"`
	Rights   []certifiedTerm `json:"rights"`
}

type certifiedTerm struct {
	Right registry.Right `json:"right"`
	Until daycount.Date  `json:"until,omitzero"`
}

// certified returns the canonical public part of a document.
func (d *document) certified() ([]byte, error) {
	whole, err := canon.Marshal(d)
	if err != nil {
		return nil, err
	}
	f := certifiedForm{
		PublicForm: *publicForm(d.Form), Industry: d.Form.Industry, Region: d.Form.Region, Source: d.Form.Source, Grade: d.Form.Grade,
		Rights: []certifiedTerm{},
	}
	for _, r := range d.Form.Rights {
		f.Rights = append(f.Rights, certifiedTerm{r.Right, r.Until})
	}
	return canon.Marshal(certified{Applicant: d.Applicant, Form: f, Private: canon.Hex(whole), V: d.V})
}

// sayForm makes the words of a form: its whole text, under the commitment to its public part.
func sayForm(d document) (desk.Words, error) {
	d.Secret = make([]byte, canon.SaltSize)
	_, _ = rand.Read(d.Secret) // never fails
	body, err := canon.Marshal(&d)
	if err != nil {
		return desk.Words{}, err
	}
	public, err := d.certified()
	if err != nil {
		return desk.Words{}, err
	}
	w := desk.Words{Org: d.Applicant, Kind: "form", Body: string(body)}
	w.Commitment, w.Salt = keyring.Commit(public)
	return w, nil
}

// CertifiedForm returns the committed public part of a case's form with its salt, for the certificate; nil if publicity
// was withheld, the case was not posted, or the form is not kept on this node.
func (s *Service) CertifiedForm(ctx context.Context, caseID string) (*credential.Form, error) {
	row, err := s.Dir.Case(ctx, caseID)
	if err != nil || row == nil || !public(&row.Fact) {
		return nil, err
	}
	all, err := s.Recall(ctx, row.Fact.FormCommitment)
	if err != nil {
		return nil, err
	}
	doc := desk.Read[document](all, row.Fact.FormCommitment)
	if doc == nil {
		return nil, nil
	}
	b, err := doc.certified()
	if err != nil {
		return nil, err
	}
	return &credential.Form{Document: jsontext.Value(b), Salt: all[row.Fact.FormCommitment].Salt}, nil
}
