package sdjwt

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/fault"
)

const (
	// MaxSize is the largest token read, in bytes.
	MaxSize = 384 << 10
	// maxDisclosures bounds the disclosures of a token.
	maxDisclosures = 64
	// Type is the media type in the header.
	Type = "dc+sd-jwt"
	// VCT names this kind of credential.
	VCT = "urn:shurong:certificate:registration:1"
)

var (
	// ErrForm says that a text is not such a token.
	ErrForm = fault.Define("sdjwt.form", fault.Invalid,
		"不是有效的 SD-JWT 凭证：{why_zh}", "not a valid SD-JWT certificate: {why}").
		Hint("请使用登记机构签发的原文，不要增删字符", "use the text as the registrar issued it, not a character more or less")
	// ErrSignature says that the signature is wrong.
	ErrSignature = fault.Define("sdjwt.signature", fault.Invalid,
		"SD-JWT 签名无效：内容被改动，或不是该机构签发", "the SD-JWT's signature is not valid: it was changed, or is not by that registrar")
	// ErrKey says that the issuer's key is not known.
	ErrKey = fault.Define("sdjwt.key", fault.Invalid,
		"此 SD-JWT 未披露证据，且没有签发机构的公钥 {kid}", "this SD-JWT discloses no evidence, and the issuer's key {kid} is not known").
		Hint("请提供 {issuer}/.well-known/jwt-vc-issuer 公布的密钥，或要求持证人一并披露 evidence",
			"give the keys published at {issuer}/.well-known/jwt-vc-issuer, or ask the holder to disclose evidence too")
	// ErrClaims says that the token says something else than the register.
	ErrClaims = fault.Define("sdjwt.claims", fault.Invalid,
		"SD-JWT 所载 {claim} 与登记簿不符", "what the SD-JWT says of {claim} is not what the register holds")
	// ErrUnknownClaim says that a claim to be disclosed is not in the token.
	ErrUnknownClaim = fault.Define("sdjwt.unknown_claim", fault.NotFound,
		"凭证中没有可披露的 {claim}", "the certificate has nothing to disclose called {claim}").
		Hint("可披露：{have}", "it can disclose: {have}")
)

func because(zh, en string) []any { return []any{"why_zh", zh, "why", en} }

func bad(zh, en string) *fault.Error { return ErrForm.With(because(zh, en)...) }

// b64 accepts one text per value.
var b64 = base64.RawURLEncoding.Strict()

// Disclosure is one claim with the salt that hides it.
type Disclosure struct {
	Name  string
	Value jsontext.Value
	text  string
}

// Token is a certificate as it was read or made.
type Token struct {
	Disclosures []Disclosure
	SM2         *credential.SM2Signature // in the JSON form only

	protected, payload, signature string
	header                        header
	claims                        claims
}

type header struct {
	Alg  string         `json:"alg"`
	Kid  string         `json:"kid"`
	Typ  string         `json:"typ"`
	Crit jsontext.Value `json:"crit,omitzero"`
}

// flattened is the JSON form.
type flattened struct {
	Header struct {
		Disclosures []string                 `json:"disclosures"`
		SM2         *credential.SM2Signature `json:"sm2,omitempty"`
	} `json:"header"`
	Payload   string `json:"payload"`
	Protected string `json:"protected"`
	Signature string `json:"signature"`
}

// Looks reports whether a text may be a token: JSON with a protected header, or three parts and a tilde.
func Looks(b []byte) bool {
	if bytes.HasPrefix(b, []byte("{")) {
		return bytes.Contains(b, []byte(`"protected":`)) && bytes.Contains(b, []byte(`"payload":`))
	}
	head, _, found := bytes.Cut(b, []byte("~"))
	return found && bytes.HasPrefix(head, []byte("eyJ")) && bytes.Count(head, []byte(".")) == 2
}

// Parse reads a token, compact or JSON. It checks form and disclosures, not the signature.
func Parse(b []byte) (*Token, error) {
	if len(b) > MaxSize {
		return nil, credential.ErrSize.With("limit", MaxSize)
	}
	if bytes.HasPrefix(b, []byte("{")) {
		return parseJSON(b)
	}
	parts := strings.Split(string(b), "~")
	jws := strings.Split(parts[0], ".")
	switch {
	case len(parts) < 2 || len(jws) != 3:
		return nil, bad("应为三段加披露项", "it has not three parts and disclosures")
	case parts[len(parts)-1] != "":
		return nil, bad("不支持持有人绑定", "it ends in a key binding, which certificates do not have")
	}
	return parse(jws[0], jws[1], jws[2], parts[1:len(parts)-1])
}

func parseJSON(b []byte) (*Token, error) {
	var f flattened
	if err := canon.UnmarshalExact(b, &f); err != nil {
		return nil, bad("不是规范的 JSON 形式", "not the canonical JSON form").Because(err)
	}
	if again, err := canon.Marshal(&f); err != nil || !bytes.Equal(again, b) {
		return nil, bad("不是规范的 JSON 形式", "not the canonical JSON form")
	}
	t, err := parse(f.Protected, f.Payload, f.Signature, f.Header.Disclosures)
	if err != nil {
		return nil, err
	}
	t.SM2 = f.Header.SM2
	return t, nil
}

func parse(protected, payload, signature string, disclosures []string) (*Token, error) {
	t := &Token{protected: protected, payload: payload, signature: signature}
	if err := decode(protected, &t.header); err != nil {
		return nil, bad("头部无法读取", "the header cannot be read").Because(err)
	}
	if err := decode(payload, &t.claims); err != nil {
		return nil, bad("内容无法读取", "the payload cannot be read").Because(err)
	}
	switch {
	case t.header.Alg != "EdDSA" || t.header.Typ != Type || t.header.Crit != nil:
		return nil, bad("应以 EdDSA 签名，类型为 dc+sd-jwt", "it is signed with EdDSA and of type dc+sd-jwt")
	case t.claims.VCT != VCT || t.claims.SDAlg != "sha-256":
		return nil, bad("不是登记凭证", "it is not a registration certificate")
	case len(disclosures) > maxDisclosures || len(t.claims.SD) > maxDisclosures:
		return nil, bad("披露项过多", "too many disclosures")
	}
	if _, err := b64.DecodeString(signature); err != nil {
		return nil, bad("签名编码有误", "the signature is not base64url")
	}
	digests := slices.Clone(t.claims.SD)
	for _, text := range disclosures {
		d, err := disclosure(text)
		if err != nil {
			return nil, err
		}
		at := slices.Index(digests, digest(text))
		if at < 0 {
			return nil, bad("披露项不属于此凭证，或重复", "a disclosure is not of this certificate, or given twice")
		}
		digests = slices.Delete(digests, at, at+1)
		if reserved(d.Name) || slices.ContainsFunc(t.Disclosures, func(o Disclosure) bool { return o.Name == d.Name }) {
			return nil, bad("披露项名称重复", "a disclosed claim is named twice")
		}
		t.Disclosures = append(t.Disclosures, *d)
	}
	return t, nil
}

// decode reads a part. Parts are signed as text, so members that this version does not know are no harm.
func decode(part string, into any) error {
	raw, err := b64.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

func disclosure(text string) (*Disclosure, error) {
	raw, err := b64.DecodeString(text)
	if err != nil {
		return nil, bad("披露项编码有误", "a disclosure is not base64url")
	}
	var parts []jsontext.Value
	var salt string
	d := &Disclosure{text: text}
	if json.Unmarshal(raw, &parts) != nil || len(parts) != 3 || json.Unmarshal(parts[0], &salt) != nil ||
		json.Unmarshal(parts[1], &d.Name) != nil {
		return nil, bad("披露项应为盐、名称和值", "a disclosure is a salt, a name and a value")
	}
	d.Value = parts[2]
	return d, nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return b64.EncodeToString(sum[:])
}

// clear are the members that stand in the clear; a disclosure may not stand in for one of them.
var clear = []string{
	"_sd", "_sd_alg", "...", "iss", "iat", "nbf", "exp", "vct", "cnf", "status", "sub", "asset", "case", "code", "effective_at",
	"form_commitment", "holder", "issued_on", "registrar", "rights", "valid_until",
}

func reserved(name string) bool { return name == "" || slices.Contains(clear, name) }

// Names lists what the token discloses.
func (t *Token) Names() []string {
	out := make([]string, len(t.Disclosures))
	for i, d := range t.Disclosures {
		out[i] = d.Name
	}
	return out
}

// Disclosed returns a disclosed claim, nil if it is not.
func (t *Token) Disclosed(name string) jsontext.Value {
	for _, d := range t.Disclosures {
		if d.Name == name {
			return d.Value
		}
	}
	return nil
}

// Present returns the token with only the named claims disclosed. Errors: [ErrUnknownClaim].
func (t *Token) Present(names ...string) (*Token, error) {
	out := *t
	out.Disclosures = nil
	for _, name := range names {
		if !slices.Contains(t.Names(), name) {
			return nil, ErrUnknownClaim.With("claim", name, "have", strings.Join(t.Names(), ", "))
		}
	}
	for _, d := range t.Disclosures {
		if slices.Contains(names, d.Name) {
			out.Disclosures = append(out.Disclosures, d)
		}
	}
	return &out, nil
}

// Compact is the token as most tools read it. An SM2 signature has no place in it.
func (t *Token) Compact() []byte {
	var b strings.Builder
	b.WriteString(t.signingInput() + "." + t.signature + "~")
	for _, d := range t.Disclosures {
		b.WriteString(d.text + "~")
	}
	return []byte(b.String())
}

// JSON is the token in the flattened JSON form, with the SM2 signature if there is one.
func (t *Token) JSON() ([]byte, error) {
	var f flattened
	f.Payload, f.Protected, f.Signature, f.Header.SM2 = t.payload, t.protected, t.signature, t.SM2
	f.Header.Disclosures = []string{}
	for _, d := range t.Disclosures {
		f.Header.Disclosures = append(f.Header.Disclosures, d.text)
	}
	return canon.Marshal(&f)
}

func (t *Token) signingInput() string { return t.protected + "." + t.payload }
