package credit

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// State is where an application stands. Where its pledge stands is the registry's to say.
type State string

// The states.
const (
	Submitted  State = "submitted"
	Approved   State = "approved"
	Declined   State = "declined"
	Withdrawn  State = "withdrawn"  // by the borrower
	Contracted State = "contracted" // both signed
	Disbursed  State = "disbursed"
)

// Application asks a bank for credit on a certificate.
type Application struct {
	ID          string      `json:"id"`
	Borrower    string      `json:"borrower"`
	Lender      string      `json:"lender"`
	Certificate string      `json:"certificate"`
	Requested   money.Fen   `json:"requested_fen"`
	Purpose     string      `json:"purpose"`
	TermMonths  int         `json:"term_months"`
	Method      loan.Method `json:"method"`
	State       State       `json:"state"`
	Created     int64       `json:"created"`
	Updated     int64       `json:"updated"`
	Decision    *Decision   `json:"decision,omitempty"`
	Pledge      *Pledge     `json:"pledge,omitempty"`
	Lien        string      `json:"lien,omitempty"`     // the latest proposed
	Contract    string      `json:"contract,omitempty"` // the latest drawn up

	seq int64
}

// Decision is what the lender decided, and on what.
type Decision struct {
	On         daycount.Date `json:"on"`
	By         string        `json:"by" doc:"name of who approved it"`
	Terms      *Terms        `json:"terms,omitempty"`
	Assessment *Assessment   `json:"assessment,omitempty" doc:"as of the decision"`
	Reason     string        `json:"reason,omitempty"`
}

// Pledge is the pledge contract behind the lien's commitment.
type Pledge struct {
	Document   string `json:"document" doc:"canonical JSON"`
	Salt       string `json:"salt" doc:"hexadecimal"`
	Commitment string `json:"commitment"`
}

// NewApplication is an application to be made.
type NewApplication struct {
	Certificate string      `json:"certificate" minLength:"15" maxLength:"15"`
	Lender      string      `json:"lender" maxLength:"18" doc:"credit code of the bank"`
	Requested   money.Fen   `json:"requested_fen" minimum:"1" maximum:"1000000000000000"`
	Purpose     string      `json:"purpose" maxLength:"200" doc:"what the money is for"`
	TermMonths  int         `json:"term_months" minimum:"1" maximum:"60"`
	Method      loan.Method `json:"method" enum:"equal_instalment,equal_principal,interest_only,bullet_all"`
}

// Apply applies for credit. The bank may from now on read the appraisal report behind the value.
func (s *Service) Apply(ctx context.Context, in NewApplication) (View, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return View{}, err
	}
	if err := text(&in.Purpose, 2, 200, "body.purpose"); err != nil {
		return View{}, err
	}
	if in.Requested <= 0 || in.Requested > money.Max {
		return View{}, money.ErrRange.With("text", in.Requested).At("body.requested_fen")
	}
	if in.TermMonths < 1 || in.TermMonths > 60 {
		return View{}, ErrTerm.With("months", in.TermMonths).At("body.term_months")
	}
	bank, err := s.Dir.Organisation(ctx, in.Lender)
	if err != nil {
		return View{}, err
	}
	if bank == nil || !bank.Fact.Has(registry.RoleBank) {
		return View{}, ErrLender.With("org", in.Lender).At("body.lender")
	}
	if in.Lender == p.Org {
		return View{}, ErrOwnBank.With().At("body.lender")
	}
	a := &Application{ID: db.NewID("FA"), Borrower: p.Org, Lender: in.Lender, Certificate: in.Certificate,
		Requested: in.Requested,
		Purpose:   in.Purpose, TermMonths: in.TermMonths, Method: in.Method, State: Submitted,
		Created: s.Clock.Now().UnixMilli()}
	a.Updated = a.Created
	f, err := s.facts(ctx, a)
	if err != nil {
		return View{}, err
	}
	if f.Certificate == nil || f.Certificate.Holder != p.Org || !f.Certificate.Live(f.Today) {
		return View{}, ErrHolder.With("code", in.Certificate).At("body.certificate")
	}
	// Refused here with the reason; the registry has the last word at disbursement.
	if f.Sanction != nil && f.Sanction.Bars(f.Today) {
		return View{}, registry.ErrSanctioned.With("org", p.Org, "until", f.Sanction.Until)
	}
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		if err := a.insert(ctx, tx); err != nil {
			return err
		}
		if f.Valuation != nil {
			if err := appraisal.Grant(ctx, tx, f.Valuation.ID, in.Lender); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "application.submit", Subject: "application/" + a.ID,
			After: a})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, a.ID)
}

// theirs loads an application the caller's organisation is a party of.
func (s *Service) theirs(ctx context.Context, id string) (a *Application, p auth.Principal, err error) {
	if p, err = auth.Must(ctx); err != nil {
		return nil, p, err
	}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		a, err = loadApplication(ctx, tx, id)
		return err
	})
	if err == nil && (p.Org == "" || p.Org != a.Lender && p.Org != a.Borrower) {
		err = notFound("申请", "application", id)
	}
	return a, p, err
}

// lenders and borrowers load an application for one of its sides to act on, in one of some states.
func (s *Service) lenders(ctx context.Context, id, zh, en string, in ...State) (*Application, error) {
	a, p, err := s.theirs(ctx, id)
	if err == nil && p.Org != a.Lender {
		err = ErrParty.With("zh", "贷款银行", "en", "bank")
	}
	if err == nil {
		err = a.in(zh, en, in...)
	}
	return a, err
}

func (s *Service) borrowers(ctx context.Context, id, zh, en string, in ...State) (*Application, error) {
	a, p, err := s.theirs(ctx, id)
	if err == nil && p.Org != a.Borrower {
		err = ErrParty.With("zh", "借款人", "en", "borrower")
	}
	if err == nil {
		err = a.in(zh, en, in...)
	}
	return a, err
}

// in requires one of some states for what is to be done.
func (a *Application) in(zh, en string, states ...State) error {
	for _, st := range states {
		if a.State == st {
			return nil
		}
	}
	return ErrState.With("id", a.ID, "state", a.State, "zh", zh, "en", en)
}

// Withdraw ends an application by its borrower, before a pledge for it lives.
func (s *Service) Withdraw(ctx context.Context, id string) (View, error) {
	a, err := s.borrowers(ctx, id, "撤回", "withdrawal", Submitted, Approved)
	if err != nil {
		return View{}, err
	}
	lien, err := s.lienOf(ctx, a)
	if err != nil {
		return View{}, err
	}
	if lien != nil && lien.Status.Live() {
		return View{}, ErrLienOpen.With("id", id, "lien", lien.ID, "status", lien.Status)
	}
	err = s.change(ctx, id, func(tx *db.Tx, a *Application) error {
		if err := a.in("撤回", "withdrawal", Submitted, Approved); err != nil {
			return err
		}
		a.State = Withdrawn
		return audit.Record(ctx, tx, audit.Entry{Action: "application.withdraw", Subject: "application/" + id})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, id)
}
