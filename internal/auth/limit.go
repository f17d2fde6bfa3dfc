package auth

import (
	"net/netip"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Sign-in attempts allowed in a window, counted three ways. The pair is the tight one. The account alone is loose, so
// that a stranger cannot lock a person out from elsewhere at will, yet a spread attack is slowed; the address alone
// bounds guessing across accounts and leaves room for an office behind one address.
const (
	limitWindow     = 15 * time.Minute
	limitPair       = 5
	limitAccount    = 50
	limitAddress    = 40
	limitLinks      = 20     // uses of single-use links from one address
	limitRemembered = 20_000 // counters kept; the least recently used goes first
)

// limiter counts attempts in memory. A restart forgets them, which an attacker cannot bring about.
type limiter struct {
	mu       sync.Mutex
	counters *lru.Cache[string, counter]
}

type counter struct {
	n     int
	until time.Time
}

func newLimiter() *limiter {
	c, err := lru.New[string, counter](limitRemembered)
	if err != nil {
		panic("auth: " + err.Error()) // only for a size below one
	}
	return &limiter{counters: c}
}

type limit struct {
	key string
	max int
}

func limits(account, address string) []limit {
	network := networkOf(address)
	return []limit{
		{"pair " + account + " " + network, limitPair},
		{"account " + account, limitAccount},
		{"address " + network, limitAddress},
	}
}

// linkLimits bounds guessing at links, which is hopeless anyway, without letting a stranger close them to others.
func linkLimits(address string) []limit {
	return []limit{{"link " + networkOf(address), limitLinks}}
}

// networkOf is what counts as one place: an IPv4 address, or the /64 that an IPv6 customer is given.
func networkOf(address string) string {
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

// take counts an attempt before it is made, so that parallel ones cannot slip through. It returns a fault, and counts
// nothing, if a limit is reached.
func (l *limiter) take(now time.Time, ls []limit) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, x := range ls {
		if c, ok := l.counters.Get(x.key); ok && now.Before(c.until) && c.n >= x.max {
			wait := int(c.until.Sub(now)/time.Second) + 1
			return ErrTooMany.With("retry_after", wait)
		}
	}
	for _, x := range ls {
		c, ok := l.counters.Get(x.key)
		if !ok || !now.Before(c.until) {
			c = counter{until: now.Add(limitWindow)}
		}
		c.n++
		l.counters.Add(x.key, c)
	}
	return nil
}

// giveBack takes an attempt off the counters again, when it turned out to be the owner's.
func (l *limiter) giveBack(ls []limit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, x := range ls {
		if c, ok := l.counters.Get(x.key); ok && c.n > 0 {
			c.n--
			l.counters.Add(x.key, c)
		}
	}
}
