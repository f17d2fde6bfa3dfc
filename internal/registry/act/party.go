package act

import (
	"shurong.org/shurong/internal/registry/facts"
)

// Sender returns the sending organisation if it holds the role.
func (c *Context) Sender(r facts.Role) (*facts.Organisation, error) {
	org, err := Organisation(c, c.Org, "org")
	if err != nil {
		return nil, err
	}
	if !org.Has(r) {
		return nil, ErrRole.With("org", org.USCC, "role", r, "kind", c.Kind).At("org")
	}
	return org, nil
}

// Party requires the sender to be a given organisation.
func (c *Context) Party(org string) error {
	if c.Org != org {
		return ErrParty.With("org", c.Org, "kind", c.Kind).At("org")
	}
	return nil
}

// Live loads a certificate that proves its rights today.
func (c *Context) Live(code, field string) (*facts.Certificate, error) {
	cert, err := Load[facts.Certificate](c, facts.PrefixCertificate+code, field)
	if err != nil {
		return nil, err
	}
	if !cert.Live(c.Today()) {
		return nil, ErrNotLive.With("code", cert.Code).At(field)
	}
	return cert, nil
}
