package books

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
)

// Desk shows an organisation its own books. Nothing is posted through it: entries come from what happens to loans.
type Desk struct{ store *db.DB }

// NewDesk returns the desk over the node store.
func NewDesk(store *db.DB) *Desk { return &Desk{store: store} }

// Checked is the result of walking the books.
type Checked struct {
	Entries uint64 `json:"entries" doc:"walked, from the first"`
}

// Routes registers the routes.
func (d *Desk) Routes(a *api.API) {
	const tag = "books"
	api.Register(a, api.Op{Method: "GET", Path: "/books/balances", ID: "trial-balance", Action: auth.BooksRead, Tag: tag,
		Summary: "The trial balance of my organisation's books, now or at the end of a day"}, d.balances)
	api.Register(a, api.Op{Method: "GET", Path: "/books/journal", ID: "journal", Action: auth.BooksRead, Tag: tag,
		Summary: "The entries of my organisation's books, newest first"}, d.journal)
	api.Register(a, api.Op{Method: "GET", Path: "/books/check", ID: "check-books", Action: auth.BooksRead, Tag: tag,
		Summary: "Walk my organisation's books: numbers, digests, balance of every entry, totals"}, d.check)
}

func (d *Desk) balances(ctx context.Context, in *struct {
	AsOf string `query:"as_of" maxLength:"10" doc:"day; absent: now"`
}) (*api.Out[Trial], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	var asOf daycount.Date
	if in.AsOf != "" {
		if asOf, err = daycount.ParseDate(in.AsOf); err != nil {
			return nil, err
		}
	}
	var t Trial
	err = d.store.View(ctx, func(tx *db.Tx) error {
		t, err = TrialBalance(ctx, tx, p.Org, asOf)
		return err
	})
	return api.Answer(t), err
}

func (d *Desk) journal(ctx context.Context, in *struct {
	Contract string `query:"contract" maxLength:"40"`
	api.Paging
}) (*api.Out[api.Page[Posted]], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	page := api.Page[Posted]{}
	err = d.store.View(ctx, func(tx *db.Tx) error {
		page.Items, page.NextCursor, err = Journal(ctx, tx, JournalQuery{Org: p.Org, Contract: in.Contract, Cursor: in.Cursor, Limit: in.Size()})
		return err
	})
	return api.Answer(page), err
}

func (d *Desk) check(ctx context.Context, _ *api.None) (*api.Out[Checked], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	var c Checked
	err = d.store.View(ctx, func(tx *db.Tx) error {
		c.Entries, err = Verify(ctx, tx, p.Org)
		return err
	})
	return api.Answer(c), err
}
