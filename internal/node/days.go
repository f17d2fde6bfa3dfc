package node

import (
	"context"
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
	return n.Servicing.RunDay(ctx, daycount.DateOf(n.Clock.Now()))
}
