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

// Bounds of what is read. A document about one certificate has the smaller ones: certificate, two organisations, key,
// encumbrance and notes, each lien with its pledgee, each annotation. That is room for twenty liens of twenty pledgees and
// fifty annotations. A search by asset or holder and a chain of title have the larger.
const (
	MaxSize             = 2 << 20 // bytes of any document
	MaxFacts            = 1024
	MaxCertificateSize  = 256 << 10
	MaxCertificateFacts = 128
	MaxEntries          = 64 // of a chain of title
)

// Kind is what a document certifies.
type Kind string

const (
	// Registration is a registration certificate (登记凭证).
	Registration Kind = "registration"
	// Search is a search certificate (查询证明): the liens on a certificate as of a log size.
	Search Kind = "search"
	// Status is a status proof (状态证明): what holds of a certificate at a log size, small enough to be stapled to it.
	Status Kind = "status"
	// Title is the chain of title (权属沿革): every registration a certificate stands on, each with its log entry.
	Title Kind = "title"
	// Existence says that an unpublished registration exists under a code, and no more (Guide Art. 24).
	Existence Kind = "existence"
	// AssetSearch lists all certificates on an asset with their liens and annotations. Code is the asset's identifier.
	AssetSearch Kind = "asset_search"
	// HolderSearch lists all certificates of a holder likewise. Code is the holder's credit code.
	HolderSearch Kind = "holder_search"
)

// ofOne reports whether a document of this kind is about one certificate.
func (k Kind) ofOne() bool {
	switch k {
	case Registration, Search, Status, Title, Existence:
		return true
	}
	return false
}

// known reports whether this version reads documents of this kind.
func (k Kind) known() bool { return k.ofOne() || k == AssetSearch || k == HolderSearch }

// Fact is one value of the registry's state map with its proof. A Fact without Value is proven not to exist; one with
// ValueHash in its place is proven to exist, and what it says is withheld.
type Fact struct {
	Key       string         `json:"key"`
	Proof     proof.MapProof `json:"proof"`
	Value     jsontext.Value `json:"value,omitzero"`
	ValueHash *proof.Hash    `json:"value_hash,omitempty"`
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

// Signature is the registrar's Ed25519 signature over the document without it, and beside it the one by SM2 with SM3 over
// the same bytes, where the registrar has such a key.
type Signature struct {
	Key string        `json:"key"`
	Sig []byte        `json:"sig"`
	SM2 *SM2Signature `json:"sm2,omitempty"`
}

// Credential is the document. All of it is canonical JSON (RFC 8785).
type Credential struct {
	Checkpoint string     `json:"checkpoint"` // signed note
	Code       string     `json:"code"`
	Entries    []Entry    `json:"entries,omitempty"` // Title only, in log order
	Entry      *Entry     `json:"entry,omitempty"`   // Registration only
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
	case !c.Kind.known():
		return nil, ErrForm.With(because("未知的文件种类", "a kind of document that is not known")...).At("kind")
	case c.Kind != Registration && c.Entry != nil:
		return nil, ErrForm.With(because("只有登记凭证载有核发记录", "only a registration certificate has an entry")...).At("entry")
	case c.Kind != Title && c.Entries != nil || len(c.Entries) > MaxEntries:
		return nil, ErrForm.With(because("权属沿革的日志条目过多或不应有", "entries belong to a chain of title, at most 64")...).At("entries")
	case c.Form != nil && c.Kind != Registration && c.Kind != Search:
		return nil, ErrForm.With(because("此种文件不载登记表", "a document of this kind has no form")...).At("form")
	case len(c.Facts) > MaxFacts, c.Kind.ofOne() && c.Kind != Title && len(c.Facts) > MaxCertificateFacts:
		return nil, ErrForm.With(because("登记事实过多", "too many facts")...).At("facts")
	case c.Kind.ofOne() && c.Kind != Title && len(b) > MaxCertificateSize:
		return nil, ErrSize.With("limit", MaxCertificateSize)
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
