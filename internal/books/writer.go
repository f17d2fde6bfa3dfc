package books

import (
	"context"
	"sync"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
)

// ErrStopped says that a writer was closed.
var ErrStopped = fault.Define("books.stopped", fault.Unavailable,
	"记账服务正在停止", "posting is stopping").
	Hint("请以同一业务编号重试", "try again under the same ref")

// gatherMost is how many groups one transaction takes: enough that its sync and statements cost little beside its rows.
const gatherMost = 16384

// Writer posts for many callers at once: what waits when a transaction ends is the next transaction. A caller waits for one
// sync of the disk like alone, and shares it.
type Writer struct {
	store *db.DB
	jobs  chan job
	stop  chan struct{}
	done  sync.WaitGroup
	once  sync.Once
}

type job struct {
	entries []Entry
	answer  chan error
}

// NewWriter starts a writer on a store. Close it before the store.
func NewWriter(store *db.DB) *Writer {
	w := &Writer{store: store, jobs: make(chan job, gatherMost), stop: make(chan struct{})}
	w.done.Go(w.run)
	return w
}

// Post posts linked entries, all or none, and returns when they are durable or refused. If ctx ends first the outcome is not
// known: posting again under the same refs is safe.
func (w *Writer) Post(ctx context.Context, linked ...Entry) error {
	j := job{linked, make(chan error, 1)}
	select {
	case <-w.stop:
		return ErrStopped
	default:
	}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		return ErrStopped
	}
	select {
	case err := <-j.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		w.done.Wait() // what was taken up is finished
		select {
		case err := <-j.answer:
			return err
		default:
			return ErrStopped
		}
	}
}

// Close finishes what was taken up and stops.
func (w *Writer) Close() {
	w.once.Do(func() { close(w.stop) })
	w.done.Wait()
}

func (w *Writer) run() {
	for {
		select {
		case <-w.stop:
			return
		case j := <-w.jobs:
			w.commit(w.more(j))
		}
	}
}

// more adds what else waits.
func (w *Writer) more(first job) []job {
	jobs := []job{first}
	for len(jobs) < gatherMost {
		select {
		case j := <-w.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

func (w *Writer) commit(jobs []job) {
	ctx := context.Background() // one caller's end must not undo the others' postings
	groups := make([][]Entry, len(jobs))
	for i, j := range jobs {
		groups[i] = j.entries
	}
	var errs []error
	err := w.store.Tx(ctx, func(tx *db.Tx) (err error) {
		errs, err = Batch(ctx, tx, groups)
		return err
	})
	for i, j := range jobs {
		if err != nil {
			j.answer <- err
			continue
		}
		j.answer <- errs[i]
	}
}
