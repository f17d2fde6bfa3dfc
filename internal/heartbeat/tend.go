package heartbeat

import (
	"context"
	"errors"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/agent/existence"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// identityUse is what a lender's sealed private key is for.
const identityUse = "heartbeat identity"

// batch is how many log entries are looked at in one go.
const batch = 256

// Run tends hosted lenders until ctx ends, and returns nil then: each pledge gives its lender a key, each commitment and
// each heartbeat reveals the next challenge.
func (s *Service) Run(ctx context.Context) error {
	at := s.Ledger.Size()
	if err := s.Tend(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	for {
		if err := s.Ledger.Wait(ctx, at+1); err != nil {
			if ctx.Err() != nil {
				return nil //nolint:nilerr // it is to stop
			}
			return err
		}
		entries, err := s.Ledger.Entries(ctx, at, batch)
		for i := range entries {
			if err == nil {
				err = s.see(ctx, entries[i].Bytes)
			}
			at = entries[i].Index + 1
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it is to stop; what failed, failed for that
		}
		if err != nil {
			return err
		}
	}
}

// see does what an entry of the log asks for.
func (s *Service) see(ctx context.Context, leaf []byte) error {
	var e registry.Entry
	if err := canon.Unmarshal(leaf, &e); err != nil {
		return err
	}
	for _, ev := range e.Events {
		switch ev.Kind {
		case "pledge.proposed":
			var l registry.Lien
			if err := canon.Unmarshal(ev.Body, &l); err != nil {
				return err
			}
			if err := s.equip(ctx, l.Pledgee); err != nil {
				return err
			}
		case "heartbeat.recorded":
			var h registry.Heartbeat
			if err := canon.Unmarshal(ev.Body, &h); err != nil {
				return err
			}
			if err := s.came(ctx, h.Certificate, e.Time); err != nil {
				return err
			}
		case "existence.passed", "existence.failed":
			var x registry.Existence
			if err := canon.Unmarshal(ev.Body, &x); err != nil {
				return err
			}
			if x.Low() { // the agent may be about to renew, which needs that no challenge waits: the day's end goes on
				continue
			}
			if err := s.reveal(ctx, x.Lien); err != nil {
				return err
			}
		}
	}
	return nil
}

// live are the statuses in which a lien holds a rank.
var live = []registry.LienStatus{registry.LienProposed, registry.LienAccepted, registry.LienEffective, registry.LienEnforcing}

// Tend gives every hosted lender with a live lien its key, reveals what can be revealed, and raises what is late. It may be
// run at any time.
func (s *Service) Tend(ctx context.Context) error {
	var failed []error
	var all []directory.Row[registry.Lien]
	for page := (directory.Page{Limit: directory.MaxLimit}); ; {
		liens, err := s.Dir.Liens(ctx, directory.LienFilter{Statuses: live}, page)
		if err != nil {
			return err
		}
		all = append(all, liens...)
		for _, l := range liens {
			err := s.equip(ctx, l.Fact.Pledgee)
			if err == nil {
				err = s.reveal(ctx, l.Fact.ID)
			}
			failed = append(failed, err)
		}
		if len(liens) < page.Limit {
			return errors.Join(append(failed, s.lateness(ctx, all))...)
		}
		page.Before = liens[len(liens)-1].Index
	}
}

// equip makes a hosted lender's key pair, once.
func (s *Service) equip(ctx context.Context, org string) error {
	hosted, err := s.Keys.Hosts(ctx, org)
	if err != nil || !hosted {
		return err
	}
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		recipient, _, err := lender(ctx, tx, org)
		if err != nil || recipient != "" {
			return err
		}
		identity, recipient, err := existence.NewIdentity()
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO heartbeat_lender (org, recipient, identity) VALUES (?, ?, ?)", org, recipient,
			s.Keys.Seal(org, identityUse, []byte(identity)))
		return err
	})
}

// reveal reveals a lien's next challenge if its lender is hosted here, the package is, and none waits. What the registry
// refuses has changed meanwhile, and is left.
func (s *Service) reveal(ctx context.Context, lien string) error {
	l, e, err := s.lien(ctx, lien)
	if err != nil || e == nil || !l.Status.Live() || e.Pending != nil || e.Left() == 0 {
		return err
	}
	digest, sealed, err := s.kept(ctx, lien)
	if err != nil || digest != e.Package {
		return err
	}
	var recipient string
	var locked []byte
	err = s.Store.View(ctx, func(tx *db.Tx) (err error) {
		recipient, locked, err = lender(ctx, tx, l.Pledgee)
		return err
	})
	if err != nil || recipient != e.Recipient {
		return err // sealed to a key that the lender keeps itself
	}
	identity, ok := s.Keys.Unseal(l.Pledgee, identityUse, locked)
	if !ok {
		return existence.ErrIdentity.With()
	}
	p, err := existence.Open(sealed, string(identity))
	if err == nil {
		err = p.Fits(e)
	}
	if err != nil {
		s.log.ErrorContext(ctx, "a sealed package is not good; its lender should refuse the pledge", "lien", lien, "error", err.Error())
		return nil
	}
	command, err := p.Reveal(lien, e.Spent)
	if err != nil {
		return err
	}
	_, err = s.Keys.Submit(ctx, l.Pledgee, command)
	if f := new(fault.Error); errors.As(err, &f) && (f.Is(registry.ErrChallengePending) || f.Is(registry.ErrChallenge)) {
		return nil
	}
	return err
}
