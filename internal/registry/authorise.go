package registry

import (
	"bytes"
	"strconv"

	"shurong.org/shurong/internal/registry/act"
)

// authorise establishes that the command comes from the organisation it names, for this log, and is new; then it spends
// the nonce.
func authorise(c *Context, cmd *Checked) error {
	e := cmd.Envelope
	if _, genesis := cmd.Parsed.(*GenesisInit); genesis {
		if cmd.Pub == nil {
			return ErrSignature.With("key", printable(e.Key)).At("sig")
		}
		if e.Nonce != 1 {
			return ErrNonce.With("nonce", e.Nonce, "last", 0).At("nonce")
		}
		act.Put(c, PrefixNonce+e.Key, &Nonce{Last: e.Nonce})
		return nil
	}
	if err := origin(c); err != nil {
		return err
	}
	key, err := act.FindKey(c, e.Key)
	if err != nil {
		return err
	}
	switch {
	case key == nil || key.Org != e.Org:
		return ErrUnknownKey.With("key", printable(e.Key), "org", printable(e.Org)).At("key")
	case key.Revoked:
		return ErrRevokedKey.With("key", e.Key).At("key")
	case key.Purpose == PurposeAgent && !mayAgent(e.Kind), key.Purpose != PurposeAgent && mustAgent(e.Kind):
		return ErrPurpose.With("key", e.Key, "kind", e.Kind).At("key")
	}
	// The signature was checked before ordering if the key was known then; else it is checked here.
	if !bytes.Equal(cmd.Pub, key.Pub) && !e.Verify(key.Pub) {
		return ErrSignature.With("key", e.Key).At("sig")
	}
	nonce, err := act.Find[Nonce](c, PrefixNonce+e.Key)
	if err != nil {
		return err
	}
	if nonce == nil {
		nonce = new(Nonce)
	}
	if e.Nonce <= nonce.Last {
		return ErrNonce.With("nonce", e.Nonce, "last", nonce.Last).At("nonce")
	}
	spend(c, e)
	return nil
}

// spend stores a key's last nonce.
func spend(c *Context, e *Envelope) {
	const plain = 1_000_000_000_000_000 // below it, the digits are the canonical JSON
	if e.Nonce >= plain {
		act.Put(c, PrefixNonce+e.Key, &Nonce{Last: e.Nonce})
		return
	}
	b := strconv.AppendUint(append(make([]byte, 0, 32), `{"last":`...), e.Nonce, 10)
	c.Put(PrefixNonce+e.Key, append(b, '}'))
}

// origin refuses commands before genesis and those meant for another log.
func origin(c *Context) error {
	g, err := c.Genesis()
	if err != nil {
		return err
	}
	if g == nil {
		return ErrNoGenesis.With()
	}
	if c.Log != g.Origin {
		return ErrOtherLog.With("log", printable(c.Log), "want", g.Origin).At("log")
	}
	return nil
}
