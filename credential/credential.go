package credential

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

// Version is the document format written by this package.
const Version = 1

// MaxSize is the largest document read, in bytes.
const MaxSize = 256 << 10

// MaxFacts bounds the facts of a document: certificate, two organisations, key and encumbrance, and for each lien its
// fact and its pledgee's. That is room for 29 liens of 29 pledgees.
const MaxFacts = 64

// Kind is what a document certifies.
type Kind string

const (
	// Registration is a registration certificate (登记凭证).
	Registration Kind = "registration"
	// Search is a search certificate (查询证明): the liens on a certificate as of a log size.
	Search Kind = "search"
)

// Fact is one value of the registry's state map with its proof. A Fact without Value is proven not to exist.
type Fact struct {
	Key   string         `json:"key"`
	Proof proof.MapProof `json:"proof"`
	Value jsontext.Value `json:"value,omitzero"`
}

// Entry is a leaf of the log with its inclusion proof.
type Entry struct {
	Index uint64         `json:"index"`
	Leaf  jsontext.Value `json:"leaf"`
	Path  []proof.Hash   `json:"path"`
}

// Form is a registered form in plain text with the salt of its commitment.
type Form struct {
	Document jsontext.Value `json:"document"`
	Salt     []byte         `json:"salt"`
}

// Signature is the registrar's Ed25519 signature over the document without it.
type Signature struct {
	Key string `json:"key"`
	Sig []byte `json:"sig"`
}

// Credential is the document. All of it is canonical JSON (RFC 8785).
type Credential struct {
	Checkpoint string     `json:"checkpoint"` // signed note
	Code       string     `json:"code"`
	Entry      *Entry     `json:"entry,omitempty"` // Registration only
	Facts      []Fact     `json:"facts"`
	Form       *Form      `json:"form,omitempty"`
	IssuedAt   int64      `json:"issued_at"` // when this document was made, Unix milliseconds
	Kind       Kind       `json:"kind"`
	LogKey     string     `json:"log_key"` // verifier key of the checkpoint; trust it only if you know it
	Signature  *Signature `json:"signature,omitempty"`
	V          int        `json:"v"`
}

// signingPrefix separates signatures on documents from commands and everything else.
const signingPrefix = "shurong credential v1\n"

func (c *Credential) signingBytes() ([]byte, error) {
	unsigned := *c
	unsigned.Signature = nil
	b, err := canon.Marshal(&unsigned)
	if err != nil {
		return nil, err
	}
	return append([]byte(signingPrefix), b...), nil
}

// Sign signs the document with the registrar's key and returns its canonical bytes.
func (c *Credential) Sign(sign func(message []byte) (sig []byte, pub ed25519.PublicKey, err error)) ([]byte, error) {
	msg, err := c.signingBytes()
	if err != nil {
		return nil, err
	}
	sig, pub, err := sign(msg)
	if err != nil {
		return nil, err
	}
	c.Signature = &Signature{Key: keyID(pub), Sig: sig}
	return canon.Marshal(c)
}

// keyID names a public key as the registry does: the first 16 bytes of its SHA-256 in hexadecimal.
func keyID(pub ed25519.PublicKey) string {
	d := sha256.Sum256(pub)
	return hex.EncodeToString(d[:16])
}

// Parse reads a document strictly: bounded, known fields only, canonical.
func Parse(b []byte) (*Credential, error) {
	if len(b) > MaxSize {
		return nil, ErrSize.With("limit", MaxSize)
	}
	c := new(Credential)
	if err := canon.UnmarshalExact(b, c); err != nil {
		return nil, ErrForm.With(because("不是完整、规范的 JSON，或含有未知内容", reason(err))...).Because(err)
	}
	// One document has one encoding: what it writes must be what was read, down to the unused bits of base64 and
	// members that are there but empty. Else a byte could change that no signature covers.
	if again, err := canon.Marshal(c); err != nil || !bytes.Equal(again, b) {
		return nil, ErrForm.With(because("不是规范格式（RFC 8785）", "not in canonical form (RFC 8785)")...)
	}
	switch {
	case c.V != Version:
		return nil, ErrVersion.With("v", c.V).At("v")
	case c.Kind != Registration && c.Kind != Search:
		return nil, ErrForm.With(because("种类应为登记凭证或查询证明", "kind is registration or search")...).At("kind")
	case c.Kind == Search && c.Entry != nil:
		return nil, ErrForm.With(because("查询证明不含核发记录", "a search certificate has no entry")...).At("entry")
	case len(c.Facts) > MaxFacts:
		return nil, ErrForm.With(because("登记事实过多", "too many facts")...).At("facts")
	case c.Signature == nil:
		return nil, ErrForm.With(because("没有签名", "not signed")...).At("signature")
	}
	return c, nil
}

// reason is what the decoder met, in one line.
func reason(err error) string {
	why := fault.From(err).Args()["why"]
	if why == "" {
		why = "not in canonical form (RFC 8785)"
	}
	return short(why)
}
