package registrar

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/registrar/recognition"
)

type (
	// ByCode names a certificate in a path.
	ByCode struct {
		Code string `path:"code" minLength:"15" maxLength:"15"`
	}
	// onCode is a request about a certificate.
	onCode[B any] struct {
		ByCode
		Body B
	}
	// ByStranger names a public objection in a path.
	ByStranger struct {
		Objection string `path:"objection" maxLength:"40"`
	}
	// ByImport names a list in a path.
	ByImport struct {
		Import string `path:"import" maxLength:"40"`
	}
)

// routesOfLater are those of transfer, change, renewal and cancellation.
func (s *Service) routesOfLater(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/certificates/{code}/transfer", ID: "transfer-certificate", Action: auth.CaseFile,
		Tag: tag, Status: 202, Summary: "Propose to apply for a transfer (Guide Art. 34); the transferee consents after"},
		func(ctx context.Context, in *onCode[TransferFiling]) (*api.Out[Proposed], error) {
			return api.Result(s.Transfer(ctx, in.Code, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/certificates/{code}/change", ID: "change-certificate", Action: auth.CaseFile,
		Tag: tag, Status: 202, Summary: "Propose to apply for a change (Guide Art. 35)"},
		func(ctx context.Context, in *onCode[ChangeFiling]) (*api.Out[Proposed], error) {
			return api.Result(s.Change(ctx, in.Code, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/certificates/{code}/renewal", ID: "renew-certificate", Action: auth.CaseFile,
		Tag: tag, Status: 202, Summary: "Propose to apply for a new term (Guide Art. 36)"},
		func(ctx context.Context, in *onCode[RenewalFiling]) (*api.Out[Proposed], error) {
			return api.Result(s.Renew(ctx, in.Code, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/certificates/{code}/cancellation", ID: "cancel-certificate", Action: auth.CaseFile,
		Tag: tag, Status: 202, Summary: "Propose to apply for cancellation (Guide Art. 37)"},
		func(ctx context.Context, in *onCode[CancellationFiling]) (*api.Out[Proposed], error) {
			return api.Result(s.CancelOwn(ctx, in.Code, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/consent", ID: "consent-to-case", Action: auth.CaseConsent,
		Tag: tag, Status: 202, Summary: "Propose to join an application as joint applicant or transferee"},
		func(ctx context.Context, in *ByCase) (*api.Out[Proposed], error) {
			return api.Result(s.Consent(ctx, in.Case))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/conclude", ID: "conclude-case", Action: auth.CertificateIssue,
		Tag: tag, Status: 202, Summary: "Propose to carry out a later registration after its deposit"},
		func(ctx context.Context, in *ByCase) (*api.Out[Proposed], error) {
			return api.Result(s.Conclude(ctx, in.Case))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/titles", ID: "certificate-titles", Action: auth.CertificateRead,
		Tag: tag, Summary: "Read a certificate's whole history: chain of title, annotations, later registrations"},
		func(ctx context.Context, in *ByCode) (*api.Out[TitleHistory], error) {
			return api.Result(s.TitleHistory(ctx, in.Code))
		})
}

// routesOfReview are those of the review screen and of objections after registration.
func (s *Service) routesOfReview(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/cases/{case}/verdict", ID: "case-verdict", Action: auth.CaseRead, Tag: tag,
		Summary: "What the decision tables say of a case, and its checklist"},
		func(ctx context.Context, in *struct {
			ByCase
			Established
		}) (*api.Out[ReviewAid], error) {
			return api.Result(s.Aid(ctx, in.Case, in.Established))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/decision-tables", ID: "decision-tables", Public: true, Tag: tag,
		Summary: "The decision tables and checklists of the review"},
		func(context.Context, *api.None) (*api.Out[Tables], error) { return api.Answer(tables()), nil })
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/objections/{objection}/notify", ID: "notify-objection",
		Action: auth.CaseHandle, Tag: tag, Summary: "Record that the registrant was told of a late objection (Guide Art. 29)"},
		func(ctx context.Context, in *struct {
			ByCase
			ByStranger
		}) (*api.Out[Case], error) {
			return s.after(ctx, in.Case, s.NotifyObjection(ctx, in.Case, in.Objection))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/cases/{case}/objections/{objection}/answer", ID: "answer-objection",
		Action: auth.CaseFile, Tag: tag, Summary: "Answer a late objection as registrant"},
		func(ctx context.Context, in *struct {
			ByCase
			ByStranger
			Body struct {
				Agreed    bool   `json:"agreed"`
				Statement string `json:"statement"`
			}
		}) (*api.Out[Case], error) {
			return s.after(ctx, in.Case, s.AnswerObjection(ctx, in.Case, in.Objection, in.Body.Agreed, in.Body.Statement))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/rule-profiles", ID: "list-rule-profiles", Action: auth.NodeRead, Tag: tag,
		Summary: "The rule profiles that come with the program, with the source of each figure"},
		func(ctx context.Context, in *struct {
			Registrar string `query:"registrar" maxLength:"18" doc:"whose adoption is shown; absent: my organisation's"`
		}) (*api.Out[struct {
			Items []Regime `json:"items"`
		}], error) {
			who := in.Registrar
			if p, ok := auth.From(ctx); ok && who == "" {
				who = p.Org
			}
			items, err := s.Regimes(ctx, who)
			return api.Result(struct {
				Items []Regime `json:"items"`
			}{items}, err)
		})
	api.Register(a, api.Op{Method: "POST", Path: "/rule-profiles/{profile}/adopt", ID: "adopt-rule-profile", Action: auth.ProfileAdopt,
		Tag: tag, Status: 202, Summary: "Propose to adopt a rule profile for the cases we handle"},
		func(ctx context.Context, in *struct {
			Profile string `path:"profile" maxLength:"40"`
		}) (*api.Out[Proposed], error) {
			return api.Result(s.Adopt(ctx, in.Profile))
		})
}

// routesOfPublic are those that need no caller, and the registrar's side of them.
func (s *Service) routesOfPublic(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/public/postings/{case}/objections", ID: "object-in-public", Public: true, NoReplay: true,
		Tag: tag, Summary: "Object to a posted or registered case as a person without an organisation"},
		func(ctx context.Context, in *withBody[NewPublicObjection]) (*api.Out[PublicReceipt], error) {
			return api.Result(s.ObjectInPublic(ctx, in.Case, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/public-objections", ID: "list-public-objections", Action: auth.CaseHandle, Tag: tag,
		Summary: "List what strangers wrote about our cases, newest first"},
		func(ctx context.Context, in *struct {
			State string `query:"state" enum:"open,filed,dismissed"`
			api.Paging
		}) (*api.Out[api.Page[PublicObjection]], error) {
			before, err := in.Before()
			if err != nil {
				return nil, err
			}
			rows, err := s.PublicObjections(ctx, in.State, before, in.Size()+1)
			return api.Result(api.Numbered(rows, in.Size(), func(o PublicObjection) int64 { return o.seq }), err)
		})
	api.Register(a, api.Op{Method: "POST", Path: "/public-objections/{objection}/file", ID: "file-public-objection", Action: auth.CaseHandle,
		Tag: tag, Summary: "File a stranger's objection on that person's behalf"},
		func(ctx context.Context, in *ByStranger) (*api.Out[Case], error) {
			return api.Result(s.FilePublicObjection(ctx, in.Objection))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/public-objections/{objection}/dismiss", ID: "dismiss-public-objection",
		Action: auth.CaseHandle, Tag: tag, Summary: "Say why a stranger's objection cannot be taken"},
		func(ctx context.Context, in *struct {
			ByStranger
			Body struct {
				Reason string `json:"reason"`
			}
		}) (*api.Out[PublicObjection], error) {
			return api.Result(s.DismissPublicObjection(ctx, in.Objection, in.Body.Reason))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/public/registrations/{code}", ID: "search-registration", Public: true, Tag: tag,
		Summary: "Search by certificate code: an unpublished registration shows that it exists; authorised callers see more"},
		func(ctx context.Context, in *struct {
			ByCode
			Purpose string `query:"purpose" maxLength:"200" doc:"wanted of authorised readers, and logged for the holder"`
		}) (*api.Out[Registration], error) {
			return api.Result(s.Registration(ctx, in.Code, in.Purpose))
		})
}

// routesOfImports are those of earlier certificates.
func (s *Service) routesOfImports(a *api.API) {
	const tag = "recognition"
	api.Register(a, api.Op{Method: "POST", Path: "/recognitions", ID: "preview-recognition", Action: auth.ImportCarry, Tag: tag,
		MaxBody: recognition.MaxBytes, Summary: "Read a list of earlier certificates (CSV or XLSX) and report on each row; nothing is registered"},
		func(ctx context.Context, in *struct {
			Name    string `query:"name" maxLength:"120" required:"true" doc:"file name; its ending tells the format"`
			Profile string `query:"profile" maxLength:"40" required:"true" doc:"regime the list comes from, adopted before"`
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*api.Out[Import], error) {
			return api.Result(s.Preview(ctx, in.Name, in.Profile, in.RawBody))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/recognitions", ID: "list-recognitions", Action: auth.ImportCarry, Tag: tag,
		Summary: "List the lists we brought in, newest first"},
		func(ctx context.Context, in *struct{ api.Paging }) (*api.Out[api.Page[Import]], error) {
			before, err := in.Before()
			if err != nil {
				return nil, err
			}
			rows, err := s.Imports(ctx, before, in.Size()+1)
			return api.Result(api.Numbered(rows, in.Size(), func(im Import) int64 { return im.seq }), err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/recognitions/{import}", ID: "get-recognition", Action: auth.ImportCarry, Tag: tag,
		Summary: "Read a list with its report, row by row"},
		func(ctx context.Context, in *ByImport) (*api.Out[Import], error) {
			return api.Result(s.Import(ctx, in.Import))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/recognitions/{import}/carry", ID: "carry-recognition", Action: auth.ImportCarry,
		Tag: tag, Status: 202, Summary: "Propose to register the rows that were not refused"},
		func(ctx context.Context, in *ByImport) (*api.Out[Proposed], error) {
			return api.Result(s.Carry(ctx, in.Import))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/recognition-template", ID: "recognition-template", Action: auth.ImportCarry, Tag: tag,
		Summary: "The line of headers of a list, as CSV"},
		func(context.Context, *api.None) (*struct {
			ContentType string `header:"Content-Type"`
			Disposition string `header:"Content-Disposition"`
			Body        []byte
		}, error) {
			return &struct {
				ContentType string `header:"Content-Type"`
				Disposition string `header:"Content-Disposition"`
				Body        []byte
			}{"text/csv; charset=utf-8", `attachment; filename="recognition.csv"`, recognition.Template()}, nil
		})
}
