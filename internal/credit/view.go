package credit

import (
	"context"
	"time"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Act is something a party may do now.
type Act string

// The acts, as routes name them.
const (
	ActApprove     Act = "approve"
	ActDecline     Act = "decline"
	ActWithdraw    Act = "withdraw"
	ActPledge      Act = "pledge"
	ActAccept      Act = "accept"
	ActAcknowledge Act = "acknowledge"
	ActEffect      Act = "effect"
	ActDraw        Act = "draw_contract"
	ActSign        Act = "sign"
	ActDisburse    Act = "disburse"
	ActVoid        Act = "void"
)

// Item is an application in a list.
type Item struct {
	ID          string              `json:"id"`
	Borrower    desk.Party          `json:"borrower"`
	Lender      desk.Party          `json:"lender"`
	Certificate string              `json:"certificate"`
	Title       string              `json:"title" doc:"name of the data, where it is public"`
	Requested   money.Fen           `json:"requested_fen"`
	Purpose     string              `json:"purpose"`
	TermMonths  int                 `json:"term_months"`
	Method      loan.Method         `json:"method" enum:"equal_instalment,equal_principal,interest_only,bullet_all"`
	State       State               `json:"state" enum:"submitted,approved,declined,withdrawn,contracted,disbursed"`
	CreatedAt   time.Time           `json:"created_at"`
	UpdatedAt   time.Time           `json:"updated_at"`
	Amount      money.Fen           `json:"amount_fen" doc:"approved; 0 until then"`
	Lien        string              `json:"lien,omitempty" doc:"the latest proposed"`
	LienStatus  registry.LienStatus `json:"lien_status,omitempty" enum:"proposed,accepted,effective,enforcing,released,declined,withdrawn"`
	Contract    string              `json:"contract,omitempty" doc:"the latest drawn up; also the loan's identifier"`
	Acts        []Act               `json:"acts" doc:"what the caller's organisation may do now"`
	seq         int64
}

// View is an application whole.
type View struct {
	Item
	Assessment *Assessment   `json:"assessment,omitempty" doc:"as of today, while it is not decided"`
	Decision   *Decision     `json:"decision,omitempty"`
	Pledge     *Pledge       `json:"pledge,omitempty" doc:"the pledge contract behind the lien's commitment"`
	LienView   *LienView     `json:"lien_detail,omitempty"`
	Agreement  *ContractView `json:"contract_detail,omitempty"`
	Pending    []Pending     `json:"pending" doc:"requests of the caller's organisation that wait for a second person"`
}

// Pending is a request about an application, its lien or its contract.
type Pending struct {
	Approval string        `json:"approval"`
	Kind     string        `json:"kind"`
	Subject  string        `json:"subject"`
	Summary  approval.Text `json:"summary"`
	Maker    string        `json:"maker"`
	At       time.Time     `json:"at"`
	Decide   bool          `json:"may_decide"`
	Trouble  string        `json:"trouble,omitempty" doc:"code of the fault that sent it back"`
}

func (s *Service) item(ctx context.Context, a *Application, org string) (Item, error) {
	it := Item{
		ID: a.ID, Borrower: s.Party(ctx, a.Borrower), Lender: s.Party(ctx,
			a.Lender), Certificate: a.Certificate, Title: s.title(ctx, a.Certificate),
		Requested: a.Requested, Purpose: a.Purpose, TermMonths: a.TermMonths, Method: a.Method, State: a.State,
		CreatedAt: desk.Instant(a.Created),
		UpdatedAt: desk.Instant(a.Updated), Lien: a.Lien, Contract: a.Contract, seq: a.seq,
	}
	if a.Decision != nil && a.Decision.Terms != nil {
		it.Amount = a.Decision.Terms.Amount
	}
	if a.Lien != "" {
		row, err := s.Dir.Lien(ctx, a.Lien)
		if err != nil {
			return it, err
		}
		if row != nil {
			it.LienStatus = row.Fact.Status
		}
	}
	it.Acts = acts(a, it.LienStatus, org)
	return it, nil
}

// acts mirrors the rules for the screens' sake.
func acts(a *Application, lien registry.LienStatus, org string) []Act {
	out := []Act{}
	lender := org == a.Lender
	switch {
	case a.State == Submitted && lender:
		out = append(out, ActApprove, ActDecline)
	case a.State == Submitted:
		out = append(out, ActWithdraw)
	case a.State == Approved && lender:
		if lien == registry.LienProposed {
			out = append(out, ActAccept)
		}
		if lien.Live() {
			out = append(out, ActDraw)
		}
	case a.State == Approved && !lien.Live():
		out = append(out, ActPledge, ActWithdraw)
	}
	return out
}

func contractActs(c *contractRow, org string) []Act {
	out := []Act{}
	if c.State == Drawn && !c.signedBy(org) {
		out = append(out, ActSign)
	}
	if org == c.Lender {
		if c.State == Signed {
			out = append(out, ActDisburse)
		}
		if c.State == Drawn || c.State == Signed {
			out = append(out, ActVoid)
		}
	}
	return out
}

// Get returns an application of the caller's organisation.
func (s *Service) Get(ctx context.Context, id string) (View, error) {
	a, p, err := s.theirs(ctx, id)
	if err != nil {
		return View{}, err
	}
	it, err := s.item(ctx, a, p.Org)
	if err != nil {
		return View{}, err
	}
	out := View{Item: it, Decision: a.Decision, Pledge: a.Pledge}
	if a.State == Submitted {
		as, err := s.Assessment(ctx, id, 0, 0)
		if err != nil {
			return out, err
		}
		out.Assessment = &as
	}
	subjects := []string{"application/" + id}
	if a.Lien != "" {
		l, err := s.Lien(ctx, a.Lien)
		if err != nil {
			return out, err
		}
		out.LienView, subjects = &l, append(subjects, "lien/"+a.Lien)
	}
	if a.Contract != "" {
		c, err := s.Contract(ctx, a.Contract)
		if err != nil {
			return out, err
		}
		out.Agreement, subjects = &c, append(subjects, "contract/"+a.Contract)
	}
	out.Pending, err = s.pending(ctx, p, subjects...)
	return out, err
}

func (s *Service) pending(ctx context.Context, p auth.Principal, subjects ...string) ([]Pending, error) {
	out := []Pending{}
	for _, subject := range subjects {
		for _, st := range []approval.State{approval.Pending, approval.Executing} {
			page, err := s.Approvals.List(ctx, approval.Filter{View: approval.All, State: st, Subject: subject})
			if err != nil {
				return out, err
			}
			for _, r := range page.Items {
				v := Pending{Approval: r.ID, Kind: r.Kind, Subject: r.Subject, Summary: r.Summary, Maker: r.Maker.Name,
					At: r.Proposed, Decide: s.Approvals.MayDecide(p, r)}
				if r.Trouble != nil {
					v.Trouble = r.Trouble.Code
				}
				out = append(out, v)
			}
		}
	}
	return out, nil
}

// Query narrows a list of applications.
type Query struct {
	As          string // borrower, lender; empty: either
	State       State
	Certificate string
}

// Applications lists the applications of the caller's organisation, newest first.
func (s *Service) Applications(ctx context.Context, q Query, page api.Paging) (api.Page[Item], error) {
	none := api.Page[Item]{Items: []Item{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return none, err
	}
	before, err := page.Before()
	if err != nil {
		return none, err
	}
	where, args := "(borrower = ? OR lender = ?)", []any{p.Org, p.Org}
	if q.As == "borrower" || q.As == "lender" {
		where, args = q.As+" = ?", []any{p.Org}
	}
	if q.State != "" {
		where, args = where+" AND state = ?", append(args, string(q.State))
	}
	if q.Certificate != "" {
		where, args = where+" AND certificate = ?", append(args, q.Certificate)
	}
	var rows []*Application
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		rows, err = pick(ctx, tx, where+" AND seq < ?", append(args, before), page.Size()+1)
		return err
	})
	if err != nil {
		return none, err
	}
	items := make([]Item, len(rows))
	for i, a := range rows {
		if items[i], err = s.item(ctx, a, p.Org); err != nil {
			return none, err
		}
	}
	return api.Numbered(items, page.Size(), func(it Item) int64 { return it.seq }), nil
}
