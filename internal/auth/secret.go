package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// secretBytes is the length of every secret that the node hands out: 256 random bits, so that a plain hash at rest is
// enough and guessing is hopeless.
const secretBytes = 32

// newSecret returns a secret for its owner and the digest that is kept.
func newSecret(prefix string) (secret, digest string) {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // never fails
	secret = prefix + base64.RawURLEncoding.EncodeToString(b)
	return secret, digestOf(secret)
}

// digestOf is the form in which a secret is kept and looked up. Looking up by it leaks, through timing, at most the
// digest's prefix, which says nothing about the secret.
func digestOf(secret string) string {
	d := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(d[:])
}

// newID returns an identifier with a prefix that tells its kind.
func newID(prefix string) string { return prefix + strings.ToLower(rand.Text()) }
