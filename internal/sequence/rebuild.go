package sequence

import (
	"context"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/proof"
)

// Rebuild replays one moment of a store into an empty, migrated one and compares the roots that both arrive at. The
// store may be in use. The last checkpoint of the new store is signed when a ledger opens it. Faults: [ErrNotEmpty],
// [ErrDiverged], [ErrDamaged].
func Rebuild(ctx context.Context, store, into *db.DB) (proof.Checkpoint, error) {
	var reached proof.Checkpoint
	err := store.View(ctx, func(tx *db.Tx) error {
		origin, err := storedOrigin(ctx, tx)
		if err != nil {
			return err
		}
		if reached, err = Replay(ctx, stored{tx}, into, Options{Origin: origin}); err != nil {
			return err
		}
		last, _, err := lastMark(ctx, tx)
		if err != nil {
			return err
		}
		if want := (proof.Checkpoint{Origin: origin, Size: last.size, Root: last.log, State: last.state}); reached != want {
			return ErrDamaged.With("why", "the entries do not give the roots of the last batch")
		}
		return nil
	})
	return reached, err
}

// OriginOf reads whose log a store holds. Faults: [ErrDamaged].
func OriginOf(ctx context.Context, store *db.DB) (origin string, err error) {
	err = store.View(ctx, func(tx *db.Tx) (err error) {
		origin, err = storedOrigin(ctx, tx)
		return err
	})
	return origin, err
}
