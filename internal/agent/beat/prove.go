package beat

import (
	"cmp"
	"context"
	"errors"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/existence"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

// prove asks the node which challenges wait, answers them in the record, and commits to the data where a lender has no
// challenges yet, or few. Without the node there is nothing to answer: the heartbeat goes out without.
func (a *Agent) prove(ctx context.Context, i int, record *registry.HeartbeatRecord) error {
	s, st := &a.cfg.Sources[i], &a.status.Sources[i]
	watches, err := a.client.Watches(ctx, s.Certificate)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.log.Debug("the node was not asked for challenges", "source", s.Name, "error", err.Error())
		return nil
	}
	if err := a.watched(s.Name, watches); err != nil {
		return err
	}
	items, err := a.box.items("outbox")
	if err != nil {
		return err
	}
	st.Proofs = st.Proofs[:0]
	for _, p := range s.Existence {
		view := ProofStatus{Lien: p.Lien, State: "no_lien"}
		for _, w := range watches {
			if w.Lien == p.Lien {
				if err := a.proveOne(ctx, s, p, w, items, record, &view); err != nil {
					return err
				}
			}
		}
		st.Proofs = append(st.Proofs, view)
	}
	return nil
}

// watched keeps how the strictest schedule stands.
func (a *Agent) watched(source string, watches []agent.Watch) error {
	var late *Late
	for _, w := range watches {
		if l := w.Lateness; l != nil && (late == nil || l.Last.String() < late.Last) {
			late = &Late{Due: l.Due.String(), Last: l.Last.String(), Late: l.Late}
		}
	}
	a.status.source(source).Late = late
	return nil
}

func (a *Agent) proveOne(ctx context.Context, s *Source, p Proof, w agent.Watch, items []*Item,
	record *registry.HeartbeatRecord, view *ProofStatus) error {
	r, err := a.rounds(p.Lien)
	if err != nil {
		return err
	}
	e := w.Existence
	if e == nil {
		view.State = "committing"
		if committing(items, p.Lien) {
			return nil
		}
		r.Current = nil
		return a.commit(ctx, s, p, w, r, nil)
	}
	*view = ProofStatus{Lien: p.Lien, State: "ready", Round: e.Round, Left: e.Left(), Passed: e.Passed, Failed: e.Failed,
		Missed: e.Missed}
	mine := r.of(e.Root)
	switch {
	case mine == nil:
		view.State = "lost" // another agent's, or the state folder was lost
		a.log.Error("the committed partitions are not known here; the lender must waive its challenges", "lien", p.Lien)
		return nil
	case e.Pending != nil:
		view.State = "answered"
		if answered(items, p.Lien, e.Pending.Index) {
			return nil
		}
		answer, err := existence.Answer(ctx, existence.Files{Path: s.Source}, mine.Partitions, mine.Sampled, e.Pending.Nonce)
		if errors.Is(err, existence.ErrGone) {
			a.log.Error("pledged content is gone; the challenge is answered as failed", "source", s.Name, "error", err.Error())
			answer, err = proof.Hash{}, nil
		}
		if err != nil {
			return err
		}
		record.Answers = append(record.Answers, registry.Answer{Lien: p.Lien, Index: e.Pending.Index, Answer: answer})
	case e.Low() && e.Last != registry.ResultFailed && !committing(items, p.Lien):
		view.State = "renewing"
		return a.commit(ctx, s, p, w, r, mine)
	}
	return nil
}

// commit reads what is closed now, makes a round of challenges, seals it to the lender and puts it in the outbox. What
// answers need is kept first; the seed is forgotten with this function.
func (a *Agent) commit(ctx context.Context, s *Source, p Proof, w agent.Watch, r *rounds, before *round) error {
	recipient := cmp.Or(p.Recipient, w.Recipient)
	if recipient == "" {
		a.log.Warn("the lender's key is not known yet; nothing is committed", "lien", p.Lien)
		return nil
	}
	files := existence.Files{Path: s.Source}
	var covered []existence.Partition
	if before != nil {
		covered = before.Partitions
	}
	parts, err := files.List(covered)
	if err != nil {
		return err
	}
	c, err := existence.Commit(ctx, files, parts, existence.Options{Rand: a.o.Rand, Challenges: p.Challenges})
	if err != nil {
		return err
	}
	sealed, err := existence.Seal(c.Package, recipient)
	if err != nil {
		return err
	}
	r.Next = &round{Root: c.Package.Root, Sampled: c.Sampled, Partitions: c.Partitions}
	if err := a.keepRounds(p.Lien, r); err != nil {
		return err
	}
	it := &Item{Kind: kindExistence, Source: s.Name, Commit: c.Command(p.Lien, recipient, sealed, len(covered)),
		Sealed: sealed}
	if err := a.box.add(it); err != nil {
		return err
	}
	a.status.Outbox++
	a.log.Info("challenges made", "source", s.Name, "lien", p.Lien, "bytes", it.Commit.Bytes)
	return nil
}
