package registry

import (
	"crypto/ed25519"
	"crypto/sha256"
)

// Entry is one leaf of the log: an accepted command, when and where it was ordered, and what it brought about. The leaf's
// bytes are its canonical JSON, so whoever holds them can check signature, rules and inclusion without us.
type Entry struct {
	Command *Envelope `json:"command"`
	Events  []Event   `json:"events"`
	Index   uint64    `json:"index"`
	Time    int64     `json:"time"` // Unix milliseconds, UTC; never decreases along the log
	V       int       `json:"v"`
}

// Checked is an envelope whose signature was found good for Pub before it was ordered. It lets signature checks, the
// costly part, run on all cores while ordering runs on one.
type Checked struct {
	*Envelope
	Pub    ed25519.PublicKey
	Sum    [32]byte // the envelope's digest
	Raw    []byte   // its canonical bytes
	Parsed Command  // the decoded body
}

// Precheck does all that can be checked of a command without the order: form, size, decoding of the body, and, if the
// signing key is already known to r, the signature. Errors are final.
func Precheck(r Reader, raw []byte) (*Checked, error) {
	e, signed, err := parse(raw)
	if err != nil {
		return nil, err
	}
	body, err := decodeBody(e)
	if err != nil {
		return nil, err
	}
	c := &Checked{Envelope: e, Sum: sha256.Sum256(raw), Raw: raw, Parsed: body}
	pub, err := signer(r, e, body)
	if err != nil {
		return nil, err
	}
	if pub != nil {
		if !verifies(pub, signed, e.Sig) {
			return nil, ErrSignature.With("key", e.Key).At("sig")
		}
		c.Pub = pub
	}
	return c, nil
}

// Apply carries out one command at a log position and time, and returns the events it brought about, or a fault and no
// change. Given the same state, command, position and time it returns the same, everywhere and always.
func Apply(st State, cmd *Checked, index uint64, time int64) ([]Event, error) {
	c := &Context{
		State: st, Org: cmd.Org, Key: cmd.Key, Kind: cmd.Kind, Log: cmd.Log, Sum: cmd.Sum, Index: index, Time: time,
	}
	if err := authorise(c, cmd); err != nil {
		return nil, err
	}
	if err := cmd.Parsed.Apply(c); err != nil {
		return nil, err
	}
	return c.Events(), nil
}
