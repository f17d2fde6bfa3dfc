package desk

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Desk is what a desk stands on. Desks embed it.
type Desk struct {
	Store     *db.DB
	Ledger    sequence.Ledger
	Keys      *keyring.Keys
	Dir       *directory.Directory
	Approvals *approval.Service
	Clock     clock.Clock

	// Follow, if set, does what follows from an accepted command, after the screens show it.
	Follow func(ctx context.Context, receipt *sequence.Receipt) error
}

// Party is an organisation as a screen names it.
type Party struct {
	USCC string `json:"uscc"`
	Name string `json:"name"`
}

// Party names an organisation.
func (d *Desk) Party(ctx context.Context, uscc string) Party {
	return Party{USCC: uscc, Name: d.Dir.Name(ctx, uscc)}
}

// Proposed is the answer to an act that waits for a second person.
type Proposed struct {
	Approval string `json:"approval" doc:"identifier of the request"`
	State    string `json:"state" enum:"pending,executing,done,rejected,withdrawn"`
}

// Answer is what the proposer is told of a request.
func Answer(r approval.Request, err error) (Proposed, error) {
	return Proposed{Approval: r.ID, State: string(r.State)}, err
}

// Today is the civil date in China by the node's clock.
func (d *Desk) Today() daycount.Date { return daycount.DateOf(d.Clock.Now()) }

// Instant is a time in Unix milliseconds as screens show it.
func Instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// Terms are what a case is read by: the log's own rules, the calendar of working days, and today.
type Terms struct {
	Profile registry.Profile
	Cal     *daycount.Calendar
	Today   daycount.Date
}

// Terms returns those in force.
func (d *Desk) Terms(ctx context.Context) (t Terms, err error) {
	t.Today = d.Today()
	t.Profile, t.Cal, err = sequence.Rules(ctx, d.Ledger)
	return t, err
}

// AsOf is a case as of today.
func (t *Terms) AsOf(c *registry.Case) registry.Case { return c.AsOf(t.Cal, t.Today, t.Profile) }

// PageOf is the directory's page for a list of the API: a row more than is shown.
func PageOf(p api.Paging) (directory.Page, error) {
	before, err := p.Before()
	return directory.Page{Before: uint64(before), Limit: p.Size() + 1}, err
}

// Shown is the page of a list of the directory's rows that were read by [PageOf].
func Shown[T any](rows []directory.Row[T], p api.Paging) api.Page[directory.Row[T]] {
	return api.Numbered(rows, p.Size(), func(r directory.Row[T]) uint64 { return r.Index })
}
