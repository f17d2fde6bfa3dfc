package auth

import (
	"context"
	"time"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/db"
)

// What a single-use link is for.
const (
	forSetup    = "setup"    // make the first administrator
	forPassword = "password" // choose a password: an invitation, or after one was forgotten
)

// Link is a single-use secret. It is shown as the fragment of an address ("/setup#…"), which browsers send to nobody
// and servers write into no log.
type Link struct {
	Path    string    `json:"path" doc:"append to the node's address"`
	Expires time.Time `json:"expires_at"`
}

// SetupLink makes a link for the first administrator, in place of any before. ok is false when there is an
// administrator who can sign in: then there is nothing to set up.
func (s *Service) SetupLink(ctx context.Context) (link Link, ok bool, err error) {
	secret, digest := newSecret("")
	link = Link{Path: "/setup#" + secret, Expires: s.now().Add(s.opts.SetupLife)}
	err = s.tx(ctx, func(tx *db.Tx) error {
		n, err := countAdmins(ctx, tx, "")
		if err != nil || n > 0 {
			return err
		}
		ok = true
		if _, err := tx.Exec(ctx, "DELETE FROM auth_link WHERE purpose = ?", forSetup); err != nil {
			return err
		}
		return s.insertLink(ctx, tx, digest, forSetup, "", link.Expires)
	})
	if err != nil || !ok {
		return Link{}, false, err
	}
	return link, true, nil
}

// NeedsSetup reports whether the node has no administrator who can sign in.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) {
	n := 0
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		n, err = countAdmins(ctx, tx, "")
		return err
	})
	return n == 0, err
}

func (s *Service) insertLink(ctx context.Context, tx *db.Tx, digest, purpose, user string, expires time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM auth_link WHERE expires <= ?", s.now().UnixMilli()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "INSERT INTO auth_link (digest, purpose, user_id, expires) VALUES (?, ?, ?, ?)",
		digest, purpose, user, expires.UnixMilli())
	return err
}

// useLink consumes a link and returns whom it is for. Errors: [ErrLink].
func (s *Service) useLink(ctx context.Context, tx *db.Tx, secret, purpose string) (user string, err error) {
	err = tx.QueryRow(ctx, "DELETE FROM auth_link WHERE digest = ? AND purpose = ? AND expires > ? RETURNING user_id",
		digestOf(secret), purpose, s.now().UnixMilli()).Scan(&user)
	if isNoRows(err) {
		return "", ErrLink.At("secret")
	}
	return user, err
}

// Setup makes the first administrator with a setup link and opens a session. Errors: [ErrLink], [ErrSetupDone], and
// those of an account's form, which leave the link usable.
func (s *Service) Setup(ctx context.Context, secret, account, name, password, address, agent string) (Opened, error) {
	if err := s.limits.take(s.now(), linkLimits(address)); err != nil {
		return Opened{}, err
	}
	account = fold(account)
	if err := checkPassword(account, password); err != nil {
		return Opened{}, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Opened{}, err
	}
	var u User
	err = s.tx(ctx, func(tx *db.Tx) error {
		if _, err := s.useLink(ctx, tx, secret, forSetup); err != nil {
			return err
		}
		n, err := countAdmins(ctx, tx, "")
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrSetupDone.With()
		}
		u, err = s.insertUser(ctx, tx, NewUser{Account: account, Name: name, Admin: true}, hash)
		return err
	})
	if err != nil {
		return Opened{}, err
	}
	s.limits.giveBack(linkLimits(address))
	return s.open(ctx, u, address, agent)
}

// Invite makes a user without a password and a link with which the person chooses one.
func (s *Service) Invite(ctx context.Context, n NewUser) (u User, link Link, err error) {
	err = s.tx(ctx, func(tx *db.Tx) error {
		if u, err = s.insertUser(ctx, tx, n, ""); err != nil {
			return err
		}
		link, err = s.passwordLink(ctx, tx, u)
		return err
	})
	return u, link, err
}

// ResetLink makes a new link for a user who forgot the password or lost the invitation. The old password stays good
// until the link is used. Errors: [ErrNoUser].
func (s *Service) ResetLink(ctx context.Context, user string) (link Link, err error) {
	err = s.tx(ctx, func(tx *db.Tx) error {
		u, err := findUser(ctx, tx, "id", user)
		if err != nil {
			return err
		}
		if link, err = s.passwordLink(ctx, tx, u); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Org: u.Org, Action: "user.reset_link", Subject: "user/" + u.ID})
	})
	return link, err
}

func (s *Service) passwordLink(ctx context.Context, tx *db.Tx, u User) (Link, error) {
	secret, digest := newSecret("")
	link := Link{Path: "/password#" + secret, Expires: s.now().Add(InviteLife)}
	if _, err := tx.Exec(ctx, "DELETE FROM auth_link WHERE purpose = ? AND user_id = ?", forPassword, u.ID); err != nil {
		return Link{}, err
	}
	return link, s.insertLink(ctx, tx, digest, forPassword, u.ID, link.Expires)
}

// ChoosePassword sets a password by link, ends the user's other sessions and opens one.
func (s *Service) ChoosePassword(ctx context.Context, secret, password, address, agent string) (Opened, error) {
	if err := s.limits.take(s.now(), linkLimits(address)); err != nil {
		return Opened{}, err
	}
	if err := checkPassword("\x00", password); err != nil { // the account is not known yet
		return Opened{}, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Opened{}, err
	}
	var u User
	err = s.tx(ctx, func(tx *db.Tx) error {
		id, err := s.useLink(ctx, tx, secret, forPassword)
		if err != nil {
			return err
		}
		if u, err = findUser(ctx, tx, "id", id); err != nil {
			return err
		}
		if u.Disabled {
			return ErrLink.At("secret")
		}
		if err := checkPassword(u.Account, password); err != nil {
			return err
		}
		ctx := audit.WithActor(ctx, audit.Actor{User: u.ID, Name: u.Name, Org: u.Org})
		return s.storePassword(ctx, tx, u, hash, "")
	})
	if err != nil {
		return Opened{}, err
	}
	s.limits.giveBack(linkLimits(address))
	return s.open(ctx, u, address, agent)
}

// ChangePassword replaces the principal's own password and ends all its sessions but this one, and its tokens. Errors:
// [ErrPasswordWrong], [ErrTooMany], and those of a password's form.
func (s *Service) ChangePassword(ctx context.Context, p Principal, old, password, address string) error {
	u, err := s.User(ctx, p.User)
	if err != nil {
		return err
	}
	counted := limits(u.Account, address)
	if err := s.limits.take(s.now(), counted); err != nil {
		return err
	}
	ok, _, err := s.hasher.check(ctx, u.password, old)
	if err != nil {
		return err
	}
	if !ok {
		return ErrPasswordWrong.At("old_password")
	}
	s.limits.giveBack(counted)
	if err := checkPassword(u.Account, password); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.tx(ctx, func(tx *db.Tx) error { return s.storePassword(ctx, tx, u, hash, p.Session) })
}

// storePassword sets a password and ends the user's sessions, except one.
func (s *Service) storePassword(ctx context.Context, tx *db.Tx, u User, hash, keepSession string) error {
	if _, err := tx.Exec(ctx, "UPDATE auth_user SET password = ? WHERE id = ?", hash, u.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM auth_session WHERE user_id = ? AND id <> ?", u.ID, keepSession); err != nil {
		return err
	}
	// Whoever knew the old password may have made tokens with it.
	if _, err := tx.Exec(ctx, "DELETE FROM auth_token WHERE user_id = ?", u.ID); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{Org: u.Org, Action: "user.password", Subject: "user/" + u.ID})
}
