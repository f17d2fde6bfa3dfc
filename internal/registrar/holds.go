package registrar

import (
	"context"

	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// HoldView is what somebody has in a right that a case would move: as the officer sees it, with the consent it still takes.
type HoldView struct {
	Kind      string         `json:"kind" enum:"seizure,control,pledge,lien"`
	ID        string         `json:"id" doc:"of the annotation or lien"`
	By        desk.Party     `json:"by" doc:"who has it; an authority has a name and no credit code"`
	Right     registry.Right `json:"right" enum:"holding,use,operating"`
	Consented bool           `json:"consented" doc:"a consent to this transferee is recorded and good today"`
}

// holds lists what stands in the way of a transfer today.
func (s *Service) holds(ctx context.Context, code string, rights []registry.Right, to string) (
	all []registry.Hold, err error,
) {
	err = s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		all, err = registry.TransferHolds(snap, code, rights, to, s.Today())
		return err
	})
	return all, err
}

// unheld refuses to propose a transfer while a consent to it is missing, and says whose: also in a log whose rules would
// ask only when it takes effect.
func (s *Service) unheld(ctx context.Context, code string, rights []registry.Right, to string) error {
	all, err := s.holds(ctx, code, rights, to)
	if err != nil {
		return err
	}
	return registry.Missing(all, code, "body.rights")
}

// showHolds tells the parties of an open transfer what stands in its way.
func (s *Service) showHolds(ctx context.Context, out *Case, c *registry.Case) error {
	if c.Type != registry.TypeTransfer || c.DepositedAt != 0 || c.Ended() || len(c.Joint) == 0 {
		return nil
	}
	rights := make([]registry.Right, len(c.Rights))
	for i, g := range c.Rights {
		rights[i] = g.Right
	}
	all, err := s.holds(ctx, c.Certificate, rights, c.Joint[0].Org)
	for _, h := range all {
		v := HoldView{Kind: h.Kind, ID: h.ID, By: desk.Party{Name: h.By}, Right: h.Right, Consented: h.Consented}
		if h.Kind == "lien" {
			v.By = s.Party(ctx, h.By)
		}
		out.Holds = append(out.Holds, v)
	}
	return err
}
