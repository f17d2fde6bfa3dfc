package registry

import (
	"crypto/ed25519"
	"encoding/hex"
)

// weakY are the y coordinates, in Ed25519's encoding without the sign bit, of points whose order divides eight, with the
// two that are written above the field's prime. Under such a key anybody can make a signature without knowing a secret: an
// organisation that registered one could deny everything it signed.
var weakY = [...]string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}

// weak reports whether a public key of 32 bytes is one under which anybody can sign.
func weak(pub []byte) bool {
	var y [ed25519.PublicKeySize]byte
	copy(y[:], pub)
	y[31] &= 0x7f
	have := hex.EncodeToString(y[:])
	for _, w := range weakY {
		if have == w {
			return true
		}
	}
	return false
}
