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

// pledge is a lien whose lender has no challenges yet, or few.
type pledge struct {
	proof     Proof
	recipient string
	covered   []existence.Partition // by the round that is to be renewed
}

// prove asks the node which challenges wait, answers them in the record, and returns the liens to commit to the data for.
// Without the node there is nothing to answer: the heartbeat goes out without.
func (a *Agent) prove(ctx context.Context, i int, record *registry.HeartbeatRecord) ([]pledge, error) {
	s, st := &a.cfg.Sources[i], &a.status.Sources[i]
	watches, err := a.client.Watches(ctx, s.Certificate)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a.log.Debug("the node was not asked for challenges", "source", s.Name, "error", err.Error())
		return nil, nil
	}
	a.watched(st, watches)
	items, err := a.box.items("outbox")
	if err != nil {
		return nil, err
	}
	var out []pledge
	st.Proofs = nil
	for _, p := range s.Existence {
		view := ProofStatus{Lien: p.Lien, State: "no_lien"}
		for _, w := range watches {
			if w.Lien != p.Lien {
				continue
			}
			due, err := a.proveOne(ctx, s, w, items, record, &view)
			if err != nil {
				return nil, err
			}
			if due != nil && !committing(items, p.Lien) {
				due.proof, due.recipient = p, cmp.Or(p.Recipient, w.Recipient)
				out = append(out, *due)
			}
		}
		st.Proofs = append(st.Proofs, view)
	}
	return out, nil
}

// watched keeps how the strictest schedule stands.
func (a *Agent) watched(st *SourceStatus, watches []agent.Watch) {
	var late *Late
	for _, w := range watches {
		if l := w.Lateness; l != nil && (late == nil || l.Last.String() < late.Last) {
			late = &Late{Due: l.Due.String(), Last: l.Last.String(), Late: l.Late}
		}
	}
	st.Late = late
}

// proveOne answers one lien's challenge, and says whether it is time to commit.
func (a *Agent) proveOne(ctx context.Context, s *Source, w agent.Watch, items []*Item, record *registry.HeartbeatRecord,
	view *ProofStatus) (*pledge, error) {
	r, err := a.rounds(w.Lien)
	if err != nil {
		return nil, err
	}
	e := w.Existence
	if e == nil {
		view.State = "committing"
		return new(pledge), nil
	}
	*view = ProofStatus{Lien: w.Lien, State: "ready", Round: e.Round, Left: e.Left(), Passed: e.Passed, Failed: e.Failed,
		Missed: e.Missed}
	mine := r.of(e.Root)
	if mine == nil {
		view.State = "lost" // another agent's, or the state folder was lost
		a.log.Error("the committed partitions are not known here; the lender must waive its challenges", "lien", w.Lien)
		return nil, nil
	}
	if e.Pending != nil && !answered(items, w.Lien, e.Pending.Index) {
		answer, err := existence.Answer(ctx, s.files(), mine.Partitions, mine.Sampled, e.Pending.Nonce)
		if errors.Is(err, existence.ErrGone) {
			a.log.Error("pledged content is gone; the challenge is answered as failed", "source", s.Name, "error", err.Error())
			answer, err = proof.Hash{}, nil
		}
		if err != nil {
			return nil, err
		}
		view.State = "answered"
		record.Answers = append(record.Answers, registry.Answer{Lien: w.Lien, Index: e.Pending.Index, Answer: answer})
	}
	if e.Low() && (e.Pending != nil || e.Last != registry.ResultFailed) {
		view.State = "renewing"
		return &pledge{covered: mine.Partitions}, nil
	}
	return nil, nil
}

// commit reads what is closed now, makes a round of challenges, seals it to the lender and puts it in the outbox, behind
// the heartbeat whose answer must pass first. What answers need is kept before; the seed is forgotten with this function.
func (a *Agent) commit(ctx context.Context, s *Source, p pledge) error {
	if p.recipient == "" {
		a.log.Warn("the lender's key is not known yet; nothing is committed", "lien", p.proof.Lien)
		return nil
	}
	files := s.files()
	parts, err := files.List(p.covered)
	if err != nil {
		return err
	}
	c, err := existence.Commit(ctx, files, parts, existence.Options{Rand: a.o.Rand, Challenges: p.proof.Challenges})
	if err != nil {
		return err
	}
	sealed, err := existence.Seal(c.Package, p.recipient)
	if err != nil {
		return err
	}
	r, err := a.rounds(p.proof.Lien)
	if err != nil {
		return err
	}
	if p.covered == nil {
		r.Current = nil
	}
	r.Next = &round{Root: c.Package.Root, Sampled: c.Sampled, Partitions: c.Partitions}
	if err := a.keepRounds(p.proof.Lien, r); err != nil {
		return err
	}
	it := &Item{Kind: kindExistence, Source: s.Name, Sealed: sealed,
		Commit: c.Command(p.proof.Lien, p.recipient, sealed, len(p.covered))}
	if err := a.box.add(it); err != nil {
		return err
	}
	a.status.Outbox++
	a.log.Info("challenges made", "source", s.Name, "lien", p.proof.Lien, "bytes", it.Commit.Bytes)
	return nil
}
