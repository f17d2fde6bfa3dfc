package vault

import (
	"context"
	"fmt"
	"net/url"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
)

type (
	// ByPaper names a paper in a path.
	ByPaper struct {
		Paper string `path:"paper" maxLength:"40"`
	}
	// ByPerson names a person in a path.
	ByPerson struct {
		Person string `path:"person" maxLength:"40"`
	}
	// ByCode names a certificate in a path.
	ByCode struct {
		Code string `path:"code" minLength:"15" maxLength:"15"`
	}
	// Reason is why somebody reads what is another's.
	Reason struct {
		Purpose string `query:"purpose" maxLength:"200" doc:"what it is read for (Guide Art. 30); wanted of everybody but the owner"`
	}
)

// download is a file that a browser saves and does not open.
type download struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	NoSniff     string `header:"X-Content-Type-Options"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

// maxCheck bounds a request to check a document, in base64 and JSON: 6 MB of it. Anybody may send one; for a larger document
// the digest is computed by whoever holds it.
const maxCheck = 8 << 20

// Routes registers the routes of the vault.
func (s *Service) Routes(a *api.API) {
	s.routesOfPapers(a)
	s.routesOfPersons(a)
	s.routesOfGrants(a)
}

func (s *Service) routesOfPapers(a *api.API) {
	const tag = "papers"
	api.Register(a, api.Op{Method: "POST", Path: "/papers", ID: "add-paper", Action: auth.PaperAdd, Tag: tag, MaxBody: MaxPaper,
		Summary: "Keep a paper to be handed in with a form"},
		func(ctx context.Context, in *struct {
			Name    string `query:"name" maxLength:"120" required:"true"`
			Kind    string `query:"kind" required:"true" enum:"identity,source,contract,sample,description,licence,evidence,report,certificate,other"`
			Type    string `query:"type" maxLength:"100" doc:"media type it should be; absent: whatever the bytes are"`
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*api.Out[Paper], error) {
			return api.Result(s.Upload(ctx, in.Name, in.Kind, in.Type, in.RawBody))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/papers", ID: "list-papers", Action: auth.PaperRead, Tag: tag,
		Summary: "List my organisation's papers, newest first"},
		func(ctx context.Context, in *struct{ api.Paging }) (*api.Out[api.Page[Paper]], error) {
			before, err := in.Before()
			if err != nil {
				return nil, err
			}
			rows, err := s.Papers(ctx, before, in.Size()+1)
			return api.Result(api.Numbered(rows, in.Size(), Paper.Seq), err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/papers/{paper}/content", ID: "read-paper", Action: auth.PaperRead, Tag: tag,
		Summary: "Download a paper; another's with a purpose, which is logged"},
		func(ctx context.Context, in *struct {
			ByPaper
			Reason
		}) (*download, error) {
			paper, body, err := s.Content(ctx, in.Paper, in.Purpose)
			if err != nil {
				return nil, err
			}
			return &download{
				ContentType: paper.Type, Disposition: fmt.Sprintf("attachment; filename*=UTF-8''%s", url.PathEscape(paper.Name)),
				NoSniff: "nosniff", Policy: "sandbox; default-src 'none'", Body: body,
			}, nil
		})
	api.Register(a, api.Op{Method: "GET", Path: "/papers/{paper}/opening", ID: "open-paper", Action: auth.PaperRead, Tag: tag,
		Summary: "Read salt and place in the log of my paper, to prove it to whom I choose"},
		func(ctx context.Context, in *ByPaper) (*api.Out[Opening], error) {
			return api.Result(s.PaperOpening(ctx, in.Paper))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/papers/{paper}/erase", ID: "erase-paper", Action: auth.PaperErase, Tag: tag,
		Summary: "Erase a paper that no registration in force stands on"},
		func(ctx context.Context, in *ByPaper) (*api.Out[Paper], error) {
			return api.Result(s.ErasePaper(ctx, in.Paper))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/public/openings", ID: "check-opening", Public: true, Tag: tag, NoReplay: true,
		MaxBody: maxCheck, Summary: "Check that a document under a salt is the one registered; nothing of it is kept"},
		func(ctx context.Context, in *struct {
			Body struct {
				Commitment string `json:"commitment" maxLength:"64"`
				Salt       []byte `json:"salt" doc:"base64"`
				Document   []byte `json:"document" doc:"base64"`
			}
		}) (*api.Out[Opening], error) {
			return api.Result(s.Check(ctx, in.Body.Commitment, in.Body.Salt, in.Body.Document))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/access-log", ID: "access-log", Action: auth.AccessRead, Tag: tag,
		Summary: "List who read what is my organisation's, newest first"},
		func(ctx context.Context, in *struct {
			Subject string `query:"subject" maxLength:"60" doc:"paper/…, person/…, certificate/…"`
			api.Paging
		}) (*api.Out[api.Page[Access]], error) {
			before, err := in.Before()
			if err != nil {
				return nil, err
			}
			rows, err := s.Log(ctx, in.Subject, before, in.Size()+1)
			return api.Result(api.Numbered(rows, in.Size(), func(a Access) int64 { return a.Seq }), err)
		})
}

func (s *Service) routesOfPersons(a *api.API) {
	const tag = "persons"
	api.Register(a, api.Op{Method: "POST", Path: "/persons", ID: "admit-person", Action: auth.PersonAdmit, Tag: tag, NoReplay: true,
		Summary: "Admit a natural person: a commitment goes into the log, the particulars stay here"},
		func(ctx context.Context, in *struct{ Body NewPerson }) (*api.Out[Person], error) {
			return api.Result(s.AdmitPerson(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/persons", ID: "list-persons", Action: auth.PersonAdmit, Tag: tag,
		Summary: "List the persons my organisation admitted, without particulars"},
		func(ctx context.Context, in *struct{ api.Paging }) (*api.Out[api.Page[Person]], error) {
			before, err := in.Before()
			if err != nil {
				return nil, err
			}
			rows, err := s.Persons(ctx, before, in.Size()+1)
			return api.Result(api.Numbered(rows, in.Size(), Person.Seq), err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/persons/{person}", ID: "read-person", Action: auth.PersonRead, Tag: tag,
		Summary: "Read a person's particulars, with a purpose, which is logged"},
		func(ctx context.Context, in *struct {
			ByPerson
			Reason
		}) (*api.Out[Person], error) {
			return api.Result(s.ReadPerson(ctx, in.Person, in.Purpose))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/persons/{person}/erase", ID: "erase-person", Action: auth.PersonRead, Tag: tag,
		Summary: "Erase a person's particulars, forms and papers, once nothing is in force"},
		func(ctx context.Context, in *ByPerson) (*api.Out[Person], error) {
			return api.Result(s.ErasePerson(ctx, in.Person))
		})
}

func (s *Service) routesOfGrants(a *api.API) {
	const tag = "disclosure"
	api.Register(a, api.Op{Method: "POST", Path: "/certificates/{code}/authorisations", ID: "authorise-reading", Action: auth.GrantManage,
		Tag: tag, Summary: "Let another organisation see more of my unpublished registration"},
		func(ctx context.Context, in *struct {
			ByCode
			Body NewGrant
		}) (*api.Out[Grant], error) {
			return api.Result(s.Authorise(ctx, in.Code, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/authorisations", ID: "list-authorisations",
		Action: auth.CertificateRead, Tag: tag, Summary: "List the authorisations on a certificate that I gave or was given"},
		func(ctx context.Context, in *ByCode) (*api.Out[struct {
			Items []Grant `json:"items"`
		}], error) {
			items, err := s.Grants(ctx, in.Code)
			return api.Result(struct {
				Items []Grant `json:"items"`
			}{items}, err)
		})
	api.Register(a, api.Op{Method: "POST", Path: "/authorisations/{grant}/revoke", ID: "revoke-authorisation", Action: auth.GrantManage,
		Tag: tag, Summary: "End an authorisation I gave"},
		func(ctx context.Context, in *struct {
			Grant string `path:"grant" maxLength:"40"`
		}) (*api.Out[Grant], error) {
			return api.Result(s.Revoke(ctx, in.Grant))
		})
}
