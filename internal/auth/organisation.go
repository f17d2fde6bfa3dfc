package auth

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/db"
)

// Organisation is what sign-in knows of an organisation. What the registry knows of it is the registry's.
type Organisation struct {
	USCC   string `json:"uscc"`
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	Roles  []Role `json:"roles"`
	Hosted bool   `json:"hosted" doc:"this node holds its key and acts for it"`
}

// SaveOrganisation adds an organisation or changes what is known of it. The capability that admits organisations calls
// it in its own transaction; the credit code is checked there.
func SaveOrganisation(ctx context.Context, tx *db.Tx, o Organisation) error {
	for _, r := range o.Roles {
		if !r.Valid() {
			return ErrRoles.With("role", r).At("roles")
		}
	}
	before, err := loadOrganisation(ctx, tx, o.USCC)
	if err != nil && !errors.Is(err, ErrNoOrg) {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO auth_org (uscc, name_zh, name_en, roles, hosted) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (uscc) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, roles = excluded.roles,
		hosted = excluded.hosted`, o.USCC, o.NameZH, o.NameEN, join(o.Roles), flag(o.Hosted))
	if err != nil {
		return err
	}
	e := audit.Entry{Org: o.USCC, Action: "org.save", Subject: "org/" + o.USCC, After: o}
	if before.USCC != "" {
		if same(before, o) {
			return nil
		}
		e.Before = before
	}
	return audit.Record(ctx, tx, e)
}

func same(a, b Organisation) bool {
	return a.NameZH == b.NameZH && a.NameEN == b.NameEN && a.Hosted == b.Hosted && slices.Equal(a.Roles, b.Roles)
}

// Organisation returns an organisation by its credit code. Errors: [ErrNoOrg].
func (s *Service) Organisation(ctx context.Context, uscc string) (o Organisation, err error) {
	err = s.store.View(ctx, func(tx *db.Tx) (err error) {
		o, err = loadOrganisation(ctx, tx, uscc)
		return err
	})
	return o, err
}

// Organisations returns up to limit organisations after a credit code, in its order.
func (s *Service) Organisations(ctx context.Context, after string, limit int) ([]Organisation, error) {
	var out []Organisation
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			o, err := scanOrganisation(rs)
			out = append(out, o)
			return err
		}, "SELECT uscc, name_zh, name_en, roles, hosted FROM auth_org WHERE uscc > ? ORDER BY uscc LIMIT ?", after, limit)
	})
	return out, err
}

func loadOrganisation(ctx context.Context, tx *db.Tx, uscc string) (Organisation, error) {
	o, err := scanOrganisation(tx.QueryRow(ctx,
		"SELECT uscc, name_zh, name_en, roles, hosted FROM auth_org WHERE uscc = ?", uscc))
	if errors.Is(err, sql.ErrNoRows) {
		return Organisation{}, ErrNoOrg.With("org", uscc)
	}
	return o, err
}

type scanner interface{ Scan(dest ...any) error }

func scanOrganisation(s scanner) (Organisation, error) {
	var o Organisation
	var roles string
	var hosted int64
	err := s.Scan(&o.USCC, &o.NameZH, &o.NameEN, &roles, &hosted)
	o.Roles, o.Hosted = splitAs[Role](roles), hosted != 0
	return o, err
}

// join and splitAs keep a list of words in one column.
func join[T ~string](list []T) string {
	s := make([]string, len(list))
	for i, v := range list {
		s[i] = string(v)
	}
	return strings.Join(s, ",")
}

func splitAs[T ~string](s string) []T {
	out := []T{}
	for part := range strings.SplitSeq(s, ",") {
		if part != "" {
			out = append(out, T(part))
		}
	}
	return out
}
