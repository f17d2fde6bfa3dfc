package registration

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// CertificateRecognise registers data on the strength of a certificate that another regime issued (Guide Art. 41: the
// procedure may be simplified where what was reviewed is the same, and the documents are kept). By a registrar that has
// adopted the regime.
type CertificateRecognise struct {
	Holder         string               `json:"holder"`
	Issuer         string               `json:"issuer"` // public name
	Profile        string               `json:"profile"`
	OldCode        string               `json:"old_code"`
	IssuedOn       daycount.Date        `json:"issued_on"`
	ValidUntil     daycount.Date        `json:"valid_until"` // not after the old certificate's own last day
	Evidence       string               `json:"evidence"`    // commitment to the documents kept
	FormCommitment string               `json:"form_commitment"`
	Industry       string               `json:"industry"`
	Region         string               `json:"region"`
	Source         decision.Source      `json:"source"`
	Rights         []facts.GrantedRight `json:"rights"`
	Measurement    *facts.Measurement   `json:"measurement,omitempty"` // where the data was measured; absent: not yet
}

func (*CertificateRecognise) Kind() string { return "certificate.recognise" }

func (m *CertificateRecognise) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegistrar); err != nil {
		return err
	}
	if m.Holder == c.Org {
		return ErrSelfRegister.At("body.holder")
	}
	if err := applicant(c, m.Holder, "body.holder"); err != nil {
		return err
	}
	p, terms, err := regime(c, c.Org, m.Profile)
	if err != nil {
		return err
	}
	if err := m.check(c, p); err != nil {
		return err
	}
	key := recognisedKey(m.Issuer, m.OldCode)
	if have, err := act.Find[Recognised](c, key); err != nil || have != nil {
		if err != nil {
			return err
		}
		return ErrRecognised.With("issuer", m.Issuer, "old", m.OldCode, "code", have.Certificate).At("body.old_code")
	}
	today := c.Today()
	cs := &facts.Case{
		ID: act.NewID(act.IDCase, c.Sum), Type: facts.TypeInitial, Applicant: m.Holder, Registrar: c.Org, FormCommitment: m.FormCommitment,
		Industry: m.Industry, Region: m.Region, Source: m.Source, Rights: m.Rights, Grade: "general", Status: facts.CaseCertified,
		FiledOn: today, AcceptedOn: today, DepositedAt: c.Time, Asset: act.NewID(act.IDAsset, c.Sum), Terms: terms,
		Recognised: &facts.Recognition{Issuer: m.Issuer, Regime: p.Name, OldCode: m.OldCode, IssuedOn: m.IssuedOn, Evidence: m.Evidence},
	}
	if m.Measurement != nil {
		cs.Measurement = *m.Measurement
	}
	if act.Exists(c, facts.PrefixCase+cs.ID) || act.Exists(c, facts.PrefixAsset+cs.Asset) {
		return act.ErrExists.With("what", cs.ID)
	}
	act.Put(c, facts.PrefixAsset+cs.Asset, &facts.Asset{
		ID: cs.Asset, Case: cs.ID, Industry: cs.Industry, Region: cs.Region, Source: cs.Source, FormCommitment: cs.FormCommitment,
		Measurement: cs.Measurement, Certificates: []string{},
	})
	d := &docket{Case: cs, c: c, rules: p, today: today}
	if err := d.issue(m.Holder, m.Rights, m.ValidUntil); err != nil {
		return err
	}
	act.Put(c, key, &Recognised{Certificate: d.Certificates[0]})
	return d.save("case.recognised")
}

func (m *CertificateRecognise) check(c *act.Context, p profile.Profile) error {
	if err := cmp.Or(
		act.Text(m.Issuer, 2, 100, "body.issuer"),
		act.Text(m.OldCode, 2, 60, "body.old_code"),
		act.Digest(m.Evidence, "body.evidence"),
		act.Digest(m.FormCommitment, "body.form_commitment"),
		act.Digits(m.Region, 6, "body.region"),
		checkIndustry(m.Industry),
		checkRights(m.Source, m.Rights),
	); err != nil {
		return err
	}
	today := c.Today()
	until := today.AddMonths(p.ValidityMonths).AddDays(-1)
	if m.IssuedOn.IsZero() || m.IssuedOn.After(today) || m.ValidUntil.Before(today) || m.ValidUntil.After(until) {
		return ErrRecogniseTerm.With("until", until).At("body.valid_until")
	}
	if m.Measurement != nil {
		return act.CheckMeasurement(m.Measurement, c.Time, "body.measurement")
	}
	return nil
}

// Recognised points from an earlier certificate to the one that stands on it.
type Recognised struct {
	Certificate string `json:"certificate"`
}

// recognisedKey is where it is noted that an earlier certificate was recognised.
func recognisedKey(issuer, old string) string {
	sum := sha256.Sum256([]byte(issuer + "\x00" + old))
	return facts.PrefixRecognised + hex.EncodeToString(sum[:16])
}

// Faults of recognition.
var (
	ErrRecognised = fault.Define("certificate.recognised", fault.Conflict,
		"{issuer} 的凭证 {old} 已承接为 {code}", "certificate {old} of {issuer} was recognised already, as {code}")
	ErrRecogniseTerm = fault.Define("certificate.recognise_term", fault.Invalid,
		"原凭证发证日不得晚于今日，承接后的有效期应在今日至 {until} 之间", "the earlier certificate was issued by today, and the new term ends between today and {until}")
)
