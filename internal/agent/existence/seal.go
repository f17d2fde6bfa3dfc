package existence

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"filippo.io/age"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

// MaxSealed bounds a sealed package, in bytes: the largest has 4,096 challenges.
const MaxSealed = 256 << 10

// Package is what the lender needs to reveal challenges, and nobody else may know: the seed of nonces and salts, and the
// commitments to the answers. The answers themselves are in it for nobody.
type Package struct {
	V           int        `json:"v"` // 1
	Blocks      int64      `json:"blocks"`
	Sampled     int        `json:"sampled"`
	Content     proof.Hash `json:"content"`
	Root        proof.Hash `json:"root"`
	Seed        proof.Hash `json:"seed"`
	Commitments []byte     `json:"commitments"` // 32 bytes each
}

// Challenges is how many there are.
func (p *Package) Challenges() int { return len(p.Commitments) / proof.HashSize }

func (p *Package) salt(j int) proof.Hash  { return derive(p.Seed, "salt", j) }
func (p *Package) nonce(j int) proof.Hash { return derive(p.Seed, "nonce", j) }

func (p *Package) commitment(j int) (h proof.Hash) {
	copy(h[:], p.Commitments[j*proof.HashSize:])
	return h
}

func (p *Package) leaves() []proof.Hash {
	out := make([]proof.Hash, p.Challenges())
	for j := range out {
		out[j] = leafOf(j, p.nonce(j), p.commitment(j))
	}
	return out
}

func (p *Package) tree() proof.Hash { return root(p.leaves()) }

// Reveal makes the registry's command that reveals a challenge of a lien.
func (p *Package) Reveal(lien string, j int) (*registry.ExistenceChallenge, error) {
	if j < 0 || j >= p.Challenges() {
		return nil, ErrSpent.With("n", p.Challenges(), "index", j)
	}
	return &registry.ExistenceChallenge{Lien: lien, Index: j, Nonce: p.nonce(j), Salt: p.salt(j),
		Commitment: p.commitment(j), Path: path(p.leaves(), j)}, nil
}

// Fits reports whether the package is the one that the registry's fact is about, and its challenges read enough.
func (p *Package) Fits(e *registry.Existence) error {
	switch {
	case p.Root != e.Root || p.Content != e.Content || p.Challenges() != e.Challenges:
		return broken("it is not the one the registry holds", "与登记簿不一致")
	case p.Sampled != e.Sampled || p.Blocks != e.Blocks ||
		p.Sampled < SampleSize(p.Blocks, DefaultLossPPM, DefaultConfidencePPM):
		return broken("its challenges read too few blocks", "每次抽查的块数不足")
	}
	return nil
}

func broken(why, zh string) error { return ErrPackage.With("why", why, "why_zh", zh) }

// decodePackage reads a package strictly and checks that it is whole.
func decodePackage(b []byte) (*Package, error) {
	p := new(Package)
	if err := canon.UnmarshalExact(b, p); err != nil {
		return nil, broken("its content is not as it should be", "内容格式有误")
	}
	n := p.Challenges()
	if p.V != 1 || n < 1 || n > registry.MaxChallenges || len(p.Commitments) != n*proof.HashSize || p.Blocks < 1 ||
		p.Sampled < 1 || int64(p.Sampled) > p.Blocks {
		return nil, broken("its figures are out of range", "数值超出范围")
	}
	if p.tree() != p.Root {
		return nil, broken("its challenges are not those of its root", "挑战与根不一致")
	}
	return p, nil
}

// Seal encrypts a package to a lender's key (age, X25519).
func Seal(p *Package, recipient string) ([]byte, error) {
	r, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return nil, ErrRecipient.Because(err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(canon.Must(p))
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Open decrypts a sealed package with the lender's private key (AGE-SECRET-KEY-1…) and checks that it is whole.
func Open(sealed []byte, identity string) (*Package, error) {
	id, err := age.ParseX25519Identity(strings.TrimSpace(identity))
	if err != nil {
		return nil, ErrIdentity.Because(err)
	}
	if len(sealed) > MaxSealed {
		return nil, broken("it is too large", "文件过大")
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return nil, ErrIdentity.Because(err)
	}
	if err != nil {
		return nil, broken("it is not an age file", "不是 age 格式")
	}
	b, err := io.ReadAll(io.LimitReader(r, MaxSealed+1))
	if err != nil || len(b) > MaxSealed {
		return nil, broken("it was changed or cut off", "文件被改动或截断")
	}
	return decodePackage(b)
}

// NewIdentity makes a lender's key pair.
func NewIdentity() (identity, recipient string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	return id.String(), id.Recipient().String(), nil
}

// CheckRecipient reports whether a text is a lender's public key.
func CheckRecipient(s string) error {
	if _, err := age.ParseX25519Recipient(s); err != nil {
		return ErrRecipient.Because(err)
	}
	return nil
}
