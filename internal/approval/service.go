package approval

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
)

// minReason and maxReason bound a reason, in characters: a word that explains, not a document.
const (
	minReason = 2
	maxReason = 500
)

// Service keeps requests and carries them out.
type Service struct {
	store *db.DB
	clock clock.Clock
	log   *slog.Logger
	kinds map[string]Handler

	mu      sync.Mutex
	running map[string]bool // requests being executed by this process
}

// New returns a service without kinds. All kinds are registered with Handle before the first request is served.
func New(store *db.DB, c clock.Clock, log *slog.Logger) *Service {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Service{store: store, clock: c, log: log, kinds: map[string]Handler{}, running: map[string]bool{}}
}

// Handle registers a kind. It panics on a mistake: registration happens at start, from constants.
func (s *Service) Handle(kind string, h Handler) {
	_, twice := s.kinds[kind]
	if twice || kind == "" || h.Execute == nil || !h.Action.Known() || h.Title.ZH == "" || h.Title.EN == "" {
		panic(fmt.Sprintf("approval: kind %q is registered twice or lacks title, a known action or Execute", kind))
	}
	s.kinds[kind] = h
}

// Propose asks for something in a transaction of its own. The maker is the context's principal.
func (s *Service) Propose(ctx context.Context, kind, subject string, summary Text, payload any) (Request, error) {
	var r Request
	err := s.store.Tx(ctx, func(tx *db.Tx) (err error) {
		r, err = s.ProposeTx(ctx, tx, kind, subject, summary, payload)
		return err
	})
	return r, err
}

// ProposeTx asks for something in the caller's transaction, together with what the caller changes.
func (s *Service) ProposeTx(
	ctx context.Context, tx *db.Tx, kind, subject string, summary Text, payload any,
) (Request, error) {
	maker, err := auth.Must(ctx)
	if err != nil {
		return Request{}, err
	}
	h, known := s.kinds[kind]
	if !known {
		return Request{}, errUnknownKind.With("kind", kind)
	}
	if maker.Org == "" {
		return Request{}, auth.ErrMayNot.With("action", h.Action)
	}
	if !h.Many {
		open, err := openOn(ctx, tx, maker.Org, kind, subject)
		if err != nil {
			return Request{}, err
		}
		if open != "" {
			return Request{}, ErrOpen.With("id", open)
		}
	}
	body, err := canon.Marshal(payload)
	if err != nil {
		return Request{}, err
	}
	now := s.clock.Now()
	r := Request{
		ID: newID(), Org: maker.Org, Kind: kind, Subject: subject, Summary: summary, Payload: body, State: Pending,
		Maker: Person{User: maker.User, Name: maker.Name}, Proposed: now,
	}
	if err := insert(ctx, tx, r); err != nil {
		return Request{}, err
	}
	return r, s.note(ctx, tx, "approval.propose", nil, r)
}

// newID makes an identifier that sorts by no secret and cannot be guessed.
func newID() string { return "ap_" + strings.ToLower(rand.Text()) }

// Get returns a request of the caller's organisation.
func (s *Service) Get(ctx context.Context, id string) (Request, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Request{}, err
	}
	var r row
	err = s.store.View(ctx, func(tx *db.Tx) (err error) {
		r, err = s.ofOrg(ctx, tx, p, id)
		return err
	})
	return r.Request, err
}

// ofOrg loads a request that belongs to the principal's organisation; others do not exist for it.
func (s *Service) ofOrg(ctx context.Context, tx *db.Tx, p auth.Principal, id string) (row, error) {
	r, err := load(ctx, tx, id)
	if err == nil && (p.Org == "" || r.Org != p.Org) {
		return row{}, ErrNotFound.With("id", id)
	}
	return r, err
}

// MayDecide reports whether p may approve or reject r.
func (s *Service) MayDecide(p auth.Principal, r Request) bool { return s.checkChecker(p, r) == nil }

func (s *Service) checkChecker(p auth.Principal, r Request) error {
	h, known := s.kinds[r.Kind]
	switch {
	case !known:
		return errUnknownKind.With("kind", r.Kind)
	case r.Org != p.Org || !p.Can(h.Action):
		return auth.ErrMayNot.With("action", h.Action)
	case r.Maker.User == p.User:
		return ErrOwn.With()
	}
	return nil
}

// Reject ends a pending request: it will not be carried out. The checker gives a reason.
func (s *Service) Reject(ctx context.Context, id, reason string) (Request, error) {
	if err := checkReason(reason); err != nil {
		return Request{}, err
	}
	return s.close(ctx, id, reason, Rejected, s.checkChecker)
}

// Withdraw ends a pending request by its maker. The reason may be empty.
func (s *Service) Withdraw(ctx context.Context, id, reason string) (Request, error) {
	if reason != "" {
		if err := checkReason(reason); err != nil {
			return Request{}, err
		}
	}
	return s.close(ctx, id, reason, Withdrawn, func(p auth.Principal, r Request) error {
		if r.Maker.User != p.User {
			return ErrNotMaker.With()
		}
		return nil
	})
}

func checkReason(reason string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(reason)); n < minReason || n > maxReason {
		return ErrReason.With("min", minReason, "max", maxReason).At("reason")
	}
	return nil
}

func (s *Service) close(
	ctx context.Context, id, reason string, to State, may func(auth.Principal, Request) error,
) (Request, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Request{}, err
	}
	var r row
	err = s.store.Tx(ctx, func(tx *db.Tx) (err error) {
		if r, err = s.ofOrg(ctx, tx, p, id); err != nil {
			return err
		}
		if err := may(p, r.Request); err != nil {
			return err
		}
		if r.State != Pending {
			return ErrNotPending.With("state", r.State)
		}
		before := r.Request
		now := s.clock.Now()
		r.State, r.Reason, r.Decided = to, strings.TrimSpace(reason), &now
		if to == Rejected {
			r.Checker, r.checkerRoles = &Person{User: p.User, Name: p.Name}, joinRoles(p.Roles)
		}
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		if h := s.kinds[r.Kind]; h.Closed != nil {
			if err := h.Closed(ctx, tx, r.Request); err != nil {
				return err
			}
		}
		verb := "approval.reject"
		if to == Withdrawn {
			verb = "approval.withdraw"
		}
		return s.note(ctx, tx, verb, &before, r.Request)
	})
	return r.Request, err
}

// Approve decides for a request and carries it out. It returns when that is done, or failed: a business fault is
// returned as it is, and the request is pending again. Approving a request that is executing but not being executed
// (after a failure) takes it up again.
func (s *Service) Approve(ctx context.Context, id string) (Request, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Request{}, err
	}
	if !s.take(id) {
		return Request{}, ErrRunning.With()
	}
	defer s.letGo(id)
	var r row
	err = s.store.Tx(ctx, func(tx *db.Tx) (err error) {
		if r, err = s.ofOrg(ctx, tx, p, id); err != nil {
			return err
		}
		if err := s.checkChecker(p, r.Request); err != nil {
			return err
		}
		if r.State == Executing {
			return nil
		}
		if r.State != Pending {
			return ErrNotPending.With("state", r.State)
		}
		before := r.Request
		now := s.clock.Now()
		r.State, r.Decided, r.Trouble = Executing, &now, nil
		r.Checker, r.checkerRoles = &Person{User: p.User, Name: p.Name}, joinRoles(p.Roles)
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return s.note(ctx, tx, "approval.approve", &before, r.Request)
	})
	if err != nil {
		return Request{}, err
	}
	return s.execute(ctx, r)
}

// Resume takes up what was being executed when the process ended. It is called once at start, when everything that
// Execute needs is ready, and may be called again later. Requests that fail again stay executing; their errors are
// joined.
func (s *Service) Resume(ctx context.Context) error {
	var rows []row
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			r, err := scan(rs)
			rows = append(rows, r)
			return err
		}, "SELECT "+columns+" FROM approval WHERE state = 'executing' ORDER BY decided, id")
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, r := range rows {
		if !s.take(r.ID) {
			continue
		}
		_, err := s.execute(ctx, r)
		s.letGo(r.ID)
		if err != nil && !business(err) {
			failed = append(failed, fmt.Errorf("request %s: %w", strconv.Quote(r.ID), err))
		}
	}
	return errors.Join(failed...)
}

// execute carries out a request in state executing, on behalf of its checker, and writes down how it ended.
func (s *Service) execute(ctx context.Context, r row) (Request, error) {
	h, known := s.kinds[r.Kind]
	if !known {
		return r.Request, errUnknownKind.With("kind", r.Kind)
	}
	if p, ok := auth.From(ctx); !ok || p.User != r.Checker.User {
		ctx = auth.With(ctx, auth.Principal{User: r.Checker.User, Name: r.Checker.Name, Org: r.Org,
			Roles: splitRoles(r.checkerRoles)})
	}
	if done, err := s.finishedMeanwhile(ctx, r.ID); done != nil || err != nil {
		return *done, err
	}
	failure := h.Execute(ctx, r.Request)
	if failure != nil && !business(failure) {
		s.log.ErrorContext(ctx, "an approved request was not carried out to its end",
			"id", r.ID, "kind", r.Kind, "err", failure.Error())
		return r.Request, ErrUnfinished.Because(failure)
	}
	before := r.Request
	action := "approval.done"
	if failure != nil {
		action = "approval.returned"
		r.State, r.Checker, r.checkerRoles, r.Decided, r.Trouble = Pending, nil, "", nil, troubleOf(failure)
	} else {
		r.State, r.Trouble = Done, nil
	}
	// What was carried out is written down even if the caller has gone.
	ctx = context.WithoutCancel(ctx)
	err := s.store.Tx(ctx, func(tx *db.Tx) error {
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return s.note(ctx, tx, action, &before, r.Request)
	})
	if err != nil {
		return r.Request, ErrUnfinished.Because(err)
	}
	return r.Request, failure
}

// finishedMeanwhile returns the request if it left the state executing between being read and being taken.
func (s *Service) finishedMeanwhile(ctx context.Context, id string) (*Request, error) {
	var r row
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		r, err = load(ctx, tx, id)
		return err
	})
	if err != nil {
		return &Request{}, err
	}
	if r.State != Executing {
		return &r.Request, nil
	}
	return nil, nil
}

// business reports whether an error is a fault that a person can act on, as opposed to a failure of the machinery.
func business(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	k := fault.From(err).Kind()
	return k != fault.Internal && k != fault.Unavailable
}

func troubleOf(err error) *Trouble {
	e := fault.From(err)
	return &Trouble{Code: e.Code(), ZH: e.ZH(), EN: e.EN(), HintZH: e.HintZH(), HintEN: e.HintEN(), Field: e.Field}
}

// take marks a request as being executed by this process; false if it already is.
func (s *Service) take(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[id] {
		return false
	}
	s.running[id] = true
	return true
}

func (s *Service) letGo(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, id)
}

// note writes the audit entry of a step.
func (s *Service) note(ctx context.Context, tx *db.Tx, action string, before *Request, after Request) error {
	e := audit.Entry{Org: after.Org, Action: action, Subject: "approval/" + after.ID, After: after, At: s.clock.Now()}
	if before != nil {
		e.Before, e.After = stepOf(*before), stepOf(after)
	}
	return audit.Record(ctx, tx, e)
}

// step is what of a request can change; the rest is in the entry of its proposal.
type step struct {
	Kind    string   `json:"kind"`
	About   string   `json:"about"` // the request's subject
	State   State    `json:"state"`
	Checker *Person  `json:"checker,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Trouble *Trouble `json:"trouble,omitempty"`
}

func stepOf(r Request) step {
	return step{Kind: r.Kind, About: r.Subject, State: r.State, Checker: r.Checker, Reason: r.Reason, Trouble: r.Trouble}
}
