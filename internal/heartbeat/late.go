package heartbeat

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Overdue is a heartbeat that a lender agreed to and that did not come. It is raised once, at the end of the first day after
// the days of grace, stands for both sides to see, and ends with the next heartbeat or with the lien.
type Overdue struct {
	Lien        string        `json:"lien"`
	Certificate string        `json:"certificate"`
	Due         daycount.Date `json:"due" doc:"the heartbeat was to be measured on this day at the latest"`
	Last        daycount.Date `json:"last" doc:"its last day of grace"`
	RaisedAt    time.Time     `json:"raised_at"`
	ClearedAt   *time.Time    `json:"cleared_at,omitempty" doc:"when the next heartbeat came, or the lien ended; absent while it lasts"`
	As          string        `json:"as" enum:"lender,owner" doc:"the side that the caller is on"`
}

// lateness raises what is late by now and ends what is not any more. Run again it changes nothing: the day that a heartbeat
// was due on is that of one event.
func (s *Service) lateness(ctx context.Context, liens []directory.Row[registry.Lien]) error {
	now := s.Clock.Now().UnixMilli()
	late := map[string]bool{}
	var found []Overdue
	var sides [][2]string
	err := s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		for i := range liens {
			l := &liens[i].Fact
			schedule, err := registry.Find[registry.Schedule](snap, registry.PrefixSchedule+l.ID)
			if err != nil {
				return err
			}
			if schedule == nil {
				continue
			}
			last, err := registry.Find[registry.Heartbeat](snap, registry.PrefixHeartbeat+l.Certificate)
			if err != nil {
				return err
			}
			if how := registry.Late(*schedule, last, s.Today()); how.Late {
				late[l.ID+" "+how.Due.String()] = true
				found = append(found, Overdue{Lien: l.ID, Certificate: l.Certificate, Due: how.Due, Last: how.Last})
				sides = append(sides, [2]string{l.Pledgee, l.Pledgor})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		for i, o := range found {
			_, err := tx.Exec(ctx, `INSERT INTO heartbeat_late (lien, due, last, certificate, lender, owner, raised_at, cleared_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (lien, due) DO NOTHING`,
				o.Lien, o.Due.String(), o.Last.String(), o.Certificate, sides[i][0], sides[i][1], now)
			if err != nil {
				return err
			}
		}
		open, err := standing(ctx, tx)
		if err != nil {
			return err
		}
		for _, o := range open {
			if late[o[0]+" "+o[1]] {
				continue
			}
			if _, err := tx.Exec(ctx, "UPDATE heartbeat_late SET cleared_at = ? WHERE lien = ? AND due = ?", now, o[0], o[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// standing lists the events that last: lien and day.
func standing(ctx context.Context, tx *db.Tx) (out [][2]string, err error) {
	rows, err := tx.Query(ctx, "SELECT lien, due FROM heartbeat_late WHERE cleared_at = 0 ORDER BY lien, due")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to its end below
	for rows.Next() {
		var o [2]string
		if err := rows.Scan(&o[0], &o[1]); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, rows.Err()
}

// came ends what lasts of a certificate: a heartbeat was recorded.
func (s *Service) came(ctx context.Context, certificate string, at int64) error {
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE heartbeat_late SET cleared_at = ? WHERE certificate = ? AND cleared_at = 0", at, certificate)
		return err
	})
}

// maxOverdue bounds a list: the latest.
const maxOverdue = 200

// Overdue lists what concerns the caller's organisation, as lender or as owner of the data, the latest first.
func (s *Service) Overdue(ctx context.Context) ([]Overdue, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []Overdue{}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `SELECT lien, certificate, due, last, lender, raised_at, cleared_at FROM heartbeat_late
			WHERE lender = ? OR owner = ? ORDER BY raised_at DESC, lien, due DESC LIMIT ?`, p.Org, p.Org, maxOverdue)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // read to its end below
		for rows.Next() {
			var o Overdue
			var due, last, lender string
			var raised, cleared int64
			if err := rows.Scan(&o.Lien, &o.Certificate, &due, &last, &lender, &raised, &cleared); err != nil {
				return err
			}
			if o.Due, err = daycount.ParseDate(due); err != nil {
				return err
			}
			if o.Last, err = daycount.ParseDate(last); err != nil {
				return err
			}
			o.RaisedAt, o.As = time.UnixMilli(raised).UTC(), "owner"
			if lender == p.Org {
				o.As = "lender"
			}
			if cleared != 0 {
				at := time.UnixMilli(cleared).UTC()
				o.ClearedAt = &at
			}
			out = append(out, o)
		}
		return rows.Err()
	})
	return out, err
}
