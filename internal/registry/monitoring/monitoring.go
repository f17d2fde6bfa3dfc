// Package monitoring holds the facts by which pledged data is watched: what its existence is proved by, what a heartbeat
// says beyond its measurement, and when the next one is due. Pure values, shared by the registry and the agent.
package monitoring

import (
	"encoding/binary"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/proof"
)

// BlockSize is the unit of content that is hashed and sampled, in bytes.
const BlockSize = 64 << 10

// MaxChallenges bounds a round of challenges: eleven years of daily ones.
const MaxChallenges = 4096

// Existence is how it is proved, heartbeat by heartbeat, that the data which was pledged is still there.
//
// At pledge the agent divides what no longer changes into partitions and blocks, works out the answers to a few hundred
// challenges, and commits to them: Content is the Merkle root over the partitions' salted roots, Root that over the
// challenges. Nonces and salts go to the lender, sealed; the agent forgets them. Each challenge is a nonce that the
// lender reveals: the path shows that it is one of those committed to, so the lender cannot make one up. The answer is
// a digest of blocks that the nonce chooses; its commitment stands in the leaf, so the owner cannot make that up
// without the blocks, and nobody's opinion is asked.
type Existence struct {
	Lien        string `json:"lien"`
	Certificate string `json:"certificate"`
	Lender      string `json:"lender"`
	Round       int    `json:"round"` // 1, 2, …: a renewal begins another
	Index       uint64 `json:"index"` // log position of the round's commitment

	Partitions int        `json:"partitions"`
	Bytes      int64      `json:"bytes"`
	Blocks     int64      `json:"blocks"`
	Content    proof.Hash `json:"content"` // over the partitions

	Challenges int        `json:"challenges"`
	Sampled    int        `json:"sampled"` // blocks that a challenge reads
	Root       proof.Hash `json:"root"`    // over the challenges
	Package    string     `json:"package"` // SHA-256 of the sealed file
	Recipient  string     `json:"recipient"`

	Spent   int        `json:"spent"` // challenges of this round that were revealed
	Pending *Challenge `json:"pending,omitempty"`
	Passed  int        `json:"passed"` // of all rounds
	Failed  int        `json:"failed"`
	Missed  int        `json:"missed"`         // heartbeats that left a revealed challenge without an answer
	Last    string     `json:"last,omitempty"` // result of the last answer: passed, failed
}

// Left is how many challenges of the round are not spent.
func (e *Existence) Left() int { return e.Challenges - e.Spent }

// Low reports whether it is time to renew: an eighth of the challenges is left, or less.
func (e *Existence) Low() bool { return e.Left()*8 <= e.Challenges }

// Challenge is a revealed one that waits for its answer.
type Challenge struct {
	Index      int        `json:"index"` // in the round, from 0
	Nonce      proof.Hash `json:"nonce"`
	Salt       proof.Hash `json:"salt"`
	Commitment proof.Hash `json:"commitment"`  // SHA-256(salt ‖ answer)
	RevealedAt int64      `json:"revealed_at"` // Unix milliseconds
}

// ChallengeLeaf is the leaf of a challenge in the tree whose root is [Existence.Root].
func ChallengeLeaf(index int, nonce, commitment proof.Hash) []byte {
	b := append([]byte("shurong existence challenge v1\n"), make([]byte, 8)...)
	binary.BigEndian.PutUint64(b[len(b)-8:], uint64(index))
	b = append(b, nonce[:]...)
	return append(b, commitment[:]...)
}

// Answer is an agent's answer to a revealed challenge, carried by a heartbeat. A zero answer says that the blocks could
// not be read; it counts as failed.
type Answer struct {
	Lien   string     `json:"lien"`
	Index  int        `json:"index"`
	Answer proof.Hash `json:"answer,omitzero"`
}

// The results of a challenge.
const (
	ResultPassed = "passed"
	ResultFailed = "failed"
	ResultMissed = "missed"
)

// Result is what became of a challenge at a heartbeat.
type Result struct {
	Lien   string `json:"lien"`
	Index  int    `json:"index"`
	Result string `json:"result"` // passed, failed, missed
}

// Live is what a heartbeat says beyond the measurement: how the data moved since the last one and since the pledge.
type Live struct {
	Newest       daycount.Date `json:"newest,omitzero"`        // day of the newest record, as the data says it
	GrowthRows   int64         `json:"growth_rows"`            // since the last heartbeat; negative: rows went
	RetentionPPM int64         `json:"retention_ppm,omitzero"` // pledge-time rows still present, of those sampled
	Retained     int64         `json:"retained,omitzero"`      // sampled rows that were found again
	Sampled      int64         `json:"sampled,omitzero"`       // sampled rows that were looked for; 0: not looked for
	Baseline     string        `json:"baseline,omitzero"`      // digest of the sketch they are of: that of an earlier measurement
	Drifted      int           `json:"drifted"`                // columns whose make-up changed since the pledge
	DriftPPM     int64         `json:"drift_ppm"`              // the largest change of a column
	SchemaChange bool          `json:"schema_change,omitzero"` // names or types of columns changed since the pledge
}

// Schedule is how often a lien's lender expects a heartbeat.
type Schedule struct {
	Lien        string        `json:"lien"`
	Certificate string        `json:"certificate"`
	EveryDays   int           `json:"every_days"`
	GraceDays   int           `json:"grace_days"`
	From        daycount.Date `json:"from"`
	Index       uint64        `json:"index"`
}

// Lateness is how a certificate's heartbeats stand against a schedule on a day.
type Lateness struct {
	Due  daycount.Date `json:"due"`  // the next heartbeat is measured on this day at the latest
	Last daycount.Date `json:"last"` // the day its last day of grace ends
	Days int           `json:"days"` // days past due
	Late bool          `json:"late"` // past the days of grace
}

// Since is the lateness on a day of data that was last seen on another.
func (s Schedule) Since(seen, today daycount.Date) Lateness {
	if s.From.After(seen) {
		seen = s.From
	}
	l := Lateness{Due: seen.AddDays(s.EveryDays)}
	l.Last = l.Due.AddDays(s.GraceDays)
	l.Days = max(0, today.Sub(l.Due))
	l.Late = today.After(l.Last)
	return l
}
