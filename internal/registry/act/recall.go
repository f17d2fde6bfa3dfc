package act

import (
	"sync"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry/facts"
)

// memo remembers what facts decode to, by their bytes: genesis, keys and organisations are read by nearly every command
// and seldom change. What it returns is shared and must not be changed. It is emptied when it holds most entries.
type memo[T any] struct {
	most  int
	mu    sync.RWMutex
	known map[string]*T
}

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
		return nil, ErrNotFound.With("what", Printable(key)).At(field)
	}
	return v, err
}

// What is remembered: an organisation takes about 1 kB decoded, a key half of that.
var (
	memoGenesis = memo[facts.Genesis]{most: 16}
	memoKey     = memo[facts.Key]{most: 1 << 15}
	memoOrg     = memo[facts.Organisation]{most: 1 << 14}
)

// Organisation reads an organisation, or a natural person; field names where the sender named it. It is shared.
func Organisation(r Reader, uscc, field string) (*facts.Organisation, error) {
	return memoOrg.load(r, facts.PrefixOrg+uscc, field)
}

// FindKey reads a key, nil if it is not known. It is shared.
func FindKey(r Reader, id string) (*facts.Key, error) { return memoKey.find(r, facts.PrefixKey+id) }

// FindGenesis reads how the log began, nil before that. It is shared.
func FindGenesis(r Reader) (*facts.Genesis, error) { return memoGenesis.find(r, facts.KeyGenesis) }
