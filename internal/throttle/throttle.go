// Package throttle bounds how often strangers may do something, by where they come from.
//
// A place is an IPv4 address, or the /64 that an IPv6 customer is given. Counters are kept in memory, at most as many as
// are remembered (about 150 bytes each); the least recently used goes first, so that a flood from many places costs no
// more memory than quiet. A restart forgets them, which a stranger cannot bring about.
package throttle

import (
	"net/netip"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Rate is how many acts a window holds.
type Rate struct {
	Most   int
	Window time.Duration
}

// Throttle counts acts by place against several rates. It may be used by any number of goroutines.
type Throttle struct {
	rates []Rate
	mu    sync.Mutex
	at    *lru.Cache[string, []counter]
}

type counter struct {
	n     int
	until time.Time
}

// New returns a throttle that remembers that many places, at least one.
func New(remembered int, rates ...Rate) *Throttle {
	c, _ := lru.New[string, []counter](max(1, remembered)) // fails for a size below one only
	return &Throttle{rates: rates, at: c}
}

// Take counts an act from an address, or says how long to wait where a rate is used up; then nothing is counted.
func (t *Throttle) Take(now time.Time, address string) (wait time.Duration, ok bool) {
	place := Place(address)
	t.mu.Lock()
	defer t.mu.Unlock()
	have, _ := t.at.Get(place)
	counters := make([]counter, len(t.rates))
	copy(counters, have)
	for i, r := range t.rates {
		if c := counters[i]; now.Before(c.until) && c.n >= r.Most {
			wait = max(wait, c.until.Sub(now))
		}
	}
	if wait > 0 {
		return wait, false
	}
	for i, r := range t.rates {
		if !now.Before(counters[i].until) {
			counters[i] = counter{until: now.Add(r.Window)}
		}
		counters[i].n++
	}
	t.at.Add(place, counters)
	return 0, true
}

// Places is how many places are remembered now.
func (t *Throttle) Places() int { return t.at.Len() }

// Place is what counts as one: an IPv4 address, or the /64 of an IPv6 address. What is no address is its own place.
func Place(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
