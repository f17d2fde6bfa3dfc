package desk

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// ErrUnfinished says that a command was accepted but what follows from it could not be done yet.
var ErrUnfinished = fault.Define("desk.unfinished", fault.Internal,
	"命令已登记（日志第 {index} 条），后续处理未完成",
	"the command is on record (log entry {index}); what follows from it is not done yet").
	Hint("请用同一个 Idempotency-Key 重试，不会重复登记",
		"try again with the same Idempotency-Key; nothing is recorded twice")

// Request is the payload of a request: the command to send, and the words that belong to it, by commitment.
type Request struct {
	Command  jsontext.Value `json:"command"`
	Words    []string       `json:"words,omitempty"`
	Decision string         `json:"decision,omitempty"` // the words, in requests of a store from before desk_words
}

// Said are the words of a request.
func (r *Request) Said() []string {
	if r.Decision != "" {
		return []string{r.Decision}
	}
	return r.Words
}

// Handle registers a kind of request, whose execution sends a command C.
func Handle[C any, P interface {
	*C
	registry.Command
}](d *Desk, kind string, action auth.Action, title approval.Text) {
	HandleIf[C, P](d, kind, action, title, nil)
}

// HandleIf is [Handle] of what this node has a rule of its own about: allowed, if it is not nil, is asked again before the
// command is sent, for what has changed since it was proposed.
func HandleIf[C any, P interface {
	*C
	registry.Command
}](d *Desk, kind string, action auth.Action, title approval.Text, allowed func(context.Context, P) error) {
	d.Approvals.Handle(kind, approval.Handler{
		Title: title, Action: action,
		Execute: func(ctx context.Context, r approval.Request) error {
			var p Request
			if err := r.Into(&p); err != nil {
				return err
			}
			if allowed != nil {
				command := P(new(C))
				if err := canon.Unmarshal(p.Command, command); err != nil {
					return err
				}
				if err := allowed(ctx, command); err != nil {
					return err
				}
			}
			receipt, err := keyring.CarryOut[C, P](ctx, d.Keys, r.Ref(), r.Org, p.Command)
			if err != nil {
				return err
			}
			return d.Settle(ctx, receipt)
		},
		Closed: func(ctx context.Context, tx *db.Tx, r approval.Request) error {
			var p Request
			if err := r.Into(&p); err != nil {
				return err
			}
			return Unsay(ctx, tx, p.Said())
		},
	})
}

// Settle waits until the screens show what a command did, and does what follows from it. Its failure is never a refusal,
// whatever its cause: the command was accepted, and the act is to be finished, not decided again.
func (d *Desk) Settle(ctx context.Context, receipt *sequence.Receipt) error {
	err := d.Dir.Wait(ctx, receipt.Index+1)
	if err == nil && d.Follow != nil {
		err = d.Follow(ctx, receipt)
	}
	if err != nil {
		return ErrUnfinished.With("index", receipt.Index).Because(err)
	}
	return nil
}

// Propose asks a colleague to have a command sent. It is tried against the registry first. The kind is the command's.
func (d *Desk) Propose(
	ctx context.Context, subject string, summary approval.Text, body registry.Command, all ...Words,
) (approval.Request, error) {
	return d.ProposeAs(ctx, body.Kind(), subject, summary, body, all...)
}

// ProposeAs is [Desk.Propose] under a kind of its own, where another desk has requests of the command's name.
func (d *Desk) ProposeAs(
	ctx context.Context, kind, subject string, summary approval.Text, body registry.Command, all ...Words,
) (approval.Request, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return approval.Request{}, err
	}
	if err := d.Keys.Try(ctx, p.Org, body, d.Clock.Now()); err != nil {
		return approval.Request{}, err
	}
	var r approval.Request
	err = d.Store.Tx(ctx, func(tx *db.Tx) error {
		if err := Keep(ctx, tx, "", all); err != nil {
			return err
		}
		payload := Request{Command: canon.Must(body), Words: Commitments(all)}
		r, err = d.Approvals.ProposeTx(ctx, tx, kind, subject, summary, payload)
		return err
	})
	return r, err
}

// ActOf names what one HTTP request does, so that repeating it does it once; empty outside a request with a key.
func ActOf(ctx context.Context) string {
	if o, ok := audit.OriginFrom(ctx); ok && o.Once != "" {
		return "request/" + o.Once
	}
	return ""
}

// Perform sends a command at once, for an act that needs no second person. Words are those that [Desk.Say] made.
func (d *Desk) Perform(ctx context.Context, subject string, body registry.Command, all ...Words) error {
	return d.PerformThen(ctx, subject, body, nil, all...)
}

// PerformThen also runs then, if it is not nil, in the transaction that writes the act into the audit trail.
func (d *Desk) PerformThen(
	ctx context.Context, subject string, body registry.Command, then func(*db.Tx) error, all ...Words,
) error {
	p, err := auth.Must(ctx)
	if err != nil {
		return err
	}
	ref := ActOf(ctx)
	if len(all) > 0 {
		if err := d.Store.Tx(ctx, func(tx *db.Tx) error { return Keep(ctx, tx, ref, all) }); err != nil {
			return err
		}
	}
	var receipt *sequence.Receipt
	if ref == "" {
		receipt, err = d.Keys.Submit(ctx, p.Org, body)
	} else {
		receipt, err = d.Keys.SubmitOnce(ctx, ref, p.Org, body)
	}
	if err != nil {
		if keyring.Refused(err) && len(all) > 0 {
			kept := context.WithoutCancel(ctx)
			gone := d.Store.Tx(kept, func(tx *db.Tx) error { return Unsay(kept, tx, Commitments(all)) })
			err = errors.Join(err, gone)
		}
		return err
	}
	if err := d.Settle(ctx, receipt); err != nil {
		return err
	}
	// After the command, since the entry also tells the HTTP edge that the request was carried out.
	return d.Store.Tx(ctx, func(tx *db.Tx) error {
		if then != nil {
			if err := then(tx); err != nil {
				return err
			}
		}
		after := sent{Index: receipt.Index, Command: canon.Must(body)}
		return audit.Record(ctx, tx, audit.Entry{Action: body.Kind(), Subject: subject, After: after})
	})
}

// sent is what the audit trail keeps of a command: its place in the log and its body, which holds commitments only.
type sent struct {
	Index   uint64         `json:"index"`
	Command jsontext.Value `json:"command"`
}
