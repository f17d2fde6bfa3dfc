package appraisal

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/valuation"
)

const tag = "valuation"

// ByCommission names a commission in the path.
type ByCommission struct {
	Commission string `path:"commission" maxLength:"40"`
}

// File is a valuation file as text.
type File struct {
	Text string `json:"text" maxLength:"262144" doc:"YAML or JSON"`
}

// Ending is why a commission ends.
type Ending struct {
	Reason string `json:"reason" maxLength:"500"`
}

// Routes registers the routes of the desk.
func (s *Service) Routes(a *api.API) {
	s.commissionRoutes(a)
	s.draftRoutes(a)
	s.reportRoutes(a)
	s.standardRoutes(a)
	api.Register(a, api.Op{Method: "GET", Path: "/reports", ID: "list-reports", Action: auth.ValuationRead, Tag: tag,
		Summary: "List the appraisal reports my organisation may read, newest first"},
		func(ctx context.Context, in *struct {
			Certificate string `query:"certificate" maxLength:"15"`
			api.Paging
		}) (*api.Out[api.Page[ReportItem]], error) {
			return api.Result(s.Reports(ctx, in.Certificate, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/reports/{report}", ID: "get-report", Action: auth.ValuationRead,
		Tag:     tag,
		Summary: "Read a report with inputs, derivation and sensitivity",
		Detail:  "By the valuation's identifier, or by the report's commitment."},
		func(ctx context.Context, in *struct {
			Report string `path:"report" maxLength:"64"`
		}) (*api.Out[Report], error) {
			return api.Result(s.Report(ctx, in.Report))
		})
}

func (s *Service) commissionRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/commissions", ID: "commission-appraisal",
		Action: auth.ValuationCommission, Tag: tag,
		Summary: "Commission an appraisal, as holder or bank"},
		func(ctx context.Context, in *struct{ Body NewCommission }) (*api.Out[Commission], error) {
			return api.Result(s.Commission(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/commissions", ID: "list-commissions", Action: auth.ValuationRead,
		Tag:     tag,
		Summary: "List the commissions my organisation is a party of, newest first"},
		func(ctx context.Context, in *struct {
			As          string `query:"as" enum:"client,holder,appraiser" doc:"in which part; absent: any"`
			State       string `query:"state" enum:"open,submitted,reported,declined,cancelled"`
			Certificate string `query:"certificate" maxLength:"15"`
			api.Paging
		}) (*api.Out[api.Page[Commission]], error) {
			return api.Result(s.Commissions(ctx, CommissionQuery{As: in.As, State: State(in.State),
				Certificate: in.Certificate}, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/commissions/{commission}", ID: "get-commission",
		Action: auth.ValuationRead, Tag: tag,
		Summary: "Read a commission; the appraiser gets its draft with what it leads to"},
		func(ctx context.Context, in *ByCommission) (*api.Out[Commission], error) {
			return api.Result(s.Get(ctx, in.Commission))
		})
	end := func(verb, id string, action auth.Action, summary string, do func(context.Context, string,
		string) (Commission, error)) {
		api.Register(a, api.Op{Method: "POST", Path: "/commissions/{commission}/" + verb, ID: id, Action: action,
			Tag: tag, Summary: summary},
			func(ctx context.Context, in *struct {
				ByCommission
				Body Ending
			}) (*api.Out[Commission], error) {
				return api.Result(do(ctx, in.Commission, in.Body.Reason))
			})
	}
	end("decline", "decline-commission", auth.ValuationSubmit, "Decline a commission, as appraiser", s.Decline)
	end("cancel", "cancel-commission", auth.ValuationCommission, "Cancel a commission, as who asked", s.Cancel)
}

func (s *Service) draftRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/valuations/preview", ID: "preview-valuation",
		Action: auth.ValuationRead, Tag: tag,
		NoReplay: true, Summary: "Compute a valuation file; keeps nothing",
		Detail: "Answers with the report, or a problem that names line and field."},
		func(_ context.Context, in *struct{ Body File }) (*api.Out[valuation.Report], error) {
			return api.Result(Preview(in.Body.Text))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/commissions/{commission}/template", ID: "valuation-template",
		Action: auth.ValuationRead, Tag: tag,
		Summary: "A valuation file to start from"},
		func(ctx context.Context, in *struct {
			ByCommission
			Approach string `query:"approach" enum:"cost,cost_expert9,direct,royalty,excess_earnings,incremental,contracts,market" default:"royalty"`
		}) (*api.Out[Template], error) {
			return api.Result(s.Template(ctx, in.Commission, in.Approach))
		})
	api.Register(a, api.Op{Method: "PUT", Path: "/commissions/{commission}/draft", ID: "save-draft",
		Action: auth.ValuationSubmit, Tag: tag,
		Summary: "Save the valuation file, good or not; answers with what it leads to"},
		func(ctx context.Context, in *struct {
			ByCommission
			Body File
		}) (*api.Out[Draft], error) {
			return api.Result(s.PutDraft(ctx, in.Commission, in.Body.Text))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/commissions/{commission}/submit", ID: "submit-valuation",
		Action: auth.ValuationSubmit, Tag: tag,
		Status: 202, Summary: "Propose to put the report on record"},
		func(ctx context.Context, in *ByCommission) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Submit(ctx, in.Commission))
		})
}
