package keyring

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
)

// sealedKey is a key as it lies in the store.
type sealedKey struct {
	Info
	sealed []byte
}

func selectKeys(ctx context.Context, tx *db.Tx, where string, args ...any) ([]*sealedKey, error) {
	var out []*sealedKey
	err := tx.Each(ctx, func(rows *sql.Rows) error {
		var r sealedKey
		var purpose string
		var pub []byte
		if err := rows.Scan(&r.ID, &r.Org, &purpose, &pub, &r.sealed); err != nil {
			return err
		}
		r.Purpose, r.Pub = registry.KeyPurpose(purpose), pub
		out = append(out, &r)
		return nil
	}, "SELECT id, org, purpose, pub, sealed FROM keyring_key "+where, args...)
	return out, err
}

func insertKey(ctx context.Context, tx *db.Tx, r *sealedKey) error {
	_, err := tx.Exec(ctx, `INSERT INTO keyring_key (seq, id, org, purpose, pub, sealed)
		SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ? FROM keyring_key`,
		r.ID, r.Org, string(r.Purpose), []byte(r.Pub), r.sealed)
	return err
}

// submission is a signed command that was sent, or was about to be.
type submission struct {
	ref, org, kind, body string // body is the digest of the command's canonical bytes
	nonce                uint64
	raw                  []byte
}

// saved returns what is kept under a reference, nil if nothing is.
func (k *Keys) saved(ctx context.Context, ref string) (*submission, error) {
	s := &submission{ref: ref}
	err := k.store.View(ctx, func(tx *db.Tx) error {
		var nonce int64
		err := tx.QueryRow(ctx, "SELECT org, kind, body, nonce, raw FROM keyring_submission WHERE ref = ?", ref).
			Scan(&s.org, &s.kind, &s.body, &nonce, &s.raw)
		s.nonce = uint64(nonce)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return s, err
}

func (k *Keys) save(ctx context.Context, s *submission) error {
	return k.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO keyring_submission (ref, org, kind, body, nonce, raw) VALUES (?, ?, ?, ?, ?, ?)",
			s.ref, s.org, s.kind, s.body, int64(s.nonce), s.raw)
		return err
	})
}

// drop removes a submission that was refused, if it is still the one that was.
func (k *Keys) drop(ctx context.Context, s *submission) error {
	return k.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM keyring_submission WHERE ref = ? AND nonce = ?", s.ref, int64(s.nonce))
		return err
	})
}
