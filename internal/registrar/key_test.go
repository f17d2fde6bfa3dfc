package registrar_test

import (
	"crypto/ed25519"
	"testing"

	"shurong.org/shurong/internal/registry"
)

func TestAKeyThatSignsForTheOrganisationTakesASecondPerson(t *testing.T) {
	c := newCounter(t)
	pub := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	known := func() bool {
		var org struct {
			Keys []struct {
				ID string `json:"id"`
			} `json:"keys"`
		}
		c.call("farm maker", "GET", "/organisations/"+uscc("farm"), nil, &org)
		for _, k := range org.Keys {
			if k.ID == registry.KeyID(pub) {
				return true
			}
		}
		return false
	}
	if got := c.call("farm maker", "POST", "/keys", map[string]any{"pub": pub, "purpose": "organisation"}, nil); got != 422 {
		t.Errorf("one person adding an organisation key: %d", got)
	}
	var asked struct {
		Approval string `json:"approval"`
	}
	if got := c.call("farm maker", "POST", "/organisation-keys", map[string]any{"pub": pub}, &asked); got != 202 {
		t.Fatalf("proposing an organisation key: %d", got)
	}
	if known() {
		t.Error("the key is registered before a second person agreed")
	}
	if got := c.call("farm maker", "POST", "/approvals/"+asked.Approval+"/approve", nil, nil); got != 403 {
		t.Errorf("the maker approving: %d", got)
	}
	if got := c.call("farm checker", "POST", "/approvals/"+asked.Approval+"/approve", nil, nil); got != 200 {
		t.Errorf("the checker approving: %d", got)
	}
	if !known() {
		t.Error("the key is not registered after both agreed")
	}
}
