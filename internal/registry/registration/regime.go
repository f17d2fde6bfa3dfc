package registration

import (
	"cmp"
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// regime returns the profile a case goes by; terms is nil if it is the log's own.
func regime(c *act.Context, registrar, name string) (p profile.Profile, terms *profile.Profile, err error) {
	if p, _, err = c.Rules(); err != nil || name == "" {
		return p, nil, err
	}
	terms, err = act.Find[profile.Profile](c, facts.PrefixProfile+registrar+"/"+name)
	if err != nil {
		return p, nil, err
	}
	if terms == nil {
		return p, nil, ErrRegime.With("registrar", registrar, "profile", act.Printable(name)).At("body.profile")
	}
	return *terms, terms, nil
}

// knows refuses a registration type that a regime does not have.
func knows(p profile.Profile, t facts.CaseType) error {
	if len(p.Types) > 0 && !slices.Contains(p.Types, t) {
		return ErrType.With("profile", cmp.Or(p.Name, p.Regime), "type", t)
	}
	return nil
}

// Faults of regimes.
var (
	ErrRegime = fault.Define("case.regime", fault.Invalid,
		"登记机构 {registrar} 未采用规则 {profile}", "registrar {registrar} has not adopted the rule profile {profile}").
		Hint("请改用国家指引，或由登记机构先采用该规则", "use the national guide, or have the registrar adopt the profile first")
	ErrType = fault.Define("case.type", fault.Invalid,
		"规则 {profile} 不办理 {type} 登记", "the rule profile {profile} knows no registration of type {type}")
)
