package certificate

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// Item is a line of a list of certificates.
type Item struct {
	Code       string                  `json:"code"`
	Title      string                  `json:"title" doc:"name of the data; empty if it is withheld"`
	Asset      string                  `json:"asset"`
	Case       string                  `json:"case"`
	Holder     desk.Party              `json:"holder"`
	Registrar  desk.Party              `json:"registrar"`
	Rights     []registry.GrantedRight `json:"rights"`
	IssuedOn   daycount.Date           `json:"issued_on"`
	ValidUntil daycount.Date           `json:"valid_until"`
	Status     string                  `json:"status" enum:"live,expired,cancelled"`
	Objections int                     `json:"objections" doc:"open objections"`
	Withheld   bool                    `json:"withheld,omitempty" doc:"unpublished, and hidden from the caller"`
	Index      uint64                  `json:"index" doc:"log position of the issue"`
}

// LienItem is a live lien as a screen shows it.
type LienItem struct {
	ID         string        `json:"id"`
	Rank       int           `json:"rank" doc:"1 is first"`
	Pledgee    desk.Party    `json:"pledgee"`
	Pledgor    desk.Party    `json:"pledgor"`
	SecuredFen int64         `json:"secured_fen"`
	NoFurther  bool          `json:"no_further" doc:"no-further-pledge covenant"`
	FilingNo   string        `json:"filing_no"`
	Status     string        `json:"status"`
	Index      uint64        `json:"index" doc:"log position that decides the rank"`
	ProposedOn daycount.Date `json:"proposed_on"`
}

// ValueItem is the latest appraisal on record.
type ValueItem struct {
	ID         string        `json:"id"`
	Appraiser  desk.Party    `json:"appraiser"`
	Date       daycount.Date `json:"date"`
	ValidUntil daycount.Date `json:"valid_until"`
	ValueFen   int64         `json:"value_fen"`
	LowFen     int64         `json:"low_fen"`
	HighFen    int64         `json:"high_fen"`
}

// Event is a line of a certificate's history.
type Event struct {
	Index uint64     `json:"index"`
	Kind  string     `json:"kind"`
	By    desk.Party `json:"by"`
	At    time.Time  `json:"at"`
}

// Detail is a certificate with what hangs on it.
type Detail struct {
	Item
	EffectiveAt    time.Time            `json:"effective_at"`
	FormCommitment string               `json:"form_commitment"`
	Form           map[string]any       `json:"form,omitempty" doc:"public part of the form; absent if withheld"`
	Measurement    registry.Measurement `json:"measurement" doc:"what the agent measured at registration"`
	Liens          []LienItem           `json:"liens" doc:"live liens in rank order"`
	Value          *ValueItem           `json:"value,omitempty"`
	Heartbeat      *registry.Heartbeat  `json:"heartbeat,omitempty" doc:"the latest"`
	History        []Event              `json:"history" doc:"newest first"`
	States         []credential.State   `json:"states" enum:"cancelled,lapsed,seized,objection_open,pledged,valid" doc:"that hold today"`
	Titles         []Title              `json:"titles" doc:"chain of title, oldest first; each is proven by the log entry at its index"`
	Annotations    []Note               `json:"annotations" doc:"not lifted, oldest first"`
}

// Title is a registration in a chain of title.
type Title struct {
	Certificate string                  `json:"certificate"`
	Type        string                  `json:"type" enum:"initial,transfer,change,renewal,cancellation,return"`
	Index       uint64                  `json:"index" doc:"log position; its proof is at /log/entries/{index}"`
	At          time.Time               `json:"at" doc:"effective"`
	Holder      desk.Party              `json:"holder"`
	Rights      []registry.GrantedRight `json:"rights" doc:"on the certificate after it"`
	ValidUntil  daycount.Date           `json:"valid_until"`
	From        string                  `json:"from,omitempty" doc:"certificate the rights came from"`
	To          string                  `json:"to,omitempty" doc:"certificate rights went to"`
}

// Note is an annotation as a screen shows it.
type Note struct {
	ID        string                  `json:"id"`
	Kind      registry.AnnotationKind `json:"kind" enum:"term,seizure,control,pledge,licence,other"`
	Rights    []registry.Right        `json:"rights,omitempty" doc:"those it concerns; none: all"`
	Authority string                  `json:"authority,omitempty"`
	From      daycount.Date           `json:"from"`
	Until     daycount.Date           `json:"until,omitzero"`
}

// ByCode names a certificate in a path. Types embedded in an input are exported: huma passes over others.
type ByCode struct {
	Code string `path:"code" minLength:"15" maxLength:"15" example:"SJ3212026030001"`
}

// file is a download.
type file struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// Routes registers the routes of certificates. They serve shared facts, which every signed-in organisation may read.
func (s *Service) Routes(a *api.API) {
	const tag = "certificates"
	api.Register(a, api.Op{Method: "GET", Path: "/certificates", ID: "list-certificates",
		Action: auth.CertificateRead, Tag: tag,
		Summary: "List certificates, newest first"}, s.list)
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}", ID: "get-certificate",
		Action: auth.CertificateRead, Tag: tag,
		Summary: "Read a certificate with its liens, value, heartbeat and history"}, s.get)
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/heartbeats", ID: "list-heartbeats",
		Action: auth.HeartbeatRead, Tag: tag,
		Summary: "List the heartbeats of a certificate's data, newest first"}, s.heartbeats)
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/credential", ID: "download-certificate",
		Action: auth.CertificateRead, Tag: tag,
		Summary: "Download the certificate as signed JSON with its evidence, or as PDF"},
		s.download(credential.Registration))
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/search", ID: "download-search-certificate",
		Action: auth.SearchIssue, Tag: tag,
		Summary: "Download a search certificate: the liens, or their proven absence, as of now"},
		s.download(credential.Search))
	s.moreRoutes(a)
	s.logRoutes(a)
}

func (s *Service) party(ctx context.Context, uscc string) desk.Party {
	return desk.Party{USCC: uscc, Name: s.dir.Name(ctx, uscc)}
}

func (s *Service) list(ctx context.Context, in *struct {
	Holder    string `query:"holder" maxLength:"18"`
	Registrar string `query:"registrar" maxLength:"18"`
	api.Paging
}) (*api.Out[api.Page[Item]], error) {
	before, err := in.Before()
	if err != nil {
		return nil, err
	}
	p := directory.Page{Before: uint64(before), Limit: in.Size() + 1}
	found, err := s.dir.Certificates(ctx, directory.CertificateFilter{Holder: in.Holder, Registrar: in.Registrar}, p)
	if err != nil {
		return nil, err
	}
	items := make([]Item, len(found))
	for i := range found {
		if items[i], err = s.shown(ctx, &found[i]); err != nil {
			return nil, err
		}
	}
	return api.Answer(api.Numbered(items, in.Size(), func(i Item) uint64 { return i.Index })), nil
}

// shown is a certificate as its reader may see it in a list: of an unpublished one, a stranger sees that it exists, by whom
// it was registered and whether it is in force.
func (s *Service) shown(ctx context.Context, row *directory.Row[registry.Certificate]) (Item, error) {
	hidden, err := s.hidden(ctx, &row.Fact)
	if err != nil {
		return Item{}, err
	}
	if hidden {
		whole := s.item(ctx, row, nil)
		return Item{Code: whole.Code, Registrar: whole.Registrar, Status: whole.Status, Index: whole.Index, Withheld: true,
			Rights: []registry.GrantedRight{}}, nil
	}
	form, err := s.form(ctx, &row.Fact)
	return s.item(ctx, row, form), err
}

func (s *Service) item(ctx context.Context, row *directory.Row[registry.Certificate], form map[string]any) Item {
	c := &row.Fact
	status := "live"
	switch {
	case c.Cancelled:
		status = "cancelled"
	case !c.Live(daycount.DateOf(s.clock.Now())):
		status = "expired"
	}
	title, _ := form["title"].(string)
	return Item{
		Code: c.Code, Title: title, Asset: c.Asset, Case: c.Case, Holder: s.party(ctx, c.Holder),
		Registrar: s.party(ctx, c.Registrar),
		Rights:    c.Rights, IssuedOn: c.IssuedOn, ValidUntil: c.ValidUntil, Status: status,
		Objections: len(c.Objections), Index: row.Index,
	}
}

// Title is the public name of a certificate's data, empty if it is withheld or there is no such certificate.
func (s *Service) Title(ctx context.Context, code string) (string, error) {
	row, err := s.dir.Certificate(ctx, code)
	if err != nil || row == nil {
		return "", err
	}
	form, err := s.form(ctx, &row.Fact)
	name, _ := form["title"].(string)
	return name, err
}

// form is the public part of a certificate's registered form, empty if it is withheld.
func (s *Service) form(ctx context.Context, cert *registry.Certificate) (map[string]any, error) {
	f, err := s.formOf(ctx, cert)
	if err != nil || f == nil {
		return nil, err
	}
	var doc struct {
		Form map[string]any `json:"form"`
	}
	if err := json.Unmarshal(f.Document, &doc); err != nil {
		return nil, err
	}
	return doc.Form, nil
}

func (s *Service) get(ctx context.Context, in *ByCode) (*api.Out[Detail], error) {
	row, err := s.dir.Certificate(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, ErrNotFound.With("code", printable(in.Code)).At("path.code")
	}
	item, err := s.shown(ctx, row)
	if err != nil {
		return nil, err
	}
	d := Detail{Item: item, Liens: []LienItem{}, History: []Event{}, States: []credential.State{}, Titles: []Title{},
		Annotations: []Note{}}
	if item.Withheld {
		return api.Answer(d), nil
	}
	if d.Form, err = s.form(ctx, &row.Fact); err != nil {
		return nil, err
	}
	d.EffectiveAt, d.FormCommitment = time.UnixMilli(row.Fact.EffectiveAt).UTC(), row.Fact.FormCommitment
	for _, step := range []func(context.Context, *Detail) error{s.addFacts, s.addValue, s.addHeartbeat, s.addHistory,
		s.addTitles} {
		if err := step(ctx, &d); err != nil {
			return nil, err
		}
	}
	return api.Answer(d), nil
}

// Download asks for a document as JSON or as PDF.
type Download struct {
	Format string `query:"format" enum:"json,pdf" default:"json"`
}

func (s *Service) download(kind credential.Kind) func(context.Context, *struct {
	ByCode
	Download
}) (*file, error) {
	return func(ctx context.Context, in *struct {
		ByCode
		Download
	}) (*file, error) {
		doc, report, err := s.make(ctx, in.Code, kind)
		return s.handOut(in.Format, doc, report, err)
	}
}

// handOut answers with a document, or with its PDF.
func (s *Service) handOut(format string, doc []byte, r *credential.Report, err error) (*file, error) {
	if err != nil {
		return nil, err
	}
	name := fileName(r.Code, r.Kind)
	if format == "pdf" {
		b, err := s.paper(doc, r)
		return &file{"application/pdf", `inline; filename="` + name + `.pdf"`, b}, err
	}
	return &file{"application/json", `attachment; filename="` + name + `.json"`, doc}, nil
}
