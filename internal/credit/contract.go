package credit

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// ContractState is where a contract stands.
type ContractState string

// The states.
const (
	Drawn      ContractState = "drawn"  // up for signature
	Signed     ContractState = "signed" // by both
	Disbursing ContractState = "disbursing"
	Paid       ContractState = "disbursed"
	Void       ContractState = "void"
)

// Document is what both sides sign: the whole agreement, with the schedule it makes.
type Document struct {
	V           int               `json:"v"`
	ID          string            `json:"id"`
	Application string            `json:"application"`
	Lender      string            `json:"lender"`
	Borrower    string            `json:"borrower"`
	Certificate string            `json:"certificate"`
	Lien        string            `json:"lien"`
	Purpose     string            `json:"purpose"`
	Secured     money.Fen         `json:"secured_fen"`
	NoFurther   bool              `json:"no_further"`
	Terms       servicing.Terms   `json:"terms"`
	Schedule    []loan.Instalment `json:"schedule"`
}

// Signature is one side's.
type Signature struct {
	Org string `json:"org"`
	By  string `json:"by" doc:"name of the person who approved it"`
	At  int64  `json:"at"`
	Key string `json:"key" doc:"Ed25519 public key, hexadecimal"`
	Sig string `json:"sig" doc:"base64, over “shurong loan contract v1” and the commitment, a line each"`
}

// Progress is how far a contract has come.
type Progress struct {
	Signatures []Signature `json:"signatures"`
	Request    string      `json:"request,omitempty"` // that disburses it
	Note       string      `json:"note,omitempty"`    // the registry's loan
	Index      uint64      `json:"index,omitempty"`   // log position of the disbursement
}

// signingPrefix separates signatures on contracts from every other use of an organisation's key.
const signingPrefix = "shurong loan contract v1\n"

func (c *contractRow) signedBy(org string) bool {
	return slices.ContainsFunc(c.Progress.Signatures, func(s Signature) bool { return s.Org == org })
}

// ContractView is a contract as its parties see it.
type ContractView struct {
	ID         string          `json:"id"`
	State      ContractState   `json:"state" enum:"drawn,signed,disbursing,disbursed,void"`
	Lender     desk.Party      `json:"lender"`
	Borrower   desk.Party      `json:"borrower"`
	Title      string          `json:"title"`
	Document   Document        `json:"document"`
	Cost       string          `json:"yearly_cost" doc:"annualised, internal rate of return, as a fraction"`
	Commitment string          `json:"commitment" doc:"SHA-256(salt ‖ canonical document)"`
	Salt       string          `json:"salt" doc:"hexadecimal"`
	Canonical  string          `json:"canonical" doc:"the document's canonical JSON, as signed"`
	Signatures []SignatureView `json:"signatures"`
	Margin     money.Fen       `json:"margin_fen" doc:"deposited so far"`
	Note       string          `json:"note,omitempty" doc:"the loan in the registry"`
	Index      uint64          `json:"index,omitzero" doc:"log position of the disbursement"`
	Acts       []Act           `json:"acts"`
}

// SignatureView is a signature as a screen shows it.
type SignatureView struct {
	Signature
	At time.Time `json:"at"`
}

// NewContract says when the loan is to be drawn.
type NewContract struct {
	Drawdown daycount.Date `json:"drawdown,omitzero" doc:"default today; the schedule counts from it, and the loan is disbursed on it"`
}

// DrawUp draws up the contract of an approved application, in place of one that was not signed by both.
func (s *Service) DrawUp(ctx context.Context, id string, in NewContract) (ContractView, error) {
	a, err := s.lenders(ctx, id, "拟订合同", "a contract", Approved)
	if err != nil {
		return ContractView{}, err
	}
	lien, err := s.lienOf(ctx, a)
	if err != nil {
		return ContractView{}, err
	}
	if lien == nil || !lien.Status.Live() {
		return ContractView{}, ErrNoLien.With("id", id)
	}
	today := s.Today()
	if in.Drawdown.IsZero() {
		in.Drawdown = today
	}
	if in.Drawdown.Before(today) {
		return ContractView{}, ErrDrawdown.With("date", in.Drawdown, "today", today).At("body.drawdown")
	}
	row, err := draft(a, in.Drawdown)
	if err != nil {
		return ContractView{}, err
	}
	err = s.change(ctx, id, func(tx *db.Tx, a *Application) error {
		if err := a.in("拟订合同", "a contract", Approved); err != nil {
			return err
		}
		if err := voidDrawn(ctx, tx, a.Contract); err != nil {
			return err
		}
		a.Contract = row.ID
		if err := row.insert(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "contract.draw", Subject: "contract/" + row.ID,
			After: map[string]string{"application": id, "drawdown": in.Drawdown.String(),
				"commitment": row.Commitment}})
	})
	if err != nil {
		return ContractView{}, err
	}
	return s.Contract(ctx, row.ID)
}

// draft makes the contract out of what was approved.
func draft(a *Application, drawdown daycount.Date) (*contractRow, error) {
	t := *a.Decision.Terms
	c, err := t.contract(drawdown)
	if err != nil {
		return nil, inBody(err)
	}
	schedule, err := loan.Schedule(c)
	if err != nil {
		return nil, err
	}
	d := Document{V: 1, ID: db.NewID("LC"), Application: a.ID, Lender: a.Lender, Borrower: a.Borrower,
		Certificate: a.Certificate, Lien: a.Lien,
		Purpose: a.Purpose, Secured: t.Secured, NoFurther: t.NoFurther, Schedule: schedule, Terms: servicing.Terms{
			Contract: c, Margin: t.margin(), InitialMargin: t.InitialMargin, HeartbeatDays: t.HeartbeatDays,
			Valuation: a.Decision.Assessment.Valuation, Value: a.Decision.Assessment.Value,
		}}
	body, err := canon.Marshal(d)
	if err != nil {
		return nil, err
	}
	commitment, salt := keyring.Commit(body)
	return &contractRow{ID: d.ID, Application: a.ID, Lender: a.Lender, Borrower: a.Borrower, State: Drawn,
		Commitment: commitment, Salt: salt,
		Document: string(body), Progress: Progress{Signatures: []Signature{}}}, nil
}

// voidDrawn ends a contract that was drawn up and not signed by both.
func voidDrawn(ctx context.Context, tx *db.Tx, id string) error {
	if id == "" {
		return nil
	}
	c, err := loadContract(ctx, tx, id)
	if err != nil || c.State == Void {
		return err
	}
	if c.State != Drawn {
		return ErrState.With("id", id, "state", c.State, "zh", "重新拟订", "en", "another contract")
	}
	c.State = Void
	return c.save(ctx, tx)
}

// Void ends a contract before its disbursement; margin that was deposited goes back.
func (s *Service) Void(ctx context.Context, id string) (ContractView, error) {
	c, p, err := s.theirContract(ctx, id)
	if err != nil {
		return ContractView{}, err
	}
	if p.Org != c.Lender {
		return ContractView{}, ErrParty.With("zh", "贷款银行", "en", "bank")
	}
	err = s.change(ctx, c.Application, func(tx *db.Tx, a *Application) error {
		c, err := loadContract(ctx, tx, id)
		if err != nil {
			return err
		}
		switch c.State {
		case Drawn:
		case Signed:
			if err := s.loans.Cancel(ctx, tx, id); err != nil {
				return err
			}
			a.State = Approved
		default:
			return ErrState.With("id", id, "state", c.State, "zh", "作废", "en", "voiding")
		}
		c.State = Void
		if err := c.save(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "contract.void", Subject: "contract/" + id})
	})
	if err != nil {
		return ContractView{}, err
	}
	return s.Contract(ctx, id)
}

// theirContract loads a contract the caller's organisation is a side of.
func (s *Service) theirContract(ctx context.Context, id string) (c *contractRow, p auth.Principal, err error) {
	if p, err = auth.Must(ctx); err != nil {
		return nil, p, err
	}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		c, err = loadContract(ctx, tx, id)
		return err
	})
	if err == nil && (p.Org == "" || p.Org != c.Lender && p.Org != c.Borrower) {
		err = notFound("合同", "contract", id)
	}
	return c, p, err
}

// Contract returns a contract of the caller's organisation.
func (s *Service) Contract(ctx context.Context, id string) (ContractView, error) {
	c, p, err := s.theirContract(ctx, id)
	if err != nil {
		return ContractView{}, err
	}
	d, err := c.document()
	if err != nil {
		return ContractView{}, err
	}
	out := ContractView{ID: c.ID, State: c.State, Lender: s.Party(ctx, c.Lender), Borrower: s.Party(ctx, c.Borrower),
		Title:    s.title(ctx, d.Certificate),
		Document: d, Commitment: c.Commitment, Salt: hex.EncodeToString(c.Salt), Canonical: c.Document,
		Signatures: []SignatureView{},
		Note:       c.Progress.Note, Index: c.Progress.Index, Acts: contractActs(c, p.Org)}
	for _, sig := range c.Progress.Signatures {
		out.Signatures = append(out.Signatures, SignatureView{Signature: sig, At: desk.Instant(sig.At)})
	}
	if rate, err := loan.IRR(loan.Flows(d.Terms.Contract, d.Schedule)); err == nil {
		out.Cost = rate.String()
	}
	if c.State == Drawn || c.State == Void {
		return out, nil
	}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		_, _, margin, err := servicing.Margin(ctx, tx, id)
		out.Margin = money.Fen(margin)
		return err
	})
	return out, err
}

// signing is the payload of a request to sign: the commitment keeps a signature from landing on another text.
type signing struct {
	Contract   string `json:"contract"`
	Commitment string `json:"commitment"`
}

// Sign proposes that the caller's organisation sign a contract.
func (s *Service) Sign(ctx context.Context, id string) (desk.Proposed, error) {
	c, p, err := s.theirContract(ctx, id)
	switch {
	case err != nil:
		return desk.Proposed{}, err
	case c.signedBy(p.Org):
		return desk.Proposed{}, ErrSignedAlready.With("id", id)
	case c.State != Drawn:
		return desk.Proposed{}, ErrState.With("id", id, "state", c.State, "zh", "签署", "en", "a signature")
	}
	d, err := c.document()
	if err != nil {
		return desk.Proposed{}, err
	}
	other := c.Lender
	if p.Org == c.Lender {
		other = c.Borrower
	}
	name, amount := s.Dir.Name(ctx, other), d.Terms.Contract.Principal.Grouped()
	return desk.Answer(s.Approvals.Propose(ctx, KindSign, "contract/"+id, approval.Text{
		ZH: "与" + name + "签署借款合同：" + amount + " 元", EN: "Sign the loan contract with " + name + ": CNY " + amount,
	}, signing{Contract: id, Commitment: c.Commitment}))
}

// sign signs. The second signature opens the loan.
func (s *Service) sign(ctx context.Context, r approval.Request) error {
	var p signing
	if err := r.Into(&p); err != nil {
		return err
	}
	sig, key, err := s.Keys.SignDocument(ctx, r.Org, []byte(signingPrefix+p.Commitment))
	if err != nil {
		return err
	}
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		c, err := loadContract(ctx, tx, p.Contract)
		if err != nil || c.signedBy(r.Org) {
			return err
		}
		if c.State != Drawn || c.Commitment != p.Commitment || r.Org != c.Lender && r.Org != c.Borrower {
			return ErrState.With("id", c.ID, "state", c.State, "zh", "签署", "en", "a signature")
		}
		now := s.Clock.Now().UnixMilli()
		c.Progress.Signatures = append(c.Progress.Signatures, Signature{Org: r.Org, By: checker(ctx), At: now,
			Key: hex.EncodeToString(key),
			Sig: base64.StdEncoding.EncodeToString(sig)})
		if c.signedBy(c.Lender) && c.signedBy(c.Borrower) {
			if err := s.open(ctx, tx, c, now); err != nil {
				return err
			}
		}
		return c.save(ctx, tx)
	})
}

// open begins the loan of a contract that both have signed.
func (s *Service) open(ctx context.Context, tx *db.Tx, c *contractRow, now int64) error {
	d, err := c.document()
	if err != nil {
		return err
	}
	a, err := loadApplication(ctx, tx, c.Application)
	if err != nil {
		return err
	}
	if err := a.in("签署", "a signature", Approved); err != nil {
		return err
	}
	a.State, a.Updated, c.State = Contracted, now, Signed
	if err := a.save(ctx, tx); err != nil {
		return err
	}
	return servicing.Open(ctx, tx, servicing.Opening{ID: c.ID, Application: c.Application, Lender: c.Lender,
		Borrower:    c.Borrower,
		Certificate: d.Certificate, Lien: d.Lien, Terms: d.Terms, SignedAt: now})
}
