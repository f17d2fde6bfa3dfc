package similarity

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/similarity/protocol"
)

const tag = "similarity"

// Routes registers the routes.
func (s *Service) Routes(a *api.API) {
	s.routesOfEvaluation(a)
	s.routesOfAnswers(a)
}

// Evaluations are exempt from the idempotency table, which keeps answers: nothing of them is kept. They may be repeated,
// each time with a fresh blinding.
func (s *Service) routesOfEvaluation(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/similarity/parameters", ID: "get-similarity-parameters", Public: true,
		Tag: tag, Summary: "The public keys under which sketches are sealed"},
		func(context.Context, *api.None) (*api.Out[protocol.Parameters], error) {
			return api.Answer(s.Parameters()), nil
		})
	api.Register(a, api.Op{Method: "POST", Path: "/similarity/keys/{epoch}/publish", ID: "publish-similarity-key",
		Action: auth.SimilarityPublish, Tag: tag, Status: 202, Summary: "Propose to publish this node's key of an epoch in the log"},
		func(ctx context.Context, in *struct {
			Epoch int `path:"epoch" minimum:"1"`
			Body  struct {
				From daycount.Date `json:"from,omitzero" doc:"first day on which data is sealed under it; today if not given"`
			}
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Publish(ctx, in.Epoch, in.Body.From))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/similarity/evaluations", ID: "evaluate-sketch",
		Action: auth.SimilaritySeal, Tag: tag, NoReplay: true, MaxBody: protocol.MaxRequest,
		Summary: "Evaluate blinded elements of a sketch",
		Detail:  "RFC 9497, VOPRF(ristretto255, SHA-512). Counted by subject and organisation; see docs/similarity.md."},
		func(ctx context.Context, in *struct{ Body protocol.Request }) (*api.Out[protocol.Answer], error) {
			return result(s.Evaluate(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/similarity/signed-evaluations", ID: "evaluate-sketch-signed",
		Public: true, Tag: tag, NoReplay: true, MaxBody: protocol.MaxRequest,
		Summary: "Evaluate blinded elements for whoever holds a key of the registry",
		Detail:  "The body is the signed request's canonical JSON (RFC 8785), byte for byte."},
		func(ctx context.Context, in *struct {
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*api.Out[protocol.Answer], error) {
			return result(s.EvaluateSigned(ctx, in.RawBody))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/similarity/drafts", ID: "add-similarity-draft",
		Action: auth.SimilaritySeal, Tag: tag, Summary: "Open a draft, for sealing the sketch of data not yet in stock"},
		func(ctx context.Context, in *struct {
			Body struct {
				Name string `json:"name" minLength:"1" maxLength:"100"`
			}
		}) (*api.Out[Draft], error) {
			return result(s.AddDraft(ctx, in.Body.Name))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/similarity/drafts", ID: "list-similarity-drafts",
		Action: auth.SimilaritySeal, Tag: tag, Summary: "List my organisation's open drafts"},
		func(ctx context.Context, _ *api.None) (*api.Out[[]Draft], error) {
			return api.Result(s.Drafts(ctx))
		})
}

func (s *Service) routesOfAnswers(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/similarity/cases/{case}", ID: "get-similarity-of-case",
		Action: auth.SimilarityRead, Tag: tag,
		Summary: "What registered data is similar to a case's: a grade for the applicant, more for registrar and lender"},
		func(ctx context.Context, in *struct {
			Case string `path:"case" maxLength:"40"`
		}) (*api.Out[Answer], error) {
			return result(s.OfCase(ctx, in.Case))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/similarity/certificates/{code}", ID: "get-similarity-of-certificate",
		Action: auth.SimilarityRead, Tag: tag,
		Summary: "What registered data is similar to a certificate's, for its holder, registrar and lenders"},
		func(ctx context.Context, in *struct {
			Code string `path:"code" minLength:"15" maxLength:"15"`
		}) (*api.Out[Answer], error) {
			return result(s.OfCertificate(ctx, in.Code))
		})
}

// result is api.Result for a body by reference.
func result[T any](body *T, err error) (*api.Out[T], error) {
	if err != nil {
		return nil, err
	}
	return api.Answer(*body), nil
}
