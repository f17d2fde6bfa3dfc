package beat

import (
	"shurong.org/shurong/internal/agent/existence"
	"shurong.org/shurong/proof"
)

// Sent is a heartbeat that the node recorded.
type Sent struct {
	Seq        uint64 `json:"seq"`
	Index      uint64 `json:"index"`       // log position
	RecordedAt int64  `json:"recorded_at"` // Unix milliseconds, the node's time
	MeasuredAt int64  `json:"measured_at"`
	Rows       int64  `json:"rows"`
	QualityPPM int64  `json:"quality_ppm"`
}

// memory is what an agent remembers of a source.
type memory struct {
	V     int   `json:"v"`
	Slot  int64 `json:"slot"` // the last that was measured, Unix milliseconds
	Rows  int64 `json:"rows"` // then
	Known bool  `json:"known"`
	Last  *Sent `json:"last,omitempty"`
	Late  *Late `json:"late,omitempty"`
	// Domain is of the sealed sketch whose postings the log has of this source.
	Domain string `json:"domain,omitempty"`
	// Baseline is the digest of the first sealed sketch, which retention is counted from.
	Baseline string `json:"baseline,omitempty"`
	Count    uint64 `json:"count"` // heartbeats recorded through this agent
}

// Late is how the strictest lender's schedule stood when the node was last asked.
type Late struct {
	Due  string `json:"due"`  // the next heartbeat is to be measured on this day
	Last string `json:"last"` // its last day of grace
	Late bool   `json:"late"`
}

func (a *Agent) memory(source string) (*memory, error) {
	m := &memory{V: 1}
	_, err := a.store.getJSON("sources/"+source+".json", m)
	return m, err
}

func (a *Agent) remember(source string, m *memory) error {
	return a.store.putJSON("sources/"+source+".json", m)
}

// round is a round of challenges: what answers need, and no more. The seed is not in it.
type round struct {
	Root       proof.Hash            `json:"root"`
	Sampled    int                   `json:"sampled"`
	Partitions []existence.Partition `json:"partitions"`
}

// rounds are those of a lien: the one in force, and the one that is being committed to.
type rounds struct {
	V       int    `json:"v"`
	Current *round `json:"current,omitempty"`
	Next    *round `json:"next,omitempty"`
}

func (r *rounds) of(root proof.Hash) *round {
	for _, one := range []*round{r.Current, r.Next} {
		if one != nil && one.Root == root {
			return one
		}
	}
	return nil
}

func (a *Agent) rounds(lien string) (*rounds, error) {
	r := &rounds{V: 1}
	_, err := a.store.getJSON("sources/"+lien+".proof", r)
	return r, err
}

func (a *Agent) keepRounds(lien string, r *rounds) error {
	return a.store.putJSON("sources/"+lien+".proof", r)
}
