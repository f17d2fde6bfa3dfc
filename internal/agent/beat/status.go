package beat

import (
	"os"
	"path/filepath"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/agent"
)

// Status is what the agent is doing, in status.json of the state folder: for shurong agent status, for the interface, and
// for whatever watches the machine. It holds no secret and nothing of the data but counts. Times are Unix milliseconds.
type Status struct {
	V         int            `json:"v"`
	Version   string         `json:"version"`
	PID       int            `json:"pid"`
	Node      string         `json:"node"`
	Key       string         `json:"key"`
	State     string         `json:"state"` // measuring, sending, waiting, stopped
	UpdatedAt int64          `json:"updated_at"`
	ReachedAt int64          `json:"reached_at,omitzero"` // the node last took something
	NextAt    int64          `json:"next_at,omitzero"`    // the agent next does something
	Outbox    int            `json:"outbox"`
	Refused   int            `json:"refused"` // put aside for a person: refused/ in the state folder
	Trouble   *Trouble       `json:"trouble,omitempty"`
	Sources   []SourceStatus `json:"sources"`

	err error
}

// SourceStatus is how a source does.
type SourceStatus struct {
	Name        string         `json:"name"`
	Certificate string         `json:"certificate"`
	NextRun     int64          `json:"next_run,omitzero"`
	Slot        int64          `json:"slot,omitzero"` // last measured
	Last        *Sent          `json:"last,omitempty"`
	Late        *Late          `json:"late,omitempty"`
	Progress    *ProgressState `json:"progress,omitempty"` // of the measurement that runs
	Proofs      []ProofStatus  `json:"proofs,omitempty"`
	Trouble     *Trouble       `json:"trouble,omitempty"`

	err error
}

// ProgressState is how far a measurement is.
type ProgressState struct {
	Rows  int64 `json:"rows"`
	Bytes int64 `json:"bytes"`
	Total int64 `json:"total"` // bytes; 0: unknown
}

// ProofStatus is how the challenges of a lien stand.
type ProofStatus struct {
	Lien   string `json:"lien"`
	State  string `json:"state"` // no_lien, committing, ready, answered, renewing, lost
	Round  int    `json:"round,omitzero"`
	Left   int    `json:"left,omitzero"`
	Passed int    `json:"passed,omitzero"`
	Failed int    `json:"failed,omitzero"`
	Missed int    `json:"missed,omitzero"`
}

// Trouble is why something does not go on.
type Trouble struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
	At   int64  `json:"at"`
}

func trouble(err error, now time.Time) *Trouble {
	if err == nil {
		return nil
	}
	f := fault.From(err)
	return &Trouble{Code: f.Code(), ZH: f.ZH(), EN: f.EN(), At: now.UnixMilli()}
}

func (s *Status) fail(err error, now time.Time) { s.err, s.Trouble = err, trouble(err, now) }

func (s *SourceStatus) fail(err error, now time.Time) {
	s.err, s.Trouble, s.Progress = err, trouble(err, now), nil
}

func (s *Status) source(name string) *SourceStatus {
	for i := range s.Sources {
		if s.Sources[i].Name == name {
			return &s.Sources[i]
		}
	}
	return new(SourceStatus) // of a source that is not configured any more
}

// beginStatus fills the status from the state folder.
func (a *Agent) beginStatus() error {
	a.status = Status{V: 1, Version: agent.Version, PID: os.Getpid(), Node: a.cfg.Node, Key: a.KeyID(), State: "waiting",
		Sources: []SourceStatus{}}
	for _, folder := range []string{"outbox", "refused"} {
		names, err := a.box.names(folder)
		if err != nil {
			return err
		}
		if folder == "outbox" {
			a.status.Outbox = len(names)
		} else {
			a.status.Refused = len(names)
		}
	}
	for _, s := range a.cfg.Sources {
		m, err := a.memory(s.Name)
		if err != nil {
			return err
		}
		a.status.Sources = append(a.status.Sources, SourceStatus{Name: s.Name, Certificate: s.Certificate, Slot: m.Slot,
			Last: m.Last})
	}
	return a.say()
}

// say writes the status.
func (a *Agent) say() error {
	if a.o.Look {
		return nil
	}
	a.status.UpdatedAt = a.o.Now().UnixMilli()
	return a.store.putJSON("status.json", &a.status)
}

// progressEvery is how often a running measurement is reported.
const progressEvery = 2 * time.Second

// progress reports how far a source's measurement is. It may be called from any one goroutine at a time; a status that
// cannot be written is not worth a measurement.
func (a *Agent) progress(i int) func(agent.Progress) {
	var last time.Time
	return func(p agent.Progress) {
		now := a.o.Now()
		if now.Sub(last) < progressEvery {
			return
		}
		last = now
		a.status.Sources[i].Progress = &ProgressState{Rows: p.Rows, Bytes: p.Read, Total: p.Total}
		_ = a.say()
	}
}

// ReadStatus reads the status that an agent left or keeps, without disturbing it.
func ReadStatus(dir string) (*Status, error) {
	b, err := os.ReadFile(filepath.Join(dir, "status.json"))
	if err != nil {
		return nil, ErrNoStatus.With("dir", dir).Because(err)
	}
	s := new(Status)
	if err := canon.Unmarshal(b, s); err != nil {
		return nil, stateFault("status.json", "it is damaged", "已损坏", err)
	}
	return s, nil
}

// Running reports whether an agent holds the state folder now.
func Running(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, "lock")); err != nil {
		return false
	}
	release, err := (&store{dir}).lock()
	if err != nil {
		return true
	}
	return release() != nil
}
