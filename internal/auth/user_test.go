package auth_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

func TestFirstAdministratorComesByASingleUseLink(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := f.t.Context()
		old, _, _ := f.SetupLink(ctx)
		link, ok, err := f.SetupLink(ctx)
		if err != nil || !ok || !strings.HasPrefix(link.Path, "/setup#") || strings.Contains(link.Path, "?") {
			f.t.Fatalf("%+v %v %v", link, ok, err)
		}
		fragment := func(l auth.Link) string { _, s, _ := strings.Cut(l.Path, "#"); return s }
		_, err = f.Setup(ctx, fragment(old), "admin.one", "管理员", secret, "", "")
		wantErr(f.t, err, auth.ErrLink) // printing a new one voids the one before
		_, err = f.Setup(ctx, fragment(link), "A!", "管理员", secret, "", "")
		wantErr(f.t, err, auth.ErrAccountForm) // a slip does not use it up
		o, err := f.Setup(ctx, fragment(link), "admin.one", "管理员", secret, "", "")
		if err != nil || !o.Principal.Admin || !o.Principal.Can(auth.UserManage) || o.Principal.Can(auth.LoanDisburse) {
			f.t.Fatalf("%+v, %v", o.Principal, err)
		}
		_, err = f.Setup(ctx, fragment(link), "admin.two", "管理员", secret, "", "")
		wantErr(f.t, err, auth.ErrLink)
		if _, ok, err := f.SetupLink(ctx); ok || err != nil {
			f.t.Errorf("a second setup link was made: %v", err)
		}
		yes := true
		_, err = f.ChangeUser(ctx, o.Principal.User, auth.Change{Disabled: &yes})
		wantErr(f.t, err, auth.ErrLastAdmin)
	})
}

func TestSetupLinkExpires(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	link, _, _ := f.SetupLink(t.Context())
	f.wall.add(auth.DefaultLinkLife)
	_, s, _ := strings.Cut(link.Path, "#")
	_, err := f.Setup(t.Context(), s, "admin.one", "管理员", secret, "", "")
	wantErr(t, err, auth.ErrLink)
}

func TestOneSetupLinkUsedAtOnceMakesOneAdministrator(t *testing.T) {
	each(t, func(f *fixture) {
		link, _, err := f.SetupLink(f.t.Context())
		if err != nil {
			f.t.Fatal(err)
		}
		_, s, _ := strings.Cut(link.Path, "#")
		var made sync.Map
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if _, err := f.Setup(f.t.Context(), s, "admin."+strings.Repeat("x", i+1), "管理员", secret, "", ""); err == nil {
					made.Store(i, true)
				}
			})
		}
		all.Wait()
		n := 0
		made.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			f.t.Errorf("%d administrators", n)
		}
	})
}

func TestInvitedUserChoosesAPasswordAndAResetEndsSessions(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := f.t.Context()
		u, link, err := f.Invite(ctx, auth.NewUser{Account: "zhao.liu", Name: "赵六", Org: bank})
		if err != nil || !u.Invited {
			f.t.Fatal(err)
		}
		_, err = f.SignIn(ctx, "zhao.liu", "", "", "")
		wantErr(f.t, err, auth.ErrCredentials)
		_, s, _ := strings.Cut(link.Path, "#")
		_, err = f.ChoosePassword(ctx, s, "zhao.liu123", "", "")
		wantErr(f.t, err, auth.ErrPasswordWeak)
		first, err := f.ChoosePassword(ctx, s, secret, "", "")
		if err != nil || first.Principal.User != u.ID {
			f.t.Fatal(err)
		}
		_, err = f.ChoosePassword(ctx, s, secret, "", "")
		wantErr(f.t, err, auth.ErrLink)

		if link, err = f.ResetLink(ctx, u.ID); err != nil {
			f.t.Fatal(err)
		}
		_, s, _ = strings.Cut(link.Path, "#")
		if _, err = f.ChoosePassword(ctx, s, "another "+secret, "", ""); err != nil {
			f.t.Fatal(err)
		}
		_, err = f.who(first.Secret, "")
		wantErr(f.t, err, auth.ErrSignIn)
	})
}

func TestChangingThePasswordKeepsOnlyThisSession(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu")
	here, there := f.signIn("wang.wu"), f.signIn("wang.wu")
	wantErr(t, f.ChangePassword(t.Context(), here.Principal, "wrong", "a new password", ""), auth.ErrPasswordWrong)
	if err := f.ChangePassword(t.Context(), here.Principal, secret, "a new password", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := f.who(here.Secret, ""); err != nil {
		t.Error(err)
	}
	_, err := f.who(there.Secret, "")
	wantErr(t, err, auth.ErrSignIn)
}

func TestAccountsAndPasswordsHaveAForm(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu")
	for _, x := range []struct {
		account, name, org, password string
		want                         *fault.Def
	}{
		{"ab", "n", bank, secret, auth.ErrAccountForm},
		{"王五王五", "n", bank, secret, auth.ErrAccountForm},
		{"WANG.WU", "n", bank, secret, auth.ErrAccountTaken},
		{"wang.liu", " ", bank, secret, auth.ErrName},
		{"wang.liu", "n", "", secret, auth.ErrNeedsOrg},
		{"wang.liu", "n", "91110000100001342X", secret, auth.ErrNoOrg},
		{"wang.liu", "n", bank, "short", auth.ErrPasswordShort},
		{"wang.liu", "n", bank, strings.Repeat("abcd", 40), auth.ErrPasswordLong},
		{"wang.liu", "n", bank, "aaaaaaaaaaaab", auth.ErrPasswordWeak},
		{"wang.liu", "n", bank, "x-Wang.Liu-2026", auth.ErrPasswordWeak},
	} {
		_, err := f.CreateUser(t.Context(), auth.NewUser{Account: x.account, Name: x.name, Org: x.org}, x.password)
		if !errors.Is(err, x.want) {
			t.Errorf("%q %q %q: %v, want %s", x.account, x.name, x.org, err, x.want.Code())
		}
	}
}

func TestChangesOfUsersAreInTheTrailOfTheirOrganisation(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	ctx := auth.With(t.Context(), auth.Principal{User: "u_admin", Name: "管理员", Admin: true})
	u, err := f.CreateUser(ctx, auth.NewUser{Account: "wang.wu", Name: "王五", Org: bank}, secret)
	if err != nil {
		t.Fatal(err)
	}
	name := "王武"
	if _, err := f.ChangeUser(ctx, u.ID, auth.Change{Name: &name}); err != nil {
		t.Fatal(err)
	}
	err = f.store.View(ctx, func(tx *db.Tx) error {
		rows, err := audit.List(ctx, tx, audit.Filter{Org: bank, Subject: "user/" + u.ID}, 10)
		if len(rows) != 2 || rows[0].Action != "user.change" || rows[0].Actor != "u_admin" ||
			!strings.Contains(string(rows[0].Before), "王五") || !strings.Contains(string(rows[0].After), "王武") {
			t.Errorf("%+v", rows)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
