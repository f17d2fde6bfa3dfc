package membership

import (
	"crypto/ed25519"
	"encoding/hex"

	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// KeyAdd adds a key to the sender's organisation.
type KeyAdd struct {
	Pub     []byte           `json:"pub"`
	Purpose facts.KeyPurpose `json:"purpose"`
}

func (*KeyAdd) Kind() string { return "key.add" }

func (k *KeyAdd) Apply(c *act.Context) error {
	if k.Purpose != facts.PurposeOrganisation && k.Purpose != facts.PurposeAgent {
		return act.ErrField.With("why", "purpose is organisation or agent").At("body.purpose")
	}
	return addKey(c, c.Org, k.Pub, k.Purpose)
}

// KeyRevoke ends a key of the sender's organisation. What it signed before stays valid.
type KeyRevoke struct {
	Key string `json:"key"`
}

func (*KeyRevoke) Kind() string { return "key.revoke" }

func (k *KeyRevoke) Apply(c *act.Context) error {
	key, err := act.Load[facts.Key](c, facts.PrefixKey+k.Key, "body.key")
	if err != nil {
		return err
	}
	if key.Org != c.Org || key.Revoked {
		return act.ErrNotFound.With("what", k.Key).At("body.key")
	}
	if k.Key == c.Key {
		return act.ErrField.With("why", "a key cannot revoke itself: sign with another").At("body.key")
	}
	key.Revoked = true
	act.Put(c, facts.PrefixKey+k.Key, key)
	c.Emit("key.revoked", key)
	return nil
}

func addKey(c *act.Context, org string, pub []byte, purpose facts.KeyPurpose) error {
	if len(pub) != ed25519.PublicKeySize {
		return act.ErrField.With("why", "an Ed25519 public key has 32 bytes").At("body.pub")
	}
	if weak(pub) {
		return act.ErrField.With("why", "anybody can sign under this key: it is no Ed25519 key that was generated").At("body.pub")
	}
	k := &facts.Key{ID: facts.KeyID(pub), Org: org, Pub: pub, Purpose: purpose}
	if act.Exists(c, facts.PrefixKey+k.ID) {
		return act.ErrExists.With("what", k.ID).At("body.pub")
	}
	act.Put(c, facts.PrefixKey+k.ID, k)
	c.Emit("key.added", k)
	return nil
}

// WeakKeys are the y coordinates, in Ed25519's encoding without the sign bit, of points whose order divides eight, with the
// two that are written above the field's prime. Under such a key anybody can make a signature without knowing a secret: an
// organisation that registered one could deny everything it signed.
var WeakKeys = [...]string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}

// weak reports whether a public key of 32 bytes is one under which anybody can sign.
func weak(pub []byte) bool {
	var y [ed25519.PublicKeySize]byte
	copy(y[:], pub)
	y[31] &= 0x7f
	have := hex.EncodeToString(y[:])
	for _, w := range WeakKeys {
		if have == w {
			return true
		}
	}
	return false
}
