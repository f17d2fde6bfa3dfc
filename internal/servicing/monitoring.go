package servicing

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// schedule reads how often the registry says that a loan's lien expects heartbeats; nil if its lender did not say.
func (s *Service) schedule(ctx context.Context, id string) (out *registry.Schedule, err error) {
	var l *Loan
	err = s.store.View(ctx, func(tx *db.Tx) error {
		l, err = load(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		out, err = registry.Find[registry.Schedule](snap, registry.PrefixSchedule+l.Lien)
		return err
	})
	return out, err
}

// alive takes in a heartbeat: it ends silence, and says how the lien's challenge went.
func (b *ledger) alive(day daycount.Date, beat *registry.Heartbeat) {
	b.l.LastBeat, b.l.Silent = day, daycount.Date{}
	for _, r := range beat.Results {
		switch {
		case r.Lien != b.l.Lien:
		case r.Result == registry.ResultFailed:
			b.l.Broken = day
		case r.Result == registry.ResultPassed:
			b.l.Broken = daycount.Date{}
		}
	}
}
