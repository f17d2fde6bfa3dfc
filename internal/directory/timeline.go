package directory

import (
	"context"
	"database/sql"

	"shurong.org/shurong/internal/db"
)

// Event is a line of a timeline.
type Event struct {
	Subject string // "case/CA-…", "certificate/SJ…", "org/9133…", "lien/LN-…", "asset/DA-…", "valuation/…", "loan/…"
	Index   uint64
	N       int    // place among the events of its entry
	Kind    string // of the event
	Command string // kind of the command that brought it about
	Org     string // who sent the command
	At      int64  // Unix milliseconds
}

// Timeline lists what happened to a subject, newest first. A page may return more than its limit, by the remaining
// events of its last entry, so that a position is a complete cursor.
func (d *Directory) Timeline(ctx context.Context, subject string, p Page) ([]Event, error) {
	before := int64(p.Before)
	if before == 0 {
		before = int64(^uint64(0) >> 1)
	}
	out := []Event{}
	err := d.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			e := Event{Subject: subject}
			var idx int64
			if err := rows.Scan(&idx, &e.N, &e.Kind, &e.Command, &e.Org, &e.At); err != nil {
				return err
			}
			e.Index = uint64(idx)
			out = append(out, e)
			return nil
		}, `SELECT idx, n, kind, command, org, at FROM directory_event
			WHERE subject = ? AND idx < ? AND idx >= (SELECT COALESCE(MIN(idx), 0) FROM
				(SELECT idx FROM directory_event WHERE subject = ? AND idx < ? ORDER BY idx DESC, n DESC LIMIT ?) AS page)
			ORDER BY idx DESC, n DESC`, subject, before, subject, before, p.limit())
	})
	return out, err
}

// Name returns the name of an organisation, or its credit code if the directory does not know it.
func (d *Directory) Name(ctx context.Context, uscc string) string {
	if name, ok := d.names.Load(uscc); ok {
		return name.(string)
	}
	o, err := d.Organisation(ctx, uscc)
	if err != nil || o == nil {
		return uscc
	}
	d.names.Store(uscc, o.Fact.Name)
	return o.Fact.Name
}
