package servicing

import (
	"context"
	"errors"
	"fmt"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
)

// RunDay does what falls due by time, up to a day: it takes in the log, then brings each loan's books through due
// dates and month ends, lets dues become overdue, fails calls that ran out, warns of data that fell silent, and
// tells the registry of loans whose repayment it does not know yet. It can be run at any time, any number of times;
// a loan that fails does not keep the others from their turn.
func (s *Service) RunDay(ctx context.Context, day daycount.Date) error {
	if err := s.CatchUp(ctx); err != nil {
		return err
	}
	var moving, repaid []string
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		if moving, err = ids(ctx, tx, "state IN (?, ?)", string(Active), string(Enforcing)); err != nil {
			return err
		}
		repaid, err = ids(ctx, tx, "state = ?", string(Repaid))
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range moving {
		if err := s.runDay(ctx, id, day); err != nil {
			failed = append(failed, fmt.Errorf("loan %s: %w", id, err))
		}
	}
	if err := s.Resume(ctx, repaid...); err != nil {
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// Resume tells the registry of the given repaid loans.
func (s *Service) Resume(ctx context.Context, repaid ...string) error {
	var failed []error
	for _, id := range repaid {
		if err := s.settle(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("loan %s: %w", id, err))
		}
	}
	return errors.Join(failed...)
}

func (s *Service) runDay(ctx context.Context, id string, day daycount.Date) error {
	schedule, err := s.schedule(ctx, id)
	if err != nil {
		return err
	}
	var after *Loan
	err = s.store.Tx(ctx, func(tx *db.Tx) (err error) {
		after, err = s.books(ctx, tx, id, func(b *ledger) error {
			b.l.Expected = schedule
			return b.endDay(day)
		})
		return err
	})
	if err == nil && after.State == Repaid {
		err = s.settle(ctx, id)
	}
	return err
}

// endDay is a day's end of one loan. A day that was looked at before is not looked at again, except for calls and
// silence, which an act of today may have changed.
func (b *ledger) endDay(day daycount.Date) error {
	if !b.l.State.owes() || day.Before(b.l.Disbursed) || day.Before(b.l.Seen.Day) {
		return nil
	}
	if err := b.to(day); err != nil {
		return err
	}
	if err := b.look(day); err != nil || !b.l.State.owes() {
		return err
	}
	switch silent := b.l.silentOn(day); {
	case silent && b.l.Silent.IsZero():
		b.l.Silent = day
	case !silent:
		b.l.Silent = daycount.Date{}
	}
	c, err := lastCall(b.ctx, b.tx, b.l.ID)
	if err != nil {
		return err
	}
	if expire(c, day) {
		return putCall(b.ctx, b.tx, b.l.ID, c)
	}
	return nil
}
