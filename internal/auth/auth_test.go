package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

const (
	bank   = "911100001000013428"
	secret = "correct horse 电池"
)

// cheap keeps the tests fast; what they test does not depend on the cost.
var cheap = auth.HashCost{Memory: 64, Passes: 1, Lanes: 1}

type wall struct {
	mu  sync.Mutex
	now time.Time
}

func (w *wall) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *wall) add(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// fixture is a service with one organisation.
type fixture struct {
	*auth.Service
	t     *testing.T
	store *db.DB
	wall  *wall
}

func newFixture(t *testing.T, store *db.DB) *fixture {
	w := &wall{now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	f := &fixture{auth.New(store, auth.Options{Wall: w, Cost: cheap}), t, store, w}
	f.saveOrg(auth.Bank, auth.Guarantor)
	return f
}

func (f *fixture) saveOrg(roles ...auth.Role) {
	f.t.Helper()
	err := f.store.Tx(f.t.Context(), func(tx *db.Tx) error {
		return auth.SaveOrganisation(f.t.Context(), tx, auth.Organisation{USCC: bank, NameZH: "银行", NameEN: "Bank",
			Roles: roles, Hosted: true})
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) user(account string, roles ...auth.Role) auth.User {
	f.t.Helper()
	u, err := f.CreateUser(f.t.Context(), auth.NewUser{Account: account, Name: "王五", Org: bank, Roles: roles}, secret)
	if err != nil {
		f.t.Fatal(err)
	}
	return u
}

func (f *fixture) signIn(account string) auth.Opened {
	f.t.Helper()
	o, err := f.SignIn(f.t.Context(), account, secret, "192.0.2.1", "test")
	if err != nil {
		f.t.Fatal(err)
	}
	return o
}

// who authenticates a request that carries a session's cookie or a token.
func (f *fixture) who(session, token string) (auth.Principal, error) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if session != "" {
		r.AddCookie(f.Cookie(false, auth.Opened{Secret: session}))
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return f.Authenticate(r)
}

func wantErr(t *testing.T, err error, want *fault.Def) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error = %v, want %s", err, want.Code())
	}
}

func each(t *testing.T, test func(f *fixture)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) { test(newFixture(t, d)) })
}

func TestSignInOpensASessionForTheOrganisationsRoles(t *testing.T) {
	each(t, func(f *fixture) {
		u := f.user("wang.wu")
		o, err := f.SignIn(f.t.Context(), " Wang.Wu ", secret, "192.0.2.1", strings.Repeat("浏", 200))
		if err != nil {
			f.t.Fatal(err)
		}
		p, err := f.who(o.Secret, "")
		if err != nil || p.User != u.ID || p.Org != bank || !p.Has(auth.Guarantor) || p.Admin || p.Session == "" {
			f.t.Errorf("%+v, %v", p, err)
		}
		f.saveOrg(auth.Bank)
		if p, err = f.who(o.Secret, ""); err != nil || p.Has(auth.Guarantor) {
			f.t.Errorf("a role that the organisation lost is kept: %+v, %v", p, err)
		}
		list, err := f.Sessions(f.t.Context(), p)
		if err != nil || len(list) != 1 || !list[0].Current || list[0].Address != "192.0.2.1" {
			f.t.Errorf("%+v, %v", list, err)
		}
		if err := f.EndSession(f.t.Context(), p, p.Session); err != nil {
			f.t.Fatal(err)
		}
		_, err = f.who(o.Secret, "")
		wantErr(f.t, err, auth.ErrSignIn)
	})
}

func TestUserMayBeNarrowedToSomeRoles(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu", auth.Guarantor)
	if p := f.signIn("wang.wu").Principal; p.Has(auth.Bank) || !p.Has(auth.Guarantor) {
		t.Errorf("%+v", p)
	}
	_, err := f.CreateUser(t.Context(), auth.NewUser{Account: "li.si", Name: "李四", Org: bank,
		Roles: []auth.Role{auth.Regulator}}, secret)
	wantErr(t, err, auth.ErrRoles)
}

func TestWrongPasswordUnknownAndDisabledAccountsLookAlike(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	u := f.user("wang.wu")
	_, err := f.SignIn(t.Context(), "wang.wu", "wrong password", "192.0.2.1", "")
	wantErr(t, err, auth.ErrCredentials)
	_, err = f.SignIn(t.Context(), "nobody", secret, "192.0.2.1", "")
	wantErr(t, err, auth.ErrCredentials)
	yes := true
	if _, err := f.ChangeUser(t.Context(), u.ID, auth.Change{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	_, err = f.SignIn(t.Context(), "wang.wu", secret, "192.0.2.1", "")
	wantErr(t, err, auth.ErrCredentials)
}

func TestGuessingIsBoundedByAccountAndAddress(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu")
	guess := func(account, address string) error {
		_, err := f.SignIn(t.Context(), account, "a wrong password", address, "")
		return err
	}
	for range 5 {
		wantErr(t, guess("wang.wu", "2001:db8:1:2::1"), auth.ErrCredentials)
	}
	err := guess("wang.wu", "2001:db8:1:2:ffff::9") // the same customer's network
	wantErr(t, err, auth.ErrTooMany)
	if fault.From(err).Args()["retry_after"] == "" {
		t.Error("it does not say when to try again")
	}
	if _, err := f.SignIn(t.Context(), "wang.wu", secret, "198.51.100.7", ""); err != nil {
		t.Errorf("the owner is locked out elsewhere: %v", err)
	}
	f.wall.add(16 * time.Minute)
	wantErr(t, guess("wang.wu", "2001:db8:1:2::1"), auth.ErrCredentials)
	for i := range 60 { // many accounts from one address
		err = guess("user"+strings.Repeat("x", i), "203.0.113.5")
	}
	wantErr(t, err, auth.ErrTooMany)
}

func TestSuccessfulSignInsAreNotCountedAgainstTheOwner(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu")
	for range 30 {
		f.signIn("wang.wu")
	}
	p := f.signIn("wang.wu").Principal
	if list, err := f.Sessions(t.Context(), p); err != nil || len(list) != 20 {
		t.Errorf("%d open sessions, %v; want the newest 20", len(list), err)
	}
}

func TestSessionsEndByIdlenessAndByAge(t *testing.T) {
	each(t, func(f *fixture) {
		f.user("wang.wu")
		o := f.signIn("wang.wu")
		for range 11 { // used every hour: it lives, up to its absolute end
			f.wall.add(time.Hour)
			if _, err := f.who(o.Secret, ""); err != nil {
				f.t.Fatal(err)
			}
		}
		f.wall.add(time.Hour)
		_, err := f.who(o.Secret, "")
		wantErr(f.t, err, auth.ErrSignIn)

		o = f.signIn("wang.wu")
		f.wall.add(auth.DefaultSessionIdle)
		_, err = f.who(o.Secret, "")
		wantErr(f.t, err, auth.ErrSignIn)
	})
}

func TestSecretsAreKeptAsDigestsOnly(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu")
	o := f.signIn("wang.wu")
	_, token, err := f.CreateToken(t.Context(), o.Principal, "脚本", 30, auth.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	link, ok, err := f.SetupLink(t.Context())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	_, fragment, _ := strings.Cut(link.Path, "#")
	for _, table := range []string{"auth_session", "auth_token", "auth_link", "auth_user", "audit"} {
		err := f.store.View(t.Context(), func(tx *db.Tx) error {
			rows, err := tx.Query(t.Context(), "SELECT * FROM "+table)
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			columns, _ := rows.Columns()
			for rows.Next() {
				cells := make([]any, len(columns))
				for i := range cells {
					cells[i] = new(any)
				}
				if err := rows.Scan(cells...); err != nil {
					return err
				}
				for i, c := range cells {
					text, _ := (*c.(*any)).(string)
					for _, s := range []string{o.Secret, token, fragment, secret} {
						if strings.Contains(text, s) {
							t.Errorf("%s.%s holds a secret in clear", table, columns[i])
						}
					}
				}
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTokenIsNoWiderThanItsUserAndItsScope(t *testing.T) {
	each(t, func(f *fixture) {
		u := f.user("wang.wu")
		p := f.signIn("wang.wu").Principal
		_, _, err := f.CreateToken(f.t.Context(), p, "x", 30, auth.Scope{Actions: []auth.Action{auth.CaseReview}})
		wantErr(f.t, err, auth.ErrTokenAction)
		_, _, err = f.CreateToken(f.t.Context(), p, "x", 30, auth.Scope{Actions: []auth.Action{auth.TokenManage}})
		wantErr(f.t, err, auth.ErrTokenAction)
		_, _, err = f.CreateToken(f.t.Context(), p, "x", 367, auth.Scope{})
		wantErr(f.t, err, auth.ErrTokenLife)

		made, token, err := f.CreateToken(f.t.Context(), p, "月报", 30, auth.Scope{ReadOnly: true,
			Actions: []auth.Action{auth.CreditRead}})
		if err != nil || !strings.HasPrefix(token, "sr_") || !strings.HasPrefix(token, made.Prefix) {
			f.t.Fatalf("%q, %v", token, err)
		}
		got, err := f.who("", token)
		if err != nil || !got.Can(auth.CreditRead) || got.Can(auth.LoanDisburse) || got.Can(auth.TokenManage) ||
			!got.Scope.ReadOnly {
			f.t.Errorf("%+v, %v", got, err)
		}
		_, wide, err := f.CreateToken(f.t.Context(), p, "全部", 30, auth.Scope{})
		if err != nil {
			f.t.Fatal(err)
		}
		if got, err = f.who("", wide); err != nil || !got.Can(auth.LoanDisburse) || got.Can(auth.TokenManage) {
			f.t.Errorf("a token may make tokens, or less than its user: %+v, %v", got, err)
		}
		if list, err := f.Tokens(f.t.Context(), p); err != nil || len(list) != 2 || list[1].Used == nil {
			f.t.Errorf("%+v, %v", list, err)
		}
		if err := f.RevokeToken(f.t.Context(), p, made.ID); err != nil {
			f.t.Fatal(err)
		}
		_, err = f.who("", token)
		wantErr(f.t, err, auth.ErrSignIn)
		yes := true
		if _, err := f.ChangeUser(f.t.Context(), u.ID, auth.Change{Disabled: &yes}); err != nil {
			f.t.Fatal(err)
		}
		_, err = f.who("", wide)
		wantErr(f.t, err, auth.ErrSignIn)
	})
}

func TestANewPasswordEndsTokensMadeUnderTheOldOne(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	u := f.user("wang.wu")
	p := f.signIn("wang.wu").Principal
	_, token, err := f.CreateToken(t.Context(), p, "x", 30, auth.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	link, err := f.ResetLink(t.Context(), u.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = f.who("", token); err != nil {
		t.Fatalf("a link that nobody used ended a token: %v", err)
	}
	_, once, _ := strings.Cut(link.Path, "#")
	if _, err := f.ChoosePassword(t.Context(), once, "another long password", "", ""); err != nil {
		t.Fatal(err)
	}
	_, err = f.who("", token)
	wantErr(t, err, auth.ErrSignIn)
}

func TestTokenExpires(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu")
	_, token, err := f.CreateToken(t.Context(), f.signIn("wang.wu").Principal, "x", 1, auth.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	f.wall.add(24 * time.Hour)
	_, err = f.who("", token)
	wantErr(t, err, auth.ErrSignIn)
	for _, bad := range []string{"sr_", "sr_x", strings.Repeat("x", 5000)} {
		_, err = f.who("", bad)
		wantErr(t, err, auth.ErrSignIn)
	}
}

func TestPasswordIsTheSameHoweverItIsComposed(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	if _, err := f.CreateUser(t.Context(), auth.NewUser{Account: "wang.wu", Name: "n", Org: bank},
		"caf\u00e9 ｐａｓｓ word"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.SignIn(t.Context(), "wang.wu", "cafe\u0301 pass word", "", ""); err != nil {
		t.Error(err)
	}
}

func TestPasswordIsHashedAnewWhenTheCostChanged(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	f.user("wang.wu")
	stored := func() (s string) {
		_ = f.store.View(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), "SELECT password FROM auth_user").Scan(&s)
		})
		return s
	}
	before := stored()
	dearer := auth.New(f.store, auth.Options{Wall: f.wall, Cost: auth.HashCost{Memory: 128, Passes: 2, Lanes: 1}})
	if _, err := dearer.SignIn(t.Context(), "wang.wu", secret, "", ""); err != nil {
		t.Fatal(err)
	}
	if after := stored(); after == before || !strings.HasPrefix(after, "$argon2id$v=19$m=128,t=2,p=1$") {
		t.Errorf("%q", after)
	}
	f.signIn("wang.wu")
}

func TestCookieIsOnlyForThisNode(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	plain, https := f.Cookie(false, auth.Opened{Secret: "x"}), f.Cookie(true, auth.Opened{Secret: "x"})
	for _, c := range []*http.Cookie{plain, https} {
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%+v", c)
		}
	}
	if plain.Secure || !https.Secure || !strings.HasPrefix(https.Name, "__Host-") {
		t.Errorf("%+v, %+v", plain, https)
	}
}

func TestSignInStopsWhenTheCallerGoesAway(t *testing.T) {
	f := newFixture(t, dbtest.Node(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.SignIn(ctx, "wang.wu", secret, "", ""); err == nil {
		t.Error("signed in")
	}
}
