package clock

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
)

// ErrBackwards says that the example's clock was asked to go back.
var ErrBackwards = fault.Define("clock.backwards", fault.Conflict,
	"时钟只能向前拨：现在是 {now}，不能拨到 {to}", "the clock only moves forward: it is {now} and cannot be set to {to}").
	Hint("请填写晚于当前时钟的时刻", "give an instant later than the clock's present one")

// ErrTooFar says that the example's clock was asked to jump further than a loan could last.
var ErrTooFar = fault.Define("clock.too_far", fault.Invalid,
	"一次最多向前拨 {days} 天", "the clock moves at most {days} days at once").
	Hint("请分几次拨动", "move it in several steps")

// MaxStepDays bounds one move of the example's clock: ten years, longer than any contract of the example. A typing error
// in a year would otherwise make the node useless, since time never goes back.
const MaxStepDays = 3660

// Example is a clock that stands still. Its instant is kept in the node store, so a restarted node goes on where it was.
type Example struct {
	store *db.DB
	// moving lets one move at a time. Reading takes no lock: a move waits for the store's one writer, and that writer
	// may be asking what time it is.
	moving sync.Mutex
	ms     atomic.Int64 // Unix milliseconds
}

// NewExample reads the clock from the store, or starts it at an instant if it was never set.
func NewExample(ctx context.Context, store *db.DB, start time.Time) (*Example, error) {
	var ms int64
	err := store.Tx(ctx, func(tx *db.Tx) error {
		err := tx.QueryRow(ctx, "SELECT now FROM clock WHERE id = 1").Scan(&ms)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		ms = start.UnixMilli()
		_, err = tx.Exec(ctx, "INSERT INTO clock (id, now) VALUES (1, ?)", ms)
		return err
	})
	if err != nil {
		return nil, err
	}
	e := &Example{store: store}
	e.ms.Store(ms)
	return e, nil
}

// Now implements [Clock].
func (e *Example) Now() time.Time { return time.UnixMilli(e.ms.Load()).UTC() }

// Advance moves the clock forward by d, which is not negative.
func (e *Example) Advance(ctx context.Context, d time.Duration) error {
	return e.move(ctx, func(now time.Time) time.Time { return now.Add(d) })
}

// Set moves the clock forward to an instant. Setting it to the present one changes nothing. Errors: [ErrBackwards],
// [ErrTooFar].
func (e *Example) Set(ctx context.Context, to time.Time) error {
	return e.move(ctx, func(time.Time) time.Time { return to })
}

func (e *Example) move(ctx context.Context, next func(now time.Time) time.Time) error {
	e.moving.Lock()
	defer e.moving.Unlock()
	now := e.Now()
	to := next(now).UTC().Truncate(time.Millisecond)
	if to.Before(now) {
		return ErrBackwards.With("now", now.Format(time.RFC3339), "to", to.Format(time.RFC3339)).At("to")
	}
	if to.Sub(now) > MaxStepDays*24*time.Hour {
		return ErrTooFar.With("days", MaxStepDays).At("to")
	}
	err := e.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE clock SET now = ? WHERE id = 1", to.UnixMilli())
		return err
	})
	if err != nil {
		return err
	}
	e.ms.Store(to.UnixMilli())
	return nil
}
