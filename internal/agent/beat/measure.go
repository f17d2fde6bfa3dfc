package beat

import (
	"context"
	"time"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/again"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/source"
)

// measure measures a source, answers what its lenders ask, and puts the result in the outbox under a slot. The slot counts
// as done when the item is durable.
func (a *Agent) measure(ctx context.Context, i int, m *memory, slot, now time.Time) error {
	s := &a.cfg.Sources[i]
	a.status.State = "measuring"
	if err := a.say(); err != nil {
		return err
	}
	record, found, err := a.record(ctx, i, m, now)
	if err != nil {
		return err
	}
	pledges, err := a.prove(ctx, i, record)
	if err != nil {
		return err
	}
	it := &Item{Kind: kindHeartbeat, Source: s.Name, Slot: slot.UnixMilli(), Record: record}
	if a.cfg.Similarity != nil {
		it.Hashes, record.Measurement.SketchDigest = found.Hashes, ""
	}
	if err := a.box.add(it); err != nil {
		return err
	}
	a.status.Outbox++
	m.Slot, m.Rows, m.Known = it.Slot, record.Measurement.Rows, true
	if err := a.remember(s.Name, m); err != nil {
		return err
	}
	a.log.Info("measured", "source", s.Name, "rows", record.Measurement.Rows, "answers", len(record.Answers))
	for _, p := range pledges {
		if err := a.commit(ctx, s, p); err != nil {
			return err
		}
	}
	return nil
}

// record measures a source: what a heartbeat will say, without answers, number and predecessor.
func (a *Agent) record(ctx context.Context, i int, m *memory, now time.Time) (*registry.HeartbeatRecord, *agent.Measurement, error) {
	s := &a.cfg.Sources[i]
	o := s.options(now)
	o.Progress = a.progress(i)
	found, err := a.read(ctx, s, o)
	if err != nil {
		return nil, nil, err
	}
	base, err := a.base(s.Name, found)
	if err != nil {
		return nil, nil, err
	}
	live := base.live(found)
	if m.Known {
		live.GrowthRows = found.Fact.Rows - m.Rows
	}
	return &registry.HeartbeatRecord{Certificate: s.Certificate, Measurement: found.Fact, Live: live}, found, nil
}

// read is the one pass over the source, unless the last measurement was of the same bytes: then they are read, and not taken
// apart. A preview keeps nothing.
func (a *Agent) read(ctx context.Context, s *Source, o agent.Options) (*agent.Measurement, error) {
	getenv, err := s.getenv()
	if err != nil {
		return nil, err
	}
	from := source.Options{Table: o.Table, Getenv: getenv}
	file := a.store.path("sources/" + s.Name + ".measured")
	if a.o.Look {
		return again.Look(ctx, file, s.Source, from, o)
	}
	m, fresh, err := again.Measure(ctx, file, s.Source, from, o)
	if err == nil && !fresh {
		a.log.Info("the data is as it was when it was measured last", "source", s.Name)
	}
	return m, err
}
