package certificate

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Beat is a heartbeat in a history: what was measured, how the data moved, what became of challenges, and whether it came
// in time.
type Beat struct {
	registry.Heartbeat
	At   time.Time `json:"at" doc:"when it was recorded"`
	Gap  int       `json:"gap_days" doc:"days of measurement since the heartbeat before; 0 for the first"`
	Late bool      `json:"late" doc:"the gap is longer than the strictest schedule of a live lien allows, days of grace included"`
}

func (s *Service) heartbeats(ctx context.Context, in *struct {
	ByCode
	api.Paging
}) (*api.Out[api.Page[Beat]], error) {
	before, err := in.Before()
	if err != nil {
		return nil, err
	}
	if err := s.readable(ctx, in.Code); err != nil {
		return nil, err
	}
	p := directory.Page{Before: uint64(before), Limit: in.Size() + 1}
	rows, err := s.dir.Heartbeats(ctx, in.Code, p)
	if err != nil {
		return nil, err
	}
	schedule, err := s.strictest(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	items := make([]Beat, len(rows))
	for i, r := range rows {
		items[i] = Beat{Heartbeat: r.Fact, At: time.UnixMilli(r.At).UTC()}
		if i+1 < len(rows) {
			items[i].since(measured(rows[i+1].Fact), measured(r.Fact), schedule)
		}
	}
	return api.Answer(api.Numbered(items, in.Size(), func(b Beat) uint64 { return b.Index })), nil
}

func measured(h registry.Heartbeat) daycount.Date { return registry.Day(h.Measurement.MeasuredAt) }

func (b *Beat) since(before, day daycount.Date, schedule *registry.Schedule) {
	b.Gap = day.Sub(before)
	if schedule != nil && !day.Before(schedule.From) {
		b.Late = schedule.Since(before, day).Late
	}
}

// strictest is the schedule, of those of a certificate's live liens, that lets the least time pass; nil if there is none.
func (s *Service) strictest(ctx context.Context, code string) (out *registry.Schedule, err error) {
	err = s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		enc, err := registry.Find[registry.Encumbrance](snap, registry.PrefixEncumbrance+code)
		if err != nil || enc == nil {
			return err
		}
		for _, id := range enc.Liens {
			one, err := registry.Find[registry.Schedule](snap, registry.PrefixSchedule+id)
			if err != nil {
				return err
			}
			if one != nil && (out == nil || one.EveryDays+one.GraceDays < out.EveryDays+out.GraceDays) {
				out = one
			}
		}
		return nil
	})
	return out, err
}
