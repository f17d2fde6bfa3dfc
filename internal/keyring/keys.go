package keyring

import (
	"context"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/rand"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Keys is the ring. It is safe for concurrent use. One process owns a node's keys.
type Keys struct {
	store  *db.DB
	ledger sequence.Ledger
	aead   cipher.AEAD

	mu    sync.Mutex
	lanes map[string]*lane // by key identifier
	inUse map[owner]string // the key that signs for an owner, once it is known to the registry
}

// owner is whom a key signs for, and what.
type owner struct {
	org     string
	purpose registry.KeyPurpose
}

// Info is a hosted key as it may be shown.
type Info struct {
	ID      string
	Org     string
	Purpose registry.KeyPurpose
	Pub     ed25519.PublicKey
}

// Open returns the ring of the node store. The node key is read from keyFile, which is made if neither it nor any key
// exists yet. Errors: [ErrKeyFile]; [ErrSealed] if the file is another node's.
func Open(ctx context.Context, store *db.DB, ledger sequence.Ledger, keyFile string) (*Keys, error) {
	var first *sealedKey
	err := store.View(ctx, func(tx *db.Tx) error {
		rows, err := selectKeys(ctx, tx, "ORDER BY seq LIMIT 1")
		if len(rows) > 0 {
			first = rows[0]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	nodeKey, err := loadKeyFile(keyFile, first == nil)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(nodeKey)
	if err != nil {
		return nil, err
	}
	k := &Keys{store: store, ledger: ledger, aead: aead, lanes: map[string]*lane{}, inUse: map[owner]string{}}
	if first != nil {
		if _, err := k.open(first); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// Create makes a new key for an organisation and returns its public half, which the registry has to learn by an
// admission or a key.add before the key can sign. An organisation may have several keys; the newest that the registry
// knows signs.
func (k *Keys) Create(ctx context.Context, org string, purpose registry.KeyPurpose) (ed25519.PublicKey, error) {
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	id := registry.KeyID(pub)
	sealed := seal(k.aead, priv, bound(id, org, purpose))
	row := &sealedKey{Info: Info{ID: id, Org: org, Purpose: purpose, Pub: pub}, sealed: sealed}
	err = k.store.Tx(ctx, func(tx *db.Tx) error { return insertKey(ctx, tx, row) })
	if err != nil {
		return nil, err
	}
	k.forget(owner{org, purpose})
	return pub, nil
}

// Ensure returns the public half of the organisation's newest key, made now if it has none: what a step that is
// repeated after a crash calls instead of [Keys.Create].
func (k *Keys) Ensure(ctx context.Context, org string, purpose registry.KeyPurpose) (ed25519.PublicKey, error) {
	rows, err := k.list(ctx, org, purpose)
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		return rows[0].Pub, nil
	}
	return k.Create(ctx, org, purpose)
}

// Public returns the public half of the key that signs for an organisation. Errors: [ErrNoKey].
func (k *Keys) Public(ctx context.Context, org string, purpose registry.KeyPurpose) (ed25519.PublicKey, error) {
	l, err := k.lane(ctx, owner{org, purpose})
	if err != nil {
		return nil, err
	}
	return l.priv.Public().(ed25519.PublicKey), nil
}

// List returns the keys held for an organisation, newest first.
func (k *Keys) List(ctx context.Context, org string) ([]Info, error) {
	rows, err := k.list(ctx, org, "")
	if err != nil {
		return nil, err
	}
	out := make([]Info, len(rows))
	for i, r := range rows {
		out[i] = r.Info
	}
	return out, nil
}

// Hosts reports whether this node can sign for an organisation.
func (k *Keys) Hosts(ctx context.Context, org string) (bool, error) {
	rows, err := k.list(ctx, org, registry.PurposeOrganisation)
	return len(rows) > 0, err
}

func (k *Keys) list(ctx context.Context, org string, purpose registry.KeyPurpose) (rows []*sealedKey, err error) {
	err = k.store.View(ctx, func(tx *db.Tx) error {
		rows, err = selectKeys(ctx, tx, "WHERE org = ? AND (purpose = ? OR ? = '') ORDER BY seq DESC LIMIT 100",
			org, string(purpose), string(purpose))
		return err
	})
	return rows, err
}

func (k *Keys) open(row *sealedKey) (ed25519.PrivateKey, error) {
	priv, ok := unseal(k.aead, row.sealed, bound(row.ID, row.Org, row.Purpose))
	if !ok || registry.KeyID(priv.Public().(ed25519.PublicKey)) != row.ID {
		return nil, ErrSealed.With("key", row.ID)
	}
	return priv, nil
}

// forget makes the next command of an owner choose its key anew.
func (k *Keys) forget(o owner) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.inUse, o)
}
