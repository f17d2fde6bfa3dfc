package keyring

import (
	"context"
	"crypto/ed25519"

	"shurong.org/shurong/internal/registry"
)

// SignDocument signs a message that is not a command (a certificate, a report) with an organisation's key. The caller's
// message begins with a prefix of its own kind, so that it can never be taken for a command. Errors: [ErrNoKey].
func (k *Keys) SignDocument(ctx context.Context, org string, message []byte) (sig []byte, pub ed25519.PublicKey, err error) {
	l, err := k.lane(ctx, owner{org, registry.PurposeOrganisation})
	if err != nil {
		return nil, nil, err
	}
	return ed25519.Sign(l.priv, message), l.priv.Public().(ed25519.PublicKey), nil
}
