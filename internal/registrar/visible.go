package registrar

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/vault"
)

// Registration is what a search by code shows. Of an unpublished one (Guide Art. 24: a trade secret) a stranger learns
// that it exists, by whom it was registered and whether it is in force, and no more.
type Registration struct {
	Code       string           `json:"code"`
	Registrar  desk.Party       `json:"registrar"`
	Status     string           `json:"status" enum:"valid,lapsed,cancelled"`
	Withheld   bool             `json:"withheld" doc:"not published"`
	Access     string           `json:"access" enum:"public,existence,holder,registrar,authorised" doc:"why, and so how much, is shown"`
	Holder     *desk.Party      `json:"holder,omitempty"`
	Rights     []Granted        `json:"rights,omitempty"`
	ValidUntil daycount.Date    `json:"valid_until,omitzero"`
	Form       *PublicForm      `json:"form,omitempty"`
	Papers     []AttachmentView `json:"papers,omitempty" doc:"where authorised for papers"`
}

// Registration searches by certificate code. caller may be nobody. A reading by authorisation names its purpose and is
// logged for the holder.
func (s *Service) Registration(ctx context.Context, code, purpose string) (Registration, error) {
	row, err := s.Dir.Certificate(ctx, code)
	if err != nil {
		return Registration{}, err
	}
	if row == nil {
		return Registration{}, ErrNotFound.With("what", "certificate").At("path.code")
	}
	cert := &row.Fact
	c, err := s.Dir.Case(ctx, cert.Case)
	if err != nil {
		return Registration{}, err
	}
	out := Registration{Code: code, Registrar: s.Party(ctx, cert.Registrar), Status: s.statusOf(cert), Access: "public"}
	out.Withheld = cert.Withheld || c != nil && !public(&c.Fact)
	p, _ := auth.From(ctx)
	papers := false
	if out.Withheld {
		if out.Access, papers, err = s.accessTo(ctx, p.Org, cert); err != nil {
			return out, err
		}
		if out.Access == "existence" {
			return out, nil
		}
		if out.Access == "authorised" {
			if n := len([]rune(purpose)); n < 4 || n > 200 {
				return out, vault.ErrPurpose.At("query.purpose")
			}
			if err := s.vault.Searched(ctx, cert.Holder, code, purpose); err != nil {
				return out, err
			}
		}
	}
	holder := s.Party(ctx, cert.Holder)
	out.Holder, out.ValidUntil = &holder, cert.ValidUntil
	for _, g := range cert.Rights {
		out.Rights = append(out.Rights, Granted(g))
	}
	if out.Form, err = s.CertificateForm(ctx, cert.FormCommitment); err != nil || !papers || c == nil {
		return out, err
	}
	shown := Case{}
	if err := s.showParties(ctx, &shown, &c.Fact, nil); err != nil {
		return out, err
	}
	out.Papers = shown.Attachments
	return out, nil
}

// accessTo says how much of an unpublished registration an organisation may see, and whether the papers too.
func (s *Service) accessTo(ctx context.Context, org string, cert *registry.Certificate) (string, bool, error) {
	switch org {
	case "":
		return "existence", false, nil
	case cert.Holder:
		return "holder", true, nil
	case cert.Registrar:
		return "registrar", true, nil
	}
	ok, err := s.vault.Authorised(ctx, cert.Code, org, vault.ScopeSummary)
	if err != nil || !ok {
		return "existence", false, err
	}
	papers, err := s.vault.Authorised(ctx, cert.Code, org, vault.ScopePapers)
	return "authorised", papers, err
}

func (s *Service) statusOf(cert *registry.Certificate) string {
	switch {
	case cert.Cancelled:
		return "cancelled"
	case !cert.Live(registry.Day(s.Clock.Now().UnixMilli())):
		return "lapsed"
	}
	return "valid"
}

// TitleHistory is a certificate's whole history.
type TitleHistory struct {
	Code        string           `json:"code"`
	Links       []TitleLink      `json:"links" doc:"oldest first, from the first registration of what it grants"`
	Annotations []AnnotationView `json:"annotations" doc:"newest first, lifted ones included"`
	Cases       []CaseItem       `json:"cases" doc:"later registrations about it, newest first; open ones included"`
}

// TitleLink is a registration in the chain of title.
type TitleLink struct {
	Certificate    string        `json:"certificate"`
	Type           string        `json:"type" enum:"initial,transfer,change,renewal,cancellation,return"`
	Case           string        `json:"case"`
	Index          uint64        `json:"index" doc:"log position; 0: of the issue, where nothing followed"`
	At             time.Time     `json:"at" doc:"effective"`
	Holder         desk.Party    `json:"holder"`
	Rights         []Granted     `json:"rights" doc:"on the certificate after it"`
	ValidUntil     daycount.Date `json:"valid_until"`
	FormCommitment string        `json:"form_commitment"`
	From           string        `json:"from,omitempty"`
	To             string        `json:"to,omitempty"`
}

// AnnotationView is a note on a certificate.
type AnnotationView struct {
	registry.Annotation
	PlacedAt time.Time `json:"placed_at"`
	ByName   string    `json:"by_name"`
	Active   bool      `json:"active" doc:"in force today"`
	Blocks   bool      `json:"blocks" doc:"stands in the way of transfer, licence and pledge"`
}

// TitleHistory returns the whole history of a certificate: shared facts, for all who may see certificates.
func (s *Service) TitleHistory(ctx context.Context, code string) (TitleHistory, error) {
	out := TitleHistory{Code: code, Links: []TitleLink{}, Annotations: []AnnotationView{}, Cases: []CaseItem{}}
	p, err := auth.Must(ctx)
	if err != nil {
		return out, err
	}
	var chain []registry.ChainLink
	err = s.Ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		chain, err = registry.Chain(snap, code)
		return err
	})
	if err != nil {
		return out, err
	}
	for _, l := range chain {
		v := TitleLink{
			Certificate: l.Certificate, Type: l.Type, Case: l.Case, Index: l.Index, At: desk.Instant(l.At), Holder: s.Party(ctx, l.Holder),
			Rights: []Granted{}, ValidUntil: l.ValidUntil, FormCommitment: l.FormCommitment, From: l.From, To: l.To,
		}
		for _, g := range l.Rights {
			v.Rights = append(v.Rights, Granted(g))
		}
		out.Links = append(out.Links, v)
	}
	if out.Annotations, err = s.Annotations(ctx, code); err != nil {
		return out, err
	}
	rows, err := s.Dir.Cases(ctx, directory.CaseFilter{Certificate: code}, directory.Page{Limit: 200})
	if err != nil {
		return out, err
	}
	r, err := s.rules(ctx)
	if err != nil {
		return out, err
	}
	for i := range rows {
		c := &rows[i].Fact
		title := ""
		if public(c) || c.Party(p.Org) || c.Registrar == p.Org {
			title = s.title(ctx, c)
		}
		out.Cases = append(out.Cases, s.item(ctx, &rows[i], r, p.Org, title))
	}
	return out, nil
}

// Annotations lists the notes on a certificate, newest first, lifted ones included.
func (s *Service) Annotations(ctx context.Context, code string) ([]AnnotationView, error) {
	out := []AnnotationView{}
	rows, err := s.Dir.Annotations(ctx, directory.AnnotationFilter{Certificate: code}, directory.Page{Limit: 500})
	if err != nil {
		return out, err
	}
	today := registry.Day(s.Clock.Now().UnixMilli())
	for _, row := range rows {
		a := row.Fact
		blocks := false
		for _, r := range registry.AllRights {
			blocks = blocks || a.Blocks(r, today)
		}
		out = append(out, AnnotationView{Annotation: a, PlacedAt: desk.Instant(row.At), ByName: s.Dir.Name(ctx, a.By), Active: a.Active(today), Blocks: blocks})
	}
	return out, nil
}
