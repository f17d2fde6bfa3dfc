package servicing

import (
	"context"
	"slices"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Item is a loan in a list.
type Item struct {
	ID            string        `json:"id"`
	Application   string        `json:"application"`
	Certificate   string        `json:"certificate"`
	Title         string        `json:"title" doc:"name of the data, where it is public"`
	Lender        desk.Party    `json:"lender"`
	Borrower      desk.Party    `json:"borrower"`
	Lien          string        `json:"lien"`
	Note          string        `json:"note,omitempty" doc:"the loan in the registry"`
	State         State         `json:"state" enum:"signed,active,enforcing,repaid,settled,released,void"`
	Principal     money.Fen     `json:"principal_fen"`
	Rate          string        `json:"rate" doc:"per year, as a fraction"`
	Method        loan.Method   `json:"method" enum:"equal_instalment,equal_principal,interest_only,bullet_all"`
	Drawdown      daycount.Date `json:"drawdown"`
	Maturity      daycount.Date `json:"maturity"`
	Outstanding   money.Fen     `json:"outstanding_fen"`
	Due           money.Fen     `json:"due_fen" doc:"fallen due and unpaid, penalty included"`
	Overdue       money.Fen     `json:"overdue_fen" doc:"of that, after the days of grace"`
	DaysPastDue   int           `json:"days_past_due"`
	Class         loan.Class    `json:"class" enum:"normal,special_mention,substandard,doubtful,loss" doc:"five-class floor by days past due"`
	NextDue       daycount.Date `json:"next_due,omitzero"`
	NextFen       money.Fen     `json:"next_fen"`
	Margin        money.Fen     `json:"margin_fen"`
	Advance       money.Fen     `json:"advance_fen" doc:"paid ahead"`
	InitialValue  money.Fen     `json:"initial_value_fen" doc:"appraised value the credit rests on"`
	Value         money.Fen     `json:"value_fen" doc:"as last seen"`
	LTV           int64         `json:"ltv_bp"`
	Drop          int64         `json:"drop_bp" doc:"fall of the value since disbursement"`
	CapBP         int64         `json:"cap_bp"`
	MaintenanceBP int64         `json:"maintenance_bp"`
	DropLimitBP   int64         `json:"drop_limit_bp"`
	Call          *CallView     `json:"call,omitempty" doc:"the margin call that is open or has failed"`
	LastHeartbeat daycount.Date `json:"last_heartbeat,omitzero"`
	SilentSince   daycount.Date `json:"silent_since,omitzero" doc:"no heartbeat for longer than the contract tolerates; warned on this day"`
	ExistenceOn   daycount.Date `json:"existence_failed_on,omitzero" doc:"the agent failed a challenge about the pledged data and has passed none since"`
	SeenOn        daycount.Date `json:"seen_on,omitzero" doc:"figures are as of the end of this day"`
}

// CallView is a margin call as a screen shows it.
type CallView struct {
	Call
	RaisedAt        time.Time `json:"raised_at"`
	WorkingDaysLeft int       `json:"working_days_left" doc:"negative: over"`
}

// PointView is a point of the value chart.
type PointView struct {
	Point
	At time.Time `json:"at"`
}

// PaymentView is a payment as a screen shows it.
type PaymentView struct {
	Payment
	At time.Time `json:"at"`
}

// Line is an instalment with what was paid of it.
type Line struct {
	loan.Instalment
	PaidInterest  money.Fen `json:"paid_interest_fen"`
	PaidPrincipal money.Fen `json:"paid_principal_fen"`
	PaidPenalty   money.Fen `json:"paid_penalty_fen"`
	Penalty       money.Fen `json:"penalty_fen" doc:"unpaid penalty"`
	Unpaid        money.Fen `json:"unpaid_fen" doc:"of interest, principal and penalty, where it has fallen due"`
	Status        string    `json:"status" enum:"coming,due,part_paid,overdue,paid"`
}

// Act is something a party may do with a loan now.
type Act string

// The acts, as routes name them.
const (
	ActPay        Act = "pay"
	ActPayoff     Act = "payoff"
	ActDeposit    Act = "deposit"
	ActConfirm    Act = "confirm"
	ActEnforce    Act = "enforce"
	ActApply      Act = "apply_margin"
	ActRelease    Act = "release"
	ActAskRelease Act = "ask_release"
)

// Detail is a loan whole.
type Detail struct {
	Item
	Terms        Terms             `json:"terms"`
	DayCount     daycount.DayCount `json:"day_count"`
	Schedule     []Line            `json:"schedule"`
	CalledIn     daycount.Date     `json:"called_in,omitzero" doc:"everything is due from this day"`
	Ended        daycount.Date     `json:"ended,omitzero" doc:"repaid on"`
	Payments     []PaymentView     `json:"payments"`
	Values       []PointView       `json:"values" doc:"the chart: oldest first, the latest 1,000"`
	Calls        []CallView        `json:"calls" doc:"oldest first"`
	Cost         string            `json:"yearly_cost" doc:"annualised, internal rate of return, as a fraction"`
	Acts         []Act             `json:"acts" doc:"what the caller's organisation may do now"`
	Pending      []Pending         `json:"pending" doc:"requests of the caller's organisation that wait for a second person"`
	ReleaseAsked bool              `json:"release_asked"`
}

// Pending is a request about a loan.
type Pending struct {
	Approval string        `json:"approval"`
	Kind     string        `json:"kind"`
	Summary  approval.Text `json:"summary"`
	Maker    string        `json:"maker"`
	At       time.Time     `json:"at"`
	Decide   bool          `json:"may_decide"`
}

func (s *Service) organisation(ctx context.Context, uscc string) desk.Party {
	return desk.Party{USCC: uscc, Name: s.dir.Name(ctx, uscc)}
}

func (s *Service) item(ctx context.Context, l *Loan, c *Call, cal *daycount.Calendar) Item {
	k := l.Terms.Contract
	it := Item{
		ID: l.ID, Application: l.Application, Certificate: l.Certificate, Lender: s.organisation(ctx, l.Lender),
		Borrower: s.organisation(ctx,
			l.Borrower), Lien: l.Lien, Note: l.Note, State: l.State, Principal: k.Principal, Rate: k.Rate.String(),
		Method: k.Method, Drawdown: k.Drawdown, Maturity: k.Maturity, Outstanding: l.Seen.Outstanding, Due: l.Seen.Due,
		Overdue: l.Seen.Overdue, DaysPastDue: l.Seen.DaysPastDue, Class: l.Seen.Class, NextDue: l.Seen.NextDue,
		NextFen: l.Seen.NextFen,
		Margin:  l.Margin, Advance: l.Advance, InitialValue: l.Terms.Value, Value: l.Terms.Value,
		CapBP:         l.Terms.Margin.CapBP,
		MaintenanceBP: l.Terms.Margin.MaintenanceBP, DropLimitBP: l.Terms.Margin.DropBP, LastHeartbeat: l.LastBeat,
		SilentSince: l.Silent, ExistenceOn: l.Broken, SeenOn: l.Seen.Day,
	}
	if s.Title != nil {
		it.Title = s.Title(ctx, l.Certificate)
	}
	if l.Value != nil {
		it.Value, it.LTV, it.Drop = l.Value.Value, l.Value.LTV, l.Value.Drop
	}
	if c != nil && c.State != CallCured {
		v := s.callView(c, cal)
		it.Call = &v
	}
	return it
}

func (s *Service) callView(c *Call, cal *daycount.Calendar) CallView {
	return CallView{Call: *c, RaisedAt: instant(c.RaisedAt), WorkingDaysLeft: cal.WorkingDaysBetween(s.today(),
		c.Deadline)}
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// maxPoints bounds a chart.
const maxPoints = 1000

// Get returns a loan of the caller's organisation.
func (s *Service) Get(ctx context.Context, id string) (Detail, error) {
	l, p, err := s.theirs(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	cal, err := s.calendar(ctx)
	if err != nil {
		return Detail{}, err
	}
	out := Detail{Terms: l.Terms, DayCount: l.Terms.Contract.DayCount, CalledIn: l.CalledIn, Ended: l.Ended,
		ReleaseAsked: l.Asked,
		Payments:     []PaymentView{}, Values: []PointView{}, Calls: []CallView{}}
	var paid []loan.Payment
	var c *Call
	err = s.store.View(ctx, func(tx *db.Tx) error {
		if c, err = lastCall(ctx, tx, id); err != nil {
			return err
		}
		if paid, err = posted(ctx, tx, id); err != nil {
			return err
		}
		out.Acts = s.acts(l, c, p)
		return s.histories(ctx, tx, id, &out, p.Org == l.Lender, cal)
	})
	if err != nil {
		return out, err
	}
	out.Item = s.item(ctx, l, c, cal) // after the view: names are read in views of their own
	if out.Schedule, err = s.lines(l, paid); err != nil {
		return out, err
	}
	schedule, err := loan.Schedule(l.Terms.Contract)
	if err != nil {
		return out, err
	}
	if rate, err := loan.IRR(loan.Flows(l.Terms.Contract, schedule)); err == nil {
		out.Cost = rate.String()
	}
	out.Pending, err = s.pending(ctx, id, p)
	return out, err
}

func (s *Service) histories(ctx context.Context, tx *db.Tx, id string, out *Detail, lender bool, cal *daycount.Calendar) error {
	pays, err := payments(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, p := range pays {
		out.Payments = append(out.Payments, PaymentView{Payment: p, At: instant(p.At)})
		if p.State == Announced && lender && !slices.Contains(out.Acts, ActConfirm) {
			out.Acts = append(out.Acts, ActConfirm)
		}
	}
	points, err := all[Point](ctx, tx, "servicing_value", id, maxPoints)
	if err != nil {
		return err
	}
	for _, p := range points {
		out.Values = append(out.Values, PointView{Point: p, At: instant(p.At)})
	}
	calls, err := all[Call](ctx, tx, "servicing_call", id, maxPoints)
	for i := range calls {
		out.Calls = append(out.Calls, s.callView(&calls[i], cal))
	}
	return err
}

// lines holds the schedule against what was paid, as of today.
func (s *Service) lines(l *Loan, paid []loan.Payment) ([]Line, error) {
	out := make([]Line, len(l.Schedule))
	for i, in := range l.Schedule {
		out[i] = Line{Instalment: in, Status: "coming"}
	}
	if l.State == Signed || l.State == Void {
		return out, nil
	}
	pos, err := loan.PositionAt(l.Terms.Contract, l.Schedule, paid, s.today())
	if err != nil {
		return nil, err
	}
	byNo := map[int]*Line{}
	for i := range out {
		byNo[out[i].No] = &out[i]
		if !out[i].Due.After(pos.AsOf) {
			out[i].Status = "paid"
		}
	}
	for _, a := range pos.Allocations {
		for _, p := range a.Parts {
			if line := byNo[p.No]; line != nil {
				line.take(p)
			}
		}
	}
	for _, d := range pos.Dues {
		line := byNo[d.No]
		if line == nil {
			continue
		}
		line.Penalty, line.Unpaid, line.Status = d.Penalty, d.Total(), "due"
		if line.PaidInterest+line.PaidPrincipal > 0 {
			line.Status = "part_paid"
		}
		if pos.AsOf.Sub(d.Date) > l.Terms.Contract.GraceDays {
			line.Status = "overdue"
		}
	}
	return out, nil
}

func (l *Line) take(p loan.Part) {
	switch p.Component {
	case loan.Interest:
		l.PaidInterest += p.Amount
	case loan.Principal:
		l.PaidPrincipal += p.Amount
	case loan.Penalty:
		l.PaidPenalty += p.Amount
	}
}

// acts mirrors the rules for the screens' sake.
func (s *Service) acts(l *Loan, c *Call, p auth.Principal) []Act {
	out := []Act{}
	if l.State.owes() {
		out = append(out, ActPay, ActPayoff)
	}
	if l.State.owes() || l.State == Signed {
		out = append(out, ActDeposit)
	}
	if p.Org != l.Lender {
		if (l.State == Repaid || l.State == Settled) && !l.Asked {
			out = append(out, ActAskRelease)
		}
		return out
	}
	if l.State == Active && l.inDefault(c) {
		out = append(out, ActEnforce)
	}
	if _, err := l.applicable(); err == nil {
		out = append(out, ActApply)
	}
	if l.State == Settled {
		out = append(out, ActRelease)
	}
	return out
}

func (s *Service) pending(ctx context.Context, id string, p auth.Principal) ([]Pending, error) {
	out := []Pending{}
	for _, st := range []approval.State{approval.Pending, approval.Executing} {
		page, err := s.approvals.List(ctx, approval.Filter{View: approval.All, State: st, Subject: "loan/" + id})
		if err != nil {
			return out, err
		}
		for _, r := range page.Items {
			out = append(out, Pending{Approval: r.ID, Kind: r.Kind, Summary: r.Summary, Maker: r.Maker.Name,
				At: r.Proposed, Decide: s.approvals.MayDecide(p, r)})
		}
	}
	return out, nil
}
