package oversight

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
)

// Routes registers the routes of the desk.
func (s *Service) Routes(a *api.API) {
	s.routesOfSanctions(a)
	s.routesOfOverview(a)
}

func (s *Service) routesOfSanctions(a *api.API) {
	const tag = "sanctions"
	api.Register(a, api.Op{Method: "GET", Path: "/sanctions", ID: "list-sanctions", Action: auth.OrgRead, Tag: tag,
		Summary: "The joint sanction list, newest entry first, past entries included"},
		func(ctx context.Context, in *struct {
			Subject string `query:"subject" maxLength:"18" doc:"credit code"`
			api.Paging
		}) (*api.Out[api.Page[Sanction]], error) {
			return api.Result(s.Sanctions(ctx, in.Subject, in.Paging))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/sanctions", ID: "list-organisation", Action: auth.SanctionRecord,
		Tag: tag, Status: 202,
		Summary: "Propose to put an organisation on the joint sanction list"},
		func(ctx context.Context, in *struct{ Body Listing }) (*api.Out[desk.Proposed], error) {
			return api.Result(s.List(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/sanctions/{subject}/lift", ID: "lift-sanction",
		Action: auth.SanctionRecord, Tag: tag, Status: 202,
		Summary: "Propose to remove an organisation from the list"},
		func(ctx context.Context, in *struct {
			Subject string `path:"subject" maxLength:"18"`
			Body    Lifting
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Lift(ctx, in.Subject, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/sanctions/proposals/{approval}", ID: "get-sanction-proposal",
		Action: auth.SanctionRecord, Tag: tag,
		Summary: "Read a request of this desk with the words of the decision"},
		func(ctx context.Context, in *struct {
			Approval string `path:"approval" maxLength:"64"`
		}) (*api.Out[ProposalView], error) {
			return api.Result(s.Proposal(ctx, in.Approval))
		})
}

func (s *Service) routesOfOverview(a *api.API) {
	const tag = "oversight"
	api.Register(a, api.Op{Method: "GET", Path: "/oversight/overview", ID: "oversight-overview",
		Action: auth.OversightRead, Tag: tag,
		Summary: "The field in numbers, as of the present log size"},
		func(ctx context.Context, _ *api.None) (*api.Out[Overview], error) { return api.Result(s.Overview(ctx)) })
	api.Register(a, api.Op{Method: "GET", Path: "/oversight/registrars", ID: "oversight-registrars",
		Action: auth.OversightRead, Tag: tag,
		Summary: "How each registrar keeps its terms"},
		func(ctx context.Context, in *struct{ api.Paging }) (*api.Out[api.Page[Scorecard]], error) {
			return api.Result(s.Scorecards(ctx, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/oversight/heartbeats", ID: "oversight-heartbeats",
		Action: auth.OversightRead, Tag: tag,
		Summary: "Heartbeats of all data, newest first"},
		func(ctx context.Context, in *struct{ api.Paging }) (*api.Out[api.Page[Beat]], error) {
			return api.Result(s.Heartbeats(ctx, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/oversight/objections", ID: "oversight-objections",
		Action: auth.OversightRead, Tag: tag,
		Summary: "Cases with objections, newest case first"},
		func(ctx context.Context, in *struct {
			Open bool `query:"open" doc:"only cases with an open objection"`
			api.Paging
		}) (*api.Out[api.Page[CaseObjections]], error) {
			return api.Result(s.Objections(ctx, in.Open, in.Paging))
		})
}
