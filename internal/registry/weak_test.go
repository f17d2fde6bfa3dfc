package registry

import (
	"crypto/ed25519"
	"encoding/hex"
	"strconv"
	"testing"

	"shurong.org/shurong/internal/registry/membership"
)

// forge makes a signature without a secret: R is the identity and s is 0, which satisfies R = sB − kA whenever k is a
// multiple of A's order, for one message in eight at the least.
func forge(pub []byte) bool {
	sig := make([]byte, ed25519.SignatureSize)
	sig[0] = 1
	for i := range 200 {
		if ed25519.Verify(pub, []byte(strconv.Itoa(i)), sig) {
			return true
		}
	}
	return false
}

func TestAKeyUnderWhichAnybodyCanSignIsRefused(t *testing.T) {
	w := newWorld(t)
	forged := 0
	for _, text := range membership.WeakKeys {
		for _, sign := range []byte{0, 0x80} {
			pub, err := hex.DecodeString(text)
			if err != nil {
				t.Fatal(err)
			}
			pub[31] |= sign
			if forge(pub) {
				forged++
			}
			for _, purpose := range []KeyPurpose{PurposeOrganisation, PurposeAgent} {
				w.refused(ErrField, farm, &KeyAdd{Pub: pub, Purpose: purpose})
			}
		}
	}
	if forged < 8 {
		t.Errorf("only %d of the keys could be signed under: the list is not of weak keys", forged)
	}
	if forge(w.pub("agent")) {
		t.Error("a signature was forged under an honest key")
	}
	w.must(farm, &KeyAdd{Pub: w.pub("agent"), Purpose: PurposeAgent})
}
