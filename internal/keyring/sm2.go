package keyring

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"errors"

	"github.com/emmansun/gmsm/sm2"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/db"
)

// sm2Label is what an SM2 key is sealed for.
const sm2Label = "sm2 key"

// SignSM2 signs a document's bytes by SM2 with SM3 as an organisation, whose SM2 key is made at its first use. The
// registry holds no SM2 keys: the organisation's Ed25519 key vouches for this one in the signature. Errors: [ErrNoKey],
// [ErrSealed].
func (k *Keys) SignSM2(ctx context.Context, org string, message []byte) (*credential.SM2Signature, error) {
	priv, err := k.sm2Key(ctx, org)
	if err != nil {
		return nil, err
	}
	s := &credential.SM2Signature{Pub: sm2Public(priv)}
	ed, err := k.Public(ctx, org, "organisation")
	if err != nil {
		return nil, err
	}
	bound, by, err := k.SignDocument(ctx, org, credential.SM2Binding(org, ed, s.Pub))
	if err != nil {
		return nil, err
	}
	if !ed.Equal(by) { // the key was changed in between; the next call uses the new one throughout
		return nil, ErrNoKey.With("org", org, "purpose", "organisation")
	}
	s.Bound = bound
	s.Sig, err = priv.SignWithSM2(rand.Reader, nil, message)
	return s, err
}

// sm2Public is the uncompressed point, 65 bytes.
func sm2Public(priv *sm2.PrivateKey) []byte {
	point, err := priv.ECDH()
	if err != nil {
		return nil // a key that was made or opened here lies on its curve
	}
	return point.PublicKey().Bytes()
}

// sm2Key loads an organisation's SM2 key, or makes it. Of two that are made at once, the one that was stored first stays.
func (k *Keys) sm2Key(ctx context.Context, org string) (*sm2.PrivateKey, error) {
	sealed, err := k.loadSM2(ctx, org)
	if err != nil {
		return nil, err
	}
	if sealed == nil {
		fresh, err := sm2.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		secret := fresh.D.FillBytes(make([]byte, ed25519.SeedSize))
		err = k.store.Tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO keyring_sm2 (org, pub, sealed) VALUES (?, ?, ?) ON CONFLICT (org) DO NOTHING",
				org, sm2Public(fresh), k.Seal(org, sm2Label, secret))
			return err
		})
		if err != nil {
			return nil, err
		}
		if sealed, err = k.loadSM2(ctx, org); err != nil {
			return nil, err
		}
	}
	secret, ok := k.Unseal(org, sm2Label, sealed)
	if !ok {
		return nil, ErrSealed.With("key", "sm2/"+org)
	}
	return sm2.NewPrivateKey(secret)
}

func (k *Keys) loadSM2(ctx context.Context, org string) (sealed []byte, err error) {
	err = k.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT sealed FROM keyring_sm2 WHERE org = ?", org).Scan(&sealed)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return sealed, err
}
