package keyring

import (
	"context"
	"errors"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// maxSigns bounds how often one call signs: once, again if the nonce had moved on, again if the key had changed. More
// means that another process uses the same keys.
const maxSigns = 4

// Submit signs a command as an organisation and returns when it is durable, or with the registry's refusal. Errors:
// [ErrNoKey], [ErrBusy], those of the ledger.
func (k *Keys) Submit(ctx context.Context, org string, body registry.Command) (*sequence.Receipt, error) {
	o := owner{org, purposeOf(body)}
	for n := 1; ; n++ {
		l, err := k.lane(ctx, o)
		if err != nil {
			return nil, err
		}
		receipt, err := k.send(ctx, l, org, body)
		if n == maxSigns || !k.outdated(o, err) {
			return receipt, err
		}
	}
}

func (k *Keys) send(ctx context.Context, l *lane, org string, body registry.Command) (*sequence.Receipt, error) {
	if err := l.take(ctx, org); err != nil {
		return nil, err
	}
	defer l.release()
	raw, nonce, err := k.sign(ctx, l, org, body)
	if err != nil {
		return nil, err
	}
	receipt, err := k.ledger.Submit(ctx, raw)
	l.settle(nonce, err)
	return receipt, err
}

// SubmitOnce is Submit for an act that must happen exactly once: a call repeated with the same reference, after a crash
// or a lost answer, returns the receipt of the first. The body must be the same each time. A refused act may be
// repeated, and is judged again. Errors: [ErrOtherBody] and those of [Keys.Submit].
func (k *Keys) SubmitOnce(ctx context.Context, ref, org string, body registry.Command) (*sequence.Receipt, error) {
	o := owner{org, purposeOf(body)}
	for n := 1; ; n++ {
		l, err := k.lane(ctx, o)
		if err != nil {
			return nil, err
		}
		receipt, err := k.sendOnce(ctx, l, ref, org, body)
		if n == maxSigns || !k.outdated(o, err) {
			return receipt, err
		}
	}
}

// CarryOut is SubmitOnce of a command C that was put aside as canonical JSON, such as in a request that a colleague has
// approved.
func CarryOut[C any, P interface {
	*C
	registry.Command
}](ctx context.Context, k *Keys, ref, org string, command []byte) (*sequence.Receipt, error) {
	body := P(new(C))
	if err := canon.Unmarshal(command, body); err != nil {
		return nil, err
	}
	return k.SubmitOnce(ctx, ref, org, body)
}

// Sent reports whether the registry may have taken the command of a reference: it was signed, and not refused.
func (k *Keys) Sent(ctx context.Context, ref string) (bool, error) {
	s, err := k.saved(ctx, ref)
	return s != nil, err
}

func (k *Keys) sendOnce(ctx context.Context, l *lane, ref, org string, body registry.Command) (*sequence.Receipt, error) {
	if err := l.take(ctx, org); err != nil {
		return nil, err
	}
	defer l.release()
	content, err := canon.Marshal(body)
	if err != nil {
		return nil, err
	}
	digest := canon.Hex(content)
	s, err := k.saved(ctx, ref)
	if err != nil {
		return nil, err
	}
	if s != nil && (s.org != org || s.kind != body.Kind() || s.body != digest) {
		return nil, ErrOtherBody.With("ref", ref)
	}
	if s == nil {
		s = &submission{ref: ref, org: org, kind: body.Kind(), body: digest}
		if s.raw, s.nonce, err = k.sign(ctx, l, org, body); err != nil {
			return nil, err
		}
		if err := k.save(ctx, s); err != nil {
			return nil, err
		}
	}
	receipt, err := k.ledger.Submit(ctx, s.raw)
	l.settle(s.nonce, err)
	if Refused(err) {
		// The row must go even if the caller has left: left there, it would be sent, late, by a retry.
		if lost := k.drop(context.WithoutCancel(ctx), s); lost != nil {
			return nil, errors.Join(err, lost)
		}
	}
	return receipt, err
}

// settle notes what became of a nonce. The caller holds the turn.
func (l *lane) settle(nonce uint64, err error) {
	switch {
	case errors.Is(err, registry.ErrNonce):
		l.next = 0
	case Refused(err): // free again
	case l.next != 0 && nonce >= l.next:
		l.next = nonce + 1
	}
}

// Refused reports whether the registry has definitely not taken the command, and never will take these bytes: its rules
// said no. Anything else (no answer, queue full, disk full, a reference used for two commands) leaves the fate open.
func Refused(err error) bool {
	if err == nil || errors.Is(err, ErrOtherBody) {
		return false
	}
	switch fault.From(err).Kind() {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Forbidden, fault.Unauthenticated:
		return true
	default:
		return false
	}
}

// outdated reports whether a refusal is about the signature's particulars, not the act: a fresh signature, perhaps by
// another key, may do.
func (k *Keys) outdated(o owner, err error) bool {
	if errors.Is(err, registry.ErrUnknownKey) || errors.Is(err, registry.ErrRevokedKey) {
		k.mu.Lock()
		_, known := k.inUse[o]
		k.mu.Unlock()
		k.forget(o)
		return known // a key that was never known does not become so by trying again
	}
	return errors.Is(err, registry.ErrNonce)
}
