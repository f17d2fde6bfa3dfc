package canon

import (
	"crypto/sha256"
	"encoding/hex"
)

// SaltSize is the size of a commitment's salt in bytes: enough that the text cannot be found by guessing.
const SaltSize = 32

// Commit is the salted commitment to a document: SHA-256(salt ‖ document) in lower-case hexadecimal. It binds whoever
// publishes it to the document without telling anything about it; whoever is later shown salt and document can check. A
// document that must be erased is erased with its salt, and the commitment then says nothing about anybody.
func Commit(salt, document []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(document)
	return hex.EncodeToString(h.Sum(nil))
}
