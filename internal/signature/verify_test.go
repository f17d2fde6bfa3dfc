package signature

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"testing"

	"filippo.io/edwards25519"
)

// order is L, the order of the base point, little-endian.
var order, _ = hex.DecodeString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")

// smallY are the y coordinates of points whose order divides eight, with the two that are written above the field's
// prime.
var smallY = []string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}

// small are the points of small order, in all encodings that are taken.
func small(t testing.TB) (out [][]byte) {
	for _, s := range smallY {
		for _, sign := range []byte{0, 0x80} {
			b, err := hex.DecodeString(s)
			if err != nil {
				t.Fatal(err)
			}
			b[31] |= sign
			out = append(out, b)
		}
	}
	return out
}

// agrees holds Verify against crypto/ed25519 at every stage of what is known about the key.
func agrees(t *testing.T, pub, msg, sig []byte) (good bool) {
	t.Helper()
	want := len(pub) == ed25519.PublicKeySize && ed25519.Verify(pub, msg, sig)
	keys := NewKeys(1)
	for i := range tableFrom + 1 {
		if got := keys.Verify(pub, msg, sig); got != want {
			t.Fatalf("check %d of %x %x %x: %v, by crypto/ed25519 %v", i, pub, msg, sig, got, want)
		}
	}
	return want
}

// FuzzVerifyAsTheStandardLibraryDoes tries honest signatures, damaged ones, keys of small order, points and scalars
// not in their one encoding, and R and S chosen freely.
func FuzzVerifyAsTheStandardLibraryDoes(f *testing.F) {
	priv := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	pub, msg := priv.Public().(ed25519.PublicKey), []byte("message")
	sig := ed25519.Sign(priv, msg)
	f.Add([]byte(pub), msg, sig)
	f.Add([]byte(pub), []byte("another"), sig)
	f.Add([]byte(pub)[:31], msg, sig)
	f.Add([]byte(pub), msg, sig[:63])
	zero := make([]byte, 32)
	for _, p := range small(f) {
		f.Add(p, msg, append(bytes.Clone(p), zero...))
		f.Add(p, msg, append(bytes.Clone(zero), zero...))
		f.Add(p, msg, sig)
		f.Add([]byte(pub), msg, append(bytes.Clone(p), sig[32:]...))
	}
	high := bytes.Clone(sig) // S + L
	carry := 0
	for i := range order {
		v := int(high[32+i]) + int(order[i]) + carry
		high[32+i], carry = byte(v), v>>8
	}
	f.Add([]byte(pub), msg, high)
	f.Fuzz(func(t *testing.T, pub, msg, sig []byte) { agrees(t, pub, msg, sig) })
}

// TestAKeyWithAComponentOfSmallOrderIsTakenAsItIs: signatures by A + T, for T of small order, are good or not as
// chance has it for each message, and every checker must find the same.
func TestAKeyWithAComponentOfSmallOrderIsTakenAsItIs(t *testing.T) {
	seed := make([]byte, 64)
	copy(seed, "a scalar")
	secret, err := edwards25519.NewScalar().SetUniformBytes(seed)
	if err != nil {
		t.Fatal(err)
	}
	var good, bad int
	for _, b := range small(t) {
		torsion, err := new(edwards25519.Point).SetBytes(b)
		if err != nil {
			continue // an encoding of no point
		}
		a := new(edwards25519.Point).ScalarBaseMult(secret)
		for _, key := range []*edwards25519.Point{a.Add(a, torsion), torsion} {
			for i := range 16 {
				msg := binary.BigEndian.AppendUint32(nil, uint32(i))
				if agrees(t, key.Bytes(), msg, signed(t, secret, key.Bytes(), msg)) {
					good++
				} else {
					bad++
				}
			}
		}
	}
	if good == 0 || bad == 0 {
		t.Errorf("%d good and %d bad: one of both was not tried", good, bad)
	}
}

// signed signs by RFC 8032 with a secret and any key.
func signed(t *testing.T, secret *edwards25519.Scalar, pub, msg []byte) []byte {
	t.Helper()
	r := edwards25519.NewScalar()
	if _, err := r.SetUniformBytes(append(make([]byte, 60), msg...)[:64]); err != nil {
		t.Fatal(err)
	}
	sig := new(edwards25519.Point).ScalarBaseMult(r).Bytes()
	k, err := challenge(sig, pub, msg)
	if err != nil {
		t.Fatal(err)
	}
	return append(sig, edwards25519.NewScalar().MultiplyAdd(k, secret, r).Bytes()...)
}

// TestATableGivesTheSamePoint compares sums of scalars at the edges and at random with package edwards25519.
func TestATableGivesTheSamePoint(t *testing.T) {
	scalars := []*edwards25519.Scalar{edwards25519.NewScalar()}
	add := func(le []byte) {
		wide := make([]byte, 64)
		copy(wide, le)
		s, err := edwards25519.NewScalar().SetUniformBytes(wide)
		if err != nil {
			t.Fatal(err)
		}
		scalars = append(scalars, s, edwards25519.NewScalar().Negate(s))
	}
	for bit := range 252 {
		b := make([]byte, 32)
		b[bit/8] = 1 << (bit % 8)
		add(b)
		b[0] |= 1
		add(b)
	}
	for i := range 64 {
		add(bytes.Repeat([]byte{byte(37 * i), byte(i), 0xff}, 11)[:32])
	}
	points := []*edwards25519.Point{edwards25519.NewGeneratorPoint(), edwards25519.NewIdentityPoint()}
	for _, b := range small(t) {
		if p, err := new(edwards25519.Point).SetBytes(b); err == nil {
			points = append(points, p, new(edwards25519.Point).Add(p, edwards25519.NewGeneratorPoint()))
		}
	}
	for i, p := range points {
		table := newTable(fromPoint(p), keyDigits)
		for j := i % 7; j < len(scalars); j += 7 {
			k, s := scalars[j], scalars[len(scalars)-1-j]
			want := new(edwards25519.Point).VarTimeDoubleScalarBaseMult(k, p, s).Bytes()
			if got := encode(sum(table, k.Bytes(), baseTable(), s.Bytes())); !bytes.Equal(got[:], want) {
				t.Fatalf("%x·P + %x·B for P = %x: %x, want %x", k.Bytes(), s.Bytes(), p.Bytes(), got, want)
			}
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	priv := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	pub, msg := priv.Public().(ed25519.PublicKey), make([]byte, 700)
	sig := ed25519.Sign(priv, msg)
	b.Run("standard", func(b *testing.B) {
		for b.Loop() {
			_ = ed25519.Verify(pub, msg, sig)
		}
	})
	for _, times := range []int{tableFrom - 1, 1 << 30} {
		b.Run(map[bool]string{true: "table", false: "point"}[times > tableFrom], func(b *testing.B) {
			keys := NewKeys(1)
			for i := 0; b.Loop(); i++ {
				if i%times == 0 {
					keys = NewKeys(1)
					keys.find(pub)
				}
				_ = keys.Verify(pub, msg, sig)
			}
		})
	}
	b.Run("making a table", func(b *testing.B) {
		p := fromPoint(edwards25519.NewGeneratorPoint())
		for b.Loop() {
			newTable(p, keyDigits)
		}
	})
}
