package credit

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Terms are what a lender approves. What is 0 or empty takes the default named.
type Terms struct {
	Amount        money.Fen   `json:"amount_fen" minimum:"1"`
	Rate          string      `json:"rate" maxLength:"16" doc:"per year: 0.0345 or 3.45%"`
	Method        loan.Method `json:"method,omitempty" enum:"equal_instalment,equal_principal,interest_only,bullet_all" doc:"default: as applied for"`
	TermMonths    int         `json:"term_months,omitempty" minimum:"0" maximum:"60" doc:"default: as applied for"`
	Every         loan.Every  `json:"every,omitempty" enum:"monthly,quarterly,maturity" doc:"default by method"`
	DueDay        int         `json:"due_day,omitempty" minimum:"0" maximum:"31" doc:"default: the day of drawdown"`
	GraceDays     int         `json:"grace_days,omitempty" minimum:"0" maximum:"90"`
	PenaltyBP     int64       `json:"penalty_bp,omitempty" doc:"overdue rate in basis points of the rate; default 15000"`
	CapBP         int64       `json:"cap_bp,omitempty" doc:"loan to value at most; default 3000, never over 5000"`
	DropBP        int64       `json:"drop_bp,omitempty" doc:"fall of value that is tolerated; default 2000"`
	MaintenanceBP int64       `json:"maintenance_bp,omitempty" doc:"loan to value that is tolerated; default cap ÷ (1 − drop)"`
	CureDays      int         `json:"cure_days,omitempty" doc:"working days to answer a margin call; default 5"`
	InitialMargin money.Fen   `json:"initial_margin_fen,omitempty" minimum:"0" doc:"to be deposited before disbursement"`
	HeartbeatDays int         `json:"heartbeat_days,omitempty" minimum:"0" maximum:"366" doc:"silence of the data that is tolerated; default 10"`
	NoFurther     bool        `json:"no_further,omitempty" doc:"covenant: no further pledge while the lien lives"`
	Secured       money.Fen   `json:"secured_fen,omitempty" minimum:"0" doc:"the most the lien secures; default the amount"`
}

// defaultHeartbeatDays is ours: an agent reports daily, and a machine may be down over the longest public holiday.
const defaultHeartbeatDays = 10

// normal fills defaults in from the application and checks everything that can be checked without the registry.
func (t Terms) normal(a *Application, today daycount.Date) (Terms, error) {
	if t.Method == "" {
		t.Method = a.Method
	}
	if t.TermMonths == 0 {
		t.TermMonths = a.TermMonths
	}
	if t.HeartbeatDays == 0 {
		t.HeartbeatDays = defaultHeartbeatDays
	}
	if t.Secured == 0 {
		t.Secured = t.Amount
	}
	m, err := loan.MarginTerms{CapBP: t.CapBP, DropBP: t.DropBP, MaintenanceBP: t.MaintenanceBP,
		CureDays: t.CureDays}.Normal()
	if err != nil {
		return t, inBody(err)
	}
	t.CapBP, t.DropBP, t.MaintenanceBP, t.CureDays = m.CapBP, m.DropBP, m.MaintenanceBP, m.CureDays
	if t.TermMonths < 1 || t.TermMonths > 60 {
		return t, ErrTerm.With("months", t.TermMonths).At("body.term_months")
	}
	if t.Secured < t.Amount || t.Secured > 2*t.Amount {
		return t, ErrSecured.With("secured", t.Secured, "least", t.Amount, "most", 2*t.Amount).At("body.secured_fen")
	}
	if t.InitialMargin < 0 || t.InitialMargin > t.Amount {
		return t, servicing.ErrAmount.With("have", t.InitialMargin, "most", t.Amount).At("body.initial_margin_fen")
	}
	c, err := t.contract(today)
	if err != nil {
		return t, inBody(err)
	}
	if _, err := loan.Schedule(c); err != nil {
		return t, inBody(err)
	}
	t.Every, t.PenaltyBP = c.Every, c.PenaltyBP
	return t, nil
}

// inBody places a fault of the calculators in the request.
func inBody(err error) error {
	e := fault.From(err)
	if e.Field == "" {
		return e
	}
	return e.At("body." + e.Field)
}

// contract is the loan contract that the terms make when drawn on a day: ACT/360, halves to even, principal and
// interest by instalment.
func (t Terms) contract(drawdown daycount.Date) (loan.Contract, error) {
	rate, err := loan.ParseRate(t.Rate)
	if err != nil {
		return loan.Contract{}, fault.From(err).At("rate")
	}
	return loan.Contract{
		Principal: t.Amount, Rate: rate, Method: t.Method, Drawdown: drawdown,
		Maturity: drawdown.AddMonths(t.TermMonths), Every: t.Every,
		DueDay: t.DueDay, GraceDays: t.GraceDays, PenaltyBP: t.PenaltyBP,
	}.Normal()
}

func (t Terms) margin() loan.MarginTerms {
	return loan.MarginTerms{CapBP: t.CapBP, DropBP: t.DropBP, MaintenanceBP: t.MaintenanceBP, CureDays: t.CureDays}
}
