package registry

import "shurong.org/shurong/proof"

// ExistenceCommit commits to the content that is pledged and to the challenges about it, or renews them when they run
// low. By the pledgor's key or its agent's.
type ExistenceCommit struct {
	Lien        string       `json:"lien"`
	Partitions  int          `json:"partitions"`
	Bytes       int64        `json:"bytes"`
	Blocks      int64        `json:"blocks"`
	Content     proof.Hash   `json:"content"`
	Challenges  int          `json:"challenges"`
	Sampled     int          `json:"sampled"`
	Root        proof.Hash   `json:"root"`
	Package     string       `json:"package"`
	Recipient   string       `json:"recipient"`             // age key of the lender that the package is sealed to
	Consistency []proof.Hash `json:"consistency,omitempty"` // renewal: the partitions begin with those of the round before
}

// ExistenceChallenge reveals the next challenge. By the lien's pledgee.
type ExistenceChallenge struct {
	Lien       string       `json:"lien"`
	Index      int          `json:"index"`
	Nonce      proof.Hash   `json:"nonce"`
	Salt       proof.Hash   `json:"salt"`
	Commitment proof.Hash   `json:"commitment"`
	Path       []proof.Hash `json:"path"`
}

// ExistenceWaive gives up a lien's challenges, so that the pledgor may commit to the data as it is now: after a failed
// answer, or when the sealed package cannot be opened. By the lien's pledgee.
type ExistenceWaive struct {
	Lien string `json:"lien"`
}

// HeartbeatSchedule says how often heartbeats are expected. By the lien's pledgee, as its contract says.
type HeartbeatSchedule struct {
	Lien      string `json:"lien"`
	EveryDays int    `json:"every_days"` // 1…366
	GraceDays int    `json:"grace_days"` // 0…90
}

func (*ExistenceCommit) Kind() string    { return "existence.commit" }
func (*ExistenceChallenge) Kind() string { return "existence.challenge" }
func (*ExistenceWaive) Kind() string     { return "existence.waive" }
func (*HeartbeatSchedule) Kind() string  { return "heartbeat.schedule" }

func blankExistence(kind string) Command {
	switch kind {
	case "existence.commit":
		return new(ExistenceCommit)
	case "existence.challenge":
		return new(ExistenceChallenge)
	case "existence.waive":
		return new(ExistenceWaive)
	case "heartbeat.schedule":
		return new(HeartbeatSchedule)
	}
	return nil
}

// mayAgent reports whether an agent's key signs commands of a kind; mustAgent whether no other key does.
func mayAgent(kind string) bool  { return mustAgent(kind) || kind == "existence.commit" }
func mustAgent(kind string) bool { return kind == "heartbeat.record" }
