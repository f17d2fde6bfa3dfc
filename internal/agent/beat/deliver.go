package beat

import (
	"context"
	"errors"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/registry"
)

// hopeless are the reasons for which a node will never take an item, however often it is sent.
var hopeless = []*fault.Def{registry.ErrHeartbeatTime, registry.ErrMeasurement, registry.ErrLive, registry.ErrField,
	registry.ErrDigest, registry.ErrLength, registry.ErrExistence, canon.ErrMalformed}

// maxSigns bounds how often one delivery signs anew.
const maxSigns = 3

// deliver sends the outbox in order. What a node refuses for a reason that may pass holds up its own certificate only.
func (a *Agent) deliver(ctx context.Context) error {
	items, err := a.box.items("outbox")
	if err != nil {
		return err
	}
	a.status.Outbox, a.status.err = len(items), nil
	held := map[string]bool{}
	var trouble error
	for n, it := range items {
		if n == 0 {
			a.status.State = "sending"
			if err := a.say(); err != nil {
				return err
			}
		}
		if held[it.Source] {
			continue
		}
		err := a.deliverOne(ctx, it)
		switch {
		case err == nil:
			a.status.Outbox--
			continue
		case ctx.Err() != nil || storeFailed(err):
			return err
		case it.Commit != nil && agent.Refused(err, registry.ErrRenewal):
			a.log.Info("the challenges are renewed another time", "source", it.Source, "error", err.Error())
			if err := a.drop(it); err != nil {
				return err
			}
			a.status.Outbox--
		case agent.Refused(err, hopeless...):
			f := fault.From(err)
			a.log.Error("the node refused what cannot be mended", "source", it.Source, "error", f.EN())
			if err := a.giveUp(it, f); err != nil {
				return err
			}
			a.status.Outbox--
			a.status.Refused++
			trouble = err
		case agent.Refused(err) && !errors.Is(err, agent.ErrUnreachable):
			held[it.Source], trouble = true, err
			a.log.Warn("the node refused", "source", it.Source, "error", err.Error())
		case unsealable(err):
			held[it.Source], trouble = true, err
			a.log.Warn("a sketch could not be sealed; the heartbeat waits", "source", it.Source, "error", err.Error())
		default: // no network, no node, or a key that is not registered: the same for all
			trouble = err
			for _, rest := range items[n:] {
				held[rest.Source] = true
			}
		}
	}
	a.status.fail(trouble, a.o.Now())
	if trouble == nil {
		a.failures = 0
		if len(items) > 0 {
			a.status.ReachedAt = a.o.Now().UnixMilli()
		}
		return a.say()
	}
	a.failures++
	wait := agent.FullJitter(agent.Backoff(a.failures, retryFirst, retryMost))
	a.retryAt = a.o.Now().Add(wait)
	a.log.Warn("the outbox waits", "items", a.status.Outbox, "error", trouble.Error(), "again_in", wait.String())
	return a.say()
}

// deliverOne sends one item until it is known to be recorded.
func (a *Agent) deliverOne(ctx context.Context, it *Item) error {
	for signs := 0; ; {
		if it.Signed == nil {
			if signs++; signs > maxSigns {
				return agent.ErrUnreachable.With("url", a.cfg.Node, "tries", maxSigns)
			}
			if err := a.sign(ctx, it); err != nil {
				return err
			}
		}
		receipt, err := a.client.Submit(ctx, it.Signed)
		switch {
		case err == nil:
			return a.recorded(ctx, it, receipt)
		case agent.Refused(err, registry.ErrNonce, registry.ErrHeartbeatChain):
			it.Signed = nil // another came first: ours was not taken, and cannot be any more
		case it.Record != nil && len(it.Record.Answers) > 0 && agent.Refused(err, registry.ErrAnswer, registry.ErrNotFound):
			a.log.Warn("answers to challenges that do not wait any more are left out", "source", it.Source)
			it.Record.Answers, it.Signed = nil, nil
		default:
			return err
		}
	}
}

// sign makes the envelope of an item and saves it before it is sent.
func (a *Agent) sign(ctx context.Context, it *Item) error {
	key, err := a.client.Key(ctx, a.KeyID())
	if err != nil {
		return err
	}
	var body registry.Command = it.Commit
	if it.Hashes != nil {
		if err := a.seal(ctx, it); err != nil {
			return err
		}
	}
	if it.Record != nil {
		last, err := a.client.Last(ctx, it.Record.Certificate)
		if err != nil {
			return err
		}
		body = follow(it.Record, last)
	}
	if it.Signed, err = registry.Sign(a.key, key.Log, key.Org, key.Nonce+1, body); err != nil {
		return err
	}
	return a.box.save(it)
}

// follow is the record as the one after last.
func follow(r *registry.HeartbeatRecord, last *registry.Heartbeat) *registry.HeartbeatRecord {
	next := *r
	next.Seq, next.Prev = 1, ""
	if last != nil {
		next.Seq, next.Prev = last.Seq+1, last.Digest
	}
	return &next
}

// recorded remembers what the node has, then takes the item out. Repeated after a crash it does the same.
func (a *Agent) recorded(ctx context.Context, it *Item, receipt *agent.Receipt) error {
	if it.Commit != nil {
		if err := a.client.Deposit(ctx, it.Commit.Lien, it.Sealed); err != nil && !agent.Refused(err) {
			return err
		}
		r, err := a.rounds(it.Commit.Lien)
		if err != nil {
			return err
		}
		if r.Next != nil && r.Next.Root == it.Commit.Root {
			r.Current, r.Next = r.Next, nil
			if err := a.keepRounds(it.Commit.Lien, r); err != nil {
				return err
			}
		}
		a.log.Info("challenges committed", "source", it.Source, "lien", it.Commit.Lien, "index", receipt.Index)
		return a.box.done(it)
	}
	e, err := registry.Parse(it.Signed)
	if err != nil {
		return err
	}
	var sent registry.HeartbeatRecord
	if err := canon.Unmarshal(e.Body, &sent); err != nil {
		return err
	}
	m, err := a.memory(it.Source)
	if err != nil {
		return err
	}
	if m.Last == nil || m.Last.Seq != sent.Seq {
		m.Count++
	}
	m.Last = &Sent{Seq: sent.Seq, Index: receipt.Index, RecordedAt: receipt.Time.UnixMilli(),
		MeasuredAt: sent.Measurement.MeasuredAt, Rows: sent.Measurement.Rows, QualityPPM: sent.Measurement.QualityPPM}
	m.Slot = max(m.Slot, it.Slot)
	if len(sent.Measurement.Postings) > 0 {
		m.Domain = it.Domain
	}
	if err := a.remember(it.Source, m); err != nil {
		return err
	}
	a.status.source(it.Source).Last = m.Last
	a.log.Info("heartbeat recorded", "source", it.Source, "seq", sent.Seq, "index", receipt.Index)
	return a.box.done(it)
}

// drop takes a commitment out that does not come about: the round in force stays.
func (a *Agent) drop(it *Item) error {
	if err := a.forgetNext(it); err != nil {
		return err
	}
	return a.box.done(it)
}

func (a *Agent) forgetNext(it *Item) error {
	if it.Commit == nil {
		return nil
	}
	r, err := a.rounds(it.Commit.Lien)
	if err != nil {
		return err
	}
	r.Next = nil
	return a.keepRounds(it.Commit.Lien, r)
}

// giveUp puts an item aside for a person.
func (a *Agent) giveUp(it *Item, f *fault.Error) error {
	if err := a.forgetNext(it); err != nil {
		return err
	}
	return a.box.refuse(it, f.Args()["code"], f.EN())
}
