package keyring

import "crypto/rand"

// secretLabel separates sealed secrets from sealed keys.
const secretLabel = "shurong sealed secret v1\n"

// Seal encrypts a small secret of an organisation under the node key, bound to what it is for and whose it is.
func (k *Keys) Seal(org, what string, secret []byte) []byte {
	nonce := make([]byte, k.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return k.aead.Seal(nonce, nonce, secret, []byte(secretLabel+what+"\n"+org))
}

// Unseal opens what Seal made; ok is false if it is not that, another's, or another node key's.
func (k *Keys) Unseal(org, what string, sealed []byte) (secret []byte, ok bool) {
	n := k.aead.NonceSize()
	if len(sealed) < n {
		return nil, false
	}
	secret, err := k.aead.Open(nil, sealed[:n], sealed[n:], []byte(secretLabel+what+"\n"+org))
	return secret, err == nil
}
