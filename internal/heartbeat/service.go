package heartbeat

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// The kinds of request.
const (
	KindSchedule = "heartbeat.schedule"
	KindWaive    = "existence.waive"
)

// Service watches pledged data.
type Service struct {
	*desk.Desk
	log *slog.Logger
}

// New returns the service and registers its kinds of request. log may be nil.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory,
	approvals *approval.Service, c clock.Clock, log *slog.Logger) *Service {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Service{Desk: &desk.Desk{Store: store, Ledger: ledger, Keys: keys, Dir: dir, Approvals: approvals, Clock: c}, log: log}
	desk.Handle[registry.HeartbeatSchedule](s.Desk, KindSchedule, auth.LienWatch,
		approval.Text{ZH: "约定心跳周期", EN: "Agree how often heartbeats are expected"})
	desk.Handle[registry.ExistenceWaive](s.Desk, KindWaive, auth.LienWatch,
		approval.Text{ZH: "放弃存在性挑战", EN: "Give up challenges about pledged data"})
	return s
}

// Watch is how one lien's lender watches a certificate's data. The lender is not named: who asks need not be its borrower.
type Watch struct {
	Lien      string              `json:"lien"`
	Status    registry.LienStatus `json:"status"`
	Recipient string              `json:"recipient,omitempty" doc:"the lender's age key, where this node holds it"`
	Existence *registry.Existence `json:"existence,omitempty" doc:"challenges: committed, spent, the one that waits, results"`
	Low       bool                `json:"low" doc:"the challenges run low; the agent renews them"`
	Schedule  *registry.Schedule  `json:"schedule,omitempty"`
	Lateness  *registry.Lateness  `json:"lateness,omitempty" doc:"the latest heartbeat against the schedule, today"`
}

// Watches lists the live liens on a certificate with what their lenders ask, in rank order.
func (s *Service) Watches(ctx context.Context, code string) ([]Watch, error) {
	out := []Watch{}
	lenders := map[string]string{}
	err := s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		enc, err := registry.Find[registry.Encumbrance](snap, registry.PrefixEncumbrance+code)
		if err != nil || enc == nil {
			return err
		}
		last, err := registry.Find[registry.Heartbeat](snap, registry.PrefixHeartbeat+code)
		if err != nil {
			return err
		}
		for _, id := range enc.Liens {
			lien, err := registry.Find[registry.Lien](snap, registry.PrefixLien+id)
			if err != nil || lien == nil {
				return err
			}
			w := Watch{Lien: id, Status: lien.Status}
			if w.Existence, err = registry.Find[registry.Existence](snap, registry.PrefixExistence+id); err != nil {
				return err
			}
			if w.Schedule, err = registry.Find[registry.Schedule](snap, registry.PrefixSchedule+id); err != nil {
				return err
			}
			if w.Existence != nil {
				w.Low, w.Existence.Lender = w.Existence.Low(), ""
			}
			if w.Schedule != nil {
				l := registry.Late(*w.Schedule, last, s.Today())
				w.Lateness = &l
			}
			lenders[id] = lien.Pledgee
			out = append(out, w)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		for i := range out {
			recipient, _, err := lender(ctx, tx, lenders[out[i].Lien])
			if err != nil {
				return err
			}
			out[i].Recipient = recipient
		}
		return nil
	})
	return out, err
}

// lender reads a hosted lender's key pair; empty if there is none.
func lender(ctx context.Context, tx *db.Tx, org string) (recipient string, identity []byte, err error) {
	err = tx.QueryRow(ctx, "SELECT recipient, identity FROM heartbeat_lender WHERE org = ?", org).Scan(&recipient, &identity)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return recipient, identity, err
}

// lien reads a lien with its existence, nil where there is none.
func (s *Service) lien(ctx context.Context, id string) (lien *registry.Lien, e *registry.Existence, err error) {
	err = s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		if lien, err = registry.Find[registry.Lien](snap, registry.PrefixLien+id); err != nil {
			return err
		}
		e, err = registry.Find[registry.Existence](snap, registry.PrefixExistence+id)
		return err
	})
	if err == nil && lien == nil {
		err = ErrNotFound.With("lien", id)
	}
	return lien, e, err
}

// Keep stores a sealed package that the registry's commitment names, and reveals its first challenge if its lender is
// hosted here.
func (s *Service) Keep(ctx context.Context, lien string, sealed []byte) error {
	l, e, err := s.lien(ctx, lien)
	if err != nil {
		return err
	}
	if e == nil || !l.Status.Live() || e.Package != canon.Hex(sealed) {
		return ErrPackage.With()
	}
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO heartbeat_package (lien, digest, sealed) VALUES (?, ?, ?)
			ON CONFLICT (lien) DO UPDATE SET digest = excluded.digest, sealed = excluded.sealed`, lien, e.Package, sealed)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.reveal(ctx, lien); err != nil {
		s.log.WarnContext(ctx, "a challenge could not be revealed and will be tried again", "lien", lien, "error", err.Error())
	}
	return nil
}

// Package returns a lien's sealed package to its parties.
func (s *Service) Package(ctx context.Context, id string) ([]byte, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	l, _, err := s.lien(ctx, id)
	if err == nil && (p.Org == "" || p.Org != l.Pledgee && p.Org != l.Pledgor) {
		err = ErrNotFound.With("lien", id)
	}
	if err != nil {
		return nil, err
	}
	_, sealed, err := s.kept(ctx, id)
	if err == nil && sealed == nil {
		err = ErrNotFound.With("lien", id)
	}
	return sealed, err
}

func (s *Service) kept(ctx context.Context, lien string) (digest string, sealed []byte, err error) {
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		err := tx.QueryRow(ctx, "SELECT digest, sealed FROM heartbeat_package WHERE lien = ?", lien).Scan(&digest, &sealed)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return err
	})
	return digest, sealed, err
}
