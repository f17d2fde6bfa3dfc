package act

import (
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// Reader gives the current facts. A value is the canonical JSON of the type that the key's prefix names; a nil value
// means that the fact does not exist, which the state map can prove.
type Reader interface {
	Get(key string) ([]byte, error)
}

// State is what a command reads and changes while it is applied. The caller hands an overlay and throws it away if
// Apply returns an error, so a refused command leaves nothing behind.
type State interface {
	Reader
	Put(key string, value []byte)
	Delete(key string)
}

// Command is the body of an envelope. Kind is "<noun>.<verb>". Apply checks the rules against the state, changes it and
// emits events; it reads no clock, draws no random number and iterates no map.
type Command interface {
	Kind() string
	Apply(c *Context) error
}

// Event is one fact that became true. Body is the canonical JSON of the event type that Kind names.
type Event struct {
	Body jsontext.Value `json:"body"`
	Kind string         `json:"kind"`
}

// Context is what a command sees while it is applied. Before, its signature, key, log and nonce were found good.
type Context struct {
	State
	Org    string   // who sends it, by a key that was checked
	Key    string   // that key
	Kind   string   // of the command
	Log    string   // the log it is meant for
	Sum    [32]byte // the envelope's digest
	Index  uint64   // log position the command will have if accepted
	Time   int64    // Unix milliseconds
	events []Event
}

// Events are what was emitted so far.
func (c *Context) Events() []Event { return c.events }

// Emit records an event. body is a fact, or part of one.
func (c *Context) Emit(kind string, body any) {
	c.events = append(c.events, Event{Kind: kind, Body: canon.Must(body)})
}

// Tell stores a fact and records the event that it became so.
func (c *Context) Tell(key, kind string, fact any) {
	b := canon.Must(fact)
	c.Put(key, b)
	c.events = append(c.events, Event{Kind: kind, Body: b})
}

// Today is the civil date in China of the batch's time.
func (c *Context) Today() daycount.Date { return facts.Day(c.Time) }

// Rules returns the profile and the calendar in force.
func (c *Context) Rules() (profile.Profile, *daycount.Calendar, error) { return Rules(c) }

// Genesis returns how the log began, nil before that.
func (c *Context) Genesis() (*facts.Genesis, error) { return FindGenesis(c) }

// Edition returns the edition of the rules that the log goes by.
func (c *Context) Edition() (int, error) {
	g, err := c.Genesis()
	if err != nil || g == nil {
		return facts.EditionFirst, err
	}
	return g.Edition, nil
}
