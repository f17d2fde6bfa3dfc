package servicing

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/internal/db"
)

// Open returns the loan that a lien secures and whose books are kept here: signed, and not settled yet. Empty if there is
// none. It shows nothing of the loan, so it needs no caller.
func (s *Service) Open(ctx context.Context, lien string) (id string, err error) {
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT id FROM servicing_loan WHERE lien = ? AND state NOT IN (?, ?, ?)
			ORDER BY seq DESC LIMIT 1`,
			lien, string(Settled), string(Released), string(Void)).Scan(&id)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}
