package registry

import (
	"bytes"
	"crypto/ed25519"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry/facts"
)

// MaxEnvelope is the largest command accepted, in bytes. Commands carry digests and commitments, never documents:
// the largest legitimate one (a genesis with twelve calendar years) is under 32 KiB.
const MaxEnvelope = 64 << 10

// signingPrefix separates command signatures from every other use of an organisation's key.
const signingPrefix = "shurong command v1\n"

// Envelope is a signed command as it travels: canonical JSON (RFC 8785), at most [MaxEnvelope] bytes.
//
// Sig is Ed25519 over signingPrefix ‖ canonical JSON of the envelope without sig. Log names the log the command is
// meant for (its origin), so that a command cannot be replayed on another operator's log. Nonce strictly increases
// per key: a nonce at or below the last accepted one is a replay or came out of order.
type Envelope struct {
	Body  jsontext.Value `json:"body"`
	Key   string         `json:"key"`
	Kind  string         `json:"kind"`
	Log   string         `json:"log"`
	Nonce uint64         `json:"nonce"`
	Org   string         `json:"org"`
	Sig   []byte         `json:"sig,omitempty"`
	V     int            `json:"v"`
}

// KeyID names an Ed25519 public key: the first 16 bytes of its SHA-256 in hexadecimal, 32 characters.
func KeyID(pub ed25519.PublicKey) string { return facts.KeyID(pub) }

// Sign makes the canonical bytes of a signed command. body is a command type of this package.
func Sign(priv ed25519.PrivateKey, log, org string, nonce uint64, body Command) ([]byte, error) {
	raw, err := canon.Marshal(body)
	if err != nil {
		return nil, err
	}
	e := Envelope{V: 1, Log: log, Org: org, Nonce: nonce, Kind: body.Kind(), Body: raw, Key: KeyID(priv.Public().(ed25519.PublicKey))}
	msg, err := e.signingBytes()
	if err != nil {
		return nil, err
	}
	e.Sig = ed25519.Sign(priv, msg)
	return canon.Marshal(e)
}

// Parse reads an envelope from outside: bounded, strict, canonical. It does not check the signature. The envelope may
// share b's memory.
func Parse(b []byte) (*Envelope, error) {
	e, _, err := parse(b)
	return e, err
}

// parse is Parse that also returns what the signature is over.
func parse(b []byte) (e *Envelope, signed []byte, err error) {
	if len(b) > MaxEnvelope {
		return nil, nil, ErrTooLarge.With("size", len(b), "limit", MaxEnvelope)
	}
	if e, signed, ok := plainEnvelope(b); ok {
		return e, signed, nil
	}
	if e, err = parseAny(b); err != nil {
		return nil, nil, err
	}
	signed, err = e.signingBytes()
	return e, signed, err
}

// parseAny reads an envelope the general way.
func parseAny(b []byte) (*Envelope, error) {
	var e Envelope
	if err := canon.Unmarshal(b, &e); err != nil {
		return nil, err
	}
	// One command has one encoding: what it writes must be what was read, down to the unused bits of base64. Else the
	// same signature would travel under several digests.
	if again, err := canon.Marshal(e); err != nil || !bytes.Equal(again, b) {
		return nil, canon.ErrNotCanonical.With()
	}
	if e.V != 1 {
		return nil, ErrVersion.With("v", e.V).At("v")
	}
	return &e, nil
}

// Verify reports whether the envelope's signature is pub's.
func (e *Envelope) Verify(pub ed25519.PublicKey) bool {
	msg, err := e.signingBytes()
	return err == nil && len(pub) == ed25519.PublicKeySize && ed25519.Verify(pub, msg, e.Sig)
}

func (e *Envelope) signingBytes() ([]byte, error) {
	c := *e
	c.Sig = nil
	b, err := canon.Marshal(c)
	if err != nil {
		return nil, err
	}
	return append([]byte(signingPrefix), b...), nil
}
