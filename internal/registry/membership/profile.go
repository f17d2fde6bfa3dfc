package membership

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// ProfileAdopt puts a rule profile into the log, for the cases its sender handles from now on. Cases filed before keep
// theirs. By a registrar.
type ProfileAdopt struct {
	Profile profile.Profile `json:"profile"`
}

func (*ProfileAdopt) Kind() string { return "profile.adopt" }

func (m *ProfileAdopt) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegistrar); err != nil {
		return err
	}
	if err := profile.Check(m.Profile); err != nil {
		return fault.From(err).At("body.profile")
	}
	key := facts.PrefixProfile + c.Org + "/" + m.Profile.Name
	have, err := act.Find[profile.Profile](c, key)
	if err != nil {
		return err
	}
	if have != nil && have.Version >= m.Profile.Version {
		return ErrProfileVersion.With("profile", have.Name, "have", have.Version).At("body.profile.version")
	}
	act.Put(c, key, &m.Profile)
	c.Emit("profile.adopted", &m.Profile)
	return nil
}

// Faults of adopting a regime.
var (
	ErrProfileVersion = fault.Define("profile.version", fault.Conflict,
		"规则 {profile} 已采用第 {have} 版，新版本号应更大", "version {have} of profile {profile} is adopted; a new one has a higher number")
)
