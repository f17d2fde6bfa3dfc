package membership

import (
	"cmp"
	"encoding/hex"

	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// PersonAdmit admits a natural person as an applicant, by a salted commitment to name and number: the log cannot be erased,
// so nothing that tells who it is may enter it. The registrar keeps the plain text and the salt, and can erase both; then
// the commitment is a number about nobody. By a registrar.
type PersonAdmit struct {
	Identity string `json:"identity"`
	Region   string `json:"region"` // of a province, followed by zeros: a finer place could tell who it is
	Pub      []byte `json:"pub"`
}

func (*PersonAdmit) Kind() string { return "person.admit" }

func (m *PersonAdmit) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegistrar); err != nil {
		return err
	}
	if err := cmp.Or(act.Digest(m.Identity, "body.identity"), act.Digits(m.Region, 6, "body.region")); err != nil {
		return err
	}
	if m.Region[2:] != "0000" {
		return act.ErrField.With("why", "a person's region is a province, such as 320000").At("body.region")
	}
	id := PersonID(m.Identity)
	if act.Exists(c, facts.PrefixOrg+id) {
		return act.ErrExists.With("what", id).At("body.identity")
	}
	person := &facts.Organisation{
		USCC: id, Name: "自然人 " + id, Region: m.Region, Roles: []facts.Role{facts.RolePerson}, AdmittedBy: c.Org, Identity: m.Identity,
	}
	act.Put(c, facts.PrefixOrg+id, person)
	c.Emit("organisation.admitted", person)
	return addKey(c, id, m.Pub, facts.PurposeOrganisation)
}

// PersonID is the number under which the person with an identity commitment is known: NP- and 12 characters.
func PersonID(identity string) string {
	var sum [32]byte
	b, err := hex.DecodeString(identity)
	if err != nil || len(b) != len(sum) {
		return ""
	}
	copy(sum[:], b)
	return act.NewID(act.IDPerson, sum)
}
