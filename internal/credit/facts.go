package credit

import (
	"context"
	"errors"

	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

// facts reads from one snapshot of the registry what an assessment looks at.
func (s *Service) facts(ctx context.Context, a *Application) (Facts, error) {
	f := Facts{Today: s.Today(), Borrower: a.Borrower, Lender: a.Lender, Monitored: -1}
	err := s.Ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		if f.Certificate, err = registry.Find[registry.Certificate](snap,
			registry.PrefixCertificate+a.Certificate); err != nil {
			return err
		}
		if f.Sanction, err = registry.Find[registry.Sanction](snap, registry.PrefixSanction+a.Borrower); err != nil {
			return err
		}
		if f.Heartbeat, err = registry.Find[registry.Heartbeat](snap,
			registry.PrefixHeartbeat+a.Certificate); err != nil {
			return err
		}
		if f.Valuation, err = latestValuation(snap, a.Certificate); err != nil {
			return err
		}
		f.Ahead, err = liensAhead(snap, a.Certificate, a.Lien)
		return err
	})
	if err != nil {
		return f, err
	}
	return f, s.monitored(ctx, &f)
}

func latestValuation(r registry.Reader, certificate string) (*registry.Valuation, error) {
	ref, err := registry.Find[registry.ValueRef](r, registry.PrefixValue+certificate)
	if err != nil || ref == nil {
		return nil, err
	}
	return registry.Find[registry.Valuation](r, registry.PrefixValuation+ref.Valuation)
}

// liensAhead are the live liens on a certificate in rank order, up to but not including own, which may be "".
func liensAhead(r registry.Reader, certificate, own string) ([]registry.Lien, error) {
	enc, err := registry.Find[registry.Encumbrance](r, registry.PrefixEncumbrance+certificate)
	if err != nil || enc == nil {
		return nil, err
	}
	var out []registry.Lien
	for _, id := range enc.Liens {
		if id == own {
			break
		}
		l, err := registry.Find[registry.Lien](r, registry.PrefixLien+id)
		if err != nil {
			return nil, err
		}
		if l != nil {
			out = append(out, *l)
		}
	}
	return out, nil
}

// monitored computes what the latest heartbeat leaves of the appraised value, where the report with its base
// measurement is kept here.
func (s *Service) monitored(ctx context.Context, f *Facts) error {
	if f.Valuation == nil || f.Heartbeat == nil {
		return nil
	}
	return s.Store.View(ctx, func(tx *db.Tx) error {
		base, ok, err := appraisal.BaseOf(ctx, tx, f.Valuation.ID)
		if err != nil || !ok {
			return err
		}
		r, err := valuation.Follow(money.Fen(f.Valuation.ValueFen), base.Follow(),
			appraisal.Following(f.Heartbeat.Measurement))
		if err != nil {
			if errors.Is(err, valuation.ErrMeasurement) {
				return nil
			}
			return err
		}
		f.Monitored = r.ValueFen
		return nil
	})
}

// assess assesses an application with the terms it was or would be given.
func (s *Service) assess(ctx context.Context, a *Application, t Terms) (Assessment, error) {
	f, err := s.facts(ctx, a)
	if err != nil {
		return Assessment{}, err
	}
	return Assess(f, Asked{Amount: a.Requested, CapBP: t.CapBP, DropBP: t.DropBP,
		Maturity: f.Today.AddMonths(t.TermMonths), HeartbeatDays: t.HeartbeatDays}), nil
}

// lienOf returns the application's latest lien from the registry, nil if none was proposed.
func (s *Service) lienOf(ctx context.Context, a *Application) (*registry.Lien, error) {
	if a.Lien == "" {
		return nil, nil
	}
	return sequence.Find[registry.Lien](ctx, s.Ledger, registry.PrefixLien+a.Lien)
}
