package protocol

import (
	"bytes"
	"crypto/ed25519"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity/oprf"
)

// ErrSigned says that bytes are not a signed request.
var ErrSigned = fault.Define("similarity.signed", fault.Invalid,
	"签名请求格式不正确：{why}", "not a signed request: {why}").
	Hint("请求应为规范 JSON（RFC 8785）", "a request is canonical JSON (RFC 8785)")

// MaxRequest bounds a request in bytes: [oprf.MaxBatch] elements in base64, and what stands around them.
const MaxRequest = 4*oprf.MaxBatch*oprf.ElementSize/3 + 4096

// Request asks a body to evaluate blinded elements.
type Request struct {
	Elements []byte `json:"elements" doc:"blinded elements, 32 bytes each, one after another" maxLength:"174764"`
	Epoch    int    `json:"epoch" minimum:"1" doc:"of the key"`
	Subject  string `json:"subject" maxLength:"60" doc:"what it is for: draft/…, dataset/…, case/… or certificate/…"`
}

// Answer is a body's.
type Answer struct {
	Elements []byte `json:"elements" doc:"evaluated elements in the order of the request"`
	Epoch    int    `json:"epoch"`
	Left     int    `json:"left" doc:"elements that may still be evaluated for the subject today"`
	Proof    []byte `json:"proof" doc:"that all were made with the body's share, 64 bytes"`
	Passes   []Pass `json:"passes,omitempty" doc:"for the key's other bodies that take this node's tickets"`
}

// Key is a public key with its names.
type Key struct {
	Domain      string      `json:"domain" doc:"what sketches under this key call it"`
	Epoch       int         `json:"epoch"`
	Fingerprint string      `json:"fingerprint" doc:"SHA-256; compare it with the one you were given"`
	Parts       []oprf.Part `json:"parts" doc:"one for each body, all of which must answer"`
	Suite       string      `json:"suite"`
	V           int         `json:"v"`
}

// Public is the key without its names.
func (k *Key) Public() *oprf.PublicKey {
	return &oprf.PublicKey{Epoch: k.Epoch, Parts: k.Parts, Suite: k.Suite, V: k.V}
}

// Name adds its names to a key.
func Name(k *oprf.PublicKey) Key {
	return Key{Domain: k.Domain(), Epoch: k.Epoch, Fingerprint: k.Fingerprint(), Parts: k.Parts, Suite: k.Suite, V: k.V}
}

// Parameters are what a site needs to know.
type Parameters struct {
	Current     int    `json:"current" doc:"epoch under which new sketches are sealed"`
	Keys        []Key  `json:"keys" doc:"epochs in use, the newest first; more than one while a key is being rolled"`
	Log         string `json:"log" doc:"name of the log, for signed requests"`
	MaxElements int    `json:"max_elements" doc:"in one request"`
}

// Split cuts elements that stand one after another.
func Split(b []byte) ([][]byte, bool) {
	if len(b)%oprf.ElementSize != 0 {
		return nil, false
	}
	out := make([][]byte, 0, len(b)/oprf.ElementSize)
	for ; len(b) > 0; b = b[oprf.ElementSize:] {
		out = append(out, b[:oprf.ElementSize])
	}
	return out, true
}

// Join is the reverse of [Split].
func Join(elements [][]byte) []byte { return bytes.Join(elements, nil) }

// signingPrefix separates these signatures from every other use of a key, commands above all.
const signingPrefix = "shurong similarity evaluation v1\n"

// Signed is a request that is its own credential: canonical JSON, signed by a key of the registry. Sig is Ed25519 over
// signingPrefix ‖ canonical JSON without sig. Log names the log whose registry knows the key. The same bytes are
// answered once: every blinding is fresh, so an honest sender never repeats itself.
type Signed struct {
	Key     string  `json:"key"`
	Log     string  `json:"log"`
	Request Request `json:"request"`
	Sig     []byte  `json:"sig,omitempty"`
	V       int     `json:"v"`
}

// Sign makes the bytes of a signed request.
func Sign(priv ed25519.PrivateKey, log string, r Request) ([]byte, error) {
	s := Signed{Key: registry.KeyID(priv.Public().(ed25519.PublicKey)), Log: log, Request: r, V: 1}
	msg, err := s.message()
	if err != nil {
		return nil, err
	}
	s.Sig = ed25519.Sign(priv, msg)
	return canon.Marshal(s)
}

// ParseSigned reads a signed request. It does not check the signature.
func ParseSigned(b []byte) (*Signed, error) {
	if len(b) > MaxRequest {
		return nil, ErrSigned.With("why", "too long")
	}
	s := new(Signed)
	if err := canon.Unmarshal(b, s); err != nil {
		return nil, ErrSigned.With("why", "JSON").Because(err)
	}
	if again, err := canon.Marshal(s); err != nil || !bytes.Equal(again, b) {
		return nil, ErrSigned.With("why", "not canonical")
	}
	if s.V != 1 || len(s.Sig) != ed25519.SignatureSize {
		return nil, ErrSigned.With("why", "version or signature")
	}
	return s, nil
}

// Verify reports whether the signature is pub's.
func (s *Signed) Verify(pub ed25519.PublicKey) bool {
	msg, err := s.message()
	return err == nil && len(pub) == ed25519.PublicKeySize && ed25519.Verify(pub, msg, s.Sig)
}

func (s *Signed) message() ([]byte, error) {
	c := *s
	c.Sig = nil
	b, err := canon.Marshal(c)
	return append([]byte(signingPrefix), b...), err
}
