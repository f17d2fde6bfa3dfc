package registry

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/profile"
)

// ProfileAdopt puts a rule profile into the log, for the cases its sender handles from now on. Cases filed before keep
// theirs. By a registrar.
type ProfileAdopt struct {
	Profile Profile `json:"profile"`
}

// CertificateRecognise registers data on the strength of a certificate that another regime issued (Guide Art. 41: the
// procedure may be simplified where what was reviewed is the same, and the documents are kept). By a registrar that has
// adopted the regime.
type CertificateRecognise struct {
	Holder         string         `json:"holder"`
	Issuer         string         `json:"issuer"` // public name
	Profile        string         `json:"profile"`
	OldCode        string         `json:"old_code"`
	IssuedOn       daycount.Date  `json:"issued_on"`
	ValidUntil     daycount.Date  `json:"valid_until"` // not after the old certificate's own last day
	Evidence       string         `json:"evidence"`    // commitment to the documents kept
	FormCommitment string         `json:"form_commitment"`
	Industry       string         `json:"industry"`
	Region         string         `json:"region"`
	Source         Source         `json:"source"`
	Rights         []GrantedRight `json:"rights"`
	Measurement    *Measurement   `json:"measurement,omitempty"` // where the data was measured; absent: not yet
}

func (*ProfileAdopt) Kind() string         { return "profile.adopt" }
func (*CertificateRecognise) Kind() string { return "certificate.recognise" }

// Recognised points from an earlier certificate to the one that stands on it.
type Recognised struct {
	Certificate string `json:"certificate"`
}

// Faults of regimes and recognition.
var (
	ErrProfileVersion = fault.Define("profile.version", fault.Conflict,
		"规则 {profile} 已采用第 {have} 版，新版本号应更大", "version {have} of profile {profile} is adopted; a new one has a higher number")
	ErrRecognised = fault.Define("certificate.recognised", fault.Conflict,
		"{issuer} 的凭证 {old} 已承接为 {code}", "certificate {old} of {issuer} was recognised already, as {code}")
	ErrRecogniseTerm = fault.Define("certificate.recognise_term", fault.Invalid,
		"原凭证发证日不得晚于今日，承接后的有效期应在今日至 {until} 之间", "the earlier certificate was issued by today, and the new term ends between today and {until}")
)

func (m *ProfileAdopt) apply(c *Context) error {
	if _, err := c.sender(RoleRegistrar); err != nil {
		return err
	}
	if err := profile.Check(m.Profile); err != nil {
		return fault.From(err).At("body.profile")
	}
	key := PrefixProfile + c.Env.Org + "/" + m.Profile.Name
	have, err := find[Profile](c, key)
	if err != nil {
		return err
	}
	if have != nil && have.Version >= m.Profile.Version {
		return ErrProfileVersion.With("profile", have.Name, "have", have.Version).At("body.profile.version")
	}
	put(c, key, &m.Profile)
	c.Emit("profile.adopted", &m.Profile)
	return nil
}

// recognisedKey is where it is noted that an earlier certificate was recognised.
func recognisedKey(issuer, old string) string {
	sum := sha256.Sum256([]byte(issuer + "\x00" + old))
	return PrefixRecognised + hex.EncodeToString(sum[:16])
}

func (m *CertificateRecognise) apply(c *Context) error {
	if _, err := c.sender(RoleRegistrar); err != nil {
		return err
	}
	if m.Holder == c.Env.Org {
		return ErrSelfRegister.At("body.holder")
	}
	if err := c.applicant(m.Holder, "body.holder"); err != nil {
		return err
	}
	p, terms, err := c.regime(c.Env.Org, m.Profile)
	if err != nil {
		return err
	}
	if err := m.check(c, p); err != nil {
		return err
	}
	key := recognisedKey(m.Issuer, m.OldCode)
	if have, err := find[Recognised](c, key); err != nil || have != nil {
		if err != nil {
			return err
		}
		return ErrRecognised.With("issuer", m.Issuer, "old", m.OldCode, "code", have.Certificate).At("body.old_code")
	}
	today := c.Today()
	cs := &Case{
		ID: makeID(idCase, c.Sum), Type: TypeInitial, Applicant: m.Holder, Registrar: c.Env.Org, FormCommitment: m.FormCommitment,
		Industry: m.Industry, Region: m.Region, Source: m.Source, Rights: m.Rights, Grade: "general", Status: CaseCertified,
		FiledOn: today, AcceptedOn: today, DepositedAt: c.Time, Asset: makeID(idAsset, c.Sum), Terms: terms,
		Recognised: &Recognition{Issuer: m.Issuer, Regime: p.Name, OldCode: m.OldCode, IssuedOn: m.IssuedOn, Evidence: m.Evidence},
	}
	if m.Measurement != nil {
		cs.Measurement = *m.Measurement
	}
	if exists(c, PrefixCase+cs.ID) || exists(c, PrefixAsset+cs.Asset) {
		return ErrExists.With("what", cs.ID)
	}
	put(c, PrefixAsset+cs.Asset, &Asset{
		ID: cs.Asset, Case: cs.ID, Industry: cs.Industry, Region: cs.Region, Source: cs.Source, FormCommitment: cs.FormCommitment,
		Measurement: cs.Measurement, Certificates: []string{},
	})
	d := &docket{Case: cs, c: c, rules: p, today: today}
	if err := d.issue(m.Holder, m.Rights, m.ValidUntil); err != nil {
		return err
	}
	put(c, key, &Recognised{Certificate: d.Certificates[0]})
	return d.save("case.recognised")
}

func (m *CertificateRecognise) check(c *Context, p Profile) error {
	if err := cmp.Or(
		text(m.Issuer, 2, 100, "body.issuer"),
		text(m.OldCode, 2, 60, "body.old_code"),
		digest(m.Evidence, "body.evidence"),
		digest(m.FormCommitment, "body.form_commitment"),
		digits(m.Region, 6, "body.region"),
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
		return checkMeasurement(m.Measurement, c.Time, "body.measurement")
	}
	return nil
}

func checkIndustry(s string) error {
	if len(s) < 3 || len(s) > 5 || s[0] < 'A' || s[0] > 'T' {
		return ErrField.With("why", "industry is a GB/T 4754 letter and class, such as G54").At("body.industry")
	}
	return nil
}
