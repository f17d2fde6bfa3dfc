// Package approval is maker–checker: whatever binds an organisation is asked for by one person and decided by another.
//
// A capability names a kind of request and how to carry it out:
//
//	s.approvals.Handle("pledge.accept", approval.Handler{
//		Title:   approval.Text{ZH: "接受质押", EN: "Accept a pledge"},
//		Action:  auth.PledgeAccept, // what the checker must be allowed to do
//		Execute: s.acceptPledge,
//	})
//
// and, instead of doing it, proposes it, in the transaction of whatever it changes itself:
//
//	req, err := s.approvals.Propose(ctx, "pledge.accept", "pledge/"+id, summary, payload)
//
// The states are
//
//	pending ──approve──▶ executing ──▶ done
//	   │  ▲                  │
//	   │  └─ business fault ─┘
//	   ├──reject──▶ rejected       (another person)
//	   └──withdraw─▶ withdrawn     (the maker)
//
// Invariants: the maker never decides; maker and checker belong to the same organisation and the checker may do the
// kind's action; a request is executed by one checker at a time; every step leaves an audit entry in its transaction.
//
// Execute runs outside a transaction, since it usually tells the registry, and must be safe to repeat: use
// keyring.SubmitOnce(req.Ref(), …). If it returns a business fault the request goes back to pending with the fault
// shown to both persons. If it fails for another reason, or the process dies, the request stays executing, and is taken
// up again by [Service.Resume] at start or by any checker who approves it again.
package approval

import (
	"context"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
)

// State is where a request stands.
type State string

// The states.
const (
	Pending   State = "pending"
	Executing State = "executing"
	Done      State = "done"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
)

// Text is a text in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Person is a maker or checker.
type Person struct {
	User string `json:"user"`
	Name string `json:"name"`
}

// Trouble is the fault that sent a request back to pending.
type Trouble struct {
	Code   string `json:"code"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	HintZH string `json:"hint_zh,omitempty"`
	HintEN string `json:"hint_en,omitempty"`
	Field  string `json:"field,omitempty"`
}

// Request is one thing asked for and decided.
type Request struct {
	ID       string         `json:"id"`
	Org      string         `json:"org" doc:"credit code of the organisation that is bound"`
	Kind     string         `json:"kind"`
	Subject  string         `json:"subject" doc:"what it is about, such as case/01J…"`
	Summary  Text           `json:"summary"`
	Payload  jsontext.Value `json:"payload" doc:"what will be carried out; its shape belongs to the kind"`
	State    State          `json:"state" enum:"pending,executing,done,rejected,withdrawn"`
	Maker    Person         `json:"maker"`
	Proposed time.Time      `json:"proposed_at"`
	Checker  *Person        `json:"checker,omitempty" doc:"who approved or rejected"`
	Decided  *time.Time     `json:"decided_at,omitempty"`
	Reason   string         `json:"reason,omitempty" doc:"why it was rejected or withdrawn"`
	Trouble  *Trouble       `json:"trouble,omitempty" doc:"why the last attempt to carry it out failed"`
}

// Ref is the reference under which Execute submits commands, so that a repetition is recognised.
func (r Request) Ref() string { return "approval/" + r.ID }

// Into reads the payload into v, strictly.
func (r Request) Into(v any) error { return canon.Unmarshal(r.Payload, v) }

// Handler is how one kind of request is decided and carried out.
type Handler struct {
	Title  Text
	Action auth.Action // the checker needs it

	// Execute carries the request out. Its context bears the checker as principal. It must be safe to repeat.
	Execute func(ctx context.Context, r Request) error

	// Closed, if set, runs in the transaction that rejects or withdraws a request, so that the capability can put its
	// own things back.
	Closed func(ctx context.Context, tx *db.Tx, r Request) error

	// Many allows several open requests of this kind on one subject. Without it a second one is refused.
	Many bool
}
