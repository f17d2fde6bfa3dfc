package keyring

import (
	"context"
	"time"

	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Try returns what the registry would answer to a command of an organisation now, without sending it: nil, or the
// refusal. It lets a form fail while its author still looks at it, not after a colleague approved it; the answer can be
// another by the time the command is sent.
func (k *Keys) Try(ctx context.Context, org string, body registry.Command, now time.Time) error {
	l, err := k.lane(ctx, owner{org, purposeOf(body)})
	if err != nil {
		return err
	}
	return k.ledger.View(ctx, func(s *sequence.Snapshot) error {
		nonce := uint64(1)
		last, err := registry.Find[registry.Nonce](s, registry.PrefixNonce+l.id)
		if err != nil {
			return err
		}
		if last != nil {
			nonce = last.Last + 1
		}
		raw, err := registry.Sign(l.priv, k.ledger.Origin(), org, nonce, body)
		if err != nil {
			return err
		}
		cmd, err := registry.Precheck(s, raw)
		if err != nil {
			return err
		}
		_, err = registry.Apply(&overlay{s, map[string][]byte{}}, cmd, s.Size(), now.UnixMilli())
		return err
	})
}

// overlay is a state whose changes are thrown away.
type overlay struct {
	under   registry.Reader
	changes map[string][]byte // nil value: deleted
}

func (o *overlay) Get(key string) ([]byte, error) {
	if v, ok := o.changes[key]; ok {
		return v, nil
	}
	return o.under.Get(key)
}

func (o *overlay) Put(key string, value []byte) { o.changes[key] = value }
func (o *overlay) Delete(key string)            { o.changes[key] = nil }
