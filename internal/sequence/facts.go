package sequence

import (
	"context"
	"database/sql"
	"errors"

	lru "github.com/hashicorp/golang-lru/v2"

	"shurong.org/shurong/internal/db"
)

// facts reads durable facts through a cache. Get is safe for concurrent use; only the ordering goroutine fills and
// changes the cache, and only it knows which facts are about to change, so a slow reader cannot put an old value back.
type facts struct {
	store *db.DB
	cache *lru.Cache[string, []byte] // a nil value is remembered absence
}

func newFacts(store *db.DB, n int) *facts {
	cache, err := lru.New[string, []byte](max(n, 1))
	if err != nil {
		panic("sequence: " + err.Error()) // only for a size below one
	}
	return &facts{store: store, cache: cache}
}

// Get implements registry.Reader.
func (f *facts) Get(key string) ([]byte, error) {
	if v, ok := f.cache.Get(key); ok {
		return v, nil
	}
	return f.read(key)
}

// fill is Get that remembers, for the ordering goroutine.
func (f *facts) fill(key string) ([]byte, error) {
	if v, ok := f.cache.Get(key); ok {
		return v, nil
	}
	v, err := f.read(key)
	if err == nil {
		f.cache.Add(key, v)
	}
	return v, err
}

func (f *facts) read(key string) (v []byte, err error) {
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

// apply takes over the changes of a committed batch.
func (f *facts) apply(writes map[string][]byte) {
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
