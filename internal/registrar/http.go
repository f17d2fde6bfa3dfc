package registrar

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/registry"
)

const tag = "registration"

type (
	// ByCase names a case in a path. Types embedded in an input are exported: huma passes over others.
	ByCase struct {
		Case string `path:"case" maxLength:"40"`
	}
	// ByDataset names a data set in a path.
	// ByDataset is the input of a route about a data set.
	ByDataset struct {
		Dataset string `path:"dataset" maxLength:"40"`
	}
	// withBody is a request about a case.
	withBody[B any] struct {
		ByCase
		Body B
	}
)

// Routes registers the routes of the desk.
func (s *Service) Routes(a *api.API) {
	s.routesOfStock(a)
	s.routesOfMeasurements(a)
	s.routesOfCases(a)
	s.routesOfActs(a)
	s.Admission.Routes(a)
	s.routesOfLater(a)
	s.routesOfReview(a)
	s.routesOfPublic(a)
	s.routesOfImports(a)
}

func (s *Service) routesOfStock(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/datasets", ID: "add-dataset",
		Action: auth.AssetDescribe, Tag: tag, MaxBody: maxUpload,
		Summary: "Take a data set in stock with what the agent measured"},
		func(ctx context.Context, in *struct{ Body NewDataset }) (*api.Out[Dataset], error) {
			return api.Result(s.AddDataset(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/datasets/{dataset}/measurements", ID: "add-measurement",
		Action: auth.AssetDescribe, Tag: tag,
		MaxBody: maxUpload, Summary: "Add a measurement to a data set"},
		func(ctx context.Context, in *struct {
			ByDataset
			Body Upload
		}) (*api.Out[Dataset], error) {
			return api.Result(s.Measure(ctx, in.Dataset, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/datasets", ID: "list-datasets", Action: auth.AssetRead, Tag: tag,
		Summary: "List my organisation's data sets, newest first"},
		func(ctx context.Context, in *struct{ api.Paging }) (*api.Out[api.Page[Dataset]], error) {
			return api.Result(s.Datasets(ctx, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/datasets/{dataset}", ID: "get-dataset",
		Action: auth.AssetRead, Tag: tag,
		Summary: "Read a data set of my organisation with its measurements"},
		func(ctx context.Context, in *ByDataset) (*api.Out[DatasetDetail], error) {
			return api.Result(s.DatasetDetail(ctx, in.Dataset))
		})
}

// maxUpload bounds an upload in bytes: a sketch, profile, scan and quality of five thousand columns, and JSON around them.
const maxUpload = maxProfile + 2*maxDetail + 1<<20

func (s *Service) routesOfCases(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/cases", ID: "list-cases", Action: auth.CaseRead, Tag: tag,
		Summary: "List the cases my organisation is a party of, newest first"},
		func(ctx context.Context, in *struct {
			As     string `query:"as" enum:"applicant,registrar" doc:"in which part; absent: either"`
			Status string `query:"status" enum:"consenting,filed,correcting,reviewing,reviewed,publicity,objected,cleared,deposited,certified,not_filed,refused,withdrawn"`
			View   string `query:"view" enum:"open,closed"`
			api.Paging
		}) (*api.Out[api.Page[CaseItem]], error) {
			return api.Result(s.Cases(ctx, CaseQuery{As: in.As, Status: registry.CaseStatus(in.Status), View: in.View}, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/work/cases", ID: "case-work-list",
		Action: auth.CaseRead, Tag: tag,
		Summary: "My organisation's open cases by legal term, the most urgent first"},
		func(ctx context.Context, _ *api.None) (*api.Out[WorkList], error) { return api.Result(s.Work(ctx)) })
	api.Register(a, api.Op{Method: "GET", Path: "/cases/{case}", ID: "get-case",
		Action: auth.CertificateRead, Tag: tag,
		Summary: "Read a case: whole for its parties, what is public for others"},
		func(ctx context.Context, in *ByCase) (*api.Out[Case], error) { return api.Result(s.Get(ctx, in.Case)) })
	api.Register(a, api.Op{Method: "GET", Path: "/proposals/{approval}", ID: "get-proposal",
		Action: auth.CaseRead, Tag: tag,
		Summary: "Read a request of this desk with the words behind its commitments"},
		func(ctx context.Context, in *struct {
			Approval string `path:"approval" maxLength:"64"`
		}) (*api.Out[ProposalView], error) {
			return api.Result(s.Proposal(ctx, in.Approval))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/public/postings", ID: "list-postings", Public: true, Tag: tag,
		Summary: "The publicity board: what is posted and open to objection"},
		func(ctx context.Context, in *struct {
			All bool `query:"all" doc:"also public cases whose publicity is over"`
			api.Paging
		}) (*api.Out[api.Page[Posting]], error) {
			return api.Result(s.Postings(ctx, in.All, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/rights-table", ID: "rights-table", Public: true, Tag: tag,
		Summary: "Which rights a source of data can carry (Guide Art. 20–21)"},
		func(context.Context, *api.None) (*api.Out[RightsTable], error) { return api.Answer(rightsTable()), nil })
}

func (s *Service) routesOfActs(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/cases", ID: "file-case",
		Action: auth.CaseFile, Tag: tag, Status: 202,
		Summary: "Propose to file a registration"},
		func(ctx context.Context, in *struct{ Body Filing }) (*api.Out[Proposed], error) {
			return api.Result(s.File(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/resubmit", ID: "resubmit-case",
		Action: auth.CaseFile, Tag: tag, Status: 202,
		Summary: "Propose a corrected form"},
		func(ctx context.Context, in *withBody[struct {
			Form   Form     `json:"form"`
			Papers []string `json:"papers,omitempty" maxItems:"50" doc:"papers added to those handed in before"`
		}]) (*api.Out[Proposed], error) {
			return api.Result(s.Resubmit(ctx, in.Case, in.Body.Form, in.Body.Papers...))
		})
	direct := func(path, id string, action auth.Action, summary string, do func(context.Context, string) error) {
		api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/" + path, ID: id,
			Action: action, Tag: tag, Summary: summary},
			func(ctx context.Context, in *ByCase) (*api.Out[Case], error) {
				return s.after(ctx, in.Case, do(ctx, in.Case))
			})
	}
	direct("withdraw", "withdraw-case", auth.CaseFile, "Withdraw a case", s.Withdraw)
	direct("accept", "accept-case", auth.CaseHandle, "Accept a filing", s.Accept)
	direct("deposit", "deposit-case", auth.CaseHandle, "Put the registration in evidence: it takes effect", s.Deposit)
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/correct", ID: "correct-case",
		Action: auth.CaseHandle, Tag: tag,
		Summary: "Ask the applicant, once, for corrections"},
		func(ctx context.Context, in *withBody[Corrections]) (*api.Out[Case], error) {
			return s.after(ctx, in.Case, s.Correct(ctx, in.Case, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/extend", ID: "extend-case",
		Action: auth.CaseHandle, Tag: tag,
		Summary: "Extend the review, once"},
		func(ctx context.Context, in *withBody[struct {
			Reason string `json:"reason"`
		}]) (*api.Out[Case], error) {
			return s.after(ctx, in.Case, s.Extend(ctx, in.Case, in.Body.Reason))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/post", ID: "post-case",
		Action: auth.CaseHandle, Tag: tag,
		Summary: "Begin publicity, or record that it is withheld"},
		func(ctx context.Context, in *withBody[struct {
			Withheld bool `json:"withheld,omitempty"`
		}]) (*api.Out[Case], error) {
			return s.after(ctx, in.Case, s.Post(ctx, in.Case, in.Body.Withheld))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/decline", ID: "decline-case",
		Action: auth.CaseHandle, Tag: tag, Status: 202,
		Summary: "Propose to refuse a filing or a registration"},
		func(ctx context.Context, in *withBody[struct {
			Reasons string `json:"reasons"`
		}]) (*api.Out[Proposed], error) {
			return api.Result(s.Decline(ctx, in.Case, in.Body.Reasons))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/review", ID: "review-case",
		Action: auth.CaseHandle, Tag: tag, Status: 202,
		Summary: "Propose the conclusion of the review"},
		func(ctx context.Context, in *withBody[Opinion]) (*api.Out[Proposed], error) {
			return api.Result(s.Review(ctx, in.Case, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/objections", ID: "object-to-case",
		Action: auth.CaseObject, Tag: tag,
		Summary: "Object to a posted or registered case"},
		func(ctx context.Context, in *withBody[Grounds]) (*api.Out[Case], error) {
			return s.after(ctx, in.Case, s.Object(ctx, in.Case, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/objections/{objection}/resolve", ID: "resolve-objection",
		Action: auth.ObjectionResolve,
		Tag:    tag, Status: 202, Summary: "Propose the conclusion on an objection"},
		func(ctx context.Context, in *struct {
			ByCase
			Objection string `path:"objection" maxLength:"40"`
			Body      struct {
				Upheld  bool   `json:"upheld"`
				Opinion string `json:"opinion"`
			}
		}) (*api.Out[Proposed], error) {
			return api.Result(s.Resolve(ctx, in.Case, in.Objection, in.Body.Upheld, in.Body.Opinion))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/certificate", ID: "issue-certificate",
		Action: auth.CertificateIssue, Tag: tag, Status: 202,
		Summary: "Propose to issue the certificate"},
		func(ctx context.Context, in *withBody[struct {
			ValidUntil daycount.Date `json:"valid_until,omitzero" doc:"absent: as long as the Guide allows"`
		}]) (*api.Out[Proposed], error) {
			return api.Result(s.Issue(ctx, in.Case, in.Body.ValidUntil))
		})
}

// after answers an act with the case as it then stands.
func (s *Service) after(ctx context.Context, id string, err error) (*api.Out[Case], error) {
	if err != nil {
		return nil, err
	}
	return api.Result(s.Get(ctx, id))
}
