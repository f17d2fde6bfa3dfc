package keyring

import (
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/rand"

	"shurong.org/shurong/internal/registry"
)

// sealLabel separates this use of the node key from any other and carries the format's version.
const sealLabel = "shurong sealed key v1\n"

// bound is what a sealed key is tied to.
func bound(id, org string, purpose registry.KeyPurpose) []byte {
	return []byte(sealLabel + id + "\n" + org + "\n" + string(purpose))
}

// seal encrypts a private key's seed: 24 random bytes of nonce, then the ciphertext. Random nonces of this length do
// not repeat.
func seal(aead cipher.AEAD, priv ed25519.PrivateKey, ad []byte) []byte {
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return aead.Seal(nonce, nonce, priv.Seed(), ad)
}

// unseal opens what seal made; ok is false if it is not that or another node key's.
func unseal(aead cipher.AEAD, sealed, ad []byte) (priv ed25519.PrivateKey, ok bool) {
	if len(sealed) < aead.NonceSize() {
		return nil, false
	}
	seed, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], ad)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, false
	}
	return ed25519.NewKeyFromSeed(seed), true
}
