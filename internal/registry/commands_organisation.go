package registry

import (
	"cmp"
	"crypto/ed25519"

	"shurong.org/shurong/daycount"
)

// GenesisInit begins a log. It must be its first command and is signed by the key it carries, that of the founding
// registrar.
type GenesisInit struct {
	Profile    Profile         `json:"profile"`
	Calendar   []daycount.Year `json:"calendar"`
	Name       string          `json:"name"`
	Region     string          `json:"region"`
	CodeRegion string          `json:"code_region"` // two digits
	CodeDigit  string          `json:"code_digit"`  // one digit
	Pub        []byte          `json:"pub"`
	// HolderIndex has the log list certificates by holder, so that a search by holder is provably complete.
	HolderIndex bool `json:"holder_index,omitzero"`
}

// OrgAdmit admits an organisation with its first key. By a registrar.
type OrgAdmit struct {
	USCC       string `json:"uscc"`
	Name       string `json:"name"`
	Region     string `json:"region"`
	Roles      []Role `json:"roles"`
	Pub        []byte `json:"pub"`
	CodeRegion string `json:"code_region,omitempty"`
	CodeDigit  string `json:"code_digit,omitempty"`
}

// KeyAdd adds a key to the sender's organisation.
type KeyAdd struct {
	Pub     []byte     `json:"pub"`
	Purpose KeyPurpose `json:"purpose"`
}

// KeyRevoke ends a key of the sender's organisation. What it signed before stays valid.
type KeyRevoke struct {
	Key string `json:"key"`
}

// CalendarAdd makes a year's working days known. By a registrar, after the State Council's notice.
type CalendarAdd struct {
	Year daycount.Year `json:"year"`
}

func (*GenesisInit) Kind() string { return "genesis.init" }
func (*OrgAdmit) Kind() string    { return "organisation.admit" }
func (*KeyAdd) Kind() string      { return "key.add" }
func (*KeyRevoke) Kind() string   { return "key.revoke" }
func (*CalendarAdd) Kind() string { return "calendar.add" }

func (g *GenesisInit) apply(c *Context) error {
	if c.Index != 0 || exists(c, KeyGenesis) {
		return ErrGenesis.With()
	}
	if g.Profile.ValidityMonths < 1 || g.Profile.ValidityMonths > 60 || g.Profile.AcceptanceDays < 1 || g.Profile.ReviewDays < 1 || g.Profile.PublicityDays < 1 {
		return ErrField.With("why", "terms out of range").At("body.profile")
	}
	if _, err := daycount.NewCalendar(g.Calendar...); err != nil {
		return err
	}
	put(c, KeyGenesis, &Genesis{Origin: c.Env.Log, Profile: g.Profile, Time: c.Time, V: 1, HolderIndex: g.HolderIndex})
	put(c, KeyCalendar, &Calendar{Years: g.Calendar})
	return admit(c, &OrgAdmit{
		USCC: c.Env.Org, Name: g.Name, Region: g.Region, Roles: []Role{RoleRegistrar}, Pub: g.Pub,
		CodeRegion: g.CodeRegion, CodeDigit: g.CodeDigit,
	})
}

func (o *OrgAdmit) apply(c *Context) error {
	if _, err := c.sender(RoleRegistrar); err != nil {
		return err
	}
	return admit(c, o)
}

func admit(c *Context, o *OrgAdmit) error {
	if err := checkUSCC(o.USCC, "body.uscc"); err != nil {
		return err
	}
	if exists(c, PrefixOrg+o.USCC) {
		return ErrExists.With("what", o.USCC).At("body.uscc")
	}
	if err := cmp.Or(
		text(o.Name, 2, 100, "body.name"),
		digits(o.Region, 6, "body.region"),
		roles(o.Roles),
	); err != nil {
		return err
	}
	org := &Organisation{USCC: o.USCC, Name: o.Name, Region: o.Region, Roles: o.Roles, AdmittedBy: c.Env.Org}
	if org.Has(RoleRegistrar) {
		if err := cmp.Or(digits(o.CodeRegion, 2, "body.code_region"), digits(o.CodeDigit, 1, "body.code_digit")); err != nil {
			return err
		}
		org.CodeRegion, org.CodeDigit = o.CodeRegion, o.CodeDigit
	} else if o.CodeRegion != "" || o.CodeDigit != "" {
		return ErrField.With("why", "only a registrar has a part of the certificate code").At("body.code_region")
	}
	put(c, PrefixOrg+o.USCC, org)
	c.Emit("organisation.admitted", org)
	return addKey(c, o.USCC, o.Pub, PurposeOrganisation)
}

func addKey(c *Context, org string, pub []byte, purpose KeyPurpose) error {
	if len(pub) != ed25519.PublicKeySize {
		return ErrField.With("why", "an Ed25519 public key has 32 bytes").At("body.pub")
	}
	if weak(pub) {
		return ErrField.With("why", "anybody can sign under this key: it is no Ed25519 key that was generated").At("body.pub")
	}
	k := &Key{ID: KeyID(pub), Org: org, Pub: pub, Purpose: purpose}
	if exists(c, PrefixKey+k.ID) {
		return ErrExists.With("what", k.ID).At("body.pub")
	}
	put(c, PrefixKey+k.ID, k)
	c.Emit("key.added", k)
	return nil
}

func (k *KeyAdd) apply(c *Context) error {
	if k.Purpose != PurposeOrganisation && k.Purpose != PurposeAgent {
		return ErrField.With("why", "purpose is organisation or agent").At("body.purpose")
	}
	return addKey(c, c.Env.Org, k.Pub, k.Purpose)
}

func (k *KeyRevoke) apply(c *Context) error {
	key, err := load[Key](c, PrefixKey+k.Key, "body.key")
	if err != nil {
		return err
	}
	if key.Org != c.Env.Org || key.Revoked {
		return ErrNotFound.With("what", k.Key).At("body.key")
	}
	if k.Key == c.Env.Key {
		return ErrField.With("why", "a key cannot revoke itself: sign with another").At("body.key")
	}
	key.Revoked = true
	put(c, PrefixKey+k.Key, key)
	c.Emit("key.revoked", key)
	return nil
}

func (a *CalendarAdd) apply(c *Context) error {
	if _, err := c.sender(RoleRegistrar); err != nil {
		return err
	}
	cal, err := load[Calendar](c, KeyCalendar, "")
	if err != nil {
		return err
	}
	years := cal.Years
	for i := range years {
		if years[i].Year == a.Year.Year {
			return ErrExists.With("what", a.Year.Year).At("body.year")
		}
	}
	at := len(years)
	for at > 0 && years[at-1].Year > a.Year.Year {
		at--
	}
	years = append(years[:at:at], append([]daycount.Year{a.Year}, years[at:]...)...)
	if _, err := daycount.NewCalendar(years...); err != nil {
		return err
	}
	put(c, KeyCalendar, &Calendar{Years: years})
	c.Emit("calendar.added", &a.Year)
	return nil
}
