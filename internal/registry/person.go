package registry

import (
	"cmp"
	"encoding/hex"
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

// PersonID is the number under which the person with an identity commitment is known: NP- and 12 characters.
func PersonID(identity string) string {
	var sum [32]byte
	b, err := hex.DecodeString(identity)
	if err != nil || len(b) != len(sum) {
		return ""
	}
	copy(sum[:], b)
	return makeID(idPerson, sum)
}

func (m *PersonAdmit) apply(c *Context) error {
	if _, err := c.sender(RoleRegistrar); err != nil {
		return err
	}
	if err := cmp.Or(digest(m.Identity, "body.identity"), digits(m.Region, 6, "body.region")); err != nil {
		return err
	}
	if m.Region[2:] != "0000" {
		return ErrField.With("why", "a person's region is a province, such as 320000").At("body.region")
	}
	id := PersonID(m.Identity)
	if exists(c, PrefixOrg+id) {
		return ErrExists.With("what", id).At("body.identity")
	}
	person := &Organisation{
		USCC: id, Name: "自然人 " + id, Region: m.Region, Roles: []Role{RolePerson}, AdmittedBy: c.Env.Org, Identity: m.Identity,
	}
	put(c, PrefixOrg+id, person)
	c.Emit("organisation.admitted", person)
	return addKey(c, id, m.Pub, PurposeOrganisation)
}
