package registry

import (
	"sync"

	"shurong.org/shurong/canon"
)

// memo remembers what facts decode to, by their bytes: genesis, keys and organisations are read by nearly every command
// and seldom change. What it returns is shared and must not be changed. It is emptied when it holds most entries.
type memo[T any] struct {
	most  int
	mu    sync.RWMutex
	known map[string]*T
}

// What is remembered: an organisation takes about 1 kB decoded, a key half of that.
var (
	memoGenesis = memo[Genesis]{most: 16}
	memoKey     = memo[Key]{most: 1 << 15}
	memoOrg     = memo[Organisation]{most: 1 << 14}
)

// find reads the fact under a key, nil if there is none.
func (m *memo[T]) find(r Reader, key string) (*T, error) {
	b, err := r.Get(key)
	if err != nil || b == nil {
		return nil, err
	}
	m.mu.RLock()
	v, ok := m.known[string(b)]
	m.mu.RUnlock()
	if ok {
		return v, nil
	}
	v = new(T)
	if err := canon.Unmarshal(b, v); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= m.most {
		m.known = make(map[string]*T)
	}
	m.known[string(b)] = v
	return v, nil
}

// load is find of a fact that must exist.
func (m *memo[T]) load(r Reader, key, field string) (*T, error) {
	v, err := m.find(r, key)
	if err == nil && v == nil {
		return nil, ErrNotFound.With("what", printable(key)).At(field)
	}
	return v, err
}
