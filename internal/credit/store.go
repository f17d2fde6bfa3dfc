package credit

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
)

func scanApplication(from interface{ Scan(...any) error }) (*Application, error) {
	var seq int64
	var body string
	if err := from.Scan(&seq, &body); err != nil {
		return nil, err
	}
	a := new(Application)
	if err := canon.Unmarshal([]byte(body), a); err != nil {
		return nil, err
	}
	a.seq = seq
	return a, nil
}

func loadApplication(ctx context.Context, tx *db.Tx, id string) (*Application, error) {
	a, err := scanApplication(tx.QueryRow(ctx, "SELECT seq, body FROM credit_application WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("申请", "application", id)
	}
	return a, err
}

// applicationOf returns the application a lien belongs to, nil if there is none here.
func applicationOf(ctx context.Context, tx *db.Tx, lien string) (*Application, error) {
	a, err := scanApplication(tx.QueryRow(ctx, "SELECT seq, body FROM credit_application WHERE lien = ? AND lien <> ''",
		lien))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return a, err
}

func (a *Application) insert(ctx context.Context, tx *db.Tx) error {
	if err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM credit_application").Scan(&a.seq); err != nil {
		return err
	}
	body, err := canon.Marshal(a)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO credit_application (id, seq, borrower, lender, certificate, state, lien, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, a.ID, a.seq, a.Borrower, a.Lender, a.Certificate, string(a.State), a.Lien, string(body))
	return err
}

func (a *Application) save(ctx context.Context, tx *db.Tx) error {
	body, err := canon.Marshal(a)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE credit_application SET state = ?, lien = ?, body = ? WHERE id = ?", string(a.State),
		a.Lien, string(body), a.ID)
	return err
}

// Deals reports whether a lender has an application of a borrower before it, or has lent to it.
func (s *Service) Deals(ctx context.Context, lender, borrower string) (yes bool, err error) {
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT COUNT(*) > 0 FROM credit_application
			WHERE lender = ? AND borrower = ? AND state IN (?, ?, ?, ?)`,
			lender, borrower, string(Submitted), string(Approved), string(Contracted), string(Disbursed)).Scan(&yes)
	})
	return yes, err
}

// change loads an application, lets fn change it, and saves it, in a transaction of its own.
func (s *Service) change(ctx context.Context, id string, fn func(*db.Tx, *Application) error) error {
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		a, err := loadApplication(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := fn(tx, a); err != nil {
			return err
		}
		a.Updated = s.Clock.Now().UnixMilli()
		return a.save(ctx, tx)
	})
}

func pick(ctx context.Context, tx *db.Tx, where string, args []any, limit int) ([]*Application, error) {
	var out []*Application
	err := tx.Each(ctx, func(rs *sql.Rows) error {
		a, err := scanApplication(rs)
		out = append(out, a)
		return err
	}, "SELECT seq, body FROM credit_application WHERE "+where+" ORDER BY seq DESC LIMIT ?", append(args, limit)...)
	return out, err
}

// contractRow is a contract as stored.
type contractRow struct {
	ID, Application, Lender, Borrower string
	Seq                               int64
	State                             ContractState
	Commitment                        string
	Salt                              []byte
	Document                          string
	Progress                          Progress
}

const contractColumns = "id, seq, application, lender, borrower, state, commitment, salt, document, progress"

func scanContract(from interface{ Scan(...any) error }) (*contractRow, error) {
	c := new(contractRow)
	var progress string
	err := from.Scan(&c.ID, &c.Seq, &c.Application, &c.Lender, &c.Borrower, &c.State, &c.Commitment, &c.Salt,
		&c.Document, &progress)
	if err != nil {
		return nil, err
	}
	return c, canon.Unmarshal([]byte(progress), &c.Progress)
}

func loadContract(ctx context.Context, tx *db.Tx, id string) (*contractRow, error) {
	c, err := scanContract(tx.QueryRow(ctx, "SELECT "+contractColumns+" FROM credit_contract WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("合同", "contract", id)
	}
	return c, err
}

func (c *contractRow) insert(ctx context.Context, tx *db.Tx) error {
	if err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM credit_contract").Scan(&c.Seq); err != nil {
		return err
	}
	progress, err := canon.Marshal(c.Progress)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO credit_contract ("+contractColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		c.ID, c.Seq, c.Application, c.Lender, c.Borrower, string(c.State), c.Commitment, c.Salt, c.Document,
		string(progress))
	return err
}

func (c *contractRow) save(ctx context.Context, tx *db.Tx) error {
	progress, err := canon.Marshal(c.Progress)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE credit_contract SET state = ?, progress = ? WHERE id = ?", string(c.State),
		string(progress), c.ID)
	return err
}

func (c *contractRow) document() (d Document, err error) {
	err = canon.Unmarshal([]byte(c.Document), &d)
	return d, err
}
