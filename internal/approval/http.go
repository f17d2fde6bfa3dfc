package approval

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
)

// Item is a request as a screen shows it.
type Item struct {
	Request
	Title       Text `json:"title" doc:"of the kind"`
	MayDecide   bool `json:"may_decide" doc:"the caller may approve or reject it now"`
	MayWithdraw bool `json:"may_withdraw" doc:"the caller may withdraw it now"`
	MayRetry    bool `json:"may_retry" doc:"it was approved, is not carried out yet, and the caller may try again"`
}

type byID struct {
	ID string `path:"approval" maxLength:"64"`
}

type withReason struct {
	ID   string `path:"approval" maxLength:"64"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

// Routes registers the routes of the mechanism. What a request leads to belongs to its capability.
func (s *Service) Routes(a *api.API) {
	const tag = "approvals"
	api.Register(a, api.Op{Method: "GET", Path: "/approvals", ID: "list-approvals", Action: auth.SessionUse,
		Tag: tag, Summary: "List my organisation's requests: to decide, mine, or all"}, s.list)
	api.Register(a, api.Op{Method: "GET", Path: "/approvals/{approval}", ID: "get-approval", Action: auth.SessionUse,
		Tag: tag, Summary: "Read a request"}, s.get)
	api.Register(a, api.Op{Method: "POST", Path: "/approvals/{approval}/approve", ID: "approve",
		Action: auth.ApprovalDecide, Tag: tag, Summary: "Approve a request and carry it out"}, s.approve)
	api.Register(a, api.Op{Method: "POST", Path: "/approvals/{approval}/reject", ID: "reject", Action: auth.ApprovalDecide,
		Tag: tag, Summary: "Reject a request"}, s.reject)
	api.Register(a, api.Op{Method: "POST", Path: "/approvals/{approval}/withdraw", ID: "withdraw-approval",
		Action: auth.ApprovalDecide, Tag: tag, Summary: "Withdraw one's own request"}, s.withdraw)
}

func (s *Service) item(ctx context.Context, r Request, err error) (*api.Out[Item], error) {
	if err != nil {
		return nil, err
	}
	return api.Answer(s.show(ctx, r)), nil
}

// show adds what the caller may do with a request.
func (s *Service) show(ctx context.Context, r Request) Item {
	p, _ := auth.From(ctx)
	may := s.MayDecide(p, r)
	return Item{
		Request: r, Title: s.kinds[r.Kind].Title,
		MayDecide: may && r.State == Pending, MayRetry: may && r.State == Executing,
		MayWithdraw: r.State == Pending && r.Maker.User == p.User,
	}
}

func (s *Service) list(ctx context.Context, in *struct {
	View    string `query:"view" enum:"decide,mine,all" default:"decide"`
	State   string `query:"state" enum:"pending,executing,done,rejected,withdrawn"`
	Subject string `query:"subject" maxLength:"200"`
	api.Paging
}) (*api.Out[api.Page[Item]], error) {
	page, err := s.List(ctx, Filter{View: View(in.View), State: State(in.State), Subject: in.Subject, Paging: in.Paging})
	if err != nil {
		return nil, err
	}
	items := make([]Item, len(page.Items))
	for i, r := range page.Items {
		items[i] = s.show(ctx, r)
	}
	return api.Answer(api.Page[Item]{Items: items, NextCursor: page.NextCursor}), nil
}

func (s *Service) get(ctx context.Context, in *byID) (*api.Out[Item], error) {
	r, err := s.Get(ctx, in.ID)
	return s.item(ctx, r, err)
}

func (s *Service) approve(ctx context.Context, in *byID) (*api.Out[Item], error) {
	r, err := s.Approve(ctx, in.ID)
	return s.item(ctx, r, err)
}

func (s *Service) reject(ctx context.Context, in *withReason) (*api.Out[Item], error) {
	r, err := s.Reject(ctx, in.ID, in.Body.Reason)
	return s.item(ctx, r, err)
}

func (s *Service) withdraw(ctx context.Context, in *withReason) (*api.Out[Item], error) {
	r, err := s.Withdraw(ctx, in.ID, in.Body.Reason)
	return s.item(ctx, r, err)
}
