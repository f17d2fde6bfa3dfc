package auth

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/db"
)

const (
	// maxSessions bounds a user's open sessions: the oldest ends when one more begins.
	maxSessions = 20
	// touchEvery is how stale the time of last use may be: a request writes at most once in this time.
	touchEvery = time.Minute
	// maxAgent bounds what is kept of a browser's description of itself, in bytes.
	maxAgent = 200
)

// Session is an open sign-in, as its owner sees it.
type Session struct {
	ID      string    `json:"id"`
	Address string    `json:"address"`
	Agent   string    `json:"agent"`
	Created time.Time `json:"created_at"`
	Seen    time.Time `json:"seen_at"`
	Expires time.Time `json:"expires_at"`
	Current bool      `json:"current"`
}

// Opened is a session that was just opened. Secret goes into the cookie and nowhere else.
type Opened struct {
	Principal Principal
	Secret    string
	Expires   time.Time
}

// SignIn checks account and password and opens a session. address is the caller's and counts against guessing. Errors:
// [ErrCredentials] (also for an unknown or disabled account), [ErrTooMany], [ErrBusy].
func (s *Service) SignIn(ctx context.Context, account, password, address, agent string) (Opened, error) {
	account = fold(account)
	counted := limits(account, address)
	if err := s.limits.take(s.now(), counted); err != nil {
		return Opened{}, err
	}
	u, err := s.UserByAccount(ctx, account)
	if err != nil && !errors.Is(err, ErrNoUser) {
		return Opened{}, err
	}
	if utf8.RuneCountInString(password) > maxPassword {
		password = "" // costs as much to refuse as any other
	}
	ok, outdated, err := s.hasher.check(ctx, u.password, password)
	if err != nil {
		return Opened{}, err
	}
	if !ok || u.Disabled {
		s.opts.Log.WarnContext(ctx, "sign-in refused", "account", account, "address", address)
		return Opened{}, ErrCredentials.With()
	}
	s.limits.giveBack(counted)
	if outdated {
		s.rehash(ctx, u, password)
	}
	return s.open(ctx, u, address, agent)
}

// rehash stores a password at today's cost. It is a convenience: failing it does not fail the sign-in.
func (s *Service) rehash(ctx context.Context, u User, password string) {
	hash, err := s.hasher.hash(ctx, password)
	if err == nil {
		err = s.tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE auth_user SET password = ? WHERE id = ? AND password = ?", hash, u.ID, u.password)
			return err
		})
	}
	if err != nil {
		s.opts.Log.WarnContext(ctx, "a password was not hashed anew", "user", u.ID, "err", err.Error())
	}
}

// open opens a session for a user whose identity was just proved.
func (s *Service) open(ctx context.Context, u User, address, agent string) (Opened, error) {
	now := s.now()
	secret, digest := newSecret("")
	id := newID("s_")
	expires := now.Add(s.opts.SessionLife)
	ctx = audit.WithActor(ctx, audit.Actor{User: u.ID, Name: u.Name, Org: u.Org})
	err := s.tx(ctx, func(tx *db.Tx) error {
		if err := s.makeRoom(ctx, tx, u.ID, now); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO auth_session (id, digest, user_id, address, agent, created, seen, expires)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, id, digest, u.ID, address, clip(agent), now.UnixMilli(), now.UnixMilli(),
			expires.UnixMilli())
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Org: u.Org, Action: "session.open", Subject: "user/" + u.ID})
	})
	if err != nil {
		return Opened{}, err
	}
	p, err := s.bySecret(ctx, digest)
	return Opened{Principal: p, Secret: secret, Expires: expires}, err
}

// makeRoom removes ended sessions of everybody, and the user's oldest beyond the bound.
func (s *Service) makeRoom(ctx context.Context, tx *db.Tx, user string, now time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM auth_session WHERE expires <= ?", now.UnixMilli()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM auth_session WHERE user_id = ? AND id NOT IN
		(SELECT id FROM auth_session WHERE user_id = ? ORDER BY created DESC, id LIMIT ?)`, user, user, maxSessions-1)
	return err
}

func clip(s string) string {
	if len(s) <= maxAgent {
		return s
	}
	s = s[:maxAgent]
	for !utf8.ValidString(s) && s != "" {
		s = s[:len(s)-1]
	}
	return s
}

// bySecret returns the principal of a live session by its digest. Errors: [ErrSignIn].
func (s *Service) bySecret(ctx context.Context, digest string) (Principal, error) {
	now := s.now()
	var p Principal
	var seen, expires int64
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return scanPrincipal(tx.QueryRow(ctx, "SELECT s.id, s.seen, s.expires, "+principalColumns+
			" FROM auth_session s JOIN auth_user u ON u.id = s.user_id LEFT JOIN auth_org o ON o.uscc = u.org"+
			" WHERE s.digest = ?",
			digest), &p, &p.Session, &seen, &expires)
	})
	if err != nil {
		return Principal{}, err
	}
	if now.UnixMilli() >= expires || now.Sub(instant(seen)) >= s.opts.SessionIdle {
		return Principal{}, ErrSignIn.With()
	}
	if now.Sub(instant(seen)) >= min(touchEvery, s.opts.SessionIdle/4) {
		err = s.tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE auth_session SET seen = ? WHERE id = ? AND seen < ?",
				now.UnixMilli(), p.Session, now.UnixMilli())
			return err
		})
	}
	return p, err
}

const principalColumns = "u.id, u.name, u.org, u.roles, u.admin, u.disabled, COALESCE(o.roles, '')"

// scanPrincipal reads a row of leading columns and principalColumns. A user who is disabled is nobody.
func scanPrincipal(row scanner, p *Principal, leading ...any) error {
	var mine, orgs string
	var admin, disabled int64
	err := row.Scan(append(leading, &p.User, &p.Name, &p.Org, &mine, &admin, &disabled, &orgs)...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return ErrSignIn.With()
	case err != nil:
		return err
	case disabled != 0:
		return ErrSignIn.With()
	}
	p.Admin = admin != 0
	p.Roles = splitAs[Role](orgs)
	if chosen := splitAs[Role](mine); len(chosen) > 0 {
		// A role that the organisation lost since is lost to its users too.
		p.Roles = slices.DeleteFunc(p.Roles, func(r Role) bool { return !slices.Contains(chosen, r) })
	}
	return nil
}

// Sessions returns a user's live sessions, the newest first.
func (s *Service) Sessions(ctx context.Context, p Principal) ([]Session, error) {
	out := []Session{}
	now := s.now()
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			var x Session
			var created, seen, expires int64
			if err := rs.Scan(&x.ID, &x.Address, &x.Agent, &created, &seen, &expires); err != nil {
				return err
			}
			x.Created, x.Seen, x.Expires, x.Current = instant(created), instant(seen), instant(expires), x.ID == p.Session
			if now.Sub(x.Seen) < s.opts.SessionIdle {
				out = append(out, x)
			}
			return nil
		}, `SELECT id, address, agent, created, seen, expires FROM auth_session WHERE user_id = ? AND expires > ?
			ORDER BY created DESC, id`, p.User, now.UnixMilli())
	})
	return out, err
}

// EndSession ends one of the user's own sessions. Errors: [ErrNoSession].
func (s *Service) EndSession(ctx context.Context, p Principal, id string) error {
	return s.tx(ctx, func(tx *db.Tx) error {
		res, err := tx.Exec(ctx, "DELETE FROM auth_session WHERE id = ? AND user_id = ?", id, p.User)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrNoSession.With())
		}
		return audit.Record(ctx, tx, audit.Entry{Org: p.Org, Action: "session.close", Subject: "user/" + p.User})
	})
}
