package node

import (
	"context"
	"errors"
	"time"

	"shurong.org/shurong/daycount"
)

// dayCheck is how often the node looks whether a new day has begun.
const dayCheck = time.Minute

// days runs the day's end whenever the node's clock has passed midnight in China. It never stops the node: a day that
// failed is tried again.
func (n *Node) days(ctx context.Context) error {
	tick := time.NewTicker(dayCheck)
	defer tick.Stop()
	var last daycount.Date
	for {
		if today := daycount.DateOf(n.Clock.Now()); today != last {
			if err := n.DayEnd(ctx); err == nil {
				last = today
			} else if ctx.Err() == nil {
				n.log.ErrorContext(ctx, "the day's end failed and will be tried again", "error", err.Error())
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// DayEnd does what falls due by time, up to the node's present day. It may be called at any time, any number of times.
func (n *Node) DayEnd(ctx context.Context) error {
	return errors.Join(n.Servicing.RunDay(ctx, daycount.DateOf(n.Clock.Now())), n.Heartbeats.Tend(ctx))
}

// followPause is how long a follower that failed rests before it tries again.
const followPause = 5 * time.Second

// follow keeps a follower of the log running until ctx ends. A store that is away for a moment must not take the node down:
// what a follower has not taken in is still in the log.
func (n *Node) follow(ctx context.Context, name string, run func(context.Context) error) error {
	for {
		err := run(ctx)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it is to stop; what failed, failed for that
		}
		n.log.ErrorContext(ctx, "a follower of the log failed and will be tried again", "follower", name, "error", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(followPause):
		}
	}
}
