package signature

import (
	"crypto/ed25519"
	"crypto/sha512"
	"sync/atomic"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
	lru "github.com/hashicorp/golang-lru/v2"
)

// tableFrom is the check of a key with which its table is made. The table costs about as much as it saves in two.
const tableFrom = 3

// Keys remembers the keys that signed lately. It is safe for concurrent use.
type Keys struct {
	lately *lru.Cache[[ed25519.PublicKeySize]byte, *key]
}

// key is what is known of a public key A.
type key struct {
	minusA *edwards25519.Point
	checks atomic.Int64
	table  atomic.Pointer[table] // of minusA, once it pays
}

// NewKeys makes a memory for up to n keys, of up to 4 kB each.
func NewKeys(n int) *Keys {
	lately, err := lru.New[[ed25519.PublicKeySize]byte, *key](max(n, 1))
	if err != nil {
		panic("signature: " + err.Error()) // only for a size below one
	}
	return &Keys{lately: lately}
}

// Verify reports whether sig is pub's over msg.
func (ks *Keys) Verify(pub ed25519.PublicKey, msg, sig []byte) bool {
	if len(pub) != ed25519.PublicKeySize || len(sig) != ed25519.SignatureSize {
		return false
	}
	a := ks.find(pub)
	if a == nil {
		return false
	}
	s, err := edwards25519.NewScalar().SetCanonicalBytes(sig[32:])
	if err != nil {
		return false
	}
	k, err := challenge(sig[:32], pub, msg)
	if err != nil {
		return false
	}
	// R is compared by its bytes: that of a signature has one encoding.
	return a.combine(k, s) == [32]byte(sig[:32])
}

// challenge is k.
func challenge(r, pub, msg []byte) (*edwards25519.Scalar, error) {
	h := sha512.New()
	h.Write(r)
	h.Write(pub)
	h.Write(msg)
	var sum [sha512.Size]byte
	return edwards25519.NewScalar().SetUniformBytes(h.Sum(sum[:0]))
}

// find looks a key up or takes it in; nil if the bytes are no point of the curve.
func (ks *Keys) find(pub []byte) *key {
	name := [ed25519.PublicKeySize]byte(pub)
	if a, ok := ks.lately.Get(name); ok {
		return a
	}
	p, err := new(edwards25519.Point).SetBytes(pub)
	if err != nil {
		return nil
	}
	a := &key{minusA: p.Negate(p)}
	ks.lately.Add(name, a)
	return a
}

// combine is the encoding of sB - kA.
func (a *key) combine(k, s *edwards25519.Scalar) [32]byte {
	t := a.table.Load()
	if n := a.checks.Add(1); t == nil && n >= tableFrom {
		t = newTable(fromPoint(a.minusA), keyDigits)
		a.table.Store(t)
	}
	if t == nil {
		return [32]byte(new(edwards25519.Point).VarTimeDoubleScalarBaseMult(k, a.minusA, s).Bytes())
	}
	return encode(sum(t, k.Bytes(), baseTable(), s.Bytes()))
}

// fromPoint takes a point of package edwards25519 over.
func fromPoint(p *edwards25519.Point) *extended {
	x, y, z, t := p.ExtendedCoordinates()
	return &extended{x: *x, y: *y, z: *z, t: *t}
}

// encode writes a point as RFC 8032 does: y, and the sign of x in the highest bit.
func encode(p *projective) [32]byte {
	var inverse, x, y field.Element
	inverse.Invert(&p.z)
	x.Multiply(&p.x, &inverse)
	y.Multiply(&p.y, &inverse)
	out := [32]byte(y.Bytes())
	out[31] |= byte(x.IsNegative() << 7)
	return out
}
