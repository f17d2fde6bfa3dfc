package registry

import (
	"crypto/ed25519"
	"crypto/sha256"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
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

// Command is the body of an envelope. Kind is "<noun>.<verb>". apply checks the rules against the state, changes it and
// emits events; it reads no clock, draws no random number and iterates no map.
type Command interface {
	Kind() string
	apply(c *Context) error
}

// Event is one fact that became true. Body is the canonical JSON of the event type that Kind names.
type Event struct {
	Body jsontext.Value `json:"body"`
	Kind string         `json:"kind"`
}

// Entry is one leaf of the log: an accepted command, when and where it was ordered, and what it brought about. The leaf's
// bytes are its canonical JSON, so whoever holds them can check signature, rules and inclusion without us.
type Entry struct {
	Command *Envelope `json:"command"`
	Events  []Event   `json:"events"`
	Index   uint64    `json:"index"`
	Time    int64     `json:"time"` // Unix milliseconds, UTC; never decreases along the log
	V       int       `json:"v"`
}

// Context is what a command sees while it is applied.
type Context struct {
	State
	Env    *Envelope
	Sum    [32]byte // the envelope's digest
	Index  uint64   // log position the command will have if accepted
	Time   int64    // Unix milliseconds
	events []Event
}

// Emit records an event. body is an event type of this package.
func (c *Context) Emit(kind string, body any) {
	c.events = append(c.events, Event{Kind: kind, Body: canon.Must(body)})
}

// tell stores a fact and records the event that it became so.
func (c *Context) tell(key, kind string, fact any) {
	b := canon.Must(fact)
	c.Put(key, b)
	c.events = append(c.events, Event{Kind: kind, Body: b})
}

// Checked is an envelope whose signature was found good for Pub before it was ordered. It lets signature checks, the
// costly part, run on all cores while ordering runs on one.
type Checked struct {
	*Envelope
	Pub    ed25519.PublicKey
	Sum    [32]byte // the envelope's digest
	Raw    []byte   // its canonical bytes
	Parsed Command  // the decoded body
}

// Precheck does all that can be checked of a command without the order: form, size, decoding of the body, and, if the
// signing key is already known to r, the signature. Errors are final.
func Precheck(r Reader, raw []byte) (*Checked, error) {
	e, signed, err := parse(raw)
	if err != nil {
		return nil, err
	}
	body, err := decodeBody(e)
	if err != nil {
		return nil, err
	}
	c := &Checked{Envelope: e, Sum: sha256.Sum256(raw), Raw: raw, Parsed: body}
	pub, err := signer(r, e, body)
	if err != nil {
		return nil, err
	}
	if pub != nil {
		if !verifies(pub, signed, e.Sig) {
			return nil, ErrSignature.With("key", e.Key).At("sig")
		}
		c.Pub = pub
	}
	return c, nil
}

// Apply carries out one command at a log position and time, and returns the events it brought about, or a fault and no
// change. Given the same state, command, position and time it returns the same, everywhere and always.
func Apply(st State, cmd *Checked, index uint64, time int64) ([]Event, error) {
	c := &Context{State: st, Env: cmd.Envelope, Sum: cmd.Sum, Index: index, Time: time}
	if err := authorise(c, cmd); err != nil {
		return nil, err
	}
	if err := cmd.Parsed.apply(c); err != nil {
		return nil, err
	}
	return c.events, nil
}
