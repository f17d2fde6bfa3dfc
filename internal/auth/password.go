package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

const (
	// minPassword and maxPassword bound a password in characters. The upper bound is there so that hashing cannot be
	// made expensive by length.
	minPassword = 10
	maxPassword = 128
	// minDistinct is how many different characters a password has at least.
	minDistinct = 4
	// maxWaiting is how many sign-ins may queue for the hasher before further ones are turned away.
	maxWaiting = 64

	saltBytes = 16
	hashBytes = 32
)

// HashCost is the cost of argon2id.
type HashCost struct {
	Memory uint32 // KiB
	Passes uint32
	Lanes  uint8
}

// DefaultHashCost is the first of the equivalent settings that OWASP's password storage sheet recommends with 46 MiB:
// about 40 ms on one core of a small server.
var DefaultHashCost = HashCost{Memory: 46 << 10, Passes: 1, Lanes: 1}

// hasher makes and checks password hashes, as many at once as there are cores: each takes Memory.
type hasher struct {
	cost    HashCost
	slots   chan struct{}
	waiting atomic.Int32
	decoy   func() string
}

func newHasher(cost HashCost) *hasher {
	if cost == (HashCost{}) {
		cost = DefaultHashCost
	}
	h := &hasher{cost: cost, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
	h.decoy = sync.OnceValue(func() string { return h.make(rand.Text()) })
	return h
}

// enter waits for a slot. leave must be called if it returns nil.
func (h *hasher) enter(ctx context.Context) error {
	if h.waiting.Add(1) > maxWaiting {
		h.waiting.Add(-1)
		return ErrBusy.With("retry_after", 2)
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hasher) leave() { <-h.slots }

// hash makes the stored form of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return h.make(password), nil
}

// check reports whether password has the stored form, and whether that form was made at another cost than today's. An
// empty stored form matches nothing and takes as long.
func (h *hasher) check(ctx context.Context, stored, password string) (ok, outdated bool, err error) {
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	known := stored != ""
	if !known {
		stored = h.decoy()
	}
	cost, salt, sum, parsed := parseHash(stored)
	if !parsed {
		return false, false, nil
	}
	got := argon2.IDKey(normal(password), salt, cost.Passes, cost.Memory, cost.Lanes, uint32(len(sum)))
	return subtle.ConstantTimeCompare(got, sum) == 1 && known, cost != h.cost, nil
}

func (h *hasher) make(password string) string {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails
	sum := argon2.IDKey(normal(password), salt, h.cost.Passes, h.cost.Memory, h.cost.Lanes, hashBytes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.cost.Memory, h.cost.Passes, h.cost.Lanes, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// parseHash reads the PHC form. It bounds the cost: a database that was tampered with must not exhaust memory.
func parseHash(s string) (cost HashCost, salt, sum []byte, ok bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return HashCost{}, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.Memory, &cost.Passes, &cost.Lanes); err != nil {
		return HashCost{}, nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	bounded := cost.Memory <= 1<<20 && cost.Passes >= 1 && cost.Passes <= 16 && cost.Lanes >= 1 &&
		len(salt) >= 8 && len(salt) <= 64 && len(sum) >= 16 && len(sum) <= 64
	return cost, salt, sum, err1 == nil && err2 == nil && bounded
}

// normal is the form of a password that is hashed: NFKC, so that it does not matter how a keyboard composed it.
func normal(password string) []byte { return norm.NFKC.Bytes([]byte(password)) }

// checkPassword applies the rules for a new password.
func checkPassword(account, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		return ErrPasswordShort.With("min", minPassword).At("password")
	case n > maxPassword:
		return ErrPasswordLong.With("max", maxPassword).At("password")
	case !utf8.ValidString(password), strings.Contains(strings.ToLower(password), account):
		return ErrPasswordWeak.At("password")
	}
	distinct := map[rune]bool{}
	for _, r := range password {
		distinct[r] = true
	}
	if len(distinct) < minDistinct {
		return ErrPasswordWeak.At("password")
	}
	return nil
}
