package certificate

import (
	"context"
	"crypto/ed25519"
	"time"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

var (
	// ErrNotFound says that there is no certificate of this code.
	ErrNotFound = fault.Define("certificate.not_found", fault.NotFound,
		"未找到凭证 {code}", "certificate {code} was not found").
		Hint("请核对 15 位凭证编号", "check the code of 15 characters")
	// ErrLiens says that a certificate carries more liens than one document holds.
	ErrLiens = fault.Define("certificate.liens", fault.Limit,
		"凭证 {code} 上的质押多于一份文件所能载明的", "certificate {code} carries more liens than one document holds").
		Hint("请通过日志接口逐项查询", "ask for them one by one through the log's interface")
	// ErrUnverified says that a document we made does not verify; it was not handed out.
	ErrUnverified = fault.Define("certificate.unverified", fault.Internal,
		"签发的凭证未通过自检，未予发出", "the certificate did not pass its own verification and was not handed out")
)

// Forms gives the public part of registered forms.
type Forms interface {
	// PublicForm returns the committed document of a case's form and its salt, or nil if it may not be shown (the
	// applicant asked not to be published) or is not kept here.
	PublicForm(ctx context.Context, caseID string) (*credential.Form, error)
}

// Service issues documents.
type Service struct {
	ledger sequence.Ledger
	keys   *keyring.Keys
	dir    *directory.Directory
	forms  Forms
	clock  clock.Clock
	public string // address of this node's public pages, without a slash at the end

	Authorised Authorised

	// Later, if set, names later cases that a comparison found similar to a case: what a search of its asset tells of them is
	// only what their reviews disclosed in the log.
	Later func(ctx context.Context, caseID string) ([]string, error)
}

// New returns the service. public is the address that QR codes lead to.
func New(ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory, forms Forms, c clock.Clock,
	public string) *Service {
	return &Service{ledger: ledger, keys: keys, dir: dir, forms: forms, clock: c, public: public}
}

// Issue returns the registration certificate as a signed, self-verified JSON document. Errors: [ErrNotFound].
func (s *Service) Issue(ctx context.Context, code string) ([]byte, *credential.Report, error) {
	return s.make(ctx, code, credential.Registration)
}

// Search returns a search certificate: the liens on a certificate, or their proven absence, as of now.
func (s *Service) Search(ctx context.Context, code string) ([]byte, *credential.Report, error) {
	return s.make(ctx, code, credential.Search)
}

// Status returns a status proof: what holds of a certificate now, small enough to be stapled to it.
func (s *Service) Status(ctx context.Context, code string) ([]byte, *credential.Report, error) {
	return s.make(ctx, code, credential.Status)
}

// make issues a document about one certificate. Of an unpublished registration a stranger gets a document that proves its
// existence, whatever was asked for.
func (s *Service) make(ctx context.Context, code string, kind credential.Kind) ([]byte, *credential.Report, error) {
	c, registrar, err := s.unsigned(ctx, code, kind)
	if err != nil {
		return nil, nil, err
	}
	return s.sign(ctx, c, registrar)
}

// unsigned assembles a document and names the registrar who signs it.
func (s *Service) unsigned(ctx context.Context, code string, kind credential.Kind) (*credential.Credential, string, error) {
	row, err := s.dir.Certificate(ctx, code)
	if err != nil {
		return nil, "", err
	}
	if row == nil {
		return nil, "", ErrNotFound.With("code", printable(code)).At("path.code")
	}
	hidden, err := s.hidden(ctx, &row.Fact)
	if err != nil {
		return nil, "", err
	}
	registrar := row.Fact.Registrar
	pub, err := s.keys.Public(ctx, registrar, registry.PurposeOrganisation)
	if err != nil {
		return nil, "", err
	}
	var c *credential.Credential
	cert := &row.Fact
	err = s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		// The directory lags; the certificate is read where it is proven.
		if cert, err = registry.Find[registry.Certificate](snap, registry.PrefixCertificate+code); err != nil || cert == nil {
			return err
		}
		if hidden {
			c, err = existence(snap, cert, registry.KeyID(pub))
		} else {
			c, err = Assemble(snap, kind, cert, row.Index, registry.KeyID(pub))
		}
		return err
	})
	switch {
	case err != nil:
		return nil, "", err
	case c == nil:
		return nil, "", ErrNotFound.With("code", printable(code)).At("path.code")
	case c.Kind == credential.Registration || c.Kind == credential.Search:
		c.Form, err = s.formOf(ctx, cert)
	}
	return c, registrar, err
}

// existence says that there is a certificate under a code, and shows nothing of it.
func existence(snap *sequence.Snapshot, cert *registry.Certificate, keyID string) (*credential.Credential, error) {
	c := &credential.Credential{V: credential.Version, Kind: credential.Existence, Code: cert.Code,
		Checkpoint: string(snap.Checkpoint())}
	g := gather{snap: snap}
	g.hide(credential.CertificateKey(cert.Code))
	g.add(credential.OrgKey(cert.Registrar), credential.KeyKey(keyID))
	var err error
	c.Facts, err = g.facts()
	return c, err
}

// sign dates a document, has the registrar sign it, by Ed25519 and by SM2, and verifies it as a stranger would.
func (s *Service) sign(ctx context.Context, c *credential.Credential, registrar string) ([]byte, *credential.Report, error) {
	now := s.clock.Now()
	c.IssuedAt, c.LogKey = now.UnixMilli(), s.ledger.VerifierKey()
	_, err := c.Sign(func(message []byte) ([]byte, ed25519.PublicKey, error) {
		return s.keys.SignDocument(ctx, registrar, message)
	})
	if err != nil {
		return nil, nil, err
	}
	doc, err := c.SignSM2(func(message []byte) (*credential.SM2Signature, error) {
		return s.keys.SignSM2(ctx, registrar, message)
	})
	if err != nil {
		return nil, nil, err
	}
	report, err := credential.Verify(doc, credential.Options{LogKey: s.ledger.VerifierKey(), Now: now})
	if err != nil {
		return nil, nil, ErrUnverified.Because(err)
	}
	return doc, report, nil
}

// formOf is the public part of the form that a certificate stands on: of the latest registration that set it.
func (s *Service) formOf(ctx context.Context, cert *registry.Certificate) (*credential.Form, error) {
	caseID := cert.Case
	for _, t := range cert.Titles() {
		if t.FormCommitment == cert.FormCommitment {
			caseID = t.Case
			break
		}
	}
	return s.forms.PublicForm(ctx, caseID)
}

// printable cuts what a stranger sent to what fits a message.
func printable(code string) string {
	if r := []rune(code); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return code
}

// day is a civil date for people: 2026年3月10日.
func day(t time.Time) string { return t.Format("2006年1月2日") }
