package membership

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// SanctionList puts an organisation on the joint sanction list, or renews its entry. By a regulator.
type SanctionList struct {
	Subject  string        `json:"subject"`
	Grounds  string        `json:"grounds"` // misuse, false_statement, repeated_pledge, default, other
	Until    daycount.Date `json:"until"`   // at most three years away
	Decision string        `json:"decision"`
}

func (*SanctionList) Kind() string { return "sanction.list" }

func (m *SanctionList) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegulator); err != nil {
		return err
	}
	if _, err := act.Organisation(c, m.Subject, "body.subject"); err != nil {
		return err
	}
	if !slices.Contains(sanctionGrounds, m.Grounds) {
		return act.ErrField.With("why", "grounds are misuse, false_statement, repeated_pledge, default or other").At("body.grounds")
	}
	if m.Until.Before(c.Today()) || m.Until.After(c.Today().AddMonths(maxSanctionMonths)) {
		return act.ErrField.With("why", "an entry ends within three years from today").At("body.until")
	}
	if err := act.Digest(m.Decision, "body.decision"); err != nil {
		return err
	}
	s := &facts.Sanction{Subject: m.Subject, By: c.Org, Grounds: m.Grounds, Since: c.Today(), Until: m.Until, Decision: m.Decision}
	act.Put(c, facts.PrefixSanction+m.Subject, s)
	c.Emit("sanction.listed", s)
	return nil
}

// SanctionLift removes an organisation from the list. By a regulator.
type SanctionLift struct {
	Subject  string `json:"subject"`
	Decision string `json:"decision"`
}

func (*SanctionLift) Kind() string { return "sanction.lift" }

func (m *SanctionLift) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegulator); err != nil {
		return err
	}
	s, err := act.Load[facts.Sanction](c, facts.PrefixSanction+m.Subject, "body.subject")
	if err != nil {
		return err
	}
	if err := act.Digest(m.Decision, "body.decision"); err != nil {
		return err
	}
	c.Delete(facts.PrefixSanction + m.Subject)
	c.Emit("sanction.lifted", s)
	return nil
}

// sanctionGrounds are the grounds of joint sanction: misuse of data, false statements in registration or credit, pledging
// the same right twice by deceit, default in bad faith, other.
var sanctionGrounds = []string{"misuse", "false_statement", "repeated_pledge", "default", "other"}

// maxSanctionMonths: an entry ends after at most three years and can be renewed.
const maxSanctionMonths = 36
