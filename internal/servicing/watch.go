package servicing

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

// batch is how many log entries one transaction takes in.
const batch = 256

// Run follows the log until ctx ends, and returns nil then.
func (s *Service) Run(ctx context.Context) error {
	for {
		err := s.CatchUp(ctx)
		if err == nil {
			var size uint64
			if size, err = s.size(ctx); err == nil {
				err = s.ledger.Wait(ctx, size+1)
			}
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it is to stop; what failed, failed for that
		}
		if err != nil {
			return err
		}
	}
}

// Wait returns when monitoring has taken in at least size entries. It does not need [Service.Run].
func (s *Service) Wait(ctx context.Context, size uint64) error {
	if err := s.ledger.Wait(ctx, size); err != nil {
		return err
	}
	return s.CatchUp(ctx)
}

// CatchUp takes in all entries that are durable when it is called. Each batch and the cursor are one transaction:
// killed anywhere, it goes on where it was.
func (s *Service) CatchUp(ctx context.Context) error {
	select {
	case <-s.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.turn <- struct{}{} }()
	cal, err := s.calendar(ctx)
	if errors.Is(err, registry.ErrNoGenesis) {
		return nil
	}
	if err != nil {
		return err
	}
	from, err := s.size(ctx)
	if err != nil {
		return err
	}
	to := s.ledger.Size()
	if from > to {
		return ErrOtherLog.With("cursor", from, "size", to)
	}
	for from < to {
		entries, err := s.ledger.Entries(ctx, from, batch)
		if err != nil || len(entries) == 0 {
			return err
		}
		seen, err := s.sightings(ctx, entries)
		if err != nil {
			return err
		}
		next := entries[len(entries)-1].Index + 1
		err = s.store.Tx(ctx, func(tx *db.Tx) error {
			for _, g := range seen {
				if err := s.sight(ctx, tx, g, cal); err != nil {
					return err
				}
			}
			_, err := tx.Exec(ctx, `INSERT INTO servicing_cursor (id, size) VALUES (1, ?)
				ON CONFLICT (id) DO UPDATE SET size = excluded.size`, int64(next))
			return err
		})
		if err != nil {
			return err
		}
		from = next
	}
	return nil
}

func (s *Service) size(ctx context.Context) (uint64, error) {
	var n int64
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT COALESCE(MAX(size), 0) FROM servicing_cursor").Scan(&n)
	})
	return uint64(n), err
}

// sighting is what the log says about the value of data: an appraisal or a heartbeat.
type sighting struct {
	index      uint64
	time       int64
	appraised  *registry.Valuation
	registered registry.Measurement // with an appraisal: the measurement at registration
	beat       *registry.Heartbeat
}

// sightings reads what monitoring needs of entries. The registry is asked here, outside of the transaction.
func (s *Service) sightings(ctx context.Context, entries []sequence.RawEntry) ([]sighting, error) {
	var out []sighting
	for i := range entries {
		var e registry.Entry
		if err := canon.Unmarshal(entries[i].Bytes, &e); err != nil {
			return nil, err
		}
		for _, ev := range e.Events {
			g := sighting{index: e.Index, time: e.Time}
			switch ev.Kind {
			case "valuation.recorded":
				g.appraised = new(registry.Valuation)
				if err := canon.Unmarshal(ev.Body, g.appraised); err != nil {
					return nil, err
				}
				err := s.ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
					g.registered, err = appraisal.Registered(snap, g.appraised.Certificate)
					return err
				})
				if err != nil {
					return nil, err
				}
			case "heartbeat.recorded":
				g.beat = new(registry.Heartbeat)
				if err := canon.Unmarshal(ev.Body, g.beat); err != nil {
					return nil, err
				}
			default:
				continue
			}
			out = append(out, g)
		}
	}
	return out, nil
}

// watch is what monitoring knows of a certificate.
type watch struct {
	valuation string
	value     money.Fen
	base      appraisal.Base
}

func loadWatch(ctx context.Context, tx *db.Tx, code string) (w watch, err error) {
	var value int64
	var base string
	err = tx.QueryRow(ctx, "SELECT valuation, value, base FROM servicing_watch WHERE certificate = ?",
		code).Scan(&w.valuation, &value, &base)
	if errors.Is(err, sql.ErrNoRows) {
		return w, nil
	}
	if err != nil {
		return w, err
	}
	w.value = money.Fen(value)
	if base != "" {
		err = canon.Unmarshal([]byte(base), &w.base)
	}
	return w, err
}

// sight takes in one sighting: what is known of the certificate, then each running loan on it.
func (s *Service) sight(ctx context.Context, tx *db.Tx, g sighting, cal *daycount.Calendar) error {
	p := Point{At: g.time, Date: registry.Day(g.time), Index: g.index}
	var code string
	if v := g.appraised; v != nil {
		code = v.Certificate
		base, ok, err := appraisal.BaseOf(ctx, tx, v.Report)
		if err != nil {
			return err
		}
		if !ok {
			base = appraisal.Base{Measurement: g.registered} // its report is not kept here
		}
		_, err = tx.Exec(ctx, `INSERT INTO servicing_watch (certificate, valuation, value, base, beat, beat_idx) VALUES (?, ?, ?, ?, '', 0)
			ON CONFLICT (certificate) DO UPDATE SET valuation = excluded.valuation, value = excluded.value, base = excluded.base`,
			code, v.ID, v.ValueFen, string(canon.Must(base)))
		if err != nil {
			return err
		}
		p.Source, p.Valuation, p.Value = ByValuation, v.ID, money.Fen(v.ValueFen)
	} else {
		code = g.beat.Certificate
		w, err := loadWatch(ctx, tx, code)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO servicing_watch (certificate, valuation, value, base, beat, beat_idx) VALUES (?, '', 0, '', ?, ?)
			ON CONFLICT (certificate) DO UPDATE SET beat = excluded.beat, beat_idx = excluded.beat_idx`,
			code, string(canon.Must(g.beat)), int64(g.index))
		if err != nil || w.valuation == "" {
			return err
		}
		if err := p.monitor(w, g.beat); err != nil {
			return err
		}
	}
	running, err := ids(ctx, tx, "certificate = ? AND state IN (?, ?)", code, string(Active), string(Enforcing))
	if err != nil {
		return err
	}
	for _, id := range running {
		_, err := s.books(ctx, tx, id, func(b *ledger) error { return b.sighted(p, g.beat, cal) })
		if err != nil {
			return err
		}
	}
	return nil
}

// monitor computes the value that a heartbeat leaves of an appraisal.
func (p *Point) monitor(w watch, beat *registry.Heartbeat) error {
	r, err := valuation.Follow(w.value, w.base.Follow(), appraisal.Following(beat.Measurement))
	if err != nil {
		return err
	}
	p.Source, p.Valuation, p.Heartbeat, p.Value = ByHeartbeat, w.valuation, beat.Seq, r.ValueFen
	p.Factors = &Factors{Appraised: r.AppraisedFen, RowsPPM: r.RowsPPM, QualityPPM: r.QualityPPM,
		TimelinessPPM: r.TimelinessPPM, LateDays: r.LateDays}
	return nil
}

// sighted judges a running loan by a point from the log. What the log said before the loan was disbursed is not
// about it.
func (b *ledger) sighted(p Point, beat *registry.Heartbeat, cal *daycount.Calendar) error {
	if p.Index <= b.l.NoteIndex {
		return nil
	}
	if beat != nil {
		b.alive(p.Date, beat)
	}
	if p.Date.After(b.l.Seen.Day) {
		if err := b.to(p.Date); err != nil {
			return err
		}
		if err := b.look(p.Date); err != nil || !b.l.State.owes() {
			return err
		}
	}
	return b.weigh(p, cal)
}
