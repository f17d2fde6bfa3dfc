package sequence

import (
	"context"
)

// work is an open batch with the commands it will answer.
type work struct {
	*batch
	accepted []*pending
	receipts []*Receipt
	refused  []*pending // answered with the batch: a refusal may rest on a command that is not durable yet
	reasons  []error
}

// order is the one goroutine that decides. While one batch is being committed, the next is applied on top of it.
func (s *Solo) order() {
	defer close(s.finished)
	o := &orderer{Solo: s, jobs: make(chan *work), settled: make(chan error)}
	go o.commitLoop()
	defer close(o.jobs)
	defer s.facts.refresh()
	o.next, o.last = s.core.at.size, s.core.at.time
	queue := s.queue
	for queue != nil || o.open != nil || o.inflight != nil {
		o.drain()
		if o.open != nil && o.inflight == nil {
			o.inflight, o.open = o.open, nil
			o.jobs <- o.inflight
		}
		in := queue
		if o.held != nil || o.isFull() {
			in = nil // wait for the commit to end
		}
		var settled chan error
		if o.inflight != nil {
			settled = o.settled
		}
		if in == nil && settled == nil {
			continue
		}
		select {
		case p, ok := <-in:
			if !ok {
				queue = nil
				continue
			}
			o.take(p)
		case err := <-settled:
			o.settle(err)
		}
	}
}

// orderer is the ordering goroutine's own data.
type orderer struct {
	*Solo
	open, inflight *work
	held           *pending // came when the open batch's time had grown stale
	next           uint64   // index of the next command
	last           int64    // newest time given out
	lost           bool     // a commit failed, and where the store stands is not known yet
	jobs           chan *work
	settled        chan error
}

func (o *orderer) isFull() bool {
	return o.open != nil && (len(o.open.accepted)+len(o.open.refused) >= o.opts.Batch || o.open.bytes >= batchBytes)
}

// drain takes what is queued without waiting, so that a batch starts as large as it can.
func (o *orderer) drain() {
	if p := o.held; p != nil && o.open == nil {
		o.held = nil
		o.take(p)
	}
	for o.held == nil && !o.isFull() {
		select {
		case p, ok := <-o.queue:
			if !ok {
				return // seen again by the caller
			}
			o.take(p)
		default:
			return
		}
	}
}

// take applies one command to the open batch.
func (o *orderer) take(p *pending) {
	now := max(o.opts.Clock.Now().UnixMilli(), o.last)
	if o.lost && !o.find() {
		o.answer(p, nil, ErrStore.With())
		return
	}
	if o.open != nil && now-o.open.time > batchStaleness {
		o.held = p
		return
	}
	if o.open == nil {
		o.open = &work{batch: newBatch(o.next, now)}
		o.last = now
	}
	base := &layered{open: o.open.writes, durable: o.facts.fill}
	if o.inflight != nil {
		base.inflight = o.inflight.writes
	}
	receipt, err := o.open.apply(base, p.cmd)
	if err != nil {
		o.open.refused, o.open.reasons = append(o.open.refused, p), append(o.open.reasons, err)
		return
	}
	o.next++
	o.open.accepted, o.open.receipts = append(o.open.accepted, p), append(o.open.receipts, receipt)
}

// settle learns how the commit of the batch in flight ended. If it failed, what was applied on top of it has no ground.
func (o *orderer) settle(err error) {
	done := o.inflight
	o.inflight = nil
	if err == nil {
		o.facts.apply(done.writes)
		return
	}
	o.facts.forget()
	o.lost = true
	if o.open != nil {
		for _, p := range append(o.open.accepted, o.open.refused...) {
			o.answer(p, nil, ErrStore.Because(err))
		}
		o.open = nil
	}
}

// find learns where the store stands after a failure. The committing goroutine is idle then.
func (o *orderer) find() bool {
	if o.core.edge == nil {
		if err := o.core.load(context.Background()); err != nil {
			o.opts.Log.Error("the registry's store is still unavailable", "error", err)
			return false
		}
	}
	o.next, o.last, o.lost = o.core.at.size, o.core.at.time, false
	if o.next > o.Size() {
		o.publish(o.next)
	}
	return true
}

// commitLoop makes batches durable, one after another, and answers their commands. A failure is settled before it is
// answered: a command submitted again at once is then not taken on top of what has failed.
func (o *orderer) commitLoop() {
	for w := range o.jobs {
		err := o.commit(w)
		if err != nil {
			o.settled <- err
		}
		for i, p := range w.accepted {
			if err != nil {
				o.answer(p, nil, ErrStore.Because(err))
			} else {
				o.answer(p, w.receipts[i], nil)
			}
		}
		if len(w.refused) > 0 {
			go o.refuseAll(w, err) // looks each up; the next batch need not wait for that
		}
		if err == nil {
			o.settled <- nil
		}
	}
}

func (o *orderer) refuseAll(w *work, err error) {
	for i, p := range w.refused {
		if err != nil {
			o.answer(p, nil, ErrStore.Because(err))
		} else {
			o.refuse(p, w.reasons[i])
		}
	}
}

// commit writes a batch. After an error it looks whether the batch reached the disk nevertheless.
func (o *orderer) commit(w *work) error {
	if len(w.rows) == 0 {
		return nil
	}
	ctx := context.Background()
	err := o.core.commit(ctx, []*batch{w.batch})
	if err != nil {
		o.opts.Log.Error("a batch was not committed", "first", w.first, "entries", len(w.rows), "error", err)
		tried, rootErr := o.core.edge.Root()
		if loadErr := o.core.load(ctx); loadErr != nil || rootErr != nil || o.core.at.size != w.end() || o.core.at.log != tried {
			return err
		}
		o.opts.Log.Info("the batch is on disk after all", "size", w.end())
	}
	o.publish(w.end())
	return nil
}
