package sdjwt

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
)

// party is an organisation in the clear.
type party struct {
	Name string `json:"name"`
	USCC string `json:"uscc"`
}

// claims is the payload, by what this package writes and reads.
type claims struct {
	SD             []string           `json:"_sd"`
	SDAlg          string             `json:"_sd_alg"`
	Asset          string             `json:"asset"`
	Case           string             `json:"case"`
	Code           string             `json:"code"`
	EffectiveAt    int64              `json:"effective_at"` // Unix milliseconds
	Exp            int64              `json:"exp,omitempty"`
	FormCommitment string             `json:"form_commitment"`
	Holder         party              `json:"holder"`
	IAT            int64              `json:"iat"`
	Iss            string             `json:"iss"`
	IssuedOn       daycount.Date      `json:"issued_on"`
	NBF            int64              `json:"nbf"`
	Registrar      party              `json:"registrar"`
	Rights         []credential.Right `json:"rights"`
	Status         statusClaim        `json:"status"`
	ValidUntil     daycount.Date      `json:"valid_until"`
	VCT            string             `json:"vct"`
}

// statusClaim says where the present status is told, and where it is proven.
type statusClaim struct {
	Registry struct {
		Proof string `json:"proof"`
		URI   string `json:"uri"`
	} `json:"registry"`
}

// Input is what a token is made of. The report is a verified certificate's.
type Input struct {
	Issuer   string // address under which /.well-known/jwt-vc-issuer is served
	Status   string // address of the status, and of its proof
	Proof    string
	Report   *credential.Report
	Evidence *credential.Evidence
	Form     map[string]jsontext.Value // the registered form's members; each becomes disclosable
	KeyID    string                    // of the key that will sign
}

// Issue makes a token with everything disclosed. sign is the registrar's Ed25519 key over the signing input.
func Issue(in Input, sign func(message []byte) ([]byte, ed25519.PublicKey, error)) (*Token, error) {
	cert, r := &in.Report.Certificate, in.Report
	c := claims{
		SDAlg: "sha-256", SD: []string{}, Asset: cert.Asset, Case: cert.Case, Code: cert.Code, EffectiveAt: cert.EffectiveAt,
		FormCommitment: cert.FormCommitment, Holder: party{r.Holder.Name, r.Holder.USCC}, IAT: r.IssuedAt / 1000, Iss: in.Issuer,
		IssuedOn: cert.IssuedOn, NBF: cert.EffectiveAt / 1000, Registrar: party{r.Registrar.Name, r.Registrar.USCC},
		Rights: cert.Rights, ValidUntil: cert.ValidUntil, VCT: VCT,
	}
	c.Status.Registry.URI, c.Status.Registry.Proof = in.Status, in.Proof
	if cert.Renewing == nil { // one whose renewal is open outlives its date
		c.Exp = endOf(cert.ValidUntil).Unix()
	}
	t := &Token{}
	evidence, err := canon.Marshal(in.Evidence)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(in.Form))
	for name := range in.Form {
		if !reserved(name) && name != evidenceClaim {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if err := t.disclose(name, in.Form[name]); err != nil {
			return nil, err
		}
	}
	if err := t.disclose(evidenceClaim, evidence); err != nil {
		return nil, err
	}
	for _, d := range t.Disclosures {
		c.SD = append(c.SD, digest(d.text))
	}
	slices.Sort(c.SD) // their order says nothing
	t.claims, t.header = c, header{Alg: "EdDSA", Kid: in.KeyID, Typ: Type}
	if t.protected, err = part(t.header); err != nil {
		return nil, err
	}
	if t.payload, err = part(c); err != nil {
		return nil, err
	}
	sig, pub, err := sign([]byte(t.signingInput()))
	if err != nil {
		return nil, err
	}
	if keyID(pub) != in.KeyID {
		return nil, ErrKey.With("kid", in.KeyID, "issuer", in.Issuer)
	}
	t.signature = b64.EncodeToString(sig)
	return t, nil
}

// evidenceClaim is the claim that holds credential.Evidence.
const evidenceClaim = "evidence"

// SignSM2 puts an SM2 signature over the same signing input beside.
func (t *Token) SignSM2(sign func(message []byte) (*credential.SM2Signature, error)) (err error) {
	t.SM2, err = sign([]byte(t.signingInput()))
	return err
}

func (t *Token) disclose(name string, value jsontext.Value) error {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	raw, err := canon.Marshal([]any{b64.EncodeToString(salt), name, value})
	if err != nil {
		return err
	}
	t.Disclosures = append(t.Disclosures, Disclosure{Name: name, Value: value, text: b64.EncodeToString(raw)})
	return nil
}

func part(v any) (string, error) {
	b, err := canon.Marshal(v)
	return b64.EncodeToString(b), err
}

// endOf is the instant at which a civil day in China is over.
func endOf(d daycount.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, daycount.China).AddDate(0, 0, 1)
}

func keyID(pub ed25519.PublicKey) string {
	d := sha256.Sum256(pub)
	return hex.EncodeToString(d[:16])
}
