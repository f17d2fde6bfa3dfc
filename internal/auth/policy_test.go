package auth

import (
	"regexp"
	"testing"
)

func TestEveryRuleIsWholeAndUnique(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+\.[a-z]+$`)
	seen := map[Action]bool{}
	for _, r := range rules {
		if seen[r.Action] {
			t.Errorf("%s has two rules", r.Action)
		}
		seen[r.Action] = true
		if !form.MatchString(string(r.Action)) || r.ZH == "" || r.EN == "" {
			t.Errorf("%s: not <noun>.<verb> with both texts", r.Action)
		}
		if len(r.Roles) == 0 && !r.AnyOrg && !r.Admin && !r.Anyone {
			t.Errorf("%s: nobody may do it", r.Action)
		}
		for _, role := range r.Roles {
			if !role.Valid() {
				t.Errorf("%s: unknown role %s", r.Action, role)
			}
		}
	}
}

func TestAdministratorHasNoPartInAnOrganisationsBusiness(t *testing.T) {
	admin := Principal{User: "u", Admin: true}
	for _, r := range rules {
		want := r.Admin || r.Anyone
		if admin.Can(r.Action) != want {
			t.Errorf("%s: an administrator of no organisation can = %v", r.Action, !want)
		}
	}
	for _, a := range []Action{CaseReview, LoanDisburse, LienRelease, SanctionRecord, ApprovalDecide} {
		if admin.Can(a) {
			t.Errorf("an administrator may %s", a)
		}
	}
}

func TestNobodyAndTheUnknownMayNothing(t *testing.T) {
	var nobody Principal
	everything := Principal{User: "u", Org: "o", Roles: Roles, Admin: true}
	for _, r := range rules {
		if nobody.Can(r.Action) {
			t.Errorf("nobody may %s", r.Action)
		}
	}
	if everything.Can("case.invent") {
		t.Error("an action outside the table is allowed")
	}
}

func TestRolesOfNoOrganisationCountForNothing(t *testing.T) {
	p := Principal{User: "u", Roles: []Role{Bank}}
	if p.Can(LoanDisburse) {
		t.Error("a role without an organisation counts")
	}
}

func FuzzStoredHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA")
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		cost, _, sum, ok := parseHash(s)
		if ok && (cost.Memory > 1<<20 || cost.Passes < 1 || cost.Lanes < 1 || len(sum) < 16) {
			t.Errorf("%q was taken at cost %+v", s, cost)
		}
	})
}
