package credential

import (
	"crypto/ed25519"

	"shurong.org/shurong/proof"
)

// Evidence is what proves a registration certificate, without form and signature: what a certificate in another format (an
// SD-JWT) carries so that it can be checked without a network.
type Evidence struct {
	Checkpoint string `json:"checkpoint"`
	Entry      *Entry `json:"entry"`
	Facts      []Fact `json:"facts"`
	LogKey     string `json:"log_key"`
}

// Evidence returns the document's.
func (c *Credential) Evidence() *Evidence {
	return &Evidence{Checkpoint: c.Checkpoint, Entry: c.Entry, Facts: c.Facts, LogKey: c.LogKey}
}

// VerifyEvidence checks what proves a certificate and returns the report so far with the registrar's key of that
// identifier, by which the caller checks the signature in its own format. The report holds the steps that passed, also
// when an error ends them.
func VerifyEvidence(e *Evidence, code, keyID string, issuedAt int64, o Options) (*Report, ed25519.PublicKey, error) {
	r := &Report{Kind: Registration, Code: short(code), IssuedAt: issuedAt, Liens: []Lien{}, Pledgees: []Organisation{}}
	if len(e.Facts) > MaxCertificateFacts || len(e.Checkpoint) > proof.MaxCheckpoint {
		return r, nil, ErrForm.With(because("登记事实过多", "too many facts")...).At("facts")
	}
	v := &verification{report: r, now: o.Now, Credential: &Credential{
		V: Version, Kind: Registration, Code: code, Checkpoint: e.Checkpoint, Entry: e.Entry, Facts: e.Facts, LogKey: e.LogKey,
		IssuedAt: issuedAt,
	}}
	var pub ed25519.PublicKey
	for _, check := range []func() error{
		func() error { return v.checkpoint(o.LogKey) }, v.facts, v.certificate, v.entry,
		func() (err error) { pub, err = v.signer(keyID); return err },
		v.liens, v.annotations, v.similar, v.validity, func() error { return v.age(o.MaxAge) },
	} {
		if err := check(); err != nil {
			r.Live = false
			return r, nil, err
		}
	}
	return r, pub, nil
}

// Note adds a step that a caller of [VerifyEvidence] checked itself.
func (r *Report) Note(code, zh, en string) { r.step(code, zh, en) }

// Doubt adds a step that passed but leaves something to the reader.
func (r *Report) Doubt(code, zh, en string) { r.doubt(code, zh, en) }
