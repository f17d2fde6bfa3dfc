package sequence

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry"
)

// Find reads one fact as it is now, nil if there is none. Facts that must agree with one another are read in one
// [Ledger.View].
func Find[T any](ctx context.Context, l Ledger, key string) (fact *T, err error) {
	err = l.View(ctx, func(s *Snapshot) error {
		fact, err = registry.Find[T](s, key)
		return err
	})
	return fact, err
}

// Rules are the rule profile and the calendar of working days in force now.
func Rules(ctx context.Context, l Ledger) (p registry.Profile, cal *daycount.Calendar, err error) {
	err = l.View(ctx, func(s *Snapshot) error {
		p, cal, err = registry.Rules(s)
		return err
	})
	return p, cal, err
}
