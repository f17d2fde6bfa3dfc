package keyring

import (
	"crypto/rand"
	"crypto/subtle"

	"shurong.org/shurong/canon"
)

// SaltSize is the length of a commitment's salt in bytes: too long to guess, so that the commitment to a short text ("agreed")
// tells nothing about it, and erasing salt and text leaves a number without meaning in the log.
const SaltSize = canon.SaltSize

// Commit makes a salted commitment to a private document: SHA-256(salt ‖ document) in hexadecimal. The salt is kept
// beside the plain text; whoever is shown both can check them against the log with [Opens]. A structured document
// is committed to in its canonical bytes.
func Commit(doc []byte) (commitment string, salt []byte) {
	salt = make([]byte, SaltSize)
	_, _ = rand.Read(salt) // never fails
	return CommitWith(doc, salt), salt
}

// CommitWith is the commitment under a given salt: [canon.Commit].
func CommitWith(doc, salt []byte) string { return canon.Commit(salt, doc) }

// Opens reports whether a commitment is to this document under this salt.
func Opens(commitment string, doc, salt []byte) bool {
	return subtle.ConstantTimeCompare([]byte(commitment), []byte(CommitWith(doc, salt))) == 1
}
