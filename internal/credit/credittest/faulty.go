package credittest

import (
	"bytes"
	"context"

	"shurong.org/shurong/internal/sequence"
)

// Submit sends a command.
type Submit func(context.Context, []byte) (*sequence.Receipt, error)

// Around is what happens instead of sending a command; it may send it.
type Around func(ctx context.Context, raw []byte, submit Submit) (*sequence.Receipt, error)

// Faulty is a ledger that does something around commands of one kind, until it is healed by setting Around to nil.
type Faulty struct {
	sequence.Ledger
	Kind   string
	Around Around
}

// Submit implements sequence.Ledger.
func (f *Faulty) Submit(ctx context.Context, raw []byte) (*sequence.Receipt, error) {
	if f.Around != nil && bytes.Contains(raw, []byte(`"kind":"`+f.Kind+`"`)) {
		return f.Around(ctx, raw, f.Ledger.Submit)
	}
	return f.Ledger.Submit(ctx, raw)
}

// Lost never sends the command.
func Lost(context.Context, []byte, Submit) (*sequence.Receipt, error) {
	return nil, sequence.ErrStore.With()
}

// Unanswered sends the command and loses the answer.
func Unanswered(ctx context.Context, raw []byte, submit Submit) (*sequence.Receipt, error) {
	if _, err := submit(ctx, raw); err != nil {
		return nil, err
	}
	return nil, sequence.ErrStore.With()
}

// Cancelled sends the command and then ends whoever sent it.
func Cancelled(cancel func()) Around {
	return func(ctx context.Context, raw []byte, submit Submit) (*sequence.Receipt, error) {
		r, err := submit(ctx, raw)
		cancel()
		return r, err
	}
}
