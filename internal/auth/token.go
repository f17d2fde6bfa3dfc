package auth

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/db"
)

const (
	// tokenPrefix marks a secret as ours, so that scanners of source code and logs find a leaked one.
	tokenPrefix = "sr_"
	// prefixShown is how much of a token is kept in clear, to tell tokens apart: 30 of its 256 bits.
	prefixShown = len(tokenPrefix) + 5
	// MaxTokenDays bounds a token's life.
	MaxTokenDays = 366
	maxTokens    = 50
)

// Token is an API token as its owner sees it: everything but the secret.
type Token struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Prefix   string     `json:"prefix" doc:"how the token begins"`
	ReadOnly bool       `json:"read_only"`
	Actions  []Action   `json:"actions" doc:"empty is everything the user may do"`
	Created  time.Time  `json:"created_at"`
	Expires  time.Time  `json:"expires_at"`
	Used     *time.Time `json:"used_at,omitempty" doc:"last use, to the minute"`
}

// CreateToken makes a token for the principal, no wider than the principal itself, and returns its secret, which is not
// kept.
func (s *Service) CreateToken(
	ctx context.Context, p Principal, name string, days int, scope Scope,
) (t Token, secret string, err error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 1 || n > 64 {
		return Token{}, "", ErrName.At("name")
	}
	if days < 1 || days > MaxTokenDays {
		return Token{}, "", ErrTokenLife.With("max", MaxTokenDays).At("days")
	}
	for _, a := range scope.Actions {
		if !p.Can(a) || policy[a].SessionOnly {
			return Token{}, "", ErrTokenAction.With("action", a).At("actions")
		}
	}
	secret, digest := newSecret(tokenPrefix)
	now := s.now()
	t = Token{
		ID: newID("t_"), Name: name, Prefix: secret[:prefixShown], ReadOnly: scope.ReadOnly,
		Actions: append([]Action{}, scope.Actions...), Created: now, Expires: now.AddDate(0, 0, days),
	}
	err = s.tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM auth_token WHERE user_id = ? AND expires <= ?", p.User,
			now.UnixMilli()); err != nil {
			return err
		}
		var n int
		if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM auth_token WHERE user_id = ?", p.User).Scan(&n); err != nil {
			return err
		}
		if n >= maxTokens {
			return ErrTokenCount.With("max", maxTokens)
		}
		_, err := tx.Exec(ctx,
			`INSERT INTO auth_token (id, digest, user_id, name, prefix, read_only, actions, created, expires, used)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`, t.ID, digest, p.User, t.Name, t.Prefix, flag(t.ReadOnly), join(t.Actions),
			t.Created.UnixMilli(), t.Expires.UnixMilli())
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Org: p.Org, Action: "token.create", Subject: "token/" + t.ID, After: t})
	})
	return t, secret, err
}

// Tokens returns a user's tokens, the newest first.
func (s *Service) Tokens(ctx context.Context, p Principal) ([]Token, error) {
	out := []Token{}
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			t, err := scanToken(rs)
			out = append(out, t)
			return err
		}, "SELECT "+tokenColumns+" FROM auth_token WHERE user_id = ? ORDER BY created DESC, id", p.User)
	})
	return out, err
}

// RevokeToken ends one of the user's own tokens. Errors: [ErrNoToken].
func (s *Service) RevokeToken(ctx context.Context, p Principal, id string) error {
	return s.tx(ctx, func(tx *db.Tx) error {
		t, err := scanToken(tx.QueryRow(ctx, "SELECT "+tokenColumns+" FROM auth_token WHERE id = ? AND user_id = ?", id,
			p.User))
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoToken.With()
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM auth_token WHERE id = ?", id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Org: p.Org, Action: "token.revoke", Subject: "token/" + id, Before: t})
	})
}

const tokenColumns = "id, name, prefix, read_only, actions, created, expires, used"

func scanToken(s scanner) (Token, error) {
	var t Token
	var readOnly, created, expires, used int64
	var actions string
	err := s.Scan(&t.ID, &t.Name, &t.Prefix, &readOnly, &actions, &created, &expires, &used)
	t.ReadOnly, t.Actions = readOnly != 0, splitAs[Action](actions)
	t.Created, t.Expires = instant(created), instant(expires)
	if used != 0 {
		at := instant(used)
		t.Used = &at
	}
	return t, err
}

// byToken returns the principal of a live token. Errors: [ErrSignIn].
func (s *Service) byToken(ctx context.Context, secret string) (Principal, error) {
	now := s.now()
	var p Principal
	var readOnly, expires, used int64
	var actions string
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return scanPrincipal(tx.QueryRow(ctx, "SELECT t.id, t.read_only, t.actions, t.expires, t.used, "+principalColumns+
			" FROM auth_token t JOIN auth_user u ON u.id = t.user_id LEFT JOIN auth_org o ON o.uscc = u.org WHERE t.digest = ?",
			digestOf(secret)), &p, &p.Token, &readOnly, &actions, &expires, &used)
	})
	if err != nil {
		return Principal{}, err
	}
	if now.UnixMilli() >= expires {
		return Principal{}, ErrSignIn.With()
	}
	p.Scope.ReadOnly = readOnly != 0
	if list := splitAs[Action](actions); len(list) > 0 {
		p.Scope.Actions = slices.Clip(list)
	}
	if now.Sub(instant(used)) >= touchEvery {
		err = s.tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE auth_token SET used = ? WHERE id = ?", now.UnixMilli(), p.Token)
			return err
		})
	}
	return p, err
}
