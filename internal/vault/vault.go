package vault

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Service is the vault.
type Service struct {
	store  *db.DB
	ledger sequence.Ledger
	keys   *keyring.Keys
	dir    *directory.Directory
	clock  clock.Clock
	forget func(ctx context.Context, tx *db.Tx, org string) error
}

// Forgets names what else is to be removed, in the same transaction, when a natural person is erased: the words that
// another desk keeps of that person.
func (s *Service) Forgets(f func(ctx context.Context, tx *db.Tx, org string) error) { s.forget = f }

// New returns the vault of a node.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory, c clock.Clock) *Service {
	return &Service{store: store, ledger: ledger, keys: keys, dir: dir, clock: c}
}

// Access is a line of the access log.
type Access struct {
	Seq     int64     `json:"seq"`
	At      time.Time `json:"at"`
	Org     string    `json:"org" doc:"who read"`
	Name    string    `json:"name"`
	Person  string    `json:"person" doc:"identifier of the user"`
	Subject string    `json:"subject" doc:"paper/…, person/…, certificate/…"`
	Act     string    `json:"act" enum:"read,search,erase,authorise,revoke,open"`
	Purpose string    `json:"purpose"`
}

// note writes a line of the access log. owner is whose thing it is.
func (s *Service) note(ctx context.Context, tx *db.Tx, owner, subject, act, purpose string) error {
	p, _ := auth.From(ctx)
	_, err := tx.Exec(ctx, `INSERT INTO vault_access (seq, at, org, person, owner, subject, act, purpose)
		SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM vault_access`,
		s.clock.Now().UnixMilli(), p.Org, p.User, owner, subject, act, purpose)
	return err
}

// purposeOf requires a purpose of who is not the owner.
func purposeOf(s string) error {
	if n := len([]rune(s)); n < 4 || n > 200 {
		return ErrPurpose.At("query.purpose")
	}
	return nil
}

// Log lists who read what is the caller's organisation's, newest first; narrowed to a subject if one is given.
func (s *Service) Log(ctx context.Context, subject string, before int64, limit int) ([]Access, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []Access{}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var a Access
			var at int64
			err := rows.Scan(&a.Seq, &at, &a.Org, &a.Person, &a.Subject, &a.Act, &a.Purpose)
			a.At = time.UnixMilli(at).UTC()
			out = append(out, a)
			return err
		}, `SELECT seq, at, org, person, subject, act, purpose FROM vault_access
			WHERE (owner = ? OR org = ?) AND (? = '' OR subject = ?) AND seq < ? ORDER BY seq DESC LIMIT ?`,
			p.Org, p.Org, subject, subject, before, limit)
	})
	for i := range out {
		out[i].Name = s.dir.Name(ctx, out[i].Org)
	}
	return out, err
}

// none turns an empty result into a fault.
func none(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound.With("what", what)
	}
	return err
}

// theCase returns a case from the directory, nil if there is none.
func (s *Service) theCase(ctx context.Context, id string) (*registry.Case, error) {
	row, err := s.dir.Case(ctx, id)
	if err != nil || row == nil {
		return nil, err
	}
	return &row.Fact, nil
}
