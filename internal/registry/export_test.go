package registry

import (
	"math/rand/v2"
	"testing"
	"time"

	"shurong.org/shurong/internal/registry/facts"
)

// What the tests of other packages' parts, in package registry_test, need of the tests in this one.

// Recorded is a command of a play with the time it was ordered at.
type Recorded struct {
	Raw    []byte
	Time   time.Time
	Events []Event
}

// Play returns the accepted commands of a play: each kind at least once, then random ones.
func Play(t *testing.T, seed uint64, steps int) []Recorded {
	w := newWorldOf(t, facts.EditionFirst)
	r := rand.New(rand.NewPCG(seed, 1))
	p := &play{world: w, pick: r.IntN}
	everyCommand(w)
	w.certify(farm, w.filing())
	w.certify(hotel, w.filing())
	if left := unplayed(w); len(left) > 0 {
		t.Fatalf("not played: %v", left)
	}
	for range steps {
		if p.pick(5) == 0 {
			p.move()
		}
		org, cmd := p.next()
		_, _ = w.do(org, cmd)
	}
	out := make([]Recorded, len(w.log))
	for i, l := range w.log {
		out[i] = Recorded{Raw: l.Raw, Time: time.UnixMilli(l.Time), Events: l.Events}
	}
	return out
}

// TestLog is the origin of the plays' log.
const TestLog = testLog

// Stage is a registry with a certificate and parties whose further keys sign for them.
type Stage struct{ w *world }

// NewStage returns one, with the commands that made it.
func NewStage(t *testing.T) (*Stage, string) {
	w := newWorld(t)
	return &Stage{w}, w.certify(farm, w.filing())
}

// Officer adds a key to an organisation and returns its name.
func (s *Stage) Officer(org, name string) string {
	s.w.must(org, &KeyAdd{Pub: s.w.pub(name), Purpose: PurposeOrganisation})
	return name
}

// Log returns the commands accepted so far.
func (s *Stage) Log() []Recorded {
	out := make([]Recorded, len(s.w.log))
	for i, l := range s.w.log {
		out[i] = Recorded{Raw: l.Raw, Time: time.UnixMilli(l.Time), Events: l.Events}
	}
	return out
}

// Sign signs a command of an organisation by one of its officers.
func (s *Stage) Sign(org, officer string, cmd Command) []byte { return s.w.sign(org, officer, cmd) }

// The parties' names, and their credit codes.
const (
	Farm, Hotel, BankA, BankB, Registrar = farm, hotel, bankA, bankB, registrar
)

func USCC(name string) string { return uscc(name) }
func Hash(s string) string    { return hash(s) }

// FilingNo is a filing number of the unified register.
const FilingNo = filing
