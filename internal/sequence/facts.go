package sequence

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	lru "github.com/hashicorp/golang-lru/v2"

	"shurong.org/shurong/internal/db"
)

// facts reads durable facts through a cache. Get is safe for concurrent use; only the ordering goroutine fills and
// changes the cache, and only it knows which facts are about to change, so a slow reader cannot put an old value back.
type facts struct {
	store *db.DB
	cache *lru.Cache[string, []byte] // a nil value is remembered absence
	misses
}

func newFacts(store *db.DB, n int) *facts {
	cache, err := lru.New[string, []byte](max(n, 1))
	if err != nil {
		panic("sequence: " + err.Error()) // only for a size below one
	}
	return &facts{store: store, cache: cache}
}

// Get implements registry.Reader.
func (f *facts) Get(key string) (v []byte, err error) {
	if v, ok := f.cache.Get(key); ok {
		return v, nil
	}
	ctx := context.Background() // what is read serves more than one caller
	err = f.store.View(ctx, func(tx *db.Tx) error {
		v, err = getFact(ctx, tx, key)
		return err
	})
	if err != nil {
		return nil, ErrStore.Because(err)
	}
	return v, nil
}

// fill is Get that remembers, for the ordering goroutine.
func (f *facts) fill(key string) ([]byte, error) {
	if v, ok := f.cache.Get(key); ok {
		return v, nil
	}
	v, err := f.read(f.store, key)
	if err != nil {
		return nil, ErrStore.Because(err)
	}
	f.cache.Add(key, v)
	return v, nil
}

// misses reads what the cache lacks in one view that stays open from the first miss until the next commit is settled: a
// view and a parsed statement for each would cost more than the reading. It is not safe for concurrent use.
type misses struct {
	key  string // what is asked for
	next func() (miss, bool)
	stop func()
}

type miss struct {
	value []byte
	err   error
}

func (m *misses) read(store *db.DB, key string) ([]byte, error) {
	if m.next == nil {
		m.next, m.stop = iter.Pull(m.session(store))
	}
	m.key = key
	got, _ := m.next()
	if got.err != nil {
		m.refresh()
	}
	return got.value, got.err
}

// refresh ends the view, so that the next miss sees what has been committed since.
func (m *misses) refresh() {
	if m.next != nil {
		m.stop()
		m.next, m.stop = nil, nil
	}
}

// session answers one key after another inside one view, as a coroutine of the ordering goroutine.
func (m *misses) session(store *db.DB) iter.Seq[miss] {
	return func(yield func(miss) bool) {
		ctx, ended := context.Background(), false
		err := store.View(ctx, func(tx *db.Tx) error {
			stmt, err := tx.Prepare(ctx, "SELECT value FROM state WHERE key = ?")
			if err != nil {
				return err
			}
			defer func() { _ = stmt.Close() }()
			for {
				var v []byte
				if err := stmt.QueryRowContext(ctx, []byte(m.key)).Scan(&v); err != nil && !errors.Is(err, sql.ErrNoRows) {
					return err
				}
				if !yield(miss{value: v}) {
					ended = true
					return nil
				}
			}
		})
		if err != nil && !ended {
			yield(miss{err: err})
		}
	}
}

// apply takes over the changes of a committed batch.
func (f *facts) apply(writes map[string][]byte) {
	f.refresh()
	for k, v := range writes {
		f.cache.Add(k, v)
	}
}

func getFact(ctx context.Context, tx *db.Tx, key string) (v []byte, err error) {
	err = tx.QueryRow(ctx, "SELECT value FROM state WHERE key = ?", []byte(key)).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return v, err
}

// forget drops all that is remembered, for when a commit failed and the store is the only truth.
func (f *facts) forget() {
	f.refresh()
	f.cache.Purge()
}

// layered reads through the changes of batches that are not durable yet, newest first, down to the durable facts.
type layered struct {
	open, inflight map[string][]byte
	durable        func(key string) ([]byte, error)
}

// Get implements registry.Reader.
func (l *layered) Get(key string) ([]byte, error) {
	if v, ok := l.open[key]; ok {
		return v, nil
	}
	if v, ok := l.inflight[key]; ok {
		return v, nil
	}
	return l.durable(key)
}

// overlay is the state that one command sees and changes. It implements registry.State.
type overlay struct {
	base   *layered
	writes map[string][]byte
	err    error // a read failed: whatever the command concluded rests on nothing
}

func (o *overlay) Get(key string) ([]byte, error) {
	if v, ok := o.writes[key]; ok {
		return v, nil
	}
	v, err := o.base.Get(key)
	if err != nil {
		o.err = err
	}
	return v, err
}

func (o *overlay) Put(key string, value []byte) { o.writes[key] = value }

func (o *overlay) Delete(key string) { o.writes[key] = nil }
