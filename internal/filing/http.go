package filing

import (
	"context"
	"strconv"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
)

type (
	// ByLien names a lien in a path.
	ByLien struct {
		Lien string `path:"lien" maxLength:"40"`
	}
	// ByCode names a certificate in a path.
	ByCode struct {
		Code string `path:"code" minLength:"15" maxLength:"15"`
	}
	// ByNote names an annotation in a path.
	ByNote struct {
		Annotation string `path:"annotation" maxLength:"40"`
	}
	onLien[B any] struct {
		ByLien
		Body B
	}
	onCode[B any] struct {
		ByCode
		Body B
	}
	onNote[B any] struct {
		ByNote
		Body B
	}
)

// propose registers a route whose act waits for a second person.
func propose[I any](a *api.API, path, id string, action auth.Action, tag, summary string, do func(context.Context, *I) (desk.Proposed, error)) {
	api.Register(a, api.Op{Method: "POST", Path: path, ID: id, Action: action, Tag: tag, Status: 202, Summary: summary},
		func(ctx context.Context, in *I) (*api.Out[desk.Proposed], error) { return api.Result(do(ctx, in)) })
}

// Routes registers the routes of the counter.
func (s *Service) Routes(a *api.API) {
	s.routesOfLiens(a)
	s.routesOfNotes(a)
}

func (s *Service) routesOfLiens(a *api.API) {
	const tag = "liens"
	propose(a, "/liens", "file-lien", auth.LienFile, tag, "Propose to file a lien as a notice, as pledgee",
		func(ctx context.Context, in *struct{ Body NewLien }) (desk.Proposed, error) {
			return s.File(ctx, in.Body)
		})
	propose(a, "/liens/{lien}/amend", "amend-lien", auth.LienFile, tag, "Propose to amend a lien",
		func(ctx context.Context, in *onLien[Amendment]) (desk.Proposed, error) {
			return s.Amend(ctx, in.Lien, in.Body)
		})
	propose(a, "/liens/{lien}/extend", "extend-lien", auth.LienFile, tag, "Propose to extend a lien's registered term",
		func(ctx context.Context, in *onLien[struct {
			Months int `json:"months" minimum:"1" maximum:"360"`
		}]) (desk.Proposed, error) {
			return s.Extend(ctx, in.Lien, in.Body.Months)
		})
	propose(a, "/liens/{lien}/assign", "assign-lien", auth.LienFile, tag, "Propose to assign a lien with its claim",
		func(ctx context.Context, in *onLien[struct {
			Grounds
			To string `json:"to" maxLength:"18"`
		}]) (desk.Proposed, error) {
			return s.Assign(ctx, in.Lien, in.Body.To, in.Body.Grounds)
		})
	propose(a, "/liens/{lien}/subordinate", "subordinate-lien", auth.LienFile, tag, "Propose to yield the rank to the next lien",
		func(ctx context.Context, in *onLien[struct {
			Grounds
			Behind string `json:"behind" maxLength:"40"`
		}]) (desk.Proposed, error) {
			return s.Yield(ctx, in.Lien, in.Body.Behind, in.Body.Grounds)
		})
	propose(a, "/liens/{lien}/advance", "advance-lien", auth.LienFile, tag, "Propose to take the rank another lien yielded",
		func(ctx context.Context, in *onLien[struct {
			Over string `json:"over" maxLength:"40"`
		}]) (desk.Proposed, error) {
			return s.Advance(ctx, in.Lien, in.Body.Over)
		})
	propose(a, "/liens/{lien}/release", "release-filed-lien", auth.LienRelease, tag, "Propose to release a lien on which no credit is open",
		func(ctx context.Context, in *ByLien) (desk.Proposed, error) { return s.Release(ctx, in.Lien) })
	propose(a, "/liens/{lien}/consents", "consent-to-act", auth.LienConsent, tag,
		"Propose to consent, as pledgee, to a transfer or licence of the pledged right",
		func(ctx context.Context, in *onLien[Consent]) (desk.Proposed, error) {
			return s.Allow(ctx, in.Lien, in.Body)
		})
	propose(a, "/liens/{lien}/objections", "object-to-lien", auth.LienObject, tag, "Propose to object to a filed lien, as pledgor",
		func(ctx context.Context, in *onLien[Grounds]) (desk.Proposed, error) {
			return s.Object(ctx, in.Lien, in.Body)
		})
	propose(a, "/liens/{lien}/compel", "compel-lien", auth.LienCompel, tag, "Propose to release a lien on a court's document, as registrar",
		func(ctx context.Context, in *onLien[Grounds]) (desk.Proposed, error) {
			return s.Compel(ctx, in.Lien, in.Body)
		})
	api.Register(a, api.Op{Method: "POST", Path: "/liens/{lien}/objections/end", ID: "end-lien-objection", Action: auth.CertificateRead,
		Tag: tag, Summary: "End an objection to a lien: one's own, or as registrar another's"},
		func(ctx context.Context, in *onLien[struct {
			By string `json:"by,omitempty" maxLength:"18" doc:"whose; absent: my organisation's"`
		}]) (*api.Out[Security], error) {
			return api.Result(s.EndObjection(ctx, in.Lien, in.Body.By))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/liens/{lien}/expire", ID: "expire-lien", Action: auth.CertificateRead, Tag: tag,
		Summary: "Take a lien whose registered term ended out of the ranks"},
		func(ctx context.Context, in *ByLien) (*api.Out[Security], error) {
			return api.Result(s.Expire(ctx, in.Lien))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/liens/{lien}/security", ID: "lien-security", Action: auth.CertificateRead, Tag: tag,
		Summary: "What a lien is worth as security today, and until when"},
		func(ctx context.Context, in *ByLien) (*api.Out[Security], error) {
			return api.Result(s.Lien(ctx, in.Lien))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/work/lien-alerts", ID: "lien-alerts", Action: auth.LienFile, Tag: tag,
		Summary: "Our liens that are about to lose their ground, or have lost it"},
		func(ctx context.Context, _ *api.None) (*api.Out[struct {
			Items []Security `json:"items"`
		}], error) {
			items, err := s.Alerts(ctx)
			return api.Result(struct {
				Items []Security `json:"items"`
			}{items}, err)
		})
}

func (s *Service) routesOfNotes(a *api.API) {
	const tag = "annotations"
	propose(a, "/certificates/{code}/annotations", "place-annotation", auth.AnnotationPlace, tag, "Propose to place an annotation",
		func(ctx context.Context, in *onCode[NewAnnotation]) (desk.Proposed, error) {
			return s.Place(ctx, in.Code, in.Body)
		})
	propose(a, "/annotations/{annotation}/lift", "lift-annotation", auth.AnnotationPlace, tag, "Propose to lift an annotation",
		func(ctx context.Context, in *onNote[Grounds]) (desk.Proposed, error) {
			return s.Lift(ctx, in.Annotation, in.Body)
		})
	propose(a, "/annotations/{annotation}/permits", "permit-act", auth.AnnotationPlace, tag,
		"Propose to record an authority's consent to a transfer or licence",
		func(ctx context.Context, in *onNote[Consent]) (desk.Proposed, error) {
			return s.Permit(ctx, in.Annotation, in.Body)
		})
	propose(a, "/certificates/{code}/licences", "note-licence", auth.LicenceNote, tag, "Propose to note a licence, as holder",
		func(ctx context.Context, in *onCode[NewLicence]) (desk.Proposed, error) {
			return s.License(ctx, in.Code, in.Body)
		})
	propose(a, "/annotations/{annotation}/end", "end-licence", auth.LicenceNote, tag, "Propose to end a noted licence, as holder",
		func(ctx context.Context, in *onNote[Grounds]) (desk.Proposed, error) {
			return s.EndLicence(ctx, in.Annotation, in.Body)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/notices", ID: "list-notices", Action: auth.NoticeRead, Tag: tag,
		Summary: "List the copies my organisation was sent of what concerns it, newest first"},
		func(ctx context.Context, in *struct{ api.Paging }) (*api.Out[api.Page[Notice]], error) {
			before, err := in.Before()
			if err != nil {
				return nil, err
			}
			rows, err := s.Notices(ctx, uint64(before), in.Size())
			if err != nil {
				return nil, err
			}
			page := api.Page[Notice]{Items: rows}
			if len(rows) >= in.Size() { // it ends with a whole entry, and may so be longer than asked for
				page.NextCursor = api.Cursor(strconv.FormatUint(rows[len(rows)-1].Index, 10))
			}
			return api.Result(page, nil)
		})
}
