package certificate

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// historyLength bounds the history shown with a certificate; the rest is in the log.
const historyLength = 100

// addFacts adds what was measured at registration and the live liens in rank order, from one snapshot.
func (s *Service) addFacts(ctx context.Context, d *Detail) error {
	return s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		asset, err := registry.Find[registry.Asset](snap, registry.PrefixAsset+d.Asset)
		if err != nil {
			return err
		}
		if asset != nil {
			d.Measurement = asset.Measurement
		}
		if err := s.addLiens(ctx, snap, d); err != nil {
			return err
		}
		return s.addStates(snap, d)
	})
}

// addStates adds the annotations that were not lifted, and what holds of the certificate today.
func (s *Service) addStates(snap *sequence.Snapshot, d *Detail) error {
	g := gather{snap: snap}
	if n := look[registry.Notes](&g, registry.PrefixNotes+d.Code); n != nil {
		for _, id := range n.Annotations {
			if a := look[registry.Annotation](&g, registry.PrefixAnnotation+id); a != nil {
				d.Annotations = append(d.Annotations, Note{ID: a.ID, Kind: a.Kind, Rights: a.Rights, Authority: a.Authority,
					From: a.From, Until: a.Until})
			}
		}
	}
	var err error
	if d.States, err = statesNow(&g, d.Code, daycount.DateOf(s.clock.Now())); err != nil {
		return err
	}
	return g.err
}

// addTitles adds the chain of title.
func (s *Service) addTitles(ctx context.Context, d *Detail) error {
	issues, err := s.issues(ctx, d.Code)
	if err != nil {
		return err
	}
	return s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		chain, err := registry.Chain(snap, d.Code)
		for _, t := range chain {
			if t.Index == 0 {
				t.Index = issues[t.Certificate]
			}
			d.Titles = append(d.Titles, Title{
				Certificate: t.Certificate, Type: t.Type, Index: t.Index, At: time.UnixMilli(t.At).UTC(), Holder: s.party(ctx, t.Holder),
				Rights: t.Rights, ValidUntil: t.ValidUntil, From: t.From, To: t.To,
			})
		}
		return err
	})
}

func (s *Service) addLiens(ctx context.Context, snap *sequence.Snapshot, d *Detail) error {
	enc, err := registry.Find[registry.Encumbrance](snap, registry.PrefixEncumbrance+d.Code)
	if err != nil || enc == nil {
		return err
	}
	for i, id := range enc.Liens {
		l, err := registry.Find[registry.Lien](snap, registry.PrefixLien+id)
		if err != nil || l == nil {
			return err
		}
		d.Liens = append(d.Liens, LienItem{
			ID: l.ID, Rank: i + 1, Pledgee: s.party(ctx, l.Pledgee), Pledgor: s.party(ctx, l.Pledgor),
			SecuredFen: l.SecuredFen, NoFurther: l.NoFurther, FilingNo: l.FilingNo, Status: string(l.Status),
			Index: l.Index, ProposedOn: l.ProposedOn,
		})
	}
	return nil
}

func (s *Service) addValue(ctx context.Context, d *Detail) error {
	rows, err := s.dir.Valuations(ctx, directory.ValuationFilter{Certificate: d.Code}, directory.Page{Limit: 1})
	if err != nil || len(rows) == 0 {
		return err
	}
	v := rows[0].Fact
	d.Value = &ValueItem{
		ID: v.ID, Appraiser: s.party(ctx, v.Appraiser), Date: v.Date, ValidUntil: v.ValidUntil,
		ValueFen: v.ValueFen, LowFen: v.LowFen, HighFen: v.HighFen,
	}
	return nil
}

func (s *Service) addHeartbeat(ctx context.Context, d *Detail) error {
	rows, err := s.dir.Heartbeats(ctx, d.Code, directory.Page{Limit: 1})
	if err == nil && len(rows) > 0 {
		d.Heartbeat = &rows[0].Fact
	}
	return err
}

func (s *Service) addHistory(ctx context.Context, d *Detail) error {
	events, err := s.dir.Timeline(ctx, "certificate/"+d.Code, directory.Page{Limit: historyLength})
	if err != nil {
		return err
	}
	for _, e := range events {
		d.History = append(d.History, Event{Index: e.Index, Kind: e.Kind, By: s.party(ctx, e.Org),
			At: time.UnixMilli(e.At).UTC()})
	}
	return nil
}
