package registry

import (
	"crypto/ed25519"

	"shurong.org/shurong/internal/signature"
)

// signers remembers the keys that signed lately: 16,384 of them, at up to 4 kB each.
var signers = signature.NewKeys(1 << 14)

// verifies reports whether sig is pub's over msg, exactly when crypto/ed25519 does.
func verifies(pub ed25519.PublicKey, msg, sig []byte) bool { return signers.Verify(pub, msg, sig) }
