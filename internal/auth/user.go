package auth

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/db"
)

// User is a person who can sign in. Users are disabled, never deleted: the audit trail names them.
type User struct {
	ID       string    `json:"id"`
	Account  string    `json:"account"`
	Name     string    `json:"name"`
	Org      string    `json:"org" doc:"credit code; empty for an administrator of no organisation"`
	Roles    []Role    `json:"roles" doc:"roles of the organisation that the user acts in; empty is all of them"`
	Admin    bool      `json:"admin"`
	Disabled bool      `json:"disabled"`
	Invited  bool      `json:"invited" doc:"has not chosen a password yet"`
	Created  time.Time `json:"created_at"`

	password string
}

// NewUser is what a user is made from.
type NewUser struct {
	Account string
	Name    string
	Org     string
	Roles   []Role // empty is all of the organisation's
	Admin   bool
}

var validAccount = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{2,63}$`)

// CreateUser makes a user with a password, by explicit order: the command line and the worked example.
func (s *Service) CreateUser(ctx context.Context, n NewUser, password string) (User, error) {
	n.Account = fold(n.Account)
	if err := checkPassword(n.Account, password); err != nil {
		return User{}, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return User{}, err
	}
	var u User
	err = s.tx(ctx, func(tx *db.Tx) (err error) {
		u, err = s.insertUser(ctx, tx, n, hash)
		return err
	})
	return u, err
}

// CreateAdmin makes an administrator of the node, for the command on the machine.
func (s *Service) CreateAdmin(ctx context.Context, account, name, password string) (User, error) {
	return s.CreateUser(ctx, NewUser{Account: account, Name: name, Admin: true}, password)
}

// fold is the form in which accounts are kept and compared.
func fold(account string) string { return strings.ToLower(strings.TrimSpace(account)) }

func (s *Service) insertUser(ctx context.Context, tx *db.Tx, n NewUser, hash string) (User, error) {
	u := User{
		ID: newID("u_"), Account: fold(n.Account), Name: strings.TrimSpace(n.Name), Org: n.Org, Admin: n.Admin,
		Roles: append([]Role{}, n.Roles...), Created: s.now(), Invited: hash == "", password: hash,
	}
	if !validAccount.MatchString(u.Account) {
		return User{}, ErrAccountForm.At("account")
	}
	if err := checkUser(ctx, tx, u); err != nil {
		return User{}, err
	}
	if _, err := findUser(ctx, tx, "account", u.Account); err == nil {
		return User{}, ErrAccountTaken.With("account", u.Account).At("account")
	} else if !errors.Is(err, ErrNoUser) {
		return User{}, err
	}
	_, err := tx.Exec(ctx, `INSERT INTO auth_user (id, account, name, org, roles, admin, disabled, password, created)
		VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)`,
		u.ID, u.Account, u.Name, u.Org, join(u.Roles), flag(u.Admin), u.password, u.Created.UnixMilli())
	if err != nil {
		return User{}, err
	}
	return u, audit.Record(ctx, tx, audit.Entry{Org: u.Org, Action: "user.create", Subject: "user/" + u.ID, After: u})
}

// checkUser applies the rules that hold for a new and for a changed user.
func checkUser(ctx context.Context, tx *db.Tx, u User) error {
	if n := utf8.RuneCountInString(u.Name); n < 1 || n > 64 {
		return ErrName.At("name")
	}
	if u.Org == "" {
		if !u.Admin {
			return ErrNeedsOrg.At("org")
		}
		return nil
	}
	o, err := loadOrganisation(ctx, tx, u.Org)
	if err != nil {
		return err
	}
	for _, r := range u.Roles {
		if !slices.Contains(o.Roles, r) {
			return ErrRoles.With("role", r).At("roles")
		}
	}
	return nil
}

// Change is a change of a user; nil fields stay.
type Change struct {
	Name     *string
	Roles    *[]Role
	Disabled *bool
}

// ChangeUser changes a user. Disabling ends the user's sessions at once and lets no token in. Errors: [ErrNoUser],
// [ErrLastAdmin], and those of a user's form.
func (s *Service) ChangeUser(ctx context.Context, id string, c Change) (User, error) {
	var u User
	err := s.tx(ctx, func(tx *db.Tx) (err error) {
		if u, err = findUser(ctx, tx, "id", id); err != nil {
			return err
		}
		before := u
		if c.Name != nil {
			u.Name = strings.TrimSpace(*c.Name)
		}
		if c.Roles != nil {
			u.Roles = append([]Role{}, *c.Roles...)
		}
		if c.Disabled != nil {
			u.Disabled = *c.Disabled
		}
		if err := checkUser(ctx, tx, u); err != nil {
			return err
		}
		if u.Disabled && !before.Disabled {
			if err := s.retire(ctx, tx, u); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "UPDATE auth_user SET name = ?, roles = ?, disabled = ? WHERE id = ?",
			u.Name, join(u.Roles), flag(u.Disabled), u.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Org: u.Org, Action: "user.change", Subject: "user/" + u.ID, Before: before,
			After: u})
	})
	return u, err
}

// retire ends the sessions of a user who is being disabled, unless the node would be left without an administrator.
func (s *Service) retire(ctx context.Context, tx *db.Tx, u User) error {
	if u.Admin {
		others, err := countAdmins(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		if others == 0 {
			return ErrLastAdmin.At("disabled")
		}
	}
	_, err := tx.Exec(ctx, "DELETE FROM auth_session WHERE user_id = ?", u.ID)
	return err
}

// countAdmins counts the administrators who can sign in, leaving one user out.
func countAdmins(ctx context.Context, tx *db.Tx, except string) (n int, err error) {
	err = tx.QueryRow(ctx,
		`SELECT COUNT(*) FROM auth_user WHERE admin = 1 AND disabled = 0 AND password <> '' AND id <> ?`,
		except).Scan(&n)
	return n, err
}

// User returns a user by identifier. Errors: [ErrNoUser].
func (s *Service) User(ctx context.Context, id string) (User, error) { return s.lookUp(ctx, "id", id) }

// UserByAccount returns a user by account. Errors: [ErrNoUser].
func (s *Service) UserByAccount(ctx context.Context, account string) (User, error) {
	return s.lookUp(ctx, "account", fold(account))
}

func (s *Service) lookUp(ctx context.Context, column, value string) (u User, err error) {
	err = s.store.View(ctx, func(tx *db.Tx) (err error) {
		u, err = findUser(ctx, tx, column, value)
		return err
	})
	return u, err
}

const userColumns = "id, account, name, org, roles, admin, disabled, password, created"

// Users returns up to limit users after an account, of one organisation, or of all if org is empty.
func (s *Service) Users(ctx context.Context, org, after string, limit int) ([]User, error) {
	where, args := "account > ?", []any{after}
	if org != "" {
		where, args = where+" AND org = ?", append(args, org)
	}
	var out []User
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			u, err := scanUser(rs)
			out = append(out, u)
			return err
		}, "SELECT "+userColumns+" FROM auth_user WHERE "+where+" ORDER BY account LIMIT ?", append(args, limit)...)
	})
	return out, err
}

// findUser loads a user by one of its unique columns, named by this package alone.
func findUser(ctx context.Context, tx *db.Tx, column, value string) (User, error) {
	u, err := scanUser(tx.QueryRow(ctx, "SELECT "+userColumns+" FROM auth_user WHERE "+column+" = ?", value))
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNoUser.With("user", value)
	}
	return u, err
}

func scanUser(s scanner) (User, error) {
	var u User
	var roles string
	var admin, disabled, created int64
	err := s.Scan(&u.ID, &u.Account, &u.Name, &u.Org, &roles, &admin, &disabled, &u.password, &created)
	u.Roles, u.Admin, u.Disabled, u.Invited, u.Created = splitAs[Role](roles), admin != 0, disabled != 0,
		u.password == "", instant(created)
	return u, err
}
