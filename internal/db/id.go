package db

import "crypto/rand"

// NewID makes an identifier that tells nothing and cannot be guessed: 60 bits, for the telephone, in Crockford's
// letters, which leave out those that are taken for others.
func NewID(prefix string) string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	b := make([]byte, 12)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = alphabet[b[i]%32]
	}
	return prefix + "-" + string(b)
}
