package servicing

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/money"
)

const tag = "loans"

// ByLoan names a loan in the path.
type ByLoan struct {
	Loan string `path:"loan" maxLength:"40"`
}

// ByPayment names a payment of a loan in the path.
type ByPayment struct {
	ByLoan
	Payment int `path:"payment" minimum:"1"`
}

// Reason is why something is done.
type Reason struct {
	Reason string `json:"reason" maxLength:"1000"`
}

// Routes registers the routes of loans.
func (s *Service) Routes(a *api.API) {
	s.readingRoutes(a)
	s.moneyRoutes(a)
	s.actRoutes(a)
}

func (s *Service) readingRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/loans", ID: "list-loans", Action: auth.CreditRead, Tag: tag,
		Summary: "List my organisation's loans, newest first"},
		func(ctx context.Context, in *struct {
			As          string `query:"as" enum:"lender,borrower" doc:"in which part; absent: either"`
			State       string `query:"state" enum:"signed,active,enforcing,repaid,settled,released,void"`
			Certificate string `query:"certificate" maxLength:"15"`
			api.Paging
		}) (*api.Out[api.Page[Item]], error) {
			return api.Result(s.Loans(ctx, Query{As: in.As, State: State(in.State), Certificate: in.Certificate},
				in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/loans/{loan}", ID: "get-loan", Action: auth.CreditRead, Tag: tag,
		Summary: "Read a loan with schedule, payments, value points and margin calls"},
		func(ctx context.Context, in *ByLoan) (*api.Out[Detail], error) {
			return api.Result(s.Get(ctx, in.Loan))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/loans/{loan}/statement", ID: "loan-statement", Action: auth.BooksRead,
		Tag:     tag,
		Summary: "A loan in one's own books: schedule against payments, balances, entries"},
		func(ctx context.Context, in *struct {
			ByLoan
			api.Paging
		}) (*api.Out[Statement], error) {
			return api.Result(s.Statement(ctx, in.Loan, in.Cursor, in.Size()))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/loans/{loan}/payoff", ID: "loan-payoff", Action: auth.CreditRead,
		Tag:     tag,
		Summary: "What closes a loan today"},
		func(ctx context.Context, in *ByLoan) (*api.Out[Quote], error) {
			return api.Result(s.Quote(ctx, in.Loan))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/portfolio", ID: "portfolio", Action: auth.ApplicationDecide, Tag: tag,
		Summary: "The loans my organisation gave, summed up"},
		func(ctx context.Context, _ *api.None) (*api.Out[Portfolio], error) {
			return api.Result(s.Portfolio(ctx))
		})
}

func (s *Service) moneyRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/loans/{loan}/payments", ID: "pay-loan", Action: auth.LoanRepay,
		Tag:     tag,
		Summary: "Record money: received (lender, posted at once) or sent (borrower, until the lender confirms)",
		Detail:  "kind repayment pays dues, the oldest first, more waits as an advance; payoff closes the loan at today's quote; margin goes to the special account."},
		func(ctx context.Context, in *struct {
			ByLoan
			Body NewPayment
		}) (*api.Out[Detail], error) {
			return api.Result(s.Pay(ctx, in.Loan, in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/loans/{loan}/payments/{payment}/confirm", ID: "confirm-payment",
		Action: auth.LoanDisburse, Tag: tag,
		Summary: "Confirm that announced money arrived: it is posted today"},
		func(ctx context.Context, in *ByPayment) (*api.Out[Detail], error) {
			return api.Result(s.Confirm(ctx, in.Loan, in.Payment))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/loans/{loan}/payments/{payment}/reject", ID: "reject-payment",
		Action: auth.LoanDisburse, Tag: tag,
		Summary: "Say that announced money did not arrive"},
		func(ctx context.Context, in *struct {
			ByPayment
			Body Reason
		}) (*api.Out[Detail], error) {
			return api.Result(s.Reject(ctx, in.Loan, in.Payment, in.Body.Reason))
		})
}

func (s *Service) actRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "POST", Path: "/loans/{loan}/enforce", ID: "enforce-loan",
		Action: auth.EnforcementOpen, Tag: tag, Status: 202,
		Summary: "Propose to open enforcement of a loan in default"},
		func(ctx context.Context, in *struct {
			ByLoan
			Body Reason
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Enforce(ctx, in.Loan, in.Body.Reason))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/loans/{loan}/apply-margin", ID: "apply-margin",
		Action: auth.EnforcementOpen, Tag: tag, Status: 202,
		Summary: "Propose that margin pays what is overdue"},
		func(ctx context.Context, in *struct {
			ByLoan
			Body struct {
				Amount money.Fen `json:"amount_fen,omitempty" minimum:"0" doc:"absent: as much as there is and is due"`
			}
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.ApplyMargin(ctx, in.Loan, in.Body.Amount))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/loans/{loan}/release", ID: "release-lien", Action: auth.LienRelease,
		Tag: tag, Status: 202,
		Summary: "Propose to release the lien of a settled loan"},
		func(ctx context.Context, in *ByLoan) (*api.Out[desk.Proposed], error) {
			return api.Result(s.Release(ctx, in.Loan))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/loans/{loan}/ask-release", ID: "ask-release",
		Action: auth.PledgePropose, Tag: tag,
		Summary: "Ask the lender to release the lien of a settled loan, as borrower"},
		func(ctx context.Context, in *ByLoan) (*api.Out[Detail], error) {
			return api.Result(s.AskRelease(ctx, in.Loan))
		})
}
