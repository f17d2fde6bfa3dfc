package approval

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
)

const columns = `id, org, kind, subject, summary_zh, summary_en, payload, state, maker, maker_name, proposed,
	checker, checker_name, checker_roles, decided, reason, trouble`

// row is a request with what only this package needs.
type row struct {
	Request
	checkerRoles string // the roles the checker decided in, comma-separated
}

type scanner interface{ Scan(dest ...any) error }

func scan(s scanner) (row, error) {
	var r row
	var payload, checker, checkerName, trouble string
	var proposed, decided int64
	err := s.Scan(&r.ID, &r.Org, &r.Kind, &r.Subject, &r.Summary.ZH, &r.Summary.EN, &payload, &r.State,
		&r.Maker.User, &r.Maker.Name, &proposed, &checker, &checkerName, &r.checkerRoles, &decided, &r.Reason, &trouble)
	if err != nil {
		return row{}, err
	}
	r.Payload = []byte(payload)
	r.Proposed = time.UnixMilli(proposed).UTC()
	if checker != "" {
		r.Checker = &Person{User: checker, Name: checkerName}
	}
	if decided != 0 {
		at := time.UnixMilli(decided).UTC()
		r.Decided = &at
	}
	if trouble != "" {
		r.Trouble = new(Trouble)
		if err := json.Unmarshal([]byte(trouble), r.Trouble); err != nil {
			return row{}, err
		}
	}
	return r, nil
}

func load(ctx context.Context, tx *db.Tx, id string) (row, error) {
	r, err := scan(tx.QueryRow(ctx, "SELECT "+columns+" FROM approval WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return row{}, ErrNotFound.With("id", id)
	}
	return r, err
}

func insert(ctx context.Context, tx *db.Tx, r Request) error {
	_, err := tx.Exec(ctx, `INSERT INTO approval (`+columns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', 0, '', '')`,
		r.ID, r.Org, r.Kind, r.Subject, r.Summary.ZH, r.Summary.EN, string(r.Payload), string(r.State),
		r.Maker.User, r.Maker.Name, r.Proposed.UnixMilli())
	return err
}

// save writes the columns that a step changes.
func save(ctx context.Context, tx *db.Tx, r row) error {
	var checker Person
	var decided int64
	if r.Checker != nil {
		checker = *r.Checker
	}
	if r.Decided != nil {
		decided = r.Decided.UnixMilli()
	}
	trouble := ""
	if r.Trouble != nil {
		b, err := json.Marshal(r.Trouble)
		if err != nil {
			return err
		}
		trouble = string(b)
	}
	_, err := tx.Exec(ctx, `UPDATE approval SET state = ?, checker = ?, checker_name = ?, checker_roles = ?, decided = ?,
		reason = ?, trouble = ? WHERE id = ?`,
		string(r.State), checker.User, checker.Name, r.checkerRoles, decided, r.Reason, trouble, r.ID)
	return err
}

// openOn returns the open request of a kind on a subject, or "".
func openOn(ctx context.Context, tx *db.Tx, org, kind, subject string) (string, error) {
	var id string
	err := tx.QueryRow(ctx, `SELECT id FROM approval WHERE org = ? AND kind = ? AND subject = ?
		AND state IN ('pending', 'executing') LIMIT 1`, org, kind, subject).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

func joinRoles(roles []auth.Role) string {
	s := make([]string, len(roles))
	for i, r := range roles {
		s[i] = string(r)
	}
	return strings.Join(s, ",")
}

func splitRoles(s string) []auth.Role {
	var out []auth.Role
	for part := range strings.SplitSeq(s, ",") {
		if part != "" {
			out = append(out, auth.Role(part))
		}
	}
	return out
}
