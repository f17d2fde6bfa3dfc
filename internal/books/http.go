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
	api.Register(a, api.Op{Method: "GET", Path: "/books/accounts", ID: "book-accounts", Action: auth.BooksRead, Tag: tag,
		Summary: "The chart of accounts, mapped to the subjects of the accounting standards"}, d.accounts)
	api.Register(a, api.Op{Method: "GET", Path: "/books/holds", ID: "book-holds", Action: auth.BooksRead, Tag: tag,
		Summary: "What is reserved in my organisation's books and not yet posted"}, d.holds)
	api.Register(a, api.Op{Method: "GET", Path: "/books/export", ID: "export-books", Action: auth.BooksRead, Tag: tag,
		Summary: "The trial balance, the journal or the chart of accounts as CSV or XLSX"}, d.export)
}

func (d *Desk) balances(ctx context.Context, in *struct {
	AsOf     string `query:"as_of" maxLength:"10" doc:"by value date up to this day; absent: all"`
	BookedTo string `query:"booked_to" maxLength:"10" doc:"by booking date up to this day; absent: all"`
}) (*api.Out[Trial], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	q := Query{Org: p.Org}
	if q.AsOf, q.BookedTo, err = days(in.AsOf, in.BookedTo); err != nil {
		return nil, err
	}
	var t Trial
	err = d.store.View(ctx, func(tx *db.Tx) error {
		t, err = TrialOf(ctx, tx, q)
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

// days reads two dates that may be absent.
func days(a, b string) (first, second daycount.Date, err error) {
	for _, d := range []struct {
		text string
		into *daycount.Date
	}{{a, &first}, {b, &second}} {
		if d.text != "" && err == nil {
			*d.into, err = daycount.ParseDate(d.text)
		}
	}
	return first, second, err
}

// ChartOf is the chart of accounts and where its codes are from.
type ChartOf struct {
	Accounts Accounts `json:"accounts"`
	Source   Text     `json:"source"`
}

func (d *Desk) accounts(context.Context, *api.None) (*api.Out[ChartOf], error) {
	return api.Answer(ChartOf{Chart, ChartSource}), nil
}

// Reserved are the open holds.
type Reserved struct {
	Items []Held `json:"items"`
}

func (d *Desk) holds(ctx context.Context, _ *api.None) (*api.Out[Reserved], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	var out Reserved
	err = d.store.View(ctx, func(tx *db.Tx) error {
		out.Items, err = OpenHolds(ctx, tx, p.Org)
		return err
	})
	return api.Answer(out), err
}

// Exported is a file.
type Exported struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (d *Desk) export(ctx context.Context, in *struct {
	What   string `query:"what" enum:"trial,journal,accounts" default:"trial"`
	Format string `query:"format" enum:"csv,xlsx" default:"xlsx"`
	From   string `query:"from" maxLength:"10" doc:"journal: booked from this day on"`
	To     string `query:"to" maxLength:"10" doc:"booked up to this day; absent: all"`
}) (*Exported, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	from, to, err := days(in.From, in.To)
	if err != nil {
		return nil, err
	}
	var sheet Sheet
	err = d.store.View(ctx, func(tx *db.Tx) error {
		switch in.What {
		case "trial":
			t, err := TrialOf(ctx, tx, Query{Org: p.Org, BookedTo: to})
			sheet = TrialSheet(t)
			return err
		case "journal":
			sheet, err = JournalSheet(ctx, tx, p.Org, from, to)
			return err
		case "accounts":
			sheet = AccountSheet()
			return nil
		}
		return ErrFormat.With("what", brief(in.What)).At("what")
	})
	if err != nil {
		return nil, err
	}
	out := &Exported{Disposition: `attachment; filename="books-` + sheet.Name + "." + in.Format + `"`}
	if in.Format == "csv" {
		out.ContentType = "text/csv; charset=utf-8"
		out.Body, err = sheet.CSV()
		return out, err
	}
	out.ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	out.Body, err = sheet.XLSX()
	return out, err
}
