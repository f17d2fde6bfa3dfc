package sdjwt

import (
	"crypto/ed25519"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
)

// Options say what the reader trusts and when it reads.
type Options struct {
	credential.Options
	// Keys are the issuer's by identifier, for tokens that disclose no evidence: see [ParseKeys].
	Keys map[string]ed25519.PublicKey
}

// Verify checks a token. The report holds the steps that passed, also when an error ends them.
func Verify(b []byte, o Options) (*credential.Report, error) {
	empty := &credential.Report{Kind: credential.Registration, Liens: []credential.Lien{}, Pledgees: []credential.Organisation{}}
	t, err := Parse(b)
	if err != nil {
		return empty, err
	}
	return t.Verify(o)
}

// Verify checks a token that was read.
func (t *Token) Verify(o Options) (*credential.Report, error) {
	r, pub, err := t.trust(o)
	if err != nil {
		r.Live = false
		return r, err
	}
	sig, _ := b64.DecodeString(t.signature) // Parse has decoded it once
	if !ed25519.Verify(pub, []byte(t.signingInput()), sig) {
		r.Live = false
		return r, ErrSignature.With()
	}
	name := t.claims.Registrar.Name
	r.Note("signature", "签发机构签名有效（EdDSA）："+name, "signed by the registrar (EdDSA): "+name)
	if t.SM2 != nil {
		if err := t.SM2.Verify(t.claims.Registrar.USCC, pub, []byte(t.signingInput())); err != nil {
			r.Live = false
			return r, err
		}
		r.SM2 = true
		r.Note("sm2", "国密（SM2/SM3）签名亦有效", "the SM2 signature (with SM3) beside it is good too")
	}
	shown := map[string]jsontext.Value{}
	for _, d := range t.Disclosures {
		if d.Name != evidenceClaim {
			shown[d.Name] = d.Value
		}
	}
	if r.Disclosed, err = canon.Marshal(shown); err != nil {
		return r, ErrForm.With(because("披露内容无法读取", "what it discloses cannot be read")...).Because(err)
	}
	return r, nil
}

// trust finds the key that must have signed: in the evidence, or among those that the reader was given.
func (t *Token) trust(o Options) (*credential.Report, ed25519.PublicKey, error) {
	c := &t.claims
	raw := t.Disclosed(evidenceClaim)
	if raw == nil {
		return t.unproven(o)
	}
	r := &credential.Report{Kind: credential.Registration, Code: c.Code, Liens: []credential.Lien{}, Pledgees: []credential.Organisation{}}
	var e credential.Evidence
	if err := json.Unmarshal(raw, &e); err != nil {
		return r, nil, bad("证据无法读取", "the evidence cannot be read").Because(err)
	}
	r, pub, err := credential.VerifyEvidence(&e, c.Code, t.header.Kid, c.IAT*1000, o.Options)
	if err != nil {
		return r, nil, err
	}
	cert := &r.Certificate
	for _, said := range []struct {
		claim string
		same  bool
	}{
		{"holder", c.Holder == party{r.Holder.Name, r.Holder.USCC}},
		{"registrar", c.Registrar == party{r.Registrar.Name, r.Registrar.USCC}},
		{"rights", slices.Equal(c.Rights, cert.Rights)}, {"valid_until", c.ValidUntil == cert.ValidUntil},
		{"issued_on", c.IssuedOn == cert.IssuedOn}, {"effective_at", c.EffectiveAt == cert.EffectiveAt},
		{"asset", c.Asset == cert.Asset}, {"case", c.Case == cert.Case}, {"form_commitment", c.FormCommitment == cert.FormCommitment},
	} {
		if !said.same {
			return r, nil, ErrClaims.With("claim", said.claim)
		}
	}
	return r, pub, nil
}

// unproven reads a token without evidence: it is as good as the key its reader was given, and says nothing of liens.
func (t *Token) unproven(o Options) (*credential.Report, ed25519.PublicKey, error) {
	c := &t.claims
	r := &credential.Report{
		Kind: credential.Registration, Code: c.Code, IssuedAt: c.IAT * 1000, Liens: []credential.Lien{}, Pledgees: []credential.Organisation{},
		Certificate: credential.Certificate{
			Code: c.Code, Asset: c.Asset, Case: c.Case, Holder: c.Holder.USCC, Registrar: c.Registrar.USCC, Rights: c.Rights,
			FormCommitment: c.FormCommitment, EffectiveAt: c.EffectiveAt, IssuedOn: c.IssuedOn, ValidUntil: c.ValidUntil,
		},
		Holder:    credential.Organisation{USCC: c.Holder.USCC, Name: c.Holder.Name},
		Registrar: credential.Organisation{USCC: c.Registrar.USCC, Name: c.Registrar.Name},
	}
	r.Age = int64(o.Now.Sub(time.UnixMilli(r.IssuedAt)) / time.Second)
	if o.MaxAge > 0 && o.Now.Sub(time.UnixMilli(r.IssuedAt)) > o.MaxAge {
		return r, nil, credential.ErrStale.With("age", time.Duration(r.Age)*time.Second, "most", o.MaxAge)
	}
	pub := o.Keys[t.header.Kid]
	if pub == nil {
		return r, nil, ErrKey.With("kid", cut(t.header.Kid), "issuer", cut(c.Iss))
	}
	r.Note("key", "签名密钥 "+t.header.Kid+" 是签发机构公布的", "the signing key "+t.header.Kid+" is one the issuer publishes")
	if r.Live = !daycount.DateOf(o.Now).After(c.ValidUntil); r.Live {
		r.Note("validity", "凭证载明有效至 "+c.ValidUntil.String(), "it says it is valid until "+c.ValidUntil.String())
	} else {
		r.Doubt("validity", "凭证载明的有效期已于 "+c.ValidUntil.String()+" 届满", "the term it states ended on "+c.ValidUntil.String())
	}
	r.Doubt("unproven", "未披露证据：质押、查封、注销等现状请另查状态证明", "no evidence disclosed: ask for a status proof for liens, seizures and cancellation")
	return r, pub, nil
}

// IssuerMetadata is what stands at <iss>/.well-known/jwt-vc-issuer.
type IssuerMetadata struct {
	Issuer string `json:"issuer"`
	JWKS   struct {
		Keys []JWK `json:"keys"`
	} `json:"jwks"`
}

// JWK is an Ed25519 public key (RFC 8037).
type JWK struct {
	Alg string `json:"alg"`
	Crv string `json:"crv"`
	Kid string `json:"kid"`
	Kty string `json:"kty"`
	Use string `json:"use"`
	X   string `json:"x"`
}

// NewJWK makes the JWK of a key, whose identifier is the registry's.
func NewJWK(pub ed25519.PublicKey) JWK {
	return JWK{Alg: "EdDSA", Crv: "Ed25519", Kid: keyID(pub), Kty: "OKP", Use: "sig", X: b64.EncodeToString(pub)}
}

// ParseKeys reads an issuer's published keys. Keys of other kinds are passed over.
func ParseKeys(b []byte) (map[string]ed25519.PublicKey, error) {
	var m IssuerMetadata
	if len(b) > MaxSize || json.Unmarshal(b, &m) != nil || len(m.JWKS.Keys) > 1000 {
		return nil, bad("密钥文件无法读取", "the file of keys cannot be read")
	}
	out := map[string]ed25519.PublicKey{}
	for _, k := range m.JWKS.Keys {
		x, err := b64.DecodeString(k.X)
		if k.Kty == "OKP" && k.Crv == "Ed25519" && err == nil && len(x) == ed25519.PublicKeySize && keyID(x) == k.Kid {
			out[k.Kid] = x
		}
	}
	return out, nil
}

func cut(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100]) + "…"
	}
	return s
}
