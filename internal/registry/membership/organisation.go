package membership

import (
	"cmp"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// OrgAdmit admits an organisation with its first key. By a registrar.
type OrgAdmit struct {
	USCC       string       `json:"uscc"`
	Name       string       `json:"name"`
	Region     string       `json:"region"`
	Roles      []facts.Role `json:"roles"`
	Pub        []byte       `json:"pub"`
	CodeRegion string       `json:"code_region,omitempty"`
	CodeDigit  string       `json:"code_digit,omitempty"`
}

func (*OrgAdmit) Kind() string { return "organisation.admit" }

func (o *OrgAdmit) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegistrar); err != nil {
		return err
	}
	return admit(c, o)
}

func admit(c *act.Context, o *OrgAdmit) error {
	if err := checkUSCC(o.USCC, "body.uscc"); err != nil {
		return err
	}
	if act.Exists(c, facts.PrefixOrg+o.USCC) {
		return act.ErrExists.With("what", o.USCC).At("body.uscc")
	}
	if err := cmp.Or(
		act.Text(o.Name, 2, 100, "body.name"),
		act.Digits(o.Region, 6, "body.region"),
		roles(o.Roles),
	); err != nil {
		return err
	}
	org := &facts.Organisation{USCC: o.USCC, Name: o.Name, Region: o.Region, Roles: o.Roles, AdmittedBy: c.Org}
	if org.Has(facts.RoleRegistrar) {
		if err := cmp.Or(act.Digits(o.CodeRegion, 2, "body.code_region"), act.Digits(o.CodeDigit, 1, "body.code_digit")); err != nil {
			return err
		}
		org.CodeRegion, org.CodeDigit = o.CodeRegion, o.CodeDigit
	} else if o.CodeRegion != "" || o.CodeDigit != "" {
		return act.ErrField.With("why", "only a registrar has a part of the certificate code").At("body.code_region")
	}
	act.Put(c, facts.PrefixOrg+o.USCC, org)
	c.Emit("organisation.admitted", org)
	return addKey(c, o.USCC, o.Pub, facts.PurposeOrganisation)
}

func checkUSCC(s, field string) error {
	if _, err := identifier.ParseUSCC(s); err != nil {
		return fault.From(err).At(field)
	}
	return nil
}

func roles(rs []facts.Role) error {
	if len(rs) == 0 || len(rs) > len(facts.Roles) {
		return act.ErrField.With("why", "one to nine roles").At("body.roles")
	}
	for i, r := range rs {
		known := false
		for _, k := range facts.Roles {
			known = known || k == r
		}
		if !known {
			return act.ErrField.With("why", "unknown role "+act.Printable(string(r))).At("body.roles")
		}
		for _, other := range rs[:i] {
			if other == r {
				return act.ErrField.With("why", "role given twice: "+string(r)).At("body.roles")
			}
		}
	}
	return nil
}
