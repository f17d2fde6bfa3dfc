package demo

import (
	"context"
	"errors"
	"path/filepath"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/proof"
)

// replay rebuilds the registry from its log in an empty database, which must reach the same commitment.
func (s *Story) replay(ctx context.Context) (err error) {
	into, err := db.Open(ctx, "sqlite:"+filepath.Join(s.Dir, "replayed.db"), sequence.Schema, sequence.Migrations())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.Close()) }()
	again, err := sequence.Replay(ctx, s.Node.Ledger, into, sequence.Options{Origin: s.Node.Ledger.Origin()})
	if err != nil {
		return err
	}
	var now proof.Checkpoint
	err = s.Node.Ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		now, err = proof.ParseCheckpoint(snap.Checkpoint(), s.Node.Ledger.VerifierKey())
		return err
	})
	if err != nil {
		return err
	}
	if err := s.write("checkpoint.txt", []byte(now.Text())); err != nil {
		return err
	}
	s.prove("日志 %d 条在空库中重放，承诺值一致：%s", "%d entries replayed into an empty database; the same commitment: %s", again.Size, again.Commitment())
	return expect(again.Size == now.Size && again.Commitment() == now.Commitment(), "the replay reached %s, not %s", again.Commitment(), now.Commitment())
}
