package certificate

import (
	"context"
	"crypto/ed25519"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/sdjwt"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// ErrWithheld says that a certificate is unpublished, and the caller is not authorised to have it.
var ErrWithheld = fault.Define("certificate.withheld", fault.Forbidden,
	"凭证 {code} 不公示，未经权利人授权不能取得", "certificate {code} is unpublished; it is not handed out without the holder's authorisation").
	Hint("请向权利人取得授权", "ask the holder for an authorisation")

// Token returns the registration certificate as an SD-JWT with everything disclosed, signed by the registrar by EdDSA and,
// beside it, by SM2. Errors: [ErrNotFound], [ErrWithheld].
func (s *Service) Token(ctx context.Context, code string) (*sdjwt.Token, *credential.Report, error) {
	doc, report, err := s.make(ctx, code, credential.Registration)
	if err != nil {
		return nil, nil, err
	}
	if report.Kind != credential.Registration {
		return nil, nil, ErrWithheld.With("code", code)
	}
	c, err := credential.Parse(doc)
	if err != nil {
		return nil, nil, err
	}
	form, err := disclosable(report.Form)
	if err != nil {
		return nil, nil, err
	}
	t, err := sdjwt.Issue(sdjwt.Input{
		Issuer: s.public, Status: s.public + api.Base + "/certificates/" + code + "/status",
		Proof:  s.public + api.Base + "/certificates/" + code + "/status-proof",
		Report: report, Evidence: c.Evidence(), Form: form, KeyID: c.Signature.Key,
	}, func(message []byte) ([]byte, ed25519.PublicKey, error) {
		return s.keys.SignDocument(ctx, report.Registrar.USCC, message)
	})
	if err != nil {
		return nil, nil, err
	}
	err = t.SignSM2(func(message []byte) (*credential.SM2Signature, error) {
		return s.keys.SignSM2(ctx, report.Registrar.USCC, message)
	})
	if err != nil {
		return nil, nil, err
	}
	report, err = t.Verify(sdjwt.Options{Options: credential.Options{LogKey: s.ledger.VerifierKey(), Now: s.clock.Now()}})
	if err != nil {
		return nil, nil, ErrUnverified.Because(err)
	}
	return t, report, nil
}

// disclosable are the members of a registered form under the names they are disclosed by: volume for its records and bytes,
// allocation for the table of rights (Guide annex 1, 权利配置说明), the others by their own.
func disclosable(form []byte) (map[string]jsontext.Value, error) {
	var doc struct {
		Form map[string]jsontext.Value `json:"form"`
	}
	if form == nil {
		return nil, nil
	}
	if err := json.Unmarshal(form, &doc); err != nil {
		return nil, err
	}
	out := doc.Form
	volume := map[string]jsontext.Value{}
	for _, name := range []string{"records", "bytes"} {
		if v, ok := out[name]; ok {
			volume[name] = v
			delete(out, name)
		}
	}
	if len(volume) > 0 {
		b, err := canon.Marshal(volume)
		if err != nil {
			return nil, err
		}
		out["volume"] = b
	}
	if v, ok := out["rights"]; ok {
		out["allocation"] = v
		delete(out, "rights")
	}
	return out, nil
}

// Pages returns what is served outside the API, by ServeMux pattern.
func (s *Service) Pages() map[string]http.Handler {
	return map[string]http.Handler{"GET /.well-known/jwt-vc-issuer": http.HandlerFunc(s.issuer)}
}

// issuer publishes the keys that sign SD-JWTs: those of every registrar on this node that the registry has not seen revoked.
func (s *Service) issuer(w http.ResponseWriter, r *http.Request) {
	m, err := s.issuerKeys(r.Context())
	if err != nil {
		api.WriteProblem(w, r, fault.From(err))
		return
	}
	b, err := canon.Marshal(m)
	if err != nil {
		api.WriteProblem(w, r, fault.From(err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, _ = w.Write(b)
}

func (s *Service) issuerKeys(ctx context.Context) (*sdjwt.IssuerMetadata, error) {
	m := &sdjwt.IssuerMetadata{Issuer: s.public}
	m.JWKS.Keys = []sdjwt.JWK{}
	rows, err := s.dir.Organisations(ctx, directory.OrganisationFilter{Role: registry.RoleRegistrar}, directory.Page{Limit: 100})
	if err != nil {
		return nil, err
	}
	for i := range rows {
		org := rows[i].Fact.USCC
		hosted, err := s.keys.Hosts(ctx, org)
		if err != nil {
			return nil, err
		}
		if !hosted {
			continue
		}
		keys, err := s.dir.Keys(ctx, org)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if !k.Fact.Revoked && k.Fact.Purpose == registry.PurposeOrganisation && len(k.Fact.Pub) == ed25519.PublicKeySize {
				m.JWKS.Keys = append(m.JWKS.Keys, sdjwt.NewJWK(k.Fact.Pub))
			}
		}
	}
	return m, nil
}

// IssuerKeys are the published keys by identifier.
func (s *Service) IssuerKeys(ctx context.Context) (map[string]ed25519.PublicKey, error) {
	m, err := s.issuerKeys(ctx)
	if err != nil {
		return nil, err
	}
	b, err := canon.Marshal(m)
	if err != nil {
		return nil, err
	}
	return sdjwt.ParseKeys(b)
}
