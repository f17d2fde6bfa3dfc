package registry

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"testing"

	"shurong.org/shurong/internal/registry/membership"
)

// order is L, the order of the base point, little-endian.
var order, _ = hex.DecodeString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")

// FuzzSignaturesAreCheckedAsTheStandardLibraryDoes holds verifies against crypto/ed25519: for honest signatures, damaged
// ones, keys of small order, points and scalars not in their one encoding, and R and S chosen freely.
func FuzzSignaturesAreCheckedAsTheStandardLibraryDoes(f *testing.F) {
	priv := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	pub, msg := priv.Public().(ed25519.PublicKey), []byte("message")
	sig := ed25519.Sign(priv, msg)
	f.Add([]byte(pub), msg, sig)
	f.Add([]byte(pub), []byte("another"), sig)
	f.Add([]byte(pub)[:31], msg, sig)
	f.Add([]byte(pub), msg, sig[:63])
	zero := make([]byte, 32)
	for _, y := range membership.WeakKeys {
		weak, err := hex.DecodeString(y)
		if err != nil {
			f.Fatal(err)
		}
		for _, sign := range []byte{0, 0x80} {
			key := bytes.Clone(weak)
			key[31] |= sign
			f.Add(key, msg, append(bytes.Clone(key), zero...))
			f.Add(key, msg, append(bytes.Clone(weak), zero...))
			f.Add(key, msg, sig)
			f.Add([]byte(pub), msg, append(bytes.Clone(key), sig[32:]...))
		}
	}
	high := bytes.Clone(sig) // S + L
	carry := 0
	for i := range order {
		v := int(high[32+i]) + int(order[i]) + carry
		high[32+i], carry = byte(v), v>>8
	}
	f.Add([]byte(pub), msg, high)
	f.Fuzz(func(t *testing.T, pub, msg, sig []byte) {
		want := len(pub) == ed25519.PublicKeySize && ed25519.Verify(pub, msg, sig)
		for range 2 { // not known, then remembered
			if got := verifies(pub, msg, sig); got != want {
				t.Errorf("verifies %x %x %x = %v, and by crypto/ed25519 %v", pub, msg, sig, got, want)
			}
		}
	})
}
