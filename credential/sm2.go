package credential

import (
	"crypto/ed25519"

	"github.com/emmansun/gmsm/sm2"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
)

// SM2Signature is a signature by SM2 with SM3 (GB/T 32918, user identifier 1234567812345678 of GM/T 0009) over the bytes
// that the Ed25519 signature beside it covers. The registry knows Ed25519 keys only, so the registrar's Ed25519 key has
// signed which SM2 key is its own: see [SM2Binding].
type SM2Signature struct {
	Bound []byte `json:"bound"` // Ed25519 over SM2Binding
	Pub   []byte `json:"pub"`   // uncompressed point, 65 bytes
	Sig   []byte `json:"sig"`   // ASN.1 DER
}

// ErrSM2 says that the domestic signature beside the other is wrong. A document whose one signature holds and whose other
// does not was changed by somebody.
var ErrSM2 = fault.Define("credential.sm2", fault.Invalid,
	"国密（SM2）签名无效：{why_zh}", "the SM2 signature is not valid: {why}").
	Hint("请向登记机构重新取得文件", "get the document from the registrar again")

// sm2Prefix separates the binding of keys from everything else that an Ed25519 key signs.
const sm2Prefix = "shurong sm2 key v1\n"

// SM2Binding is what a registrar's Ed25519 key signs to say that an SM2 public key is the registrar's too.
func SM2Binding(org string, key ed25519.PublicKey, pub []byte) []byte {
	return append([]byte(sm2Prefix), canon.Must(struct {
		Ed25519 string `json:"ed25519"`
		Org     string `json:"org"`
		SM2     []byte `json:"sm2"`
	}{keyID(key), org, pub})...)
}

// Verify checks the signature over a message, by an organisation whose Ed25519 key is known.
func (s *SM2Signature) Verify(org string, key ed25519.PublicKey, message []byte) error {
	if !ed25519.Verify(key, SM2Binding(org, key, s.Pub), s.Bound) {
		return ErrSM2.With(because("公钥未经登记机构确认", "the registrar has not confirmed its public key")...)
	}
	pub, err := sm2.NewPublicKey(s.Pub)
	if err != nil {
		return ErrSM2.With(because("公钥无法读取", "the public key cannot be read")...).Because(err)
	}
	if !sm2.VerifyASN1WithSM2(pub, nil, message, s.Sig) {
		return ErrSM2.With(because("与内容不符", "it is not of this content")...)
	}
	return nil
}

// SignSM2 puts an SM2 signature beside the Ed25519 one, which must be there, and returns the document's canonical bytes.
func (c *Credential) SignSM2(sign func(message []byte) (*SM2Signature, error)) ([]byte, error) {
	msg, err := c.signingBytes()
	if err != nil {
		return nil, err
	}
	if c.Signature.SM2, err = sign(msg); err != nil {
		return nil, err
	}
	return canon.Marshal(c)
}
