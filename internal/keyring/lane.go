package keyring

import (
	"context"
	"crypto/ed25519"

	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// lane is one key's way to the ledger: who holds its turn may sign and send.
type lane struct {
	id   string
	priv ed25519.PrivateKey
	turn chan struct{} // holds one value while the lane is free
	next uint64        // the nonce to use; 0: ask the registry. Guarded by turn
}

// purposeOf is the kind of key that may sign a command.
func purposeOf(body registry.Command) registry.KeyPurpose {
	if _, heartbeat := body.(*registry.HeartbeatRecord); heartbeat {
		return registry.PurposeAgent
	}
	return registry.PurposeOrganisation
}

// lane returns the lane of the key that signs for an owner: the newest that the registry knows and has not seen revoked,
// or, as long as it knows none, the oldest (the one an admission or a genesis is about to name).
func (k *Keys) lane(ctx context.Context, o owner) (*lane, error) {
	k.mu.Lock()
	l := k.lanes[k.inUse[o]]
	k.mu.Unlock()
	if l != nil {
		return l, nil
	}
	rows, err := k.list(ctx, o.org, o.purpose)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNoKey.With("org", o.org, "purpose", o.purpose)
	}
	chosen, known := rows[len(rows)-1], false
	err = k.ledger.View(ctx, func(s *sequence.Snapshot) error {
		for _, r := range rows {
			key, err := registry.Find[registry.Key](s, registry.PrefixKey+r.ID)
			if err != nil {
				return err
			}
			if key != nil && !key.Revoked {
				chosen, known = r, true
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	priv, err := k.open(chosen)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if l = k.lanes[chosen.ID]; l == nil {
		l = &lane{id: chosen.ID, priv: priv, turn: make(chan struct{}, 1)}
		l.turn <- struct{}{}
		k.lanes[chosen.ID] = l
	}
	if known {
		k.inUse[o] = chosen.ID
	}
	return l, nil
}

// take waits for the lane's turn.
func (l *lane) take(ctx context.Context, org string) error {
	select {
	case <-l.turn:
		return nil
	case <-ctx.Done():
		return ErrBusy.With("org", org).Because(ctx.Err())
	}
}

func (l *lane) release() { l.turn <- struct{}{} }

// sign signs a command with the lane's next nonce. The caller holds the turn.
func (k *Keys) sign(ctx context.Context, l *lane, org string, body registry.Command) (raw []byte, nonce uint64, err error) {
	if l.next == 0 {
		err := k.ledger.View(ctx, func(s *sequence.Snapshot) error {
			last, err := registry.Find[registry.Nonce](s, registry.PrefixNonce+l.id)
			if err != nil {
				return err
			}
			l.next = 1
			if last != nil {
				l.next = last.Last + 1
			}
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
	}
	raw, err = registry.Sign(l.priv, k.ledger.Origin(), org, l.next, body)
	return raw, l.next, err
}
