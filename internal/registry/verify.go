package registry

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha512"
	"sync"

	"filippo.io/edwards25519"
)

// points remembers the keys that signed lately, decompressed: a square root in the field is an eighth of checking a
// signature. Signatures are checked one by one and without the cofactor, as crypto/ed25519 does: checking many at once is
// faster, but accepts what a single check refuses (or the reverse, by chance), and replicas would disagree.
var points = struct {
	sync.RWMutex
	negated map[[ed25519.PublicKeySize]byte]*edwards25519.Point
}{negated: map[[ed25519.PublicKeySize]byte]*edwards25519.Point{}}

// maxPoints bounds what is remembered, at about 250 bytes each.
const maxPoints = 1 << 16

// verifies reports whether sig is pub's over msg, exactly when crypto/ed25519 does: a fuzz test holds them together.
func verifies(pub ed25519.PublicKey, msg, sig []byte) bool {
	if len(pub) != ed25519.PublicKeySize || len(sig) != ed25519.SignatureSize {
		return false
	}
	minusA := pointOf(pub)
	if minusA == nil {
		return false
	}
	s, err := edwards25519.NewScalar().SetCanonicalBytes(sig[32:])
	if err != nil {
		return false
	}
	h := sha512.New()
	h.Write(sig[:32])
	h.Write(pub)
	h.Write(msg)
	var sum [sha512.Size]byte
	k, err := edwards25519.NewScalar().SetUniformBytes(h.Sum(sum[:0]))
	if err != nil {
		return false
	}
	// R = sB - kA, compared by its bytes: the R of a signature has one encoding.
	r := new(edwards25519.Point).VarTimeDoubleScalarBaseMult(k, minusA, s)
	return bytes.Equal(sig[:32], r.Bytes())
}

// pointOf is the negated point of a public key, nil if it is none.
func pointOf(pub []byte) *edwards25519.Point {
	key := [ed25519.PublicKeySize]byte(pub)
	points.RLock()
	p, ok := points.negated[key]
	points.RUnlock()
	if ok {
		return p
	}
	a, err := new(edwards25519.Point).SetBytes(pub)
	if err != nil {
		return nil
	}
	p = new(edwards25519.Point).Negate(a)
	points.Lock()
	defer points.Unlock()
	if len(points.negated) >= maxPoints {
		clear(points.negated)
	}
	points.negated[key] = p
	return p
}
