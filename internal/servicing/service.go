package servicing

import (
	"context"
	"log/slog"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/loan"
)

// The kinds of request.
const (
	KindEnforce = "pledge.enforce"
	KindRelease = "pledge.release"
	KindApply   = "margin.apply"
)

// Service services loans.
type Service struct {
	// Title, if set, names the data of a certificate.
	Title func(ctx context.Context, certificate string) string

	store     *db.DB
	ledger    sequence.Ledger
	keys      *keyring.Keys
	dir       *directory.Directory
	approvals *approval.Service
	clock     clock.Clock
	log       *slog.Logger
	turn      chan struct{} // holds one value while nobody follows the log
}

// New returns the service and registers its kinds of request. log may be nil.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory,
	approvals *approval.Service, c clock.Clock, log *slog.Logger) *Service {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Service{store: store, ledger: ledger, keys: keys, dir: dir, approvals: approvals, clock: c, log: log,
		turn: make(chan struct{}, 1)}
	s.turn <- struct{}{}
	approvals.Handle(KindEnforce, approval.Handler{Title: approval.Text{ZH: "启动处置", EN: "Open enforcement"},
		Action: auth.EnforcementOpen, Execute: s.enforce})
	approvals.Handle(KindRelease, approval.Handler{Title: approval.Text{ZH: "解除质押", EN: "Release the lien"},
		Action: auth.LienRelease, Execute: s.release})
	approvals.Handle(KindApply, approval.Handler{Title: approval.Text{ZH: "以保证金抵偿", EN: "Apply margin to the debt"},
		Action: auth.EnforcementOpen, Execute: s.applyMargin})
	return s
}

func (s *Service) today() daycount.Date { return daycount.DateOf(s.clock.Now()) }

// calendar is the registry's calendar of working days.
func (s *Service) calendar(ctx context.Context) (*daycount.Calendar, error) {
	_, cal, err := sequence.Rules(ctx, s.ledger)
	return cal, err
}

// Opening is a contract that both have signed.
type Opening struct {
	ID, Application, Lender, Borrower, Certificate, Lien string
	Terms                                                Terms
	SignedAt                                             int64 // Unix milliseconds
}

// Open begins a loan in the transaction that completes its signatures. Opened again it is the same loan.
func Open(ctx context.Context, tx *db.Tx, o Opening) error {
	var n int
	if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM servicing_loan WHERE id = ?", o.ID).Scan(&n); err != nil || n > 0 {
		return err
	}
	schedule, err := loan.Schedule(o.Terms.Contract)
	if err != nil {
		return err
	}
	l := &Loan{ID: o.ID, Application: o.Application, Lender: o.Lender, Borrower: o.Borrower, Certificate: o.Certificate,
		Lien:  o.Lien,
		State: Signed, Terms: o.Terms, Schedule: schedule, SignedAt: o.SignedAt, Seen: Seen{Class: loan.Normal}}
	return l.insert(ctx, tx)
}

// Disburse pays a signed loan out in the books of both sides, after the registry accepted the disbursement as note
// at a log position. Repeated, it changes nothing.
func (s *Service) Disburse(ctx context.Context, tx *db.Tx, id, note string, index uint64,
	cal *daycount.Calendar) error {
	l, err := load(ctx, tx, id)
	if err != nil || l.Note == note {
		return err
	}
	if l.State != Signed {
		return ErrState.With("loan", id, "state", l.State, "zh", "放款", "en", "disbursed")
	}
	_, err = s.books(ctx, tx, id, func(b *ledger) error {
		day := b.l.Terms.Contract.Drawdown
		b.l.Note, b.l.NoteIndex = note, index
		if err := b.disburse(day); err != nil {
			return err
		}
		return b.weigh(Point{Source: AtDisbursement, At: b.now, Date: day, Index: index, Valuation: b.l.Terms.Valuation,
			Value: b.l.Terms.Value}, cal)
	})
	return err
}

// Margin returns the state of a loan and the margin it holds.
func Margin(ctx context.Context, tx *db.Tx, id string) (State, Terms, int64, error) {
	l, err := load(ctx, tx, id)
	if err != nil {
		return "", Terms{}, 0, err
	}
	return l.State, l.Terms, int64(l.Margin), nil
}

// Cancel ends a loan that was signed and not disbursed: margin goes back.
func (s *Service) Cancel(ctx context.Context, tx *db.Tx, id string) error {
	_, err := s.books(ctx, tx, id, func(b *ledger) error {
		if b.l.State != Signed {
			return ErrState.With("loan", id, "state", b.l.State, "zh", "作废", "en", "cancelled")
		}
		b.l.State = Void
		return b.returnMargin(s.today())
	})
	return err
}

// weigh judges the loan's security, keeps the point, and does what follows from it: a call raised, kept up to date,
// cured.
func (b *ledger) weigh(p Point, cal *daycount.Calendar) error {
	p, err := b.l.judge(p, cal)
	if err != nil {
		return err
	}
	if err := putPoint(b.ctx, b.tx, b.l.ID, &p); err != nil {
		return err
	}
	b.l.Value = &p
	if !b.l.State.owes() {
		return nil
	}
	was, err := lastCall(b.ctx, b.tx, b.l.ID)
	if err != nil {
		return err
	}
	if c := follow(was, p); c != nil {
		return putCall(b.ctx, b.tx, b.l.ID, c)
	}
	return nil
}

// weighAgain judges the same value after money moved.
func (b *ledger) weighAgain(day daycount.Date, cal *daycount.Calendar) error {
	if b.l.Value == nil || !b.l.State.owes() {
		return nil
	}
	p := *b.l.Value
	p.Source, p.At, p.Date = ByMoney, b.now, day
	return b.weigh(p, cal)
}

// closeCall ends a call that a repaid loan leaves behind.
func (b *ledger) closeCall(day daycount.Date) error {
	c, err := lastCall(b.ctx, b.tx, b.l.ID)
	if err != nil || c == nil || c.State == CallCured {
		return err
	}
	c.State, c.Shortfall, c.Ended = CallCured, 0, day
	return putCall(b.ctx, b.tx, b.l.ID, c)
}
