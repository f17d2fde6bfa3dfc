package credit

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
)

const tag = "credit"

type (
	// ByApplication names an application in the path.
	ByApplication struct {
		Application string `path:"application" maxLength:"40"`
	}
	// ByLien names a pledge in the path.
	ByLien struct {
		Lien string `path:"lien" maxLength:"40"`
	}
	// ByContract names a contract in the path.
	ByContract struct {
		Contract string `path:"contract" maxLength:"40"`
	}
	// Reason is why an application is declined.
	Reason struct {
		Reason string `json:"reason" maxLength:"500"`
	}
)

// Routes registers the routes of the desk.
func (s *Service) Routes(a *api.API) {
	s.applicationRoutes(a)
	s.decisionRoutes(a)
	s.pledgeRoutes(a)
	s.contractRoutes(a)
	api.Register(a, api.Op{Method: "GET", Path: "/work/credit", ID: "credit-work-list", Action: auth.CreditRead,
		Tag:     tag,
		Summary: "What waits for my organisation in applications, pledges, contracts and loans, the most urgent first"},
		func(ctx context.Context, _ *api.None) (*api.Out[WorkList], error) { return api.Result(s.Work(ctx)) })
}

func (s *Service) applicationRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/applications", ID: "apply-for-credit",
		Action: auth.ApplicationSubmit, Tag: tag,
		Summary: "Apply for credit on a certificate"},
		func(ctx context.Context, in *struct{ Body NewApplication }) (*api.Out[View], error) {
			return api.Result(s.Apply(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/applications", ID: "list-applications", Action: auth.CreditRead,
		Tag:     tag,
		Summary: "List my organisation's applications, newest first"},
		func(ctx context.Context, in *struct {
			As          string `query:"as" enum:"borrower,lender" doc:"in which part; absent: either"`
			State       string `query:"state" enum:"submitted,approved,declined,withdrawn,contracted,disbursed"`
			Certificate string `query:"certificate" maxLength:"15"`
			api.Paging
		}) (*api.Out[api.Page[Item]], error) {
			return api.Result(s.Applications(ctx, Query{As: in.As, State: State(in.State), Certificate: in.Certificate},
				in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/applications/{application}", ID: "get-application",
		Action: auth.CreditRead, Tag: tag,
		Summary: "Read an application with assessment, decision, pledge and contract"},
		func(ctx context.Context, in *ByApplication) (*api.Out[View], error) {
			return api.Result(s.Get(ctx, in.Application))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/applications/{application}/withdraw", ID: "withdraw-application",
		Action: auth.ApplicationSubmit, Tag: tag,
		Summary: "Withdraw an application, before a pledge for it lives"},
		func(ctx context.Context, in *ByApplication) (*api.Out[View], error) {
			return api.Result(s.Withdraw(ctx, in.Application))
		})
}

func (s *Service) decisionRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/applications/{application}/assessment", ID: "assess-application",
		Action: auth.CreditRead, Tag: tag,
		Summary: "Assess an application as of today: checks with evidence, and the limit"},
		func(ctx context.Context, in *struct {
			ByApplication
			Cap    int64 `query:"cap_bp" minimum:"0" maximum:"5000" doc:"default: the decision's, else 3000"`
			Months int   `query:"term_months" minimum:"0" maximum:"60" doc:"default: as applied for"`
		}) (*api.Out[Assessment], error) {
			return api.Result(s.Assessment(ctx, in.Application, in.Cap, in.Months))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/applications/{application}/approve", ID: "approve-application",
		Action: auth.ApplicationDecide, Tag: tag,
		Status: 202, Summary: "Propose to approve an application on terms"},
		func(ctx context.Context, in *struct {
			ByApplication
			Body Terms
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Approve(ctx, in.Application, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/applications/{application}/decline", ID: "decline-application",
		Action: auth.ApplicationDecide, Tag: tag,
		Status: 202, Summary: "Propose to decline an application"},
		func(ctx context.Context, in *struct {
			ByApplication
			Body Reason
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Decline(ctx, in.Application, in.Body.Reason))
		})
}

func (s *Service) pledgeRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/applications/{application}/pledge", ID: "propose-pledge",
		Action: auth.PledgePropose, Tag: tag,
		Status: 202, Summary: "Propose to pledge the right to operate for an approved application, as borrower"},
		func(ctx context.Context, in *ByApplication) (*api.Out[desk.Proposed], error) {
			return api.Result(s.ProposePledge(ctx, in.Application))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/applications/{application}/pledge/accept", ID: "accept-pledge",
		Action: auth.PledgeAccept, Tag: tag,
		Status: 202, Summary: "Propose to accept the pledge, with the filing number and the liens ahead as disclosed"},
		func(ctx context.Context, in *struct {
			ByApplication
			Body Acceptance
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.AcceptPledge(ctx, in.Application, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/liens", ID: "list-liens", Action: auth.CreditRead, Tag: tag,
		Summary: "List my organisation's pledges, or those on a certificate, newest first"},
		func(ctx context.Context, in *struct {
			As          string `query:"as" enum:"pledgor,pledgee"`
			Certificate string `query:"certificate" maxLength:"15"`
			Live        bool   `query:"live" doc:"only those that hold a rank"`
			api.Paging
		}) (*api.Out[api.Page[LienView]], error) {
			return api.Result(s.Liens(ctx, LienQuery{As: in.As, Certificate: in.Certificate, Live: in.Live}, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/liens/{lien}", ID: "get-lien", Action: auth.CreditRead, Tag: tag,
		Summary: "Read a pledge with the liens ahead of it"},
		func(ctx context.Context, in *ByLien) (*api.Out[LienView], error) {
			return api.Result(s.Lien(ctx, in.Lien))
		})
	direct := func(verb, id string, action auth.Action, summary string, do func(context.Context, string) (LienView,
		error)) {
		api.Register(a, api.Op{Method: "POST", Path: "/liens/{lien}/" + verb, ID: id, Action: action, Tag: tag,
			Summary: summary},
			func(ctx context.Context, in *ByLien) (*api.Out[LienView], error) { return api.Result(do(ctx, in.Lien)) })
	}
	direct("acknowledge", "acknowledge-lien", auth.PledgeAcknowledge, "Acknowledge a later lien, as an earlier pledgee",
		s.Acknowledge)
	direct("effect", "effect-lien", auth.PledgePropose,
		"Make an accepted lien effective after the earlier pledgees' notice", s.Effect)
	direct("decline", "decline-lien", auth.PledgeAccept, "Decline a pledge, as pledgee", s.DeclinePledge)
	direct("withdraw", "withdraw-lien", auth.PledgePropose, "Withdraw a pledge that was not accepted, as pledgor",
		s.WithdrawPledge)
}

func (s *Service) contractRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/applications/{application}/contract", ID: "draw-contract",
		Action: auth.ApplicationDecide, Tag: tag,
		Summary: "Draw up the loan contract with its schedule, as bank"},
		func(ctx context.Context, in *struct {
			ByApplication
			Body NewContract
		}) (*api.Out[ContractView], error) {
			return api.Result(s.DrawUp(ctx, in.Application, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/contracts/{contract}", ID: "get-contract", Action: auth.CreditRead,
		Tag:     tag,
		Summary: "Read a loan contract"},
		func(ctx context.Context, in *ByContract) (*api.Out[ContractView], error) {
			return api.Result(s.Contract(ctx, in.Contract))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/contracts/{contract}/sign", ID: "sign-contract",
		Action: auth.ContractSign, Tag: tag, Status: 202,
		Summary: "Propose to sign a loan contract"},
		func(ctx context.Context, in *ByContract) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Sign(ctx, in.Contract))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/contracts/{contract}/disburse", ID: "disburse-loan",
		Action: auth.LoanDisburse, Tag: tag, Status: 202,
		Summary: "Propose to pay a signed contract out"},
		func(ctx context.Context, in *ByContract) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Disburse(ctx, in.Contract))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/contracts/{contract}/void", ID: "void-contract",
		Action: auth.ApplicationDecide, Tag: tag,
		Summary: "Void a contract before its disbursement, as bank; margin goes back"},
		func(ctx context.Context, in *ByContract) (*api.Out[ContractView], error) {
			return api.Result(s.Void(ctx, in.Contract))
		})
}
