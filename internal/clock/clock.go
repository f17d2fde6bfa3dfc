// Package clock is where a node's time comes from.
//
// Every rule of Shurong takes time as an input; this package is the one place that time enters. A production node runs on
// [System]. The worked example runs on [Example], which stands still and is moved forward by hand, so that a working-day
// period or a loan's life passes in a moment. Neither ever goes backwards by our hand: the registry refuses a batch
// that is older than the last.
package clock

import "time"

// Clock tells the time. Implementations are safe for concurrent use.
type Clock interface {
	// Now is the present instant, in UTC, to the millisecond: what stores keep is what was read.
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now implements [Clock].
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
